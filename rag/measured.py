"""Figures that the table does not hold, over several reports: 哪些省想让城镇化率达到70%以上, read behind the matter's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from index.corpus import Target
from index.sentences import split_sentences
from index.store import OpenIndex
from index.tokens import words_of
from index.values import VALUE, Value, bounds, qualify, read_value, without_former
from rag.answer import Answer
from rag.claims import Claim, fits
from rag.criteria import Criteria, read_criteria
from rag.matter import find_phrase, scope_of
from rag.question import TARGET, Question
from rag.roles import role_scores
from rag.table import middle
from rag.terms import Term, without_figures
from rag.wording import region_name, written
from rag.writer import Writer
from rag.years import FIRM_TARGET

_REACH = 18  # characters between the words and their figure
_BETWEEN = r"[^，。；、\d]{0,6}?"  # 高速公路通车总里程 for 高速公路里程
_ADDED = re.compile("(?:新增|净增|增加|新建|新开)[^，。；、\\d]{0,4}$")  # 通车里程新增3000公里、突破1.1万公里: the level
_SHARE = re.compile("率|比[例重]|占比|增速|增长|涨|幅|强度|%")
_ALIKE = {"不到": "低于", "多": "以上"}  # words of bounds that the table's figures do not have
_SCALES = {"": 1.0, "万": 1e4, "亿": 1e8}
_COUNT = re.compile(
    r"(?P<before>达到或超过|不超过|不低于|不高于|超过|突破|高于|低于|不到|超|约|近)?(?P<number>\d+(?:\.\d+)?)(?P<scale>[万亿])?"
    r"(?P<unit>人次|岁|张|辆|座|条|台|部|所|名|列|架|艘|枚|棵|株|户|个|家|件|千瓦时|千瓦|标箱|标准箱|平方米|立方米|吨|公顷)(?P<after>以上|以下|以内|左右|多)?"
)
_MOST = 31


def _read_counts(text: str) -> Iterator[Value]:
    """Figures in units that the table does not know, 82.5岁, 3.2亿人次, each in single units."""
    for match in _COUNT.finditer(text):
        count = float(match["number"]) * _SCALES[match["scale"] or ""]
        qualifier = qualify(_ALIKE.get(match["before"], match["before"]), _ALIKE.get(match["after"], match["after"]))
        yield Value(*match.span(), match.group(), *bounds(count, qualifier), match["unit"], qualifier)


def answer_measured(index: OpenIndex, question: Question, terms: list[Term]) -> Answer | None:
    """The regions whose figure fits or is extreme; None where no figure is asked for or fewer than two reports state one."""
    criteria = read_criteria(question)
    named = without_figures(terms)
    claim = criteria.claim or _counted(question.text)
    phrase = find_phrase(index, question, named) if named and (claim or criteria.order) else None
    if phrase is None or question.indicators:
        return None
    criteria = replace(criteria, claim=claim)
    unit = claim.value.unit if claim else None
    words = re.compile(_BETWEEN.join(map(re.escape, words_of(phrase))), re.I)
    rows = [row for position in scope_of(index, question) if (row := _figure(index, position, words, unit, question))]
    rows = rows if claim else _of_one_unit(rows, bool(_SHARE.search(question.text)))
    if len(rows) < 2:
        return None
    chosen = _choose(rows, criteria)
    writer = Writer(index, question.language)
    asked = re.search(re.escape(phrase), question.text, re.I)
    _write(writer, asked.group() if asked else phrase, chosen, criteria)
    return Answer(question, "answered", writer.text, tuple(writer.units), tuple(writer.citations))


def _counted(question: str) -> Claim | None:
    """The figure to hold against, where it is in a unit that the table does not know: 超过82岁."""
    value = next(_read_counts(question), None)
    strict = value is not None and value.text.startswith(("超过", "突破", "超", "高于", "低于", "不到"))
    return Claim(value, presumed=False, asked=False, strict=strict) if value else None


def _figure(index: OpenIndex, position: int, words: re.Pattern[str], unit: str | None, question: Question) -> Target | None:
    """The figure behind the words in the passage whose place in the report suits the kind of question best."""
    kind = question.kind if question.kind != TARGET or FIRM_TARGET.search(question.text) else None  # 2026年谁最长: as it is
    fit = role_scores(index, kind)
    found = sorted(_figures(index, position, words, unit), key=lambda pair: -fit[pair[0]])
    return found[0][1] if found and (kind is None or fit[found[0][0]] > 0) else None


def _figures(index: OpenIndex, position: int, words: re.Pattern[str], unit: str | None) -> Iterator[tuple[int, Target]]:
    report = index.reports[position]
    text = index.file_text(report)
    for row in index.rows[position]:
        passage = index.passages[int(row)]
        if not words.search(text, passage.start, passage.end):
            continue
        for start, end in split_sentences(text, passage.start, passage.end):
            for at in words.finditer(text[start:end]):
                reach = without_former(re.split("[，。；]", text[start + at.end() : end])[0])
                stated = (m for m in VALUE.finditer(reach) if m.start() <= _REACH and (m.group("unit") or m.group("lowunit")))
                match = next((m for m in stated if not _ADDED.search(reach[: m.start()])), None)
                value = read_value(match) if match else None
                if value is None or unit not in (None, value.unit):
                    counts = (count for count in _read_counts(reach) if count.start <= _REACH)
                    value = next((count for count in counts if not _ADDED.search(reach[: count.start])), None)
                if value and value.unit and unit in (None, value.unit):
                    last = start + at.end() + value.end
                    said = (value.text, value.low, value.high, value.unit, value.qualifier, start + at.start(), last)
                    yield passage.id, Target(position, report.year or 0, "", "", *said)


def _of_one_unit(rows: list[Target], share: bool) -> list[Target]:
    """The rows in the unit that most of them have; a percentage only where a rate is asked for, not where 最多 is."""
    units = Counter(row.unit for row in rows if (row.unit == "%") is share)
    return [row for row in rows if units and row.unit == units.most_common(1)[0][0]]


def _choose(rows: list[Target], criteria: Criteria) -> list[Target]:
    if criteria.claim:
        return [row for row in rows if fits(row, criteria.claim)]
    ranked = sorted(
        (row for row in rows if middle(row) is not None), key=lambda row: middle(row) or 0.0, reverse=criteria.order == "highest"
    )
    last = ranked[min(criteria.top, len(ranked)) - 1]
    return [row for row in ranked if middle(row) == middle(last) or row in ranked[: criteria.top]]


def _write(writer: Writer, phrase: str, chosen: list[Target], criteria: Criteria) -> None:
    english = writer.language == "en"
    bound = criteria.claim.value.text if criteria.claim else ("最高" if criteria.order == "highest" else "最低")
    writer.say(
        f"“{phrase}”{bound}的有{len(chosen)}个" + ("：" if chosen else ""), f"“{phrase}”, {bound}: {len(chosen)}" + (": " if chosen else "")
    )
    for place, row in enumerate(chosen[:_MOST]):
        writer.say("、" if place else "", ", " if place else "")
        writer.add(f"{region_name(writer.index.reports[row.report], writer.language)}{' ' if english else ''}{written(row)}", [row])
    writer.say("。", ".")
