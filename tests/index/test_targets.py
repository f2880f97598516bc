"""Reports → the table of targets, results and plans."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Report, Source, Target
from index.indicators import BY_KEY
from index.reports import read_reports
from index.store import OpenIndex
from index.targets import read_targets

GOLD = Path(__file__).parent.parent.parent / "eval" / "targets.jsonl"
HEADER = "1.云岚省政府工作报告\n\n——2026年1月20日在云岚省第九届人民代表大会第四次会议上\n\n省长  某某某\n\n各位代表：\n\n请予审议。\n\n"
Bounds = tuple[float | None, float | None, str]


def read(
    last: str = "修桥。", this: str = "修桥。", header: str = HEADER, this_title: str = "二、2026年工作安排"
) -> dict[tuple[int, str, str], Bounds]:
    """The rows of an invented report of 2026 that says `last` of last year and `this` of this year; one row for each key."""
    return table(read_text(f"{header}一、2025年工作回顾\n\n{last}\n\n{this_title}\n\n{this}\n")[1])


def read_text(text: str) -> tuple[Report, list[Target]]:
    """The only report of a text, and its rows."""
    reports, _ = read_reports([Source("invented.txt", "0" * 64, "utf-8", text)])
    assert len(reports) == 1
    return reports[0], read_targets(text, reports[0], 0)


def table(rows: list[Target]) -> dict[tuple[int, str, str], Bounds]:
    """Rows by (year, indicator, kind); fails on two rows with the same key."""
    found = {(row.year, row.indicator, row.kind): (row.low, row.high, row.qualifier) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="session")
def sample_rows(sample_corpus: SimpleNamespace) -> dict[str, list[Target]]:
    """The rows of each sample report by its id."""
    return rows_of(sample_corpus)


@pytest.fixture(scope="session")
def real_rows(real_corpus: SimpleNamespace) -> dict[str, list[Target]]:
    """The rows of each real report by its id."""
    return rows_of(real_corpus)


@pytest.fixture(params=["sample", "real"])
def read_corpus(request: pytest.FixtureRequest) -> tuple[SimpleNamespace, dict[str, list[Target]]]:
    """Each corpus in turn with its rows; the real one is skipped where it is not at hand."""
    return request.getfixturevalue(f"{request.param}_corpus"), request.getfixturevalue(f"{request.param}_rows")


def rows_of(corpus: SimpleNamespace) -> dict[str, list[Target]]:
    """The rows of each report of a corpus by its id."""
    return {report.id: read_targets(corpus.texts[report.file], report, position) for position, report in enumerate(corpus.reports)}


# What time ------------------------------------------------------------------------------------------------------------------------------


def test_the_same_words_in_three_chapters() -> None:
    """地区生产总值增长… is last year's result, this year's target or a plan, by the chapter it stands in."""
    text = (
        f"{HEADER}一、2025年工作回顾\n\n地区生产总值增长5.1%，城镇新增就业13万人。\n\n二、“十五五”时期主要目标\n\n地区生产总值增长5.2%，城镇新增就业14万人。\n\n"
        "三、2026年工作安排\n\n地区生产总值增长5.3%，城镇新增就业15万人。\n"
    )
    assert table(read_text(text)[1]) == {
        (2025, "gdp_growth", "achieved"): (5.1, 5.1, "exact"),
        (2025, "urban_new_jobs", "achieved"): (13, 13, "exact"),
        (2030, "gdp_growth", "plan"): (5.2, 5.2, "exact"),
        (2030, "urban_new_jobs", "plan"): (14, 14, "exact"),
        (2026, "gdp_growth", "target"): (5.3, 5.3, "exact"),
        (2026, "urban_new_jobs", "target"): (15, 15, "exact"),
    }


def test_words_of_time_in_one_chapter() -> None:
    """Plans and targets one after the other in a chapter are kept apart by 到2030年 and 2026年."""
    rows = read(
        this="到2030年，研发经费投入强度达到2.5%。2026年主要预期目标是：地区生产总值增长5%左右，研发经费投入强度达到2.1%。",
        this_title="二、“十五五”目标和2026年工作安排",
    )
    assert rows == {
        (2030, "rd_intensity", "plan"): (2.5, 2.5, "exact"),
        (2026, "gdp_growth", "target"): (5, 5, "around"),
        (2026, "rd_intensity", "target"): (2.1, 2.1, "exact"),
    }


def test_a_plan_right_behind_a_target() -> None:
    """A later goal in the same sentence does not take the target's place."""
    assert read(this="今年研发经费投入强度达到2.1%，到2028年研发经费投入强度达到2.6%。") == {
        (2026, "rd_intensity", "target"): (2.1, 2.1, "exact"),
        (2028, "rd_intensity", "plan"): (2.6, 2.6, "exact"),
    }


