"""What every place with a screen of its own has: top bar, footer, jobs, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from regbot.tui import actions
from regbot.tui.jobs import Jobs
from regbot.tui.screens.reading import NARROW
from regbot.tui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from regbot.tui.app import RegbotApp


def place_bindings(place: str) -> list[BindingType]:
    """Bindings of a place: its own actions, in the footer where the table says so, then those of every place."""
    return [*actions.all_bindings(place), *actions.bindings("place")]


class PlaceScreen(Screen[None]):
    """A place; `place` is its id in `places`. Subclasses give `body`, and begin their work in `begin`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    place: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(classes="place")
        self.bar = TopBar()

    def compose(self) -> ComposeResult:
        """Top bar, body, footer."""
        self.set_class(self.app.size.width < NARROW, "-narrow")
        yield self.bar
        yield Vertical(*self.body(), id="body")
        yield Footer()

    def body(self) -> list[Widget]:
        """What stands between top bar and footer."""
        raise NotImplementedError

    def begin(self) -> None:
        """Called whenever the place is come to, once it shows."""

    @property
    def regbot(self) -> RegbotApp:
        """The app."""
        return cast("RegbotApp", self.app)

    def on_mount(self) -> None:
        """Jobs need the session."""
        self.jobs = Jobs(self, self.regbot.session)

    def on_screen_resume(self) -> None:
        """Say where one is; begin."""
        self.bar.show_place(self.place)
        if self.regbot.stage:
            self.bar.show_stage(self.regbot.stage, self.regbot.session.day)
        self.call_after_refresh(self.begin)

    def action_back(self) -> None:
        """To where one came from."""
        self.app.pop_screen()

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.size.width < NARROW
