"""Figures that a question itself brings along: to filter by (5.5%左右的有哪些), to confirm (是6%吗), or to presume (为什么下调到3%)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from index.corpus import Target
from index.targets import ACHIEVED
from index.values import VALUE, Value, read_value
from rag.contradiction import with_people

WHY = re.compile(
    r"为什么|为何|为啥|怎么会|怎么(?=[^，。？吗]{2,24}了(?:[，,。？?]|$))(?![^，。？]{0,4}[解办做])|凭什么|何以|(?:理由|原因|底气|考虑|依据)(?:是什么|何在|在哪|从哪|有哪些|呢)|(?:什么|哪些|啥)(?:理由|原因|底气|考虑)|\bwhy\b|\bwhat (?:drove|caused|explain(?:s|ed)|(?:is|was|lay|lies) behind|led to|accounts? for)\b|\breasons? (?:for|behind)\b",
    re.I,
)
_ASKS = re.compile(
    r"[吗呢？?]|多少|几(?!乎)|哪|谁|什么|怎|如何|是否|有没有|了没|何时|多[大高长久远快]|是不是|([高多大好快要能会用收放])不\1|\b(?:what|which|how|who|when|where|whether|did|does|do|is|are|was|were)\b",
    re.I,
)
WHETHER = re.compile(
    r"吗[？?]?$|了没有?(?=[，,？?]|$)|是不是|是否|对不对|有没有|([高多大好快要能会用收放])不\1|还是(?![没未]能)|^(?:is|was|did|does|has)\b",
    re.I,
)
ASIDE = re.compile(r"[（(][^（）()]*[）)]")  # an explanation, not what is asked
_BETWEEN = re.compile("之间|介于|落在|区间内|范围内|between", re.I)
_WRITTEN = re.compile("(?:没跟|没带|不带|没有|没加|不加)[“]?(?:左右|以上|以内)|写成|写作|表述为|表述成|提法是|用的是")
_ENGLISH_NUMBERS = ("one", "two", "three", "four", "five")
_TOLERANCE = 1e-6
_STRICT = re.compile(
    r"(?<![不或及])(?:超过|高于|低于|大于|小于|多于|少于|突破|超|不到|不足|不满|(?<!no )(?<!not )(?:more|less|fewer|higher|lower) than|exceed(?:ed|s)?|surpass(?:ed|es)?|top(?:ped|s)?|pass(?:ed)?|cross(?:ed)?|above|over|below|under)\s*[\d.]+\D{0,4}$",
    re.I,
)
_LOOSE = re.compile(
    r"上下(?!调|浮)|及以上|10%以上|at least 10%|或更[高多大低少小]|或以[上下]|不低于|不少于|不高于|不超过|至多|至少|达到或超过|or (?:higher|more|above|lower|less|below)|at least|at most|no (?:more|less|higher|lower) than|not (?:more|less|higher|lower) than",
    re.I,
)
WITHOUT_BOUND = re.compile(
    r"(?:不含|不包括|不算|除开)(?:刚好|正好|恰好)?[\d.]+[%％](?!左右)|(?:刚好|正好|恰好)[^，。？）)]{0,10}(?:不算|不要|除外|不包括|不计)"
)
_BEYOND = re.compile("^(?:突破|超过|超|高于)")


@dataclass(frozen=True, slots=True)
class Claim:
    """`value` a question mentions; `presumed` when it asks why, `asked` when it asks whether; `strict`
    when the figure itself is left out: 超过5%, not 5%以上; `loose` when 5%左右 will do as well: 不低于5%, 5%或更高; `excluded`
    when all others are asked for: 5%左右以外的; `between` when the figure is to lie in a range: 60万人到90万人之间; `written`
    when its qualifier has to be the same: 写成5.5%以内; `reached` when it is asked whether it is: 达到5%了吗.
    """

    value: Value
    presumed: bool
    asked: bool
    strict: bool = False
    loose: bool = False
    excluded: bool = False
    between: bool = False
    written: bool = False
    reached: bool = False


def read_claim(question: str, jobs: bool = False) -> Claim | None:
    """The figure with a unit that a question brings along, or None; `jobs` are counted in people, which it need not say."""
    question = with_people(_in_figures(_in_people(question) if jobs else question))
    question = re.sub(r"([\d.]+)[%％]?(?:和|与|到|至)([\d.]+[%％])之间", r"\1—\2之间", question)
    question = re.sub(r"between ([\d.]+)%? and ([\d.]+%)", r"between \1—\2", question)
    for match in VALUE.finditer(question):
        value = read_value(match)
        if value and value.unit:
            before, after = question[: match.start()], question[match.end() :]
            compared = _compared(before, after, value)
            value = _falling(before, _english_bound(before, _open(after, compared or value)))
            whether = bool(WHETHER.search(question))
            presumed = bool(WHY.search(question)) or (not whether and match.group() in asserted(question))
            strict = compared is not None or bool(_STRICT.search(question[: match.end()]))
            return Claim(
                value,
                presumed,
                asked=whether,
                strict=strict,
                loose=bool(_LOOSE.search(question)),
                excluded=_is_excluded(before, after),
                between=bool(_BETWEEN.search(question)),
                written=bool(_WRITTEN.search(question)),
                reached=bool(re.search(r"(?:\b(?:reach(?:ed)?|hit)|达到|达)\s*$", before, re.I)),
            )
    return None


def _in_people(text: str) -> str:
    """60万到90万 → 60万人到90万人, 200,000 → 20万人, 没够1200万 → 没够1200万人."""
    text = re.sub(
        r"\b(one|two|three|four|five) million", lambda match: f"{_ENGLISH_NUMBERS.index(match[1].lower()) + 1} million", text, flags=re.I
    )
    text = re.sub(r"(\d+(?:\.\d+)?)\s*million", lambda match: f"{float(match[1]) * 100:g}万人", text)
    text = re.sub(r"\d{1,3}(?:,\d{3})+人?", lambda match: f"{int(match.group().strip('人').replace(',', '')) / 10_000:g}万人", text)
    return re.sub(r"(\d+(?:\.\d+)?)万(?![人亿元吨户])", r"\1万人", text)


def _in_figures(text: str) -> str:
    """Percent as %, 两位数 as 10%以上, 高过 as 高于: the ways of writing a figure that reports do not use."""
    text = re.sub(r"\s*per ?cent\b", "%", text)
    text = re.sub(r"(\d)\s*trillion(?:[- ](?:yuan|RMB))?", r"\1万亿元", text, flags=re.I)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*billion(?:[- ](?:yuan|RMB))?", lambda match: f"{float(match[1]) * 10:g}亿元", text, flags=re.I)
    text = re.sub(r"(\d)(万亿|亿)(?=大关|[了吗的呢？?，,。]|$)", r"\1\2元", text)
    text = re.sub('[“"](以内|以上|左右|以下)[”"]', r"\1", text)
    text = re.sub(r"double[- ]digits?(?: growth)?", "at least 10%", text, flags=re.I)
    text = re.sub(r"[两二]位数(?:以上|及以上)?", "10%以上", text)
    text = re.sub(r"([高低多少])过(?=\d)", r"\1于", text)
    text = re.sub(r"[上过]了(?=[\d一二两三四五六七八九十][\d.万亿百千]*(?:公里|元|个|家|亩|吨|斤|人|千瓦|座))", "达到", text)
    text = re.sub(r"(?<![超通不经突])过(?=[\d一二两三四五六七八九十万][\d.万亿百千]*(?:公里|元|家|亩|吨|斤|千瓦))", "超过", text)
    text = re.sub(r"(\brange (?:of|from) )([\d.]+)%?\s*(?:to|and|[-–—])\s*([\d.]+%)", r"\1\2—\3", text)
    text = re.sub(r"(?<!突)破(?=[\d万一二三四五六七八九])", "突破", text)
    text = re.sub(r"(?:没有?|未)(?:能)?[到达够满]到?(?=\d)", "不到", text)
    text = re.sub(r"(?:没有?|未)能?(?=(?:超过?|高于|低于|突破)\d)", "不", text)
    return re.sub(r"([\d.]+)个(?:百分)?点(以上|以下|左右|以内)", r"\1%\2", text)


def _at_least(value: Value) -> Value:
    return replace(value, qualifier="at_least", low=value.low if value.low is not None else value.high, high=None)


def _at_most(value: Value) -> Value:
    return replace(value, qualifier="at_most", low=None, high=value.low if value.low is not None else value.high)


def _compared(before: str, after: str, value: Value) -> Value | None:
    """比5%还高, higher than 5%: a bound that is passed."""
    if not re.search(r"比(?:的?[“\"])?$", before):
        return None
    if re.match(r"[”\"]?(?:还|更|要|再|都)*[高多大快]", after):
        return _at_least(value)
    if re.match(r"[”\"]?(?:还|更|要|再|都)*[低少小慢]", after):
        return _at_most(value)
    return None


def _is_excluded(before: str, after: str) -> bool:
    """除5%左右以外, 不是5%左右, other than around 5%."""
    named = re.search(r"(?:除(?:了|去)?|(?<!是)不是|并非|不等于)(?:定为|定在)?[“\"]?$", before) or re.search(
        r"\b(?:other than|not|except(?: for)?)\s+(?:set at\s+)?['\"‘“]?(?:around|about|exactly)?\s*$", before, re.I
    )
    return bool(named) and not re.match(r"[”\"]?(?:左右|以上|以内|多|少|还是|吗)", after)


def asserted(text: str) -> str:
    """The clauses of a question that ask nothing, and with 为什么 all of it: what it takes for granted."""
    if WHY.search(text):
        return text
    clauses = re.split(r"[，,。；;—–]| - |\. ", text)
    return "，".join(clause for clause in clauses if not _ASKS.search(clause))


def asserted_or_why(text: str) -> str:
    """What a question takes for granted, also inside the clause that asks: 垫底 in 增速怎么会在全国垫底？"""
    return text if "原因" in text else asserted(text)


def overlaps(row: Target, claim: Value) -> bool:
    """Whether the figure claimed lies within what the row states, whatever the qualifiers; a result bears out any bound that it keeps:
    119万吨 that there were more than 100.
    """
    if (claim.low is None and claim.high is None) or (row.low is None and row.high is None):
        return False
    claimed, stated = _span(claim.low, claim.high, row.kind == ACHIEVED), _span(row.low, row.high, False)
    slack = _TOLERANCE * max(1.0, abs(stated[1]))
    return claimed[0] <= stated[1] + slack and stated[0] <= claimed[1] + slack


def _span(low: float | None, high: float | None, open_ended: bool) -> tuple[float, float]:
    """Both bounds of a figure; one that is lacking is the other, or, `open_ended`, without end."""
    if open_ended:
        return -math.inf if low is None else low, math.inf if high is None else high
    bounds = [bound for bound in (low, high) if bound is not None]
    return min(bounds), max(bounds)


def _open(after: str, value: Value) -> Value:
    """6%或更高, 4% or higher: a bound said behind the figure."""
    if value.qualifier not in ("exact", "around"):
        return value
    if re.match(r"\s*(?:或|或者)(?:更高|更多|更大|以上)|\s*or (?:higher|more|above|over)", after, re.I):
        return _at_least(value)
    if re.match(r"\s*(?:或|或者)(?:更低|更少|更小|以下)|\s*or (?:lower|less|below|under)", after, re.I):
        return _at_most(value)
    return value


def _falling(before: str, value: Value) -> Value:
    """下降2.3% is −2.3% of growth, as the table has it."""
    if value.unit != "%" or not re.search(
        r"(?:下降|减少|下?跌|(?<![下升])降|负增长|下滑|回落|fell (?:by )?|dropped (?:by )?|declined (?:by )?|down )了?\s*$", before, re.I
    ):
        return value
    low, high = (None if bound is None else -bound for bound in (value.high, value.low))
    return replace(value, low=low, high=high)


_OF_THE_GROWTH = re.compile(
    r"\b(?:contribut\w+|dr[io]ve\w*|fuel\w*|behind|caus\w+|explain\w*|account\w* for|led to)\b.{0,30}\bthe (?:[\d.]+ ?%? ?)?(?:growth|rise|increase|expansion)\b",
    re.I,
)


def presumes_growth(text: str) -> bool:
    """Whether a clause that asks nothing says that something grew: 进出口逆势上涨，涨幅是多少？"""
    if _OF_THE_GROWTH.search(text):
        return True
    taken = asserted(text)
    return bool(
        re.search(
            r"增长|上涨|上升|回升|提高|扩大|正增长|大涨|猛增|飙升|\b(?:rose|rise|rising|grew|grow|growing|increas\w*|boom\w*|surg\w*|soar\w*|jump\w*|climb\w*)\b",
            taken,
        )
    ) and not re.search("下降|减少|目标|计划", taken)


def presumes_fall(text: str) -> bool:
    """Whether a clause that asks nothing says that something shrank: 固定资产投资负增长，是哪些领域拖的后腿？"""
    taken = asserted_or_why(text)
    return bool(
        re.search(
            r"负增长|下滑|萎缩|下跌|下降了|大跌|骤降|锐减|\b(?:shrank|fell|declined|contracted|shrink|contract|slump|slumped|plunge|plunged|collapse[d]?|drop|dropped|decline|fall|tumbl\w*|plummet\w*|sank|crash\w*)\b",
            taken,
            re.I,
        )
    )


def _english_bound(before: str, value: Value) -> Value:
    """Around 5.5%, at least 5%, below 3%: English puts the qualifier first."""
    if value.qualifier != "exact":
        return value
    if re.search(r"(?:不到|不足|不满|小于|少于)\s*$", before):
        return _at_most(value)
    if re.search(r"(?:大于|多于|至少|达到或超过|达到)\s*$", before):
        return _at_least(value)
    if re.search(r"(?:around|about|roughly|approximately)\s*$", before, re.I):
        return replace(value, qualifier="around")
    if re.search(
        r"(?:at least|above|over|(?<!no )(?<!not )(?:more|higher|greater) than|exceed(?:ed|s)?|surpass(?:ed|es)?|top(?:ped|s)?|pass(?:ed)?|cross(?:ed)?|reach(?:ed)?|hit|(?:no|not) (?:less|lower) than)\s*$",
        before,
        re.I,
    ):
        return _at_least(value)
    if re.search(r"(?:at most|below|under|(?:less|fewer|lower|smaller) than|(?:no|not) (?:more|higher) than|within)\s*$", before, re.I):
        return _at_most(value)
    return value


def agrees(row: Target, claim: Value) -> bool:
    """Whether the row says what is claimed: same unit, same bounds; 左右 claimed where the report has it, 以上 likewise.

    A bare figure (6%) agrees with any qualifier of that figure; a range claimed as one bound does not.
    """
    if row.unit != claim.unit or (row.low is None and row.high is None):
        return False
    if claim.qualifier == "exact":
        return _close(row.low if row.low is not None else row.high, claim.low) and row.qualifier != "range"
    return row.qualifier == claim.qualifier and _close(row.low, claim.low) and _close(row.high, claim.high)


def confirms(row: Target, claim: Claim) -> bool:
    """Whether the row bears out what is asked: 突破14万亿元了吗 is, by 14.58万亿元; 是6%以上吗 only by 6%以上 itself."""
    if claim.value.qualifier in ("at_least", "at_most") and (
        claim.strict or claim.reached or re.match("不|达到|突破|超|高于|低于", claim.value.text)
    ):
        return meets(row, claim.value, claim.strict, claim.loose)
    return agrees(row, claim.value)


def fits(row: Target, claim: Claim) -> bool:
    """Whether the row lies where a question's figure asks, all its ways of asking taken together."""
    low, high = claim.value.low, claim.value.high
    if claim.written:
        same = row.qualifier == claim.value.qualifier and _close(row.low, low) and _close(row.high, high) and row.unit == claim.value.unit
        return same != claim.excluded
    bounds = [bound for bound in (row.low, row.high) if bound is not None]
    if claim.between and low is not None and high is not None and low < high:
        slack = -_TOLERANCE if claim.strict else _TOLERANCE  # 不含5%和6%
        within = row.unit == claim.value.unit and bool(bounds) and low - slack <= min(bounds) and max(bounds) <= high + slack
        return within != claim.excluded
    return meets(row, claim.value, claim.strict, claim.loose) != claim.excluded


