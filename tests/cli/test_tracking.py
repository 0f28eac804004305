"""`deadlines` and `--as-of` as scripts and as people see them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date, datetime

import feedparser
import icalendar
import pytest

from regbot.corpus.store import Corpus
from regbot.model import ClosingDate, Consultation
from tests.conftest import draft


@pytest.fixture
def run(regbot_here, bare_home):
    """`regbot ARGUMENTS` in a workspace without an index."""
    return lambda *arguments, **environment: regbot_here(*arguments, "--home", str(bare_home), **environment)


@pytest.fixture
def reschedule(bare_home):
    """Give the draft's consultation other dates."""

    def change(**values) -> None:
        document, _ = draft()
        period = replace(document.consultation, **values)
        Corpus(bare_home / "corpus" / "documents").save(replace(document, consultation=period), ())

    return change


def records(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def event(path):
    return icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_item_has_the_contracts_fields_and_more(run):
    item = records(run("deadlines", "--json", "--as-of", "2023-08-20"))[0]
    contract = (
        "document title jurisdiction issuer legal_status published comment_opens comment_closes closes_at timezone "
        "days_left stated_as evidence conflicts channels superseded_by effective"
    )
    assert set(contract.split()) <= item.keys()
    assert (item["days_left"], item["days_left_local"], item["timing"], item["cautions"]) == (18, 18, "day", [])
    assert (item["watched"], item["note"]) == (False, None)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2023-08-20", "open"),
        ("2023-09-01", "closing"),
        ("2023-09-08", "closed"),
        ("2025-03-20", "closed"),
        ("2025-03-21", "outcome_published"),
    ],
)
def test_the_state_on_a_day(run, day, state):
    assert records(run("deadlines", "--json", "--as-of", day))[0]["state"] == state


def test_nothing_is_there_before_it_was_published(run):
    assert records(run("deadlines", "--json", "--as-of", "2023-08-07")) == []
    assert "No consultation." in run("deadlines", "--as-of", "2023-08-07").out


def test_people_are_told_which_day_is_meant(run):
    assert run("deadlines", "--as-of", "2023-08-20").out.startswith("As it stood on 20 August 2023.")
    assert run("list", "--as-of", "2023-08-20").out.startswith("As it stood on 20 August 2023.")
    assert run("deadlines").out.startswith("As of Sunday 22 November 2026, 09:00 (UTC+08:00).")
    assert "As it stood" not in run("list").out


def test_people_are_told_issuer_status_period_words_and_channels(run):
    text = run("deadlines", "--as-of", "2023-08-20").out
    for words in (
        "OPEN FOR COMMENTS, 18 DAYS LEFT",
        "DRAFT · cn · Cyberspace Administration",
        "opened Tuesday 08 August 2023; closes Thursday 07 September 2023, 23:59 (Asia/Shanghai)",
        "no time is stated, so the day counts to its end",
        "stated as “Comments must arrive by 7 September 2023.” · faces-draft-2023#notice",
        "email · comments@example.org",
    ):
        assert words in text


def test_days_left_in_both_zones(run):
    text = run("deadlines", REGBOT_NOW="2023-09-06T20:00:00-07:00").out
    assert "LAST DAY TODAY (1 IN YOUR ZONE)" in text
    assert "your time Thursday 07 September, 08:59" in text


