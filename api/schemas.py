"""The shapes of the HTTP contract. Every offset counts Unicode code points, 0-based, end exclusive."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_CHARACTERS = 2_000
MOST_HITS = 100

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS)]
Regions = Annotated[list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]], Field(max_length=50)]
Years = Annotated[list[Annotated[int, Field(ge=1900, le=2200, strict=True)]], Field(max_length=50)]
Pasted = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=20_000)]


class Shape(BaseModel):
    """A request or response; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid")


class FiltersIn(Shape):
    """Fixed by the caller; wins over what the question says. Years are those of the reports (editions)."""

    regions: Regions = Field(default_factory=list)
    years: Years = Field(default_factory=list)


class AskIn(Shape):
    """A question in Chinese or English. With `stream` the answer comes as server-sent events.

    `mode` generative lets the language model that is configured write the answer, and releases what its citations are seen to say.
    `previous` are the user's earlier questions, oldest first: 浙江呢？ is understood by them.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "广东今年的经济增速目标是多少？", "filters": {"regions": ["广东省"], "years": [2026]}, "top_k": 8},
                {"question": "浙江呢？", "previous": ["广东今年的经济增速目标是多少？"], "mode": "generative", "stream": True},
            ]
        },
    )
    question: Text
    filters: FiltersIn = Field(default_factory=FiltersIn)
    previous: list[Text] = Field(default_factory=list, max_length=100)
    mode: Literal["extractive", "generative"] = "extractive"
    top_k: int = Field(8, ge=1, le=MOST_HITS, strict=True)
    stream: bool = Field(False, strict=True)


class SearchIn(Shape):
    """Words or a question to find passages for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": "老旧小区改造", "k": 5, "filters": {"regions": ["浙江"]}}]}
    )
    query: Text
    k: int = Field(10, ge=1, le=MOST_HITS, strict=True)
    filters: FiltersIn = Field(default_factory=FiltersIn)
    offset: int = Field(0, ge=0, le=10_000, strict=True)


class SpanOut(Shape):
    """Where a text stands: `file_text[start:end]`, in code points of the original file's decoded text."""

    file: str
    sha256: str
    start: int
    end: int


class InterpretationOut(Shape):
    """What was understood and what was assumed."""

    language: Literal["zh", "en"]
    regions: list[str]
    years: list[int]
    editions: list[int] | None
    indicators: list[str]
    kind: Literal["target", "achieved", "plan"] | None
    assumed: list[str]


class CitationOut(Shape):
    """A verified quotation: `file_text[source.start:source.end] == cited_text`."""

    number: int
    cited_text: str
    report_id: str
    report_title: str
    region: str | None
    report_year: int | None
    section: list[str]
    source: SpanOut
    verified: bool
    quality: Literal["clean", "fragment"]
    url: str


class UnitOut(Shape):
    """`answer.text[start:end]` and the citations it rests on."""

    start: int
    end: int
    kind: Literal["verbatim", "derived"]
    citations: list[int]


class AnswerOut(Shape):
    """The answer with [n] markers."""

    text: str
    units: list[UnitOut]


class RefusalOut(Shape):
    """Why there is no answer."""

    code: str
    message: str
    nearest: list[CitationOut]


class TableRowOut(Shape):
    """One report's figure."""

    region: str | None
    year: int
    indicator: str
    state: Literal["stated", "qualitative", "not_stated"]
    value_text: str | None
    low: float | None
    high: float | None
    unit: str | None
    qualifier: str | None
    citation: int | None


class CoverageOut(Shape):
    """How many of the reports in scope state a figure."""

    stated: int
    of: int


class TableOut(Shape):
    """One row for every report in scope."""

    columns: list[str]
    rows: list[TableRowOut]
    coverage: CoverageOut


class TimingsOut(Shape):
    """Milliseconds."""

    total: float
    retrieve: float


class GenerationOut(Shape):
    """What became of an answer that a language model wrote; with `fallback` the answer is the extractive one and `reason` says why."""

    model: str | None
    outcome: Literal["released", "partial", "fallback"]
    reason: str | None
    repaired: int
    dropped: int


