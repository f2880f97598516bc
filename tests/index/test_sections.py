"""Reports → sections: a tree that covers the report, headings of every shape."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Report, Section
from index.sections import read_sections

NUMERALS = "一二三四五六七八九十"


def assert_covers(sections: tuple[Section, ...], start: int, end: int) -> None:
    """Sections join without gap or overlap from `start` to `end`, and so do the children of each below its own text."""
    position = start
    for section in sections:
        assert section.start == position
        assert section.start <= section.body <= section.own_end <= section.end
        if section.children:
            assert_covers(section.children, section.own_end, section.end)
            assert all(child.level > section.level for child in section.children)
        position = section.end
    assert position == end


def titles(report: Report) -> list[str]:
    """The titles of all sections, in reading order."""
    return [section.title for root in report.sections for _, section in root.walk() if section.title]


def path_of(report: Report, offset: int) -> tuple[str, ...]:
    """The titles above the section's own text that holds `offset`."""
    (path,) = [path for root in report.sections for path, s in root.walk() if s.start <= offset < s.own_end]
    return path


def place(corpus: SimpleNamespace, identifier: str, phrase: str) -> tuple[str, ...]:
    """The section path at a phrase of a report."""
    report = corpus.by_id[identifier]
    return path_of(report, corpus.texts[report.file].index(phrase, report.start, report.end))


def test_sections_partition_every_report(corpus: SimpleNamespace) -> None:
    """The sections of each report cover it exactly, at every depth of the tree."""
    for report in corpus.reports:
        assert_covers(report.sections, report.start, report.end)
        flat = [(s.start, s.own_end) for root in report.sections for _, s in root.walk()]
        assert flat[0][0] == report.start
        assert flat[-1][1] == report.end
        assert all(a[1] == b[0] for a, b in pairwise(flat)), report.id


def test_titles_stand_at_the_head_of_their_sections(corpus: SimpleNamespace) -> None:
    """A section's title is what its text begins with, number included, marks and full stop aside."""
    for report in corpus.reports:
        for root in report.sections:
            for _, section in root.walk():
                if section.title:
                    text = corpus.texts[report.file][section.start : section.end]
                    joined = "".join(text[: len(section.title) + 20].split("\n"))  # a heading may be broken over two lines
                    assert joined.strip("#* \t\r\u3000").startswith(section.title), (report.id, section.title)


@given(st.lists(st.sampled_from(["一、回顾\n", "二、安排\r\n", "（一）扩大内需\n", "(二)稳就业。抓好招聘。\n", "1.医疗方面。建医院。\n", "5.5%左右的目标，跳一跳够得着。\n",
    "一是修路。\n", "**三、保障**\n", "# 报告\n", "2026年工作安排\n", "\n", "\u3000 \n", "生产总值增长5%。" * 8 + "\n", "——抓就业，招聘。\n", "无换行结尾"]), max_size=16),
    st.integers(0, 5))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_order_of_headings_is_covered(lines: list[str], skipped: int) -> None:
    """Whatever headings follow each other, from the middle of a text too, the sections cover the span."""
    text = "前言" * 5 + "".join(lines)
    sections = read_sections(text, skipped, min(8, len(text)), len(text))
    assert_covers(sections, skipped, len(text))


