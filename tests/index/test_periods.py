"""What time a report is speaking of."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from index.corpus import Report, Source
from index.periods import LAST_YEAR, LATER, PAST_YEARS, THIS_YEAR, Moment, is_part_of_year, read_moments, time_at
from index.reports import read_reports
from index.sections import read_sections
from index.sentences import split_sentences
from index.targets import read_targets

HEADER = "1.云岚省政府工作报告\n\n——2026年1月20日在云岚省第九届人民代表大会第四次会议上\n\n省长  某某某\n\n各位代表：\n\n请予审议。\n\n"


def read(body: str) -> tuple[str, Report]:
    """The text of an invented report of 2026 and the report."""
    text = HEADER + body
    reports, _ = read_reports([Source("invented.txt", "0" * 64, "utf-8", text)])
    assert [report.year for report in reports] == [2026]
    return text, reports[0]


def moment_of(body: str, mark: str) -> tuple[str, Moment, int]:
    """(text, the moment in which `mark` stands, offset of `mark`)."""
    text, report = read(body)
    position = text.index(mark)
    (moment,) = [moment for moment in read_moments(text, report) if moment.start <= position < moment.end]
    return text, moment, position


def time_of(body: str, mark: str) -> tuple[str, int | None]:
    """(time, year of a later goal) that holds at `mark`."""
    text, moment, position = moment_of(body, mark)
    return time_at(text, moment, position)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("一、2025年工作回顾", "二、2026年工作安排"), (LAST_YEAR, THIS_YEAR)),
        (("一、过去一年工作回顾", "二、今年工作安排"), (LAST_YEAR, THIS_YEAR)),
        (("一、2025年及“十四五”以来的工作", "二、2026年目标任务"), (LAST_YEAR, THIS_YEAR)),
        (("一、“十四五”时期工作回顾", "二、2026年目标任务"), (PAST_YEARS, THIS_YEAR)),
        (("2025年工作回顾", "2026年工作安排"), (LAST_YEAR, THIS_YEAR)),
        (("一、过去一年工作回顾", "二、“十五五”时期主要目标"), (LAST_YEAR, LATER)),
        (("一、过去一年工作回顾", "二、“十五五”开局之年的工作安排"), (LAST_YEAR, THIS_YEAR)),
    ],
)
def test_a_chapter_title_sets_the_time(titles: tuple[str, str], expected: tuple[str, str]) -> None:
    """A chapter that looks back speaks of the past, one with this year in its title of this year, 十五五 of later."""
    body = f"{titles[0]}\n\n甲处修桥三座。\n\n{titles[1]}\n\n乙处修桥三座。\n"
    assert (time_of(body, "甲处")[0], time_of(body, "乙处")[0]) == expected


def test_a_title_of_both_begins_with_the_first() -> None:
    """“十五五”…和2026年… speaks of later first, until the text says 2026年."""
    body = "一、2025年工作回顾\n\n修桥。\n\n二、“十五五”时期的目标和2026年预期目标\n\n甲处修桥。\n\n2026年，乙处修桥。丙处修桥。\n"
    assert time_of(body, "甲处") == (LATER, 2030)
    assert time_of(body, "乙处") == (THIS_YEAR, None)
    assert time_of(body, "丙处") == (THIS_YEAR, None)


def test_words_of_time_at_the_head_move_the_time_on() -> None:
    """五年来 and 2025年 at the head of a sentence hold for the sentences after it too."""
    body = "一、“十四五”时期工作回顾\n\n五年来，甲处修桥。乙处修桥。\n\n2025年，丙处修桥。丁处修桥。\n\n二、2026年工作安排\n\n修路。\n"
    assert [time_of(body, mark)[0] for mark in ("甲处", "乙处", "丙处", "丁处")] == [PAST_YEARS, PAST_YEARS, LAST_YEAR, LAST_YEAR]


def test_a_word_of_time_further_in_holds_for_its_sentence() -> None:
    """到2030年 in the middle of a sentence holds behind it, not before it and not in the next sentence."""
    body = (
        "一、2025年工作回顾\n\n修桥。\n\n二、2026年工作安排\n\n甲处修桥十五座、修路八百公里、栽树九万株，到2030年乙处修桥九座。丙处修桥。\n"
    )
    assert time_of(body, "甲处") == (THIS_YEAR, None)
    assert time_of(body, "乙处") == (LATER, 2030)
    assert time_of(body, "丙处") == (THIS_YEAR, None)


@pytest.mark.parametrize("year", [2027, 2028, 2030, 2035])
def test_a_later_goal_names_its_year(year: int) -> None:
    """到20XX年 gives the year of the goal."""
    body = f"一、2025年工作回顾\n\n修桥。\n\n二、2026年工作安排\n\n到{year}年，甲处修桥。\n"
    assert time_of(body, "甲处") == (LATER, year)


@pytest.mark.parametrize("words", ["今年是“十五五”开局之年，", "2026年是“十五五”规划的开局之年，", "做好“十五五”开局之年的工作，"])
def test_the_opening_year_is_this_year(words: str) -> None:
    """“十五五”开局之年 is this year, not a later goal."""
    body = f"一、2025年工作回顾\n\n修桥。\n\n二、2026年工作安排\n\n{words}甲处修桥。乙处修桥。\n"
    assert time_of(body, "甲处")[0] == THIS_YEAR
    assert time_of(body, "乙处")[0] == THIS_YEAR


def test_back_from_later_to_this_year() -> None:
    """今年 at the head of a sentence ends what was said of 2030."""
    body = (
        "一、2025年工作回顾\n\n修桥。\n\n二、总体要求\n\n到2030年，甲处修桥。乙处修桥。\n\n今年，丙处修桥。\n\n三、重点任务\n\n丁处修桥。\n"
    )
    assert [time_of(body, mark)[0] for mark in ("甲处", "乙处", "丙处", "丁处")] == [LATER, LATER, THIS_YEAR, THIS_YEAR]


@pytest.mark.parametrize(
    "title", ["二、“十四五”时期成就和“十五五”时期目标任务", "二、关于云岚省国民经济和社会发展第十五个五年规划纲要（草案）的说明"]
)
def test_a_chapter_of_the_years_behind_and_ahead(title: str) -> None:
    """In a chapter of both a paragraph is of the five years that its first sentence speaks of, and so are those after it."""
    body = (
        f"一、2025年工作回顾\n\n修桥。\n\n{title}\n\n“十四五”时期，甲处修桥。\n\n这五年，我们办了实事。乙处修桥。\n\n按照有关建议，编制了全省第十五个五年规划纲要。丙处修桥。\n\n"
        "围绕这些目标，丁处修桥。\n\n三、2026年工作安排\n\n戊处修桥。\n"
    )
    assert [time_of(body, mark)[0] for mark in ("甲处", "乙处", "丙处", "丁处", "戊处")] == [
        PAST_YEARS,
        PAST_YEARS,
        LATER,
        LATER,
        THIS_YEAR,
    ]
    assert time_of(body, "丁处") == (LATER, 2030)


def test_the_year_inside_a_rise_is_no_word_of_time() -> None:
    """从2020年的…增长到2025年的… does not make what follows in a review of five years last year's."""
    body = "一、“十四五”时期工作回顾\n\n五年来，甲处的桥从2020年的3座增长到2025年的9座，乙处修桥。\n\n二、2026年工作安排\n\n修路。\n"
    assert time_of(body, "乙处")[0] == PAST_YEARS


