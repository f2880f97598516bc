"""Which years a question asks about and in which editions the answer stands; filters win over both."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import build_gazetteer
from rag.question import NO_FILTERS, Filters, Question, parse_question

GAZETTEER = build_gazetteer()
INDEXED = frozenset({"广东省", "浙江省", "全国"})


def understand(text: str, editions: tuple[int, ...] = (2026, 2024), filters: Filters = NO_FILTERS) -> Question:
    return parse_question(text, GAZETTEER, editions, INDEXED, filters)


@pytest.mark.parametrize(
    ("text", "asked", "editions"),
    [
        ("广东今年的GDP目标是多少？", (2026,), (2026,)),
        ("广东2026年的GDP目标是多少？", (2026,), (2026,)),
        ("广东2024年的GDP目标是多少？", (2024,), (2024,)),
        ("24年广东的GDP目标是多少？", (2024,), (2024,)),
        ("What is Guangdong's GDP target this year?", (2026,), (2026,)),
        ("What is Guangdong's GDP target for 2024?", (2024,), (2024,)),
    ],
)
def test_a_target_stands_in_the_edition_of_its_year(text: str, asked: tuple[int, ...], editions: tuple[int, ...]) -> None:
    """The target for a year is looked for in the report of that year."""
    question = understand(text)
    assert question.years.asked == asked
    assert question.editions == editions
    assert question.years.missing == ()


@pytest.mark.parametrize(
    ("text", "asked", "edition"),
    [
        ("广东2025年GDP实际增长多少？", 2025, 2026),
        ("广东2025年GDP增长了多少？", 2025, 2026),
        ("广东去年GDP增长多少？", 2025, 2026),
        ("广东2023年GDP增长多少？", 2023, 2024),
        ("What was Guangdong's GDP growth in 2025?", 2025, 2026),
        ("How much did Guangdong's GDP grow last year?", 2025, 2026),
    ],
)
def test_a_result_stands_in_the_next_edition(text: str, asked: int, edition: int) -> None:
    """What was achieved in 2025 is looked for in the 2026 report, and the question is taken as one about results."""
    question = understand(text)
    assert question.years.asked == (asked,)
    assert question.editions == (edition,)
    assert question.kind == "achieved"


@pytest.mark.parametrize(
    "text",
    [
        "开局之年广东的GDP目标是多少？",
        "“十五五”时期广东的GDP目标",
        "十五五开局之年广东的重点工作",
        "Guangdong's goals for the 15th Five-Year Plan",
    ],
)
def test_the_coming_five_years_are_in_the_newest_edition(text: str) -> None:
    """开局之年 and 十五五 mean the newest edition, and that this was assumed is said."""
    question = understand(text)
    assert question.editions == (2026,)
    assert question.assumed


@pytest.mark.parametrize("text", ["广东今年的GDP目标是多少？", "广东去年GDP增长多少？", "What is Guangdong's GDP target this year?"])
def test_what_was_assumed_about_a_relative_year_is_said(text: str) -> None:
    """今年 and 去年 are explained in `assumed` with the year they were taken for."""
    question = understand(text)
    assert any(str(question.years.asked[0]) in note for note in question.assumed)


@pytest.mark.parametrize(
    "text",
    [
        "广东2025年的GDP目标是多少？",
        "2025年政府工作报告里广东的GDP目标",
        "广东2019年的GDP目标是多少？",
        "What is Guangdong's GDP target in the 2025 report?",
    ],
)
def test_a_year_whose_edition_is_not_there_is_missing(text: str) -> None:
    """A target or a named edition that only an unindexed report could state is missing, not looked for elsewhere."""
    question = understand(text)
    assert question.years.missing
    assert question.editions == ()


def test_results_of_the_older_edition_are_not_its_own_targets() -> None:
    """With 2026 and 2024 indexed, what 2024 achieved would stand in 2025's report, which is not there."""
    question = understand("广东2024年GDP实际增长了多少？")
    assert question.years.missing == (2024,)
    assert question.editions == ()


def test_with_every_edition_there_nothing_is_missing() -> None:
    """With 2025's report indexed, 2025's target stands in it and 2024's result too."""
    editions = (2026, 2025, 2024)
    assert understand("广东2025年的GDP目标是多少？", editions).editions == (2025,)
    assert 2025 in (understand("广东2024年GDP实际增长了多少？", editions).editions or ())


