"""How speed and quality hold as the index grows: `python -m eval.growth --reports DIR --news FILE.xz`.

The reports stay as they are; passages of news text, cut by the same splitter, are added as one report without region or year until the
index has each size. A gold span always lies in a report, so a news passage is never right. Every question is asked twice: as users ask
it, where the place and the year it names choose the reports (`routed`), and with that taken away (`unrouted`), where places and years are
only words to search for and every passage competes. Beside each time stands the time the machine needs to read what an exact search
must read, the vectors of the passages in question and the postings of the question's words (`floor`).
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import gc
import json
import lzma
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, median
from typing import Any, overload

import numpy as np
from tqdm import tqdm

from eval.bench import bytes_read, memory_bandwidth, milliseconds, percentile, process_memory
from eval.questions import GoldQuestion, covers, read_questions
from index.build import header, read_sources
from index.corpus import Hit, Passage, Report, Section, Source
from index.dense import build_dense
from index.encoder import BUNDLED, Encoder, open_encoder
from index.lexical import build_lexical
from index.passages import PASSAGE_SIZE, cut_passages
from index.reports import read_reports
from index.store import FORMAT, Manifest, OpenIndex
from index.tokens import tokenize
from rag.ask import understand
from rag.places import Places
from rag.question import Question, drop_question_words
from rag.retrieve import WEIGHTS, report_scope, retrieve
from rag.roles import role_scores
from rag.terms import search_tokens
from rag.years import Years

DEPTH = 10
_NEWS = "news"
_TIME = re.compile(r"^[\d\-: ]+，正文：")
_SHORTEST = 16  # characters: no passage size below
_SAMPLE = 40  # one article in so many is cut to find the passage size


class Tokenized(Sequence[list[str]]):
    """The tokens of passages, made when they are read and not kept: a million passages would fill the memory."""

    def __init__(self, texts: Sequence[str], quiet: bool = True) -> None:
        self._texts = texts
        self._quiet = quiet

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, at: int) -> list[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...
    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        return tokenize(self._texts[at]) if isinstance(at, int) else [tokenize(text) for text in self._texts[at]]

    def __iter__(self) -> Iterator[list[str]]:
        return (tokenize(text) for text in tqdm(self._texts, desc="finding words", mininterval=5, disable=self._quiet))


@dataclass(frozen=True, slots=True)
class Grown:
    """An index of the reports and as much news as was asked for. `build_seconds` is for words, postings and vectors, not for cutting."""

    index: OpenIndex
    real: int
    passage_size: int
    build_seconds: float


def read_news(path: Path) -> list[str]:
    """The articles of an xz file with one a line, without the time before each."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [text for line in file if (text := _TIME.sub("", line).strip())]


def news_passage_size(articles: Sequence[str], wanted: int) -> int:
    """The largest passage size, the product's at most, at which the articles give `wanted` passages; judged by a sample of them."""
    low, high = _SHORTEST, PASSAGE_SIZE
    while low < high:
        size = (low + high + 1) // 2
        if _estimate(articles, size) >= wanted:
            low = size
        else:
            high = size - 1
    return low


def _estimate(articles: Sequence[str], size: int) -> float:
    sample = articles[::_SAMPLE]
    passages = sum(len(cut_passages(text, [_article(0, 0, len(text))], 0, 0, size)) for text in sample)
    return 0.99 * passages * len(articles) / max(1, len(sample))


def grow(reports_dir: Path, articles: Sequence[str], size: int, encoder: Encoder, quiet: bool = True) -> Grown:
    """An index in memory of the reports and of news up to `size` passages in all (the reports alone where they have more)."""
    sources, _ = read_sources(reports_dir)
    reports, _ = read_reports(sources)
    texts = {source.file: source.text for source in sources}
    passages: list[Passage] = []
    for position, report in enumerate(reports):
        passages += cut_passages(texts[report.file], reports, position, len(passages))
    real, wanted = len(passages), size - len(passages)
    cut_to = news_passage_size(articles, wanted) if wanted > 0 else PASSAGE_SIZE
    if wanted > 0:
        text = "\n".join(articles)
        passages += _cut_news(text, articles, len(reports), real, wanted, cut_to, quiet)
        reports = [*reports, _article(0, 0, len(text))]
        sources = [*sources, Source(_NEWS, "", "utf-8", text)]
    began = time.perf_counter()
    index = _index(sources, reports, passages, encoder, quiet)
    return Grown(index, real, cut_to, time.perf_counter() - began)


