"""Texts → vectors: the Encoder protocol and its sentence-transformers adapter, the only importer of that library.

One setting, BAOGAO_ENCODER, names the model: a folder or a hub name; without it the bundled one is used. Prompts, dimension and length
limit are the model's own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.dense import normalise
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
_BATCH = 64
BUNDLED = Path(str(files("index") / "models" / "baogao-static-1"))


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """The folder's name or the hub name."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: goes into the index's manifest."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_passages(self, texts: Sequence[str], progress: Progress = ...) -> Vectors:
        """Shape (len(texts), dimension), unit rows; `progress` is told how many texts have been done since last time."""

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,), unit length."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with the prompts it was trained with."""

    def __init__(self, model: SentenceTransformer, name: str, fingerprint: str) -> None:
        self._model = model
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = len(model.encode_query("长度", show_progress_bar=False))

    def encode_passages(self, texts: Sequence[str], progress: Progress = lambda done: None) -> Vectors:
        """Shape (len(texts), dimension), unit rows."""
        parts = [np.empty((0, self.dimension), np.float32)]
        for start in range(0, len(texts), _BATCH * 16):
            batch = list(texts[start : start + _BATCH * 16])
            parts.append(np.asarray(self._model.encode_document(batch, batch_size=_BATCH, show_progress_bar=False), np.float32))
            progress(len(batch))
        return normalise(_directed(np.concatenate(parts)))

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,), unit length."""
        return normalise(_directed(np.asarray(self._model.encode_query(text, show_progress_bar=False), np.float32)[None])[0])


def open_encoder(name: str | Path = BUNDLED) -> SentenceTransformerEncoder:
    """The model in a folder, or of that name on the hub; the bundled one by default. Raises EncoderError with what to do when it cannot be had."""
    folder = Path(name)
    looks_local = folder.exists() or str(name).startswith((".", "/", "~"))
    if looks_local and not (folder / "modules.json").exists() and not (folder / "config.json").exists():
        raise EncoderError(f"{name} holds no model (no modules.json, no config.json): name a sentence-transformers folder")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(name), local_files_only=looks_local)
    except Exception as error:  # the hub's and the libraries' errors have no common root
        raise EncoderError(
            f"the model {name} cannot be loaded ({type(error).__name__}): check the name and the connection, or set "
            "BAOGAO_ENCODER to a folder that holds it"
        ) from error
    print_of = fingerprint_folder(folder) if looks_local else f"hub:{name}@{_revision(model)}"
    return SentenceTransformerEncoder(model, folder.name if looks_local else str(name), print_of)


def _directed(vectors: Vectors) -> Vectors:
    """A text without any token the model knows has no direction: its row of NaN becomes a row of zeros."""
    return np.where(np.isnan(vectors).all(axis=1, keepdims=True), np.float32(0), vectors)


def fingerprint_folder(folder: Path) -> str:
    """sha256 over the names and bytes of a model folder's files, documentation aside."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".txt"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _revision(model: SentenceTransformer) -> str:
    card = getattr(model, "model_card_data", None)
    return str(getattr(card, "base_model_revision", None) or "unknown")
