"""The table of targets as users ask for it: filtered rows with coverage, and two years side by side."""

from __future__ import annotations

from dataclasses import dataclass

from index.corpus import Passage, Target
from index.sentences import split_sentences
from index.store import OpenIndex
from rag.citation import Citation, cite


@dataclass(frozen=True, slots=True)
class Selection:
    """`rows` that fit; `missing` names the reports in scope, by region and edition, that state none of them."""

    rows: tuple[Target, ...]
    of: int
    missing: tuple[str, ...]


def select_rows(index: OpenIndex, regions: tuple[str, ...], year: int | None, indicator: str | None, kind: str) -> Selection:
    """The rows of these regions (all when empty) about `year`, of an indicator, of a kind; in report order."""
    scope = [position for position, report in enumerate(index.reports) if _in_scope(index, position, regions, year, kind)]
    rows = [
        row
        for position in scope
        for row in index.targets_of(position)
        if row.kind == kind and (indicator is None or row.indicator == indicator) and (year is None or row.year == year)
    ]  # fmt: skip
    stating = {row.report for row in rows}
    missing = tuple(f"{index.reports[position].region} {index.reports[position].year}" for position in scope if position not in stating)
    return Selection(tuple(rows), len(scope), missing)


def _in_scope(index: OpenIndex, position: int, regions: tuple[str, ...], year: int | None, kind: str) -> bool:
    """Whether the report could state such a figure: targets of a year stand in its own edition, results in the next."""
    report = index.reports[position]
    if report.year is None or (regions and report.region not in regions):
        return False
    return year is None or kind == "plan" or report.year == (year + 1 if kind == "achieved" else year)


def middle(row: Target) -> float | None:
    """The middle of a range, else the bound that is stated, in the row's own unit; None for a row in words."""
    bounds = [bound for bound in (row.low, row.high) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None


def cite_row(index: OpenIndex, row: Target, number: int) -> Citation | None:
    """The citation of a row's sentence, or of its clause where the sentence is long; None when the file has changed."""
    start, end = cited_span(index, row)
    return cite(index, Passage(0, "", row.report, section_of(index, row), start, end), start, end, number)


def cited_span(index: OpenIndex, row: Target, longest: int = 120) -> tuple[int, int]:
    """Offsets of the sentence that holds the row's clause, or of the clause where that sentence is longer than `longest`."""
    start, end = sentence_span(index, row)
    return (start, end) if end - start <= longest else (row.start, row.end)


def sentence_span(index: OpenIndex, row: Target) -> tuple[int, int]:
    """Offsets of the sentence that holds the row's clause."""
    text = index.file_text(index.reports[row.report])
    line_start = text.rfind("\n", 0, row.start) + 1
    line_end = text.find("\n", row.end)
    spans = split_sentences(text, line_start, len(text) if line_end < 0 else line_end)
    holding = [span for span in spans if span[0] <= row.start < span[1]]
    return (holding[0][0], max(holding[0][1], row.end)) if holding else (row.start, row.end)


def section_of(index: OpenIndex, row: Target) -> tuple[str, ...]:
    """Titles of the sections that hold the row, outermost first."""
    path: tuple[str, ...] = ()
    for root in index.reports[row.report].sections:
        for here, section in root.walk():
            if section.start <= row.start < section.end:
                path = here
    return path
