"""Figures of several reports in words: lists that fit, those that state none, the first few, changes, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Target
from index.store import OpenIndex
from index.tokens import fold
from rag.answer import Answer
from rag.ask import ask
from rag.contrast import DOWN, SAME, UP, contrast
from rag.question import NO_FILTERS, Filters
from rag.table import middle

UNIT = r"(?:%|个百分点|万亿元|亿元|万人|亿斤|万吨|微克/立方米)"
FIGURE = re.compile(rf"(?<![\d.])\d+(?:\.\d+)?{UNIT}")
SUM = re.compile(rf"(-?\d+(?:\.\d+)?){UNIT} − \(?(-?\d+(?:\.\d+)?){UNIT}\)? = (\d+(?:\.\d+)?){UNIT}")
PROVINCES = ("云岚省", "沧原省", "澜州自治区")
REGIONS = (*PROVINCES, "海屿市", "石黎市")
SHORT = {"云岚省": "云岚", "沧原省": "沧原", "澜州自治区": "澜州", "海屿市": "海屿", "石黎市": "石黎"}
BOTH_EDITIONS = ("云岚省", "沧原省", "澜州自治区", "海屿市")
INDICATORS = {
    "GDP增长": "gdp_growth", "规上工业增长": "industrial_value_added_growth", "固定资产投资增长": "fixed_investment_growth", "粮食产量": "grain_output",
    "城镇新增就业": "urban_new_jobs", "失业率": "surveyed_unemployment", "研发投入强度": "rd_intensity", "进出口增长": "trade_growth",
    "居民消费价格": "cpi", "居民收入增长": "resident_income_growth", "PM2.5": "pm25",
}  # fmt: skip
TEMPLATES = (
    "{a}和{b}今年的{n}目标相差多少？",
    "{a}今年的{n}目标和2024年相比有什么变化？",
    "{a}、{b}、{c}今年{n}目标哪个最高？",
    "{a}、{b}、{c}2025年{n}各是多少？",
    "{a}{n}2023年和2025年相比有什么变化？",
    "{a}今年{n}目标比{b}高吗？",
    "{a}今年{n}目标是多少？",
    "2026年哪些省没有提出{n}目标？",
    "2026年{n}目标最低的两个省是哪些？",
    "2026年和2024年相比，哪些省上调了{n}目标？",
    "2026年哪些省给出了{n}的具体数值？",
    "2026年各省{n}目标分别是多少？",
)
# A second invented country, for what the samples have no example of: ranges, ties, grain in 万吨, the same figure under another qualifier.
COUNTRY = {
    ("桐川省", 2026): "地区生产总值增长4.5%—5%；城镇新增就业35万人左右；粮食产量180亿斤；居民收入增长与经济增长同步",
    ("桐川省", 2024): "地区生产总值增长5%左右；城镇新增就业35万人以上；粮食产量180亿斤",
    ("霁原省", 2026): "地区生产总值增长5%左右；城镇新增就业20万人以上；粮食产量300亿斤以上；居民收入增长5.5%左右",
    ("霁原省", 2024): "地区生产总值增长5%以上；城镇新增就业20万人以上；粮食产量310亿斤",
    ("苍渚省", 2026): "地区生产总值增长5%以上；城镇新增就业8万人；粮食产量1600万吨；居民收入增长高于经济增长",
    ("苍渚省", 2024): "地区生产总值增长4%—4.5%；城镇新增就业9万人；粮食产量1600万吨",
    ("漪山省", 2026): "地区生产总值增长4%—5.5%；城镇新增就业20万人",
    ("漪山省", 2024): "地区生产总值增长4.5%—5%；城镇新增就业18万人",
}
COUNTRY_PROVINCES = ("桐川省", "霁原省", "苍渚省", "漪山省")


@pytest.fixture(scope="module")
def country(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """The index of the second invented country: four provinces, two editions each."""
    texts: dict[str, str] = {}
    for (region, year), targets in COUNTRY.items():
        head = f"{region}政府工作报告\n\n——{year}年1月9日在{region}第一届人民代表大会第一次会议上\n\n各位代表：\n\n（本报告为虚构示例）\n\n"
        body = f"一、{year}年预期目标\n\n{year}年的主要预期目标是：{targets}。\n\n二、{year}年重点工作\n\n继续修桥铺路。\n"
        texts[f"{region}{year}"] = head + body
    return index_texts(tmp_path_factory.mktemp("country"), texts)


def reply(index: OpenIndex, text: str, filters: Filters = NO_FILTERS) -> Answer:
    return ask(index, text, filters).answer


def row_of(index: OpenIndex, region: str, indicator: str, year: int, kind: str = "target") -> Target | None:
    """The row of a region's report of that year, by plain loop."""
    for position, report in enumerate(index.reports):
        for row in index.targets_of(position):
            if (report.region, row.indicator, row.year, row.kind) == (region, indicator, year, kind):
                return row
    return None


