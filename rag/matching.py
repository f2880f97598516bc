"""A figure of a written sentence against those of the texts it cites: the same value, of the same matter, place and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.indicators import find_indicators
from index.regions import Mention
from index.thesaurus import find_english
from rag.contradiction import other_way
from rag.grounds import STOP, Ground, Stated, list_member, pairs
from rag.measures import Figure, find_figures, find_years
from rag.question import detect_language

CLAUSE_END = re.compile(r"[，；;：:。！？!?]|,(?!\d{3})")
_REPORT = re.compile(r"\s*年?\s*(?:版|的?(?:政府)?(?:工作)?报告|(?:(?:government )?work )?report\b|edition\b)", re.I)
_RELATIVE = re.compile(r"(?P<this>今年|本年|\bthis year\b)|(?P<last>去年|上年|\blast year\b)|明年|后年|\bnext year\b", re.I)
_AIMS = re.compile(r"目标|预期|力争|计划|\b(?:target|goal|aim|plan)(?:s|ed)?\b", re.I)
_DONE = re.compile(r"实现了|完成了|达到了|增长了|下降了|\b(?:grew|achieved|rose|fell|reached|completed)\b", re.I)
_RISE = re.compile(r"涨幅|增幅|增速|\bgrowth\b", re.I)


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
        at = start + (member := list_member(clause, figure.start - start))[0]
        clause = clause[member[0] : member[1]]
        claimed.append(Claimed(figure, clause, sentence[at : figure.start], sentence[: figure.start], named, year))
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
    if other_way(_RISE.sub("增长", claim.clause), [stated.clause]):
        return False
    if stated.past and _AIMS.search(claim.clause) and not _AIMS.search(stated.clause):
        return False
    if not stated.past and stated.years and _DONE.search(claim.clause) and not _DONE.search(stated.clause):
        return False
    if _words(claim) and claim.clause.strip(" ，；。“”") in ground.citation.cited_text:
        return True
    named = _indicators(claim)
    if named & stated.indicators:
        return True
    alike = [other for other in ground.stated if other.figure.unit == stated.figure.unit]
    if any(named & other.indicators for other in alike) or (named and stated.indicators):
        return False
    shared = _shared(claim, stated.clause)
    return shared > 0 and all(_shared(claim, other.clause) <= shared for other in alike)


def _indicators(claim: Claimed) -> frozenset[str]:
    """The indicators that the figure is said to be of: named in its clause before it, else in its clause, else earlier.

    地区生产总值 names growth and total; a share is no total, an amount no growth.
    """
    earlier = "" if _words(claim) and detect_language(claim.clause) == "zh" else claim.before
    found = next((found for text in (claim.lead, claim.clause, earlier) if (found := find_indicators(text))), [])
    return frozenset(indicator.key for indicator in found if (indicator.unit == "%") == (claim.figure.unit == "%"))


def _shared(claim: Claimed, clause: str) -> int:
    """How many of the words around the figure, of those that tell, the clause of the cited text holds; English ones by the glossary."""
    if detect_language(claim.before + claim.clause) == "en":
        forms = [form for phrase in find_english(claim.before + claim.clause) for form in phrase.forms]
        return sum(len(form) > 1 and form in clause and not STOP.fullmatch(form) for form in forms)
    return sum(pair in clause for pair in _words(claim) or pairs(claim.before))


def _words(claim: Claimed) -> list[str]:
    """The pairs of its clause, those of the places and the figure left out: 沧原省为六成 has none of its own."""
    at = len(claim.lead)
    clause = claim.lead + " " + claim.clause[at + claim.figure.end - claim.figure.start :]
    for _, name in claim.places:
        clause = clause.replace(name, " ")
    return pairs(clause)


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
