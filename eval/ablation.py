"""What each part of retrieval is worth: `python -m eval.ablation --reports DIR`. One row a part taken away or replaced, against the whole.

Measured over the answerable questions that ask for one fact, so that hit@k, MRR and nDCG mean the same in every row: a question about
several regions, a list or a refusal is left out. p is of the paired randomisation test on MRR@10 against the first row, Holm over the rows.
A passage holds a fact when it holds half of its span, which is easier for longer passages: rows of other sizes are flattered or harmed by it.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import index.tokens
import rag.retrieve
from eval.metrics import mean, score_run
from eval.questions import GoldQuestion, QuestionsError, covers, read_questions
from eval.run import DEPTH, facts
from eval.significance import holm, randomisation_p
from index.build import build_index
from index.corpus import Hit
from index.encoder import BUNDLED, Encoder, open_encoder
from index.passages import PASSAGE_SIZE
from index.reranker import Reranker, open_reranker
from index.store import OpenIndex, open_index
from index.tokens import Segmenter
from rag.ask import understand
from rag.fusion import Scores, reciprocal_rank, scale
from rag.question import Question, drop_question_words
from rag.retrieve import WEIGHTS, Weights, retrieve

TESTED = "MRR@10"
COLUMNS = ("hit@1", "hit@5", "hit@10", "MRR@10", "nDCG@10")
SIZES = (200, 350, 500, 800)
_WIDTH = 52

Asking = tuple[Question, Weights]
Patches = tuple[tuple[ModuleType, str, object], ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Retrieval with one part changed: its weights, its passages' size, what `ask` makes of a question, and functions replaced.

    `tokens` are functions of `index.tokens` replaced while its index is built and searched, `patches` others while it is searched.
    """

    name: str
    weights: Weights = WEIGHTS
    size: int = PASSAGE_SIZE
    ask: Callable[[Question, Weights], Asking] = lambda question, weights: (question, weights)
    tokens: Patches = ()
    patches: Patches = ()
    reranked: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the table: means by metric, `difference` to the whole and its p in TESTED; `better` and `worse` count questions.

    Without means where the row was not measured; `scores` are those of each question.
    """

    name: str
    means: dict[str, float]
    scores: dict[str, dict[str, float]]
    difference: float = 0.0
    better: int = 0
    worse: int = 0
    p: float | None = None
    adjusted_p: float | None = None


def variants() -> list[Variant]:
    """Every row, the whole system first."""
    return [Variant("full"), *_fusions(), *_signs(), *_scopes(), *_token_sets(), *_sizes()]


def _fusions() -> list[Variant]:
    constant = [("BM25 alone (cosine 0)", 0.0), ("cosine 0.3 for every question", 0.3), ("cosine 0.5 for every question", 0.5)]
    constant += [("dense alone (cosine 1)", 1.0)]
    return [
        *(Variant(name, _constant(weight)) for name, weight in constant),
        Variant("reciprocal rank fusion, equal weights", patches=((rag.retrieve, "convex", _rank_fusion_equal),)),
        Variant("reciprocal rank fusion, weight by question", patches=((rag.retrieve, "convex", _rank_fusion),)),
    ]


def _signs() -> list[Variant]:
    reports = replace(WEIGHTS, newest=0, hint=0, fragment=0, national=0)
    return [
        Variant("no prior for a passage's role", replace(WEIGHTS, role=0)),
        Variant("no prior for reports (newest, national, hint …)", reports),
        Variant("no thesaurus: own words only", patches=((rag.retrieve, "search_tokens", _own_words),)),
        Variant("no header field", replace(WEIGHTS, header=0)),
    ]


def _scopes() -> list[Variant]:
    return [
        Variant("no routing: all reports", ask=_anywhere),
        Variant("no routing, place and year searched as words", ask=_anywhere_by_words),
    ]


def _token_sets() -> list[Variant]:
    return [
        Variant("tokens: bigrams and words, no characters", tokens=((index.tokens, "_han", _no_characters),)),
        Variant("tokens: words of jieba only", tokens=((index.tokens, "_han", _words),)),
        Variant("tokens: bigrams only", tokens=((index.tokens, "_han", _bigrams),)),
        Variant("tokens: bm25s' default", tokens=((index.tokens, "_tokenize", bm25s_tokens),)),
    ]


def _sizes() -> list[Variant]:
    return [Variant(f"passages of up to {size} characters", size=size) for size in SIZES if size != PASSAGE_SIZE]


def _constant(weight: float) -> Weights:
    """The weights with one cosine weight for every question: both of its bounds."""
    bounds = dict.fromkeys(("dense_least", "dense_most", "dense_english_least", "dense_english_most"), weight)
    return replace(WEIGHTS, **bounds)


def _rank_fusion(lexical: Scores, dense: Scores, dense_weight: float) -> Scores:
    """In place of `convex`; scaled to 0…1, as the priors are meant for."""
    return scale(reciprocal_rank(lexical, dense, dense_weight))


def _rank_fusion_equal(lexical: Scores, dense: Scores, dense_weight: float) -> Scores:
    return _rank_fusion(lexical, dense, 0.5)


def _own_words(_: OpenIndex, question: Question) -> tuple[list[str], list[str]]:
    """In place of `search_tokens`: no thesaurus, no glossary, no words of indicators."""
    return index.tokens.tokenize(question.topic or question.text), []


def _anywhere(question: Question, weights: Weights) -> Asking:
    """Every report in scope; without the priors that are meant for questions that name no place, or no year, where it names one."""
    national = 0.0 if question.regions else weights.national
    newest = 0.0 if question.editions else weights.newest
    years = replace(question.years, editions=None, undated=False)
    return replace(question, regions=(), years=years), replace(weights, national=national, newest=newest)


def _anywhere_by_words(question: Question, weights: Weights) -> Asking:
    """The same, but the names of places and years stay among the words, so that the header field can find them."""
    return _anywhere(replace(question, topic=drop_question_words(question.text)), weights)


def _words(run: str, words: Segmenter) -> list[str]:
    return list(words.search(run))


def _bigrams(run: str, words: Segmenter) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _no_characters(run: str, words: Segmenter) -> list[str]:
    return _bigrams(run, words) + [word for word in words.search(run) if len(word) > 2]


def bm25s_tokens(text: str, words: Segmenter) -> list[str]:
    """What bm25s.tokenize finds without its English stop words: runs of letters, so a Chinese clause is one token."""
    return re.findall(r"(?u)\b\w\w+\b", text)


def measure(
    rows: Sequence[Variant], reports: Path, encoder: Encoder, questions: Sequence[GoldQuestion], reranker: Reranker | None = None,
    progress: Callable[[str], None] = lambda done: None,
) -> list[Result]:  # fmt: skip
    """A result for each row, the first being what the others are compared with; one index is built for those that share it."""
    found: dict[str, Result] = {}
    for size, tokens in dict.fromkeys((row.size, row.tokens) for row in rows):
        with tempfile.TemporaryDirectory() as folder, replaced(tokens):
            build_index(reports, Path(folder) / "index", encoder, size)
            opened = open_index(Path(folder) / "index", encoder)
            for row in rows:
                if (row.size, row.tokens) == (size, tokens):
                    opened.reranker = reranker if row.reranked else None
                    found[row.name] = _measure_one(opened, row, questions)
                    progress(row.name)
    return _compare([found[row.name] for row in rows])


def usable(reports: OpenIndex, questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """The answerable questions that ask for one fact of a file in this index. Raises QuestionsError when there is none."""
    present = {source.sha256 for source in reports.sources.values()}
    kept = [
        question for question in questions
        if not question.refusal and not question.members and len(facts(question)) == 1
        and all(span.sha256 in present for span in question.evidence)
    ]  # fmt: skip
    if not kept:
        raise QuestionsError("none of the questions asks for one fact of these reports: name the reports they were written for")
    return kept


@contextmanager
def replaced(patches: Patches) -> Iterator[None]:
    """Functions of modules replaced inside the block, put back after it."""
    before = [(module, name, getattr(module, name)) for module, name, _ in patches]
    for module, name, function in patches:
        setattr(module, name, function)
    try:
        yield
    finally:
        for module, name, function in before:
            setattr(module, name, function)


def _measure_one(opened: OpenIndex, row: Variant, questions: Sequence[GoldQuestion]) -> Result:
    run, qrels = {}, {}
    with replaced(row.patches):
        for gold in usable(opened, questions):
            asked, weights = row.ask(understand(opened, gold.question), row.weights)
            hits = retrieve(opened, asked, DEPTH, weights).hits
            run[gold.id] = {opened.passages[hit.passage_id].name: hit.score for hit in hits}
            qrels[gold.id] = {_first_holding(opened, gold, hits): 1}
    scores = score_run(qrels, run)
    means = mean(scores, list(scores))
    return Result(row.name, {name: means[name] for name in COLUMNS}, {i: {name: s[name] for name in COLUMNS} for i, s in scores.items()})


def _first_holding(opened: OpenIndex, gold: GoldQuestion, hits: Sequence[Hit]) -> str:
    """The best ranked passage that holds the fact, however many do; an empty name, which no run holds, where none is found."""
    for passage in (opened.passages[hit.passage_id] for hit in hits):
        digest = opened.reports[passage.report].sha256
        if any(span.sha256 == digest and covers(passage.start, passage.end, span) for span in gold.evidence):
            return passage.name
    return ""


def _compare(results: Sequence[Result], seed: int = 0) -> list[Result]:
    whole = [score[TESTED] for score in results[0].scores.values()]
    compared = []
    for result in results[1:]:
        own = [result.scores[question][TESTED] for question in results[0].scores]
        better, worse = (sum(sign * (b - a) > 0 for a, b in zip(whole, own, strict=True)) for sign in (1, -1))
        difference = result.means[TESTED] - results[0].means[TESTED]
        compared.append(replace(result, difference=difference, better=better, worse=worse, p=randomisation_p(whole, own, seed)))
    adjusted = holm([result.p for result in compared if result.p is not None])
    return [results[0], *(replace(result, adjusted_p=p) for result, p in zip(compared, adjusted, strict=True))]


def as_text(results: Sequence[Result]) -> str:
    """The table for a terminal."""
    head = f"{len(results[0].scores)} questions that ask for one fact"
    lines = [f"{head:<{_WIDTH}}" + "".join(f"{name:>9}" for name in COLUMNS) + f"{'Δ MRR':>9}{'+':>5}{'−':>5}{'p':>8}{'Holm':>8}"]
    return "\n".join(lines + [_line(result) for result in results])


def _line(result: Result) -> str:
    if not result.means:
        return f"{result.name:<{_WIDTH}}   not measured: set BAOGAO_RERANKER to a model"
    line = f"{result.name:<{_WIDTH}}" + "".join(f"{result.means[name]:>9.3f}" for name in COLUMNS)
    if result.p is None or result.adjusted_p is None:
        return line
    return line + f"{result.difference:>+9.3f}{result.better:>5}{result.worse:>5}{result.p:>8.4f}{result.adjusted_p:>8.4f}"


def as_json(results: Sequence[Result], **about: Any) -> str:
    """What the table holds and the scores of every question; the same reports and questions give the same text."""
    return json.dumps({**about, "tested": TESTED, "rows": [asdict(result) for result in results]}, ensure_ascii=False, indent=1)


def main() -> None:
    """Measure every row and print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.ablation", description=__doc__)
    parser.add_argument("--reports", type=Path, required=True, help="the reports that the questions were written for")
    parser.add_argument("--questions", type=Path, help="a .jsonl file or a folder of them (default: the project's own)")
    parser.add_argument("--split", default="dev", choices=("dev", "test", "all"))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows, with the scores of every question")
    given = parser.parse_args()
    name = os.environ.get("BAOGAO_RERANKER")
    rows = [*variants(), *([Variant(f"with the reranker {Path(name).name}", reranked=True)] if name else [])]
    encoder = open_encoder(os.environ.get("BAOGAO_ENCODER") or BUNDLED)
    results = measure(
        rows, given.reports, encoder, read_questions(given.questions, given.split), open_reranker(name) if name else None,
        lambda done: print(f"  {done}", file=sys.stderr, flush=True),
    )  # fmt: skip
    results += [] if name else [Result("with a reranker", {}, {})]
    print(as_text(results))
    if given.json:
        given.json.write_text(as_json(results, split=given.split, encoder=encoder.name) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
