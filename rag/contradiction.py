"""A question against the sentence that comes nearest to it: another figure, the opposite direction, another place, another outcome.

Only what the question takes for granted counts, and only where the sentence speaks of the same matter; the callers see to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.values import VALUE, read_value

_UP = re.compile(
    r"增长|增加|增产|增量|增至|上升|上涨|上调|提高|提升|攀升|跃升|升至|升到|扩大|扩招|扩容|拉大|延长|放宽|追加|加码|新高|反弹|回升|加快|翻番|越来越[多大高快好强]|越拉越大|大涨|猛涨|[涨升][了得]|飙升|列入|纳入|跃居|晋位|改善|好转|"
    r"\b(?:rose|rise|rising|grew|grow|increas\w*|rais\w*|expand\w*|improv\w*|widen\w*|extend\w*|climb\w*|jump\w*|accelerat\w*)\b",
    re.I,
)
_DOWN = re.compile(
    r"下降|减少|减产|降低|压降|下调|下滑|下跌|回落|缩小|缩减|缩短|压减|压缩|砍掉|砍到|削减|裁减|收窄|收缩|萎缩|降至|降到|跌至|放缓|负增长|腰斩|越来越[少小低慢差弱]|(?<![下升])降了|大跌|暴跌|跌破|跌回|跌[了得]|缩水|拉低|调出|移出|退出|跌出|掉出|滑落|恶化|变差|倒退|"
    r"\b(?:fell|fall|fallen|falling|drop\w*|declin\w*|cut|reduc\w*|lower\w*|shr[aiu]nk\w*|narrow\w*|slow\w*|shorten\w*|slash\w*|wors\w*|deteriorat\w*|slip\w*)\b",
    re.I,
)
_DONE = re.compile(
    r"建成|通车|通航|投产|投用|投运|开通|启用|竣工|落成|完工|封关|开馆|成功|荣获|夺冠|夺得|结束[^，。；]{0,12}历史|零的突破|首个[^，。；]{0,8}冠军|提前[\d一二三四五六七八九十]+|获得|获批|超额完成|如期|提前完成|圆满完成|完成|实现|\b(?:opened|opens|completed|finished|won|exceeded|achieved)\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"(?:还|仍|尚|一直|迟迟)?(?:没有?|未)(?:能)?(?:按期|如期|按时|及时|顺利|最终|全部)?(?:建成|通车|通航|投产|投用|开通|启用|完成|完工|实现|获批|成功|达标|落地)|(?:没有?|未)(?:能)?(?:再)?(?:申办|申报|办|评|拿|通过|选|争取)[^，。？]{0,3}(?:成|上|下|到|过)|没通过|(?:还|仍|至今|到现在|依旧|依然)[^，。？]{0,4}没有|输球|输掉|败北|无缘|擦肩而过|落榜|落空|拖期|延误|烂尾|取消|中止|叫停|停办|停止|搁置|失利|落选|失败|推迟|拖延|拖到|延期|泡汤|"
    r"\b(?:miss(?:ed)?|failed|fail|cancel\w*|abandon\w*|scrapp\w*|postpon\w*|delay\w*|lost|halted)\b",
    re.I,
)
_PLANNED = re.compile(
    r"开工|铺轨|架梁|完成投资|加快建设|全线建设|推进|力争|争取|确保|计划|谋划|启动建设|前期|筹备|筹建|将|拟|规划|加快|推动|迎接|为[^，。；]{0,12}(?:打下|奠定|做好)"
)
_BEYOND = re.compile(
    r"(?:通车|通航|投产|投用|投运|建成|开通|启用|竣工|落成|封关|开馆|完工|开业|全线通)[^，。？]{0,6}?(?:之后|以后|后(?!续))|(?:已经?|早已|早就)[^，。？]{0,10}(?:通车|通航|投产|建成|开通|封关|投用|竣工)|now that|after .{0,40}(?:open|complet|start)",
    re.I,
)
_LOST = re.compile(
    r"垫底|末位|倒数|退居|掉到|掉出|跌出|跌至第|滑落|(?:丢|失去|让出|失守|保不住|不再)[^，。？]{0,12}(?:第一|首位|榜首|冠军|前[三五十])|被[^，。？]{0,10}(?:赶超|反超|超越|挤)|lost (?:its|the) (?:top|first|lead)|pushed out|bottom of|overtaken",
    re.I,
)
_HELD = re.compile(
    r"(?:居|列|位居|位列|排名?|跃居|升至|保持|稳居)[^，。；]{0,10}(?:首位|第[一二三四五六七八九十\d]+|前列|前[三五十])|全国第[一二三123]|首位|第一"
)
_LEAST = re.compile(
    r"(?:历年|历史|[\d一二三四五六七八九十]+年来?|全国|有史以来|同期)[^，。？]{0,4}最[低少差小慢]|新低|\b(?:lowest|worst|record low)\b",
    re.I,
)
_MOST = re.compile(
    r"(?:历年|历史|[\d一二三四五六七八九十]+年来?|全国|有史以来|同期|有记录以来)[^，。？]{0,4}最[高多好大快]|新高|\b(?:highest|best|record high)\b",
    re.I,
)
_DENIED = re.compile(r"(?:未发生|没有发生|未出现|没有出现|杜绝|未|没有|零)([\u4e00-\u9fff]{2,8}?)(?=[，。；、]|$)")
_ORDINAL = re.compile(r"(?:全国|全省|世界|全球|国内)?第(?P<n>[一二三四五六七八九十\d]+)(?P<of>届|位|名|次|个|批|(?![\u4e00-\u9fff]))")
_NUMERAL = "[一二两三四五六七八九十百\\d]+"
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,16})[”\"」]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def other_figure(taken: str, sentence: str, others: Iterable[str] = ()) -> bool:
    """Whether a figure that is taken for granted has another value in the sentence: same unit, not one figure alike, nor in `others`."""
    asserted = _values(taken)
    stated = _values(sentence)
    elsewhere = [value for other in others for value in _values(other)]
    for low, high, unit in asserted:
        near = [value for value in stated if value[2] == unit]
        if near and not any(_meet((low, high, unit), value) for value in (*near, *elsewhere)):
            return True
    return _other_ordinal(taken, sentence)


def _values(text: str) -> list[tuple[float, float, str]]:
    """(low, high, unit) of the figures with a unit; a bare 90万 counts people as 90万人 does."""
    plain = re.sub(r"(\d)\s*(?:percent|per cent)", r"\1%", text)
    plain = with_people(plain)
    found = []
    for match in VALUE.finditer(plain):
        value = read_value(match)
        if value and value.unit and (value.low is not None or value.high is not None):
            low = value.low if value.low is not None else value.high or 0.0
            found.append((low, value.high if value.high is not None else low, value.unit))
    return found


def with_people(text: str) -> str:
    """90万城镇新增就业 counts people: 90万人."""
    return re.sub(r"(\d+(?:\.\d+)?)万(?=(?:城镇|新增|就业|个?岗位|个?工作))", r"\1万人", text)


def _meet(one: tuple[float, float, str], other: tuple[float, float, str]) -> bool:
    close = 1e-6 + 0.02 * max(abs(one[0]), 1e-9)  # 将近40亿斤 for 39.7
    return one[2] == other[2] and one[0] <= other[1] + close and other[0] <= one[1] + close


def _other_ordinal(taken: str, sentence: str) -> bool:
    """第三届 for 第一届, 全国第一 for 全国第二."""
    for match in _ORDINAL.finditer(taken):
        there = [
            found
            for found in _ORDINAL.finditer(sentence)
            if found.group("of")[:1] in (match.group("of")[:1], "", "位", "名") or not match.group("of")
        ]
        if there and all(found.group("n") != match.group("n") for found in there):
            return True
    return False


def other_name(question: str, text: str, sentence: str) -> bool:
    """Whether a name in quotation marks stands nowhere in the reports searched (`text`), and the sentence has it with another number."""
    for match in _QUOTED.finditer(question):
        name = match.group(1)
        if not re.search(_NUMERAL, name) or name in text:
            continue
        pattern = "".join(_NUMERAL if re.fullmatch(_NUMERAL, part) else re.escape(part) for part in re.split(f"({_NUMERAL})", name) if part)
        if re.search(pattern, sentence):
            return True
    return False


def other_way(taken: str, clauses: Iterable[str]) -> bool:
    """Whether the question speaks of rising and the clauses of falling only, or the other way round."""
    asked, said = _way(taken), {way for clause in clauses if (way := _way(clause))}
    return asked is not None and bool(said) and asked not in said


def _way(text: str) -> str | None:
    """Up or down where a text speaks of one of them only."""
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    return None if up == down else "up" if up else "down"


def other_outcome(taken: str, quote: str) -> bool:
    """Whether what is said to have failed, or not to have happened, has happened by the sentence."""
    return bool(_NOT_DONE.search(taken)) and bool(_DONE.search(quote)) and not _NOT_DONE.search(quote) and not _PLANNED.search(quote)


def only_planned(question: str, clauses: str) -> bool:
    """Whether the question builds on something being finished (…通车之后) that the sentence only begins or announces."""
    return (
        bool(_BEYOND.search(question))
        and bool(_PLANNED.search(clauses))
        and not re.search(r"(?:建成|全线|正式|实现|顺利)(?:通车|通航|投产|投用|投运|开通|启用|封关)", clauses)
    )


def other_rank(taken: str, clauses: Iterable[str]) -> bool:
    """Whether a rank is said to be lost or the worst and the clauses have the best, or the other way round: 垫底 for 居全国第3位,
    历年最低 for 历史最高, 退居第二 for 居首位.
    """
    said = list(clauses)
    if _LOST.search(taken):
        return any(_HELD.search(clause) and not _LOST.search(clause) for clause in said)
    for worst, best in ((_LEAST, _MOST), (_MOST, _LEAST)):
        if worst.search(taken) and not best.search(taken):
            return any(best.search(clause) and not worst.search(clause) for clause in said)
    return False


def never_happened(taken: str, clauses: Iterable[str]) -> bool:
    """Whether what is taken for granted is denied word for word: 拉闸限电了 for 未发生拉闸限电."""
    denied = (match.group(1) for clause in clauses for match in _DENIED.finditer(clause))
    return any(
        len(thing) > 2 and thing in taken and not re.search(f"(?:没有?|未)[^，。]{{0,4}}{re.escape(thing)}", taken) for thing in denied
    )


def other_place(asked: Iterable[str], named: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a clause names other places (`named`) than those asked for, and no other clause on the matter names one of these."""
    asked, named = set(asked), set(named)
    return bool(asked and named) and not asked & named and not any(place in text for place in asked for text in others)
