"""The table of targets against gold rows written by reading: recall, and how many rows of the same reports are wrong or extra."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.corpus import Target
from index.store import OpenIndex


@dataclass(frozen=True, slots=True)
class TableScore:
    """For one kind of row: gold rows, those stated alike (same bounds), those stated otherwise, rows the gold does not have."""

    kind: str
    gold: int
    right: int
    wrong: int
    extra: int

    @property
    def recall(self) -> float:
        """Share of the gold rows that are stated alike, 0…1."""
        return self.right / self.gold if self.gold else math.nan

    @property
    def precision(self) -> float:
        """Share of the table's rows, in the reports that the gold covers, that are right, 0…1."""
        found = self.right + self.wrong + self.extra
        return self.right / found if found else math.nan


def score_table(index: OpenIndex, path: Path | None = None, split: str = "all") -> list[TableScore]:
    """Scores by kind; empty when the gold's reports are not in the index. The gold is `eval/targets.jsonl` unless named.

    The rows of the `test` split are of reports that no rule was written on.
    """
    source = path or Path(str(files("eval") / "targets.jsonl"))
    gold = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    gold = [row for row in gold if split in ("all", row.get("split", split))]
    reports = {(report.sha256, report.region): position for position, report in enumerate(index.reports)}
    usable = [row for row in gold if (row["sha256"], row["region"]) in reports]
    covered = {reports[row["sha256"], row["region"]] for row in usable}
    table = {(t.report, t.year, t.indicator, t.kind): t for t in index.targets if t.report in covered}
    kinds = ("target", "achieved", "plan") if usable else ()
    return [_score(kind, usable, table, reports) for kind in kinds]


def _score(
    kind: str, gold: list[dict[str, Any]], table: Mapping[tuple[int, int, str, str], Target], reports: Mapping[tuple[str, str | None], int]
) -> TableScore:
    wanted = {(reports[r["sha256"], r["region"]], r["year"], r["indicator"], r["kind"]): r for r in gold if r["kind"] == kind}
    stated = {key: row for key, row in table.items() if key[3] == kind}
    right = sum(key in stated and _alike(stated[key], row) for key, row in wanted.items())
    return TableScore(kind, len(wanted), right, len(stated.keys() & wanted.keys()) - right, len(stated.keys() - wanted.keys()))


def _alike(row: Target, gold: Mapping[str, Any]) -> bool:
    return _same(row.low, gold["low"]) and _same(row.high, gold["high"])


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-4)
