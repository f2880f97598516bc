"""Retrieval data in BEIR's folder format, both ways: `python -m eval.beir export --index DIR --out DIR` and `… search DIR`.

corpus.jsonl     {"_id", "title", "text"}: the passages; the title is region, year and sections
queries.jsonl    {"_id", "text"}
qrels/test.tsv   query-id, corpus-id, score, with that header

Thakur et al. 2021, BEIR: A heterogeneous benchmark for zero-shot evaluation of information retrieval models. An exported corpus holds
the text of the reports themselves: it is written nowhere but into the folder that is named.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.metrics import mean, score_run
from eval.questions import GoldQuestion, covers, read_questions
from index.build import header
from index.corpus import Passage
from index.dense import DenseIndex, build_dense
from index.encoder import BUNDLED, Encoder, open_encoder
from index.errors import BaogaoError
from index.lexical import LexicalIndex, build_lexical
from index.store import OpenIndex, open_index
from index.tokens import tokenize
from rag.fusion import Scores, convex
from rag.question import detect_language, drop_question_words
from rag.retrieve import WEIGHTS, dense_weight, matched_share

DEPTH = 100
_HEADER = "query-id\tcorpus-id\tscore"
_STEP = 1e-6  # between the written scores of passages that tie: trec_eval breaks ties its own way, and in single precision


class BeirError(BaogaoError):
    """A folder that is not in BEIR's format; the message names file and line."""


@dataclass(frozen=True, slots=True)
class BeirSet:
    """Documents (title and text by id), the queries that have judgements, and the grades of their relevant documents."""

    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class BeirSearch:
    """For every query the ids found with strictly decreasing scores, and the mean of each metric, 0…1."""

    run: dict[str, dict[str, float]]
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Arms:
    """Both searchable arms over the documents."""

    tokens: list[list[str]]
    lexical: LexicalIndex
    dense: DenseIndex
    encoder: Encoder


def export_beir(index: OpenIndex, questions: Iterable[GoldQuestion], folder: Path) -> int:
    """How many questions were written, with every passage of the index, to `folder`.

    A passage is relevant (grade 1) when it holds at least half of one of the question's gold spans. Questions without any such
    passage (unanswerable, or about other files) have no judgement and are left out.
    """
    judged = [(question, relevant) for question in questions if (relevant := _relevant(index, question))]
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write_jsonl(folder / "corpus.jsonl", (_document(index, passage) for passage in index.passages))
    _write_jsonl(folder / "queries.jsonl", ({"_id": question.id, "text": question.question} for question, _ in judged))
    rows = [f"{question.id}\t{name}\t1" for question, relevant in judged for name in relevant]
    (folder / "qrels" / "test.tsv").write_text("\n".join([_HEADER, *rows]) + "\n", encoding="utf-8")
    return len(judged)


def read_beir(folder: Path) -> BeirSet:
    """The documents, the test judgements and the queries they are about. Raises BeirError, naming file and line."""
    documents = {name: (title, text) for name, title, text in _records(folder / "corpus.jsonl")}
    queries = {name: text for name, _, text in _records(folder / "queries.jsonl")}
    qrels = _read_qrels(folder / "qrels" / "test.tsv", queries)
    if not documents or not qrels:
        raise BeirError(f"{folder} holds no {'judgement' if documents else 'document'}")
    return BeirSet(documents, {name: queries[name] for name in qrels}, qrels)


def search_beir(folder: Path, encoder: Encoder, k: int = DEPTH) -> BeirSearch:
    """The `k` best documents for every query by the product's own tokens, BM25, encoder and fusion, and what they score.

    Titles are the header field, as in an index of reports. A document with the query's own id is left out, as BEIR's evaluation does.
    """
    data = read_beir(folder)
    arms, ids = _build_arms(list(data.documents.values()), encoder), list(data.documents)
    run = {name: _ranked(ids, _fused(arms, query), k, name) for name, query in data.queries.items()}
    return BeirSearch(run, mean(score_run(data.qrels, run), list(data.qrels)))


