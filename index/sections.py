"""Report → titled sections with offsets, as a tree.

Headings are numbered 一、（一）1. 一是, marked with # or **, or carry no number at all; they stand on a line of their own
or run into the text ("（二）加快建设现代化产业体系。…").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.corpus import Section

_NUMERALS = "一二三四五六七八九十百"
_STYLES = (
    (1, re.compile(rf"[{_NUMERALS}]{{1,3}}、")),
    (2, re.compile(rf"[（(][{_NUMERALS}]{{1,3}}[）)]")),
    (3, re.compile(r"\d{1,2}(?:[.．](?!\d)|、)")),
    (3, re.compile(r"[（(]\d{1,2}[）)]")),
    (4, re.compile(rf"[{_NUMERALS}]{{1,2}}(?:是|要)")),
)
_LONE = 60  # a numbered heading on a line of its own is at most this long
_RUN_IN = 45  # … and so is a heading that runs into its text
_UNNUMBERED = 30
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    level: int
    start: int
    body: int


def read_sections(text: str, start: int, body: int, end: int) -> tuple[Section, ...]:
    """The sections of the report `text[start:end]`: its header (start to `body`) and preface first, then the chapters.

    Together they cover the report: each begins where the one before ends.
    """
    headings = _read_headings(text, body, end)
    first = headings[0].start if headings else end
    roots = [Section("", 0, start, start, body)] if body > start else []
    if first > body:
        roots.append(Section("", 0, body, body, first))
    return (*roots, *_nest(headings, end))


def opens_chapter(line: str) -> bool:
    """Whether a line is a numbered chapter heading, plain or marked: **一、2025年工作回顾**."""
    return _level(line.strip("#* \t\u3000")) in (1, 2)


def _read_headings(text: str, start: int, end: int) -> list[_Heading]:
    found: list[_Heading] = []
    position = start
    for match in _LINE.finditer(text[start:end]):
        line = match.group()
        if line.strip():
            heading = _read_heading(line, position)
            if heading and _continues(found, heading, text):
                found[-1] = replace(found[-1], title=found[-1].title + heading.title, body=heading.body)
            elif heading:
                found.append(heading)
        position += len(line)
    return found


def _continues(found: list[_Heading], heading: _Heading, text: str) -> bool:
    """A numbered heading broken over two lines: what follows at once and carries no number is its second half."""
    if not found or heading.level or not found[-1].level or found[-1].body == found[-1].start:
        return False
    whole = text[found[-1].start : found[-1].body].strip()
    return "\n" not in whole and not text[found[-1].body : heading.start].strip()


def _read_heading(line: str, start: int) -> _Heading | None:
    marked = line.strip(" \t\r\n\u3000")
    plain = marked.strip("#* \t\u3000")
    whole_line = start + len(line)
    if marked.startswith("#") and len(plain) <= _LONE:
        return _Heading(plain, _level(plain) or min(len(marked) - len(marked.lstrip("#")), 4), start, whole_line)
    level = _level(plain)
    if level:
        return _numbered(plain, level, start, whole_line)
    if _is_unnumbered(plain):
        return _Heading(plain, 0, start, whole_line)
    return None


def _numbered(plain: str, level: int, start: int, whole_line: int) -> _Heading | None:
    if level < 4 and len(plain) <= _LONE and not re.search("[。！；]", plain):
        return _Heading(plain.rstrip("。：:"), level, start, whole_line)
    stop = re.search("[。：:！]" if level < 4 else "[。：:，,；]", plain)
    if stop and stop.start() <= _RUN_IN:
        return _Heading(plain[: stop.start()], level, start, start)
    return None


def _level(plain: str) -> int:
    return next((level for level, pattern in _STYLES if pattern.match(plain)), 0)


def _is_unnumbered(plain: str) -> bool:
    """A short line that is no sentence: 2023年工作回顾."""
    return (
        4 <= len(plain) <= _UNNUMBERED
        and not re.search("[。！？；：，,…:;!?]", plain)
        and not re.match(r"[—\-–（(\d]+(?!\d*年)|各位|省长|市长|主席", plain)
        and bool(re.search("[\u4e00-\u9fff]$", plain))
    )


def _nest(headings: list[_Heading], end: int) -> tuple[Section, ...]:
    """Nest headings by level: each section runs to the next heading that is not below it."""
    sections = []
    position = 0
    while position < len(headings):
        here = headings[position]
        after = position + 1
        while after < len(headings) and headings[after].level > here.level:
            after += 1
        stop = headings[after].start if after < len(headings) else end
        children = _nest(headings[position + 1 : after], stop)
        sections.append(Section(here.title, here.level, here.start, here.body, stop, children))
        position = after
    return tuple(sections)