def test_last_years_figure_among_this_years_targets() -> None:
    """去年… in the chapter of targets is not this year's target."""
    rows = read(this="去年城镇新增就业12万人。今年城镇新增就业13万人以上。")
    assert rows[(2026, "urban_new_jobs", "target")] == (13, None, "at_least")
    assert (12, 12, "exact") not in [bounds for (year, _, _), bounds in rows.items() if year == 2026]


def test_last_years_figure_and_this_years_in_one_sentence() -> None:
    """Behind 去年…，今年… in one sentence this year's figure is the target."""
    rows = read(this="去年城镇新增就业12万人，今年城镇新增就业13万人以上。")
    assert rows.get((2026, "urban_new_jobs", "target")) == (13, None, "at_least")


@pytest.mark.parametrize(
    "sentence",
    [
        "一季度地区生产总值增长4.2%。", "前三季度地区生产总值增长4.2%。", "上半年，城镇新增就业7万人。", "1—11月固定资产投资增长3%。", "五年来，地区生产总值年均增长6.1%。",
        "“十四五”时期，地区生产总值年均增长6.1%。", "五年累计城镇新增就业65万人。", "地区生产总值五年年均增长6.1%。", "城镇新增就业累计65万人。",
        "进出口总额连续五年增长10%。", "居民人均可支配收入比2020年增长40%。",
    ],
)  # fmt: skip
def test_what_is_not_annual_is_no_result(sentence: str) -> None:
    """Quarters, five-year averages and sums over years are no result of last year."""
    assert read(last=sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "一季度地区生产总值增长4.2%。",
        "上半年城镇新增就业7万人。",
        "未来五年地区生产总值年均增长5%。",
        pytest.param("三年累计城镇新增就业40万人。"),
    ],
)
def test_what_is_not_annual_is_no_target(sentence: str) -> None:
    """Quarters and figures for several years are no target of this year."""
    assert [key for key in read(this=sentence) if key[2] == "target"] == []


def test_an_annual_figure_beside_a_quarter() -> None:
    """The year's figure is kept where the quarter's is passed over."""
    assert read(last="全年地区生产总值增长5.1%，其中四季度增长5.6%。") == {(2025, "gdp_growth", "achieved"): (5.1, 5.1, "exact")}
    assert read(last="一季度地区生产总值增长4.2%。全年地区生产总值增长5.1%。") == {(2025, "gdp_growth", "achieved"): (5.1, 5.1, "exact")}


def test_results_in_words() -> None:
    """Last year's results may be said in words of the indicator itself; a figure counts more, and mere praise is none."""
    rows = read(last="居民消费价格与上年持平，粮食产量稳中略升，PM2.5年均浓度为有观测以来最好水平，固定资产投资保持稳定，经济持续增长。")
    assert rows == {(2025, key, "achieved"): (None, None, "none") for key in ("cpi", "grain_output", "pm25")}
    rows = read(last="粮食产量保持稳定。粮食产量达到86亿斤。")
    assert rows == {(2025, "grain_output", "achieved"): (86, 86, "exact")}


def test_where_five_years_ended() -> None:
    """A review of five years gives last year's total, grain and air where it says what they reached, not what held all along."""
    said = "五年来，地区生产总值从2020年的6100亿元增长到2025年的8600亿元，粮食产量突破96亿斤，PM2.5平均浓度降至27微克/立方米。"
    assert read(last=said) == {
        (2025, "gdp_total", "achieved"): (8600, 8600, "exact"),
        (2025, "grain_output", "achieved"): (96, None, "at_least"),
        (2025, "pm25", "achieved"): (27, 27, "exact"),
    }
    for steady in (
        "五年来，粮食产量稳定在96亿斤以上。",
        "五年来，地区生产总值跨过8000亿元。",
        "五年来，地区生产总值从4000亿元增长到2023年的6000亿元。",
    ):
        assert read(last=steady) == {}


