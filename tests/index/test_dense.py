"""Exact inner-product search, against NumPy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import build_dense, normalise, open_dense
from index.errors import IndexCorrupt, IndexMismatch


def unit(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Random unit vectors."""
    return normalise(rng.standard_normal(shape).astype(np.float32))


def brute_force(rows: np.ndarray, query: np.ndarray, k: int, within: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The k best ids and cosines, in double precision."""
    ids = np.arange(len(rows)) if within is None else within
    cosines = rows[ids].astype(np.float64) @ query.astype(np.float64)
    order = np.argsort(-cosines, kind="stable")[:k]
    return ids[order], cosines[order]


@given(st.integers(0, 10_000), st.integers(1, 200), st.sampled_from([1, 3, 64, 130]), st.integers(1, 300), st.booleans())
@settings(max_examples=60, deadline=None)
def test_search_is_brute_force(seed: int, size: int, dimension: int, k: int, restricted: bool) -> None:
    """Ids and cosines equal NumPy's for any size, dimension and k, inside a subset and without one."""
    rng = np.random.default_rng(seed)
    raw = rng.standard_normal((size, dimension)).astype(np.float32) * rng.uniform(0.01, 50, (size, 1)).astype(np.float32)
    index, query = build_dense(raw), unit(rng, dimension)
    within = rng.permutation(size)[: rng.integers(1, size + 1)].astype(np.int64) if restricted else None
    ids, cosines = index.search(query, k, within)
    expected_ids, expected = brute_force(raw / np.linalg.norm(raw, axis=1, keepdims=True), query, k, within)
    np.testing.assert_allclose(cosines, expected, atol=1e-5)
    assert len(set(ids.tolist())) == len(ids) == len(expected_ids)
    if dimension > 1 and (len(expected) < 2 or np.diff(-expected).min() > 1e-5):
        np.testing.assert_array_equal(ids, expected_ids)
    assert set(ids.tolist()) <= set(range(size) if within is None else within.tolist())
    assert (np.diff(cosines) <= 0).all()
    np.testing.assert_allclose(index.cosines(query, ids), cosines, atol=1e-5)


def test_search_of_real_size_is_brute_force() -> None:
    """Five thousand vectors give NumPy's ids in order and its cosines, whole and inside one report."""
    rng = np.random.default_rng(7)
    rows = unit(rng, 5_000, 128)
    index = build_dense(rows)
    for within in (None, np.arange(1_200, 1_290, dtype=np.int64)):
        for _ in range(5):
            query = unit(rng, 128)
            ids, cosines = index.search(query, 50, within)
            expected_ids, expected = brute_force(rows, query, 50, within)
            np.testing.assert_allclose(cosines, expected, atol=1e-5)
            moved = ids != expected_ids
            assert np.abs(rows[ids[moved]] @ query - rows[expected_ids[moved]] @ query).max(initial=0) < 1e-6
            assert moved.mean() < 0.1


def test_equal_vectors_are_all_found() -> None:
    """Passages with the same text have the same cosine, and none of them hides another."""
    rows = np.tile(unit(np.random.default_rng(1), 1, 16), (5, 1))
    ids, cosines = build_dense(rows).search(rows[0], 5)
    assert sorted(ids.tolist()) == [0, 1, 2, 3, 4]
    np.testing.assert_allclose(cosines, 1, atol=1e-6)


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_asked_nothing_found(k: int) -> None:
    """A k of nothing, and an empty subset, give empty arrays."""
    index = build_dense(np.eye(3, dtype=np.float32))
    query = np.array([1, 0, 0], np.float32)
    for ids, cosines in (index.search(query, k), index.search(query, 3, np.empty(0, np.int64))):
        assert ids.shape == cosines.shape == (0,)


def test_a_huge_k_gives_all() -> None:
    """A k of a billion gives every passage once, and no padding."""
    index = build_dense(np.eye(4, dtype=np.float32))
    query = np.array([0, 0, 1, 0], np.float32)
    assert sorted(index.search(query, 10**9)[0].tolist()) == [0, 1, 2, 3]
    assert sorted(index.search(query, 10**9, np.array([3, 1], np.int64))[0].tolist()) == [1, 3]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (np.ones(4, np.float32) / 2, r"\(4,\).*3"),
        (np.ones((1, 3), np.float32), r"\(1, 3\).*3"),
        (np.array([np.nan, 0, 0], np.float32), "not a number"),
        (np.array([0, np.inf, 0], np.float32), "not a number"),
    ],
)
def test_wrong_queries_are_clear_errors(query: np.ndarray, says: str) -> None:
    """Another dimension, and a value that is not finite, are errors that say so."""
    index = build_dense(np.eye(3, dtype=np.float32))
    with pytest.raises(IndexMismatch, match=says):
        index.search(query, 2)
    with pytest.raises(IndexMismatch, match=says):
        index.cosines(query, np.array([0], np.int64))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_vectors_that_are_not_finite_are_refused(value: float) -> None:
    """One value that is not finite in one passage's vector stops the build."""
    rows = np.eye(3, dtype=np.float32)
    rows[1, 2] = value
    with np.errstate(invalid="ignore"), pytest.raises(IndexMismatch, match="not a number"):
        build_dense(rows)


def test_normalise_keeps_zero_rows() -> None:
    """Rows become unit length, a zero row stays zero, and what is given is not changed."""
    rows = np.array([[3, 4], [0, 0], [0, -2]], np.float64)
    before = rows.copy()
    np.testing.assert_allclose(normalise(rows), [[0.6, 0.8], [0, 0], [0, -1]], atol=1e-7)
    assert normalise(rows).dtype == np.float32
    np.testing.assert_array_equal(rows, before)


def test_saved_and_opened_is_equal(tmp_path: Path) -> None:
    """Vectors opened again are the same to the last bit and give the same hits."""
    rng = np.random.default_rng(3)
    built = build_dense(unit(rng, 40, 24))
    built.save(tmp_path / "vectors.faiss")
    opened = open_dense(tmp_path / "vectors.faiss")
    assert (opened.size, opened.dimension) == (built.size, built.dimension) == (40, 24)
    assert opened.vectors.tobytes() == built.vectors.tobytes()
    query = unit(rng, 24)
    for one, other in zip(opened.search(query, 7), built.search(query, 7), strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("keep", [0, 10, -5])
def test_a_broken_file_is_a_clear_error(tmp_path: Path, keep: int) -> None:
    """An empty, cut-off or missing file is an error that says to rebuild."""
    path = tmp_path / "vectors.faiss"
    build_dense(np.eye(8, dtype=np.float32)).save(path)
    path.write_bytes(path.read_bytes()[:keep])
    for broken in (path, tmp_path / "missing.faiss"):
        with pytest.raises(IndexCorrupt, match="baogao index"):
            open_dense(broken)
