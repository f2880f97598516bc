"""Fixtures of the index tests: corpora read but not indexed, and an encoder that costs nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index.build import build_index, read_sources
from index.passages import cut_passages
from index.reports import read_reports


class CountingEncoder:
    """Counts characters into buckets: deterministic, instant, and different for every name."""

    def __init__(self, name: str, dimension: int = 8) -> None:
        self.name = name
        self.fingerprint = hashlib.sha256(f"{name}/{dimension}".encode()).hexdigest()
        self.dimension = dimension

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None) -> np.ndarray:
        """Shape (len(texts), dimension)."""
        progress(len(texts))
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> np.ndarray:
        """Shape (dimension,), unit length."""
        counts = np.bincount([ord(ch) % self.dimension for ch in text], minlength=self.dimension).astype(np.float32)
        return counts / max(1.0, float(np.linalg.norm(counts)))

    def count_long(self, texts: Sequence[str]) -> int:
        """None: it reads all of every text."""
        return 0


def read_corpus(folder: Path) -> SimpleNamespace:
    """Sources, reports, duplicates, texts by file and passages of each report."""
    sources, bad = read_sources(folder)
    reports, duplicates = read_reports(sources)
    texts = {source.file: source.text for source in sources}
    passages: list = []
    for position, report in enumerate(reports):
        passages += cut_passages(texts[report.file], reports, position, len(passages))
    by_id = {report.id: report for report in reports}
    return SimpleNamespace(
        folder=folder, sources=sources, bad=bad, reports=reports, duplicates=duplicates, texts=texts, passages=passages, by_id=by_id
    )


@pytest.fixture(scope="session")
def sample_corpus(samples: Path) -> SimpleNamespace:
    """The samples, read."""
    return read_corpus(samples)


@pytest.fixture(scope="session")
def real_corpus(real_reports: Path) -> SimpleNamespace:
    """The real reports, read."""
    return read_corpus(real_reports)


@pytest.fixture(params=["samples", "real"])
def corpus(request: pytest.FixtureRequest) -> SimpleNamespace:
    """Each corpus in turn; the real one is skipped where it is not at hand."""
    return request.getfixturevalue("sample_corpus" if request.param == "samples" else "real_corpus")


@pytest.fixture(scope="session")
def encoder() -> CountingEncoder:
    """An encoder that needs no model."""
    return CountingEncoder("counting")


@pytest.fixture(scope="session")
def other_encoder() -> CountingEncoder:
    """Another encoder of the same dimension."""
    return CountingEncoder("another")


@pytest.fixture(scope="session")
def counted_directory(tmp_path_factory: pytest.TempPathFactory, samples: Path, encoder: CountingEncoder) -> Path:
    """The samples' index made with `encoder`; never write to it."""
    directory = tmp_path_factory.mktemp("counted") / "index"
    build_index(samples, directory, encoder)
    return directory


@pytest.fixture
def directory(tmp_path: Path, counted_directory: Path) -> Path:
    """A copy of that index, to be spoilt."""
    return Path(shutil.copytree(counted_directory, tmp_path / "index"))


@pytest.fixture
def reports_folder(tmp_path: Path, samples: Path) -> Path:
    """A copy of the samples, to be changed."""
    return Path(shutil.copytree(samples, tmp_path / "reports"))
