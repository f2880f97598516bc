"""evaluate(): ask every question through the functions that serve users, and score what comes back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.judge import is_routed, judge
from eval.metrics import score_run
from eval.questions import GoldQuestion, GoldSpan, QuestionsError, covers, read_questions
from eval.scorecard import Row, Scorecard, make_scorecard
from eval.target_table import score_table
from index.corpus import Passage
from index.store import OpenIndex
from rag.ask import ask, understand
from rag.retrieve import retrieve

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Searched:
    """One question's ranking: passage names with scores, and which of them are relevant (1 each)."""

    run: dict[str, float]
    relevant: dict[str, int]
    milliseconds: float


def evaluate(index: OpenIndex, path: Path | None, split: str, out: Path, progress: Callable[[int], None] = lambda done: None) -> Scorecard:
    """Measure the questions of `path` on this index; rows, scorecard, run and qrels (TREC format) go to `out`.

    Questions whose files are not in the index are left out and counted. Raises QuestionsError when none is left.
    """
    questions = read_questions(path, split)
    present = {source.sha256 for source in index.sources.values()}
    usable = [q for q in questions if all(span.sha256 in present for span in q.evidence)]
    ranked = [q for q in usable if q.evidence and not q.members]
    if not ranked:
        raise QuestionsError("none of the questions is about a file in this index: index the reports they were written for")
    searched = {question.id: search(index, question) for question in ranked}
    metrics = score_run({i: s.relevant or {"": 1} for i, s in searched.items()}, {i: s.run for i, s in searched.items()})
    rows = []
    for question in usable:
        rows.append(score_answer(index, question, metrics.get(question.id), searched.get(question.id)))
        progress(1)
    card = make_scorecard(rows, len(questions) - len(usable), score_table(index, split=split))
    _write(out, rows, searched, card)
    return card


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
    for spans in facts(question):
        holding = [passage.name for passage in index.passages if _holds(index, passage, spans)]
        if holding:
            relevant[min(holding, key=lambda name: -run.get(name, -1e9))] = 1
    return relevant


def facts(question: GoldQuestion) -> list[list[GoldSpan]]:
    """The gold spans by fact: an alternative states the same fact as the span before it."""
    grouped: list[list[GoldSpan]] = []
    for span in question.evidence:
        if span.alternative and grouped:
            grouped[-1].append(span)
        else:
            grouped.append([span])
    return grouped


def _holds(index: OpenIndex, passage: Passage, spans: list[GoldSpan]) -> bool:
    sha256 = index.reports[passage.report].sha256
    return any(span.sha256 == sha256 and covers(passage.start, passage.end, span) for span in spans)


def score_answer(index: OpenIndex, question: GoldQuestion, metrics: dict[str, float] | None, searched: Searched | None) -> Row:
    """Ask the question and judge the answer."""
    asked = ask(index, question.question)
    verdict = judge(index, question, asked.answer)
    routed = {"routed": float(is_routed(index, question))} if question.evidence and not question.refusal else {}
    return Row(
        id=question.id, question=question.question, split=question.split, stratum=question.stratum, language=question.language,
        scores={**(metrics or {}), **routed, **verdict.scores}, search_ms=searched.milliseconds if searched else None, ask_ms=asked.total_ms,
        length=len(asked.answer.text), refused=asked.answer.status == "refused", broken=verdict.broken, astray=verdict.astray,
    )  # fmt: skip


def _write(out: Path, rows: list[Row], searched: dict[str, Searched], card: Scorecard) -> None:
    """Everything but the scorecard's latency is the same, byte for byte, for the same questions on the same index."""
    out.mkdir(parents=True, exist_ok=True)
    run = [f"{q} Q0 {name} {rank} {score:.9f} baogao" for q, s in searched.items() for rank, (name, score) in enumerate(s.run.items(), 1)]
    qrels = [f"{q} 0 {name} {grade}" for q, s in searched.items() for name, grade in s.relevant.items()]
    written = [json.dumps(row.as_json(), ensure_ascii=False) for row in rows]
    for name, lines in (("run.trec", run), ("qrels.trec", qrels), ("rows.jsonl", written), ("scorecard.json", [card.as_json()])):
        (out / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