def test_a_result_stands_in_the_next_edition_alone() -> None:
    """What 2024 actually achieved is looked for in 2025's report and not among the targets of 2024's."""
    assert understand("广东2024年GDP实际增长了多少？", (2026, 2025, 2024)).editions == (2025,)


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("2024年政府工作报告里广东的GDP目标", 2024),
        ("广东2024年政府工作报告提到的重大项目", 2024),
        ("广东2024年版报告的GDP目标", 2024),
        ("2026年广东政府工作报告说2025年GDP增长多少", 2026),
        ("广东今年的政府工作报告怎么说就业", 2026),
    ],
)
def test_a_named_edition_is_the_one_looked_in(text: str, edition: int) -> None:
    """A question that names the report's year gets that edition alone."""
    assert understand(text).editions == (edition,)


@pytest.mark.parametrize("text", ["对比广东2024年和2026年的GDP目标", "今年与2024年相比，广东的GDP目标有什么变化？"])
def test_two_years_open_two_editions(text: str) -> None:
    """A comparison of two years looks in both their editions."""
    assert set(understand(text).editions or ()) == {2024, 2026}


def test_that_year_is_the_year_named_before() -> None:
    """当年 after 2024年 means 2024, not the newest edition."""
    assert understand("按2024年的安排，广东当年能建成哪些线路？").editions == (2024,)


def test_without_a_year_any_edition_will_do() -> None:
    """A question without a year restricts no edition."""
    assert understand("广东的GDP目标").editions is None


@pytest.mark.parametrize(
    "text", ["报纸残页里加装多少部电梯？", "没有日期的那份报告怎么说治沙？", "the undated newspaper fragment on grain"]
)
def test_the_undated_fragment_can_be_asked_for(text: str) -> None:
    """Words for the torn newspaper page ask for the report without a date."""
    assert understand(text).years.undated


@given(st.integers(2010, 2090))
@settings(max_examples=30, deadline=None)
def test_relative_years_follow_the_newest_edition(newest: int) -> None:
    """今年 is the year of the newest edition whatever that is, and last year's results stand in it."""
    editions = (newest, newest - 2)
    assert understand("广东今年的GDP目标", editions).years.asked == (newest,)
    assert understand("广东今年的GDP目标", editions).editions == (newest,)
    last = understand("广东去年GDP实际增长了多少", editions)
    assert last.years.asked == (newest - 1,)
    assert last.editions == (newest,)


PARTS = [
    "广东",
    "今年",
    "去年",
    "2024年",
    "2025年",
    "2030年",
    "到",
    "政府工作报告",
    "实际",
    "目标",
    "增长了",
    "十五五",
    "残页",
    "以来",
    "版",
]


@given(st.lists(st.sampled_from(PARTS), max_size=7), st.sets(st.integers(2022, 2027), max_size=4))
@settings(max_examples=120, deadline=None)
def test_only_indexed_editions_are_looked_in(parts: list[str], indexed: set[int]) -> None:
    """Whatever is asked, the editions are indexed ones without repeats, and no year counts as missing that is one of them."""
    question = understand("".join(parts), tuple(sorted(indexed, reverse=True)))
    editions = question.editions or ()
    assert set(editions) <= indexed
    assert len(set(editions)) == len(editions)


