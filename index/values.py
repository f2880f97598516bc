"""Figures with their qualifiers: 5.5%左右, 4.5%—5%, 不低于700亿斤, 控制在3%以内, 与经济增长同步."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIGURE = r"\d+(?:[.．]\d+)?"
_NUMERAL = r"[一二两三四五六七八九]?[十百千](?=[万亿])|[一二两三四五六七八九](?=[万亿])|万(?=亿|公里)"  # 百万吨, 三千亿斤, 万亿元
_NUMBER = rf"{_FIGURE}|{_NUMERAL}"
_PERCENT = "[%％]"
_UNIT = rf"{_PERCENT}|万?公里|万亩|亿亩|亩|亿美元|万美元|美元|万元|元|万家|家|公斤|斤|万[多余]?亿元|亿元|万亿斤|亿斤|亿公斤|百万吨|万吨|亿吨|万个|万[多余]?人(?!次)|人(?!次)|微克(?:/|／|每)(?:立方米|m³)|[μµ]g/m[³3]|微克|个百分点|万?亿(?=[，。；、（）()\s]|以上|左右|[新大]?台阶|大关|关口|$)"
_DASH = r"\s*(?:—{1,2}|–|－|-|~|～|至|到)\s*"
_BEFORE = "不低于|不少于|不小于|不高于|不超过|超过|超出|超|突破|高于|低于|达到或超过|约|近|大约"
_AFTER = "左右|上下|以上|以内|之内|以下|及以上|以内控制"
VALUE = re.compile(
    rf"(?P<before>{_BEFORE})?(?:每立方米)?(?P<low>{_NUMBER})(?P<more>[多余](?=[万亿]))?(?P<lowunit>{_UNIT})?(?:{_DASH}(?P<high>{_FIGURE}))?"
    rf"(?P<unit>{_UNIT})?(?P<after>{_AFTER})?"
)
# What a level was before: 从2020年的3.1万亿元增长到2025年的…, 从上半年5.5%降到….
FROM = re.compile(
    r"[从由](?:20\d\d年|[^，。；、\d]{0,8})的?\d[\d.．]*[^，。；、\d从由]{0,8}?"
    r"(?:逐步|稳步|大幅|持续|跃)*(?:提高|增长|增加|提升|升|上升|扩大|发展|下降|降低|降|回落|收窄|减少|改善|增)(?:到|至|为)?(?:20\d\d年的?)?"
)
# A result in words, said of the indicator itself: 总体平稳, 与上年持平, 完成国家下达任务, 为有记录以来最好水平.
RESULT = (
    r"(?:总体|基本|大体)?(?:保持)?(?:总体|基本|大体)?(?:平稳|稳定)(?![在增运发回有可健])|(?:(?:与|和|同|较|比)(?:上年|去年)|同比)?(?:同期)?(?:基本|总体|大体)?持平|稳中[有略微][升增进降涨]"
    r"|(?:超额|全面|圆满|顺利|较好)*(?:完成|达到|实现)了?(?:经|“?十[三四五六]五”?)?国家(?:[^，；。二]{0,18})(?:任务|目标|要求|进度|指标)"
    r"|(?:处于|处在|为|达到?|保持|创|位于)?了?(?:有[^，。；、]{1,8}以来|历史|近[\d一二三四五六七八九十]*年来?|同期|全国)+的?最[好低高优大小](?:水平|值)?"
    r"|超额完成(?:全年|年度|预期)?(?:目标)?任务|(?:全年|年度)?目标(?:任务)?超额完成"
    r"|(?:再|屡|连续)?创(?:下)?(?:历史)?(?:新高|新低|最高|纪录)|低于(?:预期|控制|调控|年度)目标|(?:低位|小幅|温和)+(?:运行|上涨|波动)|[“\"]?[一二三四五六七八九十]+个?(?:连增|连丰|增长?|丰)[”\"]?|连续[\d一二三四五六七八九十]+年增长"
)
# How a figure relates to another, which is then no figure of its own: 与经济增长同步, 高于经济增长.
_RELATIVE = (
    r"(?P<sync>(?:与|和|同)(?:全省|全市|全区|全国|地区)?(?:经济|地区生产总值|GDP)(?:增长|发展|增速)?(?:保持)?(?:基本)?同步(?:增长)?|(?:保持)?(?:基本)?同步增长|(?:与|和)经济增长(?:保持)?(?:基本)?同步)"
    r"|(?P<above>(?:略|稍|明显|持续|继续)?(?:高|快|优)于(?:(?:全国|全省|全市|全区)[、和])*(?:全国|全省|全市|全区|经济|地区生产总值|城镇|GDP)[\u4e00-\u9fff]{0,8}?(?:增长|增速|水平|收入|居民|平均)(?:水平|增速|增长)?|(?:保持在)?全国平均水平以上|不低于经济(?:增速|增长)|(?:继续)?(?:跑赢|快于)(?:经济增长|城镇居民|全国[\u4e00-\u9fff]{0,4}))"
)
RELATIVE = re.compile(_RELATIVE)
WORDS = re.compile(
    rf"{_RELATIVE}|(?P<positive>(?:实现)?正增长)|(?P<result>{RESULT})"
    r"|(?P<none>(?:保持)?(?:基本)?稳定(?!在)|只增不减|稳中有[进升增]|平稳增长|合理(?:水平|区间|回升)|[稳保促扩]?[稳量]中?提质|量稳质升|稳定增长|稳步提升|提质增效|稳步增长|持续增长|温和回升|保持稳定|总体(?:平稳|稳定)|保持在合理区间|(?:进一步|持续)下降|(?:按序时进度)?完成(?:经)?国家[^，；。]{0,16}(?:任务|目标|要求|进度|指标)|完成目标任务|与国家[^，；。]{0,16}衔接)"
)
_AT_LEAST = ("不低于", "不少于", "不小于", "超过", "超出", "超", "突破", "高于", "达到或超过")
_AT_MOST = ("不高于", "不超过", "低于")
_SCALE = {"万亿元": ("亿元", 10_000), "万亿": ("亿元", 10_000), "亿": ("亿元", 1), "万亿斤": ("亿斤", 10_000), "百万吨": ("万吨", 100), "亿吨": ("万吨", 10_000), "亿公斤": ("亿斤", 2), "人": ("万人", 1e-4), "万公里": ("公里", 10_000), "万个": ("万人", 1)}  # fmt: skip


def without_former(text: str) -> str:
    """The text with the digits of what a level was before blanked, places kept: 从··家增至38家."""
    return FROM.sub(lambda match: re.sub(r"\d", "·", match.group()), text)


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
    more = "以上" if match.group("more") or re.search("[多余]", unit) else None  # 8万多人, 40余万人
    if high is not None:
        return Value(match.start(), match.end(), match.group(), low, high, name, "range")
    qualifier = qualify(match.group("before"), match.group("after") or after or more)
    return Value(match.start(), match.end(), match.group(), *bounds(low, qualifier), name, qualifier)


def read_words(match: re.Match[str]) -> Value:
    """The value of a match of WORDS: no figure, only how it relates."""
    return Value(
        match.start(), match.end(), match.group(), None, None, "", "none" if match.lastgroup == "result" else match.lastgroup or "none"
    )


def qualify(before: str | None, after: str | None) -> str:
    """The qualifier of a figure between two words: 超过, 不高于, 约 before it, 以上, 以内, 左右 behind."""
    if after in ("以上", "及以上") or before in _AT_LEAST:
        return "at_least"
    if after in ("以内", "之内", "以下") or before in _AT_MOST:
        return "at_most"
    return "around" if after or before else "exact"


def bounds(figure: float, qualifier: str) -> tuple[float | None, float | None]:
    """(low, high) of one figure: 5%以上 has no high, 5%以内 no low."""
    return None if qualifier == "at_most" else figure, None if qualifier == "at_least" else figure


def _plain(unit: str) -> str:
    if unit.startswith("微克") or "g/m" in unit:
        return "微克/立方米"
    return re.sub("[多余]", "", unit).replace("％", "%")


def _number(digits: str, scale: float) -> float:
    return round(read_number(digits) * scale, 6)


def read_number(digits: str) -> float:
    """3.2 of “3.2”, 100 of 百, 3000 of 三千."""
    if digits[0].isdigit():
        return float(digits.replace("．", "."))
    first, power = "一二三四五六七八九".find(digits[0].replace("两", "二")) + 1, {"十": 10, "百": 100, "千": 1000, "万": 10_000}
    return (first or 1) * power.get(digits[-1], 1)
