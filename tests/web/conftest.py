"""A running service over planted samples and a real Chromium; each test is skipped by name where one of them is missing."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from index.build import build_index
from index.encoder import open_encoder
from index.store import OpenIndex, open_index

PLANTED = "𠮷𠀋<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>𡃁&amp;"


@pytest.fixture(scope="session")
def planted_index(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """The samples with markup and characters beyond U+FFFF planted before the figures, so that wrong offsets show."""
    reports = tmp_path_factory.mktemp("planted") / "reports"
    shutil.copytree(samples, reports)
    for name in ("sample_2026.txt", "sample_2024.txt"):
        path = reports / name
        path.write_text(path.read_text(encoding="utf-8").replace("各位代表：\n", f"各位代表：{PLANTED}\n"), encoding="utf-8")
    build_index(reports, reports.parent / "index", open_encoder())
    return open_index(reports.parent / "index", open_encoder())


@pytest.fixture(scope="session")
def scorecard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service looks for the latest scorecard; there is none until a test writes it."""
    return tmp_path_factory.mktemp("eval") / "scorecard.json"


@pytest.fixture(scope="session")
def paged_app(planted_index: OpenIndex, scorecard: Path) -> FastAPI:
    """The service with its page."""
    return create_app(planted_index, scorecard=scorecard)


@pytest.fixture(scope="session")
def served(paged_app: FastAPI) -> Iterator[str]:
    """The service's address on a free port of this machine."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(paged_app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real Chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
    path = os.environ.get("BAOGAO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("needs Chromium: apt-get install chromium, or BAOGAO_CHROMIUM=PATH")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, served: str) -> Iterator[Any]:
    """A function that opens a path in a fresh browser profile; anything on the console fails the test."""
    contexts, complaints = [], []

    def open_path(path: str = "/", **options: Any) -> Any:
        context = chromium.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, "base_url": served, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda request: complaints.append(f"outside host: {request.url}") if not request.url.startswith(served) else None
        )
        page.goto(path)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The text of axe-core, from the Python package that carries it or BAOGAO_AXE."""
    named = os.environ.get("BAOGAO_AXE")
    found = find_spec("axe_playwright_python")
    if not named and not (found and found.submodule_search_locations):
        pytest.skip("needs axe-core: pip install axe-playwright-python, or BAOGAO_AXE=axe.min.js")
    path = Path(named) if named else next(Path(next(iter(found.submodule_search_locations))).glob("**/axe.min.js"))  # type: ignore[union-attr,arg-type]
    return path.read_text(encoding="utf-8")
