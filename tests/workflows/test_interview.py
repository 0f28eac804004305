from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from regbot.compare.redline import Op
from regbot.draft.comment import Comment, Sender
from regbot.draft.suggest import Aspect
from regbot.errors import DraftError, UnknownRefError
from regbot.model import AsOf
from regbot.workflows.drafts import load_draft, new_draft, save_draft
from regbot.workflows.interview import answer, following, plan, question, redline_of, resumed, suggestions_for
from regbot.workflows.passages import background, related_documents
from regbot.workspace import Workspace
from tests.conftest import NOW

DAY = date(2023, 8, 20)
WORRY = "My gym wants my face and asks for no consent"


@pytest.fixture
def workspace(own_home: Path) -> Workspace:
    return Workspace.open(own_home, AsOf(datetime.fromisoformat(NOW), DAY))


@pytest.fixture
def begun(workspace: Workspace) -> str:
    return new_draft(workspace, "faces-draft-2023").comment.id


@pytest.fixture
def told(workspace: Workspace, begun: str) -> Callable[..., Comment]:
    """Answer questions of the draft, given as `id=reply`."""

    def answer_all(**replies: str) -> Comment:
        for name, reply in replies.items():
            answer(workspace, begun, name.replace("__", ".").replace("point_", "point-"), reply)
        return load_draft(workspace, begun)

    return answer_all


def test_every_question_can_be_asked_and_left_empty(workspace, begun):
    before = load_draft(workspace, begun)
    at, seen = following(before), []
    while at:
        asked = question(workspace, before, at)
        assert asked.text.endswith(("?", ".", "several."))
        seen.append(at)
        assert answer(workspace, begun, at, "  ") == before
        at = following(before, at)
    assert tuple(seen) == plan(before)


def test_a_worry_finds_the_provision_and_quotes_it_exactly(workspace, told):
    comment = told(worry=WORRY)
    asked = question(workspace, comment, "provisions")
    assert asked.choices[0].ref == "faces-draft-2023#art_2"
    assert asked.choices[0].text == "Processing a face needs the separate consent of the person."
    assert all(choice.ref != "faces-draft-2023#notice" for choice in asked.choices)


def test_without_a_worry_all_provisions_with_text_are_there_to_choose(workspace, told):
    asked = question(workspace, told(), "provisions")
    assert [choice.ref for choice in asked.choices] == ["faces-draft-2023#art_1", "faces-draft-2023#art_2"]
    assert "all its provisions" in asked.help


def test_without_an_index_the_interview_goes_on(bare_home, begun):
    bare = Workspace.open(bare_home, AsOf(datetime.fromisoformat(NOW), DAY))
    comment = replace(new_draft(bare, "faces-draft-2023").comment, worry=WORRY)
    asked = question(bare, comment, "provisions")
    assert len(asked.choices) == 2
    assert "no index" in asked.help
    assert asked.background == ()


@pytest.mark.parametrize("reply", ["2", "Article 2", "faces-draft-2023#art_2", "art_2", "第二条"])
def test_a_provision_is_chosen_by_number_ref_or_words(told, reply):
    (point,) = told(provisions=reply).points
    assert point.id == "point-1"
    assert point.anchor.ref == "faces-draft-2023#art_2"
    assert (point.anchor.version, point.anchor.lang, len(point.anchor.sha256)) == (date(2023, 8, 8), "en", 64)
    assert point.quote == "Processing a face needs the separate consent of the person."


def test_choosing_again_adds_and_takes_nothing_away(told):
    comment = told(provisions="2", point_1__reason="Because.")
    comment = told(provisions="1 2")
    assert [point.anchor.ref[-5:] for point in comment.points] == ["art_2", "art_1"]
    assert comment.points[0].reason == "Because."


@pytest.mark.parametrize(("reply", "error"), [("7", DraftError), ("Article 99", UnknownRefError)])
def test_a_provision_that_is_not_there_is_refused_and_nothing_saved(told, reply, error):
    before = told()
    with pytest.raises(error):
        told(provisions=reply)
    assert told() == before


def test_each_answer_is_saved_at_once(workspace, begun, told):
    told(sender="org", name="Gym Friends\nX: y", standing="We train.", channel="email", own_views="y")
    saved = load_draft(workspace, begun)
    assert (saved.sender, saved.name, saved.channel, saved.own_views) == (
        Sender.ORGANISATION,
        "Gym Friends X: y",
        "email",
        True,
    )


