"""Names of places → regions."""

from __future__ import annotations

from importlib.resources import files
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.regions import NATIONAL, build_gazetteer, read_region, short_name

GAZETTEER = build_gazetteer()
ROWS = [
    line.split("\t")
    for line in (files("index") / "data" / "provinces.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def named(text: str) -> list[tuple[str, ...]]:
    """The regions of each mention, in reading order."""
    return [mention.regions for mention in GAZETTEER.find(text)]


def test_there_are_thirty_four_provinces_and_the_nation() -> None:
    """The list holds every province-level region once, and the national report."""
    assert len({name for name, *_ in ROWS}) == 35
    assert [GAZETTEER.regions[name].level for name, *_ in ROWS].count("province") == 34


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_every_province_is_found_by_all_its_names(row: list[str]) -> None:
    """Full, short, literary, English and one-character names each stand for the one region."""
    name, slug, character, chinese, english = row
    for alias in (name, slug.replace("-", " "), *([character] if character else []), *chinese.split("、"), *english.split("、")):
        if not (name == NATIONAL and alias == slug):
            assert GAZETTEER.members(alias) == (name,), alias
    for alias in (name, chinese.split("、")[0], english.split("、")[0]):
        assert (name,) in named(f"请问 {alias} 的目标是多少"), alias


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("吉林市的目标", ["吉林市"]),
        ("吉林省的目标", ["吉林省"]),
        ("海南州的目标", ["海南藏族自治州"]),
        ("海南的目标", ["海南省"]),
        ("粤2026年目标", ["广东省"]),
        ("粤和浙的目标", ["广东省", "浙江省"]),
        ("八桂大地", ["广西壮族自治区"]),
        ("What is Shaanxi's target?", ["陕西省"]),
        ("What is Shanxi's target?", ["山西省"]),
        ("tibet and INNER MONGOLIA", ["西藏自治区", "内蒙古自治区"]),
        ("广东、浙江与贵阳", ["广东省", "浙江省", "贵阳市"]),
        ("全国的目标", [NATIONAL]),
        ("经济增长目标是多少", []),
        ("新质生产力、青年就业", []),
    ],
)
def test_the_longest_name_wins(question: str, regions: list[str]) -> None:
    """A longer place name hides the shorter one inside it, and everyday words are no places."""
    assert named(question) == [(region,) for region in regions]


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("长三角", {"上海市", "江苏省", "浙江省", "安徽省"}),
        ("京津冀", {"北京市", "天津市", "河北省"}),
        ("东北三省", {"辽宁省", "吉林省", "黑龙江省"}),
        ("直辖市", {"北京市", "天津市", "上海市", "重庆市"}),
        ("自治区", {"内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区"}),
    ],
)
def test_groups_stand_for_their_members(group: str, members: set[str]) -> None:
    """A group is one mention of all its members, and is no region itself."""
    assert named(f"{group}的目标") == [GAZETTEER.members(group)]
    assert set(GAZETTEER.members(group)) == members
    assert GAZETTEER.region(group) is None


def test_every_province_is_the_31_and_not_the_nation() -> None:
    """各省 are the 31 provinces that have reports, and neither the nation nor a group of it."""
    everyone = GAZETTEER.members("各省")
    assert len(everyone) == len(set(everyone)) == 31
    assert NATIONAL not in everyone


def test_the_west_has_twelve_members() -> None:
    """西部 is the twelve provinces of the policy for the west."""
    assert len(set(GAZETTEER.members("西部"))) == 12


def test_cities_of_one_spelling_are_not_guessed() -> None:
    """Suzhou is 苏州 and 宿州: both are named, neither is chosen."""
    assert set(GAZETTEER.members("Suzhou")) == {"苏州市", "宿州市"}
    assert GAZETTEER.region("Suzhou") is None


def test_unknown_names_stand_for_nothing() -> None:
    """A name in no list is no region, and no error."""
    for name in ("", " ", "青溪县", "Atlantis", "。"):
        assert GAZETTEER.region(name) is None
        assert GAZETTEER.members(name) == ()


def test_regions_of_the_reports_are_added(sample_corpus: SimpleNamespace) -> None:
    """Invented regions are found by full and short name once a report names them, and the known ones stay."""
    gazetteer = build_gazetteer(tuple({report.region for report in sample_corpus.reports}))
    for region, short in (("云岚省", "云岚"), ("沧原省", "沧原"), ("海屿市", "海屿"), ("石黎市", "石黎"), ("澜州自治区", "澜州")):
        assert gazetteer.region(region).name == gazetteer.region(short).name == region
        assert [m.regions for m in gazetteer.find(f"{short}和广东的目标")] == [(region,), ("广东省",)]
        assert GAZETTEER.region(region) is None


