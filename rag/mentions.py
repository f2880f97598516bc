"""哪些省提到“低空经济”？ → every report in scope that writes the word, each with its first sentence that does; none is cut."""

from __future__ import annotations

import re
from dataclasses import replace

from index.corpus import Passage
from index.indicators import BY_KEY
from index.sentences import split_sentences
from index.store import OpenIndex
from index.thesaurus import find_english
from index.tokens import fold
from rag.answer import Answer, Table, TableRow, Unit
from rag.citation import Citation, cite
from rag.claims import ASIDE
from rag.folded import folded_passage, folded_report
from rag.question import Question
from rag.retrieve import report_scope
from rag.terms import Term, frequency, matched, share_in
from rag.wording import region_name

_ASKED = re.compile(
    r"(?P<passive>[^，。？“”]{2,14}?)(?:问题|这事|的事|现象)?(?:今年|去年|20\d\d年)?(?:又|都|也)?被(?:写|列|放|纳|点)[进入到名]|"
    r"(?:提到|提及|写到|写进|写入|说到|谈到|出现|涉及|点名|点到(?!名)|提(?![到法供高升前案质级振速效取倡出要]))(?:了|过)?(?:到)?[“\"「]?(?P<word>(?![哪几谁]|多少|20\d\d|报告|政府|工作|今年|去年|这|那|它|此)[^“”\"「」，。？?了吗]{2,14})|"
    r"[把将][“\"「]?(?P<put>[^”\"」，。？?的了吗]{2,14}?)[”\"」]?(?:写|列|放|纳)[进入到]|"
    r"[“\"「](?P<quoted>[^”\"」]{2,14})[”\"」].{0,12}(?:提到|提及|写到|写进|写入|出现)|\b(?:mention(?:s|ed)?|talk(?:s|ed)? about|bring(?:s)? up|refer(?:s|red)? to|discuss(?:es|ed)?|speak(?:s)? of)\s+(?:the |an? )?(?P<english>[A-Za-z0-9 \-]{3,40}|[\u4e00-\u9fff]{2,12})",
    re.I,
)
_DOING = re.compile("^(?:要|将)?(?:大力|积极|加快)?(?:发展|培育|壮大)(?=[\u4e00-\u9fff]{3,})")  # 提到要发展宠物经济: the thing
_QUOTED = re.compile(r"[“\"「]([^”\"」\d%％]{2,14})[”\"」]")
_WHETHER = re.compile(
    r"(?:有没有|是否|有无)[^，。？]{0,6}(?:提|写|说到|谈到|涉及)|(?:提到|提及|写到|说到|谈到|涉及)[^，。？]{2,20}[吗没]|\bmention", re.I
)
_DOUBT = re.compile(
    r"(?:写|提|说|定|讲|给|有|查得到|统计|公布|交代)(?:到|过|了)?(?:个)?(?:数|数字|说法|规定|要求)?(?:吗|没有?|么)[？?]?$|[提写说定讲]没[提写说定讲]|有没有(?:写|提|说|定|统计|数)|怎么[说写](?:的)?[？?]?$"
)
_NOT = re.compile(
    r"(?:没有?|未|不曾|从未|没有?在[^，。？]{1,12})(?:再|被)?(?:提|写|说到|谈到|涉及|出现)|\b(?:do|does|did) not mention|without mention|never mention|fail to mention",
    re.I,
)
_WHICH = re.compile(r"哪|多少|几|谁|列|which|how many|list", re.I)
_WHICH_REGIONS = re.compile(
    r"(?:哪|几|多少)(?:些|几)?(?:个|家|处)?(?:省|地|市|区|直辖市|自治区)|哪(?:些|几|一)?(?:个|家|位)(?=[？?，,]|$|[^\u4e00-\u9fff]|[把在的有没点提写打要想说])|(?:是|有)哪[些几]?个?[？?]?$|谁|列(?:全|出|一下|举)|"
    r"\b(?:which|what|how many|list)\b[^,?]{0,24}\b(?:provinces?|regions?|municipalit\w+|reports?|governments?)",
    re.I,
)
_RUN = "[\u4e00-\u9fffa-z0-9]+"
_LONGEST, _SHORTEST = 16, 3  # characters of a phrase that is looked for word for word
_TRIMMED = re.compile(
    "^(?:也?含|包括|也?叫|又叫|即|也就是|比如|例如|如|正过来说|反过来说)|(?:等|这类|这些|那种说法|的说法|也算提了|也?都?算|之类)$"
)
_MOSTLY = 0.65
_TELLING = 0.7  # of the weight of the rarest word: a sentence without such a word is about something else


