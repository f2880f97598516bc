"""A question against the sentence that comes nearest to it: another figure or name, the opposite direction, another place.

Only what the question takes for granted counts, and only where the sentence speaks of the same matter; the callers see to that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

from index.tokens import words_of
from index.values import VALUE, read_number, read_value, without_former

_UP = re.compile(
    r"(?<!负)增长|增加(?!值)|增产|增量|增至|上升|上涨|上调|提高|提升|攀升|跃升|升至|升到|扩大|扩招|扩容|拉大|延长|放宽|追加|加码|新高|反弹|反升|回升|加快|翻番|越来越[多大高快好强]|越拉越大|大涨|猛涨|[涨升][了得]|飙升|列入|纳入|跃居|晋位|晋级|升入|提速|加速|改善|好转|恢复至|恢复到|"
    r"\b(?:rose|rise|rising|grew|grow|increas\w*|rais\w*|expand\w*|improv\w*|widen\w*|extend\w*|climb\w*|jump\w*|accelerat\w*|surg\w*|soar\w*|r[eo]bound\w*)\b",
    re.I,
)
_DOWN = re.compile(
    r"反降|下降|减少|减产|降低|压降|下调|下滑|下跌|回落|缩小|缩减|缩短|压减|压缩|砍掉|砍到|削减|裁减|收窄|收缩|萎缩|减半|调降|降至|降到|跌至|跌到|放缓|负增长|腰斩|越来越[少小低慢差弱]|(?<![下升])降了|大跌|暴跌|跌破|跌回|跌[了得]|缩水|拉低|调出|移出|退出|跌出|掉出|滑落|恶化|变差|倒退|掉到|掉了|[滑降]到|一路[下滑跌]|(?<!多)少了|(?<!精)减了|流失|降级|降速|减速|萎靡|"
    r"\b(?:fell|fall|fallen|falling|drop\w*|declin\w*|cut|reduc\w*|lower\w*|shr[aiu]nk\w*|narrow\w*|slow\w*|shorten\w*|slash\w*|wors\w*|deteriorat\w*|slip\w*|sli[dp]\w*|slump\w*|plung\w*|plummet\w*|tumbl\w*|contract(?:ed|ion)|collaps\w*|dwindl\w*)\b",
    re.I,
)
_ORDINAL = re.compile(
    r"(?:全国|全省|世界|全球|国内)?第(?P<n>[一二三四五六七八九十\d]+)(?P<of>届|位|名|次|个|批|大|(?![\u4e00-\u9fff])|(?=[的了吗呢是]))"
)
_FORMER_RANK = re.compile(
    "[从由](?:全国|世界|全球|全省)?第?[一二三四五六七八九十\\d]+(?:位|名)?(?=[往向升跃提前挪跳进掉降滑退])"
)  # 从第13往前挪: where it was
_AMONG = re.compile("(?:挤|进|排|列|居|跻身|位列|位居)[进入在到了]*(?:全国|世界|全球)?前(?P<n>[一二三四五六七八九十\\d]+)(?!列)")
_RANKED = re.compile("(?:居|列|排名?|位居|位列)(?:全国|世界|全球)第?(?P<n>[一二三四五六七八九十\\d]+)(?=位|名|[，。；、”]|$)")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ENGLISH_ORDINAL = re.compile(
    rf"\b({'|'.join(_PLACES)})(?:[- ](?:place|nationwide|nationally|highest|lowest|largest|fastest|biggest|busiest)\b| in (?:the country|China|the world)\b)",
    re.I,
)
_DIGITS = "一二三四五六七八九"
_NUMERAL = "[一二两三四五六七八九十百\\d]+"
_SHORT_OF = re.compile(
    r"跌破|跌回|没(?:能)?(?:有)?(?:守住|够|到|达到|突破|超过|过)|不到|不足|离[^，。？]{0,16}(?:差|远)|还差|差一口气|(?:哪[一]?年|何时|什么时候)[^，。？]{0,6}才?能?(?:突破|达到|超过|迈上)|"
    r"\b(?:f[ae]ll|drop\w*|slip\w*|sink|sank|slid\w*)\b.{0,12} (?:below|under)|\bnever (?:reach|pass|top|hit|exceed)\w*|short of|fail\w* to (?:reach|pass|top)",
    re.I,
)
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?(列|趟|枚|架|艘|公里|平方米|千瓦|吨|辆|人次|标箱|座|所)(?![\u4e00-\u9fff]?以[上下内])")
_COUNT_OF = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(万|亿)?(个|座|所|家|项|条|名|处|类|件|户|场|部|栋|套|台|万人|人|头|种)")
_WORSE = re.compile(r"恶化|变差|更差|加重|更糟|变糟|抬头|\b(?:worse|worsened|deteriorat\w*)\b", re.I)
_LESS_OF_IT = re.compile("(?:PM_?2[.．]5|颗粒物|失业率|污染|事故|发案|犯罪)[^，。；]{0,22}(?:下降|降低|降至|降到|减少|改善)")
_MORE_OF_IT = re.compile("(?:PM_?2[.．]5|颗粒物|失业率|污染|事故|发案|犯罪)[^，。；]{0,22}(?:上升|反弹|增加|恶化)")
_HALF = 50.0
_UNDER_HALF = re.compile(r"(?:不到|不足|没到|没有?过|未过|未超过|低于)(?:一?半|半数)|\b(?:less than|under|below) half\b", re.I)
_OVER_HALF = re.compile(
    r"(?<![没未])(?:超过?|过|占了?)(?:一半|半数)(?:以上|多)?|(?<![没未])过半|一[大]半|\b(?:more than|over) half\b", re.I
)
_TENTHS = re.compile("([一二三四五六七八九])成(?![立为功员都本果效熟长品型])")
_IN_WORDS = re.compile(
    "(?<![几数好上])(?:[一二两三四五六七八九][十百千]?|[十百千])(?=[万亿](?:列|趟|枚|架|艘|公里|吨|辆|人|标箱|座|亩|户|台|千瓦))"
)
_MILLIONS = re.compile(
    r"(\d+(?:\.\d+)?)\s*(million|billion) (people|residents|workers|visitors|tourists|students|passengers|tonnes|tons)", re.I
)
_CHANGE = re.compile(r"(?:[从由](?:全国|全省|世界)?第?|\bfrom )(\d[\d.]*)(?:[^，。；\d]{1,8}?| to )(\d[\d.]*)")
_PASSED = re.compile("(?:已经?|早?就|都)(?:超过?|突破|过了?|破了?)$")
_MERGED = re.compile(
    r"(?<![\d.])(\d[\d.]*)[个支家所项条座][^，。；\d]{0,16}(?:整合|合并|优化|精简|压减|缩减|减少|归并)[^，。；\d]{0,10}?[为到至][^，。；\d]{0,8}(\d[\d.]*)"
)  # 188个园区整合优化为120个
_AROUND = 16  # characters about a count that say what is counted
_SAME_THING = 3  # pairs of characters alike: the same thing is counted
_TOOK = re.compile(r"(?:历时|历经|耗时|花了?|用了?|用时)(?P<n>\d+|[一二两三四五六七八九十]+)(?P<unit>年|个月|天|小时)")
_TITLED = re.compile("《([^》]{2,12})》")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,16})[”\"」]")
_BEARER = re.compile("(?P<name>[\u4e00-\u9fff]*?)(?P<kind>银行|实验室|文学奖|奖|大学|集团|舰|高速)")
_PARTNER = re.compile(
    "[和与跟同](?P<partner>[\u4e00-\u9fff]{2,8}?)(?P<deed>(?:启动|联合|共同|共建|合作|合并|签署|签订|携手|合资)[\u4e00-\u9fff]{2})"
)
_NO_NAME = re.compile("没有|不通|[哪什几两三四五六七八九十各某本该多首]|去年|今年|国家|重点|国际|全省|人民|中心|新")
_COMPARISONS = tuple(
    (re.compile(more), re.compile(less))
    for more, less in (
        (
            r"比全国[^，。？]{0,6}[快高多]|(?<![没未能])(?:高于|快于|高过|快过|超过|超出|跑赢|领先)(?:于|了)*全国|(?:outpac\w+|outgr[eo]w\w*|(?:faster|higher) than|above|ahead of|beat) (?:the )?(?:national|country|nation)",
            r"(?:低于|慢于|落后于|不及)全国",
        ),
        (
            r"比(?:上一?年|去年|前一?年|20\d\d年?)[^，。？]{0,6}[快高]|[快高]了[\d.]+个(?:百分)?点",
            r"(?:慢于|低于|回落|放缓)(?:上年|去年|20\d\d年)?[^，。；]{0,6}个百分点",
        ),
        (
            r"比(?:上一?年|去年|前一?年|20\d\d年?)[^，。？]{0,6}[慢低]|[慢低]了[\d.]+个(?:百分)?点",
            r"(?:快于|高于)(?:上年|去年|20\d\d年)[^，。；]{0,6}个百分点",
        ),
        (r"低于全国|比全国[^，。？]{0,6}[低慢少]", r"居全国(?:第[一二三123](?!\d)|首位|前列)|全国(?:最高|第一)"),
        (r"全国(?:最高|最大|最快|最多)", r"全国(?:最低|最小|最慢|最少)"),
        (r"全国(?:最低|最小|最慢|最少|垫底)", r"全国(?:最高|最大|最快|最多|第一)"),
        (
            r"比全国[^，。？]{0,6}[慢低少]|落在全国[^，。？]{0,4}后|(?:低于|慢于|落后)(?:于|了)*全国|(?:赶不上|不如|不及|[没未]能?有?(?:跑赢|超过|赶上|快过|高过))[^，。？]{0,3}全国|(?:lag\w* (?:behind )?|trail\w* |(?:slower|lower) than |below |behind )(?:the )?(?:national|country|nation)",
            r"(?:高于|快于|超过|领先|跑赢)全国",
        ),
        (r"(?:跑不过|赶不上|不如|慢于|低于|落后于?)[^，。？]{0,4}城", r"(?:快于|高于|超过)[^，。；]{0,4}城"),
        (r"(?:快于|高于|超过|跑赢)[^，。？]{0,4}城", r"(?:慢于|低于|落后于?)[^，。；]{0,4}城"),
        (
            r"跑赢[^，。？]{0,4}预期|超(?:过|出|额)?[^，。？]{0,4}(?:预期|完成)|(?:好|高|快)于预期|(?<!没有)(?<![没未])达到了?[^，。？]{0,4}预期",
            r"[没未]有?达(?:到)?[^，。；]{0,4}预期|(?:低|慢|差)于预期|不及预期|未能?(?:完成|实现|达到)",
        ),
        (
            r"[没未]有?(?:能)?(?:完成|达到?|够[着到上]|实现|达成)[^，。？]{0,8}(?:目标|预期|任务)|(?:低|慢|差)于[^，。？]{0,4}预期|不及预期|\bf[ae]ll short of\b|\bmiss(?:ed)? (?:its|the)\b",
            r"(?:高|快|好)于[^，。；]{0,4}(?:预期|目标)|超过?[^，。；]{0,4}(?:预期|目标)|(?:完成|实现|达到)[^，。；]{0,8}(?:预期|目标|任务)|超额完成",
        ),
    )
)

Standing = tuple[re.Pattern[str], re.Pattern[str]]


def other_figure(taken: str, sentence: str, others: Iterable[str] = ()) -> bool:
    """Whether a figure that is taken for granted has another value in the sentence: same unit, not one figure alike, nor in `others`."""
    asserted = _values(taken, beyond=True)
    stated = _values(sentence)
    elsewhere = [value for other in others for value in _values(other)]
    for low, high, unit in asserted:
        near = [value for value in stated if value[2] == unit]
        exact = low if math.isinf(high) else high
        if (
            near
            and not any(_meet((low, high, unit), value) for value in near)
            and not any(_meet((low, exact, unit), value) for value in elsewhere)
        ):
            return True
    return False


def _values(text: str, beyond: bool = False) -> list[tuple[float, float, str]]:
    """(low, high, unit) of the figures with a unit; a bare 90万 counts people as 90万人 does; `beyond`: 已过5000亿 may be any more."""
    plain = re.sub(r"(\d)\s*(?:percent|per cent)", r"\1%", text)
    plain = with_people(re.sub("百分之?百", "100%", plain))
    plain = _MILLIONS.sub(_in_ten_thousands, plain)
    plain = re.sub(r"(\d+(?:\.\d+)?)亿(?=人(?![民次]))", lambda match: f"{float(match[1]) * 10_000:g}万", plain)
    plain = _IN_WORDS.sub(lambda match: f"{read_number(match[0]):g}", plain)
    plain = re.sub("(?<!没)过半(?!数)", "50%以上", plain)
    plain = re.sub("[一二两三四五六七八九](?=万亿)", lambda match: _number(match[0]), plain)
    plain = _TENTHS.sub(lambda match: f"{_number(match[1])}0%", plain)
    plain = re.sub(r"(\d(?:万?亿))(?=大关|级|[^\u4e00-\u9fff]|[就还才都也了的])", r"\1元", plain)
    found = []
    for match in VALUE.finditer(plain):
        value = read_value(match)
        if value and value.unit and (value.low is not None or value.high is not None):
            low = value.low if value.low is not None else value.high or 0.0
            more = beyond and _PASSED.search(plain[: match.end() - len(match.group().lstrip("超过突破"))])
            found.append((low, math.inf if more else value.high if value.high is not None else low, value.unit))
    taken = {match.span() for match in VALUE.finditer(plain) if match.group("unit") or match.group("lowunit")}
    for match in _COUNTED.finditer(plain):
        if not any(start <= match.start() < end for start, end in taken):
            count = _scaled(match)
            found.append((count, count, match.group(3)))
    return found


def _in_ten_thousands(match: re.Match[str]) -> str:
    """20 million tonnes: 2000万吨."""
    unit = "吨" if match[3].lower().startswith("ton") else "人"
    return f"{float(match[1]) * (100 if match[2].lower() == 'million' else 100_000):g}万{unit}"


def with_people(text: str) -> str:
    """90万城镇新增就业 counts people: 90万人."""
    return re.sub(r"(\d+(?:\.\d+)?)万(?=(?:城镇|新增|就业|个?岗位|个?工作))", r"\1万人", text)


def _scaled(match: re.Match[str]) -> float:
    """The number of a count with its 万 or 亿: 1.2万 is 12000."""
    return float(match.group(1)) * {"万": 1e4, "亿": 1e8, None: 1.0}[match.group(2)]


def _meet(one: tuple[float, float, str], other: tuple[float, float, str]) -> bool:
    close = 1e-6 + 0.02 * max(abs(one[0]), 1e-9)  # 将近40亿斤 for 39.7
    return one[2] == other[2] and one[0] <= other[1] + close and other[0] <= one[1] + close


def other_count(taken: str, sentence: str) -> bool:
    """Whether a count that is taken for granted is another one in the sentence, of the same thing: 新增31个口袋公园 for 新增口袋公园318个."""
    stated = _counts_of(without_former(sentence))
    for number, unit, about in _counts_of(taken):
        if _PASSED.search(taken[: taken.find(f"{number:g}")]):
            continue  # 已超过9000家 may be any more
        same = [other for other, other_unit, other_about in stated if other_unit == unit and len(about & other_about) >= _SAME_THING]
        if same and number not in same:
            return True
    return False


def _counts_of(text: str) -> list[tuple[float, str, set[str]]]:
    """(number, unit, pairs of characters about it) of what is counted in a text."""
    found = []
    for match in _COUNT_OF.finditer(text):
        before = re.split(r"[，。；、\d]", text[max(0, match.start() - _AROUND) : match.start()])[-1]
        behind = re.split(r"[，。；、\d]", text[match.end() : match.end() + _AROUND])[0]
        pairs = {part[i : i + 2] for part in (before, behind) for i in range(len(part) - 1)}
        found.append((_scaled(match), match.group(3), pairs))
    return found


def other_span(taken: str, sentence: str) -> bool:
    """Whether something is said to take another time than the sentence has it: 花了二十年 for 历时12年."""
    told = {(match.group("unit"), _number(match.group("n"))) for match in _TOOK.finditer(sentence)}
    said = {(match.group("unit"), _number(match.group("n"))) for match in _TOOK.finditer(taken)}
    return bool(said) and not said & told and bool({unit for unit, _ in said} & {unit for unit, _ in told})


def _number(numeral: str) -> str:
    return numeral if numeral.isdigit() else _rank(numeral.replace("两", "二"))


def reversed_change(taken: str, sentence: str) -> bool:
    """Whether a change is told the other way round: 从91个缩减到39个 for 从39个拓展到91个."""
    told = {match.groups() for pattern in (_CHANGE, _MERGED) for match in pattern.finditer(sentence)}
    return any(match.groups()[::-1] in told for match in _CHANGE.finditer(taken))


def other_ordinal(taken: str, sentence: str) -> bool:
    """Whether a number in a row is taken for granted and the sentence has others only: 第三届 for 第一届, 全国第一 for 全国第二."""
    taken = re.sub(r"\b(?:number[- ]one|no\. ?1)\b", "第1位", taken, flags=re.I)
    taken = _ENGLISH_ORDINAL.sub(lambda match: f"第{_PLACES.index(match[1].lower()) + 1}位", taken)
    taken = _FORMER_RANK.sub("", taken)
    taken, sentence = (
        re.sub("(?:首|头一)(?=[个家座次位届])", "第一", re.sub("首位|榜首|头名|(?<=全国)最[高快大多]", "第一", text))
        for text in (taken, sentence)
    )
    if (among := _AMONG.search(taken)) and (ranks := [_rank(found.group("n")) for found in _RANKED.finditer(sentence)]):
        return all(rank.isdigit() and int(rank) > int(_rank(among.group("n"))) for rank in ranks)
    for match in _ORDINAL.finditer(taken):
        there = [found for found in _ORDINAL.finditer(sentence) if found.group("of")[:1] in (match.group("of")[:1], "", "位", "名")]
        if there and all(_rank(found.group("n")) != _rank(match.group("n")) for found in there):
            return True
    return False


def _rank(numeral: str) -> str:
    """3 for 三 and 12 for 十二, so that 第3 and 第三 are one place."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return "".join(str(_DIGITS.index(digit) + 1) if digit in _DIGITS else digit for digit in numeral)
    return f"{_rank(tens) or 1}{_rank(ones) or 0}"


