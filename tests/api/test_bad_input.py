"""Bad requests: a status, one JSON shape, and a message that names the field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

LONG = "长" * 10_000
BAD_BODIES = [
    ("/v1/ask", {"question": ""}, "question"),
    ("/v1/ask", {"question": " \n\u3000"}, "question"),
    ("/v1/ask", {"question": LONG}, "question"),
    ("/v1/ask", {"question": 5}, "question"),
    ("/v1/ask", {"question": None}, "question"),
    ("/v1/ask", {"question": ["今年"]}, "question"),
    ("/v1/ask", {}, "question"),
    ("/v1/ask", {"question": "今年", "questoin": "x"}, "questoin"),
    ("/v1/ask", {"question": "今年", "top_k": 0}, "top_k"),
    ("/v1/ask", {"question": "今年", "top_k": -1}, "top_k"),
    ("/v1/ask", {"question": "今年", "top_k": 10**9}, "top_k"),
    ("/v1/ask", {"question": "今年", "top_k": "many"}, "top_k"),
    ("/v1/ask", {"question": "今年", "top_k": 1.5}, "top_k"),
    ("/v1/ask", {"question": "今年", "mode": "psychic"}, "mode"),
    ("/v1/ask", {"question": "今年", "stream": "perhaps"}, "stream"),
    ("/v1/ask", {"question": "今年", "filters": {"regions": ["阿斯加德"]}}, "filters.regions"),
    ("/v1/ask", {"question": "今年", "filters": {"regions": "云岚省"}}, "filters.regions"),
    ("/v1/ask", {"question": "今年", "filters": {"region": ["云岚省"]}}, "filters.region"),
    ("/v1/ask", {"question": "今年", "filters": {"years": ["后年"]}}, "filters.years"),
    ("/v1/ask", {"question": "今年", "filters": {"years": [-5]}}, "filters.years"),
    ("/v1/search", {"query": ""}, "query"),
    ("/v1/search", {"query": LONG}, "query"),
    ("/v1/search", {"question": "今年"}, "question"),
    ("/v1/search", {"query": {"text": "今年"}}, "query"),
    ("/v1/search", {"query": "今年", "k": 0}, "k"),
    ("/v1/search", {"query": "今年", "k": 10**9}, "k"),
    ("/v1/search", {"query": "今年", "k": [3]}, "k"),
    ("/v1/search", {"query": "今年", "offset": -1}, "offset"),
    ("/v1/search", {"query": "今年", "offset": 10**9}, "offset"),
    ("/v1/search", {"query": "今年", "filters": {"regions": ["Atlantis"]}}, "filters.regions"),
    pytest.param("/v1/search", {"query": "今年", "k": True}, "k"),
    pytest.param("/v1/search", {"query": "今年", "k": "5"}, "k"),
]  # fmt: skip


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem document of a response, its RFC 9457 members checked."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert body["detail"]
    return body


@pytest.mark.parametrize(("path", "sent", "field"), BAD_BODIES)
def test_a_bad_field_is_named(client: TestClient, path: str, sent: dict[str, Any], field: str) -> None:
    """A missing, unknown or wrong field is a 422 that names it in the detail and in `errors`, without echoing the input."""
    body = problem(client.post(path, json=sent), 422)
    assert field in body["detail"]
    assert any(field in json.dumps(error) for error in body["errors"])
    assert len(body["detail"]) < 1_000


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
@pytest.mark.parametrize("sent", [b'{"question": "', b"{question: 1}", b"\xff\xfe{", b'{"query": "a"} x', b"not json"])
def test_broken_json_is_a_400(client: TestClient, path: str, sent: bytes) -> None:
    """A body that is not JSON is a 400 that says it is the body."""
    body = problem(client.post(path, content=sent, headers={"content-type": "application/json"}), 400)
    assert "body" in body["detail"]


@pytest.mark.parametrize("sent", [b"", b"[]", b"null", b'"x"', b"7"])
def test_a_body_that_is_no_object_is_a_422(client: TestClient, sent: bytes) -> None:
    """JSON of another shape, or nothing at all, is a 422 about the body."""
    body = problem(client.post("/v1/ask", content=sent, headers={"content-type": "application/json"}), 422)
    assert "body" in body["detail"]


@pytest.mark.parametrize("path", ["/v1/reports/2026-atlantis", "/v1/reports/2026-atlantis/text", "/reports/2026-atlantis"])
def test_an_unknown_report_is_a_404(client: TestClient, path: str) -> None:
    """A report id that does not exist is a 404 that repeats it."""
    assert "2026-atlantis" in problem(client.get(path), 404)["detail"]


@pytest.mark.parametrize(
    ("start", "end"),
    [(-20, -10), (-1, 0), (0, 10**9), (10**9, 10**9 + 1), (50, 10)],
    ids=["before", "to the start", "beyond", "far", "backwards"],
)
def test_a_span_outside_the_report_is_a_422(client: TestClient, start: int, end: int) -> None:
    """A span that is not inside the report, or runs backwards, is refused and the report's own span is said."""
    first, last = client.get("/v1/reports/2026-cangyuan").json()["span"]
    url = "/v1/reports/2026-cangyuan/text"
    detail = problem(client.get(url, params={"start": first + start, "end": first + end}), 422)["detail"]
    assert str(first) in detail
    assert str(last) in detail


@pytest.mark.parametrize("params", [{"start": "a"}, {"end": "1.5"}, {"start": -1}])
def test_an_offset_that_is_no_number_is_a_422(client: TestClient, params: dict[str, Any]) -> None:
    """A start or end that is no offset is named."""
    (name,) = params
    assert name in problem(client.get("/v1/reports/2026-cangyuan/text", params=params), 422)["detail"]


def test_unknown_paths_and_methods_have_the_same_shape(client: TestClient) -> None:
    """404 and 405 of the framework come as problem documents too."""
    problem(client.get("/v1/nothing"), 404)
    problem(client.get("/v1/ask"), 405)


@pytest.mark.parametrize("text", ["😀", "\u202e\u200b", "“”", "[1][2]", "%s%n", "'; DROP TABLE", "a" * 2_000, "\U00020000"])
def test_odd_but_valid_questions_are_served(client: TestClient, text: str) -> None:
    """Emoji, control marks, brackets and long words are answered or refused, never an error."""
    response = client.post("/v1/ask", json={"question": text})
    assert response.status_code == 200
    assert response.json()["status"] in ("answered", "partial", "refused")
    assert client.post("/v1/search", json={"query": text}).status_code == 200


def test_a_failure_inside_tells_no_secrets(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error is a 500 problem document without the exception's text."""

    def fail(*args: object) -> None:
        raise RuntimeError("secret path /root")

    monkeypatch.setattr("api.app.ask", fail)
    response = client.post("/v1/ask", json={"question": "今年"})
    problem(response, 500)
    assert "secret" not in response.text
