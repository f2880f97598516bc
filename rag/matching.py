"""A figure of a written sentence against those of the texts it cites: the same value, of the same matter, place and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.indicators import find_indicators
from index.regions import Mention
from index.thesaurus import find_english
from rag.contradiction import other_way
from rag.grounds import Ground, Stated
from rag.measures import Figure, find_figures, find_years
from rag.question import detect_language

CLAUSE_END = re.compile(r"[，；;：:。！？!?]|,(?!\d{3})")
_REPORT = re.compile(r"\s*年?\s*(?:版|的?(?:政府)?(?:工作)?报告|(?:(?:government )?work )?report\b|edition\b)", re.I)
_RELATIVE = re.compile(r"(?P<this>今年|本年|\bthis year\b)|(?P<last>去年|上年|\blast year\b)|明年|后年|\bnext year\b", re.I)
_AIMS = re.compile(r"目标|预期|力争|计划|\b(?:target|goal|aim|plan)(?:s|ed)?\b", re.I)
_DONE = re.compile(r"实现了|完成了|达到了|增长了|下降了|\b(?:grew|achieved|rose|fell|reached|completed)\b", re.I)
_STOP = re.compile(
    "增长|增加|增至|增到|提高|提升|达到|目标|预期|实现|完成|下降|降低|新增|新建|建成|左右|以上|以内|以下|今年|去年|全年|全省|全市|全区|力争|主要|总额|工作|"
    "政府|报告|提出|推进|建设|发展|安排|计划|其中|同比|上年|分别|不低于|不超过|超过|根据|按照|显示|指出|表示|明确|设定|定为|同时|此外|以及|并且|[为是将在的了至到和与及年约而并]"
)
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class YearSpan:
    """`text[start:end]` names a year: a number, or a word that each report means its own by; `edition` where a report is named by it."""

    start: int
    end: int
    year: int
    relative: bool
    edition: bool

    def of(self, ground: Ground) -> int | None:
        """The year, as the report that is cited means it."""
        if not self.relative:
            return self.year
        return None if ground.report.year is None else ground.report.year + self.year


@dataclass(frozen=True, slots=True)
class Claimed:
    """A figure of a sentence with its clause, the clause up to it (`lead`), all before it, and the places and year that go with it."""

    figure: Figure
    clause: str
    lead: str
    before: str
    places: tuple[tuple[Mention, str], ...]
    year: YearSpan | None


def year_spans(text: str) -> list[YearSpan]:
    """Where a text names a year: 2026年, 今年, last year; 2026年报告 names an edition."""
    found = [YearSpan(start, end, year, False, bool(_REPORT.match(text, end))) for start, end, year in find_years(text)]
    for match in _RELATIVE.finditer(text):
        found.append(YearSpan(*match.span(), 0 if match["this"] else -1 if match["last"] else 1, True, False))
    return sorted(found, key=lambda span: span.start)


def read_claimed(sentence: str, mentions: list[Mention]) -> list[Claimed]:
    """The figures of a sentence; the place and the year that go with one are those named last before it, else the first."""
    ends = [0, *(match.end() for match in CLAUSE_END.finditer(sentence)), len(sentence)]
    years = [span for span in year_spans(sentence) if not span.edition]
    claimed = []
    for figure in find_figures(sentence):
        start = max(end for end in ends if end <= figure.start)
        clause = sentence[start : min(end for end in ends if end >= figure.end)]
        places = _last_run(sentence, [mention for mention in mentions if mention.start < figure.start]) or mentions[:1]
        earlier = [span for span in years if span.start < figure.start] or years[:1]
        named = tuple((place, sentence[place.start : place.end]) for place in places)
        year = earlier[-1] if earlier else None
        claimed.append(Claimed(figure, clause, sentence[start : figure.start], sentence[: figure.start], named, year))
    return claimed


def _last_run(sentence: str, mentions: list[Mention]) -> list[Mention]:
    """The last places named, those listed together included: 云岚省、沧原省."""
    run: list[Mention] = []
    for mention in reversed(mentions):
        if run and not re.fullmatch(r"[\s、，,和与及]*(?:and)?\s*", sentence[mention.end : run[0].start]):
            break
        run.insert(0, mention)
    return run


def stands(claim: Claimed, cited: list[Ground]) -> bool:
    """Whether the figure stands in what is cited: for every place named with it, for its year, and of the same matter."""
    if not claim.places:
        return any(_states(ground, claim, None, "") for ground in cited)
    return all(any(_states(ground, claim, place, name) for ground in cited) for place, name in claim.places)


def _states(ground: Ground, claim: Claimed, place: Mention | None, name: str) -> bool:
    own = place is None or place.regions == (ground.report.region,)
    return any(
        stated.figure.equals(claim.figure)
        and (own or name in stated.clause)
        and (claim.year is None or claim.year.of(ground) in stated.years)
        and _same_matter(ground, stated, claim)
        for stated in ground.stated
    )


def _same_matter(ground: Ground, stated: Stated, claim: Claimed) -> bool:
    """Whether the clause of the sentence and that of the cited text speak of one thing, in one direction, as aim or as result alike."""
    if other_way(claim.clause, [stated.clause]):
        return False
    if stated.past and _AIMS.search(claim.clause) and not _AIMS.search(stated.clause):
        return False
    if not stated.past and stated.years and _DONE.search(claim.clause) and not _DONE.search(stated.clause):
        return False
    named = _indicators(claim)
    if named & stated.indicators:
        return True
    rival = any(named & other.indicators and other.figure.unit == stated.figure.unit for other in ground.stated)
    return not rival and not (named and stated.indicators) and _share_words(claim, stated.clause)


def _indicators(claim: Claimed) -> frozenset[str]:
    """The indicators that the figure is said to be of: named in its clause before it, else in its clause, else earlier."""
    for text in (claim.lead, claim.clause, claim.before):
        found = find_indicators(text)
        if found:
            return frozenset(indicator.key for indicator in found)
    return frozenset()


def _share_words(claim: Claimed, clause: str) -> bool:
    """Whether words around the figure, of those that tell, occur in the clause of the cited text; English ones by the glossary."""
    if detect_language(claim.before + claim.clause) == "en":
        forms = [form for phrase in find_english(claim.before + claim.clause) for form in phrase.forms]
        return any(len(form) > 1 and form in clause and not _STOP.fullmatch(form) for form in forms)
    return any(pair in clause for pair in pairs(claim.clause) or pairs(claim.before))


def pairs(text: str) -> list[str]:
    """Pairs of characters of the words that tell what a Chinese text is about."""
    return [run[at : at + 2] for run in _HAN.findall(_STOP.sub(" ", text)) for at in range(len(run) - 1)]


def without_indicators(text: str) -> str:
    """The text with the names of indicators blanked: 经济增长 and 地区生产总值增长 are one, and figures tell which is meant."""
    for indicator in find_indicators(text):
        match = indicator.find(text)
        text = text[: match.start()] + " " + text[match.end() :] if match else text
    return text


def share_held(words: list[str], cited: Iterable[Ground]) -> float:
    """How many of the words, 0…1, the cited texts hold."""
    texts = [ground.citation.cited_text for ground in cited]
    return sum(any(word in text for text in texts) for word in words) / len(words) if words else 1.0
