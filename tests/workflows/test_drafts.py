"""Drafts in a workspace: begun, changed, checked, closed, recovered."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from regbot.corpus.store import Corpus
from regbot.draft.comment import Position, Sent
from regbot.draft.store import DraftChangedError
from regbot.errors import DraftError, UnknownRefError
from regbot.model import AsOf
from regbot.paths import Paths
from regbot.workflows.draft_checks import Checker, check_draft, redact_draft
from regbot.workflows.draft_states import delete_draft, deleted_drafts, draft_history, restore_draft
from regbot.workflows.drafts import (
    PointEdit,
    drafts_of,
    list_drafts,
    load_draft,
    new_draft,
    read_draft,
    remember_edit,
    remove_point,
    save_draft,
    set_point,
    show_draft,
)
from regbot.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
CONSENT = "Processing a face needs the separate consent of the person."
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def workspace(bare_home) -> Workspace:
    """As of a day on which the small draft was open for comment."""
    return Workspace(Paths(bare_home, bare_home / "cache"), AsOf(NOW, date(2023, 8, 20)))


def today(workspace: Workspace) -> Workspace:
    return Workspace(workspace.paths, AsOf(NOW))


@pytest.fixture
def draft(workspace) -> str:
    return new_draft(workspace, "faces-draft-2023").comment.id


def test_a_draft_is_begun_in_a_file_of_its_own(workspace):
    begun = new_draft(workspace, "faces-draft-2023", title="../../etc/passwd")
    assert begun.path == workspace.paths.drafts / "faces-draft-2023.md"
    assert begun.closed is None
    assert not begun.comment.practice
    assert new_draft(workspace, "faces-draft-2023").comment.id == "faces-draft-2023-2"
    assert new_draft(workspace, "faces-draft-2023", title="人脸识别的意见").comment.lang == "zh"


def test_another_document_that_does_not_parse_stops_no_draft(workspace, draft):
    (workspace.paths.documents / "cn/faces-rules-2025/document.toml").write_text("nonsense = 1\n")
    assert [entry.deadline.days_left for entry in list_drafts(workspace)] == [18]
    assert show_draft(workspace, draft).deadline.days_left == 18
    assert check_draft(workspace, draft).findings
    assert new_draft(workspace, "faces-draft-2023").deadline.days_left == 18


def test_what_never_was_open_takes_no_comment(workspace):
    with pytest.raises(DraftError, match="never was, open") as caught:
        new_draft(today(workspace), "faces-rules-2025")
    assert "faces-draft-2023" in caught.value.hint
    with pytest.raises(UnknownRefError):
        new_draft(workspace, "faces-draft-2032")


def test_a_closed_consultation_says_what_took_its_place_and_the_draft_is_practice(workspace):
    begun = new_draft(today(workspace), "faces-draft-2023")
    assert begun.comment.practice
    assert begun.closed
    assert begun.closed.sequel
    assert begun.closed.sequel.id == "faces-rules-2025"
    assert begun.closed.remedies == ()
    assert show_draft(today(workspace), begun.comment.id).closed == begun.closed


def test_the_complaint_channel_of_the_rule_in_force_is_quoted(workspace):
    corpus = Corpus(workspace.paths.documents)
    rule, version = corpus.document("faces-rules-2025"), corpus.versions("faces-rules-2025")[0]
    words = "Any person may complain to the provincial office about a breach of these rules."
    first = replace(version.provisions[0], eid="art_9", label="Article 9", text=f"Offices keep lists. {words}")
    corpus.save(rule, [replace(version, provisions=(*version.provisions, first))])
    begun = new_draft(today(workspace), "faces-draft-2023")
    assert begun.closed
    (remedy,) = begun.closed.remedies
    assert (remedy.provision.ref, remedy.quote) == ("faces-rules-2025#art_9", words)
    blocked = next(item for item in check_draft(today(workspace), begun.comment.id).findings if item.id == "C02")
    assert words in blocked.fix
    assert "faces-rules-2025" in blocked.message


@pytest.mark.skipif(not (REPOSITORY / "corpus/documents/cn/frt-draft-2023").is_dir(), reason="needs the bundled corpus")
def test_the_bundled_corpus_names_the_complaint_channel(tmp_path):
    shutil.copytree(REPOSITORY / "corpus" / "documents", tmp_path / "corpus" / "documents")
    begun = new_draft(Workspace(Paths(tmp_path, tmp_path), AsOf(NOW)), "frt-draft-2023")
    assert begun.closed
    assert begun.closed.remedies[0].provision.ref == "frt-measures-2025#art_17"
    assert "complain" in begun.closed.remedies[0].quote


def test_a_point_is_added_by_any_spelling_of_the_provision_and_changed_by_its_id(workspace, draft):
    added = set_point(workspace, draft, "Article 2", PointEdit(Position.AMEND, reason="Because of the door."))
    assert added.anchor
    assert (added.id, added.anchor.ref, added.anchor.version) == ("point-1", "faces-draft-2023#art_2", date(2023, 8, 8))
    changed = set_point(workspace, draft, "point 1", PointEdit(evidence=("my door",)))
    assert (changed.position, changed.evidence) == (Position.AMEND, ("my door",))
    assert set_point(workspace, draft, "faces-draft-2023#art_2", PointEdit(reason="New.")).id == "point-1"
    assert set_point(workspace, draft, "art_2", PointEdit(reason="Two."), another=True).id == "point-2"
    assert [point.reason for point in load_draft(workspace, draft).points] == ["New.", "Two."]


def test_a_quote_is_kept_in_the_provisions_own_spelling(workspace, draft):
    point = set_point(workspace, draft, "art_2", PointEdit(quote="a law\n says so;   (2) the person"))
    assert point.quote == "a law says so;\n(2) the person"
    with pytest.raises(DraftError, match="does not say") as caught:
        set_point(workspace, draft, "art_2", PointEdit(quote="Processing any face needs a consent of the person."))
    assert CONSENT in caught.value.hint


def test_a_redline_is_shown_only_within_one_language(workspace, draft):
    set_point(workspace, draft, "art_2", PointEdit(wording=f"{CONSENT} In writing."))
    (shown,) = show_draft(workspace, draft).points
    assert {span.op for span in shown.redline} >= {"equal", "insert"}
    set_point(workspace, draft, "art_2", PointEdit(wording="处理人脸信息应当取得个人的书面同意。"))
    assert show_draft(workspace, draft).points[0].redline == ()


def test_wrong_refs_are_told(workspace, draft):
    with pytest.raises(UnknownRefError):
        set_point(workspace, draft, "art_99", PointEdit())
    with pytest.raises(DraftError, match="no point 'point-7'"):
        set_point(workspace, draft, "point-7", PointEdit())
    with pytest.raises(DraftError, match="has no point"):
        remove_point(workspace, draft, "art_1")


def test_a_point_taken_out_comes_back_from_the_history(workspace, draft):
    set_point(workspace, draft, "art_2", PointEdit(reason="Because."))
    remove_point(workspace, draft, "point-1")
    assert load_draft(workspace, draft).points == ()
    assert len(draft_history(workspace, draft)) == 3
    assert restore_draft(workspace, draft).points[0].reason == "Because."
    earliest = draft_history(workspace, draft)[-1]
    assert restore_draft(workspace, draft, earliest.state.at.isoformat()).points == ()
    with pytest.raises(DraftError, match="no time"):
        restore_draft(workspace, draft, "lately")


def test_two_windows_on_one_draft(workspace, draft):
    mine, theirs = read_draft(workspace, draft), read_draft(workspace, draft)
    save_draft(workspace, replace(theirs.comment, opening="theirs"), theirs.sha256)
    with pytest.raises(DraftChangedError):
        save_draft(workspace, replace(mine.comment, opening="mine"), mine.sha256)
    assert load_draft(workspace, draft).opening == "theirs"


def test_a_provision_named_by_hand_is_tied_to_its_present_text(workspace, draft):
    path = drafts_of(workspace).path(draft)
    path.write_text(path.read_text() + f"\n## Point\n\nprovision: faces-draft-2023#art_2\n\n> {CONSENT}\n\nBecause.\n")
    anchor = load_draft(workspace, draft).points[0].anchor
    assert anchor
    assert (anchor.version, anchor.lang) == (date(2023, 8, 8), "en")
    told = [item for item in check_draft(workspace, draft).findings if item.id in ("C04", "C05")]
    assert [(item.level, "from memory" in item.message) for item in told] == [("note", True)]
    assert remember_edit(workspace, draft).comment.points[0].quote == CONSENT
    assert drafts_of(workspace).state(draft, draft_history(workspace, draft)[0].state.at).comment.points


def test_one_file_that_cannot_be_read_does_not_hide_the_others(workspace, draft):
    (workspace.paths.drafts / "broken.md").write_text("no front matter")
    (workspace.paths.drafts / ".hidden.md").write_text("x")
    entries = {entry.id: entry for entry in list_drafts(workspace)}
    assert set(entries) == {draft, "broken"}
    assert "line 1" in entries["broken"].problem


def test_a_change_of_the_provision_is_flagged_with_its_redline(workspace, draft):
    set_point(workspace, draft, "art_2", PointEdit(quote=CONSENT))
    corpus = Corpus(workspace.paths.documents)
    document, version = corpus.document("faces-draft-2023"), corpus.versions("faces-draft-2023")[0]
    changed = tuple(replace(item, text=item.text.replace("separate", "written")) for item in version.provisions)
    corpus.save(document, [replace(version, date=date(2023, 8, 15), provisions=changed)])
    finding = next(item for item in check_draft(workspace, draft).findings if item.id == "C05")
    assert finding.level == "block"
    assert [span.text for span in finding.redline if span.op == "insert"] == ["written"]


def test_redaction_writes_the_draft_and_keeps_the_state_before(workspace, draft):
    edit = PointEdit(reason="Because a@example.com asks.", evidence=("13812345678", "b@example.com", "a study"))
    set_point(workspace, draft, "art_2", edit)
    assert redact_draft(workspace, draft) == 3
    point = load_draft(workspace, draft).points[0]
    assert (point.reason, point.evidence) == ("Because asks.", ("a study",))
    assert not [item for item in check_draft(workspace, draft).findings if item.id == "C17"]
    assert "a@example.com" in drafts_of(workspace).state(draft).comment.points[0].reason
    assert redact_draft(workspace, draft) == 0


def test_an_unknown_channel_blocks_instead_of_failing(workspace, draft):
    report = check_draft(workspace, draft, "fax")
    assert not report.ready
    assert any(item.id == "C14" and item.level == "block" for item in report.findings)


def test_checks_are_quick_enough_to_run_while_typing(workspace, draft):
    for ref in ("art_1", "art_2"):
        reason = "Because nobody can tell what it means for a tenant at the door. " * 20
        set_point(
            workspace,
            draft,
            ref,
            PointEdit(Position.AMEND, reason=reason, evidence=("a study of 2022",), wording="No."),
        )
    comment = load_draft(workspace, draft)
    checker = Checker(workspace, "faces-draft-2023")
    checker.check(comment)
    taken = []
    for number in range(5):
        start = time.perf_counter()
        checker.check(replace(comment, opening=f"Typed {number}"))
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.05


def test_a_hostile_draft_is_checked_without_harm(workspace, draft):
    path = drafts_of(workspace).path(draft)
    text = "[/bold] \x1b]0;x\x07 ../../x {{ # ## > \u202e " * 20_000
    path.write_text(path.read_text() + f"\n## Closing\n\n{text}\n", encoding="utf-8")
    start = time.perf_counter()
    report = check_draft(workspace, draft)
    assert time.perf_counter() - start < 30
    assert not report.ready
    assert "\x1b" not in load_draft(workspace, draft).closing


def test_the_history_says_what_changed(workspace, draft):
    set_point(workspace, draft, "art_1", PointEdit(reason="Because."))
    assert [item.changed for item in draft_history(workspace, draft)] == ["point-1 (art_1) added", "begun"]


def test_a_deleted_draft_can_be_brought_back(workspace, draft):
    set_point(workspace, draft, "art_1", PointEdit(reason="Because."))
    delete_draft(workspace, draft)
    assert list_drafts(workspace) == ()
    assert deleted_drafts(workspace) == [draft]
    assert new_draft(workspace, "faces-draft-2023").comment.id != draft
    restore_draft(workspace, draft)
    assert read_draft(workspace, draft).comment.points[0].reason == "Because."
    assert deleted_drafts(workspace) == []


def test_a_draft_changed_by_hand_is_kept_whole_when_it_is_deleted(workspace, draft):
    path = drafts_of(workspace).path(draft)
    path.write_text(path.read_text() + "\n## Opening\n\nBy hand.\n")
    delete_draft(workspace, draft)
    assert restore_draft(workspace, draft).opening == "By hand."


def test_the_record_of_what_was_sent_is_not_deleted_by_the_way(workspace, draft):
    stored = read_draft(workspace, draft)
    save_draft(workspace, replace(stored.comment, name="Ada", sent=(Sent(NOW, "email", "0" * 64),)), stored.sha256)
    with pytest.raises(DraftError, match="what you sent"):
        delete_draft(workspace, draft)
    assert read_draft(workspace, draft)
    delete_draft(workspace, draft, sent_too=True)
    assert deleted_drafts(workspace) == [draft]


def test_a_draft_in_which_nothing_was_written_is_deleted_for_good(workspace, draft):
    assert not delete_draft(workspace, draft)
    assert deleted_drafts(workspace) == []
    assert new_draft(workspace, "faces-draft-2023").comment.id == draft


def test_there_is_nothing_to_delete(workspace):
    with pytest.raises(DraftError, match="there is no draft"):
        delete_draft(workspace, "none")
