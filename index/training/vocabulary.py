"""The tokenizer: Chinese words and characters, English words and pieces, one traditional-to-simplified folding.

A unigram model (Kudo 2018) whose scores are log frequencies, so that the best cut of a Han run is what a
dictionary segmenter would give; whatever is no letter, digit or percent sign is dropped.
"""

from __future__ import annotations

import io
import math
import re
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

import rjieba
import sentencepiece
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from tqdm import tqdm

from .settings import VocabularySettings

UNKNOWN = "[UNK]"
Weighted = tuple[list[str], int]
"""Texts, and how many times each counts."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+")


def folding(simpler: dict[str, str]) -> dict[str, str]:
    """Character → what it is folded to: NFKC, case folding, then simplified Chinese; unchanged ones left out.

    Whatever is no letter, digit or percent sign becomes a space, so that splitting at spaces is all that is left to do.
    """
    rules = {}
    for code in (*range(0x09, 0x0E), *range(0x20, 0xD800), *range(0xF900, 0xFFF0)):
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).casefold()
        folded = "".join(simpler.get(c, c) if unicodedata.category(c)[0] in "LN" or c == "%" else " " for c in folded)
        if folded != character and unicodedata.category(character) not in ("Cn", "Co", "Mn"):
            rules[character] = folded
    return rules


def compiled_folding(rules: dict[str, str]) -> bytes:
    """The rules as a sentencepiece character map, which `tokenizers` applies in one pass over the text."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rules.tsv"
        table.write_text("".join(f"{_hex(a)}\t{_hex(b)}\n" for a, b in sorted(rules.items())), encoding="utf-8")
        model = io.BytesIO()
        # The model itself is thrown away: training one is the only public way to compile a character map.
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f"] * 9),
            model_writer=model,
            vocab_size=12,
            model_type="char",
            normalization_rule_tsv=str(table),
            minloglevel=2,
        )
    normalizer_spec = _field(model.getvalue(), 3)
    return _field(normalizer_spec, 2)


def _field(message: bytes, wanted: int) -> bytes:
    """The last length-delimited field of that number in a protocol buffer (spares a dependency on protobuf)."""
    at, found = 0, b""
    while at < len(message):
        key, at = _varint(message, at)
        size, at = _varint(message, at) if key & 7 in (0, 2) else (8 if key & 7 == 1 else 4, at)
        if key & 7 != 0:
            if key & 7 == 2 and key >> 3 == wanted:
                found = message[at : at + size]
            at += size
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while message[at] & 0x80:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1


def _hex(text: str) -> str:
    return " ".join(f"{ord(c):X}" for c in text)


def count_chinese(parts: list[Weighted], longest: int) -> Counter[str]:
    """How often each Han word of at most `longest` characters occurs; longer ones are counted by their parts."""
    counts: Counter[str] = Counter()
    for texts, times in parts:
        found = Counter(word for text in tqdm(texts, desc="words") for word in rjieba.cut(text) if _HAN.fullmatch(word))
        for word, n in found.items():
            pieces = [word] if len(word) <= longest else rjieba.cut_for_search(word)
            counts.update({piece: n * times for piece in pieces if len(piece) <= longest})
    return counts


def count_english(parts: list[Weighted]) -> Counter[str]:
    """How often each English word occurs, in lower case."""
    return _count(parts, _LATIN)


def count_numbers(parts: list[Weighted]) -> Counter[str]:
    """How often each run of digits occurs."""
    return _count(parts, _NUMBER)


def _count(parts: list[Weighted], pattern: re.Pattern[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for texts, times in parts:
        found = Counter(token for text in texts for token in pattern.findall(text.lower()))
        counts.update({token: n * times for token, n in found.items()})
    return counts


def build_tokenizer(
    chinese: Counter[str], english: Counter[str], numbers: Counter[str], charsmap: bytes, settings: VocabularySettings
) -> Tokenizer:
    """The tokenizer of the given counts; token 0 is `[UNK]`."""
    pieces = [
        *_scored_chinese(chinese, settings.chinese_words),
        *_scored_english(english, settings),
        *_scored_numbers(numbers, settings.numbers),
        ("%", -3.0),
    ]
    best = dict(sorted(pieces, key=lambda piece: piece[1]))
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -30.0), *sorted(best.items())], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def _scored_chinese(counts: Counter[str], size: int) -> list[tuple[str, float]]:
    characters = Counter(c for word, n in counts.items() for c in word for _ in range(min(n, 3)))
    total = counts.total()
    words = {w: n for w, n in counts.most_common(size) if n >= 2}
    scored = {c: math.log(0.5 / total) for c, n in characters.items() if n >= 2}
    return list((scored | {w: math.log(n / total) for w, n in words.items()}).items())


def _scored_english(counts: Counter[str], settings: VocabularySettings) -> list[tuple[str, float]]:
    trained = Tokenizer(models.Unigram())
    trainer = trainers.UnigramTrainer(vocab_size=settings.english_pieces, show_progress=False, unk_token=UNKNOWN)
    weighted = (word for word, n in sorted(counts.items()) for _ in range(1 + int(math.log(n))))
    trained.train_from_iterator(weighted, trainer)
    pieces = {p: -9.0 for p in trained.get_vocab() if re.fullmatch(r"[a-z]+", p)}
    total = counts.total()
    words = {word: math.log(n / total) for word, n in counts.most_common(settings.english_words)}
    letters = {chr(c): -12.0 for c in range(ord("a"), ord("z") + 1)}
    return list((letters | pieces | words).items())


def _scored_numbers(counts: Counter[str], size: int) -> list[tuple[str, float]]:
    digits = {str(d): -7.0 for d in range(10)}
    return list((digits | {number: -6.0 for number, _ in counts.most_common(size)}).items())