class AskOut(Shape):
    """An answer, or a refusal that says what is missing."""

    id: str
    index_version: str
    status: Literal["answered", "partial", "refused"]
    refusal: RefusalOut | None
    interpretation: InterpretationOut
    answer: AnswerOut
    citations: list[CitationOut]
    table: TableOut | None
    timings_ms: TimingsOut
    generation: GenerationOut | None


class DeltaOut(Shape):
    """The next stretch of `answer.text` in a stream."""

    text: str


class ScoresOut(Shape):
    """The score of each arm; `fused` is what the ranking follows."""

    dense: float
    lexical: float
    fused: float
    rerank: float | None


class HitOut(Shape):
    """A passage: `text == file_text[source.start:source.end]`; `highlights` are spans in `text`."""

    rank: int
    score: float
    scores: ScoresOut
    passage_id: str
    report_id: str
    report_title: str
    region: str | None
    report_year: int | None
    section: list[str]
    text: str
    highlights: list[tuple[int, int]]
    source: SpanOut
    url: str


class SearchOut(Shape):
    """Passages, best first."""

    interpretation: InterpretationOut
    hits: list[HitOut]
    timings_ms: TimingsOut


class SectionOut(Shape):
    """A section of a report, its heading included."""

    title: str
    level: int
    start: int
    end: int
    children: list[SectionOut]


class ReportOut(Shape):
    """A report; `inferred` names fields read from its text rather than stated."""

    id: str
    title: str
    region: str | None
    level: str
    year: int | None
    date: str | None
    meeting: str | None
    speaker: str | None
    file: str
    sha256: str
    span: tuple[int, int]
    sections: list[SectionOut]
    quality: Literal["clean", "fragment"]
    inferred: list[str]


class ReportsOut(Shape):
    """All reports in the index."""

    reports: list[ReportOut]
    total: int


class ReportTextOut(Shape):
    """`text == file_text[start:end]`."""

    report_id: str
    file: str
    sha256: str
    start: int
    end: int
    text: str


class TargetOut(Shape):
    """One figure that a report states; low and high are null where it sets no bound or speaks in words."""

    report_id: str
    region: str | None
    report_year: int | None
    year: int
    indicator: str
    label: str
    kind: Literal["target", "achieved", "plan"]
    value_text: str
    low: float | None
    high: float | None
    unit: str
    qualifier: str
    citation: CitationOut | None


class SelectionCoverageOut(Shape):
    """How many of the reports that could state such a figure do, and which do not."""

    stated: int
    of: int
    missing: list[str]


class TargetsOut(Shape):
    """Rows of the table of targets; `total` counts them before `limit` and `offset`."""

    rows: list[TargetOut]
    coverage: SelectionCoverageOut
    total: int


class ComparedOut(Shape):
    """One region: its figure for each year asked for, and the change from the first to the last where both state one."""

    region: str
    figures: list[TargetOut | None]
    change: float | None
    unit: str | None


class CompareOut(Shape):
    """Regions × years."""

    indicator: str
    label: str
    kind: str
    years: list[int]
    rows: list[ComparedOut]
    coverage: CoverageOut


class VerifyIn(Shape):
    """Text to check against the reports, sentence by sentence."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "地区生产总值增长5.5%左右。", "regions": ["云岚省"], "years": [2026]}]}
    )
    text: Pasted
    regions: Regions = Field(default_factory=list)
    years: Years = Field(default_factory=list)


class PlaceOut(Shape):
    """Where a sentence stands."""

    report_id: str
    region: str | None
    report_year: int | None
    source: SpanOut
    text: str
    url: str


class DifferenceOut(Shape):
    """A figure as pasted and as the report has it; empty where one side lacks it."""

    pasted: str
    stated: str


class CheckedOut(Shape):
    """One sentence of the pasted text, `text[start:end]`."""

    start: int
    end: int
    text: str
    state: Literal["found", "altered", "not_found"]
    places: list[PlaceOut]
    differences: list[DifferenceOut]


class VerifyOut(Shape):
    """Each sentence with its state."""

    sentences: list[CheckedOut]


class ProblemOut(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None
