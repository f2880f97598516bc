"""What a passage does in its report: look back, set this year's agenda, or plan further ahead.

Read once from chapter titles and signal words; a question about results then prefers passages that look back.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from index.corpus import Passage
from index.store import OpenIndex
from rag.question import ACHIEVED, PLAN, TARGET

Scores = NDArray[np.float32]
_BACK = re.compile(r"回顾|总结|成就|成绩|发展历程|取得(?:新|重大)|迈(?:出|上)新|过去|持续取得")
_AGENDA = re.compile(
    r"20\d\d年.{0,12}(?:工作|安排|目标|任务|要求|重点)|重点工作|主要工作|工作安排|今年|政府自身建设|政府工作任务|开好局|目标任务"
)
_AHEAD = re.compile(r"十五五|五年规划|未来五年|今后五年|规划纲要|20(?:2[7-9]|3\d)年")
_TARGET_WORDS = re.compile(r"预期目标|主要目标是|目标(?:是|为)[:：]")
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
