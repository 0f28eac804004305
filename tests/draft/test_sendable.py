from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from regbot.draft.channels import measure, route_for
from regbot.draft.comment import Sender
from regbot.draft.export.sendable import checked_length, excerpt, sendable, subject
from regbot.draft.export.steps import Ready, steps
from regbot.errors import DraftError
from regbot.model import Channel
from tests.draft.making import FORM, MAIL, POST, comment, document, long, material, provision

CLOSES = datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)


def with_reason(characters: int, *channels: Channel):
    return material(None, *channels, said=long(comment(provision()), characters))


def test_what_fits_a_form_is_pasted_whole_with_short_sources():
    ready = sendable(with_reason(1_000, FORM))
    assert not ready.split
    assert ready.length == measure(ready.body)
    assert ready.length.bytes <= 5_000
    assert f"SHA-256 {provision().sha256[:16]}" in ready.body
    assert "“A processor may keep a face only for as long as necessary.”" in ready.body


def test_bytes_count_and_not_only_characters():
    said = comment(provision(), lang="zh")
    said = replace(said, points=(replace(said.points[0], reason="人" * 1_600),))
    whole = material(None, FORM, said=said)
    ready = sendable(whole)
    assert ready.split
    assert ready.length.bytes <= 5_000


def test_what_is_too_long_is_split_where_attachments_are_taken():
    ready = sendable(with_reason(6_000, FORM), "letter.docx")
    assert ready.split
    assert ready.length.characters <= 5_000
    assert "attached as letter.docx" in ready.body
    assert "1. Article 12: a change is asked for" in ready.body
    assert "Consultation: Rules on Faces" in ready.body
    checked_length(ready, route_for(document(FORM)))


def test_the_short_form_gives_as_much_of_the_reason_as_fits_and_the_change():
    ready = sendable(with_reason(6_000, FORM))
    assert "Reason: It matters to people here." in ready.body
    assert "replace “as long as necessary” with “at most 30 days”." in ready.body
    assert ready.length.characters > 3_000


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("One. Two.", 9, "One. Two."),
        ("One is here. Two is there.", 20, "One is here.…"),
        ("A very long sentence without an end", 16, "A very long…"),
        ("人脸信息应当删除。不得保存。", 10, "人脸信息应当删除。…"),
    ],
)
def test_words_are_cut_where_sentences_end_and_it_shows(text, most, said):
    assert excerpt(text, most) == said


def test_many_points_still_fit_into_the_short_form():
    said = comment(provision())
    points = tuple(replace(said.points[0], id=f"point-{at}") for at in range(400))
    ready = sendable(material(None, FORM, said=replace(said, points=points)))
    assert ready.split
    assert ready.length.bytes <= 5_000
    assert "further points are in the attached file" in ready.body


def test_what_is_too_long_is_refused_where_they_are_not_with_how_much():
    narrow = Channel("portal", "https://forms.example.gov", max_characters=900)
    ready = sendable(with_reason(2_000, narrow))
    assert not ready.split
    assert ready.over == (ready.length.characters - 900, 0)
    with pytest.raises(DraftError, match=f"{ready.over[0]:,} characters more than this portal takes"):
        checked_length(ready, route_for(document(narrow)))


@pytest.mark.parametrize(
    ("marking", "wanted"),
    [
        ("", "Comment on Rules on Faces"),
        ("人脸规定征求意见", "人脸规定征求意见"),
        ("Response to the faces consultation", "Response to the faces consultation"),
        ("Docket ID XYZ-2026-0007", "Docket ID XYZ-2026-0007 – Comment on Rules on Faces"),
    ],
)
def test_the_subject_is_as_required(marking, wanted):
    assert subject(material(None, Channel("email", "a@example.gov", required_marking=marking))) == wanted


def test_words_for_the_envelope_are_no_subject():
    assert subject(material(None, POST)) == "Comment on Rules on Faces"


def told(made, form: str, along: tuple[str, ...] = ()) -> str:
    ready = Ready(f"out.{form}", along, subject(made), form)
    return "\n".join(steps(made, ready, CLOSES))


def test_the_steps_for_a_mail():
    text = told(material(), "eml", ("photo.jpg",))
    assert "rules@example.gov" in text
    assert "“Comment on Rules on Faces”" in text
    assert "Attach photo.jpg." in text
    assert "Send it before 1 December 2026, 23:59 (UTC)." in text
    assert "`regbot draft sent my-comment --channel email`" in text


def test_the_steps_for_a_letter_name_the_marking_and_leave_time():
    text = told(material(None, POST), "docx")
    assert "the words “Faces 2026 comment”" in text
    assert "Post it by 24 November 2026, so that it arrives by 1 December 2026, 23:59" in text


def test_the_steps_for_a_form_name_the_place_and_the_attachments():
    text = told(material(None, FORM), "txt", ("letter.docx", "photo.jpg"))
    assert FORM.address in text
    assert "Copy the whole text of out.txt" in text
    assert "Add letter.docx and photo.jpg as attachments." in text
    assert "--tracking NUMBER" in text


def test_a_person_without_a_name_is_reminded_an_anonymous_one_is_not():
    assert "Add your name" in told(material(said=comment(provision(), name="", contact="")), "eml")
    hidden = comment(provision(), sender=Sender.ANONYMOUS)
    assert "Add your name" not in told(material(said=hidden), "eml")
    assert "a mail shows its sender's address" in told(material(None, MAIL, said=hidden), "eml")
    assert "leave the form's fields for it empty" in told(material(None, FORM, said=hidden), "txt")


def test_what_comes_too_late_is_said():
    made = replace(material(None, POST), day=CLOSES.date() - timedelta(days=3))
    assert "It may no longer arrive by 1 December 2026" in told(made, "docx")
    made = replace(material(None, MAIL), day=CLOSES.date() + timedelta(days=1))
    assert "It closed on 1 December 2026, 23:59 (UTC)" in told(made, "eml")
    assert "Send it before" not in told(made, "eml")
    ready = Ready("out.eml", (), subject(made), "eml")
    assert any("No closing date is known" in step for step in steps(made, ready, None))


def test_the_present_wording_gives_way_where_the_form_has_no_room_for_it():
    held = provision(text="A processor may keep a face. " * 40)
    said = comment(held)
    said = replace(said, points=(replace(said.points[0], quote="", wording="A processor may keep no face."),))
    roomy, narrow = (
        sendable(material(held, Channel("portal", "https://forms.example.gov", max_characters=most), said=said))
        for most in (5_000, 1_000)
    )
    assert ("Present wording" in roomy.body, "Present wording" in narrow.body) == (True, False)
    assert narrow.over == (0, 0)
