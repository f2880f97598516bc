"""A transformer in eight bits. Its libraries pin older versions, so these tests run in the environment of `make test-extras`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import BUNDLED, open_encoder
from index.errors import EncoderError
from index.quantized import instruction_set


def _make(folder: Path) -> Path:
    """A small random BERT with mean pooling, one token a character."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from tokenizers import Tokenizer, pre_tokenizers
    from tokenizers import models as kinds
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    words = {word: number for number, word in enumerate(["[PAD]", "[UNK]", *"城镇新增就业万人粮食产量以上左右12345"])}
    tokenizer = Tokenizer(kinds.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    plain = folder / "plain"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(plain)
    shape = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128, "max_position_embeddings": 64}
    BertModel(BertConfig(vocab_size=len(words), **shape)).save_pretrained(plain)
    SentenceTransformer(modules=[models.Transformer(str(plain)), models.Pooling(64)], device="cpu").save(str(folder / "made"))
    return folder / "made"


def test_the_bundled_model_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting changes nothing for the static model: it has nothing to quantise."""
    plain = open_encoder().fingerprint
    monkeypatch.setenv("BAOGAO_ENCODER_BACKEND", "onnx-int8")
    assert open_encoder().fingerprint == open_encoder(BUNDLED).fingerprint == plain


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No optimum: the error names the extra and the setting."""
    import sys

    monkeypatch.setitem(sys.modules, "optimum.onnxruntime", None)
    monkeypatch.setenv("BAOGAO_ENCODER_BACKEND", "onnx-int8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"BAOGAO_ENCODER_BACKEND.*\.\[onnx\]"):
        open_encoder(tmp_path)


def test_the_processor_is_known() -> None:
    """One of the settings that sentence-transformers has."""
    assert instruction_set() in ("arm64", "avx2", "avx512", "avx512_vnni")


@pytest.mark.filterwarnings("ignore")
def test_vectors_are_nearly_those_of_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Eight bits turn each vector by little, the fingerprint says so, and the second opening takes what the first made."""
    pytest.importorskip("optimum.onnxruntime", reason="the int8 backend has its own environment: make test-extras")
    made = _make(tmp_path)
    texts = ["城镇新增就业12万人以上", "粮食产量345万", "就业"]
    plain = open_encoder(made)
    monkeypatch.setenv("BAOGAO_ENCODER_BACKEND", "onnx-int8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    small = open_encoder(made)
    assert small.fingerprint == f"{plain.fingerprint}+onnx-int8-{instruction_set()}"
    assert np.sum(small.encode_passages(texts) * plain.encode_passages(texts), axis=1).min() > 0.95
    kept = sorted(tmp_path.glob("cache/baogao/onnx/*/onnx/*.onnx"))
    assert any("qint8" in path.name for path in kept)
    before = kept[0].stat().st_mtime_ns
    np.testing.assert_array_equal(open_encoder(made).encode_query("就业"), small.encode_query("就业"))
    assert kept[0].stat().st_mtime_ns == before
