"""Answers quote their citations, citations are verified against the files, and refusals say why."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import OpenIndex
from rag.answer import Answer
from rag.ask import ask
from rag.question import Filters

ANSWERABLE = [
    "云岚省2026年的经济增长目标是多少？",
    "沧原今年的粮食产量目标是多少？",
    "云岚和沧原今年的GDP增长目标各是多少？",
    "云岚省2024年和2026年的GDP增长目标各是多少？",
    "石黎市今年改造多少老旧小区？",
    "残页里加装电梯多少部？",
    "枫岭机场总投资多少？",
    "What is Yunlan's GDP growth target for 2026?",
    "What is Cangyuan's grain output target this year?",
]
REFUSED = [
    ("深圳今年的GDP目标是多少？", "region_not_in_corpus"),
    ("香港今年的GDP目标是多少？", "region_not_in_corpus"),
    ("广东今年的GDP目标是多少？", "region_not_in_corpus"),
    ("美国今年的GDP目标是多少？", "region_not_in_corpus"),
    ("Shenzhen's GDP growth target for 2026", "region_not_in_corpus"),
    ("云岚省2025年的GDP增长目标是多少？", "year_not_in_corpus"),
    ("云岚省2019年的GDP增长目标是多少？", "year_not_in_corpus"),
    ("云岚省2025年政府工作报告里的GDP目标是多少？", "year_not_in_corpus"),
    ("What is Yunlan's GDP target in the 2025 report?", "year_not_in_corpus"),
    ("What is Suzhou's GDP growth target for 2026?", "region_not_in_corpus"),
    ("What is the GDP growth target of Taizhou in 2026?", "region_not_in_corpus"),
    ("量子纠缠望远镜的口径是多少？", "no_evidence"),
    ("asdkjh qwe zzz", "no_evidence"),
]


def reply(index: OpenIndex, text: str, filters: Filters | None = None) -> Answer:
    return ask(index, text, filters or Filters()).answer


@pytest.mark.parametrize("text", ANSWERABLE)
def test_what_is_quoted_stands_in_its_citation(sample_index: OpenIndex, text: str) -> None:
    """Each verbatim unit is a piece of every citation it names; each figure of a derived unit stands in one of them."""
    answer = reply(sample_index, text)
    assert answer.status == "answered"
    cited = {citation.number: citation.cited_text for citation in answer.citations}
    assert answer.units
    for unit in answer.units:
        assert unit.citations
        words = answer.text[unit.start : unit.end]
        assert words.strip()
        if unit.kind == "verbatim":
            assert all(words in cited[number] for number in unit.citations)
        else:
            figures = re.findall(r"[\d.]+(?:%|亿斤|万人|亿元)", words)
            assert figures
            assert all(any(figure in cited[number] for number in unit.citations) for figure in figures)


@pytest.mark.parametrize("text", ANSWERABLE)
def test_every_citation_is_in_the_file_on_disk(sample_index: OpenIndex, samples: Path, text: str) -> None:
    """The cited text is the file's own at that span, inside its report, and the sha256 is that of the file's bytes."""
    answer = reply(sample_index, text)
    for citation in answer.citations:
        content = (samples / citation.report.file).read_bytes()
        assert content.decode("utf-8")[citation.start : citation.end] == citation.cited_text != ""
        assert hashlib.sha256(content).hexdigest() == citation.report.sha256
        assert citation.report.start <= citation.start < citation.end <= citation.report.end
        assert citation.verified


@pytest.mark.parametrize("text", ANSWERABLE)
def test_markers_and_citations_match(sample_index: OpenIndex, text: str) -> None:
    """Outside the quotations the answer has an [n] for each citation, numbered from 1 in the order of their first use."""
    answer = reply(sample_index, text)
    bare = list(answer.text)
    for unit in answer.units:
        bare[unit.start : unit.end] = " " * (unit.end - unit.start)
    markers = [int(number) for number in re.findall(r"\[(\d+)\]", "".join(bare))]
    numbers = [citation.number for citation in answer.citations]
    assert list(dict.fromkeys(markers)) == numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("text", ANSWERABLE)
def test_the_same_question_gets_the_same_answer(sample_index: OpenIndex, text: str) -> None:
    """Asked twice, text, units and citations are the same."""
    assert reply(sample_index, text) == reply(sample_index, text)


@pytest.mark.parametrize(
    ("text", "value", "report"),
    [
        ("云岚省2026年的经济增长目标是多少？", "5.5%左右", "2026-yunlan"),
        ("云岚省2024年的GDP增长目标是多少？", "6%左右", "2024-yunlan"),
        ("沧原省今年的GDP增长目标是多少？", "6%左右", "2026-cangyuan"),
        ("沧原今年的粮食产量目标是多少？", "412亿斤", "2026-cangyuan"),
        ("石黎市今年改造多少个老旧小区？", "37个", "2026-shili"),
        ("枫岭机场总投资多少？", "43.6亿元", "2026-yunlan"),
        ("残页里加装电梯多少部？", "2400部", "undated-cangyuan"),
        pytest.param(
            "What is Cangyuan's grain output target this year?", "412亿斤", "2026-cangyuan",
        ),
        pytest.param(
            "海屿市今年的GDP增长目标是多少？", "5%左右", "2026-haiyu"
        ),
        pytest.param(
            "云岚省2025年的经济增速实际是多少？", "5.3%", "2026-yunlan"
        ),
    ],
)  # fmt: skip
def test_the_figure_asked_for_is_in_the_answer(sample_index: OpenIndex, text: str, value: str, report: str) -> None:
    """The answer says the value as the report writes it, from the right report, in a line or two."""
    answer = reply(sample_index, text)
    assert [citation.report.id for citation in answer.citations] == [report]
    assert value in answer.text
    assert value in answer.citations[0].cited_text
    assert len(answer.text) < 200


def test_several_regions_each_have_their_citation(sample_index: OpenIndex) -> None:
    """Asked about two provinces, the answer cites each from its own report."""
    answer = reply(sample_index, "云岚和沧原今年的GDP增长目标各是多少？")
    assert {citation.report.id for citation in answer.citations} == {"2026-yunlan", "2026-cangyuan"}
    assert "5.5%左右" in answer.text
    assert "6%左右" in answer.text


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refusals_have_their_code(sample_index: OpenIndex, text: str, code: str) -> None:
    """What the corpus cannot answer is refused by code, with a message in the question's language and no answer beside it."""
    answer = reply(sample_index, text)
    assert answer.status == "refused"
    assert answer.refusal is not None
    assert answer.refusal.code == code
    assert (answer.text, answer.units, answer.citations) == ("", (), ())
    assert answer.refusal.message.isascii() == text.isascii() or code == "ambiguous_region"


