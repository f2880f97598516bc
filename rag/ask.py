"""ask(): the whole flow from a question to a cited answer or a refusal."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace

from index.indicators import BY_KEY, Indicator, find_parts
from index.regions import read_region, short_name
from index.store import OpenIndex
from rag.answer import AMBIGUOUS, EVIDENCE, FALSE_PREMISE, NOT_DERIVABLE, NOT_STATED, REGION, YEAR, Answer, compose, refuse
from rag.assume import assume_growth, assume_previous
from rag.citation import Citation, cite
from rag.criteria import read_criteria
from rag.evidence import Evidence, Support, find_evidence, narrow
from rag.expected import has_figure, read_expected
from rag.figures import RATE, find_figures, left_over, means_the_table
from rag.fulfilled import asks_fulfilment, find_stated, fulfilment, is_untold
from rag.measured import answer_measured
from rag.mentions import answer_mentions, answer_which, asks_which, doubts, is_unmentioned
from rag.overview import answer_overview
from rag.parts import split_question
from rag.premise import (
    asks_computation,
    asks_sum_of_rates,
    asks_why,
    contradicted_outcome,
    contradicted_rank,
    is_forecast,
    presumes_falsely,
    tells_another_change,
)
from rag.presumed import contradicting_rows
from rag.question import ACHIEVED, NO_FILTERS, PLAN, TARGET, Filters, Question, parse_question
from rag.retrieve import NOTHING, Retrieval, retrieve
from rag.roles import adds_up_years, looks_back, sets_agenda
from rag.tabulate import answer_figures, contradict, refuse_unstated
from rag.terms import Term, read_terms
from rag.years import FIRM_TARGET

ENOUGH = 0.25  # the least support that a sentence must have; see docs/decisions/0006
_DOUBTED = 0.55  # where it is asked whether the report says it at all
_ALSO_ENOUGH = 0.5  # of that, for one region beside another whose report says enough
_NEXT, _TOLD = 3, 0.45  # how many are looked at, and how much of the question one behind the first must tell
_PASSAGES = 8  # looked at for each of several places or years
_CERTAIN = 0.6
_NEARLY = 0.75
_BY_THEN = re.compile(r"到20\d\d|十五五|规划|\bby\b|five[- ]year", re.I)
_NUMBERED = re.compile(r"\d+号(?:线|机组|桥|楼)")
_THIS_YEAR, _SO_FAR = re.compile("今年|this year", re.I), re.compile("了|现在|目前|已|already|so far", re.I)
_NAME = 10  # characters: the longest name of an indicator that follows a part of it


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with what was found on the way and the time it took, in milliseconds."""

    answer: Answer
    retrieval: Retrieval
    total_ms: float
    retrieve_ms: float


def ask(index: OpenIndex, text: str, filters: Filters = NO_FILTERS, top_k: int = 8) -> Asked:
    """Answer a question in Chinese or English from the index, `top_k` passages considered."""
    began = time.perf_counter()
    question = understand(index, text, filters)
    refused = _refuse_early(index, question)
    if refused:
        return Asked(refused, NOTHING, _since(began), 0.0)
    whole = answer_mentions(index, question) or _answer_from_table(index, question)
    unplanned = whole and whole.refusal and whole.refusal.code == NOT_STATED and question.kind == PLAN
    if whole and not unplanned:
        return Asked(whole, NOTHING, _since(began), 0.0)
    looked = time.perf_counter()
    retrieval = retrieve(index, question, max(top_k, 2 * len(question.regions)))
    retrieve_ms = _since(looked)
    answer = _answer_from_text(index, question, retrieval)
    if whole and not _states_figure(question, answer):
        answer = whole
    if question.places.within and not _names_town(question, answer):
        answer = refuse(question, REGION, _say_region(index, question), answer.citations[:2])
    return Asked(answer, retrieval, _since(began), retrieve_ms)


def _states_figure(question: Question, answer: Answer) -> bool:
    """Whether an answer quotes a figure of what is asked for: a plan may state what the table has no column for (迈上3万亿元台阶)."""
    said = "".join(answer.text[unit.start : unit.end] for unit in answer.units)
    return has_figure(said) and any(re.search(BY_KEY[key].stated, said) for key in question.indicators)


def _names_town(question: Question, answer: Answer) -> bool:
    """Whether all that is quoted names the town that is asked about: else it tells of the province, or of another town."""
    towns = [short_name(name) for name in question.places.within]
    return bool(answer.citations) and all(any(town in citation.cited_text for town in towns) for citation in answer.citations)


