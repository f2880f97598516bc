"""Results as text for a terminal."""

from __future__ import annotations

from api.schemas import ReportsOut, SearchOut, TargetsOut
from index.store import OpenIndex
from rag.ask import Asked
from rag.citation import Citation
from rag.generate import Generation


def print_asked(asked: Asked, generation: Generation | None = None) -> str:
    """The answer, then each source; or the refusal, then what is nearest. Last, how a generated answer came about."""
    answer = asked.answer
    lines = [answer.text] if answer.text else []
    cited = answer.citations
    if answer.refusal:
        lines.append(f"[{answer.refusal.code}] {answer.refusal.message}")
        cited = answer.refusal.nearest
    lines += [_source(citation) for citation in cited]
    lines += [f"  ({note})" for note in answer.question.assumed]
    if generation:
        lines.append(f"  (generation: {generation.outcome}{f', {generation.reason}' if generation.reason else ''})")
    return "\n".join(lines)


def print_hits(found: SearchOut) -> str:
    """Each passage with its place."""
    return "\n\n".join(
        f"{hit.rank}. {hit.report_title} {hit.report_year or '（无年份）'} · {' / '.join(hit.section) or '—'}\n"
        f"   {hit.source.file} {hit.source.start}–{hit.source.end}  {hit.score:.3f}\n   {hit.text}"
        for hit in found.hits
    )


def print_reports(listed: ReportsOut) -> str:
    """One report a line."""
    lines = [
        f"{report.id:<24} {report.date or '—':<11} {report.title}  ({report.file} {report.span[0]}–{report.span[1]}"
        f"{', ' + report.quality if report.quality != 'clean' else ''}{', inferred: ' + ', '.join(report.inferred) if report.inferred else ''})"
        for report in listed.reports
    ]
    return "\n".join([*lines, f"{listed.total} reports"])


def print_targets(found: TargetsOut) -> str:
    """One row a line, then the coverage."""
    lines = [f"{row.region} {row.year} {row.label}：{row.value_text}  ({row.report_id})" for row in found.rows]
    missing = f"; not stated by {'、'.join(found.coverage.missing)}" if found.coverage.missing else ""
    return "\n".join([*lines, f"{found.total} rows from {found.coverage.stated} of {found.coverage.of} reports{missing}"])


def print_welcome(index: OpenIndex, address: str) -> str:
    """Where to look and what to ask."""
    report = next((report for report in index.reports if report.year and report.region), index.reports[0])
    question = f"{report.region}{report.year}年的经济增长目标是多少？"
    return (
        f"Baogao 报告: {index.manifest.reports} reports, {index.manifest.passages} passages (index {index.manifest.version})\n"
        f"  Page   {address}/\n  API    {address}/docs\n"
        f"  Ask    curl -s {address}/v1/ask -H 'content-type: application/json' -d '{{\"question\": \"{question}\"}}'\n"
        f"  Stop   Ctrl-C"
    )


def _source(citation: Citation) -> str:
    report = citation.report
    place = " / ".join(citation.section)
    return f"[{citation.number}] “{citation.cited_text}”\n    {report.title} {report.year or '（无年份）'} · {place} · {report.file} {citation.start}–{citation.end}"
