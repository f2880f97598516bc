"""What a list question is about: the words that are looked for, named or most telling, and the ways to write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import OpenIndex
from rag.ask import ask, understand
from rag.matter import find_phrase, is_literal, named_word
from rag.terms import read_terms


def named(index: OpenIndex, text: str) -> str | None:
    return named_word(understand(index, text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("哪些省提到托育？", "托育"),
        ("省级报告里谈到托育的都有谁？", "托育"),
        ("说到托育的2026年省级报告是哪几份？", "托育"),
        ("提到要发展全民健身的是哪些省？", "全民健身"),
        ("跑网约车的师傅今年在哪些省的报告里被点到名？", "跑网约车的师傅"),
        ("哪些省把托育写进了报告？", "托育"),
        ("哪些省的报告里有“托育”？", "托育"),
        ("Which provinces mention 托育?", "托育"),
        ("Which provinces talk about developing the pet economy?", "developing the pet economy"),
        ("哪些省提到了医院“免陪照护”？", "免陪照护"),
        ("哪些省点名要发展“谷子经济”？", "谷子经济"),
        ("云岚今年怎么发展托育？", None),
    ],
)
def test_what_is_named(sample_index: OpenIndex, text: str, word: str | None) -> None:
    """The word behind or before the verb of mentioning, without what only asks for the reports."""
    assert named(sample_index, text) == word


@pytest.mark.parametrize(
    ("text", "word", "literal"),
    [("哪些省提到“托育”？", "托育", True), ("哪些省提到托育？", "托育", False), ("Which provinces mention 托育?", "托育", True)],
)
def test_what_is_looked_for_as_it_stands(text: str, word: str, literal: bool) -> None:
    """Words in quotation marks, and Chinese ones in English."""
    assert is_literal(text, word) is literal


REPORTS = {
    "a": "严格规范治理高额彩礼。组织亚太经合组织会议。推进中小学春秋假。为女生免费接种二价HPV疫苗。",
    "b": "整治高额彩礼。办好APEC会议。探索设置春秋假。实施渐进式延迟法定退休年龄改革。发展人形机器人。",
    "c": "发展工业机器人。落实延迟退休政策。免费为学生接种HPV疫苗。举办专业会议。整治市容。",
}
COMMON = "".join(f"整治第{n}批市场秩序，召开{n}次会议，改善中小学办学条件，深化改革，组织免费体检。\n" for n in range(40))


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("哪些省提到整治高额彩礼？", "ab"),
        ("整治高额彩礼这件事，今年哪些省写进了报告？", "ab"),
        ("哪些省提到亚太经合组织？", "ab"),
        ("哪些省要办APEC的会议？", "ab"),
        ("哪些省提到给中小学生放春秋假？", "ab"),
        ("哪些省提到延迟退休改革？", "bc"),
        ("哪些省提到“延迟退休”？", "c"),
        ("哪些省提到人形机器人？", "b"),
        ("Which provinces mention hosting an APEC meeting?", "ab"),
        ("有哪些省提到春秋假、人形机器人？", "ab"),
        ("省级报告中写到免费接种HPV疫苗的有哪些地方？", "ac"),
    ],
)
def test_the_matter_in_other_words(
    index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path, text: str, regions: str
) -> None:
    """A word written out is the same word, a broader one is not; what tells less, 整治, need not stand there; several words stand in one clause."""
    names = {"a": "浙江省", "b": "江西省", "c": "重庆市"}
    index = index_texts(tmp_path, {name: f"{name}2026年政府工作报告\n\n{REPORTS[key]}\n{COMMON}" for key, name in names.items()})
    answer = ask(index, text).answer
    assert {citation.report.region for citation in answer.citations} == {names[key] for key in regions}


@given(
    st.sampled_from(["养老服务消费补贴", "高速公路通车里程", "足球联赛", "离境退税"]),
    st.sampled_from(["2026年哪些省有{}？", "2026年哪些省推进{}？", "2026年{}在哪些省？"]),
)
@settings(max_examples=30, deadline=None)
def test_the_most_telling_phrase_stands_in_a_report(realm: OpenIndex, word: str, template: str) -> None:
    """What is looked for word for word is a run of the question's own that a report in scope writes, and holds the matter."""
    question = understand(realm, template.format(word))
    phrase = find_phrase(realm, question, read_terms(realm, question))
    assert phrase is not None
    assert phrase in question.text
    assert any(phrase in realm.file_text(report)[report.start : report.end] for report in realm.reports if report.year == 2026)
    assert phrase in word or word in phrase


def test_nothing_written_is_no_phrase(realm: OpenIndex) -> None:
    """Of words that no report writes there is no phrase, and the list is refused."""
    question = understand(realm, "2026年哪些省建设量子望远镜？")
    assert find_phrase(realm, question, read_terms(realm, question)) is None
    refusal = ask(realm, question.text).answer.refusal
    assert refusal is not None
    assert refusal.code == "no_evidence"
