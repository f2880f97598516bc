"""Figures with their qualifiers."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.values import FROM, VALUE, WORDS, Value, read_value, read_words

PIECES = [
    "5", "5.5", "４.９", "0", "12", "2026", "1,267", ".", "%", "％", "万人", "人", "亿斤", "万吨", "百万吨", "万亿斤", "亿元", "万亿元", "百", "千", "三", "多", "每立方米",
    "微克/立方米", "个百分点", "—", "-", "～", "至", "到", "左右", "以上", "以内", "以下", "不低于", "不超过", "超过", "约", "低于", "、", "，", "增长",
]  # fmt: skip


def value(text: str, after: str | None = None) -> Value:
    """The value that `text` states from its first character to its last."""
    match = VALUE.fullmatch(text)
    assert match, text
    found = read_value(match, after)
    assert found, text
    return found


def meaning(text: str, after: str | None = None) -> tuple[float | None, float | None, str, str]:
    """(low, high, unit, qualifier)."""
    found = value(text, after)
    return found.low, found.high, found.unit, found.qualifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5%", (5, 5, "%", "exact")),
        ("5.5％", (5.5, 5.5, "%", "exact")),
        ("４.９％", (4.9, 4.9, "%", "exact")),
        ("45万人", (45, 45, "万人", "exact")),
        ("5.5%左右", (5.5, 5.5, "%", "around")),
        ("3%上下", (3, 3, "%", "around")),
        ("约4%", (4, 4, "%", "around")),
        ("5%以上", (5, None, "%", "at_least")),
        ("不低于700亿斤", (700, None, "亿斤", "at_least")),
        ("不少于12万人", (12, None, "万人", "at_least")),
        ("超过300万吨", (300, None, "万吨", "at_least")),
        ("突破2万亿元", (20000, None, "亿元", "at_least")),
        ("3%以内", (None, 3, "%", "at_most")),
        ("5.5%之内", (None, 5.5, "%", "at_most")),
        ("27微克/立方米以下", (None, 27, "微克/立方米", "at_most")),
        ("不高于5.8%", (None, 5.8, "%", "at_most")),
        ("不超过5.7%", (None, 5.7, "%", "at_most")),
        ("低于3%", (None, 3, "%", "at_most")),
        ("低于每立方米21微克", (None, 21, "微克/立方米", "at_most")),
        ("40余万人", (40, None, "万人", "at_least")),
        ("2万多亿元", (20000, None, "亿元", "at_least")),
        ("4.5-5%", (4.5, 5, "%", "range")),
        ("5%—5.5%", (5, 5.5, "%", "range")),
        ("4.5％—5％", (4.5, 5, "%", "range")),
        ("4.5%——5%", (4.5, 5, "%", "range")),
        ("5％-5.5%", (5, 5.5, "%", "range")),
        ("4%～5%", (4, 5, "%", "range")),
        ("4%至5%", (4, 5, "%", "range")),
        ("2到3%", (2, 3, "%", "range")),
    ],
)
def test_bounds_follow_the_qualifier(text: str, expected: tuple[float | None, float | None, str, str]) -> None:
    """A figure's bounds and qualifier are those of the contract: high null with 以上, low null with 以内, both in a range."""
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("1.35万亿元", 13500, "亿元"),
        ("8640亿元", 8640, "亿元"),
        ("1.4万亿斤", 14000, "亿斤"),
        ("86.5亿斤", 86.5, "亿斤"),
        ("3.2百万吨", 320, "万吨"),
        ("3700万吨", 3700, "万吨"),
        ("0.4亿吨", 4000, "万吨"),
        ("12000人", 1.2, "万人"),
        ("1.92万人", 1.92, "万人"),
        ("24微克／立方米", 24, "微克/立方米"),
        ("24微克每立方米", 24, "微克/立方米"),
        ("24μg/m³", 24, "微克/立方米"),
        ("每立方米24微克", 24, "微克/立方米"),
        ("百万吨", 100, "万吨"),
        ("三千万吨", 3000, "万吨"),
        ("千亿斤", 1000, "亿斤"),
        ("两万亿元", 20000, "亿元"),
        ("万亿元", 10000, "亿元"),
        ("1.7万亿", 17000, "亿元"),
        ("8640.5亿", 8640.5, "亿元"),
    ],
)
def test_amounts_come_in_the_unit_of_the_table(text: str, low: float, unit: str) -> None:
    """万亿元 counts in 亿元, 百万吨 in 万吨, 万亿斤 in 亿斤, 人 in 万人, also with Chinese numerals; what the report wrote stays in `text`."""
    found = value(text)
    assert (found.low, found.high, found.unit, found.text) == (pytest.approx(low), pytest.approx(low), unit, text)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("左右", (4.5, 4.5, "%", "around")),
        ("以上", (4.5, None, "%", "at_least")),
        ("以内", (None, 4.5, "%", "at_most")),
        (None, (4.5, 4.5, "%", "exact")),
    ],
)
def test_a_shared_qualifier_holds_for_a_bare_figure(after: str | None, expected: tuple[float | None, float | None, str, str]) -> None:
    """The qualifier that closes a list is given to the members before it."""
    assert meaning("4.5%", after) == expected


