"""The table of targets as users ask for it: filtered rows, coverage, and the sentence behind each row."""

from __future__ import annotations

from itertools import product

import pytest

from index.indicators import BY_KEY
from index.store import OpenIndex
from rag.table import cite_row, cited_span, section_of, select_rows, sentence_span

KINDS = ("target", "achieved", "plan")
YEARS = (None, 2023, 2024, 2025, 2026, 2030)
REGIONS: tuple[tuple[str, ...], ...] = ((), ("云岚省",), ("海屿市", "石黎市"))


@pytest.mark.parametrize(("kind", "year"), list(product(KINDS, YEARS)))
def test_selection_is_a_plain_filter(sample_index: OpenIndex, kind: str, year: int | None) -> None:
    """The rows are exactly those a loop over the whole table finds, in the table's order."""
    for regions, indicator in product(REGIONS, (None, "gdp_growth", "rd_intensity")):
        expected = [
            row
            for position, report in enumerate(sample_index.reports)
            for row in sample_index.targets_of(position)
            if row.kind == kind and year in (None, row.year) and indicator in (None, row.indicator) and (not regions or report.region in regions)
        ]  # fmt: skip
        selection = select_rows(sample_index, regions, year, indicator, kind)
        assert list(selection.rows) == expected


@pytest.mark.parametrize(("kind", "year"), list(product(KINDS, YEARS)))
def test_coverage_adds_up(sample_index: OpenIndex, kind: str, year: int | None) -> None:
    """Each report in scope either states a row or is named as missing, never both."""
    for regions, indicator in product(REGIONS, (None, "gdp_growth", "rd_intensity", "pm25")):
        selection = select_rows(sample_index, regions, year, indicator, kind)
        reports = [sample_index.reports[position] for position in {row.report for row in selection.rows}]
        stating = {f"{report.region} {report.year}" for report in reports}
        assert len(stating) + len(selection.missing) == selection.of
        assert not stating & set(selection.missing)


@pytest.mark.parametrize(
    ("kind", "year", "of"), [("target", 2026, 5), ("target", 2024, 4), ("achieved", 2025, 5), ("achieved", 2023, 4), ("target", 2025, 0)]
)
def test_the_scope_is_the_edition_that_could_state_it(sample_index: OpenIndex, kind: str, year: int, of: int) -> None:
    """Targets of a year stand in its own edition, results in the next; the undated page is in no scope."""
    selection = select_rows(sample_index, (), year, "gdp_growth", kind)
    edition = year + (kind == "achieved")
    assert selection.of == of
    assert all(sample_index.reports[row.report].year == edition and row.year == year for row in selection.rows)
    assert all(name.endswith(f" {edition}") for name in selection.missing)


def test_missing_names_those_that_do_not_state_it(sample_index: OpenIndex) -> None:
    """No PM2.5 target in Cangyuan's report and no R&D intensity in three: they are named by region and edition."""
    assert select_rows(sample_index, (), 2026, "pm25", "target").missing == ("沧原省 2026",)
    assert set(select_rows(sample_index, (), 2026, "rd_intensity", "target").missing) == {"沧原省 2026", "澜州自治区 2026", "石黎市 2026"}


def test_one_row_for_each_report_year_indicator_and_kind(sample_index: OpenIndex) -> None:
    """The table has no duplicates, only known indicators, and bounds that fit their qualifiers."""
    rows = [row for position in range(len(sample_index.reports)) for row in sample_index.targets_of(position)]
    assert len({(row.report, row.year, row.indicator, row.kind) for row in rows}) == len(rows) > 100
    for row in rows:
        assert row.indicator in BY_KEY
        open_above, open_below = row.high is None, row.low is None
        assert (open_below, open_above) == {
            "at_least": (False, True), "at_most": (True, False), "exact": (False, False), "around": (False, False), "range": (False, False),
        }.get(row.qualifier, (True, True))  # fmt: skip


def test_every_row_has_a_verified_sentence(sample_index: OpenIndex) -> None:
    """The cited span lies in the report, holds the row's clause's value as written, and no longer than its sentence."""
    for position, report in enumerate(sample_index.reports):
        text = sample_index.file_text(report)
        for row in sample_index.targets_of(position):
            citation = cite_row(sample_index, row, 3)
            assert citation is not None
            assert (citation.number, citation.verified) == (3, True)
            assert text[citation.start : citation.end] == citation.cited_text
            assert row.value_text in citation.cited_text
            start, end = sentence_span(sample_index, row)
            assert report.start <= start <= citation.start < citation.end <= end <= report.end
            assert "\n" not in citation.cited_text


@pytest.mark.parametrize("longest", [0, 30, 120, 10_000])
def test_a_long_sentence_is_cited_by_its_clause(sample_index: OpenIndex, longest: int) -> None:
    """Up to the limit the whole sentence is cited, beyond it only the clause."""
    for position in range(len(sample_index.reports)):
        for row in sample_index.targets_of(position):
            start, end = sentence_span(sample_index, row)
            expected = (start, end) if end - start <= longest else (row.start, row.end)
            assert cited_span(sample_index, row, longest) == expected


def test_the_section_holds_the_row(sample_index: OpenIndex) -> None:
    """The section path of a row names a section whose span holds the clause, down to the innermost."""
    for position, report in enumerate(sample_index.reports):
        for row in sample_index.targets_of(position):
            holding = [path for root in report.sections for path, part in root.walk() if part.start <= row.start < part.end]
            assert section_of(sample_index, row) == max(holding, key=len, default=())
    (target,) = select_rows(sample_index, ("云岚省",), 2026, "gdp_growth", "target").rows
    assert "2026年预期目标" in section_of(sample_index, target)[0]
