"""Pasted text is found word for word, found with other figures, or not found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences
from index.store import OpenIndex
from rag.verify import verify

FLOORS = "开工雾谷新材料产业园二期，总投资57亿元，重点布局电池隔膜和特种玻璃。"
ELSEWHERE = "月球基地的第三批番茄今晨运抵港口，冰箱里的企鹅表示满意。"


def states(index: OpenIndex, text: str, **scope: tuple[object, ...]) -> list[str]:
    return [checked.state for checked in verify(index, text, **scope)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        FLOORS,
        FLOORS.rstrip("。"),
        f"“{FLOORS}”",
        "总投资57亿元",
        "地区生产总值力争增长5.5%左右",
        "城镇调查失业率5.6%以内",
        "𠮷。总投资57亿元。",
    ],
)
def test_a_quotation_is_found_where_it_stands(sample_index: OpenIndex, text: str) -> None:
    """Whole sentences and clauses are found, quotation marks and full stops aside, at spans of the file."""
    checked = verify(sample_index, text)[-1]
    assert checked.state == "found"
    assert checked.places
    assert checked.differing == ()
    for place in checked.places:
        assert sample_index.file_text(place.report)[place.start : place.end] in checked.text
        assert place.report.start <= place.start < place.end <= place.report.end


@pytest.mark.parametrize(
    ("text", "differing"),
    [
        (FLOORS.replace("57", "75"), [("75亿元", "57亿元")]),
        ("地区生产总值力争增长6%左右；规上工业增加值增长6.8%；固定资产投资增长5%；", [("6%左右", "5.5%左右")]),
        ("新造混交林48万亩，护林员月补助由800元提高到1200元。", [("1200元", "1000元")]),
        ("新造混交林84万亩，护林员月补助由800元提高到1200元。", [("84万亩", "48万亩"), ("1200元", "1000元")]),
        ("全年地区生产总值增长6%以上，实际工作中力求更快一些", [("6%以上", "6%左右")]),
        ("改造老旧小区290万个，加装电梯850部，筹集保障性租赁住房1.6万套。", [("290万个", "290个")]),
    ],
)
def test_other_figures_are_named(sample_index: OpenIndex, text: str, differing: list[tuple[str, str]]) -> None:
    """A sentence with other figures, units or qualifiers is altered, each differing figure beside the report's own."""
    (checked,) = [one for one in verify(sample_index, text) if one.text.strip("；")]
    assert checked.state == "altered"
    assert list(checked.differing) == differing
    (place,) = checked.places
    stated = sample_index.file_text(place.report)[place.start : place.end]
    assert all(ours in checked.text and theirs in stated for ours, theirs in differing)


@pytest.mark.parametrize("text", [ELSEWHERE, "哈哈哈哈哈哈哈", "The moon is made of cheese.", "。。。。。。", "好。"])
def test_what_nobody_wrote_is_not_found(sample_index: OpenIndex, text: str) -> None:
    """Text unlike any sentence is not found, and no place is given for it."""
    for checked in verify(sample_index, text):
        assert (checked.state, checked.places, checked.differing) == ("not_found", (), ())


def test_each_sentence_has_its_own_state(sample_index: OpenIndex) -> None:
    """Found, altered and invented sentences in one text are told apart, in order."""
    assert states(sample_index, FLOORS + FLOORS.replace("57", "58") + ELSEWHERE) == ["found", "altered", "not_found"]


def test_regions_and_years_narrow_the_search(sample_index: OpenIndex) -> None:
    """A sentence of one report is not found in another region or edition, and every given place is inside the scope."""
    assert states(sample_index, FLOORS, regions=("云岚省",), years=(2026,)) == ["found"]
    assert states(sample_index, FLOORS, regions=("沧原省",)) == ["not_found"]
    assert states(sample_index, FLOORS, years=(2024,)) == ["not_found"]
    assert states(sample_index, FLOORS, regions=("云岚省",), years=(1999,)) == ["not_found"]


def test_every_occurrence_is_given(sample_index: OpenIndex) -> None:
    """The sentence that the torn page says twice has two places."""
    (checked,) = verify(sample_index, "推动紧密型医共体建设,乡镇卫生院都能做常规检验和中医理疗。")
    assert checked.state == "found"
    assert len({(place.report.id, place.start) for place in checked.places}) == 2


def test_spans_are_those_of_the_pasted_text(sample_index: OpenIndex) -> None:
    """`text[start:end]` is the sentence, counted in code points even behind astral characters."""
    text = f"𠮷𠮷𠮷。\n　{FLOORS}\n{ELSEWHERE}"
    checked = verify(sample_index, text)
    assert [(one.start, one.end) for one in checked] == split_sentences(text, 0, len(text))
    assert all(text[one.start : one.end] == one.text for one in checked)
    assert FLOORS.rstrip("。") in checked[1].text


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_sentence_of_any_report_is_found(sample_index: OpenIndex, data: st.DataObject) -> None:
    """Pasting a report's own sentence finds it at its own offsets."""
    position = data.draw(st.integers(0, len(sample_index.reports) - 1))
    report = sample_index.reports[position]
    text = sample_index.file_text(report)
    spans = [span for span in split_sentences(text, report.start, report.end) if span[1] - span[0] > 12]
    start, end = data.draw(st.sampled_from(spans))
    checked = verify(sample_index, text[start:end])
    assert [one.state for one in checked] == ["found"] * len(checked)
    assert any(place.report.id == report.id and start <= place.start < end for place in checked[0].places)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_checked_the_same_twice(sample_index: OpenIndex, text: str) -> None:
    """Whatever is pasted, nothing breaks and the second check equals the first."""
    assert verify(sample_index, text) == verify(sample_index, text)


@pytest.mark.parametrize("pasted", ["5.5%左右", "12万人以上", "亿元、增长5.3%", "城镇新增就业12万人以上"])
def test_a_whole_figure_is_found(sample_index: OpenIndex, pasted: str) -> None:
    """A figure pasted with its unit and qualifier is found as it stands."""
    assert states(sample_index, pasted, regions=("云岚省",), years=(2026,)) == ["found"]


@pytest.mark.parametrize(
    "pasted",
    [
        "一般公共预算收入增长3%",
        "城镇新增就业2万人以上",
        pytest.param("城镇新增就业12万人"),
        pytest.param("地区生产总值力争增长5.5%"),
        pytest.param("一般公共预算收入增长3"),
        pytest.param("3.6亿元"),
    ],
)
def test_part_of_a_figure_is_no_quotation(sample_index: OpenIndex, pasted: str) -> None:
    """12万人 is not 12万人以上 and 3.6亿元 is not 43.6亿元, though one is a piece of the other."""
    assert "found" not in states(sample_index, pasted, regions=("云岚省",), years=(2026,))
