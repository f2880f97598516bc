"""The Model Context Protocol face: the same answers as over HTTP, as tools. Only this file knows the mcp package."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial, wraps
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.routing import BaseRoute

from api import schemas as shapes
from api.errors import Problem
from api.filters import read_filters
from api.queries import check_text, find_report, list_figures, read_text, search_passages
from api.shaping import shape_asked, shape_report
from api.streaming import Answering
from index.store import OpenIndex
from rag.ask import ask

_INSTRUCTIONS = """China's government work reports (政府工作报告), with verified citations. Use `ask` for a question, `list_targets` for figures
over many regions, `search` for passages, `verify` to check a text against the reports. Quote `cited_text` as it is and give its report,
section and number; when `status` is `refused`, say what is missing instead of guessing. Offsets count Unicode code points of the file."""
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Start = Annotated[int | None, Field(ge=0, description="Offset in the file, code points; default: the report's beginning.")]
_End = Annotated[int | None, Field(ge=0, description="Offset in the file, exclusive; default: the report's end.")]
_RegionNames = Annotated[shapes.Regions | None, Field(description="Region names in any form: 广东省, 粤, Guangdong.")]
_Editions = Annotated[shapes.Years | None, Field(description="Years of the reports.")]


@dataclass(frozen=True, slots=True)
class McpRoutes:
    """What an app takes in to serve /mcp: the routes, and a lifespan that the sessions need."""

    routes: Sequence[BaseRoute]
    lifespan: Callable[[Any], AbstractAsyncContextManager[None]]


def serve_stdio(index: OpenIndex) -> None:
    """Serve the tools on standard input and output until the client closes them."""
    build_server(index, partial(ask, index)).run("stdio")


def build_routes(index: OpenIndex, answer: Answering, host: str) -> McpRoutes:
    """Streamable HTTP at /mcp, each request by itself. Where `host` is local, other Host and Origin headers are turned away."""
    server = build_server(index, answer)
    served = server.streamable_http_app(streamable_http_path="/mcp", json_response=True, stateless_http=True, host=host)

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    return McpRoutes(served.routes, lifespan)


def build_server(index: OpenIndex, answer: Answering) -> MCPServer[Any]:
    """The server with its tools; each returns the JSON of its HTTP endpoint."""
    server: MCPServer[Any] = MCPServer("baogao", title="Baogao 报告", instructions=_INSTRUCTIONS, version="1", log_level="WARNING")
    for tool in (*_question_tools(index, answer), *_corpus_tools(index)):
        server.add_tool(_told(tool), annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return server


def _question_tools(index: OpenIndex, answer: Answering) -> tuple[Callable[..., Any], ...]:
    def ask(
        question: shapes.Text,
        regions: _RegionNames = None,
        years: _Editions = None,
        top_k: Annotated[int, Field(ge=1, le=shapes.MOST_HITS)] = 8,
    ) -> shapes.AskOut:
        """Answer a question in Chinese or English from the reports, with verified citations, or refuse and say what is missing."""
        filters = read_filters(index, shapes.FiltersIn(regions=regions or [], years=years or []), "regions")
        return shape_asked(index, answer(question, filters, top_k))

    def search(
        query: shapes.Text,
        k: Annotated[int, Field(ge=1, le=shapes.MOST_HITS)] = 10,
        regions: _RegionNames = None,
        years: _Editions = None,
        offset: Annotated[int, Field(ge=0, le=10_000)] = 0,
    ) -> shapes.SearchOut:
        """Find passages of the reports, best first."""
        filters = shapes.FiltersIn(regions=regions or [], years=years or [])
        return search_passages(index, shapes.SearchIn(query=query, k=k, filters=filters, offset=offset))

    def verify(text: shapes.Pasted, regions: _RegionNames = None, years: _Editions = None) -> shapes.VerifyOut:
        """Check a text against the reports, sentence by sentence: found, altered (with the figures that differ) or not found."""
        return check_text(index, shapes.VerifyIn(text=text, regions=regions or [], years=years or []))

    return ask, search, verify


def _corpus_tools(index: OpenIndex) -> tuple[Callable[..., Any], ...]:
    def list_targets(
        regions: _RegionNames = None,
        year: Annotated[int | None, Field(ge=1900, le=2200, description="The year the figures are about.")] = None,
        indicator: Annotated[str | None, Field(description="Such as gdp_growth, cpi, urban_new_jobs; default: all.")] = None,
        kind: Literal["target", "achieved", "plan"] = "target",
        limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> shapes.TargetsOut:
        """List targets, results (kind achieved) or plans as a table with citations, and which reports state none."""
        return list_figures(index, regions or [], year, indicator, kind, limit, offset)

    def get_report(report_id: str) -> shapes.ReportOut:
        """Describe one report: title, region, year, date, speaker, and its sections with their spans."""
        return shape_report(find_report(index, report_id))

    def read_report(report_id: str, start: _Start = None, end: _End = None) -> shapes.ReportTextOut:
        """Read a report's text, or the span [start, end) of its file."""
        return read_text(index, report_id, start, end)

    return list_targets, get_report, read_report


def _told(tool: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """The tool with problems told to the model in their own words."""

    @wraps(tool)
    def run(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            return tool(*args, **kwargs)
        except Problem as problem:
            raise ToolError(problem.detail) from problem

    return run
