"""Text → search tokens."""

from __future__ import annotations

import itertools
import unicodedata
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import build_lexical
from index.tokens import fold, jieba_segmenter, rjieba_segmenter, tokenize, tokenize_with, user_words, words_of

QUERIES = (
    "地区生产总值增长目标", "城镇新增就业多少万人", "普惠托育位", "老旧小区改造", "高标准农田", "社会消费品零售总额", "居民消费价格涨幅",
    "科技创新", "基础养老金提高多少元", "生态环境保护", "规上工业增加值", "一老一小",
)  # fmt: skip


@pytest.mark.parametrize("figure", ["5%", "45万人", "1.4万亿斤", "12万亩", "0.3个百分点", "28微克/立方米", "2026年"])
def test_a_number_stays_whole_with_its_unit(figure: str) -> None:
    """A figure with its unit is one token, and the bare number another."""
    tokens = tokenize(f"提高到{figure}，")
    assert figure in tokens
    assert figure.rstrip("".join(ch for ch in figure if not ch.isdigit())) in tokens


def test_a_decimal_number_is_not_split() -> None:
    """5.5% is neither 5 nor .5, and a thousands comma does not matter."""
    assert "5" not in tokenize("增长5.5%")
    assert tokenize("1,200亿元") == tokenize("1200亿元")


@pytest.mark.parametrize(
    ("wide", "narrow"), [("４.９％", "4.9%"), ("ＧＤＰ", "gdp"), ("Ｒ＆Ｄ", "r&d"), ("PM2.5", "pm2.5"), ("（５）", "(5)")]
)
def test_width_and_case_are_folded(wide: str, narrow: str) -> None:
    """Full-width and capital letters, digits and signs match their plain forms."""
    assert fold(wide) == narrow
    assert tokenize(wide) == tokenize(narrow)


@pytest.mark.parametrize("word", ["新质生产力", "十五五", "规上工业", "社会消费品零售总额"])
def test_words_of_the_field_are_whole(word: str) -> None:
    """The user words come out whole, beside their bigrams."""
    assert word in user_words()
    tokens = tokenize(f"加快发展{word}建设")
    assert word in tokens
    assert word[:2] in tokens


def test_bigrams_cross_word_borders() -> None:
    """Every two neighbouring characters are a token, so that a question cut into other words still matches."""
    run = "乡村振兴战略"
    assert set(itertools.pairwise(run)) <= {tuple(token) for token in tokenize(run)}


def test_words_do_not_overlap() -> None:
    """Words put together give the text without punctuation."""
    assert "".join(words_of("老楼装电梯，要多少钱？5%")) == "老楼装电梯要多少钱5%"


@given(st.text(max_size=60))
@settings(max_examples=120, deadline=None)
def test_any_text_has_clean_tokens(text: str) -> None:
    """Tokens are never empty, hold no white space, do not depend on width or case, and all come from the text."""
    tokens = tokenize(text)
    folded = fold(text)
    assert all(token and not any(ch.isspace() for ch in token) for token in tokens)
    assert all(token in folded or token in folded.replace(",", "") for token in tokens)
    assert all(ch in "".join(tokens) for ch in folded if "\u4e00" <= ch <= "\u9fff")
    assert tokens == tokenize(unicodedata.normalize("NFKC", text).lower())


def top(passages: list[list[str]], query: list[str]) -> list[int]:
    """The five best passages by BM25, ties in passage order."""
    scores = build_lexical(passages, passages).scores(query)
    return [int(i) for i in np.lexsort((np.arange(len(scores)), -scores))[:5] if scores[i] > 0]


def rankings(bodies: list[str]) -> tuple[list[list[int]], list[list[int]], float]:
    """The rankings of all queries with rjieba and with jieba, and the share of equal tokens."""
    pytest.importorskip("rjieba")
    both = []
    for words in (rjieba_segmenter(), jieba_segmenter()):
        tokens = [tokenize_with(body, words) for body in bodies]
        both.append((tokens, [top(tokens, tokenize_with(query, words)) for query in QUERIES]))
    (fast, fast_ranked), (slow, slow_ranked) = both
    equal = sum(len(set(a) & set(b)) for a, b in zip(fast, slow, strict=True))
    return fast_ranked, slow_ranked, equal / sum(len(set(a) | set(b)) for a, b in zip(fast, slow, strict=True))


def test_rjieba_and_jieba_rank_the_samples_alike(sample_corpus: SimpleNamespace) -> None:
    """Both segmenters give the same five best passages of the samples for every query."""
    bodies = [sample_corpus.texts[sample_corpus.reports[p.report].file][p.start : p.end] for p in sample_corpus.passages]
    fast, slow, equal = rankings(bodies)
    assert all(fast)
    assert fast == slow
    assert equal > 0.99


def test_rjieba_and_jieba_rank_real_reports_alike(real_corpus: SimpleNamespace) -> None:
    """Both segmenters give the same five best passages of the first five real reports for every query."""
    chosen = [p for p in real_corpus.passages if p.report < 5]
    fast, slow, equal = rankings([real_corpus.texts[real_corpus.reports[p.report].file][p.start : p.end] for p in chosen])
    assert all(fast)
    assert fast == slow
    assert equal > 0.99