def test_goals_of_a_plan_in_a_list_without_a_date() -> None:
    """In a chapter of the years behind and ahead the list of a paragraph about the plan is for its last year."""
    text = (
        f"{HEADER}一、2025年工作回顾\n\n修桥。\n\n二、“十四五”时期成就和“十五五”时期目标任务\n\n过去五年，地区生产总值年均增长6.1%。\n\n"
        "我们编制了“十五五”规划纲要。围绕增速和结构，提出地区生产总值年均增长5.2%左右，城镇调查失业率控制在5.6%以内。\n\n三、2026年重点工作\n\n修路。\n"
    )
    assert table(read_text(text)[1]) == {
        (2030, "gdp_growth", "plan"): (5.2, 5.2, "around"),
        (2030, "surveyed_unemployment", "plan"): (None, 5.6, "at_most"),
    }


def test_a_figure_with_a_later_year_of_its_own_is_a_plan() -> None:
    """…2028年达到… in this year's chapter is a goal for that year; 比去年 is no word of time."""
    assert read(this="研发经费投入强度2028年达到2.6%。") == {(2028, "rd_intensity", "plan"): (2.6, 2.6, "exact")}
    assert read(this="粮食产量比去年更多，城镇新增就业13万人。") == {(2026, "urban_new_jobs", "target"): (13, 13, "exact")}


# Which figure ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "出口增长12%。", "新增粮食产能20亿斤。", "研发经费增长12%。", "人均地区生产总值增长5%。", "人均GDP达到9万元。", "海洋生产总值增长8%。", "石黎市生产总值增长7%。",
        "兵团生产总值增长6%。", "新疆生产建设兵团生产总值增长6%。", "石黎市地区生产总值增长7%。", "城镇登记失业率3.2%。", "民间投资增长6%。", pytest.param("高新区规模以上工业增加值增长20%。"),
        "制造业固定资产投资增长9%。", "网上零售额增长15%。", "脱贫人口人均可支配收入增长9%。",
    ],
)  # fmt: skip
def test_a_part_is_not_the_region(sentence: str) -> None:
    """Figures of a city, the 兵团, the sea, a head, or of a look-alike make no row, neither as a target nor as a result."""
    assert read(last=sentence, this=sentence) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "兵团实力明显增强，生产总值增长6%，居民人均可支配收入增长7%。",
        "清河新区活力迸发，固定资产投资增长20%。",
        "扣除房地产投资后，固定资产投资增长7%。",
        "石黎成为生产总值超千亿元县。",
    ],
)
def test_a_part_named_in_an_earlier_clause(sentence: str) -> None:
    """What follows a clause about a part of the region, or leaves a part out, is not the region's."""
    assert read(last=sentence, this=sentence) == {}


def test_a_part_named_before_does_not_hold_for_ever() -> None:
    """全省, a new sentence, a measure for a part and what is only adjusted for prices leave the figure the region's."""
    for clause in ("兵团实力明显增强，全省", "兵团实力明显增强。", "支持清河新区发展壮大，", "扣除价格因素后，"):
        assert read(last=f"{clause}居民人均可支配收入增长7%。") == {(2025, "resident_income_growth", "achieved"): (7, 7, "exact")}


def test_cities_with_a_number_are_the_region_s() -> None:
    """国考9市 and 全省9个市 are the region's cities, 东部3市 are a part."""
    for cities in ("国考9市", "全省9个市", "设区市"):
        assert read(this=f"{cities}PM2.5平均浓度降至27微克/立方米。") == {(2026, "pm25", "target"): (27, 27, "exact")}
    assert read(this="东部3市PM2.5平均浓度降至27微克/立方米。") == {}


def test_targets_outside_the_headline_paragraph() -> None:
    """Jobs and grain in later chapters are targets too."""
    text = (
        f"{HEADER}一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n2026年主要预期目标是：地区生产总值增长5%左右。\n\n三、重点任务\n\n（一）抓好农业。粮食产量稳定在86亿斤以上。\n\n"
        "（二）抓好民生。城镇新增就业12万人以上。\n"
    )
    assert table(read_text(text)[1]) == {
        (2026, "gdp_growth", "target"): (5, 5, "around"),
        (2026, "grain_output", "target"): (86, None, "at_least"),
        (2026, "urban_new_jobs", "target"): (12, None, "at_least"),
    }


def test_the_headline_counts_most() -> None:
    """Stated again in other words elsewhere, a target is the one of the paragraph with the main targets, whichever comes first."""
    headline = "今年发展主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业12万人以上。"
    other = "地区生产总值增长5%。"
    for this in (f"{headline}\n\n{other}", f"{other}\n\n{headline}"):
        assert read(this=this) == {
            (2026, "gdp_growth", "target"): (5.5, 5.5, "around"),
            (2026, "urban_new_jobs", "target"): (12, None, "at_least"),
        }


