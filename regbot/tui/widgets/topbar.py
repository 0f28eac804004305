"""The line at the top: where one is, and how far the search is ready."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from regbot.tui import text
from regbot.tui.messages import Stage, StageChanged

TABS = (("ask", "Ask"), ("documents", "Documents"), ("read", "Read"))
BAR = 10

WORDS = {
    Stage.OPENING: ("◌", "$quiet", "opening the index"),
    Stage.BUILDING: ("◌", "$draft", "building"),
    Stage.WORDS: ("◐", "$draft", "searching by words while the model loads"),
    Stage.READY: ("●", "$in-force", "ready"),
    Stage.NO_MODEL: ("◐", "$draft", "searching by words only"),
    Stage.FAILED: ("○", "$error", "no search"),
}


class Tabs(Static):
    """Names of the places one can be; a click goes there."""

    ALLOW_SELECT = False

    def show(self, current: str) -> None:
        """Mark `current`."""
        parts = []
        for name, label in TABS:
            style = "bold underline" if name == current else "$quiet"
            parts.append(text.touchable(Content.styled(label, style), tab=name))
        self.update(Content("   ").join(parts))

    async def on_click(self, event: events.Click) -> None:
        """Go there."""
        name = event.style.meta.get("tab")
        if name:
            await self.run_action(f"screen.{name}")


class TopBar(Horizontal):
    """Name, places, day looked at, state of the search."""

    def compose(self) -> ComposeResult:
        """Three stretches of one line."""
        yield Static(Content.styled("regbot", "bold $primary"), id="brand")
        yield Tabs(id="tabs")
        yield Static(id="state")

    def show_place(self, name: str) -> None:
        """Mark the place one is at."""
        self.query_one(Tabs).show(name)

    def show_stage(self, message: StageChanged, day: str) -> None:
        """Say how far the search is ready; `day` is the day looked at, if it is not today."""
        sign, colour, words = WORDS[message.stage]
        parts = [Content.styled(f"as of {day}", "bold $accent")] if day else []
        said = text.join(Content.styled(words, "$quiet"), text.line(message.detail, "$quiet", 120), by=": ")
        parts.append(Content.styled(f"{sign} ", colour) + said)
        if message.fraction is not None:
            full = round(BAR * message.fraction)
            bar = Content.styled("━" * full, "$primary") + Content.styled("━" * (BAR - full), "$rule")
            parts.append(bar + Content.styled(f" {message.fraction:4.0%}", "$quiet"))
        self.query_one("#state", Static).update(text.join(*parts, by="  "))
