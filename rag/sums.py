"""The difference of two quoted figures in one unit, as an arithmetic line: 6895公里 − 5465公里 = 1430公里."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.values import FROM

_MEASURES = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[%％]|个百分点|(?:万亿|亿|万)?(?:标准箱|标箱|公里|平方米|立方米|千瓦时|千瓦|人次|人|吨|斤|元|美元|亩|公顷|辆|台|套|户|家|个|座|所|项|件|条|列|架|张|名|岁|年|天|度|米)|万亿|亿|万)"
)

_SCALES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "": Decimal(1)}


def difference(first: str, second: str) -> str | None:
    """The greater less the smaller figure, or None where the quotes share no unit.

    The first figure of each quote in the first unit that both have.
    """
    ours, theirs = _figures(first), _figures(second)
    unit = next((unit for _, unit in ours if any(other == unit for _, other in theirs)), None)
    if unit is None:
        return None
    one = next(number for number, found in ours if found == unit)
    other = next(number for number, found in theirs if found == unit)
    high, low = max(one, other), min(one, other)
    steps = "个百分点" if unit == "%" else unit
    return f"{high}{unit} − {low}{unit} = {high - low}{steps}"


def rank(quotes: Sequence[str]) -> list[Decimal] | None:
    """The first figure of each quote in the first unit that all of them have, scaled alike (1万亿元 = 10000亿元); None without such a unit."""
    found = [[(number * _SCALES[scale], unit) for number, scale, unit in map(_scaled, _figures(quote))] for quote in quotes]
    for _, unit in found[0] if found else ():
        if all(any(other == unit for _, other in figures) for figures in found):
            return [next(number for number, other in figures if other == unit) for figures in found]
    return None


def _scaled(figure: tuple[Decimal, str]) -> tuple[Decimal, str, str]:
    number, unit = figure
    scale = next((scale for scale in _SCALES if scale and unit.startswith(scale)), "")
    return number, scale, unit.removeprefix(scale)


def _figures(text: str) -> list[tuple[Decimal, str]]:
    """The figures with a unit, but what a level was before: of 从82.4岁提升至83.9岁 the second."""
    text = FROM.sub("", text)
    return [
        (Decimal(match.group("number")), match.group("unit").replace("标准箱", "标箱").replace("％", "%"))
        for match in _MEASURES.finditer(text)
    ]
