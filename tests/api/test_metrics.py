"""What Prometheus reads: every request under its route, answers and refusals, the index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api import app as api_app
from api.app import create_app
from index.store import OpenIndex

ASKED = "云岚省2026年的经济增长目标是多少？"


@pytest.fixture
def fresh(sample_index: OpenIndex) -> Iterator[TestClient]:
    """A service whose counters are at nought."""
    with TestClient(create_app(sample_index), raise_server_exceptions=False) as opened:
        yield opened


def value(client: TestClient, name: str, **labels: str) -> float:
    """The sample of that name and those labels, 0 where there is none; the whole page must parse."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")
    samples = [sample for family in text_string_to_metric_families(response.text) for sample in family.samples]
    return sum(sample.value for sample in samples if sample.name == name and labels.items() <= sample.labels.items())


def test_requests_are_counted_by_route_and_status(fresh: TestClient) -> None:
    """The route's template counts, not the path; paths that lead nowhere share one line."""
    for path in ("/v1/reports/2026-yunlan", "/v1/reports/2026-cangyuan", "/v1/reports/none", "/wp-admin", "/v1/nothing"):
        fresh.get(path)
    fresh.post("/v1/search", json={"query": ""})
    route = "/v1/reports/{report_id}"
    assert value(fresh, "baogao_requests_total", method="GET", route=route, status="200") == 2
    assert value(fresh, "baogao_requests_total", route=route, status="404") == 1
    assert value(fresh, "baogao_requests_total", route="unmatched", status="404") == 2
    assert value(fresh, "baogao_requests_total", method="POST", route="/v1/search", status="422") == 1


@pytest.mark.parametrize("streamed", [False, True])
def test_questions_are_timed(fresh: TestClient, streamed: bool) -> None:
    """An answer counts once in the histogram, streamed or not; what failed is not timed."""
    fresh.post("/v1/ask", json={"question": ASKED, "stream": streamed})
    fresh.post("/v1/ask", json={"question": ""})
    fresh.post("/v1/search", json={"query": "老旧小区"})
    assert value(fresh, "baogao_request_seconds_count", route="/v1/ask") == 1
    assert value(fresh, "baogao_request_seconds_count", route="/v1/search") == 1
    assert 0 < value(fresh, "baogao_request_seconds_sum", route="/v1/ask") < 30


def test_refusals_are_counted_by_code(fresh: TestClient) -> None:
    """A refusal counts under its code on every face, an answer under its status."""
    fresh.post("/v1/ask", json={"question": "深圳今年的GDP目标是多少？"})
    fresh.post("/v1/ask", json={"question": "深圳今年的GDP目标是多少？", "stream": True})
    fresh.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": "量子纠缠望远镜的口径是多少？"}]})
    fresh.post("/v1/ask", json={"question": ASKED})
    assert value(fresh, "baogao_refusals_total", code="region_not_in_corpus") == 2
    assert value(fresh, "baogao_refusals_total", code="no_evidence") == 1
    assert value(fresh, "baogao_answers_total", status="refused") == 3
    assert value(fresh, "baogao_answers_total", status="answered") == 1


def test_the_index_is_told(fresh: TestClient, sample_index: OpenIndex) -> None:
    """The version of the open index and its size are there before any request."""
    assert value(fresh, "baogao_index_info", version=sample_index.manifest.version) == 1
    assert value(fresh, "baogao_index_reports") == 10
    assert value(fresh, "baogao_index_passages") == sample_index.manifest.passages


def test_a_failure_is_a_500(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that raises is counted with status 500."""

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(api_app, "ask", fail)
    fresh.post("/v1/ask", json={"question": ASKED})
    assert value(fresh, "baogao_requests_total", route="/v1/ask", status="500") == 1


def test_two_services_count_apart(fresh: TestClient, sample_index: OpenIndex) -> None:
    """Each app has counters of its own."""
    fresh.get("/healthz")
    with TestClient(create_app(sample_index)) as other:
        assert value(other, "baogao_requests_total", route="/healthz") == 0
    assert value(fresh, "baogao_requests_total", route="/healthz") == 1
