"""Figures with their qualifiers: 5.5%左右, 4.5%—5%, 不低于700亿斤, 控制在3%以内, 与经济增长同步."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.．]\d+)?"
_PERCENT = "[%％]"
_UNIT = rf"{_PERCENT}|万亩|亿亩|亩|亿美元|万美元|美元|万元|元|万家|家|公斤|斤|万亿元|亿元|万亿斤|亿斤|亿公斤|百万吨|万吨|亿吨|万个|万多人|万余人|万人|人|微克(?:/|／|每)(?:立方米|m³)|微克|个百分点"
_DASH = r"\s*(?:—{1,2}|–|－|-|~|～|至|到)\s*"
_BEFORE = "不低于|不少于|不小于|不高于|不超过|超过|超出|超|突破|高于|低于|达到或超过|约|近|大约"
_AFTER = "左右|上下|以上|以内|之内|以下|及以上|以内控制"
VALUE = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<low>{_NUMBER})(?P<lowunit>{_UNIT})?(?:{_DASH}(?P<high>{_NUMBER}))?(?P<unit>{_UNIT})?(?P<after>{_AFTER})?"
)
WORDS = re.compile(
    r"(?P<sync>(?:与|和|同)(?:全省|全市|全区|全国|地区)?(?:经济|地区生产总值|GDP)(?:增长|发展|增速)?(?:保持)?(?:基本)?同步(?:增长)?|(?:保持)?(?:基本)?同步增长|(?:与|和)经济增长(?:保持)?(?:基本)?同步)"
    r"|(?P<above>(?:略|稍|明显|持续|继续)?(?:高|快|优)于(?:全国|全省|全市|经济|地区生产总值|城镇|GDP)[\u4e00-\u9fff]{0,8}?(?:增长|增速|水平|收入|居民|平均)(?:水平|增速|增长)?|(?:保持在)?全国平均水平以上|不低于经济(?:增速|增长)|(?:继续)?(?:跑赢|快于)(?:经济增长|城镇居民|全国[\u4e00-\u9fff]{0,4}))"
    r"|(?P<positive>(?:实现)?正增长)"
    r"|(?P<none>(?:保持)?(?:基本)?稳定(?!在)|只增不减|稳中有[进升增]|平稳增长|合理(?:水平|区间|回升)|稳量提质|促稳提质|提质增效|稳步增长|持续增长|温和回升|保持稳定|总体(?:平稳|稳定)|保持在合理区间|(?:进一步|持续)下降|(?:按序时进度)?完成(?:经)?国家[^，；。]{0,16}(?:任务|目标|要求|进度|指标)|完成目标任务|与国家[^，；。]{0,16}衔接)"
)
_AT_LEAST = ("不低于", "不少于", "不小于", "超过", "超出", "超", "突破", "高于", "达到或超过")
_AT_MOST = ("不高于", "不超过", "低于")
_SCALE = {"万亿元": ("亿元", 10_000), "万亿斤": ("亿斤", 10_000), "百万吨": ("万吨", 100), "亿吨": ("万吨", 10_000), "亿公斤": ("亿斤", 2), "人": ("万人", 1e-4), "万个": ("万人", 1), "万多人": ("万人", 1), "万余人": ("万人", 1)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as written in `text[start:end]`, and what it means: bounds in `unit`, and the qualifier."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str
    qualifier: str


def read_value(match: re.Match[str], after: str | None = None) -> Value | None:
    """The value of a match of VALUE; `after` is a qualifier that a whole list shares. None without a unit."""
    unit = match.group("unit") or match.group("lowunit")
    if unit is None:
        return None
    name, scale = _SCALE.get(_plain(unit), (_plain(unit), 1))
    low = _number(match.group("low"), scale)
    high = _number(match.group("high"), scale) if match.group("high") else None
    if high is not None and match.group("lowunit") and _plain(match.group("lowunit")) != _plain(unit):
        return None
    if high is not None and high < low:
        return None
    more = "以上" if re.search("[多余]", unit) else None  # 8万多人
    qualifier = "range" if high is not None else _qualify(match.group("before"), match.group("after") or after or more)
    if qualifier == "at_least":
        bounds: tuple[float | None, float | None] = (low, None)
    elif qualifier == "at_most":
        bounds = (None, low)
    else:
        bounds = (low, low if high is None else high)
    return Value(match.start(), match.end(), match.group(), *bounds, name, qualifier)


def read_words(match: re.Match[str]) -> Value:
    """The value of a match of WORDS: no figure, only how it relates."""
    return Value(match.start(), match.end(), match.group(), None, None, "", match.lastgroup or "none")


def _qualify(before: str | None, after: str | None) -> str:
    if after in ("以上", "及以上") or before in _AT_LEAST:
        return "at_least"
    if after in ("以内", "之内", "以下") or before in _AT_MOST:
        return "at_most"
    return "around" if after or before else "exact"


def _plain(unit: str) -> str:
    if unit.startswith("微克"):
        return "微克/立方米"
    return unit.replace("％", "%")


def _number(digits: str, scale: float) -> float:
    return round(float(digits.replace("．", ".")) * scale, 6)
