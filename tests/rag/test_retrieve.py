"""Retrieval works inside the reports a question is about and writes out a strict ranking."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from index.build import build_index
from index.corpus import Report
from index.store import OpenIndex, open_index
from rag.ask import ask, understand
from rag.question import Filters
from rag.retrieve import NOTHING, WEIGHTS, Retrieval, dense_weight, retrieve

QUESTIONS = [
    "云岚省2026年的经济增长目标是多少？",
    "沧原去年粮食产量多少？",
    "海屿市今年新增多少托育位？",
    "老旧小区改造",
    "云岚和沧原今年的GDP增长目标各是多少？",
    "2024年的轨道交通",
    "残页里加装电梯多少部？",
    "What is Yunlan's GDP growth target for 2026?",
    "量子纠缠望远镜",
]


def find(index: OpenIndex, text: str, k: int = 10, filters: Filters | None = None) -> Retrieval:
    return retrieve(index, understand(index, text, filters or Filters()), k)


def owners(index: OpenIndex, found: Retrieval) -> list[Report]:
    return [index.reports[index.passages[hit.passage_id].report] for hit in found.hits]


@pytest.mark.parametrize("text", QUESTIONS)
def test_scores_strictly_decrease(sample_index: OpenIndex, text: str) -> None:
    """No passage comes twice, every score is below the one before, and each hit has the score of both arms."""
    found = find(sample_index, text, 1000)
    scores = [hit.score for hit in found.hits]
    assert scores
    assert all(first > second for first, second in pairwise(scores))
    ids = {hit.passage_id for hit in found.hits}
    assert len(ids) == len(scores)
    assert set(found.lexical) == set(found.dense) == ids


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_same_question_gets_the_same_hits(sample_index: OpenIndex, text: str) -> None:
    """Asked twice, the passages and their scores are the same."""
    assert find(sample_index, text) == find(sample_index, text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_k_is_honoured(sample_index: OpenIndex, text: str) -> None:
    """As many hits as asked for, as far as the scope goes, and fewer are the beginning of more."""
    everything = [hit.passage_id for hit in find(sample_index, text, 10_000).hits]
    for k in (1, 3, 10, len(everything), len(everything) + 5):
        assert [hit.passage_id for hit in find(sample_index, text, k).hits] == everything[:k]


@pytest.mark.parametrize(
    ("text", "regions", "years"),
    [
        ("云岚省2026年的经济增长目标是多少？", {"云岚省"}, {2026}),
        ("云岚省2024年的经济增长目标是多少？", {"云岚省"}, {2024}),
        ("沧原省2025年粮食产量实际是多少？", {"沧原省"}, {2026}),
        ("沧原省2023年粮食产量实际是多少？", {"沧原省"}, {2024}),
        ("海屿市的老旧小区改造", {"海屿市"}, {2024, 2026}),
        ("Shili's GDP growth target", {"石黎市"}, {2026}),
        ("云岚和石黎今年的老旧小区改造", {"云岚省", "石黎市"}, {2026}),
    ],
)
def test_every_hit_is_in_the_reports_asked_about(sample_index: OpenIndex, text: str, regions: set[str], years: set[int]) -> None:
    """All passages of the named regions and editions are there and no other."""
    found = owners(sample_index, find(sample_index, text, 10_000))
    assert {report.region for report in found} == regions
    assert {report.year for report in found} == years
    scope = [p for p in sample_index.passages if (r := sample_index.reports[p.report]).region in regions and r.year in years]
    assert len(found) == len(scope)


def test_filters_set_the_scope(sample_index: OpenIndex) -> None:
    """With filters the hits come from the filtered report though the question names another."""
    found = owners(sample_index, find(sample_index, "云岚省2024年的经济增长目标", filters=Filters(("海屿市",), (2026,))))
    assert {report.id for report in found} == {"2026-haiyu"}


def test_without_a_place_every_report_is_looked_in(sample_index: OpenIndex) -> None:
    """A question that names neither place nor year looks in all reports."""
    found = owners(sample_index, find(sample_index, "老旧小区改造", 10_000))
    assert {report.id for report in found} == {report.id for report in sample_index.reports if report.sections}
    assert len(found) == len(sample_index.passages)


@pytest.mark.parametrize(
    ("text", "count"), [("云岚和沧原今年的GDP增长目标各是多少？", 2), ("云岚、沧原、海屿和石黎2026年改造多少老旧小区？", 4)]
)
def test_several_regions_take_turns(sample_index: OpenIndex, text: str, count: int) -> None:
    """Of n regions each has one passage among the first n and two among the first 2n."""
    found = [report.region for report in owners(sample_index, find(sample_index, text, 2 * count))]
    assert len(set(found[:count])) == count
    assert sorted(found[count:], key=str) == sorted(found[:count], key=str)


@pytest.mark.parametrize("text", ["沧原省今年加装电梯多少部？", "沧原2024年的治沙任务", "2026年改造老旧小区1300个"])
def test_a_dated_question_leaves_the_fragment_out(sample_index: OpenIndex, text: str) -> None:
    """The page without a date is no source for a question about a year, whatever its words."""
    assert all(report.year for report in owners(sample_index, find(sample_index, text, 10_000)))


def test_the_fragment_can_be_asked_for(sample_index: OpenIndex) -> None:
    """A question about the torn page looks in it alone."""
    assert {report.quality for report in owners(sample_index, find(sample_index, "残页里加装电梯多少部？"))} == {"fragment"}


def test_a_scope_without_reports_has_no_hits(sample_index: OpenIndex) -> None:
    """A region or year without a report gives an empty ranking, not another region's passages."""
    assert find(sample_index, "GDP增长目标", filters=Filters(("广东省",), ())) == NOTHING
    assert find(sample_index, "GDP增长目标", filters=Filters((), (2025,))).hits == []


