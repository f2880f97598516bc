"""Figures of several reports → words: those that fit, the highest, how two differ, or a summary; a table stands beside them."""

from __future__ import annotations

import re

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import NATIONAL
from index.store import OpenIndex
from index.values import Value
from rag.claims import Claim, fits
from rag.contrast import DOWN, SAME, UP, contrast
from rag.criteria import Criteria, read_criteria
from rag.figures import Asked
from rag.question import Question
from rag.table import middle, select_rows
from rag.wording import gloss, label, region_name, written
from rag.writer import Writer

_MOST_LISTED = 8
_MOST_EXTREME = 5
_LESS = "低|慢|少|小|降|下调|lower|slower|fewer|less|smaller|cut|reduce"
_WHETHER = re.compile(
    r"比[^，。？]{1,24}[高低快慢多少大小](?:了|一些|些|一点)?吗|(?:高于|低于|快于|慢于|多于|少于|大于|小于)[^，。？]{1,24}吗|(?:一样|相同|持平)吗|(?:上调|下调|调高|调低|提高|降低)了?吗|"
    r"^(?:is|was|did|does|has|will)\b.{0,80}\b(?:higher|lower|faster|slower|more|fewer|less|larger|smaller|raised?|lowered|cut|reduced?)\b",
    re.I,
)
TONNES = 5.0  # 1亿斤 = 5万吨
_LEVELS = ("gdp_total", "urban_new_jobs", "grain_output", "surveyed_unemployment", "rd_intensity", "pm25")


def write_several(writer: Writer, question: Question, asked: list[Asked], stated: list[Asked]) -> None:
    """Answer first, over all the reports asked about. `stated` are those with a row."""
    criteria = read_criteria(question)
    if criteria.unstated:
        _write_unstated(writer, asked, criteria)
    elif criteria.way and len(stated) > 2 and len({one.year for one in stated}) == 2:
        _write_changed(writer, asked, stated, criteria.way, criteria.letter)
    elif criteria.nation and (nation := _nation_of(writer.index, stated)):
        _write_against(writer, asked, stated, nation, criteria.nation)
    elif criteria.words:
        _write_worded(writer, asked, stated, criteria.words)
    elif criteria.claim and not (len(stated) == 2 and criteria.difference):
        _write_fitting(writer, asked, stated, criteria.claim)
    elif criteria.order:
        _write_extreme(writer, asked, stated, criteria)
    elif criteria.numbered:
        _write_numbered(writer, asked, stated)
    elif len(stated) <= _MOST_LISTED:
        _write_each(writer, question, asked, stated, criteria)
    else:
        _write_summary(writer, asked, stated)
    if criteria.total:
        _write_total(writer, asked, stated)
    missing = [one for one in asked if one.row is None]
    picked = criteria.claim or criteria.unstated or criteria.words or criteria.nation or (criteria.way and len(stated) > 2)
    if missing and len(asked) > _MOST_LISTED and criteria.order:
        writer.say(f"；{len(missing)}份报告未载明", f"; {len(missing)} reports state none")
    elif missing and len(missing) <= _MOST_LISTED and not picked:
        writer.say(f"；{_names(writer, missing, asked)}未载明", f"; not stated: {_names(writer, missing, asked)}")
    writer.say("。", ".")


def _write_unstated(writer: Writer, asked: list[Asked], criteria: Criteria) -> None:
    """哪些省没有提出…: the reports without a row, and, where a number is asked for, those that say it in words only."""
    without = [one for one in asked if one.row is None or (criteria.numbered and middle(one.row) is None)]
    _head(writer, asked, asked)
    if not without:
        writer.say(f"{len(asked)}份报告都已载明", f"all {len(asked)} reports state one")
        return
    writer.say(
        f"{len(asked)}份报告中未载明{'具体数值' if criteria.numbered else ''}的有{len(without)}个：",
        f"{len(without)} of {len(asked)} reports state {'no number' if criteria.numbered else 'none'}: ",
    )
    writer.text += _names(writer, without, asked)


