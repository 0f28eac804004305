"""Claims about when comments close, and what they come to together. Claims of different origin are never mixed up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from regbot.model import Channel, ClosingDate, Consultation
from regbot.parse.moments import find_days, plain_digits

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""No consultation closes outside these; publishers' examples and placeholders do."""


class Basis(StrEnum):
    """Where a closing date comes from."""

    STATED = "stated"
    STRUCTURED = "structured"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class DatedClaim:
    """One claim about when comments close (or, with `opens`, about the whole period).

    `closes` is a date, or a datetime: naive in the issuer's zone, or aware if the text or field names another.
    `quote` is the exact sentence, or `field: value`. `copied` marks a field known to be a copy of regulations.gov's UTC
    stamp. `about` is empty for comments on the document; "reply comments" and "information collection" close on their own.
    """

    basis: Basis
    closes: date | datetime
    quote: str
    opens: date | None = None
    copied: bool = False
    about: str = ""


def structured_claim(field: str, value: object, timezone: str, *, copied: bool = False) -> DatedClaim | None:
    """The claim of an API field: an ISO date or stamp (aware ones are converted to `timezone`), a date, epoch milliseconds.

    The last minute of a day counts as the day. None for what is no date, a placeholder, or a year no consultation has.
    """
    try:
        moment = _moment(value)
        if isinstance(moment, datetime) and moment.tzinfo:
            moment = moment.astimezone(ZoneInfo(timezone))
    except (ValueError, OverflowError):
        return None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if isinstance(moment, datetime) and (moment.hour, moment.minute) == (23, 59):
        moment = moment.date()
    return DatedClaim(Basis.STRUCTURED, moment, f"{field}: {value}", copied=copied)


def consultation_of(
    claims: Iterable[DatedClaim | None],
    *,
    timezone: str,
    evidence: str = "",
    opens: date | None = None,
    channels: Sequence[Channel] = (),
) -> Consultation | None:
    """Reconcile `claims` into one Consultation; None when there is neither claim, opening nor channel.

    A stated date counts before a structured one, that before a computed one; of several stated dates the one that a
    structured date confirms, else the earliest. Dates before `opens` are of an earlier period and left out. A copied date
    alone closes nothing: it is off by a day more often than not.
    """
    given = [claim for claim in claims if claim]
    opening = opens or min((claim.opens for claim in given if claim.opens and not claim.about), default=None)
    timely = [claim for claim in given if not opening or _day(claim.closes, timezone) >= opening]
    if not timely and not opening and not channels:
        return None
    main = [claim for claim in timely if not claim.about]
    chosen = _chosen(main, timezone)
    return Consultation(
        opens=opening,
        closes=chosen.closes if chosen else None,
        stated_as=chosen.quote if chosen and chosen.basis is Basis.STATED else "",
        evidence=evidence if chosen and chosen.basis is Basis.STATED else "",
        channels=tuple(channels),
        conflicts=tuple(_conflicts(main, chosen, timezone)),
        dates=tuple(ClosingDate(claim.basis.value, claim.closes, claim.quote) for claim in timely),
    )


def _chosen(main: Sequence[DatedClaim], timezone: str) -> DatedClaim | None:
    stated = [claim for claim in main if claim.basis is Basis.STATED]
    structured = [claim for claim in main if claim.basis is Basis.STRUCTURED and not claim.copied]
    computed = [claim for claim in main if claim.basis is Basis.COMPUTED]
    days = {_day(claim.closes, timezone) for claim in structured}
    confirmed = [claim for claim in stated if _day(claim.closes, timezone) in days]
    for group in (confirmed, stated, structured, computed):
        if group:
            return min(group, key=lambda claim: (_day(claim.closes, timezone), not isinstance(claim.closes, datetime)))
    return None


def _conflicts(main: Sequence[DatedClaim], chosen: DatedClaim | None, timezone: str) -> Iterable[str]:
    told: set[date] = set()
    for claim in main:
        day = _day(claim.closes, timezone)
        if chosen is None:
            yield (
                f"Only a copy of the regulations.gov date is known ({claim.quote}); such copies are mostly one day late, "
                f"so comments may close on {day - ONE_DAY}: check the docket."
            )
            continue
        kept = _day(chosen.closes, timezone)
        shifted = claim.copied and day - ONE_DAY == kept
        if (
            day == kept
            or shifted
            or day in told
            or (claim.basis is Basis.COMPUTED and chosen is not claim and abs(day - kept) <= 3 * ONE_DAY)
        ):
            continue
        told.add(day)
        yield f"{_spoken(chosen)} gives {kept}; {_spoken(claim)} gives {day}: “{_shortened(claim.quote)}”."


def _spoken(claim: DatedClaim) -> str:
    if claim.basis is Basis.STATED:
        return "the notice's text"
    if claim.basis is Basis.COMPUTED:
        return "counting from publication"
    name = f"the field {claim.quote.partition(':')[0]}"
    return f"{name}, a copy that is mostly one day late," if claim.copied else name


def _shortened(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 160 else f"{flat[:159]}…"


def _day(moment: date | datetime, timezone: str) -> date:
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(timezone)).date() if moment.tzinfo else moment.date()


def _moment(value: object) -> date | datetime | None:
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000, UTC) if 6e11 < value < 5e12 else None
    if not isinstance(value, str):
        return None
    text = value.strip().replace("/", "-")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return datetime.fromisoformat(text)
    days = find_days(plain_digits(value[:200]), chinese=True) or find_days(value[:200], chinese=False)
    return days[0].value if days and days[0].year_given else None
