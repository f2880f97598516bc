"""Questions that no report can answer as they are put: forecasts, targets held against results of a missing edition, false premises."""

from __future__ import annotations

import re
from functools import partial

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import NATIONAL, short_name
from index.store import OpenIndex
from index.tokens import fold, words_of
from rag.claims import WHETHER, WHY, asserted, read_claim
from rag.contradiction import (
    OF_SENTENCE,
    other_count,
    other_figure,
    other_name,
    other_ordinal,
    other_place,
    other_standing,
    other_way,
    reached,
    reversed_change,
    standings,
)
from rag.evidence import Evidence
from rag.figures import Asked, sentence_of
from rag.outcomes import OF_CLAUSE, has_overtaken, is_to_be_done, nobody_hurt, not_begun, other_outcome, other_rank
from rag.presumed import moved_otherwise
from rag.question import ACHIEVED, Question
from rag.retrieve import report_scope
from rag.roles import sets_agenda
from rag.table import select_rows
from rag.terms import Term, share_in, weight_in

_SO_ON = r"(?:按照?|照)(?:现在|目前|当前|眼下|眼前|这个|这样|今年)+的?(?:增速|速度|势头|趋势|节奏|增长)"  # carried on as it is
_THIS_PACE = r"at (?:this|the current|its current) (?:rate|pace)"
_SUPPOSED = re.compile(
    rf"如果|假如|假设|(?<![主只就])要是|倘若|若按|{_SO_ON}|照(?:现在|目前)?这个|"
    r"照[^，。？]{0,14}(?:速度|增速|势头|节奏|增长)[^，。？]{0,4}(?:走|发展|增长|跑|下去)|照[^，。？]{0,10}(?:速度|增速|势头|节奏)(?=[，,])|(?:哪一?年|几年|多少年|多久|什么时候|何时)[^，。？]{0,16}(?:追上|赶上|反超|追平)|"
    r"\b(?:will|could|would)\b.{0,60}\b(?:overtaken?|catch up|surpass(?:ed)?)\b|(?:能不能|会不会|能否|是否能?|有望)[^，。？]{0,10}(?:反超|超过|超越|追上|赶上|追平|落空|泡汤|完不成|达不到|实现不了)|(?:概率|可能性|把握)[^，。？]{0,4}(?:百分之|几成|多大|多高|大不大|有多少)|"
    rf"\bif\b.{{0,40}}(?:continu|grow|keep)|{_THIS_PACE}|extrapolat",
    re.I,
)
_EXTRAPOLATED = re.compile(rf"{_SO_ON}[^。？]{{0,24}}20\d\d年|{_THIS_PACE}", re.I)
_PER_HEAD = re.compile(
    r"平均每[个位名户人家]|人均摊|摊到|按[^，。？]{2,8}摊|\bper (?:head|person|capita)\b[^?.]{0,30}\bwork(?:s|ed)? out", re.I
)
_SUM_OF_RATES = re.compile(
    "(?:合计|加起来|相加|总和|之和|当成一个整体)[^，。？]{0,10}(?:增速|增长率|增幅|涨幅|失业率)|失业(?:的)?人数|失业(?:的)?(?:有|共)?多少(?:万)?人|"
    r"\b(?:combined|joint|aggregate)\b[^?.]{0,30}\b(?:growth rate|rate of growth|unemployment rate)|\bnumber of (?:the )?(?:unemployed|jobless)",
    re.I,
)
_GDP = ("gdp_total", "gdp_growth")
_BEHIND = 24
_ON_THE_MATTER = 0.24
_ALSO = 0.5  # of the best clause's weight: a clause that speaks of the matter as well
_NEUTRAL = re.compile(r"增长|增速|提高|增加|涨|达到|完成|实现")  # 增长了多少 is asked of what fell as well
_IS = re.compile("^(?P<subject>[^，。？]{4,}?)(?:就|正|才)?(?:是|叫做?)(?P<name>[^，。？的]{2,10})$")
_SAME_MATTER = 0.5  # of the subject's words: a sentence that tells what it is
_EXCLUDED = re.compile("除[^，。？]{2,30}?(?:[，,]|以外|之外|外)")
_WATER = re.compile("(?!长江|黄河|河湖|江河|大江|内河|沿江|沿海|上海|深海|出海|入海|近海|跨海)[\u4e00-\u9fff]{1,3}[湖池江河]")
_PAUSE = re.compile("[，。；;]")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:[%％]|个百分点|[万亿]|元|公里|家|个|所|座|percent))")


