"""Questions → indicators."""

from __future__ import annotations

import pytest

from index.indicators import BY_KEY, INDICATORS, find_indicators

UNITS = {
    "gdp_growth": "%", "gdp_total": "亿元", "urban_new_jobs": "万人", "surveyed_unemployment": "%", "cpi": "%", "resident_income_growth": "%",
    "urban_income_growth": "%", "rural_income_growth": "%", "fiscal_revenue_growth": "%", "industrial_value_added_growth": "%",
    "fixed_investment_growth": "%", "retail_sales_growth": "%", "trade_growth": "%", "energy_intensity": "%", "carbon_intensity": "%",
    "rd_intensity": "%", "pm25": "微克/立方米",
}  # fmt: skip


def keys(question: str) -> list[str]:
    """The keys of the indicators a question names."""
    return [indicator.key for indicator in find_indicators(question)]


def test_all_indicators_of_the_contract_are_there() -> None:
    """Each indicator of the contract is known once, with the unit the contract gives it."""
    assert len(BY_KEY) == len(INDICATORS)
    assert set(UNITS) | {"grain_output"} <= set(BY_KEY)
    assert {key: BY_KEY[key].unit for key in UNITS} == UNITS


@pytest.mark.parametrize("key", sorted(set(BY_KEY) - {"gdp_total"}))  # 地区生产总值 or GDP alone may mean its growth
def test_an_indicator_answers_to_its_own_label(key: str) -> None:
    """The Chinese label of an indicator, put into a question, names it first."""
    assert keys(f"广东2026年{BY_KEY[key].label}是多少？")[:1] == [key]


@pytest.mark.parametrize("key", sorted(set(BY_KEY) - {"gdp_total"}))
def test_an_indicator_answers_to_its_own_english_label(key: str) -> None:
    """The English label of an indicator, put into a question, names it."""
    assert key in keys(f"What is Guangdong's {BY_KEY[key].english_label} in 2026?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("今年经济增速目标是多少", ["gdp_growth"]),
        ("GDP总量有多大", ["gdp_total"]),
        ("单位地区生产总值能耗降低多少", ["energy_intensity"]),
        ("单位GDP二氧化碳排放降低多少", ["carbon_intensity"]),
        ("城镇居民人均可支配收入增长多少", ["urban_income_growth"]),
        ("农村居民人均可支配收入增长多少", ["rural_income_growth"]),
        ("居民人均可支配收入增长多少", ["resident_income_growth"]),
        ("调查失业率和物价涨幅", ["surveyed_unemployment", "cpi"]),
        ("粮食产量、城镇新增就业分别是多少", ["grain_output", "urban_new_jobs"]),
        ("社零总额和进出口总额的增速", ["retail_sales_growth", "trade_growth"]),
        ("规上工业增加值增长多少", ["industrial_value_added_growth"]),
        ("PM2.5年均浓度", ["pm25"]),
        ("老旧小区改造多少个", []),
        ("失业保险金怎么领", []),
        ("", []),
    ],
)
def test_indicators_in_questions(question: str, expected: list[str]) -> None:
    """A longer name hides the shorter one inside it, several come in the order they are named, others none."""
    assert keys(question) == expected
