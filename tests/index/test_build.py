"""From a folder of reports to an index directory."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index, header, is_stale, read_sources
from index.errors import BaogaoError, ReportsError
from index.store import open_index, read_manifest, sha256

REPORT = "青溪县政府工作报告\n——2026年1月5日在青溪县第三届人民代表大会第一次会议上\n县长  某某\n各位代表：\n{}"


def snapshot(directory: Path) -> dict[str, str]:
    """The digest of every file below a directory, hidden ones too."""
    return {path.relative_to(directory).as_posix(): sha256(path) for path in sorted(directory.rglob("*")) if path.is_file()}


class FailingEncoder:
    """Fails while encoding passages."""

    name, fingerprint, dimension = "failing", "failing", 8

    def __init__(self, failure: type[BaseException]) -> None:
        self._failure = failure

    def encode_passages(self, texts: object, progress: object = None) -> np.ndarray:
        """Fail."""
        raise self._failure("no memory")

    def encode_query(self, text: str) -> np.ndarray:
        """Fail."""
        raise self._failure("no memory")


class NanEncoder(FailingEncoder):
    """Returns a value that is not a number."""

    def encode_passages(self, texts: list[str], progress: object = None) -> np.ndarray:
        """Rows of what is not a number."""
        return np.full((len(texts), 8), np.nan, np.float32)


def test_summary_counts_what_was_indexed(samples: Path, tmp_path: Path, encoder) -> None:
    """The summary tells reports, passages and characters, and no passage is over its size."""
    summary = build_index(samples, tmp_path / "index", encoder)
    manifest = read_manifest(tmp_path / "index")
    assert (summary.reports, summary.passages, summary.characters) == (10, manifest.passages, manifest.characters)
    assert (summary.bad, summary.duplicates, summary.long_passages) == ((), (), 0)
    assert summary.seconds > 0
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_building_twice_gives_the_same_index(reports_folder: Path, tmp_path: Path, counted_directory: Path, encoder) -> None:
    """Everything but the origin is the same from one build to the next: same files, same version."""
    for name in ("a", "b"):
        build_index(reports_folder, tmp_path / name, encoder)
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    assert read_manifest(tmp_path / "a").files == read_manifest(counted_directory).files


def test_progress_goes_up_to_the_end(samples: Path, tmp_path: Path, encoder) -> None:
    """Each stage counts up and ends at its total."""
    told: dict[str, list[tuple[int, int]]] = {}
    build_index(samples, tmp_path / "index", encoder, progress=lambda stage, done, of: told.setdefault(stage, []).append((done, of)))
    assert len(told) >= 3
    for steps in told.values():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert len({of for _, of in steps}) == 1
        assert steps[-1][0] == steps[-1][1]


def test_bad_files_are_left_out_and_named(reports_folder: Path, tmp_path: Path, encoder) -> None:
    """A binary, an empty and an unknown file are named in the summary; the rest is indexed."""
    (reports_folder / "logo.txt").write_bytes(b"\x89PNG\0\0")
    (reports_folder / "empty.md").write_bytes(b"")
    (reports_folder / "table.xyz").write_bytes(b"x")
    summary = build_index(reports_folder, tmp_path / "index", encoder)
    assert summary.reports == 10
    assert len(summary.bad) == 3
    for name in ("logo.txt", "empty.md", "table.xyz"):
        assert sum(name in message for message in summary.bad) == 1
    assert {file for file, *_ in read_manifest(tmp_path / "index").sources} == {path.name for path in reports_folder.iterdir()} - {
        "logo.txt", "empty.md", "table.xyz"
    }  # fmt: skip


def test_duplicates_are_reported_and_one_kept(reports_folder: Path, tmp_path: Path, encoder) -> None:
    """The same report again, in another encoding, is reported and left out."""
    text = (reports_folder / "shili_city_2026.md").read_text(encoding="utf-8")
    (reports_folder / "z_again.txt").write_bytes(text.encode("gb18030"))
    summary = build_index(reports_folder, tmp_path / "index", encoder)
    assert summary.reports == 10
    assert [(d.kept.file, d.dropped.file, d.dropped.region, d.dropped.year) for d in summary.duplicates] == [
        ("shili_city_2026.md", "z_again.txt", "石黎市", 2026)
    ]
    assert not any(report.file == "z_again.txt" for report in open_index(tmp_path / "index", encoder).reports)


@pytest.mark.parametrize("files", [{}, {"a.txt": b"\0\1"}, {"a.xyz": b"x", "b.md": b""}])
def test_a_folder_without_a_usable_report_is_an_error(tmp_path: Path, encoder, files: dict[str, bytes]) -> None:
    """An empty folder, or one with bad files only, is an error naming the folder and the files, and builds nothing."""
    folder = tmp_path / "leer"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with pytest.raises(ReportsError, match="leer") as raised:
        build_index(folder, tmp_path / "index", encoder)
    assert all(name in str(raised.value) for name in files)
    assert [path.name for path in tmp_path.iterdir()] == ["leer"]
    with pytest.raises(ReportsError):
        read_sources(folder)


@pytest.mark.parametrize("body", ["今年增长5%，就业更稳。\n", "一、回顾\n增长5%。\n二、安排\n增长6%。\n"])
def test_a_very_short_report_can_be_indexed(tmp_path: Path, body: str, encoder) -> None:
    """One report of two or three sentences is enough."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(REPORT.format(body), encoding="utf-8")
    assert build_index(tmp_path / "reports", tmp_path / "index", encoder).reports == 1
    opened = open_index(tmp_path / "index", encoder)
    assert np.isfinite(opened.dense.vectors).all()


