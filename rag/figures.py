"""Questions about the indicators → rows of the table of targets: which figure is asked for, of whom, for when.

A row is used only when the question asks for the indicator itself: every further word must be one of asking, or stand in the row's own
sentence (民营经济贡献的税收占比 is no question about 财政收入).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.corpus import Target
from index.indicators import BY_KEY, URBAN_AND_RURAL, Indicator
from index.regions import NATIONAL
from index.store import OpenIndex
from index.thesaurus import english_words, figure_words, stop_words
from index.tokens import fold, words_of
from index.values import VALUE
from rag.claims import WHETHER, asserted, read_claim
from rag.criteria import read_criteria
from rag.question import ACHIEVED, PLAN, TARGET, Question
from rag.table import sentence_span

_AMOUNT = re.compile(
    r"多少[亿万]|多少钱|规模(?!以?上)|盘子|总量|总额是|(?:总额|总值)比(?!上一?年|去年|前一?年|同期|20)|体量|多大(?!比例|幅度)|几万亿|几[亿万]|how (?:big|large)|total (?:value|volume)|\bvalue(?= and growth)|trillion|billion",
    re.I,
)
_LEVEL = re.compile(
    r"(?:谁|哪[个边家])[^，。？]{0,10}(?:总额|总值|总量)[^，。？增涨速]{0,4}[大多高]|(?:总额|总值|总量|收入)[^，。？]{0,4}[，,]?[^，。？]{0,14}?(?:(?:更|最|谁|哪[个边家]?)[大多高小少低]|多少亿|是多少|有多少|达到?(?:了)?多少|(?:突破|超过?)(?:了)?(?:[\d一两二三四五六七八九十]|万))|"
    r"(?:更|最|谁)[大多]"
)
RATE = re.compile(r"增|涨|速|降|快|慢|%|％|百分|幅|gr[eo]w|\brates?\b|rise|rose|percent|fast|slow", re.I)
_CHANGE = re.compile(
    r"(?:下降|降低|降|减少|增加|增长|增产|减产|多产|改善|上升|涨)了?(?:多少|几|百分之几|的?幅度)(?!目标)|[降增]幅|(?<![到至])下降比例|\b(?:fall|fell|drop|dropped|decline|improve|improved|decreased?|increased?|rise|rose)\b by how much|"
    r"how much (?:did|has|was)\b[^?]{0,60}\b(?:fall|drop|decline|improve|decrease|increase|rise|grow|cut|reduced)\b|by how much",
    re.I,
)
_LEVELS = frozenset(("pm25", "grain_output"))  # of which the table holds the level, not the change
_SAYING = re.compile("[没未不提设定给说写把对将]")
_VERSUS = re.compile(
    "[和与跟同]全国[^，。？]{0,6}(?:一致|一样|相同|持平)|(?:比|高于|低于|快于|慢于|超过|跑赢|领先|落后)(?:于|了)?(?:全国|同期|年初|预期|平均)"
)  # stands in the sentence, not in the table
_FIGURES = re.compile("目标|预期|多少|几|增速|涨幅|target|how (?:much|fast|many)", re.I)
_GROWTH = re.compile("目标|target|增|涨|速|%|％|百分|几个点|gr[eo]w|rate|percent", re.I)
_PERIOD = re.compile(
    r"十四五(?!”?收官)|过去五年|近五年|五年来|这五年|年均(?=增|涨|下降|GDP|[高快]|提)|14th five|(?:past|last) five years", re.I
)  # of several years together
_PARTS = ("urban_income_growth", "rural_income_growth")
_TIMES = re.compile(
    "“?十[四五]五”?|未来五年|今后五年|五年|时期|到?20\\d\\d年|[两二三四五六七八]?(?:省|地|市|区)(?:市|区)?|哪边|还是|做到|末"
)
_PLAIN = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(figure_words(), key=len, reverse=True)))}|\d)+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure that is asked for: of which report (its position), which indicator, kind and year; and the row, if stated."""

    report: int
    indicator: str
    kind: str
    year: int
    row: Target | None


