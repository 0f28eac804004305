"""A dialog that tells something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose


class TellingScreen(Dialog[None]):
    """Title and lines; closed with Enter or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", "Close")]

    def __init__(self, title: str, lines: Sequence[Content]) -> None:
        super().__init__()
        self.heading = title
        self.lines_told = lines

    def compose(self) -> ComposeResult:
        """Title, then the lines."""
        with VerticalScroll(classes="dialog"):
            yield Prose(Content.styled(self.heading, "bold $primary"))
            for line in self.lines_told:
                yield Prose(line)
