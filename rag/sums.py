"""The difference of two quoted figures in one unit, as an arithmetic line: 6895公里 − 5465公里 = 1430公里."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.values import without_former

_MEASURES = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[%％]|个百分点|(?:万亿|亿|万)?(?:标准箱|标箱|公里|平方米|立方米|千瓦时|千瓦|人次|人|吨|斤|元|美元|亩|公顷|辆|台|套|户|家|个|座|所|项|件|条|列|架|张|名|岁|年|天|度|米)|万亿|亿|万)"
)

_CLAUSE = re.compile("[，。；;]")
_FLOW = re.compile("新增|新建|新开|净增")
_NEAREST = 3
_SCALES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "": Decimal(1)}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with its unit, and the words of its clause `behind` which it stands; `near` are those since the last figure."""

    number: Decimal
    unit: str
    behind: str
    near: str

    def scaled(self) -> _Figure:
        """In single units: 1.2万 is 12000."""
        scale = next((scale for scale in _SCALES if scale and self.unit.startswith(scale)), "")
        return _Figure(self.number * _SCALES[scale], self.unit.removeprefix(scale), self.behind, self.near)


def difference(first: str, second: str) -> str | None:
    """The greater less the smaller figure, or None where the quotes share no unit.

    Of the figures in one unit the two are taken that stand behind the most alike words: 高新技术企业 behind 高新技术企业.
    """
    pairs = [(one, other) for one in _figures(first) for other in _figures(second) if one.scaled().unit == other.scaled().unit]
    if not pairs:
        return None
    one, other = max(pairs, key=lambda pair: (_alike(*pair), pair[0].unit == pair[1].unit))
    low, high = sorted((one, other), key=lambda figure: figure.scaled().number)
    if low.unit == high.unit:
        steps = "个百分点" if high.unit == "%" else high.unit
        return f"{high.number}{high.unit} − {low.number}{low.unit} = {high.number - low.number}{steps}"
    apart = high.scaled().number - low.scaled().number
    return f"{high.number}{high.unit} − {low.number}{low.unit} = {apart.normalize():f}{high.scaled().unit}"


def _alike(one: _Figure, other: _Figure) -> int:
    """How many pairs of characters the words behind which two figures stand share, the nearest words counting most."""
    if bool(_FLOW.search(one.near)) != bool(_FLOW.search(other.near)):
        return 0  # what was added is not held against what there is
    return _NEAREST * len(_pairs(one.near) & _pairs(other.near)) + len(_pairs(one.behind) & _pairs(other.behind))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def rank(quotes: Sequence[str]) -> list[Decimal] | None:
    """One figure of each quote in a unit that all of them have, those behind the most alike words, scaled alike (1万亿元 = 10000亿元);
    None without such a unit.
    """
    found = [[figure.scaled() for figure in _figures(quote)] for quote in quotes]
    best: tuple[int, list[Decimal]] | None = None
    for one in found[0] if found else ():
        same = [[other for other in figures if other.unit == one.unit] for figures in found[1:]]
        if not all(same):
            continue
        chosen = [max(others, key=lambda other: _alike(one, other)) for others in same]
        likeness = [_alike(one, other) for other in chosen]
        if one.behind and min(likeness, default=_NEAREST) < _NEAREST and all(other.behind for other in chosen):
            continue  # 森林覆盖率 is not held against the share of days with good air
        alike = sum(likeness)
        if best is None or alike > best[0]:
            best = alike, [one.number, *(other.number for other in chosen)]
    return best[1] if best else None


def _figures(text: str) -> list[_Figure]:
    """The figures with a unit, but what a level was before: of 从82.4岁提升至83.9岁 the second."""
    text = without_former(text)
    found, last = [], 0
    for match in _MEASURES.finditer(text):
        behind = _CLAUSE.split(text[: match.start()])[-1]
        near = _CLAUSE.split(text[last : match.start()])[-1]
        unit = match.group("unit").replace("标准箱", "标箱").replace("％", "%")
        found.append(_Figure(Decimal(match.group("number")), unit, behind, near))
        last = match.end()
    return found
