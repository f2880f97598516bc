"""Every figure of a text with its unit and qualifier, Chinese or English: 4.5%左右, 百分之五, 45万人, 450,000 jobs, around 5 percent.

For holding one text against another: unlike `index.values`, which reads the indicators of the table, it leaves out nothing that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

EXACT, AROUND, AT_LEAST, AT_MOST, FROM, TO = "exact", "around", "at_least", "at_most", "from", "to"
COUNTED = "#"  # the unit of an English count: 46 companies

_WIDE = str.maketrans(
    {**{chr(code + 0xFEE0): chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123))}, "％": "%", "．": "."}
)
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"  # not \d, which takes the digits of every script
_DIGITS = "〇零一二两三四五六七八九"
_HAN = rf"[{_DIGITS}十百千万亿]+(?:点[{_DIGITS}]+)?"
_POWER = r"万亿|[千百十](?=[万亿])[万亿]|亿|万|千(?![瓦米克])|百(?!分)"
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# Canonical unit → how it is written; the factor brings one way of writing to the canonical one.
_UNITS: tuple[tuple[str, str, str], ...] = (
    ("pp", "1", r"个?百分点|percentage points?"), ("%", "1", r"%|percent\b|per cent\b|pct\b"), ("%", "0.1", "‰"),
    ("usd", "1", r"美元|(?:US )?dollars?\b|USD\b"), ("eur", "1", r"欧元|euros?\b"), ("hkd", "1", "港元"),
    ("元", "1", r"元|块钱|yuan\b|RMB\b|CNY\b"),
    ("人次", "1", r"人次|visits?\b|trips?\b|person-times\b"),
    ("人", "1", r"人|名|位|people\b|persons?\b|residents?\b|workers?\b|jobs?\b"),
    ("kg", "1", r"公斤|千克|kg\b|kilograms?\b"), ("kg", "0.5", r"斤|jin\b|catties\b"), ("kg", "1000", r"吨|tonnes?\b|tons?\b"),
    ("km2", "1", r"平方公里|平方千米|square kilomet(?:er|re)s?\b"), ("m2", "1", r"平方米|平米|㎡|square met(?:er|re)s?\b"),
    ("m3", "1", r"立方米|m³|cubic met(?:er|re)s?\b"),
    ("m", "1000", r"公里|千米|km\b|kilomet(?:er|re)s?\b"), ("m", "1", r"米|met(?:er|re)s?\b"),
    ("亩次", "1", "亩次"), ("亩", "1", r"亩|mu\b"), ("公顷", "1", r"公顷|hectares?\b"),
    ("kWh", "1", r"千瓦时|kWh\b|kilowatt-hours?\b"), ("kW", "1", r"千瓦|kW\b|kilowatts?\b"), ("kW", "1000", r"兆瓦|MW\b|megawatts?\b"),
    ("kW", "1000000", r"吉瓦|GW\b|gigawatts?\b"),
    ("µg", "1", r"微克(?:(?:/|／|每)(?:立方米|m³|m3))?|[μµ]g/m[³3]|micrograms? per cubic met(?:er|re)\b"),
    ("工作日", "1", r"个?工作日|working days?\b"), ("月", "1", r"个月|months?\b"), ("月份", "1", "月"), ("小时", "1", r"个?小时|hours?\b"),
    ("分钟", "1", r"分钟|minutes?\b"), ("日", "1", r"天|日|days?\b"), ("年", "1", r"年|years?\b"), ("岁", "1", r"岁|years? old\b"),
    ("%", "10", r"成(?![果立为本功员绩效长就品都交型熟])"), ("倍", "1", r"倍|times\b"), ("teu", "1", r"标箱|标准箱|TEUs?\b"),
    ("户", "1", r"户|households?\b"),
)  # fmt: skip
_CLASSIFIERS = (
    "家个套座所条项件台辆架艘列部处张只头匹棵株口栋幢间场次批种类期届门支篇册对组份级番床层片盏村镇县市省国班笔轮道根杯股句字章节步重度"
)
_UNIT = "|".join(rf"(?P<u{place}>{pattern})" for place, (_, _, pattern) in enumerate(_UNITS)) + f"|(?P<classifier>[{_CLASSIFIERS}])"
_FIGURE = re.compile(
    rf"(?:(?P<of>[百千])分之(?P<part>{_HAN}|{_ARABIC})|(?<![A-Za-z\d.])(?:(?P<money>[¥￥]|(?:RMB|CNY) ?))?(?P<arabic>{_ARABIC})(?P<more>[多余])?(?P<power>{_POWER})?"
    rf"(?:\s*-?(?P<scale>thousand|million|billion|trillion)\b)?|(?P<han>{_HAN}))(?P<odd>[多余]?)(?:\s*-?(?:{_UNIT}))?(?P<noun>(?=\s+[a-z]{{3,}}))?",
    re.IGNORECASE,
)
_ARTICLE = re.compile("一[个种批项次步度级类年天期直道层场]")  # 一个重要目标 counts nothing
_YEAR = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[.,])(?:(?:19|20)\d\d(?![\d,]*\d)(?!\.\d)(?!\s*%)(?=\s*年|[^\u4e00-\u9fff]|$)|二[〇零][〇零一二三四五六七八九]{2}(?=年))"
)
_AFTER = (
    (AROUND, re.compile(r"\s*(?:左右|上下|or so\b)")),
    (AT_LEAST, re.compile(r"\s*(?:(?:及|或)?以上|or (?:more|above|higher|over)\b|and (?:above|over)\b)")),
    (AT_MOST, re.compile(r"\s*(?:(?:及|或)?(?:以内|之内|以下)|or (?:less|below|lower|under)\b)")),
)  # fmt: skip
_BEFORE = (
    (AT_MOST, re.compile(r"(?:不高于|不超过|不多于|不大于|不突破|不到|不足|不满|(?<!不)(?:低于|少于|小于)|至多|最多|at most|(?:no|not) (?:more|higher|greater) than|(?<!no )(?<!not )(?:less|lower|fewer) than|below|under|within|up to|capped at)\s*$", re.I)),
    (AT_LEAST, re.compile(r"(?:不低于|不少于|不小于|不下于|达到或超过|(?<!不)(?:超过|高于|大于|多于|突破)|超出|超|逾|至少|at least|(?:no|not) (?:less|lower|fewer) than|(?<!no )(?<!not )(?:more|higher|greater) than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?)\s*$", re.I)),
    (AROUND, re.compile(r"(?:大约|约|将近|接近|近|about|around|approximately|roughly|nearly|almost|circa)\s*$", re.I)),
)  # fmt: skip
_DASH = re.compile(r"\s*(?:[—–－\-~～]{1,2}|至|到|to|and)\s*", re.I)
_JOINED = re.compile(r"[、和与及]")
_REACH = 20  # characters in front of a figure that may hold its qualifier


@dataclass(frozen=True, slots=True)
class Figure:
    """`text[start:end]` is `value` in canonical units (12万人 and 120,000 people are 120000 人); `unit` is "" where none is written."""

    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: str

    def equals(self, other: Figure) -> bool:
        """Whether both say the same: value, unit and qualifier. An English count agrees with any Chinese word that counts things."""
        counted = COUNTED in (self.unit, other.unit) and {self.unit, other.unit} <= _THINGS
        return self.value == other.value and self.qualifier == other.qualifier and (self.unit == other.unit or counted)


_THINGS = frozenset({*_CLASSIFIERS, COUNTED, "人", "户", "人次", "teu"})


def narrow_forms(text: str) -> str:
    """Full-width digits, letters, ％ and ．as ASCII; every offset stays what it was."""
    return text.translate(_WIDE)


def find_years(text: str) -> list[tuple[int, int, int]]:
    """(start, end, year) of the calendar years a text names."""
    found = []
    for match in _YEAR.finditer(narrow_forms(text)):
        digits = "".join(
            str("〇一二三四五六七八九".find(c.replace("零", "〇"))) if not c.isdigit() or c == "〇" else c for c in match.group()
        )
        found.append((match.start(), match.end(), int(digits)))
    return found


def find_figures(text: str) -> list[Figure]:
    """The figures of a text in order, years left out; both ends of a range are figures, FROM and TO."""
    text = narrow_forms(text)
    years = [(start, end) for start, end, _ in find_years(text)]
    found = [figure for figure in _read(text) if not any(start < figure.end and figure.start < end for start, end in years)]
    return _share(text, _range(text, found))


def _read(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        value, unit = _value(match), _unit(match)
        named = not unit[0] and not match["power"] and re.match("[A-Za-z]", text[match.end() :])  # 5G
        if named or (match["han"] and (not unit[0] or _ARTICLE.match(match.group()))):
            continue
        end = match.end()
        more = match["more"] or match["odd"]
        yield Figure(match.start(), end, value * unit[1], unit[0], AT_LEAST if more else _qualify(text, match.start(), end))


def _value(match: re.Match[str]) -> Decimal:
    if match["of"]:
        return _number(match["part"]) / (1 if match["of"] == "百" else 10)
    number = _number(match["arabic"] or match["han"])
    return number * _power(match["power"] or "") * _SCALES.get((match["scale"] or "").lower(), 1)


def _unit(match: re.Match[str]) -> tuple[str, Decimal]:
    """(canonical unit, factor)."""
    if match["of"]:
        return "%", Decimal(1)
    if match["classifier"]:
        return match["classifier"], Decimal(1)
    for place, (unit, factor, _) in enumerate(_UNITS):
        if match[f"u{place}"]:
            return unit, Decimal(factor)
    return ("元" if match["money"] else COUNTED if match["noun"] is not None else ""), Decimal(1)


def _number(written: str) -> Decimal:
    """4.5 of 4.5, 12300 of 12,300 and of 一万二千三百, 1.5 of 一点五, 2026 of 二〇二六."""
    if written[0].isascii():
        return Decimal(written.replace(",", ""))
    whole, _, part = written.partition("点")
    decimals = "".join(str(_digit(character)) for character in part)
    return Decimal(_integer(whole)) + (Decimal(f"0.{decimals}") if decimals else 0)


def _digit(character: str) -> int:
    return "〇一二三四五六七八九".find({"零": "〇", "两": "二"}.get(character, character))


def _integer(written: str) -> int:
    if not re.search("[十百千万亿]", written):
        return int("".join(str(_digit(character)) for character in written))
    total = section = 0
    digit: int | None = None
    for character in written:
        if character in "十百千":
            section += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = None
        elif character in "万亿":
            section += digit or 0
            total = (total + section or 1) * {"万": 10**4, "亿": 10**8}[character]
            section, digit = 0, None
        else:
            digit = _digit(character)
    return total + section + (digit or 0)


def _power(written: str) -> int:
    power = 1
    for character in written:
        power *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[character]
    return power


def _qualify(text: str, start: int, end: int) -> str:
    after = next((name for name, pattern in _AFTER if pattern.match(text, end)), None)
    before = text[max(0, start - _REACH) : start]
    return after or next((name for name, pattern in _BEFORE if pattern.search(before)), EXACT)


def _range(text: str, found: list[Figure]) -> list[Figure]:
    """4.5%—5%, 4.5 to 5 percent, between 4.5% and 5%: the first takes the second's unit where it has none of its own."""
    for place, (low, high) in enumerate(pairwise(found)):
        joint = text[low.end : high.start]
        between = joint.strip().lower() != "and" or re.search(r"between\s+$", text[: low.start], re.I)
        if _DASH.fullmatch(joint) and between and low.unit in (high.unit, "", COUNTED) and low.value <= high.value:
            found[place] = replace(low, unit=high.unit, qualifier=FROM)
            found[place + 1] = replace(high, qualifier=TO)
    return found


def _share(text: str, found: list[Figure]) -> list[Figure]:
    """In 4.7%、5.8%左右 the last one's 左右 holds for every member."""
    for place in range(len(found) - 2, -1, -1):
        one, following = found[place], found[place + 1]
        joined = _JOINED.fullmatch(text[one.end : following.start])
        if joined and one.unit == following.unit and one.qualifier == EXACT and any(p.match(text, following.end) for _, p in _AFTER):
            found[place] = replace(one, qualifier=following.qualifier)
    return found
