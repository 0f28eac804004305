"""Lists of documents, read from the corpus folder: no index needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from regbot import wording
from regbot.corpus.force import force_changes, with_force
from regbot.errors import UnknownRefError
from regbot.model import Document, DocumentKind, ForceChange, LegalStatus
from regbot.track.deadlines import Deadline, State, deadline
from regbot.workspace import Workspace

TAKEN_OVER_BY = ("finalised_by", "withdrawn_by")
TAKES_OVER = ("finalises", "supersedes", "withdraws")


class Status(StrEnum):
    """What `list` can be narrowed to. `open` includes `closing`; `in-force` is about law, the others about comments."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    IN_FORCE = "in-force"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document at the moment asked from, as far as it was known then.

    `superseded_by` is the document that took its place, or empty; `effective` the day of effect, after what `delay` made of
    it; `expires` the last day in force, after what `extension` made of it; `withdrawal` may count from a later day only.
    """

    document: Document
    legal_status: LegalStatus
    deadline: Deadline | None
    superseded_by: str = ""
    effective: date | None = None
    expires: date | None = None
    delay: ForceChange | None = None
    extension: ForceChange | None = None
    withdrawal: ForceChange | None = None

    @property
    def changes(self) -> tuple[ForceChange, ...]:
        """What later documents made of its force: its delay, its extension, its withdrawal."""
        return tuple(change for change in (self.delay, self.extension, self.withdrawal) if change)

    @property
    def told_of_force(self) -> tuple[str, ...]:
        """Each of `changes` in words."""
        return tuple(wording.force_change(self.document, change) for change in self.changes)

    @property
    def days_in_force(self) -> str:
        """`from 2025-06-02 to 2025-06-09`, as far as the days are known."""
        days = (("from", self.effective), ("to", self.expires))
        return " ".join(f"{name} {day}" for name, day in days if day)


def list_documents(
    workspace: Workspace, status: Status = Status.ALL, kinds: Iterable[DocumentKind] = ()
) -> list[Listed]:
    """Documents published by then: newest first, those without a date last, then by id. Raises CorpusError."""
    wanted = set(kinds)
    listed = [item for item in known(workspace) if not wanted or item.document.kind in wanted]
    return sorted((item for item in listed if _has(item, status)), key=_newest_first)


def known(workspace: Workspace) -> list[Listed]:
    """Every document published by the moment asked from, by id. Raises CorpusError."""
    documents = [item for item in workspace.corpus.documents() if is_known(item, workspace)]
    return _described(documents, documents, workspace)


def described(document: Document, workspace: Workspace) -> Listed:
    """One document with its legal status and deadline, and what others made of it by then, in so far as they parse."""
    around = [item for item in workspace.corpus.around(document) if is_known(item, workspace)]
    [listed] = _described([document], around, workspace)
    return listed


def find_listed(document_id: str, workspace: Workspace) -> Listed | None:
    """Like `described`, by id; None where the corpus lacks the document or it was not yet published. Raises CorpusError."""
    try:
        document = workspace.corpus.document(document_id)
    except UnknownRefError:
        return None
    return described(document, workspace) if is_known(document, workspace) else None


def is_known(document: Document, workspace: Workspace) -> bool:
    """Whether the document had been published by the moment asked from, in its issuer's zone.

    One without a date of publication is as old as its oldest text; what was brought in today stands a day ahead in some zones.
    """
    day = workspace.as_of.date_in(document.timezone)
    if document.published:
        return document.known_on(day)
    oldest = workspace.corpus.oldest(document.id)
    if workspace.as_of.day:
        return oldest is not None and oldest <= day
    return oldest is None or oldest <= day + timedelta(days=1)


def _described(documents: Iterable[Document], around: Sequence[Document], workspace: Workspace) -> list[Listed]:
    """`documents` in the light of those `around` them, all known by the moment asked from."""
    held = {item.id: item for item in around}
    successors, changes = _successors(around), force_changes(around)
    found = []
    for document in (with_force(item, changes) for item in documents):
        day, after = workspace.as_of.date_in(document.timezone), successors.get(document.id, "")
        found.append(
            Listed(
                document=document,
                legal_status=document.status_on(day),
                deadline=deadline(document, workspace.as_of, held.get(after)),
                superseded_by=after,
                effective=document.effective_on(day),
                expires=document.expires_on(day),
                delay=document.delay_on(day),
                extension=document.extension_on(day),
                withdrawal=document.withdrawal_on(day),
            )
        )
    return found


def _successors(documents: Sequence[Document]) -> dict[str, str]:
    ids = {document.id for document in documents}
    successors: dict[str, str] = {}
    for document in documents:
        for relation in document.relations:
            if relation.target in ids and relation.type in TAKEN_OVER_BY:
                successors[document.id] = relation.target
            elif relation.type in TAKES_OVER:
                successors.setdefault(relation.target, document.id)
    return successors


def _has(item: Listed, status: Status) -> bool:
    if status is Status.ALL:
        return True
    if status is Status.IN_FORCE:
        return item.legal_status is LegalStatus.IN_FORCE
    state = item.deadline.state if item.deadline else None
    wanted = {
        Status.OPEN: {State.OPEN, State.CLOSING},
        Status.CLOSING: {State.CLOSING},
        Status.CLOSED: {item for item in State if item.is_over},
    }
    return state in wanted[status]


def _newest_first(item: Listed) -> tuple[bool, int, str]:
    published = item.document.published
    return (published is None, -(published or date.min).toordinal(), item.document.id)