def named(answer: Answer, regions: tuple[str, ...] = PROVINCES) -> set[str]:
    return {region for region in regions if region in answer.text}


def unsupported(answer: Answer, question: str) -> list[str]:
    """The figures of an answer that stand in no cited span, are no result of an arithmetic line and are not the question's own."""
    text, cited = fold(answer.text), " ".join(fold(citation.cited_text) for citation in answer.citations)
    known = [match.group().rpartition("= ")[2] for match in SUM.finditer(text)] + FIGURE.findall(fold(question))
    return [figure for figure in FIGURE.findall(text) if figure not in known and not re.search(rf"(?<![\d.]){re.escape(figure)}", cited)]


@st.composite
def questions(draw: st.DrawFn) -> str:
    """A question about indicators of the sample regions."""
    a, b, c = draw(st.permutations(REGIONS))[:3]
    template, name = draw(st.sampled_from(TEMPLATES)), draw(st.sampled_from(sorted(INDICATORS)))
    return template.format(a=SHORT[a], b=SHORT[b], c=SHORT[c], n=name)


@given(questions())
@settings(max_examples=120, deadline=None)
def test_every_figure_is_cited_or_reckoned(sample_index: OpenIndex, text: str) -> None:
    """Whatever is asked: figures stand in cited spans or are results of right arithmetic, and markers name citations there are."""
    answer = reply(sample_index, text)
    assert unsupported(answer, text) == []
    folded = fold(answer.text)
    assert len(SUM.findall(folded)) == folded.count("−")
    for high, low, result in SUM.findall(folded):
        assert float(high) - float(low) == pytest.approx(float(result))
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)} <= set(numbers)


@given(
    questions(),
    st.lists(st.sampled_from(REGIONS), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from([2026, 2024]), max_size=2, unique=True).map(tuple),
)
@settings(max_examples=120, deadline=None)
def test_citations_are_verified_and_inside_the_filters(
    sample_index: OpenIndex, text: str, regions: tuple[str, ...], years: tuple[int, ...]
) -> None:
    """Every citation, those of a refusal too, is what the file says, and is of the regions and editions filtered by."""
    answer = reply(sample_index, text, Filters(regions, years))
    for citation in (*answer.citations, *(answer.refusal.nearest if answer.refusal else ())):
        assert citation.verified
        assert sample_index.file_text(citation.report)[citation.start : citation.end] == citation.cited_text != ""
        assert citation.report.region in (regions or {*REGIONS, citation.report.region})
        assert citation.report.year in (years or (2026, 2024, None))


@given(questions())
@settings(max_examples=80, deadline=None)
def test_table_and_words_agree(sample_index: OpenIndex, text: str) -> None:
    """The table counts its own rows, each row is that of the report it names, and its citation is of that report."""
    table = (answer := reply(sample_index, text)).table
    if table is None:
        return
    assert table.of == len(table.rows)
    assert table.stated == sum(row.state != "not_stated" for row in table.rows)
    cited = {citation.number: citation for citation in answer.citations}
    for row in table.rows:
        if row.row is not None and row.citation is not None:
            assert fold(row.row.value_text) in fold(cited[row.citation].cited_text)
            assert sample_index.reports[row.row.report].region == row.region == cited[row.citation].report.region


