"""generate(): an answer written by a language model, released sentence by sentence once the texts it cites are seen to say it.

The extractive answer comes first: a refusal stands, and where no sentence of the model's survives, that answer stands.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol

from index.store import OpenIndex
from rag.answer import Answer, Table, Unit
from rag.ask import Asked
from rag.citation import Citation
from rag.draft import ModelError, bounded, read_numbered, read_sentences, split_written
from rag.grounds import Ground, gather
from rag.prompt import Message, write_messages, write_repair
from rag.support import Checker, Fault, find_verbatim, split_segments

RELEASED, PARTIAL, FALLBACK = "released", "partial", "fallback"
_CLOSED = re.compile(r"[。！？.!?][”」』\"]?(?:\[\d+\])*$")


class Model(Protocol):
    """A language model for one answer."""

    @property
    def name(self) -> str:
        """What it is called."""

    def write(self, messages: list[Message]) -> Generator[str]:
        """Its reply in pieces; "" now and then while there is none yet. Raises ModelError. Closing it ends the request."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What became of a generated answer: `outcome` is released, partial or fallback; sentences `repaired` and `dropped`."""

    model: str | None
    outcome: str
    reason: str | None
    repaired: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Released:
    """The next stretch of the answer's text, verified, and the citations that it is the first to use."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """The end: the answer and how it came about."""

    asked: Asked
    generation: Generation


Steps = Generator[Released | Generated | None]  # None: nothing yet


def generate(index: OpenIndex, asked: Asked, model: Model | None) -> Steps:
    """What is released of the model's answer to a question that was asked, then Generated; None while there is nothing to tell."""
    began = time.perf_counter()
    if model is None:
        yield _fall_back(asked, None, "no language model is configured (BAOGAO_LLM_BASE_URL and BAOGAO_LLM_MODEL)")
        return
    if asked.answer.refusal:
        yield _fall_back(asked, model, "a refusal stands: the model is not asked")
        return
    drafting = _Drafting(model, Script(Checker(gather(index, asked), index.gazetteer), asked))
    yield from drafting.run()
    taken = asked.total_ms + (time.perf_counter() - began) * 1000
    generation = drafting.outcome()
    answer = asked.answer if generation.outcome == FALLBACK else drafting.script.finish(generation.outcome)
    yield Generated(replace(asked, answer=answer, total_ms=taken), generation)


def _fall_back(asked: Asked, model: Model | None, reason: str) -> Generated:
    return Generated(asked, Generation(model.name if model else None, FALLBACK, reason))


class Script:
    """The answer as it is released: text, units and citations, these numbered anew in the order of their first use."""

    def __init__(self, checker: Checker, asked: Asked) -> None:
        self.checker = checker
        self.asked = asked
        self.text = ""
        self.sentences: set[str] = set()
        self._units: list[Unit] = []
        self._numbers: dict[int, int] = {}  # the number of a ground → that of its citation

    @property
    def grounds(self) -> list[Ground]:
        """What the model was given."""
        return list(self.checker.grounds.values())

    def add(self, sentence: str) -> Released:
        """Release a sentence that has no faults."""
        before, known, position = len(self.text), set(self._numbers), 0
        chinese = self.asked.answer.question.language == "zh"
        self.sentences.add(sentence)
        self.text += " " if self.text and not chinese else ""
        for segment in split_segments(sentence):
            self._units += self._unit(sentence, segment.start, segment.end, segment.numbers, len(self.text) - position)
            markers = "".join(f"[{self._number(number)}]" for number in segment.numbers)
            self.text += sentence[position : segment.marked] + markers
            position = segment.next
        self.text += "" if _CLOSED.search(self.text) else "。" if chinese else "."
        return Released(self.text[before:], tuple(self._cited(number) for number in self._numbers if number not in known))

    def _unit(self, sentence: str, start: int, end: int, numbers: tuple[int, ...], shift: int) -> list[Unit]:
        if start == end:
            return []
        verbatim = find_verbatim(sentence[start:end], [self.checker.grounds[number] for number in numbers])
        first, last = (start + verbatim[0], start + verbatim[1]) if verbatim else (start, end)
        cited = tuple(self._number(number) for number in numbers)
        return [Unit(first + shift, last + shift, "verbatim" if verbatim else "derived", cited)]

    def _number(self, ground: int) -> int:
        return self._numbers.setdefault(ground, len(self._numbers) + 1)

    def _cited(self, ground: int) -> Citation:
        return replace(self.checker.grounds[ground].citation, number=self._numbers[ground])

    def finish(self, outcome: str) -> Answer:
        """The whole answer; a table of the extractive one stays, with its citations behind those of the text."""
        answer = self.asked.answer
        table = self._renumber(answer.table) if answer.table else None
        status = "partial" if outcome == PARTIAL else answer.status
        citations = tuple(self._cited(number) for number in self._numbers)
        return Answer(answer.question, status, self.text, tuple(self._units), citations, None, table)

    def _renumber(self, table: Table) -> Table:
        rows = (row if row.citation is None else replace(row, citation=self._number(row.citation)) for row in table.rows)
        return replace(table, rows=tuple(rows))


