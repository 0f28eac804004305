"""Which sources an answer rests on, and in which order a person reads them."""

from __future__ import annotations

import pytest

from regbot.model import LegalStatus, Outcome

DRAFT, RULE, LAW, COURT = "frt-draft-2023", "frt-measures-2025", "pipl-2021", "spc-frt-2021"


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Can my landlord make face scan the only way in?", [f"{RULE}#art_10", f"{DRAFT}#art_14"]),
        ("Can hotels force guests to scan their face?", [f"{RULE}#art_12", f"{DRAFT}#art_9"]),
        ("酒店可以强制刷脸吗？", [f"{RULE}#art_12", f"{DRAFT}#art_9"]),
        ("Do I need consent to process faces?", [f"{RULE}#art_6", f"{DRAFT}#art_5"]),
    ],
)
def test_the_rule_in_force_comes_before_the_draft(ask, faults, question, cited):
    answer = ask(question)
    assert refs(answer) == cited
    assert [item.legal_status for item in answer.citations] == [LegalStatus.IN_FORCE, LegalStatus.DRAFT]
    assert faults(answer) == []


def test_every_quote_says_what_force_its_source_has(ask):
    rule, draft = ask("Can my landlord make face scan the only way in?").answer.split("\n")
    assert rule.startswith("2025 Measures, Article 10 (in force since 1 June 2025): “")
    assert draft.startswith("2023 draft, Article 14 (draft, not law): “")


def test_the_notes_say_what_the_draft_became_and_whose_words_these_are(ask):
    notes = ask("Can my landlord make face scan the only way in?").notes
    assert (
        "The 2023 draft is a draft and never took effect; the 2025 Measures (in force since 1 June 2025) took its place."
        in notes
    )
    assert any("restatement, unofficial" in note for note in notes)
    assert any("article number of Article 14 of the 2023 draft is from memory" in note for note in notes)


def test_an_official_text_needs_no_such_note(ask):
    notes = ask("个人信息保护法第十六条").notes
    assert not any("非官方" in note for note in notes)


@pytest.mark.parametrize(
    "question",
    [
        "Can hotels force guests to scan their face?",
        "Is separate consent needed?",
        "May face recognition analyse religion?",
    ],
)
def test_news_of_a_rule_is_not_cited_for_the_rule(ask, question):
    assert all(item.legal_status is not LegalStatus.NEWS for item in ask(question).citations)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What did AFP write about extreme necessity?", "news-afp-2023-08-08"),
        ("According to Reuters, who gets toilet paper?", "news-reuters-scmp-2023-08-08"),
        ("Are toilet paper dispensers scanning faces?", "timeline-frt"),
        ("郭兵案一审赔了多少钱？", "timeline-frt"),
    ],
)
def test_news_answers_when_it_is_named_or_alone_knows(ask, faults, question, document):
    answer = ask(question)
    assert {item.document for item in answer.citations} == {document}
    assert answer.notes[-1] in (
        "A news report is no evidence of what the law says: read the provisions themselves.",
        "新闻报道不能证明法律怎么规定，请以条文为准。",
    )
    assert faults(answer) == []


def test_news_named_beside_a_rule_comes_last(ask):
    answer = ask("Does the AFP report agree with the 2023 draft on analysing race?")
    documents = [item.document for item in answer.citations]
    assert documents[0] == DRAFT
    assert documents[-1] == "news-afp-2023-08-08"


def test_only_the_documents_asked_for(ask):
    answer = ask("Do I need consent to process faces?", documents=("pipl*",))
    assert {item.document for item in answer.citations} == {LAW}


def test_only_what_is_in_force(ask):
    answer = ask("Do I need consent to process faces?", statuses=(LegalStatus.IN_FORCE,))
    assert answer.outcome is Outcome.ANSWERED
    assert {item.legal_status for item in answer.citations} == {LegalStatus.IN_FORCE}


def test_only_a_language(ask):
    answer = ask("Do I need consent to process faces?", langs=("zh",))
    assert {item.lang for item in answer.citations} <= {"zh"}


def test_the_provisions_named_are_at_most_as_many_as_wanted(bundled):
    answer = bundled.conversation().ask("Do I need consent?", bundled.filters(), limit=2)
    assert len(answer.related) <= 2


def test_a_provision_is_not_both_cited_and_related(own_set):
    for item in own_set.outcomes:
        cited = {citation.ref for citation in item.answer.citations}
        assert not cited & set(item.answer.related)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did AFP get it right that faces are only allowed in extreme necessity?", "overstates the 2023 draft"),
        ("Did the Reuters story say consent is always needed and is that correct?", "too broad"),
    ],
)
def test_whether_a_report_is_right_is_told_by_the_editors(ask, faults, question, words):
    answer = ask(question)
    assert answer.citations[-1].eid == "departures"
    assert words in answer.answer
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what is face recognition", "frt-measures-2025#art_19"),
        ("什么是敏感个人信息？", "pipl-2021#art_28"),
        ("什么是个人信息处理者？", "pipl-2021#art_73"),
        ("个人信息是指什么？", "pipl-2021#art_4"),
    ],
)
def test_what_a_term_means_is_answered_where_it_is_defined(ask, question, first):
    assert ask(question).citations[0].ref == first


def test_the_highest_fine_is_not_cut_off(ask, faults):
    for question, sum_told in (
        ("违反个人信息保护法最高罚多少？", "五千万元"),
        ("What is the maximum fine under the PIPL?", "RMB 50 million"),
    ):
        answer = ask(question)
        assert sum_told in answer.answer
        assert faults(answer) == []


def test_a_sum_is_taken_from_the_report_that_gives_it(ask):
    assert [item.ref for item in ask("郭兵案判了多少钱？").citations] == ["timeline-frt#body__item_6"]
