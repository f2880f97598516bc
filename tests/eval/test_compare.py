"""Comparing two result folders: differences, verdicts, changed questions, and errors that name file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from eval.compare import ResultsError, compare_runs


def row(number: int, question: str | None = None, **scores: float) -> dict[str, Any]:
    """One line of an invented run; `hit5` stands for hit@5."""
    named = {name.replace("hit5", "hit@5"): value for name, value in scores.items()}
    asked = question or f"云岚省第{number}项工程总投资多少？"
    return {"id": f"q{number:03}", "question": asked, "stratum": "project", "language": "zh", "split": "test", "scores": named}


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Forty questions: twenty gained and one lost in `right`, one changed in hit@5; truthfulness falls; one more question each."""
    a = [row(n, hit5=1.0, right=float(n >= 20), truthfulness=0.8) for n in range(40)]
    b = [row(n, hit5=float(n != 3), right=float(n != 39), truthfulness=0.5 + n / 400) for n in range(40)]
    return write(tmp_path / "a", [*a, row(50, hit5=1.0)]), write(tmp_path / "b", [row(60, hit5=0.0), *b])


def test_gains_losses_and_noise_are_told_apart(folders: tuple[Path, Path]) -> None:
    """Twenty gained against one lost is a gain, one changed is noise, a fall everywhere is a loss."""
    compared = {metric.metric: metric for metric in compare_runs(*folders).metrics}
    assert {name: metric.verdict for name, metric in compared.items()} == {"hit@5": "noise", "right": "gained", "truthfulness": "lost"}
    right = compared["right"]
    assert (right.n, right.mean_a, right.mean_b) == (40, 0.5, 0.975)
    assert right.difference == pytest.approx(0.475)
    assert 0 < right.interval[0] < right.difference < right.interval[1]
    assert all(metric.p <= metric.adjusted_p <= 1 for metric in compared.values())


def test_the_questions_that_changed_are_listed(folders: tuple[Path, Path]) -> None:
    """For `right` and hit@5, each changed question with both scores; those in one run only are named and left out."""
    compared = compare_runs(*folders)
    assert [change.id for change in compared.changed["hit@5"]] == ["q003"]
    assert len(compared.changed["right"]) == 21
    (lost,) = [change for change in compared.changed["right"] if change.after < change.before]
    assert (lost.id, lost.before, lost.after) == ("q039", 1, 0)
    assert (compared.common, compared.only_a, compared.only_b) == (40, ("q050",), ("q060",))
    text = compared.as_text()
    assert all(part in text for part in ("40 questions in both", "1 only in a", "1 only in b", "q003  1 → 0", "gained", "lost", "noise"))


def test_swapping_the_runs_swaps_the_verdicts(folders: tuple[Path, Path]) -> None:
    """B against a: what was gained is lost, with the difference negated and the same p."""
    a, b = folders
    for there, back in zip(compare_runs(a, b).metrics, compare_runs(b, a).metrics, strict=True):
        assert back.difference == pytest.approx(-there.difference)
        assert back.p == there.p
        assert {there.verdict, back.verdict} in ({"noise"}, {"gained", "lost"})


def test_a_run_against_itself_is_all_noise(folders: tuple[Path, Path]) -> None:
    """No difference, p = 1, no changed question."""
    compared = compare_runs(folders[0], folders[0])
    assert all((m.difference, m.interval, m.p, m.verdict) == (0, (0, 0), 1, "noise") for m in compared.metrics)
    assert not any(compared.changed.values())


def test_a_metric_counts_only_where_both_runs_have_it(tmp_path: Path) -> None:
    """Questions without the metric in either run do not count for it; a metric of one run is not compared."""
    a = write(tmp_path / "a", [row(1, right=1.0, hit5=1.0), row(2, hit5=1.0), row(3, right=0.0, old=1.0)])
    b = write(tmp_path / "b", [row(1, right=1.0, hit5=0.0), row(2, hit5=1.0, right=1.0), row(3, right=1.0)])
    assert {metric.metric: metric.n for metric in compare_runs(a, b).metrics} == {"right": 2, "hit@5": 2}


def test_a_reworded_question_is_left_out(tmp_path: Path) -> None:
    """The same id with another question in each run is not the same question, and that is said."""
    a = write(tmp_path / "a", [row(1, right=1.0), row(2, right=1.0)])
    b = write(tmp_path / "b", [row(1, right=1.0), row(2, "沧原省呢？", right=0.0)])
    compared = compare_runs(a, b)
    assert (compared.common, compared.reworded) == (1, ("q002",))
    assert "1 with another wording" in compared.as_text()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "q2",', "JSONDecodeError"),
        ('{"question": "x", "scores": {}}', "'id'"),
        ('{"id": "q2", "question": "x", "scores": [1]}', "AttributeError"),
        ('{"id": "q2", "question": "x", "scores": {"right": null}}', "TypeError"),
        ('{"id": "q2", "question": "x", "scores": {"right": NaN}}', "right is nan"),
        ('{"id": "q001", "question": "x", "scores": {}}', "more than once"),
        ("7", "TypeError"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    """A line that is no row is an error with file, line and cause."""
    folder = write(tmp_path / "a", [row(1, right=1.0)])
    with (folder / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ResultsError, match=rf"a.rows\.jsonl, line 2: .*{said}"):
        compare_runs(folder, folder)


def test_a_missing_file_and_strangers_are_refused(tmp_path: Path) -> None:
    """A folder without rows says what writes them; runs without a common question are not compared."""
    a, b = write(tmp_path / "a", [row(1, right=1.0)]), write(tmp_path / "b", [row(2, right=1.0)])
    with pytest.raises(ResultsError, match="baogao eval --out"):
        compare_runs(a, tmp_path)
    with pytest.raises(ResultsError, match="in common"):
        compare_runs(a, b)
    (b / "rows.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(ResultsError, match="not UTF-8"):
        compare_runs(a, b)


def test_the_command_prints_text_or_json(folders: tuple[Path, Path]) -> None:
    """`baogao eval compare A B` prints the table; with --json the same as data, the same each time for a seed."""
    arguments = ["eval", "compare", *map(str, folders)]
    text, first, again = (CliRunner().invoke(app, [*arguments, *more]) for more in ([], ["--json"], ["--json", "--seed", "0"]))
    assert (text.exit_code, first.exit_code) == (0, 0)
    assert "95 % interval" in text.stdout
    assert first.stdout == again.stdout
    stated = json.loads(first.stdout)
    assert stated["changed"]["hit@5"] == [{"id": "q003", "question": "云岚省第3项工程总投资多少？", "from": 1, "to": 0}]
    assert [metric["verdict"] for metric in stated["metrics"]] == ["noise", "gained", "lost"]


def test_the_command_s_errors_are_one_line(tmp_path: Path) -> None:
    """A folder without results is one line on standard error and exit code 2."""
    result = CliRunner().invoke(app, ["eval", "compare", str(tmp_path), str(tmp_path)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "rows.jsonl" in result.stderr
