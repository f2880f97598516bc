"""What a model writes, cut into sentences as it comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.draft import MOST_CHARACTERS, ModelError, read_numbered, read_sentences

DRAFTS = {
    "增长5.5%左右[1]。就业12万人。[2]其他[1][3]。": ["增长5.5%左右[1]。", "就业12万人。[2]", "其他[1][3]。"],
    "“一句。又一句。”[1]。后来[2]。": ["“一句。又一句。”[1]。", "后来[2]。"],
    "It grew 5.5% [1]. The U.S. did 2.1 percent. [2] Done": ["It grew 5.5% [1].", "The U.S. did 2.1 percent. [2]", "Done"],
    "# 标题\n- **增长**5%[1]\n2. 就业[2]\n": ["标题", "增长5%[1]", "就业[2]"],
    "<think>想。想一想[1]。</think>\n答[1]。": ["答[1]。"],
    "没有句号": ["没有句号"],
    "": [],
}


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("draft", DRAFTS)
def test_sentences_keep_their_markers(draft: str, size: int) -> None:
    """However the pieces fall."""
    pieces = [draft[at : at + size] for at in range(0, len(draft), size)]
    assert [sentence for sentence in read_sentences(pieces) if sentence] == DRAFTS[draft]


def test_a_sentence_is_told_before_the_next_is_whole() -> None:
    """One piece more shows that no marker follows."""
    told = read_sentences(iter(["增长[1]。", "就", "业"]))
    assert [next(told) for _ in range(3)] == ["", "", "增长[1]。"]


@given(st.lists(st.text(alphabet="增5.%。[1]“”\n ab!", max_size=8), max_size=12))
def test_pieces_do_not_matter(pieces: list[str]) -> None:
    """The sentences of a text are those of its pieces."""
    assert [s for s in read_sentences(pieces) if s] == [s for s in read_sentences(["".join(pieces)]) if s]


@pytest.mark.parametrize("pieces", [["增"] * (MOST_CHARACTERS + 1), ["句[1]。"] * 100])
def test_what_does_not_end_is_ended(pieces: list[str]) -> None:
    """Too many characters or sentences are an error."""
    with pytest.raises(ModelError):
        list(read_sentences(pieces))


def test_numbered_lines() -> None:
    """A reply about two sentences is read by its numbers; about one, as it is."""
    assert read_numbered("好的：\n1. 甲[1]。\n2) -\n", 2) == {1: "甲[1]。", 2: "-"}
    assert read_numbered("甲[1]。", 1) == {1: "甲[1]。"}
    assert read_numbered("甲[1]。", 2) == {}
