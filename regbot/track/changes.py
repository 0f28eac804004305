"""What happened to a consultation between two days: announced, opened, moved, closed, its outcome published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from regbot.model import AsOf, Document
from regbot.track.deadlines import Deadline, State, last_day
from regbot.track.history import Moment, Seen, moves


class ChangeKind(StrEnum):
    """What happened, in the order in which things happen on one day."""

    ANNOUNCED = "announced"
    OPENED = "opened"
    MOVED = "moved"
    AMENDED = "amended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    OUTCOME = "outcome_published"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened on a day in the issuer's zone. `old` and `new` are closing dates, for `moved` alone."""

    kind: ChangeKind
    on: date
    old: Moment = None
    new: Moment = None


def changes(
    item: Deadline,
    since: date,
    as_of: AsOf,
    *,
    sequel: Document | None = None,
    texts: Iterable[date] = (),
    history: Sequence[Seen] = (),
) -> tuple[Change, ...]:
    """What happened from `since` to the day asked from, both included, oldest first.

    `texts` are the dates of the document's versions, `sequel` the document that took its place by then.
    """
    today = as_of.date_in(item.document.timezone)
    found = [
        *_dated(item, sequel, today),
        *(Change(ChangeKind.AMENDED, day) for day in sorted(set(texts))[1:]),
        *moved(item.document, history),
    ]
    return tuple(
        sorted(
            (change for change in found if since <= change.on <= today),
            key=lambda change: (change.on, list(ChangeKind).index(change.kind)),
        )
    )


def moved(document: Document, history: Sequence[Seen]) -> Iterator[Change]:
    """Each time the closing date of `document` moved, as `history` has it."""
    for before, after in moves(history, document.id):
        if before.closes != after.closes:
            day = AsOf(after.at).date_in(document.timezone)
            yield Change(ChangeKind.MOVED, day, before.closes, after.closes)


def latest_moment(item: Deadline, found: Iterable[Change]) -> date | datetime | None:
    """The day of the newest of `found`, else the day the document was published."""
    return max((change.on for change in found), default=item.document.published)


def _dated(item: Deadline, sequel: Document | None, today: date) -> Iterator[Change]:
    document = item.document
    consultation = document.consultation
    if document.published:
        yield Change(ChangeKind.ANNOUNCED, document.published)
    if consultation and consultation.opens:
        yield Change(ChangeKind.OPENED, consultation.opens)
    if item.closes_at and (item.state is State.CLOSED or last_day(item.closes_at) < today):
        yield Change(ChangeKind.CLOSED, item.closes_at.date())
    gone = document.withdrawal_on(today)
    if gone and gone.counts_from and item.state is State.WITHDRAWN:
        yield Change(ChangeKind.WITHDRAWN, gone.counts_from)
    elif sequel and sequel.published and item.state in (State.WITHDRAWN, State.OUTCOME):
        yield Change(ChangeKind(item.state.value), sequel.published)
    elif consultation and consultation.outcome and item.state is State.OUTCOME:
        yield Change(ChangeKind.OUTCOME, consultation.outcome)
