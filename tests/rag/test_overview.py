"""All the targets or results of one report."""

from __future__ import annotations

import pytest

from index.store import OpenIndex
from rag.ask import ask


@pytest.mark.parametrize(
    "text",
    [
        "桐川省2026年的主要预期目标有哪些？",
        "桐川省2026年目标",
        "桐川今年经济社会发展的主要目标是什么？",
        "What are the key targets of 桐川 for 2026?",
    ],
)
def test_every_target_of_the_report_is_given(realm: OpenIndex, text: str) -> None:
    """Each figure in the report's order, each with its verified citation, and none of another year or region."""
    answer = ask(realm, text).answer
    assert answer.status == "answered"
    figures = ["5%以上", "35万人左右", "180亿斤", "与经济增长基本同步"]
    assert [answer.text.index(figure) for figure in figures] == sorted(answer.text.index(figure) for figure in figures)
    assert len(answer.citations) == len(figures)
    assert all(citation.verified and (citation.report.region, citation.report.year) == ("桐川省", 2026) for citation in answer.citations)
    assert all(figure in citation.cited_text for figure, citation in zip(figures, answer.citations, strict=True))


def test_the_edition_asked_for_is_used(realm: OpenIndex) -> None:
    """2024年 is the edition of 2024."""
    answer = ask(realm, "桐川省2024年的主要目标").answer
    assert "5%左右" in answer.text
    assert {citation.report.year for citation in answer.citations} == {2024}


def test_results_are_of_the_year_before(sample_index: OpenIndex) -> None:
    """完成情况 of last year, not this year's targets."""
    answer = ask(sample_index, "云岚去年主要指标完成情况").answer
    assert "2025年完成情况" in answer.text
    assert "5.3%" in answer.text
    assert "5.5%左右" not in answer.text


@pytest.mark.parametrize("text", ["桐川省2026年养老服务的目标", "哪些省今年的目标是什么？", "桐川和霁原2026年的主要目标"])
def test_what_names_a_matter_or_several_reports_is_something_else(realm: OpenIndex, text: str) -> None:
    """目标 of something, or of several reports, is no overview of one."""
    assert "2026年目标：" not in ask(realm, text).answer.text
