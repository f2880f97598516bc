"""Question → hits: the reports it is about, then the passages in them that fit it best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.corpus import Hit, Report
from index.lexical import LexicalIndex
from index.regions import NATIONAL
from index.store import OpenIndex
from index.tokens import tokenize
from rag.fusion import convex
from rag.question import Question
from rag.rerank import DEPTH, rerank
from rag.roles import role_scores
from rag.terms import search_tokens

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts; measured, see docs/decisions."""

    dense_english: float = 0.9
    dense_english_slope: float = 1.5
    dense_english_least: float = 0.6
    dense_english_most: float = 0.85
    dense_routed: float = 0.8
    dense_unrouted: float = 0.6
    dense_least: float = 0.05
    dense_most: float = 0.6
    header: float = 0.25
    expansion: float = 0.5
    role: float = 0.4
    newest: float = 0.1
    hint: float = 0.15
    fragment: float = 0.1
    national: float = 0.18


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`hits`, best first, and by passage the score of each arm, the two fused, and the reranker's where there is one."""

    hits: list[Hit]
    lexical: dict[int, float]
    dense: dict[int, float]
    fused: dict[int, float]
    rerank: dict[int, float]


NOTHING = Retrieval([], {}, {}, {}, {})


def retrieve(index: OpenIndex, question: Question, k: int, weights: Weights = WEIGHTS) -> Retrieval:
    """The `k` best passages of the reports the question is about, strictly decreasing scores.

    Where it is about several places, every report gets its turn, the best passage of each first.
    """
    scope = report_scope(index, question)
    rows = np.concatenate([index.rows[report] for report in scope]) if scope else np.empty(0, np.int64)
    if not len(rows):
        return NOTHING
    own, more = search_tokens(index, question)
    lexical = _lexical(index, question, own, more, weights)[rows]
    dense = index.dense.cosines(index.encoder.encode_query(question.topic or question.text), rows)
    total = convex(lexical, dense, _dense_weight(index, question, own, rows, lexical, weights)) + _priors(
        index, question, scope, rows, weights
    )
    several = len(question.regions) > 1
    depth = max(k, DEPTH) if index.reranker else k
    order = _ranked(total, len(total) if several else depth)
    if several:
        order = order[_take_turns(index, rows[order])]
    top = order[:depth]
    hits, relevance = rerank(index, question, [Hit(int(rows[at]), float(total[at])) for at in top])
    if several and relevance:
        hits = [hits[at] for at in _take_turns(index, [hit.passage_id for hit in hits])]
    return Retrieval(
        _strictly_decreasing(hits[:k]),
        {int(rows[at]): float(lexical[at]) for at in top},
        {int(rows[at]): float(dense[at]) for at in top},
        {int(rows[at]): float(total[at]) for at in top},
        relevance,
    )


def _ranked(total: Scores, k: int) -> Ids:
    """Places of the `k` highest scores, best first, equal scores in order of place: a stable sort's first `k`, without the sort."""
    if k >= len(total):
        return np.argsort(-total, kind="stable")
    least = np.partition(total, len(total) - k)[len(total) - k]
    best = np.flatnonzero(total >= least)
    return best[np.argsort(-total[best], kind="stable")][:k]


def report_scope(index: OpenIndex, question: Question) -> list[int]:
    """Positions of the reports the question is about. A dated question leaves out the reports without a date."""
    return [position for position, report in enumerate(index.reports) if _in_scope(report, question)]


def _in_scope(report: Report, question: Question) -> bool:
    if question.regions and report.region not in question.regions:
        return False
    if question.years.undated:
        return report.year is None
    if question.editions is None:
        return True
    return report.year in question.editions


def _lexical(index: OpenIndex, question: Question, own: list[str], more: list[str], weights: Weights) -> Scores:
    """BM25 of every passage; the header counts where no place is named: in the reports of one region it is all alike."""
    scores = index.lexical.scores(own, 0.0 if question.regions else weights.header)
    return scores + weights.expansion * index.lexical.scores(more) if more else scores


def _dense_weight(index: OpenIndex, question: Question, own: list[str], rows: Ids, lexical: Scores, weights: Weights) -> float:
    """How much the cosine counts: less, the more of the question's own words BM25's best passage holds (by idf, 0…1).

    Inside the reports of a named region the words discriminate less, so the cosine may count more; an English question reaches BM25
    only through the glossary, so there it counts most.
    """
    best = index.passages[int(rows[int(np.argmax(lexical))])]
    share = matched_share(index.lexical, own, tokenize(index.text(best)))
    return dense_weight(question.language == "en", share, bool(question.regions), weights)


def matched_share(lexical: LexicalIndex, asked: Iterable[str], held: Iterable[str]) -> float:
    """How much of the idf mass of the tokens `asked` is among those `held`, 0…1; a token that no passage holds weighs most."""
    mass, there = idf_mass(lexical, asked), set(held)
    return sum(weight for token, weight in mass.items() if token in there) / (sum(mass.values()) or 1.0)


def idf_mass(lexical: LexicalIndex, tokens: Iterable[str]) -> dict[str, float]:
    """Each token once, in order, with its idf."""
    return {token: lexical.inverse_frequency(lexical.document_frequency(token)) for token in tokens}


def dense_weight(english: bool, share: float, routed: bool, weights: Weights = WEIGHTS) -> float:
    """The cosine's weight, 0…1, from the share of the question that BM25's best passage holds and whether a region is named."""
    if english:
        weight = weights.dense_english - weights.dense_english_slope * share
        return min(weights.dense_english_most, max(weights.dense_english_least, weight))
    base = weights.dense_routed if routed else weights.dense_unrouted
    return min(weights.dense_most, max(weights.dense_least, base - share))


def _priors(index: OpenIndex, question: Question, scope: list[int], rows: Ids, weights: Weights) -> Scores:
    total = weights.role * role_scores(index, question.kind)[rows]
    newest = index.years[0] if index.years else None
    if question.years.undated:
        return total
    bonuses = np.array([_bonus(question, index.reports[report], newest, weights) for report in scope], np.float32)
    return total + np.repeat(bonuses, [len(index.rows[report]) for report in scope])


def _bonus(question: Question, stated: Report, newest: int | None, weights: Weights) -> float:
    """What a report's date, state and place count for every one of its passages."""
    bonus = weights.newest * (stated.year == newest) - weights.fragment * (stated.quality == "fragment")
    bonus += weights.national * (stated.region == NATIONAL and not question.regions and not question.places.hints)
    return bonus + weights.hint * (stated.region in question.places.hints)


def _take_turns(index: OpenIndex, ranked: Iterable[int]) -> list[int]:
    """Places in a ranking of passages: the best of every report, then the second best of every report, and so on."""
    seen: Counter[int] = Counter()
    turns = []
    for place, passage_id in enumerate(ranked):
        report = index.passages[passage_id].report
        turns.append((seen[report], place))
        seen[report] += 1
    return [place for _, place in sorted(turns)]


def _strictly_decreasing(hits: list[Hit]) -> list[Hit]:
    written: list[Hit] = []
    for hit in hits:
        score = hit.score
        if written and score >= written[-1].score:
            score = float(np.nextafter(np.float32(written[-1].score), np.float32(-np.inf)))
        written.append(Hit(hit.passage_id, score))
    return written
