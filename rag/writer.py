"""An answer being written: text, units and citations, a marker behind every figure whose sentence could be verified."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.corpus import Target
from index.store import OpenIndex
from rag.answer import Unit
from rag.citation import Citation
from rag.table import cite_row


@dataclass(slots=True)
class Writer:
    """Collects text, units and citations; markers are written where a citation can be verified."""

    index: OpenIndex
    language: str
    text: str = ""
    units: list[Unit] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    numbers: dict[Target, int | None] = field(default_factory=dict)

    def number(self, row: Target) -> int | None:
        """The number of the citation of a row, made when first needed; None when the file no longer says so."""
        if row not in self.numbers:
            citation = cite_row(self.index, row, len(self.citations) + 1)
            self.numbers[row] = citation.number if citation else None
            self.citations += [citation] if citation else []
        return self.numbers[row]

    def add(self, words: str, rows: list[Target]) -> None:
        """Write words that rest on rows, with their markers."""
        numbers = tuple(dict.fromkeys(number for row in rows if (number := self.number(row)) is not None))
        start = len(self.text)
        self.text += words
        self.units.append(Unit(start, len(self.text), "derived", numbers))
        self.text += "".join(f"[{number}]" for number in numbers)

    def say(self, chinese: str, english: str) -> None:
        """Write words that rest on nothing, in the answer's language."""
        self.text += english if self.language == "en" else chinese
