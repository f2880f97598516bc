"""Answers as server-sent events: their order, their sum, refusals, failures, and clients that leave."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import time
from collections.abc import Callable, Generator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect

from api import app as api_app
from api import schemas as shapes
from api.streaming import EventStream, stream_events, tell, write_event

ASKED = "云岚省2026年的经济增长目标是多少？"
QUESTIONS = (
    ASKED,
    "云岚和沧原今年的GDP增长目标各是多少？",
    "云岚、沧原、澜州、海屿、石黎今年的研发投入强度目标分别是多少？",
    "哪些省提到了机场？",
    "残页里加装电梯多少部？",
    "Yunlan's GDP growth target in 2026",
    "今年的主要工作有哪些？",
)
REFUSED = ("深圳今年的GDP目标是多少？", "量子纠缠望远镜的口径是多少？", "云岚省1999年的GDP目标是多少？")
Event = tuple[str | None, Any]


def read(text: str) -> list[Event]:
    """The events of a stream; [DONE] must end it, and every event is one line of data."""
    *blocks, last = text.removesuffix("\n\n").split("\n\n")
    assert last == "data: [DONE]"
    events: list[Event] = []
    for block in blocks:
        *named, data = block.split("\n")
        assert data.startswith("data: ")
        events.append((named[0].removeprefix("event: ") if named else None, json.loads(data.removeprefix("data: "))))
    return events


def stream(client: TestClient, question: str, **more: Any) -> list[Event]:
    response = client.post("/v1/ask", json={"question": question, "stream": True, **more})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    return read(response.text)


def still(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in ("id", "timings_ms")}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_stream_tells_what_the_answer_says(client: TestClient, question: str) -> None:
    """interpretation, search_results, citations and deltas, final: the deltas make up the text, final is the whole answer."""
    events = stream(client, question)
    names = [name for name, _ in events]
    whole = client.post("/v1/ask", json={"question": question}).json()
    assert names[:2] == ["interpretation", "search_results"]
    assert names[-1] == "final"
    assert set(names[2:-1]) <= {"citation", "delta"}
    assert still(events[-1][1]) == still(whole)
    assert whole["status"] != "refused"
    assert events[0][1] == whole["interpretation"]
    assert "".join(told["text"] for name, told in events if name == "delta") == whole["answer"]["text"]
    assert [told for name, told in events if name == "citation"] == whole["citations"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_citation_comes_before_the_text_that_uses_it(client: TestClient, question: str) -> None:
    """When a marker or a quotation begins to be told, its citation has been told already."""
    events = stream(client, question)
    units, said, known = events[-1][1]["answer"]["units"], "", set()
    for name, told in events:
        if name == "citation":
            known.add(told["number"])
        if name == "delta":
            said += told["text"]
            assert all(number in known for unit in units if unit["start"] < len(said) for number in unit["citations"])
            assert all(f"[{each['number']}]" not in said or each["number"] in known for each in events[-1][1]["citations"])


def test_search_results_are_those_of_search(client: TestClient) -> None:
    """The hits have the shape of POST /v1/search, the best first, as many as top_k."""
    events = stream(client, "云岚省今年老旧小区改造有什么安排？", top_k=3)
    found = events[1][1]["hits"]
    assert [hit["rank"] for hit in found] == [1, 2, 3]
    assert {"passage_id", "text", "highlights", "source", "url"} <= set(found[0])


@pytest.mark.parametrize("question", REFUSED)
def test_refusals_stream_too(client: TestClient, question: str) -> None:
    """A refusal has no text and so no delta; final says why."""
    events = stream(client, question)
    assert [name for name, _ in events] == ["interpretation", "search_results", "final"]
    final = events[-1][1]
    assert (final["status"], final["answer"]["text"]) == ("refused", "")
    assert final["refusal"]["message"]


def test_bad_requests_are_problems_before_the_stream(client: TestClient) -> None:
    """What is wrong with the request is a 422 problem and not an event."""
    for sent in ({"question": ""}, {"question": "今年", "filters": {"regions": ["阿斯加德"]}}, {"question": "今年", "colour": 1}):
        response = client.post("/v1/ask", json={"stream": True, **sent})
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
    assert client.post("/v1/ask", json={"question": "今年", "stream": 1}).status_code == 422


def test_a_failure_on_the_way_is_an_event(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that breaks off tells an error without secrets and still ends with [DONE]."""

    def fail(*args: object) -> None:
        raise RuntimeError("secret path /root")

    monkeypatch.setattr(api_app, "ask", fail)
    events = stream(client, ASKED)
    assert [name for name, _ in events] == ["interpretation", "error"]
    assert events[-1][1]["status"] == 500
    assert "secret" not in json.dumps(events)


