"""Answers from the table: the answer first, every figure supported, tables whole, refusals that say what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import OpenIndex
from index.tokens import fold
from rag.answer import Answer
from rag.ask import ask

UNIT = r"(?:%|个百分点|万亿元|亿元|万人|亿斤|万吨|微克/立方米)"
FIGURE = re.compile(rf"\d+(?:\.\d+)?{UNIT}")
SUM = re.compile(rf"(\d+(?:\.\d+)?)({UNIT}) − (\d+(?:\.\d+)?){UNIT} = (\d+(?:\.\d+)?){UNIT}")
ASKED = [
    "云岚省2026年的经济增长目标是多少？",
    "海屿市2025年物价涨了多少？",
    "沧原今年居民收入增长目标是多少？",
    "沧原省2023年经济增长了多少？",
    "石黎市今年PM2.5目标是多少？",
    "云岚省今年的GDP目标是6%吗？",
    "云岚省今年城镇、农村居民收入增长目标各是多少？",
    "云岚和沧原2026年城镇新增就业目标相差多少？",
    "云岚和沧原今年的GDP增长目标相差多少？",
    "云岚、沧原、澜州今年粮食产量目标哪个最高？",
    "云岚、沧原、海屿今年的研发投入强度目标分别是多少？",
    "云岚、沧原、澜州、海屿、石黎今年GDP增长目标在5.5%以上的有哪些？",
    "云岚省2024年和2026年的GDP增长目标各是多少？",
    "云岚省到2030年经济总量目标是多少亿元？",
    "What is Yunlan's GDP growth target for 2026?",
    "How much did Yunlan's economy grow in 2025?",
    "Is Yunlan's 2026 GDP growth target 6%?",
    "What is the difference between Yunlan's and Cangyuan's 2026 new urban jobs targets?",
]


def reply(index: OpenIndex, text: str) -> Answer:
    return ask(index, text).answer


def supported(answer: Answer) -> list[str]:
    """The figures of an answer that neither a citation nor an arithmetic line with cited inputs supports."""
    text, cited = fold(answer.text), " ".join(fold(citation.cited_text) for citation in answer.citations)
    shown = [match.group(0).rpartition("= ")[2] for match in SUM.finditer(text)]
    return [figure for figure in FIGURE.findall(text) if figure not in shown and not re.search(rf"(?<![\d.]){re.escape(figure)}", cited)]


@pytest.mark.parametrize("text", ASKED)
def test_every_figure_is_supported(sample_index: OpenIndex, text: str) -> None:
    """Each number with its unit stands in a cited span, or is the result of an arithmetic line whose inputs do."""
    answer = reply(sample_index, text)
    assert answer.status in ("answered", "partial")
    assert answer.citations
    assert supported(answer) == []
    for match in SUM.finditer(fold(answer.text)):
        high, _, low, result = match.groups()
        assert float(high) - float(low) == pytest.approx(float(result))


@pytest.mark.parametrize("text", ASKED)
def test_the_answer_is_short_and_in_the_questions_language(sample_index: OpenIndex, text: str) -> None:
    """One or two sentences; no Chinese names in an English answer, no English in a Chinese one."""
    answer = reply(sample_index, text)
    assert len(answer.text) <= (260 if text.isascii() else 160)
    english = re.search("[a-z]{4,}", answer.text)
    assert bool(english) is text.isascii()
    if text.isascii():
        assert not re.search("[省市区年目标]", answer.text)
    assert answer.text.endswith((".", "。"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("云岚省2026年的经济增长目标是多少？", ("云岚省", "2026年", "5.5%左右")),
        ("海屿市2025年物价涨了多少？", ("海屿市", "2025年", "下降0.1%")),
        ("云岚省2023年进出口增长多少？", ("云岚省", "2023年", "下降2.3%")),
        ("沧原今年居民收入增长目标是多少？", ("沧原省", "2026年", "与经济增长同步")),
        ("云岚到2030年研发投入强度要达到多少？", ("云岚省", "2030年", "2.5%")),
        ("石黎市去年GDP总量是多少？", ("石黎市", "2025年", "1268亿元")),
        ("What is Yunlan's GDP growth target for 2026?", ("Yunlan", "2026", "5.5%左右", "around 5.5%")),
        ("How much did Yunlan's economy grow in 2025?", ("Yunlan", "2025", "5.3%")),
    ],
)  # fmt: skip
def test_the_first_sentence_is_the_answer(sample_index: OpenIndex, text: str, first: tuple[str, ...]) -> None:
    """Subject, year and figure as the report writes it stand in the first clause."""
    opening = re.split(r"[。；;]|\[1\]", reply(sample_index, text).text)[0]
    assert all(words in opening for words in first)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("云岚省今年的GDP目标是5.5%左右吗？", "是的"),
        ("云岚省今年的GDP目标是6%吗？", "不是"),
        ("云岚省今年的GDP目标是5.5%以上吗？", "不是"),
        ("云岚省今年新增就业目标是不是12万人以上？", "是的"),
        pytest.param(
            "石黎市今年的GDP目标是5.5%左右吗？", "不是",
        ),
        ("Is Yunlan's 2026 GDP growth target 6%?", "No"),
        ("Did Yunlan's economy grow by 5.3% in 2025?", "Yes"),
    ],
)  # fmt: skip
def test_yes_or_no_comes_first(sample_index: OpenIndex, text: str, word: str) -> None:
    """Asked whether, the answer begins with yes or no and gives the figure: 左右 is not 以上."""
    answer = reply(sample_index, text)
    assert answer.text.startswith(word)
    assert FIGURE.search(answer.text)


def test_a_table_has_one_row_for_every_report(sample_index: OpenIndex) -> None:
    """Five regions in scope give five rows with their states; the count of coverage is that of rows that say something."""
    answer = reply(sample_index, "云岚、沧原、澜州、海屿、石黎今年的居民收入增长目标分别是多少？")
    table = answer.table
    assert table is not None
    assert [(row.region, row.state) for row in table.rows] == [
        ("云岚省", "not_stated"), ("沧原省", "qualitative"), ("澜州自治区", "not_stated"), ("海屿市", "qualitative"), ("石黎市", "not_stated"),
    ]  # fmt: skip
    assert (table.stated, table.of) == (2, 5)
    assert answer.status == "partial"
    numbers = {citation.number: citation for citation in answer.citations}
    for row in table.rows:
        assert (row.row is None) is (row.citation is None) is (row.state == "not_stated")
        if row.citation and row.row:
            assert row.row.value_text in numbers[row.citation].cited_text
            assert numbers[row.citation].report.region == row.region


@pytest.mark.parametrize("text", ["云岚省2026年的经济增长目标是多少？", "What is Yunlan's GDP growth target for 2026?"])
def test_one_figure_needs_no_table(sample_index: OpenIndex, text: str) -> None:
    """A question about one report's figure has no table."""
    assert reply(sample_index, text).table is None


