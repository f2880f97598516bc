"""The recipe of the bundled encoder, run for a few steps on an invented corpus."""

from __future__ import annotations

import gzip
import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.encoder import fingerprint_folder, open_encoder

pytest.importorskip("sentencepiece", reason="training needs the extra: pip install -e '.[train]'")
pytest.importorskip("rjieba", reason="training needs the extra: pip install -e '.[train]'")
pytest.importorskip("sklearn", reason="training needs the extra: pip install -e '.[train]'")

WORDS = {
    "就业": "employment", "粮食": "grain", "产量": "output", "医院": "hospital", "学校": "school", "公路": "road", "城市": "city", "工业": "industry",
    "农村": "countryside", "教育": "education", "住房": "housing", "老人": "elderly people", "孩子": "child", "科技": "science", "投资": "investment",
    "消费": "consumption", "环境": "environment", "能源": "energy", "交通": "transport", "贸易": "trade",
}  # fmt: skip
SENTENCES = [
    f"深入推进{a}与{b}工作，新增{a}项目{n}个，{b}增长{n}%。" for n, (a, b) in enumerate(zip(WORDS, reversed(WORDS), strict=True), 3)
]


def _lines(rows: list[dict[str, str]]) -> bytes:
    return lzma.compress("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file that the recipe reads, a few lines each."""
    folder = tmp_path_factory.mktemp("corpora")
    for name in ("training", "news", "reports"):
        (folder / name).mkdir()
    cedict = "".join(f"{zh} {zh} [ci2 yu3] /{en}/thing of {en}/\n" for zh, en in WORDS.items()) + "經濟 经济 [jing1 ji4] /economy/\n"
    (folder / "training" / "cc-cedict-2020-09.u8.gz").write_bytes(gzip.compress(cedict.encode(), mtime=0))
    pairs = [
        {"source": source, "en": f"the {source} {en}", "zh": zh}
        for source in ("pythondocs", "wordnet", "tatoeba", "sdg")
        for zh, en in WORDS.items()
    ]
    (folder / "training" / "parallel-en-zh.jsonl.xz").write_bytes(_lines(pairs))
    laws = [{"heading": f"{zh}法 第一章", "article": f"第一条 为了发展{zh}，制定本法。"} for zh in WORDS]
    (folder / "training" / "laws-zh.jsonl.xz").write_bytes(_lines(laws))
    asked = [{"context": "".join(SENTENCES[n : n + 3]), "qas": [{"question": f"{zh}怎么样？"}]} for n, zh in enumerate(WORDS)]
    for name in ("drcd_dev.json", "cmrc2018_trial.json"):
        (folder / "training" / name).write_text(json.dumps({"data": [{"paragraphs": asked}]}, ensure_ascii=False), encoding="utf-8")
    news = "".join(f"2023-01-01，正文：{''.join(SENTENCES[n:] + SENTENCES[:n])}\n" for n in range(len(SENTENCES)))
    (folder / "news" / "news.txt.xz").write_bytes(lzma.compress(news.encode()))
    said = "".join(f"地区生产总值增长{n}%。{s}{s}\n" for n, s in enumerate(SENTENCES))
    for number, place in enumerate(("云岭省", "沧原省"), 1):
        head = f"{number}. {place}政府工作报告\n2026年1月20日在{place}第十届人民代表大会上\n一、今年的工作\n"
        (folder / "reports" / f"{number}.txt").write_text(head + said, encoding="utf-8")
    return folder


def _train(corpora: Path, out: Path) -> Path:
    from index.training.recipe import build_encoder
    from index.training.settings import Folders, Settings, StartSettings, TrainSettings, VocabularySettings

    small = Settings(Folders(corpora, corpora / "reports", out, out.parent / "cache"))
    build_encoder(
        replace(
            small,
            vocabulary=replace(VocabularySettings(), chinese_words=400, english_words=300, english_pieces=60, numbers=20),
            start=replace(StartSettings(), dimensions=32),
            train=replace(TrainSettings(), steps=6, batch=16, teacher_batch=8, nested=(32, 16)),
        )
    )
    return out


def test_two_runs_give_the_same_model_and_it_opens(corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same texts and seed give the same bytes; the model opens as any encoder, with unit vectors of finite numbers."""
    monkeypatch.setattr("index.training.teacher.teacher_folder", lambda: None)
    first, second = _train(corpora, tmp_path / "one"), _train(corpora, tmp_path / "two")
    assert fingerprint_folder(first) == fingerprint_folder(second)
    encoder = open_encoder(first)
    assert encoder.dimension == 32
    assert encoder.max_tokens is None
    vectors = encoder.encode_passages([*SENTENCES, "經濟", "经济"])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(vectors[-1], vectors[-2], atol=1e-6)


def test_the_transformer_goes_through_its_three_stages(corpora: Path, tmp_path: Path) -> None:
    """A few steps of each stage give a model that opens, with its own length limit; two runs give the same bytes."""
    from index.training.settings import Folders, Settings, TrainSettings, VocabularySettings
    from index.training.transformer import TransformerSettings, build_transformer

    size = TransformerSettings(
        layers=1, width=32, heads=2, tokens=64, masked_steps=2, contrastive_steps=3, hard_steps=2, batch=8,
        losses=replace(TrainSettings(), nested=(32, 16)),
    )  # fmt: skip
    words = replace(VocabularySettings(), chinese_words=400, english_words=300, english_pieces=60, numbers=20)
    for name in ("one", "two"):
        build_transformer(Settings(Folders(corpora, corpora / "reports", tmp_path / name, tmp_path / "cache"), vocabulary=words), size)
    assert fingerprint_folder(tmp_path / "one") == fingerprint_folder(tmp_path / "two")
    encoder = open_encoder(tmp_path / "one")
    assert (encoder.dimension, encoder.max_tokens) == (32, 64)
    assert encoder.count_long(["就业" * 100]) == 1
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_passages(SENTENCES), axis=1), 1, atol=1e-4)


def test_hard_negatives_are_of_another_region_or_year() -> None:
    """A passage's hard negative says nearly the same and stands in another report."""
    from index.training.corpora import ReportPassage
    from index.training.glossing import build_glosser
    from index.training.lexicon import build_lexicon
    from index.training.transformer import TransformerSettings, hard_triples

    reports = [ReportPassage(place, year, "就业", SENTENCES[0]) for place, year in (("云岭省", 2026), ("云岭省", 2024), ("沧原省", 2026))]
    triples = hard_triples(reports, build_glosser(build_lexicon([], [])), TransformerSettings(), seed=0)
    assert triples
    assert all(positive != negative for _, positive, negative in triples)
