"""Report → Targets: the figures it states for the indicators, each with the clause that states it.

Whether a statement is a target, last year's result or a plan follows from the time its sentence speaks of (`periods`); where a report states
one twice, the paragraph with the main targets counts most.
"""

from __future__ import annotations

import re

from index.corpus import Report, Target
from index.indicators import BY_KEY
from index.periods import LAST_YEAR, LATER, PAST_YEARS, THIS_YEAR, Moment, is_part_of_year, read_moments, time_at
from index.regions import short_name
from index.statements import Statement, read_statements
from index.values import Value

TARGET, ACHIEVED, PLAN = "target", "achieved", "plan"
_NOT_ANNUAL = re.compile(
    r"年均(?!浓度)|累计|五年|平均增长|翻番|比20(?:1\d|2[0-2])年|较20(?:1\d|2[0-2])年|以来|连续[三四五]年|[三四五]年(?:间|来)"
)
_STEP = re.compile("新?台阶|大关|关口")
_STOCKS = frozenset({"gdp_total", "rd_intensity"})  # an end level: a five-year review states last year's too


def read_targets(text: str, report: Report, position: int) -> list[Target]:
    """The report's targets, results and plans, one for each (year, indicator, kind); `position` is the report's own.

    An undated report has none: nobody can say which year they are for.
    """
    if report.year is None:
        return []
    best: dict[tuple[int, str, str], tuple[float, Target]] = {}
    for moment in read_moments(text, report):
        statements = list(read_statements(text, moment.start, moment.end))
        for statement in statements:
            when = _when(text, moment, statement)
            if when is None or _is_of_another(_before(text, moment, statement), report):
                continue
            target = _target(statement, *when, position)
            weight = _weight(text, moment, statement, len(statements))
            key = (target.year, target.indicator, target.kind)
            if weight > 0 and (key not in best or weight > best[key][0]):
                best[key] = (weight, target)
    return sorted((target for _, target in best.values()), key=lambda target: target.start)


def _target(statement: Statement, year: int, kind: str, position: int) -> Target:
    value = statement.value
    return Target(
        position, year, statement.indicator, kind, value.text, value.low, value.high, value.unit or BY_KEY[statement.indicator].unit,
        value.qualifier, statement.start, statement.end,
    )  # fmt: skip


def _when(text: str, moment: Moment, statement: Statement) -> tuple[int, str] | None:
    """(year, kind) of a statement, None when it is neither a target, a result of last year, nor a plan."""
    own = text[statement.start : statement.end]
    if is_part_of_year(text[max(moment.start, statement.start - 12) : statement.end]):
        return None
    time, plan_year = time_at(text, moment, statement.start)
    if time == LATER:
        return None if plan_year is None else (plan_year, PLAN)
    if _NOT_ANNUAL.search(own) or re.search("累计|[三四五]年", _before(text, moment, statement)):
        return None
    if time == THIS_YEAR:
        marks = re.findall(rf"去年|{moment.year - 1}年(?!.{{0,10}}基础)|一年来|今年|{moment.year}年", text[moment.start : statement.start])
        return None if marks and marks[-1] not in ("今年", f"{moment.year}年") else (moment.year, TARGET)
    if time == LAST_YEAR and (_is_figure(statement.value) or statement.value.qualifier in ("sync", "positive")):
        return moment.year - 1, ACHIEVED
    if time == PAST_YEARS and statement.indicator in _STOCKS and _is_figure(statement.value) and not _STEP.match(text, statement.end):
        return moment.year - 1, ACHIEVED
    return None


def _before(text: str, moment: Moment, statement: Statement) -> str:
    """What stands before the statement in its own clause."""
    return re.split("[，。；：,;]", text[moment.start : statement.start])[-1]


def _is_of_another(before: str, report: Report) -> bool:
    """Whether the words before a name make it another's: 高新区规模以上工业增加值, 对东盟进出口; the region's own name does not."""
    if re.search(r"(?:^|省|区|市)(?:对|与)[^，。；]{1,16}$", before) and not re.search("全[省市区]$", before):
        return True
    own = (
        report.region or "",
        short_name(report.region or "") + "市",
        "全省",
        "全市",
        "全区",
        "全县",
        "全州",
        "自治区",
        "我区",
        "我市",
        "我县",
    )
    return bool(re.search("(?:市|县|州|区|兵团)$", before)) and not before.endswith(
        (*(name for name in own if name), "设区城市", "设区市", "地级及以上城市", "县级及以上城市")
    )


def _is_figure(value: Value) -> bool:
    return value.low is not None or value.high is not None


def _weight(text: str, moment: Moment, statement: Statement, statements: int) -> float:
    """How much a statement counts against others of the same indicator, year and kind; at most 0: not at all."""
    weight = 1.0 + 3.0 * moment.headline + 0.2 * min(statements, 5)
    if time_at(text, moment, statement.start)[0] == PAST_YEARS:
        weight -= 0.8
    if not _is_figure(statement.value):
        spoken = moment.headline or statement.value.qualifier in ("sync", "above", "positive") or moment.base == LATER
        weight -= 0.9 if spoken else 10.0
    return weight
