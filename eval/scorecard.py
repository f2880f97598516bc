"""Rows, one a question → a scorecard by stratum."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

from eval.target_table import TableScore

# Shown in this order; each is the mean over the questions it applies to.
COLUMNS = (
    "hit@1",
    "hit@5",
    "hit@10",
    "MRR@10",
    "nDCG@10",
    "routed",
    "right",
    "value",
    "cited",
    "refused",
    "refused_due",
    "code",
    "truthfulness",
)
MORE = ("recall@10", "list_precision", "list_recall", "citation_recall", "citation_precision")
_SHORT = {"refused_due": "due", "truthfulness": "truth"}


@dataclass(frozen=True, slots=True)
class Row:
    """What one question came to: `scores` by name (absent where they do not apply), times in milliseconds, length in characters."""

    id: str
    question: str
    split: str
    stratum: str
    language: str
    scores: dict[str, float]
    search_ms: float | None
    ask_ms: float
    length: int
    refused: bool
    broken: int
    astray: int

    @property
    def failed(self) -> bool:
        """Not answered right, or not refused where that is due."""
        return self.scores.get("right") == 0.0 or self.scores.get("refused_due") == 0.0

    def as_json(self) -> dict[str, Any]:
        """What stays the same from run to run: everything but the times."""
        stated = asdict(self)
        return {name: value for name, value in stated.items() if not name.endswith("_ms")}


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Figures by stratum, 0…1 unless named otherwise, and how long searching and asking took."""

    strata: dict[str, dict[str, float]]
    latency_ms: dict[str, float]
    left_out: int
    failed: tuple[str, ...]
    table: tuple[TableScore, ...] = ()

    def as_json(self) -> str:
        """The whole card; the same questions on the same index give the same figures, latency aside."""
        stated = asdict(self) | {"table": [asdict(score) | {"recall": score.recall, "precision": score.precision} for score in self.table]}
        return json.dumps(stated, ensure_ascii=False, indent=1)

    def as_text(self) -> str:
        """A table for a terminal."""
        columns = ("n", *COLUMNS, "length", "broken", "astray")
        lines = [f"{'stratum':<14}" + "".join(f"{_SHORT.get(column, column):>9}" for column in columns)]
        for stratum, figures in self.strata.items():
            lines.append(f"{stratum:<14}" + "".join(_cell(column, figures.get(column)) for column in columns))
        every = self.strata["all"]
        lines.append("over all      " + "  ".join(f"{name} {every[name]:.3f}" for name in MORE if name in every))
        lines.append("latency ms    " + "  ".join(f"{name} {value:.2f}" for name, value in self.latency_ms.items()))
        for score in self.table:
            lines.append(f"table of {score.kind:<9} recall {score.recall:.3f}  precision {score.precision:.3f}  ({score.gold} gold rows)")
        if self.left_out:
            lines.append(f"{self.left_out} questions left out: their files are not in this index")
        return "\n".join(lines)


def make_scorecard(rows: Sequence[Row], left_out: int, table: Sequence[TableScore] = ()) -> Scorecard:
    """Means by stratum and over all, in a fixed order."""
    strata = {"all": _figures(rows)}
    for stratum in sorted({row.stratum for row in rows}):
        strata[stratum] = _figures([row for row in rows if row.stratum == stratum])
    return Scorecard(strata, _latency(rows), left_out, tuple(row.id for row in rows if row.failed), tuple(table))


def _figures(rows: Sequence[Row]) -> dict[str, float]:
    figures: dict[str, float] = {"n": len(rows)}
    for name in (*COLUMNS, *MORE):
        values = [row.scores[name] for row in rows if name in row.scores]
        if values:
            figures[name] = round(sum(values) / len(values), 6)
    answered = [row.length for row in rows if not row.refused]
    if answered:
        figures["length"] = round(sum(answered) / len(answered), 1)
    return figures | {"broken": sum(row.broken for row in rows), "astray": sum(row.astray for row in rows)}


def _latency(rows: Sequence[Row]) -> dict[str, float]:
    searches = [row.search_ms for row in rows if row.search_ms is not None]
    asks = [row.ask_ms for row in rows]
    return {
        "search_p50": median(searches), "search_p95": _p95(searches), "ask_p50": median(asks), "ask_p95": _p95(asks),
    }  # fmt: skip


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return f"{'–':>9}"
    return f"{value:>9.0f}" if column in ("n", "length", "broken", "astray") else f"{value:>9.3f}"
