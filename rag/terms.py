"""A question's words → terms: each with the forms in which reports may write it, and how much it tells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.indicators import BY_KEY
from index.store import OpenIndex
from index.thesaurus import Phrase, english_words, find_chinese, find_english, stop_words
from index.tokens import fold, tokenize, words_of
from rag.question import Question

_ONE_CHARACTER = frozenset("煤铜铝锂茶糖棉粮油气水电树草林果菜鱼猪牛羊路桥港车船钢盐米麦")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_COUNTED = re.compile(
    "[一二两三四五六七八九十几多]+[个条位处次种项家座所批届类大倍名件场年月日天部分成点]+"
)  # 三条, 几位: of which, not what
_UNIT = re.compile("[万亿千百]*(?:元|块钱|人|个|家|件|项|户|座|所|名|条|台|套)")  # 多少亿元: how it is counted, not what
_PARTICLE = re.compile("[了是的着过把给在几哪么吗呢吧]")
_MADE = re.compile("(?:[造产挖采收]|生产)(?:了|出|到)*(?:多少|几)")  # what is asked for is the output
_OUTPUT = ("产量", ("总产",))
_NAMED_BY_NUMBER = re.compile(r"(?<![A-Za-z\d])(?:\d{1,2}[A-Z]{1,2}|[A-Z]{1,3}\d{1,3})(?![A-Za-z\d])")  # 6G, C919
_QUOTED_NAME = re.compile('[“"「](?!十[三四五六]五)([\u4e00-\u9fffA-Za-z0-9]{2,10})[”"」]')
_BOUND = re.compile(r"^\d[\d.]*[万亿千百]*(?:[%％元岁吨亩户家个座张条台]|公里|人次?|千瓦)?$|^(?:突破|超过|达到|超|万公里|公里)$")
_PINYIN = re.compile("[A-Z][a-z’']{4,}")
_ENOUGH_WORDS = 6
_FOREIGN = 0.15
_ASIDE = 0.3  # of a word that stands in another sentence than the one that asks
_UNKNOWN = 0.6  # a word that no passage holds and no thesaurus explains counts this part of the rarest known word


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the question (`own`), the forms it may take in reports, folded, and its weight (idf).

    `known` says that some passage holds a form; `named` that the question writes it as a name (a capital, quotation marks).
    """

    own: str
    forms: tuple[str, ...]
    weight: float
    known: bool = True
    named: bool = False


def read_terms(index: OpenIndex, question: Question) -> list[Term]:
    """The question's terms, in order, without places, years and question words."""
    pieces = _english_pieces(index, question) if question.language == "en" else _chinese_pieces(question.topic)
    pieces += [(name, ()) for name in _QUOTED_NAME.findall(question.topic) if frequency(index, fold(name))]
    pieces += [(BY_KEY[key].label, tuple(BY_KEY[key].words.split())) for key in question.indicators]
    pieces += [_OUTPUT] if _MADE.search(question.text) else []
    pieces += [(topic, ()) for topic in question.places.topics if topic not in question.topic]
    asking = _asking(question.text) if question.language == "en" else question.text
    terms: dict[str, Term] = {}
    for own, forms in pieces:
        folded = tuple(dict.fromkeys(fold(form) for form in (own, *forms) if form))
        commonest = max(frequency(index, form) for form in folded)
        if not commonest and not forms and _PARTICLE.search(own):
            continue  # 投了, 比是: two words run together
        weight = index.lexical.inverse_frequency(commonest) if commonest else _UNKNOWN * math.log(index.lexical.size + 1)
        if question.language == "en" and not forms and (own.islower() or _opens(question.text, own)):
            weight *= _FOREIGN  # a common English word that the glossary lacks: no Chinese sentence can hold it
        if own in question.text and own not in asking:
            weight *= _ASIDE
        terms.setdefault(folded[0], Term(folded[0], folded, weight, bool(commonest), _is_named(question, own)))
    return list(terms.values())


def _asking(text: str) -> str:
    """The sentence of an English question that asks: I cover battery metals. How much …? All of it where that is short of words."""
    asking = [part for part in re.split(r"(?<=[.!?]) (?=[A-Z])", text) if "?" in part]
    return asking[-1] if asking and len(asking[-1].split()) > _ENOUGH_WORDS else text


def _opens(text: str, own: str) -> bool:
    """Whether a sentence opens with the word: its capital says nothing."""
    return bool(re.search(rf"(?:^|[.?!:;] ){re.escape(own)}\b", text))


