"""Lists of documents, read from the corpus folder: no index needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regbot.model import Document, DocumentKind, LegalStatus
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
    """A document at the moment asked from. `superseded_by` is the document that took its place by then, or empty."""

    document: Document
    legal_status: LegalStatus
    deadline: Deadline | None
    superseded_by: str = ""


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
    successors = _successors(documents)
    return [describe(item, workspace, successors.get(item.id, "")) for item in documents]


def is_known(document: Document, workspace: Workspace) -> bool:
    """Whether the document had been published by the moment asked from, in its issuer's zone.

    For a day of the past, one without a date of publication is as old as its oldest text.
    """
    day = workspace.as_of.date_in(document.timezone)
    if document.published or not workspace.as_of.day:
        return document.known_on(day)
    return any(version.date <= day for version in workspace.corpus.versions(document.id))


def describe(document: Document, workspace: Workspace, superseded_by: str = "") -> Listed:
    """The document with its legal status and deadline at the moment asked from."""
    status = document.status_on(workspace.as_of.date_in(document.timezone))
    sequel = workspace.corpus.document(superseded_by) if superseded_by else None
    return Listed(document, status, deadline(document, workspace.as_of, sequel), superseded_by)


def _successors(documents: list[Document]) -> dict[str, str]:
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
