"""Which provision of a related document says what this one says: the draft's ancestor, the final text's descendant."""

from __future__ import annotations

from regbot.ask.candidates import Candidate, Retrieval
from regbot.model import Document


def finals_of(document: Document, retrieval: Retrieval) -> list[Document]:
    """The documents that a draft became, of those that may be seen."""
    return _related(document, "finalised_by", retrieval)


def drafts_of(document: Document, retrieval: Retrieval) -> list[Document]:
    """The drafts that a document came from, of those that may be seen."""
    return _related(document, "finalises", retrieval)


def counterpart(topic: str, candidate: Candidate, document: Document, retrieval: Retrieval) -> Candidate | None:
    """The provision of `document` that deals with the same thing, measured against `topic`; None when there is none."""
    kinship = retrieval.kinship
    as_of, eid = retrieval.filters.as_of, candidate.provision.eid
    if document.id in candidate.document.related("finalised_by"):
        eids = kinship.heirs(candidate.document.id, document.id, eid, as_of)
    else:
        eids = kinship.ancestors(document.id, candidate.document.id, eid, as_of)
    found = (retrieval.candidate(topic, f"{document.id}#{other}") for other in eids)
    return max(found, key=lambda item: item.strength, default=None)


def _related(document: Document, relation: str, retrieval: Retrieval) -> list[Document]:
    catalogue = retrieval.index.catalogue
    return [catalogue.document(target) for target in document.related(relation) if retrieval.allows(target)]
