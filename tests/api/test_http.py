"""Every endpoint's happy path: the shapes of the contract, and texts that are really in the files."""

from __future__ import annotations

import inspect
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api import app as api_app
from index.store import OpenIndex

ASKED = "云岚省2026年的经济增长目标是多少？"
CITATION = {
    "number", "cited_text", "report_id", "report_title", "region", "report_year", "section", "source", "verified", "quality", "url",
}  # fmt: skip
REPORT = {"id", "title", "region", "level", "year", "date", "meeting", "speaker", "file", "span", "sections", "quality"}


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **more})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = response.json()
    return body


def search(client: TestClient, query: str, **more: Any) -> dict[str, Any]:
    response = client.post("/v1/search", json={"query": query, **more})
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def file_text(samples: Path, source: dict[str, Any]) -> str:
    return (samples / source["file"]).read_bytes().decode("utf-8")


def test_ask_has_the_contracts_shape(client: TestClient, sample_index: OpenIndex) -> None:
    """An answered question has every field of the contract."""
    body = ask(client, ASKED)
    assert {"id", "index_version", "status", "refusal", "interpretation", "answer", "citations", "table", "timings_ms"} <= set(body)
    assert {"language", "regions", "years", "indicators", "kind", "assumed"} <= set(body["interpretation"])
    assert set(body["answer"]) >= {"text", "units"}
    assert all({"start", "end", "kind", "citations"} <= set(unit) for unit in body["answer"]["units"])
    assert all(set(citation) >= CITATION for citation in body["citations"])
    assert set(body["timings_ms"]) >= {"total", "retrieve"}
    assert body["id"].startswith("ask_")
    assert body["index_version"] == sample_index.manifest.version
    assert (body["status"], body["refusal"]) == ("answered", None)


def test_ask_says_what_was_understood(client: TestClient) -> None:
    """Language, region, year, indicator, kind and assumption are in the interpretation."""
    understood = ask(client, "云岚省今年的经济增长目标是多少？")["interpretation"]
    assert (understood["language"], understood["regions"], understood["years"]) == ("zh", ["云岚省"], [2026])
    assert (understood["indicators"], understood["kind"]) == (["gdp_growth"], "target")
    assert any("2026" in note for note in understood["assumed"])


@pytest.mark.parametrize(
    "question", [ASKED, "云岚和沧原今年的GDP增长目标各是多少？", "残页里加装电梯多少部？", "Yunlan's GDP growth target in 2026"]
)
def test_every_citation_can_be_checked_and_fetched(client: TestClient, samples: Path, question: str) -> None:
    """`file_text[start:end] == cited_text`, the span can be had as text, and the URL leads to the report that holds it."""
    citations = ask(client, question)["citations"]
    assert citations
    for number, citation in enumerate(citations, 1):
        source = citation["source"]
        span = {"start": source["start"], "end": source["end"]}
        assert citation["number"] == number
        assert citation["verified"] is True
        assert file_text(samples, source)[source["start"] : source["end"]] == citation["cited_text"]
        text = client.get(f"/v1/reports/{citation['report_id']}/text", params=span).json()
        assert text["text"] == citation["cited_text"]
        path, _, fragment = citation["url"].partition("#")
        assert fragment == f"{span['start']}-{span['end']}"
        page = client.get(path)
        assert page.status_code == 200
        assert citation["cited_text"] in page.text


def test_the_fragments_quality_is_told(client: TestClient) -> None:
    """A citation of the torn page says that its report is a fragment without a year."""
    (citation,) = ask(client, "残页里加装电梯多少部？")["citations"]
    assert (citation["quality"], citation["report_year"]) == ("fragment", None)


def test_a_refusal_is_not_an_error(client: TestClient) -> None:
    """A question the corpus cannot answer is a 200 with code, message and nearest."""
    body = ask(client, "深圳今年的GDP目标是多少？")
    assert (body["status"], body["citations"], body["answer"]) == ("refused", [], {"text": "", "units": []})
    assert body["refusal"]["code"] == "region_not_in_corpus"
    assert body["refusal"]["message"]
    nearest = ask(client, "量子纠缠望远镜的口径是多少？")["refusal"]["nearest"]
    assert nearest
    assert all(set(citation) >= CITATION for citation in nearest)


@pytest.mark.parametrize("name", ["沧原省", "沧原", "Cangyuan", " 沧原省 "])
def test_filters_take_any_name_and_win(client: TestClient, name: str) -> None:
    """A filter in any name of the region replaces the region and year of the question."""
    body = ask(client, "云岚省2024年的经济增长目标是多少？", filters={"regions": [name], "years": [2026]})
    assert body["interpretation"]["regions"] == ["沧原省"]
    assert [citation["report_id"] for citation in body["citations"]] == ["2026-cangyuan"]
    hits = search(client, "云岚省2024年的经济增长目标", filters={"regions": [name], "years": [2026]})["hits"]
    assert {hit["report_id"] for hit in hits} == {"2026-cangyuan"}