def falls_short(text: str) -> bool:
    """Whether a figure is spoken of as not reached: 没守住430亿斤, 离4000亿还差一点, 跌破9万亿."""
    return bool(_SHORT_OF.search(text))


def reached(taken: str, clause: str) -> bool:
    """Whether a figure is said not to be reached yet (没守住430亿斤, 离4000亿还差一点, 跌破9万亿) and the clause has as much or more."""
    for low, _, unit in _values(taken) if falls_short(taken) else ():
        if any(value[2] == unit and value[0] >= low for value in _values(clause)):
            return True
    return False


def other_name(question: str, searched: Callable[[], str], sentence: str) -> bool:
    """Whether a title (《自然》) is not the one that the sentence has, or the sentence has a name in quotation marks with another number, and
    the name as it is put stands nowhere in the text of the reports (`searched`, read only then).
    """
    for title in _TITLED.findall(question):
        if title not in sentence and _TITLED.search(sentence):
            return True
    for match in _QUOTED.finditer(question):
        parts = [part for part in re.split(f"({_NUMERAL})", match.group(1)) if part]
        pattern = "".join(_NUMERAL if re.fullmatch(_NUMERAL, part) else re.escape(part) for part in parts)
        if re.search(_NUMERAL, match.group(1)) and re.search(pattern, sentence) and match.group(1) not in searched():
            return True
    return False


