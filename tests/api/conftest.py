"""Fixtures of the faces: the service on a real port."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from api.app import create_app
from index.store import OpenIndex


@pytest.fixture(scope="session")
def address(sample_index: OpenIndex) -> Iterator[str]:
    """The address of a real server over the samples, for clients that bring their own connections."""
    server = uvicorn.Server(uvicorn.Config(create_app(sample_index), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
