"""Panes that stand beside each other where there is room, and one at a time, under their names, where there is not."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from regbot.tui import text


class PaneNames(Static):
    """The names of the panes; a click shows one."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The pane `name` is to show."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def show(self, names: dict[str, str], current: str) -> None:
        """Show `names` by id, with `current` marked."""
        tabs = [
            text.touchable(
                Content.styled(f" {words} ", "reverse bold $accent" if name == current else "$quiet"), pane=name
            )
            for name, words in names.items()
        ]
        self.update(text.join(*tabs, by=" "))

    def on_click(self, event: events.Click) -> None:
        """Show that pane."""
        name = event.style.meta.get("pane")
        if name:
            event.stop()
            self.post_message(self.Chosen(name))
