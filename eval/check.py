"""check_questions(): whether a question set is sound: spans exist and hold the values, nothing repeats, every question is scorable."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.judge import says
from eval.questions import GoldQuestion, GoldSpan, read_questions
from index.encoder import BUNDLED, open_encoder
from index.store import OpenIndex, open_index
from rag.answer import AMBIGUOUS, EVIDENCE, FALSE_PREMISE, NOT_DERIVABLE, NOT_STATED, REGION, YEAR

CODES = frozenset({REGION, YEAR, EVIDENCE, AMBIGUOUS, NOT_STATED, NOT_DERIVABLE, FALSE_PREMISE})
_COMPOSED = frozenset({"comparison", "across_years", "list", "false_premise"})  # the value is a conclusion, not a quotation


def check_questions(index: OpenIndex, questions: Sequence[GoldQuestion]) -> list[str]:
    """What is wrong, one line a finding, naming the question; empty for a sound set. Questions about files not indexed are passed over."""
    present = {source.sha256 for source in index.sources.values()}
    findings = [*_repeated(questions)]
    for question in questions:
        findings += [f"{question.id}: {finding}" for finding in _form(question)]
        if all(span.sha256 in present for span in question.evidence):
            findings += [f"{question.id}: {finding}" for finding in _spans(index, question)]
    return findings


def value_in_span(index: OpenIndex, question: GoldQuestion) -> bool | None:
    """Whether some accepted form of the value stands in the evidence; None where the value is a conclusion from it."""
    if question.stratum in _COMPOSED or not question.value or not question.evidence:
        return None
    text = "".join(_text(index, span) for span in question.evidence)
    return any(says(text, form) for form in (question.value, *question.accept) if form)


def _repeated(questions: Sequence[GoldQuestion]) -> Iterator[str]:
    for what, counted in (("id", Counter(q.id for q in questions)), ("question", Counter(q.question for q in questions))):
        yield from (f"the {what} {name!r} occurs {count} times" for name, count in counted.items() if count > 1)


def _form(question: GoldQuestion) -> Iterator[str]:
    if question.split not in ("dev", "test"):
        yield f"split {question.split!r} is neither dev nor test"
    if question.refusal is not None and question.refusal not in CODES:
        yield f"there is no refusal {question.refusal!r}"
    if question.refusal is None and not question.evidence and not question.members:
        yield "neither evidence nor a refusal"
    if question.refusal not in (None, FALSE_PREMISE) and question.evidence:
        yield "evidence for a question that cannot be answered"
    if question.question != question.question.strip() or not question.question:
        yield "blank around the question"


def _spans(index: OpenIndex, question: GoldQuestion) -> Iterator[str]:
    for span in question.evidence:
        holding = [r for r in index.reports if r.sha256 == span.sha256 and r.start <= span.start < span.end <= r.end]
        if not holding:
            yield f"the span {span.start}–{span.end} lies in no report"
        elif question.regions and holding[0].region not in question.regions and not span.alternative and question.stratum not in _COMPOSED:
            yield f"the span {span.start}–{span.end} is of {holding[0].region}, not of {'、'.join(question.regions)}"


def _text(index: OpenIndex, span: GoldSpan) -> str:
    return next(s.text for s in index.sources.values() if s.sha256 == span.sha256)[span.start : span.end]


def main() -> None:
    """Check the project's questions, or those of --questions, on an index of the reports they are about; exit status 1 with findings."""
    parser = argparse.ArgumentParser(prog="python -m eval.check", description=__doc__)
    parser.add_argument("--questions", type=Path, default=None, help="a .jsonl file or folder (default: the project's own)")
    parser.add_argument("--index", type=Path, default=Path(".baogao/index"), help="index of the reports (default: .baogao/index)")
    given = parser.parse_args()
    index = open_index(given.index, open_encoder(os.environ.get("BAOGAO_ENCODER") or BUNDLED))
    questions = read_questions(given.questions)
    findings = check_questions(index, questions)
    held = [inside for question in questions if (inside := value_in_span(index, question)) is not None]
    print("\n".join(findings) or f"{len(questions)} questions are sound; {sum(held)} of {len(held)} values stand in their spans")
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()