def _answer_from_table(index: OpenIndex, question: Question) -> Answer | None:
    """An answer, or a reasoned refusal, where the question is about figures of the table; None where it is not."""
    if rows := contradicting_rows(index, question) or contradicted_outcome(index, question) or contradicted_rank(index, question):
        return contradict(index, question, rows)
    pairs = fulfilment(index, question)
    if pairs is not None and (stated := find_stated(index, question)):
        return _answer_stated(index, question, stated)
    untold = is_untold(index, question)
    if is_forecast(question) or pairs == [] or untold:
        return refuse(question, NOT_DERIVABLE, _say_not_derivable(index, question, pairs is not None or untold))
    if asks_sum_of_rates(question):
        return refuse(question, NOT_DERIVABLE, _say_not_computed(question))
    wanted = find_figures(index, question)
    if tells_another_change(index, question, wanted) or asks_why(question):
        return None  # the sentence itself says otherwise, or the reasons for a figure that is already given are asked for
    answer = answer_figures(index, question, wanted) or answer_overview(index, question)
    if answer is None and means_the_table(question, wanted):
        ahead = tuple(year for year in question.years.asked if year > max(index.years, default=year))
        if ahead and not _BY_THEN.search(question.text):
            return refuse(question, YEAR, _say_year(index, replace(question, years=replace(question.years, missing=ahead))))
        return refuse_unstated(index, question, wanted)
    return answer


def _answer_from_text(index: OpenIndex, question: Question, retrieval: Retrieval) -> Answer:
    """The sentences that answer, quoted; or a refusal when none speaks of what is asked, or when they contradict it."""
    terms = read_terms(index, question)
    evidence = find_evidence(index, question, terms, retrieval.hits)
    if asks_which(question):
        whole = answer_measured(index, question, terms) or answer_which(index, question, terms)
        return whole or refuse(question, EVIDENCE, _say_no_evidence(question), _nearest(index, evidence))
    chosen = _choose(index, question, terms, evidence) if any(term.known for term in terms) else []
    enough = bool(chosen) and not _names_the_unknown(terms, evidence) and not is_unmentioned(index, question, terms)
    narrowed = [narrow(index, question, terms, found) for found in chosen] if enough else []
    if presumes_falsely(index, question, terms, evidence, narrowed[0] if narrowed else None):
        return refuse(question, FALSE_PREMISE, _say_premise(question), _nearest(index, evidence))
    if (question.kind == ACHIEVED and len(question.years.asked) == 1) or _aims_at_one_year(question):
        narrowed = _timely(index, question, terms, narrowed, evidence)
    told = {found.passage.report for found in narrowed}
    if len(question.regions) == 2 and len(told) == 1 and _holds_against(question):
        return refuse(question, EVIDENCE, _say_no_evidence(question), _nearest(index, narrowed))  # nothing to hold it against
    if not narrowed:
        return _refuse_unfound(index, question, evidence)
    return compose(index, question, narrowed, read_criteria(question))


def _timely(index: OpenIndex, question: Question, terms: list[Term], narrowed: list[Evidence], evidence: list[Evidence]) -> list[Evidence]:
    """Without sentences of other times; where none is left, and one report is asked and no indicator, the best of the others."""
    timely = [found for found in narrowed if not _of_other_times(index, question, found)]
    if timely or not narrowed or question.indicators or len(split_question(question)) > 1:
        return timely
    rest = [found for found in evidence if not _of_other_times(index, question, narrow(index, question, terms, found))]
    return [narrow(index, question, terms, found) for found in _choose(index, question, terms, rest)]


def _aims_at_one_year(question: Question) -> bool:
    """Whether the target of an indicator is asked for in so many words, its rate in the year of the report, or how much of something there
    will be in this year: nothing of the past answers that.
    """
    if question.kind != TARGET or len(question.years.asked) > 1:
        return False
    if question.indicators:
        return bool(FIRM_TARGET.search(question.text) or (question.years.asked and RATE.search(question.text)))
    counted = question.years.asked == question.editions and read_expected(question.text).figure == 2
    return counted and bool(_THIS_YEAR.search(question.text)) and not _SO_FAR.search(question.text)


def _of_other_times(index: OpenIndex, question: Question, found: Evidence) -> bool:
    """Whether a sentence cannot tell what came of one year, since it speaks of work to come or of several years together; or what is
    aimed at, since it looks back.
    """
    if question.kind == TARGET:
        return looks_back(index, found.passage, found.quote_start)
    several = read_expected(question.text).figure == 2 and adds_up_years(index, found.passage, found.quote_start, found.quote_end)
    return sets_agenda(found.passage) or several