@pytest.mark.parametrize("text", ["青溪县政府工作报告\n", "今年增长5%。\n"])
def test_a_corpus_of_one_passage_is_indexed_or_refused(tmp_path: Path, text: str, encoder) -> None:
    """A single line in a single file is indexed, or refused with a clear error."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(text, encoding="utf-8")
    try:
        assert build_index(tmp_path / "reports", tmp_path / "index", encoder).passages == 1
    except BaogaoError as error:
        assert str(error)


def test_a_text_without_title_or_headings_can_be_indexed(tmp_path: Path, encoder) -> None:
    """A plain text, of no known region or year and with no heading, is indexed without a warning."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("今年要办好几件大事。第一件是修路，全长68公里。\n" * 30, encoding="utf-8")
    assert build_index(tmp_path / "reports", tmp_path / "index", encoder).passages >= 2


@pytest.mark.parametrize("failing", [FailingEncoder(MemoryError), FailingEncoder(KeyboardInterrupt), NanEncoder(ValueError)])
def test_a_failing_build_leaves_the_old_index_alone(directory: Path, samples: Path, encoder, failing: FailingEncoder) -> None:
    """When a build fails, is stopped or gets bad vectors, the old index is whole and nothing is beside it."""
    before = snapshot(directory.parent)
    with pytest.raises((MemoryError, KeyboardInterrupt, BaogaoError)):
        build_index(samples, directory, failing)
    assert snapshot(directory.parent) == before
    assert [path.name for path in directory.parent.iterdir()] == [directory.name]
    open_index(directory, encoder)


def test_a_build_that_fails_on_its_reports_leaves_the_old_index_alone(directory: Path, tmp_path: Path, encoder) -> None:
    """When there is nothing to read, the old index stays."""
    before = snapshot(directory)
    (tmp_path / "none").mkdir()
    with pytest.raises(ReportsError):
        build_index(tmp_path / "none", directory, encoder)
    assert snapshot(directory) == before


def test_a_build_repairs_a_broken_index(directory: Path, samples: Path, encoder) -> None:
    """What the errors say to run helps: building again over a broken index makes it whole."""
    (directory / "manifest.json").write_text("{", encoding="utf-8")
    (directory / "stray").write_text("x", encoding="utf-8")
    build_index(samples, directory, encoder)
    assert not (directory / "stray").exists()
    open_index(directory, encoder)


def test_header_is_region_year_and_titles(encoder, counted_directory: Path) -> None:
    """A passage's header holds its region, year and section titles; what is unknown is left out."""
    opened = open_index(counted_directory, encoder)
    for passage in opened.passages:
        report = opened.reports[passage.report]
        line = header(report, passage)
        assert report.region in line
        assert all(title in line for title in passage.section)
        assert (f"{report.year}年" in line) if report.year else "None" not in line


