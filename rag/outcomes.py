"""A question against the clauses that come nearest to it: another outcome, rank, title, or a thing that never was.

Only what the question takes for granted counts, and only where the clauses speak of the same matter; the callers see to that.
"""

from __future__ import annotations

import re

_VERB = "建成|贯通|开业|通车|通航|投产|投用|投运|开通|启用|完成|完工|实现|获批|成功|达标|落地|动工|开工|通过|入选|入轨|兑现|到位|交付|解决|商运|运营|投入(?:运行|使用)"
_FAILED = re.compile(
    rf"(?:没有?|未)(?:能)?[\u4e00-\u9fff]{{0,4}}?(?:{_VERB})|(?:没有?|未)(?:能)?[\u4e00-\u9fff]{{1,3}}(?:成|上|过)(?!了吗|没有)|没能|未能|"
    r"(?:还|仍|至今|到现在|到今天|依旧|依然|一直|迟迟|总)[^，。？]{0,8}?(?:没有|没|未|不了|不上|不到|不成|不通|不过|赶不上)|(?:还|仍|一直)在(?:筹备|施工|建设|修建|规划|论证|谋划|排队)|没成(?![为立功员])|(?:没|未)(?:能)?(?:[修建盖][完好成]|恢复)|失之交臂|错过|断在|中断|断了|一推再推|推迟|"
    r"拖[到过延期了]|推[到后]|往后推|推了|挪到|延到(?!多少|几)|延误|[慢晚]了|滞后|欠了|违约|烂尾|停摆|输球|输掉|输在|败北|无缘|擦肩而过|落榜|落空|取消|中止|叫停|停办|停止|搁置|失利|落选|失败|泡汤|降级|流失|延期|"
    r"比[^，。？]{1,12}[晚慢](?:了)?|\b(?:miss(?:ed)?|failed|fail|cancel\w*|abandon\w*|scrapp\w*|postpon\w*|delay\w*|lost|halted|(?:has|have)(?:n't| not) (?:yet )?been|not yet|yet to|still not|not managed|unable to)\b",
    re.I,
)
_DONE = re.compile(
    rf"(?:{_VERB})|批准|竣工|落成|封关|开馆|提前|升入|升至|晋级|荣获|夺得|夺取|夺冠|首夺|达产|送电|入住|超额|如期|圆满|获得|连丰|连增|零[^，。；]{{0,4}}|"
    r"全国推广|结束[^，。；]{0,12}历史|零的突破|突破|(?:历史性|首次|全面|全部|均|都|已)达到|迈[入上过进]|跻身|告别|扭转|恢复|超过|\b(?:opened|opens|completed|finished|won|exceeded|achieved)\b",
    re.I,
)
_ALL_DONE = re.compile(
    "\\b(?:met|meet|hit) (?:all|every)\\b|\\ball\\b.{0,40}\\b(?:were|was) met\\b|(?:全部|全都|都|如期|按期|悉数)[^，。？]{0,4}(?:完成|实现|达到|兑现|达标)"
)
_NOT_DONE = re.compile(
    "(?:未能?|没有?能?)(?:如期|按期|全部)?(?:完成|实现|达到|达标)|与[^，。；]{0,10}(?:预期|目标)[^，。；]{0,4}差距|不及预期|低于预期"
)
_PLANNED = re.compile(
    r"具备[^，。；]{0,6}条件|铺轨|架梁|完成投资|加快建设|全线建设|推进|力争|争取|确保|计划|谋划|启动建设|前期|筹备|筹建|将|拟|规划(?!目标|任务)|加快|推动|迎接|为[^，。；]{0,12}(?:打下|奠定|做好)"
)
_BEGUN = re.compile("动工|开工|启动|奠基")
_BEYOND = re.compile(
    r"(?:20\d\d年|去年|前年)[^，。？]{0,8}(?:建成|投产|通车|通航|投运|发电|开学|竣工)[^，。？]{0,3}[，,]|(?:通车|通航|投产|投用|投运|建成|开通|封关|开馆|开业|挂牌|揭牌|设立|成立)了(?=[，,])|(?:挂牌|揭牌|设立|成立)(?:之后|以后|后(?!续))|(?:通车|通航|投产|投用|投运|投入使用|建成|开通|启用|竣工|落成|封关|开馆|完工|开业|全线通|评上|获评|创成|升级为)[^，。？]{0,6}?(?:之后|以后|后(?!续))|(?:已经?|早已|早就)[^，。？]{0,10}(?:通车|通航|投产|建成|开通|封关|投用|竣工)|now that|(?:after|since) .{0,60}(?:open|complet|start|launch)|\b(?:opened|went into (?:operation|production|service))\b[^.?]*(?:[.,] |[—–] ?)(?:and )?(?:how|what|which)",
    re.I,
)
_LOST = re.compile(
    r"被[^，。？]{0,10}(?:拿走|夺走|抢走|摘走|超过去|甩开|甩在)|(?:第一|首位|榜首|头名|冠军)[^，。？]{0,6}(?:丢了|没了|不保|让了|易主|保不住)|(?:名次|排名|位次)[^，。？]{0,8}(?:[往向]后|[下后]滑|后退|退步|下降|掉)|垫底|末位|倒数|退居|掉到|掉出|跌出|[跌掉滑落]到[^，。？]{0,6}第|跌至第|滑落|(?:丢|失去|让出|失守|保不住|不再)[^，。？]{0,12}(?:第一|首位|榜首|头名|冠军|前[三五十])|被[^，。？]{0,10}(?:赶超|反超|超越|挤|压)|los(?:t|e|es|ing) (?:its|the) (?:number[- ]one|no\. ?1|top|first|lead|position|place|crown|spot|title)|\bovertook\b|\bovertakes?\b|push\w* .{0,40}(?:out|off)|bottom of|overtaken",
    re.I,
)
_HELD = re.compile(
    r"(?:居|列|位居|位列|排名?|跃居|升至|保持|稳居)[^，。；]{0,10}(?:首位|第[一二三四五六七八九十\d]+|前列|前[三五十])|全国第[一二三123]|首位|第一|(?:排名|位次|名次)[^，。；]{0,12}(?:上升|跃升|提升|前移|前进|进位|升至)"
)
_SPAN = r"(?:历年|历史|[\d一二三四五六七八九十]+年来?|全国|有史以来|同期|有(?:监测|观测|气象)?记录以来)[^，。？]{0,4}"
_LEAST = re.compile(rf"{_SPAN}最[低少差小慢]|新低|\b(?:lowest|worst|record low)\b", re.I)
_MOST = re.compile(rf"{_SPAN}最[高多好大快]|新高|\b(?:highest|best|record high)\b", re.I)
_SECOND = re.compile("次[优好高低]|第[二2][好优高低]")
_FORMERLY = re.compile("以前|过去|原来|原先|之前|曾经|从前")
_NONE = re.compile(
    r"(?:一|半)(?P<unit>[个家条座所项件名位场])[^，。？]{0,16}(?:也|都|还)(?:没有?|未)|没有?一(?P<other>[个家条座所项件名位场])"
)
_SOME = r"\d[\d.]*(?:余|多)?(?:万|亿)?{unit}"
_NOT_OVERTAKEN = re.compile("(?:没有?|未能?|尚未)(?:能)?(?:赶上|追上|超过|反超|赶超)|(?:还|仍|一直)(?:比不上|赶不上|追不上)")
_OVERTAKEN = re.compile("(?:首次|历史性|已经?|实现)[^，。；]{0,4}(?:赶上|追上|超过|反超|赶超)")
_DEATHS = re.compile(r"遇难|死伤|死亡(?!率)|丧生|丧命|丢命|死了|伤亡|\b(?:deaths?|died|killed|casualties|fatalities)\b", re.I)
_UNHURT = re.compile(
    "(?:伤亡|遇难|死亡)[^，。]{0,3}没有|(?:无|零|未发生|没有|没|没有出现|未出现|未造成)(?:人员)?(?:重大)?(?:伤亡|死亡|死伤)"
)
_DEADLINE = re.compile(r"(20\d\d)年[底末]?之?前")
_REFUSED = re.compile(r"不(?:给|让|许|准|肯|允许)|就是不|拒绝|\brefus\w+|\bban(?:s|ned)?\b", re.I)
_ALLOWED = re.compile("推行|实行|实施|开放|允许|放宽|放开|支持|鼓励|推广|提供|发放|设立|开展|取消")
_BARS = re.compile("[不未没禁严]")
_SINCE_BEGUN = re.compile(
    "(?:开工|动工|启动建设)(?:之后|以后|后(?!续)|以来)|(?:已经?|早已|早就)[^，。？]{0,6}(?:开工|动工)|since .{0,30}(?:construction|work) (?:began|started)",
    re.I,
)
_TO_BEGIN = re.compile("(?:力争|争取|推动|促进|促成|计划|谋划|前期|适时|抓紧|做好)[^。；]{0,60}(?:开工|动工)|前期工作")
_STILL = re.compile(
    r"(?:还|仍|依然|依旧|到现在|至今|一直)[^，。？]{0,3}?(?:得(?:先)?|要(?![^，。？]{0,12}吗)|需要?|须|收|保留|被?列(?:为|入)|属于|戴着|背着)|\bstill (?:ha(?:s|ve)|needs?|requires?|charges?|bans?|listed)\b",
    re.I,
)
_ENDED = re.compile("取消|废除|废止|退出|告别|摘帽|清零|归零|取缔|不再|终结|结束")
_DENIED = re.compile(r"(未发生|没有发生|未出现|没有出现|杜绝|未|没有|零|(?:\d年|实现|保持|持续)无)([\u4e00-\u9fff]{2,8})")
_TURNED = re.compile("由[^，。；]{1,10}(?:转|变|改)为?")  # 由净流出转为净流入
_OPPOSITES = (
    (re.compile("上交所|深交所|北交所|A股"), re.compile("港交所|港股|联交所")),
    (re.compile("冠军|夺冠|捧[回杯]|折桂|头名|金牌榜首"), re.compile("亚军|季军|第[二三]名")),
    (re.compile("男子|男足|男篮|男排"), re.compile("女子|女足|女篮|女排")),
    (re.compile("(?<!进)出口"), re.compile("进口")),
    (re.compile("流失|流出|走的(?:比来的)?多"), re.compile("流入")),
    (re.compile("放宽|放开|松绑|随便"), re.compile("强化[^，。；]{0,8}(?:管控|监管|管理)|从严|严禁|收紧")),
    (re.compile("学的(?:是)?哪|照搬|跟着[^，。？]{1,6}学|仿照"), re.compile("全国首[个创家]|全国率先|全国第一[个家]")),
    (re.compile("减少|压减|撤并|裁撤|砍掉"), re.compile("新增|新建|增设|扩建")),
    (re.compile("搬离|迁出|撤出|撤离|搬走"), re.compile("落户|入驻|进驻|迁入")),
)


