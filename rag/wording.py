"""How a figure is said: 广东省2026年地区生产总值增长目标为4.5%—5% / Guangdong's 2026 target for GDP growth is 4.5%—5%."""

from __future__ import annotations

import re

from index.corpus import Report, Target
from index.indicators import BY_KEY
from index.regions import NATIONAL, read_region
from rag.question import ACHIEVED, PLAN, TARGET

_RISES = re.compile("(?:增长|涨幅|降低)$")
_ENGLISH = {"around": "around ", "at_least": "at least ", "at_most": "at most ", "exact": "", "range": ""}


def say(report: Report, indicator: str, kind: str, year: int, value: Target | None, language: str) -> str:
    """One sentence without its full stop: whose figure, for when, and the value as the report writes it."""
    return _say_english(report, indicator, kind, year, value) if language == "en" else _say_chinese(report, indicator, kind, year, value)


def label(indicator: str, report: Report | None = None) -> str:
    """The indicator's Chinese name; the national report's GDP is 国内生产总值."""
    name = BY_KEY[indicator].label
    return name.replace("地区生产总值", "国内生产总值") if report and report.region == NATIONAL else name


def region_name(report: Report, language: str) -> str:
    """广东省 / Guangdong; the national report is 全国 / China."""
    if language == "en":
        return "China" if report.region == NATIONAL else read_region(report.region).english if report.region else "Unknown region"
    return report.region or "未知地区"


def written(value: Target) -> str:
    """The value as the report writes it; in a list with one 左右 at the end, each member gets it."""
    shared = {"around": "左右", "at_least": "以上", "at_most": "以内"}.get(value.qualifier, "")
    return value.value_text + shared if shared and re.fullmatch(r"(?:下降)?[\d.．]+[^\d左以]*", value.value_text) else value.value_text


def plain(number: float | None) -> str:
    """A number without trailing zeros or rounding of what a report writes: 33757.93, 5; nothing for None."""
    return "" if number is None else f"{round(number, 4):.4f}".rstrip("0").rstrip(".")


def gloss(value: Target) -> str:
    """What a Chinese value means, in English: 5.5%左右 → around 5.5%. Empty where the figure speaks for itself."""
    if value.low is None and value.high is None:
        return {"sync": "in step with economic growth", "above": "above that of the comparison", "positive": "positive growth"}.get(
            value.qualifier, ""
        )
    if value.qualifier in ("exact", "range") and value.unit == "%":
        return ""
    unit = {
        "%": "%",
        "亿元": " ×100 million yuan",
        "万人": " ×10,000 people",
        "亿斤": " ×100 million jin (50,000 t)",
        "万吨": " ×10,000 t",
        "微克/立方米": " µg/m³",
    }[value.unit]
    if trillions := re.search(r"([\d.]+)万亿元", value.value_text):
        return f"{_ENGLISH.get(value.qualifier, '')}{trillions.group(1)} trillion yuan"
    bound = value.low if value.low is not None else value.high
    span = f"{plain(value.low)}–{plain(value.high)}" if value.qualifier == "range" else f"{plain(bound)}"
    return f"{_ENGLISH.get(value.qualifier, '')}{span}{unit}"


def _say_chinese(report: Report, indicator: str, kind: str, year: int, value: Target | None) -> str:
    who, name = f"{region_name(report, 'zh')}", label(indicator, report)
    if value is None:
        return f"{who}{year}年{name}：未载明"
    if kind == ACHIEVED:
        return f"{who}{year}年{_joined(name, value)}"
    when = f"到{year}年" if kind == PLAN else f"{year}年"
    return f"{who}{when}{name}{'目标' if kind in (TARGET, PLAN) else ''}为{written(value)}"


def _joined(name: str, value: Target) -> str:
    """居民消费价格涨幅 + 下降0.1% → 居民消费价格下降0.1%; 城镇新增就业 + 12万人 → 城镇新增就业12万人."""
    if value.value_text.startswith("下降"):
        return f"{_RISES.sub('', name)}{written(value)}"
    return f"{name}{written(value)}" if _RISES.search(name) or name.endswith("就业") else f"{name}为{written(value)}"


def _say_english(report: Report, indicator: str, kind: str, year: int, value: Target | None) -> str:
    who, name = region_name(report, "en"), BY_KEY[indicator].english_label
    if value is None:
        return f"{who}, {year}, {name}: not stated"
    meant = gloss(value)
    said = f"{written(value)}{f' ({meant})' if meant else ''}"
    if kind == ACHIEVED:
        return f"{who}'s {name} in {year} was {said}"
    return f"{who}'s {'goal' if kind == PLAN else 'target'} for {name} {'by' if kind == PLAN else 'in'} {year} is {said}"
