"""Two windows wrote one draft: which goes on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button

from regbot.errors import RegbotError
from regbot.tui import text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose


class ConflictScreen(Dialog[bool]):
    """Gives whether this window's text goes on; the other is kept in the history either way.

    It may open while a person types: neither a letter nor Enter alone decides.
    """

    AUTO_FOCUS = ".dialog"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Choose, then Enter"),
        Binding("escape", "dismiss(False)", "Theirs"),
    ]

    def __init__(self, error: RegbotError) -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """What happened, and the choice."""
        with VerticalScroll(classes="dialog -small"):
            yield Prose(Content.styled("Written in two windows", "bold $draft"))
            yield Prose(text.line(self.error.message, "", 300))
            yield Prose(Content("Nothing is lost: whichever does not go on is kept in the history (Esc, then y)."))
            yield Button("Mine goes on", id="mine", variant="primary")
            yield Button("Theirs goes on", id="theirs")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Settle it."""
        event.stop()
        self.dismiss(event.button.id == "mine")
