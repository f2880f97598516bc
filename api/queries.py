"""What every face offers beside answers: passages, figures, reports and checked text, in the contract's shapes."""

from __future__ import annotations

import time
from collections.abc import Iterable

from api import schemas as shapes
from api.errors import Problem
from api.filters import read_filters
from api.shaping import shape_hits
from api.tables import shape_targets, shape_verified
from index.corpus import Report
from index.indicators import BY_KEY
from index.store import OpenIndex
from rag.ask import understand
from rag.followup import resolve
from rag.retrieve import retrieve
from rag.table import select_rows
from rag.verify import verify


def search_passages(index: OpenIndex, body: shapes.SearchIn) -> shapes.SearchOut:
    """The body of POST /v1/search."""
    began = time.perf_counter()
    question = understand(index, body.query, read_filters(index, body.filters))
    looked = time.perf_counter()
    found = retrieve(index, question, body.offset + body.k)
    ended = time.perf_counter()
    return shape_hits(index, question, found, body.offset, (ended - looked) * 1000, (ended - began) * 1000)


def make_whole(index: OpenIndex, asked: Iterable[str]) -> str:
    """The last of a user's questions, made whole by those before it: 浙江呢？ after 广东今年的CPI目标是多少？"""
    question = ""
    for text in asked:
        if text and len(text) <= shapes.MOST_CHARACTERS:
            whole = resolve(question, text, index.gazetteer, index.years, index.regions)
            question = whole if len(whole) <= shapes.MOST_CHARACTERS else text
    return question


def list_figures(
    index: OpenIndex, regions: list[str], year: int | None, indicator: str | None, kind: str, limit: int, offset: int
) -> shapes.TargetsOut:
    """The body of GET /v1/targets. Raises Problem 422 for a region or indicator that does not exist."""
    selection = select_rows(index, read_regions(index, regions), year, read_indicator(indicator), kind)
    return shape_targets(index, selection, limit, offset)


def check_text(index: OpenIndex, body: shapes.VerifyIn) -> shapes.VerifyOut:
    """The body of POST /v1/verify."""
    regions = read_filters(index, shapes.FiltersIn(regions=body.regions), "body.regions").regions
    return shape_verified(index, verify(index, body.text, regions, tuple(body.years)))


def find_report(index: OpenIndex, report_id: str) -> Report:
    """The report with this id. Raises Problem 404 where there is none."""
    if report_id not in index.by_id:
        raise Problem(404, f"There is no report {report_id!r}; GET /v1/reports lists those there are.")
    return index.reports[index.by_id[report_id]]


def read_text(index: OpenIndex, report_id: str, start: int | None, end: int | None) -> shapes.ReportTextOut:
    """A report's text, or the span of it. Raises Problem 422 for a span that is not inside the report."""
    stated = find_report(index, report_id)
    first, last = stated.start if start is None else start, stated.end if end is None else end
    if not stated.start <= first <= last <= stated.end:
        raise Problem(422, f"The span {first}–{last} is not inside {report_id}, which is {stated.start}–{stated.end} of {stated.file}.")
    return shapes.ReportTextOut(
        report_id=stated.id, file=stated.file, sha256=stated.sha256, start=first, end=last, text=index.file_text(stated)[first:last]
    )


def read_regions(index: OpenIndex, names: list[str]) -> tuple[str, ...]:
    """Official names for those of a `region` parameter. Raises Problem 422 for a name that no place has."""
    return read_filters(index, shapes.FiltersIn(regions=names), "query.region").regions


def read_indicator(name: str | None) -> str | None:
    """The name, if there is such an indicator. Raises Problem 422 otherwise."""
    if name is not None and name not in BY_KEY:
        message = f"there is no indicator {name!r}; there are {', '.join(BY_KEY)}"
        raise Problem(422, f"indicator: {message}", [{"field": "query.indicator", "message": message}])
    return name
