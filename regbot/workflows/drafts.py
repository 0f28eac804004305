"""A person's drafts: begin, list, show, change point by point."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from regbot.compare.redline import Span, redline
from regbot.draft.checks.verbatim import exactly, nearest
from regbot.draft.comment import Anchor, Comment, Point, Position
from regbot.draft.file import UNPINNED, free_id
from regbot.draft.store import NEW, Drafts, Stored
from regbot.errors import CorpusError, DraftError, RegbotError
from regbot.model import IMPORTED, Document, Provision
from regbot.parse.text import language
from regbot.track.deadlines import Deadline
from regbot.workflows.closed import Closed, closed
from regbot.workflows.documents import described, find_listed, known
from regbot.workflows.letters import anchor_of, current_texts, provision_of
from regbot.workflows.refs import find_eid, split_ref
from regbot.workflows.show import known_document
from regbot.workspace import Workspace

POINT_ID = re.compile(r"point[ -]?(\d{1,6})", re.IGNORECASE)
NEAREST = 120


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft that was begun. `closed` is set, and the draft is one for practice, where comments are no longer taken.

    `others` are the ids of the drafts on the same consultation that were there before it.
    """

    comment: Comment
    path: Path
    deadline: Deadline | None
    closed: Closed | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft in the list. `comment` is None, and `problem` says why, where its file does not parse."""

    id: str
    path: Path
    changed: datetime
    comment: Comment | None
    problem: str = ""
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A point with its provision as it is now, and the proposed wording as a redline on it.

    `redline` is empty where there is none, and where the provision is not held in the language of the wording.
    """

    point: Point
    provision: Provision | None
    redline: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A draft with what it is about. `document` is None where the corpus lacks it."""

    stored: Stored
    document: Document | None
    deadline: Deadline | None
    closed: Closed | None
    points: tuple[ShownPoint, ...]


@dataclass(frozen=True, slots=True)
class PointEdit:
    """What to change in a point; None leaves a field as it is, an empty value empties it."""

    position: Position | None = None
    quote: str | None = None
    reason: str | None = None
    evidence: tuple[str, ...] | None = None
    wording: str | None = None


def drafts_of(workspace: Workspace) -> Drafts:
    """The workspace's drafts."""
    return Drafts(workspace.paths.drafts, workspace.paths.corpus)


def load_draft(workspace: Workspace, draft_id: str) -> Comment:
    """The draft as its file has it now. Raises DraftError."""
    return read_draft(workspace, draft_id).comment


def read_draft(workspace: Workspace, draft_id: str) -> Stored:
    """As `load_draft`, with the hash to give to `save_draft`. Provisions named by hand are those of the present text."""
    stored = drafts_of(workspace).read(draft_id)
    return replace(stored, comment=_pinned(workspace, stored.comment))


def save_draft(workspace: Workspace, comment: Comment, read_as: str | None = None) -> str:
    """Save the draft and give the hash of its file.

    With `read_as`, the hash it was read with, raises DraftChangedError when somebody else has written it since. Raises
    DraftError.
    """
    return drafts_of(workspace).write(_pinned(workspace, comment), now=workspace.as_of.now, read_as=read_as)


def new_draft(workspace: Workspace, consultation: str, *, lang: str = "", title: str = "") -> Begun:
    """Begin a draft. Its language is `lang`, else that of the title, else the first of the consultation's texts.

    Raises UnknownRefError, and DraftError for a document that never was open for comment.
    """
    document = known_document(workspace, consultation)
    listed = described(document, workspace)
    if document.consultation is None or listed.deadline is None:
        open_ones = ", ".join(item.document.id for item in known(workspace) if item.document.consultation)
        hint = f"consultations: {open_ones}" if open_ones else "run `regbot deadlines`"
        if document.jurisdiction == IMPORTED:
            hint = f"if it is, import it again with --replace --closes DATE --channel ADDRESS; {hint}"
        raise DraftError(f"{document.id} is not, and never was, open for comment", hint)
    over = closed(workspace, listed)
    drafts = drafts_of(workspace)
    others = tuple(
        entry.id for entry in list_drafts(workspace) if entry.comment and entry.comment.consultation == document.id
    )
    comment = Comment(
        id=drafts.free_id(document.id),
        consultation=document.id,
        lang=lang or (language(title) if title.strip() else _first_language(workspace, document)),
        title=title,
        practice=over is not None,
        created=workspace.as_of.now,
    )
    drafts.write(comment, now=workspace.as_of.now, read_as=NEW)
    stored = drafts.read(comment.id)
    return Begun(stored.comment, stored.path, listed.deadline, over, others)


