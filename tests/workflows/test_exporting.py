from __future__ import annotations

import email
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from email import policy
from pathlib import Path

import docx
import pytest

from regbot.draft.comment import Comment, Point, Position, Sender
from regbot.errors import DraftError
from regbot.model import AsOf, Channel
from regbot.workflows.drafts import load_draft, new_draft, save_draft
from regbot.workflows.exporting import Exported, Form, export_draft, ledger_of
from regbot.workflows.letters import anchor_of, provision_of
from regbot.workspace import Workspace
from tests.conftest import NOW

DAY = date(2023, 8, 20)
NAME = "faces-draft-2023"
REASON = "A person who is not asked cannot refuse, because nothing tells them that a face was taken."


@pytest.fixture
def workspace(bare_home: Path) -> Workspace:
    return Workspace.open(bare_home, AsOf(datetime.fromisoformat(NOW), DAY))


@pytest.fixture
def drafted(workspace: Workspace) -> Comment:
    """A comment that every check lets pass."""
    held = provision_of(workspace, f"{NAME}#art_2", "en")
    point = Point(
        "point-1",
        anchor_of(held),
        "Processing a face needs the separate consent of the person.",
        Position.AMEND,
        REASON,
        ("In May 2023 the gym I go to took 14 pictures of me.",),
        held.text.replace("separate consent", "separate and written consent"),
    )
    begun = new_draft(workspace, NAME).comment
    comment = replace(
        begun,
        sender=Sender.INDIVIDUAL,
        name="Ada Roe",
        standing="I train at a gym that scans faces.",
        points=(point,),
        channel="email",
        own_views=True,
    )
    save_draft(workspace, comment)
    return load_draft(workspace, comment.id)


@pytest.fixture
def with_channels(workspace: Workspace) -> Callable[..., None]:
    def change(*channels: Channel) -> None:
        document = workspace.corpus.document(NAME)
        consultation = replace(document.consultation, channels=channels)
        workspace.corpus.save(replace(document, consultation=consultation), ())

    return change


def mail(made: Exported):
    return email.message_from_bytes(made.files[0].read_bytes(), policy=policy.default)


def test_a_mail_goes_to_the_channels_address_and_is_the_default(workspace, drafted):
    made = export_draft(workspace, drafted.id)
    assert made.form is Form.EML
    assert made.files[0].parent == workspace.paths.drafts / "exports"
    message = mail(made)
    assert (message["To"], message["From"], message["X-Unsent"]) == ("comments@example.org", None, "1")
    assert REASON in message.get_body().get_content()
    assert made.steps[-1].startswith("Then note it")


def test_the_form_follows_the_file_name_and_the_channel(workspace, drafted, tmp_path, with_channels):
    for ending, form in (("md", Form.MARKDOWN), ("html", Form.HTML), ("txt", Form.TEXT), ("docx", Form.DOCX)):
        made = export_draft(workspace, drafted.id, path=tmp_path / f"letter.{ending}")
        assert (made.form, made.files) == (form, (tmp_path / f"letter.{ending}",))
    with_channels(Channel("post", "1 Long Street, Oldtown", required_marking="Faces", quote="1 Long Street"))
    made = export_draft(workspace, drafted.id, channel="post")
    assert made.form is Form.DOCX
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(made.files[0].read_bytes())).paragraphs]
    assert lines[1:3] == ["1 Long Street, Oldtown", "Faces"]


def test_a_docx_is_made_for_the_post_where_there_is_one(workspace, drafted, with_channels):
    with_channels(Channel("email", "comments@example.org", quote="c"), Channel("post", "1 Long Street", quote="1"))
    assert export_draft(workspace, drafted.id, form=Form.DOCX).route.kind == "post"
    assert export_draft(workspace, drafted.id, form=Form.DOCX, channel="email").route.kind == "email"


def test_a_mail_where_no_channel_takes_mail_is_refused(workspace, drafted, with_channels):
    with_channels(Channel("post", "1 Long Street", quote="1 Long Street"))
    with pytest.raises(DraftError, match="takes no comments by 'email'"):
        export_draft(workspace, drafted.id, form=Form.EML)


