"""Where one can be in the app. A new place is one line here, one file in `screens`, and its actions in `actions`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from regbot.tui.screens.place import PlaceScreen


class Place(NamedTuple):
    """One place: `keys` as in `actions`; `screen` is `module:Class` of a screen of its own, empty for a part of the main
    screen. `tab`: whether the top bar names it.
    """

    id: str
    label: str
    keys: str
    help: str
    screen: str = ""
    footer: tuple[str, ...] = ()
    tab: bool = True

    def make(self) -> PlaceScreen:
        """Its screen, imported now."""
        module, _, name = self.screen.partition(":")
        made: PlaceScreen = getattr(import_module(f"regbot.tui.screens.{module}"), name)()
        return made


PLACES: tuple[Place, ...] = (
    Place("home", "Home", "h", "What is open, what changed, your drafts"),
    Place("ask", "Ask", "f2,a,slash", "Go to the question box", footer=("rows", "place")),
    Place(
        "documents", "Documents", "f3,d", "Every document with its legal status and dates", footer=("question", "rows")
    ),
    Place("read", "Read", "f4,r", "Go to the reader", footer=("question", "rows")),
    Place(
        "deadlines",
        "Deadlines",
        "f5,e",
        "What is open for comment and until when; calendar and watch list",
        "deadlines:DeadlinesScreen",
        ("question", "rows"),
    ),
    Place(
        "compare",
        "Compare",
        "f6,x",
        "What became of a draft, provision by provision",
        "compare:CompareScreen",
        ("question", "rows"),
    ),
    Place(
        "draft",
        "Draft",
        "f7,z",
        "Your comments: from a worry to a file ready to send",
        "draft:DraftScreen",
    ),
    Place(
        "maintain",
        "Maintain",
        "f10,0",
        "Sources, refresh, index, health",
        "maintain:MaintainScreen",
        tab=False,
    ),
    Place("settings", "Settings", "f9,s", "Theme, keys, where things are", "settings:SettingsScreen", tab=False),
)
BY_ID = {place.id: place for place in PLACES}