def _cut_news(text: str, articles: Sequence[str], report: int, first: int, wanted: int, size: int, quiet: bool) -> list[Passage]:
    """The first `wanted` passages of the articles, numbered from `first`; `text` is all articles, one a line."""
    passages: list[Passage] = []
    start = 0
    with tqdm(total=wanted, desc=f"cutting news at {size} characters", mininterval=5, disable=quiet) as bar:
        for number, article in enumerate(articles):
            here = _article(number, start, start + len(article))
            for passage in cut_passages(text, [here], 0, first + len(passages), size):
                passages.append(replace(passage, report=report))
            bar.update(len(passages) - bar.n)
            start += len(article) + 1
            if len(passages) >= wanted:
                break
    return passages[:wanted]


def _article(number: int, start: int, end: int) -> Report:
    section = Section("", 1, start, start, end)
    return Report(f"{_NEWS}-{number}", "", None, "", None, None, None, None, _NEWS, "", start, end, "clean", (), (section,))


def _index(sources: list[Source], reports: list[Report], passages: list[Passage], encoder: Encoder, quiet: bool) -> OpenIndex:
    texts = {source.file: source.text for source in sources}
    bodies = [texts[reports[passage.report].file][passage.start : passage.end] for passage in passages]
    headers = [header(reports[passage.report], passage) for passage in passages]
    lexical = build_lexical(Tokenized(bodies, quiet), Tokenized(headers))
    with tqdm(total=len(bodies), desc="encoding passages", mininterval=5, disable=quiet) as bar:
        dense = build_dense(encoder.encode_passages(bodies, lambda done: _advance(bar, done)))
    manifest = Manifest(
        FORMAT, "", encoder.name, encoder.fingerprint, encoder.dimension, PASSAGE_SIZE, len(reports), len(passages), 0,
        sum(len(source.text) for source in sources), "", (), {},
    )  # fmt: skip
    return OpenIndex(manifest, sources, reports, passages, [], lexical, dense, encoder)


def _advance(bar: Any, done: int) -> None:
    bar.update(done)


def unrouted(question: Question) -> Question:
    """The question without its routing: no region, no edition; the places and years it names are words like any others."""
    return replace(question, regions=(), places=Places(), years=Years(), topic=drop_question_words(question.text))


def as_asked(question: Question) -> Question:
    """The question itself."""
    return question


ROUTES: dict[str, Callable[[Question], Question]] = {"routed": as_asked, "unrouted": unrouted}


def measure(index: OpenIndex, questions: Sequence[GoldQuestion], route: Callable[[Question], Question], bandwidth: float) -> dict[str, Any]:
    """hit@1, 5 and 10, MRR@10, times and floor (milliseconds, medians) over the questions; `bandwidth` in bytes a second."""
    ranks, times, read = [], [], []
    for asked in questions:
        began = time.perf_counter()
        question = route(understand(index, asked.question))
        hits = retrieve(index, question, DEPTH).hits
        times.append((time.perf_counter() - began) * 1000)
        ranks.append(first_rank(index, asked, hits))
        read.append(bytes_read(index, question))
    found: dict[str, float] = {f"hit@{k}": fmean(rank is not None and rank <= k for rank in ranks) for k in (1, 5, 10)}
    found["MRR@10"] = fmean(1 / rank if rank else 0.0 for rank in ranks)
    floor = median(read) / bandwidth * 1000
    found |= {"p50_ms": median(times), "p95_ms": percentile(times, 95), "floor_ms": floor, "times_floor": median(times) / floor}
    found["megabytes_read"] = median(read) / 1e6
    return {"n": len(ranks), **{name: round(value, 4) for name, value in found.items()}, "parts_ms": _parts(index, questions, route)}


def first_rank(index: OpenIndex, asked: GoldQuestion, hits: Sequence[Hit]) -> int | None:
    """The rank, from 1, of the first hit that holds at least half of a gold span; None where none does."""
    for rank, hit in enumerate(hits, 1):
        passage = index.passages[hit.passage_id]
        sha256 = index.reports[passage.report].sha256
        if any(span.sha256 == sha256 and covers(passage.start, passage.end, span) for span in asked.evidence):
            return rank
    return None


