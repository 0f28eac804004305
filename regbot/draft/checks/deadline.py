"""C02, C03, C15: is it still open, do the sources agree on when it closes, will a letter arrive in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from regbot import wording
from regbot.draft.checks.finding import Facts, Finding, Level
from regbot.draft.comment import Comment
from regbot.track.deadlines import Deadline, State, Timing, differing, last_day

NOTICE = "read the notice"


def still_open(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C02: blocks a closed consultation and one whose closing is not known; else says how long there is, in both zones."""
    found = facts.deadline
    if found is None:
        yield Finding("C02", Level.BLOCK, f"{facts.document.id} is not open for comment.", "consultation", NOTICE)
    elif found.state.is_over:
        told = f"Comments are no longer taken: {_when(found)}. {facts.sequel}".strip()
        fix = facts.remedies or "keep the draft as practice; `--as-of DATE` looks at it as on a day when it was open"
        yield Finding("C02", Level.BLOCK, told, "consultation", fix)
    elif found.closes_at is None:
        yield Finding(
            "C02",
            Level.BLOCK,
            "No closing date is known, so regbot cannot say that this comment would be in time.",
            "consultation",
            f"{NOTICE} at {facts.document.url or 'its publisher'}, then add the date to the consultation's document.toml",
        )
    elif found.state is State.UPCOMING:
        opens = facts.document.consultation.opens if facts.document.consultation else None
        yield Finding(
            "C02", Level.BLOCK, f"It opens for comments on {opens}.", "consultation", f"send it from {opens} on"
        )
    else:
        message = f"{wording.comments(found.state, found.days_left).capitalize()}: {_when(found)}."
        yield Finding("C02", Level.NOTE, message, "consultation", "send it before")


def sources_agree(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C03: the claims about the closing date, where they differ, and what is odd about it."""
    consultation = facts.document.consultation
    claims = differing(facts.document)
    if claims and consultation:
        named = "; ".join(f"{claim.basis}: {claim.closes}" for claim in claims)
        conflicts = " ".join(consultation.conflicts)
        message = " ".join(
            part for part in ("Sources disagree on the closing date.", named and f"{named}.", conflicts) if part
        )
        earliest = min((last_day_of(claim.closes) for claim in claims), default="")
        yield Finding("C03", Level.WARN, message, "consultation", f"keep to the earliest: {earliest}")
    elif consultation and consultation.conflicts:
        yield Finding("C03", Level.WARN, " ".join(consultation.conflicts), "consultation", "keep to the earliest date")
    for caution in facts.deadline.cautions if facts.deadline else ():
        yield Finding("C03", Level.WARN, caution, "consultation", NOTICE)


def lead_time(comment: Comment, facts: Facts) -> Iterator[Finding]:
    """C15: a letter needs days to arrive."""
    found, route = facts.deadline, facts.route
    if not route or not route.lead_days or not found or not found.closes_at or found.state.is_over:
        return
    latest = last_day(found.closes_at) - timedelta(days=route.lead_days)
    today = facts.as_of.date_in(facts.document.timezone)
    if today > latest:
        yield Finding(
            "C15",
            Level.WARN,
            f"A letter takes up to {route.lead_days} days and should have left by {latest}: it may arrive too late.",
            "channel",
            "send it by another channel, or by a courier who says when it arrives",
        )


def last_day_of(closes: object) -> str:
    """The day of a closing date or moment, ISO."""
    return str(closes)[:10]


def _when(found: Deadline) -> str:
    if found.closes_at is None:
        return "no closing date is known"
    said = f"{found.closes_at:%Y-%m-%d %H:%M} {found.document.timezone}"
    local = found.closes_at_local
    if local and local.utcoffset() != found.closes_at.utcoffset():
        said += f" ({local:%Y-%m-%d %H:%M} your time)"
    if found.timing is Timing.DAY:
        said += ", the end of the last day"
    return said