def test_said_twice_is_one_row() -> None:
    """A figure that a report repeats makes one row."""
    sentence = "地区生产总值增长5%左右，城镇新增就业12万人以上。"
    assert len(read(last=sentence + sentence, this=f"{sentence}\n\n{sentence}")) == 4


def test_the_headline_figure_before_the_effort() -> None:
    """6%左右，力争达到6%以上 is a target around 6%."""
    assert read(this="地区生产总值增长6%左右，力争达到6%以上。") == {(2026, "gdp_growth", "target"): (6, 6, "around")}


def test_results_with_amount_and_growth() -> None:
    """达到1.2万亿元、增长5.5% gives the total and the growth; prices that fell are negative; 同步 is a result too."""
    assert read(last="地区生产总值达到1.2万亿元、增长5.5%，居民消费价格下降0.2%，居民收入增长与经济增长同步。") == {
        (2025, "gdp_total", "achieved"): (12000, 12000, "exact"),
        (2025, "gdp_growth", "achieved"): (5.5, 5.5, "exact"),
        (2025, "cpi", "achieved"): (-0.2, -0.2, "exact"),
        (2025, "resident_income_growth", "achieved"): (None, None, "sync"),
    }


def test_rows_in_words() -> None:
    """Targets in words have no bounds, the indicator's unit and the words as written."""
    _, rows = read_text(f"{HEADER}一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n居民收入增长与经济增长同步，进出口总额实现正增长。\n")
    assert [(row.indicator, row.low, row.high, row.unit, row.qualifier) for row in rows] == [
        ("resident_income_growth", None, None, "%", "sync"),
        ("trade_growth", None, None, "%", "positive"),
    ]
    assert "同步" in rows[0].value_text
    assert "正增长" in rows[1].value_text


def test_grain_keeps_the_unit_the_report_uses() -> None:
    """亿斤 stays 亿斤 and 万吨 stays 万吨; 百万吨 and 万亿斤 are counted in them."""
    for written, low, unit in (("86亿斤", 86, "亿斤"), ("430万吨", 430, "万吨"), ("4.3百万吨", 430, "万吨"), ("1.4万亿斤", 14000, "亿斤")):
        _, rows = read_text(f"{HEADER}一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n粮食产量{written}。\n")
        assert [(row.low, row.unit, row.value_text) for row in rows] == [(pytest.approx(low), unit, written)]


def test_a_city_may_name_itself() -> None:
    """In a city's own report the city's GDP is the region's."""
    title = HEADER.replace("云岚省政府", "石黎市政府").replace("云岚省第九届", "石黎市第五届").replace("省长", "市长")
    report, rows = read_text(f"{title}一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n石黎市地区生产总值增长6%。\n")
    assert report.region == "石黎市"
    assert table(rows) == {(2026, "gdp_growth", "target"): (6, 6, "exact")}


# Which report ---------------------------------------------------------------------------------------------------------------------------


def test_an_undated_report_has_no_rows(sample_corpus: SimpleNamespace, sample_rows: dict[str, list[Target]]) -> None:
    """Nobody can say which year its figures are for."""
    report, rows = read_text("政府工作报告\n\n(上接第二版)\n\n地区生产总值增长5%左右,城镇新增就业12万人以上。粮食产量86亿斤。\n")
    assert report.year is None
    assert rows == []
    undated = [report.id for report in sample_corpus.reports if report.year is None]
    assert undated
    assert all(sample_rows[name] == [] for name in undated)


def test_reports_of_one_file_keep_their_rows_apart() -> None:
    """In a compilation each row lies in its own report and has its position."""
    body = "一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n地区生产总值增长{}%。\n\n"
    second = HEADER.replace("1.云岚", "2.沧原").replace("云岚", "沧原")
    text = HEADER + body.format(5) + second + body.format(6)
    reports, _ = read_reports([Source("invented.txt", "0" * 64, "utf-8", text)])
    rows = [row for position, report in enumerate(reports) for row in read_targets(text, report, position)]
    assert [(row.report, row.low) for row in rows] == [(0, 5), (1, 6)]
    assert all(reports[row.report].start <= row.start < row.end <= reports[row.report].end for row in rows)


