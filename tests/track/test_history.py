"""What was seen of closing dates, and what happened between two days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.errors import CorpusError
from regbot.model import Document, DocumentKind, LegalStatus
from regbot.track.changes import ChangeKind, changes
from regbot.track.deadlines import deadline
from regbot.track.history import Seen, moves, read_history, unrecorded, write_history
from tests.track.consultations import at, consultation, on

NOW = datetime(2023, 8, 20, 4, 0, tzinfo=UTC)
MOMENTS = st.one_of(
    st.none(), st.dates(), st.datetimes(), st.datetimes(timezones=st.just(timezone(timedelta(hours=-4))))
)
SEEN = st.builds(
    Seen, st.datetimes(timezones=st.just(UTC)), st.text(), st.one_of(st.none(), st.dates()), MOMENTS, st.just("UTC")
)


@given(st.lists(SEEN, max_size=5))
def test_what_is_written_is_read_back(history):
    assert read_history(write_history(history), "history.jsonl") == tuple(history)


@pytest.mark.parametrize("line", ["{", "[]", '{"at": 1}', '{"at": "2023-08-20T00:00:00", "document": "d"}'])
def test_a_broken_file_is_named(line):
    with pytest.raises(CorpusError, match=r"history\.jsonl"):
        read_history(line, "history.jsonl")


def test_only_what_is_new_or_moved_is_recorded():
    first = consultation(date(2023, 9, 7))
    history = unrecorded([first], (), NOW)
    assert unrecorded([first], history, NOW) == ()
    later = unrecorded([consultation(date(2023, 9, 21)), consultation(None, name="other")], history, NOW)
    assert [item.document for item in later] == ["doc", "other"]
    assert [(old.closes, new.closes) for old, new in moves((*history, *later), "doc")] == [
        (date(2023, 9, 7), date(2023, 9, 21))
    ]


def final(day: date) -> Document:
    return Document("final", DocumentKind.RULE, "cn", {"en": "F"}, LegalStatus.IN_FORCE, published=day)


def test_everything_that_happened_is_told_oldest_first():
    draft = consultation(date(2023, 9, 21), opens=date(2023, 8, 8), published=date(2023, 8, 8))
    history = [
        Seen(at, "doc", date(2023, 8, 8), closes, "Asia/Shanghai")
        for at, closes in (
            (datetime(2023, 8, 8, tzinfo=UTC), date(2023, 9, 7)),
            (datetime(2023, 8, 30, 20, tzinfo=UTC), date(2023, 9, 21)),
        )
    ]
    when, sequel = on("2025-04-01"), final(date(2025, 3, 21))
    found = changes(
        deadline(draft, when, sequel),
        date(2023, 8, 8),
        when,
        sequel=sequel,
        texts=[date(2023, 8, 8), date(2023, 8, 25)],
        history=history,
    )
    assert [(change.kind, change.on.isoformat()) for change in found] == [
        (ChangeKind.ANNOUNCED, "2023-08-08"),
        (ChangeKind.OPENED, "2023-08-08"),
        (ChangeKind.AMENDED, "2023-08-25"),
        (ChangeKind.MOVED, "2023-08-31"),
        (ChangeKind.CLOSED, "2023-09-21"),
        (ChangeKind.OUTCOME, "2025-03-21"),
    ]


@pytest.mark.parametrize(
    ("since", "now", "kinds"),
    [
        ("2023-08-08", "2023-08-20", [ChangeKind.OPENED]),
        ("2023-08-09", "2023-08-20", []),
        ("2023-08-09", "2023-09-07", []),
        ("2023-08-09", "2023-09-08", [ChangeKind.CLOSED]),
        ("2023-09-08", "2023-09-08", []),
        ("2023-08-01", "2023-08-07", []),
    ],
)
def test_the_days_count_that_were_asked_for(since, now, kinds):
    item = deadline(consultation(date(2023, 9, 7), opens=date(2023, 8, 8)), on(now))
    found = changes(item, date.fromisoformat(since), on(now))
    assert [change.kind for change in found] == kinds


def test_what_closed_earlier_today_has_closed():
    moment = at("2023-09-07T18:00:00+08:00")
    item = deadline(consultation(datetime(2023, 9, 7, 17)), moment)
    assert [change.kind for change in changes(item, date(2023, 9, 7), moment)] == [ChangeKind.CLOSED]


def test_an_outcome_told_on_its_own_page_is_a_change():
    item = deadline(consultation(date(2023, 9, 7), outcome=date(2023, 10, 1)), on("2023-11-01"))
    found = changes(item, date(2023, 9, 20), on("2023-11-01"))
    assert [(change.kind, change.on) for change in found] == [(ChangeKind.OUTCOME, date(2023, 10, 1))]
