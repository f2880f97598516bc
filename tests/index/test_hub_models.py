"""Other people's models: transformer checkpoints of three kinds, and a hub that is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.encoder import open_encoder
from index.errors import EncoderError, IndexMismatch
from index.store import open_index

LIMIT = 64
REVISION = "0123456789abcdef" * 2 + "01234567"
TEXTS = ["城镇新增就业12万人以上。", "Grain output reaches 86 billion jin.", "深入实施就业优先战略" * 20]


@dataclass(frozen=True)
class Made:
    """A checkpoint on disk, and the prompts it was given."""

    folder: Path
    query: str
    passage: str


def _tokenizer(folder: Path, samples: Path) -> None:
    """One token a character of the samples, saved as a transformers tokenizer."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    characters = sorted({ch for path in samples.glob("*") for ch in path.read_text(encoding="utf-8")} | set("abcdefghijklmnopqrstuvwxyz: "))
    words = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=LIMIT, **special).save_pretrained(folder)


def _make(kind: str, folder: Path, samples: Path) -> Made:
    """A tiny random model: bert (mean pooling), prompted (the same with prompts) or decoder (last token, left to right, bfloat16)."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    plain = folder / "plain"
    _tokenizer(plain, samples)
    tiny = {"vocab_size": 4000, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    if kind == "decoder":
        decoder = Qwen3Config(**tiny, num_key_value_heads=1, head_dim=16, max_position_embeddings=LIMIT, pad_token_id=0)
        Qwen3Model(decoder).to(torch.bfloat16).save_pretrained(plain)
    else:
        BertModel(BertConfig(**tiny, max_position_embeddings=LIMIT)).save_pretrained(plain)
    modules = [Transformer(str(plain)), Pooling(32, "lasttoken" if kind == "decoder" else "mean")]
    prompts = {"prompted": ("query: ", "passage: "), "decoder": ("query: ", "")}.get(kind, ("", ""))
    named = {"query": prompts[0], "document": prompts[1]} if any(prompts) else None
    model = SentenceTransformer(modules=[*modules, Normalize()] if kind == "decoder" else modules, prompts=named, device="cpu")
    model.save(str(folder / kind))
    return Made(folder / kind, *prompts)


@pytest.fixture(scope="module", params=["bert", "prompted", "decoder"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Made:
    """A checkpoint of each kind in turn."""
    return _make(request.param, tmp_path_factory.mktemp(request.param), samples)


def test_vectors_are_unit_rows_and_follow_the_prompts(made: Made) -> None:
    """Queries and passages are the library's own vectors of prompt + text, scaled to length one."""
    from sentence_transformers import SentenceTransformer

    model, encoder = SentenceTransformer(str(made.folder), device="cpu"), open_encoder(made.folder)
    for prompt, text, vector in (
        (made.query, "就业", encoder.encode_query("就业")),
        (made.passage, "就业", encoder.encode_passages(["就业"])[0]),
    ):
        expected = np.asarray(model.encode(prompt + text, prompt=""), np.float32)
        np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), atol=1e-2)
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, encoder.dimension) == (3, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_long_passages_are_counted(made: Made) -> None:
    """A passage counts as long when it has more tokens, prompt and marks included, than the model's own limit."""
    encoder = open_encoder(made.folder)
    room = LIMIT - 2 - len(made.passage)
    assert encoder.max_tokens == LIMIT
    assert encoder.count_long(TEXTS) == 1
    assert encoder.count_long(["就" * room]) == 0
    assert encoder.count_long(["就" * (room + 1)]) == 1
    assert encoder.count_long([]) == 0


def test_it_builds_an_index_that_can_be_searched(made: Made, tmp_path: Path, samples: Path) -> None:
    """An index built with it says how many passages are cut, opens with it, finds a passage by its own text, and refuses another encoder."""
    encoder = open_encoder(made.folder)
    summary = build_index(samples, tmp_path / "index", encoder)
    assert 0 < summary.long_passages < summary.passages
    opened = open_index(tmp_path / "index", open_encoder(made.folder))
    assert opened.manifest.encoder == made.folder.name
    text = next(opened.text(passage) for passage in opened.passages if len(opened.text(passage)) < 40)
    ids, cosines = opened.dense.search(encoder.encode_passages([text])[0], 3)
    assert text in {opened.text(opened.passages[int(i)]) for i in ids}
    assert cosines[0] == pytest.approx(1, abs=1e-2)
    with pytest.raises(IndexMismatch, match=r"baogao index.*BAOGAO_ENCODER"):
        open_index(tmp_path / "index", open_encoder())


def test_prompts_that_only_the_card_names_are_added(tmp_path: Path, samples: Path) -> None:
    """A multilingual-e5 model without prompts in its files gets those of its card, and another fingerprint."""
    made = _make("bert", tmp_path, samples)
    renamed = made.folder.rename(tmp_path / "multilingual-e5-small")
    plain = open_encoder(Path(renamed.rename(tmp_path / "other")))
    e5 = open_encoder(Path((tmp_path / "other").rename(renamed)))
    np.testing.assert_allclose(e5.encode_query("就业"), plain.encode_query("query: 就业"), atol=1e-5)
    np.testing.assert_allclose(e5.encode_passages(["就业"]), plain.encode_passages(["passage: 就业"]), atol=1e-5)
    assert e5.fingerprint != plain.fingerprint


def test_the_bundled_encoder_has_no_limit() -> None:
    """No passage is too long for the bundled model."""
    encoder = open_encoder()
    assert encoder.max_tokens is None
    assert encoder.count_long(["就业" * 5000]) == 0


@pytest.mark.parametrize(
    ("setting", "says"),
    [({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"), ({"HF_HUB_OFFLINE": "", "HF_ENDPOINT": "http://127.0.0.1:9"}, "not answer")],
)
def test_a_hub_out_of_reach_is_an_error_within_three_seconds(setting: dict[str, str], says: str, tmp_path: Path) -> None:
    """Offline by setting or by circumstance, a hub name fails at once and the error names the fix."""
    program = (
        "import time; from index.encoder import open_encoder; began = time.perf_counter()\n"
        "try: open_encoder('no-such-owner/no-such-model')\n"
        "except Exception as error: print(type(error).__name__, error, '|', time.perf_counter() - began)"
    )
    environment = {**os.environ, **setting, "HF_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    message, _, seconds = done.stdout.rpartition("|")
    assert message.startswith("EncoderError the model no-such-owner/no-such-model")
    assert says in message
    assert "BAOGAO_ENCODER" in message
    assert float(seconds) < 3


def test_a_name_that_cannot_be_one_is_a_clear_error() -> None:
    """Neither a folder nor owner/model: the error says so."""
    with pytest.raises(EncoderError, match="neither a folder nor a name on the hub"):
        open_encoder("no such/model/at all")


def test_a_cached_model_needs_no_hub(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub model that was fetched before opens offline; its fingerprint holds its name and revision."""
    cache = tmp_path / "models--owner--model"
    (cache / "refs").mkdir(parents=True)
    (cache / "refs" / "main").write_text(REVISION, encoding="utf-8")
    (cache / "snapshots").mkdir()
    (cache / "snapshots" / REVISION).symlink_to(made.folder)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    encoder = open_encoder("owner/model")
    assert (encoder.name, encoder.fingerprint) == ("owner/model", "hub:owner/model@" + REVISION)
    np.testing.assert_allclose(encoder.encode_query("就业"), open_encoder(made.folder).encode_query("就业"), atol=1e-6)


def test_a_broken_off_download_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache without the list of modules counts as empty, one without weights as a model that cannot be loaded; the errors name the fix."""
    snapshot = tmp_path / "models--owner--model" / "snapshots" / REVISION
    snapshot.mkdir(parents=True)
    (tmp_path / "models--owner--model" / "refs").mkdir()
    (tmp_path / "models--owner--model" / "refs" / "main").write_text(REVISION, encoding="utf-8")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    (snapshot / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"owner/model is not in the cache.*BAOGAO_ENCODER"):
        open_encoder("owner/model")
    modules = '[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.sentence_transformer.modules.Transformer"}]'
    (snapshot / "modules.json").write_text(modules, encoding="utf-8")
    with pytest.raises(EncoderError, match=r"owner/model cannot be loaded.*BAOGAO_ENCODER"):
        open_encoder("owner/model")
