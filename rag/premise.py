"""Questions that no report can answer as they are put: forecasts, targets held against results of a missing edition, false premises."""

from __future__ import annotations

import re

from index.corpus import Target
from index.indicators import BY_KEY
from index.regions import NATIONAL
from index.store import OpenIndex
from rag.claims import WHY, asserted, presumes_growth
from rag.evidence import Evidence
from rag.question import ACHIEVED, TARGET, Question
from rag.table import select_rows

_SUPPOSED = re.compile(
    r"如果|假如|假设|要是|倘若|若按|按(?:照)?(?:现在|目前|当前|这个|这样|今年)的?(?:增速|速度|趋势|增长)|照这个|"
    r"\bif\b.{0,40}(?:continu|grow|keep)|at (?:this|the current|its current) (?:rate|pace)|extrapolat",
    re.I,
)
_FULFILLED = re.compile(
    r"目标.{0,8}(?:完成|实现|达成|达到|兑现)(?:了)?(?:吗|没有|没|情况|如何|程度|率)|(?:完成|实现|达成|达到|兑现)(?:了)?.{0,10}目标(?:了)?(?:吗|没有|没)|"
    r"目标(?:与|和|跟|同).{0,10}(?:实际|完成|结果)|(?:meet|met|achieve[d]?|hit|miss(?:ed)?|reach(?:ed)?) (?:its|the|their) .{0,24}targets?|targets? (?:against|versus|vs\.?|compared with) .{0,12}(?:actual|result|outcome)",
    re.I,
)
_REACH = 8
_BEHIND = 20
_ON_THE_MATTER = 0.3
_UP = re.compile(r"增长|上升|上涨|提高|反弹|增加|回升|提升|攀升|增至|扩大|上调|涨|升")
_DOWN = re.compile(r"下降|降低|减少|回落|下跌|下滑|缩减|降至|收窄|下调|负增长|跌|降")
_COMPARISONS = tuple(
    (re.compile(more), re.compile(less))
    for more, less in (
        (r"比全国[^，。？]{0,6}[快高多]|(?:高于|快于|超过|跑赢|领先)(?:于)?全国", r"(?:低于|慢于|落后于|不及)全国"),
        (r"比全国[^，。？]{0,6}[慢低少]|(?:低于|慢于|落后)(?:于)?全国", r"(?:高于|快于|超过|领先|跑赢)全国"),
        (
            r"跑赢[^，。？]{0,4}预期|超(?:过|出|额)?[^，。？]{0,4}(?:预期|完成)|(?:好|高|快)于预期|达到了?预期",
            r"未达(?:到)?预期|(?:低|慢|差)于预期|不及预期|未能?(?:完成|实现|达到)",
        ),
    )
)
_DONE = re.compile(
    r"(?P<verb>通车|封关|开通|投产|竣工|建成|落成|启用|投用|完工|投运|开馆|开园|通航|并网|开业)[^，。？！]{0,8}?(?:之后|以后|后(?!续)|了(?=[，,]|$)|已经)|"
    r"(?:已经|早已|就已|已)(?:经)?[^，。？]{0,10}?(?P<verb2>通车|封关|开通|投产|竣工|建成|落成|启用|投用|完工|投运)"
)
_FUTURE = "力争|争取|加快|确保|推动|推进|计划|将|拟|谋划|筹备|为|全力|迎接|开工"
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:[%％]|个百分点|[万亿]|元|公里|家|个|所|座|percent))")


def is_forecast(question: Question) -> bool:
    """Whether the question supposes what no report states and asks what would follow for an indicator."""
    return bool(question.indicators and _SUPPOSED.search(question.text))