def meets(row: Target, claim: Value, strict: bool = False, loose: bool = False) -> bool:
    """Whether the row lies where a filter asks: 5%以上 takes every goal of at least 5%, 5.5%左右 only those around 5.5%.

    `strict` leaves out the bound itself, unless the row too says that it is passed (突破5万亿元); `loose` takes 5%左右 for 5%.
    """
    if row.unit != claim.unit:
        return False
    lowest = row.low if row.low is not None else row.high
    highest = row.high if row.high is not None else row.low
    if claim.qualifier == "at_least":
        if lowest is None or claim.low is None:
            return False
        reached = not strict and row.qualifier != "at_most" and (loose or row.qualifier != "around")
        return lowest > claim.low + _TOLERANCE or (lowest >= claim.low - _TOLERANCE and (reached or bool(_BEYOND.match(row.value_text))))
    if claim.qualifier == "at_most":
        if highest is None or claim.high is None:
            return False
        kept = not strict and row.qualifier != "at_least" and (loose or row.qualifier != "around")
        return highest < claim.high - _TOLERANCE or (highest <= claim.high + _TOLERANCE and kept)
    return agrees(row, claim) or (loose and claim.qualifier == "around" and row.qualifier == "exact" and _close(row.low, claim.low))


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _TOLERANCE * max(1.0, abs(other))
