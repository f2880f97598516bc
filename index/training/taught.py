"""Pairs whose English side the teacher embeds: the Chinese side is pulled towards the same vector."""

from __future__ import annotations

from .corpora import Entry, Parallel
from .lexicon import short_senses

MAX_DOCS = 15_000
"""Sentences taken from the Python documentation: enough of its narrow subject."""


def taught_pairs(parallel: list[Parallel], cedict: list[Entry]) -> list[Parallel]:
    """Sentences, then words, of both languages, in a fixed order and without repeats of an (en, zh) pair."""
    docs = [p for p in parallel if p.source == "pythondocs" and len(p.en) < 240][:MAX_DOCS]
    others = [p for p in parallel if p.source != "pythondocs" and len(p.en) < 240]
    return list(dict.fromkeys([*docs, *others, *cedict_pairs(cedict)]))


def cedict_pairs(cedict: list[Entry]) -> list[Parallel]:
    """Each CC-CEDICT headword with up to three of its short senses as one English text."""
    glossed = ((entry.simplified, "; ".join(short_senses(entry.senses)[:3])) for entry in cedict)
    return [Parallel("cedict", en, zh) for zh, en in glossed if en]
