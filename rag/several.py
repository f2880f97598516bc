"""Figures of several reports → words: those that fit, the highest, how two differ, or a summary; a table stands beside them."""

from __future__ import annotations

import re

from index.corpus import Target
from rag.contrast import DOWN, SAME, UP, contrast
from rag.criteria import Criteria, read_criteria
from rag.figures import Asked
from rag.listing import MOST_LISTED, change_word, list_figures, list_some, names, write_head
from rag.picks import nation_of, write_against, write_changed, write_fitting, write_numbered, write_unstated, write_worded
from rag.question import Question
from rag.table import middle
from rag.wording import plain, written
from rag.writer import Writer

_LESS = "低|慢|少|小|降|下调|lower|slower|fewer|less|smaller|cut|reduce"
_WHETHER = re.compile(
    r"比[^，。？]{1,24}[高低快慢多少大小](?:了|一些|些|一点)?吗|(?:高于|低于|快于|慢于|多于|少于|大于|小于|超过|反超|赶超|追上|赶上)[^，。？]{1,24}(?:吗|没有?(?=[？?]|$))|(?:一样|相同|持平)吗|跑赢[^，。？]{1,8}吗|(?:上调|下调|调高|调低|提高|降低)了?吗|"
    r"^(?:is|was|did|does|has|will)\b.{0,80}\b(?:higher|lower|faster|slower|more|fewer|less|larger|smaller|raised?|lowered|cut|reduced?)\b",
    re.I,
)
_EXAMPLE = re.compile(r"比如|例如|这种|这样|之类|such as|for example|e\.g\.", re.I)
_MOST_BESIDE = 3  # regions of which those that are not the highest are named too
TONNES = 5.0  # 1亿斤 = 5万吨


def write_several(writer: Writer, question: Question, asked: list[Asked], stated: list[Asked]) -> None:
    """Answer first, over all the reports asked about. `stated` are those with a row."""
    criteria = read_criteria(question)
    if criteria.unstated:
        write_unstated(writer, asked, criteria)
    elif criteria.way and len(stated) > 2 and len({one.year for one in stated}) == 2:
        write_changed(writer, asked, stated, criteria)
    elif criteria.nation and (nation := nation_of(writer.index, stated)):
        write_against(writer, asked, stated, nation, criteria.nation)
    elif criteria.words and not _of_range(question, criteria):
        write_worded(writer, asked, stated, criteria.words)
    elif criteria.claim and not (len(stated) == 2 and (criteria.difference or _is_over_years(stated))):
        write_fitting(writer, asked, stated, criteria.claim)
    elif criteria.order:
        _write_extreme(writer, asked, stated, criteria)
    elif criteria.numbered:
        write_numbered(writer, asked, stated)
    elif criteria.listed and len({one.year for one in stated}) == 1:
        _write_ranking(writer, asked, stated)
    elif len(stated) <= MOST_LISTED:
        _write_each(writer, question, asked, stated, criteria)
    else:
        _write_summary(writer, asked, stated)
    if criteria.total:
        _write_total(writer, asked, stated)
    missing = [one for one in asked if one.row is None]
    picked = criteria.claim or criteria.unstated or criteria.words or criteria.nation or (criteria.way and len(stated) > 2)
    if missing and len(asked) > MOST_LISTED and criteria.order:
        writer.say(f"；{len(missing)}份报告未载明", f"; {len(missing)} reports state none")
    elif missing and len(missing) <= MOST_LISTED and not picked:
        writer.say(f"；{names(writer, missing, asked)}未载明", f"; not stated: {names(writer, missing, asked)}")
    writer.say("。", ".")


def _of_range(question: Question, criteria: Criteria) -> bool:
    """Whether one range is meant, a range of 4.5% to 5%, and not ranges, 比如4.5%—5%."""
    return criteria.claim is not None and criteria.claim.value.qualifier == "range" and not _EXAMPLE.search(question.text)


