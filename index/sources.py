"""Files → texts. The one place that knows file formats and encodings.

A new format is one more entry in `READERS`: a function from bytes and file name to (text, encoding).
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from pathlib import Path

from charset_normalizer import from_bytes

from index.corpus import Source
from index.errors import ReportsError, SourceError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON = "的一是在不了有和人中大为上个国我以要年"  # the commonest characters, for telling right decodings from wrong
_COMMON_TRADITIONAL = "的一是在不了有和人中大為上個國我以要年"


def read_source(path: Path, root: Path) -> Source:
    """The file's text with the sha256 of its bytes; its name is the path below `root`.

    Raises SourceError, naming the file, when it is binary, empty or in no known encoding.
    """
    name = path.relative_to(root).as_posix()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{name}: cannot read {path.suffix or 'a file without a suffix'}; use {', '.join(READERS)}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{name}: cannot be opened ({error.strerror})") from error
    text, encoding = reader(content, name)
    if not text.strip():
        raise SourceError(f"{name}: the file is empty")
    return Source(name, hashlib.sha256(content).hexdigest(), encoding, text)


def list_sources(root: Path) -> list[Path]:
    """All files below `root` that are not hidden, sorted by name. Raises ReportsError when there is none."""
    if not root.is_dir():
        raise ReportsError(f"{root} is not a folder: name the folder that holds the reports (REPORTS=DIR)")
    found = [p for p in sorted(root.rglob("*")) if p.is_file() and not _hidden(p.relative_to(root))]
    if not found:
        raise ReportsError(f"{root} holds no files: put reports (.txt, .md) there or name another folder (REPORTS=DIR)")
    return found


def decode_text(content: bytes, name: str) -> tuple[str, str]:
    """(text, encoding) of a plain text file, line ends and spaces untouched, a byte order mark dropped.

    A byte order mark decides; else strict UTF-8; else GB18030, Big5 or what charset-normalizer finds, whichever
    reads as Chinese. Raises SourceError for binary content and for encodings that fit none of them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content, encoding, name), encoding
    if b"\0" in content:
        raise SourceError(f"{name}: this is a binary file, not text")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_legacy(content, name)


def _decode_legacy(content: bytes, name: str) -> tuple[str, str]:
    guess = from_bytes(content).best()
    readings: list[tuple[float, str, str]] = []
    for encoding in ("gb18030", "big5", *([guess.encoding] if guess else [])):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        readings.append((_chinese_share(text), text, encoding))
    if not readings or max(readings)[0] < 0.02:
        raise SourceError(f"{name}: neither UTF-8, GB18030 nor Big5 text; save the file as UTF-8")
    best = max(readings, key=lambda reading: reading[0])
    return best[1], best[2]


def _chinese_share(text: str) -> float:
    return sum(ch in _COMMON or ch in _COMMON_TRADITIONAL for ch in text) / max(1, len(text))


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}: marked as {encoding}, but byte {error.start} is not; save it as UTF-8") from error


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


READERS: dict[str, Callable[[bytes, str], tuple[str, str]]] = {
    ".txt": decode_text,
    ".md": decode_text,
    ".markdown": decode_text,
}