def _refuse_unfound(index: OpenIndex, question: Question, evidence: list[Evidence]) -> Answer:
    """No sentence answers: because it would have to be worked out, because the indicator is not stated as asked, or for want of the matter."""
    if asks_computation(question):
        return refuse(question, NOT_DERIVABLE, _say_not_computed(question), _nearest(index, evidence))
    if question.indicators and (_aims_at_one_year(question) or not left_over(question)):
        return refuse(question, NOT_STATED, _say_no_evidence(question), _nearest(index, evidence))
    return refuse(question, EVIDENCE, _say_no_evidence(question), _nearest(index, evidence))


def _answer_stated(index: OpenIndex, question: Question, stated: Evidence) -> Answer:
    """What the next report says itself of how a target was met, unless the question takes the contrary for granted."""
    if presumes_falsely(index, question, read_terms(index, question), [stated], stated):
        nearest = _nearest(index, [replace(stated, start=stated.quote_start, end=stated.quote_end)])
        return refuse(question, FALSE_PREMISE, _say_premise(question), nearest)
    return compose(index, question, [stated], read_criteria(question))


def understand(index: OpenIndex, text: str, filters: Filters = NO_FILTERS) -> Question:
    """The question as this index understands it."""
    question = assume_growth(parse_question(text, index.gazetteer, index.years, index.regions, filters))
    return question if filters.years else assume_previous(question, index.years)


def _refuse_early(index: OpenIndex, question: Question) -> Answer | None:
    """A refusal where the report that would be needed is not in the corpus, or nobody can say which it is."""
    places, english = question.places, question.language == "en"
    if places.unnamed:
        return refuse(
            question,
            AMBIGUOUS,
            f"The question does not say which place “{places.unnamed}” is."
            if english
            else f"没有说明“{places.unnamed}”是哪里，请写出省（区、市）名。",
        )
    if places.ambiguous:
        names = "、".join(places.ambiguous)
        return refuse(
            question,
            AMBIGUOUS,
            f"That name stands for several places: {names}. Which one?" if english else f"这个地名可指{names}，请写全称。",
        )
    present = [region for region in question.regions if region in index.regions]
    if places.absent and not present:
        return refuse(question, REGION, _say_region(index, question))
    lacking = question.years.missing and not set(question.editions or ()) & set(index.years)
    if lacking or (question.years.missing and question.indicators and _compares_years(question)):
        if asks_fulfilment(question) and set(question.years.missing) & set(index.years):
            return refuse(question, NOT_DERIVABLE, _say_not_derivable(index, question, True))  # the target is here, its result is not
        return refuse(question, YEAR, _say_year(index, question))
    return None


def _holds_against(question: Question) -> bool:
    """Whether two figures are to be held against each other: which is more, or by how much."""
    criteria = read_criteria(question)
    return bool(criteria.difference or criteria.order)


def _compares_years(question: Question) -> bool:
    """Whether one year is held against another: without one of the two there is nothing to say."""
    criteria = read_criteria(question)
    return len(question.years.asked) > 1 and bool(criteria.difference or criteria.way)