def list_drafts(workspace: Workspace) -> tuple[Entry, ...]:
    """Every draft, the last changed first, then by id; one that does not parse is listed with its problem."""
    drafts = drafts_of(workspace)
    deadline_of = cache(partial(_deadline, workspace))
    entries = [_entry(drafts, draft_id, deadline_of) for draft_id in drafts.ids()]
    return tuple(sorted(entries, key=lambda entry: (-entry.changed.timestamp(), entry.id)))


def show_draft(workspace: Workspace, draft_id: str) -> ShownDraft:
    """The draft with the provisions it is about and its proposals as redlines. Raises DraftError."""
    stored = read_draft(workspace, draft_id)
    listed = find_listed(stored.comment.consultation, workspace)
    points = []
    for point in stored.comment.points:
        held = provision_of(workspace, point.anchor.ref, point.anchor.lang) if point.anchor else None
        comparable = held is not None and point.wording.strip() and language(held.text) == language(point.wording)
        spans = redline(held.text, point.wording) if held and comparable else ()
        points.append(ShownPoint(point, held, spans))
    return ShownDraft(
        stored=stored,
        document=listed.document if listed else None,
        deadline=listed.deadline if listed else None,
        closed=closed(workspace, listed) if listed else None,
        points=tuple(points),
    )


def set_point(workspace: Workspace, draft_id: str, ref: str, edit: PointEdit, *, another: bool = False) -> Point:
    """Add or change a point: `ref` is a point's id, or a provision as a person may write it.

    A provision that has a point already gets a second one only with `another`. A quote is kept in the provision's own
    spelling. Raises UnknownRefError, and DraftError for a quote that the provision does not have.
    """
    stored = read_draft(workspace, draft_id)
    comment = stored.comment
    point = None if another else _existing(workspace, comment, ref)
    if point is None:
        anchor = anchor_of(_provision(workspace, comment, ref))
        point = Point(free_id({item.id for item in comment.points}), anchor)
    changed = _edited(workspace, comment, point, edit)
    points = [changed if item.id == point.id else item for item in comment.points]
    if changed not in points:
        points.append(changed)
    save_draft(workspace, replace(comment, points=tuple(points)), stored.sha256)
    return changed


def remove_point(workspace: Workspace, draft_id: str, ref: str) -> Point:
    """Take a point out; it stays in the history. Raises DraftError when there is none."""
    stored = read_draft(workspace, draft_id)
    comment = stored.comment
    point = _existing(workspace, comment, ref)
    if point is None:
        ids = ", ".join(item.id for item in comment.points)
        raise DraftError(f"{draft_id} has no point {ref!r}", f"its points: {ids}" if ids else "it has no points yet")
    left = tuple(item for item in comment.points if item.id != point.id)
    save_draft(workspace, replace(comment, points=left), stored.sha256)
    return point


def remember_edit(workspace: Workspace, draft_id: str) -> Stored:
    """Keep what an editor made of the draft in its history, and read it. Raises DraftError, with the line, if it cannot."""
    drafts_of(workspace).remember(draft_id, now=workspace.as_of.now)
    return read_draft(workspace, draft_id)