def other_outcome(taken: str, clause: str) -> bool:
    """Whether what is said to have failed, to be late or not to have happened has happened by the clause."""
    if not _FAILED.search(taken) or _FAILED.search(clause) or not (_DONE.search(clause) or _begins(taken, clause)):
        return False
    return not _PLANNED.search(clause) and (_begins(taken, clause) or not _BEGUN.search(clause))


def left_undone(taken: str, clause: str) -> bool:
    """Whether what is said to be done altogether, 全部如期完成, is not by the clause: 1项指标未能如期完成."""
    return bool(_ALL_DONE.search(taken) and not _FAILED.search(taken) and _NOT_DONE.search(clause))


def _begins(taken: str, clause: str) -> bool:
    """到今年还没动工 for 工程开工建设: beginning is the outcome that is spoken of."""
    return bool(_BEGUN.search(taken) and _BEGUN.search(clause))


def is_to_be_done(question: str, clause: str) -> bool:
    """Whether the question builds on something being finished that the clause speaks of finishing: in a chapter on the work to come."""
    return bool(_BEYOND.search(question) and re.search(_VERB, clause))


def only_planned(question: str, clause: str) -> bool:
    """Whether the question builds on something being finished (…通车之后) that the clause only begins or announces."""
    return (
        bool(_BEYOND.search(question))
        and bool(_PLANNED.search(clause) or _BEGUN.search(clause))
        and not re.search(r"(?:建成|全线|正式|实现|顺利)(?:通车|通航|投产|投用|投运|开通|启用|封关)", clause)
    )


