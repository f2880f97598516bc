"""Where a sentence names indicators."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.indicators import BY_KEY
from index.names import find_names

PIECES = [
    "地区生产总值", "单位", "GDP", "能耗", "二氧化碳排放", "进出口", "出口", "城镇", "农村", "居民", "人均可支配收入", "、", "和", "粮食", "产量", "产能",
    "规模以上工业增加值", "固定资产投资", "社会消费品零售总额", "城镇新增就业", "调查失业率", "居民消费价格", "PM2.5", "研发经费", "投入强度", "与经济增长同步", "增长5%",
]  # fmt: skip


def keys(sentence: str) -> list[str]:
    """Every indicator a sentence names, rates before amounts, in its order."""
    return [key for name in find_names(sentence) for key in (*name.rates, *name.amounts)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("地区生产总值", "gdp_growth"), ("国内生产总值", "gdp_growth"), ("全市生产总值", "gdp_growth"), ("GDP", "gdp_growth"),
        ("地区生产总值", "gdp_total"), ("经济总量", "gdp_total"), ("城镇新增就业", "urban_new_jobs"), ("城镇调查失业率", "surveyed_unemployment"),
        ("居民消费价格", "cpi"), ("居民消费价格总水平", "cpi"), ("居民消费价格指数（CPI）", "cpi"), ("居民人均可支配收入", "resident_income_growth"),
        ("全体居民人均可支配收入", "resident_income_growth"), ("居民收入", "resident_income_growth"), ("城镇居民人均可支配收入", "urban_income_growth"),
        ("城镇常住居民人均可支配收入", "urban_income_growth"), ("农村居民人均可支配收入", "rural_income_growth"), ("农牧民收入", "rural_income_growth"),
        ("一般公共预算收入", "fiscal_revenue_growth"), ("地方一般公共预算收入", "fiscal_revenue_growth"),
        ("规模以上工业增加值", "industrial_value_added_growth"), ("规上工业增加值", "industrial_value_added_growth"),
        ("固定资产投资", "fixed_investment_growth"), ("社会消费品零售总额", "retail_sales_growth"), ("社会消费品零售额", "retail_sales_growth"),
        ("进出口总额", "trade_growth"), ("货物进出口", "trade_growth"), ("外贸进出口", "trade_growth"), ("粮食产量", "grain_output"),
        ("粮食总产量", "grain_output"), ("单位地区生产总值能耗", "energy_intensity"), ("单位GDP能耗", "energy_intensity"), ("万元GDP能耗", "energy_intensity"),
        ("单位国内生产总值二氧化碳排放", "carbon_intensity"), ("研发经费投入强度", "rd_intensity"), ("全社会研发经费投入强度", "rd_intensity"),
        ("研发经费支出占地区生产总值比重", "rd_intensity"), ("PM2.5", "pm25"), ("细颗粒物", "pm25"), ("细颗粒物（PM2.5）", "pm25"),
        ("PM_2.5", "pm25"), ("PM 2.5", "pm25"), ("粮食播种面积和总产量", "grain_output"), ("单位GDP二氧化碳减排", "carbon_intensity"),
    ],
)  # fmt: skip
def test_names_of_the_contract(name: str, key: str) -> None:
    """Each way the reports call an indicator is found where it stands."""
    sentence = f"今年{name}的安排。"
    found = [mention for mention in find_names(sentence) if key in (*mention.rates, *mention.amounts)]
    assert found
    assert "今年" not in sentence[found[0].start : found[0].end]
    assert sentence[found[0].start : found[0].end] in name


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("出口增长9%", "trade_growth"), ("进口增长9%", "trade_growth"), ("服务进出口增长9%", "trade_growth"), ("跨境电商进出口增长30%", "trade_growth"),
        ("加工贸易进出口企业80家", "trade_growth"),
        ("新增粮食产能20亿斤", "grain_output"), ("粮食产能达到500亿斤", "grain_output"), ("粮食综合生产能力430亿斤", "grain_output"),
        ("粮食产业产值3000亿元", "grain_output"), ("研发经费增长12%", "rd_intensity"), ("研发经费投入增长12%", "rd_intensity"),
        ("人均地区生产总值突破9万元", "gdp_growth"), ("人均GDP突破9万元", "gdp_total"), ("海洋生产总值增长8%", "gdp_growth"),
        ("兵团生产总值增长6%", "gdp_growth"), ("数字经济增长15%", "gdp_growth"), ("民营经济增长6%", "gdp_growth"),
        ("县域生产总值增长7%", "gdp_growth"), ("单位地区生产总值能耗降低3%", "gdp_growth"), ("单位GDP二氧化碳排放降低3%", "gdp_growth"),
        ("城镇登记失业率3.2%", "surveyed_unemployment"), ("民间固定资产投资增长6%", "fixed_investment_growth"),
        ("工业固定资产投资增长11%", "fixed_investment_growth"), ("限上社会消费品零售额增长7%", "retail_sales_growth"),
        ("规模以上工业企业利润增长7%", "industrial_value_added_growth"), ("脱贫人口人均可支配收入增长9%", "resident_income_growth"),
        ("税收收入增长4%", "fiscal_revenue_growth"), ("居民收入增长与经济增长同步", "gdp_growth"), ("力争新增粮食产量20亿斤", "grain_output"),
        ("全市工业经济总量突破6000亿元", "gdp_total"), ("贷款增长9%，总量达到7000亿元", "gdp_total"), ("规上工业企业研发投入占比50%", "rd_intensity"),
        ("扶贫车间新增就业3万人", "urban_new_jobs"),
    ],
)  # fmt: skip
def test_look_alikes_are_not_the_indicator(sentence: str, key: str) -> None:
    """出口 is not 进出口, 产能 not 产量, 研发经费 not its intensity, and a part's or a head's figure not the region's."""
    assert key not in keys(sentence)