@pytest.mark.parametrize(
    ("identifier", "phrase", "path"),
    [
        ("2026-yunlan", "开工雾谷", ("三、2026年重点工作", "（一）把特色产业做成大产业")),
        ("2026-yunlan", "岚江干流", ("三、2026年重点工作", "（三）把绿水青山看护得更好", "二是守住河湖")),
        ("2026-yunlan", "改造老旧小区290", ("三、2026年重点工作", "（四）把民生小事当作大事来办", "4.居住更安")),
        ("2026-yunlan", "5.5%左右的预期增长目标，", ("二、“十五五”时期的目标和2026年预期目标",)),
        ("2024-yunlan", "对照去年政府工作报告", ("三、2024年重点任务", "（四）办好十类民生实事", "2.教育助学方面")),
        ("2026-cangyuan", "亩均节水95", ("一、2025年工作回顾", "一是粮仓更满")),
        ("2026-cangyuan", "开发公益岗位5.2", ("三、今年要抓好的几件大事", "（五）办好民生实事")),
        ("2026-cangyuan", "引沧济北工程", ("三、今年要抓好的几件大事", "（一）扛稳粮食安全重任")),
        ("2024-cangyuan", "孤儿养育标准", ("三、2024年重点工作", "（四）尽力增进百姓福祉", "3、养老帮困")),
        ("2024-haiyu", "家庭养老床位6000", ("三、2024年主要任务", "（六）做实民生保障")),
        ("2026-haiyu", "社区长者食堂达到760", ("三、2026年目标任务", "（五）向民心要答案", "二是老有所养")),
        ("2026-shili", "产值超过18亿元", ("三、2026年工作安排", "（二）打响文旅新名片", "三是做大“石黎酸汤”美食产业")),
        ("2026-shili", "全市生产总值达到1800", ("二、“十五五”时期发展设想",)),
    ],
)
def test_section_paths_in_the_samples(sample_corpus: SimpleNamespace, identifier: str, phrase: str, path: tuple[str, ...]) -> None:
    """Chapters, （一）, 1., 1、 and 一是 nest, on lines of their own, in bold or run into the text."""
    assert place(sample_corpus, identifier, phrase) == path


def test_chapters_without_a_number(sample_corpus: SimpleNamespace) -> None:
    """Short lines without a number are chapters, and 一、 goes one level below them."""
    for year in (2024, 2026):
        (report,) = [r for r in sample_corpus.reports if r.region == "澜州自治区" and r.year == year]
        roots = [root for root in report.sections if root.title]
        assert [root.title for root in roots] == [f"{year - 1}年工作回顾", f"{year}年预期目标", f"{year}年工作安排"]
        assert [child.title[:2] for child in roots[2].children] == [f"{n}、" for n in NUMERALS[: len(roots[2].children)]]
        assert len(roots[2].children) == (4 if year == 2024 else 5)


def test_figures_and_dashes_are_no_headings(corpus: SimpleNamespace) -> None:
    """5.5%左右… and ——… begin paragraphs, not sections."""
    for report in corpus.reports:
        for title in titles(report):
            assert not title.startswith(("—", "5.5%")), (report.id, title)


def test_long_paragraph_is_one_section(sample_corpus: SimpleNamespace) -> None:
    """A paragraph of more than 1,300 characters stays whole within its chapter."""
    text = sample_corpus.texts["sample_2024.txt"]
    longest = max(text.split("\n"), key=len)
    (report,) = [r for r in sample_corpus.reports if r.region == "澜州自治区" and r.year == 2024]
    start = text.index(longest)
    assert len(longest) > 1_300
    assert path_of(report, start) == path_of(report, start + len(longest) - 1) == ("2023年工作回顾",)


def test_bold_first_chapter_is_a_section(sample_corpus: SimpleNamespace) -> None:
    """The first chapter is found although the salutation follows it."""
    assert place(sample_corpus, "2026-shili", "中心城区空气优良率") == ("一、2025年工作情况",)


def test_real_chapters_are_found(real_corpus: SimpleNamespace) -> None:
    """Every dated real report has two or more titled chapters, sections below them, and an untitled header before them."""
    for report in real_corpus.reports:
        if report.year:
            assert len([root for root in report.sections if root.title]) >= 2, report.id
            assert len(titles(report)) > len(report.sections), report.id
            assert report.sections[0].title == "", report.id


def test_real_chapters_are_siblings(real_corpus: SimpleNamespace) -> None:
    """Numbered chapters count up from 一 under one parent: none is swallowed by another."""
    astray = []
    for report in real_corpus.reports:
        families = [report.sections, *(s.children for root in report.sections for _, s in root.walk())]
        for family in families:
            numbers = [NUMERALS.index(s.title[0]) for s in family if s.level == 1 and s.title[1:2] == "、"]
            if numbers and numbers[0] != 0:
                astray.append(report.id)
    assert not astray
