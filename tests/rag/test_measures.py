"""Figures of a text, Chinese or English, by value, unit and qualifier."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.measures import find_figures, find_years, narrow_forms


def read(text: str) -> list[tuple[str, str, str]]:
    return [(f"{figure.value.normalize():f}", figure.unit, figure.qualifier) for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("地区生产总值力争增长5.5%左右", [("5.5", "%", "around")]),
        ("增长４．５％—5%", [("4.5", "%", "from"), ("5", "%", "to")]),
        ("between 4.5% and 5%", [("4.5", "%", "from"), ("5", "%", "to")]),
        ("城镇新增就业12万人以上", [("120000", "人", "at_least")]),
        ("450,000 jobs and around 5 percent", [("450000", "人", "exact"), ("5", "%", "around")]),
        ("45万人", [("450000", "人", "exact")]),
        ("百分之一点五以下", [("1.5", "%", "at_most")]),
        ("一万二千三百亩、两个百分点", [("12300", "亩", "exact"), ("2", "pp", "exact")]),
        ("2.46万亿元", [("2460000000000", "元", "exact")]),
        ("RMB 5 billion", [("5000000000", "元", "exact")]),
        ("8万多人", [("80000", "人", "at_least")]),
        ("城镇、农村居民分别增长4.7%、5.8%左右", [("4.7", "%", "around"), ("5.8", "%", "around")]),
        ("PM2.5年均浓度不高于23微克/立方米", [("23", "µg", "at_most")]),
        ("86 billion jin", [("43000000000", "kg", "exact")]),
        ("860亿斤，4300万吨", [("43000000000", "kg", "exact"), ("43000000000", "kg", "exact")]),
        ("no less than 5%, more than 3 million yuan", [("5", "%", "at_least"), ("3000000", "元", "at_least")]),
        ("no more than 5.5%, 5.5% or less", [("5.5", "%", "at_most"), ("5.5", "%", "at_most")]),
        ("46 companies", [("46", "#", "exact")]),
        ("七成以上", [("70", "%", "at_least")]),
        ("到2030年，二〇二六年，十五五时期，这是一个重要目标", []),
        ("5G、PM2.5", []),
    ],
)
def test_figures_are_read(text: str, figures: list[tuple[str, str, str]]) -> None:
    """Each with its canonical value, unit and qualifier; years, names and articles are none."""
    assert read(text) == figures


def test_years_are_told_from_figures() -> None:
    """2026年 and “in 2026” are years, 2026公里 and 2,026 are not."""
    assert [year for *_, year in find_years("2026年，in 2025, 二〇二四年，2026公里，2,026 and 12026")] == [2026, 2025, 2024]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5%", "5.0%", True), ("5%", "百分之五", True), ("5%", "5 percent", True), ("5%", "5.5%", False), ("5%", "5个百分点", False),
        ("12万人", "12人", False), ("12万人", "120,000 people", True), ("5%左右", "around 5%", True), ("5%左右", "5%以上", False), ("5%左右", "5%", False),
        ("290个", "290 compounds", True), ("290公里", "290 compounds", False), ("46家", "46户", False), ("超过5%", "5%以上", True),
    ],
)  # fmt: skip
def test_figures_compare_by_value_unit_and_qualifier(one: str, other: str, same: bool) -> None:
    """Whatever way they are written."""
    assert find_figures(one)[0].equals(find_figures(other)[0]) is same


@given(st.integers(1, 10**6), st.sampled_from(["元", "人", "吨", "公里", "个"]), st.sampled_from(["", "万", "亿"]))
def test_any_number_is_read(number: int, unit: str, power: str) -> None:
    """Value times power; grouping by commas changes nothing."""
    scale = Decimal({"": 1, "万": 10**4, "亿": 10**8}[power])
    one, other = find_figures(f"达{number}{power}{unit}。"), find_figures(f"达{number:,}{power}{unit}。")
    assert len(one) == len(other) == 1
    assert one[0].equals(other[0])
    assert one[0].value % (number * scale) == 0


@given(st.text(max_size=60))
@example("᠐0")
def test_offsets_stay(text: str) -> None:
    """Narrow forms have the same length, and figures lie inside the text, in order."""
    assert len(narrow_forms(text)) == len(text)
    figures = find_figures(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in figures)
    assert figures == sorted(figures, key=lambda figure: figure.start)
