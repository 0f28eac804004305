"""A question read by rule: its parts, its provisions, and how it hangs on what was asked before."""

from __future__ import annotations

import pytest

from regbot.ask.expects import Expected, expected_in, holds
from regbot.ask.intents import Intent
from regbot.ask.understand import Thread, understand

DRAFT, RULE, LAW = "frt-draft-2023", "frt-measures-2025", "pipl-2021"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "What must the notice contain and how long may the data be kept?",
            ["What must the notice contain", "how long may the data be kept?"],
        ),
        (
            "Is an assessment needed and how long must it be kept?",
            ["Is an assessment needed", "Is an assessment needed how long must it be kept?"],
        ),
        ("Do I need consent? How long may I keep the data?", ["Do I need consent?", "How long may I keep the data?"]),
        ("Is the storage rule the same as the retention rule?", ["the storage rule", "the retention rule?"]),
        ("谁要备案，怎么备案？", ["谁要备案", "怎么备案？"]),
        ("需要同意吗？保存多久？", ["需要同意吗？", "保存多久？"]),
    ],
)
def test_a_question_of_several_parts_is_split(documents, question, parts):
    assert list(understand(question, documents, Thread()).topics) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Do hotels and banks have the same duties?",
        "I run a gym. Do I need consent to scan faces?",
        "What do the draft and the Measures say about consent?",
        "Who may file and when?",
        "酒店和银行能强制刷脸吗？",
    ],
)
def test_a_question_of_one_part_stays_whole(documents, question):
    assert len(understand(question, documents, Thread()).topics) == 1


@pytest.mark.parametrize(
    ("question", "eids"),
    [
        ("show article 11", ("art_11",)),
        ("What do Articles 5 and 6 say?", ("art_5", "art_6")),
        ("What does Article 13(2) of the PIPL say?", ("art_13__para_2",)),
        ("第十一条怎么规定？", ("art_11",)),
        ("What does the draft say?", ()),
    ],
)
def test_provisions_named_by_number(documents, question, eids):
    assert understand(question, documents, Thread()).eids == eids


@pytest.mark.parametrize(
    ("question", "lang"), [("Do I need consent?", "en"), ("需要同意吗？", "zh"), ("PIPL第五条", "zh")]
)
def test_the_language_of_the_question(documents, question, lang):
    assert understand(question, documents, Thread()).lang == lang


def test_the_topic_does_not_hold_the_names_of_documents(documents):
    question = understand("Was the ban on race analysis kept in the 2025 Measures?", documents, Thread())
    assert question.topic == "Was the ban on race analysis kept in the ?"
    assert question.named == {RULE}


def test_words_in_quotation_marks_are_the_topic_of_a_named_document(documents):
    assert understand("AFP speaks of 'extreme necessity', right?", documents, Thread()).topic == "extreme necessity"


def thread(**more) -> Thread:
    values = {
        "topic": "Do I need consent to scan faces?",
        "intent": Intent.CONTENT,
        "documents": ((DRAFT,),),
        "scope": (DRAFT, RULE),
        "turns": ["Do I need consent to scan faces?"],
    } | more
    return Thread(**values)


@pytest.mark.parametrize(
    "turn", ["in the final text?", "And in the Measures?", "那最终办法呢？", "what about the Measures?"]
)
def test_naming_only_a_document_carries_the_topic_over(documents, turn):
    question = understand(turn, documents, thread())
    assert (question.topic, question.named) == ("Do I need consent to scan faces?", {RULE})


@pytest.mark.parametrize("turn", ["and for children?", "what about complaints?", "那孩子呢？"])
def test_a_new_topic_keeps_to_the_documents_talked_about(documents, turn):
    question = understand(turn, documents, thread())
    assert "consent" not in question.topic
    assert (question.documents, question.scope) == ((), (DRAFT, RULE))


@pytest.mark.parametrize(("turn", "intent"), [("who issued it?", Intent.ISSUER), ("is it in force?", Intent.EFFECTIVE)])
def test_a_new_intent_keeps_to_the_documents_talked_about(documents, turn, intent):
    question = understand(turn, documents, thread())
    assert (question.intent, question.documents) == (intent, ((DRAFT,),))


def test_a_pronoun_after_a_deadline_means_the_comments(documents):
    question = understand("and how do I submit them?", documents, thread(intent=Intent.DEADLINE))
    assert (question.intent, question.documents) == (Intent.CHANNELS, ((DRAFT,),))