@given(st.integers(10, 140).map(lambda halves: halves / 20), st.sampled_from(["左右", "以上", "以内"]))
@settings(max_examples=60, deadline=None)
def test_lists_hold_those_that_fit_and_no_other(sample_index: OpenIndex, bound: float, word: str) -> None:
    """5%以上 takes what lies above and, unless it is 左右, the bound itself; 以内 what lies below; 左右 only 左右 of that figure."""
    answer = reply(sample_index, f"2026年哪些省的GDP增长目标在{bound:g}%{word}？")
    expected = set()
    for region in PROVINCES:
        row = row_of(sample_index, region, "gdp_growth", 2026)
        assert row is not None
        assert row.qualifier == "around"
        figure = row.low or 0.0
        if {"左右": figure == bound, "以上": figure > bound, "以内": figure < bound}[word]:
            expected.add(region)
    assert named(answer) == expected
    assert answer.table is not None
    assert (answer.table.stated, answer.table.of) == (3, 3)
    assert f"有{len(expected)}个" in answer.text if expected else "没有" in answer.text


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年哪些省的GDP增长目标在5%左右？", {"霁原省"}),
        ("2026年哪些省的GDP增长目标在5%以上？", {"苍渚省"}),
        ("2026年哪些省的GDP增长目标是4.5%—5%？", {"桐川省"}),
        ("2026年哪些省的城镇新增就业目标在20万人以上？", {"桐川省", "霁原省", "漪山省"}),
    ],
)
def test_qualifiers_of_the_same_figure_are_kept_apart(country: OpenIndex, text: str, regions: set[str]) -> None:
    """5%左右, 5%以上 and 4.5%—5% are three different goals."""
    assert named(reply(country, text), COUNTRY_PROVINCES) == regions


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_those_that_state_none_are_those_without_a_row(sample_index: OpenIndex, name: str) -> None:
    """哪些省没有提出 names exactly the provinces whose report has no such target, or says that all have one."""
    answer = reply(sample_index, f"2026年哪些省没有提出{name}目标？")
    missing = {region for region in PROVINCES if row_of(sample_index, region, INDICATORS[name], 2026) is None}
    assert answer.status == "answered"
    assert named(answer) == missing
    assert (f"{len(missing)}个" if missing else "都已载明") in answer.text


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年哪些省没有提出居民收入增长的具体数值？", {"桐川省", "苍渚省", "漪山省"}),
        ("2026年哪些省没有提出居民收入增长目标？", {"漪山省"}),
    ],
)
def test_words_are_no_number(country: OpenIndex, text: str, regions: set[str]) -> None:
    """与经济增长同步 states a goal but no number: it is missing only where a number is asked for."""
    assert named(reply(country, text), COUNTRY_PROVINCES) == regions


def test_those_that_give_a_number(country: OpenIndex) -> None:
    """给出具体数值 leaves out those that say it in words, and names those that say nothing."""
    text = reply(country, "2026年哪些省给出了居民收入增长的具体数值？").text
    assert "有1个：霁原省5.5%左右" in text
    assert "漪山省未载明" in text
    assert "桐川省" not in text


def test_an_empty_list_has_no_dangling_colon(sample_index: OpenIndex) -> None:
    """Where none gives a number the sentence still reads."""
    assert not re.search("：[；。]", reply(sample_index, "2026年哪些省给出了居民收入增长的具体数值？").text)


@pytest.mark.parametrize(
    ("text", "order", "rest"),
    [
        ("2026年GDP增长目标最高的前两个省是哪些？", ["沧原省", "云岚省"], "澜州自治区"),
        ("2026年GDP增长目标最低的两个省是哪些？", ["澜州自治区", "云岚省"], "沧原省"),
        ("2026年城镇新增就业目标前两名是哪些省？", ["沧原省", "云岚省"], "澜州自治区"),
        ("2026年粮食产量目标垫底的是哪个省？", ["澜州自治区"], "云岚省"),
        ("What are the top two provinces by 2026 GDP growth target?", ["Cangyuan", "Yunlan"], "Lanzhou"),
    ],
)
def test_the_first_few_in_their_order(sample_index: OpenIndex, text: str, order: list[str], rest: str) -> None:
    """前两名 names two, best first, and the others only behind them."""
    winners, _, others = reply(sample_index, text).text.partition("；" if not text.isascii() else "; ")
    found = sorted((name for name in (*order, rest) if name in winners), key=winners.index)
    assert found == order
    assert rest in others


def test_the_first_three_are_three(sample_index: OpenIndex) -> None:
    """前三名 of three provinces are all three, with their figures in falling order."""
    text = reply(sample_index, "2026年GDP增长目标最高的前三个省是哪些？").text
    assert "最高的3个是" in text
    assert re.findall(r"([\d.]+)%", text) == ["6", "5.5", "4.8"]


def test_which_three_provinces_names_three(sample_index: OpenIndex) -> None:
    """Which three provinces have the highest … gives three as the highest."""
    assert "highest 3" in reply(sample_index, "Which three provinces have the highest 2026 GDP growth targets?").text


