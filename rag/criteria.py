"""What a question wants of the figures of several reports: which fit a figure, which state none, the top three, or how they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.claims import ASIDE, WITHOUT_BOUND, Claim, read_claim
from rag.contrast import DOWN, SAME, UP
from rag.question import Question

_HIGHEST = re.compile(
    r"孰[高多快大]|最高|最大|最多|最快|最长(?![期远])|领跑|第一|前[一二两三四五六七八九十\d]+(?:名|位|强|的)?|哪[边个地]?.{0,6}(?:更?高|更?多|更?快|更?大|更?长(?!期|远|三角|江)|定得高)|谁.{0,8}(?:高|多(?!少)|快|大|长(?!期|远|三角|江))|"
    r"highest|largest|most\b(?! recent)|fastest|biggest|top \w+|which .{0,60}(?:higher|more|faster|larger)|who .{0,30}(?:higher|more|faster|larger)",
    re.I,
)
_LOWEST = re.compile(
    r"孰[低少慢小]|最低|最小|最少|最慢|最短|垫底|倒数|哪[边个地]?.{0,6}(?:更?低|更?(?<!多)少|更?慢)|谁.{0,8}(?:低|(?<!多)少|慢)|lowest|smallest|fewest|(?<!at )least(?! \d)|slowest|bottom \w+|"
    r"which .{0,60}(?:lower|fewer|slower)",
    re.I,
)
_TOP = re.compile(
    r"前([一二两三四五六七八九十]|\d+)|(?:最[高大多长快低小少慢短]|倒数|垫底|领先|领跑)的?([一二两三四五六七八九十]|\d+)(?:个|名|省|位)|(?:top|bottom) (\w+)|(\w+) (?:highest|largest|lowest|smallest|fastest|slowest)|(?:which|what|the) (\w+) (?:provinces|regions)",
    re.I,
)
_DIFFERENCE = re.compile(
    r"(?<![增成生延])[长短远宽重]了?(?:出)?(?:多少|几)(?![月年天])|[高低快慢多少大小]于[^，。？]{1,12}(?:多少|几)|(?:超过|超出|高出|领先|落后)(?!20)[^，。？]{1,12}(?:多少|几)|相差|差额|差多远|[多少高低快慢]多少|差多少|差距|差几|差了|[高低快慢多少大小涨降][了出]?来?(?:多少|几)|比[^，。？]{2,12}[多少][\u4e00-\u9fff]{1,2}了?(?:多少|几)|[高低快慢多少涨降]了|变化|变过|变没变|变动过?|上调|下调|放宽|收紧|调[高低整]|提高了|降低了|持平|还是|一样|相同|不同|区别|涨了?没|"
    r"difference|differ|chang|shav|trim|slash|gap|compar|exceed|比一比|对比|相比|比较(?=[？?。]?$)|\bthan\b|raise|lower|cut\b|same",
    re.I,
)
_UNSTATED = re.compile(
    r"(?:没有?|未|压根没|并未|不曾)(?:再)?(?:明确|单独|专门|在报告[里中])?(?:提出?|提到|提及|设定?|定|写明?|给出?|列出?|公布|载明|说明?|交代|涉及)|(?:没有|缺少|缺)[^，。？]{0,14}目标|"
    r"(?:do|does|did|has|have|had) not (?:set|state|give|mention|include|publish|announce)|(?:don't|doesn't|didn't|hasn't|haven't) (?:set|state|give|mention|include)|without (?:a|an|any)\b|fail(?:ed)? to (?:set|state|give)|omit",
    re.I,
)
_NUMBERED = re.compile(
    r"具体(?:的)?(?:百分比|数|目标|指标|水平)|数值|数字|量化|明确的?(?:数|目标值)|numerical|numeric|specific (?:number|figure|target)", re.I
)
_UP = re.compile(
    r"往上提|抬了|比20\d\d年(?:的|那份|报告)*[^，。？]{0,6}(?<!最)[高多]|上调|调高|提高|抬高|放宽|加码|raised?|increased?|higher than", re.I
)
_DOWN = re.compile(
    r"往下调|比20\d\d年(?:的|那份|报告)*[^，。？]{0,6}(?<!最)[低少]|下调|调低|收紧|降低|下降|缩水|lowered|cut\b|reduced?|lower than", re.I
)
_KEPT = re.compile(
    r"没变|未变|一字[未没不][变改动]|原封不动|一模一样|持平|没变|不变|未变|没有变|没动|一样|相同|unchanged|kept|the same|same as", re.I
)
_STEEPEST = re.compile(r"最[大多狠猛]|\b(?:biggest|largest|steepest|deepest|most)\b", re.I)
_SLIGHTEST = re.compile(r"最[小少轻]|\b(?:smallest|slightest|least)\b", re.I)
_WORDS = {
    "万吨": re.compile(r"(?:用|以|按|写成|写的是)[“\"]?万吨"),
    "亿斤": re.compile(r"(?:用|以|按|写成|写的是)[“\"]?亿斤"),
    "at_least": re.compile(r"以上[”\"]?[^，。？\d]{0,3}(?:来|的方式|的形式|这种|这样)?[^，。？\d]{0,4}(?:表述|表达|写|形式|说法|提法)"),
    "around": re.compile(r"(?<![\d%])[“\"…]*左右[^，。？\d]{0,3}(?:来|的方式|的形式)?(?:表述|表达|形式)"),
    "range": re.compile(r"区间|范围值|\b(?:a|as a) range\b", re.I),
    "above": re.compile(r"(?:高于|快于|高过|快过|跑赢|跑过)(?:经济|GDP|地区生产总值)", re.I),
    "roughly": re.compile('基本[”"]?同步'),
    "flat": re.compile(r"(?:与|跟|和|同|比)(?:上一?年|去年)[^，。？]{0,4}持平"),
    "sync": re.compile(r"同步|in (?:step|line|sync) with", re.I),
    "negative": re.compile(r"负增长|负数|为负|下降的|下滑的|negative growth|\bfell\b|declined|shrank", re.I),
    "positive": re.compile(r"(?<!负)正增长|positive growth", re.I),
}
_NO_RANGE = re.compile(
    "(?:leaving aside|excluding|not counting|except|ignoring)[^,?.]{0,40}ranges?|(?:不算|不含|不包括|不计|排除|撇开|去掉|不是)[^，。？]{0,6}(?:区间|范围)[^，。？]{0,4}|(?:区间|范围)(?:值)?的?(?:都|也)?(?:不算|不计|不要|除外|不包括)|区间[^，。？]{0,12}(?:也算|都算|算在?内|算进来)"
)
_TOTAL = re.compile(r"合计|加起来|相加|总和|之和|加总|combined|altogether|sum of", re.I)
_ABOVE_NATION = re.compile(
    r"(?<![没未])(?<!没有)(?:高于|快于|大于|超过|跑赢|领先于?|好于)(?:了)?(?:全国|国家)|比(?:全国|国家)[^，。？]{0,12}?[高快多大]|(?:higher|faster|more|above)[^,?.]{0,20}(?:national|nation's|China's|the country)",
    re.I,
)
_BELOW_NATION = re.compile(
    r"(?:低于|慢于|小于|落后于?|不及|跑输|没有?跑赢|没有?赶上|拖[^，。？]{0,3}后腿)(?:了)?(?:全国|国家)|比(?:全国|国家)[^，。？]{0,12}?[低慢少小]|(?:lower|slower|less|below)[^,?.]{0,20}(?:national|nation's|China's|the country)",
    re.I,
)
_ENDS = re.compile(
    r"最[高大多快].{0,10}[和与及、跟][^，。？]{0,6}最[低小少慢]|最[高低](?:值)?(?:[和与及、跟])?最[低高]|(?:highest|largest|fastest|most) and (?:the )?(?:lowest|smallest|slowest|fewest)|前[一二三四五六七八九十]名?[和与及]后",
    re.I,
)
_LISTED = re.compile(
    r"排名(?!第)|排序|排列|从[高大多快]到[低小少慢]|一览|列出|列一下|逐一|汇总|\b(?:rank|ranking|ranked|list all|in order)\b", re.I
)
_LIKE_NATION = re.compile(
    r"(?:与|和|同|跟)(?:全国|国家)[^，。？]{0,8}(?:持平|一致|相同|一样|相等)|(?:same as|equal to|in line with|match(?:es|ed)?)[^,?.]{0,20}(?:national|nation's|China's)",
    re.I,
)
_TO_THE_LETTER = re.compile(
    "一字[未没不][变改动]|一字不[差易]|(?:措辞|表述|提法|写法|字眼)[^，。？]{0,3}(?:没变|未变|不变|没改|没有?动|一样|相同)|原封不动|一模一样|完全一样|完全相同|word for word|exactly the same",
    re.I,
)
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True, slots=True)
class Criteria:
    """`order` highest, lowest or None, of which the first `top`; `unstated`: those without such a figure; `numbered`: those
    (or, with `unstated`, all but those) that give a number; `difference`: how two figures differ; `claim`: a figure to
    fit; `way` up, down or same: which way a change is asked for; `words` a qualifier or unit to fit (range, sync, roughly in step, above,
    flat, negative, positive, 万吨, 亿斤); `total`: their sum; `nation` up, down or same: those above, below or like the national figure; `letter`: unchanged to the
    letter, qualifier included; `listed`: all of them, the highest first; `ends`: the highest and the lowest; `step`:
    of those that changed the ones that changed most, or least.
    """

    order: str | None
    top: int
    unstated: bool
    numbered: bool
    difference: bool
    claim: Claim | None
    way: str | None
    words: str | None
    total: bool
    nation: str | None = None
    letter: bool = False
    listed: bool = False
    ends: bool = False
    step: str | None = None

    @property
    def any(self) -> bool:
        """Whether the question wants anything but the figures themselves."""
        return bool(
            self.order or self.unstated or self.numbered or self.difference or self.claim or self.words or self.total or self.nation
        )


def read_criteria(question: Question) -> Criteria:
    """The criteria in a question's words. 哪些省没有提出CPI目标？ → unstated; 前三名 → highest, top 3."""
    text = ASIDE.sub("", question.text) or question.text
    jobs = "urban_new_jobs" in question.indicators
    claim = read_claim(text, jobs) or read_claim(question.text, jobs)
    if claim and re.search("[都也]算|不论", question.text):
        claim = replace(claim, written=False)
    if claim and re.search(
        r"[\d.]+[%％]左右[^，。？]{0,6}(?:也算|都算|算在内|算进)|[（(]含[\d.]+[%％]左右[）)]|([\d.]+[%％])(?:或者?|和|、|/)\1左右",
        question.text,
    ):
        claim = replace(claim, loose=True)
    if claim and WITHOUT_BOUND.search(question.text):
        claim = replace(claim, strict=True)
    lowest = bool(_LOWEST.search(text)) and not re.search("最[高大多快]|highest|largest|fastest|most\\b", text, re.I)
    order = "lowest" if lowest else "highest" if _HIGHEST.search(text) else None
    unstated = bool(_UNSTATED.search(text)) and bool(re.search("哪|谁|which|who|what", text, re.I))
    return Criteria(
        order=order,
        top=_top(text),
        unstated=unstated,
        numbered=bool(_NUMBERED.search(text)),
        difference=bool(_DIFFERENCE.search(text)),
        claim=claim,
        way=_way(text),
        words=_words(question, text),
        total=bool(_TOTAL.search(text)),
        nation=_nation(question),
        letter=bool(_TO_THE_LETTER.search(text)),
        listed=bool(_LISTED.search(text)),
        ends=bool(_ENDS.search(text)),
        step="most" if _STEEPEST.search(text) else "least" if _SLIGHTEST.search(text) else None,
    )


