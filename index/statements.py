"""Sentence → statements: which value a sentence gives to which indicator.

Read from left to right: names of indicators, alone or in a list, then the values that belong to them. In 城镇、农村居民人均可支配收入分别增长4.5%、
5.5%左右 the values go to the names in order, and the last 左右 holds for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.names import Name, find_names
from index.values import FROM, VALUE, WORDS, Value, read_value, read_words

_JOIN = re.compile(r"(?:增长|增速|涨幅|总额|人数|增幅|上涨|增加)?(?:[、和及与]|以及)(?:全省|全市|全区|地方|其中)?")
_FILLER = (
    r"人数|总量|总额|水平|总水平|幅度|涨幅|上涨|增速|增幅|增长|年均值|年均|年平均|平均值?|均值|浓度|均|同比|同口径|可比口径|可比价|按可比价格计算|实际|名义|预计|力争|争取|努力|确保|实现|达到?|"
    r"预期|定为|定在|只有|由[负降减]转[正升增]|止跌回升|逆势|完成|控制|保持|稳定|在|为|是|突破|超过|提高到|提高|提升至|提升到|提升|下降|降低|降至|降到|降|至|到|仅|约|近|按|强度|也|已|将|能够|可|的|分别|预期目标|目标|累计|全年|去年|继续|首次|再次|再|"
    r"设定为|量|率|到?20\d\d年(?:末|底)?|连?续?(?:跨越|跨过|跨上|跨|迈上|迈过|突破|跃上|站上)[^，。、；]{1,10}(?:台阶|大关|关口)[、，]?|迈上|迈过|跨过|站上|新|台阶|历史性|成功|连续[\d一二三四五六七八九十]+(?:年|个月|个季度)|连续|两位数|跃升至|跃上|增加到|增加|增至|上升|上|微涨|微升|微|年|每立方米|排放量?|能源消耗|之比|比上年|较上年|占比|"
    r"再?创[^，。；]{0,6}新高|[（(][^（()）]{0,24}[）)]|[：:、，“”\s]"
)
_ADVERBIAL = r"在[^，。；]{0,24}?(?:期内统筹|规划期内|情况下|背景下|形势下|条件下|基础上|基数上|影响下|压力下)，?|(?:扣除|剔除)[^，。；]{2,16}?(?:因素|影响)后?，?|(?:克服|顶住|扛住|承受住|经受住)[^，。；]{0,16}?(?:影响|压力|冲击|挑战)[、，]?"
_LEAD = re.compile(f"(?:{FROM.pattern}|{_ADVERBIAL}|{_FILLER})*")
_NEXT = re.compile(
    r"(?:新?(?:大)?台阶|大关|关口)?(?:[、，](?:稳)?居[^、，。；]{2,10})?[、和及，与](?:同比|实际|名义|比上年|年均|总量|同口径)*(?:分别)?(?:增长|增速|达到?|为|上涨|下降|降|增加|提高)?(?:至|到)?"
)
_STRANGERS = re.compile(
    r"(?:排放|年均|平均|降低|下降|增长)?(?:浓度|强度|率|总值|增速|涨幅)?[、和及与]([^，。；、\d]{2,12}?)(?:[、和]([^，。；、\d]{2,12}?))?(?:[、和]([^，。；、\d]{2,12}?))?(?:等[^，。；、\d]{0,6})?"
    r"(?=(?:分别|均|都)(?:增长|达|下降|稳定|保持|控制|超|突破|实现|完成)|完成国家|实现[“\"]|[“\"][一二三四五六七八九十]+(?:连增|增))"
)
_BEFORE_LIST = re.compile(r"(?:[^，。；：、\d]{2,14}[、和及与])+$")
_BY = re.compile(r"(?:增加|增长|提高|新增|净增|增产|减少|下降|降低|改善)了?$")  # …增加3亿斤 is by how much, not how much
_ATTRIBUTE = re.compile(r"的(?!目标|水平|规模|台阶|大关)|[^，。；、\d]{0,4}(?:县|镇|城市|市|区|集群|产业)")  # 总量超500亿元的县域
_DATED_STEP = re.compile(r"20\d\d年(?:首次|成功|历史性)*(?:(?=突破|超过)|达到|迈上|跨过|跃上|站上)(?=\D{0,2}\d)")
_RISE = re.compile(r"增长|增速|涨幅|上涨|增幅|上升|提高|增加|涨|回升|下降|降低|减少|降")
_FALL = re.compile(r"下降|降低|减少|回落|微降")
_ASSIGNED = re.compile(r"(?:按[^，。；]{0,8})?完成(?:经)?国家[^，。；]{0,8}的?$")
_TASK = re.compile(r"(?:排放)?(?:量)?(?:强度)?(?:降低|下降|减排|削减)?(?:的)?(?:年度)?(?:目标)?(?:任务|目标|指标)")
# Rates that are levels, not growth: 失业率5.5% needs no verb of growth.
_LEVELS = frozenset({"surveyed_unemployment", "rd_intensity", "cpi", "energy_intensity", "carbon_intensity"})
_UNITS = {"urban_new_jobs": ("万人",), "gdp_total": ("亿元",), "grain_output": ("亿斤", "万吨"), "pm25": ("微克/立方米",)}


@dataclass(frozen=True, slots=True)
class Statement:
    """`text[start:end]` says `value` of the indicator."""

    indicator: str
    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Led:
    """A value and the words that lead to it."""

    value: Value
    lead: str


def read_statements(text: str, start: int, end: int) -> Iterator[Statement]:
    """The statements of the sentence `[start, end)`; a name without a value is passed over."""
    sentence = text[start:end]
    for group, limit in _groups(sentence, find_names(sentence)):
        assigned = _assigned(sentence, group)
        if assigned:
            for key in (key for name in group for key in (*name.rates, *name.amounts)):
                yield Statement(key, assigned, start + assigned.start, start + assigned.end)
            continue
        assigned_values = list(_assign(sentence, group, limit))
        shared = max((value.end for _, value in assigned_values), default=0) if len(group[0].rates) + len(group) > 2 else 0
        for key, value in assigned_values:
            yield Statement(key, value, start + group[0].start, start + max(value.end, group[-1].end, shared))


def _groups(sentence: str, names: list[Name]) -> Iterator[tuple[list[Name], int]]:
    """(names joined in one list, where what may be said of them ends)."""
    at = 0
    while at < len(names):
        group = [names[at]]
        while at + 1 < len(names) and _JOIN.fullmatch(sentence[group[-1].end : names[at + 1].start]):
            at += 1
            group.append(names[at])
        at += 1
        limit = names[at].start if at < len(names) else len(sentence)
        stop = re.search("[；;]", sentence[group[-1].end : limit])
        yield group, group[-1].end + stop.start() if stop else limit


def _assigned(sentence: str, group: list[Name]) -> Value | None:
    """完成国家下达的单位地区生产总值二氧化碳排放降低任务: the words are the value, and stand around the name."""
    before = _ASSIGNED.search(sentence[: group[0].start])
    after = _TASK.match(sentence, group[-1].end)
    if not before or not after:
        return None
    return Value(before.start(), after.end(), sentence[before.start() : after.end()], None, None, "", "none")


def _assign(sentence: str, group: list[Name], limit: int) -> Iterator[tuple[str, Value]]:
    """Which value belongs to which indicator of the group."""
    begin = group[-1].end
    strangers = _STRANGERS.match(sentence, begin, limit)
    if strangers:
        begin = strangers.end()
    values = _read_values(sentence, begin, limit)
    if not values:
        values = _read_dated_step(sentence, begin, limit)
    if not values:
        return
    amounts = [key for name in group for key in name.amounts]
    others: list[str | None] = [None] * sum(bool(found) for found in strangers.groups()) if strangers else []
    single = sum(led.value.unit in ("%", "") for led in values) == 1
    rates: list[str | None] = [key for name in group for key in (("resident_income_growth",) if name.together and single else name.rates)]
    if rates:
        yield from _share_rates(sentence, group, rates + others, values)
    if amounts:
        found = [led.value for led in values if (led.value.unit or not rates) and not _is_increment(led)]
        yield from _share_amounts(amounts, len(others), [value for value in found if not _is_attribute(sentence, value)])


def _share_rates(sentence: str, group: list[Name], keys: list[str | None], values: list[_Led]) -> Iterator[tuple[str, Value]]:
    found = [led for led in values if led.value.unit in ("%", "")]
    if not found:
        return
    pairs = _pair(sentence, group, keys, found)
    between = "".join(sentence[a.end : b.start] for a, b in pairwise(group))
    for key, led in pairs:
        spoken = between + sentence[group[-1].end : led.value.start]
        if key is None or (key not in _LEVELS and led.value.unit == "%" and not _RISE.search(spoken)):
            continue
        falls = (key not in _LEVELS or key == "cpi") and led.value.unit == "%" and bool(_FALL.search(_last_verb(led, values)))
        yield key, _negated(led.value) if falls else led.value


def _pair(sentence: str, group: list[Name], keys: list[str | None], found: list[_Led]) -> list[tuple[str | None, _Led]]:
    """Which of the values is whose, in order; one value is for all, of several a single name has the first."""
    if "分别" in found[0].lead and len(keys) < len(found):  # names that we do not know stand before ours: 工业投资、固定资产投资分别增长…
        earlier = _BEFORE_LIST.search(sentence[: group[0].start])
        keys = [*([None] * len(re.findall("[、和及与]", earlier.group() if earlier else ""))), *keys]
    if len(keys) == len(found):
        return list(zip(keys, found, strict=True))
    if len(keys) == 1:
        return [(keys[0], found[0])]
    return [(key, found[0]) for key in keys] if len(found) == 1 else []


def _last_verb(led: _Led, values: list[_Led]) -> str:
    """The words that lead to a value; in a list those that lead to its first member."""
    at = values.index(led)
    while at and not _RISE.search(values[at].lead) and values[at - 1].value.unit == led.value.unit:
        at -= 1
    return re.split("[，、]", re.sub(_ADVERBIAL, "", values[at].lead))[-1]


def _is_increment(led: _Led) -> bool:
    """Whether a figure says by how much an amount changed."""
    return led.value.unit not in ("", "%") and bool(_BY.search(led.lead))


def _is_attribute(sentence: str, value: Value) -> bool:
    """Whether a total describes another: 总量超500亿元的县域."""
    return value.unit == "亿元" and bool(_ATTRIBUTE.match(sentence, value.end))


def _share_amounts(keys: list[str], others: int, found: list[Value]) -> Iterator[tuple[str, Value]]:
    for place, key in enumerate(keys):
        fitting = [value for value in found if value.unit in _UNITS[key]]
        if len(fitting) == len(keys) + others > 1:
            yield key, fitting[place]
        elif not fitting and found and found[0].unit == "":
            yield key, found[0]
        elif fitting:  # 突破3万亿元、达3.6万亿元: the more precise one
            yield key, max(fitting, key=lambda value: len(re.sub(r"\D", "", value.text))) if key == "gdp_total" else fitting[0]


def _read_values(sentence: str, start: int, limit: int) -> list[_Led]:
    """The values from `start` on, each with the words that lead to it."""
    matches: list[tuple[re.Match[str], str]] = []
    position = start
    while True:
        match = _first_value(sentence, position, limit) if not matches else _next_value(sentence, position, limit)
        if match is None:
            break
        following = _next_value(sentence, match.end(), limit) if match.re is WORDS else None
        match = following or match  # 高于全国平均水平，年均增长5%: the figure
        matches.append((match, sentence[position : match.start()]))
        position = match.end()
        if match.re is WORDS:
            break
    values = []
    for number, (match, lead) in enumerate(matches):
        value = read_words(match) if match.re is WORDS else read_value(match, _shared_qualifier(matches, number))
        if value:
            values.append(_Led(value, lead))
    return values


def _first_value(sentence: str, position: int, limit: int) -> re.Match[str] | None:
    lead = _LEAD.match(sentence, position, limit)
    reach = lead.end() if lead else position
    former = FROM.search(sentence, position, reach)
    words: re.Match[str] | None = None
    for at in range(position, reach + 1):
        if (at > position and re.match("[从\\d.．]", sentence[at - 1])) or (former and former.start() <= at < former.end()):
            continue  # inside a number, or in 从11.37万亿元提高到…
        match = VALUE.match(sentence, at, limit)
        if match and (match.group("unit") or match.group("lowunit")):
            return match
        words = words or WORDS.match(sentence, at, limit)
    return words


def _next_value(sentence: str, position: int, limit: int) -> re.Match[str] | None:
    lead = _NEXT.match(sentence, position, limit)
    match = VALUE.match(sentence, lead.end(), limit) if lead else None
    return match if match and (match.group("unit") or match.group("lowunit")) else None


def _read_dated_step(sentence: str, start: int, limit: int) -> list[_Led]:
    """The last of several steps with their years: 继2010年迈上1万亿元台阶后，…2023年首次突破2万亿元."""
    steps = list(_DATED_STEP.finditer(sentence, start, limit))
    match = VALUE.match(sentence, steps[-1].end(), limit) if steps else None
    value = read_value(match) if match else None
    return [_Led(value, steps[-1].group())] if value and value.unit == "亿元" else []


def _shared_qualifier(matches: list[tuple[re.Match[str], str]], number: int) -> str | None:
    """In “分别增长4.5%、5.5%左右” the 左右 holds for every member; a member with a qualifier of its own ends the list."""
    rest = [matches[number]]
    for match, lead in matches[number + 1 :]:
        if match.re is WORDS or _RISE.search(lead):
            break
        rest.append((match, lead))
    figures = [match for match, _ in rest if match.re is VALUE]
    units = {match.group("unit") or match.group("lowunit") for match in figures}
    if len(figures) < 2 or len(units) > 1 or any(match.group("after") or match.group("before") for match in figures[:-1]):
        return None
    return str(figures[-1].group("after")) if figures[-1].group("after") else None


def _negated(value: Value) -> Value:
    low = None if value.high is None else -value.high
    high = None if value.low is None else -value.low
    return Value(value.start, value.end, f"下降{value.text}", low, high, value.unit, value.qualifier)
