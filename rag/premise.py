"""Questions that no report can answer as they are put: forecasts, targets held against results of a missing edition, false premises."""

from __future__ import annotations

import re

from index.corpus import Target
from index.regions import NATIONAL
from index.store import OpenIndex
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
_WHY = re.compile(r"为什么|为何|为啥|怎么会|何以|\bwhy\b", re.I)
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


def presumes_falsely(index: OpenIndex, question: Question, evidence: list[Evidence]) -> bool:
    """Whether a question asks why, and the figure or year it takes for granted stands nowhere in what the reports say of the matter."""
    if not _WHY.search(question.text):
        return False
    taken = {year for year in _YEARS.findall(question.text) if int(year) not in (question.editions or ())}
    taken |= set(_FIGURES.findall(question.text))
    texts = [index.text(found.passage) for found in evidence]
    return bool(taken) and not any(figure in text for figure in taken for text in texts)
