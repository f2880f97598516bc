"""Section → passages. The only importer of langchain_text_splitters."""

from __future__ import annotations

from functools import lru_cache

from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.corpus import Passage, Report

PASSAGE_SIZE = 350  # characters; measured in docs/decisions/0001-passage-size.md
_SEPARATORS = [r"\n+", r"[。！？!?]+[”’」』）)]*", r"[；;]", r"[，,：:]", ""]


@lru_cache(maxsize=4)
def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS, is_separator_regex=True, keep_separator="end", chunk_size=size, chunk_overlap=0,
        length_function=len, add_start_index=True, strip_whitespace=True,
    )  # fmt: skip


def cut_passages(text: str, reports: list[Report], report: int, first: int, size: int = PASSAGE_SIZE) -> list[Passage]:
    """The passages of `reports[report]`, numbered from `first`; `text` is its whole source file.

    Each lies within one section and holds whole sentences, unless one sentence is longer than `size` characters. What
    is in no passage is headings on lines of their own (they are in `Passage.section`) and white space.
    """
    passages: list[Passage] = []
    for root in reports[report].sections:
        for path, section in root.walk():
            for start, end in _cut(text, section.body, section.own_end, size):
                name = f"{reports[report].id}:{len(passages) + 1}"
                passages.append(Passage(first + len(passages), name, report, path, start, end))
    return passages


def _cut(text: str, start: int, end: int, size: int) -> list[tuple[int, int]]:
    stretch = text[start:end]
    if not stretch.strip():
        return []
    spans = []
    for piece in _splitter(size).create_documents([stretch]):
        at = piece.metadata["start_index"]
        if at < 0 or stretch[at : at + len(piece.page_content)] != piece.page_content:
            raise AssertionError(f"the splitter lost a passage's place near offset {start}")
        spans.append((start + at, start + at + len(piece.page_content)))
    return spans
