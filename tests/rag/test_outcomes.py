"""What a question takes for granted against the clause that comes nearest: another outcome, rank or side, or nothing of the kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.outcomes import (
    has_overtaken,
    is_allowed,
    is_opposite,
    is_over,
    is_to_be_done,
    left_undone,
    never_happened,
    nobody_hurt,
    none_at_all,
    not_begun,
    only_planned,
    other_deadline,
    other_outcome,
    other_rank,
)

PIECES = (
    "大桥", "没有", "未能", "推迟", "建成", "通车", "之后", "开工", "推进", "力争", "居全国第2位", "垫底", "历史最高", "历年最低", "冠军", "亚军", "男子",
    "女子", "出口", "进口", "零", "违约", "未发生", "拉闸限电", "，", "opened", "delayed ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@pytest.mark.parametrize(
    ("taken", "clause", "other"),
    [
        ("大桥到今年还没有通车", "大桥建成通车", True),
        ("高铁推迟开通", "高铁提前开通运营", True),
        ("高铁至今没有动工", "高铁开工建设", True),
        ("球队无缘决赛", "球队夺得冠军", True),
        ("赛事取消了", "赛事圆满举办", True),
        ("The bridge was delayed", "The bridge opened", True),
        ("高铁至今没有通车", "高铁开工建设", False),
        ("大桥到今年还没有通车", "推进大桥建设，力争通车", False),
        ("大桥到今年还没有通车", "大桥未能通车", False),
        ("大桥怎么建", "大桥建成通车", False),
        ("改革模式没能推广", "改革模式在全国推广", True),
        ("球队冲超又没成", "球队冲超成功", True),
        ("里程破5000公里的目标往后推了两年", "提前两年实现里程突破5000公里规划目标", True),
        ("没成为首位的是谁", "成功跃居首位", False),
    ],
)
def test_failed_or_late_is_contradicted_by_what_was_done(taken: str, clause: str, other: bool) -> None:
    """还没有通车 against 建成通车; what is only begun, hoped for, or failed in the report too contradicts nothing."""
    assert other_outcome(taken, clause) is other


@pytest.mark.parametrize(
    ("question", "clause", "planned"),
    [
        ("大桥通车之后有什么变化", "加快推进大桥建设", True),
        ("大桥已经通车，带来了什么", "开工建设大桥", True),
        ("大桥去年就通车了，带来了什么", "加快建设大桥", True),
        ("国家公园设立后给了什么补偿", "推动设立国家公园", True),
        ("Now that the bridge is open, what next?", "推进大桥建设", True),
        ("大桥通车之后有什么变化", "大桥建成通车，确保畅通", False),
        ("大桥何时通车", "加快推进大桥建设", False),
        ("大桥通车后续工作", "加快推进大桥建设", False),
    ],
)
def test_built_upon_before_it_is_finished(question: str, clause: str, planned: bool) -> None:
    """通车之后 needs a clause in which it is open; 何时通车 and 后续 build on nothing."""
    assert only_planned(question, clause) is planned


@pytest.mark.parametrize(
    ("taken", "clause", "other"),
    [
        ("增速垫底", "增速居全国第3位", True),
        ("退居第二", "稳居首位", True),
        ("增速被邻省反超", "总量居全国第一", True),
        ("增幅历年最低", "增幅历史最高", True),
        ("创新高", "创历史新低", True),
        ("Why was it the lowest?", "历史最高", True),
        ("第一的位子丢了", "连续21年居全国首位", True),
        ("名次一路往后掉", "排名由369位上升到235位", True),
        ("名次一路往后掉", "排名掉到300位之后", False),
        ("Which port overtook it?", "吞吐量居世界第一", True),
        ("Why did it lose its position?", "总量连续37年居全国首位", True),
        ("增速垫底", "增速垫底", False),
        ("居首位", "居首位", False),
        ("历史最高", "历史最高", False),
    ],
)
def test_lost_against_held_and_worst_against_best(taken: str, clause: str, other: bool) -> None:
    """垫底 for 第3位 and 历年最低 for 历史最高 are contradicted; the same rank is not."""
    assert other_rank(taken, clause) is other


@pytest.mark.parametrize(
    ("taken", "clause", "opposite"),
    [
        ("夺得冠军", "获得亚军", True),
        ("男子组夺冠", "女子组夺冠", True),
        ("出口增长", "进口增长", True),
        ("男足夺冠", "男足和女足夺冠", False),
        ("进出口增长", "进口增长", False),
        ("出口增长", "进出口增长", False),
    ],
)
def test_one_of_two_that_exclude_each_other(taken: str, clause: str, opposite: bool) -> None:
    """冠军 for 亚军 either way round; a clause that has both, and 进出口, exclude nothing."""
    assert is_opposite(taken, clause) is opposite


@pytest.mark.parametrize(
    ("taken", "clause", "never"),
    [
        ("拉闸限电了几次", "全年未发生拉闸限电", True),
        ("债券违约之后怎么办", "隐性债务零违约", True),
        ("重大安全事故多发", "杜绝重大安全事故", True),
        ("剩下的高风险机构", "连续6年无高风险机构", True),
        ("连续几年无高风险机构", "连续6年无高风险机构", False),
        ("为什么没有拉闸限电", "全年未发生拉闸限电", False),
        ("零违约靠什么", "隐性债务零违约", False),
        ("供电怎么样", "全年未发生拉闸限电", False),
    ],
)
def test_what_the_report_denies_word_for_word(taken: str, clause: str, never: bool) -> None:
    """拉闸限电了 against 未发生拉闸限电; a question that denies it as well is no contradiction."""
    assert never_happened(taken, clause) is never


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_no_text_contradicts_itself(text: str) -> None:
    """Held against its own words a question has no other outcome, rank or side."""
    assert not other_outcome(text, text)
    assert not other_rank(text, text)
    assert not is_opposite(text, text)


@given(TEXTS, TEXTS)
@settings(max_examples=80, deadline=None)
def test_sides_exclude_each_other_both_ways(one: str, other: str) -> None:
    """Where a pair's words stand alone on either side, the order of question and clause does not matter; an empty text says nothing."""
    assert is_opposite(one, other) is is_opposite(other, one)
    for check in (other_outcome, only_planned, other_rank, is_opposite, never_happened):
        assert not check("", other)
        assert not check(one, "")


