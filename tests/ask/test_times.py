"""Status taken for granted, days named in a question, periods, dates of making, and what was not there yet."""

from __future__ import annotations

import pytest

RULE = "frt-measures-2025"


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "Since the 2023 draft became law in September 2023, who enforces it?",
        "Now that the 2023 draft is in force, who must file?",
        "征求意见稿2023年9月生效以后，由谁监管？",
    ],
)
def test_a_draft_taken_for_law_is_corrected_and_the_law_answers(ask, faults, question):
    answer = ask(question)
    assert "has not taken effect" in answer.answer or "从未生效" in answer.answer
    assert {item.document for item in answer.citations} == {RULE}
    assert faults(answer) == []


def test_a_wrong_day_of_effect_is_corrected_and_a_right_one_is_not(ask):
    told = "The 2025 Measures took effect on 1 June 2025."
    assert told in ask("After the Measures took effect in 2023, must I file?").answer
    assert told not in ask("After the Measures took effect in June 2025, must I file?").answer


@pytest.mark.parametrize("question", ["Which rules were in force before June 2025?", "2025年6月之前有哪些规定有效？"])
def test_what_was_in_force_before_a_day(ask, question):
    answer = ask(question)
    assert {item.document for item in answer.citations} == {"pipl-2021", "spc-frt-2021"}


def test_a_rule_that_came_after_the_time_asked_about_is_said_to(ask):
    note = "The 2025 Measures took effect on 1 June 2025: before that day it did not apply."
    assert note in ask("Did hotels need signs for cameras before June 2025?").notes
    assert note not in ask("Do hotels need signs for cameras?").notes


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("How long was the consultation on the 2023 draft open?", ["30 days"]),
        ("How long was the consultation open?", ["33 days", "30 days"]),
        ("2023年征求意见稿的意见征集了多长时间？", ["30天"]),
    ],
)
def test_how_long_comments_were_taken(ask, faults, question, days):
    answer = ask(question)
    assert all(period in answer.answer for period in days)
    assert faults(answer) == []


def test_the_consultation_under_discussion_is_meant(talk):
    answer = talk("Which email address took comments on the 2023 draft?", "How long was the consultation open?")
    assert "30 days" in answer.answer
    assert "33 days" not in answer.answer


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("When was the final text approved by the CAC?", "30 September 2024"),
        ("When were the 2025 Measures signed?", "13 March 2025"),
        ("办法是何时通过的？", "2024年9月30日"),
    ],
)
def test_when_a_text_was_made(ask, faults, question, day):
    answer = ask(question)
    assert day in answer.answer
    assert {item.document for item in answer.citations} == {RULE}
    assert faults(answer) == []


def test_by_when_wants_the_day_where_a_text_gives_one(ask):
    answer = ask("By when did existing processors with 100,000 faces have to file?")
    assert refs(answer)[0] == f"{RULE}#filing_notice"
    assert f"{RULE}#art_15" in refs(ask("By when must I file?"))


def test_what_was_not_there_yet_is_told(ask):
    question, note = "Who must file?", "the 2025 Measures (published 21 March 2025) did not exist yet"
    assert any(note in told for told in ask(question, "2022-01-01").notes)
    assert not any(note in told for told in ask(question).notes)
    assert not any(note in told for told in ask("What is the highest fine?", "2022-01-01").notes)


def test_a_chinese_refusal_gives_no_english_reason(ask):
    reason = ask("征求意见稿第二十四条说了什么？").reason
    assert reason
    assert "recovered" not in reason


@pytest.mark.parametrize(
    ("question", "thing"),
    [("Is emotion recognition allowed?", "'emotion recognition'"), ("情绪识别合法吗？", "「情绪识别」")],
)
def test_what_no_rule_names_is_said_before_the_nearest_is_quoted(ask, faults, question, thing):
    answer = ask(question)
    assert thing in answer.answer.split("\n")[0]
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["Are face scans legal?", "刷脸合法吗？", "Is remote identification permitted?"])
def test_what_a_rule_names_in_its_own_words_counts_as_named(ask, question):
    assert "that names" not in ask(question).answer
    assert "没有找到提到" not in ask(question).answer
