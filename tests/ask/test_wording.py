"""The words around quotes, where names and labels are not as in the bundled texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regbot.ask.phrases import lead_of, say
from regbot.model import Document, DocumentKind, LegalStatus, Provision, TextKind

DAY = date(2026, 11, 22)
NOTES = Document("notes", DocumentKind.PASSAGES, "user", {"en": "passages"}, LegalStatus.DRAFT)
PASSAGE = Provision("notes", DAY, "en", TextKind.COPY, "p1", "", "", "Dogs are led.")


def test_a_passage_without_a_label_leaves_no_gap():
    assert lead_of(NOTES, PASSAGE, DAY, "en") == "passages (draft, not law): "
    assert lead_of(NOTES, replace(PASSAGE, heading="Leads"), DAY, "en") == "passages, Leads (draft, not law): "
    assert lead_of(NOTES, replace(PASSAGE, label="1.2"), DAY, "en") == "passages, 1.2 (draft, not law): "


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("My notes", "My notes is"),
        ("A letter", "A letter is"),
        ("2023 draft", "The 2023 draft is"),
        ("Another", "The An"),
    ],
)
def test_a_name_with_a_determiner_gets_no_article(name, begins):
    assert say("en", "draft_open_note", draft=name).startswith(begins)
    assert say("en", "open", name=name, closes="x", left="y").startswith(
        f"Comments on {'' if begins.startswith(name) else 'the '}{name} close"
    )


def test_a_copy_is_not_called_regbots_words(regbot_here, tmp_path, bare_home):
    path = tmp_path / "notes.txt"
    path.write_text("Article 1 Leads\nZebras must be led on a leash.\n\nArticle 2 Fines\nThe fine is ten.\n")
    home = ("--home", str(bare_home))
    assert regbot_here("index", "build", "--lexical", *home).code == 0
    assert regbot_here("import", str(path), *home).code == 0
    said = regbot_here("ask", "Must zebras be led on a leash?", *home).out
    assert "Zebras must be led on a leash." in said
    assert "regbot's" not in said
    assert "comes from a file that was imported and not checked" in said
