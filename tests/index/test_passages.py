"""Sections → passages: exact spans, whole sentences, nothing lost."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.corpus import Report
from index.passages import PASSAGE_SIZE, cut_passages
from index.sections import read_sections
from index.sentences import split_sentences


def report_of(text: str, start: int = 0) -> Report:
    """A report that is all of `text` from `start`."""
    sections = read_sections(text, start, start, len(text))
    return Report("2026-a", "", None, "unknown", None, None, None, None, "a.txt", "", start, len(text), "clean", (), sections)


def assert_sound(text: str, report: Report, passages: list, size: int) -> None:
    """Passages are in order, each within one section's own text; what they leave out there is white space."""
    owned = [(path, section) for root in report.sections for path, section in root.walk()]
    assert all(a.end <= b.start for a, b in pairwise(passages))
    found = 0
    for path, section in owned:
        position = section.body
        for passage in (p for p in passages if section.body <= p.start < section.own_end):
            assert passage.section == path
            assert passage.end <= section.own_end
            assert 0 < passage.end - passage.start <= size
            assert text[passage.start : passage.end] == text[passage.start : passage.end].strip()
            assert not text[position : passage.start].strip()
            position = passage.end
            found += 1
        assert not text[position : section.own_end].strip()
        heading = text[section.start : section.body]
        assert sum(bool(line.strip()) for line in heading.split("\n")) <= 2  # a heading may be broken over two lines
        assert not heading or "".join(heading.split()).strip("#*").rstrip("。：:") == "".join(section.title.split())
    assert found == len(passages)


def test_passages_of_every_report_are_exact(corpus: SimpleNamespace) -> None:
    """Each passage lies within one section of one report; outside passages are only headings and white space."""
    for position, report in enumerate(corpus.reports):
        own = [p for p in corpus.passages if p.report == position]
        assert own, report.id
        assert_sound(corpus.texts[report.file], report, own, PASSAGE_SIZE)


def test_passages_are_numbered_and_named_in_order(corpus: SimpleNamespace) -> None:
    """Ids count up from 0 over the corpus, and names, which tell the report, are unique."""
    assert [passage.id for passage in corpus.passages] == list(range(len(corpus.passages)))
    assert len({passage.name for passage in corpus.passages}) == len(corpus.passages)
    assert all(passage.name.startswith(corpus.reports[passage.report].id) for passage in corpus.passages)


def test_no_sentence_that_fits_is_cut_in_half(corpus: SimpleNamespace) -> None:
    """Only a sentence longer than a passage has a passage's end inside it."""
    for position, report in enumerate(corpus.reports):
        text = corpus.texts[report.file]
        bounds = {bound for p in corpus.passages if p.report == position for bound in (p.start, p.end)}
        for root in report.sections:
            for _, section in root.walk():
                for start, end in split_sentences(text, section.body, section.own_end):
                    assert end - start > PASSAGE_SIZE or not any(start < bound < end for bound in bounds), (report.id, start)


def lost_lines(corpus: SimpleNamespace, identifiers: set[str] | None = None) -> list[tuple[str, str]]:
    """(report, first characters) of each line that is in no passage and in no passage's section path."""
    lost = []
    for position, report in enumerate(corpus.reports):
        if identifiers and report.id not in identifiers:
            continue
        own = [p for p in corpus.passages if p.report == position]
        named = {title for passage in own for title in passage.section}
        bounds = [report.start, *(bound for p in own for bound in (p.start, p.end)), report.end]
        for a, b in zip(bounds[::2], bounds[1::2], strict=True):
            for line in corpus.texts[report.file][a:b].splitlines():
                plain = line.strip("#* \t\u3000").rstrip("。：:")
                if plain and not any(plain in title for title in named):  # a heading may be broken over two lines
                    lost.append((report.id, plain[:8]))
    return lost


def test_every_line_of_the_samples_can_be_found(sample_corpus: SimpleNamespace) -> None:
    """Each line is in a passage or in the section path of one, so no text is out of reach of a search."""
    assert lost_lines(sample_corpus) == []


def test_every_line_of_the_real_reports_can_be_found(real_corpus: SimpleNamespace) -> None:
    """Each line of the real reports is in a passage or in the section path of one."""
    assert lost_lines(real_corpus) == []


def test_list_items_run_into_text_are_whole(sample_corpus: SimpleNamespace) -> None:
    """A heading that runs into its text is part of the passage: 1.看病就近。 stays before what it promises."""
    text = sample_corpus.texts["sample_2026.txt"]
    start = text.index("1.看病就近。")
    (passage,) = [p for p in sample_corpus.passages if sample_corpus.reports[p.report].id == "2026-yunlan" and p.start <= start < p.end]
    assert "91%" in text[passage.start : passage.end]


def test_the_sentence_that_stands_twice_is_in_passages_twice(sample_corpus: SimpleNamespace) -> None:
    """Both places of a repeated sentence are covered, each at its own offset."""
    text = sample_corpus.texts["fragment_page.txt"]
    position = next(n for n, r in enumerate(sample_corpus.reports) if r.quality == "fragment")
    own = [p for p in sample_corpus.passages if p.report == position]
    phrase = "推动紧密型医共体"
    first, second = text.index(phrase), text.rindex(phrase)
    assert first < second
    assert all(sum(p.start <= at < p.end for p in own) == 1 for at in (first, second))


def test_a_long_paragraph_becomes_several_passages(sample_corpus: SimpleNamespace) -> None:
    """A paragraph of over 1,300 characters is cut into pieces of a passage's size."""
    text = sample_corpus.texts["sample_2024.txt"]
    longest = max(text.split("\n"), key=len)
    start = text.index(longest)
    inside = [
        p
        for p in sample_corpus.passages
        if sample_corpus.reports[p.report].file == "sample_2024.txt" and start <= p.start < start + len(longest)
    ]
    assert len(inside) >= len(longest) / PASSAGE_SIZE


@given(st.lists(st.sampled_from(["一、回顾\n", "（一）扩大内需。发放消费券。\n", "一是修路。\n", "同一句话。", "同一句话。\n", "增长5.5%，", "就业；", " ", "\u3000\u3000", "\n\n", "\r\n",
    "长" * 45, "“好！”", "２０２６年", "\U00020000"]), min_size=1, max_size=30),
    st.sampled_from([20, 60, 250]))  # fmt: skip
@example(["一、回顾\n", "２０２６年", " ", "一、回顾\n"], 20)
@settings(max_examples=150, deadline=None)
def test_any_text_is_cut_exactly(pieces: list[str], size: int) -> None:
    """Repeats, blanks, rare characters, sentences without an end: spans stay exact and nothing but white space is left out."""
    text = "".join(pieces)
    report = report_of(text)
    assert_sound(text, report, cut_passages(text, [report], 0, 0, size), size)


@pytest.mark.parametrize("size", [100, 250, 600])
def test_size_is_a_limit_and_is_used(sample_corpus: SimpleNamespace, size: int) -> None:
    """No passage is longer than the size asked for, and a larger size gives fewer passages."""
    texts, reports = sample_corpus.texts, sample_corpus.reports
    cut = [p for n, report in enumerate(reports) for p in cut_passages(texts[report.file], reports, n, 0, size)]
    assert max(p.end - p.start for p in cut) <= size
    assert size > 150 or len(cut) > len(sample_corpus.passages)