def find_figures(index: OpenIndex, question: Question) -> list[Asked]:
    """The figures a question asks for, report by report; empty when it asks for something the table does not hold."""
    if not question.indicators or question.years.undated or question.places.ambiguous:
        return []
    if question.kind != PLAN and _PERIOD.search(question.text):
        return []
    versus = _VERSUS.search(question.text)
    if versus and versus.group() in asserted(question.text) and question.kind == TARGET:
        versus = None  # 去年只增长4.7%、低于全国，那今年目标定多少: said of last year, not asked
    if versus and not read_criteria(question).nation:
        asked_whether = question.kind == TARGET or WHETHER.search(question.text)  # else the report's own 高于全国1个百分点 is looked for
        if len(question.regions) != 1 or "全国" not in versus.group() or not asked_whether:
            return []
        question = replace(question, regions=(*question.regions, NATIONAL))  # two figures, of two reports
    asked = _find(index, question)
    if question.kind is None and asked and not any(one.row for one in asked):
        return _find(index, replace(question, kind=ACHIEVED)) or asked  # PM2.5浓度是多少: no target, but a result
    return asked


def _find(index: OpenIndex, question: Question) -> list[Asked]:
    keys = _keys(question)
    asked = [
        Asked(report, key, kind, *look_up(index, report, key, kind, question))
        for report in _reports(index, question)
        for key in keys
        for kind in _kinds(index, question, report)
    ]
    if len({one.report for one in asked}) == 1:
        asked = [part for one in asked for part in _in_parts(index, one, question)]
    stated = [one.row for one in asked if one.row]
    if keys and len({one.report for one in asked}) > 1 and _compares(question):
        return asked
    return asked if keys and _is_plain(index, question, stated) else []


def _kinds(index: OpenIndex, question: Question, report: int) -> tuple[str, ...]:
    """What is asked of one report: of several years (去年和今年各是多少) last year's result, this year's target, or both."""
    edition, asked = index.reports[report].year or 0, question.years.asked
    if question.kind == PLAN or len(asked) < 2:
        return (question.kind or TARGET,)
    kinds = (*((ACHIEVED,) if edition - 1 in asked else ()), *((TARGET,) if edition in asked else ()))
    return kinds or (question.kind or TARGET,)


def _compares(question: Question) -> bool:
    """Whether figures of several reports are held side by side, in whatever words: the indicator's name must stand for itself."""
    words = words_of(question.topic) if question.language == "zh" else ()
    criteria = read_criteria(question)
    return (criteria.any or bool(_FIGURES.search(question.text))) and not any(
        _modifies(question, word) for word in words if len(word) > 1 and not _SAYING.match(word) and not _PLAIN.fullmatch(word)
    )


def _in_parts(index: OpenIndex, one: Asked, question: Question) -> list[Asked]:
    """Residents' income that is stated only for town and country apart: both, instead of nothing."""
    if one.row or one.indicator != "resident_income_growth":
        return [one]
    parts = [Asked(one.report, key, one.kind, *look_up(index, one.report, key, one.kind, question)) for key in _PARTS]
    return parts if all(part.row for part in parts) else [one]


def _keys(question: Question) -> list[str]:
    """The indicators of the table that are meant; a rate is not meant where an amount is asked for."""
    keys = list(question.indicators)
    if asks_amount(question):
        keys = list(dict.fromkeys("gdp_total" if key == "gdp_growth" else key for key in keys))
        keys = [key for key in keys if not key.endswith("_growth") or len(keys) > 1]
    if "gdp_growth" in keys and question.kind == ACHIEVED and not RATE.search(question.text):
        keys = ["gdp_total" if key == "gdp_growth" else key for key in keys]
        keys += ["gdp_growth"] if len(question.regions) < 2 else []
    if "gdp_total" in keys and question.kind == ACHIEVED and re.search("增长|增速|涨(?!了?多少[万亿])|gr[eo]w", question.text, re.I):
        keys.append("gdp_growth")
    if question.kind != ACHIEVED and "gdp_total" in keys and len(keys) > 1:
        keys.remove("gdp_total")
    keys = list(dict.fromkeys(keys))
    if len(question.years.asked) < 2 and len(question.regions) < 2 and _CHANGE.search(question.text):
        keys = [key for key in keys if key not in _LEVELS]
    return keys if len(question.regions) < 2 or set(keys) <= set(_PARTS) else keys[:1]


