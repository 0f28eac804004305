"""What documents do to the force of earlier ones, worked out from the relations that either side declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from regbot.model import Act, Document, ForceChange, Relation

ACTS = {act.value: act for act in Act}
PASSIVE = {"delayed_by": Act.DELAYS, "extended_by": Act.EXTENDS, "withdrawn_by": Act.WITHDRAWS}
"""Relations by which the earlier document itself names the later one."""


def acts_of(document: Document) -> Iterator[tuple[str, str, Act, Relation]]:
    """What `document` says of force: the earlier document's id, the later one's, what the later does, the relation."""
    for relation in document.relations:
        if relation.type in ACTS:
            yield relation.target, document.id, ACTS[relation.type], relation
        elif relation.type in PASSIVE:
            yield document.id, relation.target, PASSIVE[relation.type], relation


def force_changes(documents: Iterable[Document]) -> dict[str, tuple[ForceChange, ...]]:
    """By the id of the earlier document what later ones do to its force, oldest first, in so far as those are there."""
    held = {document.id: document for document in documents}
    found: dict[str, list[ForceChange]] = {}
    for document in held.values():
        for earlier, later, act, relation in acts_of(document):
            if later in held:
                change = ForceChange(act, later, held[later].published, relation.day, relation.quote)
                found.setdefault(earlier, []).append(change)
    return {earlier: in_order(changes) for earlier, changes in found.items()}


def in_order(changes: Iterable[ForceChange]) -> tuple[ForceChange, ...]:
    """`changes` oldest first, each once: where both sides declare it, the one that says more."""
    told = sorted(changes, key=lambda item: (item.act, item.by, item.day is not None, bool(item.quote)))
    last = {(item.act, item.by): item for item in told}
    return tuple(sorted(last.values(), key=lambda item: (item.published or date.min, item.by)))


def with_force(document: Document, changes: Mapping[str, tuple[ForceChange, ...]]) -> Document:
    """`document` with what `force_changes` found for it."""
    return replace(document, force_changes=changes.get(document.id, ()))
