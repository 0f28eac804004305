"""The line at the top: where one is, and how far the search is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from regbot.tui.content import join, line, touchable
from regbot.tui.places import PLACES

if TYPE_CHECKING:
    from regbot.tui.messages import StageChanged

BAR = 10

WORDS = {
    "opening": ("◌", "$quiet", "opening the index"),
    "building": ("◌", "$draft", "building"),
    "words": ("◐", "$draft", "searching by words while the model loads"),
    "ready": ("●", "$in-force", "ready"),
    "no_model": ("◐", "$draft", "searching by words only"),
    "failed": ("○", "$error", "no search"),
}


class Tabs(Static):
    """Names of the places one can be; a click goes there."""

    ALLOW_SELECT = False

    def show(self, current: str) -> None:
        """Mark `current`."""
        names = [
            touchable(Content.styled(place.label, "bold underline" if place.id == current else "$quiet"), tab=place.id)
            for place in PLACES
            if place.tab or place.id == current
        ]
        self.update(Content("  ").join(names))

    async def on_click(self, event: events.Click) -> None:
        """Go there."""
        name = event.style.meta.get("tab")
        if name:
            await self.run_action(f"app.go('{name}')")


class TopBar(Horizontal):
    """Name, places, day looked at, state of the search."""

    def __init__(self, place: str = "") -> None:
        super().__init__()
        self.place = place

    def compose(self) -> ComposeResult:
        """Three stretches of one line."""
        yield Static(Content.styled("regbot", "bold $primary"), id="brand")
        yield Tabs(id="tabs")
        yield Static(id="state")

    def on_mount(self) -> None:
        """Mark the place to begin with."""
        self.show_place(self.place)

    def show_place(self, name: str) -> None:
        """Mark the place one is at."""
        self.place = name
        self.query_one(Tabs).show(name)

    def show_stage(self, message: StageChanged, day: str) -> None:
        """Say how far the search is ready, unless the screen is closing; `day` is the day looked at, if it is not today."""
        sign, colour, words = WORDS[message.stage]
        parts = [Content.styled(f"as of {day}", "bold $accent")] if day else []
        said = join(Content.styled(words, "$quiet"), line(message.detail, "$quiet", 120), by=": ")
        parts.append(Content.styled(f"{sign} ", colour) + said)
        if message.fraction is not None:
            full = round(BAR * message.fraction)
            bar = Content.styled("━" * full, "$primary") + Content.styled("━" * (BAR - full), "$rule")
            parts.append(bar + Content.styled(f" {message.fraction:4.0%}", "$quiet"))
        for state in self.query("#state").results(Static):
            state.update(join(*parts, by="  "))
