"""Texts → reports: spans, titles, dates, speakers, regions, duplicates."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Report, Source
from index.reports import Duplicate, read_reports, split_reports

BODY = (
    "各位代表：\n我代表政府报告工作，请予审议，并请列席的同志提出意见，我们将逐条研究、认真吸收。\n"
    "一、2025年工作回顾\n生产总值增长6%。\n二、2026年工作安排\n生产总值增长5%。\n"
)


def read(text: str, file: str = "a.txt") -> tuple[list[Report], list[Duplicate]]:
    """The reports of one text."""
    return read_reports([Source(file, f"sha-{file}", "utf-8", text)])


def one(text: str) -> Report:
    """The only report of a text."""
    (report,), _ = read(text)
    return report


def assert_partition(reports: list[Report], text: str) -> None:
    """Reports lie in order inside the text and only white space is outside them."""
    position = 0
    for report in sorted(reports, key=lambda report: report.start):
        assert position <= report.start < report.end <= len(text)
        assert not text[position : report.start].strip(), (report.id, position)
        position = report.end
    assert not text[position:].strip()


def test_reports_and_gaps_partition_every_file(corpus: SimpleNamespace) -> None:
    """Reports and the gaps between them partition each file, and no gap holds more than white space."""
    for source in corpus.sources:
        reports = sorted((r for r in corpus.reports if r.file == source.file), key=lambda report: report.start)
        assert_partition(reports, source.text)
        bounds = [0, *(bound for report in reports for bound in (report.start, report.end)), len(source.text)]
        assert "".join(source.text[a:b] for a, b in itertools.pairwise(bounds)) == source.text


def test_nothing_is_left_out_of_a_whole_corpus(corpus: SimpleNamespace) -> None:
    """No file is bad, no report a duplicate, and each report has an id of its own."""
    assert not corpus.bad
    assert not corpus.duplicates
    assert len(corpus.by_id) == len(corpus.reports)


@given(st.lists(st.sampled_from(["政府工作报告\n", " 1.云岚省政府工作报告\n", "2.青溪县人民政府工作报告\r\n", "# 2026年政府工作报告\n",
    "1.医疗卫生方面。办好政府工作报告承诺的事。\n", "\n", " \u3000\n", "各位代表：\n", "——22024年1月8日在某会议上\n", "今年增长5%。" * 9 + "\n", "省长 某"]),
    max_size=14))  # fmt: skip
@settings(max_examples=120, deadline=None)
def test_any_text_is_partitioned(lines: list[str]) -> None:
    """Whatever titles, blanks and text follow each other, spans are in order and join without a gap to the end."""
    text = "".join(lines)
    spans = [(start, end) for start, end, _ in split_reports(text)]
    assert spans[-1][1] == len(text)
    assert all(a[1] == b[0] and a[0] < a[1] for a, b in itertools.pairwise(spans))


def test_sample_reports_are_ten(sample_corpus: SimpleNamespace) -> None:
    """The samples hold four reports in each compilation, a city report and a fragment, with ids a person can read."""
    files = Counter(report.file for report in sample_corpus.reports)
    assert files == {"sample_2026.txt": 4, "sample_2024.txt": 4, "shili_city_2026.md": 1, "fragment_page.txt": 1}
    assert {"2026-yunlan", "2024-yunlan", "2026-cangyuan", "2024-haiyu", "2026-shili", "undated-cangyuan"} <= set(sample_corpus.by_id)


@pytest.mark.parametrize(
    ("region", "year", "date", "meeting", "speaker"),
    [
        ("云岚省", 2026, "2026-01-20", "云岚省第九届人民代表大会第四次会议", "某某某"),
        ("沧原省", 2026, "2026-01-22", "沧原省第八届人民代表大会第五次会议", "某某"),
        ("澜州自治区", 2026, None, None, "某某某"),
        ("海屿市", 2026, "2026-01-16", "海屿市十届人大三次会议", "某某某"),
        ("云岚省", 2024, "2024-01-18", "云岚省第九届人民代表大会第二次会议", "某"),
        ("沧原省", 2024, "2024-01-24", "沧原省第八届人民代表大会第三次会议", "某某"),
        ("澜州自治区", 2024, "2024-01-26", "澜州自治区第七届人民代表大会第二次会议", "某某某"),
        ("海屿市", 2024, "2024-01-16", "海屿市十届人大一次会议", None),
        ("石黎市", 2026, "2026-01-15", "石黎市第五届人民代表大会第三次会议", None),
        ("沧原省", None, None, None, None),
    ],
)
def test_header_of_each_sample(
    sample_corpus: SimpleNamespace, region: str, year: int | None, date: str | None, meeting: str | None, speaker: str | None
) -> None:
    """Date lines of every shape (dashes, spaces, 22024, brackets, none), meetings and speakers are read, or null."""
    (report,) = [r for r in sample_corpus.reports if (r.region, r.year) == (region, year)]
    assert (report.date, report.meeting, report.speaker) == (date, meeting, speaker)


def test_titles_of_the_samples(sample_corpus: SimpleNamespace) -> None:
    """Titles lose their number, keep 人民政府, and get the region where the page does not state it."""
    titles = {report.id: report.title for report in sample_corpus.reports}
    assert titles["2026-yunlan"] == "云岚省政府工作报告"
    assert titles["2026-haiyu"] == titles["2024-haiyu"] == "海屿市人民政府工作报告"
    assert titles["2026-shili"] == "石黎市政府工作报告"
    assert titles["undated-cangyuan"] == "沧原省政府工作报告"


def test_year_read_from_the_text_is_said_to_be_inferred(sample_corpus: SimpleNamespace) -> None:
    """A report without a date line takes its year from what it plans, and says so; the others infer nothing."""
    inferred = {report.id: report.inferred for report in sample_corpus.reports if report.inferred}
    assert {tuple(fields) for fields in inferred.values()} == {("year",), ("region",)}
    (dateless,) = [r for r in sample_corpus.reports if r.year == 2026 and r.region == "澜州自治区"]
    assert "year" in inferred[dateless.id]


def test_sample_fragment(sample_corpus: SimpleNamespace) -> None:
    """A newspaper page has no year, an inferred region, and is called a fragment; the rest is clean."""
    fragments = [report for report in sample_corpus.reports if report.quality == "fragment"]
    assert [(r.region, r.year, r.date, r.inferred) for r in fragments] == [("沧原省", None, None, ("region",))]
    assert {report.quality for report in sample_corpus.reports} == {"fragment", "clean"}


def test_list_items_open_no_report(sample_corpus: SimpleNamespace) -> None:
    """An item such as 1.医疗卫生方面。 or one that speaks of last year's 政府工作报告 lies inside its report."""
    report, text = sample_corpus.by_id["2024-yunlan"], sample_corpus.texts["sample_2024.txt"]
    for phrase in ("1.医疗卫生方面。", "2.教育助学方面。对照去年政府工作报告", "4.住房改善方面。"):
        assert report.start < text.index(phrase) < report.end
    beginning = sample_corpus.by_id["2026-yunlan"]
    assert beginning.start < sample_corpus.texts["sample_2026.txt"].index("5.5%左右的预期增长目标，") < beginning.end


