"""evaluate(): ask every question through the functions that serve users, and score what comes back."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from eval.metrics import score_run
from eval.questions import GoldQuestion, GoldSpan, QuestionsError, covers, read_questions
from eval.scorecard import Row, Scorecard, make_scorecard
from eval.target_table import score_table
from index.corpus import Passage
from index.store import OpenIndex
from index.tokens import fold
from rag.ask import Asked, ask, understand
from rag.retrieve import retrieve

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Searched:
    """One question's ranking: passage names with scores, and which of them are relevant (1 each)."""

    run: dict[str, float]
    relevant: dict[str, int]
    milliseconds: float


def evaluate(index: OpenIndex, path: Path | None, split: str, out: Path) -> Scorecard:
    """Measure the questions of `path` on this index; run and qrels in TREC format go to `out`.

    Questions whose files are not in the index are left out and counted. Raises QuestionsError when none is left.
    """
    questions = read_questions(path, split)
    present = {source.sha256 for source in index.sources.values()}
    usable = [q for q in questions if all(span.sha256 in present for span in q.evidence)]
    answerable = [q for q in usable if q.evidence]
    if not answerable:
        raise QuestionsError("none of the questions is about a file in this index: index the reports they were written for")
    searched = {question.id: search(index, question) for question in answerable}
    metrics = score_run({i: s.relevant or {"": 1} for i, s in searched.items()}, {i: s.run for i, s in searched.items()})
    rows = [score_answer(index, question, metrics.get(question.id), searched.get(question.id)) for question in usable]
    _write_trec(out, searched)
    return make_scorecard(rows, len(questions) - len(usable), score_table(index))


def search(index: OpenIndex, question: GoldQuestion) -> Searched:
    """The ten best passages for a question, and the relevant passages of the whole index."""
    began = time.perf_counter()
    found = retrieve(index, understand(index, question.question), DEPTH)
    elapsed = (time.perf_counter() - began) * 1000
    run = {index.passages[hit.passage_id].name: hit.score for hit in found.hits}
    return Searched(run, _relevant(index, question, run), elapsed)


def _relevant(index: OpenIndex, question: GoldQuestion, run: dict[str, float]) -> dict[str, int]:
    """One passage for each fact: the best ranked of those that hold one of its spans, else the first of them."""
    relevant = {}
    for spans in _facts(question):
        holding = [passage.name for passage in index.passages if _holds(index, passage, spans)]
        if holding:
            relevant[min(holding, key=lambda name: -run.get(name, -1e9))] = 1
    return relevant


def _facts(question: GoldQuestion) -> list[list[GoldSpan]]:
    """The gold spans by fact: an alternative states the same fact as the span before it."""
    facts: list[list[GoldSpan]] = []
    for span in question.evidence:
        if span.alternative and facts:
            facts[-1].append(span)
        else:
            facts.append([span])
    return facts


def _holds(index: OpenIndex, passage: Passage, spans: list[GoldSpan]) -> bool:
    sha256 = index.reports[passage.report].sha256
    return any(span.sha256 == sha256 and covers(passage.start, passage.end, span) for span in spans)


def score_answer(index: OpenIndex, question: GoldQuestion, metrics: dict[str, float] | None, searched: Searched | None) -> Row:
    """Ask the question and judge the answer: value stated, evidence cited, region and edition right, refusal due or not."""
    asked = ask(index, question.question)
    answer = asked.answer
    refused = answer.status == "refused"
    return Row(
        id=question.id, stratum=question.stratum, language=question.language, metrics=metrics,
        search_ms=searched.milliseconds if searched else None, ask_ms=asked.total_ms, length=len(answer.text),
        cited=None if question.refusal else _cites(question, asked), stated=None if question.refusal or not question.value else _states(question, asked),
        refused=refused, should_refuse=question.refusal is not None, code_right=bool(answer.refusal and answer.refusal.code == question.refusal),
        broken=sum(not _intact(index, asked, number) for number in range(len(answer.citations))),
        astray=_astray(question, asked),
    )  # fmt: skip


def _cites(question: GoldQuestion, asked: Asked) -> bool:
    """Whether every fact asked for is cited: all spans, alternatives aside, or any of the alternatives."""

    def cited(position: int) -> bool:
        span = question.evidence[position]
        return any(c.report.sha256 == span.sha256 and _overlap(c.start, c.end, span.start, span.end) for c in asked.answer.citations)

    found = [cited(position) for position in range(len(question.evidence))]
    several = question.stratum == "comparison"
    needed = [hit for hit, span in zip(found, question.evidence, strict=True) if not span.alternative]
    return all(needed) if several else any(found)


def _overlap(start: int, end: int, gold_start: int, gold_end: int) -> bool:
    return min(end, gold_end) - max(start, gold_start) >= 0.5 * min(end - start, gold_end - gold_start)


def _states(question: GoldQuestion, asked: Asked) -> bool:
    text = _plain(asked.answer.text)
    return any(_plain(value) in text for value in (question.value or "", *question.accept) if value)


def _plain(text: str) -> str:
    return re.sub(r"[\s,，、“”\"]", "", fold(text))


def _intact(index: OpenIndex, asked: Asked, number: int) -> bool:
    citation = asked.answer.citations[number]
    return (index.original_text(citation.report) or "")[citation.start : citation.end] == citation.cited_text


def _astray(question: GoldQuestion, asked: Asked) -> int:
    """Citations of another region or edition than the question's, where it has one."""
    files = {span.sha256 for span in question.evidence}
    return sum(
        bool(question.regions and c.report.region not in question.regions) or bool(question.year and files and c.report.sha256 not in files)
        for c in asked.answer.citations
    )


def _write_trec(out: Path, searched: dict[str, Searched]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    run = [f"{q} Q0 {name} {rank} {score:.9f} baogao" for q, s in searched.items() for rank, (name, score) in enumerate(s.run.items(), 1)]
    qrels = [f"{q} 0 {name} {grade}" for q, s in searched.items() for name, grade in s.relevant.items()]
    (out / "run.trec").write_text("\n".join(run) + "\n", encoding="utf-8")
    (out / "qrels.trec").write_text("\n".join(qrels) + "\n", encoding="utf-8")
