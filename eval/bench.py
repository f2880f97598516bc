"""Speed on this machine: `python -m eval.bench` (make bench). Ratios to the machine's own scan speed stand beside the times."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles

import faiss
import numpy as np

from eval.questions import read_questions
from index.build import build_index
from index.encoder import BUNDLED, open_encoder
from index.store import OpenIndex, open_index
from rag.ask import ask, understand
from rag.retrieve import retrieve

_ROUNDS = 3


def main() -> None:
    """Build, open, search and ask; print a line for each."""
    reports = Path(os.environ.get("BAOGAO_REPORTS") or str(files("index") / "samples" / "reports"))
    model_name = os.environ.get("BAOGAO_ENCODER") or BUNDLED
    questions = [question.question for question in read_questions()]
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        built = build_index(reports, directory, open_encoder(model_name))
        print(f"index     {built.seconds:8.2f} s    {built.characters:,} characters, {built.passages:,} passages from {reports}")
        began = time.perf_counter()
        model = open_encoder(model_name)
        loaded = time.perf_counter()
        index = open_index(directory, model)
        print(f"open      {time.perf_counter() - loaded:8.2f} s    and the encoder {loaded - began:.2f} s")
        _time_questions(index, questions)
        _time_scan(index)
    print(f"memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB  at most, building included")


def _time_questions(index: OpenIndex, questions: list[str]) -> None:
    _report("search", [_milliseconds(partial(_search, index, q)) for _ in range(_ROUNDS) for q in questions])
    _report("ask", [_milliseconds(partial(ask, index, q)) for _ in range(_ROUNDS) for q in questions])


def _search(index: OpenIndex, question: str) -> object:
    return retrieve(index, understand(index, question), 10)


def _time_scan(index: OpenIndex) -> None:
    """One pass of FAISS over all vectors on one core: the floor for exact dense search here."""
    faiss.omp_set_num_threads(1)
    query = np.ascontiguousarray(index.dense.vectors[:1])
    flat = faiss.IndexFlatIP(index.dense.dimension)
    flat.add(np.ascontiguousarray(index.dense.vectors))
    times = [_milliseconds(lambda: flat.search(query, 10)) for _ in range(50)]
    size = index.dense.vectors.nbytes
    print(f"scan      {median(times):8.3f} ms   FAISS, one core, {size / 1e6:.1f} MB: {size / 1e6 / median(times):.1f} GB/s")


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _report(name: str, times: list[float]) -> None:
    print(f"{name:<9} {median(times):8.2f} ms   p50, p95 {quantiles(times, n=20)[-1]:.2f} ms over {len(times)} questions")


if __name__ == "__main__":
    main()
