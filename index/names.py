"""Where a sentence of a report names an indicator: 城镇、农村居民人均可支配收入 names two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.values import RELATIVE

_GROUP = r"(?:全体|全[省市区]|城镇|农村|农牧民|农牧区|农民|城乡)(?:常住)?(?:居民)?"
_INCOME = re.compile(
    rf"(?<!脱贫地区)(?<!脱贫县)(?P<groups>{_GROUP}(?:[、和与及]{_GROUP})*|居民)的?(?:人均)?(?:可支配)?收入|(?P<all>(?<![民口众户员])人均可支配收入)"
)
_RD = r"(?:全社会)?(?:研发|R&D|研究与试验发展)(?:[（(]R&D[）)])?(?:经费)?(?:投入|支出)*"
_PLACE = r"(?<![圈群带库镇团])"
_NAMES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"单位(?:地区|国内)?(?:生产总值|GDP)(?:能源消耗|能耗)、?(?:和|及)?(?:单位(?:地区|国内)?(?:生产总值|GDP))?二氧化碳排放", ("energy_intensity", "carbon_intensity"), ()),
    (r"(?:单位|万元)(?:地区|国内)?(?:生产总值|GDP)(?:能源消耗|能耗)(?:强度)?|能耗强度|能源消耗强度", ("energy_intensity",), ()),
    (r"(?:单位(?:地区|国内)?(?:生产总值|GDP)|万元(?:地区|国内)?(?:生产总值|GDP))(?:的)?二氧化碳(?:排放|减排)(?:量|强度)?|碳排放强度", ("carbon_intensity",), ()),
    (rf"{_RD}(?:强度|[^，。；]{{0,12}}?(?:占|相当于|与)(?:全[省市区])?(?:地区|国内)?(?:生产总值|GDP)(?:之比|的)?(?:比重|比例|比)?)|全社会(?:研发|R&D)(?:经费)?(?:投入|支出)*占比|{_RD}[^，。；、]{{0,16}}[、，](?:投入)?强度(?=达|为|提|升|降|保持|首次|突破|\d)", ("rd_intensity",), ()),
    (r"PM[_ ]?\{?[2₂][.．·。][5₅]\}?(?:[（(][^）)]*[）)])?|细颗粒物(?:[（(][^）)]*[）)])?", (), ("pm25",)),
    (rf"{_PLACE}(?<!人均)(?<!单位)(?<!海洋)(?<!占)(?<!县域)(?<!一产)(?:(?:地区|国内)生产总值|(?<![人内海地])(?<!地区)生产总值|GDP)(?!能|二|碳|单位|的比|比重)", ("gdp_growth",), ("gdp_total",)),
    (r"(?<!数字)(?<!民营)(?<!县域)(?<!海洋)(?<!低空)(?<!平台)(?<![与和于同工国])经济(?=增长|增速|同比增长|年均增长)", ("gdp_growth",), ()),
    (r"(?<!新增)(?<!工业)(?<!县域)(?<!民营)(?<!海洋)(?<!数字)经济总量|(?<=[，、])总量(?=达|突破|超|跃|首次)", ("gdp_growth",), ("gdp_total",)),
    (r"城镇新增就业(?:人数|人口)?|新增城镇就业(?:人数)?|(?:(?<=[，。；])|^)新增就业(?=\d|超|达)", (), ("urban_new_jobs",)),
    (r"(?:城镇)?(?:调查|(?<!登记))失业率", ("surveyed_unemployment",), ()),
    (r"(?<![A-Za-z（(])CPI|物价(?:总水平|水平)?(?=涨幅|上涨|总体|基本|保持|平稳|稳定|与上年|与去年|同比|持平)|居民消费价格(?:总水平|总指数|指数)?(?:[（(]CPI[）)])?", ("cpi",), ()),
    (r"(?:地方)?一般公共(?:财政)?预算收入(?!占|中)|地方一般预算收入", ("fiscal_revenue_growth",), ()),
    (r"(?:规模以上|规上|规模)工业(?:企业)?增加值(?!占|率|中)|(?:(?<=[，。；])|^)工业增加值(?=增长\d)", ("industrial_value_added_growth",), ()),
    (r"(?:规模以上|规上|规模)工业企业[^，。；]{0,12}、增加值(?=增长)", ("industrial_value_added_growth",), ()),
    (r"(?:规模以上|规上)工业(?=[和、][^，。；]{2,8}增加值(?:分别|均))", ("industrial_value_added_growth",), ()),
    (r"(?<!工业)(?<!民间)(?<!制造业)(?<!产业)(?<!农业)(?<!交通)(?<!设施)(?<!水利)(?<!地产)(?<!发）)固定资产投资(?!项目|中|占|总额分)|(?<=全年)投资(?=增长)", ("fixed_investment_growth",), ()),
    (r"(?<!限上)(?<!以上)(?<!单位)(?:社会消费品零售(?:总)?额|社零(?:总额)?)(?!中|占)", ("retail_sales_growth",), ()),
    (
        r"(?<!服务)(?<!加工)(?<!企业)(?<!产品)(?<!资源)(?<!电商)(?<!带动..)(?<!”)(?:货物(?:贸易)?|外贸|对外贸易|货物和服务)?进出口(?:贸易)?(?:总额|总值|总量|额)?(?!加工|银行|企业|商品|环节|权|公司|口|岸|通|货值)",
        ("trade_growth",), (),
    ),
    (r"外贸规模|货物贸易(?=(?:进出口)?(?:总额)?(?:[、和][^，。；、\d]{2,8}(?:分别|均))?增长)", ("trade_growth",), ()),
    (r"(?<!新增)(?<!增加)粮食(?:(?:播种|种植)面积[和及、])?(?:年|总)?(?:总)?产(?:量)?(?:[和及]播种面积)?(?!能|业|区|销|品|后|地|出|大|加)"
        r"|粮食(?:[^，。；、油菜肉奶棉糖果茶药蛋猪鱼豆薯煤电矿]{0,24}[、，]){1,3}(?:年度|全年|年)?(?:总产量?|产量)(?=达|稳|为|\d|突破|首次|超|实现|保持|[“创])"
        r"|(?<=下达的)粮食生产(?=[、和任目])|粮食(?=(?:[、和及][^，。；、\d]{1,6}){1,3}产量(?:分别|均))", (), ("grain_output",)),
)  # fmt: skip
_ANY = re.compile(
    "生产总值|GDP|经济|能耗|能源消耗|碳排放|二氧化碳|研发|强度|比重|PM|颗粒物|就业|失业率|价格|物价|CPI|预算收入|工业|投资|零售|进出口|外贸|贸易|粮食|收入"
)
_RELATED = re.compile("同步|[高快优低]于|跑赢|平均水平")  # in every match of RELATIVE, and quick to look for
_COMPILED = tuple((re.compile(pattern), rates, amounts) for pattern, rates, amounts in _NAMES)


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of indicators: `rates` take a percentage, `amounts` a figure in their own unit. `together` says that one
    value holds for all of them (城乡居民收入增长与经济增长同步).
    """

    start: int
    end: int
    rates: tuple[str, ...]
    amounts: tuple[str, ...]
    together: bool = False