def asks_amount(question: Question) -> bool:
    """Whether an amount is asked for, not a rate: 多少亿, 去年社零总额谁更大."""
    claim = read_claim(question.text)
    level = question.kind == ACHIEVED and bool(_LEVEL.search(question.text)) and not RATE.search(question.text)
    return level or bool(_AMOUNT.search(question.text)) or bool(claim and claim.value.unit == "亿元")


def _reports(index: OpenIndex, question: Question) -> list[int]:
    """The reports in scope: of the regions named, or the national one; the newest edition where no year is named."""
    regions = question.regions or (NATIONAL,)
    editions = (
        tuple(index.years[:1]) if question.editions is None or (question.kind == PLAN and len(question.editions) > 1) else question.editions
    )
    dated = {(report.region, report.year): position for position, report in enumerate(index.reports) if report.year}
    editions = tuple(sorted(editions)) if len(regions) == 1 else editions
    return [dated[region, edition] for region in regions for edition in editions if (region, edition) in dated]


def look_up(index: OpenIndex, report: int, key: str, kind: str, question: Question) -> tuple[int, Target | None]:
    """The year that a report states figures of this kind for, and its row of the indicator, None where it has none."""
    edition = index.reports[report].year or 0
    year = edition - 1 if kind == ACHIEVED else edition
    rows = [row for row in index.targets_of(report) if row.indicator == key and row.kind == kind]
    if kind == PLAN:
        wanted = [year for year in question.years.asked if year > edition]
        rows = [row for row in rows if not wanted or row.year in wanted or "十五五" in question.text] or []
        return (rows[0].year if rows else wanted[0] if wanted else 2030), rows[0] if rows else None
    rows = [row for row in rows if row.year == year]
    return year, rows[0] if rows else None


def _is_plain(index: OpenIndex, question: Question, rows: Iterable[Target]) -> bool:
    """Whether nothing is asked beyond the indicators: what is left of the question is words of asking or in the rows' sentences."""
    left = left_over(question)
    if not left:
        return True
    if any(_modifies(question, word) for word in left):
        return False
    sentences = [fold(sentence_of(index, row)) for row in rows]
    return bool(sentences) and all(any(word in sentence for sentence in sentences) for word in left)


def _modifies(question: Question, word: str) -> bool:
    """Whether a word stands right before the indicator's name and so makes it another: 人均 + GDP, 数字 + 经济增速, 工业 + 投资增长."""
    folded = fold(question.text)
    matches = (BY_KEY[key].find(folded) for key in question.indicators)
    return any(match and folded[: match.start()].endswith(word) for match in matches)


def left_over(question: Question) -> list[str]:
    """The words of a question beside its indicators, places and years that are no words of asking."""
    text = URBAN_AND_RURAL.sub(" ", question.topic)
    for key in question.indicators:
        text = _blank_indicator(text, BY_KEY[key])
    if question.language == "en":
        words = [text[a:b].lower() for a, b in english_words(text)]
        return [
            word for word in words if len(word) > 2 and word not in figure_words() and word not in stop_words() and not word[0].isdigit()
        ]
    words = words_of(_TIMES.sub(" ", VALUE.sub(" ", text)))
    own = "".join(BY_KEY[key].label + BY_KEY[key].unit for key in question.indicators)
    return [word for word in words if word not in stop_words() and len(word) > 1 and word not in own and not _PLAIN.fullmatch(word)]


def _blank_indicator(text: str, indicator: Indicator) -> str:
    while match := indicator.find(text):
        if match.end() == match.start():
            break
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def means_the_table(question: Question, asked: list[Asked]) -> bool:
    """Whether, with no row stated, the honest answer is that the report does not state it: the indicator itself was asked for.

    人均可支配收入能到多少 may ask for an amount, which the table does not hold.
    """
    rates = any(one.indicator.endswith("_growth") for one in asked)
    return bool(asked) and (not rates or bool(_GROWTH.search(question.text)))


def sentence_of(index: OpenIndex, row: Target) -> str:
    """The whole sentence that holds the row's clause."""
    start, end = sentence_span(index, row)
    return index.file_text(index.reports[row.report])[start:end]
