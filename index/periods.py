"""What time a report is speaking of, sentence by sentence: last year, the past five years, this year, or later.

A chapter title sets the time. Words of time move it on: at the head of a sentence for good (2025年，…; 五年来，…), further in for
what follows in that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.corpus import Report, Section
from index.sentences import split_sentences
from index.values import FROM

LAST_YEAR, PAST_YEARS, THIS_YEAR, LATER, OTHER = "last_year", "past_years", "this_year", "later", "other"

_HEADLINE = re.compile(r"预期目标|主要目标(?:是|为|包括|[:：])|发展目标(?:是|为|[:：])")
_BACK = re.compile(r"回顾|总结|成就|成绩|发展历程|取得|迈出|过去|一年接着一年|工作情况")
_PAST_YEARS = re.compile(
    r"十[三四]五|五年来|(?:过去|这|近|五|回望)的?(?:这)?五年|[五5]年(?:间|累计)|三年来|过去三年|(?:比|较|与)20(?:1\d|2[0-2])年|本届政府"
)
_OPENING = re.compile(
    r"“?十五五”?(?:规划|时期)?的?(?:实现)?(?:良好)?(?:开好局|开局|起步)(?:之年|之战|、?起好步)*|开局之年|第一年|国家“?十五五”?(?:规划)?考核|“?十五五”?(?:规划)?目标任务的?序时"
)
_LATER = re.compile(r"十五五|未来五年|今后五年|未来[三五]年|到20(?:2[5-9]|3\d)年|(?<!\d)20(?:2[7-9]|3[0-2])年(?!建成)")
_PLAN = re.compile("十五五|第十五个五年")
_PART = re.compile(r"(?<!从)[一二三四]季度|(?<!从)前三季度|(?<!从)上半年|下半年|1[—\-－至到]1?\d月")
_PAST_FIVE = re.compile("十四五|(?:过去|这)的?五年|五年来")
_VISION = re.compile(r"到20(?:3[3-9]|4\d|50)年")  # a goal so far off is no time that what follows is set in
_HEAD = 14  # a word of time this early in its sentence holds for what follows it


@dataclass(frozen=True, slots=True)
class Moment:
    """A sentence `[start, end)` and the time that holds where it begins (`base`); `plan_year` is that of a later goal.

    `headline` says that it states the year's main targets, or stands in the same paragraph after the sentence that does.
    """

    start: int
    end: int
    base: str
    plan_year: int | None
    headline: bool
    year: int


def read_moments(text: str, report: Report) -> Iterator[Moment]:
    """The sentences of a dated report in order, each with its time."""
    year = report.year or 0
    titled = [chapter for chapter in report.sections if chapter.title]
    for chapter in report.sections:
        base, plan_year = _time_of_title(chapter.title, year), _plan_year(chapter.title)
        if titled and chapter is titled[0] and len(titled) > 1 and not re.search(rf"{year}年|十五五|今年", _OPENING.sub("", chapter.title)):
            base = base if base in (LAST_YEAR, PAST_YEARS) else LAST_YEAR  # a report begins by looking back
        for _, section in chapter.walk():
            if section is not chapter:
                base, plan_year = _time_of_subtitle(section.title, base, plan_year, year)
            agenda = _is_agenda(chapter.title, year) and "十五五" not in section.title
            mode = _Mode(year, _is_annual(chapter.title, year), agenda, _is_mixed(chapter.title))
            for moment in _read_section(text, section, base, plan_year, mode):
                base, plan_year = moment.base, moment.plan_year
                yield moment


def moment_at(moments: Iterable[Moment], position: int) -> Moment | None:
    """The moment whose sentence holds an offset; None where none does."""
    return next((moment for moment in moments if moment.start <= position < moment.end), None)


def time_at(text: str, moment: Moment, position: int) -> tuple[str, int | None]:
    """(time, year of a later goal) that holds at `position` inside a moment's sentence: the last word of time before it."""
    before = text[moment.start : position]
    marks = _marks(before, moment.base, moment.year)
    if not marks:
        return moment.base, moment.plan_year
    _, time = max(marks)
    if time != LATER:
        return time, None
    return time, _plan_year(before) or moment.plan_year


def is_part_of_year(clause: str) -> bool:
    """Whether a clause speaks of a quarter or half year only."""
    return bool(_PART.search(clause))


@dataclass(frozen=True, slots=True)
class _Mode:
    """What a chapter is of: one past year only (`annual`), this year's work (`agenda`), the five years behind and before us (`mixed`)."""

    year: int
    annual: bool
    agenda: bool
    mixed: bool


