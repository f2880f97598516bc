"""The rag package's results → the contract's shapes. The command line prints the same."""

from __future__ import annotations

import re
from dataclasses import asdict
from uuid import uuid4

from api import schemas as out
from index.corpus import Report, Section
from index.store import OpenIndex
from index.tokens import tokenize
from rag.answer import Refusal, Table
from rag.ask import Asked
from rag.citation import Citation
from rag.generate import Generation
from rag.question import Question
from rag.retrieve import Retrieval


def shape_asked(index: OpenIndex, asked: Asked, generation: Generation | None = None) -> out.AskOut:
    """The body of POST /v1/ask; `generation` where a language model was to write the answer."""
    answer = asked.answer
    return out.AskOut(
        id=f"ask_{uuid4().hex[:16]}",
        index_version=index.manifest.version,
        status=answer.status,  # type: ignore[arg-type]
        refusal=_refusal(answer.refusal),
        interpretation=shape_question(answer.question),
        answer=out.AnswerOut(
            text=answer.text,
            units=[out.UnitOut(start=u.start, end=u.end, kind=u.kind, citations=list(u.citations)) for u in answer.units],  # type: ignore[arg-type]
        ),
        citations=[shape_citation(citation) for citation in answer.citations],
        table=_table(answer.table),
        timings_ms=out.TimingsOut(total=round(asked.total_ms, 3), retrieve=round(asked.retrieve_ms, 3)),
        generation=_generation(generation),
    )


def _generation(generation: Generation | None) -> out.GenerationOut | None:
    return out.GenerationOut(**asdict(generation)) if generation else None


def _table(table: Table | None) -> out.TableOut | None:
    if table is None:
        return None
    rows = [
        out.TableRowOut(
            region=each.region, year=each.year, indicator=each.indicator, state=each.state,  # type: ignore[arg-type]
            value_text=each.row.value_text if each.row else None, low=each.row.low if each.row else None, high=each.row.high if each.row else None,
            unit=each.row.unit if each.row else None, qualifier=each.row.qualifier if each.row else None, citation=each.citation,
        )
        for each in table.rows
    ]  # fmt: skip
    return out.TableOut(columns=list(out.TableRowOut.model_fields), rows=rows, coverage=out.CoverageOut(stated=table.stated, of=table.of))


def _refusal(refusal: Refusal | None) -> out.RefusalOut | None:
    if refusal is None:
        return None
    return out.RefusalOut(code=refusal.code, message=refusal.message, nearest=[shape_citation(citation) for citation in refusal.nearest])


def shape_question(question: Question) -> out.InterpretationOut:
    """What was understood."""
    return out.InterpretationOut(
        language=question.language,  # type: ignore[arg-type]
        regions=list(question.regions),
        years=list(question.years.asked),
        editions=None if question.editions is None else list(question.editions),
        indicators=list(question.indicators),
        kind=question.kind,  # type: ignore[arg-type]
        assumed=list(question.assumed),
    )


def shape_citation(citation: Citation) -> out.CitationOut:
    """One citation."""
    report = citation.report
    return out.CitationOut(
        number=citation.number, cited_text=citation.cited_text, report_id=report.id, report_title=report.title,
        region=report.region, report_year=report.year, section=list(citation.section),
        source=out.SpanOut(file=report.file, sha256=report.sha256, start=citation.start, end=citation.end),
        verified=citation.verified, quality=report.quality, url=citation.url,  # type: ignore[arg-type]
    )  # fmt: skip


def shape_hits(index: OpenIndex, question: Question, found: Retrieval, offset: int, retrieve_ms: float, total_ms: float) -> out.SearchOut:
    """The body of POST /v1/search."""
    hits = []
    for rank, hit in enumerate(found.hits[offset:], offset + 1):
        passage = index.passages[hit.passage_id]
        report = index.reports[passage.report]
        text = index.text(passage)
        hits.append(
            out.HitOut(
                rank=rank, score=hit.score, passage_id=passage.name, report_id=report.id, report_title=report.title,
                scores=out.ScoresOut(
                    dense=found.dense[hit.passage_id], lexical=found.lexical[hit.passage_id], fused=found.fused[hit.passage_id],
                    rerank=found.rerank.get(hit.passage_id),
                ),
                region=report.region, report_year=report.year, section=list(passage.section), text=text,
                highlights=highlight(text, question), url=f"/reports/{report.id}#{passage.start}-{passage.end}",
                source=out.SpanOut(file=report.file, sha256=report.sha256, start=passage.start, end=passage.end),
            )
        )  # fmt: skip
    timings = out.TimingsOut(total=round(total_ms, 3), retrieve=round(retrieve_ms, 3))
    return out.SearchOut(interpretation=shape_question(question), hits=hits, timings_ms=timings)


def highlight(text: str, question: Question) -> list[tuple[int, int]]:
    """Spans of `text` that hold the question's words, overlapping ones joined."""
    tokens = {token for token in tokenize(question.topic) if len(token) > 1}
    spans = sorted(match.span() for token in tokens for match in re.finditer(re.escape(token), text, re.IGNORECASE))
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def shape_report(report: Report) -> out.ReportOut:
    """One report."""
    return out.ReportOut(
        id=report.id, title=report.title, region=report.region, level=report.level, year=report.year, date=report.date,
        meeting=report.meeting, speaker=report.speaker, file=report.file, sha256=report.sha256, span=(report.start, report.end),
        sections=[_section(section) for section in report.sections if section.title],
        quality=report.quality, inferred=list(report.inferred),  # type: ignore[arg-type]
    )  # fmt: skip


def _section(section: Section) -> out.SectionOut:
    children = [_section(child) for child in section.children]
    return out.SectionOut(title=section.title, level=section.level, start=section.start, end=section.end, children=children)