def other_rank(taken: str, clause: str) -> bool:
    """Whether a rank is said to be lost or the worst and the clause has the best, or the other way round: 垫底 for 居全国第3位,
    历年最低 for 历史最高, 退居第二 for 居首位.
    """
    if _LOST.search(taken):
        return bool(_HELD.search(clause)) and not _LOST.search(clause)
    if (_LEAST.search(taken) or _MOST.search(taken)) and _SECOND.search(clause) and not _SECOND.search(taken):
        return True
    for worst, best in ((_LEAST, _MOST), (_MOST, _LEAST)):
        if worst.search(taken) and not best.search(taken):
            return bool(best.search(clause)) and not worst.search(clause)
    return False


def is_opposite(taken: str, clause: str) -> bool:
    """Whether one of two things that exclude each other is said of the other: 冠军 for 亚军, 男子组 for 女子组."""
    clause = _TURNED.sub("", clause)
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if one.search(taken) and not other.search(taken) and other.search(clause) and not one.search(clause):
                return True
    return False


def has_overtaken(taken: str, clause: str) -> bool:
    """Whether what is said not to have caught up has: 还没赶上煤电 for 首次超过煤电."""
    return bool(_NOT_OVERTAKEN.search(taken) and _OVERTAKEN.search(clause) and not _BARS.search(clause))


