"""What a question takes for granted of figures of the table: 为什么定在3%, 城里人的收入涨得比农村人快, 江苏的目标比浙江高, 比2024年低."""

from __future__ import annotations

import re

from index.corpus import Target
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.claims import WHETHER, WHY, asserted, overlaps, presumes_fall, presumes_growth, read_claim
from rag.contradiction import falls_short
from rag.question import ACHIEVED, PLAN, TARGET, Question
from rag.table import middle, select_rows

_THAN = re.compile(
    r"比(?P<other>[^，。？]{1,18}?)(?:还|更|要|都|来?得)*(?P<way>[高快多大低慢少小])(?!幅|力|步)|"
    r"\b(?P<english>higher|faster|more|larger|quicker|worse|lower|slower|fewer|less|smaller)\b.{0,30}?\bthan\b(?P<second>.{1,40})",
    re.I,
)
_LESS = re.compile("低|慢|少|小|lower|slower|fewer|less|smaller", re.I)
_URBAN, _RURAL = re.compile("城|市民|urban", re.I), re.compile("农|乡|村|牧|rural|farm", re.I)
_PAIRS = {"urban_income_growth": "rural_income_growth", "rural_income_growth": "urban_income_growth"}


def contradicting_rows(index: OpenIndex, question: Question) -> tuple[Target, ...]:
    """The row or the two rows that say otherwise than what a question takes for granted; empty where none do."""
    row = _contradicting(index, question)
    return (row,) if row else _contradicting_pair(index, question)


def _contradicting(index: OpenIndex, question: Question) -> Target | None:
    """The row that says otherwise than a figure which the question takes for granted of an indicator; None where none does.

    A question whether, and one over several reports (a figure to filter by), take nothing for granted.
    """
    claim = read_claim(question.text, "urban_new_jobs" in question.indicators)
    if not claim or not claim.presumed or len(question.regions) > 1 or len(question.years.asked) > 1 or question.everyone:
        return None
    for key in dict.fromkeys((*question.indicators, *(("gdp_total",) if "gdp_growth" in question.indicators else ()))):
        rows = [
            row
            for kind in ((question.kind,) if question.kind else (TARGET, ACHIEVED))
            for year in question.years.asked or (None,)
            for row in select_rows(index, question.regions or (NATIONAL,), year, key, kind).rows
            if question.editions is None or index.reports[row.report].year in question.editions
        ]
        fitting = _newest(index, [row for row in rows if row.unit == claim.value.unit and (row.low is not None or row.high is not None)])
        level = [row for row in rows if "持平" in row.value_text]
        if level and len(level) == len(rows) and claim.value.unit == "%" and claim.value.low:
            return level[0]  # 2% of what stayed level
        if fitting and not any(overlaps(row, claim.value) for row in fitting):
            return fitting[0]
        if fitting and falls_short(question.text) and all((middle(row) or 0.0) >= (claim.value.low or 0.0) for row in fitting):
            return fitting[0]
        if fitting:
            return None
    return None


def _newest(index: OpenIndex, rows: list[Target]) -> list[Target]:
    """The rows of the newest edition among them."""
    newest = max((index.reports[row.report].year or 0 for row in rows), default=0)
    return [row for row in rows if index.reports[row.report].year == newest]


def moved_otherwise(index: OpenIndex, question: Question) -> bool:
    """Whether the indicators asked about fell where the question has them grow, or grew where it has them fall."""
    grows, falls = presumes_growth(question.text), presumes_fall(question.text)
    return (grows and _went(index, question, down=True)) or (falls and _went(index, question, down=False))


def grew(row: Target) -> bool:
    """Whether a rate of growth is above nought, by its figure or in so many words (正增长)."""
    return row.indicator.endswith("_growth") and (row.qualifier == "positive" or (row.low is not None and row.low > 0))


def _went(index: OpenIndex, question: Question, down: bool) -> bool:
    """Whether the indicators asked about fell (else: grew), by the table, in the years asked about."""
    rows = [
        row
        for key in question.indicators
        for year in question.years.asked
        for row in select_rows(index, question.regions or (NATIONAL,), year, key, ACHIEVED).rows
    ]
    if down:
        return bool(rows) and all(row.high is not None and row.high < 0 for row in rows)
    return bool(rows) and all(map(grew, rows))


def _contradicting_pair(index: OpenIndex, question: Question) -> tuple[Target, ...]:
    """The two rows that say otherwise than a comparison which a question takes for granted; empty where none do."""
    text = question.text
    match = _THAN.search(text) if not WHETHER.search(text) else None
    if match is None or not question.indicators or not (WHY.search(text) or match.group() in asserted(text)):
        return ()
    pair = _pair(index, question, match)
    figures = [middle(row) for row in pair]
    if len(pair) < 2 or pair[0].unit != pair[1].unit or None in figures:
        return ()
    less = bool(_LESS.search(match.group("way") or match.group("english")))
    first, second = (figure or 0.0 for figure in figures)
    return () if (first < second if less else first > second) else pair


def _pair(index: OpenIndex, question: Question, match: re.Match[str]) -> tuple[Target, ...]:
    """The row of what is said to be more or less, then the row it is held against."""
    key, other = question.indicators[0], match.group("other") or match.group("second")
    region, years = (question.regions or (NATIONAL,))[0], question.years.asked
    if key in _PAIRS and _URBAN.search(question.text) and _RURAL.search(question.text):
        rural_second = bool(_RURAL.search(other)) and not _URBAN.search(other)
        keys = ("urban_income_growth", "rural_income_growth") if rural_second else ("rural_income_growth", "urban_income_growth")
        return _rows(index, question, [(region, year, one) for one in keys for year in years[:1]])
    if len(question.regions) == 2:
        return _rows(index, question, [(one, year, key) for one in question.regions for year in years[:1]])
    if len(years) == 2 and str(years[1]) in other:
        return _rows(index, question, [(region, year, key) for year in years])
    return ()


def _rows(index: OpenIndex, question: Question, wanted: list[tuple[str, int, str]]) -> tuple[Target, ...]:
    kinds = (ACHIEVED, TARGET) if question.kind in (ACHIEVED, None, PLAN) else (TARGET,)
    found = (
        next((rows[0] for kind in kinds if (rows := select_rows(index, (region,), year, key, kind).rows)), None)
        for region, year, key in wanted
    )
    return tuple(row for row in found if row)