def test_a_name_may_have_words_inside_or_take_its_subject_from_before() -> None:
    """产量 behind the area sown is the grain's, 总量 behind the output's growth is the output's, 货物贸易 beside 服务贸易 is the trade in goods."""
    assert keys("粮食种植面积820万亩、新增9万亩，总产达96万吨") == ["grain_output"]
    assert keys("粮食又获丰收，总产量达96亿斤") == ["grain_output"]
    assert keys("粮食、油料、蔬菜产量分别达96万吨、9万吨、88万吨") == ["grain_output"]
    assert keys("粮食面积稳定，蔬菜产量达96万吨") == []
    assert keys("地区生产总值增长6.2%，增速居前，总量突破4万亿") == ["gdp_growth", "gdp_total", "gdp_growth", "gdp_total"]
    assert keys("货物贸易、服务贸易分别增长8%、9%") == ["trade_growth"]
    assert keys("物价总体平稳") == ["cpi"]
    assert keys("研究物价问题") == []
    assert keys("全社会研发投入占比3%以上") == ["rd_intensity"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("城镇、农村居民人均可支配收入分别增长4.5%、5.5%", ["urban_income_growth", "rural_income_growth"]),
        ("农村、城镇居民人均可支配收入分别增长5.5%、4.5%", ["rural_income_growth", "urban_income_growth"]),
        ("城镇和农村常住居民人均可支配收入增长5%", ["urban_income_growth", "rural_income_growth"]),
        ("全体居民、城镇居民、农村居民人均可支配收入", ["resident_income_growth", "urban_income_growth", "rural_income_growth"]),
        ("单位地区生产总值能耗和二氧化碳排放分别下降3%、4%", ["energy_intensity", "carbon_intensity"]),
        ("固定资产投资、社会消费品零售总额、进出口总额", ["fixed_investment_growth", "retail_sales_growth", "trade_growth"]),
        ("修建村道320公里", []),
        ("", []),
    ],
)
def test_lists_name_their_members_in_order(sentence: str, expected: list[str]) -> None:
    """A list of names gives its indicators in the order of the sentence."""
    assert keys(sentence) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_names_are_in_order_and_apart(sentence: str) -> None:
    """Mentions lie in the sentence, in order, without overlap, and name known indicators only."""
    names = find_names(sentence)
    position = 0
    for name in names:
        assert position <= name.start < name.end <= len(sentence)
        position = name.end
        assert {*name.rates, *name.amounts} <= set(BY_KEY)
        assert name.rates or name.amounts
