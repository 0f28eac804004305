"""The conversation so far: turns below one another, the newest at the bottom."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from regbot.tui.views import Library
from regbot.tui.widgets.row import Row
from regbot.tui.widgets.turn import Turn
from regbot.tui.widgets.welcome import Welcome


class Conversation(VerticalScroll, can_focus=False):
    """Turns, or the welcome while there are none."""

    def compose(self) -> ComposeResult:
        """At first the welcome."""
        yield Welcome()

    def show_library(self, library: Library) -> None:
        """Give the welcome its examples."""
        for welcome in self.query(Welcome):
            welcome.show_examples(library.examples)

    async def add(self, turn: Turn) -> None:
        """Begin a turn at the bottom."""
        await self.query(Welcome).remove()
        await self.mount(turn)
        self.call_after_refresh(turn.scroll_visible, animate=False, top=True)

    def turn(self, number: int) -> Turn | None:
        """Turn `number`, unless the conversation was begun anew since."""
        return next((turn for turn in self.query(Turn) if turn.number == number), None)

    async def restart(self, library: Library | None) -> None:
        """Back to the welcome."""
        await self.remove_children()
        await self.mount(Welcome())
        if library:
            self.show_library(library)

    @property
    def rows(self) -> list[Row]:
        """Everything that arrow keys go through: examples, citations, nearest provisions."""
        return list(self.query(Row))

    def latest_rows(self) -> list[Row]:
        """The rows of the newest turn that has any, else the examples."""
        for turn in reversed(list(self.query(Turn))):
            if turn.sources:
                return list(turn.sources)
        return self.rows