def test_a_tie_is_given_whole(country: OpenIndex) -> None:
    """Two provinces with the same highest figure are both named, though one was asked for."""
    winners = reply(country, "2026年GDP增长目标最高的是哪个省？").text.partition("；")[0]
    assert {region for region in COUNTRY_PROVINCES if region in winners} == {"霁原省", "苍渚省"}


def test_grain_is_ranked_in_one_unit(country: OpenIndex) -> None:
    """1600万吨 is more than 300亿斤, whatever the numbers look like; each is shown in its own unit."""
    assert "最高的是苍渚省1600万吨" in reply(country, "2026年粮食产量目标最高的是哪个省？").text
    text = reply(country, "2026年粮食产量目标最高的前三个省是哪些？").text
    assert text.index("苍渚省") < text.index("霁原省300亿斤以上") < text.index("桐川省180亿斤")


def change(index: OpenIndex, region: str, indicator: str) -> str | None:
    """Which way a target went between the two editions, from the rows themselves."""
    first, second = row_of(index, region, indicator, 2024), row_of(index, region, indicator, 2026)
    found = contrast(first, second, "zh") if first and second else None
    return found.way if found else None


@pytest.mark.parametrize("region", BOTH_EDITIONS)
@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_change_between_editions_of_one_region(sample_index: OpenIndex, region: str, name: str) -> None:
    """Both figures, the earlier first, and 上调, 下调 or 持平 as the rows have it."""
    first, second = (row_of(sample_index, region, INDICATORS[name], year) for year in (2024, 2026))
    answer = reply(sample_index, f"{region}今年的{name}目标和2024年相比有什么变化？")
    if first is None or second is None:
        return
    assert answer.status == "answered"
    assert answer.text.index("2024年" + first.value_text) < answer.text.index("2026年" + second.value_text)
    words = {UP: "上调", DOWN: "下调", SAME: "持平"}
    way = change(sample_index, region, INDICATORS[name])
    assert [word for word in words.values() if word in answer.text] == ([words[way]] if way else [])


@pytest.mark.parametrize(("word", "way"), [("上调", UP), ("下调", DOWN), ("持平", SAME)])
@pytest.mark.parametrize("name", ["GDP增长", "城镇新增就业", "固定资产投资增长", "居民消费价格"])
def test_who_raised_and_who_lowered(sample_index: OpenIndex, name: str, word: str, way: str) -> None:
    """哪些省下调了 names those whose target fell, with both figures."""
    ask_for = f"哪些省的{name}目标持平？" if way == SAME else f"哪些省{word}了{name}目标？"
    answer = reply(sample_index, f"2026年和2024年相比，{ask_for}")
    expected = {region for region in PROVINCES if change(sample_index, region, INDICATORS[name]) == way}
    assert named(answer) == expected
    assert f"{word}的有{len(expected)}个" in answer.text
    assert answer.text.count("→") == len(expected)


@pytest.mark.parametrize(
    ("text", "word", "regions"),
    [
        ("Which provinces lowered their GDP growth target in 2026 compared with 2024?", "lowered: 2", {"Yunlan", "Lanzhou"}),
        ("Which provinces raised their GDP growth target in 2026 compared with 2024?", "raised: 1", {"Cangyuan"}),
    ],
)
def test_who_raised_and_who_lowered_in_english(sample_index: OpenIndex, text: str, word: str, regions: set[str]) -> None:
    """The English question gets the same provinces by their English names."""
    answer = reply(sample_index, text)
    assert word in answer.text
    assert {name for name in ("Yunlan", "Cangyuan", "Lanzhou") if name in answer.text} == regions


@pytest.mark.parametrize(("words", "way", "pick"), [("下调幅度最大", DOWN, max), ("下调幅度最小", DOWN, min), ("上调最多", UP, max)])
@pytest.mark.parametrize("name", ["GDP增长", "固定资产投资增长", "居民消费价格"])
def test_who_changed_most(sample_index: OpenIndex, name: str, words: str, way: str, pick: Callable[..., float]) -> None:
    """Of those whose target fell, the ones whose middle fell most; the others are not named."""
    moved = [region for region in PROVINCES if change(sample_index, region, INDICATORS[name]) == way]
    figures = {region: [middle(row_of(sample_index, region, INDICATORS[name], year)) for year in (2024, 2026)] for region in moved}
    steps = {region: abs(pair[1] - pair[0]) for region, pair in figures.items()}
    for text in (f"2026年和2024年相比，{name}目标{words}的是哪个省？", f"2026年哪个省的{name}目标比2024年{words}？"):
        assert named(reply(sample_index, text)) == {region for region, step in steps.items() if step == pytest.approx(pick(steps.values()))}


