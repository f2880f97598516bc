"""An answer as server-sent events: what was understood, what was found, then each citation before the text that uses it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

import anyio
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api import schemas as out
from api.shaping import shape_asked, shape_citation, shape_hits, shape_question
from index.store import OpenIndex
from rag.ask import Asked
from rag.generate import Generated, Released, Steps
from rag.question import Filters, Question

Answering = Callable[[str, Filters, int], Asked]  # question, filters, top_k
Writing = Callable[[Asked], Steps]  # an answer → what a language model writes of it
Event = tuple[str, BaseModel]

_PIECE = re.compile(r"(?:\[\d+\]|.){1,16}", re.DOTALL)  # a marker stays whole
_LINE_ENDS = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"})  # some clients cut lines there too
WAITING = ": waiting\n\n"
_DONE = "data: [DONE]\n\n"
_LOG = logging.getLogger(__name__)


class EventStream(StreamingResponse):
    """A text/event-stream response. When the client leaves, the generator is closed where it stands and does no more work."""

    media_type = "text/event-stream"

    def __init__(self, lines: Generator[str]) -> None:
        super().__init__(lines, headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
        self.lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until they end or the client leaves."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self.lines.close)


def stream_events(events: Iterator[Event | None]) -> Generator[str]:
    """The events as lines of text, then [DONE]. A failure on the way is an `error` event: the status 200 has been sent already.

    None is a comment, which clients skip: sending it shows whether the client is still there.
    """
    try:
        for event in events:
            yield write_event(event[1].model_dump_json(), event[0]) if event else WAITING
    except Exception:
        _LOG.exception("a stream broke off")
        yield write_event(_failure().model_dump_json(exclude_none=True), "error")
    yield _DONE


def write_event(payload: str, name: str | None = None) -> str:
    """One event: JSON on one line whatever the client takes for a line end."""
    return (f"event: {name}\n" if name else "") + f"data: {payload.translate(_LINE_ENDS)}\n\n"


def answer_events(
    index: OpenIndex, question: Question, answer: Callable[[], Asked], write: Writing | None = None
) -> Iterator[Event | None]:
    """interpretation, search_results, citation and delta…, final. Lazy: what was understood is told before the search begins."""
    yield "interpretation", shape_question(question)
    asked = answer()
    yield "search_results", shape_hits(index, asked.answer.question, asked.retrieval, 0, asked.retrieve_ms, asked.retrieve_ms)
    yield from written_events(index, asked, write)


def written_events(index: OpenIndex, asked: Asked, write: Writing | None) -> Iterator[Event | None]:
    """As `answer_events` from the first citation on. Of what a language model writes only what is released is told, each sentence as soon as it is."""
    if write is None:
        yield from _whole(shape_asked(index, asked), 0)
        return
    told = 0
    with closing(write(asked)) as steps:
        for step in steps:
            if isinstance(step, Generated):
                yield from _whole(shape_asked(index, step.asked, step.generation), told)
            elif isinstance(step, Released):
                told += len(step.citations)
                yield from (("citation", shape_citation(citation)) for citation in step.citations)
                yield "delta", out.DeltaOut(text=step.text)
            else:
                yield None


def last_of(events: Iterator[Event | None]) -> out.AskOut:
    """The whole answer, with which the events of an answer end."""
    *_, last = events
    assert last and isinstance(last[1], out.AskOut)
    return last[1]


def _whole(shaped: out.AskOut, told: int) -> Iterator[Event]:
    """All of an answer, or where some was `told` already the citations that only its table uses; then final."""
    yield from (("citation", citation) for citation in shaped.citations[told:]) if told else tell(shaped.answer, shaped.citations)
    yield "final", shaped


def tell(answer: out.AnswerOut, citations: list[out.CitationOut]) -> Iterator[Event]:
    """Deltas that make up `answer.text`, each citation before the text that uses it; those of the table alone come last."""
    used = {citation.number: _first_use(answer, citation.number) for citation in citations}
    places = sorted({0, *used.values(), len(answer.text)})
    for start, end in zip(places, [*places[1:], len(answer.text)], strict=True):
        yield from (("citation", citation) for citation in citations if used[citation.number] == start)
        yield from (("delta", out.DeltaOut(text=piece)) for piece in _PIECE.findall(answer.text[start:end]))


def _first_use(answer: out.AnswerOut, number: int) -> int:
    """Where the text first rests on the citation or names it; its end where it never does."""
    marker = answer.text.find(f"[{number}]")
    starts = [unit.start for unit in answer.units if number in unit.citations]
    return min([*starts, marker if marker >= 0 else len(answer.text)])


def _failure() -> out.ProblemOut:
    detail = "The service failed on this request; the log says more."
    return out.ProblemOut(type="about:blank", title="Internal Server Error", status=500, detail=detail)