def _read_section(text: str, section: Section, base: str, plan_year: int | None, mode: _Mode) -> Iterator[Moment]:
    year = mode.year
    headline_line = paragraph = -1
    for start, end in split_sentences(text, section.body, section.own_end):
        sentence = text[start:end]
        line = text.rfind("\n", 0, start)
        if mode.agenda and base == LATER and line != paragraph:
            base, plan_year = THIS_YEAR, None  # in this year's chapter a later goal holds for its paragraph
        if mode.mixed and line != paragraph:
            base, plan_year = _turn(sentence, base, plan_year)
        paragraph = line
        early = [
            mark
            for mark in _marks(sentence, base, year)
            if mark[0] <= _HEAD and not (mode.annual and mark[1] == PAST_YEARS) and not _VISION.match(sentence, mark[0])
        ]
        if early:
            base = min(early)[1]
            plan_year = _near(_plan_year(sentence)) or plan_year or 2030 if base == LATER else None
        elif base == LATER and "预期目标" in sentence and not re.search("年均|20[23]\\d年", sentence):
            base, plan_year = THIS_YEAR, None
        if base == THIS_YEAR and _HEADLINE.search(sentence):
            headline_line = line
        yield Moment(start, end, base, plan_year, base == THIS_YEAR and headline_line == line, year)


def _turn(sentence: str, base: str, plan_year: int | None) -> tuple[str, int | None]:
    """The time of a paragraph by its first sentence, where a chapter tells of the five years behind and of those to come."""
    plain = _OPENING.sub("", sentence)
    ahead, behind = re.search("十五五|第十五个五年|[今未][后来]五年|[《“]?纲要", plain), _PAST_FIVE.search(plain)
    if behind and (not ahead or behind.start() < ahead.start()):
        return PAST_YEARS, None
    return (LATER, 2030) if ahead else (base, plan_year)


def _marks(sentence: str, base: str, year: int) -> list[tuple[int, str]]:
    """(offset, time) of each word of time; in chapters that look back only the past counts, in the others the future."""
    plain = FROM.sub(_blank, _OPENING.sub(_blank, sentence))  # 从2020年的3万亿元增长到2025年的… is no word of time
    if base in (LAST_YEAR, PAST_YEARS):
        patterns = ((_last_year(year), LAST_YEAR), (_PAST_YEARS, PAST_YEARS))
    elif base in (THIS_YEAR, LATER):
        patterns = ((_this_year(year), THIS_YEAR), (_LATER, LATER))
    else:
        return []
    marks = [(match.start(), time) for pattern, time in patterns for match in pattern.finditer(plain)]
    if base == PAST_YEARS and not marks and re.search("同比|比上年|较上年", plain):
        return [(_HEAD + 1, LAST_YEAR)]
    return marks


def _blank(match: re.Match[str]) -> str:
    return "　" * len(match.group())


def _is_annual(title: str, year: int) -> bool:
    """Whether a chapter reviews one year only: 一、2023年工作回顾."""
    return f"{year - 1}年" in title and not re.search("十四五|五年", title)


def _is_mixed(title: str) -> bool:
    """Whether a chapter tells of the five years behind as well as of the plan for the next ones."""
    plain = _OPENING.sub("", title)
    return bool(_PLAN.search(plain)) and bool(_PAST_FIVE.search(plain) or "纲要" in plain)


def _is_agenda(title: str, year: int) -> bool:
    """Whether a chapter is about this year's work only: 二、2026年工作安排."""
    return f"{year}年" in title and "十五五" not in _OPENING.sub("", title)


def _near(year: int | None) -> int | None:
    """A plan for the coming years; 2035 is a vision that a chapter mentions, not the year of its figures."""
    return year if year is not None and year <= 2032 else None


def _time_of_title(title: str, year: int) -> str:
    plain = _OPENING.sub("", title)
    if not title:
        return OTHER
    if f"{year}年" not in plain and (_BACK.search(plain) or f"{year - 1}年" in plain):
        five = re.search("十四五|五年", plain)
        one = re.search(rf"{year - 1}年|一年", plain)
        return PAST_YEARS if five and (not one or five.start() < one.start()) else LAST_YEAR
    plan = _PLAN.search(plain)
    later, this = plan.start() if plan else -1, plain.find(f"{year}年")
    return LATER if later >= 0 and (this < 0 or later < this) else THIS_YEAR


def _time_of_subtitle(title: str, base: str, plan_year: int | None, year: int) -> tuple[str, int | None]:
    plain = _OPENING.sub("", title)
    if base in (THIS_YEAR, LATER):
        if re.search(rf"{year}年|今年", plain):
            return THIS_YEAR, None
        if _PLAN.search(plain):
            return LATER, _plan_year(plain)
        return base, plan_year
    if base in (LAST_YEAR, PAST_YEARS):
        if re.search(rf"{year - 1}年|一年", plain):
            return LAST_YEAR, None
        if re.search("十四五|五年", plain):
            return PAST_YEARS, None
    return base, plan_year


def _last_year(year: int) -> re.Pattern[str]:
    return re.compile(rf"{year - 1}年(?!总量比)|去年|一年来|过去(?:的)?一年|刚刚过去|全年|(?<!的)这一年")


def _this_year(year: int) -> re.Pattern[str]:
    return re.compile(rf"今年|{year}年|年内")


def _plan_year(text: str) -> int | None:
    plain = _OPENING.sub("", text)
    named = re.findall(r"到(20(?:2\d|3\d))年|(?<!\d)(20(?:2[7-9]|3[0-2]))年", plain)
    if named and "十五五" not in plain:
        return int(named[-1][0] or named[-1][1])
    return 2030 if _PLAN.search(plain) or (named and "2030" in named[-1]) else int(named[-1][0] or named[-1][1]) if named else None
