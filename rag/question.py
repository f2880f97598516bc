"""A user's words → Question: which places, editions, indicators and kind of statement are asked for.

What was understood and what was assumed is kept, so that it can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.indicators import find_indicators
from index.regions import Gazetteer
from rag.places import Places, read_places
from rag.years import FIRM_TARGET, Years, read_years, reports_named

TARGET, ACHIEVED, PLAN = "target", "achieved", "plan"

_PLAN = re.compile(
    r"十五五|2026\s*[-–—~到至]\s*2030|26(?:年)?到30年|(?:未来|今后|往后|接下来|后面)(?:的)?(?:这)?[五5]年|五年规划|远景|15th five|next five years|coming five years",
    re.I,
)
_YEARS_NAMED = re.compile(r"(?:到|by )(20\d\d)|(20\d\d)年", re.I)
_TARGET = re.compile(
    r"目标|预期(?!寿命)|打算|(?<![比按较超照])计划|力争|争取|准备|希望|拟|安排|预计|定在|定为|设定|划的?线|上限|要(?!闻)|想|将|控制在|"
    r"\b(?:targets?|targeted|plans?|planned|aims?|goals?|will|intend(?:s|ed)?|want(?:s|ed)?|hope[sd]?|pledged?|promised?|sought|seeks?|expects?|expected|ceiling|set(?! up)|to (?:build|raise|create|reach))\b",
    re.I,
)
_ACHIEVED = re.compile(
    r"实际|完成|已经|公布的数|达到了|实现了|同比|最后(?!一?[部章段节句])|结果|多少了|了多少|去年|上年|过去一年|[建收完产花增降减跑卖发引签造种修改]了|"
    r"\b(?:actual(?:ly)?|achieved|did|was|were|grew|reached|last year|had|recorded|result)\b",
    re.I,
)
_AUXILIARY = re.compile(r"\b(?:did|does|do|will|has|have|had)\s*$", re.I)
_GROWTH = re.compile("增速目标|增长目标|(?:经济)?增长率|增速[^，。？]{0,6}(?:最|前|倒数)|最[高低快慢]的?增速")
_QUESTION_WORDS = re.compile(
    r"是?(?:[多高大快升涨]了?|上升|提高|增加|上调)还是(?:[少低小慢降跌]了?|下降|降低|减少|下调)了?|(?:the )?1[45]th five[- ]year plan(?: period)?|请问|是多少|有多少|多少|几个|几家|几条|几所|几成|哪些|哪个|哪一?[家座条项所年类]|哪里|哪儿|什么样的?|什么|怎么样|怎样|怎么|如何|为什么|为何|是否|有没有|"
    r"吗|呢|吧|么|啊|多大|多高|多长|多久|是不是|分别|各是|各|到底|究竟|一共|总共|大概|具体|报告(?:里|中|提到|指出|说|提出)?|政府工作报告|"
    r"(?<![-'’])\b(?:what|which|how|many|much|does|did|do|is|are|was|were|the|of|in|a|an|for|to|and|by|its|it|on|at|from|with|that|this|has|have|had|"
    r"been|be|will|would|year|years|report|government|work|say|says|said|about|according|last|per|there|their|as|any|under|over|should|into)\b(?!-)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `regions` are official names; `editions` the years of the reports to look in (None: any);
    `years` the years asked about; `topic` the words left when places, years and question words are taken away.
    """

    text: str
    language: str
    topic: str
    regions: tuple[str, ...]
    places: Places
    years: Years
    indicators: tuple[str, ...]
    kind: str | None
    assumed: tuple[str, ...]

    @property
    def editions(self) -> tuple[int, ...] | None:
        """Years of the reports to look in, None for any."""
        return self.years.editions

    @property
    def everyone(self) -> bool:
        """Whether every province is asked about: 哪些省…"""
        return self.places.group == "各省"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller fixed, in official names; wins over what the question says."""

    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


NO_FILTERS = Filters()


def parse_question(
    text: str, gazetteer: Gazetteer, editions: Sequence[int], indexed: frozenset[str], filters: Filters = NO_FILTERS
) -> Question:
    """Understand a question. `editions` are the years indexed, newest first; `indexed` the regions that have a report."""
    language = detect_language(text)
    indicators = tuple(indicator.key for indicator in find_indicators(text))
    kind = _read_kind(text, max(editions, default=None))
    places = read_places(text, gazetteer, indexed, bool(indicators) or bool(_GROWTH.search(text)))
    years = read_years(text, editions, kind)
    if kind or indicators or not reports_named(text):  # 2024年报告里谁的基站更多: the year only says which report
        kind = _settle_kind(kind, years, editions)
    if filters.regions:
        absent = tuple(region for region in filters.regions if region not in indexed)
        places = replace(places, regions=filters.regions, absent=absent, ambiguous=(), group=None, assumed=())
    if filters.years:
        missing = tuple(year for year in filters.years if year not in editions)
        years = replace(years, editions=filters.years, missing=missing, assumed=(), undated=False)
    return Question(
        text,
        language,
        _topic(text, language, places, years),
        places.regions,
        places,
        years,
        indicators,
        kind,
        (*places.assumed, *years.assumed),
    )


def detect_language(text: str) -> str:
    """Zh or en, by what most of the text is written in."""
    han = len(re.findall("[\u4e00-\u9fff]", text))
    latin = len(re.findall("[A-Za-z]{2,}", text))
    return "en" if latin > han else "zh"


def _read_kind(text: str, newest: int | None) -> str | None:
    """The kind of statement; years after the newest edition are planned for, not yet reported on."""
    firm = bool(FIRM_TARGET.search(text))
    ahead = newest is not None and any(int(match[1] or match[2]) > newest for match in _YEARS_NAMED.finditer(text))
    if ahead or _PLAN.search(text):
        return PLAN
    if _ACHIEVED.search(text) and not firm:
        return ACHIEVED
    return TARGET if _TARGET.search(text) else None


def _settle_kind(kind: str | None, years: Years, editions: Sequence[int]) -> str | None:
    """去年 asks for results and 今年 for targets, whatever the verb."""
    if kind == PLAN or not years.asked or not editions:
        return kind
    if years.editions and all(year < edition for year in years.asked for edition in years.editions):
        return ACHIEVED
    if kind is None and all(year not in editions and year + 1 in editions for year in years.asked):
        return ACHIEVED
    if kind != TARGET and years.editions == years.asked:
        return TARGET  # the result of a year is not known in its own report
    return kind


def _topic(text: str, language: str, places: Places, years: Years) -> str:
    """The text with the spans of places and years blanked and question words dropped."""
    characters = list(text)
    for start, end in (*places.spans, *years.spans):
        characters[start:end] = " " * (end - start)
        if language == "en" and _AUXILIARY.search(text[:start]):
            characters[start] = ","  # coal did Shanxi mine: no coal mine
    return drop_question_words("".join(characters))


def drop_question_words(text: str) -> str:
    """What is left of a question without the words that only ask: 谁在1066年征服了英国？ keeps all, 是多少 and how many go."""
    return " ".join(_QUESTION_WORDS.sub(" ", text).split())