def test_both_dates_of_a_conflict_are_shown_with_their_evidence(run, reschedule):
    dates = (
        ClosingDate("stated", date(2023, 9, 7), "Comments must arrive by 7 September 2023."),
        ClosingDate("structured", date(2023, 9, 10), "end_date: 2023-09-10"),
    )
    reschedule(dates=dates, conflicts=("the notice's text gives 2023-09-07; the field end_date gives 2023-09-10.",))
    text = run("deadlines", "--as-of", "2023-08-20").out
    assert "conflict: the notice's text gives 2023-09-07; the field end_date gives 2023-09-10." in text
    assert "2023-09-07 · stated · “Comments must arrive by 7 September 2023.” · kept to" in text
    assert "2023-09-10 · structured · “end_date: 2023-09-10”" in text
    item = records(run("deadlines", "--json", "--as-of", "2023-08-20"))[0]
    assert [claim["closes"] for claim in item["dates"]] == ["2023-09-07", "2023-09-10"]


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (datetime(2023, 9, 7, 17), "closes Thursday 07 September 2023, 17:00 (Asia/Shanghai)\n"),
        (datetime(2023, 9, 7), "caution: The source says 00:00 on 2023-09-07 and not whether that day begins or ends"),
        (date(2216, 9, 7), "caution: The year 2216 is 193 years after it began"),
        (None, "no closing date is known"),
    ],
)
def test_odd_closings_come_out_right(run, reschedule, closes, words):
    reschedule(closes=closes, stated_as="", evidence="")
    assert words in run("deadlines", "--as-of", "2023-08-20").out


def test_watching_writes_a_readable_file_outside_the_corpus(run, bare_home):
    before = files(bare_home / "corpus")
    ran = run("deadlines", "--watch", "faces-draft-2023", "--note", "our [gate]", "--json")
    assert [(item["watched"], item["note"]) for item in records(ran)] == [(True, "our [gate]")]
    held = tomllib.loads((bare_home / "tracking" / "watched.toml").read_text(encoding="utf-8"))
    assert held == {"watched": {"faces-draft-2023": {"since": date(2026, 11, 22), "note": "our [gate]"}}}
    assert files(bare_home / "corpus") == before
    assert "watched since 2026-11-22 · our [gate]" in run("deadlines", "--watched").out
    assert records(run("deadlines", "--unwatch", "faces-draft-2023", "--json")) == []
    assert len(records(run("deadlines", "--json"))) == 1


def test_looking_writes_nothing(run, bare_home):
    before = files(bare_home)
    for arguments in (["--watched"], ["--changed-since", "2023-08-08"], ["--json"]):
        assert run("deadlines", *arguments).code == 0
    assert files(bare_home) == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--watch", "faces-draft"], 3, "did you mean faces-draft-2023?"),
        (["--watch", "news-2023-08-08"], 2, "never was, open for comment"),
        (["--watch", "faces-draft-2023", "--as-of", "2023-08-07"], 3, "had not been published on 2023-08-07"),
        (["--unwatch", "faces-draft-2023"], 3, "is not watched"),
        (["--note", "x"], 2, "--note belongs to --watch"),
        (["--ics", "/nowhere/a.ics"], 2, "cannot write /nowhere/a.ics"),
        (["--changed-since", "soon"], 2, "soon"),
    ],
)
def test_what_cannot_be_done_is_told(run, arguments, code, words):
    ran = run("deadlines", *arguments)
    assert ran.code == code
    assert words in ran.err


def test_a_broken_list_is_named(run, bare_home):
    (bare_home / "tracking").mkdir()
    (bare_home / "tracking" / "watched.toml").write_text("[watched")
    ran = run("deadlines")
    assert ran.code == 2
    assert "watched.toml" in ran.err


def test_changed_since_tells_what_happened(run):
    item = records(run("deadlines", "--changed-since", "2023-08-08", "--json"))[0]
    assert [(change["kind"], change["on"]) for change in item["changes"]] == [
        ("announced", "2023-08-08"),
        ("opened", "2023-08-08"),
        ("closed", "2023-09-07"),
        ("outcome_published", "2025-03-21"),
    ]
    assert "2025-03-21: outcome published" in run("deadlines", "--changed-since", "2025-01-01").out
    assert records(run("deadlines", "--changed-since", "2025-03-22", "--json")) == []