@pytest.mark.parametrize(
    ("figure", "named"),
    [("5.5%左右", {"云岚省"}), ("5.5%以上", {"沧原省", "石黎市"}), ("5%以上", {"云岚省", "沧原省", "石黎市"}), ("9%以上", set())],
)
def test_filters_take_the_qualifier_seriously(sample_index: OpenIndex, figure: str, named: set[str]) -> None:
    """5.5%左右的有哪些 names only those around 5.5%; 以上 leaves 左右 at the bound itself out; the table still has all five."""
    answer = reply(sample_index, f"云岚、沧原、澜州、海屿、石黎今年GDP增长目标在{figure}的有哪些？")
    assert {region for region in ("云岚省", "沧原省", "澜州自治区", "海屿市", "石黎市") if region in answer.text} == named
    assert figure in answer.text
    assert answer.table is not None
    assert len(answer.table.rows) == 5
    if not named:
        assert "没有" in answer.text


@pytest.mark.parametrize(
    ("text", "winner", "value"),
    [
        ("云岚、沧原、澜州今年粮食产量目标哪个最高？", "沧原省", "412亿斤"),
        ("云岚、沧原、澜州、海屿今年GDP增长目标哪个最低？", "澜州自治区", "4.8%左右"),
        ("云岚和沧原2025年GDP增速哪个更高？", "沧原省", "5.8%"),
        pytest.param(
            "Which of Yunlan and Cangyuan had the higher GDP growth in 2025?", "Cangyuan", "5.8%",
        ),
    ],
)  # fmt: skip
def test_extremes(sample_index: OpenIndex, text: str, winner: str, value: str) -> None:
    """Asked for the highest or lowest, the first region named is the winner, with its figure."""
    text_of = reply(sample_index, text).text
    names = re.findall("云岚省|沧原省|澜州自治区|海屿市|Yunlan|Cangyuan", text_of)
    assert names[0] == winner
    assert text_of.index(value) > text_of.index(winner)


