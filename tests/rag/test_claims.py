"""Figures that a question brings along are read with their qualifier, and held against rows by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Target
from rag.claims import agrees, asserted, fits, meets, presumes_growth, read_claim

QUALIFIERS = ("exact", "around", "at_least", "at_most", "range")
FIGURES = st.integers(1, 120).map(lambda tenths: tenths / 10)


def row(qualifier: str, low: float | None, high: float | None, unit: str = "%") -> Target:
    return Target(0, 2026, "gdp_growth", "target", "", low, high, unit, qualifier, 0, 1)


def stated(qualifier: str, figure: float) -> Target:
    """A row of a figure under a qualifier; a range reaches half a point further."""
    bounds = {"at_least": (figure, None), "at_most": (None, figure), "range": (figure, figure + 0.5)}
    return row(qualifier, *bounds.get(qualifier, (figure, figure)))


def written(qualifier: str, figure: float) -> str:
    after = {"exact": "%", "around": "%左右", "at_least": "%以上", "at_most": "%以内", "range": f"%—{figure + 0.5:g}%"}
    return f"哪些省的目标是{figure:g}{after[qualifier]}？"


@pytest.mark.parametrize(
    ("question", "qualifier", "low", "high", "unit"),
    [
        ("哪些省的GDP增长目标在5.5%左右？", "around", 5.5, 5.5, "%"),
        ("哪些省的GDP增长目标在5%以上？", "at_least", 5.0, None, "%"),
        ("哪些省的GDP增长目标不低于5%？", "at_least", 5.0, None, "%"),
        ("哪些省的失业率在5%以内？", "at_most", None, 5.0, "%"),
        ("哪些省的目标是4.5%—5%？", "range", 4.5, 5.0, "%"),
        ("哪些省的目标是５％以上？", "at_least", 5.0, None, "%"),
        ("哪些省新增就业超过100万人？", "at_least", 100.0, None, "万人"),
        ("Which provinces aim at around 5.5 percent?", "around", 5.5, 5.5, "%"),
        ("Which provinces aim at at least 5%?", "at_least", 5.0, None, "%"),
        ("Which provinces keep unemployment below 5%?", "at_most", None, 5.0, "%"),
    ],
)
def test_a_figure_is_read_with_its_qualifier(question: str, qualifier: str, low: float | None, high: float | None, unit: str) -> None:
    """左右, 以上, 以内 and their English kin each give their own bounds."""
    claim = read_claim(question)
    assert claim is not None
    assert (claim.value.qualifier, claim.value.low, claim.value.high, claim.value.unit) == (qualifier, low, high, unit)


@pytest.mark.parametrize(
    "question", ["2026年GDP目标是多少？", "到2030年呢？", "前3名是谁？", "“十五五”的目标", "What is the target for 2026?"]
)
def test_years_and_counts_are_no_claims(question: str) -> None:
    """A year or an ordinal is not a figure to hold a row against."""
    assert read_claim(question) is None


@pytest.mark.parametrize(
    ("question", "presumed", "asked"),
    [
        ("为什么云岚把目标下调到3%？", True, False),
        ("Why is the target 3%?", True, False),
        ("云岚的目标是6%吗？", False, True),
        ("云岚的目标是不是6%？", False, True),
        ("Is the target 6%?", False, True),
        ("哪些省的目标是6%？", False, False),
    ],
)
def test_presuming_asking_and_filtering_differ(question: str, presumed: bool, asked: bool) -> None:
    """为什么 takes the figure for granted, 吗 asks for it, and a filter does neither."""
    claim = read_claim(question)
    assert claim is not None
    assert (claim.presumed, claim.asked) == (presumed, asked)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(QUALIFIERS), st.sampled_from(QUALIFIERS), FIGURES)
def test_a_qualifier_agrees_with_itself_only(theirs: str, ours: str, figure: float) -> None:
    """A row agrees with a claim of the same figure under the same qualifier, and a bare figure with any but a range."""
    claim = read_claim(written(ours, figure))
    assert claim is not None
    expected = theirs == ours or (ours == "exact" and theirs != "range")
    assert agrees(stated(theirs, figure), claim.value) is expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("exact", "around", "at_least")), FIGURES, FIGURES)
def test_another_figure_never_agrees(qualifier: str, one: float, other: float) -> None:
    """5% is not 5.5%."""
    claim = read_claim(written(qualifier, other))
    assert claim is not None
    assert agrees(stated(qualifier, one), claim.value) is (one == other)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("exact", "around", "at_least", "range")), FIGURES, FIGURES)
def test_at_least_takes_what_lies_above_and_not_what_lies_around(qualifier: str, figure: float, bound: float) -> None:
    """5%以上 takes every figure above 5% and 5% itself, but not 5%左右, which may fall short."""
    claim = read_claim(written("at_least", bound))
    assert claim is not None
    expected = figure > bound or (figure == bound and qualifier != "around")
    assert meets(stated(qualifier, figure), claim.value) is expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("exact", "around", "at_most")), FIGURES, FIGURES)
def test_at_most_takes_what_lies_below_and_not_what_lies_around(qualifier: str, figure: float, bound: float) -> None:
    """5%以内 takes every figure below 5% and 5% itself, but not 5%左右."""
    claim = read_claim(written("at_most", bound))
    assert claim is not None
    expected = figure < bound or (figure == bound and qualifier != "around")
    assert meets(stated(qualifier, figure), claim.value) is expected


@pytest.mark.parametrize("figure", ["5.5%", "5.5%左右", "5.5%以上", "5.5%以内"])
def test_units_are_part_of_the_figure(figure: str) -> None:
    """12万人 does not meet a claim in per cent, and words in place of a figure meet none."""
    claim = read_claim(f"哪些省的目标在{figure}？")
    assert claim is not None
    for other in (row("exact", 5.5, 5.5, "万人"), row("sync", None, None)):
        assert not meets(other, claim.value)
        assert not agrees(other, claim.value)


def test_an_open_end_counts_by_the_figure_it_names() -> None:
    """6%以内 counts as 6%, 3%以上 as 3%; at the very bound an open end on the other side does not."""
    above, below = read_claim("哪些省在5%以上？"), read_claim("哪些省在6%以内？")
    assert above is not None
    assert below is not None
    assert meets(stated("at_most", 6.0), above.value)
    assert not meets(stated("at_most", 5.0), above.value)
    assert meets(stated("at_least", 3.0), below.value)
    assert not meets(stated("at_least", 6.0), below.value)
    assert not meets(stated("at_least", 8.0), below.value)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("进出口逆势上涨，涨幅是多少？", "进出口逆势上涨"),
        ("新区建成了，投资几乎翻番，群众有多满意？", "新区建成了，投资几乎翻番"),
        ("GDP目标是多少？", ""),
        ("为什么物价涨了？", "为什么物价涨了？"),
        ("外贸下降，为何就业还增加？", "外贸下降，为何就业还增加？"),
        ("Trade grew strongly, by how much?", "Trade grew strongly"),
        ("What is the target?", ""),
    ],
)
def test_what_a_question_takes_for_granted(text: str, taken: str) -> None:
    """The clauses that ask nothing, and with 为什么 the whole question; 几乎 does not ask."""
    assert asserted(text) == taken


@given(st.lists(st.sampled_from(["物价上涨了", "就业稳定", "增幅是多少", "谁来做", "如何落实", "效果怎样", "Trade rose"]), max_size=6))
@settings(max_examples=60, deadline=None)
def test_asserted_clauses_are_those_of_the_question(clauses: list[str]) -> None:
    """Without 为什么, what is taken for granted is a selection of the clauses in their order, and taking twice takes the same."""
    taken = asserted("，".join(clauses))
    plain = [clause for clause in clauses if clause in ("物价上涨了", "就业稳定", "Trade rose")]
    assert taken == "，".join(plain)
    assert asserted(taken) == taken


@pytest.mark.parametrize(
    ("text", "presumed"),
    [
        ("进出口逆势上涨，涨幅是多少？", True),
        ("为什么居民收入增长了？", True),
        ("居民消费价格上升，原因有哪些？", True),
        ("Trade increased, by how much?", True),
        ("进出口增长多少？", False),
        ("物价上涨了多少？", False),
        ("进出口下降，降幅是多少？", False),
        ("为什么增长目标定为5%？", False),
        pytest.param(
            "Why did trade grow in 2023?", True
        ),
    ],
)  # fmt: skip
def test_growth_is_presumed_only_where_it_is_said(text: str, presumed: bool) -> None:
    """逆势上涨 in a clause of its own, or with 为什么, presumes growth; 增长多少 asks, and a target is no growth yet."""
    assert presumes_growth(text) is presumed


@pytest.mark.parametrize(
    ("question", "presumed"),
    [
        ("今年经济增长5%，就业新增多少？", True),
        ("今年经济增长目标是5%吗？", False),
        ("今年经济增长目标是不是5%？", False),
        ("哪些省的目标在5%以上？", False),
    ],
)
def test_a_figure_in_a_clause_that_asks_nothing_is_presumed(question: str, presumed: bool) -> None:
    """A figure that is stated in passing is taken for granted as much as one with 为什么."""
    claim = read_claim(question)
    assert claim is not None
    assert claim.presumed is presumed


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("超过5%", True),
        ("不超过5%", False),
        ("达到或超过5%", False),
        ("5%以上", False),
        ("低于3%", True),
        ("不低于3%", False),
        ("above 5%", True),
    ],
)
def test_beyond_a_figure_leaves_the_figure_out(text: str, strict: bool) -> None:
    """超过5% does not take 5%; 不超过, 达到或超过 and 以上 do."""
    claim = read_claim(f"哪些省的目标{text}？")
    assert claim is not None
    assert claim.strict is strict


@pytest.mark.parametrize(
    ("question", "qualifier", "low", "high", "strict"),
    [
        ("哪些省的目标比5%还高？", "at_least", 5.0, None, True),
        ("哪些省的目标比“5%”还高？", "at_least", 5.0, None, True),
        ("哪些省的目标比5%更低？", "at_most", None, 5.0, True),
        ("哪些省的目标高过5%？", "at_least", 5.0, None, True),
        ("哪些省的目标低过5%？", "at_most", None, 5.0, True),
        ("哪些省不到5%？", "at_most", None, 5.0, True),
        ("哪些省的目标是两位数？", "at_least", 10.0, None, False),
        ("Which provinces aim for double-digit growth?", "at_least", 10.0, None, False),
        ("哪些省的目标在5个点以上？", "at_least", 5.0, None, False),
        ("哪些省的目标是6%或更高？", "at_least", 6.0, None, False),
        ("Which provinces aim for 5% or less?", "at_most", None, 5.0, False),
        ("哪些省新增60万城镇新增就业？", "exact", 60.0, 60.0, False),
        ("Which provinces aim higher than 5%?", "at_least", 5.0, None, True),
    ],
)  # fmt: skip
def test_everyday_ways_of_naming_a_bound(question: str, qualifier: str, low: float | None, high: float | None, strict: bool) -> None:
    """比5%还高, 高过5%, 两位数, 5个点以上 and 6%或更高 are bounds, the first two without the figure itself."""
    claim = read_claim(question)
    assert claim is not None
    assert (claim.value.qualifier, claim.value.low, claim.value.high, claim.strict) == (qualifier, low, high, strict)


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("除5%左右以外的有哪些省？", True),
        ("哪些省的目标不是5%？", True),
        ("Which provinces have a target other than around 5%?", True),
        ("目标不是6%吗？", False),
        ("哪些省的目标是5%？", False),
        ("这两个省的目标是不是5%？", False),
    ],
)
def test_all_others_are_asked_for(question: str, excluded: bool) -> None:
    """除…以外, 不是 and other than ask for all others; 不是…吗 and 是不是 ask whether."""
    claim = read_claim(question)
    assert claim is not None
    assert claim.excluded is excluded


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(QUALIFIERS), FIGURES, FIGURES, FIGURES)
def test_other_than_turns_the_filter_round(qualifier: str, figure: float, one: float, other: float) -> None:
    """Of all rows with a figure each fits a filter or its exclusion, never both; and so for a range between two figures."""
    row = stated(qualifier, figure)
    low, high = sorted((one, other))
    for words in (f"{one:g}%左右", f"{one:g}%以上", *((f"{low:g}%到{high:g}%之间",) if low < high else ())):
        claim = read_claim(f"哪些省的目标在{words}？")
        assert claim is not None
        assert fits(row, claim) is not fits(row, replace(claim, excluded=True))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(QUALIFIERS), FIGURES, FIGURES, FIGURES)
def test_between_two_figures(qualifier: str, figure: float, one: float, other: float) -> None:
    """之间 takes the rows whose figure, or whole range, lies from the one to the other."""
    low, high = sorted((one, other))
    claim = read_claim(f"哪些省的目标在{low:g}%到{high:g}%之间？")
    if low == high or claim is None:
        return
    last = figure + 0.5 if qualifier == "range" else figure
    assert fits(stated(qualifier, figure), claim) is (low - 1e-6 <= figure and last <= high + 1e-6)