def find_names(sentence: str) -> list[Name]:
    """The indicators a sentence names, in order; names inside 与经济增长同步 and the like do not count."""
    if not _ANY.search(sentence):
        return []
    taken = [match.span() for match in RELATIVE.finditer(sentence)] if _RELATED.search(sentence) else []
    names: list[Name] = []
    for match in _INCOME.finditer(sentence):
        _keep(names, taken, Name(match.start(), match.end(), _income_keys(match), (), "城乡" in match.group()))
    for pattern, rates, amounts in _COMPILED:
        for match in pattern.finditer(sentence):
            if match.group() != "总量" or _is_said_of_gdp(names, match.start()):
                _keep(names, taken, Name(match.start(), match.end(), rates, amounts))
    return sorted(names, key=lambda name: name.start)


def _keep(names: list[Name], taken: list[tuple[int, int]], name: Name) -> None:
    if not any(start < name.end and name.start < end for start, end in taken):
        names.append(name)
        taken.append((name.start, name.end))


def _is_said_of_gdp(names: list[Name], position: int) -> bool:
    """Whether what the sentence named last before `position` is the output: 地区生产总值增长5%，总量突破…."""
    before = [name for name in names if name.end <= position]
    return bool(before) and "gdp_growth" in max(before, key=lambda name: name.start).rates


def _income_keys(match: re.Match[str]) -> tuple[str, ...]:
    """城镇、农村居民 → urban, rural; 城乡居民 → urban, rural; 全体居民, 居民 → resident."""
    keys: list[str] = []
    for part in re.split("[、和与及]", match.group("groups") or "居民"):
        if "城乡" in part:
            keys += ["urban_income_growth", "rural_income_growth"]
        elif "城镇" in part:
            keys.append("urban_income_growth")
        elif re.search("农村|农牧|农民", part):
            keys.append("rural_income_growth")
        else:
            keys.append("resident_income_growth")
    return tuple(dict.fromkeys(keys))
