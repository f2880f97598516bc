"""Intervals and tests: what must hold for any scores, and agreement with scipy where that is exact."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, permutation_test

from eval.significance import holm, interval, paired_interval, randomisation_p

SCORES = st.sampled_from([0.0, 0.2, 0.25, 0.5, 1.0])
P_VALUES = st.lists(st.floats(0, 1), max_size=8)
FEW = 500  # resamples: enough for what must always hold
quick = settings(max_examples=40, deadline=None)


def runs() -> st.SearchStrategy[tuple[list[float], list[float]]]:
    """The scores of two runs on the same questions."""
    pairs = st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=30)
    return pairs.map(lambda rows: ([a for a, _ in rows], [b for _, b in rows]))


@given(st.lists(SCORES, min_size=1, max_size=30), st.integers(0, 99))
@quick
def test_identical_runs_do_not_differ(scores: list[float], seed: int) -> None:
    """A run against itself has p = 1 and an interval that is 0."""
    assert randomisation_p(scores, scores, seed, FEW) == 1
    assert paired_interval(scores, scores, seed, FEW) == (0, 0)


@given(runs(), st.integers(0, 99))
@quick
def test_swapping_the_sides_negates(both: tuple[list[float], list[float]], seed: int) -> None:
    """The interval of a − b mirrors that of b − a, and p stays."""
    a, b = both
    low, high = paired_interval(a, b, seed, FEW)
    assert paired_interval(b, a, seed, FEW) == pytest.approx((-high, -low), abs=1e-9)
    assert randomisation_p(b, a, seed, FEW) == randomisation_p(a, b, seed, FEW)


@given(runs(), st.integers(0, 99))
@quick
def test_results_are_in_bounds_and_repeat(both: tuple[list[float], list[float]], seed: int) -> None:
    """The interval lies among the differences, p in (0, 1], and the same seed gives the same."""
    a, b = both
    low, high = paired_interval(a, b, seed, FEW)
    differences = np.subtract(b, a)
    assert differences.min() - 1e-9 <= low <= high <= differences.max() + 1e-9
    assert 0 < randomisation_p(a, b, seed, FEW) <= 1
    assert (low, high) == paired_interval(a, b, seed, FEW)
    assert randomisation_p(a, b, seed, FEW) == randomisation_p(a, b, seed, FEW)


@given(runs(), st.randoms(use_true_random=False))
@quick
def test_more_of_the_same_difference_is_surer(both: tuple[list[float], list[float]], chance: object) -> None:
    """P does not depend on what level the scores have, only on their differences."""
    a, b = both
    raised_a, raised_b = [x + 0.5 for x in a], [x + 0.5 for x in b]
    assert randomisation_p(raised_a, raised_b, 1, FEW) == randomisation_p(a, b, 1, FEW)


@pytest.mark.parametrize("differences", [[1, 1, 1, -1, 0, 1], [0.5, 0.25, -0.1, 0.3, 0.2], [1, 0, 0, 0], [0.3, -0.3, 0.1]])
def test_the_p_value_is_scipy_s_exact_one(differences: list[float]) -> None:
    """On few questions, p equals that of all exchanges enumerated by scipy, up to the chance of resampling."""
    a, b = [0.0] * len(differences), differences
    exact = permutation_test((b, a), lambda x, y: np.mean(x) - np.mean(y), permutation_type="samples", n_resamples=np.inf).pvalue
    assert randomisation_p(a, b, 3) == pytest.approx(exact, abs=0.02)


def test_the_interval_is_scipy_s_paired_one() -> None:
    """Resampling differences is resampling pairs: scipy's paired bootstrap with the same seed gives the same interval."""
    chance = np.random.default_rng(5)
    a, b = chance.random(40), chance.random(40) + 0.1
    found = bootstrap(
        (a, b), lambda x, y, axis: np.mean(y - x, axis=axis), paired=True, vectorized=True, n_resamples=2000, random_state=np.random.default_rng(7)
    ).confidence_interval  # fmt: skip
    assert paired_interval(a.tolist(), b.tolist(), 7, 2000) == pytest.approx((found.low, found.high))


def test_a_clear_difference_is_found_and_p_is_never_zero() -> None:
    """Thirty questions gained out of sixty: the smallest p there is, and an interval well above 0."""
    a, b = [0.0] * 60, [1.0] * 30 + [0.0] * 30
    assert randomisation_p(a, b, 0) == 1 / 10_001
    low, high = paired_interval(a, b, 0)
    assert 0.3 < low < 0.5 < high < 0.7


def test_a_higher_level_is_wider() -> None:
    """The 99 % interval holds the 80 % interval."""
    scores = [0.0, 1.0] * 20 + [1.0] * 10
    (low, high), (inner_low, inner_high) = interval(scores, 0, level=0.99), interval(scores, 0, level=0.8)
    assert low < inner_low < 0.6 < inner_high < high


def test_an_interval_without_scores_is_not_a_number() -> None:
    """No score: not a number; one score: itself."""
    assert all(math.isnan(bound) for bound in interval([], 0))
    assert interval([0.5], 0) == (0.5, 0.5)


def test_runs_of_different_length_are_refused() -> None:
    """Scores that cannot be paired are an error, not cut short."""
    with pytest.raises(ValueError, match="shorter"):
        paired_interval([1.0, 0.0], [1.0], 0)


@given(P_VALUES)
@quick
def test_holm_is_monotone_and_no_smaller_than_raw(p_values: list[float]) -> None:
    """Adjusted values keep the order, are at least the raw ones, at most Bonferroni's and at most 1."""
    adjusted = holm(p_values)
    assert all(raw <= new <= min(1, raw * len(p_values)) + 1e-12 for raw, new in zip(p_values, adjusted, strict=True))
    ordered = [new for _, new in sorted(zip(p_values, adjusted, strict=True))]
    assert ordered == sorted(ordered)


def test_holm_by_hand() -> None:
    """Smallest times four, next times three, never below the one before, at most 1; in the order given."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == [1, 1]
    assert holm([]) == []