def answer_mentions(index: OpenIndex, question: Question) -> Answer | None:
    """The regions whose report writes a word, or None where that is not asked or no report in scope writes it."""
    word = _word(question)
    if word and "目标" in word and any(BY_KEY[key].find(word) for key in question.indicators):
        return None  # 没提CPI目标 asks for the figure, 没提CPI for the word
    return _answer_word(index, question, word) if len(question.regions) > 2 and word else None


def _answer_word(index: OpenIndex, question: Question, word: str) -> Answer | None:
    """The reports that write the word, or, where that is asked, those that do not; None where none does."""
    scope, others = scope_of(index, question), _other_forms(question.text, word)
    spans = {position: span for position in scope if (span := _first_sentence(index, position, (word, *others)))}
    parts = [part for part in sorted(word.split("的"), key=len, reverse=True) if len(part) > 2]
    if not spans and "的" in word and parts:  # 没提西部陆海新通道的是谁, 本地的足球联赛
        return _answer_word(index, question, parts[0])
    if not spans:
        return None
    if _NOT.search(question.text):
        return _compose_without(index, question, word, [position for position in scope if position not in spans], scope)
    citations: dict[int, Citation] = {}
    for position, (start, end) in spans.items():
        citation = cite(index, Passage(0, "", position, (), start, end), start, end, len(citations) + 1)
        if citation:
            citations[position] = citation
    return _compose(index, question, word, scope, citations)


def asks_which(question: Question) -> bool:
    """Whether it is asked which of several regions do something."""
    return question.places.group is not None and len(question.regions) > 2 and bool(_WHICH_REGIONS.search(ASIDE.sub("", question.text)))


def answer_which(index: OpenIndex, question: Question, terms: list[Term]) -> Answer | None:
    """The regions whose report speaks of a matter: that write its longest words of the question, or else have a sentence with all the
    telling words, in whatever form; None where no report does.
    """
    aside = ASIDE.search(question.text)
    terms = [term for term in terms if not aside or fold(term.own) not in fold(aside.group())] or terms
    written = _written(index, question)
    closest = [_closest(index, term, written) for term in terms]
    most = max((term.weight for term in closest), default=0.0)
    telling = [term for term in closest if term.weight >= _TELLING * most]
    phrase = find_phrase(index, question, terms)
    if phrase and all(term.own in phrase for term in telling if term.own[:1].isascii()):
        return _answer_word(index, question, phrase)
    scope = scope_of(index, question)
    citations: dict[int, Citation] = {}
    for position in scope:
        found = _telling_sentence(index, position, telling, terms)
        citation = cite(index, *found, len(citations) + 1) if found else None
        citations |= {position: citation} if citation else {}
    words = "、".join(term.forms[0] for term in telling) if question.language == "zh" else " ".join(term.own for term in telling)
    if not citations:
        named = next((form for form in _in_brackets(question.text) if form in written), None)
        return _answer_word(index, question, named) if named else None
    if _NOT.search(question.text):
        return _compose_without(index, question, words, [position for position in scope if position not in citations], scope)
    return _compose(index, question, words, scope, citations)


