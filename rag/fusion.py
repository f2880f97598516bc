"""Two rankings → one. Pure functions on score arrays of the same passages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Scores = NDArray[np.float32]
RRF_K = 60  # Cormack, Clarke and Büttcher 2009


def scale(scores: Scores) -> Scores:
    """Scores scaled to 0…1 by their own range (min-max); all zero where they do not differ."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    return np.zeros_like(scores) if high <= low else ((scores - low) / (high - low)).astype(np.float32)


def convex(lexical: Scores, dense: Scores, dense_weight: float) -> Scores:
    """(1 − w) · lexical + w · dense, each scaled to 0…1 first (Bruch, Gai and Ingber 2023)."""
    fused: Scores = (1 - dense_weight) * scale(lexical) + dense_weight * scale(dense)
    return fused


def reciprocal_rank(lexical: Scores, dense: Scores, dense_weight: float = 0.5) -> Scores:
    """Weighted reciprocal rank fusion: Σ w / (60 + rank)."""
    fused: Scores = (1 - dense_weight) / (RRF_K + _ranks(lexical)) + dense_weight / (RRF_K + _ranks(dense))
    return fused


def _ranks(scores: Scores) -> NDArray[np.float32]:
    """1 for the best; equal scores share the mean of their ranks, so the order of the input does not matter."""
    ranks: Scores = rankdata(-scores, method="average").astype(np.float32)
    return ranks