def _parts(index: OpenIndex, questions: Sequence[GoldQuestion], route: Callable[[Question], Question]) -> dict[str, float]:
    """Where the time goes: medians, over a sample, of understanding, of the question's vector and of each arm by itself."""
    spent: dict[str, list[float]] = {}
    for asked in questions[:: max(1, len(questions) // 50)]:
        question = route(understand(index, asked.question))
        scope = report_scope(index, question)
        rows = np.concatenate([index.rows[report] for report in scope]) if scope else np.empty(0, np.int64)
        encode = partial(index.encoder.encode_query, question.topic or question.text)
        works: dict[str, Callable[[], object]] = {
            "understand": partial(understand, index, asked.question), "encode": encode,
            "lexical": partial(_score_words, index, question), "dense": partial(index.dense.cosines, encode(), rows),
        }  # fmt: skip
        for name, work in works.items():
            spent.setdefault(name, []).append(milliseconds(work))
    return {name: round(median(times), 3) for name, times in spent.items()}


def _score_words(index: OpenIndex, question: Question) -> None:
    own, more = search_tokens(index, question)
    index.lexical.scores(own, 0.0 if question.regions else WEIGHTS.header)
    index.lexical.scores(more)


def measure_size(reports_dir: Path, news: Path, size: int, quiet: bool = False) -> dict[str, Any]:
    """Every figure at one size of the index; the ways of asking only where the questions are about these reports."""
    grown = grow(reports_dir, read_news(news), size, open_encoder(os.environ.get("BAOGAO_ENCODER") or BUNDLED), quiet)
    index = grown.index
    gc.collect()
    warm = milliseconds(partial(_ask_first, index)) / 1000
    bandwidth = memory_bandwidth()
    lengths = [passage.end - passage.start for passage in index.passages[grown.real :]]
    figures: dict[str, Any] = {
        "passages": len(index.passages), "of_reports": grown.real, "of_news": len(lengths), "news_passage_size": grown.passage_size,
        "news_mean_characters": round(fmean(lengths or [0]), 1), "build_seconds": round(grown.build_seconds, 2),
        "first_question_seconds": round(warm, 2), "bandwidth_gb_s": round(bandwidth / 1e9, 2),
        "vectors_mb": round(index.dense.vectors.nbytes / 1e6, 1),
    }  # fmt: skip
    questions = answerable(index)
    for name, route in ROUTES.items() if questions else ():
        figures[name] = measure(index, questions, route, bandwidth)
    now, most = process_memory()
    return figures | {"memory_mb": now, "peak_memory_mb": most}


def answerable(index: OpenIndex) -> list[GoldQuestion]:
    """The project's questions whose evidence lies in this index's files."""
    present = {source.sha256 for source in index.sources.values()}
    return [q for q in read_questions() if q.evidence and all(span.sha256 in present for span in q.evidence)]


def _ask_first(index: OpenIndex) -> None:
    """The first question reads every passage once, for what it does in its report."""
    role_scores(index, None)
    retrieve(index, understand(index, "今年的主要工作有哪些？"), DEPTH)


def table(figures: Sequence[dict[str, Any]]) -> str:
    """The figures as a Markdown table, one row a size and a way of asking."""
    head = [
        "passages",
        "news cut at",
        "build s",
        "memory MB",
        "",
        "hit@1",
        "hit@5",
        "hit@10",
        "MRR@10",
        "p50 ms",
        "p95 ms",
        "floor ms",
        "×",
    ]
    rows = [head, ["---"] * len(head)]
    for row in figures:
        cut = str(row["news_passage_size"]) if row["of_news"] else "–"
        first = [f"{row['passages']:,}", cut, f"{row['build_seconds']:.0f}", f"{row['memory_mb']:.0f}"]
        for name in ("routed", "unrouted"):
            if name in row:
                quality = [f"{row[name][metric]:.3f}" for metric in ("hit@1", "hit@5", "hit@10", "MRR@10")]
                speed = [
                    f"{row[name][of]:.{digits}f}" for of, digits in (("p50_ms", 1), ("p95_ms", 1), ("floor_ms", 2), ("times_floor", 1))
                ]
                rows.append([*first, name, *quality, *speed])
                first = [""] * 4
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main() -> None:
    """Measure every size in a process of its own, smallest first; print the table and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.growth", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports that the questions are about")
    parser.add_argument("--news", type=Path, required=True, help="news.txt.xz: one article a line")
    parser.add_argument("--sizes", default="0,10000,100000,1000000", help="passages in all; 0: the reports alone")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    given = parser.parse_args()
    figures = []
    for size in sorted({int(size) for size in given.sizes.split(",")}):
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            figures.append(process.submit(measure_size, given.reports, given.news, size).result())
        if given.json:
            given.json.write_text(json.dumps({"sizes": figures}, indent=1) + "\n", encoding="utf-8")
    print(table(figures))
    for row in figures:
        if row["of_news"] and row["news_passage_size"] < PASSAGE_SIZE:
            print(
                f"at {row['passages']:,} passages the news was cut at {row['news_passage_size']} characters instead of {PASSAGE_SIZE} "
                f"(mean {row['news_mean_characters']}): there is not more of it"
            )


if __name__ == "__main__":
    main()
