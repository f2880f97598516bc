"""Which rows of the table a question asks for, and when it asks for something the table does not hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import OpenIndex
from rag.ask import ask, understand
from rag.figures import Asked, asks_amount, find_figures, means_the_table, sentence_of
from rag.question import Filters


def figures(index: OpenIndex, text: str, filters: Filters | None = None) -> list[Asked]:
    return find_figures(index, understand(index, text, filters or Filters()))


def values(index: OpenIndex, text: str) -> list[tuple[str, str, str, int, str | None]]:
    """(report, indicator, kind, year, value) of each figure asked for."""
    return [
        (index.reports[one.report].id, one.indicator, one.kind, one.year, one.row.value_text if one.row else None)
        for one in figures(index, text)
    ]


@pytest.mark.parametrize(
    ("text", "report", "indicator", "kind", "year", "value"),
    [
        ("云岚省2026年的经济增长目标是多少？", "2026-yunlan", "gdp_growth", "target", 2026, "5.5%左右"),
        ("云岚今年GDP打算涨多少？", "2026-yunlan", "gdp_growth", "target", 2026, "5.5%左右"),
        ("云岚省2024年GDP增速预期是多少？", "2024-yunlan", "gdp_growth", "target", 2024, "6%左右"),
        ("云岚去年经济增长了多少？", "2026-yunlan", "gdp_growth", "achieved", 2025, "5.3%"),
        pytest.param(
            "云岚去年经济实际增长多少？", "2026-yunlan", "gdp_growth", "achieved", 2025, "5.3%",
        ),
        ("云岚省2025年GDP总量是多少？", "2026-yunlan", "gdp_total", "achieved", 2025, "9860亿元"),
        ("海屿市2023年的研发投入强度达到多少？", "2024-haiyu", "rd_intensity", "achieved", 2023, "3.72%"),
        ("云岚到2030年研发投入强度要达到多少？", "2026-yunlan", "rd_intensity", "plan", 2030, "2.5%"),
        ("沧原今年粮食要打多少粮？", "2026-cangyuan", "grain_output", "target", 2026, "412亿斤"),
        ("海屿市今年失业率控制在多少？", "2026-haiyu", "surveyed_unemployment", "target", 2026, "5%以内"),
        ("海屿2025年物价涨了多少？", "2026-haiyu", "cpi", "achieved", 2025, "下降0.1%"),
        ("石黎市今年PM2.5目标", "2026-shili", "pm25", "target", 2026, "不高于22微克/立方米"),
        ("澜州今年外贸增长目标是多少？", "2026-lanzhou", "trade_growth", "target", 2026, "12%以上"),
        ("What is Yunlan's GDP growth target for 2026?", "2026-yunlan", "gdp_growth", "target", 2026, "5.5%左右"),
        ("What was Haiyu's R&D intensity in 2025?", "2026-haiyu", "rd_intensity", "achieved", 2025, "4.05%"),
        ("What is Cangyuan's fiscal revenue growth target for 2026?", "2026-cangyuan", "fiscal_revenue_growth", "target", 2026, "4.2%"),
        ("What is Yunlan's retail sales growth target for 2026?", "2026-yunlan", "retail_sales_growth", "target", 2026, "5.6%"),
    ],
)  # fmt: skip
def test_the_row_asked_for(sample_index: OpenIndex, text: str, report: str, indicator: str, kind: str, year: int, value: str) -> None:
    """Synonyms, colloquial and English words lead to the one row; results of a year come from the next edition."""
    assert values(sample_index, text) == [(report, indicator, kind, year, value)]


@pytest.mark.parametrize(
    "words",
    [
        "城镇、农村居民收入",
        pytest.param("城乡居民收入"),
        pytest.param("城镇居民和农村居民收入"),
    ],
)
def test_urban_and_rural_are_two_figures(sample_index: OpenIndex, words: str) -> None:
    """城镇、农村居民收入 asks for both rows of the one report."""
    assert [(one[1], one[4]) for one in values(sample_index, f"云岚省今年{words}增长目标各是多少？")] == [
        ("urban_income_growth", "4.7%"), ("rural_income_growth", "5.8%左右"),
    ]  # fmt: skip


def test_every_report_in_scope_is_asked(sample_index: OpenIndex) -> None:
    """Regions × editions, with None where a report states nothing: none is dropped."""
    asked = values(sample_index, "云岚、沧原、澜州、海屿今年的研发投入强度目标分别是多少？")
    assert [(report, value) for report, _, _, _, value in asked] == [
        ("2026-yunlan", "1.9%"), ("2026-cangyuan", None), ("2026-lanzhou", None), ("2026-haiyu", "4.2%左右"),
    ]  # fmt: skip
    both = values(sample_index, "云岚省2024年和2026年的GDP增长目标各是多少？")
    assert [(report, year, value) for report, _, _, year, value in both] == [
        ("2024-yunlan", 2024, "6%左右"),
        ("2026-yunlan", 2026, "5.5%左右"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "云岚今年民营经济贡献的税收占比是多少？",
        "云岚今年新能源装机目标是多少？",
        "云岚的枫岭机场总投资多少？",
        "残页里加装电梯多少部？",
        "石黎市今年改造多少个老旧小区？",
        "云岚2025年粮食增产了多少？",
        "Who is the governor of Yunlan?",
    ],
)
def test_other_matters_are_not_the_tables(sample_index: OpenIndex, text: str) -> None:
    """A question about a project, a place or a share has no row."""
    assert figures(sample_index, text) == []


BEYOND = [
    ("民营经济增速", "云岚今年民营经济增速目标是多少？"),
    ("人均GDP", "云岚今年人均GDP目标是多少？"),
    ("数字经济", "云岚今年数字经济增长目标是多少？"),
    ("海洋经济", "海屿今年海洋经济增长目标是多少？"),
    ("县域经济", "云岚今年县域经济增速目标是多少？"),
    ("出口", "云岚今年出口增长目标是多少？"),
    ("民间投资", "云岚今年民间投资增长目标是多少？"),
    ("工业投资", "云岚今年工业投资增长目标是多少？"),
    ("服务业", "海屿2025年服务业增加值增长多少？"),
    ("per capita", "What is Yunlan's per capita GDP target for 2026?"),
    ("private", "What is Yunlan's private sector GDP growth target for 2026?"),
]


@pytest.mark.parametrize(
    ("word", "text"),
    BEYOND,
)
def test_a_part_is_not_the_whole(sample_index: OpenIndex, word: str, text: str) -> None:
    """What is asked of a part of the economy, or per head, is not looked up in the row of the whole."""
    assert word in text
    assert figures(sample_index, text) == []


@pytest.mark.parametrize("text", ["苏州今年GDP增长目标", "残页里的GDP增长目标是多少？", "今年有什么好政策？"])
def test_no_row_without_a_dated_report_or_an_indicator(sample_index: OpenIndex, text: str) -> None:
    """Neither an ambiguous place, nor the undated page, nor a question without indicator leads to a row of the table."""
    assert [one for one in figures(sample_index, text) if one.row] == []


def test_filters_choose_the_report(sample_index: OpenIndex) -> None:
    """A filter on region and edition wins over the question's words."""
    (one,) = figures(sample_index, "云岚省的GDP增长目标是多少？", Filters(("沧原省",), (2024,)))
    assert sample_index.reports[one.report].id == "2024-cangyuan"
    assert one.row is not None
    assert one.row.value_text == "5.2％左右"


