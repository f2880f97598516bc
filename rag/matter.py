"""What a list question is about, 哪些省提到…: the words that are looked for in each report, and other ways to write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.store import OpenIndex
from index.thesaurus import find_english
from index.tokens import fold, words_of
from rag.claims import ASIDE
from rag.folded import folded_report
from rag.question import Question
from rag.terms import Term, frequency

_ASKED = re.compile(
    r"(?P<passive>[^，。？“”]{2,30}?)(?:问题|这事|的事|现象)?(?:今年|去年|20\d\d年)?(?:又|都|也)?被(?:写|列|放|纳|点)[进入到名]|"
    r"(?:提到|提及|写到|写进|写入|说到|谈到|出现|涉及|点名|点到(?!名)|提(?![到法供高升前案质级振速效取倡出要]))(?:了|过)?(?:到)?[“\"「]?(?P<word>(?![哪几谁]|多少|20\d\d|报告|政府|工作|今年|去年|这|那|它|此)[^“”\"「」，。？?了吗]{2,30})|"
    r"[把将][“\"「]?(?P<put>[^”\"」，。？?的了吗]{2,14}?)[”\"」]?(?:[当作]作?为?[^，。？]{0,12})?(?:写|列|放|纳)[进入到]|"
    r"[“\"「](?P<quoted>[^”\"」]{2,14})[”\"」].{0,12}(?:提到|提及|写到|写进|写入|出现)|\b(?:mention(?:s|ed)?|talk(?:s|ed)? about|bring(?:s)? up|refer(?:s|red)? to|discuss(?:es|ed)?|sp(?:eaks?|oke) of)\s+(?:the |an? )?(?P<english>[A-Za-z0-9 \-]{3,70}|[\u4e00-\u9fff]{2,12})",
    re.I,
)
_TAIL = re.compile(
    r"的(?:(?:20\d\d年|今年|去年)?(?:的)?(?:省级|各省|各地|地方)?(?:政府)?(?:工作)?(?:报告)?(?:里|中)?(?:省[份市区]*|地方|地区)?(?:都|又|一共|到底|究竟)*(?:有|是)?)?(?:谁|哪|几|省[份市区]*[？?]?$).*$"
)  # 提到房票的都有哪些省
_WHERE = re.compile("(?:今年|去年|20\\d\\d年|在)*的?哪.*$")  # 师傅在哪些省的报告里被点名
_DOING = re.compile(
    "^(?:要|将|想|准备|打算)?(?:大力|积极|加快|直接|专门)*(?:发展(?!中)|培育|壮大|布局|打造|推进|推动|推行|推广|整治|治理|打击|打通|开展|实施|落实|支持|鼓励|举办|承办)(?=[\u4e00-\u9fff]{2,})"
)  # 提到要发展宠物经济: the thing
_ASKING = re.compile(
    "写[进入到]去?|出现|[提谈说写点]到|提及|包括|之类|promised|reported|announced|list|name|identify|(?:build|develop|host|support|promot|creat|expand|improv|encourag)ing"
)  # of the question, not of the matter
_POINTED = re.compile("这|那|此|它|其")  # 把这个写进报告: what was said before
_KIND = re.compile("(?<=[\u4e00-\u9fff]{4})(?:建设|发展|业务|工作|问题|项目|产业|行业|政策|制度|机制|服务|改革|活动|现象|情况|做法|试点)$")
_OR = re.compile("、|或者?|以?及")
_ALIKE = re.compile("(?P<shared>[\u4e00-\u9fff]{2,6})[\u4e00-\u9fff]{1,4}(?:或者?|、|/)(?P=shared)[\u4e00-\u9fff]{1,4}")
_RARE = 5.0  # ln(passages / those that hold it): a word rare enough to stand for the whole of an English question
_COMPOUND = 5  # characters: a run so short, 数字人民币, is one name
_EXCLUSION = re.compile("不算|不含|不包括|不是")
_QUOTED = re.compile(r"[“\"「](?!十[三四五六]五)([^”\"」\d%％]{2,14})[”\"」]")
_WHICH = re.compile(r"哪|多少|几|谁|列|which|how many|list|\bwho\b|\bname\b", re.I)
_RUN = "[\u4e00-\u9fffa-z0-9]+"
_LONGEST, _SHORTEST = 16, 3  # characters of a phrase that is looked for word for word
_TRIMMED = re.compile(
    "^(?:也?含|包括|也?叫|又叫|即|也就是|比如|例如|如|正过来说|反过来说)|(?:等|这类|这些|那种说法|的说法|也算提了|也?都?算|之类)$"
)
_MARK = "[“”]?"  # “免陪护”病房 for 免陪护病房
_WITHIN = "[^，。；：\\n]{0,20}?"  # of one clause
TELLING = 0.7  # of the weight of the rarest word: without such a word a sentence is about something else


@dataclass(frozen=True, slots=True)
class Matter:
    """`label` is what the answer calls it; a report that `said` matches speaks of it."""

    label: str
    said: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Concept:
    """A word of the question with the forms of it that reports in scope write; `specific` where it stands for one thing by itself."""

    own: str
    forms: tuple[str, ...]
    weight: float
    specific: bool


def read_matter(index: OpenIndex, question: Question, terms: list[Term]) -> Matter | None:
    """The words to look for: those that are named (提到…), or the most telling ones; None where no report in scope writes them."""
    word, written = named_word(question), written_in(index, question)
    if word and is_literal(question.text, word):
        return _if_written(written, word, (word,), question.text)
    alike = _ALIKE.search(question.topic) if not word else None
    if alike and fold(alike["shared"]) in written:
        return _if_written(written, alike["shared"], (alike["shared"],), question.text)  # 核电机组或核电项目: 核电
    listed = [_DOING.sub("", part) for part in _OR.split(word or "")]
    if len(listed) > 1 and all(len(part) > 2 and fold(part) in written for part in listed):
        return _if_written(written, "、".join(listed), tuple(listed), question.text)  # 钠电池、钠离子电池: any of them
    if word and "的" in word and fold(word) not in written:
        word = max(word.split("的"), key=len)  # 没提西部陆海新通道的是谁, 本地的足球联赛
    concepts = _concepts(index, question, terms, word, written)
    most = max((concept.weight for concept in concepts), default=0.0)
    telling = [concept for concept in concepts if concept.weight >= TELLING * most]
    specific = [concept for concept in telling if concept.specific]
    if question.language == "en":
        first = specific[0] if specific and (word or most >= _RARE) else None
        return _if_written(written, first.forms[0], first.forms, question.text) if first else None
    latin = [concept for concept in specific if re.match("[a-z]", concept.own)]
    if len(latin) == 1 and not word:
        return _if_written(written, latin[0].forms[0], latin[0].forms, question.text)  # HPV疫苗: nothing tells more
    found = None if word else find_phrase(index, question, terms)
    run = word or (_DOING.sub("", _whole(found, fold(question.topic), written)) if found else None)
    if run and len(run) <= _COMPOUND and fold(run) in written and not any(fold(run) == one.own for one in specific):
        return _if_written(written, run, (run,), question.text)
    if len(telling) == 1 and specific:
        return _if_written(written, _label(specific[0], word, written), specific[0].forms, question.text)
    if word and (fold(word) in written or not specific):
        return _if_written(written, word, (_KIND.sub("", word),), question.text, telling if specific else [])
    rarest = max(specific, key=lambda concept: concept.weight).forms if specific else ()
    forms = (*((_KIND.sub("", run),) if run and not word else ()), *rarest)
    return _if_written(written, forms[0], forms, question.text) if forms else None


def _label(concept: _Concept, word: str | None, written: str) -> str:
    """What the answer calls a concept: the word named, 老旧小区, where 旧小区 stands nowhere but in it."""
    if word and 0 < written.count(concept.own) == written.count(fold(word)):
        return word
    return concept.own if concept.own in concept.forms else concept.forms[0]


def _if_written(written: str, label: str, forms: tuple[str, ...], text: str, together: Sequence[_Concept] = ()) -> Matter | None:
    """The matter with the other forms that the question gives, and the two concepts that stand for it where one clause has both; None
    where no report writes any.
    """
    excluded = "".join(aside for aside in ASIDE.findall(text) if _EXCLUSION.search(aside))
    every = [
        _MARK.join(map(re.escape, fold(form))).replace("不", "不?" if len(form) > _COMPOUND else "不")
        for form in (*forms, *_other_forms(text, label))
        if form not in excluded
    ]
    if len(together) == 2:
        one, other = ("(?:" + "|".join(map(re.escape, concept.forms)) + ")" for concept in together)
        every += [f"{one}{_WITHIN}{other}", f"{other}{_WITHIN}{one}"]
    said, asked = re.compile("|".join(every), re.I), re.search(re.escape(label), text, re.I)
    return Matter(asked.group() if asked else label, said) if said.search(written) else None


def _concepts(index: OpenIndex, question: Question, terms: list[Term], word: str | None, written: str) -> list[_Concept]:
    """The words of what is asked about (in `word`, where that is named), asides and words of asking left out."""
    aside = ASIDE.search(question.text)
    said = [term for term in terms if not _ASKING.fullmatch(term.own)]
    said = [term for term in said if not aside or term.own not in fold(aside.group())] or said
    said = [term for term in said if word and term.own in fold(word)] or said
    found = []
    for term in said:
        spelt = question.language == "zh" or term.own.upper() in question.text  # APEC, but no English word
        forms = tuple(form for form in term.forms if form in written and (spelt or form == term.own) and _is_same(term.own, form))
        near = tuple(form for form in term.forms[:4] if form in written)[:1]
        if not forms and not near:
            continue
        weight = index.lexical.inverse_frequency(max(frequency(index, form) for form in forms or near))
        specific = question.language == "en" or (bool(forms) and (len(term.own) > 2 or (term.own.isascii() and len(term.own) > 1)))
        found.append(_Concept(term.own, forms or near, weight, specific))
    return found


def _is_same(own: str, form: str) -> bool:
    """Whether a form is the word itself, written out: 延迟退休 and 延迟法定退休年龄, APEC and 亚太经合组织."""
    if own == form or own[1:] == form or _spelt_out(own, form):
        return own == form or len(form) > 2  # 放春秋假
    rest = iter(form)
    return 2 < len(own) < len(form) <= 3 * len(own) and all(character in rest for character in own)


def find_phrase(index: OpenIndex, question: Question, terms: list[Term]) -> str | None:
    """The question's most telling run of words that a report in scope writes: 养老服务消费补贴; None where a single word tells more."""
    topic = fold(ASIDE.sub(" ", question.topic))
    places = [(at.start(), at.end()) for term in terms for at in re.finditer(re.escape(term.own), topic)]
    runs = {topic[start:end] for start, _ in places for _, end in places if _SHORTEST <= end - start <= _LONGEST}
    written = written_in(index, question)
    weights = {run: sum(term.weight for term in terms if term.own in run) for run in runs if re.fullmatch(_RUN, run) and run in written}
    best = max(weights, key=lambda run: (weights[run], -len(run), run), default=None)
    return best if best and weights[best] >= max(term.weight for term in terms) else None


