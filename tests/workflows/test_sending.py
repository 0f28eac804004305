from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from regbot.compare.outcome import Verdict
from regbot.draft.comment import Comment, Point, Position
from regbot.errors import DraftError, UnknownRefError
from regbot.model import AsOf
from regbot.workflows.drafts import load_draft, new_draft, save_draft
from regbot.workflows.exporting import export_draft
from regbot.workflows.letters import anchor_of, provision_of
from regbot.workflows.sending import draft_outcome, record_sent
from regbot.workspace import Workspace
from tests.conftest import NOW

DAY = date(2023, 8, 20)


@pytest.fixture
def workspace(bare_home: Path) -> Workspace:
    return Workspace.open(bare_home, AsOf(datetime.fromisoformat(NOW), DAY))


@pytest.fixture
def later(bare_home: Path) -> Workspace:
    return Workspace.open(bare_home, AsOf(datetime.fromisoformat(NOW)))


@pytest.fixture
def drafted(workspace: Workspace) -> Comment:
    held = provision_of(workspace, "faces-draft-2023#art_2", "en")
    wording = "A face may be processed only with separate consent, which can be withdrawn at any time."
    point = Point("point-1", anchor_of(held), held.text.partition("\n")[0], Position.AMEND, "Because.", (), wording)
    whole = Point("point-2", position=Position.SUPPORT, reason="Rules are needed because there are none.")
    comment = replace(new_draft(workspace, "faces-draft-2023").comment, points=(point, whole), own_views=True)
    save_draft(workspace, comment)
    return comment


def test_what_was_exported_is_kept_with_its_hash(workspace, drafted):
    made = export_draft(workspace, drafted.id, anyway=True)
    noted = record_sent(workspace, drafted.id, tracking=" AB\n12 ")
    assert noted.kept.read_bytes().decode() == made.ready.body
    assert noted.sent.sha256 == made.sha256 == hashlib.sha256(noted.kept.read_bytes()).hexdigest()
    assert (noted.sent.channel, noted.sent.tracking, noted.notes) == ("email", "AB 12", ())
    assert load_draft(workspace, drafted.id).sent == (noted.sent,)


def test_a_draft_changed_since_keeps_the_text_that_was_exported(workspace, drafted):
    made = export_draft(workspace, drafted.id, anyway=True)
    save_draft(workspace, replace(drafted, closing="Something else."))
    noted = record_sent(workspace, drafted.id)
    assert noted.sent.sha256 == made.sha256
    assert any("changed after its last export" in note for note in noted.notes)


def test_what_was_never_exported_is_kept_as_it_is_and_says_so(workspace, drafted):
    noted = record_sent(workspace, drafted.id, channel="email")
    assert "Because." in noted.kept.read_text()
    assert any("not been exported" in note for note in noted.notes)


def test_sending_again_is_noted_beside_the_first(workspace, drafted):
    first, second = (record_sent(workspace, drafted.id) for _ in range(2))
    assert first.kept != second.kept
    assert len(load_draft(workspace, drafted.id).sent) == 2
    assert any("1 time before" in note for note in second.notes)


def test_the_moment_is_the_persons_and_has_a_zone(workspace, drafted):
    noted = record_sent(workspace, drafted.id, at=datetime(2023, 8, 21, 10, 30))
    assert noted.sent.at.isoformat() == "2023-08-21T10:30:00+08:00"


@pytest.mark.parametrize(("at", "late"), [((2023, 9, 7, 23, 59), False), ((2023, 9, 8, 0, 1), True)])
def test_what_was_sent_too_late_is_noted_and_said_to_be(workspace, drafted, at, late):
    noted = record_sent(workspace, drafted.id, at=datetime(*at))
    assert any("Comments closed at 2023-09-07 23:59 Asia/Shanghai" in note for note in noted.notes) == late


def test_a_channel_that_there_is_not_is_refused_and_nothing_noted(workspace, drafted):
    with pytest.raises(DraftError):
        record_sent(workspace, drafted.id, channel="pigeon")
    assert load_draft(workspace, drafted.id).sent == ()


def test_without_a_final_text_nothing_is_said_of_what_became(workspace, drafted):
    found = draft_outcome(workspace, drafted.id)
    assert (found.final, found.points) == (None, ())
    assert "No final text" in found.note
    assert "2023-08-20" in found.note


def test_with_a_final_text_both_texts_stand_side_by_side(later, drafted):
    found = draft_outcome(later, drafted.id)
    assert found.final.id == "faces-rules-2025"
    about, whole = found.points
    assert about.rows[0].draft[0].text.startswith("Processing a face needs")
    assert about.rows[0].final[0].text == "A face may be processed only with separate consent, which can be withdrawn."
    assert about.rows[0].verdict is not Verdict.NOT_AVAILABLE
    assert about.nearer.startswith("The final text is nearer to your wording than the draft was")
    assert whole.rows == ()
    assert "no provision in particular" in whole.note
    assert "does not show that this comment was the reason" in found.note


def test_a_final_text_that_is_not_there_is_refused(later, drafted):
    with pytest.raises(UnknownRefError):
        draft_outcome(later, drafted.id, final="no-such-rule")
