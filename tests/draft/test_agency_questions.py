"""The numbered questions of a notice, in the forms that agencies use."""

from __future__ import annotations

import pytest

from regbot.draft.checks.questions import agency_questions
from tests.draft import making


def asked(text: str) -> list[tuple[str, str]]:
    return [(item.number, item.text) for item in agency_questions([making.provision(text=text)])]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "We ask:\nQuestion 1: Do you agree with the scope?\nQuestion 2. What would it cost?",
            [("1", "Do you agree with the scope?"), ("2", "What would it cost?")],
        ),
        (
            "Q1. Do you agree? Please say why.\n\nQ12) Is it clear enough?",
            [("1", "Do you agree?"), ("12", "Is it clear enough?")],
        ),
        (
            "1. Should faces be kept?\n2. For how long should they be?",
            [("1", "Should faces be kept?"), ("2", "For how long should they be?")],
        ),
        ("问题一：是否同意适用范围？\n问题二：成本是多少？", [("1", "是否同意适用范围？"), ("2", "成本是多少？")]),
        (
            "（一）是否应当限制保存期限？\n（二）是否有替代方式？",
            [("1", "是否应当限制保存期限？"), ("2", "是否有替代方式？")],
        ),
        ("1. Faces are kept.\n2. They are deleted.", []),
        ("See Question 1 of the earlier paper for details.", []),
        ("1. Is that so?", []),
        ("", []),
    ],
)
def test_questions_are_found_with_their_numbers(text, questions):
    assert asked(text) == questions


def test_a_number_counts_once():
    assert asked("Question 1: Do you agree with the scope?\nQuestion 1: Do you agree with the scope?") == [
        ("1", "Do you agree with the scope?")
    ]
