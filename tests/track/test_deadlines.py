"""Closing moments, days left and states, in the issuer's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.model import Act, AsOf, ClosingDate, Document, DocumentKind, ForceChange, LegalStatus, Relation
from regbot.track.deadlines import State, Timing, closing_moment, deadline, differing, soonest_first
from tests.track.consultations import at, consultation, on

SHANGHAI = ZoneInfo("Asia/Shanghai")


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


def test_days_left_are_counted_in_both_zones():
    found = deadline(consultation(date(2023, 9, 7)), at("2023-09-06T20:00:00-07:00"))
    assert (found.days_left, found.days_left_local) == (0, 1)
    assert found.closes_at_local.isoformat() == "2023-09-07T08:59:59-07:00"


def test_the_users_hour_is_that_of_the_closing_day_and_not_of_today():
    winter = AsOf(now=datetime(2026, 1, 15, 12, tzinfo=ZoneInfo("America/New_York")))
    found = deadline(consultation(datetime(2026, 7, 1, 17), zone="Europe/London"), winter)
    assert found.closes_at_local.isoformat() == "2026-07-01T12:00:00-04:00"


@pytest.mark.parametrize(
    ("closes", "stated", "timing", "moment"),
    [
        (date(2023, 9, 7), "by 7 September 2023", Timing.DAY, "2023-09-07T23:59:59+08:00"),
        (datetime(2023, 9, 7, 17), "5 p.m. local time on 7 September", Timing.TIME, "2023-09-07T17:00:00+08:00"),
        (datetime(2023, 9, 7), "", Timing.MIDNIGHT, "2023-09-07T00:00:00+08:00"),
        (datetime(2023, 9, 7), "midnight on 7 September", Timing.MIDNIGHT, "2023-09-07T00:00:00+08:00"),
        (datetime(2023, 9, 7), "midnight at the end of 7 September", Timing.TIME, "2023-09-07T23:59:59+08:00"),
        (datetime(2023, 9, 7), "2023年9月7日24时", Timing.TIME, "2023-09-07T23:59:59+08:00"),
        (datetime(2023, 9, 7), "at the start of 7 September", Timing.TIME, "2023-09-07T00:00:00+08:00"),
        (datetime(2023, 9, 6, 16, tzinfo=UTC), "", Timing.MIDNIGHT, "2023-09-07T00:00:00+08:00"),
        (datetime(2023, 9, 7, 0, 0, tzinfo=UTC), "", Timing.TIME, "2023-09-07T08:00:00+08:00"),
    ],
)
def test_a_closing_is_read_by_the_sources_words(closes, stated, timing, moment):
    found = deadline(consultation(closes, stated=stated), on("2023-09-01"))
    assert (found.timing, found.closes_at.isoformat()) == (timing, moment)
    assert any("00:00" in caution for caution in found.cautions) == (timing is Timing.MIDNIGHT)


def test_what_closes_at_midnight_has_its_last_day_before():
    draft = consultation(datetime(2023, 9, 7))
    found = {day: deadline(draft, on(day)) for day in ("2023-09-06", "2023-09-07")}
    assert [(item.state, item.days_left) for item in found.values()] == [(State.CLOSING, 0), (State.CLOSED, -1)]
    assert "2023-09-06 is the last day that is surely in time" in found["2023-09-06"].cautions[0]


def test_the_year_2216_is_told_as_a_probable_slip():
    found = deadline(consultation(date(2216, 3, 4), opens=date(2016, 2, 4)), on("2016-02-05"))
    assert (found.state, found.days_left) == (State.OPEN, (date(2216, 3, 4) - date(2016, 2, 5)).days)
    assert found.cautions == ("The year 2216 is 200 years after it began: read the source.",)


def test_a_closing_before_the_opening_is_told():
    found = deadline(consultation(date(2023, 8, 1), opens=date(2023, 8, 8)), on("2023-08-09"))
    assert "before the opening" in found.cautions[0]


@pytest.mark.parametrize(
    ("closes", "stated", "other"),
    [
        (date(2023, 10, 7), "by 7 September 2023", "2023-09-07"),
        (date(2023, 9, 17), "反馈截止时间为2023年9月7日。", "2023-09-07"),
        (date(2023, 10, 7), "from 8 August 2023 to 7 September 2023", "2023-09-07"),
        (date(2023, 9, 7), "from 8 August 2023 to 7 September 2023", None),
        (datetime(2023, 9, 8), "until the end of 7 September 2023", None),
        (date(2023, 9, 7), "within 30 days of 8 August 2023", None),
        (date(2023, 9, 7), "early in September 2023", None),
    ],
)
def test_a_closing_that_its_own_source_contradicts_is_told(closes, stated, other):
    found = deadline(consultation(closes, opens=date(2023, 8, 8), stated=stated), on("2023-08-09"))
    told = [caution for caution in found.cautions if "its source names" in caution]
    assert [f"is not the {other} that" in caution for caution in told] == ([True] if other else [])


def successor(name="final", status=LegalStatus.IN_FORCE, **more) -> Document:
    return Document(name, DocumentKind.RULE, "cn", {"en": "Final"}, status, **more)


def withdrawal(**more) -> ForceChange:
    return ForceChange(Act.WITHDRAWS, "notice", date(2023, 9, 15), **more)


@pytest.mark.parametrize(
    ("draft", "sequel", "state"),
    [
        (consultation(date(2023, 9, 7)), successor(), State.OUTCOME),
        (consultation(date(2023, 9, 7)), successor(status=LegalStatus.DRAFT), State.CLOSED),
        (consultation(date(2023, 9, 7), force_changes=(withdrawal(),)), successor("notice"), State.WITHDRAWN),
        (
            consultation(date(2023, 9, 7), force_changes=(withdrawal(day=date(2023, 10, 2)),)),
            successor(status=LegalStatus.DRAFT),
            State.CLOSED,
        ),
        (consultation(date(2023, 9, 7), legal_status=LegalStatus.REPEALED), None, State.WITHDRAWN),
        (
            consultation(
                date(2023, 9, 7), legal_status=LegalStatus.REPEALED, relations=(Relation("withdrawn_by", "n"),)
            ),
            None,
            State.CLOSED,
        ),
    ],
)
def test_what_became_of_it_is_its_state(draft, sequel, state):
    assert deadline(draft, on("2023-10-01"), sequel).state is state


@pytest.mark.parametrize(
    ("day", "state"), [("2023-09-01", State.CLOSING), ("2023-09-30", State.CLOSED), ("2023-10-01", State.OUTCOME)]
)
def test_an_outcome_on_its_own_page_counts_from_its_day(day, state):
    told = consultation(date(2023, 9, 7), outcome=date(2023, 10, 1))
    assert deadline(told, on(day)).state is state


def test_a_page_with_an_outcome_may_be_withdrawn():
    told = consultation(date(2023, 9, 7), outcome=date(2023, 10, 1), legal_status=LegalStatus.REPEALED)
    assert deadline(told, on("2023-10-02")).state is State.WITHDRAWN


def test_claims_are_listed_only_where_they_name_different_days():
    same = ClosingDate("stated", date(2023, 9, 7), "by 7 September")
    late = ClosingDate("structured", datetime(2023, 9, 8, 15, 59, tzinfo=UTC), "closes: 2023-09-08T15:59Z")
    assert differing(consultation(date(2023, 9, 7), dates=(same, same))) == ()
    assert differing(consultation(date(2023, 9, 7), dates=(same, late))) == (same, late)
