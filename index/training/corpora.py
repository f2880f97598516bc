"""The texts a run reads, as small frozen types. Sources and licences: `corpora/README.md` and the model card."""

from __future__ import annotations

import gzip
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MAX_PASSAGE = 420
"""Characters after which a paragraph is cut at a sentence end."""


class Parallel(NamedTuple):
    """One sentence or word in both languages, with the name of its collection."""

    source: str
    en: str
    zh: str


class Entry(NamedTuple):
    """One CC-CEDICT headword."""

    traditional: str
    simplified: str
    pinyin: str
    senses: tuple[str, ...]


class Asked(NamedTuple):
    """A question and the context that answers it."""

    question: str
    context: str
    context_id: int


class Article(NamedTuple):
    """One article of a statute under its title and chapter."""

    heading: str
    text: str


class ReportPassage(NamedTuple):
    """A passage of a government work report with what is known of where it stands."""

    region: str
    year: int
    section: str
    text: str


def read_parallel(folder: Path) -> list[Parallel]:
    """English–Chinese pairs: `pythondocs`, `wordnet`, `tatoeba`, `sdg`."""
    with lzma.open(folder / "parallel-en-zh.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [Parallel(row["source"], row["en"], row["zh"]) for row in map(json.loads, lines)]


def read_cedict(folder: Path) -> list[Entry]:
    """All CC-CEDICT entries, in the file's order."""
    shape = re.compile(r"^(\S+) (\S+) \[([^\]]*)\] /(.*)/$")
    with gzip.open(folder / "cc-cedict-2020-09.u8.gz", "rt", encoding="utf-8") as lines:
        found = [shape.match(line.strip()) for line in lines if not line.startswith("#")]
    return [Entry(m[1], m[2], m[3], tuple(m[4].split("/"))) for m in found if m]


def read_laws(folder: Path) -> list[Article]:
    """Articles of Chinese statutes (official texts, no copyright)."""
    with lzma.open(folder / "laws-zh.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [Article(row["heading"], row["article"]) for row in map(json.loads, lines)]


def read_squad(path: Path) -> list[Asked]:
    """Questions with contexts from a file in SQuAD's shape; `context_id` counts contexts from 0."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    return [Asked(qa["question"], p["context"], i) for i, p in enumerate(paragraphs) for qa in p["qas"]]


def read_news(path: Path) -> list[str]:
    """News texts without their time stamps, in the file's order."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [line.partition("正文：")[2].strip() for line in lines]


def sentences(text: str) -> list[str]:
    """Sentences of a Chinese text with their final punctuation.

    >>> sentences("经济增长5%。就业稳定！")
    ['经济增长5%。', '就业稳定！']
    """
    return [s.strip() for s in re.findall(r"[^。！？；\n]+[。！？；]?", text) if s.strip()]


def cut(text: str, longest: int = MAX_PASSAGE) -> list[str]:
    """A paragraph as passages of at most about `longest` characters, cut at sentence ends."""
    passages, current = [], ""
    for sentence in sentences(text):
        if current and len(current) + len(sentence) > longest:
            passages.append(current)
            current = ""
        current += sentence
    return [*passages, current] if current else passages


def read_reports(folder: Path) -> list[ReportPassage]:
    """Every passage of every report in `folder/*.txt`, all treated alike."""
    return [passage for path in sorted(folder.glob("*.txt")) for passage in _report_passages(path)]


def _report_passages(path: Path) -> Iterator[ReportPassage]:
    title = re.compile(r"^\s*\d+\.\s*(\S{0,12}?)(?:人民)?政府工作报告\s*$")
    heading = re.compile(r"^\W*?([一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]+）)?(.{2,40}?)\W*$")
    text = path.read_text(encoding="utf-8")
    years = re.findall(r"(20[12]\d)年\d+月\d+日", text) or re.findall(r"(20[12]\d)年", text)
    year = int(max(sorted(set(years)), key=years.count)) if years else 0
    place = re.search(r"日在(\S{2,7}?[省市区])第", text)
    region, section = place[1] if place else "", ""
    for line in text.splitlines():
        line = line.strip()
        if found := title.match(line):
            region, section = found[1] or "全国", ""
        elif len(line) <= 42 and not line.endswith("。"):
            section = found[2] if (found := heading.match(line)) else section
        else:
            yield from (ReportPassage(region, year, section, part) for part in cut(line) if len(part) >= 12)
