"""Which places a question is about, and which it merely mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.regions import ALL_PROVINCES, GROUP, LITERARY, NAME, NATIONAL, REPORT, Gazetteer, Mention, short_name

_EVERYONE = re.compile(
    r"(?:(?:最|更|较)[高低大小多少快慢强]|[前后]|倒数|哪|几|各|多少)的?第?[一二两三四五六七八九十几些\d]*(?:个|位|名)?(?:省级地区|省区市|省[份市区]|省(?![钱油电心力会长委级事])|地方(?=[把的定提设给没未报拿目想要打计准力有将写说讲谈]))|"
    r"省[份市区]?(?:有|是)哪|有没有(?:哪个|哪些|什么)?(?:省[份市区]?|地区)(?=把|的|将|在|没|提|定)|的(?:省区市|省市区|省[份市区]?|省级(?:地区|行政区)|地方(?=(?:都|一共|总共)?(?:有|是)?(?:哪|几[个家]|谁|名单|多少个))|地区(?=名单|列表|清单|有哪|[，,]?请?列))(?=(?:[（(][^（）()]*[）)])?(?:有|是)|[？?。，,]?$|[，,]|有|是|请?列|名单|列表|清单|都|共|里|中|当中|一共|总共|哪|几)|什么省[份]?|省级(?:的)?(?:政府)?(?:工作)?报告(?=[^。？]{0,40}(?:哪|谁|几份|列))|(?:全国|国内)[^，。？]{0,10}(?:排名|排第|排在|名列)|\b(?:which|what|all|how many|each|every|most|any|the) (?:(?:two|three|four|five|six|seven|eight|nine|ten|other) )?(?:chinese )?(?:provinces(?= whose| with the)|(?<!the )provinces?|regions?|provincial(?:-level)? (?:20\d\d )?(?:regions?|governments?|reports?|units?|government work reports?))\b|\b(?:top|bottom)(?: \w+)? (?:provinces|regions)|\b(?:rank|list|order|compare) (?:all )?(?:the )?(?:\d+ )?(?:chinese )?provinces|\bprovinces (?:set|adopt|have|had|did|do|with|that|whose)",
    re.I,
)
_AMONG = re.compile(
    r"\b(?:of|among) (?:any|all) (?:of )?(?:the )?(?:chinese )?provinces?\b|在(?:全国|国内)?各?省[份市区]*(?:里|中|当中|之中)?(?:能|可以)?[排居位]|[被叫让]哪[个些]?(?:省|地方|市)"
)
_ALL_KINDS = re.compile(
    r"(?:省|自治区)[份、和与及或/（(]{1,2}(?:自治区[、和与及或/]*)?直辖市|\bprovinces\b[^?.]{0,30}\bmunicipalities\b|\bprovinces\b,? (?:or|and) (?:autonomous )?regions\b",
    re.I,
)
_WITHIN = re.compile("各地区?|全国各地|省份")
_WHO = re.compile(
    r"(?:谁家?|哪些地方|有谁)(?=[^。？]{0,20}(?:报告|提|写|说|谈)|[^，。？]{0,6}“)|报告[^。？]{0,8}(?:有哪些地方|谁)|报告[^。？]{0,40}有谁[？?]?$|(?:哪|几)[些几]?(?:个|份)?省级(?:政府)?(?:工作)?报告|\bwhose\b[^?]{0,20}\bprovincial\b|\bwho (?:mention|talk|speak|spoke|refer|discuss)|(?:^|, )where is\b",
    re.I,
)  # of whose reports it is asked
_ANYONE = re.compile(
    "哪(?:[些几两二三四五]个?|个)(?:地方|地区)|哪[些几](?:个|家)|谁|哪[里儿](?=的|[^，。？]{0,16}最)"
)  # of whom a figure is asked
_UNNAMED = re.compile(
    r"(?:咱们?|我们|俺们?)这[儿里](?=今|去|20|要|有|的)|(?:咱们?|我们|俺们?|本|贵|我|你们)(?:这个?|那个?)?(?:省|市|自治区|直辖市|县|区)(?!场|政府?债|值|域|民(?!营|生|企|办|间|宿|政|族|用))|(?<![\u4e00-\u9fff])(?:省|市|区)里(?=[今去明打准计要会有])|那个(?:省|市(?!场)|直辖市|自治区|县)|"
    r"\b(?:the|our|this|my|that) (?:province|city|municipality|autonomous region)(?:'s|’s)?(?! of)\b",
    re.I,
)
_REGION_ALONE = re.compile(r"(?<![个各大族\u5404有和与、省或]) ?自治区(?!们|中|都|分别|哪|谁)")
_ONWARD = re.compile(
    r"^(?:省|市|自治区)?(?:要|想|将|计划|打算|今年|去年|20\d\d年|[,，])*(?:往|向|给|对|送(?:往|到)?|输(?:往|送到)?|通往|连接|直达|援助|对接|支援)"
)
_ITS_GOVERNMENT = re.compile("[省市县区州盟旗]?(?:人民)?政府|[^，。？]{0,14}(?:政府|工作)报告|'s|’s|[^?]{0,30}(?:government|report)", re.I)
_ENGLISH_LINE = re.compile(r"[A-Z][a-z’']+(?:[–-][A-Z][a-z’']+)+ (?:high-speed|rail|line|express|canal|pipeline)")
_SCHOOL = re.compile(" ?(?:大学|医科大学|师范大学|理工大学|University)")
_WITH_WHOM = re.compile("(?:省|市|自治区)?(?:还|都|将|要|去年|今年)*(?:跟|和|与|同|向|从|联合|携手)$")
_WITHIN_IT = re.compile("(?:省|市|自治区)?(?:的|里|境内)?$")
_BEATEN = re.compile(r"(?:超过|超越|反超|赶超|赶上|追上|击败|打败)了?$")  # 凭什么超过山东、做到第一: of the one that did
_TOWARDS = re.compile(r"[往向]$")  # 京津的技术往河北转移…？河北吸纳…: about Hebei, which is named again
_ORIGIN = re.compile(r"(?:从|由|来自)$")
_ENDS_AT = re.compile(r"(?:一头|一端|另一头|另一端|起点|终点)(?:在|是|到|连着|接着)?$")
_LINE = re.compile(r"[省市]?[到至—][\u4e00-\u9fff]{2,4}?[省市]?的?(?:高铁|高速|铁路|公路|城际|航线|管道|输电)")  # 重庆到贵阳的高铁…，贵州…
_MOVED = re.compile(
    r"^(?:省|市)?(?:疏解|迁|搬|转移|引进|引来|调来|流入|运来|来|出来|出发|[^，。？]{0,14}[拉引调运买输接][^，。？]{0,3}(?:进来|过来|回来|来))"
)
_REPORT_NEXT = re.compile(
    r"(?:省|市|自治区|的|’s|'s|\s)*(?:20\d\d\s*年?)?(?:版)?(?:的)?\s*(?:那[份篇]|这[份篇])?(?:政府)?(?:工作)?报告|(?:省|市|自治区)?(?:方面|那边|这边|官方)(?:说|的|是|定|打算|计划|提|要|今年)|(?:'s|’s)?(?: 20\d\d)?(?: government)?(?: work)? report",
    re.I,
)
_JOINED = re.compile(r"^[\s、，,和与跟及同或/&]*(?:and|or|versus|vs\.?|with|,)?[\s、]*$", re.I)
_COMPARED = re.compile(r"比|高于|低于|相差|差多少|谁|哪[边个地]|对照|versus|vs\.?|than|compare", re.I)
_LEFT_OUT = re.compile(r"除(?:了|去)?([^，。？]{2,20}?)(?:以外|之外|外|，|,)")
_BEYOND = re.compile(r"比|[高低快慢多少大小]于|超过|不及|除|than|besides|except", re.I)
_COMPARED_WITH = re.compile(
    r"[和与跟同比、][^，。？]{1,24}[，,]?[^，。？]{0,8}(?:谁|哪一?[个边家座]|相差|差了?多少|各|分别)|(?:which|whose) .{0,40} or |\bside by side\b|\bversus\b",
    re.I,
)
_UNLISTED = re.compile(
    r"^(?:请问)?([\u4e00-\u9fff]{2,7}?(?:省|市|县|区|州|盟|旗))(?=的|今年|去年|明年|20\d\d|[A-Z]|经济|政府|地区生产|城镇|居民|社|一般|固定|规模)"
)
_PLACE_IN = re.compile(r"第[一二三四五六七八九十\d]|前[一二三四五六七八九十\d]|首位|首个|率先")
_NEW_AREA = re.compile(r"(?:请问)?([\u4e00-\u9fff]{2,4}新区)(?=的|今年|去年|明年|20\d\d|GDP|经济|地区生产|城镇|一般公共|规上|固定|社零)")
_COUNTY = re.compile(
    r"市?([\u4e00-\u9fff]{2,3}[区县旗](?<![全各山新老城社园景灾牧林矿库校特我本发范验贸郊市][区县])(?<!自治[区县旗]))(?=的|今年|去年|20\d\d|一般公共|地区生产|GDP|城镇|规上|固定|社零)"
)
_GENERIC = re.compile(
    r"全[省市区县州]|各|城市|[早夜超菜集楼股门]市|地区|开发区|自治区|本[省市区]|哪|这|那|我们|新区|示范区|园区|社区|山区|灾区|城区|景区|校区|院区|厂区|库区|林区|牧区|矿区|港区|片区|街区|小区|特区|几|个"
)
_SUBJECT_NEXT = re.compile(
    r"(?:市自己|市|'s|’s|的)?\s*(?:政府|市政府)?(?:工作)?(?:报告)?(?:的|在|把|给|要|将|计划|打算|提出|对|今年|去年|明年|20\d\d|GDP|经济|地区生产|全[市年]|城镇|社零|政府|government|plan|target|set|aim|report|economy|unemployment)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Places:
    """`regions` the question is about (official names); `absent` those among them without a report; `topics` places it
    merely mentions (short names) and `hints` the provinces these lie in; `ambiguous` the candidates of a name that could be several; `spans` where places stand in the text;
    `unnamed` words for a place that do not say which (咱们省); `within` towns without a report of which the report of their province is asked.
    """

    regions: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    group: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    assumed: tuple[str, ...] = ()
    unnamed: str | None = None
    within: tuple[str, ...] = ()


def read_places(text: str, gazetteer: Gazetteer, indexed: frozenset[str], figure: bool) -> Places:
    """The places of a question. `indexed` are the regions that have a report; `figure` says that an indicator is asked for."""
    mentions = _with_everyone(text, gazetteer.find(text), gazetteer, figure)
    kept, mentioned = _weigh(text, mentions, gazetteer, indexed, figure)
    topics = tuple(short_name(name) for name in mentioned)
    hints = tuple(dict.fromkeys(parent for name in mentioned if (parent := gazetteer.regions[name].parent)))
    spans = tuple((mention.start, mention.end) for mention in kept)
    if (kept or len(hints) > 1) and not figure and _COMPARED_WITH.search(text):  # 上海港和宁波舟山港谁…: the second one's province as well
        kept += [Mention(0, 0, (name,), NAME) for name in hints if name in indexed and not any(name in m.regions for m in kept)]
    unnamed = _unnamed(text, kept)
    if unnamed:
        return Places(unnamed=unnamed, spans=spans)
    unlisted = _unlisted(text, kept, figure)
    if unlisted:
        return Places(absent=(unlisted,), regions=(unlisted,), spans=spans)
    ambiguous = next((m.regions for m in kept if _is_ambiguous(m, gazetteer)), ())
    if ambiguous and not set(ambiguous) & indexed:
        return Places(absent=ambiguous, regions=ambiguous, spans=spans)
    if ambiguous:
        return Places(ambiguous=ambiguous, spans=spans)
    regions = tuple(dict.fromkeys(region for mention in kept for region in mention.regions))
    group = next((text[m.start : m.end] for m in kept if len(m.regions) > 1), None)
    everyone = group is not None and any(len(m.regions) == len(gazetteer.members(ALL_PROVINCES)) for m in kept)
    present = tuple(region for region in regions if region in indexed)
    absent = tuple(region for region in regions if region not in indexed)
    town = _town(text, kept, gazetteer, indexed) if absent and not present and not figure else None
    if town and (parent := gazetteer.regions[town].parent):
        return Places((parent,), (), tuple(dict.fromkeys((short_name(town), *topics))), (parent,), spans=spans, within=(town,))
    if everyone:
        left_out = {name for match in _LEFT_OUT.finditer(text) for m in gazetteer.find(match.group(1)) for name in m.regions}
        present = tuple(name for name in _every_province(gazetteer, indexed) if name not in left_out)
    if group and present:
        regions, absent = present, ()
    assumed = (f"{group} → {'、'.join(present)}",) if group and not everyone else ()
    return Places(regions, absent, topics, hints, (), ALL_PROVINCES if everyone else group, spans, assumed)


def _town(text: str, kept: list[Mention], gazetteer: Gazetteer, indexed: frozenset[str]) -> str | None:
    """The one town asked about, 广州2023年新开的航线…, where its province has a report and it is not its own government that is asked."""
    if len(kept) != 1 or len(kept[0].regions) != 1 or _ITS_GOVERNMENT.match(text, kept[0].end):
        return None
    region = gazetteer.regions[kept[0].regions[0]]
    return region.name if region.level in ("city", "county") and region.parent in indexed else None


def _with_everyone(text: str, mentions: list[Mention], gazetteer: Gazetteer, figure: bool) -> list[Mention]:
    """The mentions, and one of all provinces where words such as 最低的三个省 ask for them and no name of theirs stands there."""
    several = sum(len(mention.regions) == 1 for mention in mentions) > 1  # 谁 is one of those named
    match = _EVERYONE.search(text) or (_ANYONE.search(text) or _WHO.search(text) if figure and not several else None)
    match = match or (_WHO.search(text) if not mentions else None)
    named = [m for m in mentions if len(m.regions) == 1 and gazetteer.regions[m.regions[0]].level == "province"]
    if listed := _ALL_KINDS.search(text):  # provinces, regions and municipalities: every kind of province, not the four alone
        mentions = [m for m in mentions if not (listed.start() <= m.start < listed.end() and len(m.regions) > 1)]
    if len(named) == 1:
        mentions = [m for m in mentions if not _WITHIN.fullmatch(text[m.start : m.end])]  # 福建引导各地…: within Fujian
    if len(named) == 1 and _AMONG.search(text):
        return [m for m in mentions if len(m.regions) == 1]  # 山西在各省里排第几, 黑龙江被哪个省超过: about the one that is named
    if match and len(named) == 1 and _WITHIN_IT.fullmatch(text, named[0].end, match.start()):
        return mentions  # 内蒙古哪些地方: within Inner Mongolia
    if match and len(named) == 1 and _WITH_WHOM.fullmatch(text, named[0].end, match.start()) and not _COMPARED.search(text):
        return mentions  # 甘肃跟哪些省区共建…: about Gansu
    if match and len(named) == 1 and re.search("[，,。；;]", text[named[0].end : match.start()]) and not _BEYOND.search(text):
        return mentions  # 广东去年排第二，排第一的是哪个省: about the one that is named
    if match is None or len(named) > 1 or any(len(m.regions) > 1 or (m.start < match.end() and match.start() < m.end) for m in mentions):
        return mentions
    return sorted([*mentions, Mention(match.start(), match.end(), gazetteer.members(ALL_PROVINCES), NAME)], key=lambda m: m.start)


def _unnamed(text: str, kept: list[Mention]) -> str | None:
    """咱们省, 本市, or 自治区 alone: a place that only the person who asks knows."""
    if any(len(mention.regions) == 1 for mention in kept):
        return None
    match = _UNNAMED.search(text)
    if match is None and all(text[m.start : m.end] == "自治区" for m in kept):
        match = _REGION_ALONE.search(text)
    return match.group().strip() if match else None


def _every_province(gazetteer: Gazetteer, indexed: frozenset[str]) -> tuple[str, ...]:
    """The provinces that have a report, known ones in their usual order, then the others."""
    usual = gazetteer.members(ALL_PROVINCES)
    others = sorted(name for name in indexed if name not in usual and gazetteer.regions[name].level == "province")
    return (*(name for name in usual if name in indexed), *others)


def _weigh(
    text: str, mentions: list[Mention], gazetteer: Gazetteer, indexed: frozenset[str], figure: bool
) -> tuple[list[Mention], tuple[str, ...]]:
    """(mentions the question is about, regions it only speaks of): the strongest, and what is joined to them."""
    mentions = [
        mention
        for mention in mentions
        if not any(aside(text, mention, mentions) for aside in (_narrowed, _says_where, _ranks, _is_capital))
    ]
    if not mentions:
        return [], ()
    strengths = [_strength(text, mention, gazetteer, indexed, figure, mentions) for mention in mentions]
    strongest = max(strengths)
    kept = [m for m, strength in zip(mentions, strengths, strict=True) if strength == strongest] if strongest > 0 else []
    for mention in mentions:
        within = not figure and any(_lies_in(mention, other, gazetteer) for other in kept)  # 安徽亳州的机场: a thing in Anhui
        if mention not in kept and not within and any(_adjoin(text, mention, other) for other in kept):
            kept.append(mention)
    kept = _without_parents(text, _without_destinations(text, kept), mentions, gazetteer)
    topics = tuple(m.regions[0] for m in mentions if m not in kept and len(m.regions) == 1)
    return sorted(kept, key=lambda mention: mention.start), topics


def _without_destinations(text: str, kept: list[Mention]) -> list[Mention]:
    """甘肃往山东、浙江送电 is about Gansu; 从北京疏解到雄安 is not about Beijing, nor 重庆到贵阳的高铁…，贵州… about Chongqing, nor a railway with one end in Shandong about Shandong."""
    kept = [m for m in kept if not _SCHOOL.match(text, m.end)] or kept  # 北京大学第一医院宁夏…: the hospital's name
    kept = [m for m in kept if not text[: m.start].endswith("被")] or kept  # 江苏的头把交椅被广东拿走: of Jiangsu
    again = [
        m
        for m in kept
        if any(m.regions == other.regions and _TOWARDS.search(text[: other.start]) for other in kept if other.start < m.start)
    ]
    if again:
        return again
    if not re.search("多少|几|谁|哪|差|[两三]省|[两三]地|[两三]市|[吗么没][？?]?$|没有[？?]?$", text) and len(kept) > 1:
        kept = [m for m in kept if not _BEATEN.search(text[: m.start])] or kept
    onward = next((at for at, mention in enumerate(kept) if _ONWARD.match(text[mention.end :]) and at + 1 < len(kept)), None)
    if onward is not None:
        return kept[: onward + 1]
    left = [
        m
        for m in kept
        if not (_ORIGIN.search(text[: m.start]) and (_MOVED.match(text[m.end :]) or text[: m.start].endswith("来自")))
        and not _ENDS_AT.search(text[: m.start])
        and not ((line := _LINE.match(text, m.end)) and any(other.start >= line.end() for other in kept))
    ]
    return left if left or len(kept) == 1 else kept


def _strength(text: str, mention: Mention, gazetteer: Gazetteer, indexed: frozenset[str], figure: bool, mentions: list[Mention]) -> int:
    first = mention.regions[0]
    level = gazetteer.regions[first].level
    if len(mention.regions) > 1:
        return NAME if any(m is mention for m in mentions) and _asks_which(text, mention) else mention.strength
    if mention.strength < REPORT and _REPORT_NEXT.match(text, mention.end) and level != "country":
        return REPORT
    if level != "national" and first not in indexed:
        within = not figure and any(_lies_in(mention, other, gazetteer) for other in mentions)
        return NAME if not within and _is_subject(text, mention, mentions, figure) else 0
    return mention.strength


def _is_capital(text: str, mention: Mention, mentions: list[Mention]) -> bool:
    """俄罗斯首都 is not Beijing."""
    return text[mention.start : mention.end] in ("首都", "capital") and any(other.end == mention.start for other in mentions)


def _narrowed(_text: str, mention: Mention, mentions: list[Mention]) -> bool:
    """西部哪些省: the group before it says which provinces."""
    return (
        mention.strength == NAME
        and len(mention.regions) > 2
        and any(other.strength == GROUP and other.end <= mention.start <= other.end + 2 for other in mentions)
    )


def _ranks(text: str, mention: Mention, mentions: list[Mention]) -> bool:
    """成都机场排全国第三: the country says only among whom, where another place is named."""
    return mention.regions == (NATIONAL,) and len(mentions) > 1 and bool(_PLACE_IN.match(text, mention.end))


def _says_where(text: str, mention: Mention, mentions: list[Mention]) -> bool:
    """东北的吉林: the group before a province only says where it lies."""
    return len(mention.regions) > 1 and any(
        text[mention.end : other.start] == "的" and len(other.regions) == 1 and other.regions[0] in mention.regions for other in mentions
    )


def _asks_which(text: str, mention: Mention) -> bool:
    return bool(re.match(r"[的]?(?:哪|谁|各|几[省地])", text[mention.end :]))


def _is_subject(text: str, mention: Mention, mentions: list[Mention], figure: bool) -> bool:
    """Whether a place without a report is whom the question is about, not what it speaks of: 深圳今年…, not 支持深圳…"""
    if re.match(r"(?:市)?的?[^，。？]{0,3}(?:机场|港口?|地铁|轻轨|高铁|火车站|大学|医院|码头|(?:中欧)?班列)", text[mention.end :]):
        return False  # 冰城的机场去年有多少旅客: a thing there, of which the province's report may tell
    if _ENGLISH_LINE.search(text[: mention.end + 40], max(0, mention.start - 24)):
        return False  # the Fuzhou–Xiamen high-speed railway
    alone = not any(m is not mention and m.strength >= NAME and not _touch(m, mention) for m in mentions)
    leads = (
        not text[: mention.start].strip(" 请问你好，,")
        or bool(re.search(r"(?:省|区|^)$|[和与、]$", text[: mention.start]))
        or any(_touch(m, mention) for m in mentions if m is not mention)
    )
    followed = bool(_SUBJECT_NEXT.match(text, mention.end))
    return alone and (figure or (leads and followed) or (followed and text.isascii()))


def _without_parents(text: str, kept: list[Mention], mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """广东省深圳市 is Shenzhen: a province directly before its own city only says where the city lies."""
    dropped = []
    for city in kept:
        parent = gazetteer.regions[city.regions[0]].parent
        for mention in kept:
            if (
                parent in mention.regions
                and len(mention.regions) == 1
                and not text[mention.end : city.start].strip()
                and mention.start < city.start
            ):
                dropped.append(mention)
            elif (
                parent in mention.regions and city.start < mention.start and not _adjoin(text, city, mention) and not _COMPARED.search(text)
            ):
                dropped.append(city)
    return [mention for mention in kept if mention not in dropped]


def _unlisted(text: str, kept: list[Mention], figure: bool) -> str | None:
    """A place in no list that the question opens with: 昆山市2026年…"""
    county = next((found.group(1) for m in kept if len(m.regions) == 1 and (found := _COUNTY.match(text[m.end :]))), None)
    if county and figure:
        return county  # else a matter there, of which the province's report may tell
    area = _NEW_AREA.match(text) if figure and not kept else None
    if area:
        return area.group(1)
    match = _UNLISTED.match(text)
    if not match or _GENERIC.search(match.group(1)) or any(m.start < match.end(1) for m in kept):
        return None
    return match.group(1)


def _is_ambiguous(mention: Mention, gazetteer: Gazetteer) -> bool:
    return len(mention.regions) > 1 and gazetteer.regions[mention.regions[0]].level == "city"


def _adjoin(text: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = text[first.end : second.start]
    return bool(_JOINED.match(between)) and (between.strip() != "" or one.strength >= LITERARY)


def _lies_in(city: Mention, province: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a place stands right behind the name of the province it lies in."""
    return province.end == city.start and province.regions == (gazetteer.regions[city.regions[0]].parent,)


def _touch(one: Mention, other: Mention) -> bool:
    return one.end == other.start or other.end == one.start