def test_rows_of_reports_are_well_formed(read_corpus: tuple[SimpleNamespace, dict[str, list[Target]]]) -> None:
    """Each row: once for its year, indicator and kind; its year fits its kind; its clause lies in the report and holds its digits."""
    corpus, rows_by_id = read_corpus
    for position, report in enumerate(corpus.reports):
        text, rows = corpus.texts[report.file], rows_by_id[report.id]
        assert max(Counter((row.year, row.indicator, row.kind) for row in rows).values(), default=1) == 1
        assert [row.start for row in rows] == sorted(row.start for row in rows)
        for row in rows:
            assert row.report == position
            assert report.start <= row.start < row.end <= report.end
            clause = text[row.start : row.end]
            assert "\n" not in clause
            for figure in re.findall(r"[\d.．]+", row.value_text):
                assert figure in clause
            assert row.kind in ("target", "achieved", "plan")
            if row.kind == "plan":
                assert row.year > report.year
            else:
                assert row.year == report.year - (row.kind == "achieved")


def test_units_and_bounds_fit(read_corpus: tuple[SimpleNamespace, dict[str, list[Target]]]) -> None:
    """Each row is in its indicator's unit, and its bounds are those its qualifier allows, low not above high."""
    for report in read_corpus[0].reports:
        for row in read_corpus[1][report.id]:
            unit = BY_KEY[row.indicator].unit
            assert row.unit == unit if unit else row.unit in ("亿斤", "万吨", "")
            if row.qualifier in ("sync", "above", "positive", "none"):
                assert row.low is None
                assert row.high is None
                continue
            # a fall of at least 3% is growth of at most -3%
            open_ended = row.qualifier in ("at_least", "at_most")
            assert (row.low is None) + (row.high is None) == open_ended
            if row.low is not None and row.high is not None:
                assert row.low < row.high if row.qualifier == "range" else row.low == row.high


def test_the_index_keeps_the_rows(sample_index: OpenIndex, sample_rows: dict[str, list[Target]]) -> None:
    """The rows of a saved and opened index are those read from the texts."""
    for position, report in enumerate(sample_index.reports):
        kept = sample_index.targets_of(position)
        assert [(row.year, row.indicator, row.kind, row.low, row.high, row.start, row.end) for row in kept] == [
            (row.year, row.indicator, row.kind, row.low, row.high, row.start, row.end) for row in sample_rows[report.id]
        ]


# The samples, read by eye ---------------------------------------------------------------------------------------------------------------
# A figure alone is exact; "~" around, ">=" at least, "<=" at most. Abbreviated names (社零总额, 财政收入, 规上工业增长) are not listed.

