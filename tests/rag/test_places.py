"""Which places a question is about: names, aliases, groups, places without a report, and places merely mentioned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import ALL_PROVINCES, build_gazetteer, short_name
from index.store import OpenIndex
from rag.ask import ask
from rag.places import Places
from rag.question import parse_question

GAZETTEER = build_gazetteer()
PROVINCES = GAZETTEER.members(ALL_PROVINCES)
INDEXED = frozenset({*PROVINCES, "全国", "贵阳市"})
CHARACTERS = {
    "粤": "广东省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省",
    "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "黔": "贵州省", "滇": "云南省", "陕": "陕西省", "沪": "上海市", "冀": "河北省",
    "浙": "浙江省", "苏": "江苏省", "晋": "山西省", "辽": "辽宁省",
}  # fmt: skip
WEST = {
    "内蒙古自治区", "广西壮族自治区", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区",
    "新疆维吾尔自治区",
}  # fmt: skip


def places(text: str, indexed: frozenset[str] = INDEXED) -> Places:
    return parse_question(text, GAZETTEER, [2026, 2024], indexed).places


@given(
    st.sampled_from(PROVINCES), st.sampled_from(["{}今年的GDP目标是多少？", "2026年{}的粮食产量目标", "请问{}新增就业目标"]), st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_every_province_is_known_by_its_full_and_its_short_name(province: str, template: str, short: bool) -> None:
    """A province named in full or in short is the one and only region of the question."""
    assert places(template.format(short_name(province) if short else province)).regions == (province,)


@pytest.mark.parametrize(("character", "province"), CHARACTERS.items())
def test_one_character_stands_for_its_province(character: str, province: str) -> None:
    """The one-character abbreviation before a year word names its province."""
    assert places(f"{character}今年的GDP增长目标是多少？").regions == (province,)


@pytest.mark.parametrize(
    "text",
    ["今年的新增就业目标是多少？", "青年就业有什么安排？", "今年川流不息的客流有多少？", "新建多少公里高铁？", "今年鲁班工坊建几个？"],
)
def test_a_character_inside_another_word_names_no_province(text: str) -> None:
    """新 in 新增 is not 新疆, 青 in 青年 not 青海, 鲁 in 鲁班 not 山东."""
    assert places(text) == Places()


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("八桂", "广西壮族自治区"), ("三晋", "山西省"), ("筑城", "贵阳市"), ("齐鲁", "山东省"), ("荆楚", "湖北省"), ("八闽", "福建省"),
        ("三秦", "陕西省"), ("申城", "上海市"), ("贵阳", "贵阳市"), ("内蒙", "内蒙古自治区"),
    ],
)  # fmt: skip
def test_a_literary_name_stands_for_its_region(name: str, region: str) -> None:
    """A common literary alias is understood as the region it stands for."""
    assert places(f"{name}今年的经济增长目标是多少？").regions == (region,)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("What is Guangdong's GDP growth target this year?", "广东省"),
        ("guangdong gdp growth target", "广东省"),
        ("Tibet's GDP target in 2026", "西藏自治区"),
        ("Xizang GDP growth target", "西藏自治区"),
        ("unemployment target in Inner Mongolia", "内蒙古自治区"),
        ("Shaanxi GDP growth target 2026", "陕西省"),
        ("Shanxi GDP growth target 2026", "山西省"),
        ("What is China's GDP growth target for 2026?", "全国"),
    ],
)
def test_an_english_or_pinyin_name_stands_for_its_region(text: str, region: str) -> None:
    """English and pinyin names work in either case, and Shaanxi is not Shanxi."""
    assert places(text).regions == (region,)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("吉林省", "吉林省"), ("吉林", "吉林省"), ("吉林市", "吉林市"), ("海南省", "海南省"), ("海南", "海南省"), ("海南州", "海南藏族自治州"),
        ("海南藏族自治州", "海南藏族自治州"), ("贵州", "贵州省"), ("贵阳市", "贵阳市"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("template", ["{}今年的GDP目标是多少？", "请问{}2026年的GDP目标", "2026年{}GDP增长目标"])
def test_the_longer_place_name_wins(name: str, region: str, template: str) -> None:
    """吉林市 is never taken for 吉林省, nor 海南州 for 海南省, wherever in the question it stands."""
    found = places(template.format(name))
    assert found.regions == (region,)
    assert found.absent == (() if region in INDEXED else (region,))


@pytest.mark.parametrize("name", ["全国", "我国", "国务院", "国家", "中央政府"])
def test_the_country_is_the_national_report_alone(name: str) -> None:
    """全国 asks for the national report, not for every province."""
    found = places(f"{name}今年的GDP增长目标是多少？")
    assert found.regions == ("全国",)
    assert found.group is None


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("长三角", {"上海市", "江苏省", "浙江省", "安徽省"}),
        ("京津冀", {"北京市", "天津市", "河北省"}),
        ("东北三省", {"辽宁省", "吉林省", "黑龙江省"}),
        ("西部", WEST),
        ("西部各省", WEST),
        ("各省", set(PROVINCES)),
        ("全国各省", set(PROVINCES)),
        ("哪些省", set(PROVINCES)),
    ],
)
def test_a_group_is_all_its_members(group: str, members: set[str]) -> None:
    """A group name stands for each of its provinces once, and for nothing else."""
    found = places(f"{group}今年的GDP增长目标分别是多少？")
    assert set(found.regions) == members
    assert len(found.regions) == len(members)


def test_every_province_means_the_31_without_the_nation() -> None:
    """各省 is the 31 provinces of the mainland, and the national report is not among them."""
    assert len(PROVINCES) == len(set(PROVINCES)) == 31
    assert "全国" not in PROVINCES


def test_a_group_before_a_question_word_narrows_it() -> None:
    """西部哪些省 asks about the western provinces, not about all."""
    assert set(places("西部哪些省提到了新质生产力？").regions) == WEST


@pytest.mark.parametrize(
    "text",
    ["北京和上海今年的GDP增长目标各是多少？", "京沪今年的GDP增长目标各是多少？", "GDP growth targets of Beijing and Shanghai in 2026"],
)
def test_several_places_joined_are_all_asked_about(text: str) -> None:
    """Places joined by 和, by bare abbreviations or by and are all subjects."""
    assert set(places(text).regions) == {"北京市", "上海市"}


@pytest.mark.parametrize(("name", "candidates"), [("Suzhou", {"苏州市", "宿州市"}), ("Taizhou", {"泰州市", "台州市"})])
def test_a_spelling_shared_by_two_cities(name: str, candidates: set[str]) -> None:
    """An English name that two cities share is neither: ambiguous where one of them has a report, absent where none has."""
    text = f"What is the GDP growth target of {name} in 2026?"
    assert set(places(text).absent) == candidates
    found = places(text, indexed=frozenset(list(candidates)[:1]))
    assert set(found.ambiguous) == candidates
    assert found.regions == ()


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("深圳今年的GDP目标是多少？", "深圳市"),
        ("广东省深圳市2026年的GDP目标是多少？", "深圳市"),
        ("香港今年的经济增长目标是多少？", "香港特别行政区"),
        ("美国今年的GDP目标是多少？", "美国"),
        ("Shenzhen's GDP target for 2026", "深圳市"),
        ("Hong Kong GDP growth target", "香港特别行政区"),
        ("苏州今年的GDP目标", "苏州市"),
        ("昆山市2026年的GDP目标是多少？", "昆山市"),
        ("昆山2026年的GDP目标是多少？", "昆山市"),
    ],
)
def test_a_place_without_a_report_as_subject_is_absent(text: str, region: str) -> None:
    """A city or country that the question is about, listed or not, but that has no report, is absent and not replaced."""
    found = places(text)
    assert found.absent == (region,)
    assert found.regions == (region,)


@pytest.mark.parametrize(
    ("text", "region", "topic"),
    [
        ("浙江支持杭州建设什么？", "浙江省", "杭州"),
        ("广东支持深圳建设什么？", "广东省", "深圳"),
        ("广东深圳的装置推进到哪一步了？", "广东省", "深圳"),
        ("广东对美国的出口增长多少？", "广东省", "美国"),
        ("How does Guangdong plan to expand trade with the United States?", "广东省", "美国"),
    ],
)
def test_a_place_merely_spoken_of_is_a_topic(text: str, region: str, topic: str) -> None:
    """A place without a report that the question only speaks of does not take the region's place."""
    found = places(text)
    assert found.regions == (region,)
    assert found.absent == ()
    assert topic in found.topics


