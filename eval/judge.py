"""An answer held against its gold: value, evidence, citations, refusal. Deterministic: no model judges.

Citation recall and precision follow ALCE (Gao et al. 2023) with a rule for entailment: a citation supports a unit of an answer when it
holds the unit's quotation word for word, or every figure with its unit that the unit states. Truthfulness is CRAG's (Yang et al. 2024).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.questions import GoldQuestion, GoldSpan
from index.regions import ALL_PROVINCES
from index.store import OpenIndex
from index.tokens import fold
from rag.answer import Answer, Unit
from rag.ask import understand
from rag.retrieve import report_scope

_FIGURE = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<scale>万亿|千亿|百亿|亿|万|千|百)?(?P<unit>[%‰]|个百分点|[a-z\u4e00-\u9fff])?")
_SCALES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2}
_QUALIFIER = re.compile(r"(左右|以上|以内|以下)")
_RAISED = re.compile(r"上调|提高|更高|加快|增加|高于|快于|raised|higher|faster|\bup\b")
_LOWERED = re.compile(r"下调|降低|更低|放缓|减少|低于|慢于|lowered|lower|slower|\bdown\b")
_YES = re.compile(r"^(?:是|有|会|能|yes)", re.I)
_NO = re.compile(r"^(?:不|没|否|no\b)", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`scores` by name, each 0…1 but truthfulness (−1, 0, 1); a score that does not apply is absent. `broken` citations do not
    hold their text; `astray` ones are of another region or edition than asked.
    """

    scores: dict[str, float]
    broken: int
    astray: int


def judge(index: OpenIndex, question: GoldQuestion, answer: Answer) -> Verdict:
    """Every score of one answer."""
    refused = answer.status == "refused"
    scores: dict[str, float] = {}
    if question.refusal:
        scores |= {"refused_due": float(refused), "code": float(bool(answer.refusal and answer.refusal.code == question.refusal))}
        scores["truthfulness"] = 1.0 if refused else -1.0
        return Verdict(scores, _broken(index, answer), 0)
    value, cited = states(index, question, answer), cites(question, answer)
    right = value is not False and cited is not False
    scores |= {"right": float(right), "refused": float(refused), "truthfulness": 1.0 if right else 0.0 if refused else -1.0}
    scores |= {name: float(held) for name, held in (("value", value), ("cited", cited)) if held is not None}
    if question.members and not refused:
        scores |= dict(zip(("list_precision", "list_recall"), _list_scores(index, question, answer), strict=True))
    if answer.units:
        scores |= dict(zip(("citation_recall", "citation_precision"), citation_scores(answer), strict=True))
    return Verdict(scores, _broken(index, answer), _astray(question, answer))


def is_routed(index: OpenIndex, question: GoldQuestion) -> bool:
    """Whether every report that holds gold evidence (an alternative's aside) is among those searched."""
    scope = set(report_scope(index, understand(index, question.question)))
    wanted = {
        position
        for span in question.evidence if not span.alternative
        for position, report in enumerate(index.reports)
        if report.sha256 == span.sha256 and report.start <= span.start < report.end
    }  # fmt: skip
    return wanted <= scope


def states(index: OpenIndex, question: GoldQuestion, answer: Answer) -> bool | None:
    """Whether the answer states the gold value: one of its accepted forms, or all its figures with no other qualifier and no other
    direction; for a list exactly its members. None where the gold has no value.
    """
    if question.members:
        return not answer.refusal and _list_scores(index, question, answer) == (1.0, 1.0)
    if not question.value:
        return None
    return any(says(answer.text, form) for form in (question.value, *question.accept) if form)


def says(text: str, form: str) -> bool:
    """Whether a text states an accepted form of a value: word for word, or all its figures, no other qualifier, no other direction."""
    said, wanted = _plain(text), _plain(form)
    if wanted in said:
        return not (_YES.match(wanted) and _NO.match(said)) if len(wanted) < 3 else True
    figures = _figures(wanted)
    if not figures or not all(any(_alike(one, other) for other in _figures(said)) for one in figures):
        return False
    turned = (_RAISED.search(wanted) and _LOWERED.search(said) and not _RAISED.search(said)) or (
        _LOWERED.search(wanted) and _RAISED.search(said) and not _LOWERED.search(said)
    )
    return not turned


