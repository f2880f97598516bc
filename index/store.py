"""One index directory on disk: saved aside then renamed, opened only when whole.

manifest.json   format, version, encoder, sources, sizes, and the sha256 of every other file
corpus.json     reports with their sections, passages, and the table of targets
texts/          the decoded text of every source, as indexed
lexical/        BM25, body and header
vectors.faiss   one vector a passage
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.corpus import Passage, Report, Section, Source, Target
from index.dense import DenseIndex, Ids, open_dense
from index.encoder import Encoder
from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, SourceError
from index.lexical import LexicalIndex, open_lexical
from index.regions import Gazetteer, build_gazetteer
from index.reranker import Reranker
from index.sources import read_source

FORMAT = 2
_REBUILD = "run `baogao index` (or `make index`) to build it again"


@dataclass(frozen=True, slots=True)
class Manifest:
    """How an index was built; read back from it, never repeated in settings."""

    format: int
    version: str
    encoder: str
    encoder_fingerprint: str
    dimension: int
    passage_size: int
    reports: int
    passages: int
    targets: int
    characters: int
    origin: str
    sources: tuple[tuple[str, str, str], ...]
    files: dict[str, str]


class OpenIndex:
    """An index in memory: reports, passages, the two searchable arms and the models that read questions."""

    def __init__(
        self, manifest: Manifest, sources: list[Source], reports: list[Report], passages: list[Passage], targets: list[Target],
        lexical: LexicalIndex, dense: DenseIndex, encoder: Encoder, reranker: Reranker | None = None,
    ) -> None:  # fmt: skip
        self.manifest = manifest
        self.sources = {source.file: source for source in sources}
        self.reports = reports
        self.passages = passages
        self.targets = targets
        self._targets_by_report = [[target for target in targets if target.report == position] for position in range(len(reports))]
        self.lexical = lexical
        self.dense = dense
        self.encoder = encoder
        self.reranker = reranker
        self.gazetteer: Gazetteer = build_gazetteer(tuple(report.region for report in reports if report.region))
        self.regions = frozenset(report.region for report in reports if report.region)
        self.by_id = {report.id: position for position, report in enumerate(reports)}
        owners = np.array([passage.report for passage in passages], dtype=np.int64)
        self.rows: list[Ids] = [np.flatnonzero(owners == position) for position in range(len(reports))]
        self._originals: dict[str, tuple[float, int, str | None]] = {}

    @property
    def years(self) -> list[int]:
        """Years of the editions that are indexed, newest first."""
        return sorted({report.year for report in self.reports if report.year}, reverse=True)

    def targets_of(self, report: int) -> list[Target]:
        """The rows of one report (its position)."""
        return self._targets_by_report[report]

    def text(self, passage: Passage) -> str:
        """The passage's own text."""
        return self.file_text(self.reports[passage.report])[passage.start : passage.end]

    def file_text(self, report: Report) -> str:
        """The decoded text of the whole file that holds the report, as indexed."""
        return self.sources[report.file].text

    def original_text(self, report: Report) -> str | None:
        """The report's file as it is on disk now, or None when it is no longer the file that was indexed.

        Where the reports folder is not at hand (an index carried to another machine) the indexed copy stands for it: its
        sha256 was checked on opening.
        """
        path = Path(self.manifest.origin) / report.file
        try:
            status = path.stat()
        except OSError:
            return None if Path(self.manifest.origin).is_dir() else self.file_text(report)
        seen = self._originals.get(report.file)
        if seen is None or seen[:2] != (status.st_mtime, status.st_size):
            seen = (status.st_mtime, status.st_size, self._reread(path, report))
            self._originals[report.file] = seen
        return seen[2]

    def _reread(self, path: Path, report: Report) -> str | None:
        try:
            source = read_source(path, Path(self.manifest.origin))
        except (SourceError, OSError):
            return None
        return source.text if source.sha256 == report.sha256 else None


