"""Hits → the sentences in them that answer, and in a long sentence the clauses that do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index.corpus import Hit, Passage
from index.encoder import Vectors
from index.indicators import BY_KEY
from index.sentences import split_clauses, split_sentences
from index.store import OpenIndex
from index.tokens import fold
from rag.expected import Expected, can_answer, has_figure, read_expected, suits
from rag.figures import asks_amount
from rag.question import ACHIEVED, PLAN, TARGET, Question
from rag.retrieve import idf_mass
from rag.roles import role_scores
from rag.terms import Term, matched, search_tokens, share_in
from rag.years import FIRM_TARGET

_PAST, _NOT_YET = 0.5, 0.3  # a target looked for in a chapter that looks back, a result in one that plans
_AS_IT_IS = 0.2  # how many there are, no word of aims: a chapter that looks back tells
_SHORT = 110  # a shorter sentence is said as it stands
_LONG = 160  # a longer sentence is cited by the clauses that answer
_MOST_CLAUSES = 8
_OF_YEARS = re.compile("累计|五年|“?十[三四]五”?|年均")  # of several years together
_YEARLY = re.compile("年均(?!浓度|水平)|累计|每年|annual|per year|each year", re.I)  # of several years, not of this one
_TITLE = re.compile(
    r"政府工作报告\s*$|^[—\-－ ]*20\d\d年\d+月\d+日[^，。]{0,60}(?:会议)?上?\s*$|^各位代表[：:，]?$|^.{0,14}(?:省长|市长|主席|总理)[\s\u3000]+[\u4e00-\u9fff· \u3000]{2,10}$"
)
_NEIGHBOURS = {"zh": 2, "en": 3}  # clauses that speak of one matter; a translated term may stand farther from its figure
_PLAIN_SHARE = 0.4  # words enough: no need to ask the vectors
_TOLD_ANYHOW = 0.6  # so much of the question that what is counted may go by another name
_DISTINCTION = 0.2
_USUAL = 3.0  # standard deviations: what the best of a few thousand passages reaches by chance
_AMOUNT = r"[^，。；%]{0,16}?\d[\d.]*[多余]?[万亿]*(?:美元|元)"  # behind an indicator's name: its level, not its growth
_SAMPLE = 1000  # passages that the background is estimated from


@dataclass(frozen=True, slots=True)
class Evidence:
    """`[start, end)` is what to cite and `[quote_start, quote_end)` inside it what to say; `share` is how much of the
    question's wording (by weight) neighbouring clauses of the sentence hold that can answer, 0…1; `spoken` the same whether they can or not.
    """

    passage: Passage
    start: int
    end: int
    quote_start: int
    quote_end: int
    share: float
    score: float
    spoken: float = 0.0


def find_evidence(index: OpenIndex, question: Question, terms: list[Term], hits: list[Hit]) -> list[Evidence]:
    """The best sentence of each hit, best first, each whole: `narrow` says which clauses of it answer."""
    spans = [(hit, *span) for hit in hits for span in _sentences(index, index.passages[hit.passage_id])]
    if not spans:
        return []
    sentences = [index.file_text(index.reports[index.passages[hit.passage_id].report])[start:end] for hit, start, end in spans]
    top = hits[0].score or 1.0
    expected, own = read_expected(question.text), idf_mass(index.lexical, search_tokens(index, question)[0])
    mass = sum(own.values()) or 1.0
    fit = role_scores(index, question.kind)
    back = role_scores(index, ACHIEVED if question.kind is None and expected.figure == 2 else None)
    strict = question.kind in (TARGET, ACHIEVED) and bool(FIRM_TARGET.search(question.text) or question.years.asked)
    misplaced = _PAST if question.kind == TARGET else _NOT_YET
    bonus = {
        hit.passage_id: _speaks_of(index, question, index.passages[hit.passage_id])
        - (misplaced if strict and fit[hit.passage_id] == 0 else 0.0)
        + _AS_IT_IS * back[hit.passage_id]
        for hit in hits
    }
    best: dict[int, Evidence] = {}
    for (hit, start, end), sentence in zip(spans, sentences, strict=True):
        folded = fold(sentence)
        share = share_in(folded, terms)
        held = sum(weight for token, weight in own.items() if token in folded) / mass
        score = share + held + hit.score / top + _suits(question, expected, sentence) + bonus[hit.passage_id]
        if hit.passage_id not in best or score > best[hit.passage_id].score:
            best[hit.passage_id] = Evidence(index.passages[hit.passage_id], start, end, start, end, 0.0, score)
    ranked = sorted(best.values(), key=lambda evidence: -evidence.score)
    told = (_told(_text(index, found), terms, expected, _NEIGHBOURS[question.language]) for found in ranked)
    return [replace(found, share=share, spoken=spoken) for found, (share, spoken) in zip(ranked, told, strict=True)]


def _text(index: OpenIndex, found: Evidence) -> str:
    return index.file_text(index.reports[found.passage.report])[found.start : found.end]


class Support:
    """How much speaks for a sentence: the share of the question's wording it holds, and how far beyond the usual its passage's cosine
    with the question stands out from those of all passages (in standard deviations), so that no encoder's own scale matters. A sentence
    that can hold no figure or date where one is asked for outright has none.
    """

    def __init__(self, index: OpenIndex, question: Question) -> None:
        self._index = index
        self._question = question
        self._outright = read_expected(question.text).outright

    def of(self, found: Evidence) -> float:
        """0 and up; the vectors are asked only where words are few."""
        if found.share >= _PLAIN_SHARE:
            return found.share
        if found.share == 0.0 and self._outright:
            return 0.0  # nothing in it can be the answer
        vector, center, spread = self._background
        own = float(self._index.dense.cosines(vector, np.array([found.passage.id]))[0])
        return found.share + _DISTINCTION * max(0.0, (own - center) / spread - _USUAL)

    @cached_property
    def _background(self) -> tuple[Vectors, float, float]:
        """The question's vector, and mean and standard deviation of its cosines with a sample of all passages."""
        rows = np.arange(0, len(self._index.passages), max(1, len(self._index.passages) // _SAMPLE))
        vector = self._index.encoder.encode_query(self._question.topic or self._question.text)
        cosines = self._index.dense.cosines(vector, rows)
        return vector, float(cosines.mean()), float(cosines.std()) or 1.0


def _sentences(index: OpenIndex, passage: Passage) -> list[tuple[int, int]]:
    text = index.file_text(index.reports[passage.report])
    return [span for span in split_sentences(text, passage.start, passage.end) if not _TITLE.search(text[slice(*span)])]


def _told(sentence: str, terms: list[Term], expected: Expected, most: int) -> tuple[float, float]:
    """The greatest share of the terms' weight that at most `most` neighbouring clauses hold, one of which can answer and one of which
    names what is counted; then the greatest share whether they can answer or not.
    """
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0, 0.0
    clauses = [sentence[start:end] for start, end in split_clauses(sentence, 0, len(sentence))]
    most += bool(expected.new)  # a name may stand a clause before what is told of it
    weights = np.array([[term.weight * matched(term, fold(clause)) for term in terms] for clause in clauses])
    able = [can_answer(expected, clause) for clause in clauses]
    counted = [place for place, term in enumerate(terms) if term.known and _is_counted(expected, term)]
    windows = [slice(first, last) for first in range(len(clauses)) for last in range(first + 1, min(first + most, len(clauses)) + 1)]
    shares = [float(weights[window].max(axis=0).sum()) / total for window in windows]
    answering = (
        share
        for share, window in zip(shares, windows, strict=True)
        if any(able[window]) and (share >= _TOLD_ANYHOW or weights[window, counted].any(axis=0).all())
    )
    return max(answering, default=0.0), max(shares, default=0.0)


def _is_counted(expected: Expected, term: Term) -> bool:
    """Whether a term is what 多少 counts, or, in three characters or more, the end of it: 新能源汽车充电桩."""
    return term.own == expected.counted or (len(term.own) > 2 and bool(expected.counted) and str(expected.counted).endswith(term.own))


def _suits(question: Question, expected: Expected, sentence: str) -> float:
    """Whether a sentence can answer this question: what is expected, the indicator, the kind of statement, the year."""
    score = suits(expected, sentence)
    if any(re.search(BY_KEY[key].stated, sentence) for key in question.indicators):
        score += 0.3
    if question.indicators and asks_amount(question):
        score += 0.5 if any(re.search(BY_KEY[key].stated + _AMOUNT, sentence) for key in question.indicators) else -0.2
    if question.kind == TARGET and question.indicators and re.search("预期目标|主要目标", sentence):
        score += 0.2
    if question.kind == TARGET and question.years.asked and _YEARLY.search(sentence) and not _YEARLY.search(question.text):
        score -= 0.25
    if question.kind == ACHIEVED and len(question.years.asked) == 1 and _OF_YEARS.search(sentence) and not _OF_YEARS.search(question.text):
        score -= 0.25
    if question.kind == ACHIEVED and re.search("预期目标|力争|确保|计划", sentence):
        score -= 0.15
    return score


def _speaks_of(index: OpenIndex, question: Question, passage: Passage) -> float:
    """For a question about a later year: whether the passage speaks of that year or of the five-year plan."""
    if question.kind != PLAN:
        return 0.0
    text = index.text(passage) + " ".join(passage.section)
    years = [str(year) for year in question.years.asked if year > (index.years[0] if index.years else 0)]
    named = any(f"{year}年" in text for year in years) or bool(re.search("十五五|五年", text))
    return 0.3 if named else 0.0


def narrow(index: OpenIndex, question: Question, terms: list[Term], found: Evidence) -> Evidence:
    """Say only the clauses that answer; cite the whole sentence unless it is long."""
    text = index.file_text(index.reports[found.passage.report])
    if found.end - found.start <= _SHORT:
        return replace(found, quote_end=_without_comma(text, found.start, found.end))
    clauses = split_clauses(text, found.start, found.end)
    expected = read_expected(question.text)
    best, best_score = (found.start, found.end), -1.0
    for first in range(len(clauses)):
        for last in range(first, min(first + _MOST_CLAUSES, len(clauses))):
            span = (clauses[first][0], clauses[last][1])
            score = _window_score(text[span[0] : span[1]], question, terms, expected)
            if score > best_score:
                best, best_score = span, score
    start, end = best[0], _without_comma(text, *best)
    if found.end - found.start <= _LONG:
        return replace(found, quote_start=start, quote_end=end)
    return replace(found, start=start, end=end, quote_start=start, quote_end=end)


def _window_score(window: str, question: Question, terms: list[Term], expected: Expected) -> float:
    score = share_in(fold(window), terms) - len(window) / 900
    score += 1.5 * suits(expected, window)
    if any(re.search(BY_KEY[key].stated, window) and has_figure(window) for key in question.indicators):
        score += 0.3
    return score


def _without_comma(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "，,；;：:、":
        end -= 1
    return end
