"""Settings from the environment, read once at the edge."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the reports and the index lie, which encoder to use (None: the bundled one) and which reranker (None: none)."""

    reports: Path
    index: Path
    encoder: str | None
    reranker: str | None = None


def read_settings() -> Settings:
    """BAOGAO_REPORTS, BAOGAO_INDEX, BAOGAO_ENCODER and BAOGAO_RERANKER, with defaults: ./reports if it holds files, else the samples."""
    reports = os.environ.get("BAOGAO_REPORTS")
    return Settings(
        reports=Path(reports) if reports else default_reports(),
        index=Path(os.environ.get("BAOGAO_INDEX") or ".baogao/index"),
        encoder=os.environ.get("BAOGAO_ENCODER") or None,
        reranker=os.environ.get("BAOGAO_RERANKER") or None,
    )


def default_reports() -> Path:
    """./reports when it holds a file, else the invented sample reports that ship with the project."""
    own = Path("reports")
    if own.is_dir() and any(path.is_file() and not path.name.startswith(".") for path in own.rglob("*")):
        return own
    return Path(str(files("index") / "samples" / "reports"))
