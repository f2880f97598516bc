"""One index directory: saved, opened, and every way it can be broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from index.errors import IndexCorrupt, IndexMismatch, IndexMissing, StoredIndexError
from index.store import FORMAT, OpenIndex, open_index, read_manifest, sha256, written_aside

RUN = "baogao index"


@pytest.fixture(scope="module")
def opened(counted_directory: Path, encoder) -> OpenIndex:
    """The samples' index, open."""
    return open_index(counted_directory, encoder)


def files_of(directory: Path) -> list[str]:
    """All files of a directory, by their paths inside it."""
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


def edit(directory: Path, **changes: object) -> None:
    """Change entries of the manifest."""
    path = directory / "manifest.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(stated | changes), encoding="utf-8")


def test_what_is_opened_is_what_was_built(opened: OpenIndex, sample_corpus: SimpleNamespace) -> None:
    """Reports with their sections, passages and texts come back equal."""
    assert opened.reports == sample_corpus.reports
    assert opened.passages == sample_corpus.passages
    assert {file: source.text for file, source in opened.sources.items()} == sample_corpus.texts
    assert list(opened.sources.values()) == sample_corpus.sources


def test_vectors_and_words_are_those_of_the_passages(opened: OpenIndex, encoder) -> None:
    """Row n of both arms belongs to passage n."""
    bodies = [opened.text(passage) for passage in opened.passages]
    np.testing.assert_allclose(opened.dense.vectors, encoder.encode_passages(bodies), atol=1e-6)
    assert opened.lexical.size == opened.dense.size == len(bodies)
    np.testing.assert_array_equal(opened.lexical.scores(["翠峡"]) > 0, ["翠峡" in body for body in bodies])


def test_the_header_field_holds_region_year_and_sections(opened: OpenIndex) -> None:
    """A passage is found by its region, year and section titles through the header, and only through it."""
    for token, expected in (("2024年", 2024), ("2026年", 2026)):
        scores = opened.lexical.scores([token], 1.0) - opened.lexical.scores([token])
        for passage in opened.passages:
            if opened.reports[passage.report].year == expected:
                assert scores[passage.id] > 0


def test_rows_partition_the_passages(opened: OpenIndex) -> None:
    """Every passage is in the rows of its own report and of no other."""
    assert sorted(np.concatenate(opened.rows).tolist()) == list(range(len(opened.passages)))
    for position, rows in enumerate(opened.rows):
        assert {opened.passages[row].report for row in rows} == {position}


def test_years_and_regions(opened: OpenIndex) -> None:
    """The editions come newest first, without the undated one; the regions are those of the reports."""
    assert opened.years == [2026, 2024]
    assert opened.regions == {"云岚省", "沧原省", "澜州自治区", "海屿市", "石黎市"}
    assert opened.gazetteer.region("云岚").name == "云岚省"


def test_manifest_says_how_it_was_built(counted_directory: Path, samples: Path, sample_corpus: SimpleNamespace, encoder) -> None:
    """The manifest holds format, sizes, encoder, origin, each source's digest and the digest of every other file."""
    manifest = read_manifest(counted_directory)
    assert (manifest.format, manifest.encoder, manifest.encoder_fingerprint) == (FORMAT, encoder.name, encoder.fingerprint)
    assert (manifest.dimension, manifest.reports, manifest.passages) == (encoder.dimension, 10, len(sample_corpus.passages))
    assert manifest.characters == sum(len(source.text) for source in sample_corpus.sources)
    assert Path(manifest.origin) == samples.resolve()
    assert manifest.sources == tuple((s.file, s.sha256, s.encoding) for s in sample_corpus.sources)
    assert sorted([*manifest.files, "manifest.json"]) == files_of(counted_directory)
    assert all(sha256(counted_directory / name) == digest for name, digest in manifest.files.items())


def test_missing_and_empty_directories_say_what_to_run(tmp_path: Path, encoder) -> None:
    """No directory, and an empty one, are a missing index, with the command that builds it."""
    (tmp_path / "empty").mkdir()
    for directory in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(IndexMissing, match=rf"{directory.name}.*{RUN}"):
            open_index(directory, encoder)


