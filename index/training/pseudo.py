"""Synthetic questions: what somebody might ask to be shown a given passage, in English and in Chinese."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from .corpora import ReportPassage, sentences
from .glossing import Glosser

_ENGLISH = (
    "What does {place}'s {year} government work report say about {words}?",
    "How will {place} {words}?", "What is {place} doing about {words}?", "What did {place} do on {words}?",
    "Which measures does {place} plan for {words}?", "{place} {words}", "{words} in {place}", "{words}", "{words}?",
    "How does {place} plan to {words} in {year}?", "What are the plans for {words}?", "Which province will {words}?",
    "{words} {year}", "How much {words} in {place}?", "What steps are being taken on {words}?", "Who {words}?",
)  # fmt: skip
_ENGLISH_FIGURES = (
    "What is {place}'s {term} target for {year}?", "What target did {place} set for {term} in {year}?",
    "By how much did {place}'s {term} grow in {last}?", "{place} {term} {year}",
    "How high was {place}'s {term} in {last}?",
    "{term} of {place} in {last}", "What was {place}'s {term} last year?", "expected {term} growth {place} {year}",
)  # fmt: skip
_CHINESE = (
    "{place}{year}年在{words}方面有什么安排？", "{place}如何{words}？", "{words}",
    "{place}{words}的情况怎么样？", "关于{words}，{place}有哪些措施？",
    "{words}有什么进展？", "{place}打算怎样{words}？", "哪个省提出{words}？",
)  # fmt: skip
_CHINESE_FIGURES = (
    "{place}{year}年{term}目标是多少？", "{place}{last}年{term}增长了多少？",
    "{place}去年{term}是多少？", "{place}今年的{term}预期是多少？",
)  # fmt: skip

_CLAUSE = re.compile(r"[，。；：！？、\n]+")
_FIGURE = re.compile(r"([\u4e00-\u9fffA-Z]{2,16}?)(?:年均|同比|分别|累计|预计|达到|达|为|超过|突破)*(?:增长|提高|下降|降低|上涨)?[\d.]+")
_SUFFIX = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")


def short_place(region: str) -> str:
    """A region's everyday name, e.g. 宁夏回族自治区 → 宁夏."""
    return _SUFFIX.sub("", region)


def clauses(text: str, shortest: int = 5) -> list[str]:
    """The clauses of a text that say something, as the units a question is about."""
    return [c for c in _CLAUSE.split(text) if shortest <= len(c) <= 40]


def english_query(passage: ReportPassage, glosser: Glosser, rng: random.Random) -> str:
    """One English question about a clause, the topic sentence or the section of a passage; "" when none can be made."""
    about = _about(passage, rng)
    if not about:
        return ""
    words = glosser.english(about, rng, keep=rng.uniform(0.5, 1.0))
    if rng.random() < 0.3:
        rng.shuffle(words)
    return _filled(_ENGLISH, passage, glosser, rng, words=" ".join(words[:12])) if words else ""


def chinese_query(passage: ReportPassage, glosser: Glosser, rng: random.Random) -> str:
    """One Chinese question with some words replaced by others of the same meaning; "" when none can be made."""
    about = _about(passage, rng)
    words = glosser.swapped(about, rng, rng.uniform(0.3, 0.9))
    return _filled(_CHINESE, passage, glosser, rng, words=words) if about else ""


def figure_queries(passage: ReportPassage, glosser: Glosser, rng: random.Random) -> Iterator[str]:
    """Questions in both languages for the field's terms that stand right before a figure in the passage."""
    for before in dict.fromkeys(found[1] for found in _FIGURE.finditer(passage.text)):
        terms = [word for word in glosser.words(before) if word in glosser.lexicon.terms and word not in ("增长", "增速")]
        if terms:
            english = rng.choice(glosser.lexicon.terms[terms[-1]])
            yield _filled(_ENGLISH_FIGURES, passage, glosser, rng, term=english)
            yield _filled(_CHINESE_FIGURES, passage, glosser, rng, term=terms[-1])


def _about(passage: ReportPassage, rng: random.Random) -> str:
    drawn = rng.random()
    if drawn < 0.2 and len(passage.section) >= 4:
        return passage.section
    if drawn < 0.45:
        return sentences(passage.text)[0][:40]
    found = clauses(passage.text)
    return rng.choice(found) if found else ""


def _filled(
    templates: tuple[str, ...],
    passage: ReportPassage,
    glosser: Glosser,
    rng: random.Random,
    words: str = "",
    term: str = "",
) -> str:
    place = short_place(passage.region) or "全国"
    if templates in (_ENGLISH, _ENGLISH_FIGURES):
        place = rng.choice(glosser.lexicon.terms.get(place) or (glosser.lexicon.pinyin(place),))
    return rng.choice(templates).format(place=place, year=passage.year, last=passage.year - 1, words=words, term=term)


def general_query(text: str, glosser: Glosser, rng: random.Random) -> str:
    """An English bag of words about one or two neighbouring clauses of any Chinese text; "" when none can be made."""
    found = clauses(text)
    if not found:
        return ""
    first = rng.randrange(len(found))
    words = glosser.english("，".join(found[first : first + rng.choice((1, 1, 2))]), rng, keep=rng.uniform(0.5, 1.0))
    return " ".join([rng.choice(("what", "which", "who", "when", "how many", "where", "")), *words[:14]]) if words else ""
