from __future__ import annotations

import json
from dataclasses import replace

import pytest

from regbot.compare.compare import compare
from regbot.compare.export import outcome_html, outcome_markdown
from regbot.compare.outcome import Outcome, Verdict, outcome
from regbot.compare.records import outcome_data
from tests.compare.texts import bundled, side

FRAME = "A processor that stores faces {} with the cyberspace office and keeps an audit log of every scan made."


@pytest.fixture(scope="module")
def bundled_outcome() -> Outcome:
    return outcome(compare(bundled("frt-draft-2023"), bundled("frt-measures-2025")))


def verdict(old: str, new: str) -> Verdict:
    (row,) = outcome(compare(side({"art_1": old}), side({"art_1": new}, "new"))).rows
    return row.verdict


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("must file", "must file", Verdict.KEPT),
        ("may file", "must file", Verdict.TIGHTENED),
        ("must file", "is encouraged to file", Verdict.WEAKENED),
        ("must file within 30 days", "must file within 60 days", Verdict.WEAKENED),
        ("must file within 30 days", "must file within 10 days", Verdict.TIGHTENED),
        ("must file for at least 3 years", "must file for at least 5 years", Verdict.TIGHTENED),
        (
            "must file once it has more than 10,000 people",
            "must file once it has more than 100,000 people",
            Verdict.WEAKENED,
        ),
        ("must file", "must file, unless a regulation provides otherwise,", Verdict.WEAKENED),
        ("must file, except on Sundays,", "must file", Verdict.TIGHTENED),
        ("must file within 30 days", "must file within 60 days, for at least 9 years,", Verdict.WEAKENED),
        (
            "must file within 30 days for at least 3 years",
            "must file within 60 days for at least 5 years",
            Verdict.CHANGED,
        ),
        ("in hotels must file", "must file", Verdict.GENERALISED),
        ("must file at city level", "must file at provincial level", Verdict.CHANGED),
    ],
)
def test_verdicts_follow_rules_about_words(old: str, new: str, expected: Verdict) -> None:
    assert verdict(FRAME.format(old), FRAME.format(new)) is expected


def test_a_higher_fine_is_tighter() -> None:
    rule = "违反本规定的，由网信部门责令改正，处{}元以下罚款。"
    assert verdict(rule.format("一万"), rule.format("十万")) is Verdict.TIGHTENED


def test_an_exception_to_a_rule_that_went_is_no_tightening() -> None:
    filing = "A processor must file with the cyberspace office."
    assert verdict(f"{filing}\n\nThe pictures serve safety alone, unless the owner agrees.", filing) is Verdict.CHANGED


def test_each_verdict_tells_its_reason(bundled_outcome: Outcome) -> None:
    assert all(row.reasons and all(row.reasons) for row in bundled_outcome.rows)
    (filing,) = [row for row in bundled_outcome.rows if row.topic == "filing"]
    assert filing.verdict is Verdict.WEAKENED
    assert filing.reasons[0] == "“10,000 people” became “100,000 people”, from which the duty begins"


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("art_10", Verdict.DROPPED),
        ("art_11", Verdict.DROPPED),
        ("art_14", Verdict.GENERALISED),
        ("art_16", Verdict.WEAKENED),
        ("art_24", Verdict.NOT_AVAILABLE),
    ],
)
def test_verdicts_on_the_bundled_draft(bundled_outcome: Outcome, draft: str, expected: Verdict) -> None:
    (row,) = [row for row in bundled_outcome.rows if row.change.old and row.change.old.eid == draft]
    assert row.verdict is expected


def test_new_rules_are_new(bundled_outcome: Outcome) -> None:
    new = [row.change.new.eid for row in bundled_outcome.rows if row.verdict is Verdict.NEW and row.change.new]
    assert new == ["art_5", "art_19"]


def test_quotes_are_exact(bundled_outcome: Outcome) -> None:
    for row in bundled_outcome.rows:
        for quote in (*row.draft, *row.final):
            assert quote.provision.text[quote.start : quote.end] == quote.text != ""
        assert bool(row.draft) == bool(row.change.old and row.change.old.text)
        assert bool(row.final) == bool(row.change.new)


def test_rows_stand_by_topic(bundled_outcome: Outcome) -> None:
    topics = [row.topic for row in bundled_outcome.rows]
    runs = [topic for place, topic in enumerate(topics) if place == 0 or topics[place - 1] != topic]
    assert len(runs) == len(set(runs))
    assert {"consent", "necessity", "alternatives", "prohibited-analysis", "filing", "minors"} <= set(runs)


def test_a_weakly_known_text_is_said_to_be(bundled_outcome: Outcome) -> None:
    (row,) = [row for row in bundled_outcome.rows if row.change.old and row.change.old.eid == "art_12"]
    assert row.cautions == ("draft text: Article 12 is unverified",)


def test_a_notice_has_no_outcome(bundled_outcome: Outcome) -> None:
    eids = {item.eid for row in bundled_outcome.rows for item in (row.change.old, row.change.new) if item}
    assert not eids & {"notice", "order", "filing_notice"}


def test_data_holds_both_quotes(bundled_outcome: Outcome) -> None:
    data = json.loads(json.dumps(outcome_data(bundled_outcome)))
    (minors,) = [row for row in data["rows"] if row["topic"] == "minors"]
    assert minors["draft"][0]["ref"] == "frt-draft-2023#art_13"
    assert minors["final"][0]["quote"].startswith("Where the processing of the facial information of a child")
    assert sum(data["summary"].values()) == len(data["rows"])


HOSTILE = "Scan | <script>alert(1)</script> [x](http://evil.example) `code` *bold* ![i](u)\nwww.evil.example"


def test_outside_text_never_becomes_markup() -> None:
    result = outcome(compare(side({"art_1": HOSTILE}), side({"art_1": f"{HOSTILE} more"}, "<b>")))
    page = outcome_html(result)
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    table = outcome_markdown(result)
    assert r"\<script\>" in table
    assert r"\[x\](http\://evil.example)" in table
    assert r"www\.evil" in table
    rows = [line for line in table.splitlines() if line.startswith("| **")]
    assert [row.replace(r"\|", "").count("|") for row in rows] == [5]


def test_exports_hold_every_quote(bundled_outcome: Outcome) -> None:
    page, table = outcome_html(bundled_outcome), outcome_markdown(bundled_outcome)
    assert "may not make verification by facial recognition the only way" in page
    assert "may not make verification by facial recognition the only way" in table
    assert "It does not say why they differ." in page
    assert "It does not say why they differ." in table
    assert "comment caused" not in page


def test_the_addresses_of_both_documents_are_links_unless_they_are_no_addresses() -> None:
    old, new = side({"art_1": "Dogs."}), side({"art_1": "Cats."}, "new")
    linked = replace(old, document=replace(old.document, url="http://www.cac.example/c_1.htm"))
    hostile = replace(new, document=replace(new.document, url="http://x> [y](http://evil.example)"))
    table = outcome_markdown(outcome(compare(linked, hostile)))
    assert "<http://www.cac.example/c_1.htm>" in table
    assert r"\[y\](http\://evil.example)" in table
