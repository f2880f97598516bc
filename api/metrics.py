"""What Prometheus reads at /metrics: requests, the time of questions, refusals, the index. Only this file knows prometheus_client."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.store import OpenIndex
from rag.answer import Answer

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_TIMED = frozenset({"/v1/ask", "/v1/search", "/v1/chat/completions"})
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_LEFT = 499  # the client left before there was a status


class Meters:
    """The counters of one app, in a registry of their own."""

    def __init__(self, index: OpenIndex) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("baogao_requests", "Requests by route and status.", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "baogao_request_seconds", "Time to the whole response.", ("route",), registry=self.registry, buckets=_BUCKETS
        )
        self.answers = Counter("baogao_answers", "Answers by status.", ("status",), registry=self.registry)
        self.refusals = Counter("baogao_refusals", "Refusals by code.", ("code",), registry=self.registry)
        _describe(index, self.registry)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer, and why there is none."""
        self.answers.labels(answer.status).inc()
        if answer.refusal:
            self.refusals.labels(answer.refusal.code).inc()

    def count_request(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request under its route's template: paths that lead nowhere are one route."""
        route = str(getattr(scope.get("route"), "path", "unmatched"))
        method = scope["method"] if route != "unmatched" else "any"
        self.requests.labels(method, route, str(status)).inc()
        if route in _TIMED and status < 400:
            self.seconds.labels(route).observe(seconds)

    def exposition(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self.registry)


def _describe(index: OpenIndex, registry: CollectorRegistry) -> None:
    manifest = index.manifest
    info = Gauge("baogao_index_info", "The index that is open.", ("version", "encoder"), registry=registry)
    info.labels(manifest.version, manifest.encoder).set(1)
    Gauge("baogao_index_reports", "Reports in the index.", registry=registry).set(manifest.reports)
    Gauge("baogao_index_passages", "Passages in the index.", registry=registry).set(manifest.passages)


class Metered:
    """ASGI middleware that counts every request; it passes messages through, so streams stay streams."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self.app = app
        self.meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request and count it."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began, status = time.perf_counter(), _LEFT

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            status = 500
            raise
        finally:
            self.meters.count_request(scope, status, time.perf_counter() - began)