def nobody_hurt(taken: str, sentence: str) -> bool:
    """Whether people are said to have died where the sentence says that nobody did: 多少人遇难 for 实现人员无伤亡."""
    return bool(_DEATHS.search(taken) and not _UNHURT.search(taken) and _UNHURT.search(sentence))


def none_at_all(taken: str, clause: str) -> bool:
    """Whether there is said to be not one of what the clause counts: 一家上市公司都没有 for 新增12家上市公司."""
    match = None if _FORMERLY.search(taken) else _NONE.search(taken)
    return bool(match and re.search(_SOME.format(unit=match.group("unit") or match.group("other")), clause))


def other_deadline(taken: str, clause: str) -> bool:
    """Whether something is said to be due by another year than the clause has it: 2024年底前封关 for 2025年底前."""
    said, told = (set(_DEADLINE.findall(text)) for text in (taken, clause))
    return bool(said and told) and not said & told


def is_allowed(taken: str, clause: str) -> bool:
    """Whether what is said to be refused is done by the clause: 就是不给放春秋假 for 推行春秋假."""
    return bool(_REFUSED.search(taken) and _ALLOWED.search(clause) and not _BARS.search(clause))


def not_begun(question: str, clause: str) -> bool:
    """Whether the question builds on work having begun (开工后) that the clause only means to begin: 力争开工."""
    return bool(_SINCE_BEGUN.search(question) and _TO_BEGIN.search(clause))


def is_over(taken: str, clause: str) -> bool:
    """Whether what is said to last still is ended by the clause: 还得先押预交金 for 预交金全面取消."""
    return bool(_STILL.search(taken) and not _ENDED.search(taken) and _ENDED.search(clause) and not _BARS.search(clause))


def never_happened(taken: str, clause: str) -> bool:
    """Whether what is taken for granted is denied word for word: 拉闸限电了 for 未发生拉闸限电, 违约之后 for 零违约."""
    for denial, thing in _DENIED.findall(clause):
        least = 2 if denial in ("零", "未发生", "没有发生") else 4
        said = next((thing[:length] for length in range(len(thing), least - 1, -1) if thing[:length] in taken), None)
        if said and not re.search(f"(?:没有?|未|零|无)[^，。]{{0,4}}{re.escape(said)}|{re.escape(said)}[^，。]{{0,4}}(?:没有|为零)", taken):
            return True
    return False


# Rules of (what is taken for granted, the nearest clause).
OF_CLAUSE = (left_undone, is_opposite, none_at_all, other_deadline, is_allowed, only_planned, is_over, never_happened)
