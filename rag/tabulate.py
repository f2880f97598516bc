"""Rows of the table of targets → an answer in words, with a citation for every row and, over several reports, a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import ALL_PROVINCES, NATIONAL
from index.store import OpenIndex
from rag.answer import EVIDENCE, FALSE_PREMISE, NOT_STATED, Answer, Refusal, Table, TableRow, changed, refuse
from rag.claims import confirms, presumes_fall, presumes_growth, read_claim
from rag.criteria import read_criteria
from rag.figures import Asked
from rag.presumed import grew
from rag.question import ACHIEVED, Question
from rag.several import TONNES, write_contrast, write_several
from rag.wording import label, plain, region_name, say
from rag.writer import Writer

_ASKS_NUMBER = re.compile(
    r"百分之(?:几|多少)|几个(?:百分)?点|多少个?(?:百分)?点|多少[亿万]|具体数|\bwhat percentage\b|\bhow many (?:percent|tonn|people|jobs)",
    re.I,
)


def answer_figures(index: OpenIndex, question: Question, asked: list[Asked]) -> Answer | None:
    """The answer to a question about figures of the table; None when no row is stated and other evidence should be looked for."""
    unchanged = [one for one in asked if one.row is None or is_verifiable(index, one.row)]
    lost, asked = len(asked) - len(unchanged), unchanged
    stated = [one for one in asked if one.row]
    if not stated:
        return refuse(question, EVIDENCE, changed(question)) if lost else None
    criteria = read_criteria(question)
    if len(asked) == 2 and len(stated) == 1 and (criteria.order or criteria.difference) and not lost:
        return refuse_unstated(index, question, [one for one in asked if one.row is None], stated)  # nothing to hold it against
    only = stated[0].row if len(asked) == len(stated) == 1 else None
    if only and only.qualifier == "none" and _ASKS_NUMBER.search(question.text):
        return _refuse_words(index, question, only)  # 稳量提质 is no 百分之几
    claim = read_claim(question.text)
    writer = Writer(index, question.language)
    several = len({one.report for one in asked}) > 1
    falling = [one for one in stated if one.row and one.row.high is not None and one.row.high < 0]
    rising = [one for one in stated if one.row and grew(one.row)]
    if not several and len(rising) == len(stated) and rising[0].row and stated[0].kind == ACHIEVED and presumes_fall(question.text):
        return contradict(index, question, (rising[0].row,))
    if not several and falling and len(falling) == len(stated) and falling[0].row and presumes_growth(question.text):
        return contradict(index, question, (falling[0].row,))
    if several:
        write_several(writer, question, asked, stated)
    else:
        _write_one(writer, question, asked, claim is not None and claim.asked)
    table = _tabulate(writer, asked) if several else None
    lacking = any(one.row is None for one in asked) and question.places.group != ALL_PROVINCES
    editions = len(question.editions or ()) if len(question.years.asked) > 1 else 1
    short = len({one.report for one in asked}) < editions * len(question.regions or (NATIONAL,)) and question.places.group != ALL_PROVINCES
    missing = set(question.years.missing) - {one.year for one in stated} if len(question.years.asked) > 1 else ()
    partial = lacking or short or bool(lost or question.places.absent or missing)
    return Answer(question, "partial" if partial else "answered", writer.text, tuple(writer.units), tuple(writer.citations), None, table)


def _write_one(writer: Writer, question: Question, asked: list[Asked], whether: bool) -> None:
    """One report: each figure in a clause of its own; asked whether, yes or no first."""
    english = question.language == "en"
    claim = read_claim(question.text)
    for place, one in enumerate(asked):
        report = writer.index.reports[one.report]
        words = say(report, one.indicator, one.kind, one.year, one.row, question.language)
        if whether and claim and one.row and place == 0:
            yes = confirms(one.row, claim)
            words = (("Yes: " if yes else "No: ") if english else ("是的，" if yes else "不是，")) + words
        writer.text += ("; " if english else "；") if place else ""
        writer.add(words, [one.row] if one.row else [])
        if one.row and (converted := _converted(question, one.row)):
            writer.text += "; " if english else "，"
            writer.add(converted, [one.row])
    rows = [one for one in asked if one.row]
    if len(rows) == 2 and rows[0].indicator == rows[1].indicator and read_criteria(question).difference:
        write_contrast(writer, rows, conclude=False)
    writer.text += "." if english else "。"


def _converted(question: Question, row: Target) -> str | None:
    """86亿斤 × 5 = 430万吨, when the question asks for the other unit of grain."""
    bound = row.low if row.low is not None else row.high
    if bound is None or row.qualifier == "range":
        return None
    if row.unit == "亿斤" and re.search("万吨|tonn", question.text):
        return f"{plain(bound)}亿斤 × 5 = {plain(bound * TONNES)}万吨"
    if row.unit == "万吨" and "亿斤" in question.text:
        return f"{plain(bound)}万吨 ÷ 5 = {plain(bound / TONNES)}亿斤"
    return None


def _tabulate(writer: Writer, asked: list[Asked]) -> Table:
    rows = []
    for one in asked:
        report = writer.index.reports[one.report]
        row = one.row
        state = "not_stated" if row is None else "qualitative" if row.low is None and row.high is None else "stated"
        rows.append(TableRow(report.region, one.year, one.indicator, state, row, writer.number(row) if row else None))
    return Table(tuple(rows), sum(one.row is not None for one in asked), len(asked))


def refuse_unstated(index: OpenIndex, question: Question, asked: list[Asked], stated: Sequence[Asked] = ()) -> Answer:
    """The reports do not state the figure; the message says what they do state, `nearest` what they say of the indicator otherwise;
    `stated` are figures that it was to be held against.
    """
    writer = Writer(index, question.language)
    english = question.language == "en"
    reports = list(dict.fromkeys(one.report for one in asked))
    beside = [one.row for one in stated if one.row]
    for row in (*beside, *(row for one in asked for row in index.targets_of(one.report) if row.indicator == one.indicator)):
        writer.number(row)
    wanted = list(dict.fromkeys(BY_KEY[one.indicator].english_label if english else label(one.indicator) for one in asked))
    kind = asked[0].kind
    present = list(dict.fromkeys(row.indicator for report in reports for row in index.targets_of(report) if row.kind == kind))
    names = [BY_KEY[key].english_label if english else label(key) for key in present]
    who = ("、" if not english else ", ").join(
        dict.fromkeys(region_name(index.reports[report], question.language) for report in reports[:3])
    )
    year = asked[0].year
    if english:
        what = {"target": "target", "achieved": "result", "plan": "goal"}[kind]
        message = f"{who}'s report does not state a {year} {what} for {', '.join(wanted)}; it states {', '.join(names) or 'none of the indicators'}."
    else:
        what = {"target": "目标", "achieved": "完成情况", "plan": "规划目标"}[kind]
        message = f"{who}的报告没有载明{year}年{'、'.join(wanted)}的{what}；载明的有：{'、'.join(names) or '（无）'}。"
    said = [say(index.reports[row.report], row.indicator, row.kind, row.year, row, question.language) for row in beside]
    message += "".join(f" {words}." if english else f"{words}。" for words in said)
    return Answer(question, "refused", "", (), (), Refusal(NOT_STATED, message, tuple(writer.citations[:3])))


def _refuse_words(index: OpenIndex, question: Question, row: Target) -> Answer:
    """A number is asked for and the report has words only: these are given."""
    writer = Writer(index, question.language)
    writer.number(row)
    said = say(index.reports[row.report], row.indicator, row.kind, row.year, row, question.language)
    message = (
        f"The report gives no number, only words: {said}." if question.language == "en" else f"报告没有给出数字，只有文字表述：{said}。"
    )
    return Answer(question, "refused", "", (), (), Refusal(NOT_STATED, message, tuple(writer.citations)))


def contradict(index: OpenIndex, question: Question, rows: tuple[Target, ...]) -> Answer:
    """The question presumes what the figures of the reports contradict: what they state instead."""
    writer = Writer(index, question.language)
    english = question.language == "en"
    said = [say(index.reports[row.report], row.indicator, row.kind, row.year, row, question.language) for row in rows]
    for row in rows:
        writer.number(row)
    words = ("; " if english else "；").join(said)
    message = f"The report says otherwise: {words}." if english else f"报告里不是这样说的：{words}。"
    return Answer(question, "refused", "", (), (), Refusal(FALSE_PREMISE, message, tuple(writer.citations)))


def is_verifiable(index: OpenIndex, row: Target) -> bool:
    """Whether the file still says what the row was read from."""
    original = index.original_text(index.reports[row.report])
    return original is not None and original[row.start : row.end] == index.file_text(index.reports[row.report])[row.start : row.end]
