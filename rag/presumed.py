"""What a question takes for granted of two figures of the table: 城里人的收入涨得比农村人快, 江苏的目标比浙江高, 比2024年低."""

from __future__ import annotations

import re

from index.corpus import Target
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.claims import WHETHER, WHY, asserted
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


def contradicted_pair(index: OpenIndex, question: Question) -> tuple[Target, ...]:
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
