"""Every error as application/problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from inspect import signature
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An error to tell the client: `errors` names the bad fields."""

    def __init__(self, status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors


def install(app: FastAPI) -> None:
    """Answer every error of the app in the one shape."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def only_known_parameters(request: Request) -> None:
    """A dependency for GET endpoints: a query parameter the endpoint does not have is an error, not ignored."""
    known = set(signature(request.scope["endpoint"]).parameters)
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        errors = [{"field": f"query.{name}", "message": "unknown parameter"} for name in unknown]
        raise Problem(422, f"unknown query parameter: {', '.join(unknown)}; there are {', '.join(sorted(known))}", errors)


def problem_response(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> JSONResponse:
    """One problem document with its status."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = errors
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem_response(error.status, error.detail, error.errors)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if any(each["type"] == "json_invalid" for each in error.errors()):
        return problem_response(
            400,
            "The body is not valid JSON.",
            [{"field": "body", "message": str(error.errors()[0].get("ctx", {}).get("error", "broken JSON"))}],
        )
    errors = [{"field": ".".join(str(part) for part in each["loc"]), "message": _message(each)} for each in error.errors()]
    return problem_response(422, "; ".join(f"{each['field']}: {each['message']}" for each in errors), errors)


def _message(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown field"
    return str(error["msg"])


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem_response(error.status_code, str(error.detail))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return problem_response(500, "The service failed on this request; the log says more.")
