"""Reports and passages as `fold` makes them (width, case), kept as long as their index: what words are looked for in, one by one."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from index.corpus import Passage
from index.store import OpenIndex
from index.tokens import fold

_reports: WeakKeyDictionary[OpenIndex, dict[int, str]] = WeakKeyDictionary()
_passages: WeakKeyDictionary[OpenIndex, dict[int, str]] = WeakKeyDictionary()


def folded_report(index: OpenIndex, position: int) -> str:
    """The text of the report at a position of `index.reports`."""
    kept = _reports.setdefault(index, {})
    if position not in kept:
        report = index.reports[position]
        kept[position] = fold(index.file_text(report)[report.start : report.end])
    return kept[position]


def folded_passage(index: OpenIndex, passage: Passage) -> str:
    """The text of one of the index's passages."""
    kept = _passages.setdefault(index, {})
    if passage.id not in kept:
        kept[passage.id] = fold(index.text(passage))
    return kept[passage.id]
