"""The app's side of the core."""

from __future__ import annotations

from datetime import datetime

import pytest

from regbot.config import Settings
from regbot.errors import IndexMissingError, UnknownRefError
from regbot.index.generation import build
from regbot.model import AsOf, LegalStatus
from regbot.paths import resolve
from regbot.tui.session import Session
from regbot.workspace import Workspace
from tests.conftest import NOW
from tests.tui.test_reading import QUESTION


@pytest.fixture
def session(own_home):
    return Session(Workspace(resolve(own_home), AsOf(datetime.fromisoformat(NOW))))


def test_a_conversation_goes_on_over_a_new_index(session):
    assert session.open_index().usable
    first = session.ask("What does article 2 of the 2023 draft say?")
    assert [citation.ref for citation in first.answer.citations] == ["faces-draft-2023#art_2"]
    build(session.workspace.paths, Settings(), now=datetime.fromisoformat(NOW), force=True, lexical_only=True)
    session.reopen_index()
    followed = session.ask("And article 1?")
    assert [citation.ref for citation in followed.answer.citations] == ["faces-draft-2023#art_1"]
    session.forget()
    alone = session.ask("And article 1?")
    assert len({citation.document for citation in alone.answer.citations}) != 1


def test_an_answer_names_its_places(session):
    session.open_index()
    reply = session.ask(QUESTION)
    citation = reply.answer.citations[0]
    place = reply.places[citation.ref]
    assert (place.document, place.label, place.status) == ("2023 draft", "Article 2", LegalStatus.DRAFT)
    assert set(reply.answer.related) <= set(reply.places)


def test_asking_without_an_index(session):
    with pytest.raises(IndexMissingError):
        session.ask(QUESTION)
    with pytest.raises(IndexMissingError):
        session.load_model()


def test_a_page_knows_its_neighbours(session):
    page = session.page("faces-draft-2023#art_2")
    assert (page.previous.eid, page.next.eid, page.number, page.count) == ("art_1", "art_3", 3, 4)
    assert [(text.lang, text.kind.value) for text in page.texts] == [("en", "restatement"), ("zh", "summary")]
    assert session.page("faces-draft-2023#notice").previous is None
    assert session.page("faces-rules-2025#art_2").next is None


def test_a_paragraph_leads_to_its_provision(session):
    assert session.page("faces-draft-2023#art_2__para_1").provision.eid == "art_2"


@pytest.mark.parametrize("ref", ["faces-draft-2023#art_9", "nothing#art_1", "faces-draft-2023", "#", ""])
def test_refs_that_lead_nowhere(session, ref):
    with pytest.raises(UnknownRefError):
        session.page(ref)


def test_binding_documents_come_first_and_examples_are_of_the_corpus(session):
    library = session.library()
    statuses = [item.legal_status for item in library.listed]
    assert statuses == [LegalStatus.IN_FORCE, LegalStatus.DRAFT, LegalStatus.NEWS]
    assert len(library.examples) == 3
    assert all("2023 draft" in question or "2025 Rules" in question for question in library.examples)


def test_examples_of_an_empty_corpus(tmp_path):
    assert Session(Workspace(resolve(tmp_path), AsOf(datetime.fromisoformat(NOW)))).library().examples == ()