def test_a_far_vision_does_not_move_the_time_on() -> None:
    """A mention of the vision for 2035 does not make this year's targets after it a plan."""
    body = "一、2025年工作回顾\n\n修桥。\n\n二、2026年目标\n\n它照顾到2035年的远景，甲处修桥。乙处修桥。\n"
    assert time_of(body, "乙处") == (THIS_YEAR, None)


def test_a_far_vision_is_not_the_year_of_a_plan() -> None:
    """In the chapter of 十五五 a mention of the vision for 2035 leaves the goals those of 2030."""
    body = "一、2025年工作回顾\n\n修桥。\n\n二、“十五五”时期主要目标\n\n着眼全省2035年的远景，并看今后条件，甲处修桥。\n"
    assert time_of(body, "甲处") == (LATER, 2030)


def test_the_paragraph_of_the_main_targets_is_marked() -> None:
    """The sentence with 主要预期目标 and those after it in its paragraph are the headline, others not, and never one that looks back."""
    body = "一、2025年工作回顾\n\n预期目标全部完成，甲处修桥。\n\n二、2026年工作安排\n\n今年发展主要预期目标是：乙处修桥。丙处修桥。\n\n丁处修桥。\n"
    assert [moment_of(body, mark)[1].headline for mark in ("甲处", "乙处", "丙处", "丁处")] == [False, True, True, False]


