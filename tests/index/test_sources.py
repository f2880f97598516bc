"""Files → texts: encodings, and files that are no text."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ReportsError, SourceError
from index.sources import decode_text, list_sources, read_source

TRADITIONAL = (
    "各位代表：現在，我代表市政府向大會報告工作，請予審議。過去一年，我們堅持以人民為中心的發展思想，經濟的質量不斷提高，人民的生活有了新的改善。\r\n"
    * 3
)


@pytest.fixture(scope="module")
def simplified(samples: Path) -> str:
    """The text of one sample, decoded without the code under test."""
    return (samples / "sample_2024.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    ("mark", "codec", "named"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"", "gb18030", "gb18030"),
        (b"", "gbk", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    ],
)
def test_each_encoding_gives_the_same_text(simplified: str, mark: bytes, codec: str, named: str) -> None:
    """UTF-8, GB18030 and UTF-16 files give one and the same text, the byte order mark dropped."""
    assert decode_text(mark + simplified.encode(codec), "a.txt") == (simplified, named)


def test_big5_is_told_from_gb18030() -> None:
    """Traditional Chinese in Big5 is read as Big5, though most of its bytes are valid GB18030 too."""
    assert decode_text(TRADITIONAL.encode("big5"), "a.txt") == (TRADITIONAL, "big5")


def test_traditional_chinese_in_gb18030_is_not_taken_for_big5() -> None:
    """GB18030 holds traditional characters as well, and they come back right."""
    assert decode_text(TRADITIONAL.encode("gb18030"), "a.txt")[0] == TRADITIONAL


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_utf8_text_comes_back_untouched(text: str) -> None:
    """No character of a UTF-8 text is changed, whatever line ends, spaces or planes it uses."""
    assert decode_text(text.encode("utf-8"), "a.txt") == (text, "utf-8")


def test_line_ends_and_spaces_are_kept(tmp_path: Path) -> None:
    """Windows line ends, full-width and trailing spaces stay, so offsets are those of the file."""
    text = " 1.云岚省政府工作报告 \r\n\r\n\u3000\u3000各位代表：\r各位\n"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    assert read_source(tmp_path / "a.txt", tmp_path).text == text


def test_source_states_name_and_digest(tmp_path: Path) -> None:
    """A source's name is its path below the folder, with slashes, and its digest is that of the bytes on disk."""
    content = codecs.BOM_UTF8 + "云岚省政府工作报告".encode()
    (tmp_path / "a b" / "省").mkdir(parents=True)
    (tmp_path / "a b" / "省" / "报告.MD").write_bytes(content)
    source = read_source(tmp_path / "a b" / "省" / "报告.MD", tmp_path)
    assert (source.file, source.sha256) == ("a b/省/报告.MD", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        "没有标记的双字节".encode("utf-16-le") + b"\0\0",
        bytes(range(128, 256)) * 20,
        b"\x81\xff\xfe\x80" * 50,
        b"",
        b" \r\n\t \n",
        "\u3000\n".encode(),
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + "各位代表".encode()[:-1],
        codecs.BOM_UTF16_LE + "各位代表".encode("utf-16-le")[:-1],
        codecs.BOM_UTF16_BE + b"\xd8\x00\x00A",
        "économie générale à Zürich".encode("latin-1"),
    ],
)
def test_what_is_no_text_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    """Binary, empty, blank, cut-off and undecodable files are errors, each naming its file below the folder."""
    (tmp_path / "部").mkdir()
    (tmp_path / "部" / "坏文件.txt").write_bytes(content)
    with pytest.raises(SourceError, match=r"部/坏文件\.txt"):
        read_source(tmp_path / "部" / "坏文件.txt", tmp_path)


@pytest.mark.parametrize("at", [300, 2_000, 9_000])
def test_a_broken_utf8_file_is_not_passed_off_as_gb18030(simplified: str, at: int) -> None:
    """One wrong byte in a UTF-8 file is an error, not a page of wrong characters in another encoding."""
    content = bytearray(simplified.encode("utf-8"))
    content[at] = 0xFF
    with pytest.raises(SourceError, match=r"a\.txt"):
        decode_text(bytes(content), "a.txt")


def test_utf32_is_read_or_refused_never_garbled(simplified: str) -> None:
    """A UTF-32 file gives its text or an error, never text full of NULs."""
    try:
        text, _ = decode_text(simplified.encode("utf-32"), "a.txt")
    except SourceError:
        return
    assert text == simplified


def test_an_unknown_suffix_is_named_with_what_can_be_read(tmp_path: Path) -> None:
    """A suffix that nothing reads is an error naming the file and the suffixes that are read."""
    (tmp_path / "a.xyz").write_text("云岚", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.xyz.*\.txt.*\.md"):
        read_source(tmp_path / "a.xyz", tmp_path)


def test_a_vanished_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A file that cannot be opened is an error that names it."""
    with pytest.raises(SourceError, match=r"gone\.txt"):
        read_source(tmp_path / "gone.txt", tmp_path)


def test_listing_is_sorted_recursive_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    """Files of all folders are listed in a fixed order; hidden files and folders are not reports."""
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/config.txt", ".DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in list_sources(tmp_path)] == ["a/z.md", "b.txt"]


def test_a_folder_without_files_is_an_error_that_names_it(tmp_path: Path) -> None:
    """An empty folder, one with hidden files only, and one that is not there are errors naming the folder."""
    empty = tmp_path / "空"
    empty.mkdir()
    (empty / ".hidden").write_text("x", encoding="utf-8")
    for folder in (empty, tmp_path / "nowhere"):
        with pytest.raises(ReportsError, match=folder.name):
            list_sources(folder)
