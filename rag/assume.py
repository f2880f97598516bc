"""What a question leaves unsaid: growth of the economy where nothing else is named, the edition before where something was revised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.indicators import BY_KEY
from rag.figures import RATE, left_over
from rag.question import ACHIEVED, TARGET, Question

_BARE_GROWTH = re.compile(r"增速|增幅|增长|\bgr[eo]w(?:th|ing|s)?\b", re.I)
_HOW_MUCH = re.compile(
    r"(?:GDP|生产总值|经济总量)(?:是|有|到底|一共|现在)*多少(?![%％])|what(?:'s|’s| is) (?:the )?[A-Za-z'’ ]{2,30}\bGDP(?: of [A-Za-z ]+)?\s*[?？]?$|what is the GDP of [A-Za-z ]+\??$",
    re.I,
)
_BIGGER = re.compile(r"(?:GDP|生产总值|经济总量)(?:有没有|是不是|是否)?比[^，。？]{1,12}[大小]", re.I)
_FARES = re.compile(
    r"经济(?:形势|情况|状况|表现|运行|发展)?(?:得)?(?:怎么样|怎样|如何|咋样|好不好)|\bhow (?:did|has|is|was)\b.{0,40}\beconomy\b", re.I
)
_ADJECTIVE = re.compile(r"[^\s的]经济")  # 数字经济 is another matter
_ECONOMY = re.compile(
    r"经济(?:形势|情况|状况|表现|运行|发展)?得?|咋样|好不好|\b(?:economy|doing|do|done|perform(?:ed|ing)?|fare[d]?|going)\b", re.I
)
_AGAINST = re.compile(
    r"(?:比|[高低快慢大小优]于|超过|[没未]?有?跑[赢输]|领先|落后|不及)(?:于|了)?(?:全国|国家|平均|水平|的)*|\b(?:faster|slower|more|less|than|national|nationwide|average|nation|china|country)\b",
    re.I,
)
_OF_WHAT = re.compile(
    r"(?<!为)(?<!依据是)(?<!理由是)(?<!原因是)(?:什么|啥)(?!原因|理由|依据)|哪[些个]?(?:方面|行业|产业|领域|指标)|\bwhat (?:grew|is growing)",
    re.I,
)
_REVISED = re.compile(
    r"目标[^，。？]{0,8}(?:上调|下调|调高|调低|调了|变了|没变|不变)|(?:上调|下调|调高|调低)[^，。？\d到为]{0,16}目标|"
    r"\b(?:raised?|lowered|cut|reduced|kept)\b (?:its|their)[^,?.\d]{0,30} (?:targets?|goals?)",
    re.I,
)


def assume_growth(question: Question) -> Question:
    """The question as one about the economy where it names nothing that grows, or asks only how things went.

    广东去年增速是多少？ and 上海去年经济怎么样？ ask for economic growth; 北京GDP多少？ for the last result, not for a target.
    """
    undated = question.kind is None and not question.years.asked
    if (
        undated
        and set(question.indicators) <= {"gdp_growth", "gdp_total"}
        and (_HOW_MUCH.search(question.text) or _BIGGER.search(question.text))
    ):
        return question if RATE.search(question.text) else replace(question, kind=ACHIEVED)
    fares = None if _ADJECTIVE.search(question.topic) else _FARES.search(question.text)
    named = fares or _BARE_GROWTH.search(question.topic)
    if named is None or question.indicators or _OF_WHAT.search(question.text):
        return question
    topic = _ECONOMY.sub(" ", question.topic) if fares or question.language == "en" else question.topic
    if left_over(replace(question, topic=_AGAINST.sub(" ", topic))):
        return question
    kind, assumed = question.kind or (ACHIEVED if fares else None), f"{named.group()} → {BY_KEY['gdp_growth'].label}"
    return replace(question, indicators=("gdp_growth",), topic=topic, kind=kind, assumed=(*question.assumed, assumed))


def assume_previous(question: Question, editions: Sequence[int]) -> Question:
    """今年下调了目标 is against the edition before, whichever of those indexed (newest first) that is."""
    own, revised = question.editions or tuple(editions[:1]), _REVISED.search(question.text)
    if revised is None or len(own) != 1 or own[0] not in editions or question.kind != TARGET or not question.indicators:
        return question
    both = tuple(editions[editions.index(own[0]) :][:2])
    assumed = (*question.assumed, f"{revised.group()} → {'、'.join(str(year) for year in both)}")
    return replace(question, years=replace(question.years, editions=both), assumed=assumed)
