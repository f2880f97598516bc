"""Texts → vectors: the Encoder protocol and its sentence-transformers adapter, the only importer of that library.

One setting, BAOGAO_ENCODER, names the model: a folder or a hub name; without it the bundled one is used. Prompts, dimension, length
limit and number format (on a CPU always float32) are the model's, the device is the library's choice; vectors always have length one.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.dense import normalise
from index.errors import EncoderError
from index.hub import load_from_hub
from index.quantized import load_quantized

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
_BATCH = 64
_STEPS = 100  # of progress, for a model slow enough to need them
_UNWRITTEN_PROMPTS = {  # asked for by the models' cards, missing in their files
    r"multilingual-e5-(small|base|large)$": {"query": "query: ", "document": "passage: "},
    r"bge-(small|base|large)-zh(-v1\.5)?$": {"query": "为这个句子生成表示以用于检索相关文章：", "document": ""},
}
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

    def count_long(self, texts: Sequence[str]) -> int:
        """How many of these passages are longer than the model reads: the rest of each does not count in its vector."""

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,), unit length."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with the prompts it was trained with."""

    def __init__(self, model: SentenceTransformer, name: str, fingerprint: str) -> None:
        self._model = model
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = len(model.encode_query("长度", show_progress_bar=False))
        limit = model.max_seq_length
        self.max_tokens = None if limit is None or math.isinf(limit) else int(limit)

    def encode_passages(self, texts: Sequence[str], progress: Progress = lambda done: None) -> Vectors:
        """Shape (len(texts), dimension), unit rows."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        step = _BATCH * 16 if self.max_tokens is None else max(_BATCH, len(texts) // _STEPS)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # texts of one length waste no padding
        for start in range(0, len(texts), step):
            rows = order[start : start + step]
            vectors[rows] = self._model.encode_document([texts[i] for i in rows], batch_size=_BATCH, show_progress_bar=False)
            progress(len(rows))
        return normalise(_directed(vectors))

    def count_long(self, texts: Sequence[str]) -> int:
        """How many of these passages, with the model's prompt, are longer than its limit; 0 for a model without one."""
        if self.max_tokens is None or not texts:
            return 0
        prompts = self._model.prompts
        prompt = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), None) or ""
        tokenizer = self._model.tokenizer
        tokens = tokenizer([prompt + text for text in texts], truncation=False, padding=False, verbose=False)["input_ids"]
        return sum(len(ids) > self.max_tokens for ids in tokens)

    def encode_query(self, text: str) -> Vectors:
        """Shape (dimension,), unit length."""
        return normalise(_directed(np.asarray(self._model.encode_query(text, show_progress_bar=False), np.float32)[None])[0])


def open_encoder(name: str | Path = BUNDLED) -> SentenceTransformerEncoder:
    """The model in a folder, or of that name on the hub; the bundled one by default. Raises EncoderError with what to do when it cannot be had.

    BAOGAO_ENCODER_BACKEND=onnx-int8 loads a transformer in eight bits; the bundled model, which is none, stays as it is.
    """
    folder = Path(name).expanduser()
    looks_local = folder.exists() or str(name).startswith((".", "/", "~"))
    if looks_local and not (folder / "modules.json").exists() and not (folder / "config.json").exists():
        raise EncoderError(f"{name} holds no model (no modules.json, no config.json): name a sentence-transformers folder")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if looks_local:
        version = fingerprint_folder(folder)
        return _opened(str(folder), folder.resolve().name, version, local_files_only=True)
    opened, _ = load_from_hub(
        str(name),
        lambda revision, cached: _opened(str(name), str(name), f"hub:{name}@{revision}", revision=revision, local_files_only=cached),
    )
    return opened


def _opened(path: str, name: str, version: str, **where: Any) -> SentenceTransformerEncoder:
    """The encoder with its fingerprint: the state of its weights, the prompts added and the eight bits, if any."""
    quantized = os.environ.get("BAOGAO_ENCODER_BACKEND") == "onnx-int8" and Path(path).expanduser() != BUNDLED
    model, suffix = load_quantized(path, version, **where) if quantized else (_load(path, **where), "")
    return SentenceTransformerEncoder(model, name, version + _prompted(model, name) + suffix)


def _load(name: str, **where: Any) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, **where)
    except Exception as error:  # the hub's and the libraries' errors have no common root
        raise EncoderError(
            f"the model {name} cannot be loaded ({type(error).__name__}): check the name and the connection, or set "
            "BAOGAO_ENCODER to a folder that holds it"
        ) from error
    return model.float() if model.device.type == "cpu" else model  # a CPU computes six times slower in half precision


def _prompted(model: SentenceTransformer, name: str) -> str:
    """Gives a model the prompts that only its card names; what that adds to its fingerprint ("" for all other models)."""
    for pattern, prompts in _UNWRITTEN_PROMPTS.items():
        if re.search(pattern, name) and not any(model.prompts.values()):
            model.prompts = dict(prompts)
            return "+prompts"
    return ""


def _directed(vectors: Vectors) -> Vectors:
    """A text without any token the model knows has no direction: its row of NaN becomes a row of zeros."""
    return np.where(np.isnan(vectors).all(axis=1, keepdims=True), np.float32(0), vectors)


def fingerprint_folder(folder: Path) -> str:
    """sha256 over the names and bytes of a model folder's files, documentation aside."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            digest.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
    return digest.hexdigest()
