"""Shared fixtures: the invented samples indexed once a session, and the real reports where they are at hand."""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from index.build import build_index
from index.encoder import open_encoder
from index.store import OpenIndex, open_index

SAMPLES = Path(__file__).parent.parent / "index" / "samples" / "reports"
_REAL = os.environ.get("BAOGAO_REPORTS")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of invented reports."""
    return SAMPLES


@pytest.fixture(scope="session")
def sample_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index directory built from the samples; copy it before spoiling it."""
    directory = tmp_path_factory.mktemp("index") / "samples"
    build_index(SAMPLES, directory, open_encoder())
    return directory


@pytest.fixture(scope="session")
def sample_index(sample_directory: Path) -> OpenIndex:
    """The index of the samples, open."""
    return open_index(sample_directory, open_encoder())


@pytest.fixture(scope="session")
def client(sample_index: OpenIndex) -> Iterator[TestClient]:
    """A client of the service over the samples."""
    with TestClient(create_app(sample_index), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of real reports named by BAOGAO_REPORTS; the test is skipped without it."""
    if not _REAL or not (Path(_REAL) / "000_482334abf8830909.txt").exists():
        pytest.skip("needs the real reports: REPORTS=DIR")
    return Path(_REAL)


@pytest.fixture(scope="session")
def real_index(real_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """The index of the real reports, open."""
    directory = tmp_path_factory.mktemp("index") / "real"
    build_index(real_reports, directory, open_encoder())
    return open_index(directory, open_encoder())
