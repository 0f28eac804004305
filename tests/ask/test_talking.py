"""Follow-ups in one conversation, end to end."""

from __future__ import annotations

import pytest

from regbot.ask.conversation import Conversation
from regbot.model import Filters

DRAFT, RULE, LAW = "frt-draft-2023", "frt-measures-2025", "pipl-2021"


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    ("turns", "cited"),
    [
        (
            ["Can my landlord make face scan the only way in?", "and for children?"],
            [f"{RULE}#art_7", f"{DRAFT}#art_13"],
        ),
        (["Do I need consent to process faces?", "in the 2023 draft?"], [f"{DRAFT}#art_5"]),
        (["Do I need consent to process faces?", "in the draft?", "in the final text?"], [f"{RULE}#art_6"]),
        (["小区可以只用刷脸开门吗？", "那最终办法呢？"], [f"{RULE}#art_10"]),
        (["小区可以只用刷脸开门吗？", "那孩子呢？"], [f"{RULE}#art_7", f"{DRAFT}#art_13", f"{LAW}#art_31"]),
        (["Show Article 11 of the draft", "and article 12?"], [f"{DRAFT}#art_12"]),
        (["Show Article 14 of the draft", "and in the final text?"], [f"{DRAFT}#art_14", f"{RULE}#art_10"]),
        (["Show Article 14 of the draft", "what became of it?"], [f"{DRAFT}#art_14", f"{RULE}#art_10"]),
        (
            ["Does the 2023 draft require separate consent?", "what happened to that in the final version?"],
            [f"{DRAFT}#art_5", f"{RULE}#art_6"],
        ),
        (["Does the 2023 draft require separate consent?", "did that change?"], [f"{DRAFT}#art_5", f"{RULE}#art_6"]),
        (["征求意见稿第十一条说什么？", "那最终办法呢？"], [f"{DRAFT}#art_11"]),
        (["What does the PIPL say about consent?", "and for children?"], [f"{LAW}#art_31"]),
        (["When did the Measures take effect?", "who issued them?"], [f"{RULE}#order"]),
        (["What does the PIPL say about consent?", "is it in force?"], [f"{LAW}#art_74"]),
    ],
)
def test_topic_and_documents_carry_over(talk, faults, turns, cited):
    answer = talk(*turns)
    assert refs(answer) == cited
    assert faults(answer) == []


def test_complaints_after_something_else(talk):
    answer = talk("Can my landlord make face scan the only way in?", "what about complaints?")
    assert set(refs(answer)) & {f"{RULE}#art_17", f"{DRAFT}#art_22", f"{LAW}#art_65"}


def test_how_after_when(talk):
    answer = talk("When do comments on the 2023 draft close?", "and how do I submit them?", day="2023-08-20")
    assert "18 days left" in answer.answer
    assert "shujuju@cac.gov.cn" in answer.answer


def test_all_changes_after_one_topic(talk, ask):
    question = "What changed between the draft and the Measures?"
    assert refs(talk("Do I need consent to process faces?", question)) == refs(ask(question))


def test_a_new_question_is_not_drawn_into_the_old_one(talk, ask):
    question = "Which authorities must a company notify after a leak of personal information?"
    after, alone = talk("When do comments on the 2023 draft close?", question), ask(question)
    assert (after.answer, refs(after)) == (alone.answer, refs(alone))


def test_a_reset_forgets(index, bundled, ask):
    conversation = Conversation(index)
    within = Filters(bundled.as_of)
    conversation.ask("Do I need consent to process faces?", within)
    conversation.reset()
    again = conversation.ask("in the final text?", within)
    assert again.answer == ask("in the final text?").answer


def test_two_conversations_do_not_hear_each_other(index, bundled):
    one, other = Conversation(index), Conversation(index)
    within = Filters(bundled.as_of)
    one.ask("Show Article 11 of the draft", within)
    other.ask("Show Article 5 of the PIPL", within)
    assert refs(one.ask("and article 12?", within)) == [f"{DRAFT}#art_12"]
    assert refs(other.ask("and article 6?", within)) == [f"{LAW}#art_6"]
