"""A question against the nearest sentence: another figure, number in a row, name, direction or place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.contradiction import (
    other_bearer,
    other_count,
    other_figure,
    other_half,
    other_name,
    other_ordinal,
    other_partner,
    other_place,
    other_span,
    other_standing,
    other_way,
    reached,
    reversed_change,
    worse_for_better,
)

UNITS = ("%", "亿元", "万人", "亿斤")
RISING, FALLING = ("增长", "上涨", "扩大", "提高", "回升", "延长"), ("下降", "减少", "回落", "缩短", "收窄", "萎缩")
TOWNS = st.sets(st.sampled_from(["苏州", "张掖", "梅州"]))


@pytest.mark.parametrize(
    ("taken", "sentence", "others", "other"),
    [
        ("投资99亿元", "总投资43.6亿元", (), True),
        ("投资99亿元", "总投资43.6亿元", ("追加到99亿元",), False),
        ("成交额去年就过了5000亿元", "成交额达到5500亿元", (), False),
        ("产量首次超过100万吨", "蔬菜产量90.4万吨", ("粮食产量108万吨",), True),
        ("将近40亿斤", "产量39.7亿斤", (), False),
        ("90万城镇新增就业", "新增90万人", (), False),
        ("90万城镇新增就业", "新增60万人", (), True),
        ("产量突破一百万辆", "产量近70万辆", (), True),
        ("现在有几百万辆", "达到323万辆", (), False),
        ("reaches only 100 million people", "制度覆盖3亿人", (), True),
        ("reaches 300 million people", "制度覆盖3亿人", (), False),
        ("增长5 percent", "增长5%", (), False),
        ("增长4.8%", "增长4.5%—5%", (), False),
        ("增长6%", "增长4.5%—5%", (), True),
        ("1.2万亿元", "12000亿元", (), False),
        ("投资30亿元", "运粮30亿斤", (), False),
    ],
)
def test_a_figure_with_another_value(taken: str, sentence: str, others: tuple[str, ...], other: bool) -> None:
    """Another value of the same unit contradicts, unless a range, a rounding or another passage bears the question out."""
    assert other_figure(taken, sentence, others) is other


@given(st.integers(1, 2000), st.integers(1, 2000), st.sampled_from(UNITS), st.sampled_from(UNITS))
@settings(max_examples=80, deadline=None)
def test_only_far_figures_of_one_unit_contradict(one: int, two: int, unit: str, other: str) -> None:
    """Figures contradict just where the units are the same and they lie more than two in a hundred apart."""
    apart = abs(one - two) > 0.02 * one + 1e-6
    assert other_figure(f"数字是{one}{unit}", f"数字是{two}{other}") is (unit == other and apart)


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("第三届博览会", "举办第一届博览会", True),
        ("全国第一", "居全国第二位", True),
        ("居首位", "居全国第二", True),
        ("居榜首", "居全国第一", False),
        ("挤进了全国前三", "产量居全国第9", True),
        ("从第13往前挪", "增速居全国第5位", False),
        ("跻身全国前十", "产量居全国第9", False),
        ("第一届博览会", "举办第一届博览会", False),
        ("第三批试点", "第三届博览会", False),
        ("排名怎么样", "居全国第二", False),
        ("居全国第3位", "居全国第三位", False),
        ("居首位", "居全国第1位", False),
    ],
)
def test_another_number_in_a_row(taken: str, sentence: str, other: bool) -> None:
    """第三届 for 第一届 and 首位 for 第二 contradict; numbers of other rows, and one number in two scripts, do not."""
    assert other_ordinal(taken, sentence) is other


@pytest.mark.parametrize(
    ("question", "text", "sentence", "other"),
    [
        ("“4+8”体系是什么", "构建“4+7”体系", "构建“4+7”体系", True),
        ("“4+7”体系是什么", "构建“4+7”体系", "构建“4+7”体系", False),
        ("“百校千企”是什么", "开展“十校千企”招聘", "开展“十校千企”招聘", True),
        ("“海上牧场”是什么", "建设海上粮仓", "建设海上粮仓", False),
    ],
)
def test_a_name_with_another_number(question: str, text: str, sentence: str, other: bool) -> None:
    """“4+8” where the report has “4+7”; a name that is merely missing is no contradiction."""
    assert other_name(question, lambda: text, sentence) is other


@given(st.sampled_from(RISING), st.sampled_from(FALLING), st.text(alphabet="的了在营收", max_size=4))
@settings(max_examples=60, deadline=None)
def test_rising_against_falling(up: str, down: str, between: str) -> None:
    """Rising is contradicted by clauses that only fall and the other way round, never by its own direction or by both together."""
    rising, falling = f"营收{between}{up}", f"营收{between}{down}"
    assert other_way(rising, [falling])
    assert other_way(falling, [rising])
    for said in ([rising], [falling, rising], ["营收怎么样"], []):
        assert not other_way(rising, said)
    assert not other_way(f"{rising}{falling}", [falling])


@pytest.mark.parametrize(
    ("taken", "clause", "other"),
    [
        ("清单越来越短，砍掉了", "清单扩大到90项", True),
        ("The gap widened", "the gap narrowed", True),
        ("名次跌出前十", "名次晋位到第八", True),
        ("机构精减了", "机构扩大", False),
        ("水平提升了", "水平下降", True),
        ("房价下降了", "房价回落", False),
    ],
)
def test_directions_in_everyday_words(taken: str, clause: str, other: bool) -> None:
    """砍掉, 跌出 and English verbs have a direction; 精减 is none, and 下降 agrees with 回落."""
    assert other_way(taken, [clause]) is other


@given(TOWNS, TOWNS, TOWNS)
@settings(max_examples=60, deadline=None)
def test_another_place(asked: set[str], named: set[str], elsewhere: set[str]) -> None:
    """Only where both name places, none in common, and no other clause names one that is asked for."""
    expected = bool(asked) and bool(named) and not asked & named and not asked & elsewhere
    assert other_place(asked, named, [f"在{town}试点" for town in elsewhere]) is expected


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [("海屿是国内头一个拿到举办权的城市", "成为全国第二个举办该赛事的城市"), ("海屿是首个示范区", "海屿成为第三个示范区")],
)
def test_the_first_of_its_kind_is_a_rank(taken: str, sentence: str) -> None:
    """头一个 and 首个 are 第一个."""
    assert other_ordinal(taken, sentence)
    assert not other_ordinal(taken, sentence.replace("第二个", "首个").replace("第三个", "头一个"))


def test_all_of_it_is_a_hundred_percent() -> None:
    """百分之百交付 against 交付86.4%."""
    assert other_figure("房子已经百分之百交付", "累计交付86.4%")
    assert not other_figure("房子已经百分之百交付", "累计交付100%")


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("为什么只新增了31个口袋公园", "新增口袋公园318个，建设社区43个", True),
        ("创建了5个千亿级产业集群", "创建新材料、商贸3个千亿级产业集群", True),
        ("重点实验室为什么还停留在15家", "重点实验室从15家提升到38家", True),
        ("新增了318个口袋公园", "新增口袋公园318个，建设社区43个", False),
        ("新增了31个口袋公园", "建设社区43个", False),
        ("3座水库建成", "3座水库、5座水厂建成", False),
        ("新增31公里绿道", "新增绿道318个", False),
    ],
)
def test_another_count_of_the_same_thing(taken: str, sentence: str, other: bool) -> None:
    """A count contradicts where the same thing is counted in the same unit; what a level was before does not count."""
    assert other_count(taken, sentence) is other


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(["个", "家", "座", "所"]))
@settings(max_examples=60, deadline=None)
def test_counts_of_one_thing_contradict_where_they_differ(one: int, two: int, unit: str) -> None:
    """新增N个口袋公园 against 新增口袋公园M个 contradicts just where N and M differ."""
    assert other_count(f"新增了{one}{unit}口袋公园", f"新增口袋公园{two}{unit}") is (one != two)


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("事项从91个缩减到39个", "事项从39个拓展到91个", True),
        ("事项从39个增加到91个", "事项从39个拓展到91个", False),
        ("事项从91个缩减到39个", "事项有91个", False),
        ("产量从全国第4掉到第5", "产量从全国第5位跃升至第4位", True),
        ("Why did it go from 33 to 51?", "由51家整合为33家", True),
    ],
)
def test_a_change_told_backwards(taken: str, sentence: str, other: bool) -> None:
    """从91个到39个 against 从39个到91个."""
    assert reversed_change(taken, sentence) is other


@pytest.mark.parametrize(
    ("taken", "clause", "there"),
    [
        ("离4000亿就差一口气", "收入突破4000亿元、达到4211亿元", True),
        ("跌破9万亿元", "总额9.5万亿元", True),
        ("比重为什么跌破六成", "装机比重达66.1%", True),
        ("比重为什么跌破七成", "装机比重达66.1%", False),
        ("Why did the share fall below 90 percent?", "占全国九成以上", True),
        ("收入有4000亿", "收入达到4211亿元", False),
    ],
)
def test_a_figure_said_not_to_be_reached(taken: str, clause: str, there: bool) -> None:
    """Bare 亿 are yuan and tenths are percent; only what is spoken of as not reached counts."""
    assert reached(taken, clause) is there


def test_a_slump_is_no_growth() -> None:
    """English words for falling are held against 增长, those for rising are not."""
    assert other_way("the 14 percent slump in trade", ["进出口增长14%"])
    assert not other_way("the surge in trade", ["进出口增长14%"])


def test_another_journal_is_another_name() -> None:
    """《自然》 is not 《科学》, though the report writes of both."""
    sentence = "成果入选《科学》年度十大突破"
    assert other_name("登上《自然》的是哪个团队", sentence + "，另在《自然》发表", sentence)
    assert not other_name("登上《科学》的是哪个团队", sentence, sentence)


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("前后花了二十年才成功", "历时12年成功申遗", True),
        ("前后花了十二年才成功", "历时12年成功申遗", False),
        ("用了3个月", "历时12年成功申遗", False),
        ("怎么成功的", "历时12年成功申遗", False),
    ],
)
def test_another_span_of_time(taken: str, sentence: str, other: bool) -> None:
    """花了二十年 for 历时12年 contradicts; the same span in other numerals, and another unit, do not."""
    assert other_span(taken, sentence) is other


def test_a_rank_before_a_particle() -> None:
    """坐上世界第一的 is a rank as well."""
    assert other_ordinal("是靠什么坐上世界第一的", "吞吐量稳居世界第二")
    assert not other_ordinal("是靠什么坐上世界第二的", "吞吐量稳居世界第二")


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("昆仑银行为什么吸收合并青禾银行", "农商银行吸收合并青禾银行", True),
        ("农商银行为什么吸收合并青禾银行", "农商银行吸收合并青禾银行", False),
        ("作品拿下鲁迅文学奖", "作品荣获茅盾文学奖", True),
        ("哪家银行吸收合并了青禾银行", "农商银行吸收合并青禾银行", False),
        ("昆仑银行怎么发展", "金融运行平稳", False),
    ],
)
def test_another_bearer_of_the_kind(taken: str, sentence: str, other: bool) -> None:
    """A bank that the sentence does not name, beside one that it does and the question does not."""
    assert other_bearer(taken, sentence) is other


def test_the_first_time_is_no_rank() -> None:
    """首次 beside 第2位 does not bear out 第一."""
    assert other_ordinal("产能升到全国第一，是怎么做到的", "产能提升至全国第2位，产值首次突破2000亿元")


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("甲集团和马钢启动重组", "甲集团与皖维启动重组", True),
        ("甲集团和皖维启动重组", "甲集团与皖维启动重组", False),
        ("甲集团和马钢启动重组", "甲集团与马钢、皖维启动重组", False),
        ("甲集团和马钢怎么样", "甲集团与皖维启动重组", False),
    ],
)
def test_another_partner_in_the_same_deed(taken: str, sentence: str, other: bool) -> None:
    """Another partner of one deed; with the partner in the sentence, or no deed in the question, nothing is contradicted."""
    assert other_partner(taken, sentence) is other


@pytest.mark.parametrize(
    ("taken", "clause", "other"),
    [
        ("GDP增速比上一年慢了1.8个百分点", "快于2024年1.8个百分点", True),
        ("GDP增速比2024年快", "低于2024年0.3个百分点", True),
        ("GDP增速比上一年快", "快于2024年1.8个百分点", False),
        ("增速快于全国", "低于全国0.3个百分点", True),
        ("强度已经高过全国了", "强度低于全国平均水平", True),
        ("增速没够着年初的目标", "增速高于预期目标", True),
        ("增速是多少", "低于全国0.3个百分点", False),
    ],
)
def test_above_what_it_is_below(taken: str, clause: str, other: bool) -> None:
    """Faster than the year before, or the nation, against a clause that says slower."""
    assert other_standing(taken, clause) is other


def test_an_english_place_in_a_row() -> None:
    """Third place nationwide against 第5位."""
    assert other_ordinal("It climbed to third place nationwide", "居全国第5位")
    assert not other_ordinal("It climbed to fifth place nationwide", "居全国第5位")


@pytest.mark.parametrize(
    ("taken", "sentence", "better"),
    [
        ("PM2.5 pollution got worse", "PM2.5年均浓度同比下降5%", True),
        ("空气质量恶化了", "PM2.5平均浓度降至28微克", True),
        ("空气质量恶化了", "PM2.5浓度反弹", False),
        ("空气质量怎么样", "PM2.5平均浓度下降", False),
        ("营商环境变差", "贷款利率下降", False),
    ],
)
def test_worse_against_less_of_it(taken: str, sentence: str, better: bool) -> None:
    """Of pollution less is better."""
    assert worse_for_better(taken, sentence) is better


@pytest.mark.parametrize(
    ("taken", "sentence", "other"),
    [
        ("比重还不到一半", "比重由47.6%提升至73.4%", True),
        ("It is still less than half", "比重达到73.4%", True),
        ("比重已经过半", "比重达到41%", True),
        ("比重还没过半", "比重达到41%", False),
        ("比重过半", "比重达到73.4%", False),
        ("比重是多少", "比重达到73.4%", False),
        ("还不到一半", "建成5家", False),
    ],
)
def test_less_than_half_against_more(taken: str, sentence: str, other: bool) -> None:
    """不到一半 against 73.4%, whatever it was before."""
    assert other_half(taken, sentence) is other