def test_rows_belong_to_what_is_asked(sample_index: OpenIndex) -> None:
    """Each row found is of the report, indicator, kind and year it is said to be of, and its sentence holds its value."""
    for name in ("云岚", "沧原", "澜州", "海屿", "石黎"):
        for words in ("今年GDP增长目标", "2025年粮食产量实际多少", "2030年研发投入强度目标", "2024年城镇新增就业目标"):
            for one in figures(sample_index, f"{name}{words}是多少？"):
                assert sample_index.reports[one.report].region.startswith(name)  # type: ignore[union-attr]
                if one.row:
                    assert (one.row.report, one.row.indicator, one.row.kind, one.row.year) == (
                        one.report,
                        one.indicator,
                        one.kind,
                        one.year,
                    )
                    assert one.row.value_text in sentence_of(sample_index, one.row)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("沧原今年的研发投入强度目标是多少？", True),
    ],
)
def test_an_amount_may_be_meant(sample_index: OpenIndex, text: str, means: bool) -> None:
    """With no row stated, asking for a rate means the table; 能到多少 of an income may mean an amount."""
    asked = figures(sample_index, text)
    assert not any(one.row for one in asked)
    assert means_the_table(understand(sample_index, text), asked) is means


def test_real_provinces_are_all_in_scope(real_index: OpenIndex) -> None:
    """哪些省 asks the 31 provinces' newest reports, the national report and the city aside."""
    asked = figures(real_index, "2026年哪些省的GDP增长目标在5.5%左右？")
    regions = {real_index.reports[one.report].region for one in asked}
    assert len(asked) == len(regions) == 31
    assert "全国" not in regions
    assert {real_index.reports[one.report].year for one in asked} == {2026}
    assert all(one.row for one in asked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岚省去年经济增长多少，今年目标是多少？", [("gdp_growth", "achieved", 2025, "5.3%"), ("gdp_growth", "target", 2026, "5.5%左右")]),
        ("海屿去年和今年的失业率分别是多少？", [("surveyed_unemployment", "achieved", 2025, "4.8%"), ("surveyed_unemployment", "target", 2026, "5%以内")]),
        ("云岚2025年城镇新增就业多少，2026年目标多少？", [("urban_new_jobs", "achieved", 2025, "13.1万人"), ("urban_new_jobs", "target", 2026, "12万人以上")]),
        ("云岚今年经济增长目标是多少？", [("gdp_growth", "target", 2026, "5.5%左右")]),
    ],
)  # fmt: skip
def test_a_result_and_a_target_asked_together(sample_index: OpenIndex, text: str, expected: list[tuple[str, str, int, str]]) -> None:
    """去年…，今年… asks one report for last year's result and this year's target, in that order."""
    assert [one[1:] for one in values(sample_index, text)] == expected


