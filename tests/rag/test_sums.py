"""Differences of quoted figures."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.sums import difference, rank


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("高速公路里程6895公里，地铁422公里", "高速公路里程达5465公里", "6895公里 − 5465公里 = 1430公里"),
        ("吞吐量超13.2亿吨、3530万标箱", "吞吐量4387万标准箱、增长11.6%", "4387万标箱 − 3530万标箱 = 857万标箱"),
        ("森林覆盖率达到67.1%", "森林覆盖率66.95%", "67.1% − 66.95% = 0.15个百分点"),
        ("总里程达到1.2万公里", "通车里程6895公里", "1.2万公里 − 6895公里 = 5105公里"),
        ("建成12座", "开通3条", None),
        ("没有数", "也没有", None),
    ],
)
def test_the_greater_less_the_smaller(first: str, second: str, line: str | None) -> None:
    """Figures in the first unit that both quotes have, whichever comes first, without rounding error; none without such a unit."""
    assert difference(first, second) == difference(second, first) == line


@pytest.mark.parametrize(
    ("quotes", "ranks"),
    [
        (["高速公路6895公里，地铁422公里", "高速公路5465公里"], [6895, 5465]),
        (["5公里、3座", "4座"], [3, 4]),
        (["从82.4岁提升至83.9岁", "82.7岁"], ["83.9", "82.7"]),
        (["3530万标箱", "4387万标准箱"], [35300000, 43870000]),
        (["9000亿元", "1.2万亿元", "300万元"], [9 * 10**11, 12 * 10**11, 3 * 10**6]),
        (["3座", "4公里"], None),
        (["3座", "没有数"], None),
        ([], None),
        (["5.2%", "４.９％"], ["5.2", "4.9"]),
    ],
)
def test_figures_in_one_unit_can_be_ranked(quotes: list[str], ranks: list[int | str] | None) -> None:
    """The first unit that all quotes share, 万亿 and 万 on one scale, what a level was before passed over; None without such a unit."""
    assert rank(quotes) == (None if ranks is None else [Decimal(number) for number in ranks])


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_ranks_follow_the_quotes(amounts: list[int], random: Random) -> None:
    """Written in 元, 万元 or 亿元, amounts rank as they are, and in any order of the quotes."""
    scales = {"元": 1, "万元": 10**4, "亿元": 10**8}
    units = [random.choice(sorted(scales)) for _ in amounts]
    quotes = [f"安排资金{amount}{unit}，" for amount, unit in zip(amounts, units, strict=True)]
    ranks = rank(quotes)
    assert ranks == [amount * scales[unit] for amount, unit in zip(amounts, units, strict=True)]
    assert rank(quotes[::-1]) == (ranks or [])[::-1]


def test_like_words_are_paired() -> None:
    """Of several figures in one unit those behind the same words are held against each other."""
    first, second = "规模以上工业企业超7.1万家、高新技术企业超7.5万家", "新增企业47家，预计高新技术企业达7.4万家、科技型企业5.6万家"
    assert difference(first, second) == difference(second, first) == "7.5万家 − 7.4万家 = 0.1万家"
    assert rank([first, second]) == [Decimal(75000), Decimal(74000)]
