"""Chinese words → English renderings, from our glossary of the field, CC-CEDICT and Chinese Open WordNet."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from .corpora import Entry, Parallel

GLOSSARY = Path(__file__).with_name("glossary.tsv")

_NOISE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u4e00-\u9fff|]+")
_SKIPPED = re.compile(r"variant of|^see |^CL:|surname|^abbr\. for|used in|^\(|particle|dialect|onom|erhua|old name|archaic")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Renderings by Chinese word (best first), the field's own terms apart, and the readings of characters.

    `everyday` holds what people say for a term of the field who do not know it, e.g. 托育服务 → 带孩子.
    """

    terms: dict[str, tuple[str, ...]]
    everyday: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    readings: dict[str, str]
    simpler: dict[str, str]

    def simplify(self, text: str) -> str:
        """`text` with traditional characters replaced one by one, e.g. 經濟 → 经济."""
        return text.translate({ord(t): s for t, s in self.simpler.items()})

    def pinyin(self, word: str) -> str:
        """A word's usual reading without tones, e.g. 贵阳 → guiyang; "" when a character is unknown."""
        readings = [self.readings.get(character, "") for character in word]
        return "".join(readings) if all(readings) else ""


def read_glossary(path: Path = GLOSSARY) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """English renderings and everyday Chinese phrases by term: columns divided by tabs, values by `;`."""
    english, everyday = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            zh, renderings, *said = line.split("\t")
            english[zh] = _values(renderings)
            if said:
                everyday[zh] = _values(said[0])
    return english, everyday


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in cell.split(";") if value.strip())


def short_senses(senses: tuple[str, ...], longest: int = 4) -> tuple[str, ...]:
    """The senses of a dictionary entry that can stand in a sentence, cleaned, at most `longest` words each.

    >>> short_senses(("to develop", "growth (of sth)", "CL:個|个[ge4]"))
    ('develop', 'growth')
    """
    kept = []
    for sense in senses:
        if _SKIPPED.search(sense):
            continue
        for part in re.split(r"[;,]", _NOISE.sub(" ", sense)):
            words = re.sub(r"^(to be|to|a|an|the|sb|sth) ", "", " ".join(part.split())).strip(" .!?\"'")
            if words and len(words.split()) <= longest and re.search(r"[A-Za-z]", words):
                kept.append(words)
    return tuple(dict.fromkeys(kept))


def build_lexicon(cedict: list[Entry], parallel: list[Parallel]) -> Lexicon:
    """Everything known about single words; CC-CEDICT before WordNet, entries of names last."""
    gathered: dict[str, list[str]] = defaultdict(list)
    for entry in sorted(cedict, key=lambda e: e.pinyin[:1].isupper()):
        gathered[entry.simplified].extend(short_senses(entry.senses))
    for pair in parallel:
        if pair.source == "wordnet" and len(pair.en.split()) <= 4:
            gathered[pair.zh].append(pair.en)
    words = {zh: tuple(dict.fromkeys(en))[:6] for zh, en in gathered.items() if en}
    return Lexicon(*read_glossary(), words, _readings(cedict), simpler_characters(cedict))


def _readings(cedict: list[Entry]) -> dict[str, str]:
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in cedict:
        syllables = entry.pinyin.replace("u:", "v").split()
        if len(syllables) == len(entry.simplified):
            for character, syllable in zip(entry.simplified, syllables, strict=True):
                counted[character][re.sub(r"\d", "", syllable).lower()] += 1
    return {character: max(sorted(found), key=found.__getitem__) for character, found in counted.items()}


def simpler_characters(cedict: list[Entry]) -> dict[str, str]:
    """Traditional character → the simplified one it is written as most often in CC-CEDICT."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in cedict:
        for traditional, simplified in zip(entry.traditional, entry.simplified, strict=False):
            counted[traditional][simplified] += 1
    # A character that also stands unchanged in simplified text (著, 乾, 后) is left alone when that is its main use.
    best = {t: max(sorted(found), key=found.__getitem__) for t, found in counted.items()}
    return {t: s for t, s in best.items() if t != s}
