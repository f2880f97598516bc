"""Follow-ups: what changes is replaced, what is not said is taken over, a whole question stays as it is."""

from __future__ import annotations

import pytest

from index.store import OpenIndex
from rag.followup import resolve

BEFORE = "云岚省2026年的经济增长目标是多少？"
ENGLISH = "What is Yunlan's GDP growth target for 2026?"


def whole(index: OpenIndex, previous: str, text: str) -> str:
    return resolve(previous, text, index.gazetteer, index.years, index.regions)


@pytest.mark.parametrize(
    ("previous", "text", "expected"),
    [
        (BEFORE, "那2024年呢？", "云岚省2024年的经济增长目标是多少？"),
        (BEFORE, "2024年呢", "云岚省2024年的经济增长目标是多少？"),
        (BEFORE, "那2024呢？", "云岚省2024年的经济增长目标是多少？"),
        (BEFORE, "去年呢？", "云岚省去年的经济增长目标是多少？"),
        (BEFORE, "浙江呢？", "浙江2026年的经济增长目标是多少？"),
        (BEFORE, "那沧原省呢", "沧原省2026年的经济增长目标是多少？"),
        (BEFORE, "沧原省", "沧原省2026年的经济增长目标是多少？"),
        (BEFORE, "沧原和海屿呢？", "沧原和海屿2026年的经济增长目标是多少？"),
        (BEFORE, "海屿市2024年呢？", "海屿市2024年的经济增长目标是多少？"),
        (BEFORE, "那全国的目标是多少？", "全国2026年的经济增长目标是多少？"),
        (BEFORE, "那失业率呢？", "云岚省2026年的失业率目标是多少？"),
        (BEFORE, "沧原省的失业率呢？", "沧原省2026年的失业率目标是多少？"),
        (BEFORE, "昆山市呢？", "昆山市2026年的经济增长目标是多少？"),
        (BEFORE, "十五五时期呢？", "云岚省十五五时期的经济增长目标是多少？"),
        (BEFORE, "那养老服务呢？", "云岚省2026年养老服务？"),
        (BEFORE, "那沧原省的养老床位有多少？", "沧原省2026年的养老床位有多少？"),
        ("云岚和沧原今年的粮食产量目标各是多少？", "海屿呢？", "海屿今年的粮食产量目标各是多少？"),
        ("云岚省2026年居民收入增长目标是多少？", "失业率呢？", "云岚省2026年失业率目标是多少？"),
        ("今年的经济增长目标是多少？", "浙江呢？", "浙江今年的经济增长目标是多少？"),
        ("云岚省的经济增长目标是多少？", "2024年呢？", "云岚省2024年的经济增长目标是多少？"),
        ("云岚省今年老旧小区改造多少个？", "失业率呢？", "云岚省今年失业率？"),
        (ENGLISH, "What about Cangyuan?", "What is Cangyuan's GDP growth target for 2026?"),
        (ENGLISH, "And in 2024?", "What is Yunlan's GDP growth target for 2024?"),
        (ENGLISH, "How about unemployment?", "What is Yunlan's unemployment target for 2026?"),
        ("What is the GDP growth target for 2026?", "and Yunlan?", "What is the GDP growth target for 2026 in Yunlan?"),
    ],
)
def test_a_follow_up_becomes_a_whole_question(sample_index: OpenIndex, previous: str, text: str, expected: str) -> None:
    """Place, year or indicator of the follow-up take the place of those before; another matter takes over place and year."""
    assert whole(sample_index, previous, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "沧原省2026年的失业率目标是多少？",
        "沧原省2026年的失业率目标是多少呢？",
        "失业率目标是多少？",
        "沧原省的养老床位有多少？",
        "哪些省提到了低空经济？",
        "那些提到低空经济的省有哪些？",
        "What is Cangyuan's unemployment target?",
        "谢谢",
        "为什么？",
        "",
        "呢",
        "？？？",
    ],
)
def test_a_whole_question_stays_as_it_is(sample_index: OpenIndex, text: str) -> None:
    """A complete question, and words that name nothing, are left alone; so is everything where nothing was asked before."""
    assert whole(sample_index, BEFORE, text) == text
    assert whole(sample_index, "", text) == text


def test_follow_ups_follow_each_other(sample_index: OpenIndex) -> None:
    """Each follow-up changes the question that the ones before it made."""
    question = ""
    for text in (BEFORE, "那2024年呢？", "沧原省呢？", "粮食产量呢？"):
        question = whole(sample_index, question, text)
    assert question == "沧原省2024年的粮食产量目标是多少？"
