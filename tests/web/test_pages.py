"""What the service sends for the page: headers, caching, and the two faces of a report. No browser needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.pages import ROOMS, WEB

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def paged(paged_app: FastAPI) -> TestClient:
    return TestClient(paged_app)


@pytest.mark.parametrize("path", [*ROOMS, "/static/main.js", "/static/app.css", "/static/icon.svg"])
def test_every_file_is_guarded_and_cached(paged: TestClient, path: str) -> None:
    """A strict policy, no sniffing, and 304 for what the browser holds already."""
    response = paged.get(path)
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    again = paged.get(path, headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_report_has_two_faces(paged: TestClient) -> None:
    """A browser gets the page, everything else the text; caches are told that it depends."""
    page = paged.get("/reports/2026-yunlan", headers=BROWSER)
    text = paged.get("/reports/2026-yunlan")
    assert page.headers["content-type"].startswith("text/html")
    assert text.headers["content-type"].startswith("text/plain")
    assert text.text == paged.get("/v1/reports/2026-yunlan/text").json()["text"]
    assert page.headers["vary"] == text.headers["vary"] == "Accept"


def test_a_report_that_is_not_there(paged: TestClient) -> None:
    """404 as a problem document, and no file outside the folder is served."""
    assert paged.get("/reports/none", headers=BROWSER).headers["content-type"] == "application/problem+json"
    assert paged.get("/static/..%2fapp.py").status_code == 404


def test_modules_are_announced() -> None:
    """Every module is preloaded by index.html, so that none waits for another; no markup is inline."""
    page = (WEB / "index.html").read_text(encoding="utf-8")
    modules = {path.name for path in WEB.glob("*.js")}
    assert set(re.findall(r"/static/([\w]+\.js)", page)) == modules
    assert not re.search(r"<style|\son\w+=|style=|<script(?! type=\"module\" src=)", page)


def test_nothing_builds_markup_from_text() -> None:
    """No module uses an interface that reads text as markup, and none names another host."""
    for path in WEB.glob("*.js"):
        text = Path(path).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(", text), path.name
        assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}, path.name


def test_words_come_in_both_languages() -> None:
    """Every word of the page that a module asks for is there, and every one has two languages."""
    words = (WEB / "words.js").read_text(encoding="utf-8")
    known = set(re.findall(r"(\w+): \[\s*\"", words))
    assert len(known) == len(re.findall(r"\w+: \[\s*\"[^\"]+\",\s*\"[^\"]+\",?\s*\]", words))
    used = {key for path in WEB.glob("*.js") for key in re.findall(r"\bt\(\"(\w+)\"", path.read_text(encoding="utf-8"))}
    assert used <= known
