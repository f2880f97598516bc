"""Charts from small JSON files: one for each file there is, readable text, the same bytes twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("matplotlib")

from eval.charts import draw_all

SIZE: dict[str, Any] = {"hit@5": 0.9, "p50_ms": 2.0, "floor_ms": 0.1}
FIGURES: dict[str, Any] = {
    "scorecard": {
        "strata": {"all": {"n": 9, "hit@5": 0.9, "right": 0.8}, "unanswerable": {"n": 3, "hit@5": float("nan"), "right": 1.0}, "empty": {"n": 0}}
    },
    "systems": [
        {"system": "baogao", "hit@5": 0.9, "hit@5_interval": [0.8, 0.95], "index_seconds": 5, "query_p50_ms": 2.5},
        {"system": "naive", "hit@5": 0.5, "hit@5_interval": [0.4, 0.6], "index_seconds": 1, "query_p50_ms": 0.5},
    ],
    "growth": {"sizes": [{"passages": n, "routed": SIZE, "unrouted": SIZE} for n in (100, 1000)] + [{"passages": 5}]},
}  # fmt: skip


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / f"{name}.json").write_text(json.dumps(FIGURES[name]), encoding="utf-8")
    return folder


def test_a_chart_for_each_file_there_is(tmp_path: Path) -> None:
    """Files that are not there are not missed."""
    assert draw_all(tmp_path, tmp_path / "none") == []
    written = draw_all(write(tmp_path, "systems", "growth"), tmp_path / "out")
    assert [path.name for path in written] == ["systems.svg", "growth.svg"]
    assert all("<svg" in path.read_text(encoding="utf-8") for path in written)


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    """No date, no random ids."""
    write(tmp_path, *FIGURES)
    one, two = draw_all(tmp_path, tmp_path / "one"), draw_all(tmp_path, tmp_path / "two")
    assert len(one) == 3
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_labels_are_text_and_strata_without_figures_stay_out(tmp_path: Path) -> None:
    """Names stand in the file as text, so they can be searched and read aloud."""
    (chart,) = draw_all(write(tmp_path, "scorecard"), tmp_path / "out")
    drawn = chart.read_text(encoding="utf-8")
    assert "unanswerable (3)" in drawn
    assert "empty" not in drawn