def other_bearer(taken: str, sentence: str) -> bool:
    """Whether a bank, prize or laboratory is named that the sentence does not name, while it names another: 昆仑银行 for 新疆银行."""
    there = [(name, kind) for name, kind in _bearers(sentence) if name not in taken]
    return any(name not in sentence and any(kind == other for _, other in there) for name, kind in _bearers(taken))


def other_partner(taken: str, sentence: str) -> bool:
    """Whether something is said to be done with somebody else than in the sentence: 和马钢启动重组 for 与皖维集团启动重组."""
    told = {match.group("deed"): match.group("partner") for match in _PARTNER.finditer(sentence)}
    return any(
        match.group("deed") in told and match.group("partner") not in sentence and told[match.group("deed")] not in taken
        for match in _PARTNER.finditer(taken)
    )


def _bearers(text: str) -> list[tuple[str, str]]:
    """(name, kind) of what a text calls by a name of its own and a word for its kind: 新疆 and 银行."""
    words, found = words_of(text), []
    for before, word in zip(("", *words), words, strict=False):
        match = _BEARER.fullmatch(word)
        name = match and (match.group("name") or before)
        if match and name and re.fullmatch("[\u4e00-\u9fff]{2,}", name) and not _NO_NAME.search(name):
            found.append((name, match.group("kind")))
    return found