def test_a_blocked_comment_is_refused_unless_wanted_anyway(workspace, drafted):
    save_draft(workspace, replace(drafted, closing="I think that [TODO: write this]."))
    with pytest.raises(DraftError, match="C23"):
        export_draft(workspace, drafted.id)
    assert not (workspace.paths.drafts / "exports").exists()
    made = export_draft(workspace, drafted.id, anyway=True)
    assert any(note.startswith("exported all the same: C23") for note in made.notes)


def test_a_file_that_regbot_wrote_is_written_again_and_no_other(workspace, drafted, tmp_path):
    target = tmp_path / "letter.html"
    export_draft(workspace, drafted.id, path=target)
    save_draft(workspace, replace(drafted, closing="Thank you."))
    export_draft(workspace, drafted.id, path=target)
    assert "Thank you." in target.read_text()
    target.write_text("changed by hand")
    with pytest.raises(DraftError, match="not as regbot wrote it"):
        export_draft(workspace, drafted.id, path=target)
    assert target.read_text() == "changed by hand"
    export_draft(workspace, drafted.id, path=target, force=True)
    assert "Thank you." in target.read_text()


def test_the_path_is_the_persons_own_and_never_from_the_draft(workspace, drafted, tmp_path):
    save_draft(workspace, replace(drafted, title="../../../etc/passwd\x00<b>", name="/root/x"))
    before = set(tmp_path.rglob("*"))
    made = export_draft(workspace, drafted.id)
    assert made.files[0].name == f"{drafted.id}.eml"
    assert {path for path in set(tmp_path.rglob("*")) - before if path.is_file()} >= {made.files[0]}
    assert all(workspace.paths.drafts in path.parents for path in made.files)


@pytest.mark.parametrize("draft_id", ["../x", "/etc/passwd", "", ".hidden", "a\x00b"])
def test_an_id_that_leads_elsewhere_is_refused(workspace, draft_id):
    with pytest.raises(DraftError):
        export_draft(workspace, draft_id)


def test_a_folder_that_is_not_there_is_an_error_and_leaves_nothing(workspace, drafted, tmp_path):
    with pytest.raises(DraftError, match="cannot write"):
        export_draft(workspace, drafted.id, path=tmp_path / "no" / "x.eml")
    assert not (tmp_path / "no").exists()
    assert ledger_of(workspace, drafted.id) == ()


def test_attachments_go_along_in_the_mail_and_are_named_in_the_steps_elsewhere(workspace, drafted, tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG")
    save_draft(workspace, replace(drafted, attachments=(str(photo),)))
    (attached,) = mail(export_draft(workspace, drafted.id)).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("photo.png", b"\x89PNG")
    made = export_draft(workspace, drafted.id, form=Form.HTML)
    assert any(str(photo) in step for step in made.steps)
    photo.unlink()
    with pytest.raises(DraftError, match="attachment"):
        export_draft(workspace, drafted.id, anyway=True)


def test_a_form_with_a_limit_gets_a_short_text_and_the_letter_beside_it(workspace, drafted, with_channels, tmp_path):
    with_channels(Channel("portal", "https://www.regulations.gov/comment/x", quote="go to regulations.gov"))
    long = replace(drafted, channel="portal", points=(replace(drafted.points[0], reason=REASON * 60),))
    save_draft(workspace, long)
    made = export_draft(workspace, drafted.id, path=tmp_path / "paste.txt")
    assert made.ready.split
    text = made.files[0].read_bytes()
    assert len(text) <= 5_000
    assert made.files[1] == tmp_path / "paste-comment.docx"
    assert b"attached as paste-comment.docx" in text
    assert any(paragraph.text.count(REASON) for paragraph in docx.Document(str(made.files[1])).paragraphs)


def test_a_form_that_takes_no_attachment_refuses_what_is_too_long(workspace, drafted, with_channels):
    with_channels(Channel("portal", "https://forms.example.org", quote="forms", max_characters=1_000))
    save_draft(workspace, replace(drafted, channel="portal"))
    with pytest.raises(DraftError, match=r"more than|C12"):
        export_draft(workspace, drafted.id)
    assert any("characters more than" in note for note in export_draft(workspace, drafted.id, anyway=True).notes)
