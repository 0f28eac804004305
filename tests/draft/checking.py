"""A comment with nothing wrong and the facts about it, to be changed one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from regbot.draft.checks import run_checks
from regbot.draft.checks.finding import Facts, Finding
from regbot.draft.comment import Comment
from regbot.draft.export.sendable import sendable
from regbot.model import AsOf, Document, Provision
from regbot.track.deadlines import deadline
from tests.draft import making

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLEAN = "I run a gym with 400 members."


def said(held: Provision | None = None, **more) -> Comment:
    held = held or making.provision()
    return making.comment(held, **({"standing": CLEAN, "contact": "", "name": ""} | more))


def with_point(comment: Comment, **changes) -> Comment:
    return replace(comment, points=(replace(comment.points[0], **changes),))


def facts(
    comment: Comment,
    *,
    kind: str = "",
    document: Document | None = None,
    now: datetime = NOW,
    held: Provision | None = None,
    **more,
) -> Facts:
    """Facts about `comment` at `now`; `held` is the present text of the provision, by default the one quoted."""
    quoted = making.provision(comment.lang)
    document = document or making.document()
    channels = document.consultation.channels if document.consultation else ()
    material = making.material(quoted, *channels, kind=kind, said=comment)
    material = replace(material, document=document, documents={document.id: document})
    held = held or quoted
    as_of = AsOf(now)
    values = {
        "document": document,
        "as_of": as_of,
        "deadline": deadline(document, as_of),
        "ready": sendable(material),
        "route": material.route,
        "present": {held.ref: (held,)},
        "quoted": material.texts,
        "eids": frozenset((held.eid,)),
        "public": "\n".join([held.text, *(f"{item.quote} {item.address}" for item in channels)]),
        "languages": ("en", "zh"),
    }
    return Facts(**(values | more))


def found(number: str, comment: Comment, known: Facts | None = None) -> list[Finding]:
    return [item for item in run_checks(comment, known or facts(comment)) if item.id == number]


def consultation(**changes) -> Document:
    """The consultation of `making`, changed."""
    document = making.document()
    return replace(document, consultation=replace(document.consultation, **changes))
