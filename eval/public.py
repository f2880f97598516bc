"""Public benchmarks through the product's own tokens, lexical index, encoder and fusion: `python -m eval.public --benchmarks DIR`.

XQuAD in Chinese and with English questions on the Chinese contexts, CMRC 2018 dev and DRCD test; every question has one right context.
None of them is ever trained on.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.metrics import NAMES, mean, score_run
from index.dense import build_dense
from index.encoder import BUNDLED, Encoder, open_encoder
from index.lexical import build_lexical
from index.tokens import tokenize
from rag.fusion import Scores, convex
from rag.question import detect_language, drop_question_words
from rag.retrieve import dense_weight, matched_share

CONSTANT = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Questions, contexts, and for each question the number of the context that answers it."""

    name: str
    questions: list[str]
    contexts: list[str]
    answers: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Searched:
    """Both arms' scores of every context for one question, and the share of the question that BM25's best context holds."""

    question: str
    lexical: Scores
    dense: Scores
    share: float


def read_benchmarks(folder: Path) -> list[Benchmark]:
    """XQuAD zh, XQuAD en→zh, CMRC dev and DRCD test, from files in SQuAD's shape."""
    zh, en = _read(folder / "xquad.zh.json", "xquad-zh"), _read(folder / "xquad.en.json", "")
    crossed = Benchmark("xquad-en-zh", en.questions, zh.contexts, zh.answers)
    return [zh, crossed, _read(folder / "cmrc2018_dev.json", "cmrc-dev"), _read(folder / "drcd_test.json", "drcd-test")]


def search(benchmark: Benchmark, encoder: Encoder) -> list[Searched]:
    """Every question searched with both arms."""
    tokens = [tokenize(context) for context in benchmark.contexts]
    lexical = build_lexical(tokens, [[] for _ in tokens])
    dense = build_dense(encoder.encode_passages(benchmark.contexts))
    every = np.arange(len(tokens))
    searched = []
    for question in benchmark.questions:
        topic = drop_question_words(question) or question
        asked = tokenize(topic)
        scores = lexical.scores(asked)
        share = matched_share(lexical, asked, tokens[int(scores.argmax())])
        searched.append(Searched(question, scores, dense.cosines(encoder.encode_query(topic), every), share))
    return searched


def figures(benchmark: Benchmark, rankings: Sequence[Scores]) -> dict[str, float]:
    """Means of hit@1, 5 and 10, MRR@10 and nDCG@10 over the questions."""
    names = [str(number) for number in range(len(rankings))]
    qrels = {name: {str(answer): 1} for name, answer in zip(names, benchmark.answers, strict=True)}
    run = {
        name: {str(at): float(scores[at]) for at in np.argsort(-scores, kind="stable")[:20]}
        for name, scores in zip(names, rankings, strict=True)
    }
    return mean(score_run(qrels, run), names)


def measure(benchmark: Benchmark, encoder: Encoder) -> dict[str, dict[str, float]]:
    """Figures of BM25 alone, dense alone, constant dense weights and the weight by question."""
    searched = search(benchmark, encoder)
    rankings = {"BM25": [s.lexical for s in searched], "dense": [s.dense for s in searched]}
    rankings |= {f"mixed {weight}": [convex(s.lexical, s.dense, weight) for s in searched] for weight in CONSTANT}
    rankings["by question"] = [
        convex(s.lexical, s.dense, dense_weight(detect_language(s.question) == "en", s.share, routed=False)) for s in searched
    ]
    return {name: figures(benchmark, ranking) for name, ranking in rankings.items()}


def main() -> None:
    """Print one table a benchmark."""
    parser = argparse.ArgumentParser(prog="python -m eval.public", description=__doc__)
    parser.add_argument("--benchmarks", type=Path, required=True, help="folder with xquad.{zh,en}.json, cmrc2018_dev.json, drcd_test.json")
    parser.add_argument("--encoder", default=os.environ.get("BAOGAO_ENCODER") or str(BUNDLED), help="as BAOGAO_ENCODER")
    given = parser.parse_args()
    encoder = open_encoder(given.encoder)
    for benchmark in read_benchmarks(given.benchmarks):
        print(f"{benchmark.name}: {len(benchmark.questions)} questions, {len(benchmark.contexts)} contexts, {encoder.name}", flush=True)
        print(f"  {'':12}" + "".join(f"{name:>9}" for name in NAMES))
        for name, row in measure(benchmark, encoder).items():
            print(f"  {name:12}" + "".join(f"{row[metric]:9.4f}" for metric in NAMES))


def _read(path: Path, name: str) -> Benchmark:
    paragraphs = [p for article in json.loads(path.read_text(encoding="utf-8"))["data"] for p in article["paragraphs"]]
    questions = [asked["question"] for paragraph in paragraphs for asked in paragraph["qas"]]
    answers = np.repeat(np.arange(len(paragraphs)), [len(paragraph["qas"]) for paragraph in paragraphs])
    return Benchmark(name, questions, [paragraph["context"] for paragraph in paragraphs], answers)


if __name__ == "__main__":
    main()