def other_way(taken: str, clauses: Iterable[str]) -> bool:
    """Whether the question speaks of rising and the clauses of falling only, or the other way round."""
    asked, said = _way(taken), {way for clause in clauses if (way := _way(clause))}
    return asked is not None and bool(said) and asked not in said


def _way(text: str) -> str | None:
    """Up or down where a text speaks of one of them only."""
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    return None if up == down else "up" if up else "down"


def other_place(asked: Iterable[str], named: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a clause names other places (`named`) than those asked for, and no other clause on the matter names one of these."""
    asked, named = set(asked), set(named)
    return bool(asked and named) and not asked & named and not any(place in text for place in asked for text in others)


def standings(text: str) -> tuple[Standing, ...]:
    """How a text has something stand, above or below the nation, a town, what was expected: what says so, then what says the contrary."""
    return tuple(pair for pair in _COMPARISONS if pair[0].search(text))


def other_standing(taken: str, clause: str) -> bool:
    """Whether something stands below what it is said to stand above, or the other way round: 增速快于全国 for 低于全国0.3个百分点."""
    return any(less.search(clause) and not more.search(clause) for more, less in standings(taken))


def other_half(taken: str, sentence: str) -> bool:
    """Whether a share is said to be less than half and the sentence has more, or the other way round: 还不到一半 for 提升至73.4%."""
    shares = [value[:2] for value in _values(without_former(sentence)) if value[2] == "%"]
    if _UNDER_HALF.search(taken):
        return bool(shares) and all(low > _HALF for low, _ in shares)
    return bool(_OVER_HALF.search(taken) and shares) and all(high < _HALF for _, high in shares)


def worse_for_better(taken: str, sentence: str) -> bool:
    """Whether what is better when there is less of it is said to have got worse, and the sentence has less: 雾霾加重 for PM2.5同比下降5%."""
    return bool(_WORSE.search(taken) and _LESS_OF_IT.search(sentence) and not _MORE_OF_IT.search(sentence))


OF_SENTENCE = (
    other_span,
    reversed_change,
    other_bearer,
    other_partner,
    other_half,
    worse_for_better,
)  # rules of (what is taken for granted, the nearest sentence)
