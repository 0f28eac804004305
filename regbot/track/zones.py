"""VTIMEZONE components that say exactly when a zone's offset changes, around the years that a calendar needs.

icalendar's own give daylight saving an onset in the new wall clock; RFC 5545 wants the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Onset:
    """From `starts`, in the wall clock before it, a zone is `after` ahead of UTC and no longer `before`."""

    starts: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def timezone_component(name: str, years: Iterable[int]) -> Timezone:
    """The VTIMEZONE of the IANA zone `name`, right in each of `years` and a year on both sides."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("TZID", name)
    for onset in onsets(name, years):
        part = TimezoneDaylight() if onset.daylight else TimezoneStandard()
        part.DTSTART = onset.starts
        part.TZOFFSETFROM, part.TZOFFSETTO = onset.before, onset.after
        part.add("TZNAME", onset.name)
        zone.add_component(part)
    return zone


def onsets(name: str, years: Iterable[int]) -> list[Onset]:
    """The offset that `name` begins the first year with, then every change of it, oldest first."""
    zone = ZoneInfo(name)
    wanted = sorted({near for year in years for near in (year - 1, year, year + 1) if 1 < near < 9999})
    found: list[Onset] = []
    for year in wanted:
        start = datetime(year, 1, 1, tzinfo=UTC)
        if year - 1 not in wanted:
            found.append(_onset(start, _offset(start, zone), zone))
        found += (_onset(moment, before, zone) for moment, before in _changes(start, zone))
    return found


def _changes(start: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta]]:
    """Every moment in the year from `start` on at which the offset becomes another, and the one before."""
    day = start
    while day.year == start.year:
        before = _offset(day, zone)
        if _offset(day + DAY, zone) != before:
            yield _change(day, day + DAY, zone), before
        day += DAY


def _change(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    before = _offset(early, zone)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if _offset(middle, zone) == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _onset(moment: datetime, before: timedelta, zone: ZoneInfo) -> Onset:
    local = moment.astimezone(zone)
    return Onset(
        starts=moment.replace(tzinfo=None) + before,
        before=before,
        after=_offset(moment, zone),
        name=local.tzname() or str(zone),
        daylight=bool(local.dst()),
    )


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
