"""Closing moments, days left and states, in the issuer's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.model import AsOf, Consultation, Document, DocumentKind, LegalStatus
from regbot.track.deadlines import State, closing_moment, deadline, soonest_first

SHANGHAI = ZoneInfo("Asia/Shanghai")


def consultation(closes, *, opens=None, zone="Asia/Shanghai", name="doc") -> Document:
    return Document(
        id=name,
        kind=DocumentKind.DRAFT,
        jurisdiction="cn",
        title={"en": "A draft"},
        legal_status=LegalStatus.DRAFT,
        timezone=zone,
        consultation=Consultation(opens=opens, closes=closes),
    )


def on(day: str) -> AsOf:
    return AsOf(now=datetime(2030, 1, 1, tzinfo=UTC), day=date.fromisoformat(day))


def at(moment: str) -> AsOf:
    return AsOf(now=datetime.fromisoformat(moment))


def test_a_date_alone_means_the_end_of_that_day_in_the_issuers_zone():
    assert closing_moment(date(2023, 9, 7), "Asia/Shanghai") == datetime(2023, 9, 7, 23, 59, 59, tzinfo=SHANGHAI)


def test_a_time_without_a_zone_is_read_in_the_issuers_zone():
    found = closing_moment(datetime(2026, 3, 9, 17, 0), "America/New_York")
    assert found.isoformat() == "2026-03-09T17:00:00-04:00"


def test_a_time_with_a_zone_is_told_in_the_issuers_zone():
    found = closing_moment(datetime(2026, 1, 9, 4, 59, tzinfo=UTC), "America/New_York")
    assert found.isoformat() == "2026-01-08T23:59:00-05:00"


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        ("2023-08-07", State.UPCOMING, 31),
        ("2023-08-08", State.OPEN, 30),
        ("2023-08-20", State.OPEN, 18),
        ("2023-08-31", State.CLOSING, 7),
        ("2023-09-07", State.CLOSING, 0),
        ("2023-09-08", State.CLOSED, -1),
    ],
)
def test_state_and_days_left_on_a_day(day, state, left):
    found = deadline(consultation(date(2023, 9, 7), opens=date(2023, 8, 8)), on(day))
    assert (found.state, found.days_left) == (state, left)


def test_the_issuers_clock_counts_and_not_the_users():
    draft = consultation(date(2023, 9, 7))
    last_minute, too_late = at("2023-09-07T08:59:00-07:00"), at("2023-09-07T09:00:00-07:00")
    assert deadline(draft, last_minute).state is State.CLOSING
    assert deadline(draft, last_minute).closes_at_local.isoformat() == "2023-09-07T08:59:59-07:00"
    assert deadline(draft, too_late).state is State.CLOSED
    assert deadline(draft, too_late).days_left == -1


def test_a_closing_time_ends_the_consultation_on_its_day():
    draft = consultation(datetime(2023, 9, 7, 17, 0))
    assert deadline(draft, at("2023-09-07T16:59:00+08:00")).state is State.CLOSING
    closed = deadline(draft, at("2023-09-07T17:00:01+08:00"))
    assert (closed.state, closed.days_left) == (State.CLOSED, 0)


def test_asked_by_day_the_last_day_counts_as_open():
    assert deadline(consultation(datetime(2023, 9, 7, 17, 0)), on("2023-09-07")).state is State.CLOSING


def test_without_a_date_the_state_is_unknown():
    found = deadline(consultation(None), on("2023-09-07"))
    assert (found.state, found.days_left, found.closes_at) == (State.UNKNOWN, None, None)


def test_a_document_never_open_for_comment_has_no_deadline():
    law = Document("law", DocumentKind.LAW, "cn", {"en": "A law"}, LegalStatus.IN_FORCE)
    assert deadline(law, on("2023-09-07")) is None


def test_soonest_first_then_undated_then_closed_latest_first():
    closing = {"a": "2023-09-30", "b": "2023-09-10", "c": None, "d": "2023-08-01", "e": "2023-09-01"}
    found = [
        deadline(consultation(day and date.fromisoformat(day), name=name), on("2023-09-07"))
        for name, day in closing.items()
    ]
    assert [item.document.id for item in soonest_first(found)] == ["b", "a", "c", "e", "d"]


@given(
    day=st.dates(date(1990, 1, 1), date(2216, 12, 31)),
    zone=st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Brussels", "Pacific/Kiritimati", "UTC"]),
    seconds=st.integers(-400 * 86400, 400 * 86400),
)
def test_closed_exactly_after_the_closing_moment(day, zone, seconds):
    closes = closing_moment(day, zone)
    now = (closes.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=-7)))
    found = deadline(consultation(day, zone=zone), AsOf(now=now))
    assert (found.state is State.CLOSED) == (seconds > 0)
    assert found.days_left == (day - now.astimezone(ZoneInfo(zone)).date()).days
    assert found.closes_at_local == closes