def test_a_difference_is_shown_as_arithmetic(sample_index: OpenIndex) -> None:
    """28万人 − 12万人 = 16万人, with both inputs cited; a difference of rates is in 个百分点."""
    jobs = reply(sample_index, "云岚和沧原2026年城镇新增就业目标相差多少？")
    assert "28万人 − 12万人 = 16万人" in jobs.text
    assert {citation.report.id for citation in jobs.citations} == {"2026-yunlan", "2026-cangyuan"}
    assert "6% − 5.5% = 0.5个百分点" in reply(sample_index, "云岚和沧原今年的GDP增长目标相差多少？").text


def test_change_between_editions(sample_index: OpenIndex) -> None:
    """今年和2024年相比有什么变化 gives both figures and their difference."""
    answer = reply(sample_index, "云岚省今年的GDP目标和2024年相比有什么变化？")
    assert "6% − 5.5% = 0.5个百分点" in answer.text
    assert answer.table is not None


@pytest.mark.parametrize("text", ["云岚2026年经济增速目标和2025年完成情况差多少", "云岚今年的GDP增速目标跟去年的完成数比怎么样"])
def test_this_years_target_against_last_years_result(sample_index: OpenIndex, text: str) -> None:
    """Both stand in one report, so the two can be held against each other."""
    answer = reply(sample_index, text)
    assert answer.refusal is None
    assert "5.3%" in answer.text
    assert "5.5%" in answer.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沧原今年的研发投入强度目标是多少？", ("沧原省", "2026年", "研发", "粮食产量")),
        ("澜州今年的研发投入强度目标是多少？", ("澜州自治区", "2026年", "研发", "进出口")),
        ("What is Cangyuan's R&D intensity target for 2026?", ("Cangyuan", "2026", "R&D intensity", "grain output")),
    ],
)
def test_what_is_not_stated_is_refused_with_what_is(sample_index: OpenIndex, text: str, expected: tuple[str, ...]) -> None:
    """indicator_not_stated names the region, the year and the indicator, and lists what the report does state."""
    answer = reply(sample_index, text)
    assert answer.refusal is not None
    assert answer.refusal.code == "indicator_not_stated"
    assert all(words in answer.refusal.message for words in expected)
    assert (answer.text, answer.citations) == ("", ())


def test_the_plan_is_not_given_for_the_target(sample_index: OpenIndex) -> None:
    """Shili states an R&D goal for 2030 only: asked for 2026 it is refused, with the plan as the nearest."""
    refusal = reply(sample_index, "石黎市今年的研发投入强度目标是多少？").refusal
    assert refusal is not None
    assert refusal.code == "indicator_not_stated"
    assert "2.2%" in refusal.nearest[0].cited_text


PARTS = ["民营经济增速目标", "人均GDP目标", "数字经济增长目标"]


@pytest.mark.parametrize("detail", [pytest.param(part) for part in PARTS])
def test_an_unlisted_detail_is_not_answered_with_gdp(sample_index: OpenIndex, detail: str) -> None:
    """What the report says nothing of is refused, not answered with the growth of the whole economy."""
    answer = reply(sample_index, f"云岚今年{detail}是多少？")
    assert answer.status == "refused"


