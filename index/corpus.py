"""The nouns of the corpus: frozen types, no input or output, no third-party import.

All offsets are 0-based, end exclusive, in Unicode code points of the source file's decoded text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpus: its name inside the reports folder, sha256 of its bytes, and its text."""

    file: str
    sha256: str
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled stretch of a report, heading included; `children` lie inside it, in order.

    `body` is where its text begins: after a heading on a line of its own, else at `start`.
    """

    title: str
    level: int
    start: int
    body: int
    end: int
    children: tuple[Section, ...] = ()

    @property
    def own_end(self) -> int:
        """Offset at which the first child begins, or the end of the section."""
        return self.children[0].start if self.children else self.end

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Section]]:
        """Yield (titles from the root, section) for the section and all below it, in reading order."""
        here = (*path, self.title) if self.title else path
        yield here, self
        for child in self.children:
            yield from child.walk(here)


@dataclass(frozen=True, slots=True)
class Report:
    """One 政府工作报告 inside a source file; `inferred` names the fields read from the text, not stated."""

    id: str
    title: str
    region: str | None
    level: str
    year: int | None
    date: str | None
    meeting: str | None
    speaker: str | None
    file: str
    sha256: str
    start: int
    end: int
    quality: str
    inferred: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable stretch of one section of one report: `file_text[start:end]` is its text."""

    id: int
    name: str
    report: int
    section: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a report states for an indicator: what it aims at, what was achieved, or what is planned for later.

    `year` is the year the figure is about; `[start, end)` the clause that states it; `low`/`high` are in `unit`, None where the
    report sets no bound or speaks in words (`qualifier` sync, above, positive or none).
    """

    report: int
    year: int
    indicator: str
    kind: str
    value_text: str
    low: float | None
    high: float | None
    unit: str
    qualifier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage (its id) and how well it matched; higher is better."""

    passage_id: int
    score: float
