"""The command line: the same results as over HTTP, and errors of one line."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.cli import app
from index.store import read_manifest

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "faiss", "numpy", "fastapi", "sentence_transformers", "jieba", "bm25s", "langchain_text_splitters")
ASKED = "云岚省2026年的经济增长目标是多少？"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def fails(result: Result, code: int = 2) -> str:
    """The one line on standard error of a command that failed as it should."""
    assert result.exit_code == code
    assert result.exception is None or isinstance(result.exception, SystemExit)
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, lines
    assert "Traceback" not in result.stderr
    return lines[0]


def without_times(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in ("id", "timings_ms")}


def small(folder: Path, samples: Path) -> Path:
    """A folder with one small good report."""
    folder.mkdir()
    shutil.copyfile(samples / "shili_city_2026.md", folder / "shili.md")
    return folder


@pytest.mark.parametrize("question", [ASKED, "深圳今年的GDP目标是多少？", "云岚和沧原今年的GDP增长目标各是多少？"])
def test_ask_json_is_the_http_answer(client: TestClient, sample_directory: Path, question: str) -> None:
    """`ask --json` prints what POST /v1/ask returns, id and times aside."""
    result = run("ask", question, "--index", sample_directory, "--json")
    assert result.exit_code == 0
    stated = json.loads(result.stdout)
    served = client.post("/v1/ask", json={"question": question}).json()
    assert set(stated) == set(served)
    assert set(stated["timings_ms"]) == set(served["timings_ms"])
    assert without_times(stated) == without_times(served)


def test_search_json_is_the_http_answer(client: TestClient, sample_directory: Path) -> None:
    """`search --json` prints what POST /v1/search returns, filters and k included, times aside."""
    result = run("search", "老旧小区", "-k", 4, "-r", "Cangyuan", "-y", 2024, "--index", sample_directory, "--json")
    assert result.exit_code == 0
    sent = {"query": "老旧小区", "k": 4, "filters": {"regions": ["沧原"], "years": [2024]}}
    stated, served = json.loads(result.stdout), client.post("/v1/search", json=sent).json()
    assert set(stated["timings_ms"]) == set(served["timings_ms"])
    assert without_times(stated) == without_times(served)
    assert len(stated["hits"]) == 4


def test_reports_json_is_the_http_answer(client: TestClient, sample_directory: Path) -> None:
    """`reports --json` prints what GET /v1/reports returns."""
    result = run("reports", "--index", sample_directory, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == client.get("/v1/reports").json()


def test_results_can_be_read_without_json(sample_directory: Path) -> None:
    """As text, an answer names its source file, a refusal its code, a listing every report."""
    answer, refusal = run("ask", ASKED, "--index", sample_directory), run("ask", "深圳今年的GDP目标", "--index", sample_directory)
    assert "5.5%左右" in answer.stdout
    assert "sample_2026.txt" in answer.stdout
    assert "region_not_in_corpus" in refusal.stdout
    assert refusal.exit_code == 0
    assert "老旧小区" in run("search", "老旧小区", "-k", 1, "--index", sample_directory).stdout
    listing = run("reports", "--index", sample_directory).stdout
    assert all(name in listing for name in ("2026-yunlan", "undated-cangyuan", "10 reports"))


@pytest.mark.parametrize("command", ["index", "ask", "search", "reports", "serve", "eval"])
def test_every_command_explains_itself(command: str) -> None:
    """`baogao COMMAND --help` says what the command does, and `baogao --help` lists it."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "--index" in result.stdout
    assert command in run("--help").stdout


@pytest.mark.parametrize("arguments", [("--help",), ("ask", "--help")])
def test_help_is_instant(arguments: tuple[str, ...]) -> None:
    """Help loads none of the heavy libraries."""
    program = "import sys; from api.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    """As a program: one line with the place and the command to run, exit code 2, nothing on standard output."""
    program = "from api.cli import main; main()"
    command = [sys.executable, "-c", program, "ask", ASKED, "--index", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "baogao index" in line
    assert str(tmp_path / "none") in line


@pytest.mark.parametrize("command", [("ask", "今年"), ("search", "今年"), ("reports",), ("serve",), ("eval",)])
def test_no_command_works_without_an_index(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Each command that needs an index refuses in one line that says what to run."""
    assert "baogao index" in fails(run(*command, "--index", tmp_path / "none"))


def test_a_corrupt_index_says_what_to_run(sample_directory: Path, tmp_path: Path) -> None:
    """An index with a broken file is refused by `ask` and `serve` in one line."""
    spoilt = tmp_path / "index"
    shutil.copytree(sample_directory, spoilt)
    (spoilt / "corpus.json").write_text("{", encoding="utf-8")
    for command in (("ask", "今年"), ("serve",)):
        line = fails(run(*command, "--index", spoilt))
        assert "baogao index" in line
        assert "corpus.json" in line


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ask", " "), "empty"),
        (("search", ""), "empty"),
        (("ask", "长" * 10_000), "10000"),
        (("ask", "今年", "-r", "阿斯加德"), "阿斯加德"),
        (("ask", "今年", "--encoder", "./no-such-model"), "no-such-model"),
        pytest.param(("ask", "今年", "-y", "99999"), "year"),
        pytest.param(("ask", "今年", "-r", ""), "region"),
    ],
)  # fmt: skip
def test_a_bad_argument_is_one_line(sample_directory: Path, arguments: tuple[str, ...], named: str) -> None:
    """A bad value is named in one line without a traceback."""
    assert named in fails(run(*arguments, "--index", sample_directory))