def test_the_first_delta_comes_at_once(client: TestClient) -> None:
    """In process the first delta of an extractive answer is there within 50 ms, at the median of some questions."""

    async def first(question: str) -> float:
        began, delta = time.perf_counter(), 0.0

        async def send(message: Any) -> None:
            nonlocal delta
            if b"event: delta" in message.get("body", b"") and not delta:
                delta = (time.perf_counter() - began) * 1000

        await client.app(*request(question), send)
        return delta

    times = sorted(asyncio.run(first(question)) for question in QUESTIONS for _ in range(3))
    assert 0 < times[len(times) // 2] <= 50


def request(question: str) -> tuple[dict[str, Any], Callable[[], Any]]:
    """(scope, receive) of a streaming question to an ASGI app; its client stays."""
    body = json.dumps({"question": question, "stream": True}).encode()
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/v1/ask", "raw_path": b"/v1/ask", "query_string": b"", "root_path": "", "server": ("localhost", 80),
        "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())],
    }  # fmt: skip
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.sleep(3600)
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return scope, receive


def test_a_client_that_leaves_is_not_worked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving after the first event, before the search began, means that there is no search."""
    worked = []
    monkeypatch.setattr(api_app, "ask", lambda *args: worked.append(args))
    scope, receive = request(ASKED)
    told: list[bytes] = []
    messages = iter([receive])

    async def hear() -> dict[str, Any]:
        first = next(messages, None)
        if first:
            return dict(await first())
        while not told:
            await asyncio.sleep(0.001)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message.get("body"):
            told.append(message["body"])
            await asyncio.sleep(3600)  # a client that does not read

    async def leave() -> None:
        await asyncio.wait_for(client.app(scope, hear, send), 20)

    asyncio.run(leave())
    assert len(told) == 1
    assert b"event: interpretation" in told[0]
    assert worked == []


def test_a_connection_that_breaks_ends_the_work(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Over a real socket an endless stream is closed soon after its client has gone."""
    closed = False

    def endless(*args: object) -> Generator[tuple[str, Any]]:
        nonlocal closed
        try:
            while True:
                yield "delta", shapes.DeltaOut(text="……")
                time.sleep(0.005)
        finally:
            closed = True

    monkeypatch.setattr(api_app, "answer_events", endless)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("POST", "/v1/ask", json.dumps({"question": ASKED, "stream": True}), {"content-type": "application/json"})
    response = connection.getresponse()
    assert b"delta" in response.readline()
    connection.sock.shutdown(socket.SHUT_RDWR)
    response.close()
    connection.close()
    until = time.monotonic() + 10
    while not closed and time.monotonic() < until:
        time.sleep(0.01)
    assert closed


def test_a_stream_closes_its_events_when_it_ends() -> None:
    """The generator of a response is closed whatever ends the response."""

    def lines() -> Generator[str]:
        yield from ("data: 1\n\n", "data: 2\n\n")

    given = lines()

    async def refuse(message: Any) -> None:
        raise OSError("gone")

    response = EventStream(given)
    with pytest.raises(ClientDisconnect):
        asyncio.run(response({"type": "http", "asgi": {"spec_version": "2.4"}}, None, refuse))  # type: ignore[arg-type]
    assert list(given) == []


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\n", "\r", "\x1c"])
def test_line_ends_in_a_text_do_not_end_the_line(mark: str) -> None:
    """Whatever a client takes for a line end is escaped in the JSON, and comes back as it was."""
    line = write_event(shapes.DeltaOut(text=f"前{mark}后").model_dump_json(), "delta")
    assert len(line.splitlines()) == 3
    assert json.loads(line.splitlines()[1].removeprefix("data: "))["text"] == f"前{mark}后"


def test_a_citation_no_text_uses_comes_last() -> None:
    """A citation that only a table needs is told after the text; an empty answer has no delta."""
    source = shapes.SpanOut(file="a.txt", sha256="0", start=0, end=1)
    cited = shapes.CitationOut(
        number=7, cited_text="字", report_id="a", report_title="甲", region=None, report_year=None, section=[], source=source,
        verified=True, quality="clean", url="/reports/a#0-1",
    )  # fmt: skip
    told = [name for name, _ in tell(shapes.AnswerOut(text="没有标记", units=[]), [cited])]
    assert told == ["delta", "citation"]
    assert list(tell(shapes.AnswerOut(text="", units=[]), [])) == []
    assert read("".join(stream_events(iter([("citation", cited)])))) == [("citation", cited.model_dump())]
