"""Names of places → regions: full, short, one-character, literary and English names, and groups.

A `Gazetteer` knows the provinces and prefectures of `index/data` and whatever further regions the reports themselves
name (a county, an invented province). The longest name wins: 吉林市 is not 吉林省, 海南州 is not 海南省.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index.pinyin import spell

NATIONAL = "全国"
ALL_PROVINCES = "各省"

# How much a mention says that the question is about that region.
REPORT, NAME, GROUP, LITERARY = 4, 3, 2, 1

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_SUFFIX = re.compile(r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|省|市|盟)$")
_PEOPLES = re.compile(
    "(?:(?:藏|羌|彝|回|苗|侗|白|傣|壮|朝鲜|蒙古|土家|布依|景颇|傈僳|哈尼|哈萨克|柯尔克孜)族?)*(?:族|蒙古|哈萨克|柯尔克孜)自治州$"
)
# Short names that are also everyday words or other places: only the full name counts.
_NEEDS_SUFFIX = frozenset(
    [
        "安康",
        "白银",
        "朝阳",
        "大同",
        "长治",
        "山南",
        "日照",
        "来宾",
        "河池",
        "黄山",
        "普洱",
        "四平",
        "三明",
        "中山",
        "北海",
        "天门",
        "仙桃",
        "百色",
        "德州",
        "安庆",
        "通化",
        "和田",
        "海东",
        "文山",
        "大庆",
        "天水",
        "平凉",
        "白山",
        "松原",
        "东营",
        "常德",
        "永州",
        "河源",
        "清远",
        "阳江",
        "玉林",
        "新乡",
        "鹤岗",
        "丽水",
        "宁德",
        "吉安",
        "保定",
        "保山",
        "武威",
        "金昌",
    ]
)
# One character stands for a province only where the words around it leave no other reading.
_ALONE = "粤皖闽赣鲁豫鄂湘桂琼渝黔滇陕沪冀浙苏晋辽"
_ONE_CHARACTER_NEXT = (
    r"(?= ?(?:今年|去年|明年|前年|本年|20\d\d|二〇|‘|“|的|省|在|目标|[A-Za-z]|经济|地区|提出|计划|打算|报告|政府|要|对|把|将|能|有|哪|怎|"
    r"是|如何|最|近|、|，|和|与|跟|两|三|四|五|拟|定|预|全年|十五五|城镇|粮食|居民|社零|物价|失业|财政|外贸))"
)
_ENGLISH = {
    "哈尔滨市": "Harbin", "乌鲁木齐市": "Urumqi", "呼和浩特市": "Hohhot", "拉萨市": "Lhasa", "西安市": "Xi'an", "鄂尔多斯市": "Ordos",
    "呼伦贝尔市": "Hulunbuir", "吐鲁番市": "Turpan", "齐齐哈尔市": "Qiqihar", "克拉玛依市": "Karamay", "日喀则市": "Shigatse",
    "喀什地区": "Kashgar", "雄安新区": "Xiong'an", "伊犁哈萨克自治州": "Ili", "六安市": "Lu'an", "吉林市": "Jilin City",
    "海南藏族自治州": "Hainan Prefecture", "吕梁市": "Lüliang", "延安市": "Yan'an", "淮安市": "Huai'an", "泰安市": "Tai'an",
}  # fmt: skip
_COUNTRIES = {
    "美国": "United States", "日本": "Japan", "韩国": "South Korea", "英国": "United Kingdom", "法国": "France", "德国": "Germany",
    "印度": "India", "俄罗斯": "Russia", "越南": "Vietnam", "新加坡": "Singapore", "泰国": "Thailand", "澳大利亚": "Australia",
    "加拿大": "Canada", "巴西": "Brazil", "欧盟": "European Union", "马来西亚": "Malaysia", "意大利": "Italy", "朝鲜": "North Korea",
    "墨西哥": "Mexico", "老挝": "Laos", "缅甸": "Myanmar", "柬埔寨": "Cambodia", "印度尼西亚": "Indonesia", "菲律宾": "Philippines",
    "哈萨克斯坦": "Kazakhstan", "乌兹别克斯坦": "Uzbekistan", "巴基斯坦": "Pakistan", "蒙古国": "Mongolia", "埃及": "Egypt", "沙特": "Saudi Arabia",
    "西班牙": "Spain", "荷兰": "Netherlands", "瑞士": "Switzerland", "匈牙利": "Hungary", "塞尔维亚": "Serbia", "南非": "South Africa",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A place that can have a report. `level` is national, province, city, county or country."""

    name: str
    level: str
    slug: str
    parent: str | None = None

    @property
    def english(self) -> str:
        """Its English name: 广东省 → Guangdong, 全国 → the national report."""
        return _ENGLISH.get(self.name, self.slug.replace("-", " ").title())


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names regions: `text[start:end]` stands for `regions`; `strength` as in the constants above."""

    start: int
    end: int
    regions: tuple[str, ...]
    strength: int


class Gazetteer:
    """Every name the system knows for every region, compiled once."""

    def __init__(self, regions: dict[str, Region], aliases: dict[str, Mention], pattern: re.Pattern[str]) -> None:
        self.regions = regions
        self._aliases = aliases
        self._pattern = pattern
        self._singles = _single_patterns("".join(alias[1] for alias in aliases if alias.startswith("\0")))

    @property
    def ordinary(self) -> frozenset[str]:
        """Short names of cities that are everyday words as well (日照, 黄山), which `find` passes over."""
        return _NEEDS_SUFFIX

    def region(self, name: str) -> Region | None:
        """The region that a name, alias or English name stands for, or None: 粤 → 广东省, tibet → 西藏自治区."""
        found = self._aliases.get(_fold(name)) or self._aliases.get(_one(name.strip()))
        return self.regions[found.regions[0]] if found and len(found.regions) == 1 else None

    def members(self, name: str) -> tuple[str, ...]:
        """The regions a name stands for: one, several for a group, none when unknown."""
        found = self._aliases.get(_fold(name)) or self._aliases.get(_one(name.strip()))
        return found.regions if found else ()

    def find(self, text: str) -> list[Mention]:
        """All mentions in reading order, the longest name first where names overlap."""
        mentions = []
        for match in self._pattern.finditer(text.replace("’", "'")):  # one character each: places stay
            known = self._aliases.get(_fold(match.group()))
            if known is None or not _acceptable(match.group(), known, self.regions):
                continue
            mentions.append(Mention(match.start(), match.end(), known.regions, known.strength))
        mentions += _one_character_mentions(text, self._aliases, mentions, self._singles)
        return sorted(mentions, key=lambda mention: mention.start)


def build_gazetteer(extra: tuple[str, ...] = ()) -> Gazetteer:
    """A gazetteer of the known regions and of `extra` full names read from report titles."""
    regions, aliases = _known()
    regions, aliases = dict(regions), dict(aliases)
    for name in extra:
        if name not in regions:
            region = read_region(name)
            regions[name] = region
            _add(aliases, NAME, (name,), name, short_name(name), region.english)
    names = sorted((alias for alias in aliases if not alias.startswith("\0")), key=len, reverse=True)
    chinese = "|".join(re.escape(name) for name in names if not name.isascii() or name[0].isdigit())
    english = "|".join(re.escape(name) for name in names if name.isascii() and not name[0].isdigit())
    return Gazetteer(regions, aliases, re.compile(rf"{chinese}|\b(?:{english})(?![A-Za-z]|(?<=China)-[A-Z])", re.IGNORECASE))


def read_region(name: str) -> Region:
    """A region from its full name alone; the level follows from the last character: 云岚省, 石黎市, 某某县."""
    known = _known()[0].get(name)
    if known is not None:
        return known
    level = "province" if re.search("省$|自治区$", name) else "city" if re.search("[市盟]$|自治州$|地区$", name) else "county"
    return Region(name, level, spell(short_name(name) or name).lower())


def short_name(name: str) -> str:
    """The name without its kind: 广东省 → 广东, 内蒙古自治区 → 内蒙古, 深圳市 → 深圳."""
    return _SUFFIX.sub("", name) if len(name) > 2 else name


@lru_cache(maxsize=1)
def town_names() -> tuple[str, ...]:
    """Short names of the known places below provinces: 苏州, 日照, 甘孜."""
    regions, aliases = _known()
    names = (name for name, known in aliases.items() if regions[known.regions[0]].level in ("city", "county") and _HAN.fullmatch(name))
    prefectures = (_PEOPLES.sub("", name) for name in regions if "族" in name)
    return tuple(dict.fromkeys((*names, *prefectures, *_NEEDS_SUFFIX)))


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Region], dict[str, Mention]]:
    regions: dict[str, Region] = {}
    aliases: dict[str, Mention] = {}
    _read_counties(regions, aliases)
    _read_prefectures(regions, aliases)
    _read_provinces(regions, aliases)
    for country, english in _COUNTRIES.items():
        regions[country] = Region(country, "country", english.lower().replace(" ", "-"))
        _add(aliases, NAME, (country,), country, english)
    _read_groups(aliases)
    return regions, aliases


def _read_provinces(regions: dict[str, Region], aliases: dict[str, Mention]) -> None:
    for name, slug, character, chinese, english in _rows("provinces.tsv"):
        regions[name] = Region(name, "national" if name == NATIONAL else "province", slug)
        names = chinese.split("、")
        strong = LITERARY if name == NATIONAL else NAME
        if name != NATIONAL:
            _add(aliases, LITERARY, (name,), *(f"{other}大地" for other in names if len(other) > 1 and not other.endswith("大地")))
        _add(aliases, strong, (name,), name, names[0], *english.split("、"))
        _add(aliases, LITERARY, (name,), *(other for other in names[1:] if len(other) > 1))
        for one in (character, *(other for other in names[1:] if len(other) == 1)):
            if one:
                aliases[_one(one)] = Mention(0, 0, (name,), NAME)
    for named in ("全国报告", "国家报告", "国务院报告", "总理报告", "中央政府工作报告", "全国政府工作报告", "国务院政府工作报告"):
        _add(aliases, REPORT, (NATIONAL,), named)
    _add(aliases, REPORT, (NATIONAL,), "national report", "national government work report", "national work report")


def _read_prefectures(regions: dict[str, Region], aliases: dict[str, Mention]) -> None:
    for province, places in _rows("prefectures.tsv"):
        for place in places.split("、"):
            name, _, nicknames = place.partition("=")
            slug = spell(short_name(name))
            regions[name] = Region(name, "city", slug, province)
            _add(aliases, NAME, (name,), name, *(nicknames.split("/") if nicknames else ()))
            if short_name(name) not in _NEEDS_SUFFIX and "族" not in name:
                _add(aliases, NAME, (name,), short_name(name))
            if "族" not in name or name in _ENGLISH:
                _add_english(aliases, name, regions[name].english)


def _read_counties(regions: dict[str, Region], aliases: dict[str, Mention]) -> None:
    for province, places in _rows("cities.tsv"):
        for name in places.split("、"):
            regions[name] = Region(name, "county", spell(short_name(name)), province)
            _add(aliases, NAME, (name,), name, short_name(name))


def _add_english(aliases: dict[str, Mention], name: str, english: str) -> None:
    """Cities that share a spelling (Suzhou, Taizhou) become one alias for both: the question must say which."""
    folded = _fold(english)
    shared = aliases[folded].regions if folded in aliases else ()
    aliases[folded] = Mention(0, 0, (*shared, name), NAME)


def _read_groups(aliases: dict[str, Mention]) -> None:
    provinces = {short_name(name): name for name, *_ in _rows("provinces.tsv")}
    everyone = tuple(name for name in provinces.values() if name[:2] not in ("全国", "香港", "澳门", "台湾"))
    for group, others, members in _rows("groups.tsv"):
        strength = NAME if members == "*" else GROUP
        regions = everyone if members == "*" else tuple(provinces[member] for member in members.split("、"))
        _add(aliases, strength, regions, group, *others.split("、"))


def _rows(name: str) -> list[list[str]]:
    text = (files("index") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _add(aliases: dict[str, Mention], strength: int, regions: tuple[str, ...], *names: str) -> None:
    for name in names:
        aliases[_fold(name)] = Mention(0, 0, regions, strength)


def _fold(name: str) -> str:
    return name.strip().lower().replace("’", "'")


def _one(character: str) -> str:
    return "\0" + character


def _acceptable(found: str, known: Mention, regions: dict[str, Region]) -> bool:
    """English names of cities count only when written with a capital: 'dali' is also a word."""
    only_city = all(regions[name].level == "city" for name in known.regions)
    return not (only_city and found.isascii() and len(found) < 6 and not found[0].isupper())


def _single_patterns(characters: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(part of a province, run of one-character names, one standing alone)."""
    runs = rf"(?!新晋)(?:(?<![\u4e00-\u9fff])|(?<=[年末底在问，,]))(?:[{characters}][、和与及跟,，/]?){{2,8}}(?=[两三四五六七八]?(?:省|地|区|市)|今年|去年|20\d\d|的)"
    alone = rf"(?:(?<![\u4e00-\u9fff])|(?<=[和与跟、及问比]))[{_ALONE}]{_ONE_CHARACTER_NEXT}|(?:(?<![\u4e00-\u9fff])|(?<=[年，、和与跟]))[{characters}]省|^[京津川藏蒙吉黑青宁新甘陇](?=20\d\d年?|今年|去年|2\d年)"
    parts = rf"(?<![\u4e00-\u9fff])[{_ALONE}川][东西南北中](?![\u5e02\u5dde])|(?:(?<![\u4e00-\u9fff])|(?<=[年末底在问]))[{_ALONE}川藏陇秦蜀楚](?:地(?!区|铁|方|产|下|质|理|形|带|铁)|省人|籍|[猪茶酒米企商](?![\u4e00-\u9fff]?[芎贝乌]))"
    return re.compile(parts), re.compile(runs), re.compile(alone)


def _one_character_mentions(
    text: str, aliases: dict[str, Mention], taken: list[Mention], patterns: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
) -> list[Mention]:
    parts, runs, alone = patterns
    found: list[Mention] = []
    for match in parts.finditer(text):  # 皖北, 粤东: a part of the province
        known = aliases[_one(match.group()[0])]
        if not any(m.start <= match.start() < m.end for m in taken):
            found.append(Mention(match.start(), match.end(), known.regions, LITERARY))
    for match in (*runs.finditer(text), *alone.finditer(text)):
        for offset, character in enumerate(match.group()):
            one = aliases.get(_one(character))
            at = match.start() + offset
            if one and not any(m.start <= at < m.end for m in (*taken, *found)):
                found.append(Mention(at, at + 1, one.regions, one.strength))
    return found
