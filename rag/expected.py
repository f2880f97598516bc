"""What kind of answer a question expects: a figure, with which measure word; a length of time; a share; or anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.regions import town_names

_NUMBER = re.compile(
    r"多少|(?<![哪第])几[百千万]+(?:块|元|人|个|家)|(?<![哪第那这])几(?:块钱?(?!金)|头|只|匹|株|棵|吨|斤|亩|根|班|趟|列|枚|笔|栋|户|个|家|条|所|项|部|台|座|成|人|亿|万|倍|岁|天|年|次|类|大类|种|位|名|届|艘|架|辆|套|张|公里|平方|分|点|%)|多大(?:规模|比例|面积|范围|金额)?|多高|多长|多久|多远|"
    r"how (?:many|much|large|big|long|fast|high|far)|what (?:percentage|share|amount|rate|ceiling|figure|proportion|number|size)|by how much|to what extent|\bnumber of\b|what sum\b|"
    r"what(?:['’]s| is| was| are| were) (?:the|their|its|[A-Z][\w ’'-]{1,30}['’]s?) (?:[\w.]+ ){0,3}(?:share|percentage|figure|number|rate|proportion|amount|total|length|concentration|price|budget|cost|revenue)s?\b",
    re.I,
)
_MAYBE = re.compile(r"规模|总量|增速|增幅|涨幅|目标|强度|浓度|产量|比例|比重|占比|growth|target|value|output|level", re.I)
_HOW_MANY = re.compile(
    "(?:多少|(?<![哪第那这])几)[万百千]*(?P<counted>[\u4e00-\u9fff]+)(?P<broken>[“《A-Za-z])?"
)  # 第几, 那几个 are no numbers
_TIME = re.compile(r"多久|多长时间|几天|几年|几个月|什么时候|何时|哪(?:一)?年|哪(?:一)?天|how long|when\b", re.I)
# What is asked for in so many words, and what a text must hold then: first what answers in place of a number …
_INSTEAD = (
    (
        re.compile(
            r"几月(?:份)?|几号(?![线楼机井院门库])|哪(?:一)?天|具体日期|(?:on )?what (?:exact )?date|which (?:month|day)|what day|\b(?:start|opening|completion|launch) date\b",
            re.I,
        ),
        re.compile(r"\d+月|[上下]半年|季度|年[底初中末]|月[底初]"),
    ),
    (
        re.compile(
            r"哪[几些]?条(?:新)?(?:地铁|轨交|轨道交通|线(?!路))|(?:地铁|轨交|轨道交通)[^，。？]{0,12}哪[几些]?条|which .{0,20}(?:metro|subway|rail transit) lines?",
            re.I,
        ),
        re.compile(r"(?:\d|[A-Z]\d)+号?线|[\u4e00-\u9fff]{2}(?<!交通)(?<!铁路)(?<!地铁)(?<!航)线(?![路上下条])"),
    ),
    (
        re.compile("第几[届位名期批个]"),
        re.compile(r"第[一二三四五六七八九十\d]+|首[届次个批]"),
    ),
    (
        re.compile(
            "哪(?:支|个|一支)?(?:球队|队伍?|代表队|俱乐部)|(?:总冠军|冠军|头名|奖杯)[^，。？]{0,6}(?:是谁|被?谁|花落)|谁[^，。？]{0,6}(?:夺冠|冠军|捧杯)"
        ),
        re.compile("队(?!伍)|俱乐部|[男女][足篮排](?!球)"),
    ),
)
# … then what must be there as well: a time, a length of time, a share, a length, an area, a cost, an institution.
_BESIDES = (
    (
        re.compile(r"什么时候|何时|(?<!比)哪一?年(?!都)|^when (?:and where|will|did|does|is|was|do)\b", re.I),
        re.compile(r"\d\d年|\d+月|半年|季度|年[底初中末内]|[今明]年|早日|[一二三四五六七八九十两\d]天|[一二三四五六七八九十两\d]个月"),
    ),
    (
        re.compile(r"多久|多长时间|几天(?!前)|几个月|^how long (?:will|did|does)\b.{0,60}\btake", re.I),
        re.compile(r"(?:\d|[一二三四五六七八九十两半])[多余]?(?:个)?(?:年|月|天|小时|分钟|秒|日|周|工作日)"),
    ),
    (
        re.compile("百分之几|百分之多少|几成|多大(?:的)?比例|比例(?:是|有|达到?)?多[少高大]|what (?:share|percentage|proportion)", re.I),
        re.compile(r"[%％‰]|[一二三四五六七八九]成|半|倍|\d+[:∶]\d+|分之|全覆盖|全部|所有"),
    ),
    (re.compile("多长(?![时期远])(?:的)?(?:公路|铁路|路|高速|管线|管网|绿道|线|步道|栏)?"), re.compile("公里|千米|米")),
    (
        re.compile("(?:公路|铁路|高铁|高速|地铁|轨道)[^，。？]{0,6}(?:[更最]长|谁长|长多少)"),
        re.compile("公里|千米"),
    ),
    (
        re.compile("\\d+[多余]?[个家座所条项名位种件][^，。？]{0,24}(?:是|有|叫)?(?:哪些|哪几[个家座所条项名位种件]|都?有?谁)"),
        re.compile("[\u4e00-\u9fff”》]、[“《\u4e00-\u9fff]"),
    ),
    (re.compile("多大面积|面积(?:有|是|达到?)?多[大少]"), re.compile("亩|公顷|平方")),
    (
        re.compile("多少(?:亿|万)?(?:财政)?(?:经费|专项资金|奖金)"),
        re.compile("(?:经费|资金|奖金|安排|投入|拨付|下达)[^，。；]{0,14}元|元[^，。；]{0,8}(?:资金|经费|奖金)|翻|倍"),
    ),
    (re.compile("平均每[个位名户人家]|人均摊|摊到|按[^，。？]{2,8}摊"), re.compile("平均|人均|每")),
    (
        re.compile(r"how long,? (?:in kilomet\w+,? )?(?:is|are) the|\blength of the\b", re.I),
        re.compile("全长|总长|长(?:度|约|达)?\\d|\\d(?:公里|千米|米)长"),
    ),
    (
        re.compile(
            "(?:多少|几)(?:个|名)?人?[^，。？]{0,4}(?:遇难|死亡|丧生|丧命|伤亡)|(?:遇难|死亡|丧生|伤亡)[^，。？]{0,6}(?:多少|几)|death toll|[Hh]ow many [^?]{0,24}\\b(?:killed|died|dead|deaths)\\b"
        ),
        re.compile("遇难|死亡|丧生|牺牲|失联|(?:无|零|未造成)(?:人员)?伤亡|伤亡\\d"),
    ),
    (re.compile("哪(?:个|一个)?(?:平台|网站|小程序|APP|app)"), re.compile("“[^”]+”|[A-Za-z]{3,}|云闪付|支付宝|微信|美团|抖音|京东|淘宝")),
    (re.compile("全长|总长(?!度?[增提])"), re.compile("全长|总长|长(?:度|约|达)?\\d|\\d(?:公里|千米|米)长|里程")),
    (
        re.compile(
            "造价|耗资|投资(?:总?额|规模|了)?(?:一共|共|是|有|达|约|到底|大概)*(?:多少|几|多大)|花(?:了|掉|费)?(?:多少|几)|预算(?:总额|金额)?(?:是|有|为)?多少|\\bcosts?\\b|\\bbudget (?:of|for)\\b|price tag",
            re.I,
        ),
        re.compile(
            "(?:投资|造价|耗资|投入|资金|预算|花费|费用?|经费|斥资|安排|支出|负担|价格?)[^，。；]{0,20}元|元[^，。；]{0,8}(?:投资|资金|投入|项目|经费)|零|翻[一两]?番|翻倍|倍"
        ),
    ),
    (re.compile("哪(?:一)?家(?:[\u4e00-\u9fff]{0,3})医院|which hospital", re.I), re.compile("医院|医学中心")),
    (
        re.compile("哪(?:一)?(?:所|家)(?:[\u4e00-\u9fff]{0,4})(?:大学|高校|学校|学院|院校)|which university", re.I),
        re.compile("大学|学院|学校|中学|小学"),
    ),
    (re.compile("哪(?:个|一)?(?:朝代|朝)"), re.compile("[夏商周秦汉晋隋唐宋元明清](?:朝|代|末|初)|民国|时期")),
)
# … and what must be there and not be the question's own: a name, a place, somebody.
_NEW = (
    (
        re.compile(
            "(?:什么|啥)名[字称]?|名[字称](?:是|叫|都)?(?:什么|啥)|[取药]名[^，。？]{0,4}叫|名单|都有谁|^what is .{0,80}\\b(?:called|named)\\b|\\bthe names? of\\b",
            re.I,
        ),
        re.compile(
            r"“[^”]+”?|《[^》]+》|[\u4e00-\u9fff]{2,8}(?=、[\u4e00-\u9fff]{2,8}(?:、|等|和|\d))|[A-Z][A-Za-z]+|\d+号|[\u4e00-\u9fff]{2,}(?:机场|学院|大学|电站|医院|公司|集团|铁路|高铁|大桥|隧道|公园|水库|实验室|新区|基金|行动)"
        ),
    ),
    (
        re.compile(
            "哪(?:个|座|些|几个|几座|一个|一座)?(?:地级市|地市|城市|市(?![场民值])|县|市州|州(?!际)|盟|旗(?!舰))|哪个地方|什么地方|(?:城市|主办地|地点|举办地|选址)[^，。？]{0,4}哪|(?:搬|迁)[到往至]哪|"
            "which (?:city|county|town|prefecture)\\b",
            re.I,
        ),
        re.compile(
            "|".join(town_names())
            + "|[\u4e00-\u9fff]{2,4}(?:县|(?<!城)市(?![场民值区])|自治州|旗(?!舰)|镇(?!化)|新区)|[至往赴][\u4e00-\u9fff]{2,6}?(?=国际|航线|道路|线路|铁路|高铁|高速)|(?:在|落户|落地|支持|推动)[\u4e00-\u9fff]{2,3}(?=[建举设落开投打创、]|$)|(?:^|(?<=[，、：；在是]))[\u4e00-\u9fff]{2,3}、[\u4e00-\u9fff]{2,3}(?:、|等|和|\\d)"
        ),
    ),
    (
        re.compile(
            "(?:都|到底|究竟)?是谁(?!的)|谁(?=当选|获评|荣获|获得|入选)|是哪位|哪位[^，。？]{0,6}(?:歌手|得主|院士|专家|导演|作家|选手)|由谁|谁(?:来)?(?:当|担任|执导|主持)|"
            "(?:主任|院长|校长|市长|馆长|教练|队长|主演|导演)[^，。？]{0,3}(?:是谁|叫什么)|^who (?:is|was|are|were|coached|directed|heads?|led|chairs?|designed|won)\\b",
            re.I,
        ),
        re.compile(
            "(?:同志|院士|教授|先生|女士|选手|运动员|导演|主席)[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,4}(?:同志|教授|先生|女士)|(?:^|(?<=[，、]))(?![我全]|入选|成功)[\u4e00-\u9fff]{2,3}(?=获评|当选|荣获|荣膺)"
        ),
    ),
    (
        re.compile("高校[^，。？]{0,8}哪[几些]所|哪[几些]所(?:大学|高校|学院)"),
        re.compile("[\u4e00-\u9fff]{2,}(?:大学|学院)(?![\u4e00-\u9fff]{0,2}所)"),
    ),
    (
        re.compile("哪(?:一)?[个家](?:商场|商圈|酒店|购物中心)"),
        re.compile("“[^”]+”|[\u4e00-\u9fff]{2,}(?:商场|广场|百货|购物中心|商圈|酒店|天地)"),
    ),
    (
        re.compile(
            "哪(?:一)?家(?:新?央企|公司|企业|单位|集团|车企|药企|央企)|业主(?:单位)?(?:是|为)|承建方|由哪家|which (?:company|firm)", re.I
        ),
        re.compile(
            "[\u4e00-\u9fff]{2,}(?:公司|集团|股份|企业|科技|重工|银行|证券|[院局厂])|[A-Z][A-Za-z]{3,}|(?:^|(?<=[，、；]))[\u4e00-\u9fff]{2,5}(?=获|入选|上榜|登上|跻身|摘得|夺得|荣膺)"
        ),
    ),
)
_OWN = 3  # characters at the end of a name by which it is known to be the question's own: 推动德钦县
_INSTEAD_SUITS = 0.3
_SHARE = re.compile(r"几成|比例|比重|占比|占.{0,8}多少|百分之几|percent|share|proportion|percentage", re.I)
_MONEY = re.compile(r"多少钱|多少资金|多少亿|多少万元|金额|how much (?:money|funding)|yuan", re.I)
_FIGURE = re.compile(r"\d[\d.,]*|[一二两三四五六七八九十百千]+(?:倍|成|个|项|条|所|家|次|类)|翻[一两]?番|全覆盖|减半|翻倍")
_FLOW_BEFORE = re.compile("(?:新增|新建|新开|新培育|新认定|净增|增加(?![到至])|增长(?![到至])|改建|提高(?![到至]))[^，。；、\\d]{0,14}$")
_DATES = re.compile(
    r"(?:19|20)\d\d(?:年|(?![\d.\u4e00-\u9fff%％]))|“?十[三四五]五”?|第[一二三四五六七八九十\d]+[条项批章]|第?[一二三四五六七八九十]+届|一次会议|二十大|三中全会|四中全会|[一二三]+产业|(?:\d|[A-Z]\d)+号?线|[（(][一二三四五六七八九十\d]+[）)]|^\d+[.、．]"
)
_FLOW = re.compile(
    "新增|新建|新开|新培育|新认定|新设|净增|增加|改建|再建|多建|新添|添|\\b(?:new|add(?:ed|s)?|additional|build|built)\\b", re.I
)
_STOCK = re.compile(
    "发展到|扩(?:大)?到|[建做]到|总(?:里程|数|量|共|长)|一共|共有|现有|现在|目前|如今|已有|截至|截止|累计|达到多少|有多少|到了?多少|[增涨提降]到|\\b(?:total|altogether|now|in all|are there|reach(?:ed)?|had|have)\\b",
    re.I,
)
# What a figure must be counted in where the question says so outright: 多少万吨 is not answered in 万亩.
_PEOPLE = "[人名位]|学[生员]|[新考师]生|毕业生|老[人师]|孩子|娃|职工|工人|农民|[游旅]客|乘客|患者|群众|居民|村民|志愿者|观众|教师|医生|护士|专家|选手|骑手|司机|残疾人|儿童|妇女"
_OF_PEOPLE = "[人名位例户员]|居民|群众|学生|师生|农民|老年|儿童|妇女|对象|招生|产妇"
_VISITORS = "[游旅乘]客|毕业生|志愿者|教师|医生|护士|残疾人"
# Where the measure stands before the figure: 惠及学生12万, 接待人次和收入突破5500万和650亿元.
_BEFORE_FIGURE = {
    _OF_PEOPLE: re.compile(
        r"(?:学生|儿童|老年人|老人|群众|职工|农民|农民工|患者|妇女|残疾人|居民|旅客|游客|人才|教师|人口)[^，。；\d]{0,6}\d"
    ),
    "人次": re.compile(r"人次[^，。；\d]{0,14}\d[\d.]*[万亿]"),
}
_MEASURES = (
    ("人次", "人次"), ("吨", "吨"), ("斤", "斤"), ("亩|公顷", "亩|公顷"), ("公里|千米|里路", "公里|千米"), ("元|块|钱|资金|补贴|补助|奖励|奖金|经费|贷款|投资|费用|利润|税", "元|倍|番|减半|翻"), ("亿", "亿"), ("辆", "辆"), ("岁", "岁"),
    ("千瓦|装机", "千瓦"), ("度", "度|千瓦时|℃"), ("头", "头"), ("只", "只|头"), ("小时|分钟", "小时|分钟"), ("平方", "平方|亩|公顷"), ("立方", "立方|方"), (_PEOPLE, _OF_PEOPLE),
    ("天|日", "天|日"), ("个月", "个月"), ("米", "米"), ("次", "次"), ("层", "层"), ("℃|摄氏度", "度|℃"), ("架", "架"), ("艘", "艘"), ("支", "支"), ("趟", "[趟列班]"), ("标准?箱", "标准?箱"), ("[株棵]", "[株棵]"), ("张", "[张个]"), ("枚", "枚|[金银铜](?:牌|的|$|[，。、])"), ("所", "[所个]"), ("家", "[家户个]"), ("座", "[座个]"), ("套", "套"), ("台", "[台部辆]"), ("场", "[场次项]"),
)  # fmt: skip
_THING = re.compile(
    "亿?(?:[个家条项座所处台部辆套户名位人张件场种只头栋列班棵株块]|人次)?的?(?P<thing>[\u4e00-\u9fff]{2,8}?)[呢呀啊吗了啦吧]?"
)
_COUNT = re.compile(r"how many(?! percent| per cent| times)|多少(?:万|亿)?[个条项件部处次户只株棵趟班期届类种]", re.I)
_GOODS = "coal|cotton|grain|steel|rice|wheat|corn|soybeans?|sugar|oil|copper|aluminium|aluminum|lithium carbonate|potash|cargo|freight|fruit|vegetables|meat|pork|seafood|fertili[sz]er|cement|tea"
_BY_WEIGHT = re.compile(
    rf"how (?:much|many tonnes? of) (?:raw |crude |of its |crude )?(?:{_GOODS})\b(?! revenue)|\b(?:{_GOODS}) (?:output|production|crop|harvest)\b",
    re.I,
)
_PRICE = re.compile("(?:票价|门票|价格|租金|房租|学费|月薪)[^，。？]{0,4}(?:多少|几)(?![个人家张])")
_BY_MONEY = re.compile(
    r"how much (?:[a-z]+ ){0,2}(?:revenue|money|funding|investment|income|compensation|subsid(?:y|ies))\b|how much\b[^?]{0,30}\b(?:ticket|fare|fee|rent)s?\b|\bin (?:yuan|RMB|renminbi)\b",
    re.I,
)
_PERCENTAGE = re.compile(r"\d[\d.]*\s*[%％‰]|\d[\d.]*个百分点|[一二三四五六七八九]成")
_NUMERAL = r"(?:\d[\d.,，]*|[一二两三四五六七八九十百千万半]+)(?:余|多)?(?:万|亿|百|千)*(?:余|多)?"
_UP_TO = re.compile("(?:[到至]|达)了?(?:多少|几)(?![\u4e00-\u9fff])")  # 每月涨到多少: no 两项
_AMOUNT = re.compile(r"\d|[倍成番半]|全覆盖|[一二三四五六七八九十百千万]+(?:元|分之|小时|分钟|岁|公里|人|万)")
_NOTHING = re.compile("零(?:自付|费用|收费|负担)|全额(?:报销|资助|补贴)")  # an answer to 要掏多少
_NAMES = re.compile(r"“[^”%％]{1,8}”")
_TITLES = re.compile("《[^》]*》")
_TIMES = re.compile(r"\d+(?:个)?(?:年|月|天|小时|分钟|日)|[一二三四五六七八九十半]+(?:年|个月|天)|\d+岁")
# What makes a text likelier to answer: a list where 哪些 is asked, a reason, a name in quotation marks.
_LIKELIER = (
    (
        re.compile(
            r"哪[些几](?!年)|(?:包括|列了|列出|点了|涉及)(?:什么|谁|啥)|\bwhich (?:two|three|four|five|six|industries|sectors|fields)\b",
            re.I,
        ),
        re.compile("[\u4e00-\u9fff”A-Za-z]{2,12}、[^，。；、]{2,14}(?:、|和|以?及|等)"),
    ),
    (
        re.compile(r"为什么|为何|为啥|原因|怎么解释|如何解释|归因|归结|\bwhy\b|\breasons?\b|\bexplain|\bblame", re.I),
        re.compile("由于|受[^，。；]{2,30}影响|主要(?:是)?因|因为|原因|源于|得益于|之所以|不利影响|制约|是因"),
    ),
    (
        re.compile(
            r"叫(?:什么|啥|做什么)|(?:什么|哪[个项]|哪一[个项])(?:名字|行动|工程|计划|机制|模式|品牌|专项|制度|平台|活动|称号)|\bcalled\b|\bname of\b",
            re.I,
        ),
        _NAMES,
    ),
    (
        re.compile(
            "(?<!目标)(?:增长|下降|上涨|提高|增加|减少|降低)了?(?:多少|几|百分之几)|[增涨降]幅(?:是|有|达)?(?:多少|多大)|by how much", re.I
        ),
        re.compile("(?:增长|下降|上涨|提高|增加|减少|降低|增幅|降幅)了?(?:近|约|超|超过)?\\d"),
    ),
)
_LIKELIER_SUITS = 0.15
_SHARES = re.compile(r"\d[\d.]*\s*[%％‰]|[一二三四五六七八九]成|\d+:\d+|比重|占比")


@dataclass(frozen=True, slots=True)
class Expected:
    """`figure`: 2 when a number is asked for outright, 1 when one is likely, 0 else; `units` what it may be counted in;
    `several` when more than one number is asked for; `stock` when it is how many there are, not how many more; `measure` a pattern
    of what the figure must be counted in; `count` when things are counted: a percentage is no answer; `instead`
    what a text must hold in place of a number (a day, a metro line, a team), `besides` what it must hold as well (a time, a share, …), `new` what it
    must hold that is not in the question, `said` (a name, a place, …), `likelier` what makes it suit better, `counted` the thing that 多少 or 几 counts, which must be named.
    """

    figure: int
    units: tuple[str, ...]
    time: bool
    share: bool
    several: bool = False
    stock: bool = False
    measure: str | None = None
    count: bool = False
    instead: tuple[re.Pattern[str], ...] = ()
    besides: tuple[re.Pattern[str], ...] = ()
    new: tuple[re.Pattern[str], ...] = ()
    likelier: tuple[re.Pattern[str], ...] = ()
    said: str = ""
    counted: str | None = None

    @property
    def outright(self) -> bool:
        """Whether it is said in so many words what the answer must hold."""
        return self.figure == 2 or bool(self.instead or self.besides or self.new)


@lru_cache(maxsize=64)  # asked for at every step of one question
def read_expected(question: str) -> Expected:
    """What the question expects: 多少部 → a figure in 部; 占全国几成 → a share."""
    matches = list(_HOW_MANY.finditer(question))
    counted = [match.group("counted") for match in matches]
    units = tuple(dict.fromkeys(unit for words in counted for unit in _leading(words.removeprefix("亿"))))
    units += ("元",) if _MONEY.search(question) else ()
    stock = bool(_STOCK.search(question)) and not _FLOW.search(question)
    figure = 2 if _NUMBER.search(question) else 1 if _MAYBE.search(question) else 0
    instead, besides, new, likelier = (
        tuple(fit for asked, fit in table if asked.search(question)) for table in (_INSTEAD, _BESIDES, _NEW, _LIKELIER)
    )
    return Expected(
        figure=figure,
        units=units,
        time=bool(_TIME.search(question)),
        share=bool(_SHARE.search(question)),
        several=len(_NUMBER.findall(question)) > 1,
        stock=stock,
        measure=_measure(question, counted),
        count=bool(_COUNT.search(question)),
        instead=instead,
        besides=besides,
        new=new,
        likelier=likelier,
        said=question,
        counted=_thing_counted([match.group("counted") for match in matches if not match.group("broken")]),
    )


def _measure(question: str, counted: list[str]) -> str | None:
    """The pattern of what the first figure asked for must be counted in."""
    if _BY_WEIGHT.search(question):
        return "吨|斤"
    if _BY_MONEY.search(question):
        return "元"
    if _PRICE.search(question):
        return "元|[%％]|折|免"
    return next((measure for named, measure in _MEASURES if counted and re.match(named, counted[0])), None)


def _thing_counted(counted: list[str]) -> str | None:
    """停车位 of 新建多少停车位; None where it is money, people, or else told by its measure."""
    thing = next((match.group("thing") for words in counted if (match := _THING.fullmatch(words))), None)
    if thing and re.fullmatch(_VISITORS, thing):
        return thing
    return thing if thing and not any(re.match(named, thing) for named, _ in _MEASURES) else None


def _leading(words: str) -> tuple[str, ...]:
    """标准箱 may be counted in 标准箱, 标准 or 标: every leading part, of three characters at most."""
    return tuple(words[:length] for length in range(1, min(len(words), 3) + 1) if words[:length] not in ("的", "了", "是"))


def can_answer(expected: Expected, text: str) -> bool:
    """Whether a text holds what is asked for in so many words: a figure, counted as asked, a day, a name that is not the question's own."""
    held = all(fit.search(text) for fit in (*expected.instead, *expected.besides))
    told = all(any(match.group()[-_OWN:] not in expected.said for match in fit.finditer(text)) for fit in expected.new)
    return held and told and (expected.figure < 2 or bool(expected.instead) or _states_figure(expected, text))


