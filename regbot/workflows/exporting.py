"""Make a comment ready to send: files for a mail program, a printer, a form. regbot never sends anything itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from regbot.draft.channels import Route, described, routes
from regbot.draft.checks.finding import Level
from regbot.draft.comment import Comment
from regbot.draft.export.docx import as_docx
from regbot.draft.export.eml import Attachment, as_eml
from regbot.draft.export.html import as_html
from regbot.draft.export.letter import letter
from regbot.draft.export.markdown import as_markdown
from regbot.draft.export.material import Material
from regbot.draft.export.sendable import ATTACHED, Sendable, checked_length, sendable
from regbot.draft.export.steps import Ready, steps
from regbot.draft.ledger import Entry, digest, read_ledger, state, write_ledger, wrote
from regbot.errors import ConfigError, DraftError
from regbot.model import Document
from regbot.sanitise import one_line
from regbot.track.deadlines import closing
from regbot.workflows.draft_checks import check_draft
from regbot.workflows.drafts import load_draft
from regbot.workflows.files import write_file
from regbot.workflows.letters import gather
from regbot.workspace import Workspace

LARGEST_MAIL = 25 * 1024 * 1024
"""Bytes of attachments that mail servers commonly still take."""


class Form(StrEnum):
    """A format, by its file name's ending."""

    EML = "eml"
    DOCX = "docx"
    MARKDOWN = "md"
    HTML = "html"
    TEXT = "txt"