def is_forecast(question: Question) -> bool:
    """Whether the question supposes what no report states and asks what would follow for an indicator."""
    economy = question.indicators or re.search("GDP|增速|增长目标|经济总量|growth|economy", question.text, re.I)
    return bool(_EXTRAPOLATED.search(question.text) or (economy and _SUPPOSED.search(question.text)))


def asks_computation(question: Question) -> bool:
    """Whether an average is to be worked out that no report need state: 平均每个孩子领到多少."""
    return bool(_PER_HEAD.search(question.text))


def asks_sum_of_rates(question: Question) -> bool:
    """Whether rates are to be added up, or turned into people: 两省合计的增速, 失业人数 of an unemployment rate."""
    rates = any(BY_KEY[key].unit == "%" for key in question.indicators)
    return rates and bool(_SUM_OF_RATES.search(question.text))


def asks_why(question: Question) -> bool:
    """Whether the reasons for a figure are asked for, not the figure: 定5.5%左右的目标，依据是什么."""
    claim = read_claim(question.text)
    return bool(WHY.search(question.text) and claim and claim.presumed)


def presumes_falsely(index: OpenIndex, question: Question, terms: list[Term], evidence: list[Evidence], answering: Evidence | None) -> bool:
    """Whether the reports contradict what a question takes for granted: a figure, rank or name, a direction, a comparison, a place, or
    an outcome other than theirs, or something done that is only planned.

    `answering` is the evidence that would be quoted, narrowed to the clauses that answer; None where none is enough.
    """
    if _only_asks(question.text):
        return False
    quote = _after_indicator(question, _quote(index, answering)) if answering else ""
    if other_standing(question.text, quote) or moved_otherwise(index, question) or _stands_otherwise(index, question):
        return True
    near = sorted(
        (found for found in evidence if found.spoken >= _ON_THE_MATTER or (answering and found.passage.id == answering.passage.id)),
        key=lambda found: answering is not None and found.passage.id != answering.passage.id,
    )
    if near and _is_contradicted(index, question, terms, near):
        return True
    return _asks_why_of_nothing(index, question, evidence)


def _quote(index: OpenIndex, answering: Evidence) -> str:
    return index.file_text(index.reports[answering.passage.report])[answering.quote_start : answering.quote_end]


def contradicted_outcome(index: OpenIndex, question: Question) -> tuple[Target, ...]:
    """The result of which a question says the contrary of the report, 没完成任务 for 超额完成任务; empty where there is none."""
    if _only_asks(question.text) or not _stands_otherwise(index, question):
        return ()
    return _results(index, question)[:1]


def contradicted_rank(index: OpenIndex, question: Question) -> tuple[Target, ...]:
    """The result behind which its report says another rank than the question does: 全国第一 for 增速居全国第3位; empty where none does."""
    if _only_asks(question.text) or question.everyone:
        return ()
    for row in _results(index, question):
        behind = index.file_text(index.reports[row.report])[row.start : row.end + _BEHIND].split("。")[0]
        said, told = _presumed(question.text), "，".join(_PAUSE.split(behind)[:2])
        if other_ordinal(said, told) or other_rank(said, told):
            return (row,)
    return ()


