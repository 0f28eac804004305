import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from regbot.config import Settings
from regbot.errors import IndexCorruptError
from regbot.index import collection, embedding
from regbot.index.generation import build
from regbot.index.manifest import generation_folder
from regbot.index.readers import hold, in_use, release
from regbot.index.schema import VECTORS
from regbot.index.vectors import ABANDONED_AFTER, DATABASE, PREFIX, VectorReader, VectorWriter, compact
from tests.index.small_index import NOW, paths_of

DIMENSION = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty texts of two passages each; even ones in English, odd ones in French."""
    vectors = np.random.default_rng(7).normal(size=(80, DIMENSION)).astype(np.float32)
    places = [(f"d{text % 4}", ("en", "fr")[text % 2]) for text in range(40) for _ in range(2)]
    with closing(VectorWriter(tmp_path / "vectors", 80)) as writer:
        writer.add([text for text in range(40) for _ in range(2)], [0, 1] * 40, places, vectors)
        assert writer.count == 80
    compact(tmp_path / "vectors")
    np.save(tmp_path / "vectors.npy", vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    return tmp_path / "vectors"


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where readers put their copies."""
    own = tmp_path / "private"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    return own


def test_nearest_are_the_nearest(folder: Path):
    vectors = np.load(folder.with_name("vectors.npy"))
    with closing(VectorReader(folder)) as reader:
        found = reader.nearest(vectors[6], 10)
        exact = np.argsort(-(vectors @ vectors[6]))[:10]
        assert [text for text, _ in found] == [int(row) // 2 for row in exact]
        assert np.allclose([cosine for _, cosine in found], (vectors @ vectors[6])[exact], atol=1e-4)
        assert len(reader.nearest(vectors[6], 500)) == 80


def test_filters(folder: Path):
    question = np.load(folder.with_name("vectors.npy"))[0]
    with closing(VectorReader(folder)) as reader:
        assert {text % 4 for text, _ in reader.nearest(question, 80, ["d1", "d2"])} == {1, 2}
        assert {text % 2 for text, _ in reader.nearest(question, 80, None, ["fr"])} == {1}
        assert {text % 4 for text, _ in reader.nearest(question, 80, ["d0", "d1"], ["en"])} == {0}
        assert reader.nearest(question, 80, []) == []


def test_stored_vectors_come_back(folder: Path):
    vectors = np.load(folder.with_name("vectors.npy"))
    with closing(VectorReader(folder)) as reader:
        stored = reader.stored(["3:1", "nothing"])
    assert list(stored) == ["3:1"]
    assert stored["3:1"] @ vectors[7] / np.linalg.norm(stored["3:1"]) > 0.9999


def test_the_folder_stays_as_it_is(folder: Path, private: Path):
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = state()
    with closing(VectorReader(folder)) as one, closing(VectorReader(folder)) as other:
        assert one.nearest(np.ones(DIMENSION, np.float32), 5) == other.nearest(np.ones(DIMENSION, np.float32), 5)
        assert len(list(private.iterdir())) == 2
    assert state() == before
    assert list(private.iterdir()) == []


def test_copies_of_killed_readers_are_removed(folder: Path, private: Path):
    abandoned, recent, held = (private / f"{PREFIX}{name}" for name in ("abandoned", "recent", "held"))
    for path in (abandoned, recent, held):
        path.mkdir()
    for path in (abandoned, held):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 2 * ABANDONED_AFTER))
    descriptor = hold(held)
    with closing(VectorReader(folder)):
        assert not abandoned.exists()
        assert recent.exists()
        assert held.exists()
    release(descriptor)


def test_no_vectors_at_all(tmp_path: Path):
    with closing(VectorWriter(tmp_path / "none", 0)) as writer:
        assert writer.count == 0
    with closing(VectorReader(tmp_path / "none")) as reader:
        assert reader.nearest(np.ones(DIMENSION, np.float32), 5) == []


@pytest.mark.parametrize("harm", ["missing", "empty", "garbage"])
def test_damaged_vectors(folder: Path, private: Path, harm: str):
    database = folder / "chroma.sqlite3"
    if harm == "missing":
        database.unlink()
    else:
        database.write_bytes(b"" if harm == "empty" else b"garbage" * 999)
    with pytest.raises(IndexCorruptError):
        VectorReader(folder)
    assert list(private.iterdir()) == []


def test_a_folder_is_in_use_while_held(tmp_path: Path):
    assert not in_use(tmp_path)
    one, other = hold(tmp_path), hold(tmp_path)
    release(one)
    assert in_use(tmp_path)
    release(other)
    assert not in_use(tmp_path)


def test_next_to_nothing_is_left_to_add_at_every_opening(
    tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Chroma reads its graph from disk, and adds one by one what the last writing of it came too early for."""
    monkeypatch.setattr(collection, "SYNC_MOST", 4)
    monkeypatch.setattr(embedding, "VECTORS_AT_ONCE", 2)
    shutil.copytree(tiny_home / "corpus", tmp_path / "corpus")
    manifest = build(paths_of(tmp_path), Settings(), now=NOW)
    rounds = -(-manifest.vectors // 4)
    assert rounds > 1
    database = generation_folder(paths_of(tmp_path), manifest.generation) / VECTORS / DATABASE
    with closing(sqlite3.connect(database)) as chroma:
        told, written = sorted((seq for (seq,) in chroma.execute("SELECT seq_id FROM max_seq_id")), reverse=True)
    assert told == manifest.vectors
    assert told - written < rounds