def _is_named(question: Question, own: str) -> bool:
    """A capital inside an English sentence, Latin letters in a Chinese one, or quotation marks around it."""
    if question.language == "en":
        alone = not re.search(rf"^{re.escape(own)}|[A-Z][a-z]+[ (\-]+{re.escape(own)}|{re.escape(own)}[ )\-]+[A-Z]", question.text)
        return bool(re.fullmatch("[A-Z][A-Za-z]{2,}(?:['’]s)?", own)) and alone
    return bool(re.match("[A-Za-z]{2,}", own)) or f"“{own}”" in question.text


def weight_in(folded_text: str, terms: Sequence[Term]) -> float:
    """The weight of the terms that a text holds, each as far as it does."""
    return sum(term.weight * matched(term, folded_text) for term in terms)


def share_in(folded_text: str, terms: Sequence[Term]) -> float:
    """`weight_in` as a share of the weight of all the terms, 0…1; 0 without terms."""
    return weight_in(folded_text, terms) / (sum(term.weight for term in terms) or 1.0)


def matched(term: Term, folded_text: str) -> float:
    """1 when the text holds one of the term's forms; for a longer word, half the share of its character pairs; else 0."""
    if any(_holds(folded_text, form) for form in term.forms):
        return 1.0
    own = term.own
    if len(own) < 3 or not re.match("[\u4e00-\u9fff]", own):
        return 0.0
    pairs = [own[i : i + 2] for i in range(len(own) - 1)]
    return 0.5 * sum(pair in folded_text for pair in pairs) / len(pairs)


def _holds(folded_text: str, form: str) -> bool:
    return bool(re.search("(?<!进)出口", folded_text)) if form == "出口" else form in folded_text


def without_figures(terms: Sequence[Term]) -> list[Term]:
    """The terms but for figures, 69%, 20万个, which a matter is held against, and words of holding against."""
    return [term for term in terms if not _BOUND.search(term.own)]


def search_tokens(index: OpenIndex, question: Question) -> tuple[list[str], list[str]]:
    """(tokens of the question's own words, tokens of the forms reports use instead and that are not among the first)."""
    if question.language == "en":
        pieces = _english_pieces(index, question)
        own = [token for word, forms in pieces if not forms for token in tokenize(word)]
        more = [token for _, forms in pieces for form in forms for token in tokenize(form)]
        own, more = [*own, *more], []
    else:
        own = tokenize(question.topic or question.text)
        more = [token for phrase in find_chinese(question.topic) for form in phrase.forms for token in tokenize(form)]
    more += [token for key in question.indicators for token in tokenize(BY_KEY[key].words)]
    more += [token for topic in question.places.topics for token in tokenize(topic)]
    present = set(own)
    return own, [token for token in dict.fromkeys(more) if token not in present]


def _chinese_pieces(topic: str) -> list[tuple[str, tuple[str, ...]]]:
    phrases = find_chinese(topic)
    pieces: list[tuple[str, tuple[str, ...]]] = [(topic[p.start : p.end], p.forms) for p in phrases]
    pieces += [(name, ()) for name in _NAMED_BY_NUMBER.findall(_blank(topic, phrases))]
    pieces += [
        (word, ())
        for word in words_of(_NAMED_BY_NUMBER.sub(" ", _blank(topic, phrases)))
        if word not in stop_words()
        and not _COUNTED.fullmatch(word)
        and not _UNIT.fullmatch(word)
        and (len(word) > 1 or word.isascii() or word in _ONE_CHARACTER)
    ]
    return pieces


def _english_pieces(index: OpenIndex, question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """The glossary's terms, then the other words; a name that it does not have may be one in pinyin."""
    topic = question.topic
    phrases = find_english(topic)
    pieces: list[tuple[str, tuple[str, ...]]] = [(topic[p.start : p.end], p.forms) for p in phrases]
    rest = _blank(topic, phrases)
    words = [rest[a:b] for a, b in english_words(rest) if b - a > 2 and rest[a:b].lower() not in stop_words()]
    return pieces + [(word, index.lexical.spelt(word) if _is_pinyin(question.text, word) else ()) for word in words]


def _is_pinyin(text: str, word: str) -> bool:
    """Whether a word may be a Chinese name: a capital inside the sentence, and two syllables or more."""
    return bool(_PINYIN.fullmatch(word)) and not _opens(text, word)


def _blank(text: str, phrases: list[Phrase]) -> str:
    characters = list(text)
    for phrase in phrases:
        characters[phrase.start : phrase.end] = " " * (phrase.end - phrase.start)
    return "".join(characters)


def frequency(index: OpenIndex, form: str) -> int:
    """In how many passages the rarest part of the form occurs: a bound on how many hold the form."""
    tokens = [form[i : i + 2] for i in range(len(form) - 1)] if _HAN.fullmatch(form) else tokenize(form)
    return min((index.lexical.document_frequency(token) for token in tokens), default=0)
