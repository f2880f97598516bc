"""Rows, one a question → a scorecard by stratum."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles

from eval.metrics import NAMES
from eval.target_table import TableScore


@dataclass(frozen=True, slots=True)
class Row:
    """What one question came to. `metrics` and `search_ms` are None for an unanswerable one; times in milliseconds."""

    id: str
    stratum: str
    language: str
    metrics: dict[str, float] | None
    search_ms: float | None
    ask_ms: float
    length: int
    cited: bool | None
    stated: bool | None
    refused: bool
    should_refuse: bool
    code_right: bool
    broken: int
    astray: int


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
        return json.dumps(
            {
                "strata": self.strata,
                "latency_ms": self.latency_ms,
                "left_out": self.left_out,
                "failed": self.failed,
                "table": [asdict(score) for score in self.table],
            },
            ensure_ascii=False,
            indent=1,
        )

    def as_text(self) -> str:
        """A table for a terminal."""
        columns = list(self.strata["all"])
        lines = [f"{'stratum':<13}" + "".join(f"{column:>9}" for column in columns)]
        for stratum, figures in self.strata.items():
            lines.append(f"{stratum:<13}" + "".join(_cell(column, figures.get(column)) for column in columns))
        lines.append("latency ms   " + "  ".join(f"{name} {value:.2f}" for name, value in self.latency_ms.items()))
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
    failed = tuple(row.id for row in rows if row.refused != row.should_refuse or row.cited is False)
    return Scorecard(strata, _latency(rows), left_out, failed, tuple(table))


def _figures(rows: Sequence[Row]) -> dict[str, float]:
    found = [row.metrics for row in rows if row.metrics is not None]
    figures: dict[str, float] = {"n": len(rows)}
    for name in NAMES:
        figures[name] = _mean([metrics[name] for metrics in found])
    answerable = [row for row in rows if not row.should_refuse]
    figures["cited"] = _mean([bool(row.cited) for row in answerable])
    figures["stated"] = _mean([row.stated for row in answerable if row.stated is not None])
    figures["refused"] = _mean([row.refused for row in rows])
    figures["length"] = _mean([row.length for row in answerable if not row.refused])
    figures["broken"] = sum(row.broken for row in rows)
    figures["astray"] = sum(row.astray for row in rows)
    return {name: round(value, 4) for name, value in figures.items()}


def _latency(rows: Sequence[Row]) -> dict[str, float]:
    searches = [row.search_ms for row in rows if row.search_ms is not None]
    asks = [row.ask_ms for row in rows]
    return {
        "search_p50": median(searches), "search_p95": _p95(searches), "ask_p50": median(asks), "ask_p95": _p95(asks),
    }  # fmt: skip


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _mean(values: Sequence[float | bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _cell(column: str, value: float | None) -> str:
    if value is None or value != value:
        return f"{'–':>9}"
    return f"{value:>9.0f}" if column in ("n", "length", "broken", "astray") else f"{value:>9.3f}"
