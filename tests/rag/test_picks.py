"""Which of several reports are asked for: beyond the nation's figure, all but one figure, unchanged to the letter, in which words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store import OpenIndex
from rag.ask import ask

ENGLISH = {"桐川省": "Tongchuan", "霁原省": "Jiyuan", "苍渚省": "Cangzhu", "漪山省": "Yishan"}
JOBS = {"桐川省": 35, "霁原省": 60, "苍渚省": 8, "漪山省": 90}


def named(index: OpenIndex, text: str) -> set[str]:
    """The provinces that the answer names, in either language."""
    answer = ask(index, text).answer
    assert answer.status == "answered", text
    return {name for name, english in ENGLISH.items() if name in answer.text or english in answer.text}


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年哪些省的GDP增长目标高于全国？", {"桐川省", "霁原省"}),
        ("2026年哪些省的GDP目标比全国高？", {"桐川省", "霁原省"}),
        ("2026年哪些省的GDP目标跑赢全国？", {"桐川省", "霁原省"}),
        ("2026年哪些省的GDP目标低于全国水平？", {"苍渚省", "漪山省"}),
        ("2026年哪些省的GDP目标没跑赢全国？", {"苍渚省", "漪山省"}),
        ("Which provinces set a 2026 GDP growth target above the national target?", {"桐川省", "霁原省"}),
    ],
)
def test_above_or_below_the_nation(realm: OpenIndex, text: str, regions: set[str]) -> None:
    """高于全国 holds the provinces against the middle of the national range, which is quoted first."""
    assert named(realm, text) == regions
    answer = ask(realm, text).answer
    assert "4.5%—5%" in answer.text
    assert answer.citations[0].report.region == "全国"


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年GDP目标除5%左右以外的有哪些省？", {"桐川省", "苍渚省", "漪山省"}),
        ("2026年哪些省的GDP目标不是5%左右？", {"桐川省", "苍渚省", "漪山省"}),
        ("Which provinces set a 2026 GDP target other than around 5%?", {"桐川省", "苍渚省", "漪山省"}),
        ("2026年哪些省的GDP目标比4.5%还低？", {"苍渚省"}),
        ("2026年哪些省的GDP目标比4.5%还高？", {"桐川省", "霁原省"}),
        ("2026年哪些省的新增就业目标比30万人还多？", {"桐川省", "霁原省", "漪山省"}),
        ("Which provinces set a 2026 GDP growth target higher than 4.5%?", {"桐川省", "霁原省"}),
    ],
)
def test_all_but_one_figure_and_beyond_one(realm: OpenIndex, text: str, regions: set[str]) -> None:
    """除…以外 and 不是 turn the filter round, 比…还高 leaves the figure itself out."""
    assert named(realm, text) == regions


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["万", "万人"]))
@settings(max_examples=20, deadline=None)
def test_jobs_between_two_figures(realm: OpenIndex, one: int, other: int, unit: str) -> None:
    """30万到70万之间 takes exactly the goals in the range, whether 人 is said or not."""
    low, high = sorted((one, other))
    if low == high:
        return
    expected = {name for name, jobs in JOBS.items() if low <= jobs <= high}
    assert named(realm, f"2026年哪些省的城镇新增就业目标在{low}{unit}到{high}{unit}之间？") == expected


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("2026年和2024年相比，哪些省的GDP目标一字未变？", {"苍渚省"}),
        ("2026年和2024年相比，哪些省的GDP目标原封不动？", {"苍渚省"}),
        ("2026年和2024年相比，哪些省的GDP目标持平？", {"桐川省", "苍渚省", "漪山省"}),
        ("2026年哪些省的居民收入目标是基本同步？", {"桐川省"}),
        ("2026年哪些省的居民收入目标与经济增长同步？", {"桐川省", "苍渚省"}),
        ("2026年哪些省的居民收入目标高于经济增长？", {"漪山省"}),
        ("2026年哪些省的粮食产量目标用万吨表示？", {"霁原省", "苍渚省"}),
        ("2026年哪些省的粮食产量目标按亿斤写？", {"桐川省"}),
    ],
)
def test_to_the_letter_and_in_these_words(realm: OpenIndex, text: str, regions: set[str]) -> None:
    """一字未变 wants the same qualifier too, 持平 only the figure; 基本同步 and 万吨 pick by the words of the row."""
    assert named(realm, text) == regions


def test_double_digits_are_ten_per_cent_and_more(realm: OpenIndex, sample_index: OpenIndex) -> None:
    """两位数 finds none where every goal is below ten, and the one that is above."""
    assert named(realm, "2026年哪些省的GDP目标是两位数增长？") == set()
    for text in ("2026年哪些省的外贸进出口增长目标是两位数？", "Which provinces aim for double-digit trade growth in 2026?"):
        answer = ask(sample_index, text).answer
        assert "澜州自治区" in answer.text or "Lanzhou" in answer.text
        assert not any(name in answer.text for name in ("云岚", "沧原", "Yunlan", "Cangyuan"))


@pytest.mark.parametrize(
    "text",
    [
        "2026年哪些省的城镇新增就业目标超过20万？",
        "2026年哪些省的城镇新增就业目标超过200,000？",
        "2026年哪些省的城镇新增就业目标超过200,000人？",
    ],
)
def test_people_are_counted_alike(realm: OpenIndex, text: str) -> None:
    """20万, 200,000 and 200,000人 are one number of people."""
    assert named(realm, text) == {"桐川省", "霁原省", "漪山省"}


def test_whether_it_is_does_not_ask_for_those_that_it_is_not(realm: OpenIndex) -> None:
    """是不是5%左右 asks whether; 以外 is said only where 不是 or 除…以外 is asked."""
    assert "以外" not in ask(realm, "桐川和霁原今年的GDP目标是不是5%左右？").answer.text


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("今年哪些省的GDP目标与全国持平？", set()),
        ("今年哪些省的GDP目标高于全国？", {"桐川省", "霁原省"}),
        ("今年哪些省的GDP目标低于全国？", {"漪山省", "苍渚省"}),
        ("今年哪些省的居民收入增长目标与经济增长同步？", {"桐川省", "苍渚省"}),
    ],
)
def test_the_nations_figure_is_held_against_theirs(realm: OpenIndex, text: str, regions: set[str]) -> None:
    """高于, 低于 and 与全国持平 go by the national figure of 4.5%—5%, which only the same bounds equal."""
    assert named(realm, text) == regions


def test_one_region_is_held_against_the_nation(realm: OpenIndex) -> None:
    """比全国高多少 quotes both targets and the difference of their lower bounds."""
    answer = ask(realm, "霁原省今年的GDP目标比全国高多少？").answer
    assert answer.status == "answered"
    assert "5% − 4.5% = 0.5个百分点" in answer.text
    assert {citation.report.region for citation in answer.citations} == {"霁原省", "全国"}


def test_a_million_jobs(realm: OpenIndex) -> None:
    """0.5 million is 50万人."""
    assert named(realm, "Which provinces aim for at least 0.5 million new urban jobs in 2026?") == {"霁原省", "漪山省"}
