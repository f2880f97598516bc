"""Question files: what is wrong with them is said by file and line; the project's own fit the real reports."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.check import check_questions, value_in_span
from eval.questions import GoldQuestion, GoldSpan, QuestionsError, covers, read_questions
from index.corpus import Report
from index.store import OpenIndex
from index.tokens import fold

STRATA = (
    "target", "achieved", "plan", "policy", "project", "livelihood", "paraphrase", "english", "comparison", "across_years", "list",
    "unanswerable", "false_premise",
)  # fmt: skip
GOOD = '{"id": "a", "question": "今年？"}'


def plain(text: str) -> str:
    return re.sub(r"[\s,，、“”\"]", "", fold(text))


def span_owner(index: OpenIndex, span: GoldSpan) -> Report | None:
    """The one report that holds the span, if any."""
    holding = [r for r in index.reports if r.sha256 == span.sha256 and r.start <= span.start < span.end <= r.end]
    return holding[0] if len(holding) == 1 else None


def span_text(index: OpenIndex, span: GoldSpan) -> str:
    return next(source.text for source in index.sources.values() if source.sha256 == span.sha256)[span.start : span.end]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "b", ',
        "not json",
        '{"question": "没有编号"}',
        '{"id": "b"}',
        "[1, 2]",
        '"text"',
        "7",
        '{"id": "b", "question": "x", "evidence": [{"sha256": "0", "start": 1}]}',
        '{"id": "b", "question": "x", "evidence": [{"sha256": "0", "start": 1, "end": 2, "stop": 3}]}',
        '{"id": "b", "question": "x", "evidence": 3}',
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    """Broken JSON, a missing key, another shape or a bad span: the error names file and line, blank lines counted."""
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"mine\.jsonl, line 3"):
        read_questions(path)


def test_a_bad_file_in_a_folder_is_named(tmp_path: Path) -> None:
    """In a folder of question files the one with the error is named."""
    (tmp_path / "a.jsonl").write_text(GOOD + "\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"b\.jsonl, line 1"):
        read_questions(tmp_path)


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    """Two questions of one id, in one file or two, are refused with the id."""
    (tmp_path / "a.jsonl").write_text('{"id": "q-one", "question": "x"}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "q-one", "question": "y"}\n', encoding="utf-8")
    with pytest.raises(QuestionsError, match="q-one"):
        read_questions(tmp_path)


def test_no_questions_is_an_error(tmp_path: Path) -> None:
    """A path that is not there, a folder without .jsonl files and an unknown split are refused by name."""
    with pytest.raises(QuestionsError, match="absent"):
        read_questions(tmp_path / "absent.jsonl")
    with pytest.raises(QuestionsError, match=re.escape(str(tmp_path))):
        read_questions(tmp_path)
    with pytest.raises(QuestionsError, match="train"):
        read_questions(split="train")


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    """A question file that is not UTF-8 is named."""
    path = tmp_path / "gb.jsonl"
    path.write_bytes('{"id": "a", "question": "今年？"}'.encode("gb18030"))
    with pytest.raises(QuestionsError, match=r"gb\.jsonl"):
        read_questions(path)


def test_questions_come_as_written(tmp_path: Path) -> None:
    """Every field is read, defaults fill what is left out, order is kept and blank lines are skipped."""
    span = {"sha256": "00", "start": 3, "end": 9, "alternative": True}
    full = {
        "id": "b", "split": "dev", "question": "多少？", "language": "en", "stratum": "plan", "regions": ["云岚省"], "year": 2026,
        "evidence": [span], "value": "5%", "accept": ["五"], "refusal": None,
    }  # fmt: skip
    path = tmp_path / "q.jsonl"
    path.write_text(f"{GOOD}\n\n{json.dumps(full, ensure_ascii=False)}\n", encoding="utf-8")
    first, second = read_questions(path)
    assert (first.id, first.split, first.language, first.evidence, first.value) == ("a", "test", "zh", (), None)
    expected = GoldQuestion("b", "dev", "多少？", "en", "plan", ("云岚省",), 2026, (GoldSpan("00", 3, 9, True),), "5%", ("五",), None)
    assert second == expected
    assert read_questions(path, "dev") == [second]
    assert read_questions(path, "test") == [first]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_covering_is_half_of_the_span(start: int, length: int, gold_start: int, gold_length: int) -> None:
    """A stretch covers a span exactly when it holds at least half of its characters, counted one by one."""
    span = GoldSpan("", gold_start, gold_start + gold_length)
    shared = len(set(range(start, start + length)) & set(range(span.start, span.end)))
    assert covers(start, start + length, span) == (2 * shared >= gold_length)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(10, 20, True), (0, 15, True), (0, 14, False), (15, 30, True), (16, 30, False), (0, 10, False), (20, 30, False), (0, 99, True)],
)
def test_covering_by_example(start: int, end: int, expected: bool) -> None:
    """Half of the span is enough, one character less is not, and touching is not covering."""
    assert covers(start, end, GoldSpan("", 10, 20)) is expected


def test_there_are_enough_questions() -> None:
    """At least 120 questions with unique ids, of every kind the measurement needs, in two splits."""
    questions = read_questions()
    assert len(questions) >= 120
    assert len({question.id for question in questions}) == len(questions)
    strata = Counter(question.stratum for question in questions)
    assert {"target", "achieved", "policy", "project", "paraphrase", "english", "comparison", "unanswerable"} <= set(strata)
    assert {question.split for question in questions} == {"dev", "test"}
    assert {question.language for question in questions} == {"zh", "en"}


def test_the_set_is_well_formed(sample_index: OpenIndex) -> None:
    """No id or question repeats; each has evidence, members or a refusal that there is; splits are dev and test."""
    assert check_questions(sample_index, read_questions()) == []


def test_the_set_is_large_and_spread() -> None:
    """At least 400 questions, 60 of them unanswerable, in thirteen strata, each in both splits."""
    questions = read_questions()
    assert len(questions) >= 400
    assert sum(question.refusal is not None for question in questions) >= 60
    for stratum in STRATA:
        assert {question.split for question in questions if question.stratum == stratum} == {"dev", "test"}, stratum


def test_every_value_stands_in_its_evidence(real_index: OpenIndex) -> None:
    """On the real reports: spans lie in reports of the right region, and nearly every value stands in its span."""
    questions = read_questions()
    assert check_questions(real_index, questions) == []
    inside = [held for question in questions if (held := value_in_span(real_index, question)) is not None]
    assert sum(inside) / len(inside) > 0.9
    spans = [(span.sha256, span.start) for question in questions for span in question.evidence]
    for report in real_index.reports:
        assert any(sha256 == report.sha256 and report.start <= start < report.end for sha256, start in spans), report.id


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"split": "train"}, "neither dev nor test"),
        ({"refusal": "no_idea", "evidence": ()}, "no refusal 'no_idea'"),
        ({"evidence": ()}, "neither evidence nor a refusal"),
        ({"refusal": "no_evidence"}, "cannot be answered"),
        ({"question": " 多少？"}, "blank around"),
        ({"regions": ("沧原省",)}, "not of 沧原省"),
    ],
)
def test_a_flaw_is_named(sample_index: OpenIndex, change: dict[str, Any], finding: str) -> None:
    """Each flaw of a question is a finding that names the question."""
    report = next(report for report in sample_index.reports if report.region == "云岚省")
    span = GoldSpan(report.sha256, report.start + 10, report.start + 20)
    sound = GoldQuestion("q1", "dev", "多少？", "zh", "target", ("云岚省",), 2026, (span,), None, (), None)
    assert check_questions(sample_index, [sound]) == []
    assert [line for line in check_questions(sample_index, [replace(sound, **change)]) if line.startswith("q1: ") and finding in line]
    assert any("occurs 2 times" in line for line in check_questions(sample_index, [sound, sound]))


def test_no_question_repeats_another() -> None:
    """No two questions are worded the same."""
    texts = Counter(plain(question.question) for question in read_questions())
    assert [text for text, count in texts.items() if count > 1] == []


def test_question_files_hold_no_report_sentences() -> None:
    """A value is short: a figure, a name or a list, not a sentence of a report."""
    assert [q.id for q in read_questions() if len(q.value or "") > 60] == []


def test_every_span_lies_inside_its_report(real_index: OpenIndex) -> None:
    """Each gold span is inside exactly one report, of a region the question is about and of its edition."""
    for question in read_questions():
        for span in question.evidence:
            report = span_owner(real_index, span)
            assert report is not None, question.id
            assert not question.regions or report.region in question.regions, question.id
            several = len({other.sha256 for other in question.evidence}) > 1
            assert several or question.year in (None, report.year) or report.year is None, question.id


def test_every_report_is_asked_about(real_index: OpenIndex) -> None:
    """Every region in both editions, the city and the fragment have a question with evidence in them."""
    owners = [span_owner(real_index, span) for question in read_questions() for span in question.evidence]
    asked = {report.id for report in owners if report}
    assert {report.id for report in real_index.reports} <= asked
    assert len(asked) == 66
