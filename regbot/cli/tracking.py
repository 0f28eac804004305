"""`deadlines`: what is open for comment, what moved, what a person watches; calendar and feed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError

if TYPE_CHECKING:
    from regbot.track.changes import Change
    from regbot.workflows.tracking import Tracked


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command(cls=PlainCommand)(deadlines)


def deadlines(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    watched: Annotated[bool, typer.Option("--watched", help="Only those you watch, with your notes.")] = False,
    changed_since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Only those to which something happened from that day on, and what.",
        ),
    ] = None,
    watch: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Watch this consultation. May be repeated.")
    ] = None,
    unwatch: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Watch it no longer. May be repeated.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Your note on what --watch names.")] = None,
    ics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what is listed as calendar events, with alarms.")
    ] = None,
    feed: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what is listed as an Atom feed.")] = None,
) -> None:
    """List consultations, soonest closing first.

    Those that take or will take comments come first, soonest closing first; then those without a date, by id; then
    closed ones, latest closed first. days_left counts calendar days in the issuer's zone: 0 on the last day, negative
    once closed.

    --watch, --unwatch, --ics and --feed write: your list is tracking/watched.toml of the workspace, and closing dates as
    they were seen go to tracking/history.jsonl. The history is also kept by `regbot refresh`; --changed-since takes from
    it which dates moved, and everything else from the corpus. What happened to a consultation is listed oldest first.
    """
    from regbot.cli.views.tracking import tracker_view
    from regbot.workflows.tracking import tracker

    session = of(context)
    if note is not None and not watch:
        raise ConfigError("--note belongs to --watch", "write `regbot deadlines --watch ID --note TEXT`")
    changed = _watching(session, watch or [], unwatch or [], note)
    since = changed_since.date() if changed_since else None
    shown = tracker(session.workspace, watched_only=watched or changed, changed_since=since)
    written = _export(session, shown, ics, feed)
    if session.output.json:
        session.output.data([tracked_record(item, with_changes=since is not None) for item in shown.items])
        for line in shown.notes:
            session.output.note(line)
    else:
        session.output.view(*tracker_view(shown))
    for line in written:
        session.output.note(line)


def tracked_record(item: Tracked, *, with_changes: bool) -> dict[str, Any]:
    """An item of `deadlines`: the contract's fields, the user's zone, what is odd, and what the person noted."""
    from regbot.cli.records import listed_record

    data = listed_record(item.listed) | {
        "days_left_local": item.deadline.days_left_local,
        "timing": item.deadline.timing.value if item.deadline.timing else None,
        "cautions": list(item.deadline.cautions),
        "watched": item.watched is not None,
        "note": item.watched.note if item.watched else None,
    }
    return data | {"changes": [_change_record(change) for change in item.changes]} if with_changes else data


def _change_record(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "on": change.on.isoformat(),
        "old": change.old.isoformat() if change.old else None,
        "new": change.new.isoformat() if change.new else None,
    }


def _watching(session: Session, watch: list[str], unwatch: list[str], note: str | None) -> bool:
    """Whether the list was changed."""
    from regbot.workflows import tracking

    for name in watch:
        tracking.watch(session.workspace, name, note)
    for name in unwatch:
        tracking.unwatch(session.workspace, name)
    return bool(watch or unwatch)


def _export(session: Session, shown: Any, ics: Path | None, feed: Path | None) -> list[str]:
    """Write the files asked for, before anything is printed: what fails then fails with an error alone."""
    from regbot.workflows.tracking import export_calendar, export_feed

    written = []
    if ics:
        count = export_calendar(session.workspace, shown, ics)
        written.append(f"wrote {count} {'event' if count == 1 else 'events'} to {ics}")
    if feed:
        count = export_feed(session.workspace, shown, feed)
        written.append(f"wrote {count} {'entry' if count == 1 else 'entries'} to {feed}")
    return written
