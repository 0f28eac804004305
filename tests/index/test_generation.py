import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.errors import CorpusError, ModelError, SearchIndexError
from regbot.index import embedding, schema
from regbot.index.encoder import OnnxEncoder
from regbot.index.generation import State, build, status
from regbot.index.manifest import read_manifest
from regbot.index.progress import Progress
from regbot.index.retrieve import Index, Mode
from regbot.index.verify import verify
from regbot.model import Filters
from regbot.paths import Paths
from tests.index.small_index import NOW, SHARED_CACHE, paths_of, provision, refs, save

REPOSITORY = Path(__file__).resolve().parents[2]
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every passage that the model is asked to embed from here on."""
    asked: list[str] = []
    original = OnnxEncoder.documents

    def counted(self: OnnxEncoder, texts: Sequence[str]):
        asked.extend(texts)
        return original(self, texts)

    monkeypatch.setattr(OnnxEncoder, "documents", counted)
    return asked


def generations(paths: Paths) -> list[str]:
    return sorted(path.name for path in (paths.indexes / "generations").iterdir())


def test_nothing_changed_nothing_built(own_embedded_home: Path, embedded: list[str]):
    paths = paths_of(own_embedded_home)
    before = read_manifest(paths)
    assert build(paths, Settings(), now=LATER) == before
    assert generations(paths) == [before.generation]
    assert embedded == []


def test_touched_files_are_not_changed_files(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    before = read_manifest(paths)
    for path in paths.documents.rglob("*.md"):
        path.write_bytes(path.read_bytes())
    assert status(paths, Settings()).state is State.CURRENT
    assert build(paths, Settings(), now=LATER).generation == before.generation


def test_only_what_changed_is_embedded(own_embedded_home: Path, embedded: list[str]):
    paths = paths_of(own_embedded_home)
    corpus = Corpus(paths.documents)
    document = corpus.document("news-2023-08-08")
    (version,) = corpus.versions(document.id)
    body = replace(version.provisions[0], text="Penguins were seen at the hotel.")
    corpus.save(document, [replace(version, provisions=(body,))])
    assert status(paths, Settings()).changed == ("news-2023-08-08",)
    manifest = build(paths, Settings(), now=LATER)
    assert embedded
    assert all("penguins" in text.lower() or text.startswith("Report") for text in embedded)
    assert manifest.generation == read_manifest(paths).generation
    assert status(paths, Settings()).state is State.CURRENT
    assert verify(paths, Settings(), sample=None).problems == ()


def test_force_builds_again_without_embedding(own_embedded_home: Path, embedded: list[str]):
    paths = paths_of(own_embedded_home)
    before = read_manifest(paths)
    after = build(paths, Settings(), now=LATER, force=True)
    assert after.generation != before.generation
    assert (after.texts, after.vectors, after.cosine) == (before.texts, before.vectors, before.cosine)
    assert embedded == []


def test_removed_document_leaves_the_index(own_home: Path):
    paths = paths_of(own_home)
    for path in (paths.documents / "cn" / "news-2023-08-08").iterdir():
        path.unlink()
    found = status(paths, Settings())
    assert (found.state, found.changed) == (State.STALE, ("news-2023-08-08",))
    assert build(paths, Settings(), now=LATER, lexical_only=True).documents == 2


def test_status_of_no_index(bare_home: Path):
    assert status(paths_of(bare_home), Settings()).state is State.MISSING


def test_status_when_the_settings_name_another_model(own_embedded_home: Path):
    found = status(paths_of(own_embedded_home), Settings.model_validate({"index": {"model": "other"}}))
    assert (found.state, found.changed) == (State.STALE, ())
    assert "model" in found.reason


def test_empty_corpus(tmp_path: Path, now_filters: Filters):
    paths = paths_of(tmp_path)
    manifest = build(paths, Settings(), now=NOW)
    assert (manifest.documents, manifest.texts, manifest.vectors) == (0, 0, 0)
    index = Index.open(paths, Settings())
    assert index.search("anything", now_filters) == []
    assert verify(paths, Settings()).problems == ()
    index.close()


def test_corpus_without_a_readable_text(tmp_path: Path, now_filters: Filters):
    save(tmp_path, "act", provision("act", "art_1", "企鹅需要许可证。", lang="zh", label="第一条"))
    paths = paths_of(tmp_path)
    assert build(paths, Settings(), now=NOW).vectors == 0
    index = Index.open(paths, Settings())
    assert refs(index.search("企鹅", now_filters)) == ["act#art_1"]
    assert index.search("penguin", now_filters) == []
    index.close()


def test_progress_is_told(bare_home: Path):
    told: list[Progress] = []
    build(paths_of(bare_home), Settings(), now=NOW, progress=told.append)
    assert [item.stage for item in told if item.done == item.total] == ["reading", "model", "embedding", "vectors"]
    assert all(0 <= item.done <= item.total for item in told)


def test_broken_document_leaves_the_old_index(own_home: Path):
    paths = paths_of(own_home)
    before = read_manifest(paths)
    (paths.documents / "cn" / "news-2023-08-08" / "document.toml").write_text("id = ")
    with pytest.raises(CorpusError):
        build(paths, Settings(), now=LATER, lexical_only=True)
    assert read_manifest(paths) == before
    assert generations(paths) == [before.generation]


def test_full_disk_leaves_the_old_index(own_home: Path, monkeypatch: pytest.MonkeyPatch, now_filters: Filters):
    paths = paths_of(own_home)
    before = read_manifest(paths)
    save(own_home, "long", provision("long", "art_1", "Penguins swim far. " * 20_000))
    monkeypatch.setattr(schema, "TABLES", "PRAGMA max_page_count = 50;" + schema.TABLES)
    with pytest.raises(SearchIndexError, match="full") as caught:
        build(paths, Settings(), now=LATER, lexical_only=True)
    assert "space" in caught.value.hint
    assert read_manifest(paths) == before
    assert generations(paths) == [before.generation]
    index = Index.open(paths, Settings())
    assert index.search("consent", now_filters, mode=Mode.LEXICAL)
    index.close()


def test_full_disk_while_writing_vectors(own_embedded_home: Path, monkeypatch: pytest.MonkeyPatch):
    paths = paths_of(own_embedded_home)
    before = read_manifest(paths)

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedding, "compact", full)
    with pytest.raises(SearchIndexError, match="full"):
        build(paths, Settings(), now=LATER, force=True)
    assert read_manifest(paths) == before
    assert generations(paths) == [before.generation]


def test_workspace_that_cannot_be_written(bare_home: Path):
    (bare_home / "indexes").write_text("a file where the folder should be")
    with pytest.raises(SearchIndexError):
        build(paths_of(bare_home), Settings(), now=NOW, lexical_only=True)


def test_two_builders_at_once(bare_home: Path):
    paths = paths_of(bare_home)
    refused: list[str] = []

    def meanwhile(progress: Progress) -> None:
        if progress.stage == "reading" and not refused:
            code = (
                "import sys; from datetime import UTC, datetime; from pathlib import Path; from regbot.config import Settings;"
                "from regbot.errors import SearchIndexError; from regbot.index.generation import build;"
                "from regbot.paths import Paths\n"
                "try: build(Paths(Path(sys.argv[1]), Path(sys.argv[2])), Settings(), now=datetime.now(UTC), lexical_only=True)\n"
                "except SearchIndexError as error: print(error.message)"
            )
            arguments = [sys.executable, "-c", code, str(bare_home), str(SHARED_CACHE)]
            done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=REPOSITORY, timeout=60)
            refused.append(done.stdout)

    manifest = build(paths, Settings(), now=NOW, lexical_only=True, progress=meanwhile)
    assert "another process" in refused[0]
    assert read_manifest(paths) == manifest


def test_partials_of_a_killed_build_are_removed(own_home: Path):
    paths = paths_of(own_home)
    partial = paths.indexes / "generations" / "20200101T000000-00000000.partial"
    partial.mkdir()
    (partial / "catalogue.sqlite3").write_text("half")
    build(paths, Settings(), now=LATER, lexical_only=True)
    assert not partial.exists()


def test_former_generation_stays_for_its_readers(own_home: Path, now_filters: Filters):
    paths = paths_of(own_home)
    first = read_manifest(paths).generation
    reader = Index.open(paths, Settings())
    made = [
        build(paths, Settings(), now=NOW + timedelta(hours=hour), lexical_only=True, force=True) for hour in (1, 2, 3)
    ]
    assert reader.search("consent", now_filters, mode=Mode.LEXICAL)
    assert set(generations(paths)) >= {first, made[-1].generation}
    reader.close()
    last = build(paths, Settings(), now=NOW + timedelta(hours=4), lexical_only=True, force=True)
    assert first not in generations(paths)
    assert last.generation in generations(paths)


def test_previous_generation_is_kept(own_home: Path):
    paths = paths_of(own_home)
    first = read_manifest(paths).generation
    second = build(paths, Settings(), now=LATER, lexical_only=True, force=True).generation
    assert generations(paths) == sorted((first, second))


def test_lost_generation_is_built_again(own_home: Path):
    paths = paths_of(own_home)
    for path in (paths.indexes / "generations").rglob("*.sqlite3"):
        path.unlink()
    manifest = build(paths, Settings(), now=LATER, lexical_only=True)
    assert generations(paths)[-1] == manifest.generation
    assert verify(paths, Settings()).problems == ()


def test_vectors_are_added_to_an_index_without(own_home: Path):
    manifest = build(paths_of(own_home), Settings(), now=LATER)
    assert manifest.vectors > 0


def test_a_build_by_words_alone_keeps_what_is_there(own_embedded_home: Path):
    paths = paths_of(own_embedded_home)
    assert build(paths, Settings(), now=LATER, lexical_only=True).vectors == 0


def test_damaged_cache_is_set_aside(own_embedded_home: Path, embedded: list[str]):
    paths = paths_of(own_embedded_home)
    paths.embeddings.write_bytes(b"no database at all, though long enough to be read as one " * 20)
    manifest = build(paths, Settings(), now=LATER, force=True)
    assert manifest.vectors > 0
    assert embedded
    with sqlite3.connect(paths.embeddings) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone()[0] >= manifest.vectors


def test_unknown_model(bare_home: Path):
    nowhere = str(bare_home / "no model here")
    with pytest.raises(ModelError):
        build(paths_of(bare_home), Settings.model_validate({"index": {"model": nowhere}}), now=NOW)


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from regbot.config import Settings
from regbot.index.generation import build
from regbot.paths import Paths
print("started", flush=True)
build(Paths(Path(sys.argv[1]), Path(sys.argv[2])), Settings(), now=datetime.now(UTC), force=True)
print("finished", flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path, now_filters: Filters):
    """Ten builds killed: the old index answers after each, the next build succeeds, and it agrees with the corpus."""
    paths = paths_of(tmp_path)
    sentences = (
        "Penguin number {} of the colony must hold a licence for swimming farther than {} miles from the coast. "
    )
    save(tmp_path, "old", provision("old", "art_1", "Puffins need a permit."))
    build(paths, Settings(), now=NOW)
    for number in range(12):
        items = [provision(f"act-{number}", f"art_{item}", sentences.format(item, number) * 3) for item in range(8)]
        save(tmp_path, f"act-{number}", *items)
    for attempt in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), str(SHARED_CACHE)],
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            text=True,
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.25 * attempt)
        process.kill()
        process.wait()
        process.stdout.close()
        index = Index.open(paths, Settings())
        assert "old#art_1" in refs(index.search("Do puffins need a permit?", now_filters))
        index.close()
    build(paths, Settings(), now=LATER)
    report = verify(paths, Settings(), sample=None)
    assert report.problems == ()
    assert report.texts == 97
    assert len(generations(paths)) <= 2