@pytest.mark.parametrize("text", ["广东和深圳今年的GDP增长目标各是多少？", "GDP growth targets of Guangdong and Shenzhen in 2026"])
def test_a_joined_place_without_a_report_is_absent_too(text: str) -> None:
    """Asked about two places of which one has no report, the other is not all that is understood."""
    assert places(text).absent == ("深圳市",)


@given(
    st.lists(
        st.sampled_from(["广东", "长三角", "深圳", "Suzhou", "和", "今年", "GDP目标", "对", "哪些省", "全国", "的", "Jilin", " "]),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_mixture_of_names_is_understood_consistently(parts: list[str]) -> None:
    """Whatever is thrown together: regions do not repeat, absent ones are among them and unindexed, spans lie in the text."""
    text = "".join(parts)
    found = places(text)
    assert len(set(found.regions)) == len(found.regions)
    assert set(found.absent) == set(found.regions) - INDEXED
    assert not (found.ambiguous and found.regions)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)


@pytest.mark.parametrize(
    "text",
    [
        "2026年GDP目标最低的三个省是哪些？", "GDP目标倒数三名的省份", "GDP目标前五名的省份有哪些？", "多少个省设定了5%的目标？",
        "What are all provinces' GDP targets?", "Which are the provinces that set a CPI target?",
    ],
)  # fmt: skip
def test_words_of_ranking_ask_about_every_province(text: str) -> None:
    """最低的三个省 asks about all provinces though none is named."""
    found = places(text)
    assert set(found.regions) == set(PROVINCES)
    assert found.group == "各省"


@pytest.mark.parametrize("group", ["西部", "长三角", "东北三省"])
def test_ranking_inside_a_group_stays_inside(group: str) -> None:
    """西部最高的三个省 asks about the western provinces only."""
    assert set(places(f"{group}今年GDP目标最高的三个省是哪些？").regions) == set(places(f"{group}今年GDP目标").regions)


@pytest.mark.parametrize("group", ["西部", "长三角", "东北三省"])
def test_the_highest_province_of_a_group_is_of_the_group(group: str) -> None:
    """西部GDP目标最高的省 asks about the western provinces only, too."""
    assert set(places(f"{group}GDP目标最高的省是哪个？").regions) == set(places(f"{group}今年GDP目标").regions)


@pytest.mark.parametrize(
    "text", [pytest.param(text) for text in ("最大的省会城市是哪个？", "今年哪些省会要建地铁？")]
    + ["省道改造多少公里？", "省钱办法有几个？"],
)  # fmt: skip
def test_a_province_inside_another_word_is_none(text: str) -> None:
    """省 of 省会 and 省钱 is no province."""
    assert places(text).regions == ()


@given(
    st.sampled_from(["咱们省", "我们省", "俺们县", "我省", "本市", "贵省", "你们市"]),
    st.sampled_from(["{}今年的GDP目标是多少？", "请问{}今年要建多少托育位？", "2026年{}的粮食产量目标"]),
)
@settings(max_examples=40, deadline=None)
def test_a_place_that_only_the_asker_knows(words: str, template: str) -> None:
    """咱们省 and 本市 name no place: no region is guessed, and the words are kept for the refusal."""
    found = places(template.format(words))
    assert found.regions == ()
    assert found.unnamed == words


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("自治区今年的GDP目标是多少？", "自治区"),
        ("市里要建多少停车位？", "市里"),
        ("省里今年打算修几条路？", "省里"),
        ("咱们这个省今年的目标", "咱们这个省"),
        ("内蒙古自治区今年的GDP目标", None),
        ("各自治区今年的GDP目标", None),
        ("5个自治区今年的GDP目标", None),
        ("浙江咱们省今年的目标", None),
        ("提高我市场占有率的办法", None),
        ("全市里程达到多少？", None),
    ],
)
def test_named_places_are_not_unnamed(text: str, unnamed: str | None) -> None:
    """自治区 alone is nobody's, with its name or with 各 it is known; 市场 is no 市."""
    assert places(text).unnamed == unnamed


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("甘肃往山东、浙江送电多少？", ("甘肃省",)),
        ("云南向广东送电多少？", ("云南省",)),
        ("四川连接重庆的高铁有几条？", ("四川省",)),
        ("广东对口援助新疆的资金有多少？", ("广东省",)),
        ("从上海转移到安徽的项目有多少？", ("安徽省",)),
        ("甘肃、山东、浙江今年的发电量目标", ("甘肃省", "山东省", "浙江省")),
    ],
)
def test_destinations_and_origins_are_not_asked_about(text: str, regions: tuple[str, ...]) -> None:
    """甘肃往山东送电 is about Gansu, 从上海转移到安徽 about Anhui; a plain list is about each."""
    assert places(text).regions == regions