@given(
    st.lists(st.sampled_from([*PARTS, "深圳", "Suzhou ", "长三角"]), max_size=6),
    st.lists(st.sampled_from(["浙江省", "全国"]), min_size=1, unique=True),
    st.lists(st.integers(2020, 2030), min_size=1, max_size=3, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_explicit_filters_win(parts: list[str], regions: list[str], years: list[int]) -> None:
    """Regions and years given as filters replace whatever the question says of them."""
    question = understand("".join(parts), filters=Filters(tuple(regions), tuple(years)))
    assert question.regions == tuple(regions)
    assert question.editions == tuple(years)
    assert not question.places.ambiguous
    assert set(question.years.missing) == set(years) - {2026, 2024}


def test_one_filter_leaves_the_other_to_the_question() -> None:
    """A region filter alone leaves the question's year in force, and a year filter alone its region."""
    text = "广东2024年的GDP目标"
    by_region, by_year = understand(text, filters=Filters(("浙江省",))), understand(text, filters=Filters((), (2026,)))
    assert (by_region.regions, by_region.editions) == (("浙江省",), (2024,))
    assert (by_year.regions, by_year.editions) == (("广东省",), (2026,))


@pytest.mark.parametrize(
    ("text", "asked", "editions"),
    [
        ("广东这两年的GDP目标有什么变化？", (2024, 2026), {2024, 2026}),
        ("广东两份报告里的GDP目标", (2024, 2026), {2024, 2026}),
        ("In both reports, what is Guangdong's GDP target?", (2024, 2026), {2024, 2026}),
        ("广东这两年GDP实际增长了多少？", (2023, 2025), {2024, 2026}),
    ],
)
def test_these_two_years_are_the_two_editions(text: str, asked: tuple[int, ...], editions: set[int]) -> None:
    """这两年 and 两份报告 without a year mean the two newest editions, or the years whose results stand in them; that is said."""
    question = understand(text)
    assert question.years.asked == asked
    assert set(question.editions or ()) == editions
    assert question.assumed


def test_these_two_years_need_two_editions() -> None:
    """With one edition indexed, or a year named, 这两年 sets no years of its own."""
    assert understand("广东这两年的GDP目标", (2026,)).years.asked == ()
    assert understand("广东2024年的GDP目标，这两年变了吗？").years.asked == (2024,)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("按2024年报告，广东2023年GDP增长多少？", (2023,)),
        ("2024年政府工作报告说广东2023年GDP增长了多少？", (2023,)),
        ("2024年报告里广东2024年的GDP目标是多少？", (2024,)),
        ("2024年报告里广东的GDP目标是多少？", (2024,)),
    ],
)
def test_a_year_may_only_name_the_edition(text: str, asked: tuple[int, ...]) -> None:
    """按2024年报告，2023年… asks about 2023 alone, in the edition of 2024."""
    question = understand(text)
    assert question.years.asked == asked
    assert question.editions == (2024,)


@given(st.integers(2015, 2026))
@settings(max_examples=12, deadline=None)
def test_the_year_of_the_edition_is_not_asked_about(edition: int) -> None:
    """Whatever the edition, the result of the year before it is what is asked."""
    question = understand(f"按{edition}年报告，广东{edition - 1}年GDP增长了多少？", (edition, edition - 2))
    assert (question.years.asked, question.editions, question.kind) == ((edition - 1,), (edition,), "achieved")


def test_the_next_editions_own_year_is_no_plan() -> None:
    """With 2027's report indexed, what is asked of 2027 is its target."""
    assert understand("广东2027年的GDP目标是多少？", (2027, 2026)).kind == "target"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("广东的城镇新增就业任务是不是比前年少了？", (2024, 2026)),
        ("广东的GDP目标比2024年低多少？", (2024, 2026)),
        ("广东实际增速比2024年低多少？", (2024,)),
    ],
)
def test_a_target_less_than_before_is_this_years(text: str, asked: tuple[int, ...]) -> None:
    """比前年少了 holds the newest edition's target against that one's."""
    assert understand(text).years.asked == asked


def test_a_result_asked_of_an_edition_is_of_the_year_before() -> None:
    """2026年报告 with 完成了 names the edition only; with a target it is that year's."""
    assert (
        understand("2026年报告里，广东完成了多少棚户区改造？").years.asked,
        understand("2026年报告里，广东的GDP目标？").years.asked,
    ) == ((), (2026,))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("广东的城镇新增就业目标从2024年到现在变过没有？", (2024, 2026)),
        ("广东2023年底以来高速公路里程从多少涨到了多少？", (2023, 2025)),
        ("从2023年到现在，广东的高速公路涨了多少？", (2023, 2025)),
        ("广东把投资增速目标从2024年的水平往下调了，分别是多少？", (2024, 2026)),
        ("海南要用20年再造一个海上海南，为什么？", ()),
        ("24年广东的GDP目标是多少？", (2024,)),
    ],
)
def test_from_a_year_to_now_and_spans_of_years(text: str, asked: tuple[int, ...]) -> None:
    """从2024年到现在 is both editions; 20年 of a span is no year, 24年 is one."""
    assert understand(text).years.asked == asked
