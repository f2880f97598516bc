"""Two result folders → what changed between them, by how much, and whether it is more than noise.

Reads the `rows.jsonl` of each: one question a line, {"id", "question", "scores": {metric: value}}; higher is better in every metric.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from statistics import fmean

from eval.significance import holm, paired_interval, randomisation_p
from index.errors import BaogaoError

ROWS = "rows.jsonl"
ALPHA = 0.05
LISTED = ("right", "hit@5")  # the metrics whose changed questions are listed one by one


class ResultsError(BaogaoError):
    """A result folder that cannot be compared; the message names file and line."""


@dataclass(frozen=True, slots=True)
class ScoredQuestion:
    """What one question came to in one run; a metric that does not apply to it is absent."""

    id: str
    question: str
    scores: Mapping[str, float]


Pairs = Sequence[tuple[ScoredQuestion, ScoredQuestion]]


@dataclass(frozen=True, slots=True)
class MetricComparison:
    """One metric over the `n` questions that have it in both runs; `difference` is b − a, `interval` its 95 % interval.

    `verdict` is gained or lost where `adjusted_p` is below .05, else noise.
    """

    metric: str
    n: int
    mean_a: float
    mean_b: float
    difference: float
    interval: tuple[float, float]
    p: float
    adjusted_p: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose score in one metric is not the same in both runs."""

    id: str
    question: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; ids in one run only, or with another wording in each, are named and left out."""

    a: str
    b: str
    common: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    reworded: tuple[str, ...]
    metrics: tuple[MetricComparison, ...]
    changed: Mapping[str, tuple[Change, ...]]

    def as_json(self) -> str:
        """Everything; the same folders and seed give the same text."""
        changed = {metric: [_change(change) for change in changes] for metric, changes in self.changed.items()}
        return json.dumps({**asdict(self), "changed": changed}, ensure_ascii=False, indent=1)

    def as_text(self) -> str:
        """A table for a terminal, then the questions that changed."""
        lines = [f"a: {self.a}", f"b: {self.b}", f"{self.common} questions in both"]
        lines += [f"{len(ids)} {said}, left out" for said, ids in self._left_out() if ids]
        lines += ["", f"{'metric':<14}{'n':>5}{'a':>8}{'b':>8}{'b − a':>8}  {'95 % interval':<18}{'p':>7}{'Holm':>7}"]
        lines += [_line(metric) for metric in self.metrics]
        for metric, changes in self.changed.items():
            lines += ["", f"{metric}, questions changed: {len(changes)}"]
            lines += [f"  {change.id}  {change.before:g} → {change.after:g}  {change.question}" for change in changes]
        return "\n".join(lines)

    def _left_out(self) -> list[tuple[str, tuple[str, ...]]]:
        return [("only in a", self.only_a), ("only in b", self.only_b), ("with another wording in each", self.reworded)]


def compare_runs(folder_a: Path, folder_b: Path, seed: int = 0) -> Comparison:
    """Run b against run a: every metric that both have, over the questions that both have.

    Raises ResultsError, naming file and line, for a file that cannot be read and where the runs have nothing in common.
    """
    a, b = read_rows(folder_a), read_rows(folder_b)
    reworded = tuple(i for i in a if i in b and a[i].question != b[i].question)
    pairs = [(a[i], b[i]) for i in a if i in b and i not in reworded]
    metrics = dict.fromkeys(name for x, y in pairs for name in x.scores if name in y.scores)
    if not metrics:
        raise ResultsError(f"{folder_a} and {folder_b} have no question with a metric in common")
    listed = {name: _changes(pairs, name) for name in LISTED if name in metrics}
    only_a, only_b = tuple(i for i in a if i not in b), tuple(i for i in b if i not in a)
    return Comparison(
        str(folder_a), str(folder_b), len(pairs), only_a, only_b, reworded, _compare_metrics(pairs, list(metrics), seed), listed
    )  # fmt: skip


def read_rows(folder: Path) -> dict[str, ScoredQuestion]:
    """The questions of a result folder by id, in file order. Raises ResultsError, naming file and line."""
    path = folder / ROWS
    if not path.is_file():
        raise ResultsError(f"there is no {ROWS} in {folder}: `baogao eval --out {folder}` writes it")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ResultsError(f"{path}: not UTF-8 text (byte {error.start})") from error
    rows: dict[str, ScoredQuestion] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _read(line, f"{path}, line {number}")
            if row.id in rows:
                raise ResultsError(f"{path}, line {number}: the id {row.id!r} is used more than once")
            rows[row.id] = row
    return rows


def _compare_metrics(pairs: Pairs, names: Sequence[str], seed: int) -> tuple[MetricComparison, ...]:
    sides = {name: _sides(pairs, name) for name in names}
    p_values = [randomisation_p(a, b, seed) for a, b in sides.values()]
    adjusted = holm(p_values)
    return tuple(_compare(name, *sides[name], p, least, seed) for name, p, least in zip(names, p_values, adjusted, strict=True))


def _compare(name: str, a: Sequence[float], b: Sequence[float], p: float, adjusted: float, seed: int) -> MetricComparison:
    difference = fmean(b) - fmean(a)
    verdict = "noise" if adjusted >= ALPHA else "gained" if difference > 0 else "lost"
    return MetricComparison(name, len(a), fmean(a), fmean(b), difference, paired_interval(a, b, seed), p, adjusted, verdict)


def _sides(pairs: Pairs, name: str) -> tuple[list[float], list[float]]:
    both = [(x.scores[name], y.scores[name]) for x, y in pairs if name in x.scores and name in y.scores]
    return [before for before, _ in both], [after for _, after in both]


def _changes(pairs: Pairs, name: str) -> tuple[Change, ...]:
    both = [(x, y) for x, y in pairs if name in x.scores and name in y.scores]
    return tuple(Change(x.id, x.question, x.scores[name], y.scores[name]) for x, y in both if x.scores[name] != y.scores[name])


def _read(line: str, place: str) -> ScoredQuestion:
    try:
        stated = json.loads(line)
        row = ScoredQuestion(str(stated["id"]), str(stated["question"]), {n: float(value) for n, value in stated["scores"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{place}: {type(error).__name__}: {error}") from error
    for name, value in row.scores.items():
        if not isfinite(value):
            raise ResultsError(f"{place}: {name} is {value}: leave out a metric that does not apply")
    return row


def _change(change: Change) -> dict[str, object]:
    return {"id": change.id, "question": change.question, "from": change.before, "to": change.after}


def _line(row: MetricComparison) -> str:
    low, high = row.interval
    between = f"{low:+.3f} … {high:+.3f}"
    return (
        f"{row.metric:<14}{row.n:>5}{row.mean_a:>8.3f}{row.mean_b:>8.3f}{row.difference:>+8.3f}  "
        f"{between:<18}{row.p:>7.4f}{row.adjusted_p:>7.4f}  {row.verdict}"
    )
