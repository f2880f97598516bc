"""Lists of figures that the table does not hold: read behind the question's own words in each report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import OpenIndex
from rag.ask import ask

RATES = {"桐川省": 72.0, "霁原省": 69.0, "苍渚省": 75.0}


@given(st.sampled_from([66, 67, 68, 70, 71, 73, 74, 76, 78]), st.sampled_from(["以上", "以下"]))
@settings(max_examples=12, deadline=None)
def test_those_that_fit_are_listed(realm: OpenIndex, bound: int, word: str) -> None:
    """城镇化率达到70%以上 lists the regions whose own figure fits, each with its figure and a verified citation."""
    answer = ask(realm, f"到2030年哪些省的常住人口城镇化率目标在{bound}%{word}？").answer
    expected = {name for name, rate in RATES.items() if (rate > bound if word == "以上" else rate < bound)}
    assert answer.status == "answered"
    assert {name for name in RATES if name in answer.text} == expected
    assert f"有{len(expected)}个" in answer.text
    for citation in answer.citations:
        assert citation.verified
        assert f"{RATES[str(citation.report.region)]:g}%" in citation.cited_text
    assert re.findall(r"\[(\d+)\]", answer.text) == [str(number) for number in range(1, len(expected) + 1)]


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("到2030年常住人口城镇化率目标最高的是哪个省？", ["苍渚省"]),
        ("到2030年常住人口城镇化率目标最低的是哪个省？", ["霁原省"]),
        ("到2030年常住人口城镇化率目标最低的两个省是哪些？", ["霁原省", "桐川省"]),
        ("到2030年常住人口城镇化率目标最高的两个省是哪些？", ["苍渚省", "桐川省"]),
    ],
)
def test_the_extremes_come_in_order(realm: OpenIndex, text: str, regions: list[str]) -> None:
    """最高 and 最低, one or the first few, the extreme first."""
    answer = ask(realm, text).answer
    assert [citation.report.region for citation in answer.citations] == regions
    assert answer.text.index(regions[0]) == min(answer.text.index(region) for region in regions)


def test_the_bound_itself_may_stand_in_a_report(realm: OpenIndex) -> None:
    """72%以上 takes 72% and 75%左右, though one report writes 72% word for word."""
    answer = ask(realm, "到2030年哪些省的常住人口城镇化率目标在72%以上？").answer
    assert {name for name in RATES if name in answer.text} == {"桐川省", "苍渚省"}


def test_a_word_that_one_report_measures_is_no_list(realm: OpenIndex) -> None:
    """With fewer than two figures there is nothing to hold side by side; the reports that write the word are named."""
    answer = ask(realm, "2026年哪些省办足球联赛最多？").answer
    assert "最多" not in answer.text
    assert "最高" not in answer.text


def test_lengths_are_measured_too(realm: OpenIndex) -> None:
    """高速公路通车里程最多 is a figure in kilometres, not merely a word that all reports write."""
    answer = ask(realm, "2026年高速公路通车里程最多的是哪个省？").answer
    assert [citation.report.region for citation in answer.citations] == ["漪山省"]


def _report(region: str, said: str) -> str:
    return f"{region}政府工作报告\n\n——2026年1月9日在{region}第一届人民代表大会第一次会议上\n\n（本报告为虚构示例）\n\n一、2025年工作回顾\n\n{said}\n"


@pytest.fixture(scope="module")
def counted(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    said = {
        "桐川省": "人均预期寿命从80.2岁提高到82.5岁，建成5G基站20.6万个，接待游客增长12%，高速公路通车里程新增300公里、突破1.1万公里。",
        "霁原省": "人均预期寿命达到81.3岁，建成5G基站9万个，接待游客3.1亿人次，高速公路通车里程突破1万公里。",
        "苍渚省": "人均预期寿命达到83.1岁，建成5G基站25万个，接待游客4.2亿人次，高速公路通车里程9000公里。",
    }
    return index_texts(tmp_path_factory.mktemp("counted"), {name: _report(name, text) for name, text in said.items()})


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("哪些省人均预期寿命超过82岁？", {"桐川省", "苍渚省"}),
        ("哪些省建成5G基站20万个以上？", {"桐川省", "苍渚省"}),
        ("哪些省的高速公路通车里程过万公里？", {"桐川省", "霁原省"}),
        ("2026年报告里，哪个省接待游客最多？", {"苍渚省"}),
    ],
)
def test_units_that_the_table_does_not_know(counted: OpenIndex, text: str, regions: set[str]) -> None:
    """岁, 万个, 亿人次; the level and not what it was before or what was added, an amount and not a rate."""
    answer = ask(counted, text).answer
    assert answer.status == "answered"
    assert {name for name in RATES if name in answer.text} == regions
