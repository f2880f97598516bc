"""Whether a target was met, where the next report says so itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import OpenIndex
from rag.ask import ask

REPORT = """桐川省政府工作报告

——2026年1月9日在桐川省第一届人民代表大会第一次会议上

各位代表：

（本报告为虚构示例）

一、2025年工作回顾

地区生产总值增长5.3%，高于预期目标0.3个百分点。粮食产量181亿斤，一般公共预算收入增长2%，未达年初预期。城镇新增就业36万人。

二、2026年重点工作

2026年的主要预期目标是：地区生产总值增长5%以上。
"""


@pytest.fixture(scope="module")
def one_report(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    return index_texts(tmp_path_factory.mktemp("met"), {"one": REPORT})


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("桐川2025年GDP增速达到年初定的目标了吗？", "增长5.3%，高于预期目标0.3个百分点"),
        ("桐川省2025年GDP目标完成了吗", "增长5.3%，高于预期目标0.3个百分点"),
        ("Did Tongchuan Province 桐川省 meet its GDP growth target in 2025?", "高于预期目标"),
        ("桐川2025年GDP增速超出年初目标多少？", "高于预期目标0.3个百分点"),
        ("桐川2025年财政收入的目标完成了没有？", "一般公共预算收入增长2%，未达年初预期"),
    ],
)
def test_the_report_itself_says_whether(one_report: OpenIndex, text: str, quoted: str) -> None:
    """No edition of 2025 is needed where that of 2026 holds the result against the target."""
    assert quoted in ask(one_report, text).answer.text


def test_without_such_a_clause_both_figures_are_needed(one_report: OpenIndex) -> None:
    """城镇新增就业36万人 alone does not say what was aimed at."""
    refusal = ask(one_report, "桐川2025年城镇新增就业目标完成了吗？").answer.refusal
    assert refusal is not None
    assert refusal.code == "not_derivable"


@pytest.mark.parametrize(
    "text",
    [
        "桐川2025年经济增速没有完成年初预期目标，是怎么解释的？",
        "桐川2025年GDP增速没够着年初的目标，差了几个点？",
        "桐川2025年财政收入达到了预期，有什么经验？",
    ],
)
def test_the_contrary_is_a_false_premise(one_report: OpenIndex, text: str) -> None:
    """没有完成 for 高于预期, 达到了预期 for 未达年初预期."""
    refusal = ask(one_report, text).answer.refusal
    assert refusal is not None
    assert refusal.code == "false_premise"


@pytest.mark.parametrize("text", ["桐川2026年的目标完成了吗？", "Did Tongchuan Province 桐川省 meet its targets in 2026?"])
def test_what_no_report_can_tell_yet(one_report: OpenIndex, text: str) -> None:
    """Whether the targets of the newest report were met is told by the next one."""
    refusal = ask(one_report, text).answer.refusal
    assert refusal is not None
    assert refusal.code == "not_derivable"
