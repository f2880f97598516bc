"""哪些省提到“低空经济”？ → every report in scope that writes the word, each with its first sentence that does; none is cut."""

from __future__ import annotations

import re
from dataclasses import replace

from index.corpus import Passage
from index.indicators import BY_KEY
from index.sentences import split_sentences
from index.store import OpenIndex
from index.tokens import fold
from rag.answer import Answer, Table, TableRow, Unit
from rag.citation import Citation, cite
from rag.claims import ASIDE
from rag.expected import read_expected
from rag.folded import folded_passage, folded_report
from rag.matter import TELLING, Matter, in_brackets, named_word, read_matter, scope_of, written_in
from rag.question import Question
from rag.retrieve import report_scope
from rag.terms import Term, frequency, matched, read_terms, share_in, without_figures
from rag.wording import region_name

_WHETHER = re.compile(
    r"(?:有没有|是否|有无)[^，。？]{0,6}(?:提|写|说到|谈到|涉及)|(?:提到|提及|写到|说到|谈到|涉及)[^，。？]{2,20}[吗没]|\bmention", re.I
)
_DOUBT = re.compile(
    r"(?:写|提|说|定|讲|给|有|查得到|统计|公布|交代)(?:到|过|了)?(?:个)?(?:数|数字|说法|规定|要求)?(?:吗|没有?|么)[？?]?$|[提写说定讲]没[提写说定讲]|有没有(?:写|提|说|定|统计|数)|怎么[说写](?:的)?[？?]?$"
)
_ARRANGED = re.compile(
    r"(?:有何|有什么|有啥|有哪些|有没有|有无|作何|做何|有怎样的|什么样的|是什么)[^，。？]{0,8}(?:部署|安排|动作|举措|措施|打算|计划|规划|布局|说法|考虑|提法|想法|政策|支持|规定|任务|要求)|"
    r"(?:怎么|如何|怎样)[^，。？]{0,3}(?:布局|部署|安排|推进|推动|发展|规划|做|抓|搞|落实|支持|管|治|整治|说|提|打算|规定|解决|应对|建设|规范|监管|处理|看待|处置|惩处|打击|关爱|照顾|帮扶|保护|扶持|培养|引进|关心)|(?:打算|准备)怎么|"
    r"(?:会不会|是否|能不能|要不要)[^，。？]{0,14}(?:降价|涨价|取消|放开|调整|开通|扩大|重启|恢复|举办|新建)|(?:相关|具体|专门)的?(?:安排|部署|规定|举措|措施|政策|打算|动作)[^，。？]{0,3}(?:吗|没有|[？?]|$)|有[^，。？]{0,6}安排吗|(?:定|提|安排|部署|布置|出台)了(?:哪些|什么|啥)(?!目标|指标)|"
    r"\bsays? (?:anything )?(?:about|on)\b|\bwhat (?:\w+ ){0,3}(?:plans?|measures?|steps?|arrangements?|polic(?:y|ies)|rules?)\b|\bis planned for\b|\bany plans?\b|"
    r"\bhow (?:will|does|do) [^?]{0,40}(?:plan|handle|deal|support|promote|regulate|tackle|address)",
    re.I,
)  # what is meant to be done about a matter
_NOT = re.compile(
    r"(?:没有?|未|不曾|从未|没有?在[^，。？]{1,12})(?:再|被)?(?:提|写|说到|谈到|涉及|出现)|\b(?:do|does|did) not mention|without mention|never mention|fail to mention",
    re.I,
)
_WHICH_REGIONS = re.compile(
    r"(?:哪|几|多少)(?:些|几)?(?:个|家|处)?(?:沿海|沿边|沿江|内陆|边境|[东西中]部|东北|西北|西南)?(?:省|地|市|区|直辖市|自治区)|哪(?:些|几|一)?(?:个|家|位)(?=[？?，,]|$|[^\u4e00-\u9fff]|[把在的有没点提写打要想说])|(?:是|有)哪[些几]?个?[？?]?$|谁|的(?:省[份区市]*|地区|地方)(?:名单|清单)?[？?。]?$|哪[几些]?(?:个|份)?省级|哪[几些]个?[？?]?$|哪[几些]?(?:份|篇)|哪[些几]个?(?=提|写|说|谈|点|把)|有?哪[些几]个?地方|列(?:全|出|一下|举)|"
    r"^(?:who|where)\b|\bwhose\b[^?]{0,24}\breports?|\b(?:which|what|how many|list|name)\b[^,?]{0,24}\b(?:provinces?|regions?|municipalit\w+|reports?|governments?)",
    re.I,
)
_ONE_OF = re.compile(r"哪|谁|\bwhich\b|\bwho\b", re.I)
_MOSTLY = 0.65
_PARTLY = 0.3  # of a long word's pairs of characters more than half: 户外劳动者驿站 for 户外劳动者服务站


