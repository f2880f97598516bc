"""Fusion: pure functions that do not care in which order the passages come."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.fusion import Scores, convex, reciprocal_rank, scale

VALUES = st.integers(-400, 400).map(lambda number: number / 8)
WEIGHTS = st.sampled_from([0.0, 0.25, 0.5, 0.6, 1.0])


def array(values: list[float]) -> Scores:
    return np.array(values, dtype=np.float32)


def pairs(unique: bool) -> st.SearchStrategy[tuple[list[float], list[float], list[int]]]:
    def of(size: int) -> st.SearchStrategy[tuple[list[float], list[float], list[int]]]:
        column = st.lists(VALUES, min_size=size, max_size=size, unique=unique)
        return st.tuples(column, column, st.permutations(range(size)))

    return st.integers(1, 25).flatmap(of)


@given(pairs(unique=False), WEIGHTS)
@settings(max_examples=60, deadline=None)
def test_convex_fusion_ignores_the_order_of_its_input(columns: tuple[list[float], list[float], list[int]], weight: float) -> None:
    """Permuted passages get permuted scores, ties and all."""
    lexical, dense, order = array(columns[0]), array(columns[1]), np.array(columns[2])
    np.testing.assert_array_equal(convex(lexical[order], dense[order], weight), convex(lexical, dense, weight)[order])


@given(pairs(unique=True), WEIGHTS)
@settings(max_examples=60, deadline=None)
def test_reciprocal_rank_ignores_the_order_of_its_input(columns: tuple[list[float], list[float], list[int]], weight: float) -> None:
    """Permuted passages get permuted scores where no two scores tie."""
    lexical, dense, order = array(columns[0]), array(columns[1]), np.array(columns[2])
    np.testing.assert_array_equal(reciprocal_rank(lexical[order], dense[order], weight), reciprocal_rank(lexical, dense, weight)[order])


def test_reciprocal_rank_gives_tied_passages_one_score() -> None:
    """Passages that no arm tells apart (no query word in either) fuse to the same score."""
    fused = reciprocal_rank(array([0.0, 3.0, 0.0]), array([0.5, 0.1, 0.5]))
    assert fused[0] == fused[2]


@given(pairs(unique=False), WEIGHTS)
@settings(max_examples=60, deadline=None)
def test_convex_fusion_is_the_weighted_mean_of_scaled_scores(columns: tuple[list[float], list[float], list[int]], weight: float) -> None:
    """Each fused score equals (1 − w)·min-max(lexical) + w·min-max(dense) computed one by one, and lies in 0…1."""

    def unit(value: float, among: list[float]) -> float:
        low, high = min(among), max(among)
        return (value - low) / (high - low) if high > low else 0.0

    lexical, dense, _ = columns
    expected = [(1 - weight) * unit(a, lexical) + weight * unit(b, dense) for a, b in zip(lexical, dense, strict=True)]
    fused = convex(array(lexical), array(dense), weight)
    assert fused == pytest.approx(expected, abs=1e-5)
    assert float(fused.min()) >= 0
    assert float(fused.max()) <= 1 + 1e-6


@given(pairs(unique=True), WEIGHTS)
@settings(max_examples=60, deadline=None)
def test_reciprocal_rank_is_the_formula(columns: tuple[list[float], list[float], list[int]], weight: float) -> None:
    """Each fused score equals Σ w / (60 + rank) with ranks counted one by one from 1, and stays within 0…1/61."""
    lexical, dense, _ = columns
    expected = []
    for a, b in zip(lexical, dense, strict=True):
        first, second = 1 + sum(other > a for other in lexical), 1 + sum(other > b for other in dense)
        expected.append((1 - weight) / (60 + first) + weight / (60 + second))
    fused = reciprocal_rank(array(lexical), array(dense), weight)
    assert fused == pytest.approx(expected, rel=1e-5)
    assert 0 < float(fused.min()) <= float(fused.max()) <= 1 / 61 + 1e-6


@given(st.lists(VALUES, min_size=2, max_size=30, unique=True), st.floats(0.5, 20), st.floats(-50, 50))
@settings(max_examples=60, deadline=None)
def test_scaling_does_not_depend_on_the_arms_unit(values: list[float], factor: float, shift: float) -> None:
    """Scores stretched and shifted scale to the same 0…1 values, lowest 0, highest 1, order kept."""
    plain = scale(array(values))
    assert scale(array([factor * value + shift for value in values])) == pytest.approx(plain.tolist(), abs=1e-3)
    assert (float(plain.min()), float(plain.max())) == (0.0, 1.0)
    assert np.argsort(plain).tolist() == np.argsort(values).tolist()


@pytest.mark.parametrize("values", [[], [2.5], [1.0, 1.0, 1.0]])
def test_scores_that_do_not_differ_say_nothing(values: list[float]) -> None:
    """No scores, one score or equal scores scale to zeros of the same length."""
    assert scale(array(values)).tolist() == [0.0] * len(values)