def test_a_figure_without_a_unit_is_no_value() -> None:
    """Years and bare numbers are not read."""
    for text in ("2026", "5.5", "5.5左右", "2025—2026"):
        match = VALUE.match(text)
        assert match
        assert read_value(match) is None


@pytest.mark.parametrize(
    "text",
    ["从2021年的2.1万亿元增长到2025年的", "从上半年6%降到", "由“甲五”末的41微克/立方米下降至", "从2.1%逐步提高到"],
)
def test_what_a_level_was_before(text: str) -> None:
    """从…增长到 is read as a whole, with its year and figure, up to the figure that it has become."""
    assert FROM.fullmatch(text)
    assert not FROM.search("从甲处到乙处增长5%")


def test_two_units_make_no_range() -> None:
    """A dash between figures of different units is not a range."""
    match = VALUE.match("5%—10万人")
    assert match
    found = read_value(match)
    assert found is None or found.qualifier != "range"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("与经济增长同步", "sync"),
        ("和经济增长基本同步", "sync"),
        ("与地区生产总值增长同步", "sync"),
        ("与GDP增长基本同步", "sync"),
        ("保持基本同步增长", "sync"),
        ("高于经济增长", "above"),
        ("快于全国平均水平", "above"),
        ("高于城镇居民收入增速", "above"),
        ("实现正增长", "positive"),
        ("正增长", "positive"),
        ("保持稳定", "none"),
        ("保持在合理区间", "none"),
        ("与上年基本持平", "none"),
        ("稳中略升", "none"),
        ("超额完成国家下达的目标", "none"),
        ("为有观测以来最好水平", "none"),
        ("低位运行", "none"),
    ],
)
def test_words_without_a_figure(text: str, qualifier: str) -> None:
    """同步, 高于经济增长 and 正增长 have their qualifiers of the contract, everything else said in words is `none`; no bounds."""
    match = WORDS.search(text)
    assert match
    found = read_words(match)
    assert (found.low, found.high, found.qualifier) == (None, None, qualifier)
    assert found.text == text[found.start : found.end]


FIGURES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(FIGURES, st.sampled_from([None, "左右", "以上", "以内"]))
@settings(max_examples=300, deadline=None)
def test_any_value_is_consistent(text: str, after: str | None) -> None:
    """On any mix of pieces: the text is the span, bounds are those its qualifier allows."""
    for match in VALUE.finditer(text):
        found = read_value(match, after)
        if found is None:
            continue
        assert found.text == text[found.start : found.end]
        assert found.unit
        assert (found.low is None) == (found.qualifier == "at_most")
        assert (found.high is None) == (found.qualifier == "at_least")
        if found.qualifier in ("exact", "around"):
            assert found.low == found.high


@given(FIGURES, st.sampled_from([None, "左右", "以上", "以内"]))
@example("6%—5%", None)
@example("2026-5%", None)
@settings(max_examples=200, deadline=None)
def test_low_is_never_above_high(text: str, after: str | None) -> None:
    """Whatever stands on both sides of a dash, a value never has its low above its high."""
    for match in VALUE.finditer(text):
        found = read_value(match, after)
        if found and found.low is not None and found.high is not None:
            assert found.low <= found.high