def test_a_quote_is_sentences_or_words_of_the_provision(told):
    assert told(provisions="2", point_1__quote="2 3").points[0].quote == (
        "This does not apply where:\n(1) a law says so;"
    )
    assert told(point_1__quote="the separate consent").points[0].quote == "the separate consent"
    with pytest.raises(DraftError):
        told(point_1__quote="words of my own")
    with pytest.raises(DraftError):
        told(point_1__quote="9")


def test_wording_is_edited_on_the_provisions_own_text(workspace, told):
    comment = told(provisions="2", point_1__position="amend", point_1__wording="separate consent => written consent")
    (point,) = comment.points
    assert point.wording.startswith("Processing a face needs the written consent of the person.")
    changed = {span.op: span.text for span in redline_of(workspace, point, "en") if span.op is not Op.EQUAL}
    assert changed == {Op.DELETE: "separate", Op.INSERT: "written"}
    comment = told(point_1__wording="written => explicit")
    assert comment.points[0].wording.startswith("Processing a face needs the explicit consent of the person.")


def test_evidence_may_be_a_provision_of_the_law_beneath(workspace, told):
    comment = told(worry=WORRY, provisions="1", point_1__evidence="I was there.\nhttps://example.org")
    assert comment.points[0].evidence == ("I was there.", "https://example.org")


def test_the_law_in_force_comes_from_related_documents_that_were_known_then(workspace, own_home):
    document = workspace.corpus.document("faces-draft-2023")
    assert related_documents(workspace, document) == {}
    later = Workspace.open(own_home, AsOf(datetime.fromisoformat(NOW)))
    assert list(related_documents(later, document)) == ["faces-rules-2025"]
    (first, *_) = background(later, document, "consent to a face", "en")
    assert (first.ref, first.note) == ("faces-rules-2025#art_1", "IN FORCE")
    assert first.text in later.index.catalogue.provision(first.ref).text


def test_questions_fit_what_was_answered(told):
    assert "name" not in plan(told())
    assert "name" not in plan(told(sender="anonymous"))
    assert "name" in plan(told(sender="individual"))
    assert "point-1.wording" in plan(told(provisions="1"))
    assert "point-1.wording" not in plan(told(point_1__position="support"))
    assert following(told(), "point-1.wording") == "opening"


def test_it_goes_on_after_the_last_answer(told):
    assert resumed(told()) == "sender"
    assert resumed(told(sender="anonymous", worry=WORRY)) == "provisions"
    assert resumed(told(provisions="1 2")) == "point-1.quote"
    assert resumed(told(point_1__position="support")) == "point-1.reason"
    assert resumed(told(point_2__reason="Because.")) == "point-2.evidence"
    assert not resumed(told(disclosure="None was used."))


def test_suggestions_come_from_the_provisions_own_words(workspace, told):
    (point,) = told(provisions="2").points
    held = workspace.index.catalogue.provision(point.anchor.ref)
    found = suggestions_for(workspace, point, "en")
    assert Aspect.EXCEPTION in {item.aspect for item in found}
    assert all(held.text[item.start : item.end] == item.words for item in found)
    assert question(workspace, told(), "point-1.reason").suggestions == found


def test_a_reply_that_fits_no_question_is_refused(told, workspace, begun):
    with pytest.raises(DraftError, match="none of the choices"):
        told(sender="king")
    with pytest.raises(DraftError, match="neither yes nor no"):
        told(own_views="perhaps")
    with pytest.raises(DraftError, match="there is no question"):
        told(point_9__reason="x")


def test_a_chinese_draft_asks_its_questions_of_the_text_in_chinese(workspace):
    comment = new_draft(workspace, "faces-draft-2023", lang="zh").comment
    save_draft(workspace, replace(comment, worry="健身房要刷脸，没有征得同意"))
    comment = answer(workspace, comment.id, "provisions", "art_2")
    asked = question(workspace, comment, "point-1.reason")
    assert all("？" in item.question or "。" in item.question for item in asked.suggestions)


def test_control_characters_in_a_reply_are_taken_out(told):
    assert told(worry="fa\x1b[31mces\x00 \u202eread").worry == "faces read"
