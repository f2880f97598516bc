"""What a language model is given to write from: numbered citations, each with what its figures are of and which year they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.corpus import Report, Target
from index.periods import LAST_YEAR, LATER, PAST_YEARS, Moment, read_moments, time_at
from index.sentences import split_clauses
from index.store import OpenIndex
from rag.ask import Asked
from rag.citation import Citation, cite
from rag.evidence import Evidence, find_evidence, narrow
from rag.measures import Figure, find_figures, find_years
from rag.question import Question
from rag.retrieve import retrieve
from rag.terms import read_terms

ENOUGH = 12  # sentences; an answer with more citations of its own keeps them all
_HITS = 12


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a cited text, the clause it stands in, the years it is about, and the indicators it is the value of by the table."""

    figure: Figure
    clause: str
    years: frozenset[int]
    past: bool
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """A citation with the figures it states; `years` are all that its text is about or names."""

    citation: Citation
    stated: tuple[Stated, ...]
    years: frozenset[int]

    @property
    def report(self) -> Report:
        """The report that is cited."""
        return self.citation.report


def gather(index: OpenIndex, asked: Asked) -> tuple[Ground, ...]:
    """The extractive answer's citations, then the best sentences of other hits, numbered from 1: `ENOUGH` in all, or the answer's own."""
    citations = list(asked.answer.citations)
    for found in _others(index, asked):
        if len(citations) >= ENOUGH:
            break
        citation = cite(index, found.passage, found.start, found.end, 0)
        if citation and not any(_overlap(citation, known) for known in citations):
            citations.append(citation)
    moments: dict[str, list[Moment]] = {}
    return tuple(_ground(index, replace(each, number=number), moments) for number, each in enumerate(citations, 1))


def _others(index: OpenIndex, asked: Asked) -> Iterator[Evidence]:
    """The best sentence of each hit, narrowed to the clauses that answer; a question answered from the table is searched for now."""
    question: Question = asked.answer.question
    hits = asked.retrieval.hits or retrieve(index, question, _HITS).hits
    terms = read_terms(index, question)
    return (narrow(index, question, terms, found) for found in find_evidence(index, question, terms, hits))


def _overlap(one: Citation, other: Citation) -> bool:
    return one.report.id == other.report.id and one.start < other.end and other.start < one.end


def _ground(index: OpenIndex, citation: Citation, moments: dict[str, list[Moment]]) -> Ground:
    report = citation.report
    text = index.file_text(report)
    if report.id not in moments:
        moments[report.id] = list(read_moments(text, report)) if report.year else []
    rows = [row for row in index.targets_of(index.by_id[report.id]) if row.start < citation.end and citation.start < row.end]
    clauses = split_clauses(citation.cited_text, 0, len(citation.cited_text))
    stated = tuple(
        _state(text, citation, figure, next((citation.cited_text[a:b] for a, b in clauses if a <= figure.start < b), ""), moments[report.id], rows)
        for figure in find_figures(citation.cited_text)
    )  # fmt: skip
    named = {year for _, _, year in find_years(citation.cited_text)}
    times = [_time(text, citation.report, moments[report.id], at) for at in (citation.start, citation.end - 1)]
    return Ground(citation, stated, frozenset(named.union(*(years for years, _ in times), *(each.years for each in stated))))


def _state(text: str, citation: Citation, figure: Figure, clause: str, moments: list[Moment], rows: list[Target]) -> Stated:
    years, past = _time(text, citation.report, moments, citation.start + figure.start)
    named = frozenset(year for _, _, year in find_years(clause))
    own = frozenset(row.indicator for row in rows if _is_value(row, figure, citation.start))
    return Stated(figure, clause, years | named, past, own)


def _time(text: str, report: Report, moments: list[Moment], at: int) -> tuple[frozenset[int], bool]:
    """(the years that what is said at this offset is about, whether it looks back)."""
    moment = next((each for each in moments if each.start <= at < each.end), None)
    if report.year is None:
        return frozenset(), False
    if moment is None:
        return frozenset({report.year}), False
    time, plan_year = time_at(text, moment, at)
    if time == LAST_YEAR:
        return frozenset({report.year - 1}), True
    if time == PAST_YEARS:
        return frozenset(), True
    return frozenset({plan_year} if time == LATER and plan_year else {report.year}), False


def _is_value(row: Target, figure: Figure, offset: int) -> bool:
    """Whether the figure is the row's: inside its clause and equal in value and unit to one that the row holds."""
    inside = row.start <= offset + figure.start < row.end
    return inside and any(each.value == figure.value and each.unit == figure.unit for each in find_figures(row.value_text))
