"""What all systems do alike: read the reports, index, answer every question once, write spans, times and memory as JSON.

Only the standard library, for each system runs it with its own Python.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

TOP = 10
Texts = Mapping[str, str]  # the sha256 of a file's bytes → its text


@dataclass(frozen=True, slots=True)
class Given:
    """What every system is given: the folder of reports, their raw texts, and the folder of the one encoder they share."""

    reports: Path
    texts: Texts
    encoder: str


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk as the system returned it, and where it says that it stands: `text` must begin at `start` in the file's text."""

    sha256: str
    start: int
    text: str
    score: float


Search = Callable[[str], Sequence[Found]]


def measure(system: str, set_up: str, packages: Sequence[str], script: str, build: Callable[[Given], Search]) -> None:
    """Index and search as the command line says and write what came of it; `build` turns the reports into a search."""
    random.seed(0)
    arguments = _parser(set_up).parse_args()
    questions = json.loads(arguments.questions.read_text(encoding="utf-8"))
    importlib.import_module("sentence_transformers")  # all use it and some import it late: importing is not indexing
    began = time.perf_counter()
    given = Given(arguments.reports, read_texts(arguments.reports), str(arguments.encoder))
    search = build(given)
    index_seconds = time.perf_counter() - began
    search(questions[0]["question"])
    timed = {asked["id"]: _timed(search, asked["question"]) for asked in questions}
    report = {
        "system": system, "set_up": set_up, "versions": {name: version(name) for name in packages},
        "index_seconds": round(index_seconds, 3), "query_ms": [round(milliseconds, 3) for milliseconds, _ in timed.values()],
        "memory_mb": round(_peak_memory(), 1), "glue_lines": count_glue(Path(script).read_text(encoding="utf-8")),
        "runs": {identifier: [_span(given.texts, hit) for hit in found] for identifier, (_, found) in timed.items()},
    }  # fmt: skip
    arguments.out.write_text(json.dumps(report, ensure_ascii=False) + "\n", encoding="utf-8")


def read_texts(folder: Path) -> dict[str, str]:
    """The text of every file in the folder, in order of their names, by the sha256 of its bytes; line ends stay as they are."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    contents = [path.read_bytes() for path in paths]
    return {hashlib.sha256(content).hexdigest(): content.decode("utf-8-sig") for content in contents}


def count_glue(source: str) -> int:
    """How many lines stand between `# glue begins` and `# glue ends`, blank lines and comments left out."""
    counted, inside = 0, False
    for line in map(str.strip, source.splitlines()):
        inside = (inside or line == "# glue begins") and line != "# glue ends"
        counted += inside and bool(line) and not line.startswith("#")
    return counted


def _timed(search: Search, question: str) -> tuple[float, Sequence[Found]]:
    began = time.perf_counter()
    found = search(question)
    return (time.perf_counter() - began) * 1000, found


def _span(texts: Texts, hit: Found) -> tuple[str, int, int, float]:
    end = hit.start + len(hit.text)
    if hit.start < 0 or not hit.text or texts[hit.sha256][hit.start : end] != hit.text:
        raise AssertionError(f"a chunk does not stand in its file at {hit.start}: {hit.text[:40]!r}")
    return hit.sha256, hit.start, end, float(hit.score)


def _peak_memory() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--reports", type=Path, required=True, help="folder of the raw report files")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of a sentence-transformers model")
    parser.add_argument("--questions", type=Path, required=True, help='JSON: [{"id": …, "question": …}, …]')
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    return parser