def find_phrase(index: OpenIndex, question: Question, terms: list[Term]) -> str | None:
    """The question's most telling run of words that a report in scope writes: 养老服务消费补贴; None where a single word tells more."""
    topic = fold(ASIDE.sub(" ", question.topic))
    places = [(at.start(), at.end()) for term in terms for at in re.finditer(re.escape(term.own), topic)]
    runs = {topic[start:end] for start, _ in places for _, end in places if _SHORTEST <= end - start <= _LONGEST}
    texts = _written(index, question)
    weights = {run: sum(term.weight for term in terms if term.own in run) for run in runs if re.fullmatch(_RUN, run) and run in texts}
    best = max(weights, key=lambda run: (weights[run], -len(run), run), default=None)
    return best if best and weights[best] >= max(term.weight for term in terms) else None


def _written(index: OpenIndex, question: Question) -> str:
    """All that the reports in scope write, folded."""
    return "\n".join(folded_report(index, position) for position in scope_of(index, question))


def _closest(index: OpenIndex, term: Term, written: str) -> Term:
    """The term in its own words where reports use them, else in the form that comes nearest, with the weight of that."""
    form = next((form for form in term.forms[:3] if form in written), term.own)
    return replace(term, forms=(form,), weight=index.lexical.inverse_frequency(frequency(index, form)))


def _telling_sentence(index: OpenIndex, position: int, telling: list[Term], terms: list[Term]) -> tuple[Passage, int, int] | None:
    """The sentence of a report with all the telling words that holds most of the others."""
    text = index.file_text(index.reports[position])
    best: tuple[float, Passage, int, int] | None = None
    for row in index.rows[position]:
        passage = index.passages[int(row)]
        if not _holds_all(folded_passage(index, passage), telling):
            continue
        for start, end in split_sentences(text, passage.start, passage.end):
            sentence = fold(text[start:end])
            share = share_in(sentence, terms)
            if _holds_all(sentence, telling) and (best is None or share > best[0]):
                best = (share, passage, start, end)
    return best[1:] if best else None


def _holds_all(folded: str, terms: list[Term]) -> bool:
    """Whether a text holds the rarest of the terms, and most of the others by weight."""
    if not terms or matched(max(terms, key=lambda term: term.weight), folded) < 1:
        return False
    return share_in(folded, terms) >= _MOSTLY


def doubts(question: Question) -> bool:
    """Whether the question doubts that the report says it at all: …报告里写了吗, 有数吗, 提没提."""
    return bool(_DOUBT.search(question.text))


def is_unmentioned(index: OpenIndex, question: Question, terms: list[Term]) -> bool:
    """Whether it is asked if a report mentions something, and a word of it stands nowhere in the reports in scope."""
    if not _WHETHER.search(question.text):
        return False
    texts = [folded_report(index, position) for position in report_scope(index, question)]
    return any(not any(form in text for form in term.forms for text in texts) for term in terms if len(term.own) > 1)


def _word(question: Question) -> str | None:
    """The word that is looked for: behind 提到 or mention, before 写进, or in quotation marks."""
    text = ASIDE.sub("", question.text)
    if not _WHICH.search(text):
        return None
    match = _ASKED.search(text)
    if (
        question.language == "en"
        and (quoted := re.search(r"[\"“]([A-Za-z][A-Za-z \-]{2,40})[\"”]", text))
        and (forms := find_english(quoted.group(1)))
    ):
        return forms[0].forms[0]
    if match is None:
        quoted = _QUOTED.search(text) if asks_which(question) and not question.indicators else None
        return quoted.group(1) if quoted else None
    if match.group("english"):
        written = re.search("[\u4e00-\u9fff]{2,}", question.text)
        if written:
            return written.group()
        phrases = find_english(match.group("english"))
        return phrases[0].forms[0] if phrases else None
    found = (match.group("passive") or match.group("word") or match.group("put") or match.group("quoted")).strip()
    return found if f"“{found}”" in text else _DOING.sub("", found)


def scope_of(index: OpenIndex, question: Question) -> list[int]:
    """The reports asked about; where no edition is named, the newest of each region."""
    editions = question.editions or tuple(index.years[:1])
    return [p for p, report in enumerate(index.reports) if report.region in question.regions and report.year in editions]


