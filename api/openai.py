"""The OpenAI-compatible face: chat completions whose content is the answer with its sources, and whose citations no client loses."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Generator, Iterator
from functools import partial
from typing import Annotated, Any
from uuid import uuid4

from fastapi import FastAPI, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api import schemas as shapes
from api.errors import Problem
from api.filters import read_filters
from api.queries import make_whole
from api.streaming import WAITING, Answering, Event, EventStream, Writing, last_of, tell, write_event, written_events
from index.store import OpenIndex
from rag.question import Filters

MODEL, GENERATIVE = "baogao", "baogao-generative"
_PATHS = ("/v1/chat/completions", "/v1/models")
_TOP_K = 8
_WORDS = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")
_LOG = logging.getLogger(__name__)
_Handler = Callable[[Request, Any], Awaitable[Response]]
Chunk = dict[str, Any]


class PartIn(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str | None = None


class MessageIn(BaseModel):
    """A message of the conversation. What the user wrote is read, and nothing else."""

    role: str
    content: str | list[PartIn] | None = None


class StreamOptionsIn(BaseModel):
    """Whether a stream ends with a chunk that tells the usage."""

    include_usage: bool = False


class ChatIn(BaseModel):
    """A conversation: the last user message is the question, those before it tell what a follow-up such as 浙江呢？ means.

    `model` baogao-generative lets the language model that is configured write the answer. `filters` is this service's own. What else clients send (temperature, max_tokens, tools, …) is accepted and has no effect.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": MODEL, "messages": [{"role": "user", "content": "广东今年的经济增速目标是多少？"}]}]}
    )
    model: str = MODEL
    messages: list[MessageIn] = Field(min_length=1, max_length=1_000)
    stream: bool | None = None
    stream_options: StreamOptionsIn | None = None
    filters: shapes.FiltersIn = Field(default_factory=shapes.FiltersIn)


def add_openai(app: FastAPI, index: OpenIndex, answer: Answering, write: Writing) -> None:
    """Add the two paths and make the app's errors on them OpenAI's. Call it after the app's own error handlers are there."""
    _translate_errors(app)

    @app.post("/v1/chat/completions", tags=["openai"], summary="Answer as an OpenAI chat completion")
    def complete(body: ChatIn, request: Request) -> Any:
        filters = read_filters(index, body.filters)
        question = read_question(index, body.messages)
        reply = partial(_reply, index, answer, question, filters, write if body.model == GENERATIVE else None)
        base = str(request.base_url).rstrip("/")
        if body.stream:
            return EventStream(_chunks(body, reply, base))
        return JSONResponse(_completion(body, last_of(reply()), base))

    names = (MODEL, GENERATIVE) if app.state.generative else (MODEL,)

    @app.get("/v1/models", tags=["openai"], summary="The models there are: baogao-generative only where a language model is configured")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_describe(name) for name in names]}

    @app.get("/v1/models/{model}", tags=["openai"], summary="A model by name")
    def model(model: Annotated[str, Path(examples=[MODEL])]) -> dict[str, Any]:
        if model not in names:
            there = " and ".join(map(repr, names))
            raise Problem(404, f"There is no model {model!r}; there is {there}.", [{"field": "model", "message": "unknown"}])
        return _describe(model)


def _describe(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1_767_225_600, "owned_by": "baogao"}


def read_question(index: OpenIndex, messages: list[MessageIn]) -> str:
    """The last user message, made whole by the user messages before it. Raises Problem 422 where there is none to answer."""
    asked = [_text(message) for message in messages if message.role == "user"]
    if not asked or not asked[-1]:
        raise _bad("the last user message is the question: there is none, or it holds no text")
    if len(asked[-1]) > shapes.MOST_CHARACTERS:
        raise _bad(f"the question has {len(asked[-1])} characters; the limit is {shapes.MOST_CHARACTERS}")
    return make_whole(index, asked)


def _text(message: MessageIn) -> str:
    if isinstance(message.content, list):
        return "\n".join(part.text for part in message.content if part.type == "text" and part.text).strip()
    return (message.content or "").strip()


def _bad(message: str) -> Problem:
    return Problem(422, f"messages: {message}", [{"field": "messages", "message": message}])


def _reply(index: OpenIndex, answer: Answering, question: str, filters: Filters, write: Writing | None) -> Iterator[Event | None]:
    """The answer as events; the last is `final`."""
    return written_events(index, answer(question, filters, _TOP_K), write)


def write_sources(asked: shapes.AskOut, base: str) -> str:
    """The sources as a list that ends the content, one a line: number, report, section, permalink. For a refusal, what is nearest."""
    chinese = asked.interpretation.language == "zh"
    cited, heading = asked.citations, "来源：" if chinese else "Sources:"
    if asked.refusal:
        cited, heading = asked.refusal.nearest, "最接近的原文：" if chinese else "Nearest passages:"
    lines = [
        " · ".join([f"[{each.number}] {_title(each)}", *([" / ".join(each.section)] if each.section else []), base + each.url])
        for each in cited
    ]
    return "\n".join(["", "", heading, *lines]) if lines else ""


