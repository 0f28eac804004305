"""What regbot does not answer, and the reason it gives."""

from __future__ import annotations

import pytest

from regbot.ask.checks import checked
from regbot.errors import ConfigError
from regbot.model import Outcome


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Do you think the Measures go too far?", "opinion or a forecast"),
        ("In your opinion, is the draft good?", "opinion or a forecast"),
        ("Will the filing threshold be lowered?", "opinion or a forecast"),
        ("Is it likely that the Measures will be amended?", "opinion or a forecast"),
        ("Will the digital human draft be adopted next year?", "opinion or a forecast"),
        ("你觉得这个办法好吗？", "看法或预测"),
        ("备案门槛会不会再调低？", "看法或预测"),
        ("What does the EU AI Act say about facial recognition?", "does not hold the text of the EU AI Act"),
        ("What does the Cybersecurity Law say about fines?", "does not hold the text of the Cybersecurity Law"),
        ("What does the GDPR say about faces?", "GDPR"),
        ("《网络安全法》怎么规定人脸识别？", "没有收录《网络安全法》的文本"),
        ("What did Clearview say about the draft?", "Nothing in the corpus mentions Clearview."),
        ("Was the firm Acmetronics fined?", "Acmetronics"),
        ("Which company won the tender in Zhuhai?", "Zhuhai"),
        ("What is the fine for violating the Measures?", "Article 18 of the 2025 Measures; it gives no such sum"),
        ("What fee is charged for filing 100,000 faces?", "no such sum"),
        ("What is the telephone number for filing?", "no telephone number"),
        ("asdfgh qwerty", "nothing in the corpus has the words 'asdfgh', 'qwerty'"),
        ("Tell me about dogs", "dogs"),
    ],
)
def test_a_specific_reason(ask, faults, question, reason):
    answer = ask(question)
    assert answer.outcome is Outcome.ABSTAINED
    assert reason in answer.reason
    assert faults(answer) == []


def test_a_name_that_is_known_is_no_reason_to_refuse(ask):
    answer = ask("Which US list is SenseTime on?")
    assert answer.outcome is Outcome.ANSWERED
    assert "SenseTime" in answer.answer


def test_the_nearest_provisions_are_listed(ask):
    answer = ask("What is the fine for violating the Measures?")
    assert "frt-measures-2025#art_18" in answer.related
    assert len(ask("Tell me about dogs").related) <= 8


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\x00", "\u200b\u202e", "\x1b[31m\x1b[0m"])
def test_an_empty_question_is_an_error(ask, question):
    with pytest.raises(ConfigError, match="empty"):
        ask(question)


def test_a_question_may_be_long_but_not_endless(ask, faults):
    assert faults(ask("consent " * 600)) == []
    with pytest.raises(ConfigError, match="100,000 characters"):
        ask("x" * 100_000)


@pytest.mark.parametrize("question", ["今天天气怎么样？", "怎么做红烧肉", "你好吗", "今晚吃什么好"])
def test_single_chinese_characters_in_common_are_no_answer(ask, question):
    assert ask(question).outcome is Outcome.ABSTAINED


@pytest.mark.parametrize(("question", "place"), [("法国的人脸识别规定是什么？", "法国"), ("日本刷脸要同意吗", "日本")])
def test_another_countrys_rules_are_not_in_the_corpus(ask, question, place):
    answer = ask(question)
    assert answer.outcome is Outcome.ABSTAINED
    assert place in answer.reason


@pytest.mark.parametrize(
    ("given", "read"), [("\udce4\udcba\udcba\udce8\udc84\udcb8?", "人脸?"), ("caf\udce9 x", "caf\ufffd x")]
)
def test_bytes_that_the_locale_could_not_read_are_read_as_utf8(given, read):
    assert checked(given) == read


def test_what_only_comes_near_is_not_given_as_the_answer(ask, faults):
    unsure = ask("May an insurance company insure my drone?")
    assert unsure.answer.startswith(
        "regbot is not sure that this answers the question: nothing in the corpus has the words 'insurance', 'insure', 'drone'"
    )
    assert faults(unsure) == []
    assert "not sure" not in ask("Do I need consent to scan faces?").answer