def _results(index: OpenIndex, question: Question) -> tuple[Target, ...]:
    """The results that the reports asked about state of the indicators asked about; of the GDP, its growth and its total, wherever the rank stands."""
    regions, editions = question.regions or (NATIONAL,), question.editions or index.years[:1]
    keys = dict.fromkeys((*question.indicators, *(_GDP if set(_GDP) & set(question.indicators) else ())))
    rows = (row for key in keys for row in select_rows(index, regions, None, key, ACHIEVED).rows)
    return tuple(row for row in rows if index.reports[row.report].year in editions)


def tells_another_change(index: OpenIndex, question: Question, wanted: list[Asked]) -> bool:
    """Whether the sentence of a figure tells a change the other way round than the question does: 从第4掉到第5 for 从第5位跃升至第4位."""
    return any(reversed_change(question.text, sentence_of(index, one.row)) for one in wanted if one.row)


def _only_asks(text: str) -> bool:
    """Whether a question whether takes nothing for granted."""
    return bool(WHETHER.search(text)) and not asserted(text)


def _stands_otherwise(index: OpenIndex, question: Question) -> bool:
    """Whether a clause of the reports asked about holds an indicator below what the question has it above: 增速未达预期."""
    asked = standings(question.text)
    if not asked or not question.indicators:
        return False
    clauses = [
        part for part in re.split("[，。；\n]", _searched(index, question)) if any(BY_KEY[key].find(part) for key in question.indicators)
    ]
    said = [any(less.search(part) and not more.search(part) for part in clauses) for more, less in asked]
    borne_out = [any(more.search(part) for part in clauses) for more, _ in asked]
    return any(less and not more for less, more in zip(said, borne_out, strict=True))


def _is_contradicted(index: OpenIndex, question: Question, terms: list[Term], near: list[Evidence]) -> bool:
    """Whether the nearest sentences say otherwise; the passages of the others may still bear the question out."""
    sentences = [_sentence(index, found) for found in near]
    passages = [index.text(found.passage) for found in near]
    clauses = _clauses(sentences[0], terms)
    said = _presumed(question.text)
    taken, told = _taken(said), _told(sentences[0], clauses[0])
    return (
        any(rule(said, sentences[0]) for rule in (*OF_SENTENCE, nobody_hurt))
        or any(rule(said, clauses[0]) for rule in (*OF_CLAUSE, reached))
        or any(rule(said, told) for rule in (other_ordinal, other_rank, not_begun))
        or (not question.everyone and (other_figure(said, sentences[0], passages) or other_count(asserted(question.text), sentences[0])))
        or (sets_agenda(near[0].passage) and is_to_be_done(said, clauses[0]))
        or other_way(taken, clauses)
        or any(other_outcome(said, clause) for sentence in sentences[:2] for clause in _clauses(sentence, terms))
        or any(has_overtaken(said, clause) for clause in _PAUSE.split(sentences[0]) if _weight(clause, terms))
        or other_name(said, partial(_searched, index, question), sentences[0])
        or _is_elsewhere(index, question, terms, sentences)
        or _is_another(said, terms, sentences[0], passages)
    )


def _presumed(text: str) -> str:
    """The question, or, where it asks whether, the clauses of it that ask nothing."""
    return asserted(text) if WHETHER.search(text) else text


def _is_another(said: str, terms: list[Term], sentence: str, passages: list[str]) -> bool:
    """Whether a clause says outright what something is, 第四个千亿级产业是马铃薯, and the sentence on it, like the others near, names no such thing."""
    for match in filter(None, map(_IS.search, asserted(said).split("，"))):
        name = [term for term in terms if term.own in fold(match.group("name"))]
        subject = [term for term in terms if term.own in fold(match.group("subject")) and term not in name]
        told = share_in(fold(sentence), subject) >= _SAME_MATTER
        if name and told and not any(share_in(fold(text), name) for text in (sentence, *passages)):
            return True
    return False


