"""All the targets, results or plans of one report at once: 广东2026年主要预期目标有哪些？"""

from __future__ import annotations

import re
from dataclasses import replace

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.answer import Answer
from rag.figures import left_over, look_up
from rag.question import ACHIEVED, PLAN, TARGET, Question
from rag.tabulate import is_verifiable
from rag.wording import gloss, label, region_name, written
from rag.writer import Writer

_ALL = re.compile(
    r"(?:主要|预期|发展|经济社会|国民经济|各项|年度|全年|总体|核心|关键|重要|具体|指标|任务)*(?:目标|指标)|"
    r"\b(?:(?:key|main|major|chief|overall|all|expected|economic|social|development|growth|and|annual) )*(?:targets?|goals?|indicators?)\b",
    re.I,
)
_FEWEST = 2


def answer_overview(index: OpenIndex, question: Question) -> Answer | None:
    """Every row of one report of the kind and year asked for; None where something is named, or several reports are asked about."""
    if question.indicators or len(question.regions) > 1 or question.years.undated or not _ALL.search(question.topic):
        return None
    if left_over(replace(question, topic=_ALL.sub(" ", question.topic))):
        return None
    rows = _rows(index, question)
    if len(rows) < _FEWEST:
        return None
    writer = Writer(index, question.language)
    english, first = question.language == "en", rows[0]
    who = region_name(index.reports[first.report], question.language)
    by = {TARGET: ("年目标", "targets for"), ACHIEVED: ("年完成情况", "results of"), PLAN: ("年规划目标", "goals for")}[first.kind]
    writer.say(f"{who}{first.year}{by[0]}：", f"{who}, {by[1]} {first.year}: ")
    for place, row in enumerate(rows):
        writer.say("、" if place else "", ", " if place else "")
        meant = f" ({gloss(row)})" if english and gloss(row) else ""
        name = BY_KEY[row.indicator].english_label if english else label(row.indicator, index.reports[row.report])
        writer.add(f"{name}{' ' if english else ''}{written(row)}{meant}", [row])
    writer.say("。", ".")
    return Answer(question, "answered", writer.text, tuple(writer.units), tuple(writer.citations))


def _rows(index: OpenIndex, question: Question) -> list[Target]:
    """The rows of the newest edition asked about, in the order of the report, the first of each indicator."""
    kind, region = question.kind or TARGET, (question.regions or (NATIONAL,))[0]
    editions = question.editions or tuple(index.years)
    at = {report.year: place for place, report in enumerate(index.reports) if report.region == region and report.year in editions}
    if not at:
        return []
    report = at[max(at)]
    due = [look_up(index, report, key, kind, question)[1] for key in BY_KEY]
    return [row for row in sorted(index.targets_of(report), key=lambda row: row.start) if row in due and is_verifiable(index, row)]
