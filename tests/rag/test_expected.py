"""What a question expects: a figure, its measure word, a length of time, a share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.expected import can_answer, has_figure, read_expected, suits

QUESTIONS = ("加装电梯多少部？", "占全国几成？", "多长时间？", "投资多少钱？", "怎么做？", "how many people?", "民营经济增速目标")


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("加装电梯多少部？", "部"),
        ("改造多少个老旧小区？", "个"),
        ("新建多少公里公路？", "公里"),
        ("投资多少亿元？", "元"),
        ("要花多少钱？", "元"),
    ],
)
def test_the_measure_word_is_expected(question: str, unit: str) -> None:
    """多少部 expects a figure counted in 部; 多少钱 one in 元."""
    expected = read_expected(question)
    assert expected.figure == 2
    assert unit in expected.units


@pytest.mark.parametrize(
    ("question", "figure", "time", "share"),
    [
        ("怎么做好这项工作？", 0, False, False),
        ("民营经济增速目标", 1, False, False),
        ("多久能办好？", 2, True, False),
        ("什么时候建成？", 0, True, False),
        ("占比达到多少？", 2, False, True),
        ("How long will it take?", 2, True, False),
        ("What share of the budget goes to schools?", 2, False, True),
        ("How many schools will be built?", 2, False, False),
        ("Which policies support farmers?", 0, False, False),
    ],
)
def test_kinds_of_answer(question: str, figure: int, time: bool, share: bool) -> None:
    """Figures asked for outright, likely ones, times and shares are told apart, in both languages."""
    expected = read_expected(question)
    assert (expected.figure, expected.time, expected.share) == (figure, time, share)


@pytest.mark.parametrize("text", ["投资57亿元", "增长5.5%", "五类", "翻一番", "改造290个", "实现全覆盖"])
def test_figures_are_seen(text: str) -> None:
    """A count, a rate, a doubling and full coverage are figures."""
    assert has_figure(text)


@pytest.mark.parametrize(
    "text", ["2026年工作安排", "“十五五”时期", "第九届一次会议", "党的二十大", "深化改革开放", "（一）夯实支撑", "第三产业"]
)
def test_dates_and_ordinals_are_no_figures(text: str) -> None:
    """A year, a plan's name, a congress or a heading's number answers no 多少."""
    assert not has_figure(text)


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("加装电梯多少部？", "加装电梯2400部", "加装电梯，方便老人"),
        ("加装电梯多少部？", "加装电梯2400部", "投资2400万元"),
        ("多长时间办结？", "跨省事项3天办结", "跨省事项办结率高"),
        ("绿电占比多少？", "绿电占比达到55%", "绿电装机55万"),
        ("要花多少钱？", "总投资43.6亿元", "跑道长43.6公里"),
        ("怎么解释没达到预期？", "主要是因为不确定因素增多", "增速不及预期"),
        ("要试点个什么行动？", "开展“全程有氧”行动试点", "开展旅游行动"),
        ("要培育哪些未来产业？", "培育量子科技、具身智能等未来产业", "培育壮大新兴产业和未来产业"),
    ],
)
def test_what_is_expected_suits_better(question: str, better: str, worse: str) -> None:
    """The clause with the expected kind of answer scores above one that lacks it."""
    expected = read_expected(question)
    assert suits(expected, better) > suits(expected, worse)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(QUESTIONS), st.text(alphabet="增长建设投资新改造部个元%0123456789年", max_size=20))
def test_a_figure_never_hurts(question: str, text: str) -> None:
    """A text that gains a rate and a sum suits no question worse than before; a bare question expects nothing."""
    expected = read_expected(question)
    assert suits(expected, f"{text}，另有5.5%、3部、7元") >= suits(expected, text)
    assert suits(read_expected("怎么样？"), text) == 0.0


def test_a_text_without_the_figure_asked_for_is_marked_down() -> None:
    """Below zero where a number is asked for outright and none is there."""
    assert suits(read_expected("加装电梯多少部？"), "让老邻居住上新环境") < 0


@pytest.mark.parametrize(
    ("question", "text", "able"),
    [
        ("新增多少万吨产能？", "新增产能30万吨", True),
        ("新增多少万吨产能？", "新增面积30万亩", False),
        ("建成多少公里？", "建成320公里", True),
        ("建成多少公里？", "投资320亿元", False),
        ("投资多少亿元？", "投资翻一番", True),
        ("多少万人受益？", "惠及120万群众", True),
        ("多少万人受益？", "受益面达到30%", False),
        ("多少条铁路？", "建成3条", True),
        ("多少条铁路？", "增长5%", False),
        ("多少条铁路？", "2026年建成", False),
        ("多少条铁路？", "第三条开工", False),
        ("多少个体系？", "构建“4+1”体系", False),
        ("How many schools will be built?", "新建学校12所", True),
        ("How many schools will be built?", "5%的学校", False),
        ("多久办好？", "三天办结", True),
        ("多少？", "实现全覆盖", True),
        ("怎么做？", "让老邻居住上新环境", True),
        ("什么时候建成？", "早日建成", True),
        ("事故造成多少人遇难？", "2130人因提前转移避免伤亡", False),
        ("事故造成多少人遇难？", "事故造成3人遇难", True),
        ("消费券在哪个平台抢？", "发放消费券8亿元", False),
        ("消费券在哪个平台抢？", "通过云闪付发放消费券", True),
        ("一年能领几千块？", "落实育儿补贴", False),
        ("一年能领几千块？", "发放补贴3600元", True),
        ("德钦县城搬到什么地方？", "推动德钦县城避险搬迁", False),
        ("推到哪些市了？", "提升残疾人两项补贴、散居和集中供养孤儿标准", False),
        ("推到哪些市了？", "在涪陵、万州等地推开", True),
        ("平均每个孩子领到多少？", "发放补贴49亿元", False),
        ("How long is the tunnel?", "高速公路里程达9234公里", False),
        ("How long is the tunnel?", "隧道全长22公里", True),
        ("How much is a ticket?", "推出12列旅游列车", False),
        ("哪家企业拿下了质量奖？", "云海智控获我省首个质量奖", True),
        ("哪家企业拿下了质量奖？", "获评首个质量奖", False),
        ("What's the total length of Shanghai's metro?", "加快建设崇明线", False),
    ],
)
def test_what_can_answer(question: str, text: str, able: bool) -> None:
    """A measure that is asked for outright must be there, a count is no percentage, and where no number is asked anything can answer."""
    assert can_answer(read_expected(question), text) is able


@pytest.mark.parametrize(
    ("question", "stock"),
    [
        ("高速公路总里程有多少公里？", True),
        ("现在一共有多少家？", True),
        ("里程增到多少公里？", True),
        ("How many schools are there in all?", True),
        ("新增高速公路多少公里？", False),
        ("今年再建多少公里？", False),
        ("How many new schools are there?", False),
    ],
)
def test_how_many_there_are_is_not_how_many_more(question: str, stock: bool) -> None:
    """总里程 and 一共 ask for a stock; 新增 and new for a flow, even beside words of a stock."""
    assert read_expected(question).stock is stock


@pytest.mark.parametrize("words", ["新增", "新建", "净增", "增加"])
def test_a_flow_does_not_suit_a_stock(words: str) -> None:
    """Asked for the total, 新增80公里 suits less than 总里程6895公里; asked for the additional ones it suits as well."""
    total, added = "高速公路总里程6895公里", f"{words}高速公路80公里"
    stock, flow = read_expected("高速公路总里程有多少公里？"), read_expected("新增高速公路多少公里？")
    assert suits(stock, total) > suits(stock, added)
    assert suits(flow, added) >= suits(flow, total)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["公里", "亿元", "万吨", "台", "场", "辆", "岁"]), st.integers(1, 9999), st.text(alphabet="的在市省", max_size=3))
def test_the_measure_asked_for_always_answers(unit: str, number: int, words: str) -> None:
    """A number in the very measure that is asked for can answer, whatever the words around it; the words alone cannot."""
    expected = read_expected(f"一共多少{unit}？")
    assert can_answer(expected, f"{words}{number}{unit}{words}")
    assert not can_answer(expected, f"{words}{words}")


@pytest.mark.parametrize(
    ("question", "text", "able"),
    [
        ("场景汇定在几月几号开幕？", "办好第三届场景汇", False),
        ("场景汇定在几月几号开幕？", "场景汇9月28日开幕", True),
        ("建成的是几号线？", "建成3号线", True),
        ("How much coal did it mine?", "建成智能化煤矿118座", False),
        ("How much coal did it mine?", "煤炭产量达到13.78亿吨", True),
        ("lithium carbonate output in 2025, how much?", "生产碳酸锂16.9万吨", True),
        ("今年开通哪几条地铁线？", "地铁6号线北段开通", True),
        ("今年开通哪几条地铁？", "开通公交线路3条", False),
        ("Which metro lines opened last year?", "新建成轨道交通线路7条", False),
        ("给每家发多少补贴？", "培训4万人", False),
        ("给每家发多少补贴？", "每家补贴3000元", True),
        ("引进几头大象？", "引进外资企业30家", False),
        ("个人要掏多少？", "费用个人“零自付”", True),
        ("地铁6号线有多少个车站？", "地铁6号线建成", False),
        ("婚假延长到多少天？", "适老化改造2.5万户，婚假延长", False),
        ("今年办第几届龙舟赛？", "办好第十二届龙舟赛", True),
        ("今年办第几届龙舟赛？", "办好3场龙舟赛", False),
        ("添多少张床位？", "新增床位300个", True),
        ("这届招了多少新生？", "增设专业12个", False),
        ("输氢管道全长多少公里？", "铁路里程达9000公里", True),
        ("输氢管道全长多少公里？", "距离县城9公里", False),
        ("新机场造价多少？", "新机场启用，旅游收入20亿元", False),
        ("新机场造价多少？", "新机场总投资120亿元", True),
        ("卫星叫什么名字？", "首颗卫星成功升空", False),
        ("卫星叫什么名字？", "首颗卫星“青禾一号”升空", True),
        ("演“青禾”的那位叫什么名字？", "“青禾”主演获奖", False),
        ("运动会在哪个城市举行？", "办好第三届运动会", False),
        ("运动会在哪个城市举行？", "运动会在绍兴举行", True),
        ("实验室由谁来当主任？", "组建青禾实验室", False),
        ("放疗机在哪家医院试用？", "设备进入临床试验", False),
        ("放疗机在哪家医院试用？", "在省人民医院试用", True),
        ("项目的业主是哪家公司？", "项目开工", False),
        ("沉船是哪个朝代的？", "提升沉船遗址保护水平", False),
        ("沉船是哪个朝代的？", "发现明代沉船", True),
        ("《青禾》一共卖了多少票房？", "《青禾2》创造多项纪录", False),
        ("运营“青易办”的是哪家公司？", "提升“青易办”功能", False),
        ("运营“青易办”的是哪家公司？", "青禾科技公司运营“青易办”", True),
        ("有多少支队伍参加？", "办好2024国际沙滩排球赛", False),
        ("有多少支队伍参加？", "12支队伍参赛", True),
        ("补贴每月涨到多少？", "提高残疾人两项补贴标准", False),
        ("补贴每月涨到多少？", "补贴标准提高到每月120元", True),
        ("婚假延长到多少天？", "婚假延长到15天", True),
        ("机场什么时候通航？", "加快机场建设进度", False),
        ("机场什么时候通航？", "机场年底通航", True),
        ("联赛最后哪支球队捧杯？", "联赛精彩纷呈", False),
        ("联赛最后哪支球队捧杯？", "星槎队捧杯", True),
        ("新当选的院士都是谁？", "新增院士5人", False),
        ("演出跑了多长时间？", "演出圆满成功", False),
        ("办下来要多久？", "3天办结", True),
        ("进公办学校的占几成？", "进公办学校的占95.4%", True),
        ("进公办学校的占几成？", "新建公办学校195所", False),
        ("绿道修了多长？", "修建绿道318公里", True),
        ("绿道修了多长？", "绿道投资30亿元", False),
    ],
)
def test_a_day_or_tonnes_where_they_are_asked_for(question: str, text: str, able: bool) -> None:
    """几月几号 takes a day or month, not any number; goods are weighed, subsidies are money; a name, a town, somebody or a hospital must be there and a name not be the question's own."""
    assert can_answer(read_expected(question), text) is able


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("今年要新建多少停车位", "停车位"),
        ("今年要加多少个停车位呢？", "停车位"),
        ("每年拿出多少资金？", None),
        ("要多招多少学生？", None),
        ("上线多少项手机“掌上办”的服务？", None),
        ("那几个区修了路，用的什么办法？", None),
        ("投资多少亿元？", None),
    ],
)
def test_what_is_counted(question: str, thing: str | None) -> None:
    """The thing right behind 多少 must be named by what answers; money and people are told by their measure."""
    assert read_expected(question).counted == thing