def test_real_reports_are_sixty_six(real_corpus: SimpleNamespace) -> None:
    """The four real files hold 32, 32, 1 and 1 reports, 65 of them with a year."""
    files = Counter(report.file[:3] for report in real_corpus.reports)
    assert files == {"000": 32, "001": 32, "003": 1, "004": 1}
    assert Counter(report.year for report in real_corpus.reports) == {2026: 33, 2024: 32, None: 1}


def test_real_compilations_hold_the_same_regions(real_corpus: SimpleNamespace) -> None:
    """Each edition has the national report and 31 provinces, once each; 2026 has one city besides."""
    editions = {year: sorted(r.region for r in real_corpus.reports if r.year == year and r.level != "city") for year in (2024, 2026)}
    assert editions[2024] == editions[2026]
    assert len(set(editions[2026])) == 32
    levels = Counter(report.level for report in real_corpus.reports if report.year)
    assert levels == {"national": 2, "province": 62, "city": 1}


def test_real_fragment(real_corpus: SimpleNamespace) -> None:
    """The newspaper page has no year, region 四川省 said to be inferred, and quality fragment; it is the only one."""
    fragments = [report for report in real_corpus.reports if report.quality == "fragment"]
    assert [(r.file[:4], r.region, r.year, r.date, r.inferred) for r in fragments] == [("004_", "四川省", None, None, ("region",))]