def test_a_file_in_place_of_the_directory_is_a_clear_error(tmp_path: Path, encoder) -> None:
    """A file where the index should be is an index error, not a traceback."""
    (tmp_path / "index").write_text("x", encoding="utf-8")
    with pytest.raises(StoredIndexError):
        open_index(tmp_path / "index", encoder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\0", b'{"format": 2}', b"PK\x03\x04"])
def test_a_broken_manifest_says_what_to_run(directory: Path, encoder, content: bytes) -> None:
    """A manifest that is empty, cut off or no manifest at all is a broken index."""
    (directory / "manifest.json").write_bytes(content)
    with pytest.raises(IndexCorrupt, match=rf"manifest\.json.*{RUN}"):
        open_index(directory, encoder)


def test_a_manifest_cut_anywhere_is_noticed(directory: Path, encoder) -> None:
    """Wherever writing the manifest stopped, the index is called broken."""
    whole = (directory / "manifest.json").read_bytes()
    for keep in range(0, len(whole), max(1, len(whole) // 60)):
        (directory / "manifest.json").write_bytes(whole[:keep])
        with pytest.raises(IndexCorrupt, match=RUN):
            read_manifest(directory)


def test_a_directory_without_its_manifest_is_half_written(directory: Path, encoder) -> None:
    """The manifest is written last, so without it the index is half written, not missing."""
    (directory / "manifest.json").unlink()
    with pytest.raises(IndexCorrupt, match=rf"half written.*{RUN}"):
        open_index(directory, encoder)


@pytest.mark.parametrize("damage", ["truncated", "emptied", "removed", "flipped", "grown"])
def test_any_damaged_file_is_noticed_and_named(directory: Path, counted_directory: Path, encoder, damage: str) -> None:
    """Each file of the index cut short, emptied, removed or changed in one bit is a broken index, the file named."""
    for name in files_of(counted_directory):
        if name == "manifest.json":
            continue
        content = (counted_directory / name).read_bytes()
        spoilt = {
            "truncated": content[:-1], "emptied": b"" if content else b"x", "removed": None,
            "flipped": bytes([content[0] ^ 1]) + content[1:], "grown": content + b"\n",
        }[damage]  # fmt: skip
        (directory / name).unlink()
        if spoilt is not None:
            (directory / name).write_bytes(spoilt)
        with pytest.raises(IndexCorrupt, match=rf"{name}.*{RUN}"):
            open_index(directory, encoder)
        (directory / name).write_bytes(content)
    open_index(directory, encoder)


@pytest.mark.parametrize("stated", [0, FORMAT + 1, "1", None])
def test_another_format_says_what_to_run(directory: Path, encoder, stated: object) -> None:
    """An index of another format is not opened, and both formats are named."""
    edit(directory, format=stated)
    with pytest.raises(IndexMismatch, match=rf"format {stated}, not {FORMAT}.*{RUN}"):
        open_index(directory, encoder)


def test_another_encoder_is_named_with_what_to_do(directory: Path, encoder, other_encoder) -> None:
    """Opening with another encoder is an error that names both, even when their dimensions are equal."""
    assert encoder.dimension == other_encoder.dimension
    with pytest.raises(IndexMismatch, match=rf"counting.*another.*{RUN}"):
        open_index(directory, other_encoder)


def test_a_moved_index_opens(directory: Path, tmp_path: Path, encoder, opened: OpenIndex) -> None:
    """An index is carried by copying its directory."""
    moved = Path(shutil.move(directory, tmp_path / "elsewhere"))
    assert open_index(moved, encoder).manifest == opened.manifest


def test_the_original_is_read_again_when_it_changes(reports_folder: Path, tmp_path: Path, encoder) -> None:
    """The original text is the file as it is now: None once changed, unreadable or gone, the indexed copy where the whole folder is not at hand."""
    from index.build import build_index

    build_index(reports_folder, tmp_path / "index", encoder)
    opened = open_index(tmp_path / "index", encoder)
    report = opened.reports[opened.by_id["2026-shili"]]
    path = reports_folder / report.file
    whole = path.read_bytes()
    assert opened.original_text(report) == opened.file_text(report) == whole.decode("utf-8")
    path.write_bytes(whole.replace(b"1268", b"12680"))
    assert opened.original_text(report) is None
    path.write_bytes(b"\0\1\2")
    assert opened.original_text(report) is None
    path.unlink()
    assert opened.original_text(report) is None
    shutil.rmtree(reports_folder)
    assert opened.original_text(report) == whole.decode("utf-8")


class Stopped(BaseException):
    """Stands for Ctrl-C."""


@pytest.mark.parametrize("failure", [RuntimeError, Stopped])
@pytest.mark.parametrize("existing", [True, False])
def test_a_failed_write_leaves_everything_as_it_was(tmp_path: Path, failure: type[BaseException], existing: bool) -> None:
    """When writing fails or is stopped, what was there stays and nothing is left beside it."""
    target = tmp_path / "index"
    if existing:
        target.mkdir()
        (target / "old").write_text("old", encoding="utf-8")
    with pytest.raises(failure), written_aside(target) as aside:
        (aside / "new").write_text("new", encoding="utf-8")
        raise failure
    assert files_of(tmp_path) == (["index/old"] if existing else [])
    assert [path.name for path in tmp_path.iterdir()] == (["index"] if existing else [])


def test_a_write_takes_the_place_of_the_old_index(tmp_path: Path) -> None:
    """When writing ends well the new directory stands alone in the place of the old one, whose parents are made."""
    target = tmp_path / "a" / "b" / "index"
    for content in ("one", "two"):
        with written_aside(target) as aside:
            (aside / content).write_text(content, encoding="utf-8")
            assert not (target / content).exists()
        assert files_of(tmp_path) == [f"a/b/index/{content}"]
        assert [path.name for path in target.parent.iterdir()] == ["index"]


def test_a_failed_rename_puts_the_old_index_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the new directory cannot be moved into place, the old one is there as before."""
    target = tmp_path / "index"
    target.mkdir()
    (target / "old").write_text("old", encoding="utf-8")
    rename = Path.replace

    def refuse(self: Path, to: Path) -> Path:
        if (self / "new").exists():
            raise OSError("no space left")
        return rename(self, to)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"), written_aside(target) as aside:
        (aside / "new").write_text("new", encoding="utf-8")
    assert files_of(tmp_path) == ["index/old"]