READ = {
    ("云岚省", 2026, "achieved", 2025): "gdp_growth 5.3, gdp_total 9860, industrial_value_added_growth 7.1, fixed_investment_growth 4.2,"
    " retail_sales_growth 5.1, trade_growth 8.4, fiscal_revenue_growth 2.7, urban_new_jobs 13.1, surveyed_unemployment 5.3, cpi 0.4,"
    " urban_income_growth 4.9, rural_income_growth 6.1, grain_output 85.6, pm25 28, energy_intensity 2.4",
    ("云岚省", 2026, "target", 2026): "gdp_growth ~5.5, industrial_value_added_growth 6.8, fixed_investment_growth 5, retail_sales_growth 5.6,"
    " trade_growth 6, fiscal_revenue_growth 3.2, urban_new_jobs >=12, surveyed_unemployment ~5.5, cpi ~2, urban_income_growth ~4.7,"
    " rural_income_growth ~5.8, grain_output >=86, pm25 <=27, energy_intensity 2.6, rd_intensity 1.9",
    ("云岚省", 2026, "plan", 2030): "rd_intensity 2.5",
    ("沧原省", 2026, "achieved", 2025): "gdp_growth 5.8, gdp_total 24600, industrial_value_added_growth 7.6, fixed_investment_growth 6.3,"
    " retail_sales_growth 5.9, fiscal_revenue_growth 3.5, urban_new_jobs 29.4, surveyed_unemployment 5.4, grain_output 408.7",
    ("沧原省", 2026, "target", 2026): "gdp_growth ~6, industrial_value_added_growth ~7.8, fixed_investment_growth 7, retail_sales_growth 6.2,"
    " fiscal_revenue_growth 4.2, urban_new_jobs >=28, surveyed_unemployment <=5.6, cpi ~2, resident_income_growth sync, grain_output 412",
    ("澜州自治区", 2026, "achieved", 2025): "gdp_growth 4.6, gdp_total 3120, industrial_value_added_growth 5.2, fixed_investment_growth 3.9,"
    " trade_growth 17.5, urban_new_jobs 6.8, urban_income_growth 4.1, rural_income_growth 6.9, cpi 0.3, grain_output 64.2, pm25 16",
    ("澜州自治区", 2026, "target", 2026): "gdp_growth ~4.8, industrial_value_added_growth ~5.7, fixed_investment_growth 6,"
    " retail_sales_growth ~4, trade_growth >=12, urban_new_jobs 6.5, surveyed_unemployment <=5.8, cpi ~2, urban_income_growth 4.4,"
    " rural_income_growth >=6.5, grain_output 65, pm25 <=17, energy_intensity 1.8",
    ("海屿市", 2026, "achieved", 2025): "gdp_growth 4.9, gdp_total 15800, industrial_value_added_growth 3.4, retail_sales_growth 2.8,"
    " trade_growth 1.6, fiscal_revenue_growth 1.9, rd_intensity 4.05, urban_new_jobs 33.7, surveyed_unemployment 4.8, cpi -0.1,"
    " resident_income_growth 4.7, pm25 24",
    ("海屿市", 2026, "target", 2026): "gdp_growth ~5, industrial_value_added_growth 4, trade_growth 3, fiscal_revenue_growth 2.4,"
    " rd_intensity ~4.2, urban_new_jobs >=32, surveyed_unemployment <=5, cpi ~2, resident_income_growth sync, pm25 23, energy_intensity 3.1",
    ("海屿市", 2026, "plan", 2030): "rd_intensity 4.8, energy_intensity 13",
    ("石黎市", 2026, "achieved", 2025): "gdp_growth 6.1, gdp_total 1268, industrial_value_added_growth 9.2, fixed_investment_growth 6.7,"
    " retail_sales_growth 6.4, fiscal_revenue_growth 4.4, urban_new_jobs 1.92, rural_income_growth 6.2, grain_output 11.3",
    ("石黎市", 2026, "target", 2026): "gdp_growth ~6.6, industrial_value_added_growth ~8.4, fixed_investment_growth 7.6, retail_sales_growth 6,"
    " fiscal_revenue_growth 4, urban_new_jobs >=1.8, urban_income_growth ~5, rural_income_growth ~6, cpi ~2, grain_output 11.4, pm25 <=22,"
    " energy_intensity 3.4",
    ("石黎市", 2026, "plan", 2030): "rd_intensity 2.2",
    ("云岚省", 2024, "achieved", 2023): "gdp_total 8640, fixed_investment_growth 3.1, trade_growth -2.3, fiscal_revenue_growth 6.6,"
    " urban_new_jobs 11.4, surveyed_unemployment 5.7, cpi 0.6, rural_income_growth 7.3, grain_output 84.1, pm25 31, energy_intensity 1.7",
    ("云岚省", 2024, "target", 2024): "gdp_growth ~6, industrial_value_added_growth ~7.3, fixed_investment_growth 6.4, trade_growth 4,"
    " fiscal_revenue_growth 5.3, urban_new_jobs >=11, surveyed_unemployment <=5.7, cpi ~3, urban_income_growth ~5.2,"
    " rural_income_growth ~7, grain_output >=84.5, pm25 30, energy_intensity 2.2, rd_intensity 1.5",
    ("沧原省", 2024, "achieved", 2023): "gdp_growth 4.9, gdp_total 21700, fixed_investment_growth 4.6, urban_new_jobs 26.3,"
    " surveyed_unemployment 5.9, grain_output 392.6",
    ("沧原省", 2024, "target", 2024): "gdp_growth ~5.2, fixed_investment_growth 5.8, urban_new_jobs >=25, surveyed_unemployment <=5.9,"
    " grain_output 400",
    ("澜州自治区", 2024, "achieved", 2023): "gdp_growth 5.5, gdp_total 2790, fixed_investment_growth 8.7, trade_growth 26.8,"
    " urban_new_jobs 6.1, surveyed_unemployment 5.9, cpi 0.5, urban_income_growth 5.3, rural_income_growth 7.6, grain_output 61.7",
    ("澜州自治区", 2024, "target", 2024): "gdp_growth ~5.8, fixed_investment_growth 9, trade_growth >=18, urban_new_jobs 6,"
    " surveyed_unemployment <=6, cpi <=3, urban_income_growth 5.6, rural_income_growth >=7.5, grain_output 62.5",
    ("海屿市", 2024, "achieved", 2023): "gdp_growth 5.8, gdp_total 14100, trade_growth -0.8, rd_intensity 3.72, urban_new_jobs 30.5,"
    " surveyed_unemployment 5.1, cpi 0.3, resident_income_growth 5.9, pm25 26",
    ("海屿市", 2024, "target", 2024): "gdp_growth ~5.4, trade_growth 2, rd_intensity 3.85, urban_new_jobs >=30, surveyed_unemployment <=5.2,"
    " cpi ~3, resident_income_growth sync, pm25 25, energy_intensity 2.5",
}  # fmt: skip


