"""The dialog of a draft's earlier states."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from regbot.draft.store import State
from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.workflows.drafts import draft_history

if TYPE_CHECKING:
    from regbot.tui.desk import Desk


class StatesScreen(ChoosingScreen[State]):
    """Gives the state to bring back; the newest first."""

    TITLE = "Earlier states of this draft"
    HINT = "Enter brings one back; the present one stays here"
    NOTHING = "No earlier state fits."

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def entries(self, words: str) -> list[tuple[Content, State]]:
        """Those whose time begins with, or whose text has, the words."""
        self.desk.save()
        found = []
        zone = self.desk.workspace.as_of.now.tzinfo
        for state in draft_history(self.desk.workspace, self.desk.id):
            when = _spoken(state.at.astimezone(zone))
            held = state.path.read_text(encoding="utf-8", errors="replace")
            if words.casefold() in f"{when}\n{held}".casefold():
                aside = Content.styled("put aside: another window had saved", "$draft") if state.aside else Content()
                size = Content.styled(f"{len(held.split()):,} words", "$quiet")
                found.append(
                    (
                        text.join(
                            Content.styled(when, "bold"), size, aside, text.line(_last_line(held), "$quiet", 120)
                        ),
                        state,
                    )
                )
        return found


def _spoken(at: datetime) -> str:
    return f"{text.day(at.date())}, {at:%H:%M:%S}"


def _last_line(held: str) -> str:
    lines = [line for line in held.splitlines() if line.strip() and not line.startswith(("#", "---"))]
    return lines[-1] if lines else ""