def fulfilment(index: OpenIndex, question: Question) -> list[tuple[Target, Target]] | None:
    """(target, result) pairs for a question whether targets were met; empty when no year has both; None when it asks otherwise."""
    if not question.indicators or not _FULFILLED.search(question.text):
        return None
    pairs = []
    for region in question.regions or (NATIONAL,):
        for year in question.years.asked or (index.years[0] - 1,) if index.years else ():
            for key in question.indicators:
                target = select_rows(index, (region,), year, key, TARGET).rows
                result = select_rows(index, (region,), year, key, ACHIEVED).rows
                if target and result:
                    pairs.append((target[0], result[0]))
    return pairs


def presumes_falsely(index: OpenIndex, question: Question, evidence: list[Evidence], answering: Evidence) -> bool:
    """Whether the reports contradict what a question takes for granted: a figure or year that stands nowhere in what they say of the
    matter, the opposite direction, a comparison the other way round, or something done that is only planned.

    `answering` is the evidence that would be quoted, narrowed to the clauses that answer.
    """
    quote = _after_indicator(
        question, index.file_text(index.reports[answering.passage.report])[answering.quote_start : answering.quote_end]
    )
    if any(more.search(question.text) and less.search(quote) and not more.search(quote) for more, less in _COMPARISONS):
        return True
    if presumes_growth(question.text) and _fell(index, question):
        return True
    taken = asserted(question.text)
    near = [found for found in evidence if found.share >= _ON_THE_MATTER][:3]
    sentences = [_sentence(index, found) for found in near]
    if any(_opposed(taken, sentence) for sentence in sentences):
        return True
    if sentences and _is_unfinished(question.text, sentences):
        return True
    if not WHY.search(question.text):
        return False
    figures = {year for year in _YEARS.findall(question.text) if int(year) not in (question.editions or ())}
    figures |= set(_FIGURES.findall(question.text))
    texts = [index.text(found.passage) for found in evidence]
    return bool(figures) and not any(figure in text for figure in figures for text in texts)


def _opposed(taken: str, sentence: str) -> bool:
    """Whether a sentence says of the same figure the opposite of the question: risen for fallen."""
    for figure in _FIGURES.finditer(taken):
        own = _direction(taken[max(0, figure.start() - _REACH) : figure.start()])
        for there in re.finditer(rf"(?<![\d.]){re.escape(figure.group())}(?![\d.])", sentence):
            theirs = _direction(sentence[max(0, there.start() - _REACH) : there.start()])
            if own and theirs and own != theirs:
                return True
    return False


def _after_indicator(question: Question, quote: str) -> str:
    """What a quote says right behind the indicator asked about: 增长4.7%、低于全国0.3个百分点."""
    match = next((found for key in question.indicators if (found := BY_KEY[key].find(quote))), None)
    return quote[match.start() : match.end() + _BEHIND] if match else quote


def _fell(index: OpenIndex, question: Question) -> bool:
    """Whether the indicators asked about fell, by the table, in the years asked about."""
    rows = [
        row
        for key in question.indicators
        for year in question.years.asked
        for row in select_rows(index, question.regions or (NATIONAL,), year, key, ACHIEVED).rows
    ]
    return bool(rows) and all(row.high is not None and row.high < 0 for row in rows)


def _direction(words: str) -> str | None:
    """The last verb of rising or falling before a figure."""
    verbs = [*((match.start(), "up") for match in _UP.finditer(words)), *((match.start(), "down") for match in _DOWN.finditer(words))]
    return max(verbs)[1] if verbs else None


def _is_unfinished(text: str, sentences: list[str]) -> bool:
    """Whether the question builds on something being finished (…通车之后) that the best sentences only announce."""
    done = _DONE.search(text)
    if not done:
        return False
    verb = done.group("verb") or done.group("verb2")
    speaking = [sentence for sentence in sentences if verb in sentence]
    return bool(speaking) and all(
        re.search(rf"(?:{_FUTURE})[^，。；]{{0,24}}{verb}|{verb}[^，。；]{{0,4}}(?:奠定|打下|做好|作准备)", sentence)
        for sentence in speaking
    )


def _sentence(index: OpenIndex, found: Evidence) -> str:
    return index.file_text(index.reports[found.passage.report])[found.start : found.end]
