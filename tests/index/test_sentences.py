"""Text → sentences and clauses."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_clauses, split_sentences

LINES = st.lists(st.sampled_from([*"。！？；：，,!?\n\u3000 ”』）)", "增长5.5%", "好", "“放管服”", "\r\n", "1,200亿元"]), max_size=25).map(
    "".join
)


def cut(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in split_sentences(text, 0, len(text))]


def test_sentences_end_with_their_quotes_and_lines() -> None:
    """A closing quote or bracket belongs to the sentence before it; a line's end ends a sentence; a decimal point does not."""
    assert cut("他说：“好！”大家鼓掌。（全文完。）增长5.5%\n\u3000下一行？！") == [
        "他说：“好！”",
        "大家鼓掌。",
        "（全文完。）",
        "增长5.5%",
        "下一行？！",
    ]


def test_clauses_end_at_commas() -> None:
    """；：， each end a clause, full-width or half-width, and stay with it."""
    text = "目标：增长5%，就业12万人；物价2%,不突破"
    assert [text[a:b] for a, b in split_clauses(text, 0, len(text))] == ["目标：", "增长5%，", "就业12万人；", "物价2%,", "不突破"]


@given(LINES, st.integers(0, 10), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_sentences_and_clauses_lose_nothing(text: str, start: int, length: int) -> None:
    """Spans are in order inside the stretch, carry no outer white space, and only white space (and stray commas) lies between them."""
    end = min(len(text), start + length)
    for spans, left in ((split_sentences(text, start, end), ""), (split_clauses(text, start, end), "；;：，,")):
        position = start
        for a, b in spans:
            assert position <= a < b <= end
            assert text[a:b] == text[a:b].strip()
            assert not set("".join(text[position:a].split())) - set(left)
            position = b
        assert not set("".join(text[position:end].split())) - set(left)


def test_sentences_of_reports_join_to_the_reports(corpus: SimpleNamespace) -> None:
    """Put together, the sentences of a report hold all its characters but white space."""
    for report in corpus.reports:
        text = corpus.texts[report.file]
        joined = "".join(text[a:b] for a, b in split_sentences(text, report.start, report.end))
        assert "".join(joined.split()) == "".join(text[report.start : report.end].split())


def test_the_sentence_that_stands_twice_is_found_twice(sample_corpus: SimpleNamespace) -> None:
    """The same sentence at two places of the fragment has two spans."""
    text = sample_corpus.texts["fragment_page.txt"]
    twice = [span for span in split_sentences(text, 0, len(text)) if text[slice(*span)].startswith("推动紧密型医共体")]
    assert len(twice) == 2
    assert text[slice(*twice[0])] == text[slice(*twice[1])]
