"""New documents appear whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from regbot.corpus.incoming import put_in_place
from regbot.corpus.store import Corpus
from regbot.errors import CorpusError
from regbot.model import Document, DocumentKind, LegalStatus, Provision, TextKind, Version

DAY = date(2024, 1, 1)


def made(name: str, text: str, jurisdiction: str = "user") -> tuple[Document, tuple[Version, ...]]:
    document = Document(name, DocumentKind.RULE, jurisdiction, {"en": name}, LegalStatus.DRAFT)
    provision = Provision(name, DAY, "en", TextKind.RESTATEMENT, "art_1", "Article 1", "", text)
    return document, (Version(name, DAY, "en", TextKind.RESTATEMENT, (provision,)),)


def files(root):
    return {path.relative_to(root): path.read_text() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path):
    return tmp_path / "corpus" / "documents"


def test_documents_are_there_and_nothing_else_is_left(root):
    put_in_place(root, [made("one", "First."), made("two", "Second.")])
    assert Corpus(root).ids() == ["one", "two"]
    assert [path.name for path in root.parent.iterdir()] == ["documents"]


def test_replacing_takes_older_versions_away(root):
    put_in_place(root, [made("one", "First.")])
    document, (version,) = made("one", "New.")
    later = Version("one", date(2025, 1, 1), "en", version.kind, version.provisions)
    put_in_place(root, [(document, (later,))])
    assert [version.date for version in Corpus(root).versions("one")] == [date(2025, 1, 1)]


def test_a_failure_takes_back_what_was_moved_in(root):
    put_in_place(root, [made("one", "First.")])
    (root / "xx").write_text("a file where a folder should be")
    before = files(root)
    with pytest.raises(CorpusError, match="cannot write"):
        put_in_place(root, [made("one", "Changed."), made("new", "New."), made("third", "Third.", "xx")])
    assert files(root) == before
    assert [path.name for path in root.parent.iterdir()] == ["documents"]


def test_a_text_that_would_not_come_back_the_same_is_refused(root):
    with pytest.raises(CorpusError, match="without loss"):
        put_in_place(root, [made("one", "carriage\rreturn")])
    assert not root.exists() or files(root) == {}
