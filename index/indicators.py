"""The indicators of the reports: field-standard names, what reports call them, and what people call them in questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Indicator:
    """One line of the table of targets.

    `stated` matches its name in a report, `asked` further names in a Chinese question, `english` in an English one;
    `words` is how reports write it, for searching.
    """

    key: str
    label: str
    english_label: str
    unit: str
    words: str
    stated: str
    asked: str
    english: str

    @cached_property
    def _question(self) -> re.Pattern[str]:
        return re.compile(f"{self.stated}|{self.asked}" if self.asked else self.stated)

    @cached_property
    def _english(self) -> re.Pattern[str]:
        return re.compile(self.english, re.IGNORECASE)

    def find(self, question: str) -> re.Match[str] | None:
        """Where a question, Chinese or English, asks for this indicator, or None."""
        return self._question.search(question) or self._english.search(question)


_GDP = r"(?:地区|国内)?生产总值|(?<!to-)(?<!to )(?<!of )GDP|gdp"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "energy_intensity", "单位地区生产总值能耗降低", "energy use per unit of GDP", "%", "单位地区生产总值能耗 单位GDP能耗 降低",
        r"单位(?:地区|国内)?(?:生产总值|GDP)能(?:源消)?耗|能耗强度|万元(?:地区生产总值|GDP)能耗", r"能耗|节能",
        r"energy (?:intensity|consumption per unit(?: of GDP)?|use per unit(?: of GDP)?)",
    ),
    Indicator(
        "carbon_intensity", "单位地区生产总值二氧化碳排放降低", "carbon dioxide emissions per unit of GDP", "%",
        "单位地区生产总值二氧化碳排放 碳排放强度 降低",
        r"单位(?:地区|国内)?(?:生产总值|GDP)(?:二氧化)?碳排放|(?:二氧化)?碳排放强度", r"碳强度|碳排放(?:降|下降)",
        r"carbon (?:intensity|(?:dioxide )?emissions? per unit(?: of GDP)?)|CO2 (?:intensity|emissions? per unit(?: of GDP)?)",
    ),
    Indicator(
        "rd_intensity", "研发经费投入强度", "R&D intensity", "%", "研发经费投入强度 占地区生产总值比重 全社会研发",
        r"(?:研发|R&D|研究与试验发展)(?:经费)?(?:投入)?(?:支出)?(?:强度|占(?:地区|国内)?(?:生产总值|GDP)(?:的)?(?:比重|比例))|研发强度",
        r"研发(?:投入|经费|支出).{0,6}(?:占|比重|强度)", r"R&D[- ]to[- ]GDP(?: intensity| ratio| share)?|R&D (?:intensity|spending as a share|expenditure as a share|share)",
    ),
    Indicator(
        "gdp_growth", "地区生产总值增长", "GDP growth", "%", "地区生产总值增长 经济增长",
        rf"(?:{_GDP})(?!能|二|碳|的?(?:比[重率例值]|之比)|总量)(?:同比)?(?:预期)?(?:实际)?增(?:长|速|幅)|经济(?:总量)?增(?:长|速)(?!极|点|带|动)|(?:{_GDP})(?=.{{0,12}}(?:目标|增|%|％|百分之|涨|左右|以上))",
        rf"经济(?:大盘)?(?:要)?涨|经济(?:跑|增|长)得|经济[^，。？]{{0,6}}(?:谁|哪[个边])[^，。？]{{0,4}}(?:跑|增|涨|长)得?更?(?:快|猛|高|慢)|(?:哪个?|谁)(?:省|市|地方|家)?(?:的)?(?:增长|增速|增得|涨得|跑得)[最更]?(?:快|高|慢|低)|经济\s*(?:为什么|为何|实际|预计|大概|到底|究竟|同比|目标)?\s*(?:只|能|会|要|才|仅)?(?:增长|增速|涨)|(?:{_GDP})(?!总量|达到|多少亿|有多大|规模|能耗|二氧化碳|的?(?:比[重率例值]|之比))", r"(?<!to-)(?<!to )(?<!of )(?<!of the )\bGDP\b(?! per)(?!.{0,12}(?:total|size))|economic growth|growth (?:target|rate) (?:for|of) the economy|\beconomy (?:to )?(?:grow|grew|expand|contract|shrank|shrink|shrunk)\w*",
    ),
    Indicator(
        "gdp_total", "地区生产总值", "GDP", "亿元", "地区生产总值 达到 总量 亿元",
        rf"经济总量|(?:{_GDP})(?:总量|达到?|突破|超过?|超|为)", r"经济(?:规模|体量|盘子)|(?:GDP|生产总值).{0,4}(?:多少亿|多少万亿|有多大|规模|总量)",
        r"size of (?:the |its )?economy|(?:largest|biggest) (?:provincial |regional )?economy|how big (?:was|is)|total GDP|GDP (?:total|reach)|economic output",
    ),
    Indicator(
        "urban_new_jobs", "城镇新增就业", "new urban jobs", "万人", "城镇新增就业 万人", r"城镇新增就业|新增城镇就业|新增就业",
        r"就业目标|就业(?=[、和与及](?:[A-Z]|物价|失业|收入|粮食|财政|消费|投资|居民))|(?<=[、和与及])就业(?=目标|[、和与及]|各|分别)|新[增添](?:了)?(?:多少|几)?(?:十?万)?(?:个|人)?(?:城镇)?(?:新)?(?:岗位|工作岗位|就业)|城镇(?:新增)?就业岗位|[添增](?:了|加)?多少(?:万)?(?:个|人)?城镇(?:新增)?就业|多少人(?:找到|有)工作", r"(?:new )?urban (?:new )?jobs?(?: creation)?|new urban employment|urban employment|new jobs",
    ),
    Indicator(
        "surveyed_unemployment", "城镇调查失业率", "surveyed urban unemployment rate", "%", "城镇调查失业率 控制在", r"(?:城镇)?调查失业率|失业率",
        r"失业(?!保险|金|人员)", r"unemployment|jobless",
    ),
    Indicator(
        "cpi", "居民消费价格涨幅", "consumer price rise (CPI)", "%", "居民消费价格 涨幅", r"居民消费价格(?:总水平|指数)?|CPI",
        r"物价|通胀|通货膨胀|消费价格", r"\bCPI\b|consumer prices?|inflation",
    ),
    Indicator(
        "urban_income_growth", "城镇居民人均可支配收入增长", "urban residents' income growth", "%", "城镇居民人均可支配收入增长",
        r"城镇(?:常住)?居民(?:人均)?(?:可支配)?收入", r"城里人(?:的)?收入|市民收入", r"urban (?:residents'? |household |per capita )?(?:disposable )?income",
    ),
    Indicator(
        "rural_income_growth", "农村居民人均可支配收入增长", "rural residents' income growth", "%", "农村居民人均可支配收入增长",
        r"农村(?:常住)?居民(?:人均)?(?:可支配)?收入|农[民牧]民?(?:人均)?(?:可支配)?收入", r"农民收入|乡下人收入", r"rural (?:residents'? |household |per capita )?(?:disposable )?income|farmers'? income",
    ),
    Indicator(
        "resident_income_growth", "居民人均可支配收入增长", "residents' income growth", "%", "居民人均可支配收入增长 居民收入增长",
        r"(?:全(?:省|市|区|体)?)?居民(?:人均)?(?:可支配)?收入|人均可支配收入", r"老百姓(?:的)?收入|老百姓挣|城乡居民收入", r"(?:residents?'?|households?'?|personal|per capita disposable|disposable) incomes?",
    ),
    Indicator(
        "fiscal_revenue_growth", "一般公共预算收入增长", "general public budget revenue growth", "%", "一般公共预算收入增长 地方一般公共预算收入",
        r"(?:地方)?一般公共预算(?:收入)?|(?:地方)?财政(?:总)?收入", r"财税收入|财政(?:进账)", r"(?:general )?(?:public )?(?:fiscal|budget|budgetary|government)(?: \([a-z ]+\))? revenues?",
    ),
    Indicator(
        "industrial_value_added_growth", "规模以上工业增加值增长", "industrial value added growth", "%", "规模以上工业增加值增长 规上工业增加值",
        r"(?:规模以?上|规上|全部)?工业(?:企业)?增加值|规模?(?:以上|上)?工业(?:增加值)?增(?:长|速)", r"规(?:模以)?上工业|工业(?:增速|涨)", r"(?:value[- ]added )?industrial (?:value[- ]added|output|production)|value[- ]added of (?:large )?industr",
    ),
    Indicator(
        "fixed_investment_growth", "固定资产投资增长", "fixed-asset investment growth", "%", "固定资产投资增长",
        r"固定资产投资|全社会投资", r"固投|投资(?:增速|增长|目标)", r"fixed[- ]assets? investment|investment in fixed assets|(?<!foreign )(?<!direct )(?<!private )(?<!industrial )(?<!estate )(?<!tech )(?<!infrastructure )(?<!manufacturing )\binvestment growth\b",
    ),
    Indicator(
        "retail_sales_growth", "社会消费品零售总额增长", "retail sales growth", "%", "社会消费品零售总额增长", r"社会消费品零售(?:总)?额|社零(?:总)?额?",
        r"社消(?:零)?|消费品零售|零售总额", r"retail sales",
    ),
    Indicator(
        "trade_growth", "进出口总额增长", "foreign trade growth", "%", "货物进出口总额增长 外贸进出口", r"(?:外贸|货物|对外贸易)?进出口(?:总额|总值|贸易)?|外贸总额",
        r"外贸(?:的)?(?:总?盘子|增速|增长|规模|总量)?|对外贸易", r"(?:foreign|external) trade|trade (?:in )?goods(?: (?:and )?services)?|(?:total )?imports?(?: and| plus|/)? exports?|\btrade (?:volume|growth|value|target)|\btrade(?= (?:to )?(?:grow|grew|rise|rose|fall|fell|shrink|shrank|increas|declin|expand|contract))",
    ),
    Indicator(
        "grain_output", "粮食产量", "grain output", "", "粮食总产量 粮食产量 亿斤 万吨", r"粮食(?:总)?产量|粮食总产(?!能)|粮食生产|粮食(?=.{0,8}[亿万](?:斤|吨))",
        r"打(?:了)?多少粮|收(?:了)?多少粮|产粮|粮食(?:收成|目标)?", r"grain (?:output|production(?! capacity)|harvest|crop|yield)|\bgrain\b(?=[^?.]{0,40}\b(?:harvest|produc|reap|grow))",
    ),
    Indicator(
        "pm25", "细颗粒物(PM2.5)年均浓度", "PM2.5 concentration", "微克/立方米", "PM2.5 细颗粒物 年均浓度 微克/立方米", r"PM_?2[.．]5|细颗粒物",
        r"pm2\.5|雾霾", r"PM ?2\.5|fine particulate",
    ),
)  # fmt: skip

# Words that make of an indicator another one: 人均GDP, 数字经济增速, 工业投资增长.
_PARTS = (
    "人均",
    "数字",
    "民营",
    "海洋",
    "县域",
    "低空",
    "平台",
    "银发",
    "首发",
    "冰雪",
    "夜间",
    "开放型",
    "外向型",
    "实体",
    "集体",
    "绿色",
    "循环",
    "林下",
    "工业",
    "制造业",
    "民间",
    "服务业",
    "产业",
    "基础设施",
    "房地产",
    "技改",
    "高技术",
    "高新技术产业",
    "农业",
    "交通",
    "水利",
    "能源",
    "服务",
    "跨境电商",
    "加工",
    "民营企业",
    "限上",
    "限额以上",
    "税收占",
    "单位",
    "贵安新区",
)
URBAN_AND_RURAL = re.compile(
    r"(?:城里人|城镇居民|市民)(?:的)?(?:收入)?[和与、跟及](?:农村人|农村居民|农民|农牧民|乡下人)(?:的)?收入|(?:城镇(?:居民)?[和与、及]农村|农村(?:居民)?[和与、及]城镇|城乡)(?:常住)?居民?(?:人均)?(?:可支配)?收入|urban and rural (?:residents'? |household |per capita )?(?:disposable )?incomes?",
    re.IGNORECASE,
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}


def find_parts(question: str) -> list[tuple[str, Indicator]]:
    """(word, indicator) where a word makes of an indicator a part of it, or another one: 人均 in 人均GDP."""
    matches = ((indicator, indicator.find(question)) for indicator in INDICATORS)
    return [(part, indicator) for indicator, match in matches if match for part in _PARTS if question[: match.start()].endswith(part)]


def find_indicators(question: str) -> list[Indicator]:
    """The indicators a question names, in the order it names them; a longer name hides the shorter one inside it."""
    found: list[tuple[int, int, Indicator]] = []
    both = URBAN_AND_RURAL.search(question)
    if both:
        found += [(*both.span(), BY_KEY["urban_income_growth"]), (*both.span(), BY_KEY["rural_income_growth"])]
    for indicator in INDICATORS:
        match = indicator.find(question)
        if match and question[: match.start()].endswith(_PARTS):
            continue
        if match and not any(start <= match.start() and match.end() <= end for start, end, _ in found):
            found.append((match.start(), match.end(), indicator))
    return [indicator for _, _, indicator in sorted(found, key=lambda item: item[0])]