def test_a_moved_date_is_told_once_it_was_seen_before(run, reschedule, bare_home):
    ran = run("deadlines", "--changed-since", "2026-11-01")
    assert "Moved closing dates are not known" in ran.out
    run("deadlines", "--watch", "faces-draft-2023", REGBOT_NOW="2023-08-10T09:00:00+08:00")
    reschedule(closes=date(2023, 9, 21))
    first = run("deadlines", "--changed-since", "2023-08-20", REGBOT_NOW="2023-08-25T09:00:00+08:00")
    assert "2023-08-25: closing date moved from 2023-09-07 to 2023-09-21" in first.out
    run("deadlines", "--ics", str(bare_home / "a.ics"), REGBOT_NOW="2023-08-26T09:00:00+08:00")
    item = records(run("deadlines", "--changed-since", "2023-08-20", "--json"))[0]
    assert item["changes"][0] == {"kind": "moved", "on": "2023-08-26", "old": "2023-09-07", "new": "2023-09-21"}


def test_the_calendar_follows_a_moved_date(run, reschedule, tmp_path):
    path = tmp_path / "a.ics"
    ran = run("deadlines", "--ics", str(path), REGBOT_NOW="2023-08-20T09:00:00+08:00")
    assert "wrote 1 event" in ran.err
    first = event(path)
    assert first.decoded("DTSTART") == date(2023, 9, 7)
    assert first.decoded("DTSTAMP") == datetime.fromisoformat("2023-08-20T01:00:00+00:00")
    run("deadlines", "--ics", str(path), REGBOT_NOW="2023-08-21T09:00:00+08:00")
    assert (event(path)["SEQUENCE"], event(path)["UID"]) == (0, first["UID"])
    reschedule(closes=datetime(2023, 9, 21, 17))
    run("deadlines", "--ics", str(path), REGBOT_NOW="2023-08-22T09:00:00+08:00")
    assert (event(path)["SEQUENCE"], event(path)["UID"]) == (1, first["UID"])
    path.unlink()
    run("deadlines", "--ics", str(path), REGBOT_NOW="2023-08-23T09:00:00+08:00")
    assert event(path)["SEQUENCE"] == 1


def test_an_export_never_takes_the_place_of_another_file(run, tmp_path):
    diary = tmp_path / "diary"
    diary.write_text("dear diary")
    for option in ("--ics", "--feed"):
        ran = run("deadlines", option, str(diary))
        assert ran.code == 2
        assert "name another file" in ran.err
    assert diary.read_text() == "dear diary"


def test_the_feed_can_be_read_by_a_feed_reader(run, tmp_path):
    path = tmp_path / "a.xml"
    assert "wrote 1 entry" in run("deadlines", "--feed", str(path)).err
    first = path.read_bytes()
    parsed = feedparser.parse(first)
    assert not parsed.bozo
    assert parsed.entries[0].title == "Draft rules on face recognition"
    assert "closing date 2023-09-07 23:59 (Asia/Shanghai)" in parsed.entries[0].summary
    assert run("deadlines", "--feed", str(path), REGBOT_NOW="2026-12-24T09:00:00+08:00").code == 0
    assert path.read_bytes() == first


def test_with_json_nothing_but_json_goes_to_stdout(run, tmp_path):
    ran = run("deadlines", "--json", "--changed-since", "2023-08-08", "--ics", str(tmp_path / "a.ics"))
    assert isinstance(json.loads(ran.out), list)
    assert "wrote 1 event" in ran.err


def test_a_document_without_a_date_is_as_old_as_its_text(run, bare_home):
    document, version = draft()
    undated = replace(document, id="undated", published=None, consultation=Consultation(closes=date(2023, 12, 1)))
    Corpus(bare_home / "corpus" / "documents").save(undated, (replace(version, document="undated"),))
    for command in ("deadlines", "list"):
        names = [item["document"] for item in records(run(command, "--json", "--as-of", "2023-08-07"))]
        assert names == []
        then = run(command, "--json", REGBOT_NOW="2023-08-01T09:00:00+08:00")
        assert "undated" not in [item["document"] for item in records(then)]
    assert "undated" in [item["document"] for item in records(run("deadlines", "--json", "--as-of", "2023-08-08"))]
    assert "undated" in [item["document"] for item in records(run("deadlines", "--json"))]
