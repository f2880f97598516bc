"""build_index(): the whole job from a folder of reports to an index directory, read top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.corpus import Passage, Report, Source
from index.dense import build_dense
from index.encoder import Encoder
from index.errors import BaogaoError, ReportsError, SourceError, StoredIndexError
from index.lexical import build_lexical
from index.passages import PASSAGE_SIZE, cut_passages
from index.reports import Duplicate, read_reports
from index.sources import list_sources, read_source
from index.store import check_files, read_manifest, save_index, sha256, written_aside
from index.targets import read_targets
from index.tokens import segmenter, tokenize

Progress = Callable[[str, int, int], None]  # stage, done, of


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What came of a build. Time in seconds.

    `bad` holds a message for each file that was left out; `long_passages` counts those of which the encoder reads only the beginning.
    """

    reports: int
    passages: int
    characters: int
    bad: tuple[str, ...]
    duplicates: tuple[Duplicate, ...]
    long_passages: int
    seconds: float


def build_index(
    reports_dir: Path, directory: Path, encoder: Encoder, size: int = PASSAGE_SIZE,
    progress: Progress = lambda stage, done, of: None,
) -> BuildSummary:  # fmt: skip
    """Read the reports below `reports_dir` and write an index to `directory`, its vectors by `encoder`.

    Files that cannot be read are left out and named in the summary. Raises ReportsError when none can.
    """
    began = time.perf_counter()
    sources, bad = read_sources(reports_dir, progress)
    reports, duplicates = read_reports(sources)
    texts = {source.file: source.text for source in sources}
    passages: list[Passage] = []
    for position, report in enumerate(reports):
        passages += cut_passages(texts[report.file], reports, position, len(passages), size)
        progress("cutting passages", position + 1, len(reports))
    bodies = [texts[reports[passage.report].file][passage.start : passage.end] for passage in passages]
    targets = [t for position, report in enumerate(reports) for t in read_targets(texts[report.file], report, position)]
    progress("reading targets", len(reports), len(reports))
    with written_aside(directory) as aside:
        lexical = build_lexical(_tokenize_all(bodies, progress), [tokenize(header(reports[p.report], p)) for p in passages])
        dense = build_dense(encoder.encode_passages(bodies, _counting(progress, len(bodies))))
        manifest = {
            "encoder": encoder.name, "encoder_fingerprint": encoder.fingerprint, "dimension": encoder.dimension,
            "passage_size": size, "reports": len(reports), "passages": len(passages), "targets": len(targets),
            "characters": sum(len(source.text) for source in sources), "origin": str(reports_dir.resolve()),
        }  # fmt: skip
        save_index(aside, manifest, sources, reports, passages, targets, lexical, dense)
    return BuildSummary(
        len(reports), len(passages), int(str(manifest["characters"])), tuple(bad), tuple(duplicates),
        encoder.count_long(bodies), time.perf_counter() - began,
    )  # fmt: skip


def read_sources(reports_dir: Path, progress: Progress = lambda stage, done, of: None) -> tuple[list[Source], list[str]]:
    """(readable sources, a message for each file that is not). Raises ReportsError when no file can be read."""
    paths = list_sources(reports_dir)
    sources: list[Source] = []
    bad: list[str] = []
    for number, path in enumerate(paths):
        try:
            sources.append(read_source(path, reports_dir))
        except SourceError as error:
            bad.append(str(error))
        progress("reading files", number + 1, len(paths))
    if not sources:
        raise ReportsError(f"none of the files in {reports_dir} can be read as a report:\n  " + "\n  ".join(bad))
    return sources, bad


def header(report: Report, passage: Passage) -> str:
    """What a passage inherits from its place: region, year and section titles, for the header field."""
    year = f"{report.year}年" if report.year else ""
    return " ".join([report.region or report.title, year, *passage.section])


def is_stale(directory: Path, reports_dir: Path, encoder_fingerprint: str | None) -> bool:
    """Whether the index is missing, broken, made by another encoder (None: any will do), or of other files than are there."""
    try:
        manifest = read_manifest(directory)
        check_files(directory, manifest)
    except StoredIndexError:
        return True
    if encoder_fingerprint is not None and manifest.encoder_fingerprint != encoder_fingerprint:
        return True
    try:
        present = {path.relative_to(reports_dir).as_posix(): sha256(path) for path in list_sources(reports_dir)}
    except BaogaoError:
        return False
    indexed = {file: digest for file, digest, _ in manifest.sources}
    readable = {file: digest for file, digest in present.items() if file in indexed or _readable(reports_dir / file, reports_dir)}
    return readable != indexed


def _readable(path: Path, root: Path) -> bool:
    try:
        read_source(path, root)
    except SourceError:
        return False
    return True


def _tokenize_all(bodies: list[str], progress: Progress) -> list[list[str]]:
    segmenter()
    tokens = []
    for number, body in enumerate(bodies):
        tokens.append(tokenize(body))
        if number % 500 == 0 or number + 1 == len(bodies):
            progress("finding words", number + 1, len(bodies))
    return tokens


def _counting(progress: Progress, of: int) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress("encoding passages", done, of)

    return count
