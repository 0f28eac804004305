"""Consultations for people: state, closing moment in both zones, the source's words, conflicts, ways to comment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot import wording
from regbot.cli.views.documents import followed
from regbot.cli.views.moment import spoken
from regbot.cli.views.parts import badge, indented, joined, words
from regbot.model import ClosingDate
from regbot.track.changes import Change, ChangeKind
from regbot.track.deadlines import Deadline, State, Timing, differing

if TYPE_CHECKING:
    from regbot.workflows.tracking import Tracked, Tracker

STYLES = {State.OPEN: "green", State.CLOSING: "bold red", State.UPCOMING: "cyan", State.UNKNOWN: "yellow"}
HAPPENED = {
    ChangeKind.ANNOUNCED: "published",
    ChangeKind.OPENED: "opened for comments",
    ChangeKind.AMENDED: "its text changed",
    ChangeKind.CLOSED: "closed",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.OUTCOME: "outcome published",
}


def tracker_view(tracker: Tracker) -> Iterator[RenderableType]:
    """The day it speaks for, each consultation, then what concerns the whole list."""
    yield spoken(tracker.as_of)
    if not tracker.items:
        yield Text("No consultation.")
    for item in tracker.items:
        yield from _item(item)
    for note in tracker.notes:
        yield Text.assemble(("note: ", "dim"), words(note))


def _item(item: Tracked) -> Iterator[RenderableType]:
    document, deadline = item.listed.document, item.deadline
    consultation = document.consultation
    assert consultation
    yield joined(_state(deadline), Text(document.id, "bold"), document.title_in("en"))
    yield indented(joined(badge(item.listed.legal_status), document.jurisdiction, document.issuer))
    yield indented(Text(_period(deadline)))
    if consultation.stated_as:
        where = f"{document.id}#{consultation.evidence}" if consultation.evidence else ""
        yield indented(joined(Text.assemble("stated as “", words(consultation.stated_as), "”"), where))
    for caution in deadline.cautions:
        yield indented(Text.assemble(("caution: ", "yellow"), words(caution)))
    for conflict in consultation.conflicts:
        yield indented(Text.assemble(("conflict: ", "bold red"), words(conflict)))
    for claim in differing(document):
        yield indented(_claim(claim, kept=claim.closes == consultation.closes), 6)
    for channel in consultation.channels:
        marking = channel.required_marking and f"marked “{channel.required_marking}”"
        yield indented(joined(channel.kind, channel.address, marking))
    if item.watched:
        yield indented(joined(f"watched since {item.watched.since}", item.watched.note))
    for change in item.changes:
        yield indented(Text.assemble((f"{change.on}: ", "bold"), words(_happened(change))))
    for told in (*item.listed.told_of_force, *followed(item.listed)):
        yield indented(words(told))


def _state(item: Deadline) -> Text:
    said = wording.comments(item.state, item.days_left)
    if not item.state.is_over and item.days_left_local not in (None, item.days_left):
        said += f" ({item.days_left_local} in your zone)"
    return Text(said.upper(), STYLES.get(item.state, "dim"))


def _period(item: Deadline) -> str:
    consultation = item.document.consultation
    opens = consultation.opens if consultation else None
    begun = "opens" if item.state is State.UPCOMING else "opened"
    parts = [f"{begun} {opens:%A %d %B %Y}"] if opens else []
    if item.closes_at and item.closes_at_local:
        past = item.state is State.CLOSED or (item.state.is_over and (item.days_left or 0) < 0)
        parts.append(f"{'closed' if past else 'closes'} {_moment(item, item.closes_at, item.closes_at_local)}")
    else:
        parts.append("no closing date is known")
    return "; ".join(parts)


def _moment(item: Deadline, closes_at: datetime, local: datetime) -> str:
    said = f"{closes_at:%A %d %B %Y, %H:%M} ({item.document.timezone})"
    if closes_at.utcoffset() != local.utcoffset():
        said += f", your time {local:%A %d %B, %H:%M}"
    return f"{said}; no time is stated, so the day counts to its end" if item.timing is Timing.DAY else said


def _claim(claim: ClosingDate, *, kept: bool) -> Text:
    closes = claim.closes.isoformat(sep=" ") if isinstance(claim.closes, datetime) else str(claim.closes)
    return joined(Text(closes, "bold"), claim.basis, f"“{claim.quote}”", "kept to" if kept else "")


def _happened(change: Change) -> str:
    if change.kind is not ChangeKind.MOVED:
        return HAPPENED[change.kind]
    return f"closing date moved from {change.old or 'none'} to {change.new or 'none'}"
