"""Gather what a letter is made of: the comment, its consultation and channel, the texts it quotes. No index needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from regbot.draft.channels import route_for
from regbot.draft.comment import Anchor, Comment
from regbot.draft.export.material import Material
from regbot.draft.file import UNPINNED
from regbot.errors import UnknownRefError
from regbot.model import Document, Provision, TextKind, Version
from regbot.workflows.show import current_versions, known_document, variants
from regbot.workspace import Workspace

REF = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}#[\w.-]{1,200}")
MOST_CITED = 200
"""Provisions named as evidence that are looked up; further ones stand as they were written."""


def gather(workspace: Workspace, comment: Comment, channel: str | None = None) -> Material:
    """What `comment` is rendered from; `channel` as `route_for` takes it, None for a letter by no channel in particular.

    Texts that the corpus no longer holds as they were quoted are left out. Raises UnknownRefError, CorpusError, DraftError.
    """
    document = known_document(workspace, comment.consultation)
    ids = set(workspace.corpus.ids())

    @cache
    def held(document_id: str) -> tuple[Version, ...]:
        return workspace.corpus.versions(document_id) if document_id in ids else ()

    texts = {
        anchor: text
        for anchor in dict.fromkeys(point.anchor for point in comment.points if point.anchor)
        for text in _anchored(workspace, comment, anchor, held)
    }
    cited = dict(_cited(workspace, comment))
    names = {document.id, *(item.document for item in (*texts.values(), *cited.values()))}
    return Material(
        comment=comment,
        document=document,
        texts=texts,
        cited=cited,
        documents={name: document if name == document.id else workspace.corpus.document(name) for name in names},
        day=workspace.as_of.date,
        route=None if channel is None else route_for(document, channel),
    )


def current_texts(workspace: Workspace, document: Document) -> tuple[Version, ...]:
    """The document's texts as of the moment asked from, one a language, English first."""
    day = workspace.as_of.date_in(document.timezone)
    return current_versions(workspace.corpus.versions(document.id), day)


def provision_of(workspace: Workspace, ref: str, lang: str = "") -> Provision | None:
    """The provision, or part of one, as it stands at the moment asked from: in `lang` if held; None if there is none."""
    try:
        document = known_document(workspace, _document(ref))
    except UnknownRefError:
        return None
    texts = variants(ref.partition("#")[2], current_texts(workspace, document))
    own = [text for text in texts if text.kind is not TextKind.SUMMARY and text.text.strip()]
    return min(own, key=lambda text: text.lang != lang[:2], default=None)


def anchor_of(provision: Provision) -> Anchor:
    """The anchor for a quote of `provision` as it is now."""
    return Anchor(provision.ref, provision.version, provision.lang, provision.sha256)


def _anchored(
    workspace: Workspace, comment: Comment, anchor: Anchor, held: Callable[[str], tuple[Version, ...]]
) -> Iterator[Provision]:
    """The text that `anchor` quotes, if it still reads as it did: none, or that one.

    For an anchor that names no version, or no hash, it is the text of the moment asked from.
    """
    if anchor.version == UNPINNED or not anchor.sha256:
        current = provision_of(workspace, anchor.ref, anchor.lang or comment.lang)
        yield from [current] if current else []
        return
    same = [
        version
        for version in held(_document(anchor.ref))
        if (version.date, version.lang) == (anchor.version, anchor.lang)
    ]
    found = variants(anchor.ref.partition("#")[2], same)
    yield from (item for item in found[:1] if item.sha256 == anchor.sha256)


def _cited(workspace: Workspace, comment: Comment) -> Iterator[tuple[str, Provision]]:
    items = dict.fromkeys(item.strip() for point in comment.points for item in point.evidence)
    for ref in [item for item in items if REF.fullmatch(item)][:MOST_CITED]:
        found = provision_of(workspace, ref, comment.lang)
        if found:
            yield ref, found


def _document(ref: str) -> str:
    return ref.partition("#")[0]
