"""Which value a sentence gives to which indicator."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.indicators import BY_KEY
from index.statements import read_statements

Meaning = tuple[str, float | None, float | None, str]
PIECES = [
    "地区生产总值", "达到", "1.2万亿元", "增长", "下降", "5%", "5.5%左右", "4.5-5%", "６％", "、", "，", "；", "和", "分别", "均", "城镇", "农村", "居民人均可支配收入",
    "居民消费价格", "涨幅", "控制在", "3%以内", "城镇新增就业", "45万人以上", "粮食产量", "稳定在", "700亿斤", "进出口", "出口", "与经济增长同步", "正增长",
    "单位地区生产总值能耗", "二氧化碳排放", "完成国家下达任务", "PM2.5", "25微克/立方米", "研发经费投入强度", "固定资产投资", "社会消费品零售总额", "从3%提高到", "（可比口径）", "2026年", "12",
    "从2021年的", "增长到", "百万吨", "均稳定在", "、蔬菜产量", "在困难的情况下", "与上年持平", "总体平稳", "跨过两个千亿元台阶", "每立方米", "总量", "微克",
]  # fmt: skip


def said(sentence: str) -> list[Meaning]:
    """(indicator, low, high, qualifier) of each statement, in order."""
    return [(s.indicator, s.value.low, s.value.high, s.value.qualifier) for s in read_statements(sentence, 0, len(sentence))]


def exact(indicator: str, figure: float) -> Meaning:
    """A figure without qualifier."""
    return indicator, figure, figure, "exact"


def around(indicator: str, figure: float) -> Meaning:
    """A figure with 左右."""
    return indicator, figure, figure, "around"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "城镇、农村居民人均可支配收入分别增长4.5%、5.5%左右",
            [around("urban_income_growth", 4.5), around("rural_income_growth", 5.5)],
        ),
        (
            "农村居民、城镇居民人均可支配收入分别增长7%、5%以上",
            [("rural_income_growth", 7, None, "at_least"), ("urban_income_growth", 5, None, "at_least")],
        ),
        (
            "城镇调查失业率、居民消费价格涨幅分别控制在5.6%和2.4%以内",
            [("surveyed_unemployment", None, 5.6, "at_most"), ("cpi", None, 2.4, "at_most")],
        ),
        (
            "居民消费价格涨幅和城镇调查失业率控制在3%和5%以内",
            [("cpi", None, 3, "at_most"), ("surveyed_unemployment", None, 5, "at_most")],
        ),
        (
            "进出口总额、固定资产投资、社会消费品零售总额分别增长6.1%、5.2%、4.3%左右",
            [around("trade_growth", 6.1), around("fixed_investment_growth", 5.2), around("retail_sales_growth", 4.3)],
        ),
        (
            "规模以上工业增加值、固定资产投资分别增长6%左右、5%以上",
            [around("industrial_value_added_growth", 6), ("fixed_investment_growth", 5, None, "at_least")],
        ),
        (
            "单位地区生产总值能耗和二氧化碳排放分别下降3%、4%",
            [exact("energy_intensity", 3), exact("carbon_intensity", 4)],
        ),
        (
            "规模以上工业增加值和固定资产投资均增长6%以上",
            [("industrial_value_added_growth", 6, None, "at_least"), ("fixed_investment_growth", 6, None, "at_least")],
        ),
        (
            "城镇居民收入增长4.4%，农牧民收入增长6.5%以上",
            [exact("urban_income_growth", 4.4), ("rural_income_growth", 6.5, None, "at_least")],
        ),
    ],
)
def test_one_verb_serves_several_indicators(sentence: str, expected: list[Meaning]) -> None:
    """Values go to the names in order, and a qualifier at the end of a list holds for every member, not beyond the list."""
    assert said(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "indicator", "qualifier"),
    [
        ("居民收入增长与经济增长同步", "resident_income_growth", "sync"),
        ("居民人均可支配收入增长和经济增长基本同步", "resident_income_growth", "sync"),
        ("全体居民人均可支配收入与经济增长同步", "resident_income_growth", "sync"),
        ("城乡居民收入增长与经济增长同步", "resident_income_growth", "sync"),
        ("农村居民人均可支配收入增速高于城镇居民收入增速", "rural_income_growth", "above"),
        ("居民人均可支配收入增长高于经济增长", "resident_income_growth", "above"),
        ("一般公共预算收入实现正增长", "fiscal_revenue_growth", "positive"),
        ("进出口总额保持正增长", "trade_growth", "positive"),
        ("城乡居民收入增速略快于经济增速", "resident_income_growth", "above"),
        ("居民收入增长略高于经济增长", "resident_income_growth", "above"),
        ("地区生产总值实现正增长", "gdp_growth", "positive"),
        ("地区生产总值增长保持在合理区间", "gdp_growth", "none"),
        ("居民消费价格与去年持平", "cpi", "none"),
        ("物价水平总体稳定", "cpi", "none"),
        ("城镇调查失业率均值为有统计以来最低水平", "surveyed_unemployment", "none"),
        ("粮食总产稳中有升", "grain_output", "none"),
        ("粮食总产、面积、单产实现“三增”", "grain_output", "none"),
        ("PM2.5平均浓度、优良天数比例完成国家下达目标", "pm25", "none"),
        ("粮食产量及播种面积、森林覆盖率等指标完成国家下达年度任务", "grain_output", "none"),
        ("单位GDP二氧化碳排放累计下降率完成国家审核后确定的目标", "carbon_intensity", "none"),
        ("完成国家下达的粮食生产任务", "grain_output", "none"),
        ("单位地区生产总值能耗完成“十四五”国家考核目标", "energy_intensity", "none"),
        ("居民消费价格涨幅低于预期目标", "cpi", "none"),
        ("进出口保稳提质", "trade_growth", "none"),
        ("进出口克服多重压力、实现正增长", "trade_growth", "positive"),
    ],
)
def test_targets_in_words(sentence: str, indicator: str, qualifier: str) -> None:
    """同步, 高于经济增长, 正增长, 与去年持平 and 完成国家下达任务 are values without bounds; the economy they speak of is no second row."""
    assert said(sentence) == [(indicator, None, None, qualifier)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("地区生产总值增长4.5-5%", ("gdp_growth", 4.5, 5, "range")),
        ("地区生产总值增长5%—5.5%", ("gdp_growth", 5, 5.5, "range")),
        ("国内生产总值增长4.5％—5％", ("gdp_growth", 4.5, 5, "range")),
        ("地区生产总值增长目标定为5.8%左右", around("gdp_growth", 5.8)),
        ("地区生产总值预期增长6%左右", around("gdp_growth", 6)),
        ("PM2.5年均浓度只有16微克/立方米", exact("pm25", 16)),
        ("外贸进出口总额由降转升、增长4%", exact("trade_growth", 4)),
        ("外贸进出口止跌回升、增长2%", exact("trade_growth", 2)),
        ("城镇调查失业率5.5%左右", around("surveyed_unemployment", 5.5)),
        ("城镇调查失业率不高于5.8%", ("surveyed_unemployment", None, 5.8, "at_most")),
        ("居民消费价格涨幅2％左右", around("cpi", 2)),
        ("居民消费价格涨幅低于3%", ("cpi", None, 3, "at_most")),
        ("城镇新增就业45万人以上", ("urban_new_jobs", 45, None, "at_least")),
        ("城镇新增就业不少于12万人", ("urban_new_jobs", 12, None, "at_least")),
        ("粮食产量稳定在700亿斤以上", ("grain_output", 700, None, "at_least")),
        ("粮食总产量达到3700万吨左右", around("grain_output", 3700)),
        ("粮食产量1.4万亿斤左右", around("grain_output", 14000)),
        ("粮食产量3.2百万吨", exact("grain_output", 320)),
        ("PM2.5年均浓度降到27微克/立方米以下", ("pm25", None, 27, "at_most")),
        ("研发经费投入强度提高到2.5%以上", ("rd_intensity", 2.5, None, "at_least")),
        ("研发经费投入占地区生产总值比重达到2.5%", exact("rd_intensity", 2.5)),
        ("单位地区生产总值能耗降低2.5%左右", around("energy_intensity", 2.5)),
        ("城镇调查失业率从上半年5.9%降到5.7%", exact("surveyed_unemployment", 5.7)),
        ("研发经费投入强度从2.14%提高到2.5%左右", around("rd_intensity", 2.5)),
        ("PM2.5平均浓度由31微克/立方米下降到每立方米27微克", exact("pm25", 27)),
        ("外贸进出口在对甲国贸易下降两成的情况下增长7%", exact("trade_growth", 7)),
        ("一般公共预算收入扣除退税因素后增长4%", exact("fiscal_revenue_growth", 4)),
        ("地区生产总值从2021年的2.1万亿元增长到2025年的2.9万亿元", exact("gdp_total", 29000)),
        ("经济总量跨越2个千亿元台阶，达到8600亿元", exact("gdp_total", 8600)),
        ("经济总量继2013年迈上1万亿元台阶后，用七年时间、在2025年首次突破2万亿元大关", ("gdp_total", 20000, None, "at_least")),
        ("粮食产量再创历史新高，达到86亿斤", exact("grain_output", 86)),
        ("粮食播种面积稳定在900万亩以上、产量首次突破96亿斤", ("grain_output", 96, None, "at_least")),
        ("粮食、水果、蔬菜产量均稳定在百万吨以上", ("grain_output", 100, None, "at_least")),
        ("粮食、水果、蔬菜产量分别达96万吨、9万吨、88万吨", exact("grain_output", 96)),
        ("粮食产量增加3亿斤、达到86亿斤", exact("grain_output", 86)),
        ("货物贸易、服务贸易分别增长8%、9%", exact("trade_growth", 8)),
        ("工业投资、固定资产投资分别增长9%、4%", exact("fixed_investment_growth", 4)),
        ("地区生产总值增速高于全国、全省水平，年均增长6%", exact("gdp_growth", 6)),
        ("规上工业增加值连续8个月保持两位数增长，全年增长11%", exact("industrial_value_added_growth", 11)),
        ("研发经费投入超过96亿元、投入强度达到2.5%", exact("rd_intensity", 2.5)),
        ("PM2.5平均浓度同比下降8%、降至27微克/立方米", exact("pm25", 27)),
        ("城镇调查失业率年均值5.7%", exact("surveyed_unemployment", 5.7)),
    ],
)
def test_one_figure_for_one_indicator(sentence: str, expected: Meaning) -> None:
    """Ranges, units, levels with what they were before, adverbials before the verb and lists with others: the indicator's own figure."""
    assert said(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("地区生产总值增长6%左右，力争达到6%以上", [around("gdp_growth", 6)]),
        ("地区生产总值达到1.2万亿元、增长5.5%", [exact("gdp_growth", 5.5), exact("gdp_total", 12000)]),
        ("地区生产总值增长4.6%，总量达到3120亿元", [exact("gdp_growth", 4.6), exact("gdp_total", 3120)]),
        ("进出口总额2.03万亿元、增长1.6%", [exact("trade_growth", 1.6)]),
        ("一般公共预算收入1300亿元，增长4.5%", [exact("fiscal_revenue_growth", 4.5)]),
        ("社会消费品零售总额突破5000亿元，比上年增长6%", [exact("retail_sales_growth", 6)]),
        ("居民人均可支配收入8.12万元，增长4.7%", [exact("resident_income_growth", 4.7)]),
        ("粮食产量408.7亿斤、增长1.2%", [exact("grain_output", 408.7)]),
        ("地区生产总值达到1.2万亿元、增加815.6亿元", [exact("gdp_total", 12000)]),
        ("进出口总额首次突破万亿元大关、增长8%", [exact("trade_growth", 8)]),
    ],
)
def test_amounts_followed_by_growth(sentence: str, expected: list[Meaning]) -> None:
    """An amount between a name and its growth does not hide the growth; the first of two growth figures is the target."""
    assert sorted(said(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "出口增长12%", "服务进出口增长9%", "新增粮食产能20亿斤", "粮食综合生产能力430亿斤", "研发经费增长12%", "研发经费投入增长12%以上", "人均地区生产总值达到9万元、增长5%",
        "人均GDP增长5%", "海洋生产总值增长8%", "兵团生产总值增长6%", "城镇登记失业率3.2%", "社会消费品零售总额突破5000亿元",
        "地区生产总值占全国比重提高到4.5%", "地区生产总值增速高于上年1个百分点", "调查失业率下降0.2个百分点", "PM2.5浓度下降3%", "粮食产量增长2%",
        "城镇新增就业增长2%", "粮食产量增加20亿斤", "PM2.5浓度下降3微克/立方米", "经济总量超过800亿元的县域增至9个", "进出口企业增长9%", "民间固定资产投资增长6%", "进出口增长点12个", "地区生产总值能耗", "",
    ],
)  # fmt: skip
def test_no_figure_is_no_statement(sentence: str) -> None:
    """Look-alikes, figures of another unit and shares make no figure for an indicator."""
    assert [row for row in said(sentence) if row[1] is not None or row[2] is not None] == []


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("出口增长12%，进出口增长5%", "trade_growth"),
        ("人均地区生产总值增长4%，地区生产总值增长5%", "gdp_growth"),
        ("研发经费增长12%，研发经费投入强度5%", "rd_intensity"),
        ("新增粮食产能20亿斤，粮食产量5亿斤", "grain_output"),
        ("城镇登记失业率3.2%，城镇调查失业率5%", "surveyed_unemployment"),
        ("海洋生产总值增长8%；全市生产总值增长5%", "gdp_growth"),
        ("民间固定资产投资增长9%，固定资产投资增长5%", "fixed_investment_growth"),
    ],
)
def test_the_look_alike_beside_it_takes_nothing(sentence: str, indicator: str) -> None:
    """Beside its look-alike an indicator keeps its own figure and gets no other."""
    assert said(sentence) == [exact(indicator, 5)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("居民消费价格下降0.1%", exact("cpi", -0.1)),
        ("居民消费价格总水平同比下降0.3％", exact("cpi", -0.3)),
        ("居民消费价格上涨0.4%", exact("cpi", 0.4)),
        ("居民消费价格微涨0.3%", exact("cpi", 0.3)),
        ("进出口总额下降2.3%", exact("trade_growth", -2.3)),
        ("进出口总额1.94万亿元，下降0.8%", exact("trade_growth", -0.8)),
        ("固定资产投资下降5%", exact("fixed_investment_growth", -5)),
        ("城镇调查失业率下降到5.2%", exact("surveyed_unemployment", 5.2)),
        ("单位地区生产总值能耗下降3%", exact("energy_intensity", 3)),
        ("单位GDP二氧化碳排放降低3.6%", exact("carbon_intensity", 3.6)),
        ("PM2.5年均浓度下降到25微克/立方米", exact("pm25", 25)),
    ],
)
def test_a_fall_is_negative_growth(sentence: str, expected: Meaning) -> None:
    """下降 makes growth and prices negative, but not a level and not a reduction aimed at."""
    assert said(sentence) == [expected]


