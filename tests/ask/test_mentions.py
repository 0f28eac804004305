"""Which documents a question names."""

from __future__ import annotations

import pytest

from regbot.ask.mentions import find_mentions, without_mentions

DRAFT, RULE, LAW, COURT = "frt-draft-2023", "frt-measures-2025", "pipl-2021", "spc-frt-2021"
HUMANS, INTERNET = "digital-human-draft-2026", "internet-services-draft-2026"
AFP, REUTERS, TIMELINE = "news-afp-2023-08-08", "news-reuters-scmp-2023-08-08", "timeline-frt"
DRAFTS = {DRAFT, HUMANS, INTERNET}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the 2023 draft say on consent?", [{DRAFT}]),
        ("What does the draft of 8 August 2023 say?", [{DRAFT}]),
        ("what does the facial recognition draft want", [{DRAFT}]),
        ("show frt-draft-2023", [{DRAFT}]),
        ("Which label does the digital human draft ask for?", [{HUMANS}]),
        ("comments on the internet services draft", [{INTERNET}]),
        ("What do the Measures say?", [{RULE}]),
        ("Is it in the 2025 Measures?", [{RULE}]),
        ("in the final text?", [{RULE}]),
        ("Did the final version keep it?", [{RULE}]),
        ("Was it in there in the end?", [{RULE}]),
        ("What is Order No. 19?", [{RULE}]),
        ("What does the PIPL require?", [{LAW}]),
        ("What does the personal information protection law require?", [{LAW}]),
        ("What does the Supreme People's Court interpretation add?", [{COURT}]),
        ("What does the judicial interpretation add?", [{COURT}]),
        ("Does the interpretation speak of schools?", [{COURT}]),
        ("Is there an interpretation of this?", []),
        ("司法解释里怎么说？", [{COURT}]),
        ("What does AFP report?", [{AFP}]),
        ("Is the Reuters article right?", [{REUTERS}]),
        ("What does the news say?", [{AFP, REUTERS}]),
        ("When was Kohler named, by the timeline?", [{TIMELINE}]),
        ("What does the draft say?", [DRAFTS]),
        ("the proposed rules on faces", [DRAFTS]),
        ("Compare the 2023 draft and the Measures", [{DRAFT}, {RULE}]),
        ("Does the AFP report match the 2023 draft and the PIPL?", [{AFP}, {DRAFT}, {LAW}]),
        ("2023年征求意见稿怎么说？", [{DRAFT}]),
        ("征求意见稿怎么说？", [DRAFTS]),
        ("那最终办法呢？", [{RULE}]),
        ("《人脸识别技术应用安全管理办法》第十条", [{RULE}]),
        ("正式办法和征求意见稿", [{RULE}, DRAFTS]),
        ("个人信息保护法和最高法的司法解释", [{LAW}, {COURT}, {COURT}]),
        ("法新社说了什么？", [{AFP}]),
        ("数字虚拟人征求意见稿", [{HUMANS}, DRAFTS]),
    ],
)
def test_names_aliases_years_and_kinds(documents, question, named):
    assert [set(item.documents) for item in find_mentions(question, documents)] == named


@pytest.mark.parametrize(
    "question",
    [
        "What security measures must be taken?",
        "strict protective measures",
        "Which provisions deal with hotels?",
        "We are drafting a policy",
        "Can the finalist refuse?",
        "Is there an act of violence?",
        "Do I need consent to scan faces?",
        "小区可以只用刷脸吗？",
        "",
    ],
)
def test_common_words_name_nothing(documents, question):
    assert find_mentions(question, documents) == ()


def test_a_year_beside_the_word_narrows_it(documents):
    assert find_mentions("the draft from 2023", documents)[0].documents == (DRAFT,)
    assert find_mentions("the draft on filing, which applied some time before 2023", documents)[0].documents != (DRAFT,)


def test_mentions_do_not_overlap_and_the_longest_name_wins(documents):
    question = "the 2025 facial recognition Measures"
    (mention,) = find_mentions(question, documents)
    assert question[mention.start : mention.end] == "2025 facial recognition Measures"


def test_the_topic_is_what_is_left_of_the_question(documents):
    question = "What does the 2023 draft say about toilets?"
    assert without_mentions(question, find_mentions(question, documents)) == "What does the say about toilets?"
    question = "正式办法对卫生间怎么规定？"
    assert without_mentions(question, find_mentions(question, documents)) == "对卫生间怎么规定？"


def test_only_documents_given_can_be_named(documents):
    known = [item for item in documents if item.id != RULE]
    assert find_mentions("What do the Measures say?", known) == ()
    assert find_mentions("in the final text?", known) == ()
