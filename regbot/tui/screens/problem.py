"""What to do about an error."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button

from regbot.errors import RegbotError
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose


class ProblemScreen(Dialog[None]):
    """Message and hint; closed with Enter or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, error: RegbotError) -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """What went wrong, and what mends it."""
        with Vertical(classes="dialog -small"):
            yield Prose(Content.styled("That did not work", "bold $error"))
            yield Prose(text.say(self.error.message))
            yield Prose(Content.styled("What to do", "bold $primary"), classes="group")
            yield Prose(text.remedy(self.error.hint, actions.own_keys(self.app)))
            yield Button("Close", id="close")

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()
