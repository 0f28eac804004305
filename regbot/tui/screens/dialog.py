"""What every dialog has: its own keys at the foot, instead of those of the screen it covers."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen
from textual.widgets import Footer

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen over another, closed with its result."""

    def on_mount(self) -> None:
        """Show the keys."""
        self.mount(Footer(show_command_palette=False))
