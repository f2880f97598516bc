"""Text → reports: a compilation holds dozens, a newspaper page a piece of one.

A report begins at a title line (… 政府工作报告) and ends where the next one begins, so reports and the gaps between
them partition the file exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from index.corpus import Report, Source
from index.regions import NATIONAL, Gazetteer, build_gazetteer, read_region, short_name
from index.sections import opens_chapter, read_sections

_TITLE = re.compile(
    r"^[ \t\u3000\ufeff]*(?:#{1,6}[ \t]*)?\**(?:\d{1,3}[ \t]*[.．、][ \t]*)?(?:(?P<year>(?:19|20)\d\d)年)?"
    r"(?P<name>[\u4e00-\u9fff]{2,16}?)??(?:(?P<later>(?:19|20)\d\d)年)?(?:人民)?政府工作报告\**[ \t\u3000]*(?:[（(][^（）()\n]{1,12}[）)])?[ \t\u3000]*\r?$",
    re.MULTILINE,
)
_DATE = re.compile(r"(\d{4,5})[ ]*年[ ]*(\d{1,2})[ ]*月[ ]*(\d{1,2})[ ]*日")
_MEETING = re.compile(r"在([^\n。；]{2,60}(?:会议|大会|次会))上?")
_ASSEMBLY = re.compile(r"([\u4e00-\u9fff]{2,12}?)(?:第?[一二三四五六七八九十百零〇\d]+届|人民代表大会|人大)")
_OFFICE = r"(?:国务院总理|(?:代)?(?:省|市|州|县|区|旗|盟)长|(?:自治区)?(?:人民)?(?:政府)?(?:代)?主席|总理)"
_SPEAKER = re.compile(
    rf"^[ \t\u3000]*[\u4e00-\u9fff]{{0,12}}?{_OFFICE}[ \t\u3000]+([\u4e00-\u9fff·•]{{1,16}}(?:[ \u3000][\u4e00-\u9fff])?)[ \t\u3000]*\r?$",
    re.M,
)
_CONTINUED = re.compile(r"[（(]\s*[上下][接转]第?.{1,4}版\s*[）)]")
_PLANNED = re.compile(
    r"(20\d\d)年(?:的)?(?:重点|主要|经济社会发展|政府|预期|发展)*(?:工作安排|工作总体|工作要求|目标任务|预期目标|重点工作|主要目标|主要工作|重点任务|工作任务)"
)
_REVIEWED = re.compile(r"(20\d\d)年(?:政府|主要)?(?:工作)?(?:的)?(?:回顾|总结)")
_HEADER_LINES = 14
_MIN_MENTIONS = 3


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two reports of the same region and year: `dropped` was left out in favour of `kept`."""

    kept: Report
    dropped: Report


def read_reports(sources: list[Source]) -> tuple[list[Report], list[Duplicate]]:
    """The reports of all sources in order, with ids, and the duplicates that were left out."""
    drafts = [_draft(source, start, end, match) for source in sources for start, end, match in split_reports(source.text)]
    gazetteer = build_gazetteer(tuple(dict.fromkeys(draft.region for draft in drafts if draft.region)))
    texts = {source.sha256 + source.file: source.text for source in sources}
    reports = [_infer(draft, texts[draft.sha256 + draft.file], gazetteer) for draft in drafts]
    kept, duplicates = _drop_duplicates(reports)
    return _name(kept, gazetteer), duplicates


def split_reports(text: str) -> list[tuple[int, int, re.Match[str] | None]]:
    """(start, end, title match) of each report in `text`; a text without a title line is one untitled report.

    A second title line with nothing but a few words before it repeats the first and opens no new report.
    """
    titles: list[re.Match[str]] = []
    for match in _TITLE.finditer(text):
        if titles and len(text[titles[-1].end() : match.start()].strip()) < 40:
            continue
        titles.append(match)
    if not titles:
        return [(0, len(text), None)]
    ends = [*(match.start() for match in titles[1:]), len(text)]
    return [(match.start(), end, match) for match, end in zip(titles, ends, strict=True)]


def _draft(source: Source, start: int, end: int, title: re.Match[str] | None) -> Report:
    """What the title and the lines under it state; `id` is still empty."""
    body = header_end(source.text, start, end, title.end() if title else start)
    header = source.text[start:body]
    date = _read_date(header)
    meeting = _first(_MEETING, header)
    named = title.group("name") if title else None
    region = _read_title_region(named) or _read_meeting_region(meeting)
    typed = title and (title.group("year") or title.group("later"))
    year = _as_year(typed) if typed else int(date[:4]) if date else None
    fragment = title is None or bool(_CONTINUED.search(source.text[start : start + 200])) or (region is None and date is None)
    return Report(
        id="",
        title=title.group().strip(" \t\r\u3000#*\ufeff") if title else _first_line(source),
        region=region,
        level=read_region(region).level if region else "unknown",
        year=year,
        date=date,
        meeting=meeting,
        speaker=_first(_SPEAKER, header),
        file=source.file,
        sha256=source.sha256,
        start=start,
        end=end,
        quality="fragment" if fragment else "clean",
        sections=read_sections(source.text, start, body, end),
    )


def header_end(text: str, start: int, end: int, after_title: int) -> int:
    """Where the report proper begins: behind title, date, speaker and salutation lines, whichever are there."""
    position = last = after_title
    for line in text[after_title:end].splitlines(keepends=True)[:_HEADER_LINES]:
        position += len(line)
        stated = line.strip()
        if len(stated) > 80 or opens_chapter(stated):
            break
        if _is_header_line(stated):
            last = position
    return last