def test_refusals_say_what_is_there(sample_index: OpenIndex) -> None:
    """The message names the region or year asked for, and the editions or the candidates there are."""
    region, year, several = (reply(sample_index, text).refusal for text in (REFUSED[0][0], REFUSED[5][0], REFUSED[9][0]))
    assert region is not None
    assert "深圳" in region.message
    assert year is not None
    assert all(name in year.message for name in ("2025", "2026", "2024"))
    assert several is not None
    assert "Suzhou" in several.message


def test_without_evidence_the_nearest_is_shown_but_not_as_answer(sample_index: OpenIndex, samples: Path) -> None:
    """A no_evidence refusal carries the nearest passages as verified citations."""
    refusal = reply(sample_index, "量子纠缠望远镜的口径是多少？").refusal
    assert refusal is not None
    assert refusal.nearest
    for citation in refusal.nearest:
        assert (samples / citation.report.file).read_bytes().decode()[citation.start : citation.end] == citation.cited_text


@pytest.mark.parametrize("text", ["长三角今年的GDP增长目标分别是多少？", "京津冀今年的GDP增长目标"])
def test_a_group_without_any_report_is_refused(sample_index: OpenIndex, text: str) -> None:
    """No other region's figures stand in for a group that has no report in the corpus."""
    refusal = reply(sample_index, text).refusal
    assert refusal is not None
    assert refusal.code == "region_not_in_corpus"


@pytest.mark.parametrize(
    ("filters", "code"), [(Filters(("广东省",), ()), "region_not_in_corpus"), (Filters((), (2025,)), "year_not_in_corpus")]
)
def test_a_filter_on_what_is_not_there_is_refused_as_such(sample_index: OpenIndex, filters: Filters, code: str) -> None:
    """A filter on a region or year without a report is refused with that reason."""
    refusal = reply(sample_index, "GDP增长目标是多少？", filters).refusal
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("text", ["云岚省和广东省今年的GDP增长目标各是多少？", "云岚省2024年和2025年的GDP增长目标各是多少？"])
def test_half_an_answer_is_called_partial(sample_index: OpenIndex, text: str) -> None:
    """Where one of two regions or years asked about has no report, the answer is partial."""
    assert reply(sample_index, text).status == "partial"


