"""Settings from the environment, read once at the edge."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from index.errors import BaogaoError


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


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model behind an OpenAI-compatible endpoint; `timeout` in seconds, for a whole answer."""

    base_url: str
    model: str
    api_key: str | None
    timeout: float


def read_model_settings() -> ModelSettings | None:
    """BAOGAO_LLM_BASE_URL and BAOGAO_LLM_MODEL, BAOGAO_LLM_API_KEY where one is needed, BAOGAO_LLM_TIMEOUT (30); None without the first two.

    Raises BaogaoError where only one of the two is set, or the time is no number above 0.
    """
    base_url, model = os.environ.get("BAOGAO_LLM_BASE_URL"), os.environ.get("BAOGAO_LLM_MODEL")
    if not base_url and not model:
        return None
    if not base_url or not model:
        raise BaogaoError("set both BAOGAO_LLM_BASE_URL (such as http://127.0.0.1:11434/v1) and BAOGAO_LLM_MODEL, or neither")
    timeout = os.environ.get("BAOGAO_LLM_TIMEOUT") or "30"
    if not re.fullmatch(r"\d+(?:\.\d+)?", timeout) or float(timeout) <= 0:
        raise BaogaoError(f"BAOGAO_LLM_TIMEOUT is {timeout!r}: write a number of seconds above 0")
    return ModelSettings(base_url, model, os.environ.get("BAOGAO_LLM_API_KEY") or None, float(timeout))


def default_reports() -> Path:
    """./reports when it holds a file, else the invented sample reports that ship with the project."""
    own = Path("reports")
    if own.is_dir() and any(path.is_file() and not path.name.startswith(".") for path in own.rglob("*")):
        return own
    return Path(str(files("index") / "samples" / "reports"))
