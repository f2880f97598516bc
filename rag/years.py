"""Which years a question asks about, and in which editions the answer stands.

A report of year Y states the targets for Y, the results of Y − 1 and plans for later years; so the results of 2025 stand in
the 2026 edition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_RELATIVE = (
    (0, re.compile(r"今年|本年度?|这一年|今次|this year|current year", re.I)),
    (-1, re.compile(r"去年|收官之年|(?<![比较同])上一?年|过去一年|刚刚过去|(?<!than )(?<!with )last year|past year", re.I)),
    (-2, re.compile(r"前年|year before last", re.I)),
    (1, re.compile(r"明年|来年|next year", re.I)),
)
_FIVE_YEARS = re.compile(r"过去五年|近五年|五年来|这五年|十四五(?!”?收官)|14th five|past five years|last five years", re.I)
_NEXT_FIVE = re.compile(
    r"2026\s*[-–—~到至]\s*2030|26(?:年)?到30年|(?:未来|今后|往后|接下来|后面)(?:的)?(?:这)?[五5]年|十五五|15th five|next five years|coming five years|开局之年",
    re.I,
)
_BOTH = re.compile(
    r"两年(?:间|来|之间)|这两年|两[份版次](?:政府)?(?:工作)?报告|前后两[份版次]|two (?:reports|editions)|both (?:reports|editions)", re.I
)
_AGAINST = re.compile(
    r"(?:同|与|和|跟|比|较|相对于?)20\d\d年(?:那份|的|版)*(?:政府)?(?:工作)?(?:报告)?[^，。？]{0,3}(?:相?比|相较|少|多|低|高)"
)
_UP_TO_NOW = re.compile(
    r"(?:从|自)20\d\d年?[底末]?(?:的|那份|报告)*到(?:现在|目前|如今|今年|眼下)|从20\d\d年[^，。？]{0,8}(?:往?[上下]调|调[高低]|提高|降低|抬高|压低|改)|\bsince 20\d\d\b"
)
_SINCE_THEN = re.compile(r"(20\d\d)年?[底末]?以来[^。？]{0,40}?(?:从|由)多少[^，。？]{0,10}[到至]了?(?:多少|几)")
_BEFORE_NOW = re.compile(r"比(?:前年|20\d\d年?)[^，。？]{0,8}[高低多少大小快慢升降]")
_NOW = re.compile(r"现在|目前|当前|如今|眼下|最新|\b(?:now|currently|at present|today|latest|these days)\b", re.I)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?(?:度)?")
_SHORT = re.compile(r"(?<![\d.用花过近满达长约第这连])(2[0-9])年(?!来|期|间|以|内|再|后|才|左右|时间)")
_SINCE = re.compile(r"\s*(?:以来|以后|之后|至今|起|since)")
_EDITION = re.compile(
    r"((?:19|20)\d\d)\s*年?(?:版)?(?:的)?\s*(?:那[份篇次]|这[份篇次])?[\u4e00-\u9fff]{0,9}?(?:政府)?(?:工作)?报告|(?:in|of|the|its|'s|’s)\s+((?:19|20)\d\d)\s+(?:[A-Za-z'’ ]{0,24})?(?:report|edition)|((?:19|20)\d\d)年?版|reported (?:by [A-Za-z'’ ]{2,24} )?in ((?:19|20)\d\d)",
    re.I,
)
_THIS_EDITION = re.compile(
    r"今年(?:的)?(?:那|这)?份?(?:政府)?(?:工作)?报告|this year's (?:[a-z]+ )?(?:government )?(?:work )?report|最新(?:一期|的)?(?:政府)?(?:工作)?报告|latest report",
    re.I,
)
_UNDATED = re.compile(r"残[页缺篇]|片段|节选|报纸|版面|剪报|没有?日期|未注明|newspaper|fragment|undated|clipping", re.I)
_FIRM_RESULT = re.compile(r"实际|最终|完成(?!时间)|实现了|结果|增长了|达到了|actual|achieved|did .{0,40}(?:grow|reach|rise)|grew", re.I)
FIRM_TARGET = re.compile(
    r"目标|预期|打算|(?<![比按较超照])计划|力争|拟|上限|下限|定在|定为|\b(?:targets?|targeted|goals?|aims?|aimed|plans?|planned|ceiling|floor|set(?! up)|want(?:s|ed)?|hoped?|hopes|intend(?:s|ed)?|seeks?|sought|pledged?|promised?)\b",
    re.I,
)
_CAME = re.compile("了多少|[涨增降减]了")
_MEASURED = re.compile(
    r"跑赢|超额完成|达到了?[^，。？]{0,4}预期|(?:达到|完成|实现|达成)(?:了)?[^，。？]{0,8}(?:目标|预期|任务)(?:了)?[吗没]|(?:目标|预期|任务)[^，。？]{0,4}(?:完成|达到|实现|达成|兑现)(?:了)?[吗没]|\b(?:meet|met|hit|achieved?|reach(?:ed)?)\b[^,.?]{0,50}\btargets?\b|超(?:出|过)?[^，。？]{0,4}(?:预期|目标)|(?:高|低|快|慢|好)于[^，。？]{0,4}(?:年初)?目标|(?:高|低|快|慢|好)于[^，。？]{0,4}预期|不及预期|未达预期|[没未]有?(?:能)?(?:达到|够[着到上]|完成|实现)|达标|完成情况|完成得|missed|fell short|failed to meet",
    re.I,
)
_CONTRASTED = re.compile(
    r"[又比和与跟同较].{0,24}今年|今年.{0,4}(?:这份|那份|又|则)|than this year|this year .{0,12}(?:than|against)", re.I
)
_TELLS = 10  # characters of a clause that says what came of a year, and does not only name it
_UNTIL = re.compile(r"到\s*$|至\s*$|by (?:the end of )?$", re.I)


@dataclass(frozen=True, slots=True)
class Years:
    """`asked`: years the question is about; `editions`: years of the reports to look in, None for any; `missing`: years whose
    edition would be needed but is not indexed; `undated`: the question wants the report without a date.
    """

    asked: tuple[int, ...] = ()
    editions: tuple[int, ...] | None = None
    missing: tuple[int, ...] = ()
    undated: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    assumed: tuple[str, ...] = ()


def read_years(text: str, editions: Sequence[int], kind: str | None) -> Years:
    """The years of a question; `editions` are those indexed, newest first; `kind` is target, achieved, plan or None."""
    if _UNDATED.search(text):
        return Years(undated=True, spans=_spans(text))
    if not editions:
        return Years(spans=_spans(text))
    newest = editions[0]
    named = [int(next(group for group in match.groups() if group)) for match in _EDITION.finditer(text)]
    named += [newest] if _THIS_EDITION.search(text) else []
    spoken = len(set(named)) == 1 and not _CONTRASTED.search(text)  # the 今年 of the report that is named
    asked, assumed = _asked(text, named[0] if spoken else newest, kind)
    if len(set(named)) == 1 and _AGAINST.search(text) and named[0] != newest:
        named, asked = [named[0], newest], (named[0], newest)  # 同2024年的报告比
    if named:
        return _named(tuple(dict.fromkeys(named)), asked, editions, text, assumed)
    if not asked and _BOTH.search(text) and len(editions) > 1:
        years = tuple(year - (kind == "achieved") for year in sorted(editions[:2]))
        return Years(years, tuple(editions[:2]), spans=_spans(text), assumed=(f"→ {years[0]}, {years[1]}",))
    up_to_now = _UP_TO_NOW.search(text)
    until_now = up_to_now or (_BEFORE_NOW.search(text) and not _FIRM_RESULT.search(text))
    if len(asked) == 1 and until_now and asked[0] in editions and asked[0] < newest:
        asked = (asked[0], newest)  # 任务是不是比前年少了, 从2024年到现在变过没有: this year's against that one's
    since = _SINCE_THEN.search(text)
    then = int(since.group(1)) if since else asked[0] if len(asked) == 1 and up_to_now else None
    if then and then + 1 in editions and then + 1 < newest:
        asked, kind = (then, newest - 1), "achieved"  # 2023年以来从多少增加到多少: what there was then and what there is now
    if not asked:
        return _unnamed(text, newest, assumed)
    return _located(text, asked, editions, kind, assumed)


def reports_named(text: str) -> int:
    """How many editions a question names as such: two in 2024年报告和今年报告, and in 两份报告."""
    named = {next(group for group in match.groups() if group) for match in _EDITION.finditer(text)}
    return 2 if _BOTH.search(text) else len(named) + bool(_THIS_EDITION.search(text))


def _asked(text: str, newest: int, kind: str | None) -> tuple[tuple[int, ...], tuple[str, ...]]:
    found: list[tuple[int, int]] = []
    assumed = []
    for match in _YEAR.finditer(text):
        if not _SINCE.match(text, match.end()):
            found.append((match.start(), int(match.group(1))))
    for match in _SHORT.finditer(text):
        found.append((match.start(), 2000 + int(match.group(1))))
        assumed.append(f"{match.group()} → 20{match.group(1)}")
    edition = _THIS_EDITION.search(text)
    for distance, pattern in _RELATIVE:
        relative = pattern.search(text)
        if relative and edition and edition.start() <= relative.start() < edition.end():
            relative = pattern.search(text, edition.end())
        if relative:
            found.append((relative.start(), newest + distance))
            assumed.append(f"{relative.group()} → {newest + distance} (the edition in question is {newest})")
    years = tuple(dict.fromkeys(year for _, year in sorted(found)))
    return tuple(year for year in years if not _only_names_edition(text, year, years, kind)), tuple(assumed)


def _only_names_edition(text: str, year: int, years: tuple[int, ...], kind: str | None) -> bool:
    """Whether a year says which report states another's result: 2024 in 按2024年报告，2023年增长多少."""
    spans = [match.span() for match in _EDITION.finditer(text)]
    places = [match.start() for match in _YEAR.finditer(text) if int(match.group(1)) == year]
    return (
        (year - 1 in years or (kind == "achieved" and len(years) == 1))
        and bool(places)
        and all(any(start <= at < end for start, end in spans) for at in places)
    )


