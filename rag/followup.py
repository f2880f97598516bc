"""A follow-up and the question before it → one whole question: 浙江呢？ after 广东今年的CPI目标是多少？ asks for 浙江今年的CPI目标."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.indicators import find_indicators
from index.regions import Gazetteer
from rag.places import read_places
from rag.question import detect_language, drop_question_words
from rag.years import read_years

Span = tuple[int, int]
PLACE, YEAR, INDICATOR, KIND = "place", "year", "indicator", "kind"

_OPENING = re.compile(
    r"^\s*(?:那么?(?![个些里边年样天时])|再?换成|如果是|and\b|but\b|then\b|(?:how|what) about\b|same for\b)[\s,，]*(?:(?:how|what) about\b|for\b|in\b)?\s*",
    re.I,
)
_CLOSING = re.compile(r"(?:的?话)?(?:又|还)?呢?[\s?？。.!！]*$")
_ELLIPTIC = re.compile(r"呢[\s?？。.!！]*$")
_ASKS = re.compile(
    r"多少|哪|什么|几[个家条项]|怎么|如何|为什么|谁|是否|有没有|\b(?:what(?! about)|which|who|how(?! about)|why|does|did|do)\b", re.I
)
_PERIOD = re.compile(
    r"[“\"]?十[三四五六]五[”\"]?(?:时期|期间)?|(?:过去|未来|今后)五年|\b1[3-6]th five[- ]year plan(?: period)?|(?:past|next) five years",
    re.I,
)
_KIND = re.compile(r"预期目标|目标|实际完成|完成情况|实际|\b(?:target|goal|result)\b", re.I)
_GROWTH = re.compile(r"\s*(?:的?(?:增长率?|增速|增幅|涨幅)|growth\b|rate\b)", re.I)
_FILLER = re.compile(r"[\s的、，,。.?？!！;；:：'’“”\"]|\b(?:for|in|of|the|and|or|about|s)\b|[和与跟及]", re.I)
_JOINED = re.compile(r"^(?:[\s、，,和与跟及或]|and|or)*$", re.I)


def resolve(previous: str, text: str, gazetteer: Gazetteer, editions: Sequence[int], indexed: frozenset[str]) -> str:
    """The question that `text` asks after `previous`; `text` itself where it is complete or nothing can be taken over.

    A follow-up names only what changes (place, year, indicator, target or result); the rest is the previous question's.
    那养老呢？ names another matter: then place and year are taken over. `editions`, `indexed` as for `parse_question`.
    """
    if not previous:
        return text
    named, core = _spans(text, gazetteer, editions, indexed)
    marked, asks = _is_marked(text), bool(_ASKS.search(core))
    matter = bool(_rest(core, named))
    topical = matter or INDICATOR in named
    if (topical and not marked) or (topical and PLACE in named and YEAR in named) or (asks and topical and not _OPENING.match(text)):
        return text
    if not (named or (matter and marked)):
        return text
    before, _ = _spans(previous, gazetteer, editions, indexed)
    if matter or (topical and (asks or INDICATOR not in before)):
        return _carry(previous, before, core, named)
    return _replace(previous, before, {part: _joined(core, spans) for part, spans in named.items()})


def _is_marked(text: str) -> bool:
    """Whether the words say that it goes on: 那…, …呢？, what about …"""
    return bool(_OPENING.match(text) or _ELLIPTIC.search(text))


def _spans(text: str, gazetteer: Gazetteer, editions: Sequence[int], indexed: frozenset[str]) -> tuple[dict[str, list[Span]], str]:
    """(where each part stands in the core, the core: the text without what only says that it goes on)."""
    core = _CLOSING.sub("", _OPENING.sub("", text)) if _is_marked(text) else text
    places = read_places(core + "今年GDP", gazetteer, indexed, True)  # what follows a place tells that it is one
    found = {
        PLACE: [span for span in places.spans if span[1] <= len(core)] or [at.span() for name in places.absent for at in _find(name, core)],
        YEAR: [*read_years(core, editions, None).spans, *(at.span() for at in _PERIOD.finditer(core))],
        INDICATOR: [_with_growth(core, at.span()) for one in find_indicators(core) if (at := one.find(core))],
        KIND: [at.span() for at in _KIND.finditer(core)],
    }
    found[KIND] = [span for span in found[KIND] if not any(_overlap(span, other) for other in found[INDICATOR])]
    return {part: _apart(spans) for part, spans in found.items() if spans}, core


def _find(name: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(re.escape(name), text))


def _with_growth(core: str, span: Span) -> Span:
    """The span with the 增长 that follows: it goes with the indicator, 失业率 has none."""
    growth = _GROWTH.match(core, span[1])
    return (span[0], growth.end()) if growth else span


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _apart(spans: list[Span]) -> list[Span]:
    """The spans in their order, those inside another left out."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda each: (each[0], -each[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _rest(core: str, named: dict[str, list[Span]]) -> str:
    """What the words speak of beside place, year, indicator and kind."""
    characters = list(core)
    for start, end in (span for spans in named.values() for span in spans):
        characters[start:end] = " " * (end - start)
    return _FILLER.sub("", drop_question_words("".join(characters)))


def _joined(core: str, spans: list[Span]) -> str:
    """The words from the first span to the last: 广东和浙江."""
    return core[spans[0][0] : spans[-1][1]].strip()


def _carry(previous: str, before: dict[str, list[Span]], core: str, named: dict[str, list[Span]]) -> str:
    """What is asked now, with the place and the year of the previous question where it names none."""
    taken = [_joined(previous, before[part]) for part in (PLACE, YEAR) if part in before and part not in named]
    if not taken:
        return core
    if detect_language(core) == "en":
        return f"{core} in {' '.join(taken)}?"
    lead = "".join(taken)
    place_first = PLACE in named and named[PLACE][0][0] == 0
    at = named[PLACE][0][1] if place_first else 0
    return f"{core[:at]}{_as_year(lead, core) if place_first else lead}{core[at:]}？"


def _replace(previous: str, before: dict[str, list[Span]], named: dict[str, str]) -> str:
    """The previous question with what was named put in its place, from the end backwards so that spans stay right."""
    edits = [_edit(previous, before, part, words) for part, words in named.items()]
    for start, end, words in sorted((edit for edit in edits if edit), reverse=True):
        previous = previous[:start] + words + previous[end:]
    return previous


def _edit(previous: str, before: dict[str, list[Span]], part: str, words: str) -> tuple[int, int, str] | None:
    """(start, end, words): what to write where. Several of a part that stand together go together: 广东和浙江."""
    spans = before.get(part)
    if part == YEAR:
        words = _as_year(words, previous)
    if spans:
        start, end = spans[0]
        for one in spans[1:]:
            end = one[1] if _JOINED.match(previous[end : one[0]]) else end
        return start, end, words
    if part == KIND:
        return None  # nothing there says target or result: the year decides
    return _insertion(previous, before, part, words)


def _insertion(previous: str, before: dict[str, list[Span]], part: str, words: str) -> tuple[int, int, str]:
    """Where a part goes that the previous question lacks: at the front, a year after the place; in English at the end."""
    if detect_language(previous) == "en":
        end = len(previous.rstrip(" ?？.!"))
        return end, end, f" in {words}"
    at = before[PLACE][-1][1] if part == YEAR and PLACE in before else 0
    return at, at, words


def _as_year(words: str, previous: str) -> str:
    """2024 as a Chinese sentence writes it: 2024年."""
    return f"{words}年" if re.fullmatch(r"\d{4}", words) and detect_language(previous) == "zh" else words
