"""Whether a sentence says only what it cites: true ones pass, each way of being false is named."""

from __future__ import annotations

import pytest

from index.store import OpenIndex
from rag.ask import ask
from rag.grounds import ENOUGH, gather
from rag.prompt import write_messages
from rag.support import FIGURE, IDLE, PLACE, QUOTE, UNCITED, UNKNOWN, WHEN, WHOSE, WORDS, YEAR, Checker, find_quotes

GROWTH, BOTH = "云岚省2026年的经济增长目标是多少？", "云岚和沧原今年的GDP增长目标各是多少？"
INCOME, PRICES = "云岚省2026年城镇和农村居民收入目标是多少？", "海屿市2025年居民消费价格涨幅是多少？"
SOUP = "石黎市2026年酸汤美食产业产值要达到多少？"
HOMES, LAST, ENGLISH = "云岚省今年老旧小区改造有什么安排？", "云岚省去年经济增长多少？", "Yunlan's GDP growth target in 2026"


def faults(index: OpenIndex, question: str, sentence: str) -> set[str]:
    return {fault.kind for fault in Checker(gather(index, ask(index, question)), index.gazetteer).faults(sentence)}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (GROWTH, "云岚省2026年地区生产总值增长目标为5.5%左右[1]。"),
        (GROWTH, "云岚省2026年经济增长目标是百分之五点五左右。[1]"),
        (GROWTH, "云岚省今年经济增长目标是５.５％左右【1】。"),
        (GROWTH, "云岚省2026年报告提出，“地区生产总值力争增长5.5%左右”[1]。"),
        (BOTH, "云岚省2026年地区生产总值增长目标为5.5%左右[1]，沧原省2026年为6%左右[2]。"),
        (INCOME, "云岚省2026年城镇居民人均可支配收入增长4.7%左右[1]，农村居民人均可支配收入增长5.8%左右[2]。"),
        (PRICES, "海屿市2025年居民消费价格下降0.1%[1]。"),
        (HOMES, "云岚省2026年将改造290个老旧小区，加装850部电梯[1]。"),
        (SOUP, "石黎市2026年报告提出，产值超过18亿元[1]。"),
        (LAST, "云岚省2025年地区生产总值增长5.3%[1]。"),
        (LAST, "云岚省去年地区生产总值达到9860亿元、增长5.3%[1]。"),
        (ENGLISH, "Yunlan's 2026 target for GDP growth is around 5.5% [1]."),
    ],
)
def test_true_sentences_pass(sample_index: OpenIndex, question: str, sentence: str) -> None:
    """In other words and other digits too."""
    assert faults(sample_index, question, sentence) == set()