@given(st.permutations(PROVINCES).map(lambda names: names[:3]), st.sampled_from(["往", "向", "通往", "支援"]))
@settings(max_examples=40, deadline=None)
def test_what_is_sent_is_the_senders(names: list[str], verb: str) -> None:
    """Whichever provinces: the one before 往 or 向 is asked about, those after it are topics."""
    sender, *others = (short_name(name) for name in names)
    found = places(f"{sender}{verb}{'、'.join(others)}送电多少？")
    assert found.regions == (names[0],)
    assert set(found.topics) == set(others)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("上海港和宁波舟山港谁的吞吐量大？", {"上海市", "浙江省"}),
        ("Which is larger, Shenzhen port or Shanghai port?", {"上海市", "广东省"}),
        ("上海港的吞吐量有多大？", {"上海市"}),
        ("上海港和宁波舟山港2025年的集装箱吞吐量差了多少万标箱？", {"上海市", "浙江省"}),
        ("川猪今年要保住多大的出栏量？", {"四川省"}),
        ("京津的技术往河北转移得怎么样？2023年河北吸纳了多少？", {"河北省"}),
        ("How many China-Europe freight trains did Shaanxi run?", {"陕西省"}),
    ],
)
def test_the_second_of_a_comparison_brings_its_province(text: str, regions: set[str]) -> None:
    """A city without a report that is compared with a place that has one is looked for in its province's report."""
    assert set(places(text).regions) == regions


