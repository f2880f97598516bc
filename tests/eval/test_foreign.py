"""Results of other systems, given as spans, are scored as our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.foreign import as_text, score_spans, score_systems
from eval.questions import GoldQuestion, GoldSpan, read_questions

FILE = "a" * 64


def question(name: str, *spans: GoldSpan) -> GoldQuestion:
    return GoldQuestion(name, "test", "多少？", "zh", "target", (), None, spans, None, (), None)


def test_a_result_counts_when_it_covers_half_of_a_gold_span() -> None:
    """Half covered is a hit, less is not, another file never is; the second fact found later lowers recall, not hit@5."""
    asked = [question("half", GoldSpan(FILE, 100, 120)), question("two", GoldSpan(FILE, 0, 10), GoldSpan(FILE, 500, 510))]
    runs = {
        "half": [[FILE, 90, 109, 1.0], ["b" * 64, 100, 120, 0.9], [FILE, 110, 300, 0.8]],
        "two": [[FILE, 0, 50, 1.0]],
    }
    scores = score_spans(asked, runs)
    assert (scores["half"]["hit@1"], scores["half"]["hit@5"], scores["half"]["MRR@10"]) == (0, 1, pytest.approx(1 / 3))
    assert (scores["two"]["hit@1"], scores["two"]["recall@10"]) == (1, 0.5)


def test_an_alternative_states_the_same_fact() -> None:
    """Either place of a fact that stands twice will do."""
    asked = [question("q", GoldSpan(FILE, 0, 10), GoldSpan(FILE, 500, 510, alternative=True))]
    assert score_spans(asked, {"q": [[FILE, 495, 520, 1.0]]})["q"]["recall@10"] == 1
    assert score_spans(asked, {})["q"]["hit@10"] == 0


def test_systems_are_compared_with_ours(tmp_path: Path) -> None:
    """Ours comes first; one that finds nothing is behind on every metric beyond chance; the table has a line for each."""
    asked = [each for each in read_questions(split="test") if each.evidence and not each.members and not each.refusal]
    found = {q.id: [[q.evidence[0].sha256, q.evidence[0].start, q.evidence[0].end, 1.0]] for q in asked}
    nothing = {q.id: [["c" * 64, 0, 10, 1.0]] for q in asked}
    for system, runs, seconds in (("Baogao", found, 2.0), ("Other", nothing, 6.0)):
        written = {
            "system": system, "set_up": "", "versions": {}, "index_seconds": seconds, "query_ms": [1.0, 2.0, 3.0], "memory_mb": 100.0,
            "glue_lines": 10, "runs": runs,
        }  # fmt: skip
        (tmp_path / f"{system}.json").write_text(json.dumps(written), encoding="utf-8")
    rows = score_systems(tmp_path)
    assert [row["system"] for row in rows] == ["Baogao", "Other"]
    assert rows[0]["hit@1"] == 1
    assert rows[1]["hit@10"] == 0
    assert rows[1]["p"] < 0.01
    assert rows[1]["index_ratio"] == 3
    assert len(as_text(rows).splitlines()) == 4
