"""Which reports write a word: every report in scope is counted, each that does is cited with its first sentence that does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import OpenIndex
from rag.answer import Answer
from rag.ask import ask, understand
from rag.mentions import asks_which, doubts
from rag.question import NO_FILTERS, Filters

PROVINCES = ("云岚省", "沧原省", "澜州自治区")
REGIONS = (*PROVINCES, "海屿市", "石黎市")
WORDS = ("老旧小区", "托育", "光伏", "机场", "高铁", "草原", "石榴籽", "引沧济北", "全民健身", "加装电梯", "保障性租赁住房", "粮食")


def reply(index: OpenIndex, text: str, filters: Filters = NO_FILTERS) -> Answer:
    return ask(index, text, filters).answer


def writing(index: OpenIndex, word: str, year: int, regions: tuple[str, ...] = PROVINCES) -> set[str]:
    """The regions whose report of that year writes the word, by plain search."""
    return {
        str(report.region)
        for report in index.reports
        if report.year == year and report.region in regions and word in index.file_text(report)[report.start : report.end]
    }


@given(st.sampled_from(WORDS), st.sampled_from([2026, 2024]), st.sampled_from(["提到", "提及", "写到", "谈到", "涉及"]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_those_that_write_it_are_named_and_all_are_counted(sample_index: OpenIndex, word: str, year: int, verb: str, quoted: bool) -> None:
    """The regions named, the count, and the table's states are those of a plain search; the table has every report in scope."""
    expected = writing(sample_index, word, year)
    answer = reply(sample_index, f"{year}年哪些省{verb}了{f'“{word}”' if quoted else word}？")
    if not expected:
        assert answer.table is None
        return
    assert answer.status == "answered"
    assert {region for region in PROVINCES if region in answer.text} == expected
    assert f"{len(PROVINCES)}份报告中{len(expected)}份提到“{word}”" in answer.text
    assert answer.table is not None
    assert (answer.table.stated, answer.table.of) == (len(expected), len(PROVINCES))
    assert {row.region for row in answer.table.rows if row.state != "not_stated"} == expected
    assert {row.region for row in answer.table.rows} == set(PROVINCES)
    assert all((row.citation is None) is (row.state == "not_stated") for row in answer.table.rows)


@given(st.sampled_from(WORDS), st.sampled_from([2026, 2024]))
@settings(max_examples=60, deadline=None)
def test_each_citation_is_the_first_sentence_with_the_word(sample_index: OpenIndex, word: str, year: int) -> None:
    """A citation is verified, is of the region named beside it, holds the word, and none stands before it in the report."""
    answer = reply(sample_index, f"{year}年哪些省提到“{word}”？")
    if answer.table is None:
        return
    cited = {citation.number: citation for citation in answer.citations}
    assert re.findall(r"\[(\d+)\]", answer.text) == [str(number) for number in cited]
    for unit in answer.units:
        assert answer.text[unit.start : unit.end] == cited[unit.citations[0]].report.region
    for citation in cited.values():
        text = sample_index.file_text(citation.report)
        assert citation.verified
        assert text[citation.start : citation.end] == citation.cited_text
        assert "\n" not in citation.cited_text
        assert word in citation.cited_text
        assert text.find(word, citation.report.start) >= citation.start


@given(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(REGIONS), min_size=3, max_size=5, unique=True).map(tuple),
    st.sampled_from([(), (2026,), (2024,), (2026, 2024)]),
)
@settings(max_examples=60, deadline=None)
def test_filters_set_the_reports_counted(sample_index: OpenIndex, word: str, regions: tuple[str, ...], years: tuple[int, ...]) -> None:
    """With filters only the filtered regions and editions are counted and cited; without years the newest edition is."""
    answer = reply(sample_index, f"哪些省提到“{word}”？", Filters(regions, years))
    for citation in (*answer.citations, *(answer.refusal.nearest if answer.refusal else ())):
        assert citation.report.region in regions
        assert citation.report.year in (years or (2026, 2024, None))
    if answer.table is None:
        return
    counted = [report for report in sample_index.reports if report.region in regions and report.year in (years or (2026,))]
    assert sorted((str(row.region), row.year) for row in answer.table.rows) == sorted((str(r.region), r.year or 0) for r in counted)
    assert answer.table.stated == sum(len(writing(sample_index, word, year, regions)) for year in years or (2026,))