def _named(named: tuple[int, ...], asked: tuple[int, ...], editions: Sequence[int], text: str, assumed: tuple[str, ...]) -> Years:
    """The question names the edition: 2024年政府工作报告."""
    present = tuple(year for year in named if year in editions)
    others = [year for year in asked if year not in named and year in editions and year not in present]
    missing = tuple(year for year in named if year not in editions)
    return Years(asked, (*present, *others), missing, spans=_spans(text), assumed=assumed)


def _unnamed(text: str, newest: int, assumed: tuple[str, ...]) -> Years:
    """No year at all: five-year words and 现在 mean the newest edition, else any edition will do."""
    period = _FIVE_YEARS.search(text) or _NEXT_FIVE.search(text) or _NOW.search(text)
    if period:
        return Years((), (newest,), spans=_spans(text), assumed=(*assumed, f"{period.group()} → the {newest} edition"))
    return Years(spans=_spans(text), assumed=assumed)


def _located(text: str, asked: tuple[int, ...], editions: Sequence[int], kind: str | None, assumed: tuple[str, ...]) -> Years:
    """Find for each year the editions that can state it."""
    newest = editions[0]
    wanted: list[int] = []
    missing: list[int] = []
    notes = list(assumed)
    for year in asked:
        homes = _homes(text, year, editions, kind, len(asked) > 1)
        wanted += homes
        if not homes:
            missing.append(year)
        elif homes == [year + 1] and year != newest:
            notes.append(f"results of {year} → stated in the {year + 1} edition")
    return Years(asked, tuple(dict.fromkeys(wanted)), tuple(missing), spans=_spans(text), assumed=tuple(notes))


