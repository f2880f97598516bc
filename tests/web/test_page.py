"""The page in a real browser: ask, open the source, filter, tables; skipped by name where playwright or Chromium is missing."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from api.app import create_app
from index.store import OpenIndex

playwright = pytest.importorskip("playwright.sync_api", reason="needs pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"), pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def address(sample_index: OpenIndex) -> Iterator[str]:
    """The service over the invented samples, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(sample_index), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page in Chinese; the test fails when anything was written to the console as an error."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def ask(page: Any, address: str, question: str) -> None:
    page.goto(f"{address}/")
    box = page.locator("input[type=search], input[type=text], textarea").first
    box.fill(question)
    box.press("Enter")


def test_a_marker_opens_the_sentence(page: Any, address: str) -> None:
    """Ask, click [1]: the report opens beside the answer with the cited sentence marked, and it is on the screen."""
    ask(page, address, "云岚省2026年的经济增长目标是多少？")
    page.get_by_text("云岚省2026年地区生产总值增长目标为5.5%左右").first.wait_for()
    page.locator("button", has_text="[1]").first.click()
    marked = page.locator("mark").first
    marked.wait_for()
    said = "".join(page.locator("mark").all_inner_texts())
    assert "5.5%左右" in said
    box = marked.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_a_refusal_says_what_is_missing(page: Any, address: str) -> None:
    """A region without a report: the message names it."""
    ask(page, address, "深圳今年的GDP目标是多少？")
    page.get_by_text("深圳市的政府工作报告").first.wait_for()


def test_a_permalink_opens_at_its_sentence(page: Any, address: str, sample_index: OpenIndex) -> None:
    """/reports/{id}#start-end marks exactly these code points of the file."""
    report = next(report for report in sample_index.reports if report.region == "云岚省" and report.year == 2026)
    start = sample_index.file_text(report).index("地区生产总值力争增长5.5%左右")
    page.goto(f"{address}/reports/{report.id}#{start}-{start + 16}")
    page.locator("mark").first.wait_for()
    assert "".join(page.locator("mark").all_inner_texts()) == "地区生产总值力争增长5.5%左右"


def test_targets_are_a_table_that_sorts(page: Any, address: str) -> None:
    """The table of targets shows every region; a click on a column's head turns the order."""
    page.goto(f"{address}/targets")
    page.get_by_text("云岚省").first.wait_for()
    before = page.locator("tbody tr th, tbody tr td:first-child").all_inner_texts()
    assert len(before) >= 5
    page.locator("thead button, thead th").last.click()
    page.wait_for_timeout(300)
    after = page.locator("tbody tr th, tbody tr td:first-child").all_inner_texts()
    assert sorted(before) == sorted(after)


def test_a_phone_shows_no_sideways_scroll(browser: Any, address: str) -> None:
    """At 375 pixels the page is no wider than the screen."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 375, "height": 800})
    opened = context.new_page()
    for room in ("/", "/targets", "/reports", "/evaluation"):
        opened.goto(f"{address}{room}")
        opened.wait_for_load_state("networkidle")
        assert opened.evaluate("document.documentElement.scrollWidth") <= 376, room
    context.close()


def test_the_policy_forbids_other_hosts(page: Any, address: str) -> None:
    """The page comes with a content security policy of its own host only."""
    response = page.goto(f"{address}/")
    assert "default-src 'self'" in response.headers["content-security-policy"]
