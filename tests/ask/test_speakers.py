"""Questions about what a named speaker says: the press, one outlet, a court."""

from __future__ import annotations

import pytest

AFP, REUTERS, COURT = "news-afp-2023-08-08", "news-reuters-scmp-2023-08-08", "spc-frt-2021"


def documents(answer) -> set[str]:
    return {item.document for item in answer.citations}


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did AFP say about the draft?", {AFP}),
        ("What has AFP reported on the deadline for comments?", {AFP}),
        ("What did Reuters report?", {REUTERS}),
        ("What did AFP and Reuters write about the draft?", {AFP, REUTERS}),
        ("What did the press report about the draft?", {AFP, REUTERS}),
        ("What do newspapers write about facial recognition in hotels?", {AFP, REUTERS}),
        ("According to the media, what did the draft say on consent?", {AFP, REUTERS}),
        ("法新社怎么报道征求意见稿？", {AFP}),
        ("媒体对征求意见稿怎么说？", {AFP, REUTERS}),
        ("路透社说了什么？", {REUTERS}),
    ],
)
def test_reports_answer_for_themselves_and_are_called_news(ask, faults, question, speakers):
    answer = ask(question)
    assert documents(answer) == speakers
    assert "news, not law" in answer.answer or "新闻，非法律" in answer.answer
    assert "finds no provision" not in answer.answer
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["What did AFP report about quantum computing?", "路透社对量子计算怎么报道？"])
def test_a_report_silent_on_the_matter_is_no_answer(ask, question):
    assert ask(question).reason


def test_those_who_report_are_not_always_speakers(ask):
    assert documents(ask("Do journalists get leeway to show faces when the story matters to everyone?")) == {COURT}


def test_a_report_checked_against_the_draft_brings_both(ask):
    assert len(documents(ask("Was AFP right about the necessity in the draft?"))) > 1


@pytest.mark.parametrize(
    "question",
    [
        "Did the Supreme Court say anything about minors?",
        "What does the SPC say about minors?",
        "最高法院对未成年人怎么说？",
    ],
)
def test_a_document_may_be_named_by_its_issuer(ask, faults, question):
    answer = ask(question)
    assert [item.ref for item in answer.citations] == [f"{COURT}#art_3"]
    assert faults(answer) == []