@pytest.mark.parametrize("k", ["0", "1000000000", "many"])
def test_a_bad_option_is_a_usage_error(sample_directory: Path, k: str) -> None:
    """A number of passages out of bounds is refused with the option's name."""
    result = run("search", "今年", "-k", k, "--index", sample_directory)
    assert result.exit_code == 2
    assert "-k" in result.stderr


def test_an_empty_or_missing_folder_of_reports_is_refused(tmp_path: Path) -> None:
    """Nothing is built from a folder that is empty or not there, and the folder is named."""
    (tmp_path / "empty").mkdir()
    for name in ("empty", "absent"):
        line = fails(run("index", "--reports", tmp_path / name, "--index", tmp_path / "index"))
        assert str(tmp_path / name) in line
    assert not (tmp_path / "index").exists()


def test_a_binary_file_is_named_and_left_out(samples: Path, tmp_path: Path) -> None:
    """The rest is indexed; the exit code is not 0 unless --skip-bad, and the file is named either way."""
    reports, directory = small(tmp_path / "reports", samples), tmp_path / "index"
    (reports / "photo.txt").write_bytes(b"\x89PNG\0\0\xff")
    strict = run("index", "--reports", reports, "--index", directory)
    assert strict.exit_code not in (0, 1, 2)
    assert "photo.txt" in strict.stderr
    assert "Traceback" not in strict.stderr
    assert read_manifest(directory).reports == 1
    lenient = run("index", "--reports", reports, "--index", directory, "--skip-bad")
    assert lenient.exit_code == 0
    assert "photo.txt" in lenient.stderr


def test_two_files_with_the_same_report_are_told(samples: Path, tmp_path: Path) -> None:
    """The second file with the same report is named and one report is kept, without failing."""
    reports = small(tmp_path / "reports", samples)
    shutil.copyfile(reports / "shili.md", reports / "shili-copy.md")
    result = run("index", "--reports", reports, "--index", tmp_path / "index")
    assert result.exit_code == 0
    assert "duplicate" in result.stderr
    assert "shili" in result.stderr
    assert read_manifest(tmp_path / "index").reports == 1


def test_an_index_is_rebuilt_only_when_stale(samples: Path, tmp_path: Path) -> None:
    """`index --if-stale` leaves a current index alone and builds anew when a report has changed."""
    reports, directory = small(tmp_path / "reports", samples), tmp_path / "index"
    assert run("index", "--reports", reports, "--index", directory).exit_code == 0
    first = read_manifest(directory).version
    assert "up to date" in run("index", "--reports", reports, "--index", directory, "--if-stale").stdout
    path = reports / "shili.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n新增一句。\n", encoding="utf-8")
    assert "reports" in run("index", "--reports", reports, "--index", directory, "--if-stale").stdout
    assert read_manifest(directory).version != first


def test_building_says_how_far_it_is(samples: Path, tmp_path: Path) -> None:
    """Away from a terminal, progress comes as plain lines and the last line sums up."""
    result = run("index", "--reports", small(tmp_path / "reports", samples), "--index", tmp_path / "index")
    assert "\r" not in result.stderr
    assert len(result.stderr.splitlines()) >= 3
    assert "1 reports" in result.stdout


def test_eval_prints_a_scorecard(sample_directory: Path, sample_questions: Path, tmp_path: Path) -> None:
    """`eval` prints the strata as text or JSON and writes rows, scorecard, run and qrels."""
    arguments = ("eval", "--questions", sample_questions, "--out", tmp_path / "out", "--index", sample_directory)
    as_json, as_text = run(*arguments, "--json"), run(*arguments)
    assert (as_json.exit_code, as_text.exit_code) == (0, 0)
    assert json.loads(as_json.stdout)["strata"]["all"]["n"] == 1
    assert "hit@5" in as_text.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"run.trec", "qrels.trec", "rows.jsonl", "scorecard.json"}


@pytest.fixture
def sample_questions(samples: Path, tmp_path: Path) -> Path:
    """One question with its evidence in the samples."""
    content = (samples / "sample_2026.txt").read_bytes()
    start = content.decode("utf-8").index("开工建设枫岭机场")
    span = {"sha256": hashlib.sha256(content).hexdigest(), "start": start, "end": start + 18}
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "a", "question": "枫岭机场总投资多少？", "evidence": [span], "value": "43.6亿元"}), encoding="utf-8")
    return path


def test_bad_questions_are_one_line(sample_directory: Path, tmp_path: Path) -> None:
    """A broken question file is named with its line, without a traceback."""
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a", "question": "x"}\n{"id":\n', encoding="utf-8")
    line = fails(run("eval", "--questions", path, "--out", tmp_path / "out", "--index", sample_directory))
    assert "bad.jsonl" in line
    assert "line 2" in line
