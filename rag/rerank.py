"""Hits → the same hits in the order of a model that reads question and passage together. Off unless the index was opened with one."""

from __future__ import annotations

from index.corpus import Hit, Passage
from index.store import OpenIndex
from rag.fusion import scale
from rag.question import Question

DEPTH = 50  # passages that the reranker reads for a question


def rerank(index: OpenIndex, question: Question, hits: list[Hit]) -> tuple[list[Hit], dict[int, float]]:
    """(the hits by the reranker's relevance, 0…1 over these hits; its own scores by passage). Unchanged where there is no reranker."""
    if index.reranker is None or not hits:
        return hits, {}
    relevance = index.reranker.relevance(question.text, [read_passage(index, index.passages[hit.passage_id]) for hit in hits])
    ranked = sorted(zip(hits, scale(relevance), strict=True), key=lambda pair: -pair[1])
    scores = {hit.passage_id: float(score) for hit, score in zip(hits, relevance, strict=True)}
    return [Hit(hit.passage_id, float(score)) for hit, score in ranked], scores


def read_passage(index: OpenIndex, passage: Passage) -> str:
    """A passage as the reranker reads it: report and section before the text, for half of the passages name no region."""
    report = index.reports[passage.report]
    return " ".join(str(part) for part in (report.title, report.year or "", *passage.section[-1:], index.text(passage)) if part)


def count_long(index: OpenIndex, question: str = "广东省今年的经济增长目标是多少？") -> int:
    """How many passages the reranker would not read to the end, behind a question of usual length; 0 without a reranker."""
    if index.reranker is None:
        return 0
    return index.reranker.count_long(question, [read_passage(index, passage) for passage in index.passages])