def _is_header_line(line: str) -> bool:
    return bool(
        re.match(r"(?:各位代表[：:！!]?$|来源|发布时间|[（(]?[上下][接转]第?.{1,4}版)", line)
        or (_DATE.search(line) and len(line) < 60)
        or re.match(r"[—\-–（(\s]*(?:\d{4,5}年.{2,8}日)?\s*在.{4,40}(?:会议|大会|次会)上?[）)]?$", line)
        or _SPEAKER.match(line)
    )


def _infer(draft: Report, text: str, gazetteer: Gazetteer) -> Report:
    """Fill year and region from the text where the header does not state them, and say so in `inferred`."""
    inferred: list[str] = []
    year, region = draft.year, draft.region
    if year is None and draft.quality != "fragment":
        year = _year_of_headings(draft) or _year_of_text(text[draft.start : draft.end])
        inferred += ["year"] if year else []
    if region is None:
        region = _most_mentioned(text[draft.start : draft.end], gazetteer)
        inferred += ["region"] if region else []
    level = gazetteer.regions[region].level if region else draft.level
    found = replace(draft, year=year, region=region, level=level, inferred=tuple(inferred))
    return replace(found, title=_full_title(found))


def _year_of_headings(draft: Report) -> int | None:
    titles = [section.title for root in draft.sections for _, section in root.walk()]
    return _planned_year(" ".join(titles))


def _year_of_text(text: str) -> int | None:
    return _planned_year(text)


def _planned_year(text: str) -> int | None:
    """The year whose work a text plans: 2026年重点工作 → 2026, 2025年工作回顾 → 2026."""
    planned = [int(year) for year in _PLANNED.findall(text)]
    planned += [int(year) + 1 for year in _REVIEWED.findall(text)]
    return Counter(planned).most_common(1)[0][0] if planned else None


def _most_mentioned(text: str, gazetteer: Gazetteer) -> str | None:
    """The region named most often, when it is named often enough to be the one that speaks."""
    counts: Counter[str] = Counter()
    for mention in gazetteer.find(text):
        region = gazetteer.regions[mention.regions[0]]
        if len(mention.regions) == 1 and region.level in ("province", "city"):
            counts[region.parent or region.name] += 1
    if not counts:
        return None
    name, mentions = counts.most_common(1)[0]
    return name if mentions >= _MIN_MENTIONS and mentions * 3 >= counts.total() else None


def _drop_duplicates(reports: list[Report]) -> tuple[list[Report], list[Duplicate]]:
    kept: dict[object, Report] = {}
    duplicates: list[Duplicate] = []
    for report in reports:
        key: object = (report.region, report.year) if report.year and report.region else (report.sha256, report.start)
        if key in kept:
            duplicates.append(Duplicate(kept[key], report))
        else:
            kept[key] = report
    return list(kept.values()), duplicates


def _name(reports: list[Report], gazetteer: Gazetteer) -> list[Report]:
    """Give each report an id a person can read: 2026-guangdong, undated-sichuan; a second of the same gets -2."""
    taken: Counter[str] = Counter()
    named = []
    for report in reports:
        slug = gazetteer.regions[report.region].slug if report.region else "unknown"
        if (
            report.region
            and report.level in ("city", "county")
            and any(other.region != report.region and other.region and gazetteer.regions[other.region].slug == slug for other in reports)
        ):
            slug += f"-{report.level}"
        stem = f"{report.year or 'undated'}-{slug}"
        taken[stem] += 1
        named.append(replace(report, id=stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"))
    return named


def _read_title_region(named: str | None) -> str | None:
    if named in ("国务院", "全国", "国家"):
        return NATIONAL
    if not named:
        return None
    return named if re.search("[省市区州县盟旗]$", named) else None


def _read_meeting_region(meeting: str | None) -> str | None:
    """贵阳市第十五届人民代表大会 → 贵阳市; 第十四届全国人民代表大会 → 全国."""
    if not meeting:
        return None
    if "全国人民代表大会" in meeting or "全国人大" in meeting:
        return NATIONAL
    match = _ASSEMBLY.match(meeting)
    return _read_title_region(match.group(1)) if match else None


def _read_date(header: str) -> str | None:
    match = _DATE.search(header)
    year = _as_year(match.group(1)) if match else None
    return f"{year:04d}-{int(match.group(2)):02d}-{int(match.group(3)):02d}" if match and year else None


def _as_year(digits: str) -> int | None:
    """A year as typed: 2024 → 2024; a doubled digit (22024) is read as typed once too often."""
    candidates = {digits} if len(digits) == 4 else {digits[:i] + digits[i + 1 :] for i in range(len(digits))}
    years = {int(year) for year in candidates if 1949 <= int(year) <= 2100}
    return years.pop() if len(years) == 1 else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group(1).strip() if match else None


def _first_line(source: Source) -> str:
    return next(line.strip() for line in source.text.splitlines() if line.strip())[:40]


def _full_title(report: Report) -> str:
    """The title without its number and with its region: 政府工作报告 of 四川省 → 四川省政府工作报告."""
    bare = re.sub(r"^\d{1,3}[ \t]*[.．、][ \t]*", "", report.title)
    if report.region in (None, NATIONAL) or short_name(report.region or "") in bare:
        return bare
    stated = re.match(r"((?:19|20)\d\d年)?(.*政府工作报告.*)", bare)
    return f"{report.region}{stated.group(2)}" if stated else bare
