"""How people ask → how reports write: a Chinese thesaurus and an English–Chinese glossary of the field.

Both are ours, in `index/data`: synonyms.tsv (找工作 → 就业) and glossary.tsv (new urban jobs → 城镇新增就业).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index.tokens import words_of

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.&'’+\-]*")
_BREAK = re.compile(r"[;()]|,(?!\d)")  # no term runs across it
_MOST_WORDS = 9
_LONGEST = 12
_BEHIND = 3  # characters that show where a word ends: no 脑机接 in 脑机接口
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "per", "the", "to", "under", "with"]
)  # questions come without them


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text[start:end]` of a question and the forms in which reports write it."""

    start: int
    end: int
    forms: tuple[str, ...]


def find_chinese(text: str) -> list[Phrase]:
    """The thesaurus' phrases in a Chinese text, longest first, none overlapping another."""
    synonyms = _synonyms()
    found: list[Phrase] = []
    position = 0
    while position < len(text):
        for length in range(min(_LONGEST, len(text) - position), 0, -1):
            forms = synonyms.get(text[position : position + length].lower())
            if forms:
                end = _whole_word(text, position, position + length)
                found.append(Phrase(position, end, forms))
                position = end
                break
        else:
            position += 1
    return found


def _whole_word(text: str, start: int, end: int) -> int:
    """Where the word ends that a phrase begins: 中小学 in 中小学生 leaves no 生 behind."""
    longer = text[start : end + 1]
    return end + 1 if end < len(text) and words_of(text[start : end + _BEHIND])[:1] == [longer] else end


def find_english(text: str) -> list[Phrase]:
    """The glossary's terms in an English text, longest first, none overlapping; plurals and case folded."""
    glossary = _glossary()
    words = list(_WORD.finditer(text))
    found: list[Phrase] = []
    position = 0
    while position < len(words):
        for length in range(min(_MOST_WORDS, len(words) - position), 0, -1):
            forms = glossary.get(_lemmas(words[position : position + length]))
            if forms and not _BREAK.search(text, words[position].start(), words[position + length - 1].end()):
                found.append(Phrase(words[position].start(), words[position + length - 1].end(), forms))
                position += length
                break
        else:
            position += 1
    return found


def english_words(text: str) -> list[tuple[int, int]]:
    """Spans of the words of an English text."""
    return [match.span() for match in _WORD.finditer(text)]


def _lemmas(words: list[re.Match[str]]) -> str:
    return " ".join(lemma(word.group()) for word in words)


def lemma(word: str) -> str:
    """A word's dictionary form, roughly: lower case, no possessive, plural or -ed/-ing ending."""
    plain = re.sub(r"['’]s?$", "", word.lower()).replace("-", " ").strip(".")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if plain.endswith(ending) and len(plain) > 4:
            return plain[: -len(ending)] + instead
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > 3:
        plain = plain[:-1]
    return _IRREGULAR.get(plain, plain)


_IRREGULAR = {
    "built": "build", "began": "begin", "begun": "begin", "cutting": "cut", "grew": "grow", "grown": "grow", "rose": "rise", "risen": "rise",
    "children": "child", "women": "woman", "men": "man", "people": "people", "set": "set", "spent": "spend", "made": "make", "held": "hold",
    "drew": "draw", "drawn": "draw", "took": "take", "taken": "take", "got": "get", "fell": "fall", "fallen": "fall", "paid": "pay",
    "catche": "catch", "teus": "teu", "programme": "program", "centre": "center", "metre": "meter", "kilometre": "kilometer", "labour": "labor", "ageing": "aging",
}  # fmt: skip


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for said, written in _rows("synonyms.tsv"):
        forms = tuple(written.split("、"))
        for phrase in said.split("、"):
            table[phrase.lower()] = tuple(dict.fromkeys((*table.get(phrase.lower(), ()), *forms)))
    return table


@lru_cache(maxsize=1)
def _glossary() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for english, written in _rows("glossary.tsv"):
        forms = tuple(written.split("、"))
        for phrase in english.split(";"):
            words = [lemma(word.group()) for word in _WORD.finditer(phrase)]
            telling = [word for word in words if word not in _SMALL]
            for key in {" ".join(words), " ".join(telling if len(telling) > 1 else words)} - {""}:
                table[key] = tuple(dict.fromkeys((*table.get(key, ()), *forms)))
    return table


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words of questions that tell nothing of what is asked."""
    return _words("stopwords.txt")


@lru_cache(maxsize=1)
def figure_words() -> frozenset[str]:
    """Words that a question for a figure of the table may have beside the indicator."""
    return _words("figure_words.txt")


def _words(name: str) -> frozenset[str]:
    text = (files("index") / "data" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _rows(name: str) -> list[tuple[str, str]]:
    text = (files("index") / "data" / name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows]