def _in_brackets(text: str) -> list[str]:
    """What stands in brackets, member by member, where it is no exclusion."""
    asides = [match.group()[1:-1] for match in ASIDE.finditer(text) if not re.search("不算|不含|不包括|不是", match.group())]
    return [part for aside in asides for part in re.split("[、，,/]|或者?", aside)]


def _spelt_out(word: str, other: str) -> bool:
    """RCEP and 区域全面经济伙伴关系协定: letters beside the words they stand for."""
    latin, han = (word, other) if word.isascii() else (other, word)
    return bool(re.fullmatch("[A-Za-z0-9]{2,8}", latin) and re.fullmatch("[\u4e00-\u9fff]{4,14}", han))


def _other_forms(text: str, word: str) -> tuple[str, ...]:
    """Other words for what is looked for: quoted beside it (“村BA”“村超”), or given in brackets (长护险（长期护理保险）, （渝超、川超这类）)."""
    parts = [(part, _TRIMMED.sub("", part)) for part in _in_brackets(text)]
    alike = [
        trimmed
        for part, trimmed in parts
        if len(set(trimmed) & set(word)) > 1
        or trimmed[:1] == word[:1]
        or _spelt_out(word, trimmed)
        or "“" in part
        or re.search("这类|之类", text)
    ]
    forms = (form.strip('“”"「」 ') for form in (*alike, *_QUOTED.findall(text)))
    return tuple(dict.fromkeys(form for form in forms if form != word and re.fullmatch("[\u4e00-\u9fffA-Za-z0-9]{2,12}", form)))


def _first_sentence(index: OpenIndex, position: int, forms: tuple[str, ...]) -> tuple[int, int] | None:
    report = index.reports[position]
    text = index.file_text(report)
    found = [(at, form) for form in forms if (at := text.find(form, report.start, report.end)) >= 0]
    if not found:
        return None
    at, word = min(found)
    line_start, line_end = max(report.start, text.rfind("\n", 0, at) + 1), text.find("\n", at)
    spans = split_sentences(text, line_start, report.end if line_end < 0 else line_end)
    return next((span for span in spans if span[0] <= at < span[1]), (at, at + len(word)))


def _compose_without(index: OpenIndex, question: Question, word: str, without: list[int], scope: list[int]) -> Answer:
    """The reports that do not write the word: there is nothing to cite, the table tells of each."""
    english = question.language == "en"
    names = (", " if english else "、").join(region_name(index.reports[position], question.language) for position in without)
    count, of = len(without), len(scope)
    text = f"{count} of {of} reports do not mention “{word}”" if english else f"{of}份报告中{count}份没有提到“{word}”"
    text += ((": " if english else "：") + names if names else "") + ("." if english else "。")
    rows = tuple(
        TableRow(index.reports[p].region, index.reports[p].year or 0, "", "not_stated" if p in without else "qualitative", None, None)
        for p in scope
    )
    return Answer(question, "answered", text, (), (), None, Table(rows, of - count, of))


def _compose(index: OpenIndex, question: Question, word: str, scope: list[int], citations: dict[int, Citation]) -> Answer:
    english = question.language == "en"
    years = "/".join(str(year) for year in sorted({index.reports[position].year or 0 for position in scope}))
    count, of = len(citations), len(scope)
    text = f"{count} of {of} reports ({years}) mention “{word}”: " if english else f"{years}年{of}份报告中{count}份提到“{word}”："
    units = []
    for place, (position, citation) in enumerate(citations.items()):
        text += (", " if english else "、") if place else ""
        name = region_name(index.reports[position], question.language)
        name += f"（{index.reports[position].year}）" if "/" in years else ""
        units.append(Unit(len(text), len(text) + len(name), "derived", (citation.number,)))
        text += f"{name}[{citation.number}]"
    rows = tuple(
        TableRow(index.reports[p].region, index.reports[p].year or 0, "", "qualitative" if p in citations else "not_stated", None, citations[p].number if p in citations else None)
        for p in scope
    )  # fmt: skip
    return Answer(
        question, "answered", text + ("." if english else "。"), tuple(units), tuple(citations.values()), None, Table(rows, count, of)
    )