def _figures(text: str) -> list[tuple[float, str, str]]:
    """(value, first sign of its unit, qualifier) of each figure: 1万亿元 and 10000亿元 are one."""
    found = []
    for match in _FIGURE.finditer(text):
        scale = match.group("scale")
        value = float(match.group("number")) * _SCALES.get(scale or "", 1.0)
        qualifier = _QUALIFIER.match(text, match.end()) or _QUALIFIER.match(text, match.end() + 1)
        found.append((value, match.group("unit") or "", qualifier.group() if qualifier else ""))
    return found


def _alike(one: tuple[float, str, str], other: tuple[float, str, str]) -> bool:
    """The same figure: a qualifier may be left out, not changed."""
    same = abs(one[0] - other[0]) <= 1e-6 * max(1.0, abs(one[0])) and (not one[1] or not other[1] or one[1][0] == other[1][0])
    return same and (not one[2] or not other[2] or one[2] == other[2])


def cites(question: GoldQuestion, answer: Answer) -> bool | None:
    """Whether the gold evidence is cited: every fact of a comparison, any span else. None where no span is gold."""
    if not question.evidence or question.members:
        return None
    needed = [span for span in question.evidence if not span.alternative]
    if question.stratum in ("comparison", "across_years"):
        return all(_is_cited(span, question, answer) for span in needed)
    return any(_overlaps(span, answer) for span in question.evidence)


def _is_cited(span: GoldSpan, question: GoldQuestion, answer: Answer) -> bool:
    """A fact counts as cited when its span is, or one that states the same: the alternatives that follow it."""
    at = question.evidence.index(span)
    following = question.evidence[at + 1 :]
    alternatives = [other for place, other in enumerate(following) if all(one.alternative for one in following[: place + 1])]
    return any(_overlaps(one, answer) for one in (span, *alternatives))


def _overlaps(span: GoldSpan, answer: Answer) -> bool:
    return any(
        c.report.sha256 == span.sha256
        and min(c.end, span.end) - max(c.start, span.start) >= 0.5 * min(c.end - c.start, span.end - span.start)
        for c in answer.citations
    )


def _list_scores(index: OpenIndex, question: GoldQuestion, answer: Answer) -> tuple[float, float]:
    """(precision, recall) of the regions that the answer names against the members."""
    provinces = set(index.gazetteer.members(ALL_PROVINCES))
    named = {
        region
        for mention in index.gazetteer.find(answer.text)
        for region in mention.regions
        if region in provinces and len(mention.regions) == 1
    }
    members = set(question.members)
    both = len(named & members)
    return both / len(named) if named else 0.0, both / len(members)


def citation_scores(answer: Answer) -> tuple[float, float]:
    """(recall, precision): units wholly supported by what they cite; citations that support their unit, alone or as a needed part."""
    texts = {citation.number: _plain(citation.cited_text) for citation in answer.citations}
    supported, useful, used = 0, 0, 0
    for unit in answer.units:
        said = _plain(answer.text[unit.start : unit.end])
        supported += _entails([texts[number] for number in unit.citations], unit, said)
        for number in unit.citations:
            used += 1
            useful += _entails([texts[number]], unit, said) or any(_in(figure, texts[number]) for figure in _written(said))
    return supported / len(answer.units), useful / used if used else 0.0


def _entails(texts: list[str], unit: Unit, said: str) -> bool:
    if unit.kind == "verbatim":
        return any(said in text for text in texts)
    figures = _written(said.partition("=")[0] if "=" in said else said)
    return bool(texts) and all(any(_in(figure, text) for text in texts) for figure in figures)


def _written(text: str) -> list[str]:
    """The figures with a unit that a text writes, years aside."""
    return [match.group() for match in re.finditer(r"\d+(?:\.\d+)?(?:%|个百分点|万|亿|微克)", text)]


def _in(figure: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(figure)}", text))


def _broken(index: OpenIndex, answer: Answer) -> int:
    return sum((index.original_text(c.report) or "")[c.start : c.end] != c.cited_text for c in answer.citations)


def _astray(question: GoldQuestion, answer: Answer) -> int:
    """Citations of another region or edition than the question's, where it has one."""
    files = {span.sha256 for span in question.evidence}
    return sum(
        bool(question.regions and c.report.region not in question.regions) or bool(question.year and files and c.report.sha256 not in files)
        for c in answer.citations
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s,，、“”\"。；;]", "", fold(text))