@pytest.mark.parametrize("query", ["老旧小区改造", ASKED, "GDP growth target of Yunlan", "“十五五”"])
def test_hits_have_the_contracts_shape_and_the_files_text(client: TestClient, samples: Path, query: str) -> None:
    """Each hit's text is the file's at its span, ranks count from 1, scores strictly decrease, highlights lie inside."""
    body = search(client, query, k=7)
    hits = body["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5, 6, 7]
    assert all(first["score"] > second["score"] for first, second in pairwise(hits))
    for hit in hits:
        assert {"passage_id", "report_id", "report_title", "region", "report_year", "section", "url"} <= set(hit)
        assert set(hit["scores"]) >= {"dense", "lexical", "fused", "rerank"}
        source = hit["source"]
        assert hit["text"] == file_text(samples, source)[source["start"] : source["end"]]
        assert all(0 <= start < end <= len(hit["text"]) for start, end in hit["highlights"])
        assert client.get(hit["url"].partition("#")[0]).status_code == 200
    assert set(body["timings_ms"]) >= {"total", "retrieve"}
    assert "regions" in body["interpretation"]


def test_highlights_hold_the_words_asked_for(client: TestClient) -> None:
    """The first hit for 老旧小区 has those words highlighted."""
    hit = search(client, "老旧小区", k=1)["hits"][0]
    assert any("老旧" in hit["text"][start:end] for start, end in hit["highlights"])


def test_offset_pages_through_the_hits(client: TestClient) -> None:
    """Two pages of three are the first six hits, ranks running on; a page beyond the end is empty."""
    six = search(client, "老旧小区改造", k=6)["hits"]
    pages = search(client, "老旧小区改造", k=3)["hits"] + search(client, "老旧小区改造", k=3, offset=3)["hits"]
    assert pages == six
    assert search(client, "老旧小区改造", k=3, offset=9999)["hits"] == []


def test_reports_are_listed_with_their_spans(client: TestClient, samples: Path) -> None:
    """All reports are listed with the contract's fields, each the same by itself, sections nested inside their span."""

    def inside(sections: list[dict[str, Any]], start: int, end: int) -> None:
        for section in sections:
            assert start <= section["start"] < section["end"] <= end
            inside(section["children"], section["start"], section["end"])

    body = client.get("/v1/reports").json()
    assert body["total"] == len(body["reports"]) == 10
    assert len({report["id"] for report in body["reports"]}) == 10
    for report in body["reports"]:
        assert set(report) >= REPORT
        inside(report["sections"], *report["span"])
        assert client.get(f"/v1/reports/{report['id']}").json() == report


def test_a_reports_text_is_the_files(client: TestClient, samples: Path) -> None:
    """Without a span the whole report comes; with one, exactly that stretch of the file."""
    for report in client.get("/v1/reports").json()["reports"]:
        start, end = report["span"]
        whole = client.get(f"/v1/reports/{report['id']}/text").json()
        text = file_text(samples, report)
        assert (whole["start"], whole["end"], whole["text"]) == (start, end, text[start:end])
        part = client.get(f"/v1/reports/{report['id']}/text", params={"start": start + 5, "end": start + 25}).json()
        assert part["text"] == text[start + 5 : start + 25]
        assert client.get(f"/v1/reports/{report['id']}/text", params={"start": start, "end": start}).json()["text"] == ""


def test_health_and_readiness(client: TestClient, sample_index: OpenIndex) -> None:
    """The process says that it is up and which index it has open."""
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["index_version"] == sample_index.manifest.version


def test_every_post_endpoint_has_an_example_that_works(client: TestClient) -> None:
    """The OpenAPI page gives each POST body an example, and sending it gives a 200."""
    page = client.get("/openapi.json").json()
    posts = {path: methods["post"] for path, methods in page["paths"].items() if "post" in methods}
    assert {"/v1/ask", "/v1/search"} <= set(posts)
    for path, operation in posts.items():
        content = operation["requestBody"]["content"]["application/json"]
        schema = content["schema"]
        named = page["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        examples = named.get("examples") or [example["value"] for example in content.get("examples", {}).values()]
        assert examples
        assert all(client.post(path, json=example).status_code == 200 for example in examples)


def test_the_page_says_how_offsets_count(client: TestClient) -> None:
    """The published description warns that offsets are code points, not UTF-16 units."""
    description = client.get("/openapi.json").json()["info"]["description"]
    assert re.search("code point", description, re.I)
    assert "UTF-16" in description


def test_endpoints_run_off_the_event_loop(client: TestClient) -> None:
    """Every endpoint is a plain function, which the framework runs in its thread pool."""
    routes = [route for route in client.app.routes if isinstance(route, APIRoute)]  # type: ignore[attr-defined]
    assert len(routes) >= 8
    assert [route.path for route in routes if inspect.iscoroutinefunction(route.endpoint)] == []


def test_two_slow_questions_overlap(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions are worked on at the same time, and the service answers others meanwhile."""
    inside, asked = threading.Barrier(3, timeout=20), api_app.ask

    def slow(*args: Any) -> Any:
        inside.wait()  # both requests and the test must be here together
        inside.wait()
        return asked(*args)

    monkeypatch.setattr(api_app, "ask", slow)
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(ask, client, ASKED) for _ in range(2)]
        inside.wait()
        assert client.get("/healthz").status_code == 200
        inside.wait()
        assert [answer.result(20)["status"] for answer in answers] == ["answered", "answered"]
