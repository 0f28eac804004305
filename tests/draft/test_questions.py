from __future__ import annotations

import pytest

from regbot.draft.questions import Ask, Choice, Question, chosen, is_yes, items_of, reworded
from regbot.errors import DraftError

ASKED = Question(
    "x", Ask.CHOICE, "?", choices=(Choice("support", ""), Choice("oppose", "", ref="a#b"), Choice("amend", ""))
)
TEXT = "Keep it for 9 days.\n\nThen tell the owner, and tell the Office."


@pytest.mark.parametrize(("reply", "value"), [("2", "oppose"), ("SUP", "support"), (" amend ", "amend")])
def test_a_choice_by_number_or_beginning(reply, value):
    assert chosen(ASKED, reply) == value


@pytest.mark.parametrize("reply", ["0", "4", "x", "-1", "９９"])
def test_what_is_no_choice_is_refused_with_the_choices(reply):
    with pytest.raises(DraftError) as caught:
        chosen(ASKED, reply)
    assert "2 oppose" in caught.value.hint


def test_yes_and_no_in_both_languages():
    assert [is_yes(word) for word in ("y", "YES", "是", "n", "否")] == [True, True, True, False, False]
    with pytest.raises(DraftError):
        is_yes("maybe")


def test_evidence_is_a_line_an_item_and_a_number_stands_for_a_provision():
    assert items_of(ASKED, "2\n- I saw it\n\nI saw it\nhttps://example.org") == (
        "a#b",
        "I saw it",
        "https://example.org",
    )


def test_changes_are_made_to_the_text_itself():
    assert reworded(TEXT, "9 days => 3 days\ntell the owner → tell the owner at once") == TEXT.replace(
        "9", "3"
    ).replace("the owner", "the owner at once")
    assert reworded(TEXT, ", and tell the Office =>") == "Keep it for 9 days.\n\nThen tell the owner."


def test_a_whole_text_is_taken_as_it_is():
    assert reworded(TEXT, "All new.\nSecond line.") == "All new.\nSecond line."


@pytest.mark.parametrize("change", ["tell the => x", "nine => x", " => x"])
def test_words_that_are_not_there_once_are_refused(change):
    with pytest.raises(DraftError):
        reworded(TEXT, change)