def _nation(question: Question) -> str | None:
    """Which side of the national figure is asked for, of several regions."""
    if len(question.regions) < 3 and not question.everyone:
        return None
    ways = {UP: _ABOVE_NATION, DOWN: _BELOW_NATION, SAME: _LIKE_NATION}
    return next((way for way, pattern in ways.items() if pattern.search(question.text)), None)


def _words(question: Question, text: str) -> str | None:
    found = [qualifier for qualifier, pattern in _WORDS.items() if pattern.search(_NO_RANGE.sub("", text))]
    if {"positive", "negative"} <= set(found):  # 正增长还是负增长 leaves it open
        found = [qualifier for qualifier in found if qualifier not in ("positive", "negative")]
    if len(question.regions) == 2:  # 一个用万吨、一个用亿斤 of two that are compared
        found = [qualifier for qualifier in found if qualifier not in ("万吨", "亿斤")]
    return found[0] if found else None


def _way(text: str) -> str | None:
    found = [way for way, pattern in ((UP, _UP), (DOWN, _DOWN), (SAME, _KEPT)) if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def _top(text: str) -> int:
    for match in _TOP.finditer(text):
        word = next(group for group in match.groups() if group).lower()
        number = _NUMERALS.get(word) or _ENGLISH.get(word) or (int(word) if word.isdigit() else 0)
        if number:
            return number
    return 1
