"""A day in the past: nothing published later is cited, named or hinted at."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.model import LegalStatus, Outcome

QUESTIONS = [
    json.loads(line)["question"] for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()
]
DAYS = ["2020-01-01", "2021-07-28", "2021-08-20", "2022-01-01", "2023-08-08", "2023-08-20", "2025-03-21", "2025-06-01"]


def later(documents, day: str) -> list[str]:
    return [item.id for item in documents if item.published and item.published.isoformat() > day]


@settings(max_examples=25, derandomize=True)
@given(question=st.sampled_from(QUESTIONS), day=st.sampled_from(DAYS))
def test_nothing_published_later_is_cited_or_listed(ask, faults, documents, question, day):
    answer = ask(question, day)
    hidden = later(documents, day)
    assert [item.ref for item in answer.citations if item.document in hidden or item.version > day] == []
    assert [ref for ref in answer.related if ref.partition("#")[0] in hidden] == []
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["Is separate consent needed?", "Can my landlord make face scan the only way in?"])
def test_in_2023_the_draft_is_open_and_the_rule_unheard_of(ask, question):
    answer = ask(question, "2023-08-20")
    said = "\n".join((answer.answer, *answer.notes))
    assert any(item.document == "frt-draft-2023" for item in answer.citations)
    assert "2025" not in said
    assert "The 2023 draft is only a draft: it is not in force." in answer.notes


def test_a_rule_published_but_not_in_force_is_called_so(ask):
    answer = ask("Can my landlord make face scan the only way in?", "2025-04-01")
    (rule,) = [item for item in answer.citations if item.document == "frt-measures-2025"]
    assert rule.legal_status is LegalStatus.NOT_YET_IN_FORCE
    assert "2025 Measures, Article 10 (not yet in force: from 1 June 2025): “" in answer.answer


def test_before_everything_there_is_no_answer(ask):
    answer = ask("Can my landlord make face scan the only way in?", "2020-01-01")
    assert (answer.outcome, answer.related) == (Outcome.ABSTAINED, ())
    assert answer.as_of == date(2020, 1, 1)


@pytest.mark.parametrize(
    "question", ["When do comments close?", "Which consultations are open?", "What documents do you have?"]
)
def test_lists_leave_out_what_came_later(ask, question):
    assert "internet" not in ask(question, "2023-08-20").answer.casefold()
