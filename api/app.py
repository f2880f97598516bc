"""create_app(): the HTTP service over one open index, with its other faces (OpenAI, MCP). Endpoints are plain functions, so they run off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, Path, Query
from fastapi.responses import PlainTextResponse, Response

from api import schemas as shapes
from api.errors import Problem, install, only_known_parameters
from api.filters import read_filters
from api.metrics import MEDIA_TYPE, Metered, Meters
from api.openai import add_openai
from api.pages import add_pages
from api.queries import check_text, find_report, list_figures, make_whole, read_indicator, read_regions, read_text, search_passages
from api.scorecards import read_scorecard
from api.shaping import shape_report
from api.streaming import Answering, EventStream, Writing, answer_events, last_of, stream_events, written_events
from api.tables import shape_compare, targets_csv
from index.store import OpenIndex
from rag.ask import Asked, ask, understand
from rag.generate import Model, Steps, generate
from rag.question import Filters, Question

if TYPE_CHECKING:
    from api.mcp_server import McpRoutes

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
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer or the refusal; with `stream` the events interpretation, search_results, citation, delta, final, then [DONE]",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
ReportId = Annotated[str, Path(examples=["2026-guangdong"])]


def create_app(
    index: OpenIndex, host: str = "127.0.0.1", scorecard: FilePath | None = None, open_model: Callable[[], Model] | None = None
) -> FastAPI:
    """The service for this index. `host` is the address it will listen on: on a local one /mcp answers only local names.

    `scorecard` is the file of the latest evaluation, shown when it is there; `open_model` gives a language model for one answer.
    """
    meters = Meters(index)

    def answer(text: str, filters: Filters, top_k: int) -> Asked:
        asked = ask(index, text, filters, top_k)
        meters.count_answer(asked.answer)
        return asked

    def write(asked: Asked) -> Steps:
        return generate(index, asked, open_model() if open_model else None)

    agents = _mcp_routes(index, answer, host)
    app = FastAPI(
        title="Baogao 报告",
        version="1",
        description=_DESCRIPTION,
        lifespan=agents.lifespan if agents else None,
        docs_url=None,  # FastAPI's own pages load scripts from another host; /docs is a room of the page
        redoc_url=None,
    )
    app.state.generative = open_model is not None
    app.add_middleware(Metered, meters=meters)
    install(app)
    _add_questions(app, index, answer, write)
    add_openai(app, index, answer, write)
    _add_targets(app, index)
    _add_reports(app, index)
    _add_health(app, index, meters)
    _add_evaluation(app, scorecard)
    add_pages(app, index, scorecard)
    app.router.routes.extend(agents.routes if agents else [])
    return app


def _mcp_routes(index: OpenIndex, answer: Answering, host: str) -> McpRoutes | None:
    """What serves /mcp; None without the extra [mcp]."""
    if find_spec("mcp") is None:
        return None
    from api.mcp_server import build_routes

    return build_routes(index, answer, host)


def _add_questions(app: FastAPI, index: OpenIndex, answer: Answering, write: Writing) -> None:
    @app.post(
        "/v1/ask",
        responses={**_PROBLEMS, **_STREAMED},
        tags=["questions"],
        summary="Answer a question with verified citations",
        response_model=shapes.AskOut,
    )
    def asked(body: shapes.AskIn) -> Any:
        filters = read_filters(index, body.filters)
        text = make_whole(index, [*body.previous, body.question])
        writing = write if body.mode == "generative" else None

        def answered() -> Asked:
            asked = answer(text, filters, body.top_k)
            return replace(asked, answer=replace(asked.answer, question=_noted(asked.answer.question, body.question)))

        if not body.stream:
            return last_of(written_events(index, answered(), writing))
        question = _noted(understand(index, text, filters), body.question)
        return EventStream(stream_events(answer_events(index, question, answered, writing)))

    @app.post("/v1/search", responses=_PROBLEMS, tags=["questions"], summary="Find passages")
    def search(body: shapes.SearchIn) -> shapes.SearchOut:
        return search_passages(index, body)


def _noted(question: Question, said: str) -> Question:
    """The question, with a note of how a follow-up was understood."""
    return question if question.text == said else replace(question, assumed=(f"{said} → {question.text}", *question.assumed))


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
        found = list_figures(index, region or [], year, indicator, kind, limit, offset)
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
        year: Annotated[list[int], Query(min_length=1, max_length=10, examples=[[2024, 2026]])],
        kind: Literal["target", "achieved", "plan"] = "target",
        region: Annotated[list[str] | None, Query()] = None,
    ) -> shapes.CompareOut:
        return shape_compare(index, str(read_indicator(indicator)), list(dict.fromkeys(year)), kind, read_regions(index, region or []))

    @app.post("/v1/verify", responses=_PROBLEMS, tags=["targets"], summary="Check pasted text against the reports")
    def check(body: shapes.VerifyIn) -> shapes.VerifyOut:
        return check_text(index, body)


def _add_reports(app: FastAPI, index: OpenIndex) -> None:
    @app.get("/v1/reports", tags=["reports"], summary="All reports in the index")
    def reports() -> shapes.ReportsOut:
        return shapes.ReportsOut(reports=[shape_report(report) for report in index.reports], total=len(index.reports))

    @app.get("/v1/reports/{report_id}", responses=_NOT_FOUND, tags=["reports"], summary="One report with its sections")
    def report(report_id: ReportId) -> shapes.ReportOut:
        return shape_report(find_report(index, report_id))

    @app.get(
        "/v1/reports/{report_id}/text", responses={**_PROBLEMS, **_NOT_FOUND}, tags=["reports"], summary="A report's text, or a span of it"
    )
    def text(
        report_id: ReportId, start: Annotated[int | None, Query(ge=0)] = None, end: Annotated[int | None, Query(ge=0)] = None
    ) -> shapes.ReportTextOut:
        return read_text(index, report_id, start, end)


def _add_evaluation(app: FastAPI, scorecard: FilePath | None) -> None:
    if scorecard is None:
        return

    @app.get(
        "/v1/evaluation",
        responses=_NOT_FOUND,
        tags=["health"],
        summary="The scorecard of the latest evaluation (baogao eval), with the questions that failed",
    )
    def evaluation() -> dict[str, Any]:
        if not scorecard.is_file():
            raise Problem(404, "There is no scorecard yet: run `baogao eval`.")
        return read_scorecard(scorecard)


def _add_health(app: FastAPI, index: OpenIndex, meters: Meters) -> None:
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

    @app.get("/metrics", tags=["health"], summary="Counters for Prometheus", response_class=PlainTextResponse)
    def metrics() -> Response:
        return Response(meters.exposition(), media_type=MEDIA_TYPE)
