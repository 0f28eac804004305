"""What documents do to the force of earlier ones: delays and withdrawals, declared by either side, as of a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regbot.corpus.force import force_changes, with_force
from regbot.corpus.metadata import read_document, write_document
from regbot.corpus.store import Corpus
from regbot.errors import CorpusError
from regbot.model import Act, Document, DocumentKind, ForceChange, LegalStatus, Relation

RULE_DAY, FIRST, SECOND = date(2025, 1, 6), date(2025, 3, 3), date(2025, 5, 5)


def document(name: str, published: date | None, *relations: Relation, **more) -> Document:
    values = {"kind": DocumentKind.RULE, "legal_status": LegalStatus.IN_FORCE} | more
    return Document(
        name, jurisdiction="us", title={"en": name.title()}, published=published, relations=relations, **values
    )


RULE = document("rule", RULE_DAY, effective=FIRST)
DELAY = document("delay", date(2025, 2, 10), Relation("delays", "rule", day=SECOND, quote="It is delayed."))
SECOND_DELAY = document("second-delay", date(2025, 4, 30), Relation("delays", "rule", day=date(2025, 9, 1)))
STAY = document("stay", date(2025, 4, 30), Relation("delays", "rule"))
WITHDRAWAL = document("withdrawal", date(2025, 2, 20), Relation("withdraws", "rule"))


def seen_with(*others: Document, rule: Document = RULE) -> Document:
    return with_force(rule, force_changes([*others, rule]))


@pytest.mark.parametrize("others", [(DELAY, SECOND_DELAY), (SECOND_DELAY, DELAY)])
def test_the_latest_delay_known_on_a_day_counts(others):
    rule = seen_with(*others)
    days = ["2025-02-09", "2025-02-10", "2025-04-29", "2025-04-30"]
    told = [rule.effective_on(date.fromisoformat(day)) for day in days]
    assert told == [FIRST, SECOND, SECOND, date(2025, 9, 1)]
    assert rule.delay_on(date(2025, 3, 1)) == ForceChange(
        Act.DELAYS, "delay", date(2025, 2, 10), SECOND, "It is delayed."
    )


@pytest.mark.parametrize(
    ("others", "day", "status"),
    [
        ((), "2025-03-02", LegalStatus.NOT_YET_IN_FORCE),
        ((), "2025-03-03", LegalStatus.IN_FORCE),
        ((DELAY,), "2025-03-03", LegalStatus.NOT_YET_IN_FORCE),
        ((DELAY,), "2025-05-05", LegalStatus.IN_FORCE),
        ((STAY,), "2025-04-29", LegalStatus.IN_FORCE),
        ((STAY,), "2026-01-01", LegalStatus.NOT_YET_IN_FORCE),
        ((WITHDRAWAL,), "2025-02-19", LegalStatus.NOT_YET_IN_FORCE),
        ((WITHDRAWAL,), "2025-02-20", LegalStatus.REPEALED),
        ((DELAY, WITHDRAWAL), "2025-06-01", LegalStatus.REPEALED),
    ],
)
def test_the_status_on_a_day(others, day, status):
    assert seen_with(*others).status_on(date.fromisoformat(day)) is status


TEMPORARY = replace(RULE, expires=date(2025, 6, 9))
EXTENSION = document("extension", date(2025, 6, 5), Relation("extends", "rule", day=date(2025, 6, 20)))


@pytest.mark.parametrize("stored", [LegalStatus.IN_FORCE, LegalStatus.NOT_YET_IN_FORCE, LegalStatus.REPEALED])
@pytest.mark.parametrize(
    ("others", "day", "status"),
    [
        ((), "2025-03-02", LegalStatus.NOT_YET_IN_FORCE),
        ((), "2025-03-03", LegalStatus.IN_FORCE),
        ((), "2025-06-09", LegalStatus.IN_FORCE),
        ((), "2025-06-10", LegalStatus.REPEALED),
        ((EXTENSION,), "2025-06-10", LegalStatus.IN_FORCE),
        ((EXTENSION,), "2025-06-21", LegalStatus.REPEALED),
    ],
)
def test_a_rule_made_for_a_time(stored, others, day, status):
    rule = seen_with(*others, rule=replace(TEMPORARY, legal_status=stored))
    assert rule.status_on(date.fromisoformat(day)) is status


def test_an_extension_counts_from_its_publication():
    rule = seen_with(EXTENSION, rule=TEMPORARY)
    assert [rule.expires_on(date(2025, 6, day)) for day in (4, 5)] == [date(2025, 6, 9), date(2025, 6, 20)]


def test_a_rule_withdrawn_before_its_day_never_takes_effect():
    rule = seen_with(WITHDRAWAL)
    assert [rule.effective_on(date(2025, 2, day)) for day in (19, 20)] == [FIRST, None]


def test_the_last_day_is_kept():
    text = write_document(TEMPORARY)
    assert "expires = 2025-06-09" in text
    assert read_document(text, "document.toml") == TEMPORARY


def test_a_withdrawal_may_count_from_a_later_day():
    late = document("withdrawal", date(2025, 2, 20), Relation("withdraws", "rule", day=date(2025, 6, 30)))
    rule = seen_with(late)
    assert [rule.is_withdrawn_on(date(2025, 6, day)) for day in (29, 30)] == [False, True]
    assert rule.status_on(date(2025, 6, 29)) is LegalStatus.IN_FORCE


def test_a_draft_that_was_withdrawn_stays_a_draft():
    draft = replace(RULE, legal_status=LegalStatus.DRAFT, effective=None)
    withdrawn = seen_with(WITHDRAWAL, rule=draft)
    assert withdrawn.is_withdrawn_on(date(2025, 2, 20))
    assert withdrawn.status_on(date(2025, 2, 20)) is LegalStatus.DRAFT


def test_the_earlier_document_may_declare_it():
    rule = replace(RULE, relations=(Relation("delayed_by", "delay", day=SECOND), Relation("withdrawn_by", "elsewhere")))
    found = seen_with(replace(DELAY, relations=()), rule=rule)
    assert found.force_changes == (ForceChange(Act.DELAYS, "delay", date(2025, 2, 10), SECOND),)


def test_where_both_declare_it_the_one_with_the_words_is_kept():
    rule = replace(RULE, relations=(Relation("delayed_by", "delay"),))
    assert [item.quote for item in seen_with(DELAY, rule=rule).force_changes] == ["It is delayed."]


def test_a_relation_keeps_its_day_and_its_words():
    text = write_document(DELAY)
    assert "day = 2025-05-05" in text
    assert read_document(text, "document.toml") == DELAY


def test_what_others_did_is_no_part_of_the_file():
    rule = seen_with(DELAY)
    assert rule == RULE
    assert write_document(rule) == write_document(RULE)
    with pytest.raises(CorpusError, match="force_changes"):
        read_document(f"force_changes = []\n{write_document(RULE)}", "document.toml")


def test_a_relation_with_a_day_that_is_none_is_refused():
    with pytest.raises(CorpusError, match=json.dumps("soon")[1:-1]):
        read_document(write_document(DELAY).replace("day = 2025-05-05", 'day = "soon"'), "document.toml")


def test_documents_around_one_are_found_and_broken_ones_passed_over(tmp_path: Path):
    corpus = Corpus(tmp_path)
    for item in (DELAY, RULE, document("other", RULE_DAY, kind=DocumentKind.LAW)):
        corpus.save(item, ())
    broken = tmp_path / "us" / "broken"
    broken.mkdir()
    (broken / "document.toml").write_text('target = "rule" id =')
    assert [item.id for item in corpus.around(RULE)] == ["delay", "rule"]
    assert [item.id for item in corpus.around(DELAY)] == ["delay", "rule"]
