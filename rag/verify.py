"""Pasted text → each sentence found word for word, found with other figures, or not found. Deterministic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.corpus import Passage, Report
from index.sentences import split_sentences
from index.store import OpenIndex
from index.tokens import fold, tokenize

FOUND, ALTERED, NOT_FOUND = "found", "altered", "not_found"
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:%|个百分点|[万亿]*(?:元|人|斤|吨|亩|户|家|个|套|公里|千瓦|辆|台|平方米|立方米)?)?(?:左右|以上|以内|以下)?"
)
_LIKE = 0.75  # two sentences are one, altered, when this share of their characters matches
_CANDIDATES = 12
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Place:
    """`file_text[start:end]` of a report."""

    report: Report
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of the pasted text, `text[start:end]`: its state, where it stands, and for an altered one the figures that
    differ (pasted, in the report).
    """

    start: int
    end: int
    text: str
    state: str
    places: tuple[Place, ...]
    differing: tuple[tuple[str, str], ...] = ()


def verify(index: OpenIndex, text: str, regions: tuple[str, ...] = (), years: tuple[int, ...] = ()) -> list[Checked]:
    """Check each sentence of `text` against the reports of these regions and years (all when empty)."""
    scope = [
        position
        for position, report in enumerate(index.reports)
        if (not regions or report.region in regions) and (not years or report.year in years)
    ]  # fmt: skip
    return [_check(index, text, start, end, scope) for start, end in split_sentences(text, 0, len(text))]


def _check(index: OpenIndex, text: str, start: int, end: int, scope: list[int]) -> Checked:
    sentence = text[start:end]
    wanted = sentence.strip(" 　“”\"'。！？；，,.;!?")
    if len(wanted) < _SHORTEST:
        return Checked(start, end, sentence, NOT_FOUND, ())
    places = tuple(place for report in scope for place in _occurrences(index, index.reports[report], wanted))
    if places:
        return Checked(start, end, sentence, FOUND, places)
    nearest = _nearest(index, wanted, scope)
    if nearest is None:
        return Checked(start, end, sentence, NOT_FOUND, ())
    place, stated = nearest
    return Checked(start, end, sentence, ALTERED, (place,), _differing(wanted, stated))


def _occurrences(index: OpenIndex, report: Report, wanted: str) -> list[Place]:
    text = index.file_text(report)
    found = []
    at = text.find(wanted, report.start, report.end)
    while at >= 0:
        if not _cuts_a_figure(text, at, at + len(wanted)):
            found.append(Place(report, at, at + len(wanted)))
        at = text.find(wanted, at + 1, report.end)
    return found


def _cuts_a_figure(text: str, start: int, end: int) -> bool:
    """Whether a figure at the edge goes on outside: 12万人 of 12万人以上, 3.6亿元 of 43.6亿元."""
    before = text[start].isdigit() and re.match(r"[\d.．]", text[start - 1 : start])
    behind = re.search(r"\d[^，。；、\s]{0,6}$", text[start:end]) and re.match(
        r"[\d.．%％万亿]|左右|以上|以内|以下|之内", text[end : end + 2]
    )
    return bool(before or behind)


def _nearest(index: OpenIndex, wanted: str, scope: list[int]) -> tuple[Place, str] | None:
    """The sentence or clause most like the wanted one, when it is like enough."""
    scores = index.lexical.scores(tokenize(wanted))
    rows = [int(row) for report in scope for row in index.rows[report]]
    best: tuple[float, Place, str] | None = None
    for row in sorted(rows, key=lambda row: -scores[row])[:_CANDIDATES]:
        for start, end in _stretches(index, index.passages[row], len(wanted)):
            report = index.reports[index.passages[row].report]
            stated = index.file_text(report)[start:end]
            likeness = SequenceMatcher(None, fold(wanted), fold(stated), autojunk=False).ratio()
            if likeness >= _LIKE and (best is None or likeness > best[0]):
                best = (likeness, Place(report, start, end), stated)
    return (best[1], best[2]) if best else None


def _stretches(index: OpenIndex, passage: Passage, length: int) -> list[tuple[int, int]]:
    """Whole sentences, and runs of their clauses about as long as the wanted text."""
    text = index.file_text(index.reports[passage.report])
    stretches = []
    for start, end in split_sentences(text, passage.start, passage.end):
        stretches.append((start, end))
        offsets = [start, *(start + match.end() for match in re.finditer("[，；：,;:]", text[start:end])), end]
        for first in range(len(offsets) - 1):
            for last in range(first + 1, min(first + 6, len(offsets))):
                a, b = offsets[first], offsets[last]
                if 0.6 * length <= b - a <= 1.6 * length:
                    stretches.append((a, b - (text[b - 1] in "，；：,;:")))
    return stretches


def _differing(pasted: str, stated: str) -> tuple[tuple[str, str], ...]:
    """Figures of the pasted sentence that the report's lacks, paired in order with those it has instead."""
    ours, theirs = _FIGURE.findall(fold(pasted)), _FIGURE.findall(fold(stated))
    return (
        tuple((a, b) for a, b in zip(ours, theirs, strict=False) if a != b)
        if len(ours) == len(theirs)
        else tuple([(a, "") for a in ours if a not in theirs] + [("", b) for b in theirs if b not in ours])
    )