@pytest.mark.parametrize(
    ("text", "regions", "of"),
    [
        ("“石榴籽”在哪些省的报告中出现？", {"澜州自治区"}, 3),
        ("2026年有多少个省提到“机场”？", {"云岚省"}, 3),
        ("云岚、沧原、澜州、海屿、石黎哪些提到“全民健身”？", {"澜州自治区"}, 5),
        ("云岚、沧原、澜州、海屿、石黎哪些提到要发展全民健身？", {"澜州自治区"}, 5),
        ("云岚、海屿、石黎中哪些提到加装电梯？", {"云岚省"}, 3),
    ],
)
def test_ways_of_asking(sample_index: OpenIndex, text: str, regions: set[str], of: int) -> None:
    """The word before its verb, how many, and regions listed one by one are all understood; without a year the newest edition is meant."""
    answer = reply(sample_index, text)
    assert {region for region in REGIONS if region in answer.text} == regions
    assert f"2026年{of}份报告中" in answer.text


def test_two_editions_are_kept_apart(sample_index: OpenIndex) -> None:
    """Over two editions each report counts, and each name says of which year."""
    answer = reply(sample_index, "2024年和2026年哪些省提到“引沧济北”？")
    assert "6份报告中2份" in answer.text
    assert "沧原省（2024）" in answer.text
    assert "沧原省（2026）" in answer.text


@pytest.mark.parametrize(
    ("text", "names", "word"),
    [
        ("Which provinces mention photovoltaics?", {"Lanzhou"}, "光伏"),
        ("Which provinces mention elderly care?", {"Yunlan", "Cangyuan", "Lanzhou"}, "养老"),
    ],
)
def test_an_english_word_is_looked_for_in_chinese(sample_index: OpenIndex, text: str, names: set[str], word: str) -> None:
    """The English question finds the reports' own word, says which, and names regions in English."""
    answer = reply(sample_index, text)
    assert {name for name in ("Yunlan", "Cangyuan", "Lanzhou") if name in answer.text} == names
    assert f"{len(names)} of 3 reports (2026) mention “{word}”" in answer.text
    assert all(word in citation.cited_text for citation in answer.citations)


@pytest.mark.parametrize("text", ["哪些省提到“量子计算”？", "云岚省有没有提到“量子计算”？", "云岚省今年的报告是否提到低空经济？"])
def test_what_no_report_writes_is_no_evidence(sample_index: OpenIndex, text: str) -> None:
    """A word that stands nowhere in scope is refused, not answered with something near it."""
    refusal = reply(sample_index, text).refusal
    assert refusal is not None
    assert refusal.code == "no_evidence"


def test_one_report_is_quoted_not_counted(sample_index: OpenIndex) -> None:
    """Asked whether one report mentions it, its sentence is the answer."""
    answer = reply(sample_index, "云岚省有没有提到机场？")
    assert answer.table is None
    assert "枫岭机场" in answer.text


def test_those_that_do_not_mention_it(sample_index: OpenIndex) -> None:
    """哪些省没有提到 names those whose report does not write the word."""
    answer = reply(sample_index, "哪些省的报告没有提到“高铁”？")
    assert {region for region in PROVINCES if region in answer.text} == {"沧原省", "澜州自治区"}


def test_of_two_reports_the_one_without_the_word_is_not_quoted(sample_index: OpenIndex) -> None:
    """云岚和沧原哪个提到“高铁”: what is cited of either holds the word."""
    answer = reply(sample_index, "云岚和沧原哪个提到“高铁”？")
    assert all("高铁" in citation.cited_text for citation in answer.citations)


def test_whether_one_report_mentions_it_in_english(sample_index: OpenIndex) -> None:
    """The English question whether a report mentions airports is not refused where the Chinese one is answered."""
    assert reply(sample_index, "Does Yunlan's report mention airports?").status == "answered"


