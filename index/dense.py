"""Exact inner-product search over passage vectors. The only importer of faiss."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexCorrupt, IndexMismatch

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


class DenseIndex:
    """Unit vectors, shape (passages, dimension); the inner product of unit vectors is their cosine."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        self.vectors: Vectors = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._index.d)

    @property
    def size(self) -> int:
        """Number of passages."""
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, within: Ids | None = None) -> tuple[Ids, Vectors]:
        """(ids, cosines) of the `k` nearest passages, best first; `within` restricts to those ids.

        `query` has shape (dimension,) and unit length. Raises IndexMismatch for another dimension or a value not finite.
        """
        self._check(query)
        limit = min(k, self.size if within is None else len(within))
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        faiss.omp_set_num_threads(1)  # holds for the calling thread only; more threads slow a single query down
        selector = None if within is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(within))  # type: ignore[call-arg]
        cosines, ids = self._index.search(query[None, :], limit, params=selector)
        return ids[0], cosines[0]

    def cosines(self, query: Vectors, ids: Ids) -> Vectors:
        """Shape (len(ids),): the cosine of each of these passages with the query. Raises IndexError for an id that is none.

        Reads each vector once and sorts nothing: about as fast as memory can be read.
        """
        self._check(query)
        if not len(ids):
            return np.empty(0, np.float32)
        if ids.min() < 0 or ids.max() >= self.size:
            raise IndexError(f"an id is not one of {self.size} passages")
        return self._all_cosines(query)[ids] if len(ids) > self.size // 2 else self._some_cosines(query, ids)

    def _all_cosines(self, query: Vectors) -> Vectors:
        found = np.empty(self.size, np.float32)
        asked = np.ascontiguousarray(query, np.float32)
        faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
            faiss.swig_ptr(found), faiss.swig_ptr(asked), faiss.swig_ptr(self.vectors), self.dimension, self.size
        )  # fmt: skip
        return found

    def _some_cosines(self, query: Vectors, ids: Ids) -> Vectors:
        found = np.empty(len(ids), np.float32)
        asked, wanted = np.ascontiguousarray(query, np.float32), np.ascontiguousarray(ids, np.int64)
        faiss.fvec_inner_products_by_idx(  # type: ignore[attr-defined]
            faiss.swig_ptr(found), faiss.swig_ptr(asked), faiss.swig_ptr(self.vectors), faiss.swig_ptr(wanted),
            self.dimension, 1, len(wanted),
        )  # fmt: skip
        return found

    def save(self, path: Path) -> None:
        """Write the vectors to one file."""
        faiss.write_index(self._index, str(path))

    def _check(self, query: Vectors) -> None:
        if query.shape != (self.dimension,):
            raise IndexMismatch(f"a query vector has shape {query.shape}; this index holds vectors of {self.dimension}")
        if not np.isfinite(query).all():
            raise IndexMismatch("a query vector holds a value that is not a number; check the encoder")


def build_dense(vectors: Vectors) -> DenseIndex:
    """An index of these vectors, shape (passages, dimension), normalised here and nowhere else.

    Raises IndexMismatch when a value is not finite.
    """
    rows = normalise(vectors)
    if not np.isfinite(rows).all():
        raise IndexMismatch("the encoder returned a value that is not a number for a passage")
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return DenseIndex(index)


def open_dense(path: Path) -> DenseIndex:
    """The index that `save` wrote. Raises IndexCorrupt when it cannot be read."""
    try:
        return DenseIndex(cast("faiss.IndexFlatIP", faiss.read_index(str(path))))
    except RuntimeError as error:
        raise IndexCorrupt(f"{path.name} cannot be read; rebuild with `baogao index`") from error


def normalise(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length (a zero row stays zero), float32, contiguous."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32, copy=False)
    return scaled
