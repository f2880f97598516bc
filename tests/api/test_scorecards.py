"""The latest evaluation over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from index.store import OpenIndex

ROWS = [
    {"id": "a", "question": "问一", "stratum": "target", "scores": {"right": 1.0}, "refused": False},
    {"id": "b", "question": "问二", "stratum": "target", "scores": {"right": 0.0}, "refused": True},
    {"id": "c", "question": "问三\u2028续", "stratum": "policy", "scores": {"right": 0.0}, "refused": False},
    {"id": "d", "question": "问四", "stratum": "unanswerable", "scores": {"refused_due": 0.0}, "refused": False},
]


def test_failed_questions_are_told_in_words(sample_index: OpenIndex, tmp_path: Path) -> None:
    """Each failed question comes with its text, stratum and fault, in the order of the scorecard."""
    (tmp_path / "scorecard.json").write_text(json.dumps({"strata": {}, "failed": ["b", "c", "d"]}), encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (tmp_path / "rows.jsonl").write_text(lines, encoding="utf-8")
    card = TestClient(create_app(sample_index, scorecard=tmp_path / "scorecard.json")).get("/v1/evaluation").json()
    assert [(each["question"], each["fault"]) for each in card["failures"]] == [
        ("问二", "refused"), ("问三\u2028续", "wrong"), ("问四", "answered"),
    ]  # fmt: skip
    assert card["failed"] == ["b", "c", "d"]
    assert card["measured_at"].endswith("+00:00")


def test_a_scorecard_without_rows_or_none_at_all(sample_index: OpenIndex, tmp_path: Path) -> None:
    """Without rows there are no words for the failed; without a scorecard a 404 says how to make one."""
    path = tmp_path / "scorecard.json"
    client = TestClient(create_app(sample_index, scorecard=path))
    assert "baogao eval" in client.get("/v1/evaluation").json()["detail"]
    path.write_text(json.dumps({"strata": {}, "failed": ["b"]}), encoding="utf-8")
    assert client.get("/v1/evaluation").json()["failures"] == []