@pytest.mark.parametrize(
    ("question", "sentence", "kind"),
    [
        (GROWTH, "云岚省2026年经济增长目标是6.5%左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年经济增长目标是百分之六左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年经济增长目标是5.5%[1]。", FIGURE),
        (GROWTH, "云岚省2026年经济增长目标是5.5%以上[1]。", FIGURE),
        (GROWTH, "云岚省2026年经济增长目标是5.5个百分点左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年城镇调查失业率5.5%左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年地区生产总值下降5.5%左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年地区生产总值增长5.5%左右，三千个项目[1]。", FIGURE),
        (GROWTH, "云岚省2024年经济增长目标是5.5%左右[1]。", YEAR),
        (GROWTH, "沧原省2026年经济增长目标是5.5%左右[1]。", PLACE),
        (GROWTH, "青岚省2026年经济增长目标是5.5%左右[1]。", PLACE),
        (GROWTH, "云岚省2026年经济增长目标是5.5%左右[99]。", UNKNOWN),
        (GROWTH, "云岚省2026年经济增长目标是5.5%左右。", UNCITED),
        (GROWTH, "云岚省2026年经济增长目标是5.5%左右[1][2]。", IDLE),
        (GROWTH, "云岚省（2026年）：5.5%左右[1]。", FIGURE),
        (GROWTH, "云岚省2026年经济增长目标是5.5%左右[1]，这很好。", UNCITED),
        (GROWTH, "云岚省2026年报告提出，“地区生产总值增长5.5%左右”[1]。", QUOTE),
        (GROWTH, "云岚省2026年报告提出，“地区生产总值力争增长5.5%左右[1]。", QUOTE),
        (GROWTH, "云岚省2026年规模左右经济增长目标是5.5%左右[1]。", WORDS),
        (GROWTH, "云岚省2026年没有提出5.5%左右的增长目标[1]。", WORDS),
        (GROWTH, "云岚省2026年经济增长目标是5.5%左右[1]，创历史新高[1]。", WORDS),
        (BOTH, "云岚省2026年地区生产总值增长目标为6%左右，沧原省为5.5%左右[1][2]。", FIGURE),
        (BOTH, "2026年经济增长目标5.5%左右的是沧原省，6%左右的是云岚省[1][2]。", FIGURE),
        (BOTH, "2026年地区生产总值增长目标为6%左右[2]。", WHOSE),
        (INCOME, "云岚省2026年城镇居民人均可支配收入增长5.8%左右[1]。", FIGURE),
        (INCOME, "云岚省2026年农村、城镇居民的人均可支配收入分别增长4.7%、5.8%左右[1]。", WORDS),
        (PRICES, "海屿市2025年居民消费价格涨幅为0.1%[1]。", FIGURE),
        (HOMES, "云岚省2026年改造老旧小区850个[1]。", FIGURE),
        (HOMES, "云岚省2026年开工建设枫岭机场，改造老旧小区290个[1]。", WORDS),
        (SOUP, "石黎市2026年报告提出，产值超过18亿元以上[1]。", FIGURE),
        (LAST, "云岚省2026年地区生产总值增长5.3%[1]。", YEAR),
        (LAST, "云岚省2025年经济增长目标为5.3%[1]。", FIGURE),
        (ENGLISH, "Yunlan's 2026 target for GDP growth is 5.5 percent [1].", FIGURE),
        (ENGLISH, "Cangyuan's 2026 target for GDP growth is around 5.5% [1].", PLACE),
        (ENGLISH, "Atlantis's 2026 target for GDP growth is around 5.5% [1].", PLACE),
        (ENGLISH, "Yunlan's 2026 target for GDP growth is around 5.5%, or six percent [1].", FIGURE),
        (ENGLISH, "Yunlan pursues high-quality growth in 2026 [1].", WORDS),
    ],
)
def test_false_sentences_are_faulted(sample_index: OpenIndex, question: str, sentence: str, kind: str) -> None:
    """For the right reason, among others."""
    assert kind in faults(sample_index, question, sentence)


def test_a_year_is_named_where_there_are_several(sample_index: OpenIndex) -> None:
    """From two editions' material a sentence must say which it is of."""
    assert WHEN in faults(sample_index, "云岚省2024年和2026年的经济增长目标是多少？", "云岚省地区生产总值增长5.5%左右[2]。")


def test_grounds_are_the_answer_s_own_citations_first(sample_index: OpenIndex) -> None:
    """Numbered from 1, verified, none inside another, in the prompt one JSON object a line."""
    for question in (GROWTH, BOTH, HOMES, "哪些省提到了低空经济？"):
        asked = ask(sample_index, question)
        grounds = gather(sample_index, asked)
        assert [ground.citation.number for ground in grounds] == list(range(1, len(grounds) + 1))
        own = len(asked.answer.citations)
        assert [g.citation.cited_text for g in grounds[:own]] == [citation.cited_text for citation in asked.answer.citations]
        assert len(grounds) <= max(ENOUGH, own)
        assert all(ground.citation.verified for ground in grounds)
        assert write_messages(asked.answer.question, grounds)[1].content.count("\n{") == len(grounds)


def test_quotation_marks_nest() -> None:
    """The outermost count; a mark without its other half is none."""
    assert find_quotes("他说“甲“乙”丙”和《丁》") == [(3, 8), (11, 12)]
    assert find_quotes("没有") == []
    assert find_quotes("“甲") is None
    assert find_quotes("甲”") is None
