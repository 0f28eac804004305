"""Questions about a draft that is not held, for a sum, and for what falls on a day."""

from __future__ import annotations

import pytest

from regbot.ask.events import month_asked
from regbot.model import Outcome

DRAFT, HUMANS, RULE, LAW, TIMELINE = (
    *("frt-draft-2023", "digital-human-draft-2026"),
    *("frt-measures-2025", "pipl-2021", "timeline-frt"),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("When does the comment period for the draft on drones close?", "drones"),
        ("Where do I send comments on the generative AI draft?", "generative AI"),
        ("What is the deadline for the draft about delivery robots?", "delivery robots"),
        ("When do the drone rules take effect?", "drone"),
        ("无人机草案什么时候截止？", "无人机"),
        ("关于无人机的征求意见稿意见寄到哪里？", "无人机"),
    ],
)
def test_no_other_drafts_data_are_given_for_one_that_is_not_held(ask, question, named):
    answer = ask(question)
    assert (answer.outcome, answer.citations) == (Outcome.ABSTAINED, ())
    assert f"“{named}”" in answer.reason


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("When did comments on the face draft close?", DRAFT),
        ("Can I still comment on the draft about face scanning?", DRAFT),
        ("When did the comment period for the digital humans draft end?", HUMANS),
        ("When does the consultation on the facial recognition rules close?", DRAFT),
        ("When did comments on the 2025 Measures close?", DRAFT),
        ("数字虚拟人草案什么时候截止？", HUMANS),
    ],
)
def test_a_draft_is_known_by_any_word_of_its_names(ask, faults, question, document):
    answer = ask(question)
    assert {item.document for item in answer.citations} == {document}
    assert faults(answer) == []


@pytest.mark.parametrize(
    "question", ["What is the deadline for the CAC draft?", "When do comments on the new draft close?"]
)
def test_what_fits_every_draft_names_none(ask, question):
    assert len({item.document for item in ask(question).citations}) > 1


def test_how_many_commented_is_no_question_how_to_comment(ask):
    answer = ask("How many comments were submitted on the facial recognition draft?")
    assert answer.outcome is Outcome.ABSTAINED
    assert "no such number" in answer.reason


@pytest.mark.parametrize(
    ("question", "ref", "words"),
    [
        ("PIPL罚款最高多少", f"{LAW}#art_66", "五千万元以下"),
        ("How high is the maximum fine under the PIPL?", f"{LAW}#art_66", "RMB 50 million"),
        ("How much compensation did Guo Bing get?", f"{TIMELINE}#body__item_6", "RMB 1,038"),
        ("What is the range of the fine for a manager under the PIPL?", f"{LAW}#art_66", "RMB 10,000"),
        (
            "How long before one could get paper again at the Temple of Heaven?",
            f"{TIMELINE}#body__item_1",
            "nine minutes",
        ),
    ],
)
def test_what_is_asked_for_is_in_the_quote(ask, question, ref, words):
    assert any(item.ref == ref and words in item.quote for item in ask(question).citations)


@pytest.mark.parametrize(
    ("question", "ref", "words"),
    [
        ("What happens on 14 July 2025?", f"{RULE}#filing_notice", "until 14 July 2025"),
        ("What happened on 8 August 2023?", f"{TIMELINE}#body__item_19", "On 8 August 2023"),
    ],
)
def test_what_falls_on_a_day(ask, faults, question, ref, words):
    answer = ask(question)
    assert ref in [item.ref for item in answer.citations]
    assert all(words in item.quote or item.ref != ref for item in answer.citations)
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        (
            "Which brands did Chinese state telly shame in March 2021 for spying on customers?",
            f"{TIMELINE}#body__item_8",
        ),
        ("Who won in the court in Hangzhou in April 2021?", f"{TIMELINE}#body__item_9"),
    ],
)
def test_what_is_told_of_a_month_that_is_named_comes_first(ask, question, ref):
    assert ask(question).citations[0].ref == ref


@pytest.mark.parametrize(
    ("question", "month"),
    [
        ("What did the court say in March 2021?", "2021-03"),
        ("2021年3月央视曝光了哪些品牌？", "2021-03"),
        ("What was said on 7 October 2019?", "2019-10-07"),
        ("What was said in 2019?", ""),
        ("Must we file what we held before 1 June 2025?", ""),
        ("2025年6月1日之前存的数据要备案吗？", ""),
    ],
)
def test_a_time_in_which_something_lies(question, month):
    assert month_asked(question) == month


@pytest.mark.parametrize(
    "question",
    [
        "By how much did the head count for filing go up between the 2023 text and the 2025 one?",
        "The threshold for filing, draft v. final?",
        "备案的人数门槛，草案和最后的版本各是多少？",
    ],
)
def test_both_figures_of_a_change(ask, question):
    quotes = {item.document: item.quote for item in ask(question).citations}
    assert "10,000" in quotes[DRAFT]
    assert "100,000" in quotes[RULE]


@pytest.mark.parametrize("question", ["What happens on 3 May 2024?", "What happened in 1987?", "2031年发生了什么？"])
def test_a_time_of_which_nothing_is_told(ask, question):
    answer = ask(question)
    assert answer.outcome is Outcome.ABSTAINED
    assert "at that time" in answer.reason or "那时" in answer.reason
