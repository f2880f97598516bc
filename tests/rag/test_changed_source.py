"""A file that changes after indexing is no longer cited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.build import build_index
from index.store import OpenIndex, open_index
from rag.ask import ask

TARGET_2026 = "云岚省2026年的经济增长目标是多少？"
OTHER = "石黎市今年改造多少老旧小区？"


@pytest.fixture(scope="module")
def built(sample_index: OpenIndex, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the samples and an index built from it."""
    root = tmp_path_factory.mktemp("changed")
    shutil.copytree(samples, root / "reports")
    build_index(root / "reports", root / "index", sample_index.encoder)
    return root / "reports", root / "index"


@pytest.fixture
def opened(built: tuple[Path, Path], samples: Path, sample_index: OpenIndex) -> OpenIndex:
    """The index open, its reports folder as it was when indexed."""
    reports, directory = built
    reports.mkdir(exist_ok=True)
    for path in samples.iterdir():
        shutil.copyfile(path, reports / path.name)
    return open_index(directory, sample_index.encoder)


def spoil(path: Path, how: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = {"figure": text.replace("5.5%", "9.9%"), "longer": "前言\n" + text, "binary": "\0" + text, "empty": ""}[how]
    path.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("how", ["figure", "longer", "binary", "empty"])
def test_a_changed_file_is_not_cited(opened: OpenIndex, built: tuple[Path, Path], how: str, asked_before: bool) -> None:
    """Once the file says something else there is no citation of it, and the refusal says what to run."""
    if asked_before:
        assert ask(opened, TARGET_2026).answer.citations
    spoil(built[0] / "sample_2026.txt", how)
    answer = ask(opened, TARGET_2026).answer
    assert (answer.status, answer.text, answer.citations) == ("refused", "", ())
    assert answer.refusal is not None
    assert "baogao index" in answer.refusal.message
    assert answer.refusal.nearest == ()


def test_other_files_are_still_cited(opened: OpenIndex, built: tuple[Path, Path]) -> None:
    """A change in one file leaves answers from the others as they were."""
    before = ask(opened, OTHER).answer
    spoil(built[0] / "sample_2026.txt", "figure")
    assert ask(opened, OTHER).answer == before
    assert before.citations


def test_a_file_put_back_is_cited_again(opened: OpenIndex, built: tuple[Path, Path], samples: Path) -> None:
    """With its old content back the file is cited as before."""
    spoil(built[0] / "sample_2026.txt", "longer")
    assert not ask(opened, TARGET_2026).answer.citations
    shutil.copyfile(samples / "sample_2026.txt", built[0] / "sample_2026.txt")
    assert ask(opened, TARGET_2026).answer.citations


def test_a_deleted_file_is_not_cited(opened: OpenIndex, built: tuple[Path, Path]) -> None:
    """A file gone from the reports folder cannot be verified, so it is not cited and the message says what to run."""
    (built[0] / "sample_2026.txt").unlink()
    answer = ask(opened, TARGET_2026).answer
    assert answer.citations == ()
    assert answer.refusal is not None
    assert "baogao index" in answer.refusal.message


def test_the_nearest_of_a_refusal_are_verified_too(opened: OpenIndex, built: tuple[Path, Path]) -> None:
    """A refusal offers no passage of a file that has changed."""
    text = "云岚省2026年的量子纠缠望远镜口径是多少？"
    before = ask(opened, text).answer.refusal
    assert before is not None
    assert before.nearest
    spoil(built[0] / "sample_2026.txt", "figure")
    after = ask(opened, text).answer.refusal
    assert after is not None
    assert after.nearest == ()


def test_one_of_two_files_changed_makes_the_answer_partial(opened: OpenIndex, built: tuple[Path, Path]) -> None:
    """Of two regions asked about, the one whose file changed is left out and the answer is called partial."""
    text = "云岚和石黎今年改造多少老旧小区？"
    assert {citation.report.region for citation in ask(opened, text).answer.citations} == {"云岚省", "石黎市"}
    spoil(built[0] / "shili_city_2026.md", "longer")
    answer = ask(opened, text).answer
    assert [citation.report.region for citation in answer.citations] == ["云岚省"]
    assert answer.status == "partial"


def test_one_of_two_editions_changed_makes_the_answer_partial(opened: OpenIndex, built: tuple[Path, Path]) -> None:
    """Of two editions compared, the one whose file changed is left out and the answer is called partial."""
    spoil(built[0] / "sample_2024.txt", "longer")
    answer = ask(opened, "云岚省2024年和2026年的GDP增长目标各是多少？").answer
    assert [citation.report.year for citation in answer.citations] == [2026]
    assert answer.status == "partial"
