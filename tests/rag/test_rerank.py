"""A cross-encoder behind retrieval: off by default, the library's own scores where it is on, and clear errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from api.app import create_app
from index.build import build_index
from index.encoder import open_encoder
from index.errors import EncoderError
from index.reranker import open_reranker
from index.store import OpenIndex, open_index
from rag.ask import ask, understand
from rag.rerank import count_long, read_passage
from rag.retrieve import retrieve

LIMIT = 64
QUESTION = "云岚省2026年怎样改造老旧小区？"


class Backwards:
    """A reranker that likes a passage the more, the shorter it is."""

    name = "backwards"

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Minus the length."""
        return np.array([-len(passage) for passage in passages], np.float32)

    def count_long(self, question: str, passages: Sequence[str]) -> int:
        """None is too long."""
        return 0


def _make(folder: Path, samples: Path, outputs: int = 1) -> Path:
    """A tiny random cross-encoder, one token a character."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(0)
    characters = sorted({ch for path in samples.glob("*") for ch in path.read_text(encoding="utf-8")})
    words = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=LIMIT, **special).save_pretrained(folder)
    tiny = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64, "num_labels": outputs}
    BertForSequenceClassification(BertConfig(vocab_size=4000, max_position_embeddings=LIMIT, **tiny)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A tiny cross-encoder on disk."""
    return _make(tmp_path_factory.mktemp("cross-encoder"), samples)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """An index of the samples."""
    where = tmp_path_factory.mktemp("reranked") / "index"
    build_index(samples, where, open_encoder())
    return where


def _opened(directory: Path, reranker: object) -> OpenIndex:
    return open_index(directory, open_encoder(), reranker)  # type: ignore[arg-type]


def test_it_is_off_by_default(directory: Path) -> None:
    """Without a reranker no hit has a score of one."""
    opened = open_index(directory, open_encoder())
    assert opened.reranker is None
    assert retrieve(opened, understand(opened, QUESTION), 5).rerank == {}
    assert count_long(opened) == 0


def test_hits_come_in_its_order(directory: Path) -> None:
    """The best by the reranker first, its own scores kept, the hit scores strictly decreasing between 0 and 1."""
    opened = _opened(directory, Backwards())
    found = retrieve(opened, understand(opened, QUESTION), 10)
    lengths = [len(read_passage(opened, opened.passages[hit.passage_id])) for hit in found.hits]
    assert lengths == sorted(lengths)
    assert [found.rerank[hit.passage_id] for hit in found.hits] == [-length for length in lengths]
    scores = [hit.score for hit in found.hits]
    assert all(a > b for a, b in pairwise(scores))
    assert scores[0] == 1


def test_two_regions_still_take_turns(directory: Path) -> None:
    """The best passage of each report asked about comes before the second best of any."""
    opened = _opened(directory, Backwards())
    two = sorted(region for region in opened.regions if region != "全国")[:2]
    found = retrieve(opened, understand(opened, f"{two[0]}和{two[1]}2026年怎样稳就业？"), 2)
    assert {opened.reports[opened.passages[hit.passage_id].report].region for hit in found.hits} == set(two)


def test_a_checkpoint_scores_as_the_library_does(checkpoint: Path, directory: Path) -> None:
    """Relevance is CrossEncoder.predict on (question, report + passage); search shows it, and answers stay verified."""
    from sentence_transformers import CrossEncoder

    opened = _opened(directory, open_reranker(checkpoint))
    found = retrieve(opened, understand(opened, QUESTION), 3)
    texts = [read_passage(opened, opened.passages[hit.passage_id]) for hit in found.hits]
    expected = CrossEncoder(str(checkpoint), device="cpu").predict([(QUESTION, text) for text in texts])
    np.testing.assert_allclose([found.rerank[hit.passage_id] for hit in found.hits], expected, atol=1e-5)
    shown = TestClient(create_app(opened)).post("/v1/search", json={"query": QUESTION, "k": 3}).json()["hits"]
    np.testing.assert_allclose([hit["scores"]["rerank"] for hit in shown], expected, atol=1e-5)
    assert all(citation.verified for citation in ask(opened, QUESTION).answer.citations)


def test_pairs_longer_than_it_reads_are_counted(checkpoint: Path, directory: Path) -> None:
    """Question, passage and three marks fit into the limit or count as long; over an index, `count_long` tells how many."""
    reranker = open_reranker(checkpoint)
    room = LIMIT - 3 - 2
    assert reranker.count_long("就业", ["业" * room, "业" * (room + 1)]) == 1
    assert 0 < count_long(_opened(directory, reranker)) <= len(_opened(directory, None).passages)


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    """The error names the setting."""
    with pytest.raises(EncoderError, match="BAOGAO_RERANKER"):
        open_reranker(tmp_path)


def test_a_model_with_two_outputs_is_a_clear_error(tmp_path: Path, samples: Path) -> None:
    """A classifier of pairs is not a reranker."""
    with pytest.raises(EncoderError, match="gives 2 figures"):
        open_reranker(_make(tmp_path, samples, outputs=2))


def test_a_hub_out_of_reach_is_an_error_within_three_seconds(tmp_path: Path) -> None:
    """A hub name fails at once and the error names the setting."""
    program = (
        "import time; from index.reranker import open_reranker; began = time.perf_counter()\n"
        "try: open_reranker('no-such-owner/no-such-model')\n"
        "except Exception as error: print(type(error).__name__, error, '|', time.perf_counter() - began)"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "", "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    message, _, seconds = done.stdout.rpartition("|")
    assert "BAOGAO_RERANKER" in message
    assert float(seconds) < 3