@pytest.mark.parametrize("text", ["2026年GDP增长目标在5%以上（刚好5%的不算）的省有哪些？", "2026年GDP增长目标超过5%的省有哪些？"])
def test_the_bound_itself_can_be_left_out(sample_index: OpenIndex, text: str) -> None:
    """刚好5%的不算 and 超过5% leave out those at 5%."""
    rows = {region: row_of(sample_index, region, "gdp_growth", 2026) for region in PROVINCES}
    assert named(reply(sample_index, text)) == {region for region, row in rows.items() if row and (row.low or row.high or 0) > 5}


@pytest.mark.parametrize(
    ("region", "said", "absent"),
    [
        ("桐川省", "下调：下限5% − 4.5% = 0.5个百分点", "上限"),
        ("霁原省", "持平：数值相同，一为“以上”，一为“左右”", "−"),
        ("苍渚省", "2024年4%—4.5%", "−"),
        ("漪山省", "下限4.5% − 4% = 0.5个百分点", "调："),
    ],
)
def test_ranges_and_qualifiers_over_time(country: OpenIndex, region: str, said: str, absent: str) -> None:
    """A range is compared bound by bound; 左右 for 以上 is no change; bounds that move apart are neither raised nor lowered."""
    text = reply(country, f"{region}今年的GDP增长目标和2024年相比有什么变化？").text
    assert said in text
    assert absent not in text


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("沧原今年的GDP目标比云岚高吗？", "是的，"),
        ("云岚今年的GDP目标比沧原高吗？", "不是，"),
        ("沧原今年的GDP目标比云岚低吗？", "不是，"),
        ("云岚今年的GDP目标比沧原低吗？", "是的，"),
        ("沧原2025年GDP增速比云岚快吗？", "是的，"),
        ("云岚今年的GDP目标比2024年低吗？", "是的，"),
        ("云岚今年的GDP目标比2024年下调了吗？", "是的，"),
        ("云岚2024年的GDP目标比今年高吗？", "是的，"),
        ("海屿市2025年的GDP增速比2023年快吗？", "不是，"),
        ("Is Cangyuan's 2026 GDP growth target higher than Yunlan's?", "Yes: "),
        ("Is Yunlan's 2026 GDP growth target higher than Cangyuan's?", "No: "),
        ("Did Cangyuan's GDP grow faster than Yunlan's in 2025?", "Yes: "),
        ("Was Yunlan's 2026 GDP growth target lower than in 2024?", "Yes: "),
        ("Did Yunlan raise its GDP growth target in 2026 compared with 2024?", "No: "),
        pytest.param(
            "沧原今年的GDP增长目标高于云岚吗？", "是的，"
        ),
        pytest.param(
            "云岚和沧原今年的居民消费价格涨幅目标一样吗？", "是的，"
        ),
    ],
)  # fmt: skip
def test_whether_one_is_higher(sample_index: OpenIndex, text: str, opening: str) -> None:
    """Asked whether the first is higher or lower than the second, the answer opens with yes or no."""
    assert reply(sample_index, text).text.startswith(opening)


@given(st.permutations(PROVINCES), st.sampled_from(sorted({"GDP增长", "规上工业增长", "固定资产投资增长", "粮食产量", "城镇新增就业"})))
@settings(max_examples=40, deadline=None)
def test_a_verdict_is_turned_by_turning_the_question(sample_index: OpenIndex, order: list[str], name: str) -> None:
    """A比B高吗 and B比A低吗 have one verdict; B比A高吗 has the other, as the rows differ here."""
    first, second = SHORT[order[0]], SHORT[order[1]]
    one, other = (row_of(sample_index, region, INDICATORS[name], 2026) for region in order[:2])
    assert one is not None
    assert other is not None
    assert one.low != other.low
    opening = "是的，" if (one.low or 0.0) > (other.low or 0.0) else "不是，"
    assert reply(sample_index, f"{first}今年的{name}目标比{second}高吗？").text.startswith(opening)
    assert reply(sample_index, f"{second}今年的{name}目标比{first}低吗？").text.startswith(opening)
    assert not reply(sample_index, f"{second}今年的{name}目标比{first}高吗？").text.startswith(opening)


