"""Closing dates as an iCalendar file (RFC 5545) and back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from regbot.errors import ConfigError
from regbot.model import Channel
from regbot.sanitise import one_line, plain
from regbot.track.deadlines import Deadline, State, Timing, differing
from regbot.track.zones import timezone_component

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//regbot//regbot deadlines//EN"
OURS = "@regbot"
ALARMS = (timedelta(days=-7), timedelta(days=-1))
A_DAY = timedelta(days=1)
WEB = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: the closing of a consultation.

    `closes` is a date (the whole day, in the issuer's zone) or an aware datetime whose tzinfo is a ZoneInfo. `uid` never
    changes; `sequence` grows each time `closes` does.
    """

    uid: str
    closes: date | datetime
    summary: str
    description: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def entry(item: Deadline, moved: int = 0) -> Entry | None:
    """The event of a deadline that moved `moved` times so far; None without a closing date.

    A date without a time stays a date, so that no calendar shows a time that nobody stated.
    """
    document, consultation = item.document, item.document.consultation
    if item.closes_at is None or consultation is None:
        return None
    return Entry(
        uid=f"closes-{document.id}{OURS}",
        closes=item.closes_at.date() if item.timing is Timing.DAY else item.closes_at.replace(fold=0),
        summary=one_line(f"Comments close: {document.name}"),
        description=_description(item),
        url=document.url if WEB.fullmatch(document.url) else "",
        sequence=moved,
        cancelled=item.state is State.WITHDRAWN,
    )


def following(new: Entry, old: Entry | None) -> Entry:
    """`new` with a sequence that never falls behind that of the event exported before, and grows if it moved."""
    if old is None:
        return new
    differs = (old.closes, old.cancelled) != (new.closes, new.cancelled)
    return replace(new, sequence=max(new.sequence, old.sequence + differs))


def write_calendar(entries: Iterable[Entry], now: datetime) -> bytes:
    """An iCalendar file with an event for each entry, in order, and every zone that one is in. `now` is the DTSTAMP."""
    from icalendar import Calendar

    entries = list(entries)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", "Comments close")
    years: defaultdict[str, set[int]] = defaultdict(set)
    for item in entries:
        if isinstance(item.closes, datetime) and isinstance(item.closes.tzinfo, ZoneInfo):
            years[item.closes.tzinfo.key].add(item.closes.year)
    for zone in sorted(years.keys() - {"UTC"}):
        calendar.add_component(timezone_component(zone, years[zone]))
    for item in entries:
        calendar.add_component(_event(item, now))
    return bytes(calendar.to_ical())


def read_calendar(data: bytes, where: str) -> tuple[Entry, ...]:
    """The events of a file that `write_calendar` made; `where` names it in errors.

    Raises ConfigError for any other file, also for a calendar with events of somebody else.
    """
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
        found = tuple(_entry(event) for event in calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ConfigError(f"{where} is there and is no calendar of regbot's", "name another file") from error
    if str(calendar.get("PRODID", "")) != PRODUCT or not all(item.uid.endswith(OURS) for item in found):
        raise ConfigError(f"{where} is a calendar that regbot did not write", "name another file")
    return found


def previous(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """Entries by uid."""
    return {item.uid: item for item in entries}


def _event(item: Entry, now: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("UID", item.uid)
    event.add("DTSTAMP", now)
    event.add("DTSTART", item.closes)
    event.add("SUMMARY", item.summary)
    if item.description:
        event.add("DESCRIPTION", item.description)
    if item.url:
        event.add("URL", item.url)
    event.add("SEQUENCE", item.sequence)
    event.add("STATUS", "CANCELLED" if item.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    for before in () if item.cancelled or _is_over(item.closes, now) else ALARMS:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", item.summary)
        alarm.add("TRIGGER", before)
        event.add_component(alarm)
    return event


def _is_over(closes: date | datetime, now: datetime) -> bool:
    """Whether a closing lies behind `now` everywhere: of a day without time, the zone is not in the entry."""
    if isinstance(closes, datetime):
        return closes < now
    return closes < (now - A_DAY).date()


def _entry(event: Any) -> Entry:
    return Entry(
        uid=str(event["UID"]),
        closes=event.decoded("DTSTART"),
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        url=str(event.get("URL", "")),
        sequence=int(event.get("SEQUENCE", 0)),
        cancelled=str(event.get("STATUS", "")) == "CANCELLED",
    )


def _description(item: Deadline) -> str:
    document, consultation = item.document, item.document.consultation
    assert consultation
    lines = [
        document.title_in("en"),
        f"Issuer: {document.issuer} ({document.jurisdiction})" if document.issuer else "",
        f"Time zone of the issuer: {document.timezone}",
        "No time is stated: the day ends in the issuer's zone." if item.timing is Timing.DAY else "",
        f"Stated as: “{consultation.stated_as}”" if consultation.stated_as else "",
        *(f"Caution: {caution}" for caution in item.cautions),
        *(f"Conflict: {conflict}" for conflict in consultation.conflicts),
        *(f"{claim.basis}: {claim.closes} “{claim.quote}”" for claim in differing(document)),
        *(_way(channel) for channel in consultation.channels),
    ]
    return plain("\n".join(one_line(line) for line in lines if line))


def _way(channel: Channel) -> str:
    """A channel with the words that must stand on the envelope or in the subject."""
    marking = f"; write on it: “{channel.required_marking}”" if channel.required_marking else ""
    return f"{channel.kind}: {channel.address}{marking}"
