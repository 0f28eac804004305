"""Two sets written when the weights were set: not for tuning, so no figure is held to; every quote must be exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from regbot.workflows.evaluate import evaluate

SETS = {"later_questions.jsonl": 130, "newest_questions.jsonl": 60}


@pytest.mark.parametrize("name", SETS)
def test_every_answer_is_well_formed_and_every_quote_exact(bundled, faults, name):
    measured = evaluate(bundled, Path(__file__).with_name(name), lambda *_: None, limit=8)
    assert measured.n == SETS[name]
    wrong = {item.question.id: problems for item in measured.outcomes if (problems := faults(item.answer))}
    assert wrong == {}
