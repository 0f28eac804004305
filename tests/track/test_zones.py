"""VTIMEZONE onsets against the time zone database itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.track.zones import onsets, timezone_component

ZONES = [
    "America/New_York",
    "Europe/Brussels",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Shanghai",
]


def test_daylight_saving_begins_at_the_old_wall_clock():
    spring, autumn = (item for item in onsets("America/New_York", [2026]) if item.starts.year == 2026)
    assert (spring.starts, spring.daylight, spring.name) == (datetime(2026, 3, 8, 2), True, "EDT")
    assert (autumn.starts, autumn.daylight, autumn.name) == (datetime(2026, 11, 1, 2), False, "EST")
    assert (spring.before, spring.after) == (timedelta(hours=-5), timedelta(hours=-4))


def test_a_zone_without_daylight_saving_has_one_onset():
    assert [item.after for item in onsets("Asia/Shanghai", [2023])] == [timedelta(hours=8)]


def test_a_far_year_has_daylight_saving_too():
    found = timezone_component("America/New_York", [2216]).to_ical().decode()
    assert "DTSTART:22160310T020000" in found


@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime(2001, 1, 2), datetime(2216, 12, 30), timezones=st.just(UTC)),
)
def test_the_last_onset_before_a_moment_gives_its_offset(zone, moment):
    found = onsets(zone, [moment.year])
    begun = [item for item in found if (item.starts - item.before).replace(tzinfo=UTC) <= moment]
    assert begun[-1].after == moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert found == sorted(found, key=lambda item: item.starts - item.before)


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_the_ends_of_the_calendar_do_no_harm(year):
    assert isinstance(onsets("America/New_York", [year]), list)
