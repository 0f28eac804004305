"""Vectors on a real Chroma server: `chroma run`, started, killed and started again here."""

import json
import shutil
import socket
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.errors import VectorServerError
from regbot.index import meaning
from regbot.index.generation import State, build, status
from regbot.index.manifest import read_manifest
from regbot.index.retrieve import Index, Mode
from regbot.index.server import GRACE, examine
from regbot.index.vector_server import VectorServer
from regbot.index.verify import verify
from regbot.model import Filters
from tests.index.chroma_server import ChromaServer
from tests.index.small_index import NOW, paths_of, provision, save

LATER = NOW + timedelta(minutes=1)
QUESTIONS = ("Is separate consent needed?", "personal information", "How long may images of faces be kept?")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory):
    server = ChromaServer(tmp_path_factory.mktemp("chroma") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(shared_server: ChromaServer):
    """Empty at first, and there; a test may kill it."""
    with closing(VectorServer(shared_server.url)) as held:
        for name in held.collections():
            held.remove(name)
    yield shared_server
    shared_server.kill()
    shared_server.start()


@pytest.fixture
def unharmed(shared_server: ChromaServer) -> ChromaServer:
    """For tests that do not kill it."""
    return shared_server


def settings_for(server: ChromaServer) -> Settings:
    return Settings.model_validate({"index": {"vectors": server.url}})


def dead() -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Settings.model_validate({"index": {"vectors": f"http://127.0.0.1:{port}"}})


def found(index: Index, filters: Filters, mode: Mode = Mode.SEMANTIC) -> list[tuple[str, int | None, float]]:
    return [
        (hit.provision.ref, hit.vector_rank, round(hit.vector_score, 3))
        for question in QUESTIONS
        for hit in index.search(question, filters, mode=mode)
    ]


def collections(server: ChromaServer) -> set[str]:
    with closing(VectorServer(server.url)) as held:
        return set(held.collections())


def test_the_same_hits_as_on_disk(own_embedded_home: Path, index: Index, unharmed: ChromaServer, now_filters: Filters):
    paths, settings = paths_of(own_embedded_home), settings_for(unharmed)
    assert "another place" in status(paths, settings).reason
    manifest = build(paths, settings, now=LATER)
    assert manifest.server == unharmed.url
    assert read_manifest(paths) == manifest
    assert status(paths, settings).state is State.CURRENT
    assert build(paths, settings, now=LATER + GRACE) == manifest
    assert not (paths.indexes / "generations" / manifest.generation / "vectors").exists()
    with closing(Index.open(paths, settings)) as remote:
        for mode in (Mode.SEMANTIC, Mode.HYBRID):
            assert found(remote, now_filters, mode) == found(index, now_filters, mode)
        assert remote.meaning.missing == ""
        filters = Filters(now_filters.as_of, documents=("faces-rules-2025",))
        assert found(remote, filters) == found(index, filters)
    assert status(paths, Settings()).state is State.STALE
    back = build(paths, Settings(), now=LATER)
    assert (back.server, back.vectors) == ("", manifest.vectors)
    assert [item.collection for item in back.former] == [manifest.collection]


def test_verify_looks_at_the_server(own_embedded_home: Path, unharmed: ChromaServer):
    paths, settings = paths_of(own_embedded_home), settings_for(unharmed)
    manifest = build(paths, settings, now=LATER)
    report = verify(paths, settings, sample=None)
    assert (report.problems, report.vectors) == ((), manifest.vectors)
    state = examine(manifest)
    assert state
    assert state.whole
    with closing(VectorServer(unharmed.url)) as held:
        held.remove(manifest.collection)
    assert "no longer holds" in verify(paths, settings).problems[0]
    again = build(paths, settings, now=LATER)
    assert again.collection != manifest.collection
    assert verify(paths, settings).problems == ()


def test_two_generations_published_while_a_reader_asks(
    own_embedded_home: Path, unharmed: ChromaServer, now_filters: Filters
):
    paths, settings = paths_of(own_embedded_home), settings_for(unharmed)
    build(paths, settings, now=LATER)
    reader = Index.open(paths, settings)
    before = found(reader, now_filters)
    assert before
    stop, wrong, fresh = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            if (told := found(reader, now_filters)) != before or reader.meaning.missing:
                wrong.append((told, reader.meaning.missing))
            with closing(Index.open(paths, settings)) as other:
                held = {ref for ref, rank, _ in found(other, now_filters) if rank}
                whole = {document.id for document in other.catalogue.documents()} | {""}
                if other.meaning.missing or not held or not {ref.partition("#")[0] for ref in held} <= whole:
                    wrong.append((held, other.meaning.missing))
                fresh.append(other.manifest.generation)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for number in (1, 2):
            save(own_embedded_home, f"new-{number}", provision(f"new-{number}", "art_1", "Faces are personal data."))
            build(paths, settings, now=LATER + timedelta(minutes=number))
    finally:
        stop.set()
        asking.join()
    assert wrong == []
    assert fresh
    with closing(Index.open(paths, settings)) as newest:
        assert {"new-1#art_1", "new-2#art_1"} <= {ref for ref, _, _ in found(newest, now_filters)}
    reader.close()


def test_lost_and_back(
    own_embedded_home: Path, server: ChromaServer, now_filters: Filters, monkeypatch: pytest.MonkeyPatch
):
    paths, settings = paths_of(own_embedded_home), settings_for(server)
    build(paths, settings, now=LATER)
    with closing(Index.open(paths, settings)) as early:
        before = found(early, now_filters)
        server.kill()
        by_words = early.search("separate consent", now_filters)
        assert by_words
        assert all(hit.vector_rank is None for hit in by_words)
        assert early.meaning.missing.count(server.url) == 1
        assert "does not answer" in early.meaning.missing
        with closing(Index.open(paths, settings)) as late:
            assert late.search("separate consent", now_filters, mode=Mode.SEMANTIC)
            assert late.meaning.missing == early.meaning.missing
            (best,) = late.find("Is consent needed?", now_filters, mode=Mode.LEXICAL, limit=1)
            assert late.meaning.closeness("Is consent needed?", [best.choice])[0]
            server.start()
            assert all(rank is None for _, rank, _ in found(late, now_filters)), "it is left alone for a while"
            later = meaning.monotonic() + 60
            monkeypatch.setattr(meaning, "monotonic", lambda: later)
            assert found(late, now_filters) == found(early, now_filters) == before
            assert (late.meaning.missing, early.meaning.missing) == ("", "")


def test_what_hangs_is_given_up(own_embedded_home: Path, unharmed: ChromaServer, now_filters: Filters):
    paths = paths_of(own_embedded_home)
    build(paths, settings_for(unharmed), now=LATER)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        held = json.loads(paths.manifest.read_text())
        paths.manifest.write_text(json.dumps(held | {"server": f"http://127.0.0.1:{silent.getsockname()[1]}"}))
        with closing(Index.open(paths, Settings())) as index:
            assert index.search("separate consent", now_filters)
            assert "timed out" in index.meaning.missing


@pytest.mark.parametrize("force", [False, True])
def test_a_build_against_a_dead_server(own_embedded_home: Path, force: bool, now_filters: Filters):
    paths = paths_of(own_embedded_home)
    before = paths.manifest.read_bytes()
    settings = dead()
    with pytest.raises(VectorServerError, match="does not answer") as caught:
        build(paths, settings, now=LATER, force=force)
    assert settings.index.vectors in caught.value.message
    assert "config.toml" in caught.value.hint
    assert paths.manifest.read_bytes() == before
    assert len(list((paths.indexes / "generations").iterdir())) == 1
    with closing(Index.open(paths, settings)) as index:
        assert found(index, now_filters)
        assert index.meaning.missing == ""


def test_server_lost_in_the_middle_of_a_build(own_embedded_home: Path, server: ChromaServer):
    paths, settings = paths_of(own_embedded_home), settings_for(server)
    before = build(paths, settings, now=LATER)

    def lose(progress) -> None:
        if progress.stage == "embedding":
            server.kill()

    with pytest.raises(VectorServerError):
        build(paths, settings, now=LATER, force=True, progress=lose)
    assert read_manifest(paths) == before
    server.start()
    assert verify(paths, settings).problems == ()


def test_former_collections_go_after_the_grace_period(own_embedded_home: Path, server: ChromaServer):
    paths, settings = paths_of(own_embedded_home), settings_for(server)
    first = build(paths, settings, now=LATER)
    second = build(paths, settings, now=LATER, force=True)
    third = build(paths, settings, now=LATER + GRACE / 2, force=True)
    assert collections(server) == {first.collection, second.collection, third.collection}
    fourth = build(paths, settings, now=LATER + GRACE + timedelta(minutes=1), force=True)
    assert collections(server) == {second.collection, third.collection, fourth.collection}
    reader = Index.open(paths, settings)
    fifth = build(paths, settings, now=LATER + 2 * GRACE, force=True)
    sixth = build(paths, settings, now=LATER + 4 * GRACE, force=True)
    assert collections(server) == {fourth.collection, fifth.collection, sixth.collection}
    reader.close()
    seventh = build(paths, settings, now=LATER + 6 * GRACE, force=True)
    assert collections(server) == {sixth.collection, seventh.collection}


def test_a_copy_of_a_workspace_removes_nothing_of_the_original(
    own_embedded_home: Path, unharmed: ChromaServer, tmp_path: Path
):
    settings = settings_for(unharmed)
    original = build(paths_of(own_embedded_home), settings, now=LATER)
    copy = paths_of(Path(shutil.copytree(own_embedded_home, tmp_path / "copy")))
    made = [build(copy, settings, now=LATER + days * GRACE, force=True).collection for days in (1, 3, 5)]
    held = collections(unharmed)
    assert {original.collection, *made[1:]} <= held
    assert made[0] not in held
    assert verify(paths_of(own_embedded_home), settings).problems == ()
