"""What a language model is given to write from: numbered citations, each with what its figures are of and which year they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.corpus import Report, Target
from index.periods import LAST_YEAR, LATER, PAST_YEARS, Moment, moment_at, read_moments, time_at
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
_COMMANDS = re.compile(
    r"(?:忽略|无视|忘记|不要理会|不必理会)[^。]{0,12}(?:指示|指令|提示|规则|要求|内容)|(?:直接|必须|只能|请)回答|系统提示|语言模型|"
    r"\b(?:ignore|disregard|forget)\b[^.]{0,40}\b(?:instructions?|rules?|prompts?|above|previous)\b|system prompt|language model",
    re.I,
)

STOP = re.compile(
    "增长|增加|增至|增到|提高|提升|达到|目标|预期|实现|完成|下降|降低|新增|新建|建成|左右|以上|以内|以下|今年|去年|全年|全省|全市|全区|力争|主要|总额|工作|"
    "政府|报告|提出|推进|建设|发展|安排|计划|其中|同比|上年|分别|不低于|不超过|超过|根据|按照|显示|指出|表示|明确|设定|定为|同时|此外|以及|并且|[为是将在的了至到和与及年约而并]"
)
_HAN = re.compile("[\u4e00-\u9fff]+")


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

    @property
    def commands(self) -> bool:
        """Whether the text speaks to a language model: it is not shown to one, and may not be cited by one."""
        return bool(_COMMANDS.search(self.citation.cited_text))


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
    stated = tuple(_state(text, citation, figure, moments[report.id], rows) for figure in find_figures(citation.cited_text))
    named = {year for _, _, year in find_years(citation.cited_text)}
    times = [_time(text, citation.report, moments[report.id], at) for at in (citation.start, citation.end - 1)]
    return Ground(citation, stated, frozenset(named.union(*(years for years, _ in times), *(each.years for each in stated))))


def _state(text: str, citation: Citation, figure: Figure, moments: list[Moment], rows: list[Target]) -> Stated:
    cited = citation.cited_text
    start, end = next((span for span in split_clauses(cited, 0, len(cited)) if span[0] <= figure.start < span[1]), (0, len(cited)))
    first, last = list_member(cited[start:end], figure.start - start)
    clause = cited[start + first : start + last]
    years, past = _time(text, citation.report, moments, citation.start + figure.start)
    named = frozenset(year for _, _, year in find_years(clause))
    own = frozenset(row.indicator for row in rows if _is_value(row, figure, citation.start))
    return Stated(figure, clause, years | named, past, own)


def _time(text: str, report: Report, moments: list[Moment], at: int) -> tuple[frozenset[int], bool]:
    """(the years that what is said at this offset is about, whether it looks back)."""
    moment = moment_at(moments, at)
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


def pairs(text: str) -> list[str]:
    """Pairs of characters of the words that tell what a Chinese text is about."""
    return [run[at : at + 2] for run in _HAN.findall(STOP.sub(" ", text)) for at in range(len(run) - 1)]


def list_member(clause: str, at: int) -> tuple[int, int]:
    """The span of the member of a list at `at`, where each has a figure and words of its own: 3次考察、4次回信; else all of the clause."""
    ends = [match.end() for match in re.finditer("、", clause)]
    spans = list(zip([0, *ends], [*ends, len(clause)], strict=True))
    if len(spans) > 1 and all(re.search(r"\d", clause[start:end]) and pairs(clause[start:end]) for start, end in spans):
        return next(span for span in spans if span[0] <= at < span[1])
    return 0, len(clause)
