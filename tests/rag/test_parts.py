"""A question about several places or years is asked of each report on its own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import build_gazetteer
from index.store import OpenIndex
from rag.ask import ask
from rag.parts import split_question
from rag.question import Question, parse_question

GAZETTEER = build_gazetteer()
NAMES = {"广东": "广东省", "浙江": "浙江省", "江苏": "江苏省", "河南": "河南省"}
INDEXED = frozenset({*NAMES.values(), "全国"})


def understand(text: str) -> Question:
    return parse_question(text, GAZETTEER, [2026, 2024], INDEXED)


def parts(text: str) -> list[tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...] | None, str | None]]:
    """(regions, years, editions, kind) of each part."""
    return [(one.regions, one.years.asked, one.editions, one.kind) for one in split_question(understand(text))]


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=2, max_size=4, unique=True), st.sampled_from([("2026年",), ("2024年", "2026年")]))
@settings(max_examples=60, deadline=None)
def test_one_part_for_each_region_and_year(names: list[str], years: tuple[str, ...]) -> None:
    """Regions times years, in the order asked, each part of one report; all else of the question stays."""
    question = understand(f"{'、'.join(names)}{'和'.join(years)}计划改造多少老旧小区？")
    found = split_question(question)
    expected = [(NAMES[name], int(year[:4])) for name in names for year in years]
    assert [(part.regions[0], part.years.asked[0]) for part in found] == expected
    for part in found:
        assert (len(part.regions), part.editions, part.kind) == (1, part.years.asked, "target")
        assert part.places.regions == part.regions
        assert (part.text, part.topic, part.language, part.indicators) == (
            question.text,
            question.topic,
            question.language,
            question.indicators,
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("广东去年和今年改造多少老旧小区？", [(2025, 2026, "achieved"), (2026, 2026, "target")]),
        ("广东2023年和2025年改造了多少老旧小区？", [(2023, 2024, "achieved"), (2025, 2026, "achieved")]),
        ("广东2024年和2025年改造多少老旧小区？", [(2024, 2024, "target"), (2025, 2026, "achieved")]),
    ],
)
def test_a_year_stands_in_its_own_edition_or_the_next(text: str, expected: list[tuple[int, int, str]]) -> None:
    """去年和今年 are a result and a target of one report; results of two years stand in two editions."""
    assert [(asked[0], (editions or (0,))[0], kind) for _, asked, editions, kind in parts(text)] == expected


@pytest.mark.parametrize("text", ["广东改造多少老旧小区？", "广东今年改造多少老旧小区？", "广东到2030年和2035年的城镇化率目标？"])
def test_one_place_and_time_is_the_question_itself(text: str) -> None:
    """Nothing is split where one report is asked, or plans for later years that stand in one report."""
    question = understand(text)
    assert split_question(question) == [question]


def test_many_places_are_not_asked_one_by_one() -> None:
    """Beyond eight parts the question stays whole."""
    indexed = frozenset(GAZETTEER.members("各省"))
    question = parse_question("各省今年改造多少老旧小区？", GAZETTEER, [2026], indexed)
    assert len(question.regions) == 31
    assert split_question(question) == [question]
    eight = parse_question("长三角和京津冀今年改造多少老旧小区？", GAZETTEER, [2026], indexed)
    assert len(eight.regions) == 7
    assert [part.regions[0] for part in split_question(eight)] == list(eight.regions)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("云岚、沧原、海屿今年新增托育位各多少？", {("云岚省", 2026, "9500个"), ("沧原省", 2026, "2.3万个"), ("海屿市", 2026, "1.5万个")}),
        ("2024年和2026年云岚各改造多少老旧小区？", {("云岚省", 2024, "268个"), ("云岚省", 2026, "290个")}),
    ],
)
def test_every_place_and_year_is_quoted(sample_index: OpenIndex, text: str, cited: set[tuple[str, int, str]]) -> None:
    """Each place and each year asked about is answered from its own report."""
    answer = ask(sample_index, text).answer
    assert answer.status == "answered"
    assert {(citation.report.region, citation.report.year) for citation in answer.citations} == {
        (region, year) for region, year, _ in cited
    }
    for region, year, figure in cited:
        assert any(
            (citation.report.region, citation.report.year) == (region, year) and figure in citation.cited_text
            for citation in answer.citations
        )


@pytest.mark.xfail(strict=True, reason="the sentence of last year's result is quoted for this year's plan as well")
def test_last_year_and_this_year_of_one_report_are_both_quoted(sample_index: OpenIndex) -> None:
    """去年改造312个, 今年计划改造290个 stand in two chapters of one report; both are quoted."""
    answer = ask(sample_index, "云岚去年改造老旧小区多少个，今年计划改造多少个？").answer
    assert "312个" in answer.text
    assert "290个" in answer.text


@pytest.mark.parametrize(
    "text", ["广东的高新技术企业数，2024年报告说多少家，今年报告又说多少家？", "广东两份报告里的高新技术企业各有多少家？"]
)
def test_each_report_that_is_named_is_a_part(text: str) -> None:
    """2024年报告 and 今年报告 name editions, not years that something happened in."""
    assert [one[2] for one in parts(text)] == [(2024,), (2026,)]
