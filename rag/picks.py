"""Which of several reports are asked for: those that fit a figure, state none, give a number, changed, are above the nation's …"""

from __future__ import annotations

import re

from index.corpus import Target
from index.regions import NATIONAL
from index.store import OpenIndex
from index.values import Value
from rag.claims import Claim, fits
from rag.contrast import DOWN, SAME, UP, contrast
from rag.criteria import Criteria
from rag.figures import Asked
from rag.listing import MOST_LISTED, change_word, list_figures, names, write_head
from rag.table import middle, select_rows
from rag.wording import plain, region_name, written
from rag.writer import Writer


def write_unstated(writer: Writer, asked: list[Asked], criteria: Criteria) -> None:
    """哪些省没有提出…: the reports without a row, and, where a number is asked for, those that say it in words only."""
    without = [one for one in asked if one.row is None or (criteria.numbered and middle(one.row) is None)]
    write_head(writer, asked, asked)
    if not without:
        writer.say(f"{len(asked)}份报告都已载明", f"all {len(asked)} reports state one")
        return
    writer.say(
        f"{len(asked)}份报告中未载明{'具体数值' if criteria.numbered else ''}的有{len(without)}个：",
        f"{len(without)} of {len(asked)} reports state {'no number' if criteria.numbered else 'none'}: ",
    )
    writer.text += names(writer, without, asked)


