"""Figures of several reports → words that stand in every list of them: whose they are, for when, how much, and what a change is called."""

from __future__ import annotations

from index.indicators import BY_KEY
from index.store import OpenIndex
from rag.contrast import DOWN, SAME, UP
from rag.figures import Asked
from rag.wording import gloss, label, region_name, written
from rag.writer import Writer

MOST_LISTED = 8
MOST_EXTREME = 5
_LEVELS = ("gdp_total", "urban_new_jobs", "grain_output", "surveyed_unemployment", "rd_intensity", "pm25")


def write_head(writer: Writer, asked: list[Asked], stated: list[Asked]) -> None:
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


def list_figures(writer: Writer, chosen: list[Asked], values: bool, among: list[Asked] | None = None) -> None:
    """The figures by region, or by year; `among` are those they are picked from."""
    for place, one in enumerate(chosen):
        if one.row is None:
            continue
        writer.say("、" if place else "", ", " if place else "")
        words = name_of(writer.index, one, among or chosen, writer.language)
        if values:
            meant = gloss(one.row) if writer.language == "en" else ""
            words += (" " if writer.language == "en" else "") + written(one.row) + (f" ({meant})" if meant else "")
        writer.add(words, [one.row])


def list_some(writer: Writer, chosen: list[Asked]) -> None:
    """The first few figures and how many more there are."""
    list_figures(writer, chosen[:MOST_EXTREME], values=True)
    if len(chosen) > MOST_EXTREME:
        writer.say(f"等{len(chosen)}个", f" and {len(chosen) - MOST_EXTREME} more")


def names(writer: Writer, chosen: list[Asked], among: list[Asked]) -> str:
    """The names in a list, by region or by year."""
    return ("、" if writer.language == "zh" else ", ").join(name_of(writer.index, one, among, writer.language) for one in chosen)


def name_of(index: OpenIndex, one: Asked, among: list[Asked], language: str) -> str:
    """The region, or the year where all are of one region."""
    report = index.reports[one.report]
    regions = {index.reports[other.report].region for other in among}
    years = {other.year for other in among}
    if len(regions) == 1 and len(years) > 1:
        return f"{one.year}" if language == "en" else f"{one.year}年"
    if len(years) == 1:
        return region_name(report, language)
    return f"{region_name(report, language)} {one.year} " if language == "en" else f"{region_name(report, language)}{one.year}年"


def change_word(one: Asked, way: str | None, language: str) -> str:
    """What a change is called: a target is raised (上调), a growth rate quickens (加快), an amount grows (增加)."""
    if one.kind != "achieved":
        words = {UP: ("上调", "raised"), DOWN: ("下调", "lowered"), SAME: ("持平", "unchanged")}
    elif one.indicator in _LEVELS:
        words = {UP: ("增加", "up"), DOWN: ("减少", "down"), SAME: ("持平", "unchanged")}
    else:
        words = {UP: ("加快", "faster"), DOWN: ("放缓", "slower"), SAME: ("持平", "unchanged")}
    return words[way][language == "en"] if way else ""
