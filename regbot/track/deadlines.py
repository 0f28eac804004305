"""When a consultation closes: the exact moment in the issuer's zone, the days left, the state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from regbot.model import AsOf, Document

CLOSING_DAYS = 7
END_OF_DAY = time(23, 59, 59)


class State(StrEnum):
    """Where a consultation stands. `closing` is open with at most seven days left."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    UNKNOWN = "unknown"

    @property
    def takes_comments(self) -> bool:
        """Whether a comment sent now would be in time."""
        return self in (State.OPEN, State.CLOSING)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A consultation at a moment.

    `closes_at` is in the issuer's zone, `closes_at_local` in the zone of the moment asked from. `days_left` counts
    calendar days in the issuer's zone: 0 on the last day, negative afterwards, None where no closing date is known.
    """

    document: Document
    state: State
    closes_at: datetime | None = None
    closes_at_local: datetime | None = None
    days_left: int | None = None


def deadline(document: Document, as_of: AsOf) -> Deadline | None:
    """The document's deadline as of a moment; None when it never was open for comment."""
    consultation = document.consultation
    if consultation is None:
        return None
    today = as_of.date_in(document.timezone)
    closes_at = closing_moment(consultation.closes, document.timezone)
    if consultation.opens and today < consultation.opens:
        state = State.UPCOMING
    elif closes_at is None:
        state = State.UNKNOWN
    elif today > closes_at.date() or (as_of.day is None and as_of.now > closes_at):
        state = State.CLOSED
    else:
        state = State.CLOSING if (closes_at.date() - today).days <= CLOSING_DAYS else State.OPEN
    return Deadline(
        document=document,
        state=state,
        closes_at=closes_at,
        closes_at_local=closes_at.astimezone(as_of.now.tzinfo) if closes_at else None,
        days_left=(closes_at.date() - today).days if closes_at else None,
    )


def closing_moment(closes: date | datetime | None, timezone: str) -> datetime | None:
    """The last moment for a comment, in `timezone` (an IANA name).

    A date alone means the last second of that day there; a time without a zone is read in that zone.
    """
    zone = ZoneInfo(timezone)
    if closes is None:
        return None
    if not isinstance(closes, datetime):
        return datetime.combine(closes, END_OF_DAY, zone)
    return closes.astimezone(zone) if closes.tzinfo else closes.replace(tzinfo=zone)


def soonest_first(deadlines: list[Deadline]) -> list[Deadline]:
    """What takes comments or will, soonest closing first; then those without a date; then closed ones, latest first."""
    ahead = [item for item in deadlines if item.closes_at and item.state is not State.CLOSED]
    undated = [item for item in deadlines if not item.closes_at]
    past = [item for item in deadlines if item.closes_at and item.state is State.CLOSED]
    return [
        *sorted(ahead, key=_moment_and_id),
        *sorted(undated, key=lambda item: item.document.id),
        *sorted(past, key=_moment_and_id, reverse=True),
    ]


def _moment_and_id(item: Deadline) -> tuple[float, str]:
    return (item.closes_at.timestamp() if item.closes_at else 0.0, item.document.id)
