"""What can be compared: a draft with what became of it, a document with its own earlier texts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from regbot.workflows.documents import known

if TYPE_CHECKING:
    from regbot.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts as `compare` names them, and in words."""

    old: str
    new: str
    words: str
    why: str


def pairs(workspace: Workspace) -> tuple[Pair, ...]:
    """Drafts with their final texts first, then versions next to one another. Raises CorpusError."""
    documents = {item.document.id: item.document for item in known(workspace)}
    found: dict[tuple[str, str], Pair] = {}
    for document in documents.values():
        later = [target for target in document.related("finalised_by") if target in documents]
        earlier = [target for target in document.related("finalises") if target in documents]
        for old, new in [(document.id, target) for target in later] + [(target, document.id) for target in earlier]:
            words = f"{documents[old].name} → {documents[new].name}"
            found.setdefault((old, new), Pair(old, new, words, "the draft and what became of it"))
    for document in documents.values():
        dates = sorted({version.date for version in workspace.corpus.versions(document.id)})
        for first, second in pairwise(dates):
            old, new = f"{document.id}@{first}", f"{document.id}@{second}"
            words = f"{document.name}: {first} → {second}"
            found[old, new] = Pair(old, new, words, "two versions of one document")
    return tuple(found.values())
