"""What a language model writes, as it comes: whole sentences with the markers behind them, and the lines of a reply about several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.support import MARKERS

MOST_CHARACTERS = 20_000
MOST_SENTENCES = 40
_LONGEST = 2_000  # characters of a sentence; of thoughts that come first there may be more

_END = re.compile(rf"(?:[。！？!?]+[”’」』）)\"]*|(?<![A-Z])\.[”\"]?(?=\s|[\[［【]|$))(?:{MARKERS.pattern}[。.]?)?|\n+")
_OPENS = "[［【”」』）"
_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)  # some models think aloud before they answer
_LEAD = re.compile(r"^(?:\s|#+\s|[-*•·>]+\s*(?!\d)|\d{1,2}[.、)）]\s*(?!\d))+")
_NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.、)）:：]\s*(.*)")


class ModelError(Exception):
    """The model gave no answer, or none that can be used; the message says why."""


def read_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Each sentence as soon as what follows shows that it is whole; "" for each piece that completes none.

    Raises ModelError beyond MOST_CHARACTERS or MOST_SENTENCES.
    """
    text, sentences = "", 0
    for piece in bounded(pieces):
        text += piece
        yield ""
        while (end := _cut(text, False)) is not None:
            sentence, text = plain(text[:end]), text[end:]
            sentences += bool(sentence)
            if sentences > MOST_SENTENCES:
                raise ModelError("the model did not come to an end")
            if sentence:
                yield sentence
        if len(text) > _LONGEST and not text.lstrip().startswith("<think>"):
            raise ModelError("the model did not come to an end")
    yield from split_written(text)


def bounded(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces as they are. Raises ModelError beyond MOST_CHARACTERS."""
    read = 0
    for piece in pieces:
        read += len(piece)
        if read > MOST_CHARACTERS:
            raise ModelError("the model did not come to an end")
        yield piece


def split_written(text: str) -> Iterator[str]:
    """The sentences of a text that is whole."""
    text = _THOUGHT.sub("", text, count=1)
    while text:
        end = _cut(text, True) or len(text)
        if sentence := plain(text[:end]):
            yield sentence
        text = text[end:]


def _cut(text: str, whole: bool) -> int | None:
    """Where the first sentence ends, its markers included; None while that cannot be known."""
    thought = _THOUGHT.match(text)
    if not thought and text.lstrip().startswith("<think>"[: len(text.strip()) or 1]):
        return None
    for match in _END.finditer(text, thought.end() if thought else 0):
        said = text[: match.end()]
        if said.count("“") > said.count("”") and "\n" not in match.group():
            continue
        rest = text[match.end() :].lstrip(" ")
        return None if not whole and (not rest or rest[0] in _OPENS) else match.end()
    return None


def plain(sentence: str) -> str:
    """The sentence without what would make it an item of a list, a heading or bold."""
    return _LEAD.sub("", _THOUGHT.sub("", sentence).replace("**", "")).strip()


def read_numbered(reply: str, count: int) -> dict[int, str]:
    """Number → line, of a reply that answers `count` numbered sentences line by line; a single one needs no number."""
    lines = [line for line in _THOUGHT.sub("", reply).splitlines() if line.strip()]
    found = {int(match[1]): match[2] for line in lines if (match := _NUMBERED.match(line))}
    return found if found or count > 1 else {1: " ".join(lines)}
