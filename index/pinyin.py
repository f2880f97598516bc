"""Chinese characters → pinyin without tones. The only importer of pypinyin."""

from __future__ import annotations

from pypinyin import lazy_pinyin


def spell(text: str) -> str:
    """金川 → jinchuan."""
    return "".join(lazy_pinyin(text))
