"""A generation whose files were damaged after it was published: told, and mended by an ordinary build."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.errors import IndexCorruptError
from regbot.index.generation import build
from regbot.index.manifest import generation_folder, read_manifest
from regbot.index.retrieve import Index
from regbot.index.soundness import damage, probe
from regbot.index.verify import verify
from regbot.paths import Paths
from tests.index.small_index import NOW, paths_of


def folder_of(paths: Paths) -> Path:
    return generation_folder(paths, read_manifest(paths).generation)


def garbage(path: Path) -> None:
    path.write_bytes(b"x\n")


DAMAGES = {
    "catalogue garbage": lambda folder: garbage(folder / "catalogue.sqlite3"),
    "catalogue gone": lambda folder: (folder / "catalogue.sqlite3").unlink(),
    "catalogue empty": lambda folder: (folder / "catalogue.sqlite3").write_bytes(b""),
    "vectors gone": lambda folder: shutil.rmtree(folder / "vectors"),
    "chroma garbage": lambda folder: garbage(folder / "vectors" / "chroma.sqlite3"),
    "windows gone": lambda folder: (folder / "windows.int16").unlink(),
    "segments gone": lambda folder: [shutil.rmtree(path) for path in (folder / "vectors").iterdir() if path.is_dir()],
}


def test_a_sound_index_has_no_damage(embedded_home: Path):
    paths = paths_of(embedded_home)
    assert damage(paths, read_manifest(paths)) == ""
    probe(paths, read_manifest(paths))


@pytest.mark.parametrize("name", DAMAGES)
def test_a_plain_build_mends_what_is_damaged(own_embedded_home: Path, name: str):
    paths = paths_of(own_embedded_home)
    DAMAGES[name](folder_of(paths))
    assert damage(paths, read_manifest(paths))
    build(paths, Settings(), now=NOW + timedelta(minutes=1))
    assert damage(paths, read_manifest(paths)) == ""
    assert verify(paths, Settings(), sample=None).problems == ()


def test_a_segment_of_rubbish_is_seen_by_the_probe(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    for path in (folder_of(paths) / "vectors").glob("*/*.bin"):
        path.write_bytes(b"x" * 50)
    with pytest.raises(IndexCorruptError, match="vectors"):
        probe(paths, read_manifest(paths))


@pytest.mark.parametrize("name", ["vectors gone", "chroma garbage"])
def test_what_is_missing_is_told_in_plain_words_with_its_remedy(own_embedded_home: Path, name: str):
    paths = paths_of(own_embedded_home)
    DAMAGES[name](folder_of(paths))
    index = Index.open(paths, Settings())
    try:
        index.meaning.load()
        assert "regbot index build --force" in index.meaning.missing
        assert "Errno" not in index.meaning.missing
        assert "code:" not in index.meaning.missing
    finally:
        index.close()
