import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from regbot.config import Settings
from regbot.errors import IndexCorruptError, IndexMissingError, IndexStaleError
from regbot.index import exact
from regbot.index.generation import build
from regbot.index.manifest import EncoderKind
from regbot.index.retrieve import Index, Mode, fuse, scaled
from regbot.model import Filters
from regbot.paths import Paths
from tests.index.small_index import NOW, SHARED_CACHE, on, paths_of, provision, refs, save

REPOSITORY = Path(__file__).resolve().parents[2]
ASK = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from regbot.config import Settings
from regbot.index.retrieve import Index, Mode
from regbot.model import AsOf, Filters
from regbot.paths import Paths
index = Index.open(Paths(Path(sys.argv[1]), Path(sys.argv[2])), Settings())
hits = index.search("Is separate consent needed?", Filters(AsOf(datetime.now(UTC))), mode=Mode(sys.argv[3]))
heavy = ["chromadb", "onnxruntime", "numpy", "tokenizers", "torch", "sentence_transformers", "transformers"]
print(json.dumps({"refs": [hit.provision.ref for hit in hits], "missing": index.meaning.missing,
                  "loaded": [name for name in heavy if name in sys.modules]}))
"""


def asked_in_a_new_process(home: Path, mode: str, **environment: str) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(home), str(SHARED_CACHE), mode],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        timeout=120,
    )
    return json.loads(done.stdout)


def test_hybrid_finds_by_meaning(index: Index, now_filters: Filters):
    hits = index.search("Which app does the company make?", now_filters)
    assert "news-2023-08-08#body" in refs(hits)
    assert index.meaning.missing == ""
    by_meaning = [hit for hit in hits if hit.vector_rank]
    assert by_meaning
    assert all(-1 <= hit.vector_score <= 1 for hit in by_meaning)


def test_scores_order_the_list(index: Index, now_filters: Filters):
    hits = index.search("Is separate consent needed?", now_filters)
    assert hits[0].provision.document in ("faces-draft-2023", "faces-rules-2025")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert len(refs(hits)) == len(set(refs(hits)))


def test_semantic_ranks_by_cosine(index: Index, now_filters: Filters):
    hits = index.search("Is permission needed to scan somebody?", now_filters, mode=Mode.SEMANTIC)
    assert [hit.vector_rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.vector_score for hit in hits] == sorted((hit.vector_score for hit in hits), reverse=True)


def test_gap_is_never_ranked_by_meaning(index: Index, now_filters: Filters):
    hits = index.search("Not recovered from any source", now_filters, mode=Mode.SEMANTIC, limit=50)
    assert hits
    assert all(hit.provision.text for hit in hits)


def test_chinese_question_goes_by_words(index: Index, now_filters: Filters):
    hits = index.search("处理人脸要单独同意吗？", now_filters)
    assert all(hit.vector_rank is None for hit in hits)
    assert {hit.provision.ref for hit in hits[:2]} == {"faces-rules-2025#art_1", "faces-draft-2023#art_2"}
    assert {hit.provision.lang for hit in hits[:2]} == {"zh"}


def test_filters_bind_both_rankings(index: Index):
    day = NOW.date()
    for mode in Mode:
        only = index.search("Is consent needed?", on(day, documents=("faces-rules-2025",)), mode=mode)
        assert {hit.provision.document for hit in only} == {"faces-rules-2025"}
        chinese = index.search("同意 consent", on(day, langs=("zh",)), mode=mode)
        assert {hit.provision.lang for hit in chinese} == {"zh"}
        early = index.search("Is consent needed?", on(date(2024, 1, 1)), mode=mode)
        assert {hit.provision.document for hit in early} <= {"faces-draft-2023", "news-2023-08-08"}
        assert index.search("Is consent needed?", on(date(2000, 1, 1)), mode=mode) == []


def test_superseded_texts_do_not_crowd_out_current_ones(tmp_path: Path):
    old, new = date(2024, 1, 1), date(2025, 1, 1)
    save(
        tmp_path,
        "act",
        *(provision("act", f"art_{number}", f"Penguins swim {number} miles.", version=old) for number in range(130)),
        provision("act", "art_500", "The office opens at nine.", version=new),
    )
    build(paths_of(tmp_path), Settings(), now=NOW)
    index = Index.open(paths_of(tmp_path), Settings())
    assert refs(index.search("How far do penguins swim?", on(new), mode=Mode.SEMANTIC)) == ["act#art_500"]
    index.close()


def test_endless_question_has_an_answer(index: Index, now_filters: Filters):
    assert index.search("Is consent needed? " * 5_000, now_filters)


def test_lexical_search_loads_nothing_heavy(embedded_home: Path):
    asked = asked_in_a_new_process(embedded_home, "lexical")
    assert asked["refs"]
    assert asked["loaded"] == ["numpy"]


def test_asking_a_small_index_loads_neither_the_original_model_nor_chroma(embedded_home: Path):
    asked = asked_in_a_new_process(embedded_home, "hybrid")
    assert asked["missing"] == ""
    assert asked["loaded"] == ["onnxruntime", "numpy", "tokenizers"]


def ranked(home: Path, filters: Filters, *, hurried: bool = False) -> tuple[list[tuple[str, float]], bool]:
    """What is found by meaning, and whether Chroma was opened for it."""
    with closing(Index.open(paths_of(home), Settings())) as opened:
        if hurried:
            opened.meaning.hurry()
        hits = opened.search("Is permission needed to scan somebody?", filters, mode=Mode.SEMANTIC, limit=50)
        return [(hit.provision.ref, round(hit.vector_score, 3)) for hit in hits], opened.meaning._chroma is not None


def test_chroma_finds_what_comparing_one_by_one_finds(
    embedded_home: Path, now_filters: Filters, monkeypatch: pytest.MonkeyPatch
):
    compared, opened = ranked(embedded_home, now_filters)
    assert not opened
    monkeypatch.setattr(exact, "MOST_OF_ALL", 0)
    assert ranked(embedded_home, now_filters) == (compared, True)
    assert ranked(embedded_home, now_filters, hurried=True) == (compared, False)


def test_one_question_is_asked_of_chroma_once(embedded_home: Path, monkeypatch: pytest.MonkeyPatch):
    """Though it is put to the corpus of two days, and to the same answers as if it were put to each alone."""
    monkeypatch.setattr(exact, "MOST_OF_ALL", 0)
    monkeypatch.setattr(exact, "MOST", 0)
    question, days = "Is consent needed?", [on(date(2023, 9, 1)), on(date(2026, 1, 1))]

    def found(day: Filters, index: Index) -> list[tuple[str, float]]:
        return [(hit.provision.ref, hit.score) for hit in index.search(question, day)]

    alone = []
    for day in days:
        with closing(Index.open(paths_of(embedded_home), Settings())) as index:
            alone.append(found(day, index))
    assert alone[0] != alone[1]
    with closing(Index.open(paths_of(embedded_home), Settings())) as index:
        asked = []
        nearest = index.meaning.chroma.nearest
        monkeypatch.setattr(index.meaning.chroma, "nearest", lambda *told: asked.append(told) or nearest(*told))
        assert [found(day, index) for day in days] == alone
        assert len(asked) == 1
        index.search("Who is fined?", days[0])
        assert len(asked) == 2


def test_asking_leaves_no_trace_in_the_home_folder(embedded_home: Path, tmp_path: Path):
    """onnxruntime keeps an identifier there and sends events, unless told not to."""
    own = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "tmp"), "CI": ""}
    (tmp_path / "tmp").mkdir()
    asked = asked_in_a_new_process(embedded_home, "hybrid", **own)
    assert asked["missing"] == ""
    assert list(tmp_path.rglob("*")) == [tmp_path / "tmp"]


def test_without_vectors_words_answer(tiny_home: Path, now_filters: Filters):
    index = Index.open(paths_of(tiny_home), Settings())
    assert index.manifest.encoder is EncoderKind.NONE
    for mode in Mode:
        assert index.search("separate consent", now_filters, mode=mode)
    assert "without vectors" in index.meaning.missing
    index.close()


def test_lost_vectors_are_said(own_embedded_home: Path, now_filters: Filters):
    shutil.rmtree(next((own_embedded_home / "indexes" / "generations").iterdir()) / "vectors")
    index = Index.open(paths_of(own_embedded_home), Settings())
    assert index.meaning.missing == ""
    assert index.search("separate consent", now_filters)
    assert "vectors" in index.meaning.missing
    with pytest.raises(IndexCorruptError):
        index.meaning.windows.of(1)
    index.close()


def test_lost_export_is_said_and_the_next_build_mends_it(own_embedded_home: Path, tmp_path: Path, now_filters: Filters):
    paths = Paths(own_embedded_home, tmp_path / "cache")
    index = Index.open(paths, Settings())
    assert index.search("separate consent", now_filters)
    assert str(paths.models) in index.meaning.missing
    index.close()


def test_opening_and_asking_write_nothing(own_embedded_home: Path, now_filters: Filters):
    def state() -> dict[Path, tuple[int, bytes]]:
        files = (path for path in own_embedded_home.rglob("*") if path.is_file())
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    index = Index.open(paths_of(own_embedded_home), Settings())
    assert index.search("Is consent needed?", now_filters)[0].vector_rank
    index.close()
    assert state() == before


def test_missing_index(bare_home: Path):
    with pytest.raises(IndexMissingError) as caught:
        Index.open(paths_of(bare_home), Settings())
    assert caught.value.hint == "run `regbot index build`"


def test_index_of_another_version(own_home: Path):
    manifest = own_home / "indexes" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 0}))
    with pytest.raises(IndexStaleError):
        Index.open(paths_of(own_home), Settings())


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "x"}', "\0", '{"format": FORMAT}'])
def test_damaged_manifest(own_home: Path, text: str):
    manifest = own_home / "indexes" / "manifest.json"
    manifest.write_text(text.replace("FORMAT", str(json.loads(manifest.read_text())["format"])))
    with pytest.raises(IndexCorruptError):
        Index.open(paths_of(own_home), Settings())


def test_deleted_generation(own_home: Path):
    shutil.rmtree(own_home / "indexes" / "generations")
    with pytest.raises(IndexCorruptError):
        Index.open(paths_of(own_home), Settings())


def test_fusion_rewards_agreement():
    words = {(1, "a"): 9.0, (1, "b"): 8.0, (1, "c"): 1.0}
    meaning = {(1, "b"): 0.9, (1, "d"): 0.8, (1, "a"): 0.1}
    assert next(key for key, _ in fuse(words, meaning)) == (1, "b")
    assert {key for key, _ in fuse(words, meaning)} == words.keys() | meaning.keys()


def test_words_beside_each_other_decide_between_near_equals():
    words = {1: 9.0, 2: 8.8, 3: 1.0}
    pairs = np.array([0.0, 0.0, 1.0, 0.5])
    assert [key for key, _ in fuse(words, {}, pairs)] == [2, 1, 3]
    assert all(0 <= score <= 1 for _, score in fuse(words, {}, pairs))


def test_one_ranking_alone_keeps_its_order():
    words = {(1, "a"): 9.0, (1, "b"): 8.0}
    assert [key for key, _ in fuse(words, {})] == list(words)
    assert [key for key, _ in fuse({}, words)] == list(words)
    assert fuse({}, {}) == []


def test_scaling():
    ranking = {(1, "a"): 5.0, (1, "b"): 4.0, (1, "c"): 3.0, (1, "d"): 1.0}
    assert list(scaled(ranking, 3).values()) == [1.0, 0.5, 0.0, 0.0]
    assert scaled({(1, "a"): 0.2}, 50) == {(1, "a"): 1.0}