def test_units_are_converted_when_asked(sample_index: OpenIndex) -> None:
    """折合多少万吨: 86亿斤 = 430万吨, the input cited."""
    answer = reply(sample_index, "云岚今年粮食产量目标折合多少万吨？")
    assert "86亿斤" in answer.text
    assert "430万吨" in answer.text


def test_every_province_of_an_invented_country(sample_index: OpenIndex) -> None:
    """哪些省 over the samples asks the provinces that have a report."""
    answer = reply(sample_index, "2026年哪些省的GDP增长目标在5.5%左右？")
    assert answer.status == "answered"
    assert "云岚省" in answer.text


@pytest.mark.parametrize("text", ["石黎市今年GDP目标是多少？", "云岚省今年GDP目标是多少？"])
def test_the_citys_figure_is_never_the_provinces(sample_index: OpenIndex, text: str) -> None:
    """The city in the province and the province itself each answer from their own report."""
    answer = reply(sample_index, text)
    city, province = "6.6%左右", "5.5%左右"
    assert (city in answer.text, province in answer.text) == (text.startswith("石黎"), text.startswith("云岚"))


def stated_by_table(index: OpenIndex, kind: str, indicator: str, year: int) -> dict[str, tuple[float | None, float | None, str, str]]:
    """What the table holds of the provinces, by plain loop."""
    return {
        str(report.region): (row.low, row.high, row.qualifier, row.unit)
        for position, report in enumerate(index.reports)
        if report.level == "province"
        for row in index.targets_of(position)
        if (row.kind, row.indicator, row.year) == (kind, indicator, year)
    }


def test_real_provinces_around_and_above(real_index: OpenIndex) -> None:
    """5.5%左右 is Hubei, Sichuan and Gansu; 5%以上 has none of those at 5%左右; both have 31 of 31 in the table."""
    around = reply(real_index, "2026年哪些省的GDP增长目标在5.5%左右？")
    above = reply(real_index, "2026年哪些省的GDP增长目标在5%以上？")
    assert set(re.findall(r"[\u4e00-\u9fff]{2,3}省", around.text.partition("：")[2].partition("：")[2])) == {"湖北省", "四川省", "甘肃省"}
    figures = stated_by_table(real_index, "target", "gdp_growth", 2026)
    for region, (low, _, qualifier, _) in figures.items():
        named = bool(low and (low > 5 or (low == 5 and qualifier != "around")))
        assert (region in above.text) is named, region
    for answer in (around, above):
        assert answer.table is not None
        assert (answer.table.stated, answer.table.of, len(answer.table.rows)) == (31, 31, 31)
        assert supported(answer) == []


def test_real_english_question_over_all_provinces(real_index: OpenIndex) -> None:
    """The same three provinces in English, by their English names."""
    text = reply(real_index, "Which provinces set a 2026 GDP growth target of around 5.5%?").text
    assert all(name in text for name in ("Hubei", "Sichuan", "Gansu"))
    assert not any(name in text for name in ("Guangdong", "Hainan", "Xizang"))


@pytest.mark.parametrize(
    ("text", "winners"),
    [
        ("2026年GDP增速目标最高的是哪个省？", {"西藏自治区"}),
        ("2026年GDP增速目标最低的是哪个省？", {"天津市", "辽宁省", "云南省", "青海省"}),
        pytest.param(
            "2026年粮食产量目标最高的省份是哪个？", {"黑龙江省"},
        ),
        pytest.param(
            "2025年GDP总量最大的省是哪个？", {"广东省"},
        ),
    ],
)  # fmt: skip
def test_real_extremes(real_index: OpenIndex, text: str, winners: set[str]) -> None:
    """The regions named with the extreme are all that hold it, whatever the unit."""
    named = set(re.findall(r"(?<=[是、])[\u4e00-\u9fff]{2,8}?(?:省|市|自治区)(?=[\d超不])", reply(real_index, text).text))
    assert named == winners


