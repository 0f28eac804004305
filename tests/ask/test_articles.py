"""Provisions asked for by number, and what became of them."""

from __future__ import annotations

import pytest

from regbot.model import Outcome

DRAFT, RULE, LAW, COURT = "frt-draft-2023", "frt-measures-2025", "pipl-2021", "spc-frt-2021"


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Show Article 11 of the draft", [f"{DRAFT}#art_11"]),
        ("What does art. 10 of the Measures say?", [f"{RULE}#art_10"]),
        ("Articles 5 and 6 of the 2023 draft", [f"{DRAFT}#art_5", f"{DRAFT}#art_6"]),
        ("Article 16 of the PIPL", [f"{LAW}#art_16"]),
        ("What does Article 13 of the digital human draft say?", ["digital-human-draft-2026#art_13"]),
        ("征求意见稿第十一条怎么规定？", [f"{DRAFT}#art_11"]),
        ("个人信息保护法第十六条", [f"{LAW}#art_16"]),
    ],
)
def test_the_whole_article_is_quoted(ask, texts, faults, question, cited):
    answer = ask(question)
    assert refs(answer) == cited
    for item in answer.citations:
        assert item.quote == texts[item.ref, item.version, item.lang, item.kind.value]
    assert faults(answer) == []


def test_a_paragraph_is_quoted_alone(ask, faults):
    (citation,) = ask("What does Article 6(3) of the Measures say?").citations
    assert citation.quote.startswith("Where the processing of facial information rests on consent, the person has")
    assert citation.start > 0
    assert faults(ask("What does Article 6(3) of the Measures say?")) == []


def test_without_a_document_the_rule_comes_first_then_draft_law_and_court(ask):
    assert refs(ask("show article 11")) == [f"{item}#art_11" for item in (RULE, DRAFT, LAW, COURT)]


def test_an_official_chinese_text_is_preferred_to_a_summary(ask):
    (citation,) = ask("个人信息保护法第十六条").citations
    assert (citation.kind, citation.lang) == ("official", "zh")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What does Article 24 of the 2023 draft say?", "Article 24 of the 2023 draft is not available: Not recovered"),
        ("What does Article 26 of the draft say?", "There is no Article 26 in the 2023 draft: the last is Article 25."),
        ("征求意见稿第二十四条说什么？", "第二十四条不可得"),
        (
            "What does Article 99 of the Measures say?",
            "There is no Article 99 in the 2025 Measures: the last is Article 20.",
        ),
        ("办法第九十九条写了什么？", "没有第九十九条：共20条"),
        ("Article 80 of the PIPL", "There is no Article 80 in the PIPL: the last is Article 74."),
        ("What does Article 12 of the digital human draft say?", "Articles 7, 8, 10, 13 and 27 are restated"),
        ("What does Article 99 say?", "No document in the corpus has a provision of that number."),
        ("What happened to Article 24 of the 2023 draft?", "not available"),
        ("What became of Article 99 of the 2023 draft?", "There is no Article 99 in the 2023 draft"),
    ],
)
def test_an_article_that_is_not_there_is_not_made_up(ask, faults, question, reason):
    answer = ask(question)
    assert answer.outcome is Outcome.ABSTAINED
    assert reason in answer.reason
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("What happened to Article 14 of the draft?", [f"{DRAFT}#art_14", f"{RULE}#art_10"]),
        ("What became of Article 4 of the draft?", [f"{DRAFT}#art_4", f"{RULE}#art_4", f"{RULE}#art_11"]),
        ("What changed about Article 15 of the Measures?", [f"{RULE}#art_15", f"{DRAFT}#art_16"]),
    ],
)
def test_what_became_of_an_article(ask, faults, question, cited):
    answer = ask(question)
    assert refs(answer) == cited
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["What happened to Article 11 of the draft?", "征求意见稿第十一条被删除了吗？"])
def test_a_dropped_article_is_said_to_be_gone(ask, question):
    answer = ask(question)
    assert refs(answer) == [f"{DRAFT}#art_11"]
    assert "finds no provision on this in the 2025 Measures" in answer.answer or "没有找到" in answer.answer


def test_before_the_rule_there_is_nothing_an_article_could_have_become(ask):
    assert refs(ask("What happened to Article 11 of the draft?", "2023-08-20")) == [f"{DRAFT}#art_11"]
