"""What a question wants of several figures: an order, the first few, those that fit, those that state none, a change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import build_gazetteer
from rag.contrast import DOWN, SAME, UP
from rag.criteria import Criteria, read_criteria
from rag.question import parse_question

GAZETTEER = build_gazetteer()
INDEXED = frozenset({"湖南省", "湖北省", "河南省", "全国"})
NUMERALS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


def criteria(text: str) -> Criteria:
    return read_criteria(parse_question(text, GAZETTEER, [2026, 2024], INDEXED))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026年GDP目标最高的是哪个省？", "highest"),
        ("2026年新增就业目标最多的省", "highest"),
        ("湖南和湖北今年GDP目标哪个更高？", "highest"),
        ("湖南和湖北谁的增速快？", "highest"),
        ("2026年GDP目标领跑的是哪个省？", "highest"),
        ("2026年失业率目标最低的是哪个省？", "lowest"),
        ("2026年GDP目标垫底的是哪个省？", "lowest"),
        ("2026年GDP目标倒数第一的是哪个省？", "lowest"),
        ("湖南和湖北今年GDP目标谁低？", "lowest"),
        ("2026年各省GDP目标从最高到最低怎么排？", "highest"),
        ("Which province has the highest GDP growth target for 2026?", "highest"),
        ("Which of Hunan and Hubei has the lower GDP growth target?", "lowest"),
        ("the slowest growing province in 2025", "lowest"),
        ("What is the most recent GDP growth target of Hunan?", None),
        ("Which provinces aim for at least 5%?", None),
        ("湖南今年的GDP目标是多少？", None),
    ],
)
def test_the_order_asked_for(text: str, order: str | None) -> None:
    """最高, 最多, 谁…快 ask for the highest and 最低, 垫底 for the lowest; most recent and at least ask for neither."""
    assert criteria(text).order == order


@given(
    st.sampled_from(sorted(NUMERALS)), st.sampled_from(["GDP目标前{}名是哪些省？", "GDP目标最高的{}个省是哪些？", "GDP目标最低的{}个省"])
)
@settings(max_examples=40, deadline=None)
def test_how_many_in_chinese(numeral: str, template: str) -> None:
    """前三名, 最高的三个省: the numeral says how many, and an Arabic one says the same."""
    assert criteria(template.format(numeral)).top == criteria(template.format(NUMERALS[numeral])).top == NUMERALS[numeral]


@given(
    st.sampled_from(sorted(WORDS)), st.sampled_from(["What are the top {} provinces by GDP target?", "The {} highest GDP targets of 2026"])
)
@settings(max_examples=30, deadline=None)
def test_how_many_in_english(word: str, template: str) -> None:
    """Top three and the three highest are three."""
    assert criteria(template.format(word)).top == WORDS[word]


def test_which_three_provinces_are_three() -> None:
    """Which three provinces have the highest targets asks for three."""
    assert criteria("Which three provinces have the highest 2026 GDP growth targets?").top == 3


@pytest.mark.parametrize("text", ["2026年GDP目标最高的是哪个省？", "Which province has the highest target?", "湖南今年的目标是多少？"])
def test_without_a_number_it_is_one(text: str) -> None:
    """最高的 alone asks for one."""
    assert criteria(text).top == 1


@pytest.mark.parametrize(
    ("text", "unstated", "numbered"),
    [
        ("2026年哪些省没有提出研发投入强度目标？", True, False),
        ("2026年哪些省未设定粮食产量目标？", True, False),
        ("2026年哪些省没有粮食产量目标？", True, False),
        ("2026年哪些省没有给出居民收入增长的具体数值？", True, True),
        ("2026年哪些省给出了居民收入增长的具体数值？", False, True),
        ("Which provinces do not set a CPI target for 2026?", True, False),
        ("Which provinces have not set a specific number for income growth?", True, True),
        ("湖南今年没有提出研发投入强度目标吗？", False, False),
        ("2026年哪些省提出了研发投入强度目标？", False, False),
    ],
)
def test_those_that_state_none(text: str, unstated: bool, numbered: bool) -> None:
    """哪些省没有提出 asks for those without, 具体数值 for a number; whether one province states it is no such list."""
    found = criteria(text)
    assert (found.unstated, found.numbered) == (unstated, numbered)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("2026年和2024年相比，哪些省上调了GDP目标？", UP),
        ("2026年和2024年相比，哪些省调高了GDP目标？", UP),
        ("2026年和2024年相比，哪些省下调了GDP目标？", DOWN),
        ("2026年和2024年相比，哪些省的GDP目标持平？", SAME),
        ("2026年和2024年相比，哪些省的GDP目标没有变？", SAME),
        ("湖南今年的GDP目标比2024年上调还是下调了？", None),
        ("湖南今年的GDP目标和2024年相比有什么变化？", None),
        ("Which provinces raised their GDP target in 2026 compared with 2024?", UP),
        ("Which provinces cut their GDP target in 2026 compared with 2024?", DOWN),
        ("Which provinces left their GDP target unchanged?", SAME),
    ],
)
def test_which_way_a_change_is_asked_for(text: str, way: str | None) -> None:
    """上调 asks for those that went up; 上调还是下调 asks which way, so it is neither."""
    assert criteria(text).way == way


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("湖南和湖北今年的GDP目标相差多少？", True),
        ("湖南今年的GDP目标和2024年相比有什么变化？", True),
        ("湖南和湖北今年的GDP目标一样吗？", True),
        ("What is the difference between Hunan's and Hubei's targets?", True),
        ("How did Hunan's target change from 2024 to 2026?", True),
        ("湖南的高速公路比湖北长多少公里？", True),
        ("湖南和湖北今年的GDP目标分别是多少？", False),
        ("湖南今年的GDP增长多少？", False),
    ],
)
def test_whether_a_difference_is_asked_for(text: str, difference: bool) -> None:
    """相差, 变化 and 一样 want the two figures held against each other; 分别 does not."""
    assert criteria(text).difference is difference


@pytest.mark.parametrize(
    "text", ["湖南今年的GDP目标是多少？", "What is Hunan's GDP growth target for 2026?", "湖南、湖北今年的GDP目标分别是多少？"]
)
def test_a_plain_question_has_no_criteria(text: str) -> None:
    """Asked for the figures themselves, nothing else is wanted of them."""
    assert not criteria(text).any


@given(st.integers(1, 200).map(lambda tenths: tenths / 10), st.sampled_from(["左右", "以上", "以内"]))
@settings(max_examples=40, deadline=None)
def test_a_figure_in_the_question_is_a_criterion(figure: float, word: str) -> None:
    """A figure with its unit and qualifier is what rows are to fit."""
    found = criteria(f"2026年哪些省的GDP增长目标在{figure:g}%{word}？")
    assert found.any
    assert found.claim is not None
    assert figure in (found.claim.value.low, found.claim.value.high)


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("2026年哪些省的GDP目标高于全国？", UP),
        ("2026年哪些省的GDP目标比全国高？", UP),
        ("2026年哪些省的GDP目标跑赢全国？", UP),
        ("2026年哪些省的GDP目标低于全国？", DOWN),
        ("2026年哪些省的GDP目标没跑赢全国？", DOWN),
        ("2026年哪些省的GDP目标比全国慢？", DOWN),
        ("Which provinces have targets above the national one?", UP),
        ("Which provinces have targets below the national one?", DOWN),
        ("湖南的GDP目标高于全国吗？", None),
        ("2026年哪些省的GDP目标最高？", None),
    ],
)
def test_the_nation_as_a_yardstick(text: str, nation: str | None) -> None:
    """高于全国 over several provinces asks for those above; 没跑赢 for those below; of one province it is no list."""
    assert criteria(text).nation == nation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("哪些省的居民收入目标是基本同步？", "roughly"),
        ("哪些省的居民收入目标与经济增长同步？", "sync"),
        ("哪些省的居民收入目标高于经济增长？", "above"),
        ("哪些省的物价与去年持平？", "flat"),
        ("哪些省的粮食目标用万吨表示？", "万吨"),
        ("哪些省的粮食目标按亿斤写？", "亿斤"),
        ("哪些省的GDP目标是一个区间？", "range"),
        ("哪些省去年外贸负增长？", "negative"),
        ("哪些省的GDP目标以“左右”的形式表述？", "around"),
        ("哪些省的GDP目标在5%左右？", None),
        ("哪些省的GDP目标最高？", None),
    ],
)
def test_the_words_a_figure_is_put_in(text: str, words: str | None) -> None:
    """基本同步 is not 同步, and a figure with 左右 is a figure, not a question of wording."""
    assert criteria(text).words == words


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("哪些省的GDP目标一字未变？", True),
        ("哪些省的GDP目标完全一样？", True),
        ("哪些省的GDP目标持平？", False),
        ("哪些省的GDP目标没变？", False),
    ],
)
def test_unchanged_to_the_letter(text: str, letter: bool) -> None:
    """一字未变 asks for the same qualifier as well; 持平 for the same figure. Either way the change asked for is none."""
    found = criteria(f"2026年和2024年相比，{text}")
    assert (found.letter, found.way) == (letter, SAME)


@given(st.integers(1, 300), st.sampled_from(["{}万", "{}万人", "{},0000"]))
@settings(max_examples=40, deadline=None)
def test_jobs_are_counted_in_people(count: int, template: str) -> None:
    """30万, 30万人 and 300,000 jobs are one figure; without an indicator of jobs a bare 30万 is none."""
    number = f"{count * 10_000:,}" if "," in template else template.format(count)
    claim = criteria(f"2026年哪些省的城镇新增就业目标超过{number}？").claim
    assert claim is not None
    assert (claim.value.low, claim.value.unit) == (count, "万人")
    assert criteria(f"2026年哪些省的托育位超过{count}万？").claim is None
