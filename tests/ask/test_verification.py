"""No quote leaves that is not what was indexed: words tampered with are dropped."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from regbot.ask.citations import Evidence, cite, is_exact, whole
from regbot.ask.conversation import Conversation
from regbot.model import Answer, Outcome
from regbot.paths import Paths
from regbot.workflows.indexing import build_index
from regbot.workspace import Workspace

DRAFT, RULE = "faces-draft-2023", "faces-rules-2025"


@pytest.fixture
def tiny(bare_home: Path, bundled: Workspace) -> Workspace:
    """Three small documents, indexed by words."""
    workspace = Workspace(Paths(bare_home, bundled.paths.cache), bundled.as_of)
    build_index(workspace, lambda *_: None, lexical_only=True)
    return workspace


@pytest.fixture
def catalogue_file(tiny: Workspace) -> Path:
    (found,) = tiny.paths.indexes.glob("generations/*/catalogue.sqlite3")
    return found


@pytest.fixture
def put(tiny: Workspace):
    """Ask the tiny workspace, opened afresh."""

    def answer(question: str) -> Answer:
        index = tiny.reopen_index()
        try:
            return Conversation(index).ask(question, tiny.filters())
        finally:
            index.close()

    return answer


def tamper(catalogue: Path, old: str, new: str) -> None:
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        changed = connection.execute("UPDATE bodies SET text = replace(text, ?, ?)", (old, new))
        assert changed.rowcount > 0


def test_untouched_it_answers(put):
    answer = put("Is separate consent needed to process a face?")
    assert {item.document for item in answer.citations} == {DRAFT, RULE}


def test_words_put_into_one_text_drop_that_quote_alone(put, catalogue_file):
    tamper(catalogue_file, "only with separate consent", "even without separate consent")
    answer = put("Is separate consent needed to process a face?")
    assert {item.document for item in answer.citations} == {DRAFT}
    assert "even without" not in answer.answer


def test_with_every_text_altered_it_abstains(put, catalogue_file):
    tamper(catalogue_file, " ", "  ")
    answer = put("Is separate consent needed to process a face?")
    assert (answer.outcome, answer.answer, answer.citations) == (Outcome.ABSTAINED, "", ())
    assert answer.reason == "The quotes found do not match the corpus, so none is shown."


@pytest.mark.parametrize(
    "question",
    [
        "Article 2 of the draft",
        "When do comments on the draft close?",
        "Who issued the draft?",
        "处理人脸信息需要单独同意吗？",
        "What happened to Article 2 of the draft?",
    ],
)
def test_no_altered_text_is_quoted_by_any_way_of_answering(put, catalogue_file, question):
    tamper(catalogue_file, "e", "ë")
    tamper(catalogue_file, "同意", "异议")
    answer = put(question)
    assert answer.citations == ()
    assert "“" not in answer.answer
    assert answer.outcome is Outcome.ABSTAINED or answer.answer


def test_a_citation_is_exact_only_word_for_word_at_its_place(index, bundled):
    document = index.catalogue.document("frt-draft-2023")
    provision = index.catalogue.provision("frt-draft-2023#art_11")
    good = cite(whole(document, provision), 1, bundled.as_of)
    assert is_exact(good, index.catalogue)
    assert is_exact(cite(Evidence(document, provision, 3, 20), 1, bundled.as_of), index.catalogue)
    for altered in (
        {"quote": good.quote.replace("No organisation", "Any organisation")},
        {"start": 1},
        {"end": good.end - 1},
        {"quote": "", "start": 0, "end": 0},
        {"lang": "zh"},
        {"kind": "official"},
        {"sha256": "0" * 64},
        {"version": "2023-08-09"},
        {"ref": "frt-draft-2023#art_12"},
        {"document": "pipl-2021"},
    ):
        assert not is_exact(replace(good, **altered), index.catalogue), altered


@pytest.mark.parametrize(
    "alter",
    [
        lambda answer: replace(answer, answer=answer.answer.replace(" [1]", "")),
        lambda answer: replace(answer, answer=answer.answer.replace(" [1]", " [3]")),
        lambda answer: replace(answer, answer=answer.answer.replace("may not", "may", 1)),
        lambda answer: replace(answer, answer=answer.answer.split("\n")[0]),
        lambda answer: replace(answer, citations=answer.citations[:1]),
        lambda answer: replace(answer, citations=answer.citations[::-1]),
        lambda answer: replace(answer, citations=(replace(answer.citations[0], start=1), *answer.citations[1:])),
        lambda answer: replace(answer, outcome=Outcome.ABSTAINED),
        lambda answer: replace(answer, reason="because"),
        lambda answer: replace(answer, answer=""),
    ],
)
def test_the_check_that_the_other_tests_use_notices_a_doctored_answer(ask, faults, alter):
    answer = ask("Can my landlord make face scan the only way in?")
    assert faults(answer) == []
    assert faults(alter(answer)) != []
