"""First token vectors: random, co-occurrence (tf-idf + SVD) and the teacher's directions, blended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from tokenizers import Tokenizer

from .corpora import Parallel
from .settings import StartSettings

Vectors = NDArray[np.float32]


def count_matrix(texts: list[str], tokenizer: Tokenizer) -> sparse.csr_matrix:
    """How often each token stands in each text: shape (texts, tokens)."""
    ids = [encoding.ids for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    columns = np.fromiter((i for row in ids for i in row), dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in ids])])
    shape = (len(texts), tokenizer.get_vocab_size())
    matrix = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=shape)
    matrix.sum_duplicates()
    return matrix


def inverse_frequency(counts: sparse.csr_matrix) -> Vectors:
    """Smoothed idf of each token, shape (tokens,), mean 1 over the tokens that occur."""
    texts = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((counts.shape[0] + 1) / (texts + 1)).astype(np.float32)
    return np.asarray(idf / idf[texts > 0].mean(), dtype=np.float32)


def cooccurrence(counts: sparse.csr_matrix, idf: Vectors, dimensions: int, seed: int) -> Vectors:
    """Token directions from the SVD of the sublinear tf-idf matrix: shape (tokens, dimensions), length 1 or 0."""
    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ sparse.diags(idf)
    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1)).A1 + 1e-6
    weighted = (sparse.diags(1 / lengths) @ weighted).tocsr().astype(np.float32)
    _, singular, right = randomized_svd(weighted, dimensions, n_iter=2, n_oversamples=12, random_state=seed)
    return _unit(right.T * np.sqrt(singular))


def taught_directions(pairs: list[Parallel], taught: Vectors, tokenizer: Tokenizer) -> Vectors:
    """Token directions as means of the teacher's vectors (pairs, d) of the pairs a token stands in, on either side.

    A pair of k tokens counts 1/k²: one-word dictionary entries say most about a word.
    """
    total = np.zeros((tokenizer.get_vocab_size(), taught.shape[1]), dtype=np.float32)
    for texts in ([p.zh for p in pairs], [p.en for p in pairs]):
        counts = count_matrix(texts, tokenizer)
        sizes = np.maximum(counts.sum(axis=1).A1, 1)
        total += (sparse.diags(1 / sizes**2) @ counts).T @ taught
    return _unit(total)


def blend(settings: StartSettings, idf: Vectors, parts: list[tuple[float, Vectors]], seed: int) -> Vectors:
    """Blended directions times idf: shape (tokens, dimensions); token 0 (unknown) is zero."""
    rng = np.random.default_rng(seed)
    random = _unit(rng.standard_normal((len(idf), settings.dimensions)).astype(np.float32))
    mixed = np.sqrt(settings.random_share) * random
    for share, directions in parts:
        mixed = mixed + np.sqrt(share) * directions
    start = (settings.scale * idf[:, None] * _unit(mixed)).astype(np.float32)
    start[0] = 0
    return start


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-6), dtype=np.float32)
