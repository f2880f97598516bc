"""The benchmark on the samples: every figure is there and makes sense; the server really serves."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval import bench
from index.encoder import BUNDLED

QUESTIONS = ["云岚省2026年的经济增长目标是多少？", "沧原省2026年的粮食产量目标", "老旧小区改造"]


def test_every_figure_is_measured(
    samples: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In process and over HTTP, printed as lines and written as JSON."""
    monkeypatch.setenv("BAOGAO_REPORTS", str(samples))
    monkeypatch.setattr(bench, "read_questions", lambda: [SimpleNamespace(question=question) for question in QUESTIONS])
    monkeypatch.setattr(bench, "memory_bandwidth", lambda: 1e10)
    monkeypatch.setattr(sys, "argv", ["bench", "--json", str(tmp_path / "bench.json"), "--requests", "20", "--connections", "4"])
    bench.main()
    figures = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert figures["index"]["characters_per_second"] > 0
    for times in (figures["search"], figures["ask"], figures["http"]["/v1/search"], figures["http"]["/v1/ask"]):
        assert 0 < times["p50_ms"] <= times["p95_ms"] <= times["p99_ms"]
    assert figures["http"]["/v1/ask"]["n"] == 20
    assert figures["http"]["/v1/ask"]["requests_per_second"] > 0
    assert figures["floor"]["search_ms"] < figures["floor"]["all_vectors_ms"] + 1
    assert figures["http"]["server_peak_mb"] >= figures["http"]["server_idle_mb"] or sys.platform != "linux"
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()] == [
        "index",
        "open",
        "search",
        "ask",
        "floor",
        "/v1/search",
        "/v1/ask",
        "memory",
    ]


def test_a_server_that_does_not_start_is_an_error(tmp_path: Path) -> None:
    """Without an index the server ends, and the benchmark says so instead of waiting."""
    with pytest.raises(RuntimeError, match="did not start"), bench.serving(tmp_path / "none", str(BUNDLED)):
        pass


def test_percentiles() -> None:
    """Between neighbours percentiles are interpolated; a single value is all of them."""
    values = [float(value) for value in range(101)]
    assert [bench.percentile(values, of) for of in (50, 95, 99)] == [50, 95, 99]
    assert bench.percentile([7.0], 99) == 7
    assert bench.summarise([1.0, 3.0])["p50_ms"] == 2


def test_the_machine_is_measured() -> None:
    """Memory is read at some speed, and this process holds some; a process that is not there is not a number."""
    assert bench.memory_bandwidth(1 << 22) > 1e8
    now, most = bench.process_memory(os.getpid())
    assert most >= now > 0 or sys.platform != "linux"
    assert bench.process_memory("nobody")[0] != bench.process_memory("nobody")[0]
