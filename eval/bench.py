"""Speed on this machine: `python -m eval.bench` (make bench). The machine's own limits stand beside the times.

Questions are the project's own. In process they are searched and answered one after another; over HTTP by several connections at once,
each sending its next question when it has the answer to the last, against a server in a process of its own.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from eval.questions import read_questions
from index.build import build_index
from index.encoder import BUNDLED, open_encoder
from index.store import OpenIndex, open_index
from rag.ask import ask, understand
from rag.question import Question
from rag.retrieve import report_scope, retrieve
from rag.terms import search_tokens

_FLOAT = 4  # bytes of a vector's component
_POSTING = 8  # bytes of a passage's number and its score in a postings list
_ROUNDS = 3
_START_SECONDS = 300
_HOST = "127.0.0.1"
_SERVE = "from api.cli import main; main()"


def measure(reports: Path, encoder: str, questions: Sequence[str], connections: int = 16, requests: int = 1000) -> dict[str, Any]:
    """Every figure; times in milliseconds unless the name says seconds, sizes in megabytes (10⁶ bytes)."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        built = build_index(reports, directory, open_encoder(encoder))
        began = time.perf_counter()
        model = open_encoder(encoder)
        loaded = time.perf_counter()
        index = open_index(directory, model)
        opened = time.perf_counter()
        retrieve(index, understand(index, questions[0]), 10)
        return {
            "reports": str(reports), "encoder": model.name, "cpus": os.cpu_count(),
            "index": {
                "seconds": built.seconds, "characters": built.characters, "passages": built.passages,
                "characters_per_second": built.characters / built.seconds,
            },
            "open": {"seconds": opened - loaded, "encoder_seconds": loaded - began, "first_question_seconds": time.perf_counter() - opened},
            "search": summarise(_time(partial(_search, index), questions)),
            "ask": summarise(_time(partial(ask, index), questions)),
            "floor": _floor(index, questions),
            "http": measure_http(directory, encoder, questions, connections, requests),
        }  # fmt: skip


def measure_http(directory: Path, encoder: str, questions: Sequence[str], connections: int, requests: int) -> dict[str, Any]:
    """Requests a second and times of both endpoints, over `connections` at once; the server's memory before and after."""
    with serving(directory, encoder) as (port, process):
        idle = process_memory(process)[0]
        found: dict[str, Any] = {"connections": connections, "requests": requests}
        for path, field in (("/v1/search", "query"), ("/v1/ask", "question")):
            bodies = [json.dumps({field: question}).encode() for question in islice(cycle(questions), requests)]
            found[path] = _load(port, path, bodies, connections)
        return found | {"server_idle_mb": idle, "server_peak_mb": process_memory(process)[1]}


