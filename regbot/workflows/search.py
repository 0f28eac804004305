"""Search for provisions: one query, or a file of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regbot.ask.checks import checked
from regbot.index.retrieve import Mode
from regbot.model import Document, Filters, Hit, LegalStatus
from regbot.workflows.ask import Question
from regbot.workspace import Workspace

DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with the document it lies in and that document's legal status at the moment asked from."""

    hit: Hit
    document: Document
    legal_status: LegalStatus


def search(
    workspace: Workspace, query: str, within: Filters, *, mode: Mode = Mode.HYBRID, limit: int = DEFAULT_LIMIT
) -> list[Found]:
    """Provisions by falling score. Raises ConfigError, SearchIndexError, ModelError."""
    return _described(workspace, workspace.index.search(checked(query), within, mode=mode, limit=limit))


def search_all(
    workspace: Workspace,
    queries: Iterable[Question],
    within: Filters,
    *,
    mode: Mode = Mode.HYBRID,
    limit: int = DEFAULT_LIMIT,
) -> Iterator[tuple[Question, list[Found]]]:
    """Each query's provisions, in order, as soon as they are found."""
    for query in queries:
        yield query, search(workspace, query.text, within, mode=mode, limit=limit)


def _described(workspace: Workspace, hits: list[Hit]) -> list[Found]:
    catalogue = workspace.index.catalogue
    documents = {name: catalogue.document(name) for name in {hit.provision.document for hit in hits}}
    return [_found(hit, documents[hit.provision.document], workspace) for hit in hits]


def _found(hit: Hit, document: Document, workspace: Workspace) -> Found:
    return Found(hit, document, document.status_on(workspace.as_of.date_in(document.timezone)))