def write_numbered(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """哪些省给出了具体数值: those that give a number, not words only."""
    numbered = [one for one in stated if one.row and middle(one.row) is not None]
    write_head(writer, asked, stated)
    if not numbered:
        writer.say("没有一份给出数值", "none gives a number")
        return
    writer.say(f"给出数值的有{len(numbered)}个：", f"{len(numbered)} give a number: ")
    list_figures(writer, numbered, values=len(numbered) <= MOST_LISTED)


def write_changed(writer: Writer, asked: list[Asked], stated: list[Asked], criteria: Criteria) -> None:
    """哪些省下调了目标: the regions whose later figure differs that way, with both figures; to the letter, where its qualifier is to be the
    same too; of 下调幅度最大的 only those that changed most, or least.
    """
    way = criteria.way or SAME
    pairs: dict[str | None, list[Asked]] = {}
    for one in sorted(stated, key=lambda one: one.year):
        pairs.setdefault(writer.index.reports[one.report].region, []).append(one)
    changed = [pair for pair in pairs.values() if len(pair) == 2 and _goes(pair, way, criteria.letter, writer.language)]
    write_head(writer, asked, stated)
    word = change_word(asked[0], way, writer.language)
    if criteria.step and way != SAME and changed:
        least = criteria.step == "least"
        steps = sorted({_step(pair) for pair in changed}, reverse=not least)[: criteria.top]
        changed = [pair for pair in changed if _step(pair) in steps]
        writer.say(f"{word}{'最少' if least else '最多'}的是", f"{word} {'least' if least else 'most'}: ")
    else:
        writer.say(f"{word}的有{len(changed)}个" + ("：" if changed else ""), f"{word}: {len(changed)}" + (": " if changed else ""))
    for place, pair in enumerate(changed):
        rows = [one.row for one in pair if one.row]
        writer.say("、" if place else "", ", " if place else "")
        name = region_name(writer.index.reports[pair[0].report], writer.language)
        writer.add(f"{name}{' ' if writer.language == 'en' else ''}{'→'.join(written(row) for row in rows)}", rows)


def _step(pair: list[Asked]) -> float:
    """How far the later figure lies from the earlier one, by their middles."""
    first, second = (middle(one.row) if one.row else None for one in pair)
    return round(abs((second or 0.0) - (first or 0.0)), 6)


def _goes(pair: list[Asked], way: str, letter: bool, language: str) -> bool:
    first, second = pair[0].row, pair[1].row
    found = contrast(first, second, language) if first and second else None
    alike = not letter or (first is not None and second is not None and first.qualifier == second.qualifier)
    return found is not None and found.way == way and alike


def write_worded(writer: Writer, asked: list[Asked], stated: list[Asked], words: str) -> None:
    """Those whose figure is a range, in step with growth, negative …"""
    fitting = [one for one in stated if one.row and _is_worded(one.row, words)]
    names = {"at_least": ("“以上”", "“at least”"), "around": ("“左右”", "“around”"), "range": ("区间", "a range"), "above": ("高于经济增长", "above economic growth"), "sync": ("同步", "in step with growth"), "roughly": ("基本同步", "roughly in step with growth"), "flat": ("与上年持平", "unchanged on the year before"),
             "negative": ("负增长", "negative"), "positive": ("正增长", "positive"), "万吨": ("以万吨计", "in 万吨"), "亿斤": ("以亿斤计", "in 亿斤")}[words]  # fmt: skip
    write_head(writer, asked, stated)
    count = len(fitting)
    writer.say(f"{names[0]}的有{count}个" + ("：" if count else ""), f"{names[1]}: {count}" + (": " if count else ""))
    list_figures(writer, fitting, values=words not in ("sync", "roughly"))


def _is_worded(row: Target, words: str) -> bool:
    if words == "negative":
        return row.high is not None and row.high < 0
    if words == "positive":
        return row.qualifier == "positive" or (row.low is not None and row.low > 0)
    if words == "roughly":
        return row.qualifier == "sync" and "基本" in row.value_text
    if words == "flat":
        return "持平" in row.value_text
    if words in ("万吨", "亿斤"):
        return row.unit == words and middle(row) is not None
    return row.qualifier == words


def write_fitting(writer: Writer, asked: list[Asked], stated: list[Asked], claim: Claim) -> None:
    """Which fit the figure asked for: 5.5%左右的有3个：…; or which do not: 5.5%左右以外的有…"""
    numbered = [one for one in stated if one.row and middle(one.row) is not None]
    fitting = [one for one in numbered if one.row and fits(one.row, claim)]
    write_head(writer, asked, stated)
    chinese = _bounded(claim) + ("以外" if claim.excluded else "")
    english = ("other than " if claim.excluded else "") + _claimed(claim.value, claim.strict)
    if not fitting:
        writer.say(f"{chinese}的没有", f"{english}: none")
        return
    writer.say(f"{chinese}的有{len(fitting)}个：", f"{english}: {len(fitting)}: ")
    list_figures(writer, fitting, values=claim.excluded or claim.between or claim.value.qualifier in ("at_least", "at_most"), among=stated)


def nation_of(index: OpenIndex, stated: list[Asked]) -> Target | None:
    """The national figure of the same indicator, kind and year, where the newest national report has a number."""
    one = stated[0]
    rows = select_rows(index, (NATIONAL,), one.year, one.indicator, one.kind).rows
    return rows[0] if rows and middle(rows[0]) is not None else None


def write_against(writer: Writer, asked: list[Asked], stated: list[Asked], nation: Target, way: str) -> None:
    """高于全国（4.5%—5%）的有…: the regions whose figure lies beyond the nation's, which is quoted first."""
    rows = [one for one in stated if one.row and _against(one.row, nation) == way]
    write_head(writer, asked, stated)
    writer.say("全国为", "the national figure is ")
    writer.add(written(nation), [nation])
    side = {UP: ("高于", "above it"), DOWN: ("低于", "below it"), SAME: ("等于", "the same")}[way]
    writer.say(f"，{side[0]}全国的有{len(rows)}个" + ("：" if rows else ""), f"; {side[1]}: {len(rows)}" + (": " if rows else ""))
    list_figures(writer, rows, values=True)


def _against(row: Target, nation: Target) -> str | None:
    """Up, down or same, by the middles of the two; same only with the same bounds."""
    own, level = middle(row), middle(nation)
    if own is None or level is None:
        return None
    if (row.low, row.high) == (nation.low, nation.high):
        return SAME
    return UP if own > level else DOWN if own < level else None


def _bounded(claim: Claim) -> str:
    """The figure asked for, in Chinese: 高于5% for 比5%还高, 5%—6%之间（不含两端）."""
    if claim.value.qualifier == "range":
        return f"{claim.value.text}{'之间' if claim.between else ''}{'（不含两端）' if claim.strict else ''}"
    if claim.strict and re.match(r"\d", claim.value.text):
        return ("高于" if claim.value.qualifier == "at_least" else "低于") + claim.value.text
    return claim.value.text


def _claimed(value: Value, strict: bool) -> str:
    """The figure asked for, in English: above 5% where 5% itself is left out."""
    bound = value.low if value.low is not None else value.high
    least, most = ("above ", "below ") if strict else ("at least ", "at most ")
    words = {"around": "around ", "at_least": least, "at_most": most}.get(value.qualifier, "")
    return f"{words}{plain(bound)}{value.unit}" if value.qualifier != "range" else value.text