def _write_extreme(writer: Writer, asked: list[Asked], stated: list[Asked], criteria: Criteria) -> None:
    """The highest or lowest, or the first few, or both ends; all the others too where they are few."""
    ranked = [(key, one) for one in stated if one.row and (key := _rank(one.row)) is not None]
    write_head(writer, asked, stated)
    if not ranked:
        list_figures(writer, stated, values=True)
        return
    named: list[Asked] = []
    for order in ("highest", "lowest") if criteria.ends else (criteria.order,):
        writer.say("；" if named else "", "; " if named else "")
        named += _write_end(writer, ranked, order == "lowest", criteria.top)
    others = [one for one in stated if one not in named]
    if others and len(stated) <= _MOST_BESIDE:
        writer.say("；", "; ")
        list_figures(writer, others, values=True)
    if len(stated) == 2:
        write_contrast(writer, stated, conclude=False)


def _write_end(writer: Writer, ranked: list[tuple[float, Asked]], lowest: bool, top: int) -> list[Asked]:
    """最高的2个是…: the first `top` from one end, with all that equal the last of them; returns them."""
    ordered = sorted(ranked, key=lambda pair: pair[0] if lowest else -pair[0])
    last = ordered[min(top, len(ordered)) - 1][0]
    winners = [one for key, one in ordered if (key <= last if lowest else key >= last)]
    count = f"{len(winners)}个" if len(winners) > 1 else ""
    writer.say(
        f"最{'低' if lowest else '高'}的{count}是",
        f"{'lowest' if lowest else 'highest'} is " if len(winners) == 1 else f"the {'lowest' if lowest else 'highest'} {len(winners)} are ",
    )
    list_figures(writer, winners, values=True)
    return winners


def _write_total(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """The sum of plain figures in one unit; where one is lacking nothing is added up."""
    rows = [one.row for one in stated if one.row]
    figures = [middle(row) for row in rows]
    if len(rows) < max(2, len(asked)) or len({row.unit for row in rows}) > 1 or None in figures or rows[0].unit == "%":
        writer.say("；数字不全或单位不一，不相加", "; figures are lacking or in different units, so there is no sum")
        return
    unit = rows[0].unit
    numbers = [figure for figure in figures if figure is not None]
    writer.say("；", "; ")
    writer.add(" + ".join(f"{plain(number)}{unit}" for number in numbers) + f" = {plain(sum(numbers))}{unit}", rows)


def _rank(row: Target) -> float | None:
    """What rows are ordered by: their middle, grain in one unit whichever the report uses."""
    figure = middle(row)
    return figure * TONNES if figure is not None and row.unit == "亿斤" else figure


def _write_ranking(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """All figures, the highest first; those in words only at the end."""
    ranks = [_rank(one.row) if one.row else None for one in stated]
    order = sorted(range(len(stated)), key=lambda place: (ranks[place] is None, -(ranks[place] or 0.0)))
    write_head(writer, asked, stated)
    list_figures(writer, [stated[place] for place in order], values=True)


def _write_each(writer: Writer, question: Question, asked: list[Asked], stated: list[Asked], criteria: Criteria) -> None:
    """Every figure; of two years, or of two regions where it is asked, also how they differ."""
    ordered = sorted(stated, key=lambda one: one.year) if _is_over_years(stated) else stated
    _write_verdict(writer, question, stated)
    write_head(writer, asked, ordered)
    list_figures(writer, ordered, values=True)
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
    word = change_word(pair[0], found.way, writer.language) if conclude else ""
    if not word and not found.lines:
        return
    writer.say("；", "; ")
    if word:
        writer.say(word + ("：" if found.lines else ""), word + (": " if found.lines else ""))
    for place, line in enumerate(found.lines):
        if place:
            writer.say("，", ", ")
        writer.add(line, [first, second])


def _write_summary(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
    """How many reports state it, the commonest figures, and the extremes."""
    write_head(writer, asked, stated)
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
            list_some(writer, [stated[place] for rank, place in ranked if rank == key])
    for one in stated:
        if one.row:
            writer.number(one.row)
