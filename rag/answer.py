"""Answer: what is said, where each part stands in the reports, or why nothing can be said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.corpus import Report, Target
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.citation import Citation, cite
from rag.criteria import Criteria
from rag.evidence import Evidence
from rag.question import Question
from rag.sums import difference, rank

# Why there is no answer: the contract's codes.
REGION, YEAR, EVIDENCE, AMBIGUOUS = "region_not_in_corpus", "year_not_in_corpus", "no_evidence", "ambiguous_region"
NOT_STATED, NOT_DERIVABLE, FALSE_PREMISE = "indicator_not_stated", "not_derivable", "false_premise"


_PASSED = re.compile(r"(?:超过|超越|反超|赶超|追上|赶上)[^，。？]{1,12}(?:吗|没有?|了没)[？?]?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """`text[start:end]` of an answer, taken word for word from a citation or derived from several."""

    start: int
    end: int
    kind: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in the question's language, and what is nearest to one."""

    code: str
    message: str
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One report's figure: `state` is stated, qualitative (in words) or not_stated; `citation` the number of its citation."""

    region: str | None
    year: int
    indicator: str
    state: str
    row: Target | None
    citation: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """One row for every report in scope, never cut; `stated` of `of` reports say something."""

    rows: tuple[TableRow, ...]
    stated: int
    of: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is answered, partial or refused; `text` carries [n] markers for the citations."""

    question: Question
    status: str
    text: str
    units: tuple[Unit, ...]
    citations: tuple[Citation, ...]
    refusal: Refusal | None = None
    table: Table | None = None


def compose(index: OpenIndex, question: Question, chosen: list[Evidence], criteria: Criteria) -> Answer:
    """Quote the chosen evidence, one sentence a report; evidence that cannot be verified is left out.

    Where it is asked who has more, that is said first; two quoted figures in one unit are subtracted where their difference is asked for.
    """
    english = question.language == "en"
    citations, quotes = _quote(index, chosen)
    if not citations:
        return refuse(question, EVIDENCE, changed(question))
    text = _leader(question, citations, quotes, criteria)
    units: list[Unit] = []
    for citation, quote in zip(citations, quotes, strict=True):
        opening = ("" if not units else "; " if english else "；") + name_report(citation.report, question.language) + "“"
        units.append(Unit(len(text) + len(opening), len(text) + len(opening) + len(quote), "verbatim", (citation.number,)))
        text += f"{opening}{quote}”[{citation.number}]"
    found = difference(*quotes) if len(quotes) == 2 and criteria.difference else None
    if found:
        text += "; " if english else "；"
        units.append(Unit(len(text), len(text) + len(found), "derived", (1, 2)))
        text += f"{found}[1][2]"
    status = "partial" if _is_partial(question, citations) else "answered"
    return Answer(question, status, text + ("." if english else "。"), tuple(units), tuple(citations))


def _quote(index: OpenIndex, chosen: list[Evidence]) -> tuple[list[Citation], list[str]]:
    """The citations that can be verified, numbered, and what to say of each."""
    citations: list[Citation] = []
    quotes = []
    for evidence in chosen:
        citation = cite(index, evidence.passage, evidence.start, evidence.end, len(citations) + 1)
        if citation:
            citations.append(citation)
            quotes.append(index.file_text(citation.report)[evidence.quote_start : evidence.quote_end])
    return citations, quotes


def _leader(question: Question, citations: list[Citation], quotes: list[str], criteria: Criteria) -> str:
    """江苏省更高： where it is asked who has more (or less) and the quotes state figures in one unit, 没有，江苏省更高： where it is asked whether
    the first has passed the second; else nothing.
    """
    passed = len(quotes) == 2 and not criteria.order and bool(_PASSED.search(question.text))
    figures = rank(quotes) if (criteria.order or passed) and len(quotes) > 1 else None
    if not figures or len({citation.report.region for citation in citations}) < len(citations):
        return ""
    best = min(figures) if criteria.order == "lowest" else max(figures)
    if figures.count(best) > 1:
        return ""
    report = citations[figures.index(best)].report
    if question.language == "en":
        return f"{english_region(report)} is {'lower' if criteria.order == 'lowest' else 'higher'}: "
    verdict = ("是的，" if report.region == question.regions[0] else "没有，") if passed else ""
    return f"{verdict}{report.region}更{'低' if criteria.order == 'lowest' else '高'}："


def _is_partial(question: Question, citations: list[Citation]) -> bool:
    """Whether a place or year that was asked about got no answer; a question about every province need not cite all."""
    cited_regions = {citation.report.region for citation in citations}
    cited_years = {citation.report.year for citation in citations}
    several_years = len(question.years.asked) > 1 and question.editions is not None
    lacking_years = several_years and not set(question.editions or ()) <= cited_years
    lacking_regions = len(question.regions) > 1 and not question.everyone and not set(question.regions) <= cited_regions
    return lacking_regions or lacking_years or bool(several_years and question.years.missing)


def refuse(question: Question, code: str, message: str, nearest: tuple[Citation, ...] = ()) -> Answer:
    """A refusal with its reason."""
    return Answer(question, "refused", "", (), (), Refusal(code, message, nearest))


def name_report(report: Report, language: str) -> str:
    """How an answer names the report it quotes: 广东省2026年报告： / Guangdong, 2026 report:"""
    if language == "en":
        return f"{english_region(report)}, {report.year or 'undated'} report: "
    region = "全国" if report.region == NATIONAL else report.region or "未知地区"
    return f"{region}{report.year}年报告：" if report.year else f"{region}报告（日期不详的残页）："


def english_region(report: Report) -> str:
    """The report's region in English."""
    from index.regions import read_region

    return read_region(report.region).english if report.region else "Unknown region"


def changed(question: Question) -> str:
    """Why nothing is quoted of files that are no longer what was indexed."""
    if question.language == "en":
        return "The files found have changed since they were indexed; run `baogao index` and ask again."
    return "找到的文件在建立索引后有改动，无法核对原文；请运行 baogao index 重建索引后再问。"