def test_adding_a_known_region_changes_nothing() -> None:
    """A report of a known region adds no second region of that name."""
    assert build_gazetteer(("广东省", "贵阳市")).regions == GAZETTEER.regions


@pytest.mark.parametrize(
    ("name", "level"),
    [("广东省", "province"), ("云岚省", "province"), ("澜州自治区", "province"), ("石黎市", "city"), ("青溪县", "county"), ("某某旗", "county"),
     ("花溪区", "county"), ("云浮山自治州", "city"), ("上海市", "province"), ("吉林市", "city"), (NATIONAL, "national")],
)  # fmt: skip
def test_level_follows_from_the_name(name: str, level: str) -> None:
    """The kind of a region is known from its list or its last characters; its slug is plain ASCII."""
    region = read_region(name)
    assert (region.name, region.level) == (name, level)
    assert region.slug.isascii()
    assert region.slug == region.slug.lower() != ""


@pytest.mark.parametrize(
    ("name", "short"), [("广东省", "广东"), ("内蒙古自治区", "内蒙古"), ("新疆维吾尔自治区", "新疆"), ("深圳市", "深圳"), ("全国", "全国")]
)
def test_short_names(name: str, short: str) -> None:
    """The short name is the name without its kind."""
    assert short_name(name) == short


@given(
    st.lists(
        st.sampled_from(
            ["广东", "吉林市", "粤", "苏皖", "Hebei", "长三角", "，", "和", "今年", "省", "的目标", "海南州", "x", "Suzhou", "皖北"]
        ),
        max_size=12,
    ).map("".join)
)
@settings(max_examples=100, deadline=None)
def test_mentions_are_in_order_and_do_not_overlap(text: str) -> None:
    """Whatever names follow each other, mentions are inside the text, in order, disjoint, and of known regions."""
    mentions = GAZETTEER.find(text)
    position = 0
    for mention in mentions:
        assert position <= mention.start < mention.end <= len(text)
        assert mention.regions
        assert all(region in GAZETTEER.regions for region in mention.regions)
        position = mention.end


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] != NATIONAL], ids=lambda row: row[1])
def test_the_land_of_a_province_is_the_province(row: list[str]) -> None:
    """燕赵大地, 龙江大地, 广东大地: any Chinese name of a province with 大地 behind it is one mention, 大地 included."""
    for other in row[3].split("、"):
        land = other if other.endswith("大地") else f"{other}大地"
        if len(other) > 1:
            (mention,) = GAZETTEER.find(f"{land}今年有什么变化？")
            assert (mention.start, mention.end, mention.regions) == (0, len(land), (row[0],)), land


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("京2024年GDP目标", ["北京市"]),
        ("甘2026年粮食目标", ["甘肃省"]),
        ("吉24年的目标", ["吉林省"]),
        ("新今年的目标", ["新疆维吾尔自治区"]),
        ("创新2026年的做法", []),
        ("年青2024年", []),
        ("宁波2026年的目标", ["宁波市"]),
        ("陇地今年怎么治沙？", ["甘肃省"]),
        ("楚地今年的目标", ["湖北省"]),
        ("川籍老板", ["四川省"]),
        ("川地铁里程", []),
        ("今年京津两地的目标", ["北京市", "天津市"]),
        ("请问，苏浙两省的目标", ["江苏省", "浙江省"]),
    ],
)
def test_one_character_stands_for_a_province_before_a_year(question: str, regions: list[str]) -> None:
    """京2024年 at the start is Beijing, 陇地 is Gansu and 京津两地 two regions; 创新2026年 and 川地铁 name none."""
    assert named(question) == [(region,) for region in regions]


@pytest.mark.parametrize(
    ("run", "group"),
    [
        ("晋皖赣豫鄂湘", "中部六省"),
        ("渝川黔滇藏", "西南五省"),
        ("陕甘青宁新", "西北五省"),
        ("沿海十一省", "沿海省份"),
        ("沿海11个省区市", "沿海省份"),
    ],
)
def test_runs_that_name_a_group(run: str, group: str) -> None:
    """A region written as its members' characters, or counted, is the same group."""
    assert set(GAZETTEER.members(run)) == set(GAZETTEER.members(group)) != set()
    assert {region for mention in GAZETTEER.find(f"{run}今年的目标") for region in mention.regions} == set(GAZETTEER.members(group))