@pytest.mark.parametrize(
    ("text", "amount", "keys"),
    [
        ("云岚2025年GDP总量是多少亿元？", True, {"gdp_total"}),
        ("云岚去年的GDP总值是多少？", True, {"gdp_total"}),
        ("海屿2025年GDP是多少？", False, {"gdp_total", "gdp_growth"}),
        ("云岚去年GDP增长多少？", False, {"gdp_growth"}),
        ("海屿去年社零总额是多少亿元？", True, set()),
        ("海屿去年社零总额增速是多少？", False, {"retail_sales_growth"}),
        ("云岚去年外贸总额有多大规模？", True, set()),
    ],
)
def test_an_amount_is_no_rate(sample_index: OpenIndex, text: str, amount: bool, keys: set[str]) -> None:
    """多少亿元 is not answered by a growth rate; a bare GDP of a year gives both the total and the growth."""
    assert asks_amount(understand(sample_index, text)) is amount
    assert {one[1] for one in values(sample_index, text)} == keys


def test_a_result_and_a_target_are_a_whole_answer(sample_index: OpenIndex) -> None:
    """With both figures given nothing is lacking."""
    answer = ask(sample_index, "云岚去年的GDP增速和今年的GDP目标各是多少？").answer
    assert "5.3%" in answer.text
    assert "5.5%左右" in answer.text
    assert answer.status == "answered"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("云岚去年增速是多少？", ["5.3%"]),
        ("云岚今年增长目标", ["5.5%左右"]),
        ("云岚去年经济怎么样？", ["9860亿元", "5.3%"]),
        ("云岚GDP多少？", ["9860亿元", "5.3%"]),
        ("What was Yunlan's growth rate last year?", ["5.3%"]),
        ("How did Yunlan's economy do last year?", ["5.3%"]),
    ],
)
def test_growth_of_nothing_named_is_that_of_the_economy(sample_index: OpenIndex, text: str, said: list[str]) -> None:
    """增速 alone and 经济怎么样 ask for the GDP, and GDP多少 without a year for the last result."""
    answer = ask(sample_index, text).answer
    assert answer.status == "answered"
    assert all(figure in answer.text for figure in said)


