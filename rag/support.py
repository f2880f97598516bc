"""Whether a sentence says only what the texts it cites say: every figure, year, place and quotation in it. What is unsure is unsupported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.regions import Gazetteer, Mention
from rag.grounds import Ground, pairs
from rag.matching import CLAUSE_END, read_claimed, share_held, stands, without_indicators, year_spans
from rag.measures import find_figures, find_years, narrow_forms
from rag.question import detect_language

UNCITED, UNKNOWN, IDLE, FIGURE, YEAR, PLACE, QUOTE, WORDS, WHOSE, WHEN = (
    "uncited",
    "unknown",
    "idle",
    "figure",
    "year",
    "place",
    "quote",
    "words",
    "whose",
    "when",
)

MARKERS = re.compile(r"(?:\s*[\[［【]\s*\d+(?:\s*[,，、]\s*\d+)*\s*[\]］】])+")
_PAIRED = {"“": "”", "「": "」", "『": "』", "《": "》", '"': '"', "‘": "’"}
_QUOTE = 4  # a quotation this long is words enough
_DENIES = re.compile(
    r"(?:没有?|未(?!来)|尚无|从不|不再|并非|不是|不会|不能|取消|停止|拒绝|否认|放弃)[\u4e00-\u9fff]{0,3}"
    r"|\b(?:never|nor?|none|without|failed?|fails|refus\w+|cancel\w*|not)\b(?! (?:more|less|lower|higher|fewer|greater) than)", re.I,
)  # fmt: skip
_LIMIT = re.compile("[\u4e00-\u9fff](?:左右|以上|以内|以下)")  # 规模以上: not of a figure, but part of a name
_BOUND_TWICE = re.compile(
    r"(?:超过?|突破|高于|低于|不到|不足|不低于|不少于|至少|不超过)\d[\d.,]*[^\d，。；\s]{0,6}?(?:以上|以内|以下|左右)"
)  # 超过18亿元以上
_RESPECTIVELY = re.compile(r"分别|依次|\brespectively\b", re.I)
_PLANS = re.compile(r"十[一二三四五六七]五")
_NAMED = re.compile(r"[A-Za-z][A-Za-z.\-]*\d[\d.A-Za-z]*|\d+[A-Za-z]+")  # PM2.5, 5G, 15th
_PLAIN = frozenset(("pm2.5", "14th", "15th"))
_HAN_NUMBER = re.compile("[二两三四五六七八九十百千万亿]+[\u4e00-\u9fff]?")
_ENGLISH_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?"
    r"|[mbtr]+illions?|dozens?|half|halves|thirds?|quarters?|twice|doubl\w+|tripl\w+)\b", re.I,
)  # fmt: skip
_IDIOMS = re.compile("十分|百姓|千方百计|万众|三农|两会|[一二三]产|十[一二三四五六七]五|千家|万家|百年")
_UNLISTED = re.compile(r"([\u4e00-\u9fff]{2})(?:省|自治区|市|县)(?![场民值区级长领委面])")
_GENERIC = re.compile("[全各该本此两三我多城超都上股门夜的等]$")
_CAPITAL = re.compile(r"(?<=[a-z,;:\d%)] )[A-Z][a-z]{2,}\b|^[A-Z][a-z]+(?=['’]s)")
_FAMILIAR = frozenset(("Chinese", "Yuan", "Five", "Year", "Plan", "Government", "Work", "Report", "Province", "City", "Region"))
_ALIKE = 0.5  # the share of a clause's character pairs that the cited text must hold


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a sentence is not supported, and why: one of the kinds above."""

    kind: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """`sentence[start:end]`, and the `numbers` in the markers behind it, `sentence[marked:next]`; () where no marker follows."""

    start: int
    end: int
    marked: int
    next: int
    numbers: tuple[int, ...]


def split_segments(sentence: str) -> list[Segment]:
    """The stretches of a sentence, each with the markers behind it, white space and punctuation at their ends left out."""
    segments, start = [], 0
    for match in MARKERS.finditer(sentence):
        numbers = [int(n) for n in re.findall(r"\d+", match.group())]
        segments.append(Segment(*_trim(sentence, start, match.start()), *match.span(), tuple(dict.fromkeys(numbers))))
        start = match.end()
    return [*segments, Segment(*_trim(sentence, start, len(sentence)), len(sentence), len(sentence), ())]


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end and sentence[start] in " \t　，,；;、。.！!？?)）":
        start += 1
    while end > start and sentence[end - 1] in " \t　，,；;、。.！!？?：:":
        end -= 1
    return start, end