def save_index(
    directory: Path, manifest: dict[str, Any], sources: list[Source], reports: list[Report], passages: list[Passage], targets: list[Target],
    lexical: LexicalIndex, dense: DenseIndex,
) -> None:  # fmt: skip
    """Write everything into `directory`, which is empty; the manifest last, with the sha256 of all the rest."""
    (directory / "texts").mkdir()
    for number, source in enumerate(sources):
        (directory / "texts" / f"{number}.txt").write_bytes(source.text.encode("utf-8"))
    corpus = {
        "reports": [asdict(report) for report in reports],
        "passages": [_row(passage) for passage in passages],
        "targets": [list(astuple(target)) for target in targets],
    }
    (directory / "corpus.json").write_text(json.dumps(corpus, ensure_ascii=False), encoding="utf-8")
    (directory / "lexical").mkdir()
    lexical.save(directory / "lexical")
    dense.save(directory / "vectors.faiss")
    files = {name: sha256(directory / name) for name in _names(directory)}
    stated = {**manifest, "format": FORMAT, "sources": [[s.file, s.sha256, s.encoding] for s in sources]}
    version = hashlib.sha256(json.dumps([files, stated], sort_keys=True).encode()).hexdigest()[:12]
    whole = {**stated, "version": version, "files": files}
    (directory / "manifest.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")


@contextmanager
def written_aside(directory: Path) -> Iterator[Path]:
    """An empty folder beside `directory` that takes its place when the block ends well, and vanishes when it does not."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        yield aside
        old = directory.with_name(f".{directory.name}-old-{os.getpid()}")
        aside.chmod(0o755)
        if directory.exists():
            directory.replace(old)
        try:
            aside.replace(directory)
        except OSError:
            if old.exists() and not directory.exists():
                old.replace(directory)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_manifest(directory: Path) -> Manifest:
    """The manifest alone. Raises IndexMissing, IndexCorrupt or IndexMismatch, saying what to run."""
    path = directory / "manifest.json"
    if not directory.is_dir() or not any(directory.iterdir()):
        raise IndexMissing(f"there is no index at {directory}: {_REBUILD}")
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        if stated["format"] != FORMAT:
            raise IndexMismatch(f"the index at {directory} has format {stated['format']}, not {FORMAT}: {_REBUILD}")
        stated["sources"] = tuple(tuple(source) for source in stated["sources"])
        return Manifest(**stated)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(f"the index at {directory} is broken or half written (manifest.json): {_REBUILD}") from error


def check_files(directory: Path, manifest: Manifest) -> None:
    """Compare every file with its sha256 in the manifest. Raises IndexCorrupt, naming the first that differs."""
    for name, expected in manifest.files.items():
        if not (directory / name).is_file() or sha256(directory / name) != expected:
            raise IndexCorrupt(f"the index at {directory} is broken or half written ({name}): {_REBUILD}")


def open_index(directory: Path, encoder: Encoder, reranker: Reranker | None = None) -> OpenIndex:
    """The index in `directory`, every file checked against the manifest; passages found are reranked where a reranker is given.

    Raises IndexMissing, IndexCorrupt, or IndexMismatch when `encoder` is not the one that built it.
    """
    manifest = read_manifest(directory)
    if encoder.fingerprint != manifest.encoder_fingerprint:
        raise IndexMismatch(
            f"the index at {directory} was built with the encoder {manifest.encoder}, not {encoder.name}; vectors of two "
            f"encoders do not mix: {_REBUILD} with {encoder.name}, or set BAOGAO_ENCODER back"
        )
    check_files(directory, manifest)
    sources = [
        Source(file, digest, encoding, (directory / "texts" / f"{number}.txt").read_bytes().decode("utf-8"))
        for number, (file, digest, encoding) in enumerate(manifest.sources)
    ]
    corpus = json.loads((directory / "corpus.json").read_text(encoding="utf-8"))
    reports = [_report(stated) for stated in corpus["reports"]]
    passages = [Passage(number, row[0], row[1], tuple(row[2]), row[3], row[4]) for number, row in enumerate(corpus["passages"])]
    lexical = open_lexical(directory / "lexical", len(passages))
    targets = [Target(*row) for row in corpus["targets"]]
    return OpenIndex(manifest, sources, reports, passages, targets, lexical, open_dense(directory / "vectors.faiss"), encoder, reranker)


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _names(directory: Path) -> list[str]:
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


def _row(passage: Passage) -> list[Any]:
    return [passage.name, passage.report, list(passage.section), passage.start, passage.end]


def _report(stated: dict[str, Any]) -> Report:
    sections = tuple(_section(section) for section in stated.pop("sections"))
    inferred = tuple(stated.pop("inferred"))
    return Report(**stated, inferred=inferred, sections=sections)


def _section(stated: dict[str, Any]) -> Section:
    children = tuple(_section(child) for child in stated.pop("children"))
    return Section(**stated, children=children)
