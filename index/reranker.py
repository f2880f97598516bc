"""(Question, passage) pairs → relevance: the Reranker protocol and its adapter to sentence-transformers' CrossEncoder.

One setting, BAOGAO_RERANKER, names the model: a folder or a hub name; without it nothing is reranked. A cross-encoder reads question and
passage together, which is slower than comparing vectors by some three orders of magnitude: it sees the best passages only.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError
from index.hub import load_from_hub

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16
_FIX = "or set BAOGAO_RERANKER to a folder that holds a cross-encoder, or leave it unset to do without"


class Reranker(Protocol):
    """What retrieval needs of a model that reads question and passage together."""

    @property
    def name(self) -> str:
        """The folder's name or the hub name."""

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(passages),): higher is more relevant; the model's own scale."""

    def count_long(self, question: str, passages: Sequence[str]) -> int:
        """How many of these pairs are longer than the model reads: the end of the passage does not count there."""


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder with one output."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        self._model = model
        self.name = name
        self.max_tokens: int | None = model.max_seq_length

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(passages),): higher is more relevant; the model's own scale."""
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(question, passage) for passage in passages]
        scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return np.asarray(scores, np.float32)

    def count_long(self, question: str, passages: Sequence[str]) -> int:
        """How many of these pairs, marks included, are longer than the model's limit; 0 for a model without one."""
        if self.max_tokens is None or not passages:
            return 0
        pairs = self._model.tokenizer([question] * len(passages), list(passages), truncation=False, padding=False, verbose=False)
        return sum(len(ids) > self.max_tokens for ids in pairs["input_ids"])


def open_reranker(name: str | Path) -> CrossEncoderReranker:
    """The cross-encoder in a folder, or of that name on the hub. Raises EncoderError with what to do when it cannot be had."""
    folder = Path(name).expanduser()
    looks_local = folder.exists() or str(name).startswith((".", "/", "~"))
    if looks_local and not (folder / "config.json").exists():
        raise EncoderError(f"{name} holds no cross-encoder (no config.json): name a folder that does, {_FIX}")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if looks_local:
        return CrossEncoderReranker(_load(str(folder), local_files_only=True), folder.resolve().name)
    model, _ = load_from_hub(
        str(name), lambda revision, cached: _load(str(name), revision=revision, local_files_only=cached), _FIX, "config.json"
    )
    return CrossEncoderReranker(model, str(name))


def _load(name: str, **where: Any) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, **where)
    except Exception as error:  # the hub's and the libraries' errors have no common root
        raise EncoderError(
            f"the reranker {name} cannot be loaded ({type(error).__name__}): check the name and the connection, {_FIX}"
        ) from error
    outputs = model.num_labels
    if outputs != 1:
        raise EncoderError(f"{name} gives {outputs} figures for a pair, a reranker gives one: name another model, {_FIX}")
    if model.device.type == "cpu":
        model.float()  # a CPU computes six times slower in half precision
    return model