@pytest.mark.parametrize("clause", ["一季度增长5%", "前三季度增长5%", "上半年增长5%", "下半年增长5%", "1—11月增长5%", "四季度增长5%"])
def test_parts_of_a_year(clause: str) -> None:
    """Quarters, half years and spans of months are parts of a year."""
    assert is_part_of_year(clause)


@pytest.mark.parametrize("clause", ["全年增长5%", "2025年增长5%", "年内建成", "5年增长5%", "从上半年5.9%降到5.7%", ""])
def test_a_whole_year_is_no_part(clause: str) -> None:
    """全年, a year and years are no parts."""
    assert not is_part_of_year(clause)


def test_moments_are_the_sentences_of_the_sections(corpus: SimpleNamespace) -> None:
    """Moments come in order, once for each sentence of the report's sections, with a year for all that is later."""
    for report in corpus.reports:
        if report.year is None:
            continue
        text = corpus.texts[report.file]
        moments = list(read_moments(text, report))
        spans = [
            span
            for chapter in report.sections
            for _, section in chapter.walk()
            for span in split_sentences(text, section.body, section.own_end)
        ]
        assert [(moment.start, moment.end) for moment in moments] == spans
        assert all(report.start <= start < end <= report.end for start, end in spans)
        assert all(moment.plan_year is not None and moment.plan_year > report.year for moment in moments if moment.base == LATER)
        assert all(moment.base == THIS_YEAR for moment in moments if moment.headline)
        assert {moment.year for moment in moments} == {report.year}


def test_time_at_the_head_of_a_sentence_is_its_base(sample_corpus: SimpleNamespace) -> None:
    """Before any word of a sentence the time is that of the moment."""
    for report in sample_corpus.reports:
        for moment in read_moments(sample_corpus.texts[report.file], report):
            assert time_at(sample_corpus.texts[report.file], moment, moment.start) == (moment.base, moment.plan_year)


def test_a_later_goal_in_this_year_s_chapter_holds_for_its_paragraph() -> None:
    """到2030年 at the head of a sentence of 2026年工作安排 dates its own paragraph; the next one speaks of this year again."""
    text = "二、2026年工作安排\n到2030年，甲处建成。城镇新增就业50万人。\n粮食产量达到90亿斤以上。\n"
    report = Report(
        "2026-a",
        "",
        "云岚省",
        "province",
        2026,
        None,
        None,
        None,
        "a.txt",
        "",
        0,
        len(text),
        "clean",
        (),
        read_sections(text, 0, 0, len(text)),
    )
    rows = {(row.indicator, row.kind, row.year) for row in read_targets(text, report, 0)}
    assert ("grain_output", "target", 2026) in rows
    assert ("urban_new_jobs", "target", 2026) not in rows
