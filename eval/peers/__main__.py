"""Other systems beside Baogao: `python -m eval.peers --reports DIR --out DIR` runs one after another and leaves a JSON file of each.

The same raw files, encoder, questions and machine, ten results each, one thread, no GPU, no network. What each is set up by and where that
is documented stands at the top of its script; each has an environment of its own in `.peers`, made when it is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from eval.foreign import as_text, score_systems
from eval.questions import read_questions
from index.encoder import BUNDLED

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TIME_LIMIT = 1800  # seconds for one system
QUIET = {
    "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "CUDA_VISIBLE_DEVICES": "", "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore",
    "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "LANGSMITH_TRACING": "false",
}  # fmt: skip


class PeerError(Exception):
    """A system that cannot be installed or fails; the message ends with the last lines it printed."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system: `NAME_peer.py`, run in the environment made from `ENVIRONMENT.txt`, or in Baogao's own where there is none."""

    name: str
    environment: str | None

    @property
    def script(self) -> Path:
        """Its adapter."""
        return HERE / f"{self.name}_peer.py"


PEERS = (
    Peer("baogao", None),
    Peer("naive", "langchain"),
    Peer("langchain", "langchain"),
    Peer("langchain_chinese", "langchain"),
    Peer("llamaindex", "llamaindex"),
    Peer("llamaindex_chinese", "llamaindex"),
    Peer("haystack", "haystack"),
    Peer("txtai", "txtai"),
)


def main() -> None:
    """Install what is missing, then run the systems one after another; exit status 1 when one of them failed."""
    given = _parse()
    given.out.mkdir(parents=True, exist_ok=True)
    questions = given.out / "questions.json"
    asked = write_questions(questions)
    chosen = [peer for peer in PEERS if not given.only or peer.name in given.only]
    pythons = install(given.environments, chosen)
    failed = [peer.name for peer in chosen if peer not in pythons]
    for peer, python in pythons.items():
        out = given.out / f"{peer.name}.json"
        _say(f"{peer.name}: indexing {given.reports} and asking {asked} questions")
        try:
            run_peer(peer, python, given.reports, given.encoder, questions, out)
            _say(f"{peer.name}: {summary(out)}")
        except PeerError as error:
            failed.append(peer.name)
            _say(f"{peer.name}: FAILED, left out: {error}")
    rows = score_systems(given.out)
    (given.out / "systems.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say(as_text(rows))
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def write_questions(path: Path) -> int:
    """How many questions were written to `path`: those that have an answer in the reports, their ids and texts only."""
    questions = [
        {"id": asked.id, "question": asked.question}
        for asked in read_questions()
        if asked.evidence and not asked.members and not asked.refusal
    ]
    path.write_text(json.dumps(questions, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(questions)


def install(root: Path, peers: Sequence[Peer]) -> dict[Peer, Path]:
    """The Python of each system, those left out that cannot be installed; all of them before any is timed."""
    pythons: dict[str | None, Path | None] = {None: Path(sys.executable)}
    for name in dict.fromkeys(peer.environment for peer in peers if peer.environment):
        try:
            pythons[name] = make_environment(root.resolve(), name)
        except PeerError as error:
            pythons[name] = None
            _say(f"{name}: CANNOT BE INSTALLED, left out: {error}")
    return {peer: python for peer in peers if (python := pythons[peer.environment])}


def make_environment(root: Path, name: str) -> Path:
    """The Python of the environment `name` below `root`, made anew unless it was made from these requirements. Raises PeerError."""
    folder, requirements = root / name, HERE / f"{name}.txt"
    python, made_from = folder / "bin" / "python", folder / "requirements.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if made_from.is_file() and made_from.read_text(encoding="utf-8") == wanted:
        return python
    _say(f"{name}: making {folder}; minutes, and some 1.5 GB")
    venv.create(folder, clear=True, with_pip=True)
    (root / ".gitignore").write_text("*\n", encoding="utf-8")
    torch = next(line for line in wanted.splitlines() if line.startswith("torch=="))
    for arguments in ([*shlex.split(os.environ.get("TORCH_INDEX_ARGS", "")), torch], ["-r", str(requirements)]):
        _say(f"{name}: pip install {shlex.join(arguments)}")
        _run("pip", [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], dict(os.environ))
    made_from.write_text(wanted, encoding="utf-8")
    return python


def run_peer(peer: Peer, python: Path, reports: Path, encoder: Path, questions: Path, out: Path) -> None:
    """Run one system's adapter, which writes `out`. Raises PeerError."""
    out.unlink(missing_ok=True)
    arguments = ["--reports", reports, "--encoder", encoder, "--questions", questions, "--out", out]
    command = [str(python), str(peer.script), *(str(each) for each in arguments)]
    _run(peer.script.name, command, {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)})
    if not out.is_file():
        raise PeerError("it wrote nothing")


def summary(path: Path) -> str:
    """One line of what a system's file holds."""
    measured = json.loads(path.read_text(encoding="utf-8"))
    return (
        f"indexed in {measured['index_seconds']:.1f} s, {median(measured['query_ms']):.1f} ms a question (median), "
        f"{measured['memory_mb']:.0f} MB, {measured['glue_lines']} lines of glue → {path}"
    )


def _run(name: str, command: list[str], environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(command, env=environment, timeout=TIME_LIMIT, capture_output=True, text=True, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerError(str(error)) from error
    if done.returncode:
        last = "\n    ".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise PeerError(f"{name} ended with {done.returncode}\n    {last}")


def _say(line: str) -> None:
    print(line, flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__)
    parser.add_argument("--reports", type=Path, required=True, help="folder of the reports the questions were written for")
    parser.add_argument("--out", type=Path, required=True, help="folder for questions.json and a file of each system")
    parser.add_argument("--only", action="append", choices=[peer.name for peer in PEERS], help="this system; may be given again")
    parser.add_argument("--encoder", type=Path, default=os.environ.get("BAOGAO_ENCODER") or BUNDLED, help="folder of the one encoder")
    parser.add_argument("--environments", type=Path, default=ROOT / ".peers", help="where the systems are installed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
