"""Citations: built here, and verified here against the original file, or not shown."""

from __future__ import annotations

from dataclasses import dataclass

from index.corpus import Passage, Report
from index.store import OpenIndex


@dataclass(frozen=True, slots=True)
class Citation:
    """`file_text[start:end] == cited_text`, in code points of the report's source file."""

    number: int
    cited_text: str
    report: Report
    section: tuple[str, ...]
    start: int
    end: int
    verified: bool

    @property
    def url(self) -> str:
        """Path of the report's text on the service, with the span as its fragment."""
        return f"/reports/{self.report.id}#{self.start}-{self.end}"


def cite(index: OpenIndex, passage: Passage, start: int, end: int, number: int) -> Citation | None:
    """A citation of `[start, end)` in the passage's file, or None when the file no longer says what was indexed."""
    report = index.reports[passage.report]
    cited_text = index.file_text(report)[start:end]
    original = index.original_text(report)
    if not cited_text or original is None or original[start:end] != cited_text:
        return None
    return Citation(number, cited_text, report, passage.section, start, end, True)
