"""Answer: what is said, where each part stands in the reports, or why nothing can be said."""

from __future__ import annotations

from dataclasses import dataclass

from index.corpus import Report
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.citation import Citation, cite
from rag.evidence import Evidence
from rag.question import Question

REGION, YEAR, EVIDENCE, AMBIGUOUS = "region_not_in_corpus", "year_not_in_corpus", "no_evidence", "ambiguous_region"


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
class Answer:
    """`status` is answered, partial or refused; `text` carries [n] markers for the citations."""

    question: Question
    status: str
    text: str
    units: tuple[Unit, ...]
    citations: tuple[Citation, ...]
    refusal: Refusal | None = None


def compose(index: OpenIndex, question: Question, chosen: list[Evidence]) -> Answer:
    """Quote the chosen evidence, one sentence a report; evidence that cannot be verified is left out."""
    text = ""
    units: list[Unit] = []
    citations: list[Citation] = []
    for evidence in chosen:
        citation = cite(index, evidence.passage, evidence.start, evidence.end, len(citations) + 1)
        if citation is None:
            continue
        quote = index.file_text(citation.report)[evidence.quote_start : evidence.quote_end]
        lead = name_report(citation.report, question.language)
        opening = ("" if not text else "；" if question.language == "zh" else "; ") + lead + "“"
        units.append(Unit(len(text) + len(opening), len(text) + len(opening) + len(quote), "verbatim", (citation.number,)))
        text += f"{opening}{quote}”[{citation.number}]"
        citations.append(citation)
    if not citations:
        return refuse(question, EVIDENCE, _changed(question))
    missing = set(question.regions) - {citation.report.region for citation in citations}
    status = "partial" if missing and len(question.regions) > 1 and not question.everyone else "answered"
    return Answer(question, status, text + ("。" if question.language == "zh" else "."), tuple(units), tuple(citations))


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


def _changed(question: Question) -> str:
    if question.language == "en":
        return "The files found have changed since they were indexed; run `baogao index` and ask again."
    return "找到的文件在建立索引后有改动，无法核对原文；请运行 baogao index 重建索引后再问。"
