"""The tracker: consultations as they stand, what happened to them, those a person watches, calendar and feed.

A person's own files lie in `tracking/` of the workspace, never in the corpus: `watched.toml` (the list, with notes) and
`history.jsonl` (closing dates as they were seen). Looking writes neither; watching, exporting and refreshing do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regbot import wording
from regbot.corpus.store import replace_file
from regbot.errors import ConfigError, CorpusError, UnknownRefError
from regbot.model import AsOf, Document
from regbot.track.calendar import Entry, entry, following, previous, read_calendar, write_calendar
from regbot.track.changes import Change, changes, moved
from regbot.track.deadlines import Deadline, soonest_first
from regbot.track.feed import feed_entry, write_feed
from regbot.track.history import Seen, read_history, unrecorded, write_history
from regbot.track.watching import Watched, read_watched, watching, write_watched
from regbot.workflows.documents import Listed, known
from regbot.workflows.files import write_file
from regbot.workflows.show import known_document
from regbot.workspace import Workspace

FOLDER = "tracking"
WATCHED, HISTORY = "watched.toml", "history.jsonl"


@dataclass(frozen=True, slots=True)
class Tracked:
    """One consultation: as `list` has it, with its deadline, whether and why it is watched, and what happened to it."""

    listed: Listed
    deadline: Deadline
    watched: Watched | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracker:
    """Consultations as of a moment, soonest closing first; `notes` are sentences that concern the whole list."""

    as_of: AsOf
    items: tuple[Tracked, ...]
    notes: tuple[str, ...] = ()


def tracker(workspace: Workspace, *, watched_only: bool = False, changed_since: date | None = None) -> Tracker:
    """Consultations in the order of `soonest_first`; with `changed_since` those to which something happened from then on.

    Raises CorpusError, ConfigError for a file of the person's own that does not parse.
    """
    listed = {item.document.id: item for item in known(workspace)}
    watched = {item.document: item for item in watch_list(workspace)}
    ordered = soonest_first(item.deadline for item in listed.values() if item.deadline)
    history = _history_until_now(workspace, [item.document for item in listed.values()])
    notes = [_history_note(workspace, changed_since)] if changed_since else []
    found: list[Tracked] = []
    for item in ordered:
        name = item.document.id
        happened = _changes(workspace, listed[name], item, changed_since, history) if changed_since else ()
        if (watched_only and name not in watched) or (changed_since and not happened):
            continue
        found.append(Tracked(listed[name], item, watched.get(name), happened))
    if watched_only:
        notes += [
            f"{name} is watched and is no consultation of this corpus." for name in watched.keys() - listed.keys()
        ]
    return Tracker(workspace.as_of, tuple(found), tuple(note for note in notes if note))


def watch_list(workspace: Workspace) -> tuple[Watched, ...]:
    """The consultations watched, in the order of the file. Raises ConfigError."""
    path = _folder(workspace) / WATCHED
    return read_watched(_text(path), str(path))


def watch(workspace: Workspace, document_id: str, note: str | None = None) -> None:
    """Watch a consultation; `note` takes the place of an earlier one, None leaves it.

    Raises UnknownRefError, ConfigError for a document that never was open for comment.
    """
    document = known_document(workspace, document_id)
    if document.consultation is None:
        raise ConfigError(
            f"{document_id} is not, and never was, open for comment", "run `regbot deadlines` for the ids"
        )
    with _writing(workspace) as folder:
        items = watching(watch_list(workspace), document_id, workspace.as_of.date, note)
        replace_file(folder / WATCHED, write_watched(items))
    record(workspace)


def unwatch(workspace: Workspace, document_id: str) -> None:
    """Watch a consultation no longer. Raises UnknownRefError when it is not watched."""
    with _writing(workspace) as folder:
        items = watch_list(workspace)
        if document_id not in {item.document for item in items}:
            names = ", ".join(item.document for item in items)
            raise UnknownRefError(f"{document_id!r} is not watched", f"watched: {names or 'nothing'}")
        replace_file(folder / WATCHED, write_watched(item for item in items if item.document != document_id))


def export_calendar(workspace: Workspace, shown: Tracker, path: Path) -> int:
    """Write the closings of `shown` to `path` as iCalendar; gives how many. What has no closing date is left out.

    Raises ConfigError when `path` cannot be written, or holds something that regbot did not write.
    """
    record(workspace)
    history = _history(workspace)
    before = previous(read_calendar(path.read_bytes(), str(path)) if path.is_file() else ())
    entries: list[Entry] = []
    for item in shown.items:
        new = entry(item.deadline, len(list(moved(item.listed.document, history))))
        if new:
            entries.append(following(new, before.get(new.uid)))
    write_file(path, write_calendar(entries, workspace.as_of.now))
    return len(entries)


def export_feed(workspace: Workspace, shown: Tracker, path: Path) -> int:
    """Write `shown` to `path` as an Atom feed; gives how many entries. Raises ConfigError."""
    record(workspace)
    history = _history(workspace)
    entries = [
        feed_entry(
            item.deadline,
            _changes(workspace, item.listed, item.deadline, date.min, history),
            told(item.deadline),
        )
        for item in shown.items
    ]
    if path.is_file() and b"<feed" not in path.read_bytes()[:200]:
        raise ConfigError(f"{path} is there and is no feed", "name another file")
    write_file(path, write_feed(entries, workspace.as_of.now))
    return len(entries)


def told(item: Deadline) -> str:
    """`draft: closes 2023-09-07 (Asia/Shanghai)`: legal status and closing date, the same on every day."""
    status = wording.STATUS[item.document.legal_status].lower()
    if item.closes_at is None:
        return f"{status}; no closing date is known"
    return f"{status}; closing date {item.closes_at:%Y-%m-%d %H:%M} ({item.document.timezone})"


def record(workspace: Workspace) -> None:
    """Add to the history what closing dates are new or moved; nothing while looking at a day of the past.

    Documents that do not parse are passed over: `doctor` tells of them. Raises CorpusError, ConfigError.
    """
    if workspace.as_of.day:
        return
    documents = list(_readable(workspace))
    if not unrecorded(documents, _history(workspace), workspace.as_of.now):
        return
    with _writing(workspace) as folder:
        history = _history(workspace)
        added = unrecorded(documents, history, workspace.as_of.now)
        replace_file(folder / HISTORY, write_history((*history, *added)))


def _readable(workspace: Workspace) -> Iterator[Document]:
    for name in workspace.corpus.ids():
        try:
            yield workspace.corpus.document(name)
        except CorpusError:
            continue


def _changes(
    workspace: Workspace, listed: Listed, item: Deadline, since: date, history: tuple[Seen, ...]
) -> tuple[Change, ...]:
    sequel = workspace.corpus.document(listed.superseded_by) if listed.superseded_by else None
    texts = (version.date for version in workspace.corpus.versions(listed.document.id))
    return changes(item, since, workspace.as_of, sequel=sequel, texts=texts, history=history)


def _history(workspace: Workspace) -> tuple[Seen, ...]:
    path = _folder(workspace) / HISTORY
    return read_history(_text(path), str(path))


def _history_until_now(workspace: Workspace, documents: Iterable[Document]) -> tuple[Seen, ...]:
    """The history with what it lacks, as if it were recorded now."""
    history = _history(workspace)
    now = workspace.as_of.now
    return (*history, *unrecorded(documents, history, now)) if history else ()


def _history_note(workspace: Workspace, since: date) -> str:
    history = _history(workspace)
    if not history:
        return "Moved closing dates are not known: regbot notes them with each refresh, watch or export from now on."
    first = min(item.at for item in history).date()
    return f"Closing dates that moved before {first} are not known." if since < first else ""


def _folder(workspace: Workspace) -> Path:
    return workspace.paths.home / FOLDER


@contextmanager
def _writing(workspace: Workspace) -> Iterator[Path]:
    """The person's folder, for one writer at a time."""
    from filelock import FileLock

    folder = _folder(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=30):
            yield folder
    except (OSError, TimeoutError) as error:
        raise ConfigError(f"cannot write to {folder}: {error}", "make the folder writable") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {error}", "correct the file, or move it away") from error