class Checker:
    """Holds sentences against the grounds that a model was given. Where these are of several reports, each sentence must name its own."""

    def __init__(self, grounds: Iterable[Ground], gazetteer: Gazetteer) -> None:
        self.grounds: Mapping[int, Ground] = {ground.citation.number: ground for ground in grounds}
        self._gazetteer = gazetteer
        self._several_places = len({ground.report.region for ground in self.grounds.values()}) > 1
        self._several_years = len({ground.report.year for ground in self.grounds.values()}) > 1

    def faults(self, sentence: str) -> tuple[Fault, ...]:
        """Everything about the sentence that its citations do not support; () when all of it is supported."""
        segments = [segment for segment in split_segments(sentence) if segment.start < segment.end]
        if not segments or any(not segment.numbers for segment in segments):
            return (Fault(UNCITED),)
        numbers = [number for segment in segments for number in segment.numbers]
        unknown = [Fault(UNKNOWN, f"[{n}]") for n in numbers if n not in self.grounds or self.grounds[n].commands]
        if unknown:
            return tuple(unknown)
        plain = MARKERS.sub(lambda match: "，" + " " * (len(match.group()) - 1), sentence)  # a number in a marker is no figure
        mentions = self._gazetteer.find(plain)
        found = [fault for segment in segments for fault in self._segment(plain, segment, mentions)]
        found += self._unnamed(plain, [self.grounds[number] for number in numbers], mentions)
        return tuple(dict.fromkeys(found))

    def _segment(self, sentence: str, segment: Segment, mentions: list[Mention]) -> Iterator[Fault]:
        cited = [self.grounds[number] for number in segment.numbers]
        text = sentence[segment.start : segment.end]
        own = [mention for mention in mentions if segment.start <= mention.start < segment.end]
        names = [sentence[mention.start : mention.end] for mention in own]
        claims = [claim for claim in read_claimed(sentence, mentions) if segment.start <= claim.figure.start < segment.end]
        yield from _quotes(text, cited)
        yield from _places(own, names, cited)
        yield from _unlisted(text, names, cited)
        yield from _years(sentence, segment, cited)
        yield from _names(text, cited)
        yield from (Fault(FIGURE, sentence[claim.figure.start : claim.figure.end]) for claim in claims if not stands(claim, cited))
        yield from _words(text, names, bool(claims), cited)
        if len(claims) > 1:
            yield from _pairings(text, cited)
        for ground in cited if claims and len(cited) > 1 else ():
            if not any(stands(claim, [ground]) for claim in claims):
                yield Fault(IDLE, f"[{ground.citation.number}]")

    def _unnamed(self, sentence: str, cited: list[Ground], mentions: list[Mention]) -> Iterator[Fault]:
        """A sentence that does not say whose it is, or of which year, would be read as being of the one before it."""
        if self._several_places and not mentions and any(ground.report.region for ground in cited):
            yield Fault(WHOSE)
        if self._several_years and not year_spans(sentence) and any(ground.report.year for ground in cited):
            yield Fault(WHEN)


