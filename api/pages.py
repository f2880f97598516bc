"""The web page: static files that Python alone serves, and a report's page for browsers. No inline script or style, no outside host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse

from api.errors import Problem
from api.schemas import AskIn, ProblemOut
from index.indicators import INDICATORS
from index.regions import read_region
from index.store import OpenIndex

WEB = Path(__file__).parent / "web"
ROOMS = ("/", "/targets", "/reports", "/evaluation", "/docs")  # one page, index.html; main.js shows the room that the path names
_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
# Not from the mimetypes module, which follows whatever the machine's registry says of .js.
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file of the page, held in memory; `etag` is of its bytes."""

    content: bytes
    media_type: str
    etag: str


def add_pages(app: FastAPI, index: OpenIndex, scorecard: Path | None = None) -> None:
    """Serve the page at `/`, its files under `/static`, and reports at `/reports/{id}`.

    `scorecard` is the file that /v1/evaluation shows: while it is missing, the page does not ask for it.
    """
    files = read_files()
    for path in ROOMS:
        app.add_route(path, _serve(files["index.html"]), include_in_schema=False)
    for name, held in files.items():
        app.add_route(f"/static/{name}", _serve(held), include_in_schema=False)
    _add_about(app, index, scorecard)
    _add_reader(app, index, files["index.html"])


def read_files(folder: Path = WEB) -> dict[str, StaticFile]:
    """Every file of the page by its name; those of an unknown type are left out."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            found[path.name] = StaticFile(content, _TYPES[path.suffix], f'"{sha256(content).hexdigest()[:32]}"')
    return found


def respond(request: Request, held: StaticFile) -> Response:
    """The file, or 304 when the browser has it; browsers ask every time, so a new version is seen at once."""
    headers = {**_HEADERS, "Content-Security-Policy": _POLICY, "ETag": held.etag, "Cache-Control": "no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if held.etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(held.content, media_type=held.media_type, headers=headers)


def _serve(held: StaticFile) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        return respond(request, held)

    return serve


def _add_about(app: FastAPI, index: OpenIndex, scorecard: Path | None) -> None:
    @app.get("/static/about.json", include_in_schema=False)
    def about() -> JSONResponse:
        """What the page must know and no endpoint of the contract says."""
        return JSONResponse(describe(app, index, scorecard), headers={**_HEADERS, "Cache-Control": "no-cache"})


def describe(app: FastAPI, index: OpenIndex, scorecard: Path | None = None) -> dict[str, Any]:
    """Names of indicators and regions in both languages, and what this service can do."""
    paths = {getattr(route, "path", None) for route in app.routes}
    return {
        "index_version": index.manifest.version,
        "follow_up": "previous" in AskIn.model_fields,
        "generation": bool(getattr(app.state, "generative", False)),
        "evaluation": "/v1/evaluation" in paths and (scorecard is None or scorecard.is_file()),
        "indicators": [{"key": each.key, "zh": each.label, "en": each.english_label, "unit": each.unit} for each in INDICATORS],
        "regions": {name: read_region(name).english for name in sorted(index.regions)},
    }


def _add_reader(app: FastAPI, index: OpenIndex, page: StaticFile) -> None:
    @app.get(
        "/reports/{report_id}",
        responses={200: {"content": {"text/plain": {}, "text/html": {}}}, 404: {"model": ProblemOut, "description": "No such report"}},
        response_class=Response,
        tags=["reports"],
        summary="A report to read, where citations link to: a page in a browser, else its plain text",
    )
    def read(request: Request, report_id: Annotated[str, PathParameter(examples=["2026-guangdong"])]) -> Response:
        if report_id not in index.by_id:
            raise Problem(404, f"There is no report {report_id!r}; GET /v1/reports lists those there are.")
        if "text/html" in request.headers.get("accept", ""):
            response = respond(request, page)
        else:
            report = index.reports[index.by_id[report_id]]
            text = index.file_text(report)[report.start : report.end]
            response = Response(text, media_type="text/plain; charset=utf-8", headers=_HEADERS)
        response.headers["Vary"] = "Accept"
        return response
