"""When a consultation closes: the exact moment in the issuer's zone, the days left, the state it is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from regbot.model import AsOf, ClosingDate, Consultation, Document, LegalStatus
from regbot.parse.dates import find_days

CLOSING_DAYS = 7
END_OF_DAY = time(23, 59, 59)
INSTANT = timedelta(microseconds=1)
FAR = timedelta(days=3 * 366)
"""No consultation stays open longer than this; a date further off is probably a slip of the source."""

DAY_ENDS = re.compile(r"\bend of\b|\b24[:.]00|24\s*时|二十四时|\b11[:.]59|\b23[:.]59|当日结束", re.IGNORECASE)
DAY_BEGINS = re.compile(r"\b(?:start|beginning) of\b|零时|(?<!\d)0\s*时", re.IGNORECASE)


class State(StrEnum):
    """Where a consultation stands. `closing` is open with at most seven days left; `unknown` has no closing date."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSING = "closing"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    OUTCOME = "outcome_published"

    @property
    def takes_comments(self) -> bool:
        """Whether a comment sent now would be in time."""
        return self in (State.OPEN, State.CLOSING)

    @property
    def is_over(self) -> bool:
        """Whether no comment can be sent any more."""
        return self in (State.CLOSED, State.WITHDRAWN, State.OUTCOME)


class Timing(StrEnum):
    """How exactly the closing is known. `midnight` is 00:00 without a word whether the day begins or ends with it."""

    DAY = "day"
    TIME = "time"
    MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A consultation at a moment.

    `closes_at` is in the issuer's zone, `closes_at_local` in the zone of the moment asked from. `days_left` counts
    calendar days in the issuer's zone, `days_left_local` in the other: 0 on the last day, negative afterwards, None where
    no closing date is known. `cautions` are sentences about what is odd or open to two readings.
    """

    document: Document
    state: State
    closes_at: datetime | None = None
    closes_at_local: datetime | None = None
    days_left: int | None = None
    days_left_local: int | None = None
    timing: Timing | None = None
    cautions: tuple[str, ...] = ()


def deadline(document: Document, as_of: AsOf, sequel: Document | None = None) -> Deadline | None:
    """The document's deadline as of a moment; None when it never was open for comment.

    `sequel` is the document that took its place by then; one that withdrew it is among its `force_changes`.
    """
    consultation = document.consultation
    if consultation is None:
        return None
    today = as_of.date_in(document.timezone)
    closes_at, timing = closing(consultation, document.timezone)
    state = _ended_by(document, sequel, today) or _state(consultation, closes_at, today, as_of)
    if closes_at is None:
        return Deadline(document, state)
    local = closes_at.astimezone(as_of.now.tzinfo)
    return Deadline(
        document=document,
        state=state,
        closes_at=closes_at,
        closes_at_local=local,
        days_left=(last_day(closes_at) - today).days,
        days_left_local=(last_day(local) - as_of.date).days,
        timing=timing,
        cautions=tuple(_cautions(document, closes_at, timing)),
    )


def closing(consultation: Consultation, timezone: str) -> tuple[datetime | None, Timing | None]:
    """The last moment for a comment, in `timezone`, and how exactly it is known; 00:00 is read by the source's words."""
    closes = consultation.closes
    moment = closing_moment(closes, timezone)
    if moment is None or not isinstance(closes, datetime):
        return moment, Timing.DAY if moment else None
    if moment.time() != time(0):
        return moment, Timing.TIME
    quotes = (claim.quote for claim in consultation.dates if claim.closes == closes and claim.basis != "structured")
    words = " ".join((consultation.stated_as, *quotes))
    if DAY_ENDS.search(words):
        if last_day(moment) in find_days(words):
            return moment, Timing.TIME
        return datetime.combine(moment.date(), END_OF_DAY, moment.tzinfo), Timing.TIME
    return moment, Timing.TIME if DAY_BEGINS.search(words) else Timing.MIDNIGHT


