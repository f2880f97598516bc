"""Targets, comparisons and checked text → the contract's shapes, and CSV."""

from __future__ import annotations

import csv
import io

from api import schemas as out
from api.shaping import shape_citation
from index.corpus import Target
from index.indicators import BY_KEY
from index.store import OpenIndex
from rag.table import Selection, cite_row, middle, select_rows
from rag.verify import Checked, Place

_CSV = ("region", "report_year", "year", "indicator", "label", "kind", "value_text", "low", "high", "unit", "qualifier", "report_id", "file", "start", "end", "cited_text")  # fmt: skip


def shape_targets(index: OpenIndex, selection: Selection, limit: int, offset: int) -> out.TargetsOut:
    """The body of GET /v1/targets."""
    rows = [shape_target(index, row, number) for number, row in enumerate(selection.rows[offset : offset + limit], offset + 1)]
    coverage = out.SelectionCoverageOut(stated=selection.of - len(selection.missing), of=selection.of, missing=list(selection.missing))
    return out.TargetsOut(rows=rows, coverage=coverage, total=len(selection.rows))


def shape_target(index: OpenIndex, row: Target, number: int) -> out.TargetOut:
    """One row with its citation (null when the file is no longer what was indexed)."""
    report = index.reports[row.report]
    citation = cite_row(index, row, number)
    return out.TargetOut(
        report_id=report.id, region=report.region, report_year=report.year, year=row.year, indicator=row.indicator,
        label=BY_KEY[row.indicator].label, kind=row.kind, value_text=row.value_text, low=row.low, high=row.high,  # type: ignore[arg-type]
        unit=row.unit, qualifier=row.qualifier, citation=shape_citation(citation) if citation else None,
    )  # fmt: skip


def targets_csv(found: out.TargetsOut) -> str:
    """The rows as CSV with a byte order mark, so that spreadsheets read the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_CSV)
    for row in found.rows:
        cited = row.citation
        place = [cited.source.file, cited.source.start, cited.source.end, cited.cited_text] if cited else ["", "", "", ""]
        writer.writerow([getattr(row, name) if getattr(row, name) is not None else "" for name in _CSV[:12]] + place)
    return "\ufeff" + text.getvalue()


def shape_compare(index: OpenIndex, indicator: str, years: list[int], kind: str, regions: tuple[str, ...]) -> out.CompareOut:
    """The body of GET /v1/compare: every region that has a report, in report order."""
    by_region: dict[str, dict[int, Target]] = {}
    for report in index.reports:
        if report.year and report.region and (not regions or report.region in regions):
            by_region.setdefault(report.region, {})
    for year in years:
        for row in select_rows(index, regions, year, indicator, kind).rows:
            by_region[str(index.reports[row.report].region)].setdefault(year, row)
    rows = [_compared(index, region, [figures.get(year) for year in years]) for region, figures in by_region.items()]
    stated = sum(all(row.figures) for row in rows)
    return out.CompareOut(
        indicator=indicator, label=BY_KEY[indicator].label, kind=kind, years=years, rows=rows,
        coverage=out.CoverageOut(stated=stated, of=len(rows)),
    )  # fmt: skip


def _compared(index: OpenIndex, region: str, figures: list[Target | None]) -> out.ComparedOut:
    first, last = figures[0], figures[-1]
    change = None
    if first and last and len(figures) > 1 and first.unit == last.unit:
        before, after = middle(first), middle(last)
        change = round(after - before, 6) if before is not None and after is not None else None
    shaped = [shape_target(index, row, number) if row else None for number, row in enumerate(figures, 1)]
    return out.ComparedOut(region=region, figures=shaped, change=change, unit=first.unit if first else last.unit if last else None)


def shape_verified(index: OpenIndex, checked: list[Checked]) -> out.VerifyOut:
    """The body of POST /v1/verify."""
    return out.VerifyOut(
        sentences=[
            out.CheckedOut(
                start=each.start, end=each.end, text=each.text, state=each.state,  # type: ignore[arg-type]
                places=[_place(index, place) for place in each.places],
                differences=[out.DifferenceOut(pasted=pasted, stated=stated) for pasted, stated in each.differing],
            )
            for each in checked
        ]
    )  # fmt: skip


def _place(index: OpenIndex, place: Place) -> out.PlaceOut:
    report = place.report
    return out.PlaceOut(
        report_id=report.id, region=report.region, report_year=report.year, text=index.file_text(report)[place.start : place.end],
        source=out.SpanOut(file=report.file, sha256=report.sha256, start=place.start, end=place.end),
        url=f"/reports/{report.id}#{place.start}-{place.end}",
    )  # fmt: skip
