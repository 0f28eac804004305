"""The draft as a file: both ways, edited by hand, hostile."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from regbot.draft.comment import Anchor, Comment, Point, Position, Sender
from regbot.draft.file import UNPINNED, cleaned, read_comment, write_comment
from regbot.errors import DraftError
from tests.draft.comments import COMMENTS, SHA

FRONT = "---\nconsultation: faces-draft-2023\nlang: en\n---\n"


def read(text: str) -> Comment:
    return read_comment(text, "mine", "mine.md")


@given(COMMENTS)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_again(comment):
    assert read(write_comment(comment)) == cleaned(comment)


@given(COMMENTS)
@settings(max_examples=100, deadline=None)
def test_cleaning_and_writing_settle_at_once(comment):
    assert cleaned(cleaned(comment)) == cleaned(comment)
    text = write_comment(comment)
    assert write_comment(read(text)) == text
    assert all(sign in "\n\t" or ord(sign) >= 32 for sign in text)


def test_a_person_can_read_the_file():
    point = Point(
        "point-1",
        Anchor("faces-draft-2023#art_2", date(2023, 8, 8), "en", SHA),
        "separate consent",
        Position.AMEND,
        "Because a face cannot be changed.",
        ("I work at a hotel desk.", "https://example.org/report"),
        "Separate and written consent.",
    )
    text = write_comment(Comment("mine", "faces-draft-2023", "en", title="Consent", points=(point,)))
    assert "## Point 1\n\n- provision: faces-draft-2023#art_2\n" in text
    assert "- position: amend\n\n> separate consent\n\n### Reason\n\nBecause a face cannot be changed.\n" in text
    assert "### Evidence\n\n- I work at a hotel desk.\n- https://example.org/report\n" in text


def test_a_chinese_draft_has_chinese_headings_and_both_languages_are_read():
    comment = Comment("mine", "faces-draft-2023", "zh", worry="刷脸进门", points=(Point("point-1", reason="太多了"),))
    text = write_comment(comment)
    assert "## 我的担心" in text
    assert "## 意见 1" in text
    english = text.replace("## 我的担心", "## What worries me").replace("## 意见 1", "## Point 1")
    assert read(english.replace("### 理由", "### Reason")) == read(text) == comment
    assert [point.id for point in read(text.replace("意见 1", "意见十二")).points] == ["point-12"]


def test_a_draft_typed_by_hand_needs_little():
    comment = read(
        FRONT + "I write as a tenant.\n\n## Point\n\nprovision: faces-draft-2023#art_2\nPosition: Oppose\n\n"
        "> separate consent\n\nConsent at the door is not free.\n\n### Evidence\n* my own door\n  since May\n* a report\n"
    )
    assert comment.opening == "I write as a tenant."
    (point,) = comment.points
    assert point.id == "point-1"
    assert point.anchor == Anchor("faces-draft-2023#art_2", UNPINNED, "", "")
    assert (point.position, point.quote) == (Position.OPPOSE, "separate consent")
    assert point.reason == "Consent at the door is not free."
    assert point.evidence == ("my own door since May", "a report")


def test_parts_may_stand_in_any_order_and_be_missing():
    comment = read(
        FRONT + "## Closing\nThe end.\n# Point 2 faces-draft-2023#art_1\n## Reason\nB\n## Point 1\n### Reason\nA\n"
        "##### Opening:\nThe start.\n"
    )
    assert (comment.opening, comment.closing) == ("The start.", "The end.")
    assert [(point.id, point.reason) for point in comment.points] == [("point-2", "B"), ("point-1", "A")]
    assert [point.anchor.ref if point.anchor else "" for point in comment.points] == ["faces-draft-2023#art_1", ""]


def test_text_of_the_persons_own_is_kept():
    comment = read(
        "---\nconsultation: faces-draft-2023\nmood: angry\nsome words\n---\n"
        "## To look up\n\nThe statute.\n\n## Point 1\n### Reason\nA\n### Because of this\nB\n"
    )
    for words in ("mood: angry", "some words", "## To look up\n\nThe statute."):
        assert words in comment.notes
    assert comment.points[0].reason == "A\n### Because of this\nB"
    assert read(write_comment(comment)) == comment


def test_two_points_with_one_number_are_two_points():
    comment = read(FRONT + "## Point 1\n### Reason\nA\n## Point 1\n### Reason\nB\n")
    assert [(point.id, point.reason) for point in comment.points] == [("point-1", "A"), ("point-2", "B")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("## Opening\n\nwords", 1),
        ("---\nconsultation: x\n\n## Opening", 4),
        ("---\nconsultation: x\nlang: en\n", 1),
        ("---\nconsultation: x\nsender: a cat\n---\n", 3),
        ("---\nconsultation: x\nown_views: perhaps\n---\n", 3),
        ("---\nconsultation: x\nlang: 12\n---\n", 3),
        ("---\nconsultation: x\ncreated: lately\n---\n", 3),
        (FRONT + "\n## Point 1\n\n- position: hate\n", 8),
        (FRONT + "\n## Point 1\n\n- quoted: 2023-99-01 en\n", 8),
        (FRONT + "\n## Sent\n\n- yesterday\n", 8),
        (FRONT + "\n## Point 1\n\n### Reason\n\n### Evidense\n", 10),
    ],
)
def test_an_error_names_the_line_and_what_to_do(text, line):
    with pytest.raises(DraftError, match=rf"^mine\.md: line {line}: ") as caught:
        read(text)
    assert caught.value.hint


@pytest.mark.parametrize("heading", ["Reasonable limits", "Costs", "证", "Evidence of harm"])
def test_a_heading_of_the_persons_own_in_a_point_is_no_misspelling(heading):
    comment = read(FRONT + f"\n## Point 1\n\n### Reason\n\n### {heading}\n\nwords\n")
    assert heading in comment.points[0].reason


@pytest.mark.parametrize(
    ("word", "sender"), [("Individual", Sender.INDIVIDUAL), ("组织", Sender.ORGANISATION), ("", None)]
)
def test_front_matter_takes_words_in_both_languages(word, sender):
    assert read(f"---\nconsultation： x\nsender: {word}\nown views: 是\n---\n").sender is sender


def test_line_breaks_of_other_systems_and_a_byte_order_mark_do_no_harm():
    text = write_comment(Comment("mine", "x", "en", opening="one\n\ntwo", own_views=True))
    assert read("\ufeff" + text.replace("\n", "\r\n")) == read(text)


def test_a_megabyte_is_read_quickly():
    comment = Comment(
        "mine", "x", "en", opening="# a b\n" * 90_000, points=(Point("point-1", reason="- x\n> y\n" * 70_000),)
    )
    start = time.perf_counter()
    assert read(write_comment(comment)) == cleaned(comment)
    assert time.perf_counter() - start < 5


def test_an_anchor_without_a_sound_hash_or_language_is_one_to_be_pinned_again():
    anchor = Anchor("x#art_1", date(2023, 8, 8), "", "short")
    comment = Comment("mine", "x", "en", points=(Point("point-1", anchor),))
    assert cleaned(comment).points[0].anchor == Anchor("x#art_1", UNPINNED, "", "")
    sound = replace(anchor, lang="en")
    assert cleaned(replace(comment, points=(Point("point-1", sound),))).points[0].anchor == replace(sound, sha256="")


def test_a_misspelt_section_is_an_error_with_its_line_and_the_nearest_name():
    with pytest.raises(DraftError, match=r"line 5: ## Openng begins no section; did you mean “Opening”"):
        read_comment("---\nconsultation: a\n---\n\n## Openng\n\nHello.\n", "a", "a.md")