@pytest.fixture
def built(reports_folder: Path, tmp_path: Path, encoder) -> Path:
    """An index of `reports_folder`."""
    build_index(reports_folder, tmp_path / "index", encoder)
    return tmp_path / "index"


def test_a_fresh_index_is_not_stale(built: Path, reports_folder: Path, encoder) -> None:
    """Just built, with its encoder or with none named, it is not stale; nor when files are only touched."""
    assert not is_stale(built, reports_folder, encoder.fingerprint)
    for path in reports_folder.iterdir():
        os.utime(path, (1, 1))
    (reports_folder / ".DS_Store").write_bytes(b"x")
    assert not is_stale(built, reports_folder, None)


def test_an_index_is_stale_for_another_encoder(built: Path, reports_folder: Path, other_encoder) -> None:
    """Made with another encoder than the one now wanted, it is stale."""
    assert is_stale(built, reports_folder, other_encoder.fingerprint)


def test_an_index_is_stale_when_files_differ(built: Path, reports_folder: Path) -> None:
    """A changed, added, removed or renamed file makes it stale, and undoing that makes it fresh again."""
    path, added = reports_folder / "fragment_page.txt", reports_folder / "deep" / "new.txt"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n")
    assert is_stale(built, reports_folder, None)
    path.write_bytes(whole)
    assert not is_stale(built, reports_folder, None)
    added.parent.mkdir()
    added.write_text(REPORT.format("今年增长5%。"), encoding="utf-8")
    assert is_stale(built, reports_folder, None)
    added.unlink()
    path.rename(reports_folder / "renamed.txt")
    assert is_stale(built, reports_folder, None)
    (reports_folder / "renamed.txt").unlink()
    assert is_stale(built, reports_folder, None)


def test_a_bad_file_does_not_make_an_index_stale(built: Path, reports_folder: Path) -> None:
    """A file that cannot be read would not be indexed either, so it changes nothing; an indexed one that turns bad does."""
    (reports_folder / "logo.txt").write_bytes(b"\0\1")
    (reports_folder / "b.xyz").write_bytes(b"x")
    assert not is_stale(built, reports_folder, None)
    (reports_folder / "fragment_page.txt").write_bytes(b"\0\1")
    assert is_stale(built, reports_folder, None)


@pytest.mark.parametrize("damage", ["missing", "empty", "manifest", "half written", "format"])
def test_an_index_that_cannot_be_opened_is_stale(built: Path, reports_folder: Path, damage: str) -> None:
    """A missing, empty or broken index and one of another format are stale."""
    manifest = built / "manifest.json"
    if damage in ("missing", "empty"):
        shutil.rmtree(built)
    if damage == "empty":
        built.mkdir()
    if damage == "manifest":
        manifest.write_text("{", encoding="utf-8")
    if damage == "half written":
        manifest.unlink()
    if damage == "format":
        manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"format": 0}), encoding="utf-8")
    assert is_stale(built, reports_folder, None)


@pytest.mark.parametrize("name", ["vectors.faiss", "corpus.json", "texts/0.txt"])
def test_an_index_with_a_missing_file_is_stale(built: Path, reports_folder: Path, name: str) -> None:
    """A file gone from an index makes it broken, and so stale: make serve builds it again."""
    (built / name).unlink()
    assert is_stale(built, reports_folder, None)


def test_without_reports_an_index_is_not_stale(built: Path, reports_folder: Path) -> None:
    """An index carried to where the reports are not is used as it is."""
    shutil.rmtree(reports_folder)
    assert not is_stale(built, reports_folder, None)


def test_real_reports_are_indexed_whole(real_index) -> None:
    """The real index holds 66 reports of 1.22 million characters, every passage exact and of one report."""
    assert (real_index.manifest.reports, len(real_index.reports)) == (66, 66)
    assert 1_210_000 < real_index.manifest.characters < 1_230_000
    assert real_index.years == [2026, 2024]
    for passage in real_index.passages:
        report = real_index.reports[passage.report]
        assert report.start <= passage.start < passage.end <= report.end
        assert real_index.text(passage).strip() == real_index.original_text(report)[passage.start : passage.end]
