"""A comparison that a question takes for granted is held against the two rows it is about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import OpenIndex
from rag.ask import ask, understand
from rag.presumed import contradicting_rows

GDP = {"云岚": 5.5, "沧原": 6.0, "澜州": 4.8, "海屿": 5.0, "石黎": 6.6}


def refused(index: OpenIndex, text: str) -> bool:
    refusal = ask(index, text).answer.refusal
    return refusal is not None and refusal.code == "false_premise"


@given(st.permutations(sorted(GDP)), st.sampled_from(["高", "低", "还高", "更低"]), st.sampled_from(["为什么{}？", "{}，为什么？"]))
@settings(max_examples=40, deadline=None)
def test_two_regions_are_held_against_each_other(sample_index: OpenIndex, names: list[str], way: str, template: str) -> None:
    """为什么 A 的目标比 B 高 is contradicted just where A's figure is not the higher one; both rows are shown, A's first."""
    one, other = names[:2]
    text = template.format(f"{one}今年的GDP增长目标比{other}{way}")
    wrong = GDP[one] <= GDP[other] if "高" in way else GDP[one] >= GDP[other]
    pair = contradicting_rows(sample_index, understand(sample_index, text))
    assert [sample_index.reports[row.report].region[:2] for row in pair] == ([one, other] if wrong else [])  # type: ignore[index]
    assert refused(sample_index, text) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("云岚去年城里人的收入涨得比农村人快，为什么？", True),
        ("云岚去年农村居民收入增长比城镇快，为什么？", False),
        ("为什么云岚去年城镇居民收入增速比农村居民高？", True),
        ("为什么云岚去年城镇居民收入增速比农村居民低？", False),
        ("云岚2026年的GDP目标比2024年高，为什么？", True),
        ("云岚2026年的GDP目标比2024年低，为什么？", False),
        ("Why is Yunlan's 2026 GDP growth target higher than Cangyuan's?", True),
        ("Why is Cangyuan's 2026 GDP growth target higher than Yunlan's?", False),
    ],
)
def test_town_and_country_two_years_and_english(sample_index: OpenIndex, text: str, wrong: bool) -> None:
    """Urban against rural income, one year against another, and English comparatives are checked alike."""
    assert bool(contradicting_rows(sample_index, understand(sample_index, text))) is wrong
    assert refused(sample_index, text) is wrong


@pytest.mark.parametrize(
    "text",
    [
        "云岚今年的GDP目标比沧原高吗？",
        "云岚今年的GDP目标是不是比沧原高？",
        "云岚今年的GDP目标比沧原高多少？",
        "为什么云岚今年的老旧小区比沧原多？",
    ],
)
def test_what_is_only_asked_takes_nothing_for_granted(sample_index: OpenIndex, text: str) -> None:
    """比…高吗, 比…高多少, and what the table does not hold are no premises of two rows."""
    assert contradicting_rows(sample_index, understand(sample_index, text)) == ()


def test_the_refusal_shows_both_figures(sample_index: OpenIndex) -> None:
    """The reader sees what either report says, each cited."""
    refusal = ask(sample_index, "为什么云岚今年的GDP目标比沧原高？").answer.refusal
    assert refusal is not None
    assert "5.5%左右" in refusal.message
    assert "6%左右" in refusal.message
    assert {citation.report.region for citation in refusal.nearest} == {"云岚省", "沧原省"}