def find_quotes(text: str) -> list[tuple[int, int]] | None:
    """The spans inside quotation marks and 《》, the outermost where one stands in another; None where a mark lacks its other half."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, mark in enumerate(text):
        if opened and mark == _PAIRED[text[opened[-1]]]:
            start = opened.pop()
            spans += [] if opened else [(start + 1, at)]
        elif mark in _PAIRED:
            opened.append(at)
        elif mark in "”」』》":
            return None
    return None if opened else spans


def _quotes(text: str, cited: list[Ground]) -> Iterator[Fault]:
    spans = find_quotes(text)
    if spans is None:
        yield Fault(QUOTE, text)
    for start, end in spans or ():
        if start == end or not any(text[start:end] in ground.citation.cited_text for ground in cited):
            yield Fault(QUOTE, text[start:end])


def _places(mentions: list[Mention], names: list[str], cited: list[Ground]) -> Iterator[Fault]:
    for mention, name in zip(mentions, names, strict=True):
        if not any(mention.regions == (ground.report.region,) or name in ground.citation.cited_text for ground in cited):
            yield Fault(PLACE, name)


def _unlisted(text: str, names: list[str], cited: list[Ground]) -> Iterator[Fault]:
    """Places that the gazetteer does not know, and in English all that is written as a name."""
    known = " ".join([*names, *(f"{ground.report.region} {ground.citation.cited_text}" for ground in cited)])
    for match in _UNLISTED.finditer(text):
        if match.group() not in known and not _GENERIC.search(match.group(1)):
            yield Fault(PLACE, match.group())
    for match in _CAPITAL.finditer(text):
        if match.group() not in known and match.group() not in _FAMILIAR:
            yield Fault(PLACE, match.group())


def _years(sentence: str, segment: Segment, cited: list[Ground]) -> Iterator[Fault]:
    for span in year_spans(sentence):
        if segment.start <= span.start < segment.end:
            right = (ground.report.year == span.year if span.edition else span.of(ground) in ground.years for ground in cited)
            if not any(right):
                yield Fault(YEAR, sentence[span.start : span.end])
    for match in _PLANS.finditer(sentence, segment.start, segment.end):
        if not any(match.group() in ground.citation.cited_text + "".join(ground.citation.section) for ground in cited):
            yield Fault(YEAR, match.group())


def _names(text: str, cited: list[Ground]) -> Iterator[Fault]:
    """Numbers that are no figures (5G, 第三, 三大, six percent) must stand so in the cited text."""
    texts = " ".join(narrow_forms(f"{ground.report.region} {ground.citation.cited_text}") for ground in cited).lower()
    folded = narrow_forms(text)
    for match in _NAMED.finditer(folded):
        if match.group().lower() not in texts and match.group().lower() not in _PLAIN:
            yield Fault(FIGURE, match.group())
    read = [(figure.start, figure.end) for figure in find_figures(folded)] + [(start, end) for start, end, _ in find_years(folded)]
    for match in (*_HAN_NUMBER.finditer(folded), *_ENGLISH_NUMBER.finditer(folded)):
        figure = any(start < match.end() and match.start() < end for start, end in read)
        if not figure and match.group() not in texts and not _IDIOMS.search(folded, max(0, match.start() - 1), match.end() + 2):
            yield Fault(FIGURE, match.group())


def _words(text: str, names: list[str], figures: bool, cited: list[Ground]) -> Iterator[Fault]:
    """Each Chinese clause must be in words of what it cites; one in English without a figure must quote. No denial, and no 以上 or 左右 behind a word, that is not cited."""
    for denial in _DENIES.finditer(text):
        if not any(denial.group() in ground.citation.cited_text for ground in cited):
            yield Fault(WORDS, denial.group())
    for twice in _BOUND_TWICE.finditer(narrow_forms(text)):
        if not any(twice.group() in narrow_forms(ground.citation.cited_text) for ground in cited):
            yield Fault(FIGURE, twice.group())
    for limit in _LIMIT.finditer(_without_figures(text, [])):
        if not any(limit.group() in ground.citation.cited_text for ground in cited):
            yield Fault(WORDS, limit.group())
    spans = find_quotes(text) or []
    quotes = any(end - start >= _QUOTE for start, end in spans)
    if detect_language("".join(character for at, character in enumerate(text) if not any(a <= at < b for a, b in spans))) == "en":
        if not figures and not quotes:
            yield Fault(WORDS, text)
        return
    clauses = [(clause, pairs(without_indicators(clause))) for clause in CLAUSE_END.split(_without_figures(text, names))]
    yield from (Fault(WORDS, clause.strip()) for clause, words in clauses if share_held(words, cited) < _ALIKE)
    if not figures and not quotes and not any(words for _, words in clauses):
        yield Fault(WORDS, text)


def _without_figures(text: str, names: list[str]) -> str:
    """The text with its figures and the names of places blanked: they are held against the cited texts by themselves."""
    for figure in find_figures(text):
        text = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
    for name in names:
        text = text.replace(name, " ")
    return text


def _pairings(text: str, cited: list[Ground]) -> Iterator[Fault]:
    """A clause with 分别 must be the cited text's own: who pairs names and figures anew may pair them wrongly."""
    for clause in CLAUSE_END.split(text):
        match = _RESPECTIVELY.search(clause)
        if match and not any(clause.strip(' “”"') in ground.citation.cited_text for ground in cited):
            yield Fault(WORDS, match.group())


def find_verbatim(text: str, cited: Iterable[Ground]) -> tuple[int, int] | None:
    """The span of `text`, inside its quotation marks, when all of it stands so in one of the cited texts; else None."""
    start, end = (1, len(text) - 1) if find_quotes(text) == [(1, len(text) - 1)] else (0, len(text))
    return (start, end) if any(text[start:end] in ground.citation.cited_text for ground in cited) else None
