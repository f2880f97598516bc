"""Questions with gold evidence: spans of the report text, never passage ids, so re-cutting passages cannot spoil them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.errors import BaogaoError


class QuestionsError(BaogaoError):
    """A question file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """`[start, end)` in the decoded text of the file with this sha256; an `alternative` states the same fact elsewhere."""

    sha256: str
    start: int
    end: int
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with where its answer stands and the short value it asks for (`accept`: other forms of it).

    `refusal` is the code due where it cannot be answered; `evidence` then holds what contradicts it, if anything. `members` are all
    the regions that a list has to name.
    """

    id: str
    split: str
    question: str
    language: str
    stratum: str
    regions: tuple[str, ...]
    year: int | None
    evidence: tuple[GoldSpan, ...]
    value: str | None
    accept: tuple[str, ...]
    refusal: str | None
    members: tuple[str, ...] = ()


def read_questions(path: Path | None = None, split: str = "all") -> list[GoldQuestion]:
    """The questions of a .jsonl file or a folder of them (default: the project's own), in file order.

    Raises QuestionsError, naming file and line.
    """
    root = path or Path(str(files("eval") / "questions"))
    paths = sorted(root.glob("*.jsonl")) if root.is_dir() else [root]
    if not paths or not all(each.is_file() for each in paths):
        raise QuestionsError(f"{root} is no .jsonl file and no folder that holds one")
    if split not in ("dev", "test", "all"):
        raise QuestionsError(f"there is no split {split!r}: dev, test or all")
    questions = [_read(line, each, number) for each in paths for number, line in enumerate(_lines(each), 1) if line.strip()]
    repeated = {question.id for question in questions if sum(other.id == question.id for other in questions) > 1}
    if repeated:
        raise QuestionsError(f"ids used more than once: {', '.join(sorted(repeated))}")
    return [question for question in questions if split in ("all", question.split)]


def covers(start: int, end: int, span: GoldSpan) -> bool:
    """Whether `[start, end)` holds at least half of the gold span."""
    return min(end, span.end) - max(start, span.start) >= 0.5 * (span.end - span.start)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise QuestionsError(f"{path.name}: not UTF-8 text (byte {error.start})") from error


def _read(line: str, path: Path, number: int) -> GoldQuestion:
    try:
        stated: Mapping[str, Any] = json.loads(line)
        return GoldQuestion(
            id=stated["id"], split=stated.get("split", "test"), question=stated["question"], language=stated.get("language", "zh"),
            stratum=stated.get("stratum", "all"), regions=tuple(stated.get("regions") or ()), year=stated.get("year"),
            evidence=tuple(GoldSpan(**span) for span in stated.get("evidence", ())), value=stated.get("value"),
            accept=tuple(stated.get("accept") or ()), refusal=stated.get("refusal"),
            members=tuple(stated.get("members") or ()),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionsError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from error
