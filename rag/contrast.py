"""Two figures side by side: which way the later or the first one differs, and by how much, in an arithmetic line."""

from __future__ import annotations

from dataclasses import dataclass

from index.corpus import Target
from rag.table import middle
from rag.wording import plain

UP, DOWN, SAME = "up", "down", "same"
_LIMITS = {"zh": {"around": "左右", "at_least": "以上", "at_most": "以内", "exact": "不带限定词", "range": "区间"},
           "en": {"around": "around", "at_least": "at least", "at_most": "at most", "exact": "no qualifier", "range": "a range"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contrast:
    """`way` up, down, same, or None where bounds move apart; `lines` arithmetic over figures that both rows state."""

    way: str | None
    lines: tuple[str, ...]


def contrast(first: Target, second: Target, language: str) -> Contrast | None:
    """How the second row differs from the first; None when the two cannot be compared (another unit, words only).

    5%以上 against 5%左右 is the same figure under another qualifier: said, not counted as a change.
    """
    if first.unit != second.unit or middle(first) is None or middle(second) is None:
        return None
    if "range" in (first.qualifier, second.qualifier):
        return _with_range(first, second, language)
    one, other = _point(first), _point(second)
    if one == other:
        return Contrast(SAME, _requalified(first, second, language))
    written, scale = _written_unit(first, second)
    return Contrast(UP if other > one else DOWN, (_line(one / scale, other / scale, written),))


def _written_unit(first: Target, second: Target) -> tuple[str, float]:
    """The unit both figures are written in, and how many of the row's units it is: 万亿元, 10000."""
    both = all("万亿元" in row.value_text for row in (first, second))
    return ("万亿元", 10_000.0) if both else (first.unit, 1.0)


def _with_range(first: Target, second: Target, language: str) -> Contrast | None:
    if None in (first.low, first.high, second.low, second.high):
        return None
    low = _sign(first.low or 0.0, second.low or 0.0)
    high = _sign(first.high or 0.0, second.high or 0.0)
    names = ("lower bound ", "upper bound ") if language == "en" else ("下限", "上限")
    lines = []
    for name, sign, one, other in ((names[0], low, first.low, second.low), (names[1], high, first.high, second.high)):
        if sign and one is not None and other is not None:
            lines.append(name + _line(one, other, first.unit))
    way = SAME if not low and not high else UP if min(low, high) >= 0 else DOWN if max(low, high) <= 0 else None
    return Contrast(way, tuple(lines))


def _line(one: float, other: float, unit: str) -> str:
    """35万人 − 28万人 = 7万人; percentages differ by 个百分点."""
    high, low = max(one, other), min(one, other)
    if low < 0:
        return f"{plain(high)}{unit} − ({plain(low)}{unit}) = {plain(high - low)}{_steps(unit)}"
    return f"{plain(high)}{unit} − {plain(low)}{unit} = {plain(high - low)}{_steps(unit)}"


def _steps(unit: str) -> str:
    return "个百分点" if unit == "%" else unit


def _requalified(first: Target, second: Target, language: str) -> tuple[str, ...]:
    if first.qualifier == second.qualifier:
        return ()
    words = _LIMITS[language]
    one, other = words.get(first.qualifier, ""), words.get(second.qualifier, "")
    return (
        f"the figure is the same, stated with “{one}” and with “{other}”" if language == "en" else f"数值相同，一为“{one}”，一为“{other}”",
    )


def _point(row: Target) -> float:
    figure = row.low if row.low is not None else row.high
    return figure if figure is not None else 0.0


def _sign(one: float, other: float) -> int:
    return (other > one) - (other < one)
