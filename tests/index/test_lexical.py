"""BM25 over passages, against the formula written out."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import build_lexical, open_lexical

TOKENS = st.lists(st.sampled_from(["增长", "5%", "就业", "粮食", "广东", "a", "2026年"]), max_size=12)
K1, B = 0.9, 0.4


def bm25(passages: list[list[str]], query: list[str]) -> list[float]:
    """Lucene's BM25: ln(1 + (N − df + 0.5) / (df + 0.5)) · tf / (tf + k1 (1 − b + b · length / mean length))."""
    mean = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        counts = Counter(passage)
        score = 0.0
        for token in query:
            frequency = sum(token in other for other in passages)
            if counts[token]:
                idf = math.log(1 + (len(passages) - frequency + 0.5) / (frequency + 0.5))
                score += idf * counts[token] / (counts[token] + K1 * (1 - B + B * len(passage) / mean))
        scores.append(score)
    return scores


@given(st.lists(TOKENS.filter(bool), min_size=1, max_size=15), TOKENS)
@settings(max_examples=100, deadline=None)
def test_scores_are_bm25(passages: list[list[str]], query: list[str]) -> None:
    """Body scores equal the formula for any tokens, a token said twice counting twice."""
    found = build_lexical(passages, passages).scores(query)
    assert found.shape == (len(passages),)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, bm25(passages, query), rtol=1e-5, atol=1e-6)


@given(st.lists(st.tuples(TOKENS.filter(bool), TOKENS.filter(bool)), min_size=1, max_size=10), TOKENS, st.sampled_from([0.0, 0.3, 2.0]))
@settings(max_examples=60, deadline=None)
def test_the_header_is_a_field_of_its_own(fields: list[tuple[list[str], list[str]]], query: list[str], weight: float) -> None:
    """Header scores have their own statistics and are added with their weight."""
    bodies, headers = [list(field) for field in zip(*fields, strict=True)]
    expected = np.array(bm25(bodies, query)) + weight * np.array(bm25(headers, query))
    np.testing.assert_allclose(build_lexical(bodies, headers).scores(query, weight), expected, rtol=1e-5, atol=1e-6)


def test_a_passage_without_tokens_scores_nothing() -> None:
    """A passage of punctuation only keeps its place and scores 0."""
    found = build_lexical([["增长"], [], ["增长", "5%"]], [["a"], ["a"], ["a"]]).scores(["增长"])
    assert found[1] == 0
    assert found[0] > found[2] > 0


def test_unknown_tokens_score_nothing() -> None:
    """A query of tokens that occur nowhere, or of none, scores 0 everywhere."""
    lexical = build_lexical([["增长"], ["就业"]], [["广东"], ["浙江"]])
    for query in ([], ["深圳"], ["深圳", "\0"]):
        assert not lexical.scores(query, 1.0).any()
    assert not lexical.known("深圳")
    assert not lexical.known("广东")
    assert lexical.known("增长")


@given(st.lists(TOKENS, min_size=1, max_size=10).filter(any))
@settings(max_examples=60, deadline=None)
def test_document_frequency_counts_passages(passages: list[list[str]]) -> None:
    """A token's frequency is the number of passages that hold it, however often."""
    lexical = build_lexical(passages, passages)
    for token in ("增长", "5%", "深圳"):
        assert lexical.document_frequency(token) == sum(token in passage for passage in passages)


def test_saved_and_opened_is_equal(tmp_path: Path) -> None:
    """An index opened again gives the same scores to the last bit."""
    bodies = [["增长", "5%", "就业"], ["增长"], ["粮食", "粮食"]]
    headers = [["广东"], ["广东", "2026年"], ["浙江"]]
    built = build_lexical(bodies, headers)
    built.save(tmp_path)
    opened = open_lexical(tmp_path, 3)
    for query in (["增长"], ["粮食", "广东"], ["深圳"], ["2026年", "增长", "增长"]):
        assert opened.scores(query, 0.7).tobytes() == built.scores(query, 0.7).tobytes()
    assert opened.size == built.size == 3
    assert opened.document_frequency("增长") == 2


def test_the_empty_token_scores_nothing() -> None:
    """The empty token occurs in no passage: unknown, and scored 0."""
    lexical = build_lexical([["增长"], ["就业"]], [["广东"], ["浙江"]])
    assert not lexical.scores([""]).any()
    assert not lexical.known("")


def test_a_field_without_any_token_scores_nothing() -> None:
    """When no passage has a header, as in one untitled text, the header field is silent and the body counts."""
    lexical = build_lexical([["增长"], ["就业"]], [[], []])
    np.testing.assert_allclose(lexical.scores(["增长"], 1.0), lexical.scores(["增长"]))


def test_words_are_found_by_their_pinyin() -> None:
    """A name in pinyin is found with capitals and marks or without, the most frequent first."""
    index = build_lexical([["进传", "金川", "西安"], ["金川", "国悦"]], [[], []])
    assert index.spelt("Jinchuan") == ("金川", "进传")
    assert index.spelt("Xi’an") == index.spelt("xian") == ("西安",)
    assert index.spelt("Guoyue") == ("国悦",)
    assert index.spelt("London") == ()