def test_real_dates(real_corpus: SimpleNamespace) -> None:
    """Every dated report's date lies in January to March of its own year; 22024年 is read as 2024."""
    for report in real_corpus.reports:
        if report.year:
            assert report.date, report.id
            assert report.date[:5] == f"{report.year}-", report.id
            assert "01-01" <= report.date[5:] <= "03-31", report.id
            assert report.meeting, report.id
    assert real_corpus.by_id["2024-sichuan"].date == "2024-01-22"
    assert "22024年" in real_corpus.texts["001_8dfe99efc033ddf8.txt"]


def test_real_titles(real_corpus: SimpleNamespace) -> None:
    """One title has 人民政府; every province's title names it, without the number that stands before it."""
    assert [r.id for r in real_corpus.reports if "人民政府" in r.title] == ["2024-chongqing"]
    for report in real_corpus.reports:
        assert report.title == "政府工作报告" or report.title.startswith(report.region), report.id
        assert (report.title == "政府工作报告") == (report.level == "national"), report.id


def test_real_speakers(real_corpus: SimpleNamespace) -> None:
    """A speaker with a missing character stays as typed, and a missing speaker is null."""
    assert real_corpus.by_id["2024-national"].speaker == "强"
    assert {report.id for report in real_corpus.reports if report.speaker is None} == {"2026-guiyang", "undated-sichuan"}
    assert real_corpus.by_id["2026-xinjiang"].speaker == "艾尔肯·吐尼亚孜"


@pytest.mark.parametrize(
    ("region", "level"),
    [("青溪县", "county"), ("晨海省", "province"), ("云浮山自治州", "city"), ("贵阳市花溪区", "county"), ("深圳市", "city")],
)
@pytest.mark.parametrize(
    "title", ["{}政府工作报告", " 7.{}政府工作报告", "# {}人民政府工作报告", "**2026年{}政府工作报告**", "{}政府工作报告（摘要）"]
)
def test_a_region_in_no_list_is_read_from_the_title(region: str, level: str, title: str) -> None:
    """A county, an invented province, a district: the name in the title is the region, whatever surrounds it."""
    report = one(f"{title.format(region)}\n——2026年1月5日在{region}第三届人民代表大会第一次会议上\n" + BODY)
    assert (report.region, report.level, report.year, report.quality) == (region, level, 2026, "clean")
    assert report.inferred == ()
    assert region in report.title


def test_a_region_can_come_from_the_meeting() -> None:
    """A bare title takes the region of the assembly that heard it; the National People's Congress means 全国."""
    county = one("政府工作报告\n（2026年1月5日在青溪县第三届人民代表大会第一次会议上）\n" + BODY)
    nation = one("政府工作报告\n——2026年3月5日在第十四届全国人民代表大会第四次会议上\n国务院总理  某某\n" + BODY)
    assert (county.region, nation.region, nation.level) == ("青溪县", "全国", "national")
    assert county.title == "青溪县政府工作报告"
    assert nation.speaker == "某某"