def test_the_newest_edition_comes_first_when_editions_say_the_same(sample_index: OpenIndex, tmp_path: Path) -> None:
    """Where two editions hold the same sentence and no year is named, the newer one leads."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for year in (2026, 2024):
        body = "一、重点工作\n\n全省新建星槎渡口三十座。\n\n二、其他工作\n\n继续修桥铺路。\n"
        head = f"桐川省政府工作报告\n\n——{year}年1月9日在桐川省第一届人民代表大会第一次会议上\n\n各位代表：\n\n"
        (reports / f"{year}.txt").write_text(head + body, encoding="utf-8")
    build_index(reports, tmp_path / "index", sample_index.encoder)
    index = open_index(tmp_path / "index", sample_index.encoder)
    found = owners(index, find(index, "新建多少座星槎渡口？"))
    assert [report.year for report in found[:2]] == [2026, 2024]


def test_every_real_question_is_answered_from_the_reports_it_names(real_index: OpenIndex) -> None:
    """Over the real reports, hits are in scope for each province and edition by its full name."""
    for report in real_index.reports:
        if report.year and report.region:
            found = owners(real_index, find(real_index, f"{report.region}{report.year}年的经济增长目标", 5))
            assert [each.id for each in found] == [report.id] * 5


def test_the_cosine_counts_less_the_more_words_are_matched() -> None:
    """The weight falls with the share of the question BM25's best passage holds, stays in bounds, and is larger for English."""
    chinese = [dense_weight(False, share / 10, routed=True) for share in range(11)]
    assert chinese == sorted(chinese, reverse=True)
    assert (chinese[0], chinese[-1]) == (WEIGHTS.dense_most, WEIGHTS.dense_least)
    assert all(dense_weight(True, share / 10, routed=True) >= weight for share, weight in enumerate(chinese))


def test_a_name_in_pinyin_is_found(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path) -> None:
    """Fengling, of 枫岭, is in no glossary: the report's own words spell so."""
    text = "浙江省2026年政府工作报告\n\n二、今年工作\n\n枫岭集团排名由369位上升到235位。\n推进城市更新，改善居住条件。\n发展现代农业，稳定粮食生产。\n"
    answer = ask(index_texts(tmp_path, {"浙江省": text}), "What rank did Zhejiang's Fengling Group reach?").answer
    assert [citation.cited_text for citation in answer.citations] == ["枫岭集团排名由369位上升到235位。"]
