"""Chinese text → the words an English speaker might ask with, or other Chinese words that mean the same."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass

import rjieba

from .lexicon import Lexicon

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_EMPTY = frozenset("的了是在和与及等或之其于以为由将把被对从到向并而且也都就还又更所这那着过地得各该此个一有使让但则即它他她我你上下中里时后前吗呢") | {
    "一个", "以及", "其中", "并且", "而且", "因此", "因为", "所以", "但是", "如果", "我们", "他们", "这个", "那个", "这些", "一种", "之一",
}  # fmt: skip
_ASKING = {
    "什么": "what", "谁": "who", "哪": "which", "哪个": "which", "哪些": "which", "哪里": "where",
    "何处": "where",
    "何时": "when", "什么时候": "when", "多少": "how many", "几": "how many", "如何": "how", "怎么": "how",
    "怎样": "how",
    "为什么": "why", "为何": "why", "哪年": "what year", "哪一年": "what year", "哪位": "who", "何": "what",
    "多大": "how large",
    "多长": "how long", "多久": "how long", "吗": "", "不": "not", "没有": "no", "年": "year", "月": "month",
    "日": "day",
}  # fmt: skip


def inflected(english: str, rng: random.Random, share: float = 0.3) -> str:
    """The rendering, now and then with a regular ending: dictionaries give base forms, questions do not.

    Nouns and verbs are not told apart; a wrong form costs nothing, an unseen right one is an unknown word.
    """
    if rng.random() >= share or len(english) < 4 or not english.isascii() or not english[-1].islower():
        return english
    if english.endswith("y") and english[-2] not in "aeiou":
        return english[:-1] + rng.choice(("ies", "ies", "ied"))
    if english.endswith("e"):
        return rng.choice((english + "s", english + "s", english + "d", english[:-1] + "ing"))
    plural = "es" if english.endswith(("s", "x", "ch", "sh")) else "s"
    return english + rng.choice((plural, plural, "ed", "ing"))


@dataclass(frozen=True, slots=True)
class Glosser:
    """Word-by-word rendering through the lexicon; every choice comes from the `rng` passed in."""

    lexicon: Lexicon
    longest_term: int
    same: dict[str, tuple[str, ...]]

    def words(self, text: str) -> list[str]:
        """The text cut into terms of the field where there are any (longest first), else into dictionary words."""
        found, rest, at = [], 0, 0
        while at < len(text):
            size = next(
                (n for n in range(min(self.longest_term, len(text) - at), 1, -1) if text[at : at + n] in self.lexicon.terms),
                0,
            )
            if size:
                found += [*rjieba.cut(text[rest:at]), text[at : at + size]]
                rest = at = at + size
            else:
                at += 1
        return [*found, *rjieba.cut(text[rest:])]

    def english(self, text: str, rng: random.Random, keep: float = 0.85) -> list[str]:
        """One English rendering of each content word, each kept with probability `keep`, in the text's order."""
        rendered = (self._render(word, rng) for word in self.words(text) if rng.random() < keep)
        return [inflected(english, rng) for english in rendered if english]

    def _render(self, word: str, rng: random.Random) -> str:
        if term := self.lexicon.terms.get(word):
            return rng.choice(term)
        if word in _ASKING:
            return _ASKING[word]
        if word in _EMPTY:
            return ""
        if known := self.lexicon.words.get(word):
            return known[min(int(rng.expovariate(1.0)), len(known) - 1)]
        if _HAN.fullmatch(word):
            # Mostly names of people and places, which an English question spells in pinyin.
            return self.lexicon.pinyin(word) if len(word) > 1 else ""
        return word if word.isalnum() else ""

    def swapped(self, text: str, rng: random.Random, share: float = 0.5) -> str:
        """The text with about `share` of its words replaced by words of the same English meaning."""
        return "".join(
            rng.choice(others) if (others := self.same.get(word)) and rng.random() < share else word for word in self.words(text)
        )

    def mixed(self, text: str, rng: random.Random, share: float = 0.5) -> str:
        """The text with about `share` of its words in English and the others left in Chinese."""
        return " ".join(self._render(word, rng) if rng.random() < share else word for word in self.words(text))


def build_glosser(lexicon: Lexicon) -> Glosser:
    """A glosser whose synonyms are everyday phrases and words that share their first or second English sense."""
    by_sense: dict[str, list[str]] = defaultdict(list)
    for word, senses in lexicon.words.items():
        if 2 <= len(word) <= 4:
            for sense in senses[:2]:
                by_sense[sense].append(word)
    same = {}
    for word, senses in lexicon.words.items():
        others = [o for sense in senses[:2] if len(by_sense[sense]) <= 6 for o in by_sense[sense] if o != word]
        if others and len(word) >= 2:
            same[word] = tuple(dict.fromkeys(others))
    return Glosser(lexicon, max(map(len, lexicon.terms)), same | lexicon.everyday)
