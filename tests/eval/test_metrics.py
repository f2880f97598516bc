"""Metrics by ir_measures equal what a few plain lines compute."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import NAMES, mean, score_run


def by_hand(relevant: set[str], run: dict[str, float]) -> dict[str, float]:
    """The metrics of one question straight from their definitions; scores in `run` differ from each other."""
    ranked = sorted(run, key=lambda name: -run[name])
    found = [name in relevant for name in ranked[:10]]
    first = next((rank for rank, hit in enumerate(found, 1) if hit), None)
    gain = sum(hit / math.log2(rank + 1) for rank, hit in enumerate(found, 1))
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(relevant)) + 1))
    return {
        "hit@1": float(any(found[:1])), "hit@5": float(any(found[:5])), "hit@10": float(any(found)),
        "recall@10": sum(found) / len(relevant),
        "MRR@10": 1 / first if first else 0.0, "nDCG@10": gain / ideal,
    }  # fmt: skip


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_metrics_equal_their_definitions_on_random_runs(seed: int) -> None:
    """hit@k, MRR@10 and nDCG@10 equal the independent computation for every question, found or not, ranked or not."""
    chance = random.Random(seed)
    pool = [f"d{number}" for number in range(30)]
    qrels, run = {}, {}
    for number in range(chance.randint(1, 6)):
        qrels[f"q{number}"] = dict.fromkeys(chance.sample(pool, chance.randint(1, 15)), 1)
        names = chance.sample(pool, chance.randint(0, 20))
        run[f"q{number}"] = dict(zip(names, chance.sample(range(1000), len(names)), strict=True))
    scores = score_run(qrels, run)
    assert set(scores) == set(qrels)
    for question, judged in qrels.items():
        assert scores[question] == pytest.approx(by_hand(set(judged), run[question]))


def test_a_question_without_hits_counts_as_zero() -> None:
    """A question that is missing from the run, or found nothing, stays in the mean with 0."""
    scores = score_run({"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1}}, {"a": {"x": 1.0}, "b": {}})
    assert scores["b"] == scores["c"] == dict.fromkeys(NAMES, 0.0)
    assert mean(scores, ["a", "b", "c"]) == pytest.approx(dict.fromkeys(NAMES, 1 / 3))


def test_hits_of_questions_nobody_judged_do_not_count() -> None:
    """A run may hold questions without judgements; they change nothing."""
    qrels = {"a": {"x": 1}}
    assert score_run(qrels, {"a": {"y": 2.0, "x": 1.0}, "z": {"x": 9.0}}) == score_run(qrels, {"a": {"y": 2.0, "x": 1.0}})


@given(st.permutations(range(8)))
@settings(max_examples=20, deadline=None)
def test_metrics_follow_scores_not_the_order_written(order: list[int]) -> None:
    """The same scored hits in another order of writing give the same metrics."""
    hits = {f"d{number}": 10.0 - number for number in order}
    assert score_run({"q": {"d3": 1, "d6": 1}}, {"q": hits})["q"]["MRR@10"] == pytest.approx(1 / 4)


def test_the_mean_is_over_the_questions_named() -> None:
    """Only the questions asked for count."""
    scores = {"a": dict.fromkeys(NAMES, 1.0), "b": dict.fromkeys(NAMES, 0.0), "c": dict.fromkeys(NAMES, 0.5)}
    assert mean(scores, ["a", "c"]) == dict.fromkeys(NAMES, 0.75)