def _whole(phrase: str, topic: str, written: str) -> str:
    """A phrase with the words of the question behind it, and before it in a short name, that reports write together: 数字 + 人民币."""
    before, _, behind = topic.partition(phrase)
    for word in words_of(behind):
        if not behind.startswith(word) or phrase + word not in written or _KIND.search(phrase + word):
            break
        phrase, behind = phrase + word, behind.removeprefix(word)
    last = (words_of(before) or [""])[-1]
    joined = last + phrase
    attached = before.endswith(last) and 2 * written.count(joined) > written.count(phrase)
    return joined if last and attached and len(joined) <= _COMPOUND else phrase


def named_word(question: Question) -> str | None:
    """The word that is looked for: behind 提到 or mention, before 写进, or in quotation marks."""
    text = ASIDE.sub("", question.text)
    if not _WHICH.search(text):
        return None
    match = _ASKED.search(text)
    if question.language == "en":
        quoted = re.search(r"[\"“]([A-Za-z][A-Za-z \-]{2,40})[\"”]", text)
        forms = find_english(quoted.group(1)) if quoted else []
        if forms:
            return forms[0].forms[0]
    if match is None:
        quoted = _QUOTED.search(text) if not question.indicators else None
        return quoted.group(1) if quoted else None
    if english := match.group("english"):
        written = re.search("[\u4e00-\u9fff]{2,}", question.text)
        return written.group() if written else english
    if behind := _QUOTED.match(text, match.end()):
        return behind.group(1)  # 提到了医院“免陪照护”, 要发展“谷子经济”: the name
    passive = _WHERE.sub("", match.group("passive") or "")
    found = (passive or match.group("word") or match.group("put") or match.group("quoted") or "").strip()
    if len(found) < 2 or _POINTED.match(found):
        return None
    return found if f"“{found}”" in text else _DOING.sub("", _TAIL.sub("", found))


