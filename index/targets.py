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
from index.values import FROM, RESULT, Value

TARGET, ACHIEVED, PLAN = "target", "achieved", "plan"
_NOT_ANNUAL = re.compile(
    r"年均(?!浓度)|累计|五年|平均增长|翻番|比20(?:1\d|2[0-2])年|较20(?:1\d|2[0-2])年|以来|连续[三四五]年|[三四五]年(?:间|来)"
)
_YEAR_BEFORE = re.compile(r"(?<![比较从与])(20\d\d)年(?:的|末|底)?[^，。；、\d]{0,6}$")  # the year of the figure itself: …2027年达到3%
_STEP_UP = re.compile(r"(?:跨过|跨上|迈上|迈过|站上|跃上)\d[^，。；、]*$")  # …跨过3万亿元: somewhere on the way
_STEP = re.compile("新?台阶|大关|关口")
_RESULT = re.compile(f"{RESULT}|(?:进一步|持续)下降|保持在合理区间|合理(?:区间|水平)|温和回升")
_LEVELS = frozenset(
    {"cpi", "surveyed_unemployment", "grain_output", "pm25", "energy_intensity", "carbon_intensity", "rd_intensity", "urban_new_jobs"}
)
_ENDS = frozenset({"grain_output", "pm25"})
_STEADY = re.compile("稳定|保持|连续|都|均(?!浓度)|每年")
_WORDS_ALONE = 1.1  # below the weight of any figure
_STOCKS = frozenset({"gdp_total", "rd_intensity"})  # an end level: a five-year review states last year's too


_OWN = ("全省", "全市", "全区", "全县", "全州", "自治区", "我省", "我区", "我市", "我县", "全国")
_CITIES = ("设区城市", "设区市", "地级市", "地级城市", "地级及以上城市", "地级以上城市", "县级及以上城市")
# 扣除房地产投资后 leaves a part; 扣除价格因素 does not.
_EXCEPT = re.compile(r"(?:扣除|剔除|不含|不包括)(?![^，。；]{0,12}(?:因素|价格|物价|退税|减税))[^，。；）)]{2,20}[，,]?$")
# A clause about a part of the region; what follows in its sentence is said of that part.
_SUBJECT = re.compile(
    r"(?:^|[，,。：])(?P<name>(?!完成|推进|推动|支持|加快|加强|深化|实施|建设|抓好|促进|办好|打造|发挥|在|以)[^，。；：、的]{0,8}?"
    r"(?:兵团|新区|直管区|开发区|高新区|自贸试验区|自贸区|园区|经济圈|都市圈|城市群|经济带))(?!建设|发展|规划|[，、。])[^，。；]{2,}[，,]"
)


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
            if when is None or _is_of_another(_before(text, moment, statement), report) or _is_partial(text, moment, statement, report):
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
    named = _YEAR_BEFORE.search(text, statement.start, moment.start + statement.value.start)
    year = int(named.group(1)) if named else moment.year
    if moment.year < year <= moment.year + 6:
        return year, PLAN
    if year < moment.year - 1 or is_part_of_year(text[max(moment.start, statement.start - 12) : statement.end]):
        return None
    time, plan_year = time_at(text, moment, statement.start)
    if time == LATER:
        return None if plan_year is None else (plan_year, PLAN)
    if _is_of_years(text, moment, statement):
        return None
    if time == THIS_YEAR and not _looks_back(text, moment, statement):
        return moment.year, TARGET
    if (time == LAST_YEAR and _is_result(statement)) or (time == PAST_YEARS and _is_end_level(text, statement)):
        return moment.year - 1, ACHIEVED
    return None


def _is_of_years(text: str, moment: Moment, statement: Statement) -> bool:
    """Whether a statement is about several years: 年均, 累计. What a level was before does not make it so, nor 有记录以来最好水平."""
    own = FROM.sub("", text[statement.start : statement.end])
    if not _is_figure(statement.value):
        own = own.replace(statement.value.text, "")
    if _STEP_UP.search(own) and text.startswith("年均", statement.end + 1):
        return True  # 跨过3万亿元、年均增长5.2%
    return bool(_NOT_ANNUAL.search(own) or re.search("累计|[三四五]年", _before(text, moment, statement)))


