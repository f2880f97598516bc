"""Two figures side by side: which way they differ is symmetric, and every arithmetic line is right."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.corpus import Target
from rag.contrast import DOWN, SAME, UP, contrast

LINE = re.compile(r"(?:下限|上限|lower bound |upper bound )?(-?[\d.]+)(%|万人) − \(?(-?[\d.]+)(?:%|万人)\)? = ([\d.]+)(个百分点|万人)")
OPPOSITE = {UP: DOWN, DOWN: UP, SAME: SAME, None: None}
FIGURES = st.integers(-300, 1200).map(lambda tenths: tenths / 10)


def row(qualifier: str, low: float | None, high: float | None, unit: str = "%") -> Target:
    return Target(0, 2026, "gdp_growth", "target", "", low, high, unit, qualifier, 0, 1)


def point(figure: float, qualifier: str = "exact", unit: str = "%") -> Target:
    """A row of one figure; 以上 has no upper and 以内 no lower bound."""
    bounds = {"at_least": (figure, None), "at_most": (None, figure)}
    return row(qualifier, *bounds.get(qualifier, (figure, figure)), unit)


def spread(low: float, width: float) -> Target:
    return row("range", low, round(low + width, 1))


POINTS = st.builds(point, FIGURES, st.sampled_from(["exact", "around", "at_least", "at_most"]))
RANGES = st.builds(spread, FIGURES, st.integers(1, 30).map(lambda tenths: tenths / 10))
ROWS = st.one_of(POINTS, RANGES)


@given(ROWS, ROWS, st.sampled_from(["zh", "en"]))
@settings(max_examples=150, deadline=None)
def test_the_other_way_round_is_the_opposite(first: Target, second: Target, language: str) -> None:
    """What is up from one to the other is down from the other to the one, with the same figures in the lines."""
    there, back = contrast(first, second, language), contrast(second, first, language)
    assert (there is None) is (back is None)
    if there is None or back is None:
        return
    assert back.way == OPPOSITE[there.way]
    assert [LINE.findall(line) for line in there.lines] == [LINE.findall(line) for line in back.lines]


@given(ROWS, st.sampled_from(["zh", "en"]))
@settings(max_examples=60, deadline=None)
def test_a_figure_does_not_differ_from_itself(one: Target, language: str) -> None:
    """The same row twice is the same, and there is nothing to reckon."""
    found = contrast(one, one, language)
    assert found is not None
    assert (found.way, found.lines) == (SAME, ())


@given(ROWS, ROWS)
@settings(max_examples=150, deadline=None)
def test_every_line_is_right_and_in_points(first: Target, second: Target) -> None:
    """Of two percentages each line subtracts the lesser bound from the greater, and both bounds are those of the rows."""
    found = contrast(first, second, "zh")
    assume(found is not None and found.way != SAME)
    assert found is not None
    assert found.lines
    for line in found.lines:
        match = LINE.fullmatch(line)
        assert match is not None, line
        high, _, low, result, steps = match.groups()
        assert float(high) - float(low) == pytest.approx(float(result))
        assert float(result) > 0
        assert steps == "个百分点"
        assert {float(high), float(low)} <= {first.low, first.high, second.low, second.high}


@given(FIGURES, FIGURES, st.sampled_from(["exact", "around", "at_least", "at_most"]), st.sampled_from(["exact", "around", "at_least"]))
@settings(max_examples=80, deadline=None)
def test_points_go_the_way_of_their_figures(one: float, other: float, theirs: str, ours: str) -> None:
    """Between two points only the figures count: 左右, 以上 and 以内 neither raise nor lower a target."""
    found = contrast(point(one, theirs), point(other, ours), "zh")
    assert found is not None
    assert found.way == (SAME if one == other else UP if other > one else DOWN)
    assert (found.lines == ()) is (one == other and theirs == ours)


@pytest.mark.parametrize(
    ("first", "second", "way", "lines"),
    [
        (point(8), point(6), DOWN, ("8% − 6% = 2个百分点",)),
        (point(28, "at_least", "万人"), point(35, "at_least", "万人"), UP, ("35万人 − 28万人 = 7万人",)),
        (point(-2.3), point(8.4), UP, ("8.4% − (-2.3%) = 10.7个百分点",)),
        (point(5, "around"), row("range", 4.5, 5), DOWN, ("下限5% − 4.5% = 0.5个百分点",)),
        (point(4.5, "around"), row("range", 4.5, 5), UP, ("上限5% − 4.5% = 0.5个百分点",)),
        (row("range", 4.5, 5), row("range", 5, 5.5), UP, ("下限5% − 4.5% = 0.5个百分点", "上限5.5% − 5% = 0.5个百分点")),
        (row("range", 4.5, 5), row("range", 4, 5.5), None, ("下限4.5% − 4% = 0.5个百分点", "上限5.5% − 5% = 0.5个百分点")),
        (point(4.8), row("range", 4.5, 5), None, ("下限4.8% − 4.5% = 0.3个百分点", "上限5% − 4.8% = 0.2个百分点")),
        (point(5, "around"), point(5, "at_least"), SAME, ("数值相同，一为“左右”，一为“以上”",)),
    ],
)
def test_what_a_reader_sees(first: Target, second: Target, way: str | None, lines: tuple[str, ...]) -> None:
    """Points in one line, ranges bound by bound, and the same figure under another qualifier in words."""
    found = contrast(first, second, "zh")
    assert found is not None
    assert (found.way, found.lines) == (way, lines)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (point(5, "around"), point(5, "at_least"), ("around", "at least")),
        (point(5), point(5, "at_most"), ("no qualifier", "at most")),
        (row("range", 4.5, 5), point(5), ("lower bound",)),
    ],
)
def test_in_english_qualifiers_and_bounds_have_english_names(first: Target, second: Target, said: tuple[str, ...]) -> None:
    """左右, 以上 and 下限 are not left in an English line."""
    found = contrast(first, second, "en")
    assert found is not None
    assert all(words in found.lines[0] for words in said)
    assert not re.search("左右|以上|以内|下限|上限", found.lines[0])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (point(5), point(12, unit="万人")),
        (point(5), row("sync", None, None, "")),
        (row("sync", None, None), row("sync", None, None)),
        (row("range", 4.5, 5), point(5, "at_least")),
        (point(5, "at_most"), row("range", 4.5, 5)),
    ],
)
def test_what_cannot_be_compared_is_not(first: Target, second: Target) -> None:
    """Other units, words without a figure, and an open end against a range give no contrast."""
    assert contrast(first, second, "zh") is None
