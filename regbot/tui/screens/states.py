"""The dialog of a draft's earlier states."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from textual.content import Content

from regbot.tui import text
from regbot.tui.screens.choosing import ChoosingScreen
from regbot.workflows.draft_states import Kept, deleted_drafts, draft_history

if TYPE_CHECKING:
    from regbot.tui.desk import Desk
    from regbot.workspace import Workspace


class StatesScreen(ChoosingScreen[Kept]):
    """Gives the state to bring back; the newest first."""

    TITLE = "Earlier states of this draft"
    HINT = "Enter brings one back; the present one stays here"
    NOTHING = "No earlier state fits."

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def entries(self, words: str) -> list[tuple[Content, Kept]]:
        """Those whose time, or whose text, has the words."""
        return [(shown, kept) for searched, shown, kept in self._states if words.casefold() in searched]

    @cached_property
    def _states(self) -> list[tuple[str, Content, Kept]]:
        """Each state after what it is found by, read once: the history stands still while the dialog is open."""
        self.desk.save()
        zone = self.desk.workspace.as_of.now.tzinfo
        states = []
        for kept in draft_history(self.desk.workspace, self.desk.id):
            when = _spoken(kept.state.at.astimezone(zone))
            held = kept.state.path.read_text(encoding="utf-8", errors="replace")
            aside = Content.styled("put aside: another window had saved", "$draft") if kept.state.aside else Content()
            size = Content.styled(f"{len(held.split()):,} words", "$quiet")
            shown = text.join(Content.styled(when, "bold"), text.line(kept.changed, "", 120), size, aside)
            states.append((f"{when}\n{held}".casefold(), shown, kept))
        return states


class DeletedScreen(ChoosingScreen[str]):
    """Gives the id of a deleted draft to bring back."""

    TITLE = "Drafts that were deleted"
    HINT = "Enter brings one back"
    NOTHING = "No draft was deleted."

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def entries(self, words: str) -> list[tuple[Content, str]]:
        """Those whose id has the words."""
        held = deleted_drafts(self.workspace)
        return [(text.line(name, "bold", 100), name) for name in held if words.casefold() in name.casefold()]


def _spoken(at: datetime) -> str:
    return f"{text.day(at.date())}, {at:%H:%M:%S}"