def _is_elsewhere(index: OpenIndex, question: Question, terms: list[Term], sentences: list[str]) -> bool:
    """Whether the nearest clause on the matter, places aside, names another place than the question does."""
    text = _EXCLUDED.sub("", question.text)
    for asked, named in ((_towns_in(index, text), partial(_towns_in, index)), (_waters_in(text), _waters_in)):
        matter = [term for term in terms if term.own not in asked]
        if not asked or not matter:
            continue
        clause = _clauses(sentences[0], matter)[0]
        if other_place(asked, named(clause), _clauses_about(sentences[1:], matter, clause)):
            return True
    return False


def _clauses(sentence: str, terms: list[Term]) -> list[str]:
    """The clauses that speak of the question's matter, the one with most of its words first."""
    parts = [part for part in _PAUSE.split(sentence) if part]
    weighed = [(_weight(part, terms), sum(term.own in fold(part) for term in terms), -place) for place, part in enumerate(parts)]
    best = max(weighed, default=(0.0, 0, 0))[0]
    return [parts[-place] for weight, _, place in sorted(weighed, reverse=True) if weight >= _ALSO * best] or [sentence]


def _told(sentence: str, clause: str) -> str:
    """The clause that speaks of the matter, together with the one behind it: 养老金调增19.6%，增加金额历史最高."""
    parts = [part for part in _PAUSE.split(sentence) if part]
    at = parts.index(clause) if clause in parts else 0
    return "，".join(parts[at : at + 2])


def _clauses_about(sentences: list[str], terms: list[Term], clause: str) -> list[str]:
    """Clauses of other sentences that hold nearly as much of the question as `clause` does."""
    least = _ALSO * _weight(clause, terms)
    return [part for sentence in sentences for part in _PAUSE.split(sentence) if _weight(part, terms) >= least]


def _taken(text: str) -> str:
    """The question without the words that ask neutrally; all of it where it asks why."""
    if WHY.search(text):
        return text
    return asserted(text) + "，" + _NEUTRAL.sub("", text)


def _weight(part: str, terms: list[Term]) -> float:
    return weight_in(fold(part), terms)


def _searched(index: OpenIndex, question: Question) -> str:
    """The text of the reports the question is about."""
    reports = (index.reports[position] for position in report_scope(index, question))
    return "".join(index.file_text(report)[report.start : report.end] for report in reports)


def _towns_in(index: OpenIndex, text: str) -> list[str]:
    """Short names of the places below provinces that a text names: 苏州, 张掖."""
    named = (mention.regions[0] for mention in index.gazetteer.find(text) if len(mention.regions) == 1)
    towns = [short_name(name) for name in named if index.gazetteer.regions[name].level in ("city", "county", "country")]
    return list(dict.fromkeys((*towns, *(name for name in index.gazetteer.ordinary if name in text))))


def _waters_in(text: str) -> list[str]:
    """Lakes and rivers that a text names, but for the two that many provinces share."""
    return [word for word in words_of(text) if _WATER.fullmatch(word)]


def _asks_why_of_nothing(index: OpenIndex, question: Question, evidence: list[Evidence]) -> bool:
    """Whether a question asks why, and the figure or year it takes for granted stands nowhere in what the reports say of the matter."""
    if not WHY.search(question.text):
        return False
    figures = {year for year in _YEARS.findall(question.text) if int(year) not in (question.editions or ())}
    figures |= set(_FIGURES.findall(question.text))
    texts = [index.text(found.passage) for found in evidence]
    return bool(figures) and not any(figure in text for figure in figures for text in texts)


def _after_indicator(question: Question, quote: str) -> str:
    """What a quote says right behind the indicator asked about: 增长4.7%、低于全国0.3个百分点."""
    match = next((found for key in question.indicators if (found := BY_KEY[key].find(quote))), None)
    return quote[match.start() : match.end() + _BEHIND] if match else quote


def _sentence(index: OpenIndex, found: Evidence) -> str:
    return index.file_text(index.reports[found.passage.report])[found.start : found.end]