@pytest.mark.parametrize(
    ("text", "regions", "of"),
    [
        ("2026年哪些省提到长护险？", {"苍渚省", "霁原省"}, 4),
        ("2026年哪些省提到“长护险”？", {"苍渚省"}, 4),
        ("2026年哪些省提到长护险（长期护理保险）？", {"苍渚省", "霁原省"}, 4),
        ("2026年哪些省提到商圈改造（含“即买即退”）？", {"苍渚省"}, 4),
        ("2026年哪些省提到长护险（不含长期护理保险）？", {"苍渚省"}, 4),
        ("2026年把长护险写进报告的是哪些省？", {"苍渚省", "霁原省"}, 4),
        ("2026年哪些省的报告里有“养老服务消费补贴”？", {"桐川省", "霁原省"}, 4),
        ("2026年哪些省办省足球联赛？", {"漪山省"}, 4),
        ("2026年哪些省发放养老服务消费补贴？", {"桐川省"}, 4),
        ("长护险今年被写进了哪几个省的政府工作报告？", {"苍渚省", "霁原省"}, 4),
    ],
)
def test_other_forms_and_quoted_words(realm: OpenIndex, text: str, regions: set[str], of: int) -> None:
    """Other words in brackets and the word written out count as well, those left out do not; a quoted word and the longest run of the question's words are looked for."""
    answer = reply(realm, text)
    assert {str(citation.report.region) for citation in answer.citations} == regions
    assert f"{of}份报告中{len(regions)}份提到" in answer.text
    assert {row.region for row in answer.table.rows if row.state == "qualitative"} == regions  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年哪些省没提长护险（长期护理保险）？", {"桐川省", "漪山省"}),
        ("2026年哪些省没有提到长护险？", {"桐川省", "漪山省"}),
        ("2026年没提城镇的足球联赛的是哪些省？", {"桐川省", "霁原省", "苍渚省"}),
        ("2026年哪些省没有提到高速公路？", set()),
        ("Which provinces do not mention a football league in 2026?", {"Tongchuan", "Jiyuan", "Cangzhu"}),
        ("Which provinces do not mention 足球联赛 in 2026?", {"Tongchuan", "Jiyuan", "Cangzhu"}),
    ],
)
def test_lists_of_those_without(realm: OpenIndex, text: str, regions: set[str]) -> None:
    """Those whose report has none of the forms are named and counted, with nothing to cite, and the table has every report."""
    answer = reply(realm, text)
    every = ("桐川省", "霁原省", "苍渚省", "漪山省", "Tongchuan", "Jiyuan", "Cangzhu", "Yishan")
    assert {name for name in every if name in answer.text} == regions
    assert str(len(regions)) in answer.text
    assert answer.citations == ()
    assert answer.table is not None
    assert (answer.table.of, answer.table.of - answer.table.stated) == (4, len(regions))


@given(st.sampled_from(["养老服务消费补贴", "高速公路通车里程", "长护险", "足球联赛", "离境退税", "长期护理保险"]))
@settings(max_examples=20, deadline=None)
def test_with_and_without_share_the_reports_out(realm: OpenIndex, word: str) -> None:
    """Those that mention a word and those that do not are all the reports, and none is in both lists."""
    provinces = ("桐川省", "霁原省", "苍渚省", "漪山省")
    writing = {region for region in provinces if region in reply(realm, f"2026年哪些省提到{word}？").text}
    without = {region for region in provinces if region in reply(realm, f"2026年哪些省没有提到{word}？").text}
    assert writing | without == set(provinces)
    assert not writing & without


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("哪些省建机场？", True),
        ("各省里谁在建机场？", True),
        ("列出建机场的省", True),
        ("Which provinces build airports?", True),
        ("哪些省（哪几个）建机场？", True),
        ("云岚建机场吗？", False),
        ("云岚在哪里建机场？", False),
        ("各省建机场（哪些省）", False),
        ("各省今年怎么建机场？", False),
    ],
)
def test_whether_it_is_asked_which(sample_index: OpenIndex, text: str, which: bool) -> None:
    """哪些省 and 谁 over all provinces ask which of them; one province, 怎么, and what stands in brackets do not."""
    assert asks_which(understand(sample_index, text)) is which


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("云岚省的报告里写了吗？", True),
        ("云岚省的报告提没提机场？", True),
        ("机场投资，报告里有数吗？", True),
        ("云岚省有没有写机场？", True),
        ("云岚省的机场投资多少？", False),
        ("云岚省的机场为什么重要？", False),
    ],
)
def test_whether_the_report_is_doubted(sample_index: OpenIndex, text: str, doubted: bool) -> None:
    """写了吗, 提没提 and 有数吗 doubt that it is said at all; a plain question does not."""
    assert doubts(understand(sample_index, text)) is doubted


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("沧原省今年对网约车有什么规定？", True),
        ("沧原省对户外音乐节有何部署？", True),
        ("云岚省打算怎么推进老旧小区改造？", False),
    ],
)
def test_what_is_meant_to_be_done_about_a_matter(sample_index: OpenIndex, text: str, refused: bool) -> None:
    """An arrangement is asked for: the matter must be mentioned, a near one will not do."""
    assert (reply(sample_index, text).refusal is not None) is refused
