"""Whatever is asked: no crash, and every quote exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from regbot.ask.conversation import Conversation
from regbot.errors import ConfigError
from regbot.index.retrieve import Mode
from regbot.model import Filters
from regbot.sanitise import one_line

RECORDS = [json.loads(line) for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()]
WORDS = sorted({word for record in RECORDS for word in record["question"].split()})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "the draft",
            "the Measures",
            "征求意见稿",
            "办法",
            "Article 11",
            "第十条",
            "deadline",
            "what changed",
            "who issued",
            "?",
        ]
    ),
    st.text(max_size=12),
)
QUESTIONS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=12).map(" ".join))


@settings(max_examples=40, derandomize=True)
@given(question=QUESTIONS)
def test_any_text_gets_an_answer_or_a_reason(ask, faults, question):
    assume(one_line(question))
    assert faults(ask(question)) == []


@settings(max_examples=80, derandomize=True)
@given(question=QUESTIONS)
def test_any_text_by_words_alone(ask, faults, question):
    if one_line(question):
        assert faults(ask(question, mode=Mode.LEXICAL)) == []
    else:
        with pytest.raises(ConfigError, match="empty"):
            ask(question, mode=Mode.LEXICAL)


@settings(max_examples=12, derandomize=True)
@given(turns=st.lists(QUESTIONS.filter(one_line), min_size=2, max_size=5))
def test_any_conversation(index, bundled, faults, turns):
    conversation = Conversation(index)
    for turn in turns:
        answer = conversation.ask(turn, Filters(bundled.as_of), mode=Mode.LEXICAL)
        assert faults(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "[bold]consent[/bold] [1] [2]",
        "“consent” [1]",
        "consent \x1b[31mred\x1b[0m \u202eneht",
        "' OR 1=1; DROP TABLE documents; --",
        'consent" AND NEAR(face) * ^',
        "(((((((((",
        "Article 99999999999999999999",
        "第九千九百九十九万条",
        "9" * 4000,
        "的" * 4000,
        "\ud800 consent",
        "Was ist mit Gesichtserkennung?",
        "顔認証は許されますか？",
        "هل الموافقة مطلوبة؟",
        "🙂🙂🙂",
    ],
    ids=lambda question: ascii(question[:24]),
)
def test_odd_questions(ask, faults, question):
    assert faults(ask(question)) == []


def test_the_same_question_gets_the_same_answer(ask):
    question = "How long may face images be kept, and who checks it?"
    once, again = ask(question), ask(question)
    assert (once.answer, once.citations, once.related) == (again.answer, again.citations, again.related)
