"""How people ask → how reports write."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.thesaurus import Phrase, english_words, find_chinese, find_english, lemma


def rows(name: str) -> list[list[str]]:
    """The rows of a data file."""
    text = (files("index") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


def assert_disjoint(phrases: list[Phrase], text: str) -> None:
    """Phrases are in order, inside the text, none overlapping another, each with forms."""
    position = 0
    for phrase in phrases:
        assert position <= phrase.start < phrase.end <= len(text)
        assert phrase.forms
        assert len(set(phrase.forms)) == len(phrase.forms)
        position = phrase.end


@pytest.mark.parametrize("name", ["synonyms.tsv", "glossary.tsv"])
def test_data_files_are_well_formed(name: str) -> None:
    """Each row has what is said and how reports write it, no part of either empty or with spaces around it."""
    separator = "、" if name == "synonyms.tsv" else ";"
    for row in rows(name):
        assert len(row) == 2, row
        said, written = row[0].split(separator), row[1].split("、")
        assert all(part and part == part.strip() for part in written), row
        assert all(part.strip() for part in said), row


def test_every_synonym_is_found() -> None:
    """Each phrase of the thesaurus, asked alone, is found whole with all its forms: none is too short or too long."""
    for said, written in rows("synonyms.tsv"):
        for phrase in said.split("、"):
            (found, *rest) = find_chinese(phrase) or [None]
            assert found is not None, phrase
            assert (found.start, found.end, rest) == (0, len(phrase), []), phrase
            assert set(written.split("、")) <= set(found.forms), phrase


def test_every_glossary_term_is_found() -> None:
    """Each term of the glossary, in a sentence, is found whole with all its forms, in capitals too."""
    for english, written in rows("glossary.tsv"):
        for term in english.split(";"):
            for asked in (term, term.upper()):
                forms = [form for phrase in find_english(asked) for form in phrase.forms]
                assert set(written.split("、")) <= set(forms), asked


def test_the_longest_term_wins() -> None:
    """人均GDP is not GDP, and per capita GDP is neither."""
    assert "人均地区生产总值" in find_chinese("人均GDP多少")[0].forms
    (phrase, *_) = find_english("GDP per capita")
    assert (phrase.start, phrase.end) == (0, len("GDP per capita"))


def test_english_terms_are_found_without_their_small_words() -> None:
    """Questions come without of and the; a term of one telling word keeps them, so that it stays what it is."""
    assert find_english("protection cultural relics")[0].forms == find_english("protection of cultural relics")[0].forms
    assert find_english("in a row") and not find_english("row")


def test_a_phrase_ends_where_its_word_does() -> None:
    """脑机 in 脑机接口 takes no half of the next word along; 中小学 in 中小学生 takes all of it."""
    phrases = find_chinese("提到脑机接口的省")
    assert all(phrase.end != len("提到脑机接") for phrase in phrases)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("cities", "city"),
        ("Targets", "target"),
        ("province’s", "province"),
        ("province's", "province"),
        ("taxes", "tax"),
        ("gas", "gas"),
        ("grew", "grow"),
    ],
)
def test_lemmas(word: str, form: str) -> None:
    """Plurals, possessives, capitals and irregular forms are folded."""
    assert lemma(word) == form


@given(st.text(alphabet=st.sampled_from("GDP人均经济增长找工作看病就医a 。，房价"), max_size=25))
@settings(max_examples=100, deadline=None)
def test_chinese_phrases_do_not_overlap(text: str) -> None:
    """Phrases of any text are in order and disjoint, and the text in between holds no phrase of its own start."""
    assert_disjoint(find_chinese(text), text)


@given(
    st.lists(st.sampled_from(["GDP", "per capita", "new urban jobs", "growth", "of", "the", ",", "R&D", "x", "cities'"]), max_size=12).map(
        " ".join
    )
)
@settings(max_examples=100, deadline=None)
def test_english_phrases_do_not_overlap(text: str) -> None:
    """Terms of any text are in order, disjoint, and begin and end with whole words."""
    phrases = find_english(text)
    assert_disjoint(phrases, text)
    starts, ends = {a for a, _ in english_words(text)}, {b for _, b in english_words(text)}
    assert all(phrase.start in starts and phrase.end in ends for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("中小学生怎么减负？", "中小学生"),
        ("高中生多少人？", "高中生"),
        ("小学生午餐", "小学生"),
        ("看病贵怎么办？", "看病贵"),
        ("房价高不高？", "房价"),
    ],
)
def test_a_phrase_ends_with_its_word(text: str, word: str) -> None:
    """中小学 in 中小学生 takes 生 along, so that no half word is left to be looked for; 房价高 is two words."""
    phrase = find_chinese(text)[0]
    assert text[phrase.start : phrase.end] == word


@given(st.sampled_from(["中小学", "高中", "养老院", "看病", "房价", "找工作"]), st.text(alphabet="生者长高难里的，。", max_size=4))
@settings(max_examples=80, deadline=None)
def test_what_is_taken_along_is_a_word_of_its_own(phrase: str, behind: str) -> None:
    """Whatever follows, the phrase is found at the start, and what it takes along is a word that asked alone is found whole."""
    text = phrase + behind
    first = find_chinese(text)[0]
    taken = text[first.start : first.end]
    assert taken.startswith(phrase)
    (alone,) = find_chinese(taken)
    assert (alone.start, alone.end, alone.forms) == (0, len(taken), first.forms)
