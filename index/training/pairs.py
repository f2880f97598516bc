"""The training sources: anchors and positives by kind of text, each with the share of batches it gets."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tqdm import tqdm

from .corpora import Article, Asked, Entry, Parallel, ReportPassage, sentences
from .glossing import Glosser
from .pseudo import chinese_query, english_query, figure_queries, general_query
from .taught import cedict_pairs

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind; `weight` is its share of the batches, `symmetric` trains both directions."""

    name: str
    pairs: list[Pair]
    weight: float
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything read from disk that pairs are made of."""

    reports: list[ReportPassage]
    parallel: list[Parallel]
    cedict: list[Entry]
    asked: list[Asked]
    laws: list[Article]
    news: list[str]


def build_sources(texts: Texts, glosser: Glosser, seed: int) -> list[Source]:
    """All sources, the same for the same texts and seed."""
    rng = random.Random(seed)
    spoken = [p for p in texts.parallel if p.source in ("tatoeba", "sdg")]
    docs = [p for p in texts.parallel if p.source == "pythondocs"]
    words = [p for p in texts.parallel if p.source == "wordnet"] + cedict_pairs(texts.cedict)
    windows = [window(text, rng) for text in texts.news]
    return [
        Source("report topics", _topics(texts.reports, rng), 3),
        Source("report questions, English", _report_english(texts.reports, glosser, rng), 5),
        Source("report questions, Chinese", _report_chinese(texts.reports, glosser, rng), 3),
        Source("report figures", _figures(texts.reports, glosser, rng), 2),
        Source("questions", [(a.question, a.context) for a in texts.asked], 5),
        Source("questions, glossed", _glossed_questions(texts.asked, glosser, rng), 7),
        Source("news, glossed", [(general_query(w, glosser, rng), w) for w in tqdm(windows, desc="news")], 4),
        Source("news cloze", [cloze(w, rng) for w in windows], 2),
        Source("laws", [(law.heading, law.text) for law in texts.laws], 1),
        Source("spoken sentences", [(p.en, p.zh) for p in spoken], 3, symmetric=True),
        Source("documentation", [(p.en, p.zh) for p in docs], 1, symmetric=True),
        Source("dictionary", [(p.en, p.zh) for p in words], 3, symmetric=True),
        Source("glossary", _terms(glosser), 1, symmetric=True),
        Source("everyday words", _everyday(texts.reports, glosser, rng), 1),
    ]


def with_header(passage: ReportPassage) -> str:
    """A passage under the region, year and section it stands in, as an index may show it to the encoder."""
    return f"{passage.region}{passage.year}年政府工作报告 {passage.section}\n{passage.text}"


def _shown(passage: ReportPassage, rng: random.Random) -> str:
    return with_header(passage) if rng.random() < 0.6 else passage.text


def window(text: str, rng: random.Random, longest: int = 350) -> str:
    """Some neighbouring sentences of a long text."""
    found = sentences(text)
    first = rng.randrange(max(1, len(found) - 3))
    return "".join(found[first : first + 8])[:longest]


def cloze(text: str, rng: random.Random) -> Pair:
    """A sentence of the text and what is left around it (now and then the sentence stays, as in real questions)."""
    found = sentences(text)
    if len(found) < 2:
        return text[: len(text) // 2], text
    taken = rng.choice(found)
    return taken, text if rng.random() < 0.3 else "".join(s for s in found if s is not taken)


def _topics(reports: list[ReportPassage], rng: random.Random) -> list[Pair]:
    pairs = []
    for passage in reports:
        found = sentences(passage.text)
        if len(found) > 2:
            pairs += [(found[0], "".join(found[1:])), cloze(passage.text, rng)]
        if passage.section:
            pairs.append((f"{passage.region}{passage.section}" if rng.random() < 0.5 else passage.section, passage.text))
    return pairs


def _report_english(reports: list[ReportPassage], glosser: Glosser, rng: random.Random, each: int = 6) -> list[Pair]:
    return [(english_query(p, glosser, rng), _shown(p, rng)) for p in tqdm(reports, desc="English") for _ in range(each)]


def _report_chinese(reports: list[ReportPassage], glosser: Glosser, rng: random.Random, each: int = 4) -> list[Pair]:
    return [(chinese_query(p, glosser, rng), _shown(p, rng)) for p in tqdm(reports, desc="Chinese") for _ in range(each)]


def _figures(reports: list[ReportPassage], glosser: Glosser, rng: random.Random) -> list[Pair]:
    return [(query, with_header(p)) for p in tqdm(reports, desc="figures") for query in figure_queries(p, glosser, rng)]


def _glossed_questions(asked: list[Asked], glosser: Glosser, rng: random.Random) -> list[Pair]:
    simple = glosser.lexicon.simplify
    pairs = []
    for a in tqdm(asked, desc="questions"):
        question, context = simple(a.question), simple(a.context)
        pairs += [(" ".join(glosser.english(question, rng, 0.95)), context) for _ in range(3)]
        pairs += [(glosser.mixed(question, rng), context), (general_query(context, glosser, rng), context)]
    return pairs


def _terms(glosser: Glosser) -> list[Pair]:
    return [(english, zh) for zh, renderings in glosser.lexicon.terms.items() for english in renderings]


def _everyday(reports: list[ReportPassage], glosser: Glosser, rng: random.Random, each: int = 40) -> list[Pair]:
    """Everyday phrases with passages that use the term they stand for, at most `each` a phrase."""
    pairs = []
    for term, phrases in glosser.lexicon.everyday.items():
        using = [passage for passage in reports if term in passage.text]
        for phrase in phrases:
            pairs += [(phrase, _around(term, p, rng)) for p in rng.sample(using, min(each, len(using)))]
    return pairs


def _around(term: str, passage: ReportPassage, rng: random.Random) -> str:
    """The sentence of the term, or the whole passage."""
    found = next((s for s in sentences(passage.text) if term in s), passage.text)
    return found if rng.random() < 0.6 else _shown(passage, rng)
