"""Any system's results, given as spans of the files, scored as ours are: `score_systems(folder)` over the files that eval.peers leaves.

A result counts for a fact when it covers at least half of one of its gold spans, whatever it was cut by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from eval.metrics import NAMES, mean, score_run
from eval.questions import GoldQuestion, covers, read_questions
from eval.run import facts
from eval.significance import holm, interval, randomisation_p

OWN = "Baogao"
Hit = Sequence[Any]  # [sha256, start, end, score]


def score_spans(questions: Sequence[GoldQuestion], runs: Mapping[str, Sequence[Hit]]) -> dict[str, dict[str, float]]:
    """{question id: {metric: value}} of results in their order, best first; a question without results scores 0."""
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for question in questions:
        hits = runs.get(question.id, ())
        run[question.id] = {str(place): float(len(hits) - place) for place in range(len(hits))}
        qrels[question.id] = {_first(hits, spans, number): 1 for number, spans in enumerate(facts(question))}
    return score_run(qrels, run)


def _first(hits: Sequence[Hit], spans: Sequence[Any], number: int) -> str:
    """The place of the first result that covers a span of a fact, or a name that no result has."""
    found = (str(at) for at, hit in enumerate(hits) if any(hit[0] == span.sha256 and covers(hit[1], hit[2], span) for span in spans))
    return next(found, f"missing {number}")


def score_systems(folder: Path, split: str = "test", seed: int = 0) -> list[dict[str, Any]]:
    """A row for each system's file in `folder`, ours first: metrics with 95 % intervals, p against ours (Holm), times, memory, glue."""
    systems = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")) if path.name not in _OTHERS]
    questions = [q for q in read_questions(split=split) if all(q.id in system["runs"] for system in systems)]
    ids = [question.id for question in questions]
    scored = {system["system"]: score_spans(questions, system["runs"]) for system in systems}
    rows = [_row(system, scored[system["system"]], ids, seed) for system in sorted(systems, key=lambda s: s["system"] != OWN)]
    if OWN in scored:
        _compare(rows, scored, ids, seed)
    return rows


def _row(system: dict[str, Any], scores: Mapping[str, Mapping[str, float]], ids: Sequence[str], seed: int) -> dict[str, Any]:
    times = system["query_ms"]
    row = {name: system[name] for name in ("system", "set_up", "versions", "index_seconds", "memory_mb", "glue_lines")}
    lengths = [hit[2] - hit[1] for question in ids for hit in system["runs"][question]]
    row |= {"questions": len(ids), "query_p50_ms": median(times), "query_p95_ms": quantiles(times, n=20)[-1], "characters": median(lengths)}
    row |= mean(scores, ids)
    return row | {f"{name}_interval": interval([scores[question][name] for question in ids], seed) for name in ("hit@5", "nDCG@10")}


def _compare(rows: list[dict[str, Any]], scored: Mapping[str, Mapping[str, Mapping[str, float]]], ids: Sequence[str], seed: int) -> None:
    """Adds to each other system's row the greatest adjusted p over the metrics, and the ratios of its times to ours."""
    ours, others = rows[0], rows[1:]
    raw = [
        randomisation_p([scored[row["system"]][q][name] for q in ids], [scored[OWN][q][name] for q in ids], seed)
        for row in others
        for name in NAMES
    ]
    adjusted = holm(raw)
    for place, row in enumerate(others):
        row["p"] = max(adjusted[place * len(NAMES) : (place + 1) * len(NAMES)])
        row["index_ratio"] = row["index_seconds"] / ours["index_seconds"]
        row["query_ratio"] = row["query_p50_ms"] / ours["query_p50_ms"]


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A Markdown table; times as ratios to ours."""
    lines = [
        "| system | hit@1 | hit@5 (95 %) | hit@10 | MRR@10 | nDCG@10 | p | index time | query p50 | memory MB | glue | characters a hit |",
        "|" + "---|" * 12,
    ]
    for row in rows:
        low, high = row["hit@5_interval"]
        p = "–" if "p" not in row else f"≤ {row['p']:.4f}" if row["p"] < 0.01 else f"{row['p']:.3f}"
        lines.append(
            f"| {row['system']} | {row['hit@1']:.3f} | {row['hit@5']:.3f} ({low:.2f}–{high:.2f}) | {row['hit@10']:.3f} | {row['MRR@10']:.3f} | {row['nDCG@10']:.3f} | {p} | "
            f"× {row.get('index_ratio', 1):.1f} | × {row.get('query_ratio', 1):.1f} | {row['memory_mb']:.0f} | {row['glue_lines']} | {row['characters']:.0f} |"
        )
    return "\n".join(lines)


_OTHERS = frozenset({"questions.json", "systems.json"})