@pytest.mark.parametrize(
    ("text", "opening"), [("霁原今年的GDP增长目标比桐川高吗？", "是的，"), ("霁原今年的GDP增长目标比苍渚高吗？", "不是，")]
)
def test_verdicts_on_ranges_and_qualifiers(country: OpenIndex, text: str, opening: str) -> None:
    """5%左右 is higher than 4.5%—5%, and not higher than 5%以上."""
    assert reply(country, text).text.startswith(opening)


def test_no_verdict_where_bounds_move_apart(country: OpenIndex) -> None:
    """4.5%—5% became 4%—5.5%: neither yes nor no, both bounds are shown."""
    text = reply(country, "漪山省今年的GDP增长目标比2024年下调了吗？").text
    assert not text.startswith(("是的", "不是"))
    assert "下限4.5% − 4% = 0.5个百分点" in text
    assert "上限5.5% − 5% = 0.5个百分点" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("海屿市2023年和2025年的GDP增速各是多少？", "放缓：5.8% − 4.9% = 0.9个百分点"),
        ("海屿市2023年和2025年的进出口增速相比有什么变化？", "加快：1.6% − (-0.8%) = 2.4个百分点"),
        ("云岚2023年和2025年粮食产量各是多少？", "增加：85.6亿斤 − 84.1亿斤 = 1.5亿斤"),
        ("How did Haiyu's GDP growth change from 2023 to 2025?", "slower: 5.8% − 4.9% = 0.9"),
    ],
)
def test_results_quicken_and_targets_are_raised(sample_index: OpenIndex, text: str, said: str) -> None:
    """Results of two years stand in two editions; a rate 加快 or 放缓, an amount 增加, neither is 上调."""
    answer = reply(sample_index, text)
    assert said in answer.text
    assert not re.search("[上下]调|raised|lowered", answer.text)
    assert {citation.report.year for citation in answer.citations} == {2024, 2026}


@pytest.mark.parametrize("text", ["石黎市今年的GDP目标和2024年相比有什么变化？", "石黎市2024年和2026年的GDP增长目标各是多少？"])
def test_half_a_comparison_is_partial(sample_index: OpenIndex, text: str) -> None:
    """Shili has no 2024 report: its 2026 figure alone is half of what was asked for."""
    assert reply(sample_index, text).status == "partial"


def test_over_two_editions_a_figure_has_its_year(sample_index: OpenIndex) -> None:
    """With both editions in scope a figure that fits is given with the year it is for."""
    answer = reply(sample_index, "哪些省财政收入增长目标在5%以上？", Filters((), (2026, 2024)))
    assert "云岚省2024年5.3%" in answer.text


def test_those_that_do_not_mention_a_target(sample_index: OpenIndex) -> None:
    """哪些省没提GDP目标 is answered from the table: all state one."""
    assert "都已载明" in reply(sample_index, "2026年哪些省没提GDP目标？").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("云岚和沧原今年城镇新增就业目标合计多少？", " = "),
        ("哪些省今年的GDP增长目标是区间？", "区间的有"),
        ("2023年进出口负增长的省有哪些？", "负增长的有"),
    ],
)
def test_sums_ranges_and_falls(sample_index: OpenIndex, text: str, said: str) -> None:
    """A sum is an arithmetic line with its inputs cited; figures are picked by what kind they are."""
    answer = reply(sample_index, text)
    assert said in answer.text
    assert answer.status in ("answered", "partial")


@pytest.mark.parametrize("text", ["今年各省GDP目标排名", "列出今年各省的GDP目标", "Rank the provinces by their 2026 GDP growth target"])
def test_a_ranking_has_them_all_the_highest_first(realm: OpenIndex, text: str) -> None:
    """排名 and 列出 give every figure, in order, each with a citation."""
    answer = ask(realm, text).answer
    assert [citation.report.region for citation in answer.citations] == ["桐川省", "霁原省", "漪山省", "苍渚省"]
    assert all(citation.verified and citation.report.year == 2026 for citation in answer.citations)


@pytest.mark.parametrize(
    "text", ["今年GDP目标最高和最低的省分别是哪个？", "Which provinces have the highest and lowest GDP targets in 2026?"]
)
def test_both_ends_are_given_where_both_are_asked_for(realm: OpenIndex, text: str) -> None:
    """The highest first, 5%以上 and 5%左右 alike, then the lowest; what lies between is in the table only."""
    answer = ask(realm, text).answer
    cited = [answer.citations[int(number) - 1].report.region for number in re.findall(r"\[(\d+)\]", answer.text)]
    assert cited == ["桐川省", "霁原省", "苍渚省"]