def _edited(workspace: Workspace, comment: Comment, point: Point, edit: PointEdit) -> Point:
    changes: dict[str, object] = {
        name: value
        for name in ("position", "reason", "evidence", "wording")
        for value in [getattr(edit, name)]
        if value is not None
    }
    if edit.quote is not None or edit.wording:
        held = provision_of(workspace, point.anchor.ref, point.anchor.lang or comment.lang) if point.anchor else None
        if held is None:
            raise DraftError(
                f"{point.id} is about no provision that is at hand", "name the provision instead of the point"
            )
        quote = edit.quote if edit.quote is not None else point.quote
        if edit.quote is not None or not quote or exactly(quote, held.text):
            changes["anchor"] = anchor_of(held)
        if edit.quote is not None:
            changes["quote"] = _quoted(held, edit.quote)
    return replace(point, **changes)  # type: ignore[arg-type]


def _quoted(held: Provision, quote: str) -> str:
    """The provision's own spelling of `quote`."""
    if not quote.strip():
        return ""
    own = exactly(quote, held.text)
    if own is None:
        near = nearest(quote, held.text)
        raise DraftError(
            f"{held.label or held.ref} does not say {quote.strip()[:80]!r}",
            f"it says: “{near[:NEAREST]}”" if near else f"copy its words exactly: `regbot show {held.ref}`",
        )
    return own


def _existing(workspace: Workspace, comment: Comment, ref: str) -> Point | None:
    """The point with this id, else the first about this provision."""
    wanted = ref.strip()
    for point in comment.points:
        if point.id == wanted:
            return point
    numbered = POINT_ID.fullmatch(wanted)
    if numbered:
        found = next((point for point in comment.points if point.id == f"point-{numbered[1]}"), None)
        if found:
            return found
        ids = ", ".join(point.id for point in comment.points)
        raise DraftError(f"{comment.id} has no point {wanted!r}", f"its points: {ids}" if ids else "name a provision")
    ref = wanted if "#" in wanted and _names_point(comment, wanted) else _provision(workspace, comment, wanted).ref
    return next((point for point in comment.points if point.anchor and point.anchor.ref == ref), None)


def _names_point(comment: Comment, ref: str) -> bool:
    return any(point.anchor and point.anchor.ref == ref for point in comment.points)


def _provision(workspace: Workspace, comment: Comment, ref: str) -> Provision:
    """What `ref` names: in the consultation, unless it names another document. Raises UnknownRefError."""
    document_id, wanted = split_ref(ref, workspace.corpus.ids())
    if document_id not in workspace.corpus.ids() and "#" not in ref:
        document_id, wanted = comment.consultation, ref.strip()
    document = known_document(workspace, document_id)
    eid = find_eid(document_id, wanted or "body", current_texts(workspace, document))
    held = provision_of(workspace, f"{document_id}#{eid}", comment.lang)
    if held is None:
        raise DraftError(f"{document_id}#{eid} has no text at hand", f"choose another: `regbot show {document_id}`")
    return held


def _pinned(workspace: Workspace, comment: Comment) -> Comment:
    """`comment` with each provision that was named by hand tied to its present text."""
    points = tuple(
        replace(point, anchor=_pin(workspace, point.anchor, comment.lang))
        if point.anchor and (point.anchor.version == UNPINNED or not point.anchor.sha256)
        else point
        for point in comment.points
    )
    return replace(comment, points=points) if points != comment.points else comment


def _pin(workspace: Workspace, anchor: Anchor, lang: str) -> Anchor:
    try:
        held = provision_of(workspace, anchor.ref, anchor.lang or lang)
    except RegbotError:
        return anchor
    return anchor_of(held) if held else anchor


def _entry(drafts: Drafts, draft_id: str, deadline_of: Callable[[str], Deadline | None]) -> Entry:
    path = drafts.path(draft_id)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        comment = drafts.read(draft_id).comment
    except DraftError as error:
        return Entry(draft_id, path, changed, None, error.message)
    return Entry(draft_id, path, changed, comment, deadline=deadline_of(comment.consultation))


def _deadline(workspace: Workspace, document_id: str) -> Deadline | None:
    with suppress(CorpusError):
        found = find_listed(document_id, workspace)
        return found.deadline if found else None
    return None


def _first_language(workspace: Workspace, document: Document) -> str:
    return next((version.lang for version in current_texts(workspace, document)), "en")