def _choose(index: OpenIndex, question: Question, terms: list[Term], evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence, or the best for each of the places and years asked about; none where they speak of other matters."""
    parts, support = find_parts(question.text), Support(index, question)
    if len(asked := split_question(question)) > 1:
        each = [find_evidence(index, part, terms, retrieve(index, part, _PASSAGES).hits) for part in asked]
        if len(question.regions) > 1 and question.kind not in (TARGET, PLAN):
            each = [_there_already(one) for one in each]
    else:
        each = [evidence]
    best = [_best(index, question, [found for found in one if _names_all(index, question, found, parts)]) for one in each]
    found = [(one, support.of(one)) for one in best if one]
    if max((value for _, value in found), default=0.0) < (_DOUBTED if doubts(question) else ENOUGH):
        return []
    return list({(one.start, one.passage.report): one for one, value in found if value >= _ALSO_ENOUGH * ENOUGH}.values())


def _there_already(evidence: list[Evidence]) -> list[Evidence]:
    """Without work to come, where the rest says nearly as much: what regions are compared by is there already."""
    there = [found for found in evidence if not sets_agenda(found.passage)]
    most = max((found.share for found in evidence), default=0.0)
    return there if max((found.share for found in there), default=0.0) >= _NEARLY * most else evidence


def _best(index: OpenIndex, question: Question, evidence: list[Evidence]) -> Evidence | None:
    """The first, or, where no year is named, the first in the newest edition; the next one where the first cannot answer and that one does."""
    if not question.years.asked or question.kind == PLAN:
        evidence = _newest_first(index, evidence)
    able = [found for found in evidence[:_NEXT] if found.share >= _TOLD]
    return able[0] if able and evidence[0].share < ENOUGH else evidence[0] if evidence else None


def _newest_first(index: OpenIndex, enough: list[Evidence]) -> list[Evidence]:
    """The newest edition's sentences first, where it says nearly as much of the matter as any and the best is not its own."""
    if not enough or index.reports[enough[0].passage.report].year == index.years[0]:
        return enough
    most = max(found.share for found in enough)
    newest = [f for f in enough if index.reports[f.passage.report].year == index.years[0] and f.share >= _NEARLY * most]
    return newest + [found for found in enough if found not in newest]


def _names_all(index: OpenIndex, question: Question, found: Evidence, parts: list[tuple[str, Indicator]]) -> bool:
    """Whether the sentence itself names the part that is asked for, 人均 in a question for 人均GDP, what has a number for a name, 8号线,
    and, in another province's report, the town that is asked about.
    """
    report, places = index.reports[found.passage.report], question.places
    sentence = index.file_text(report)[found.start : found.end]
    if any(name not in sentence for name in _NUMBERED.findall(question.text)):
        return False
    if not question.regions and places.hints and report.region not in places.hints and not any(t in sentence for t in places.topics):
        return False  # of 兰州地铁 no report tells but Gansu's, or one that names 兰州
    return all(
        any(indicator.find(sentence[at.end() : at.end() + _NAME] + "增长") for at in re.finditer(re.escape(part), sentence))
        for part, indicator in parts
    )


def _names_the_unknown(terms: list[Term], evidence: list[Evidence]) -> bool:
    """Whether the question names something (Bitcoin, “某某”) that stands nowhere in the reports, and little else is found of it."""
    named = [term for term in terms if term.named and not term.known]
    return bool(named) and max((found.share for found in evidence), default=0.0) < _CERTAIN


def _nearest(index: OpenIndex, evidence: list[Evidence]) -> tuple[Citation, ...]:
    cited = (cite(index, found.passage, found.start, found.end, number) for number, found in enumerate(evidence[:2], 1))
    return tuple(citation for citation in cited if citation)


def _say_region(index: OpenIndex, question: Question) -> str:
    absent = question.places.absent or question.places.within
    names = "、".join(absent)
    count = len(index.regions)
    if question.language == "en":
        asked = ", ".join(dict.fromkeys(read_region(name).english for name in absent))
        return f"There is no report of {asked} in the index; it holds reports of {count} regions (see /v1/reports)."
    return f"索引中没有{names}的政府工作报告；现有{count}个地区的报告（见 /v1/reports），不能用其他地区的数字代替。"


def _say_year(index: OpenIndex, question: Question) -> str:
    asked = "、".join(str(year) for year in question.years.missing)
    there = "、".join(str(year) for year in index.years)
    if question.language == "en":
        return f"The report that would state this ({asked.replace('、', ', ')}) is not in the index; the editions there are {there.replace('、', ', ')}."
    return f"能回答{asked}年这一问题的报告不在索引中；现有{there}年版（某年的完成情况写在次年的报告里）。"


def _say_no_evidence(question: Question) -> str:
    if question.language == "en":
        return "No sentence in the reports asked about speaks of this; the nearest are given, but they do not answer it."
    return "所问的报告里没有找到回答这个问题的句子；附上最接近的原文，但它们并不能作为答案。"


def _say_not_derivable(index: OpenIndex, question: Question, fulfilled: bool) -> str:
    there = "、".join(str(year) for year in index.years)
    if question.language == "en":
        if fulfilled:
            return (
                f"A target and its result stand in the reports of two successive years; the editions here are {there.replace('、', ', ')}."
            )
        return "Reports state targets and results, not forecasts; what would follow from a supposed rate cannot be derived from them."
    if fulfilled:
        return f"目标写在当年的报告里，完成情况写在次年的报告里，两份都有才能比较；现有{there}年版。"
    return "报告只载明目标和完成情况，不作推算；按假设的增速会怎样，无法从报告得出。"


def _say_not_computed(question: Question) -> str:
    if question.language == "en":
        return "The reports do not state this figure, and it cannot be worked out from those that they do state."
    return "报告没有载明这一数字，也不能由报告载明的数字推算出来。"


def _say_premise(question: Question) -> str:
    if question.language == "en":
        return "What the question takes for granted is not what the reports say; the nearest sentences are given."
    return "报告里没有问题所说的这一前提；附上最接近的原文。"


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
