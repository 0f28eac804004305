"""Our own questions with known answers: every quote exact, and figures that may not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regbot.ask.intents import Intent
from regbot.ask.understand import Thread, understand
from regbot.model import LegalStatus, Outcome
from regbot.workflows.evaluate import evaluate

DEV_QUESTIONS = Path(__file__).resolve().parents[3] / "shared" / "questions-dev.jsonl"
OWN_QUESTIONS = Path(__file__).with_name("questions.jsonl")
CHINESE = {record["id"] for record in map(json.loads, OWN_QUESTIONS.read_text().splitlines()) if record["lang"] == "zh"}
ORDER = ("frt-measures-2025", "frt-draft-2023", "pipl-2021", "spc-frt-2021")


def test_every_answer_is_well_formed_and_every_quote_exact(own_set, faults):
    assert own_set.n == 120
    wrong = {item.question.id: problems for item in own_set.outcomes if (problems := faults(item.answer))}
    assert wrong == {}


def test_chinese_questions_get_chinese_quotes_where_there_are_any(own_set, texts):
    chinese = {(ref, version) for ref, version, lang, _ in texts if lang == "zh"}
    asked = [item for item in own_set.outcomes if item.question.id in CHINESE]
    cited = [citation for item in asked for citation in item.answer.citations]
    assert len(cited) > 10
    assert [item.ref for item in cited if (item.ref, item.version) in chinese and item.lang != "zh"] == []


def test_english_questions_get_english_quotes(own_set):
    asked = [item for item in own_set.outcomes if item.question.id not in CHINESE]
    assert {citation.lang for item in asked for citation in item.answer.citations} == {"en"}


@pytest.mark.parametrize(
    ("rate", "floor"),
    [
        ("any_gold@5", 0.80),
        ("recall@5", 0.79),
        ("citation_precision", 0.66),
        ("mention_rate", 0.71),
        ("abstain_recall", 0.74),
    ],
)
def test_the_figures_do_not_fall(own_set, rate, floor):
    assert own_set.rates[rate].value >= floor


def test_questions_with_an_answer_are_rarely_refused(own_set):
    assert own_set.rates["false_abstention"].value <= 0.06


def test_plain_questions_are_all_answered_from_the_right_place(own_set):
    plain = own_set.by_type()["plain"].rates
    assert plain["any_gold@5"].value == 1
    assert plain["false_abstention"].value == 0


@pytest.mark.skipif(not DEV_QUESTIONS.exists(), reason="the shared questions are not here")
def test_the_shared_questions_reach_the_bars(bundled):
    found = evaluate(bundled, DEV_QUESTIONS, lambda *_: None, limit=8).rates
    least = {"any_gold@5": 0.95, "citation_precision": 0.80, "mention_rate": 0.85, "abstain_recall": 0.80}
    assert {name: found[name].value for name, floor in least.items() if found[name].value < floor} == {}
    assert found["false_abstention"].value <= 0.08


def test_the_rule_comes_first_then_the_draft_then_the_law(own_set, documents):
    compared = 0
    for item in own_set.outcomes:
        question = understand(item.question.text, documents, Thread())
        cited = [ORDER.index(citation.document) for citation in item.answer.citations if citation.document in ORDER]
        if question.intent in (Intent.CONTENT, Intent.PROVISION):
            assert cited == sorted(cited), item.question.text
            compared += len(set(cited)) > 1
    assert compared > 15


def test_news_never_stands_beside_rules_unless_the_question_names_it(own_set, documents):
    news = {document.id for document in documents if document.legal_status is LegalStatus.NEWS}
    cited_news = 0
    for item in own_set.outcomes:
        question = understand(item.question.text, documents, Thread())
        reports = [citation.document in news for citation in item.answer.citations]
        cited_news += any(reports)
        if any(reports) and not news & question.named and len(question.topics) == 1:
            assert all(reports), item.question.text
        assert reports == sorted(reports), f"news before law: {item.question.text}"
    assert cited_news > 5


def test_an_abstention_says_why_and_names_what_came_nearest(own_set):
    refused = [item.answer for item in own_set.outcomes if item.answer.outcome is Outcome.ABSTAINED]
    assert len(refused) > 15
    assert all(answer.reason.rstrip().endswith((".", "。")) for answer in refused)
    assert sum(bool(answer.related) for answer in refused) > len(refused) / 2


def test_whoever_reads_news_is_told_so(own_set):
    for item in own_set.outcomes:
        citations = item.answer.citations
        notes = " ".join(item.answer.notes)
        told = "news report is no evidence" in notes or "新闻报道不能证明" in notes
        assert told == any(citation.legal_status is LegalStatus.NEWS for citation in citations), item.question.text


def test_whoever_reads_a_draft_is_told_what_became_of_it(own_set):
    for item in own_set.outcomes:
        if any(citation.document == "frt-draft-2023" for citation in item.answer.citations):
            notes = " ".join(item.answer.notes)
            assert "never took effect" in notes or "从未生效" in notes, item.question.text
