"""Gathers what home tells. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from regbot.sanitise import one_line
from regbot.tui.history import Asked
from regbot.tui.views import DraftFile, Happened, HomeView
from regbot.workflows.tracking import tracker

if TYPE_CHECKING:
    from regbot.workspace import Workspace

LOOK_BACK = timedelta(days=30)
MOST = 5


def home_view(workspace: Workspace, asked: list[Asked]) -> HomeView:
    """As of the workspace's moment; `asked` is the history, newest first. Raises CorpusError, ConfigError."""
    today = workspace.as_of.date
    last = next((entry.at.date() for entry in asked if entry.at.date() < today), None)
    since = last or today - LOOK_BACK
    everything = tracker(workspace).items
    changed = tracker(workspace, changed_since=since).items
    happened = [Happened(item.listed, change) for item in changed for change in item.changes]
    happened.sort(key=lambda item: item.change.on, reverse=True)
    return HomeView(
        open=tuple(item for item in everything if not item.deadline.state.is_over)[:MOST],
        closed=next((item for item in everything if item.deadline.state.is_over), None),
        happened=tuple(happened[:MOST]),
        since=since,
        last=last is not None,
        drafts=drafts(workspace.paths.drafts)[:MOST],
        recent=tuple(entry.question for entry in asked[:3]),
    )


def drafts(folder: Path) -> tuple[DraftFile, ...]:
    """The comments in `folder`, changed last first; what cannot be read is named by its file."""
    found = []
    for path in folder.glob("*.md") if folder.is_dir() else ():
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            found.append(DraftFile(path, _title(path), changed))
        except OSError:
            continue
    return tuple(sorted(found, key=lambda item: item.changed, reverse=True))


def _title(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file.read(4_000).splitlines():
            if line.startswith(("title:", "# ")):
                return one_line(line.partition(" ")[2].strip("\"'")) or path.stem
    return path.stem
