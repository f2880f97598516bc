"""Retrieval metrics over runs and qrels, by ir_measures. The only importer of ir_measures.

A hit is relevant when it holds at least half of a gold span; several passages that hold the same span count once (the first),
and several spans that state the same fact (`alternative`) count as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

MEASURES = (Success @ 1, Success @ 5, Success @ 10, R @ 10, RR @ 10, nDCG @ 10)
NAMES = ("hit@1", "hit@5", "hit@10", "recall@10", "MRR@10", "nDCG@10")

Run = Mapping[str, Mapping[str, float]]
Qrels = Mapping[str, Mapping[str, int]]


def score_run(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """{question id: {metric name: value}}, 0 for a question without a relevant hit; values in 0…1."""
    scores: dict[str, dict[str, float]] = {question: dict.fromkeys(NAMES, 0.0) for question in qrels}
    present = {question: dict(hits) for question, hits in run.items() if hits and question in qrels}
    for metric in ir_measures.iter_calc(list(MEASURES), {q: dict(r) for q, r in qrels.items()}, present):
        scores[metric.query_id][NAMES[MEASURES.index(metric.measure)]] = float(metric.value)
    return scores


def mean(scores: Mapping[str, Mapping[str, float]], questions: Sequence[str]) -> dict[str, float]:
    """Mean of each metric over these questions."""
    return {name: sum(scores[question][name] for question in questions) / max(1, len(questions)) for name in NAMES}