def bounds(written: str) -> Bounds:
    """(low, high, qualifier) of a figure of the table above."""
    if written == "sync":
        return None, None, "sync"
    mark = re.match("~|>=|<=|", written).group()  # type: ignore[union-attr]
    figure = float(written[len(mark) :])
    return {
        "": (figure, figure, "exact"),
        "~": (figure, figure, "around"),
        ">=": (figure, None, "at_least"),
        "<=": (None, figure, "at_most"),
    }[mark]


EXPECTED = [
    (*place, indicator, bounds(written)) for place, line in READ.items() for indicator, written in (entry.split() for entry in line.split(", "))
]  # fmt: skip


def test_the_table_read_by_eye_is_long_enough() -> None:
    """At least 60 rows over several reports and all kinds were read by eye, no row twice."""
    assert len(EXPECTED) >= 60
    assert len({row[:5] for row in EXPECTED}) == len(EXPECTED)
    assert {row[2] for row in EXPECTED} == {"target", "achieved", "plan"}


@pytest.mark.parametrize(("region", "edition", "kind", "year", "indicator", "expected"), EXPECTED)
def test_rows_of_the_samples(
    sample_corpus: SimpleNamespace,
    sample_rows: dict[str, list[Target]],
    region: str,
    edition: int,
    kind: str,
    year: int,
    indicator: str,
    expected: Bounds,
) -> None:
    """Each figure read by eye is a row with the same bounds and qualifier."""
    (report,) = [report for report in sample_corpus.reports if (report.region, report.year) == (region, edition)]
    assert table(sample_rows[report.id]).get((year, indicator, kind)) == expected


def test_the_samples_rows_that_must_not_be(sample_corpus: SimpleNamespace, sample_rows: dict[str, list[Target]]) -> None:
    """What the samples leave unsaid, say of capacity only or in no figure is no row."""
    found = {
        (report.region, report.year, row.year, row.indicator, row.kind): row
        for report in sample_corpus.reports
        for row in sample_rows[report.id]
    }
    assert ("沧原省", 2026, 2030, "grain_output", "plan") not in found  # 粮食综合生产能力
    assert ("云岚省", 2026, 2025, "rd_intensity", "achieved") not in found
    assert ("云岚省", 2026, 2030, "gdp_growth", "plan") not in found
    assert ("海屿市", 2026, 2026, "grain_output", "target") not in found
    assert ("海屿市", 2026, 2025, "energy_intensity", "achieved") not in found
    assert ("海屿市", 2026, 2026, "retail_sales_growth", "target") not in found
    assert ("石黎市", 2026, 2026, "surveyed_unemployment", "target") not in found
    assert not any(kind == "target" and indicator == "gdp_total" for _, _, _, indicator, kind in found)
    figure = found.get(("沧原省", 2026, 2025, "cpi", "achieved"))  # 与上年持平
    assert figure is None or figure.low in (None, 0)


# The real reports -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def gold() -> dict[tuple[str, int, str], dict[tuple[int, str, str], tuple[float | None, float | None]]]:
    """The bounds of the gold rows by report (file's sha256, edition, region) and by (year, indicator, kind)."""
    found: dict = {}
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        report = found.setdefault((row["sha256"], row["report_year"], row["region"]), {})
        report[(row["year"], row["indicator"], row["kind"])] = (row["low"], row["high"])
    return found


@pytest.fixture(scope="session")
def read_real(
    real_corpus: SimpleNamespace, real_rows: dict[str, list[Target]]
) -> dict[tuple[str, int, str], dict[tuple[int, str, str], tuple[float | None, float | None]]]:
    """The same of the rows read from the real reports."""
    return {
        (report.sha256, report.year, report.region): {key: value[:2] for key, value in table(real_rows[report.id]).items()}
        for report in real_corpus.reports
    }


def shares(gold: dict, found: dict, kind: str) -> tuple[float, float]:
    """(recall, precision) of the rows of a kind with equal bounds, over the reports that the gold covers."""
    wanted = {(report, *key, low_high) for report, rows in gold.items() for key, low_high in rows.items() if key[2] == kind}
    given = {(report, *key, low_high) for report in gold for key, low_high in found[report].items() if key[2] == kind}
    return len(wanted & given) / len(wanted), len(wanted & given) / len(given)


