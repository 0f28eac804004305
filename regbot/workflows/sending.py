"""After sending: note what was sent, and see what became of each point when a final text appears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from regbot.compare.align import Kind
from regbot.compare.outcome import Row
from regbot.compare.redline import redline, similarity
from regbot.draft.channels import route_for
from regbot.draft.comment import Comment, Point, Sent
from regbot.draft.export.sendable import sendable
from regbot.draft.ledger import Entry, digest, latest, state
from regbot.errors import ConfigError, DraftError, UnknownRefError
from regbot.model import Document
from regbot.track.deadlines import closing
from regbot.workflows.comparing import notes_of_force, outcome_of, withdrawn
from regbot.workflows.drafts import load_draft, read_draft, save_draft
from regbot.workflows.exporting import kept_name, ledger_of
from regbot.workflows.files import write_file
from regbot.workflows.letters import gather
from regbot.workflows.show import known_document
from regbot.workspace import Workspace

MARGIN = 0.02
"""By how much one text has to be nearer than another for it to be said."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A sending noted: the record, where the text that was sent is kept, and what is odd about it, in sentences."""

    draft: str
    consultation: str
    sent: Sent
    kept: Path
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What became of the provision of a point. `rows` are empty, and `note` says why, where that cannot be told.

    `nearer` compares the final text with the wording that was proposed and with the draft's; empty without such wording.
    """

    point: Point
    rows: tuple[Row, ...]
    note: str = ""
    nearer: str = ""


@dataclass(frozen=True, slots=True)
class DraftOutcome:
    """What became of a comment's points. `final` is None, and `note` says so, while no final text is in the corpus."""

    comment: Comment
    draft: Document
    final: Document | None
    points: tuple[PointOutcome, ...]
    note: str


CAUTION = "Both texts are shown as they stand. That a provision changed does not show that this comment was the reason."


def record_sent(
    workspace: Workspace, draft_id: str, *, at: datetime | None = None, channel: str = "", tracking: str = ""
) -> Noted:
    """Note that the person sent the comment: when, by which channel, with what number, and the text with its hash.

    The text is that of the last export for the channel, else the draft as it is now. A time without a zone is read in the
    zone of the moment asked from. Raises DraftError.
    """
    stored = read_draft(workspace, draft_id)
    comment = stored.comment
    document = known_document(workspace, comment.consultation)
    entries = ledger_of(workspace, comment.id)
    last = latest(entries, channel or comment.channel) or (None if channel else latest(entries, ""))
    kind = route_for(document, channel or (last.channel if last else comment.channel)).kind
    text = last.text if last else sendable(gather(workspace, comment, kind)).body
    moment = _moment(workspace, at)
    sent = Sent(moment, kind, digest(text.encode()), " ".join(tracking.split()))
    kept = workspace.paths.drafts / "sent" / f"{kept_name(comment.id)}-{len(comment.sent) + 1}.txt"
    _keep(kept, text)
    noted = replace(comment, channel=comment.channel or kind, sent=(*comment.sent, sent))
    save_draft(workspace, noted, stored.sha256)
    return Noted(comment.id, comment.consultation, sent, kept, tuple(_oddities(comment, last, document, moment)))


def draft_outcome(workspace: Workspace, draft_id: str, *, final: str = "") -> DraftOutcome:
    """For each point what became of its provision, both texts side by side; honest where no final text is known.

    Raises DraftError, UnknownRefError for a `final` that the corpus lacks.
    """
    comment = load_draft(workspace, draft_id)
    document = known_document(workspace, comment.consultation)
    try:
        found = outcome_of(workspace, document.id, final=final)
    except UnknownRefError:
        if final:
            raise
        gone = withdrawn(workspace, document.id)
        if gone:
            return DraftOutcome(comment, document, None, (), " ".join(notes_of_force(gone)))
        day = workspace.as_of.date_in(document.timezone)
        note = (
            f"No final text of {document.id} is in this corpus as of {day}: nothing can be said yet of what became of the "
            "points. If one was published, `--final ID` names it; `--as-of DATE` asks for a later day."
        )
        return DraftOutcome(comment, document, None, (), note)
    later = found.comparison.new.document
    points = tuple(_point_outcome(point, found.rows, document) for point in comment.points)
    return DraftOutcome(comment, document, later, points, CAUTION)


def _point_outcome(point: Point, rows: tuple[Row, ...], document: Document) -> PointOutcome:
    if point.anchor is None:
        return PointOutcome(point, (), "This point is about no provision in particular.")
    if point.anchor.ref.partition("#")[0] != document.id:
        return PointOutcome(point, (), f"{point.anchor.ref} is no provision of the draft that was in consultation.")
    fitting = tuple(row for row in rows if _is_about(row, point.anchor.ref))
    if not fitting:
        return PointOutcome(point, (), f"{point.anchor.ref} is not among the provisions that could be compared.")
    return PointOutcome(point, fitting, nearer=_nearer(point, fitting))


def _is_about(row: Row, ref: str) -> bool:
    """Whether the row's side of the draft is that provision, a part of it, or what holds it."""
    old = row.change.old_ref or ""
    return old == ref or old.startswith(f"{ref}__") or ref.startswith(f"{old}__") if old else False


def _nearer(point: Point, rows: tuple[Row, ...]) -> str:
    finals = [row for row in rows if row.change.new and row.change.kind is not Kind.NOT_AVAILABLE]
    if not point.wording.strip() or not finals:
        return ""
    old = finals[0].change.old
    new = "\n".join(quote.text for row in finals for quote in row.final)
    to_wording, to_draft = (similarity(redline(text, new)) for text in (point.wording, old.text if old else ""))
    shares = f"it shares {round(100 * to_wording)} % with your wording, {round(100 * to_draft)} % with the draft"
    if to_wording > to_draft + MARGIN:
        return f"The final text is nearer to your wording than the draft was: {shares}."
    if to_draft > to_wording + MARGIN:
        return f"The final text is nearer to the draft than to your wording: {shares}."
    return f"The final text is about as near to your wording as to the draft: {shares}."


def _moment(workspace: Workspace, at: datetime | None) -> datetime:
    now = workspace.as_of.now
    if at is None:
        return now if workspace.as_of.day is None else datetime.combine(workspace.as_of.day, now.timetz())
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)


def _oddities(comment: Comment, last: Entry | None, document: Document, moment: datetime) -> list[str]:
    notes = []
    closes_at, _ = closing(document.consultation, document.timezone) if document.consultation else (None, None)
    if closes_at and moment > closes_at:
        notes.append(
            f"Comments closed at {closes_at:%Y-%m-%d %H:%M} {document.timezone}, before it was sent: nobody has to read it."
        )
    if last is None:
        notes.append("It had not been exported for this channel: the text kept is the draft as it is now.")
    elif last.comment != state(comment):
        notes.append("The draft was changed after its last export: the text kept is the one exported.")
    if comment.practice:
        notes.append("This draft was begun for practice, after the consultation had closed.")
    if comment.sent:
        notes.append(f"It had been sent {len(comment.sent)} time{'' if len(comment.sent) == 1 else 's'} before.")
    return notes


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except ConfigError as error:
        raise DraftError(error.message, error.hint) from error
    except OSError as error:
        raise DraftError(f"cannot write {path}: {error}", "make the folder writable") from error