def _homes(text: str, year: int, editions: Sequence[int], kind: str | None, several: bool) -> list[int]:
    newest = editions[0]
    if year > newest:
        return list(editions) if kind == "plan" or year > newest + 1 else []
    if year == newest:
        return [year]
    own, next_year = year in editions, year + 1 in editions
    until = any(_UNTIL.search(text[: match.start()]) for match in _YEAR.finditer(text) if int(match.group(1)) == year)
    if kind == "achieved" and next_year:
        return [year + 1]
    if until and not own:
        return [edition for edition in editions if edition <= year or edition == year + 1]
    if kind == "target" and FIRM_TARGET.search(text) and not _MEASURED.search(text):
        return [year] if own else [year + 1] if next_year and _is_result(text, year, newest, 0 if several else _TELLS) else []
    if next_year and not own:
        return [year + 1]
    if kind == "target" and own:
        return [year]
    if own and not next_year:
        return [] if kind == "achieved" and _FIRM_RESULT.search(text) and not several else [year]
    return [year + 1, year] if own else []


def _is_result(text: str, year: int, newest: int, least: int) -> bool:
    """Whether the clause that names a year, of at least so many characters, speaks of what came of it, though another speaks of a target."""
    named = [rf"{year}年?", *(pattern.pattern for distance, pattern in _RELATIVE if newest + distance == year)]
    clauses = [clause for clause in re.split("[，,。？?；;与和跟同比较]", text) if re.search("|".join(named), clause, re.I)]
    return (
        bool(clauses)
        and min(map(len, clauses)) >= least
        and all(_FIRM_RESULT.search(c) or _CAME.search(c) or not FIRM_TARGET.search(c) for c in clauses)
    )


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    patterns = (_YEAR, _SHORT, *(pattern for _, pattern in _RELATIVE))
    return tuple(match.span() for pattern in patterns for match in pattern.finditer(text))
