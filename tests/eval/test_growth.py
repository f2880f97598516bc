"""Growth on the samples and a handful of invented news."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from eval.growth import Grown, first_rank, grow, measure, measure_size, news_passage_size, read_news, table, unrouted
from eval.questions import GoldQuestion, GoldSpan
from index.passages import PASSAGE_SIZE
from index.store import OpenIndex
from rag.ask import understand
from rag.retrieve import report_scope, retrieve

ARTICLES = [f"第{n}届星槎渡口文化节开幕，{n}万名游客到场。主办方介绍，活动持续{n}天，门票收入{n}亿元。" * 4 for n in range(1, 41)]


@pytest.fixture(scope="module")
def grown(samples: Path, sample_index: OpenIndex) -> Grown:
    """The samples and as much news again."""
    return grow(samples, ARTICLES, 2 * len(sample_index.passages), sample_index.encoder)


def gold(index: OpenIndex, text: str) -> GoldSpan:
    source = next(source for source in index.sources.values() if text in source.text)
    start = source.text.index(text)
    return GoldSpan(source.sha256, start, start + len(text))


def question(text: str, *evidence: GoldSpan) -> GoldQuestion:
    return GoldQuestion("q", "test", text, "zh", "target", (), None, evidence, None, (), None)


def test_news_is_read_without_its_times(tmp_path: Path) -> None:
    """The time before each article goes, empty lines too."""
    path = tmp_path / "news.txt.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("2023-08-16 18:24:57，正文：八月的消息。\n\n没有时间的消息。\n")
    assert read_news(path) == ["八月的消息。", "没有时间的消息。"]


def test_news_is_cut_shorter_only_where_more_passages_are_wanted() -> None:
    """Few passages: the product's size; many: the largest that gives them."""
    assert news_passage_size(ARTICLES, 1) == PASSAGE_SIZE
    assert 16 <= news_passage_size(ARTICLES, 400) < 64


def test_the_index_grows_by_passages_of_news(grown: Grown, sample_index: OpenIndex) -> None:
    """The reports' passages come first and unchanged; news follows, whole in the text, in one report without region and year."""
    index = grown.index
    assert grown.real == len(sample_index.passages)
    assert len(index.passages) == 2 * grown.real == index.dense.size == index.lexical.size
    assert index.passages[: grown.real] == sample_index.passages
    added = index.passages[grown.real :]
    assert {passage.report for passage in added} == {len(sample_index.reports)}
    assert [passage.id for passage in index.passages] == list(range(len(index.passages)))
    assert len({passage.name for passage in added}) == len(added)
    assert all(index.text(passage) in "\n".join(ARTICLES) for passage in added)
    assert index.regions == sample_index.regions
    assert index.years == sample_index.years


def test_unrouted_questions_compete_with_the_news(grown: Grown) -> None:
    """With its place and year a question leaves the news out; stripped of them it searches everything, for them too."""
    asked = understand(grown.index, "云岚省2026年的经济增长目标是多少？")
    everything = list(range(len(grown.index.reports)))
    assert len(report_scope(grown.index, asked)) < len(everything)
    assert report_scope(grown.index, unrouted(asked)) == everything
    assert "云岚省" in unrouted(asked).topic


def test_news_is_found_but_is_never_right(grown: Grown) -> None:
    """A question about the news finds it, and its rank counts only a passage that holds the gold span."""
    span = gold(grown.index, "粮食产量412亿斤")
    found = retrieve(grown.index, unrouted(understand(grown.index, "星槎渡口文化节门票收入")), 10).hits
    assert found[0].passage_id >= grown.real
    assert first_rank(grown.index, question("", span), found[:1]) is None
    hits = retrieve(grown.index, understand(grown.index, "沧原省2026年的粮食产量目标"), 10).hits
    assert first_rank(grown.index, question("", span), hits) == 1


def test_quality_times_and_floor_are_measured(grown: Grown) -> None:
    """Figures follow from the ranks, and the floor from bytes and bandwidth."""
    asked = [
        question("沧原省2026年的粮食产量目标", gold(grown.index, "粮食产量412亿斤")),
        question("星槎渡口文化节", gold(grown.index, "粮食产量412亿斤")),
    ]
    figures = measure(grown.index, asked, lambda each: each, 1e9)
    assert figures["n"] == 2
    assert figures["hit@1"] == figures["MRR@10"] == 0.5
    assert figures["floor_ms"] == pytest.approx(figures["megabytes_read"], abs=1e-3)
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert set(figures["parts_ms"]) == {"understand", "encode", "lexical", "dense"}


def test_a_size_below_the_reports_is_the_reports_alone(samples: Path, sample_index: OpenIndex, tmp_path: Path) -> None:
    """Size 0 adds nothing; the project's questions are about other reports, so only size and memory are told."""
    path = tmp_path / "news.txt.xz"
    path.write_bytes(lzma.compress("消息。\n".encode()))
    figures = measure_size(samples, path, 0, quiet=True)
    assert (figures["passages"], figures["of_news"]) == (len(sample_index.passages), 0)
    assert "routed" not in figures
    shown = {"hit@1": 1.0, "hit@5": 1.0, "hit@10": 1.0, "MRR@10": 1.0, "p50_ms": 1.0, "p95_ms": 2.0, "floor_ms": 0.5, "times_floor": 2.0}
    assert table([figures | {"routed": shown}]).count("\n") == 2