def test_a_fall_keeps_its_word() -> None:
    """The value as written says that it fell."""
    sentence = "居民消费价格下降0.1%"
    (statement,) = read_statements(sentence, 0, len(sentence))
    assert "下降" in statement.value.text


def test_a_fall_of_one_member_is_not_the_next_ones() -> None:
    """A fall of prices does not turn the figure after it."""
    assert said("居民消费价格下降0.1%，城镇居民收入增长4%") == [exact("cpi", -0.1), exact("urban_income_growth", 4)]


def test_an_assigned_task_has_no_figure() -> None:
    """完成国家下达的…任务 is said in words, if at all: no figure."""
    for sentence in ("完成国家下达的单位地区生产总值能耗降低任务", "单位地区生产总值能耗完成国家下达任务", "节能减排完成国家下达的任务"):
        assert all(row[1:] == (None, None, "none") for row in said(sentence))


def test_clauses_after_a_semicolon_are_apart() -> None:
    """A name without a figure takes none from the clause after the semicolon."""
    assert said("稳住社会消费品零售总额；进出口总额增长4%") == [exact("trade_growth", 4)]


def test_a_figure_with_separators_is_read_whole_or_not_at_all() -> None:
    """1,267万人 is not 267万人."""
    assert [row for row in said("城镇新增就业1,267万人") if row != exact("urban_new_jobs", 1267)] == []


