"""A question's topic without the words that only ask, and which kind of statement two years ask for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import build_gazetteer
from index.store import OpenIndex
from rag.ask import ask
from rag.question import ACHIEVED, PLAN, TARGET, Question, drop_question_words, parse_question

GAZETTEER = build_gazetteer()
INDEXED = frozenset({"湖南省", "湖北省", "全国"})
ASKING = ["请问", "是多少", "多少", "几个", "哪些", "什么", "怎么样", "如何", "是否", "吗", "呢", "各是", "到底", "一共", "政府工作报告"]
ENGLISH_ASKING = ["what", "which", "how", "many", "the", "of", "did", "is", "report", "government", "according"]


def parse(text: str) -> Question:
    return parse_question(text, GAZETTEER, [2026, 2024], INDEXED)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("谁在1066年征服了英国？", "谁在1066年征服了英国？"),
        ("请问粮食产量目标是多少", "粮食产量目标"),
        ("How many kilometres of subway were built", "kilometres subway built"),
        ("the 15th five-year plan period goals", "goals"),
        ("What is theory", "theory"),
        ("", ""),
    ],
)
def test_what_is_left_of_a_question(text: str, left: str) -> None:
    """Words that only ask go; what is asked about stays, and the within theory is no the."""
    assert drop_question_words(text) == left


@given(st.lists(st.sampled_from([*ASKING, *ENGLISH_ASKING, "高铁", "山区", "bridge", " ", "，", "2026"]), max_size=8).map(" ".join))
@settings(max_examples=80, deadline=None)
def test_dropping_is_done_once_and_keeps_the_matter(text: str) -> None:
    """A second time drops nothing more, no word of asking is left, and the matter is still there in its order."""
    left = drop_question_words(text)
    assert drop_question_words(left) == left
    assert [word for word in left.split() if word in ("高铁", "山区", "bridge", "2026")] == [
        word for word in text.split() if word in ("高铁", "山区", "bridge", "2026")
    ]
    assert not set(left.split()) & {*ASKING, *ENGLISH_ASKING}


@pytest.mark.parametrize("text", ["湖南省2026年粮食产量目标是多少？", "What is Hunan's grain output target for 2026?"])
def test_the_topic_holds_neither_place_nor_year(text: str) -> None:
    """Places and years have their own fields; the topic is the rest."""
    topic = parse(text).topic
    assert not any(word in topic for word in ("湖南", "2026", "Hunan", "多少", "What"))
    assert "粮食产量" in topic or "grain output" in topic


@pytest.mark.parametrize(
    ("text", "kind", "asked", "editions"),
    [
        ("湖南2023年和2025年GDP增长各是多少？", ACHIEVED, (2023, 2025), {2024, 2026}),
        ("湖南2023年和2025年的粮食产量", ACHIEVED, (2023, 2025), {2024, 2026}),
        ("How did Hunan's GDP growth change from 2023 to 2025?", ACHIEVED, (2023, 2025), {2024, 2026}),
        ("湖南2024年和2026年粮食产量", TARGET, (2024, 2026), {2024, 2026}),
        ("湖南2024年和2026年GDP目标各是多少？", TARGET, (2024, 2026), {2024, 2026}),
        ("湖南去年的粮食产量", ACHIEVED, (2025,), {2026}),
        ("湖南今年的粮食产量", TARGET, (2026,), {2026}),
        ("湖南今年实际完成多少粮食产量", TARGET, (2026,), {2026}),
        ("湖南到2030年GDP要达到多少？", PLAN, (2030,), {2024, 2026}),
    ],
)
def test_two_years_without_editions_ask_for_results(text: str, kind: str, asked: tuple[int, ...], editions: set[int]) -> None:
    """Years whose own edition is not there but the next one is are asked for their results; years of editions for their targets."""
    question = parse(text)
    assert (question.kind, question.years.asked) == (kind, asked)
    assert question.editions is not None
    assert set(question.editions) == editions


@pytest.mark.parametrize("text", ["云岚去年和今年的粮食产量各是多少？", "云岚2025年和2026年的GDP增长各是多少？"])
def test_a_result_and_a_target_asked_together(sample_index: OpenIndex, text: str) -> None:
    """Last year's result and this year's target stand in one report: both are given, or the answer is called partial."""
    answer = ask(sample_index, text).answer
    assert answer.status == "partial" or all(year in answer.text for year in ("2025", "2026"))
