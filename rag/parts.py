"""A question about several regions or years → one question for each, so that every report is searched on its own."""

from __future__ import annotations

from dataclasses import replace

from rag.question import ACHIEVED, TARGET, Question
from rag.years import reports_named

_MOST = 8


def split_question(question: Question) -> list[Question]:
    """One question for each region and each year asked about, in the order asked; the question itself where it is one already.

    A year stands with its own edition as a target and with the next one as a result: 去年和今年 are two questions of one report.
    """
    regions: list[tuple[str, ...]] = [(region,) for region in question.regions] if len(question.regions) > 1 else [question.regions]
    parts = [_part(question, places, when) for places in regions for when in _times(question)]
    return parts if 1 < len(parts) <= _MOST else [question]


def _times(question: Question) -> list[tuple[int | None, int, str | None] | None]:
    """(year, edition, kind) of each year asked about that an edition can state; [None] where there are not several."""
    asked, editions = question.years.asked, question.editions or ()
    if len(editions) == 2 and len(asked) < 2 and reports_named(question.text) == 2:
        return [(None, edition, question.kind) for edition in sorted(editions)]  # 2024年报告和今年报告分别怎么说
    stated = [(year, edition) for year in asked for edition in editions if edition in (year, year + 1)]
    if len(asked) < 2 or len(stated) < 2 or question.kind == "plan":
        return [None]
    kinds = {edition - year for year, edition in stated}
    if len(kinds) == 1:
        return [(year, edition, question.kind) for year, edition in stated]
    own = {year for year, edition in stated if year == edition and question.kind != ACHIEVED}
    return [(year, edition, TARGET if year == edition else ACHIEVED) for year, edition in stated if year == edition or year not in own]


def _part(question: Question, regions: tuple[str, ...], when: tuple[int | None, int, str | None] | None) -> Question:
    places = replace(question.places, regions=regions) if regions != question.regions else question.places
    if when is None:
        return replace(question, regions=regions, places=places)
    year, edition, kind = when
    years = replace(question.years, asked=(year,) if year else (), editions=(edition,))
    return replace(question, regions=regions, places=places, years=years, kind=kind)