@contextmanager
def serving(directory: Path, encoder: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of `baogao serve` over an index on this machine, ready to answer; it ends with the block."""
    with socket.socket() as free:
        free.bind((_HOST, 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", _SERVE, "serve", "--index", str(directory), "--encoder", encoder, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(server, port)
            yield port, server.pid
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server says that it is ready. Raises RuntimeError when it ends or takes too long."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        connection = http.client.HTTPConnection(_HOST, port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not start (exit status {server.poll()})")


def _load(port: int, path: str, bodies: Sequence[bytes], connections: int) -> dict[str, float]:
    """Send every body once, shared out over the connections; requests a second and the times as the clients saw them."""
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as clients:
        shares = [bodies[number::connections] for number in range(connections)]
        times = [each for share in clients.map(partial(_send, port, path), shares) for each in share]
    return {"requests_per_second": len(times) / (time.perf_counter() - began), **summarise(times)}


def _send(port: int, path: str, bodies: Sequence[bytes]) -> list[float]:
    """Milliseconds of each request on one connection that is kept open. Raises RuntimeError for an answer that is none."""
    times = []
    connection = http.client.HTTPConnection(_HOST, port, timeout=60)
    for body in bodies:
        began = time.perf_counter()
        connection.request("POST", path, body, {"content-type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status} to {body.decode()}")
    connection.close()
    return times


def _floor(index: OpenIndex, questions: Sequence[str]) -> dict[str, float]:
    """What a search must read at least (the median), how fast this machine reads memory, and so the least time it can take."""
    bandwidth = memory_bandwidth()
    size = median(bytes_read(index, understand(index, text)) for text in questions)
    whole = index.dense.vectors.nbytes
    return {
        "bandwidth_gb_s": bandwidth / 1e9, "search_mb": size / 1e6, "search_ms": size / bandwidth * 1000,
        "all_vectors_mb": whole / 1e6, "all_vectors_ms": whole / bandwidth * 1000,
    }  # fmt: skip


def bytes_read(index: OpenIndex, question: Question) -> int:
    """What an exact search must read: the vectors of the passages in question and the postings of the question's tokens."""
    own, more = search_tokens(index, question)
    rows = sum(len(index.rows[report]) for report in report_scope(index, question))
    return _FLOAT * index.dense.dimension * rows + _POSTING * sum(map(index.lexical.document_frequency, [*own, *more]))


def memory_bandwidth(size: int = 1 << 29) -> float:
    """Bytes a second that one core reads from memory: the best of several sums over an array no cache can hold."""
    values = np.ones(size // _FLOAT, np.float32)
    return size / min(milliseconds(values.sum) for _ in range(7)) * 1000


def process_memory(process: int | str = "self") -> tuple[float, float]:
    """(megabytes of memory that a process holds, the most it ever held); nan where the system has no /proc."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan"), float("nan")
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in status.splitlines() if line.startswith("Vm")}
    return round(sizes["VmRSS"], 1), round(sizes["VmHWM"], 1)


def summarise(times: Sequence[float]) -> dict[str, float]:
    """Percentiles of times in milliseconds, and how many there are."""
    return {"p50_ms": median(times), "p95_ms": percentile(times, 95), "p99_ms": percentile(times, 99), "n": len(times)}


def percentile(values: Sequence[float], of: int) -> float:
    """The value that `of` percent of the values do not exceed, interpolated between neighbours."""
    return quantiles(values, n=100, method="inclusive")[of - 1] if len(values) > 1 else values[0]


def _time(work: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    return [milliseconds(partial(work, question)) for _ in range(_ROUNDS) for question in questions]


def _search(index: OpenIndex, question: str) -> object:
    return retrieve(index, understand(index, question), 10)


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures for a terminal."""
    built, opened, floor, over = (figures[name] for name in ("index", "open", "floor", "http"))
    said = [
        f"index     {built['seconds']:8.2f} s    {built['characters']:,} characters, {built['passages']:,} passages from {figures['reports']}: "
        f"{built['characters_per_second']:,.0f} characters/s",
        f"open      {opened['seconds']:8.2f} s    and the encoder {opened['encoder_seconds']:.2f} s, the first question {opened['first_question_seconds']:.2f} s",
    ]
    said += [f"{name:<9} {_said(figures[name])} over {figures[name]['n']} questions" for name in ("search", "ask")]
    said.append(
        f"floor     {floor['search_ms']:8.3f} ms   a search reads {floor['search_mb']:.2f} MB at {floor['bandwidth_gb_s']:.1f} GB/s; "
        f"all vectors, {floor['all_vectors_mb']:.1f} MB, {floor['all_vectors_ms']:.3f} ms"
    )
    for path in ("/v1/search", "/v1/ask"):
        said.append(f"{path:<10}{_said(over[path])}; {over['connections']} connections, {over[path]['requests_per_second']:.0f} requests/s")
    said.append(
        f"memory    {over['server_peak_mb']:8.0f} MB   of the server at most, {over['server_idle_mb']:.0f} MB before the first request"
    )
    return said


def _said(times: dict[str, float]) -> str:
    return f"{times['p50_ms']:8.2f} ms   p50, p95 {times['p95_ms']:.2f} ms, p99 {times['p99_ms']:.2f} ms"


def main() -> None:
    """Build, open, search and ask, in process and over HTTP; print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--connections", type=int, default=16, help="at once, over HTTP")
    parser.add_argument("--requests", type=int, default=1000, help="to each endpoint")
    given = parser.parse_args()
    reports = Path(os.environ.get("BAOGAO_REPORTS") or str(files("index") / "samples" / "reports"))
    encoder = os.environ.get("BAOGAO_ENCODER") or str(BUNDLED)
    figures = measure(reports, encoder, [question.question for question in read_questions()], given.connections, given.requests)
    print("\n".join(lines(figures)))
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
