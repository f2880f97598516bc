"""What a passage does in its report: look back, set this year's agenda, or plan further ahead.

Read once from chapter titles and signal words; a question about results then prefers passages that look back.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.corpus import Passage
from index.periods import LAST_YEAR, PAST_YEARS, Moment, moment_at, read_moments, time_at
from index.store import OpenIndex
from rag.question import ACHIEVED, PLAN, TARGET

Scores = NDArray[np.float32]
_BACK = re.compile(r"回顾|总结|成就|成绩|发展历程|取得(?:新|重大)|迈(?:出|上)新|过去|持续取得")
_AGENDA = re.compile(
    r"20\d\d年.{0,12}(?:工作|安排|目标|任务|要求|重点)|重点工作|主要工作|工作安排|今年|政府自身建设|政府工作任务|开好局|目标任务"
)
_AHEAD = re.compile(r"十五五|五年规划|未来五年|今后五年|规划纲要|20(?:2[7-9]|3\d)年")
_TARGET_WORDS = re.compile(r"预期目标|主要目标是|目标(?:是|为)[:：]")
_LEVEL = re.compile(r"达到?|[增升降涨减]至|[高升降增涨]到|突破|超过?|跃居|首次|占|位居|20\d\d年|去年|平均")
_moments: WeakKeyDictionary[OpenIndex, dict[int, list[Moment]]] = WeakKeyDictionary()
_memory: WeakKeyDictionary[OpenIndex, dict[str | None, Scores]] = WeakKeyDictionary()


def role_scores(index: OpenIndex, kind: str | None) -> Scores:
    """Shape (passages,), 0…1: how well each passage's place in its report suits a question of this kind."""
    if index not in _memory:
        _memory[index] = _read_roles(index)
    return _memory[index][kind]


def sets_agenda(passage: Passage) -> bool:
    """Whether a passage stands in a chapter on the work to come: what it says is not done yet."""
    title = " ".join(passage.section)
    return bool(_AGENDA.search(title)) and not _BACK.search(title)


def adds_up_years(index: OpenIndex, passage: Passage, start: int, end: int) -> bool:
    """Whether what stands in `[start, end)` was done over several years together, 改造老旧小区174万户 in a look back on five years, and is
    no level that still holds (达到, 增至).
    """
    text = index.file_text(index.reports[passage.report])
    return not _LEVEL.search(text, start, end) and _time_at(index, passage, start) == PAST_YEARS


def looks_back(index: OpenIndex, passage: Passage, start: int) -> bool:
    """Whether what stands at an offset tells of last year or of several past ones: no target of this year."""
    return _time_at(index, passage, start) in (LAST_YEAR, PAST_YEARS)


def _time_at(index: OpenIndex, passage: Passage, start: int) -> str | None:
    """The time that a dated report is speaking of at an offset (`index.periods`)."""
    report = index.reports[passage.report]
    text = index.file_text(report)
    moments = _moments.setdefault(index, {})
    if passage.report not in moments:
        moments[passage.report] = list(read_moments(text, report)) if report.year else []
    moment = moment_at(moments[passage.report], start)
    return time_at(text, moment, start)[0] if moment else None


def _read_roles(index: OpenIndex) -> dict[str | None, Scores]:
    back, agenda, ahead = (np.zeros(len(index.passages), np.float32) for _ in range(3))
    for passage in index.passages:
        title = " ".join(passage.section)
        text = index.text(passage)
        looks_back = bool(_BACK.search(title))
        plans = bool(_AHEAD.search(title)) and not looks_back
        row = passage.id
        back[row] = looks_back
        ahead[row] = 1.0 if plans or _AHEAD.search(text) else 0.0
        agenda[row] = 0.0 if looks_back else 0.6 if plans and not _AGENDA.search(title) else 1.0
        if agenda[row] and _TARGET_WORDS.search(text):
            agenda[row] += 0.3
    return {TARGET: agenda, ACHIEVED: back, PLAN: ahead, None: np.zeros(len(index.passages), np.float32)}