@pytest.mark.parametrize(("kind", "recall", "precision"), [("target", 0.95, 0.98), ("achieved", 0.93, 0.98), ("plan", 0.8, 0.75)])
def test_real_rows_against_the_gold(gold: dict, read_real: dict, kind: str, recall: float, precision: float) -> None:
    """Over the real reports that were read by eye, the rows found are those of the gold, with equal bounds, but for a few."""
    assert set(gold) <= set(read_real)
    got = shares(gold, read_real, kind)
    assert got[0] >= recall, got
    assert got[1] >= precision, got


def test_every_real_edition_states_targets(real_corpus: SimpleNamespace, read_real: dict) -> None:
    """Each dated real report has a growth target for its own year and several targets more."""
    for report in real_corpus.reports:
        rows = read_real[(report.sha256, report.year, report.region)]
        own = [key for key in rows if key[0] == report.year and key[2] == "target"]
        assert (len(own) >= 4) == (report.year is not None), report.id
        assert report.year is None or (report.year, "gdp_growth", "target") in own, report.id


# Words and figures --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["完成国家下达任务", "完成国家下达目标", "完成经国家核定的任务"])
def test_assigned_tasks_are_targets_wherever_they_stand(words: str) -> None:
    """完成国家下达任务 is the target of energy, in the main paragraph or in a chapter of its own."""
    for this in (f"2026年主要预期目标是：地区生产总值增长5%左右，单位GDP能耗{words}。", f"推进节能，单位GDP能耗{words}。"):
        assert read(this=this)[2026, "energy_intensity", "target"] == (None, None, "none")


@pytest.mark.parametrize(
    ("words", "figure", "key", "bounds"),
    [
        ("单位GDP能耗完成国家下达任务", "单位GDP能耗下降2.5%", "energy_intensity", (2.5, 2.5, "exact")),
        ("粮食产量保持稳定", "粮食产量稳定在86亿斤以上", "grain_output", (86, None, "at_least")),
    ],
)
def test_a_figure_beats_words(words: str, figure: str, key: str, bounds: Bounds) -> None:
    """Words of the main paragraph give way to a figure in a later chapter, in either order."""
    headline = f"2026年主要预期目标是：地区生产总值增长5%左右，{words}。"
    for this in (f"{headline}\n\n抓好落实。{figure}。", f"抓好落实。{figure}。\n\n{headline}"):
        assert read(this=this)[2026, key, "target"] == bounds


def test_a_step_on_the_way_with_a_yearly_rate_is_no_result() -> None:
    """跨过3万亿元、年均增长5.2% is of several years; with 增长5.2% both are last year's."""
    assert read(last="地区生产总值跨过3万亿元、年均增长5.2%。") == {}
    assert read(last="地区生产总值迈上3万亿元、年均增长5.2%。") == {}
    assert read(last="地区生产总值跨过3万亿元、增长5.2%。") == {
        (2025, "gdp_total", "achieved"): (30000, 30000, "exact"),
        (2025, "gdp_growth", "achieved"): (5.2, 5.2, "exact"),
    }


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("城镇新增就业超额完成全年目标任务。", (None, None, "none")),
        ("城镇新增就业全年目标超额完成。", (None, None, "none")),
        ("城镇新增就业13万人，超额完成年度目标任务。", (13, 13, "exact")),
    ],
)
def test_jobs_that_met_their_goal(sentence: str, bounds: Bounds) -> None:
    """超额完成 is last year's result in words; with a figure beside it the figure is."""
    assert read(last=sentence) == {(2025, "urban_new_jobs", "achieved"): bounds}


def test_other_names_and_actions() -> None:
    """粮食总产 is the output and 粮食总产能 is none; 完成高新区扩区 is a measure, so what follows is the region's."""
    assert read(last="粮食总产86亿斤。") == {(2025, "grain_output", "achieved"): (86, 86, "exact")}
    assert read(last="粮食总产能达到90亿斤。", this="粮食总产能达到90亿斤。") == {}
    assert read(this="完成高新区扩区，固定资产投资增长6%。") == {(2026, "fixed_investment_growth", "target"): (6, 6, "exact")}


@given(st.integers(1, 200), st.sampled_from(["跨过", "迈上", "站上", "跃上"]))
@settings(max_examples=30, deadline=None)
def test_a_yearly_rate_is_never_last_years(tenths: int, step: str) -> None:
    """Whatever the rate and the step, 年均增长 gives no row of growth."""
    rows = read(last=f"地区生产总值{step}3万亿元、年均增长{tenths / 10:g}%。", this=f"地区生产总值年均增长{tenths / 10:g}%。")
    assert not any(indicator == "gdp_growth" for _, indicator, _ in rows)