def test_another_article_is_one_of_the_same_document(documents):
    question = understand("and article 12?", documents, thread(intent=Intent.PROVISION, eids=("art_11",)))
    assert (question.intent, question.eids, question.documents) == (Intent.PROVISION, ("art_12",), ((DRAFT,),))


@pytest.mark.parametrize("turn", ["in the final text?", "那最终办法呢？"])
def test_another_document_after_an_article_asks_what_became_of_it(documents, turn):
    question = understand(turn, documents, thread(intent=Intent.PROVISION, eids=("art_11",)))
    assert (question.intent, question.eids) == (Intent.CHANGES, ("art_11",))
    assert question.named == {DRAFT, RULE}


def test_a_whole_question_stands_by_itself(documents):
    text = "Which authorities must a company notify after a leak of personal information?"
    assert understand(text, documents, thread()) == understand(text, documents, Thread())


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people must be stored before filing?", Expected.COUNT),
        ("How much is the fine?", Expected.MONEY),
        ("What fee is due?", Expected.MONEY),
        ("How long may data be kept?", Expected.DURATION),
        ("Within what time must one file?", Expected.DURATION),
        ("On which day was it signed?", Expected.DATE),
        ("What error rate is allowed?", Expected.PERCENT),
        ("Which companies were fined?", Expected.NAME),
        ("What is the telephone number of the office?", Expected.PHONE),
        ("Which website takes filings?", Expected.CONTACT),
        ("罚款多少？", Expected.MONEY),
        ("要保存多久？", Expected.DURATION),
        ("咨询电话是多少？", Expected.PHONE),
        ("多少人需要备案？", Expected.COUNT),
        ("Do I need consent?", None),
        ("需要同意吗？", None),
    ],
)
def test_what_kind_of_thing_is_asked_for(question, kind):
    assert expected_in(question) is kind


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "held"),
    [
        (Expected.COUNT, "How many people?", "when it stores 100,000 people", True),
        (Expected.COUNT, "How many faces can a company store?", "the facial information of 100,000 people", True),
        (Expected.COUNT, "How many people?", "under Article 15 and Order 19 of 2025", False),
        (Expected.COUNT, "How many companies of the 28 listed?", "28 companies were listed", False),
        (Expected.MONEY, "What is the fine?", "a fine of up to 1 million yuan", True),
        (Expected.MONEY, "What is the fine?", "RMB 1,038 in compensation", False),
        (Expected.DURATION, "How long?", "within 30 working days", True),
        (Expected.DURATION, "How long?", "on 30 May 2025", False),
        (Expected.DATE, "Which day?", "on 30 May 2025", True),
        (Expected.DATE, "Which day?", "within 30 days", False),
        (Expected.PERCENT, "What rate?", "up to 5 percent of turnover", True),
        (Expected.PHONE, "What telephone number?", "postcode 100048", False),
        (Expected.PHONE, "What telephone number?", "010-55636886", True),
        (Expected.CONTACT, "Which website?", "made online at https://grxxbh.cacdtsc.cn", True),
        (Expected.NAME, "Which firms?", "the firms include Megvii and Yitu", True),
        (Expected.NAME, "Which firms?", "the firms were fined in May", False),
        (Expected.DURATION, "多久？", "在30个工作日内", True),
        (Expected.COUNT, "多少人？", "达到10万人", True),
    ],
)
def test_whether_a_sentence_holds_it(kind, question, sentence, held):
    assert holds(sentence, kind, question) is held


@pytest.mark.parametrize(
    "text",
    [
        "What's the deadline and where do I send comments?",
        "When do comments close, and how can I submit my comments?",
        "意见什么时候截止，怎么提交意见？",
    ],
)
def test_when_and_how_in_one_question_get_both_answers(documents, text):
    assert understand(text, documents, Thread()).intent is Intent.CHANNELS


def test_who_and_when_in_one_question_get_both_answers(ask, faults):
    answer = ask("Who issued the Measures, and when did they take effect?")
    assert "issued the 2025 Measures" in answer.answer
    assert "took effect on 1 June 2025" in answer.answer
    assert faults(answer) == []


@pytest.mark.parametrize("text", ["What is new in the Measures compared to the draft?", "What’s new in the Measures?"])
def test_what_is_new_is_no_topic(ask, text):
    assert ask(text).answer.startswith("New in the 2025 Measures")
