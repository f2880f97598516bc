"""create_app(): the HTTP service over one open index. Endpoints are plain functions, so they run off the event loop."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Path, Query
from fastapi.responses import PlainTextResponse, RedirectResponse

from api import schemas as shapes
from api.errors import Problem, install, only_known_parameters
from api.filters import read_filters
from api.shaping import shape_asked, shape_hits, shape_report
from api.tables import shape_compare, shape_targets, shape_verified, targets_csv
from index.corpus import Report
from index.indicators import BY_KEY
from index.store import OpenIndex
from rag.ask import ask, understand
from rag.retrieve import retrieve
from rag.table import select_rows
from rag.verify import verify

_DESCRIPTION = """Answers to questions about China's government work reports (政府工作报告), each with the exact sentence it comes from.

Every `start`/`end` is 0-based, end exclusive, and counts **Unicode code points** of the original file's decoded text (JavaScript
strings count UTF-16 units). For every citation `file_text[start:end] == cited_text`. Errors are `application/problem+json`;
finding no evidence is not an error but a refusal."""
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": shapes.ProblemOut, "description": "The body is not valid JSON", "content": {"application/problem+json": {}}},
    422: {"model": shapes.ProblemOut, "description": "A field is wrong; `errors` names it", "content": {"application/problem+json": {}}},
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"model": shapes.ProblemOut, "description": "No such report", "content": {"application/problem+json": {}}}
}
ReportId = Annotated[str, Path(examples=["2026-guangdong"])]


def create_app(index: OpenIndex) -> FastAPI:
    """The service for this index."""
    app = FastAPI(title="Baogao 报告", version="1", description=_DESCRIPTION)
    install(app)
    _add_questions(app, index)
    _add_targets(app, index)
    _add_reports(app, index)
    _add_health(app, index)
    return app


def _add_questions(app: FastAPI, index: OpenIndex) -> None:
    @app.post("/v1/ask", responses=_PROBLEMS, tags=["questions"], summary="Answer a question with verified citations")
    def answer(body: shapes.AskIn) -> shapes.AskOut:
        return shape_asked(index, ask(index, body.question, read_filters(index, body.filters), body.top_k))

    @app.post("/v1/search", responses=_PROBLEMS, tags=["questions"], summary="Find passages")
    def search(body: shapes.SearchIn) -> shapes.SearchOut:
        began = time.perf_counter()
        question = understand(index, body.query, read_filters(index, body.filters))
        looked = time.perf_counter()
        found = retrieve(index, question, body.offset + body.k)
        ended = time.perf_counter()
        return shape_hits(index, question, found, body.offset, (ended - looked) * 1000, (ended - began) * 1000)


def _add_targets(app: FastAPI, index: OpenIndex) -> None:
    @app.get(
        "/v1/targets",
        responses=_PROBLEMS,
        dependencies=[Depends(only_known_parameters)],
        tags=["targets"],
        summary="Targets, results and plans as a table",
        response_model=shapes.TargetsOut,
    )
    def targets(
        region: Annotated[list[str] | None, Query(examples=[["广东"]])] = None,
        year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
        indicator: Annotated[str | None, Query(examples=["gdp_growth"])] = None,
        kind: Literal["target", "achieved", "plan"] = "target",
        format: Literal["json", "csv"] = "json",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Any:
        regions = read_filters(index, shapes.FiltersIn(regions=region or []), "query.region").regions
        found = shape_targets(index, select_rows(index, regions, year, _indicator(indicator), kind), limit, offset)
        return PlainTextResponse(targets_csv(found), media_type="text/csv; charset=utf-8") if format == "csv" else found

    @app.get(
        "/v1/compare",
        responses=_PROBLEMS,
        dependencies=[Depends(only_known_parameters)],
        tags=["targets"],
        summary="One indicator, regions × years",
    )
    def compare(
        indicator: Annotated[str, Query(examples=["gdp_growth"])],
        year: Annotated[list[int], Query(min_length=1, max_length=10)],
        kind: Literal["target", "achieved", "plan"] = "target",
        region: Annotated[list[str] | None, Query()] = None,
    ) -> shapes.CompareOut:
        regions = read_filters(index, shapes.FiltersIn(regions=region or []), "query.region").regions
        return shape_compare(index, str(_indicator(indicator)), list(dict.fromkeys(year)), kind, regions)

    @app.post("/v1/verify", responses=_PROBLEMS, tags=["targets"], summary="Check pasted text against the reports")
    def check(body: shapes.VerifyIn) -> shapes.VerifyOut:
        regions = read_filters(index, shapes.FiltersIn(regions=body.regions), "body.regions").regions
        return shape_verified(index, verify(index, body.text, regions, tuple(body.years)))


def _indicator(name: str | None) -> str | None:
    if name is not None and name not in BY_KEY:
        message = f"there is no indicator {name!r}; there are {', '.join(BY_KEY)}"
        raise Problem(422, f"indicator: {message}", [{"field": "query.indicator", "message": message}])
    return name


def _add_reports(app: FastAPI, index: OpenIndex) -> None:
    @app.get("/v1/reports", tags=["reports"], summary="All reports in the index")
    def reports() -> shapes.ReportsOut:
        return shapes.ReportsOut(reports=[shape_report(report) for report in index.reports], total=len(index.reports))

    @app.get("/v1/reports/{report_id}", responses=_NOT_FOUND, tags=["reports"], summary="One report with its sections")
    def report(report_id: ReportId) -> shapes.ReportOut:
        return shape_report(_report(index, report_id))

    @app.get(
        "/v1/reports/{report_id}/text", responses={**_PROBLEMS, **_NOT_FOUND}, tags=["reports"], summary="A report's text, or a span of it"
    )
    def text(
        report_id: ReportId, start: Annotated[int | None, Query(ge=0)] = None, end: Annotated[int | None, Query(ge=0)] = None
    ) -> shapes.ReportTextOut:
        stated = _report(index, report_id)
        first, last = stated.start if start is None else start, stated.end if end is None else end
        if not stated.start <= first <= last <= stated.end:
            raise Problem(422, f"The span {first}–{last} is not inside {report_id}, which is {stated.start}–{stated.end} of {stated.file}.")
        return shapes.ReportTextOut(
            report_id=stated.id, file=stated.file, sha256=stated.sha256, start=first, end=last, text=index.file_text(stated)[first:last]
        )

    @app.get("/reports/{report_id}", responses=_NOT_FOUND, tags=["reports"], summary="A report's text to read: where citations link to")
    def read(report_id: ReportId) -> PlainTextResponse:
        stated = _report(index, report_id)
        return PlainTextResponse(index.file_text(stated)[stated.start : stated.end])


def _add_health(app: FastAPI, index: OpenIndex) -> None:
    @app.get("/healthz", tags=["health"], summary="The process is up")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], summary="The index is open")
    def readyz() -> dict[str, Any]:
        manifest = index.manifest
        return {
            "status": "ready",
            "index_version": manifest.version,
            "reports": manifest.reports,
            "passages": manifest.passages,
            "encoder": manifest.encoder,
        }

    @app.get("/", include_in_schema=False)
    def root() -> RedirectResponse:
        return RedirectResponse("/docs")


def _report(index: OpenIndex, report_id: str) -> Report:
    if report_id not in index.by_id:
        raise Problem(404, f"There is no report {report_id!r}; GET /v1/reports lists those there are.")
    return index.reports[index.by_id[report_id]]