@pytest.mark.parametrize("text", ["云岚去年茶叶增长多少？", "云岚数字经济发展如何？", "云岚增长最快的是什么？"])
def test_growth_of_something_is_not(sample_index: OpenIndex, text: str) -> None:
    """What is named, or asked for, is not the economy as a whole."""
    assert understand(sample_index, text).indicators == ()


@pytest.mark.parametrize("text", ["哪些省今年下调了GDP目标？", "哪些省下调了GDP目标？", "今年GDP目标下调的省有哪些？"])
def test_revised_is_against_the_edition_before(realm: OpenIndex, text: str) -> None:
    """下调 holds the newest edition against the one before it, and says so."""
    answer = ask(realm, text).answer
    assert "霁原省5.5%左右→5%左右" in answer.text
    assert any("2026、2024" in assumed for assumed in answer.question.assumed)
    assert {citation.report.year for citation in answer.citations} == {2024, 2026}


def test_a_target_of_a_year_to_come_is_of_an_edition_to_come(realm: OpenIndex) -> None:
    """2027年的目标 will stand in the edition of 2027; 到2030年 asks for a plan, which the edition does not state."""
    asked = ask(realm, "桐川省2027年GDP目标是多少？").answer
    assert asked.refusal is not None
    assert asked.refusal.code == "year_not_in_corpus"
    assert "2027" in asked.refusal.message


@pytest.mark.parametrize(
    "text",
    [
        "麻烦查下云岚今年经济增速预期目标",
        "云岚今年政府工作报告里经济增速那一项写的数是几",
        "经济增速方面，云岚今年给自己立的军令状是多少",
        "记者求证：云岚今年经济增速目标数是多少",
        "云岚今年在经济增速方面有什么量化目标",
        "What number has Yunlan put on GDP growth in its 2026 work report?",
        "For 2026, what did Yunlan pencil in for GDP growth?",
    ],
)
def test_ways_of_asking_leave_nothing_over(sample_index: OpenIndex, text: str) -> None:
    """However the target is asked for, the table answers."""
    assert "5.5%左右" in ask(sample_index, text).answer.text


@pytest.mark.parametrize(
    ("text", "code", "figure"),
    [
        ("想了解浙江今年外贸增速目标值", "indicator_not_stated", ""),
        ("领导问：浙江今年外贸增速目标数是多少", "indicator_not_stated", ""),
        ("浙江去年外贸增速的实绩", None, "8.2%"),
        ("统计一下浙江去年外贸增速", None, "8.2%"),
        ("想了解浙江今年经济增速目标值", None, "5.5%左右"),
    ],
)
def test_last_years_result_is_no_target(
    index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path, text: str, code: str | None, figure: str
) -> None:
    """Where the report sets no target for an indicator, its result is not given instead."""
    report = (
        "浙江省2026年政府工作报告\n\n一、2025年工作回顾\n\n过去一年，全省地区生产总值增长5.5%，进出口总额增长8.2%。外贸结构持续优化。\n\n"
        "二、2026年重点工作\n\n今年发展主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业100万人以上。\n"
    )
    answer = ask(index_texts(tmp_path, {"浙江省": report}), text).answer
    assert (answer.refusal.code if answer.refusal else None) == code
    assert figure in answer.text