def closing_moment(closes: date | datetime | None, timezone: str) -> datetime | None:
    """`closes` as a moment in `timezone` (an IANA name).

    A date alone means the last second of that day there; a time without a zone is read in that zone.
    """
    zone = ZoneInfo(timezone)
    if closes is None:
        return None
    if not isinstance(closes, datetime):
        return datetime.combine(closes, END_OF_DAY, zone)
    return closes.astimezone(zone) if closes.tzinfo else closes.replace(tzinfo=zone)


def last_day(closes_at: datetime) -> date:
    """The last calendar day with time left: what closes at 00:00 has its last day the day before."""
    return (closes_at - INSTANT).date()


def differing(document: Document) -> tuple[ClosingDate, ...]:
    """Every claim about the closing date, the date kept to among them, where claims name different days; else none."""
    consultation = document.consultation
    if consultation is None:
        return ()
    days = {closing_day(claim.closes, document.timezone) for claim in consultation.dates}
    return consultation.dates if consultation.conflicts or len(days) > 1 else ()


def closing_day(closes: date | datetime, timezone: str) -> date:
    """The calendar day of a closing date in `timezone`."""
    moment = closing_moment(closes, timezone)
    assert moment
    return moment.date()


def soonest_first(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """What takes comments or will, soonest closing first; then those without a date; then closed ones, latest first."""
    every = sorted(deadlines, key=_moment_and_id)
    ahead = [item for item in every if item.closes_at and not item.state.is_over]
    undated = [item for item in every if not item.closes_at]
    past = [item for item in every if item.closes_at and item.state.is_over]
    return [*ahead, *undated, *reversed(past)]


def _moment_and_id(item: Deadline) -> tuple[float, str]:
    return (item.closes_at.timestamp() if item.closes_at else 0.0, item.document.id)


def _ended_by(document: Document, sequel: Document | None, today: date) -> State | None:
    """The state that something other than the calendar brought about by `today`."""
    if document.is_withdrawn_on(today):
        return State.WITHDRAWN
    ended = document.related("withdrawn_by") or document.expires
    if document.legal_status is LegalStatus.REPEALED and not ended:
        return State.WITHDRAWN
    if sequel and sequel.legal_status not in (LegalStatus.DRAFT, LegalStatus.NEWS):
        return State.OUTCOME
    told = document.consultation.outcome if document.consultation else None
    return State.OUTCOME if told and told <= today else None


def _state(consultation: Consultation, closes_at: datetime | None, today: date, as_of: AsOf) -> State:
    if consultation.opens and today < consultation.opens:
        return State.UPCOMING
    if closes_at is None:
        return State.UNKNOWN
    if today > last_day(closes_at) or (as_of.day is None and as_of.now > closes_at):
        return State.CLOSED
    return State.CLOSING if (last_day(closes_at) - today).days <= CLOSING_DAYS else State.OPEN


def _cautions(document: Document, closes_at: datetime, timing: Timing | None) -> Iterator[str]:
    consultation = document.consultation
    begins = (consultation.opens if consultation else None) or document.published
    if timing is Timing.MIDNIGHT:
        yield (
            f"The source says 00:00 on {closes_at.date()} and not whether that day begins or ends with it: "
            f"{last_day(closes_at)} is the last day that is surely in time."
        )
    if begins and closes_at.date() < begins:
        yield f"The closing date {closes_at.date()} is before the opening on {begins}: read the source."
    if begins and closes_at.date() - begins > FAR:
        yield f"The year {closes_at.year} is {closes_at.year - begins.year} years after it began: read the source."
    stated = _days_stated(document)
    if stated and not stated & {closes_at.date(), last_day(closes_at)}:
        days = " or ".join(map(str, sorted(stated)))
        yield f"The closing date kept, {closes_at.date()}, is not the {days} that its source names: read the source."


def _days_stated(document: Document) -> set[date]:
    """The closing days the source's own words may mean, the days that its period may be counted from left out."""
    consultation = document.consultation
    if not consultation:
        return set()
    return set(find_days(consultation.stated_as)) - {consultation.opens, document.published}