@pytest.mark.parametrize("dashes", ["", "—", "——", "———", "--", "－－"])
@pytest.mark.parametrize("space", ["", " ", "  "])
@pytest.mark.parametrize("typed", ["2024年1月18日", "22024年1月18日", "2024年 1月18日"])
def test_date_lines(dashes: str, space: str, typed: str) -> None:
    """Any number of dashes and spaces stands before the date, and a doubled digit in the year does no harm."""
    report = one(f"青溪县政府工作报告\n\n{dashes}{space}{typed}在青溪县第三届人民代表大会第一次会议上 \n县长 某某\n" + BODY)
    assert (report.date, report.year, report.speaker) == ("2024-01-18", 2024, "某某")


def test_windows_line_ends_change_nothing_but_offsets(samples: Path, sample_corpus: SimpleNamespace) -> None:
    """The same file with Windows line ends holds the same reports."""
    text = sample_corpus.texts["sample_2026.txt"].replace("\n", "\r\n")
    reports, _ = read(text, "sample_2026.txt")
    assert_partition(reports, text)
    same = [r for r in sample_corpus.reports if r.file == "sample_2026.txt"]
    assert [(r.title, r.region, r.year, r.date, r.meeting, r.speaker) for r in reports] == [
        (r.title, r.region, r.year, r.date, r.meeting, r.speaker) for r in same
    ]


def test_a_text_without_a_title_is_one_fragment() -> None:
    """Text without any title line is one report of unknown region and year, quality fragment."""
    report = one("今年要办好几件大事。\n第一件是修路。\n")
    assert (report.region, report.year, report.quality, report.start) == (None, None, "fragment", 0)


def test_the_same_report_in_two_files_is_reported_and_one_kept(sample_corpus: SimpleNamespace) -> None:
    """Of the same report in two files the first is kept; the other is named as its duplicate, file and all."""
    text = sample_corpus.texts["sample_2026.txt"]
    alone = next(r for r in sample_corpus.reports if r.id == "2026-cangyuan")
    second = Source("z_copy.txt", "other", "gb18030", text[alone.start : alone.end])
    kept, duplicates = read_reports([Source("a.txt", "first", "utf-8", text), second])
    assert [report.file for report in kept] == ["a.txt"] * 4
    assert [(d.kept.file, d.dropped.file, d.dropped.region, d.dropped.year) for d in duplicates] == [
        ("a.txt", "z_copy.txt", "沧原省", 2026)
    ]


def test_the_same_file_twice_is_reported_once_for_every_report(sample_corpus: SimpleNamespace) -> None:
    """A copied compilation and a copied fragment leave nothing twice in the corpus."""
    for file in ("sample_2024.txt", "fragment_page.txt"):
        text = sample_corpus.texts[file]
        kept, duplicates = read_reports([Source("a.txt", "same", "utf-8", text), Source("b.txt", "same", "utf-8", text)])
        assert len(kept) == len(duplicates) == len(read(text)[0])
        assert {report.file for report in kept} == {"a.txt"}


def test_two_editions_of_a_region_are_no_duplicates() -> None:
    """Two years of one region, and two regions of one year, are all kept."""
    texts = [
        f"{region}政府工作报告\n——{year}年1月5日在{region}第三届人民代表大会第一次会议上\n{BODY}"
        for region in ("青溪县", "晨海省")
        for year in (2025, 2026)
    ]
    kept, duplicates = read_reports([Source(f"{n}.txt", f"{n}", "utf-8", text) for n, text in enumerate(texts)])
    assert (len(kept), duplicates) == (4, [])
    assert len({report.id for report in kept}) == 4


def test_regions_with_one_spelling_get_different_ids() -> None:
    """吉林省 and 吉林市 of the same year are two reports with two ids."""
    texts = [f"{region}政府工作报告\n——2026年1月5日在{region}第三届人民代表大会第一次会议上\n{BODY}" for region in ("吉林省", "吉林市")]
    kept, duplicates = read_reports([Source(f"{n}.txt", f"{n}", "utf-8", text) for n, text in enumerate(texts)])
    assert not duplicates
    assert len({report.id for report in kept}) == 2