SUFFIXES = {
    ".eml": Form.EML,
    ".docx": Form.DOCX,
    ".md": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".txt": Form.TEXT,
}
NATURAL = {"email": Form.EML, "portal": Form.TEXT, "post": Form.DOCX, "fax": Form.DOCX}
MADE_FOR = {Form.EML: "email", Form.DOCX: "post"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was made. `files[0]` is the one to use, the others go along; `sha256` is that of the text to be sent.

    `ready.split`: the text was too long for the channel, so it is short and the whole comment goes along as a file.
    """

    draft: str
    consultation: str
    form: Form
    route: Route
    files: tuple[Path, ...]
    ready: Sendable
    sha256: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]


def export_draft(
    workspace: Workspace,
    draft_id: str,
    *,
    form: Form | None = None,
    channel: str = "",
    path: Path | None = None,
    anyway: bool = False,
    force: bool = False,
) -> Exported:
    """Write the comment as `form` for `channel`; by default as the channel asks, into `drafts/exports/`.

    Raises DraftError while a check blocks it (unless `anyway`), for a text too long for its channel, and for a file that
    is there and is not one that regbot wrote, as it wrote it (unless `force`).
    """
    comment = load_draft(workspace, draft_id)
    form = form or (SUFFIXES.get(path.suffix.casefold()) if path else None)
    material = gather(workspace, comment, _channel(workspace, comment, form, channel))
    route = material.route
    assert route
    form = form or NATURAL.get(route.kind, Form.TEXT)
    notes = list(_check_notes(workspace, draft_id, route, anyway=anyway))
    target = path.expanduser() if path else _default(workspace, comment, form)
    beside = target.with_name(f"{target.stem}-{ATTACHED}")
    ready = sendable(material, ATTACHED if form is Form.EML else beside.name)
    if form in (Form.EML, Form.TEXT):
        notes += _length_note(ready, route, anyway=anyway)
    own = tuple(Path(name).expanduser() for name in comment.attachments)
    files = {target: _rendered(material, form, ready, own, workspace.as_of.now)}
    if ready.split and form is Form.TEXT:
        files[beside] = as_docx(letter(material), workspace.as_of.now)
    entry = Entry(workspace.as_of.now, route.kind, form.value, (), ready.body, state(comment))
    _write(workspace, comment, files, entry, force=force)
    along = [*list(files)[1:], *(() if form is Form.EML else own)]
    made = Ready(str(target), tuple(map(str, along)), ready.subject, form.value)
    notes += [*_split_note(ready, route, form), *described(route)]
    return Exported(
        draft=comment.id,
        consultation=comment.consultation,
        form=form,
        route=route,
        files=tuple(files),
        ready=ready,
        sha256=digest(ready.body.encode()),
        steps=steps(material, made, _closes_at(material.document)),
        notes=tuple(notes),
    )


def ledger_of(workspace: Workspace, draft_id: str) -> tuple[Entry, ...]:
    """What was exported of a draft, oldest first. Raises DraftError."""
    path = _ledger(workspace, draft_id)
    try:
        return read_ledger(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else ()
    except (OSError, UnicodeDecodeError) as error:
        raise DraftError(f"cannot read {path}: {error}", "move the file away") from error


def kept_name(draft_id: str) -> str:
    """A draft's id as part of a file name. Raises DraftError for one that could lead elsewhere."""
    if not draft_id or draft_id != Path(draft_id).name or draft_id.startswith(".") or one_line(draft_id) != draft_id:
        raise DraftError(f"{one_line(draft_id)!r} cannot be a draft's id", "run `regbot draft list` for the ids")
    return draft_id


def _channel(workspace: Workspace, comment: Comment, form: Form | None, wanted: str) -> str:
    """The channel asked for, else the one that the form is made for, else the draft's own, else that to prefer."""
    if wanted:
        return wanted
    document = workspace.corpus.document(comment.consultation)
    offered = {route.kind for route in routes(document)}
    made_for = MADE_FOR.get(form, "") if form else ""
    if made_for in offered or form is Form.EML:
        return made_for
    if not comment.channel and form is Form.TEXT and "portal" in offered:
        return "portal"
    return comment.channel


def _check_notes(workspace: Workspace, draft_id: str, route: Route, *, anyway: bool) -> Iterator[str]:
    """What the checks say, in sentences. Raises DraftError for what blocks, unless it is wanted anyway."""
    findings = check_draft(workspace, draft_id, route.kind).findings
    blocking = [f"{item.id}: {item.message} To mend it: {item.fix}." for item in findings if item.level is Level.BLOCK]
    if blocking and not anyway:
        raise DraftError(
            f"{len(blocking)} {'check blocks' if len(blocking) == 1 else 'checks block'} this comment. {' '.join(blocking)}",
            "mend it, or use `--anyway` to export it all the same",
        )
    yield from (f"exported all the same: {line}" for line in blocking)
    warned = dict.fromkeys(f"{item.id}: {item.message}" for item in findings if item.level is Level.WARN)
    yield from (f"worth another look: {line}" for line in warned)


def _rendered(material: Material, form: Form, ready: Sendable, own: Iterable[Path], now: datetime) -> bytes:
    whole = letter(material)
    if form is Form.DOCX:
        return as_docx(whole, now)
    if form is Form.EML:
        assert material.route
        along = [Attachment(ATTACHED, as_docx(whole, now))] if ready.split else []
        return as_eml(material.route.email, ready.subject, ready.body, [*along, *_read(own)])
    texts = {Form.MARKDOWN: as_markdown, Form.HTML: as_html}
    return (texts[form](whole) if form in texts else ready.body).encode()


def _read(paths: Iterable[Path]) -> Iterator[Attachment]:
    total = 0
    for path in paths:
        try:
            total += path.stat().st_size
            if total > LARGEST_MAIL:
                raise DraftError(
                    f"the attachments are larger than {LARGEST_MAIL // 1024**2} MB: few mail servers take them",
                    "attach fewer, or smaller ones, or name a link as evidence",
                )
            yield Attachment(path.name, path.read_bytes())
        except (OSError, ValueError) as error:
            raise DraftError(
                f"cannot read the attachment {one_line(str(path))}: {error}", "correct the draft's attachments"
            ) from error


def _write(workspace: Workspace, comment: Comment, files: dict[Path, bytes], entry: Entry, *, force: bool) -> None:
    entries = ledger_of(workspace, comment.id)
    for path in files:
        if not force and not _may_replace(path, entries):
            raise DraftError(
                f"{path} is there, and is not as regbot wrote it",
                "name another file: `-o FILE`, or overwrite it: `--force`",
            )
    try:
        _exports(workspace).mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            write_file(path, data)
        written = tuple((str(path.absolute()), digest(data)) for path, data in files.items())
        ledger = write_ledger([*entries, replace(entry, files=written)])
        write_file(_ledger(workspace, comment.id), ledger.encode())
    except ConfigError as error:
        raise DraftError(error.message, error.hint) from error
    except OSError as error:
        raise DraftError(f"cannot write to {_exports(workspace)}: {error}", "make the folder writable") from error


def _may_replace(path: Path, entries: Iterable[Entry]) -> bool:
    try:
        if not path.exists() and not path.is_symlink():
            return True
        return path.is_file() and wrote(entries, str(path.absolute()), path.read_bytes())
    except (OSError, ValueError):
        return False


def _length_note(ready: Sendable, route: Route, *, anyway: bool) -> Iterator[str]:
    """Raises DraftError for a text that the channel would not take, unless it is wanted anyway."""
    try:
        checked_length(ready, route)
    except DraftError as error:
        if not anyway:
            raise
        yield f"exported all the same: {error.message}"


def _split_note(ready: Sendable, route: Route, form: Form) -> Iterator[str]:
    if ready.split and form in (Form.EML, Form.TEXT):
        yield (
            f"The comment is too long for this {route.kind}: the text is a short form of "
            f"{ready.length.characters:,} characters, {ready.length.bytes:,} bytes, and the whole comment goes along as a file."
        )


def _closes_at(document: Document) -> datetime | None:
    return closing(document.consultation, document.timezone)[0] if document.consultation else None


def _default(workspace: Workspace, comment: Comment, form: Form) -> Path:
    return _exports(workspace) / f"{kept_name(comment.id)}.{form.value}"


def _exports(workspace: Workspace) -> Path:
    return workspace.paths.drafts / "exports"


def _ledger(workspace: Workspace, draft_id: str) -> Path:
    return _exports(workspace) / f".{kept_name(draft_id)}.jsonl"