@pytest.mark.parametrize(
    ("taken", "clause", "undone"),
    [
        ("各项指标全部如期完成", "1项约束性指标未能如期完成", True),
        ("各项指标全部如期完成", "各项指标全部如期完成", False),
        ("哪些指标未能如期完成", "1项约束性指标未能如期完成", False),
        ("各项指标怎么样", "1项约束性指标未能如期完成", False),
    ],
)
def test_what_was_left_undone(taken: str, clause: str, undone: bool) -> None:
    """全部如期完成 is contradicted by 未能如期完成."""
    assert left_undone(taken, clause) is undone


@pytest.mark.parametrize(
    ("rule", "taken", "clause", "contrary"),
    [
        (none_at_all, "五年里一家上市公司都没有", "新增12家上市公司", True),
        (none_at_all, "五年里没有一家上市公司", "新增12家上市公司", True),
        (none_at_all, "五年里一家上市公司都没有", "上市公司数量增加", False),
        (none_at_all, "五年里上市公司有几家", "新增12家上市公司", False),
        (is_allowed, "为什么就是不给放春假", "推行中小学春假", True),
        (is_allowed, "为什么就是不给放春假", "不推行春假", False),
        (is_allowed, "怎么放春假", "推行中小学春假", False),
        (not_begun, "水库去年开工后建到哪一步了", "力争水库等项目开工", True),
        (not_begun, "水库去年开工后建到哪一步了", "水库开工建设", False),
        (not_begun, "水库什么时候开工", "力争水库等项目开工", False),
        (nobody_hurt, "洪水中多少人遇难", "实现人员无伤亡", True),
        (nobody_hurt, "洪水中多少人遇难", "3人遇难", False),
        (nobody_hurt, "洪水无人员伤亡是怎么做到的", "实现人员无伤亡", False),
        (has_overtaken, "新能源装机还没赶上煤电", "首次超过煤电", True),
        (has_overtaken, "新能源装机还没赶上煤电", "尚未超过煤电", False),
        (is_over, "看门诊还得先押预交金", "门诊预交金全面取消", True),
        (is_over, "仍被列为债务重点省份", "成功退出债务重点省份", True),
        (other_deadline, "定在2024年底之前封关", "为2025年底前封关打下基础", True),
        (other_deadline, "2025年底前封关了没有", "为2025年底前封关打下基础", False),
        (other_rank, "创了有监测记录以来的最低值", "为有监测记录以来次优水平", True),
        (is_opposite, "去年在上交所挂牌", "成功登陆港交所", True),
        (none_at_all, "以前一家医院都没有，现在有几家", "实现零的突破、达到5家", False),
        (other_outcome, "高铁2023年没修完", "高铁建成运营", True),
        (left_undone, "How did it meet every target", "1项指标未能如期完成", True),
        (is_over, "还没取消预交金", "预交金全面取消", False),
        (is_over, "还要交多少预交金", "不取消预交金", False),
        (is_over, "预交金是多少", "门诊预交金全面取消", False),
        (left_undone, "投资、进出口都完成了目标", "投资、进出口与年初预期存在一定差距", True),
        (has_overtaken, "新能源装机超过煤电了", "首次超过煤电", False),
    ],
)
def test_the_contrary_is_said(rule: Callable[[str, str], bool], taken: str, clause: str, contrary: bool) -> None:
    """一家都没有 for 新增12家, refused for done, 开工后 for 力争开工, deaths for none, 没赶上 for 首次超过; not where the report bears it out."""
    assert rule(taken, clause) is contrary


@pytest.mark.parametrize(("clause", "planned"), [("建成地铁8号线", True), ("完善公交线网", False)])
def test_nothing_in_a_chapter_on_the_work_to_come_is_done(clause: str, planned: bool) -> None:
    """开通后 against 建成 is true or false by the chapter."""
    assert is_to_be_done("地铁8号线开通后客流多少", clause) is planned
    assert not only_planned("地铁8号线开通后客流多少", clause)