def answer_mentions(index: OpenIndex, question: Question) -> Answer | None:
    """The regions whose report writes a word, or None where that is not asked or no report in scope writes it."""
    word = named_word(question)
    if word is None or len(question.regions) < 3 or not (question.places.group or _ONE_OF.search(question.text)):
        return None
    if "目标" in word and any(BY_KEY[key].find(word) for key in question.indicators):
        return None  # 没提CPI目标 asks for the figure, 没提CPI for the word
    matter = read_matter(index, question, read_terms(index, question))
    return _answer_matter(index, question, matter) if matter else None


def _answer_matter(index: OpenIndex, question: Question, matter: Matter) -> Answer | None:
    """The reports that speak of the matter, or, where that is asked, those that do not; None where none does."""
    scope = scope_of(index, question)
    spans = {position: span for position in scope if (span := _first_sentence(index, position, matter.said))}
    if not spans:
        return None
    if _NOT.search(question.text):
        return _compose_without(index, question, matter.label, [position for position in scope if position not in spans], scope)
    citations: dict[int, Citation] = {}
    for position, (start, end) in spans.items():
        citation = cite(index, Passage(0, "", position, (), start, end), start, end, len(citations) + 1)
        if citation:
            citations[position] = citation
    return _compose(index, question, matter.label, scope, citations)


def asks_which(question: Question) -> bool:
    """Whether it is asked which of several regions do something."""
    return question.places.group is not None and len(question.regions) > 2 and bool(_WHICH_REGIONS.search(ASIDE.sub("", question.text)))


def answer_which(index: OpenIndex, question: Question, terms: list[Term]) -> Answer | None:
    """The regions whose report speaks of a matter: that write the most telling words of the question, or else have a sentence with all of
    these, in whatever form; None where no report does.
    """
    aside = ASIDE.search(question.text)
    terms = [term for term in terms if not aside or fold(term.own) not in fold(aside.group())] or terms
    terms = without_figures(terms) or terms
    written = written_in(index, question)
    closest = [_closest(index, term, written) for term in terms]
    most = max((term.weight for term in closest), default=0.0)
    telling = [term for term in closest if term.weight >= TELLING * most]
    matter = read_matter(index, question, terms)
    latin = [term for term in telling if term.own[:1].isascii() and question.language == "zh"]
    if matter and all(matter.said.search(term.own) for term in latin):
        return _answer_matter(index, question, matter)
    scope = scope_of(index, question)
    citations: dict[int, Citation] = {}
    for position in scope:
        found = _telling_sentence(index, position, telling, terms)
        citation = cite(index, *found, len(citations) + 1) if found else None
        citations |= {position: citation} if citation else {}
    words = "、".join(term.forms[0] for term in telling) if question.language == "zh" else " ".join(term.own for term in telling)
    if not citations:
        named = next((form for form in in_brackets(question.text) if form in written), None)
        return _answer_matter(index, question, Matter(named, re.compile(re.escape(named), re.I))) if named else None
    if _NOT.search(question.text):
        return _compose_without(index, question, words, [position for position in scope if position not in citations], scope)
    return _compose(index, question, words, scope, citations)


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
    """Whether it is asked if a report mentions something, and a word of it stands nowhere in the reports in scope; or what it means to do
    about something, of which the most telling word does not.
    """
    asked_whether = bool(_WHETHER.search(question.text))
    arranged = not question.indicators and bool(_ARRANGED.search(question.text)) and not read_expected(question.text).outright
    if not arranged and not asked_whether:
        return False
    texts = [folded_report(index, position) for position in report_scope(index, question)]
    if arranged:
        matter = max((term for term in terms if term.known), key=lambda term: term.weight, default=None)
        if matter is not None and all(matched(matter, text) < _PARTLY for text in texts):
            return True
    return asked_whether and any(not any(form in text for form in term.forms for text in texts) for term in terms if len(term.own) > 1)


def _first_sentence(index: OpenIndex, position: int, said: re.Pattern[str]) -> tuple[int, int] | None:
    """The first sentence of a report that a pattern matches."""
    report = index.reports[position]
    text = index.file_text(report)
    found = said.search(text, report.start, report.end)
    if found is None:
        return None
    line_start, line_end = max(report.start, text.rfind("\n", 0, found.start()) + 1), text.find("\n", found.start())
    spans = split_sentences(text, line_start, report.end if line_end < 0 else line_end)
    return next((span for span in spans if span[0] <= found.start() < span[1]), found.span())


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
