"""Text → sentences and clauses, as spans."""

from __future__ import annotations

import re

# A sentence ends with its closing quotes and brackets, or with its line.
_SENTENCE = re.compile(r"[^。！？!?\n]+(?:[。！？!?]+[”’」』）)\]］]*|\n|$)|[。！？!?]+[”’」』）)]*")
_CLAUSE = re.compile(r"[^；;：，,\n]+[；;：，,]?")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each sentence of `text[start:end]`, without surrounding white space."""
    return [span for match in _SENTENCE.finditer(text, start, end) if (span := _strip(text, *match.span()))]


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each clause (up to ；：，) of `text[start:end]`; a comma inside a number does not split."""
    return [span for match in _CLAUSE.finditer(text, start, end) if (span := _strip(text, *match.span()))]


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
