"""Documentation that cannot go stale: what the README shows exists and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.main import get_group
from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    """The README names every subcommand of the console script, and each has a help text."""
    listed = re.search(r"`([a-z, ]+)`, each with `--help`", README)
    assert listed
    commands = set(get_group(app).commands)
    assert commands == set(listed.group(1).split(", "))
    for command in commands:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_every_make_target_of_the_readme_exists() -> None:
    """Each `make x` of the README is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z]+)\b", README))
    assert {"serve", "test", "ask"} <= named
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in named)


def test_every_endpoint_is_documented(client: TestClient) -> None:
    """The README names each path of the OpenAPI document."""
    paths = client.get("/openapi.json").json()["paths"]
    assert all(path.split("{")[0].rstrip("/") in README for path in paths)


@pytest.mark.parametrize("question", re.findall(r'(?:Q=|baogao ask |"question": )"([^"…]+)"', README))
def test_the_readme_s_questions_are_answered(client: TestClient, question: str) -> None:
    """Every question the README shows gets a cited answer from the samples."""
    answer = client.post("/v1/ask", json={"question": question}).json()
    assert answer["status"] == "answered"
    assert all(citation["verified"] for citation in answer["citations"])


def test_links_inside_the_docs_lead_somewhere() -> None:
    """Every relative link of README and docs names a file that is there."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)
