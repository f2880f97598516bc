"""The files an evaluation leaves → what /v1/evaluation shows: the scorecard, and each failed question in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

Fault = Literal["answered", "refused", "wrong"]  # should have been refused; should have been answered; answered, but not right


def read_scorecard(path: Path) -> dict[str, Any]:
    """The scorecard with `measured_at` and `failures`: id, question, stratum and fault of each failed question whose row is beside it."""
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    rows = _read_rows(path.with_name("rows.jsonl"))
    failures = [
        {"id": row["id"], "question": row["question"], "stratum": row["stratum"], "fault": _fault(row)}
        for row in (rows[failed] for failed in card.get("failed", []) if failed in rows)
    ]
    measured = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return card | {"measured_at": measured, "failures": failures}


def _read_rows(path: Path) -> dict[str, dict[str, Any]]:
    """Rows by the id of their question; none where there is no such file."""
    if not path.is_file():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line)
    return {row["id"]: row for row in rows}


def _fault(row: dict[str, Any]) -> Fault:
    if row["scores"].get("refused_due") == 0.0:
        return "answered"
    return "refused" if row["refused"] else "wrong"