def _states_figure(expected: Expected, text: str) -> bool:
    """Whether a text states a figure that is counted as asked."""
    if expected.measure:
        before = _BEFORE_FIGURE.get(expected.measure)
        if before and before.search(text):
            return True
        return bool(re.search(f"{_NUMERAL}[\u4e00-\u9fff]{{0,8}}?(?:{expected.measure})", text)) or bool(re.search("翻[一两]?番", text))
    if expected.count:
        return _counts_things(text)
    if _UP_TO.search(expected.said):
        return bool(_AMOUNT.search(_plain(text)))
    return has_figure(text) or (expected.time and bool(_TIMES.search(text)))


def has_figure(text: str) -> bool:
    """Whether a text states a figure that is no date, ordinal or name of a plan."""
    return bool(_FIGURE.search(_plain(text)) or _NOTHING.search(text))


def _counts_things(text: str) -> bool:
    """Whether a text states a figure that is no percentage either."""
    return bool(_FIGURE.search(_PERCENTAGE.sub("", _plain(text))))


def _plain(text: str) -> str:
    """The text without dates, ordinals and short names in quotation marks: “4+1” counts nothing."""
    return _DATES.sub("", _NAMES.sub("", _TITLES.sub("", text)))


def suits(expected: Expected, text: str) -> float:
    """How well a text can answer: above 0 when it holds what is expected, below when it lacks a figure that is asked for."""
    figure = _counts_things(text) if expected.count else has_figure(text)
    score = _INSTEAD_SUITS * any(fit.search(text) is not None for fit in expected.instead)
    if expected.figure == 2:
        score += 0.2 if figure else -0.5
    elif expected.figure == 1:
        score += 0.15 if figure else 0.0
    counted = [match.start() for unit in expected.units for match in _counts(unit, text)]
    if counted:
        score += -0.4 if expected.stock and all(_FLOW_BEFORE.search(text[:at]) for at in counted) else 0.2
    if expected.several and len(_FIGURE.findall(_plain(text))) > 1:
        score += 0.15
    score += _LIKELIER_SUITS * sum(fit.search(text) is not None for fit in expected.likelier)
    if expected.time and _TIMES.search(text):
        score += 0.2
    if expected.share and _SHARES.search(text):
        score += 0.15
    return score


def _counts(unit: str, text: str) -> Iterator[re.Match[str]]:
    """Where a text counts in a unit: 2218万标准箱."""
    return re.finditer(rf"\d[\d.,，]*(?:余|多)?(?:万|亿|百|千)*(?:余|多)?{re.escape(unit)}", text)