@pytest.mark.parametrize(
    ("text", "said"),
    [("咱们省今年的GDP目标是多少？", "咱们省"), ("自治区今年的GDP目标是多少？", "自治区"), ("本市今年新增多少托育位？", "本市")],
)
def test_an_unnamed_place_is_refused_as_ambiguous(sample_index: OpenIndex, text: str, said: str) -> None:
    """No figure is given of a place that is not named; the refusal quotes the words."""
    answer = ask(sample_index, text).answer
    assert answer.refusal is not None
    assert answer.refusal.code == "ambiguous_region"
    assert said in answer.refusal.message
    assert (answer.text, answer.citations) == ("", ())


@pytest.mark.parametrize("text", ["我省民营经济今年怎么发展？", "本省民生实事有哪些？"])
def test_an_unnamed_place_before_people(sample_index: OpenIndex, text: str) -> None:
    """我省民营经济 is as unnamed as 我省."""
    refusal = ask(sample_index, text).answer.refusal
    assert refusal is not None
    assert refusal.code == "ambiguous_region"


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("浙江省在各省里排第几？", ("浙江省",)),
        ("浙江省的粮食产量被哪个省超过了？", ("浙江省",)),
        ("从杭州坐飞机去俄罗斯首都，浙江今年怎么打算？", ("浙江省",)),
        ("浙江的海港吞吐量去年排全国第一，达到多少？", ("浙江省",)),
        ("浙江今年想从山东拉电进来吗？", ("浙江省",)),
        ("浙江有哪条铁路今年能修成，一头在山东的那条？", ("浙江省",)),
    ],
)
def test_other_regions_that_are_only_spoken_of(text: str, regions: tuple[str, ...]) -> None:
    """A rank among all, one that overtook it, where something comes from or ends: the question is about the region that is named."""
    assert places(text).regions == regions


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("浙江今年安排多少省级财政资金？", ("浙江省",)),
        ("福建今年怎么引导各地发展夜经济？", ("福建省",)),
        ("湖北的各地区如何协调发展？", ("湖北省",)),
        ("鄂 2026 城镇调查失业率目标", ("湖北省",)),
        ("西藏昌都、阿里的油价为什么降了？", ("西藏自治区",)),
        ("重庆到贵阳的高铁建成了，贵州怎么安排沿线开发？", ("贵州省",)),
        ("What did Shaanxi say of Xi’an airport?", ("陕西省",)),
        ("江苏GDP过万亿元的城市增加到6座，新晋的那一座是哪个？", ("江苏省",)),
        ("各地今年的GDP目标是多少？", PROVINCES),
        ("省级政府里谁的GDP目标最高？", PROVINCES),
        ("哪些省、自治区、直辖市的GDP目标是5%？", PROVINCES),
        ("Which provinces, regions and municipalities aim for 5% growth?", PROVINCES),
        ("2024年增速目标最高的是哪两个地方？", PROVINCES),
    ],
)
def test_all_provinces_only_where_they_are_meant(text: str, regions: tuple[str, ...]) -> None:
    """省级 and 各地 beside one province stand within it; 直辖市 behind 省 does not narrow the list to the four."""
    assert places(text).regions == regions


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("广州2023年新开的航线通往哪个国家？", ("广州市",)),
        ("瑞丽去年拿到一块什么牌子？", ("瑞丽市",)),
        ("广州市政府今年打算做什么？", ()),
        ("广州2026年政府工作报告写了什么？", ()),
        ("广州今年的GDP目标是多少？", ()),
        ("贵阳今年要建几座桥？", ()),
    ],
)
def test_a_town_is_asked_of_its_province(text: str, within: tuple[str, ...]) -> None:
    """A matter in a town without a report is looked for in its province's; its government, its figures, and a city with a report are not."""
    found = places(text)
    assert found.within == within
    assert bool(found.absent) is (not within and "贵阳" not in text)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("内蒙古哪些地方将建停车区？", ("内蒙古自治区",)),
        ("首儿所通州院区投用了，北京今年给它多少张床位？", ("北京市",)),
        ("北京大学第一医院宁夏妇女儿童医院有多少张床位？", ("宁夏回族自治区",)),
        ("吉林仍被列为重点省份，今年怎么办？", ("吉林省",)),
        ("2026年省级报告里谈到延迟退休的都有谁？", PROVINCES),
        ("2026年的省级政府工作报告里，哪些提到托育？", PROVINCES),
        ("Who mentions hospice care in the 2026 provincial reports?", PROVINCES),
        ("2026年一般公共预算收入目标增速不低于4%的地方有哪些？", PROVINCES),
        ("把2026年失业率目标定在5%的省市区，请列出来。", PROVINCES),
        ("Name the provinces whose 2026 reports refer to mangroves.", PROVINCES),
    ],
)
def test_everyone_or_the_one_that_is_named(text: str, regions: tuple[str, ...]) -> None:
    """哪些地方 within a province, 省份 of one, a hospital's name and an area's do not ask of all provinces or another place; 谁 of the reports does."""
    assert places(text).regions == regions


@pytest.mark.parametrize(("town", "code"), [("广州", None), ("东莞", "region_not_in_corpus")])
def test_a_town_is_answered_where_its_province_names_it(
    index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path: Path, town: str, code: str | None
) -> None:
    """广州's new air route is in the province's report; that of a town which the report does not name is not."""
    text = "广东省2025年政府工作报告\n\n一、去年工作\n\n开通广州直飞莫尔兹比港的航线。粮食产量达到1300万吨。\n推进城市更新。\n"
    refusal = ask(index_texts(tmp_path, {"广东省": text}), f"{town}2024年新开的直飞航线通往哪里？").answer.refusal
    assert (refusal.code if refusal else None) == code