def _write_numbered(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    numbered = [one for one in stated if one.row and middle(one.row) is not None]
    _head(writer, asked, stated)
    if not numbered:
        writer.say("没有一份给出数值", "none gives a number")
        return
    writer.say(f"给出数值的有{len(numbered)}个：", f"{len(numbered)} give a number: ")
    _list(writer, numbered, values=len(numbered) <= _MOST_LISTED)


def _write_changed(writer: Writer, asked: list[Asked], stated: list[Asked], way: str, letter: bool) -> None:
    """哪些省下调了目标: the regions whose later figure differs that way, with both figures; `letter`: its qualifier is the same too."""
    pairs: dict[str | None, list[Asked]] = {}
    for one in sorted(stated, key=lambda one: one.year):
        pairs.setdefault(writer.index.reports[one.report].region, []).append(one)
    changed = [pair for pair in pairs.values() if len(pair) == 2 and _goes(pair, way, letter, writer.language)]
    _head(writer, asked, stated)
    word = _change(asked[0], way, writer.language)
    writer.say(f"{word}的有{len(changed)}个" + ("：" if changed else ""), f"{word}: {len(changed)}" + (": " if changed else ""))
    for place, pair in enumerate(changed):
        rows = [one.row for one in pair if one.row]
        writer.say("、" if place else "", ", " if place else "")
        name = region_name(writer.index.reports[pair[0].report], writer.language)
        writer.add(f"{name}{' ' if writer.language == 'en' else ''}{'→'.join(written(row) for row in rows)}", rows)


def _goes(pair: list[Asked], way: str, letter: bool, language: str) -> bool:
    first, second = pair[0].row, pair[1].row
    found = contrast(first, second, language) if first and second else None
    alike = not letter or (first is not None and second is not None and first.qualifier == second.qualifier)
    return found is not None and found.way == way and alike


def _write_worded(writer: Writer, asked: list[Asked], stated: list[Asked], words: str) -> None:
    """Those whose figure is a range, in step with growth, negative …"""
    fitting = [one for one in stated if one.row and _is_worded(one.row, words)]
    names = {"at_least": ("“以上”", "“at least”"), "around": ("“左右”", "“around”"), "range": ("区间", "a range"), "above": ("高于经济增长", "above economic growth"), "sync": ("同步", "in step with growth"),
             "negative": ("负增长", "negative"), "positive": ("正增长", "positive"), "万吨": ("以万吨计", "in 万吨"), "亿斤": ("以亿斤计", "in 亿斤")}[words]  # fmt: skip
    _head(writer, asked, stated)
    count = len(fitting)
    writer.say(f"{names[0]}的有{count}个" + ("：" if count else ""), f"{names[1]}: {count}" + (": " if count else ""))
    _list(writer, fitting, values=words != "sync")


def _is_worded(row: Target, words: str) -> bool:
    if words == "negative":
        return row.high is not None and row.high < 0
    if words == "positive":
        return row.qualifier == "positive" or (row.low is not None and row.low > 0)
    if words in ("万吨", "亿斤"):
        return row.unit == words and middle(row) is not None
    return row.qualifier == words


def _write_fitting(writer: Writer, asked: list[Asked], stated: list[Asked], claim: Claim) -> None:
    """Which fit the figure asked for: 5.5%左右的有3个：…; or which do not: 5.5%左右以外的有…"""
    numbered = [one for one in stated if one.row and middle(one.row) is not None]
    fitting = [one for one in numbered if one.row and fits(one.row, claim)]
    _head(writer, asked, stated)
    chinese = _bounded(claim) + ("以外" if claim.excluded else "")
    english = ("other than " if claim.excluded else "") + _claimed(claim.value)
    if not fitting:
        writer.say(f"{chinese}的没有", f"{english}: none")
        return
    writer.say(f"{chinese}的有{len(fitting)}个：", f"{english}: {len(fitting)}: ")
    _list(writer, fitting, values=claim.excluded or claim.between or claim.value.qualifier in ("at_least", "at_most"), among=stated)


def _nation_of(index: OpenIndex, stated: list[Asked]) -> Target | None:
    """The national figure of the same indicator, kind and year, where the newest national report has a number."""
    one = stated[0]
    rows = select_rows(index, (NATIONAL,), one.year, one.indicator, one.kind).rows
    return rows[0] if rows and middle(rows[0]) is not None else None


def _write_against(writer: Writer, asked: list[Asked], stated: list[Asked], nation: Target, way: str) -> None:
    """高于全国（4.5%—5%）的有…: the regions whose figure lies beyond the nation's, which is quoted first."""
    level = middle(nation) or 0.0
    rows = [one for one in stated if one.row and (own := middle(one.row)) is not None and (own > level if way == UP else own < level)]
    _head(writer, asked, stated)
    writer.say("全国为", "the national figure is ")
    writer.add(written(nation), [nation])
    side = ("高于", "above it") if way == UP else ("低于", "below it")
    writer.say(f"，{side[0]}全国的有{len(rows)}个" + ("：" if rows else ""), f"; {side[1]}: {len(rows)}" + (": " if rows else ""))
    _list(writer, rows, values=True)


def _bounded(claim: Claim) -> str:
    """The figure asked for, in Chinese: 高于5% for 比5%还高."""
    if claim.strict and re.match(r"\d", claim.value.text):
        return ("高于" if claim.value.qualifier == "at_least" else "低于") + claim.value.text
    return claim.value.text


def _claimed(value: Value) -> str:
    bound = value.low if value.low is not None else value.high
    words = {"around": "around ", "at_least": "at least ", "at_most": "at most "}.get(value.qualifier, "")
    return f"{words}{bound:g}{value.unit}" if value.qualifier != "range" else value.text


def _write_extreme(writer: Writer, asked: list[Asked], stated: list[Asked], criteria: Criteria) -> None:
    """The highest or lowest, or the first few; all the others too where they are few."""
    lowest = criteria.order == "lowest"
    ranked = sorted(
        ((key, place) for place, one in enumerate(stated) if one.row and (key := _rank(one.row)) is not None), reverse=not lowest
    )
    _head(writer, asked, stated)
    if not ranked:
        _list(writer, stated, values=True)
        return
    last = ranked[min(criteria.top, len(ranked)) - 1][0]
    winners = [
        stated[place]
        for key, place in sorted(ranked, key=lambda pair: (pair[0] if lowest else -pair[0], pair[1]))
        if (key <= last if lowest else key >= last)
    ]
    count = f"{len(winners)}个" if len(winners) > 1 else ""
    writer.say(
        f"最{'低' if lowest else '高'}的{count}是",
        f"{'lowest' if lowest else 'highest'} is " if len(winners) == 1 else f"the {'lowest' if lowest else 'highest'} {len(winners)} are ",
    )
    _list(writer, winners, values=True)
    others = [one for one in stated if one not in winners]
    if others and len(stated) <= _MOST_LISTED:
        writer.say("；", "; ")
        _list(writer, others, values=True)
    if len(stated) == 2:
        write_contrast(writer, stated, conclude=False)


def _write_total(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """The sum of plain figures in one unit; where one is lacking nothing is added up."""
    rows = [one.row for one in stated if one.row]
    figures = [middle(row) for row in rows]
    if len(rows) < max(2, len(asked)) or len({row.unit for row in rows}) > 1 or None in figures or rows[0].unit == "%":
        writer.say("；数字不全或单位不一，不相加", "; figures are lacking or in different units, so there is no sum")
        return
    unit = rows[0].unit
    total = sum(figure for figure in figures if figure is not None)
    writer.say("；", "; ")
    writer.add(" + ".join(f"{figure:g}{unit}" for figure in figures) + f" = {total:g}{unit}", rows)


def _rank(row: Target) -> float | None:
    """What rows are ordered by: their middle, grain in one unit whichever the report uses."""
    figure = middle(row)
    return figure * TONNES if figure is not None and row.unit == "亿斤" else figure


def _write_each(writer: Writer, question: Question, asked: list[Asked], stated: list[Asked], criteria: Criteria) -> None:
    """Every figure; of two years, or of two regions where it is asked, also how they differ."""
    ordered = sorted(stated, key=lambda one: one.year) if _is_over_years(stated) else stated
    _write_verdict(writer, question, stated)
    _head(writer, asked, ordered)
    _list(writer, ordered, values=True)
    if len(ordered) == 2 and (_is_over_years(ordered) or criteria.difference):
        write_contrast(writer, ordered, conclude=_is_over_years(ordered))


def _write_verdict(writer: Writer, question: Question, pair: list[Asked]) -> None:
    """是的， or 不是， where it is asked whether the first named is higher (faster, lower …) than the second."""
    asks = _WHETHER.search(question.text)
    if len(pair) != 2 or not asks or not (pair[0].row and pair[1].row):
        return
    if _is_over_years(pair) and pair[0].year in question.years.asked and pair[1].year in question.years.asked:
        pair = sorted(pair, key=lambda one: question.years.asked.index(one.year))
    first, second = pair[0].row, pair[1].row
    found = contrast(second, first, writer.language) if first and second else None
    if found and found.way:
        wanted = SAME if re.search("一样|相同|持平", asks.group()) else DOWN if re.search(_LESS, asks.group(), re.I) else UP
        yes = found.way == wanted
        writer.say("是的，" if yes else "不是，", "Yes: " if yes else "No: ")


def _is_over_years(stated: list[Asked]) -> bool:
    return len(stated) == 2 and stated[0].year != stated[1].year and stated[0].indicator == stated[1].indicator


def write_contrast(writer: Writer, pair: list[Asked], conclude: bool) -> None:
    """；下调：8% − 6% = 2个百分点. The conclusion is about change over time, so it is left out between regions."""
    first, second = pair[0].row, pair[1].row
    found = contrast(first, second, writer.language) if first and second else None
    if found is None or first is None or second is None:
        return
    word = _change(pair[0], found.way, writer.language) if conclude else ""
    if not word and not found.lines:
        return
    writer.say("；", "; ")
    if word:
        writer.say(word + ("：" if found.lines else ""), word + (": " if found.lines else ""))
    for place, line in enumerate(found.lines):
        if place:
            writer.say("，", ", ")
        writer.add(line, [first, second])


def _change(one: Asked, way: str | None, language: str) -> str:
    """What a change is called: a target is raised (上调), a growth rate quickens (加快), an amount grows (增加)."""
    if one.kind != "achieved":
        words = {UP: ("上调", "raised"), DOWN: ("下调", "lowered"), SAME: ("持平", "unchanged")}
    elif one.indicator in _LEVELS:
        words = {UP: ("增加", "up"), DOWN: ("减少", "down"), SAME: ("持平", "unchanged")}
    else:
        words = {UP: ("加快", "faster"), DOWN: ("放缓", "slower"), SAME: ("持平", "unchanged")}
    return words[way][language == "en"] if way else ""


def _write_summary(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """How many reports state it, the commonest figures, and the extremes."""
    _head(writer, asked, stated)
    writer.say(f"{len(asked)}份报告中{len(stated)}份载明，", f"{len(stated)} of {len(asked)} reports state one; ")
    groups: dict[tuple[object, ...], list[Asked]] = {}
    for one in stated:
        if one.row:
            groups.setdefault((one.row.low, one.row.high, one.row.qualifier), []).append(one)
    for place, members in enumerate(sorted(groups.values(), key=len, reverse=True)[:3]):
        row = members[0].row
        if row:
            writer.say("、" if place else "", ", " if place else "")
            writer.add(written(row) + (f" ({len(members)})" if writer.language == "en" else f"（{len(members)}个）"), [row])
    ranked = sorted((key, place) for place, one in enumerate(stated) if one.row and (key := _rank(one.row)) is not None)
    if ranked and ranked[0][0] != ranked[-1][0]:
        for words, key in ((("；最高：", "; highest: "), ranked[-1][0]), (("；最低：", "; lowest: "), ranked[0][0])):
            writer.say(*words)
            _list_some(writer, [stated[place] for rank, place in ranked if rank == key])
    for one in stated:
        if one.row:
            writer.number(one.row)


def _list_some(writer: Writer, chosen: list[Asked]) -> None:
    _list(writer, chosen[:_MOST_EXTREME], values=True)
    if len(chosen) > _MOST_EXTREME:
        writer.say(f"等{len(chosen)}个", f" and {len(chosen) - _MOST_EXTREME} more")


def _head(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """2026年地区生产总值增长目标： with the region before it where all is of one."""
    first = asked[0]
    when = "/".join(str(year) for year in sorted({one.year for one in stated}))
    regions = {writer.index.reports[one.report].region for one in asked}
    who = region_name(writer.index.reports[first.report], writer.language) if len(regions) == 1 else ""
    goal = first.kind != "achieved"
    writer.say(
        f"{who}{when}年{label(first.indicator, writer.index.reports[first.report] if who else None)}{'目标' if goal else ''}：",
        f"{who + ', ' if who else ''}{when} {BY_KEY[first.indicator].english_label}{' targets' if goal else ''}: ",
    )


def _list(writer: Writer, chosen: list[Asked], values: bool, among: list[Asked] | None = None) -> None:
    """The figures by region, or by year; `among` are those they are picked from."""
    for place, one in enumerate(chosen):
        if one.row is None:
            continue
        writer.say("、" if place else "", ", " if place else "")
        words = _name(writer.index, one, among or chosen, writer.language)
        if values:
            meant = gloss(one.row) if writer.language == "en" else ""
            words += (" " if writer.language == "en" else "") + written(one.row) + (f" ({meant})" if meant else "")
        writer.add(words, [one.row])


def _names(writer: Writer, chosen: list[Asked], among: list[Asked]) -> str:
    return ("、" if writer.language == "zh" else ", ").join(_name(writer.index, one, among, writer.language) for one in chosen)


def _name(index: OpenIndex, one: Asked, among: list[Asked], language: str) -> str:
    """The region, or the year where all are of one region."""
    report = index.reports[one.report]
    regions = {index.reports[other.report].region for other in among}
    years = {other.year for other in among}
    if len(regions) == 1 and len(years) > 1:
        return f"{one.year}" if language == "en" else f"{one.year}年"
    if len(years) == 1:
        return region_name(report, language)
    return f"{region_name(report, language)} {one.year} " if language == "en" else f"{region_name(report, language)}{one.year}年"
