"""Questions written when all but one weight was set: not for tuning, so no figure is held to; every quote must be exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from regbot.workflows.evaluate import evaluate

LATER_QUESTIONS = Path(__file__).with_name("later_questions.jsonl")


@pytest.fixture(scope="module")
def later_set(bundled):
    return evaluate(bundled, LATER_QUESTIONS, lambda *_: None, limit=8)


def test_every_answer_is_well_formed_and_every_quote_exact(later_set, faults):
    assert later_set.n == 130
    wrong = {item.question.id: problems for item in later_set.outcomes if (problems := faults(item.answer))}
    assert wrong == {}
