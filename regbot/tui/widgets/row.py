"""A row that leads somewhere: Enter, a click or its number take it; arrows go to its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from regbot.tui import actions


class Row(Static, can_focus=True):
    """`message` makes what picking it sends; `number` is what a digit key picks it by, 0 for none."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Open"),
        Binding("up", "screen.row(-1)", "Up", show=False),
        Binding("down", "screen.row(1)", "Down", show=False),
        *actions.bindings("rows"),
    ]

    def __init__(self, content: Content, message: Callable[[], Message], number: int = 0) -> None:
        super().__init__(content, classes="row")
        self._message = message
        self.number = number

    def action_pick(self) -> None:
        """Go where the row leads."""
        self.post_message(self._message())

    def on_click(self) -> None:
        """As Enter."""
        self.action_pick()
