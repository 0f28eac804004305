import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.errors import IndexMissingError
from regbot.index.manifest import generation_folder, read_manifest
from regbot.index.schema import WINDOWS
from regbot.index.vectors import COLLECTION, _client
from regbot.index.verify import verify
from tests.index.small_index import paths_of


def change_catalogue(home: Path, sql: str) -> None:
    paths = paths_of(home)
    folder = generation_folder(paths, read_manifest(paths).generation)
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection, connection:
        connection.execute(sql)


def problems(home: Path) -> str:
    return "\n".join(verify(paths_of(home), Settings(), sample=None).problems)


def test_a_fresh_index_is_clean(embedded_home: Path):
    report = verify(paths_of(embedded_home), Settings(), sample=None)
    manifest = read_manifest(paths_of(embedded_home))
    assert report.problems == ()
    assert (report.texts, report.vectors) == (manifest.texts, manifest.vectors)
    assert report.lowest_cosine > 0.999


def test_a_sample_is_a_sample(embedded_home: Path):
    assert verify(paths_of(embedded_home), Settings(), sample=2).vectors == 2


def test_an_index_without_vectors_is_clean(tiny_home: Path):
    report = verify(paths_of(tiny_home), Settings())
    assert (report.problems, report.vectors) == ((), 0)


def test_missing_index(bare_home: Path):
    with pytest.raises(IndexMissingError):
        verify(paths_of(bare_home), Settings())


def test_altered_text(own_embedded_home: Path):
    change_catalogue(own_embedded_home, "UPDATE bodies SET text = text || ' Not.' WHERE text LIKE 'Hotels%'")
    assert "news-2023-08-08#body" in problems(own_embedded_home)


def test_altered_metadata(own_embedded_home: Path):
    change_catalogue(own_embedded_home, "UPDATE documents SET data = replace(data, 'in_force', 'repealed')")
    assert "metadata of faces-rules-2025" in problems(own_embedded_home)


def test_lost_rows(own_embedded_home: Path):
    change_catalogue(own_embedded_home, "DELETE FROM texts WHERE id = 1")
    found = problems(own_embedded_home)
    assert "notice" in found
    assert "rows of texts" in found


def test_changed_corpus(own_embedded_home: Path):
    (path,) = (own_embedded_home / "corpus" / "documents" / "cn" / "news-2023-08-08").glob("*.md")
    path.write_text(path.read_text(encoding="utf-8").replace("Hotels", "Hostels"), encoding="utf-8")
    assert "news-2023-08-08#body en" in problems(own_embedded_home)


def test_removed_and_added_documents(own_embedded_home: Path):
    documents = own_embedded_home / "corpus" / "documents" / "cn"
    (documents / "news-2023-08-08").rename(documents / "news-2024-08-08")
    toml = documents / "news-2024-08-08" / "document.toml"
    toml.write_text(toml.read_text().replace("news-2023-08-08", "news-2024-08-08"))
    found = problems(own_embedded_home)
    assert "news-2023-08-08 is no longer in the corpus" in found
    assert "news-2024-08-08 is not in the index" in found


def test_altered_vector(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    client = _client(generation_folder(paths, read_manifest(paths).generation) / "vectors")
    collection = client.get_collection(COLLECTION, embedding_function=None)
    key, other = collection.get(limit=2, include=["embeddings"])["ids"]
    collection.update(ids=[key], embeddings=collection.get(ids=[other], include=["embeddings"])["embeddings"])
    client.close()
    assert "has cosine" in problems(own_embedded_home)


def test_altered_sentences(own_embedded_home: Path):
    change_catalogue(own_embedded_home, "UPDATE closeness SET vectors = zeroblob(length(vectors)) WHERE text = 1")
    assert "#notice (en) has cosine 0.0000" in problems(own_embedded_home)


def test_altered_window(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    path = generation_folder(paths, read_manifest(paths).generation) / WINDOWS
    path.write_bytes(bytes(path.stat().st_size))
    assert "#notice (en) has cosine 0.0000" in problems(own_embedded_home)


def test_windows_cut_short(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    path = generation_folder(paths, read_manifest(paths).generation) / WINDOWS
    path.write_bytes(path.read_bytes()[:-2])
    assert "cannot be read" in problems(own_embedded_home)


def test_lost_vector(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    client = _client(generation_folder(paths, read_manifest(paths).generation) / "vectors")
    collection = client.get_collection(COLLECTION, embedding_function=None)
    collection.delete(ids=collection.get(limit=1)["ids"])
    client.close()
    found = problems(own_embedded_home)
    assert "5 vectors are stored, not 6" in found
    assert "has cosine 0.0000" in found