def is_literal(text: str, word: str) -> bool:
    """Whether a word is to be looked for as it stands: in quotation marks, or Chinese that stands in an English question or is put for its words."""
    quoted = any(f"{opening}{word}{closing}" in text for opening, closing in ("“”", '""', "「」"))
    return quoted or (not word.isascii() and not re.search("[\u4e00-\u9fff]", text.replace(word, "")))


def scope_of(index: OpenIndex, question: Question) -> list[int]:
    """The reports asked about; where no edition is named, the newest of each region."""
    editions = question.editions or tuple(index.years[:1])
    return [p for p, report in enumerate(index.reports) if report.region in question.regions and report.year in editions]


def written_in(index: OpenIndex, question: Question) -> str:
    """All that the reports in scope write, folded."""
    return "\n".join(folded_report(index, position) for position in scope_of(index, question))


def in_brackets(text: str) -> list[str]:
    """What stands in brackets, member by member, where it is no exclusion."""
    asides = [match.group()[1:-1] for match in ASIDE.finditer(text) if not _EXCLUSION.search(match.group())]
    return [part for aside in asides for part in re.split("[、，,/]|或者?", aside)]


def _spelt_out(word: str, other: str) -> bool:
    """RCEP and 区域全面经济伙伴关系协定: letters beside the words they stand for."""
    latin, han = (word, other) if word.isascii() else (other, word)
    return bool(re.fullmatch("[A-Za-z0-9]{2,8}", latin) and re.fullmatch("[\u4e00-\u9fff]{4,14}", han))


def _other_forms(text: str, word: str) -> tuple[str, ...]:
    """Other words for what is looked for: quoted beside it (“村BA”“村超”), or given in brackets (长护险（长期护理保险）, （渝超、川超这类）)."""
    parts = [(part, _TRIMMED.sub("", part)) for part in in_brackets(text)]
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