@dataclass(slots=True)
class _Held:
    """A sentence that waits: it failed, or follows one that did, so that the order stays."""

    text: str
    faults: tuple[Fault, ...]


class _Drafting:
    """One model's work on one answer: its draft, one request to repair what failed, and what is dropped."""

    def __init__(self, model: Model, script: Script) -> None:
        self.model = model
        self.script = script
        self._messages = write_messages(script.asked.answer.question, script.grounds)
        self._held: list[_Held] = []
        self._written: list[str] = []
        self._reason: str | None = None
        self._repaired = self._dropped = 0

    def run(self) -> Generator[Released | None]:
        """Sentences as they are verified, up to the first that fails; then, after the repair, the rest in order."""
        try:
            yield from self._draft()
            failed = [held for held in self._held if held.faults]
            replies = (yield from self._repair(failed)) if failed else {}
        except ModelError as error:
            self._reason, replies = str(error), {}
        number = 0
        for held in self._held:
            number += bool(held.faults)
            for sentence in self._survivors(held, replies.get(number, "")):
                yield self.script.add(sentence)

    def _draft(self) -> Generator[Released | None]:
        with closing(self.model.write(self._messages)) as pieces:
            for sentence in read_sentences(pieces):
                if not sentence:
                    yield None
                    continue
                self._written.append(sentence)
                faults = self.script.checker.faults(sentence)
                if self._held or faults:
                    self._held.append(_Held(sentence, faults))
                elif sentence not in self.script.sentences:
                    yield self.script.add(sentence)

    def _repair(self, failed: list[_Held]) -> Generator[None, None, dict[int, str]]:
        """Number of a failed sentence → what the model writes instead."""
        language = self.script.asked.answer.question.language
        told = write_repair(language, "\n".join(self._written), [(held.text, held.faults) for held in failed])
        reply = ""
        with closing(self.model.write([*self._messages, *told])) as pieces:
            for piece in bounded(pieces):
                reply += piece
                yield None
        return read_numbered(reply, len(failed))

    def _survivors(self, held: _Held, reply: str) -> list[str]:
        """The sentence itself, or what of its repair is supported; what has been said already is not said again."""
        found = [held.text] if not held.faults else [each for each in split_written(reply) if not self.script.checker.faults(each)]
        self._repaired += bool(held.faults and found)
        self._dropped += not found
        return [sentence for sentence in dict.fromkeys(found) if sentence not in self.script.sentences]

    def outcome(self) -> Generation:
        """What became of it all."""
        if not self.script.text:
            nothing = "no sentence the model wrote could be verified" if self._written else "the model wrote nothing"
            return Generation(self.model.name, FALLBACK, self._reason or nothing, 0, self._dropped)
        outcome = PARTIAL if self._reason or self._dropped else RELEASED
        lost = "sentences that could not be verified were dropped" if self._dropped else None
        return Generation(self.model.name, outcome, self._reason or lost, self._repaired, self._dropped)
