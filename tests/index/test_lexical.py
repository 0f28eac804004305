import shutil
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regbot.config import Settings
from regbot.index import lexical, postings
from regbot.index.frequencies import weights
from regbot.index.generation import build
from regbot.index.retrieve import Index, Mode
from regbot.index.schema import word_fields
from regbot.index.tokens import is_minor, tokens
from regbot.model import AsOf, Filters
from tests.index.small_index import NOW, on, paths_of, provision, refs, save

EVERYTHING = Filters(AsOf(NOW))


@pytest.fixture(scope="module")
def words(tiny_home: Path):
    opened = Index.open(paths_of(tiny_home), Settings())
    yield opened
    opened.close()


def search(index: Index, question: str, filters: Filters = EVERYTHING) -> list[str]:
    return refs(index.search(question, filters, mode=Mode.LEXICAL))


def test_stems_meet(words: Index):
    assert search(words, "processors filed")[0] == "faces-rules-2025#art_2"


def test_one_chinese_character(words: Index):
    assert "faces-rules-2025#art_2" in search(words, "备")


def test_chinese_question_finds_the_english_provision_by_its_summary_and_terms(words: Index):
    hits = words.search("单独同意", EVERYTHING, mode=Mode.LEXICAL)
    draft = next(hit for hit in hits if hit.provision.ref == "faces-draft-2023#art_2")
    assert draft.provision.lang == "zh"


def test_number_meets_its_chinese_form(words: Index):
    assert search(words, "100,000", on(NOW.date(), langs=("zh",))) == ["faces-rules-2025#art_2"]


def test_label_is_searched(words: Index):
    assert set(search(words, "article 3")) >= {"faces-draft-2023#art_3"}


def test_each_provision_comes_once(words: Index):
    found = search(words, "consent 同意")
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "'",
        "*",
        "NEAR(a b)",
        "body:consent",
        "a AND OR NOT",
        "consent) OR (",
        "^x",
        "-",
        "\0",
        "{a b}",
        "a\0b",
        "😀",
        "\ud800",
    ],
)
def test_query_syntax_is_only_text(words: Index, question: str):
    assert isinstance(search(words, question), list)


@given(st.text())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_question_breaks_it(words: Index, question: str):
    search(words, question)


@pytest.mark.parametrize("question", ["", " ", "\n\n", "?!", "…"])
def test_nothing_asked_nothing_found(words: Index, question: str):
    assert search(words, question) == []


def test_endless_question(words: Index):
    start = time.process_time()
    assert search(words, "Is consent needed for face recognition? " * 2_500)
    assert time.process_time() - start < 0.5


def test_scores_fall_and_ranks_count(words: Index):
    hits = words.search("separate consent of the person", EVERYTHING, mode=Mode.LEXICAL)
    assert [hit.lexical_rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.lexical_score for hit in hits] == sorted((hit.lexical_score for hit in hits), reverse=True)
    assert all(hit.lexical_score > 0 and hit.vector_rank is None for hit in hits)
    assert hits[0].score == 1.0


def test_many_documents_filtered(tmp_path: Path):
    for number in range(150):
        save(
            tmp_path,
            f"act-{number:03}",
            provision(f"act-{number:03}", "art_1", f"Penguins swim {'far ' * (number % 7)}."),
        )
    build(paths_of(tmp_path), Settings(), now=NOW, lexical_only=True)
    index = Index.open(paths_of(tmp_path), Settings())
    for pattern, expected in (("act-00*", 10), ("act-0*", 100), ("*", 150)):
        hits = index.search("penguins", on(date(2025, 1, 1), documents=(pattern,)), mode=Mode.LEXICAL, limit=500)
        assert len(hits) == min(expected, 100)
        assert all(hit.provision.document.startswith(pattern[:-1]) for hit in hits)
    index.close()


def test_scores_are_bm25(words: Index):
    """As SQLite's FTS5 works it out over the same tokens: its k1 is 1.2, and heavier columns stand for a smaller one."""
    heavier = 1.2 / postings.SATURATION
    texts = words.catalogue.texts(range(1, words.catalogue.size + 1))
    titles = {document.id: document for document in words.catalogue.documents()}
    with sqlite3.connect(":memory:") as database:
        database.execute(
            "CREATE VIRTUAL TABLE words USING fts5(body, heading, terms, title, minor, tokenize=\"ascii tokenchars '_.'\")"
        )
        for text, item in texts.items():
            document = titles[item.document]
            fields = [tokens(field) for field in word_fields(document, item)]
            columns = [" ".join(token for token in field if not is_minor(token)) for field in fields]
            minor = " ".join(token for field in fields for token in field if is_minor(token))
            database.execute(
                "INSERT INTO words (rowid, body, heading, terms, title, minor) VALUES (?, ?, ?, ?, ?, ?)",
                (text, *columns, minor),
            )
        asked = ["face", "consent", "separ", "备案", "separ_consent"]
        sql = "SELECT rowid, -bm25(words, ?, ?, ?, ?, ?) * ? FROM words WHERE words MATCH ?"
        heaviness = [heavier * weight for weight in (2.0, 3.0, 6.0, 0.6, 0.5)]
        share = (1 + postings.SATURATION) / (1 + 1.2)
        matched = " OR ".join(f'"{word}"' for word in asked)
        expected = dict(database.execute(sql, (*heaviness, share, matched)).fetchall())
    found = lexical.scores(words.catalogue, postings.fetch(words.catalogue, asked))
    assert len(expected) > 5
    assert {text: score for text, score in enumerate(found.tolist()) if score} == pytest.approx(expected, rel=1e-5)


def test_runs_are_merged(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Index):
    shutil.copytree(tiny_home / "corpus", tmp_path / "corpus")
    monkeypatch.setattr(postings, "RUN", 50)
    build(paths_of(tmp_path), Settings(), now=NOW, lexical_only=True)
    index = Index.open(paths_of(tmp_path), Settings())
    sql = "SELECT * FROM postings ORDER BY token"
    assert index.catalogue.fetch(sql) == words.catalogue.fetch(sql)
    index.close()


def test_rare_words_weigh_more(words: Index):
    found = weights(words.catalogue, ["consent", "notic", "zebra"])
    assert found["consent"] < found["notic"] < found["zebra"]


def test_threads_share_one_index(words: Index):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: tuple(search(words, "separate consent")), range(64)))
    assert len(set(found)) == 1


def test_pairs_are_shares_of_the_pairs_asked_for(tmp_path: Path):
    save(
        tmp_path,
        "act",
        provision("act", "art_1", "Penguins swim south at night."),
        provision("act", "art_2", "At night penguins swim."),
        provision("act", "art_3", "Night falls; south of here swim penguins."),
    )
    build(paths_of(tmp_path), Settings(), now=NOW, lexical_only=True)
    index = Index.open(paths_of(tmp_path), Settings())
    found = lexical.find(index.catalogue, "penguins swim south")
    whole, half, none = (
        found.pairs[first] for (first,) in index.catalogue.fetch("SELECT min(id) FROM texts GROUP BY eid ORDER BY eid")
    )
    assert whole == pytest.approx(1.0)
    assert 0.0 < half < 0.5, "the pair that stands twice says less than the one that stands once"
    assert none == 0.0
    index.close()