def test_words_of_asking_are_no_evidence(sample_index: OpenIndex) -> None:
    """A question about something no report speaks of is not answered because a report says 提到 somewhere."""
    refusal = reply(sample_index, "云岚省有没有提到火星移民计划？").refusal
    assert refusal is not None
    assert refusal.code == "no_evidence"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("桐川和霁原今年的高速公路通车里程谁多？", "霁原省更高："),
        ("桐川和霁原今年的高速公路通车里程谁少？", "桐川省更低："),
        ("高速公路通车里程，霁原超过桐川了吗？", "是的，霁原省更高："),
        ("高速公路通车里程，桐川超过霁原没有？", "没有，霁原省更高："),
        ("桐川和漪山今年的高速公路通车里程谁多？", "漪山省更高："),
        ("Which has more expressway mileage this year, Tongchuan or Jiyuan?", "Jiyuan is higher: "),
    ],
)
def test_who_has_more_is_said_first(realm: OpenIndex, text: str, opening: str) -> None:
    """谁多 is answered with a name, 3.2万公里 counting as more than 5200公里, before either report is quoted; the units stay in place."""
    answer = reply(realm, text)
    assert answer.text.startswith(opening)
    assert len(answer.citations) == 2
    cited = {citation.number: citation.cited_text for citation in answer.citations}
    for unit in answer.units:
        assert answer.text[unit.start : unit.end] in cited[unit.citations[0]]


@pytest.mark.parametrize("text", ["桐川和霁原今年的高速公路通车里程各是多少？", "桐川今年的高速公路通车里程是多少？"])
def test_without_an_order_nobody_has_more(realm: OpenIndex, text: str) -> None:
    """Where it is not asked who has more, the answer begins with a quotation."""
    assert reply(realm, text).text.startswith("桐川省2026年报告：“")


def test_who_has_the_longer_is_said_first(realm: OpenIndex) -> None:
    """哪个更长 asks who has more, as 谁多 does."""
    assert reply(realm, "桐川和苍渚今年的高速公路通车里程哪个更长？").text.startswith("桐川省更")


def test_who_of_two_named_is_not_who_of_all(sample_index: OpenIndex) -> None:
    """石黎和海屿…谁高 asks about these two and no others."""
    answer = reply(sample_index, "石黎和海屿今年的GDP目标谁高？")
    assert {citation.report.region for citation in answer.citations} == {"石黎市", "海屿市"}


@pytest.mark.parametrize("text", ["兰州的机场总投资多少？", "兰州地铁8号线今年改造多少？", "枫岭机场9号楼总投资多少？"])
def test_a_thing_elsewhere_or_of_another_number_is_not_answered(sample_index: OpenIndex, text: str) -> None:
    """Of a town's airport no other province's report tells unless it names the town; 9号楼 is told of only where it is written."""
    answer = ask(sample_index, text).answer
    assert (answer.status, answer.citations) == ("refused", ())


TWO_YEARS = """桐川省政府工作报告

——2026年1月9日在桐川省第一届人民代表大会第一次会议上

各位代表：

（本报告为虚构示例）

一、2025年工作回顾

免费为10010名困难家庭老年人实施白内障手术。

二、2026年重点工作

免费实施1万名老年人白内障复明工程。
"""


@pytest.mark.parametrize(("year", "said"), [("今年", "1万名"), ("去年", "10010名")])
def test_this_years_number_is_not_last_years(
    index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path, year: str, said: str
) -> None:
    """What was done last year answers no question how many there will be, however near its words; the next sentence is tried."""
    text = ask(index_texts(tmp_path, {"one": TWO_YEARS}), f"桐川{year}免费做多少例白内障手术？").answer.text
    assert said in text


def test_work_to_come_is_no_result_of_either_region(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path) -> None:
    """Asked of two regions what was built last year, plans for this year are not quoted when the first choice has been dropped."""
    head = "政府工作报告\n\n——2026年1月9日在第一届人民代表大会第一次会议上\n\n（本报告为虚构示例）\n\n二、2026年重点工作\n\n"
    index = index_texts(
        tmp_path, {name: f"{name}{head}新建乡镇污水处理厂{count}座。\n" for name, count in (("桐川省", 12), ("霁原省", 15))}
    )
    assert ask(index, "桐川省和霁原省2025年各新建了多少座乡镇污水处理厂？").answer.status == "refused"
