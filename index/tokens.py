"""Text → search tokens. The only importer of jieba and rjieba.

Words in jieba's search mode, characters and character bigrams; numbers stay whole with their unit (5%, 45万人, 1.4万亿斤). Width
and case are folded for matching only, never in stored text. rjieba (the same algorithm in Rust, 14–28 times as fast) is used
when it is installed.
"""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_UNITS = (
    "个百分点|百分点|微克/立方米|平方公里|平方米|立方米|万千瓦时|亿千瓦时|万千瓦|亿千瓦|千瓦|公里|万亿斤|亿斤|万吨|亿吨|百万吨|吨|万亿元|亿元|万元|亿美元|元|"
    "万亿|万人次|亿人次|万人|万户|万家|万个|万套|万亩|亿亩|万张|人次|千米|人|户|家|个|套|张|亩|米|所|座|条|项|件|台|辆|万|亿|倍|年|月|日|%|‰"
)
_PIECE = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*(?:{_UNITS})?)|(?P<latin>[a-z][a-z0-9.+\-]*[a-z0-9+]|[a-z])|(?P<han>[\u3400-\u9fff\uf900-\ufaff]+)"
)


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Two ways to cut a run of Chinese characters: into words, and into words with the shorter words inside them."""

    cut: Callable[[str], Iterable[str]]
    search: Callable[[str], Iterable[str]]


def tokenize(text: str) -> list[str]:
    """The search tokens of `text`, in order: 2026年广东GDP增长5% → 2026年, 2026, 广东, gdp, 增长, 5%, 5 …"""
    return _tokenize(fold(text), segmenter())


def tokenize_with(text: str, words: Segmenter) -> list[str]:
    """As `tokenize`, with the given word segmenter."""
    return _tokenize(fold(text), words)


def words_of(text: str) -> list[str]:
    """The words of `text`, none overlapping, punctuation left out: 老楼装电梯 → 老楼, 装, 电梯."""
    found: list[str] = []
    for match in _PIECE.finditer(fold(text)):
        found += segmenter().cut(match.group()) if match.lastgroup == "han" else [match.group()]
    return found


def fold(text: str) -> str:
    """Full-width forms and case folded (NFKC): ５％ → 5%. For matching only: lengths may change."""
    return unicodedata.normalize("NFKC", text).lower()


def _tokenize(text: str, words: Segmenter) -> list[str]:
    tokens: list[str] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup == "han":
            tokens += _han(match.group(), words)
        elif match.lastgroup == "number":
            tokens += _number(match.group())
        else:
            tokens.append(match.group())
    return tokens


def _han(run: str, words: Segmenter) -> list[str]:
    """Characters, bigrams, and words of three and more characters; two-character words are bigrams already."""
    if len(run) == 1:
        return [run]
    bigrams = [run[i : i + 2] for i in range(len(run) - 1)]
    return [*run, *bigrams] + [word for word in words.search(run) if len(word) > 2]


def _number(number: str) -> list[str]:
    figure = re.match(r"[\d.,]*\d", number)
    bare = figure.group().replace(",", "") if figure else number
    return [number.replace(",", ""), bare] if bare != number else [number]


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """The word segmenter in use: rjieba where installed, else jieba."""
    try:
        return rjieba_segmenter()
    except ImportError:
        return jieba_segmenter()


def rjieba_segmenter() -> Segmenter:
    """Rjieba in search mode with the user words. Raises ImportError when it is not installed."""
    import rjieba

    words = rjieba.Jieba()
    for word in user_words():
        words.add_word(word, 100_000, "n")
    return Segmenter(words.cut, words.cut_for_search)


def jieba_segmenter() -> Segmenter:
    """Jieba in search mode with the user words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own source has invalid escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    words = jieba.Tokenizer()
    for word in user_words():
        words.add_word(word, 100_000, "n")
    return Segmenter(words.cut, words.cut_for_search)


@lru_cache(maxsize=1)
def user_words() -> tuple[str, ...]:
    """Words of the field that a general dictionary splits: 新质生产力, 规上工业, 社零 …"""
    return tuple((files("index") / "data" / "words.txt").read_text(encoding="utf-8").split())