def write_run(run: dict[str, dict[str, float]], path: Path) -> None:
    """Write a run in TREC format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{q} Q0 {name} {rank} {score:.7f} baogao" for q, hits in run.items() for rank, (name, score) in enumerate(hits.items(), 1)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Export an index and questions, or search such a folder and print its figures."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        if given.command == "export":
            _export(given)
        else:
            _search(given)
    except (BaogaoError, OSError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")


def _export(given: argparse.Namespace) -> None:
    index = open_index(given.index, open_encoder(given.encoder))
    questions = read_questions(given.questions, given.split)
    written = export_beir(index, questions, given.out)
    print(f"{len(index.passages)} passages and {written} of {len(questions)} questions written to {given.out}")


def _search(given: argparse.Namespace) -> None:
    found = search_beir(given.folder, open_encoder(given.encoder), given.k)
    if given.out:
        write_run(found.run, given.out / "run.trec")
    print(f"{len(found.run)} queries")
    for name, value in found.metrics.items():
        print(f"{name:<10}{value:.4f}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.beir", description="Retrieval data in BEIR's folder format.")
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="write an index and the questions on it as a BEIR folder")
    export.add_argument("--index", type=Path, required=True, help="index directory")
    export.add_argument("--out", type=Path, required=True, help="folder to write; it will hold the text of the reports")
    export.add_argument("--questions", type=Path, help="a .jsonl file or folder of questions; default: those of the project")
    export.add_argument("--split", default="test", help="dev, test or all; default: test")
    search = commands.add_parser("search", help="search a BEIR folder and print the figures")
    search.add_argument("folder", type=Path, help="folder with corpus.jsonl, queries.jsonl and qrels/test.tsv")
    search.add_argument("--out", type=Path, help="folder for run.trec; default: write nothing")
    search.add_argument("-k", type=int, default=DEPTH, help=f"how many documents a query; default: {DEPTH}")
    for command in (export, search):
        command.add_argument("--encoder", default=os.environ.get("BAOGAO_ENCODER") or str(BUNDLED), help="as BAOGAO_ENCODER")
    return parser


def _relevant(index: OpenIndex, question: GoldQuestion) -> list[str]:
    return [passage.name for passage in index.passages if _holds(index, passage, question)]


def _holds(index: OpenIndex, passage: Passage, question: GoldQuestion) -> bool:
    sha256 = index.reports[passage.report].sha256
    return any(span.sha256 == sha256 and covers(passage.start, passage.end, span) for span in question.evidence)


def _document(index: OpenIndex, passage: Passage) -> dict[str, str]:
    return {"_id": passage.name, "title": header(index.reports[passage.report], passage), "text": index.text(passage)}


def _build_arms(documents: Sequence[tuple[str, str]], encoder: Encoder) -> _Arms:
    bodies = [text if text.strip() else title for title, text in documents]
    tokens = [tokenize(body) for body in bodies]
    lexical = build_lexical(tokens, [tokenize(title) for title, _ in documents])
    return _Arms(tokens, lexical, build_dense(encoder.encode_passages(bodies)), encoder)


def _fused(arms: _Arms, query: str) -> Scores:
    topic = drop_question_words(query) or query
    asked = tokenize(topic)
    lexical = arms.lexical.scores(asked, WEIGHTS.header)
    share = matched_share(arms.lexical, asked, arms.tokens[int(lexical.argmax())])
    dense = arms.dense.cosines(arms.encoder.encode_query(topic), np.arange(len(arms.tokens)))
    return convex(lexical, dense, dense_weight(detect_language(query) == "en", share, routed=False))


def _ranked(ids: Sequence[str], scores: Scores, k: int, query_id: str) -> dict[str, float]:
    best = [int(at) for at in np.argsort(-scores, kind="stable")[: k + 1] if ids[at] != query_id]
    return {ids[at]: float(scores[at]) - rank * _STEP for rank, at in enumerate(best[:k])}


def _read_qrels(path: Path, queries: dict[str, str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        if number == 1 and line.startswith("query-id"):
            continue
        try:
            query, document, grade = line.split("\t")
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise BeirError(f"{path}, line {number}: not query-id, corpus-id and a whole number, with tabs between: {error}") from error
        if query not in queries:
            raise BeirError(f"{path}, line {number}: the query {query!r} is not in queries.jsonl")
    return qrels


def _records(path: Path) -> Iterator[tuple[str, str, str]]:
    """(id, title, text) of every line; the title is "" where there is none."""
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            stated = json.loads(line)
            name, title, text = str(stated["_id"]), str(stated.get("title") or ""), str(stated["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise BeirError(f"{path}, line {number}: {type(error).__name__}: {error}") from error
        if name in seen or len(name.split()) != 1:
            raise BeirError(f"{path}, line {number}: the _id {name!r} is empty, holds white space or is used more than once")
        seen.add(name)
        yield name, title, text


def _lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, numbered from 1; only a line feed ends one (the texts may hold U+2028 and its like)."""
    if not path.is_file():
        raise BeirError(f"there is no {path}: a BEIR folder has corpus.jsonl, queries.jsonl and qrels/test.tsv")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BeirError(f"{path}: not UTF-8 text (byte {error.start})") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _write_jsonl(path: Path, rows: Iterable[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
