"""The conversation so far: turns below one another, the newest at the bottom."""

from __future__ import annotations

from textual.containers import VerticalScroll

from regbot.tui.widgets.row import Row
from regbot.tui.widgets.turn import Turn


class Conversation(VerticalScroll, can_focus=False):
    """Turns; while there are none, home stands in its place."""

    @property
    def begun(self) -> bool:
        """Whether anything was asked."""
        return bool(self.children)

    async def add(self, turn: Turn) -> None:
        """Begin a turn at the bottom."""
        await self.mount(turn)
        self.call_after_refresh(turn.scroll_visible, animate=False, top=True)

    def turn(self, number: int) -> Turn | None:
        """Turn `number`, unless the conversation was begun anew since."""
        return next((turn for turn in self.query(Turn) if turn.number == number), None)

    async def restart(self) -> None:
        """Forget every turn."""
        await self.remove_children()

    @property
    def rows(self) -> list[Row]:
        """Everything that arrow keys go through: citations, nearest provisions, what to ask next."""
        return list(self.query(Row))

    def latest_rows(self) -> list[Row]:
        """The rows of the newest turn that has any."""
        for turn in reversed(list(self.query(Turn))):
            if turn.rows:
                return turn.rows
        return []

    def newest_as_markdown(self) -> str:
        """The newest answer with its sources; empty for none."""
        from regbot.tui.quoting import answer_as_markdown

        replies = [turn.reply for turn in self.query(Turn) if turn.reply]
        return answer_as_markdown(replies[-1]) if replies else ""