def test_offsets_are_those_of_the_text() -> None:
    """A sentence inside a longer text gives the same statements, moved by where it begins."""
    sentence = "城镇、农村居民人均可支配收入分别增长4.5%、5.5%左右，城镇新增就业45万人以上；居民收入增长与经济增长同步。"
    text = f"甲乙丙丁。{sentence}地区生产总值增长9%。"
    alone = list(read_statements(sentence, 0, len(sentence)))
    inside = list(read_statements(text, 5, 5 + len(sentence)))
    assert len(alone) == 4
    assert [(s.indicator, s.start + 5, s.end + 5) for s in alone] == [(s.indicator, s.start, s.end) for s in inside]
    for statement in inside:
        assert set(re.findall(r"\d", statement.value.text)) <= set(text[statement.start : statement.end])
        assert "5%" in text[statement.start : statement.end] or statement.indicator in ("urban_new_jobs", "resident_income_growth")


SENTENCES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(SENTENCES)
@settings(max_examples=300, deadline=None)
def test_statements_of_any_mix_lie_in_it(sentence: str) -> None:
    """On any mix of pieces: no crash, known indicators, spans inside the sentence that hold the value's digits, in its unit."""
    for statement in read_statements(sentence, 0, len(sentence)):
        assert 0 <= statement.start < statement.end <= len(sentence)
        clause = sentence[statement.start : statement.end]
        for figure in re.findall(r"[\d.]+", statement.value.text):
            assert figure in clause
        unit = BY_KEY[statement.indicator].unit
        if statement.indicator == "grain_output":
            assert statement.value.unit in ("亿斤", "万吨", "")
        else:
            assert statement.value.unit in (unit, "")


@given(SENTENCES)
@example("地区生产总值增长6%—5%")
@example("居民消费价格下降3%—2%")
@settings(max_examples=200, deadline=None)
def test_no_statement_has_its_low_above_its_high(sentence: str) -> None:
    """However a sentence is put together, low is not above high."""
    for statement in read_statements(sentence, 0, len(sentence)):
        if statement.value.low is not None and statement.value.high is not None:
            assert statement.value.low <= statement.value.high