def _title(citation: shapes.CitationOut) -> str:
    return f"{citation.report_title} {citation.report_year}" if citation.report_year else citation.report_title


def _said(asked: shapes.AskOut) -> str:
    return asked.refusal.message if asked.refusal else asked.answer.text


def annotate(asked: shapes.AskOut, content: str, base: str) -> list[dict[str, Any]]:
    """A url_citation for each citation: where its marker first stands in the content, and what it cites."""
    annotations = []
    for each in asked.citations:
        marker = f"[{each.number}]"
        start = content.index(marker)
        cited = {"start_index": start, "end_index": start + len(marker), "title": _title(each), "url": base + each.url}
        annotations.append({"type": "url_citation", "url_citation": {**cited, "number": each.number, "cited_text": each.cited_text}})
    return annotations


def _completion(body: ChatIn, asked: shapes.AskOut, base: str) -> Chunk:
    content = _said(asked) + write_sources(asked, base)
    message = {"role": "assistant", "content": content, "refusal": None, "annotations": annotate(asked, content, base)}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**_head("chat.completion", body), "choices": [choice], "usage": _usage(body, content), **_told(asked)}


def _chunks(body: ChatIn, reply: Callable[[], Iterator[Event | None]], base: str) -> Generator[str]:
    """The completion in chunks; a failure on the way is an `error` as OpenAI sends it."""
    try:
        for chunk in _stream(body, reply, base):
            yield write_event(json.dumps(chunk, ensure_ascii=False)) if chunk else WAITING
    except Exception:
        _LOG.exception("a stream broke off")
        yield write_event(json.dumps(_error(500, "The service failed on this request; the log says more.", None)))
    yield "data: [DONE]\n\n"


def _stream(body: ChatIn, reply: Callable[[], Iterator[Event | None]], base: str) -> Generator[Chunk | None]:
    """Role, text, sources, then the chunk that ends the choice with the citations; the usage after it where it is asked for."""
    head = _head("chat.completion.chunk", body)
    usage = body.stream_options is not None and body.stream_options.include_usage

    def chunk(delta: Chunk, finish: str | None = None, **more: Any) -> Chunk:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**head, "choices": [choice], **({"usage": None} if usage else {}), **more}

    yield chunk({"role": "assistant", "content": ""})
    asked: shapes.AskOut | None = None
    for event in reply():
        if event is None:
            yield None
        elif isinstance(event[1], shapes.DeltaOut):
            yield chunk({"content": event[1].text})
        elif isinstance(event[1], shapes.AskOut):
            asked = event[1]
    assert asked is not None
    if asked.refusal:
        yield from (chunk({"content": told.text}) for _, told in tell(shapes.AnswerOut(text=_said(asked), units=[]), []))  # type: ignore[attr-defined]
    sources = write_sources(asked, base)
    if sources:
        yield chunk({"content": sources})
    content = _said(asked) + sources
    yield chunk({"annotations": annotate(asked, content, base)}, "stop", **_told(asked))
    if usage:
        yield {**head, "choices": [], "usage": _usage(body, content), **_told(asked)}


def _head(kind: str, body: ChatIn) -> Chunk:
    model = GENERATIVE if body.model == GENERATIVE else MODEL
    return {"id": f"chatcmpl-{uuid4().hex[:24]}", "object": kind, "created": int(time.time()), "model": model}


def _told(asked: shapes.AskOut) -> dict[str, Any]:
    """What stands beside OpenAI's fields: those of POST /v1/ask."""
    return asked.model_dump(
        mode="json", include={"status", "refusal", "interpretation", "citations", "table", "index_version", "generation"}
    )


def _usage(body: ChatIn, content: str) -> dict[str, int]:
    """Words and Chinese characters counted: no model's tokens are used here."""
    sent = sum(len(_WORDS.findall(_text(message))) for message in body.messages)
    written = len(_WORDS.findall(content))
    return {"prompt_tokens": sent, "completion_tokens": written, "total_tokens": sent + written}


def _translate_errors(app: FastAPI) -> None:
    """Wrap the app's error handlers: on OpenAI's paths a problem document becomes an error as OpenAI writes it."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, partial(_translated, handler))  # type: ignore[arg-type]


async def _translated(handler: _Handler, request: Request, error: Exception) -> Response:
    response = await handler(request, error)
    if not request.url.path.startswith(_PATHS):
        return response
    problem = json.loads(bytes(response.body))
    fields = [each["field"].removeprefix("body.") for each in problem.get("errors", [])]
    status = 400 if problem["status"] == 422 else problem["status"]
    return JSONResponse(_error(status, problem["detail"], fields[0] if fields else None), status_code=status)


def _error(status: int, message: str, param: str | None) -> dict[str, Any]:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    code = "model_not_found" if status == 404 and param == "model" else None
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
