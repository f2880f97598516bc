"""The public benchmarks, on invented files of the same shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.public import Benchmark, measure, read_benchmarks
from index.encoder import open_encoder
from index.lexical import build_lexical
from rag.retrieve import matched_share

CONTEXTS = [
    "城镇新增就业12万人以上，失业率控制在5.5%以内。",
    "粮食产量86亿斤，新建高标准农田60万亩。",
    "新建保障性住房3万套，改造老旧小区400个。",
]
QUESTIONS = {
    "zh": ["新增就业多少人？", "粮食产量是多少？", "改造多少老旧小区？"],
    "en": ["How many new jobs?", "What is the grain output?", "How much housing?"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The four files, three questions each."""
    for name, language in (("xquad.zh", "zh"), ("xquad.en", "en"), ("cmrc2018_dev", "zh"), ("drcd_test", "zh")):
        rows = [{"context": c, "qas": [{"question": q}]} for c, q in zip(CONTEXTS, QUESTIONS[language], strict=True)]
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": [{"paragraphs": rows}]}), encoding="utf-8")
    return tmp_path


def test_english_questions_are_asked_of_chinese_contexts(folder: Path) -> None:
    """Four benchmarks are read; the crossed one has English questions and Chinese contexts."""
    found = {benchmark.name: benchmark for benchmark in read_benchmarks(folder)}
    assert list(found) == ["xquad-zh", "xquad-en-zh", "cmrc-dev", "drcd-test"]
    assert found["xquad-en-zh"].questions == QUESTIONS["en"]
    assert found["xquad-en-zh"].contexts == CONTEXTS
    assert list(found["xquad-en-zh"].answers) == [0, 1, 2]


def test_every_mix_is_measured(folder: Path) -> None:
    """Questions with the words of their contexts are answered first by BM25, by the vectors and by every mix."""
    benchmark: Benchmark = read_benchmarks(folder)[0]
    rows = measure(benchmark, open_encoder())
    assert {"BM25", "dense", "mixed 0.5", "by question"} <= set(rows)
    assert rows["BM25"]["hit@1"] == rows["by question"]["hit@1"] == 1
    assert all(0 <= value <= 1 for row in rows.values() for value in row.values())


def test_the_share_matched_weighs_words_by_rarity() -> None:
    """All words held: 1; only a common one of two: below a half; no words: 0."""
    lexical = build_lexical([["粮食", "产量"], ["就业"], ["就业"]], [[], [], []])
    assert matched_share(lexical, ["粮食", "产量"], {"粮食", "产量"}) == 1
    assert matched_share(lexical, ["粮食", "就业"], {"就业"}) < 0.5
    assert matched_share(lexical, [], set()) == 0
