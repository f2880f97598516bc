"""Rows of the table of targets → an answer in words, with a citation for every row and, over several reports, a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import ALL_PROVINCES
from index.store import OpenIndex
from index.values import Value
from rag.answer import EVIDENCE, FALSE_PREMISE, NOT_STATED, Answer, Refusal, Table, TableRow, Unit, changed, refuse
from rag.citation import Citation
from rag.claims import agrees, meets, read_claim
from rag.figures import Asked
from rag.question import Question
from rag.table import cite_row, middle
from rag.wording import gloss, label, region_name, say, written

_HIGHEST = re.compile(
    r"最高|最大|最多|最快|哪[边个地]?.{0,6}(?:更?高|更?多|更?快|定得高)|谁.{0,8}(?:高|多|快)|highest|largest|most|fastest|which .{0,60}higher|which .{0,60}more",
    re.I,
)
_LOWEST = re.compile(
    r"最低|最小|最少|最慢|哪[边个地]?.{0,6}(?:更?低|更?少)|谁.{0,8}(?:低|少|慢)|lowest|smallest|least(?! \d)|slowest", re.I
)
_DIFFERENCE = re.compile(
    r"相差|差多少|差距|差几|高多少|低多少|高了|低了|变化|上调|下调|提高了|降低了|多多少|少多少|difference|change|gap", re.I
)
_MOST_LISTED = 8
_TONNES = 5.0  # 1亿斤 = 5万吨


@dataclass(slots=True)
class _Writer:
    """Collects text, units and citations; markers are written where a citation can be verified."""

    index: OpenIndex
    text: str = ""
    units: list[Unit] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    numbers: dict[Target, int | None] = field(default_factory=dict)

    def number(self, row: Target) -> int | None:
        """The number of the citation of a row, made when first needed; None when the file no longer says so."""
        if row not in self.numbers:
            citation = cite_row(self.index, row, len(self.citations) + 1)
            self.numbers[row] = citation.number if citation else None
            self.citations += [citation] if citation else []
        return self.numbers[row]

    def add(self, words: str, rows: list[Target]) -> None:
        """Write words that rest on rows, with their markers."""
        numbers = tuple(dict.fromkeys(number for row in rows if (number := self.number(row)) is not None))
        start = len(self.text)
        self.text += words
        self.units.append(Unit(start, len(self.text), "derived", numbers))
        self.text += "".join(f"[{number}]" for number in numbers)


def answer_figures(index: OpenIndex, question: Question, asked: list[Asked]) -> Answer | None:
    """The answer to a question about figures of the table; None when no row is stated and other evidence should be looked for."""
    unchanged = [one for one in asked if one.row is None or _verifiable(index, one.row)]
    lost, asked = len(asked) - len(unchanged), unchanged
    stated = [one for one in asked if one.row]
    if not stated:
        return refuse(question, EVIDENCE, changed(question)) if lost else None
    claim = read_claim(question.text)
    writer = _Writer(index)
    several = len({one.report for one in asked}) > 1
    if claim and claim.presumed and not several:
        contrary = [one for one in stated if one.row and not agrees(one.row, claim.value) and one.row.unit in (claim.value.unit, "%")]
        if contrary and len(contrary) == len(stated):
            return _contradict(index, question, contrary)
    if several:
        _write_several(writer, question, asked, stated)
    else:
        _write_one(writer, question, asked, claim is not None and claim.asked)
    table = _tabulate(writer, asked) if several else None
    lacking = any(one.row is None for one in asked) and question.places.group != ALL_PROVINCES
    partial = lacking or bool(lost or question.places.absent or (len(question.years.asked) > 1 and question.years.missing))
    return Answer(question, "partial" if partial else "answered", writer.text, tuple(writer.units), tuple(writer.citations), None, table)


def _write_one(writer: _Writer, question: Question, asked: list[Asked], whether: bool) -> None:
    """One report: each figure in a clause of its own; asked whether, yes or no first."""
    english = question.language == "en"
    claim = read_claim(question.text)
    for place, one in enumerate(asked):
        report = writer.index.reports[one.report]
        words = say(report, one.indicator, one.kind, one.year, one.row, question.language)
        if whether and claim and one.row and place == 0:
            yes = agrees(one.row, claim.value)
            words = (("Yes: " if yes else "No: ") if english else ("是的，" if yes else "不是，")) + words
        writer.text += ("; " if english else "；") if place else ""
        writer.add(words, [one.row] if one.row else [])
        if one.row and (converted := _converted(question, one.row)):
            writer.text += "; " if english else "，"
            writer.add(converted, [one.row])
    writer.text += "." if english else "。"


def _converted(question: Question, row: Target) -> str | None:
    """86亿斤 × 5 = 430万吨, when the question asks for the other unit of grain."""
    bound = row.low if row.low is not None else row.high
    if bound is None or row.qualifier == "range":
        return None
    if row.unit == "亿斤" and re.search("万吨|tonn", question.text):
        return f"{bound:g}亿斤 × 5 = {bound * _TONNES:g}万吨"
    if row.unit == "万吨" and "亿斤" in question.text:
        return f"{bound:g}万吨 ÷ 5 = {bound / _TONNES:g}亿斤"
    return None


def _write_several(writer: _Writer, question: Question, asked: list[Asked], stated: list[Asked]) -> None:
    english = question.language == "en"
    claim = read_claim(question.text)
    chosen = [one for one in stated if one.row and (claim is None or meets(one.row, claim.value))]
    head = _head(asked[0], stated, english)
    if claim:
        none = "none" if english else "没有"
        writer.text += (
            f"{head}{_claimed(claim.value, english)}{': ' if english else '的有'}{len(chosen)}{'' if english else '个'}{': ' if english else '：'}"
            if chosen
            else f"{head}{_claimed(claim.value, english)}{': ' if english else '的'}{none}"
        )
        _list(writer, question, chosen, values=claim.value.qualifier in ("at_least", "at_most"))
    elif _HIGHEST.search(question.text) or _LOWEST.search(question.text):
        _write_extreme(writer, question, head, stated)
    elif len(stated) <= _MOST_LISTED:
        writer.text += head
        _list(writer, question, stated, values=True)
        _write_difference(writer, question, stated)
    else:
        _write_summary(writer, question, head, asked, stated)
    missing = [one for one in asked if one.row is None]
    if missing and len(missing) <= _MOST_LISTED and not claim:
        names = ("、" if not english else ", ").join(_name(writer.index, one, asked, question.language) for one in missing)
        writer.text += f"; not stated: {names}" if english else f"；{names}未载明"
    writer.text += "." if english else "。"


def _claimed(value: Value, english: bool) -> str:
    if not english:
        return value.text
    bound = value.low if value.low is not None else value.high
    words = {"around": "around ", "at_least": "at least ", "at_most": "at most "}.get(value.qualifier, "")
    return f"{words}{bound:g}{value.unit}" if value.qualifier != "range" else value.text


def _head(first: Asked, stated: list[Asked], english: bool) -> str:
    years = sorted({one.year for one in stated})
    when = "/".join(str(year) for year in years)
    if english:
        return f"{when} {BY_KEY[first.indicator].english_label}{' targets' if first.kind != 'achieved' else ''}: "
    return f"{when}年{label(first.indicator)}{'' if first.kind == 'achieved' else '目标'}："


def _list(writer: _Writer, question: Question, chosen: list[Asked], values: bool) -> None:
    for place, one in enumerate(chosen):
        if one.row is None:
            continue
        writer.text += (", " if question.language == "en" else "、") if place else ""
        name = _name(writer.index, one, chosen, question.language)
        meant = gloss(one.row) if question.language == "en" and values else ""
        writer.add(
            f"{name}{(' ' if question.language == 'en' else '') + written(one.row) if values else ''}{f' ({meant})' if meant else ''}",
            [one.row],
        )


def _name(index: OpenIndex, one: Asked, among: list[Asked], language: str) -> str:
    """The region, or the year where all are of one region."""
    report = index.reports[one.report]
    regions = {index.reports[other.report].region for other in among}
    years = {other.year for other in among}
    if len(regions) == 1 and len(years) > 1:
        return f"{one.year}" if language == "en" else f"{one.year}年"
    if len(years) == 1:
        return region_name(report, language)
    return f"{region_name(report, language)} {one.year} " if language == "en" else f"{region_name(report, language)}{one.year}年"


def _write_extreme(writer: _Writer, question: Question, head: str, stated: list[Asked]) -> None:
    lowest = bool(_LOWEST.search(question.text)) and not _HIGHEST.search(question.text)
    ranked = [(key, one) for one in stated if one.row and (key := _rank(one.row)) is not None]
    if not ranked:
        return
    best = (min if lowest else max)(key for key, _ in ranked)
    winners = [one for key, one in ranked if key == best]
    english = question.language == "en"
    writer.text += head + (("lowest is " if lowest else "highest is ") if english else ("最低的是" if lowest else "最高的是"))
    _list(writer, question, winners, values=True)
    others = [one for one in stated if one not in winners]
    if others and len(stated) <= _MOST_LISTED:
        writer.text += "; " if english else "；"
        _list(writer, question, others, values=True)


def _rank(row: Target) -> float | None:
    """What rows are ordered by: their middle, grain in one unit whichever the report uses."""
    figure = middle(row)
    return figure * _TONNES if figure is not None and row.unit == "亿斤" else figure


def _write_difference(writer: _Writer, question: Question, stated: list[Asked]) -> None:
    """35万人 − 28万人 = 7万人, when two figures in one unit are compared."""
    if len(stated) != 2 or not _DIFFERENCE.search(question.text):
        return
    first, second = stated[0].row, stated[1].row
    if first is None or second is None or first.unit != second.unit or "range" in (first.qualifier, second.qualifier):
        return
    a, b = middle(first), middle(second)
    if a is None or b is None:
        return
    high, low = (first, second) if a >= b else (second, first)
    unit = "个百分点" if high.unit == "%" else high.unit
    writer.text += "；" if question.language == "zh" else "; "
    writer.add(f"{max(a, b):g}{high.unit} − {min(a, b):g}{high.unit} = {abs(a - b):g}{unit}", [high, low])


def _write_summary(writer: _Writer, question: Question, head: str, asked: list[Asked], stated: list[Asked]) -> None:
    """How many reports state it, the commonest figures, and the extremes."""
    english = question.language == "en"
    writer.text += head + (
        f"{len(stated)} of {len(asked)} reports state one; " if english else f"{len(asked)}份报告中{len(stated)}份载明，"
    )
    groups: dict[tuple[object, ...], list[Asked]] = {}
    for one in stated:
        if one.row:
            groups.setdefault((one.row.low, one.row.high, one.row.qualifier), []).append(one)
    common = sorted(groups.values(), key=len, reverse=True)[:3]
    for place, members in enumerate(common):
        row = members[0].row
        if row:
            writer.text += (", " if english else "、") if place else ""
            writer.add(f"{written(row)}{f' ({len(members)})' if english else f'（{len(members)}个）'}", [row])
    ranked = sorted((key, place) for place, one in enumerate(stated) if one.row and (key := _rank(one.row)) is not None)
    if ranked and ranked[0][0] != ranked[-1][0]:
        for word, key in (
            ("; highest: " if english else "；最高：", ranked[-1][0]),
            ("; lowest: " if english else "；最低：", ranked[0][0]),
        ):
            writer.text += word
            _list(writer, question, [stated[place] for rank, place in ranked if rank == key][:3], values=True)
    for one in stated:
        if one.row:
            writer.number(one.row)


def _tabulate(writer: _Writer, asked: list[Asked]) -> Table:
    rows = []
    for one in asked:
        report = writer.index.reports[one.report]
        row = one.row
        state = "not_stated" if row is None else "qualitative" if row.low is None and row.high is None else "stated"
        rows.append(TableRow(report.region, one.year, one.indicator, state, row, writer.number(row) if row else None))
    return Table(tuple(rows), sum(one.row is not None for one in asked), len(asked))


def refuse_unstated(index: OpenIndex, question: Question, asked: list[Asked]) -> Answer:
    """The reports do not state the figure; the message says what they do state, `nearest` what they say of the indicator otherwise."""
    writer = _Writer(index)
    english = question.language == "en"
    reports = list(dict.fromkeys(one.report for one in asked))
    for one in asked:
        for row in index.targets_of(one.report):
            if row.indicator == one.indicator:
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
    return Answer(question, "refused", "", (), (), Refusal(NOT_STATED, message, tuple(writer.citations[:3])))


def _contradict(index: OpenIndex, question: Question, contrary: list[Asked]) -> Answer:
    """The question presumes a figure that the report does not state."""
    writer = _Writer(index)
    one = contrary[0]
    words = say(index.reports[one.report], one.indicator, one.kind, one.year, one.row, question.language)
    if one.row:
        writer.number(one.row)
    message = f"The report says otherwise: {words}." if question.language == "en" else f"报告里不是这样说的：{words}。"
    return Answer(question, "refused", "", (), (), Refusal(FALSE_PREMISE, message, tuple(writer.citations)))


def _verifiable(index: OpenIndex, row: Target) -> bool:
    original = index.original_text(index.reports[row.report])
    return original is not None and original[row.start : row.end] == index.file_text(index.reports[row.report])[row.start : row.end]