def _looks_back(text: str, moment: Moment, statement: Statement) -> bool:
    """Whether the last word of time before a statement, in a sentence about this year, is last year."""
    last = rf"(?<![比较])去年|{moment.year - 1}年(?!.{{0,10}}基础)|一年来"
    marks = re.findall(rf"{last}|今年|{moment.year}年", text[moment.start : statement.start])
    return bool(marks) and marks[-1] not in ("今年", f"{moment.year}年")


def _is_end_level(text: str, statement: Statement) -> bool:
    """Whether a review of five years says where they ended: 突破3万亿元, 从2.1%提高到2.5%; not what held all along or a step on the way."""
    if not _is_figure(statement.value) or _STEP.match(text, statement.end) or _STEP_UP.search(text, statement.start, statement.end):
        return False
    return statement.indicator in _STOCKS or (statement.indicator in _ENDS and not _STEADY.search(text, statement.start, statement.end))


def _is_result(statement: Statement) -> bool:
    """Whether a statement about last year says what came of it: a figure, or one of the words that report a result."""
    value = statement.value
    if _is_figure(value) or value.qualifier in ("sync", "positive"):
        return True
    if value.qualifier != "none":
        return False
    return value.text.endswith("持平") or (statement.indicator in _LEVELS and bool(_RESULT.match(value.text)))


def _before(text: str, moment: Moment, statement: Statement) -> str:
    """What stands before the statement in its own clause."""
    return re.split("[，。；：,;]", text[moment.start : statement.start])[-1]


def _is_of_another(before: str, report: Report) -> bool:
    """Whether the words before a name make it another's: 高新区规模以上工业增加值, 对东盟进出口; the region's own name does not."""
    if re.search(r"(?:^|省|区|市)(?:对|与)[^，。；]{1,16}$", before) and not re.search("全[省市区]$", before):
        return True
    if re.search(r"(?:^|国考|国控|全[省区])[\d一二三四五六七八九十]+个?(?:城)?市$", before):
        return False
    return bool(re.search("(?:市|县|州|区|兵团)$", before)) and not before.endswith((*_own_names(report), *_CITIES))


def _own_names(report: Report) -> tuple[str, ...]:
    """What a report calls the region it speaks for."""
    region = report.region or ""
    return *((region, f"{short_name(region)}市") if region else ()), *_OWN


def _is_partial(text: str, moment: Moment, statement: Statement, report: Report) -> bool:
    """Whether an earlier clause of the sentence makes the figure one of a part: 扣除房地产投资后，…; 兵团实力增强，生产总值增长…."""
    before = re.split("[；;]", text[moment.start : statement.start])[-1]
    if _EXCEPT.search(before):
        return True
    own = _own_names(report)
    subjects = [match for match in _SUBJECT.finditer(before) if not match.group("name").startswith(own)]
    said = before + text[statement.start : statement.start + 4]  # 全省 may begin the name itself: 全省居民人均可支配收入
    return bool(subjects) and not any(name in said[subjects[-1].end() :] for name in own)


def _is_figure(value: Value) -> bool:
    return value.low is not None or value.high is not None


def _weight(text: str, moment: Moment, statement: Statement, statements: int) -> float:
    """How much a statement counts against others of the same indicator, year and kind; at most 0: not at all."""
    weight = 1.0 + 3.0 * moment.headline + 0.2 * min(statements, 5)
    if time_at(text, moment, statement.start)[0] == PAST_YEARS:
        weight -= 0.8
    if not _is_figure(statement.value):
        assigned = "完成国家" in statement.value.text or statement.value.text.startswith("完成经国家")
        spoken = (
            assigned or moment.headline or statement.value.qualifier in ("sync", "above", "positive") or moment.base in (LAST_YEAR, LATER)
        )
        weight -= (1.15 if statement.value.qualifier == "none" else 0.9) if spoken else 10.0
        if statement.value.qualifier == "none":
            weight = min(weight, _WORDS_ALONE)  # a figure elsewhere says more than words in the main paragraph
    return weight
