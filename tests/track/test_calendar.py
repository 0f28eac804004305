"""iCalendar files: what is written is read back, zones and sequences are right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.errors import ConfigError
from regbot.model import Channel
from regbot.sanitise import one_line, plain
from regbot.track.calendar import Entry, entry, following, read_calendar, write_calendar
from regbot.track.deadlines import deadline
from tests.track.consultations import consultation, on

NOW = datetime(2023, 8, 20, 4, 0, tzinfo=UTC)
ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Brussels", "Australia/Lord_Howe", "UTC"]
MOMENTS = st.builds(
    lambda naive, zone: naive.replace(microsecond=0, tzinfo=ZoneInfo(zone)),
    st.datetimes(datetime(1990, 1, 1), datetime(2216, 12, 31)),
    st.sampled_from(ZONES),
)
ENTRIES = st.builds(
    Entry,
    uid=st.from_regex(r"closes-[a-z0-9][a-z0-9.-]{0,80}@regbot", fullmatch=True),
    closes=st.one_of(st.dates(date(1990, 1, 1), date(2216, 12, 31)), MOMENTS),
    summary=st.text(max_size=200).map(one_line).map(lambda text: f"Comments close: {text}"),
    description=st.text(max_size=400).map(plain),
    url=st.sampled_from(["", "https://example.org/a?b=c,d;e&f", "http://例.cn/文"]),
    sequence=st.integers(0, 50),
    cancelled=st.booleans(),
)


def zone_of(item: Entry) -> str:
    return str(item.closes.tzinfo) if isinstance(item.closes, datetime) else ""


@given(st.lists(ENTRIES, max_size=4))
def test_what_is_written_is_read_back(entries):
    found = read_calendar(write_calendar(entries, NOW), "a.ics")
    assert found == tuple(entries)
    assert [zone_of(item) for item in found] == [zone_of(item) for item in entries]
    assert write_calendar(found, NOW) == write_calendar(entries, NOW)


def ics(closes, now=NOW, **more) -> icalendar.Calendar:
    item = entry(deadline(consultation(closes, **more), on("2023-08-20")))
    return icalendar.Calendar.from_ical(write_calendar([item], now))


def test_an_event_has_what_calendars_need():
    event = ics(date(2023, 9, 7)).walk("VEVENT")[0]
    assert event["UID"] == "closes-doc@regbot"
    assert event.decoded("DTSTAMP") == NOW
    assert event.decoded("DTSTART") == date(2023, 9, 7)
    assert event["STATUS"] == "CONFIRMED"
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [timedelta(days=-7), timedelta(days=-1)]
    assert "DTEND" not in event


def test_a_day_stays_a_day_and_a_time_is_a_time_in_its_zone():
    assert b"DTSTART;VALUE=DATE:20230907" in ics(date(2023, 9, 7)).to_ical()
    timed = ics(datetime(2026, 3, 9, 17), zone="America/New_York")
    assert b"DTSTART;TZID=America/New_York:20260309T170000" in timed.to_ical()
    assert timed.walk("VEVENT")[0].decoded("DTSTART").utcoffset() == timedelta(hours=-4)
    assert timed.walk("VTIMEZONE")[0]["TZID"] == "America/New_York"
    assert not ics(date(2023, 9, 7)).walk("VTIMEZONE")


@pytest.mark.parametrize(("day", "offset"), [(7, -5), (8, -4), (9, -4)])
def test_a_reader_without_a_zone_database_gets_the_same_moment(day, offset):
    """The offset that the file's own VTIMEZONE gives, around the night in which daylight saving begins."""
    zone = ics(datetime(2026, 3, day, 17), zone="America/New_York").walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    assert datetime(2026, 3, day, 17, tzinfo=zone).utcoffset() == timedelta(hours=offset)


def test_the_alarm_days_keep_their_hour_across_daylight_saving():
    event = ics(datetime(2026, 3, 9, 17), zone="America/New_York").walk("VEVENT")[0]
    assert b"TRIGGER:-P7D" in event.to_ical()
    assert b"TRIGGER:-P1D" in event.to_ical()


def test_the_year_2216():
    event = ics(datetime(2216, 7, 1, 17), zone="America/New_York").walk("VEVENT")[0]
    assert event.decoded("DTSTART") == datetime(2216, 7, 1, 17, tzinfo=ZoneInfo("America/New_York"))


def test_without_a_closing_date_there_is_no_event():
    assert entry(deadline(consultation(None), on("2023-08-20"))) is None


def test_a_moved_date_has_a_higher_sequence_and_an_unmoved_one_the_same():
    old = entry(deadline(consultation(date(2023, 9, 7)), on("2023-08-20")))
    moved = entry(deadline(consultation(date(2023, 9, 21)), on("2023-08-20")))
    assert following(old, None).sequence == 0
    assert following(old, old).sequence == 0
    assert following(moved, old).sequence == 1
    assert following(moved, following(moved, old)).sequence == 1
    assert following(old, following(moved, old)).sequence == 2
    assert {old.uid, moved.uid} == {"closes-doc@regbot"}


def test_what_history_says_counts_where_the_file_is_gone():
    assert entry(deadline(consultation(date(2023, 9, 21)), on("2023-08-20")), moved=2).sequence == 2


@pytest.mark.parametrize(
    "data",
    [
        b"my diary",
        b"",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nPRODID:-//regbot//regbot deadlines//EN\r\nBEGIN:VEVENT\r\nUID:party\r\nSUMMARY:x\r\n"
        b"DTSTART:20230907T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_file_of_somebody_else_is_not_taken_for_ours(data):
    with pytest.raises(ConfigError, match=r"a\.ics"):
        read_calendar(data, "a.ics")


def test_hostile_text_adds_no_line():
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTACH:file:///etc/passwd\x1b[31m\u202e"
    calendar = ics(date(2023, 9, 7), title={"en": hostile}, stated=hostile, url="javascript:alert(1)")
    assert len(calendar.walk("VEVENT")) == 1
    assert "URL" not in calendar.walk("VEVENT")[0]
    assert not calendar.walk("VEVENT")[0].get("ATTACH")
    assert b"\x1b" not in calendar.to_ical()


@pytest.mark.parametrize(
    ("closes", "alarms"), [(date(2023, 8, 18), 0), (date(2023, 8, 20), 2), (datetime(2023, 8, 20, 11), 0)]
)
def test_what_is_over_rings_no_alarm(closes, alarms):
    assert len(ics(closes).walk("VALARM")) == alarms


def test_the_words_for_the_envelope_are_in_the_description():
    post = Channel("post", "11 Chegongzhuang Street, Beijing", required_marking="Comments on the Provisions")
    description = str(ics(date(2023, 9, 7), channels=(post,)).walk("VEVENT")[0]["DESCRIPTION"])
    assert "post: 11 Chegongzhuang Street, Beijing; write on it: “Comments on the Provisions”" in description
