"""Texts → vectors through sentence-transformers."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoder import BUNDLED, SentenceTransformerEncoder, fingerprint_folder, open_encoder
from index.errors import EncoderError

TEXTS = ["城镇新增就业12万人以上。", "粮食产量86亿斤。", "城镇新增就业12万人以上。", "a", ""]


@pytest.fixture(scope="module")
def folder() -> Path:
    """The bundled encoder."""
    return BUNDLED


@pytest.fixture(scope="module")
def opened(folder: Path) -> SentenceTransformerEncoder:
    """That encoder, open."""
    return open_encoder(folder)


def test_vectors_are_unit_rows(opened: SentenceTransformerEncoder) -> None:
    """Passages give float32 rows of the encoder's dimension and length one, equal texts equal rows, and progress counts all."""
    done: list[int] = []
    vectors = opened.encode_passages(TEXTS, done.append)
    assert vectors.shape == (len(TEXTS), opened.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors[:3], axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert np.isfinite(vectors).all()
    assert sum(done) == len(TEXTS)
    assert opened.encode_passages([]).shape == (0, opened.dimension)


def test_a_query_is_one_unit_vector(opened: SentenceTransformerEncoder) -> None:
    """A query gives one vector of length one, nearest to the passage with its words."""
    query = opened.encode_query("城镇新增就业")
    assert query.shape == (opened.dimension,)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
    nearest = opened.encode_passages(TEXTS[:2]) @ query
    assert nearest[0] > nearest[1]


def test_prompts_of_the_model_are_honoured(opened: SentenceTransformerEncoder, folder: Path, tmp_path: Path) -> None:
    """A model with prompts for queries and passages gets them put before its texts."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), prompts={"query": "就业 ", "document": "粮食 "}, local_files_only=True)
    model.save(str(tmp_path / "prompted"))
    prompted = open_encoder(tmp_path / "prompted")
    np.testing.assert_allclose(prompted.encode_query("目标"), opened.encode_query("就业 目标"), atol=1e-6)
    np.testing.assert_allclose(prompted.encode_passages(["目标"]), opened.encode_passages(["粮食 目标"]), atol=1e-6)
    assert not np.allclose(prompted.encode_query("目标"), opened.encode_query("目标"), atol=1e-3)


def test_the_fingerprint_follows_the_bytes(folder: Path, tmp_path: Path, opened: SentenceTransformerEncoder) -> None:
    """A copy has the same fingerprint whatever its readme says; one changed byte of the model gives another."""
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "README.md").write_text("other words", encoding="utf-8")
    assert fingerprint_folder(copy) == fingerprint_folder(folder) == opened.fingerprint
    weights = next(copy.rglob("*.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(bytes(content))
    assert fingerprint_folder(copy) != opened.fingerprint


def test_the_name_is_the_folder(opened: SentenceTransformerEncoder) -> None:
    """An encoder from a folder is called by the folder's name."""
    assert opened.name == BUNDLED.name


@pytest.mark.parametrize("make", ["empty", "missing", "broken"])
def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path, make: str) -> None:
    """An empty, missing or broken model folder is an error that names it."""
    folder = tmp_path / "model"
    if make != "missing":
        folder.mkdir()
    if make == "broken":
        (folder / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(EncoderError, match="model"):
        open_encoder(folder)


def test_a_hub_name_that_cannot_be_had_is_a_clear_error() -> None:
    """A hub model that cannot be loaded is an error that names it and the setting to change."""
    with pytest.raises(EncoderError, match=r"no-such-owner/no-such-model.*BAOGAO_ENCODER"):
        open_encoder("no-such-owner/no-such-model")