def test_real_coverage_is_told(real_index: OpenIndex) -> None:
    """Over all provinces the words say how many state it, and name those that do not."""
    answer = reply(real_index, "2026年各省居民消费价格涨幅目标是多少？")
    assert answer.table is not None
    missing = {str(row.region) for row in answer.table.rows if row.state == "not_stated"}
    assert (len(answer.table.rows), answer.table.stated) == (31, 31 - len(missing))
    assert str(answer.table.stated) in answer.text
    assert all(region in answer.text for region in missing)
    assert supported(answer) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("江苏今年数字经济增速目标是多少？"),
        pytest.param("浙江2026年人均GDP目标是多少？"),
        pytest.param("广东2026年出口增长目标是多少？"),
        pytest.param("福建今年海洋经济增长目标"),
    ],
)
def test_real_details_are_not_answered_with_gdp(real_index: OpenIndex, text: str) -> None:
    """No answer about a part of the economy is the target of the whole."""
    answer = reply(real_index, text)
    assert "生产总值增长" not in answer.text


def test_a_difference_of_grain_is_in_the_unit_shown(sample_index: OpenIndex) -> None:
    """Figures of grain are ordered in one unit but subtracted as they are written: 412亿斤 − 86亿斤 = 326亿斤."""
    answer = reply(sample_index, "云岚省和沧原省今年粮食产量目标相差多少？")
    assert "412亿斤 − 86亿斤 = 326亿斤" in answer.text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("云岚去年GDP突破9000亿元了吗？", "是的，"),
        ("云岚去年GDP突破9000亿了吗？", "是的，"),
        ("云岚去年GDP超过1万亿元了吗？", "不是，"),
        ("云岚去年GDP增速超过5%了吗？", "是的，"),
        ("云岚今年GDP目标是5.5%以上吗？", "不是，"),
        ("Did Yunlan's GDP exceed 1 trillion yuan in 2025?", "No: "),
        ("Did Yunlan's GDP exceed 900 billion yuan in 2025?", "Yes: "),
    ],
)
def test_whether_a_figure_is_passed(sample_index: OpenIndex, text: str, verdict: str) -> None:
    """突破 and 超过 go by what the figure is (9860亿元, 5.3%); 以上 is a wording, which 左右 is not."""
    assert ask(sample_index, text).answer.text.startswith(verdict)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("霁原省今年的GDP目标比全国高吗？", "是的，"),
        ("苍渚省今年的GDP目标跑赢全国了吗？", "不是，"),
        ("桐川省今年的GDP目标比苍渚省高吗？", "是的，"),
    ],
)
def test_whether_one_is_above_the_other(realm: OpenIndex, text: str, verdict: str) -> None:
    """Yes or no first, then both figures, each with its citation."""
    answer = ask(realm, text).answer
    assert answer.text.startswith(verdict)
    assert len(answer.citations) == 2


def test_bigger_is_of_amounts(sample_index: OpenIndex) -> None:
    """GDP比…大 is about the amounts of last year, not about growth targets."""
    answer = ask(sample_index, "云岚省GDP比海屿市大吗？").answer
    assert "增长" not in answer.text
    assert all(citation.report.year == 2026 for citation in answer.citations)


REPORT = """桐川省政府工作报告

——2026年1月9日在桐川省第一届人民代表大会第一次会议上

各位代表：

（本报告为虚构示例）

二、2026年重点工作

2026年的主要预期目标是：地区生产总值增长5%以上，进出口稳量提质。
"""


@pytest.mark.parametrize(("text", "refused"), [("桐川今年进出口目标增长百分之几？", True), ("桐川今年的进出口目标是什么？", False)])
def test_words_are_no_number(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path, text: str, refused: bool) -> None:
    """稳量提质 answers a question for the target; where a number is asked for, it is what the refusal shows."""
    answer = ask(index_texts(tmp_path, {"one": REPORT}), text).answer
    assert (answer.refusal is not None) is refused
    assert "稳量提质" in (answer.refusal.message if answer.refusal else answer.text)
