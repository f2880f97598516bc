"""BM25 over passages. The only importer of bm25s.

Two fields, each with its own statistics: the body, and the header (region, year, section titles), so that a header
repeated over a whole report does not drown the words of the passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from index.pinyin import spell

Scores = NDArray[np.float32]
_FIELDS = ("body", "header")
_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_SPELT = 3


class LexicalIndex:
    """BM25 scores of every passage for a list of tokens; `header_weight` is what the header counts beside the body."""

    def __init__(self, fields: dict[str, bm25s.BM25], size: int) -> None:
        self._fields = fields
        self.size = size

    def scores(self, tokens: Sequence[str], header_weight: float = 0.0) -> Scores:
        """Shape (passages,), float32, 0 where no token occurs (Lucene's BM25, k1 0.9, b 0.4)."""
        total = self._field("body", tokens)
        if header_weight:
            total = total + header_weight * self._field("header", tokens)
        return total

    def known(self, token: str) -> bool:
        """Whether the token occurs in any passage."""
        return bool(token) and token in self._fields["body"].vocab_dict

    def document_frequency(self, token: str) -> int:
        """In how many passages' bodies the token occurs."""
        column = self._fields["body"].vocab_dict.get(token)
        if column is None:
            return 0
        starts = self._fields["body"].scores["indptr"]
        return int(starts[column + 1] - starts[column])

    def inverse_frequency(self, frequency: int) -> float:
        """ln((N + 1) / (n + ½)) for what n of the N passages hold; largest for what none holds."""
        return math.log((self.size + 1) / (frequency + 0.5))

    def spelt(self, romanized: str) -> tuple[str, ...]:
        """The words, or runs, of two to four characters that pinyin spells so (jinchuan: 金川), the most frequent first, three at most."""
        found = self._romanized.get(re.sub("['’-]", "", romanized).lower(), [])
        return tuple(sorted(found, key=lambda word: -self.document_frequency(word))[:_SPELT])

    @cached_property
    def _romanized(self) -> dict[str, list[str]]:
        """Each spelling in pinyin, without tones, with the words of the vocabulary that it stands for."""
        spelling: dict[str, list[str]] = {}
        words = [token for token in self._fields["body"].vocab_dict if _NAME.fullmatch(token)]
        syllables = {character: spell(character) for character in set("".join(words))}
        for word in words:
            spelling.setdefault("".join(syllables[character] for character in word), []).append(word)
        return spelling

    def save(self, directory: Path) -> None:
        """Write both fields below `directory`."""
        for name, field in self._fields.items():
            field.save(str(directory / name), show_progress=False)

    def _field(self, name: str, tokens: Sequence[str]) -> Scores:
        field = self._fields[name]
        ids = [field.vocab_dict[token] for token in tokens if token and token in field.vocab_dict]
        if not ids:
            return np.zeros(self.size, dtype=np.float32)
        return _sum_postings(field.scores, ids, self.size)


def build_lexical(bodies: Sequence[list[str]], headers: Sequence[list[str]]) -> LexicalIndex:
    """A BM25 index of the passages' tokens, body and header, in passage order."""
    fields = {name: _build_field(tokens) for name, tokens in zip(_FIELDS, (bodies, headers), strict=True)}
    return LexicalIndex(fields, len(bodies))


def open_lexical(directory: Path, size: int) -> LexicalIndex:
    """The index that `save` wrote; `size` is the number of passages."""
    fields = {name: bm25s.BM25.load(str(directory / name), show_progress=False) for name in _FIELDS}
    return LexicalIndex(fields, size)


def _build_field(passages: Sequence[list[str]]) -> bm25s.BM25:
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(token, len(vocabulary)) for token in tokens] for tokens in passages]
    if not vocabulary:
        ids = [[vocabulary.setdefault("\0", 0)] for _ in passages]  # a field without any word: BM25 needs a mean length
    field = bm25s.BM25(k1=0.9, b=0.4, method="lucene")
    field.index((ids, vocabulary), create_empty_token=True, show_progress=False)
    return field


def _sum_postings(stored: Mapping[str, NDArray[Any]], columns: list[int], size: int) -> Scores:
    """Each passage's sum over the postings of these tokens; bm25s keeps them by token, SciPy adds them up faster than NumPy."""
    spans = [slice(stored["indptr"][column], stored["indptr"][column + 1]) for column in columns]
    scores = np.concatenate([stored["data"][span] for span in spans])
    passages = np.concatenate([stored["indices"][span] for span in spans])
    total: Scores = csc_array((scores, passages, np.array([0, len(scores)], passages.dtype)), shape=(size, 1)) @ np.ones(1, np.float32)
    return total
