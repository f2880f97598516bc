"""The trained model as a sentence-transformers directory: static embedding, mean pooled, normalised, fp16."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_MODULES = "sentence_transformers.sentence_transformer.modules"


def export(vectors: NDArray[np.float32], tokenizer: Tokenizer, folder: Path) -> None:
    """Write `modules.json`, the configuration, the tokenizer and the token vectors (tokens, dimensions) as fp16."""
    embedding = folder / "0_StaticEmbedding"
    normalize = folder / "1_Normalize"
    for directory in (embedding, normalize):
        directory.mkdir(parents=True, exist_ok=True)
    # model2vec's names, which sentence-transformers reads too: beside weights of fp32 the fp16 rows are widened on
    # loading, so that means, lengths and the vectors a user gets are fp32.
    ones = np.ones(len(vectors), dtype=np.float32)
    save_file({"embeddings": vectors.astype(np.float16), "weights": ones}, embedding / "model.safetensors")
    (embedding / "model.safetensors").chmod(0o644)
    tokenizer.save(str(embedding / "tokenizer.json"), pretty=False)
    _write(folder / "modules.json", [_module(0, "StaticEmbedding"), _module(1, "Normalize")])
    _write(
        folder / "config_sentence_transformers.json",
        {"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _module(number: int, kind: str) -> dict[str, object]:
    return {"idx": number, "name": str(number), "path": f"{number}_{kind}", "type": f"{_MODULES}.{kind}"}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
