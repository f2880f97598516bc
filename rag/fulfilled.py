"""Whether a target was met: the next year's report may say so itself; else the target and the result are both needed."""

from __future__ import annotations

import re

from index.corpus import Target
from index.indicators import find_indicators
from index.regions import NATIONAL
from index.sentences import split_clauses, split_sentences
from index.store import OpenIndex
from rag.evidence import Evidence
from rag.question import ACHIEVED, TARGET, Question
from rag.table import select_rows

_FULFILLED = re.compile(
    r"实际[^，。？]{0,10}(?:比|离|距|和|与)[^，。？]{0,16}目标|(?:超(?:出|过)|高于|低于|快于|慢于)[^，。？\d％%]{0,6}目标|(?:定|提|设|下|说好)[^。？]{0,30}(?:最后|最终|到底|年底|实际)[^，。？]{0,3}(?:完成|实现|做到|达到)|(?:离|距)[^，。？]{0,8}目标[^，。？]{0,4}(?:差|远|低|高)|目标[^，。？]{0,4}超额|(?:目标|任务)[^，。？]{0,4}(?:最后|最终|到底)[^，。？]{0,4}(?:完成|实现)|"
    r"目标.{0,8}(?:完成|实现|达成|达到|兑现)(?:了)?(?:吗|没有|没|情况|如何|程度|率)|(?:完成|实现|达成|达到|兑现)(?:了)?.{0,10}目标(?:了)?(?:吗|没有|没)|"
    r"目标(?:与|和|跟|同).{0,10}(?:实际|完成|结果)|没有?(?:能)?(?:完成|实现|达成|达到|兑现)[^，。？]{0,10}目标|[没未](?:能)?(?:达到?|够[着到上])[^，。？]{0,6}目标|(?:meet|met|achieve[d]?|hit|miss(?:ed)?|reach(?:ed)?) (?:its|the|their) .{0,48}targets?|targets? (?:against|versus|vs\.?|compared with) .{0,12}(?:actual|result|outcome)",
    re.I,
)
_SAID = re.compile(
    r"(?:高于|超过|超额|好于|快于|优于|低于|慢于|不及|未达到?|没有?达到|未能?完成|没有?完成|完成|达到|实现)[^，。；]{0,10}(?:预期|年初|目标|任务|计划)"
)
_ALL_MET = re.compile(
    r"(?:目标|任务|指标)(?:都|全部|全|最后|到底)?(?:完成|实现|达成|达到|兑现)(?:得?(?:怎么样|如何|情况)|了)?(?:吗|没有?|几个|多少|[？?]|$)|"
    r"\b(?:meet|met|achieved?|hit) (?:its|the|their|all (?:its|the)?) ?(?:\d+ )?targets?\b",
    re.I,
)
_REACH = 3  # clauses: 增长5.1%，增速高于预期目标


def asks_fulfilment(question: Question) -> bool:
    """Whether it is asked how a result stands to the target for the same year; this year's target against last year's result is no such question."""
    return bool(question.indicators and _FULFILLED.search(question.text)) and not _of_two_years(question)


def is_untold(index: OpenIndex, question: Question) -> bool:
    """Whether it is asked if the targets of a year were met, none of them named, and the report of the year after is not there."""
    years = question.years.asked
    unnamed = not question.indicators and bool(years) and bool(_ALL_MET.search(question.text))
    return unnamed and all(year in index.years and year + 1 not in index.years for year in years)


def _of_two_years(question: Question) -> bool:
    """Whether this year's target is held against what came of the year before: both stand in one report."""
    years = sorted(question.years.asked)
    return len(years) == 2 and years[1] == years[0] + 1 and question.editions == (years[1],)


def fulfilment(index: OpenIndex, question: Question) -> list[tuple[Target, Target]] | None:
    """(target, result) pairs for a question whether targets were met; empty when no year has both; None when it asks otherwise."""
    if not asks_fulfilment(question):
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


def find_stated(index: OpenIndex, question: Question) -> Evidence | None:
    """The clauses in which a report of the following year says of the indicator itself whether it met what was aimed at: 增长6.4%，高于预期目标."""
    for position, report in enumerate(index.reports):
        followed = {year + 1 for year in question.years.asked} or set(question.editions or index.years[:1])
        if report.region not in (question.regions or (NATIONAL,)) or report.year not in followed:
            continue
        text = index.file_text(report)
        for row in index.rows[position]:
            passage = index.passages[int(row)]
            for start, end in split_sentences(text, passage.start, passage.end):
                if _SAID.search(text, start, end) and (span := _said_of(text, split_clauses(text, start, end), question)):
                    return Evidence(passage, start, end, *span, 1.0, 1.0)
    return None


def _said_of(text: str, clauses: list[tuple[int, int]], question: Question) -> tuple[int, int] | None:
    """From the clause that names the indicator to the one that says how it stands to the target, no other indicator between."""
    for place, (start, end) in enumerate(clauses):
        if not set(question.indicators) & {one.key for one in find_indicators(text[start:end])}:
            continue
        for later in range(place, min(place + _REACH, len(clauses))):
            following = text[clauses[later][0] : clauses[later][1]]
            if later > place and find_indicators(following):
                break
            if _SAID.search(following):
                return start, clauses[later][1] - len(following) + len(following.rstrip("，,；;。"))
    return None
