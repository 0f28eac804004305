"""Every action of the app, once: keys, footer, command palette and help are made from this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    `id` names the method `action_<id>` of the app or of the main screen (`on`). `keys` is Textual's list by commas:
    a letter works while no text is being typed, a function key always. `footer` names the parts of the screen in whose
    focus the footer shows it: `question`, `rows` (citations and lists), `reader`.
    """

    id: str
    keys: str
    label: str
    group: str
    help: str
    on: str = "screen"
    footer: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """What Textual runs: `app.quit`, `screen.documents`."""
        return f"{self.on}.{self.id}"

    @property
    def key_names(self) -> str:
        """The keys as a person reads them: `F8, n`."""
        return "1–9" if self.id == "pick" else ", ".join(_shown(key) for key in self.keys.split(","))


NUMBERS = "123456789"
ANYWHERE = ("question", "rows", "reader")

ACTIONS: tuple[Action, ...] = (
    Action("ask", "f2,a,slash", "Ask", "Go to", "Go to the question box", footer=("rows",)),
    Action(
        "documents",
        "f3,d",
        "Documents",
        "Go to",
        "List every document with its legal status and dates",
        footer=ANYWHERE,
    ),
    Action("read", "f4,r", "Read", "Go to", "Go to the reader", footer=("question", "rows")),
    Action("back", "escape", "Back", "Go to", "To where you came from; stops an answer", footer=("reader",)),
    Action("new", "f5,n", "New conversation", "Ask", "Forget the conversation and start afresh"),
    Action("sources", "up", "Sources", "Ask", "From the question box to the citations above it; Enter opens one"),
    Action(
        "pick", ",".join(NUMBERS), "Open by number", "Ask", "The citation of that number; on the first page the example"
    ),
    Action(
        "previous", "f7,left_square_bracket,p", "Previous", "Read", "The provision before this one", footer=("reader",)
    ),
    Action("next", "f8,right_square_bracket", "Next", "Read", "The provision after this one", footer=("reader",)),
    Action("language", "f6,l", "Language", "Read", "Another language or text of this provision", footer=("reader",)),
    Action("outline", "f9,o", "Outline", "Read", "All provisions of this document", footer=("reader",)),
    Action("copy", "c", "Copy", "Read", "Copy the quote, or the provision, with its source"),
    Action("link", "w", "Open official page", "Read", "Open the publisher's page in a web browser"),
    Action("build", "f12", "Rebuild the index", "App", "Make the search index match the corpus"),
    Action("theme", "t", "Light or dark", "App", "Switch between the light and the dark theme", on="app"),
    Action(
        "help", "f1,question_mark", "Help", "App", "Every key, and how to read an answer", on="app", footer=ANYWHERE
    ),
    Action("quit", "ctrl+q,q", "Quit", "App", "Leave regbot", on="app"),
)


def bindings(part: str) -> list[BindingType]:
    """Bindings that the footer shows while the focus is in `part`; the keys themselves come from `all_bindings`."""
    return [_binding(action, show=True) for action in ACTIONS if part in action.footer]


def all_bindings(on: str) -> list[BindingType]:
    """Bindings of every action of the `app` or of the main `screen`, none of them in the footer."""
    found: list[BindingType] = [
        _binding(action, show=False) for action in ACTIONS if action.on == on and action.id not in ("sources", "pick")
    ]
    return found + [Binding(key, f"screen.pick({key})", show=False) for key in NUMBERS if on == "screen"]


def palette() -> list[tuple[str, str, str]]:
    """Title, help and target of every action, for the command palette."""
    return [
        (action.label, f"{action.help}  ({action.key_names})", action.target)
        for action in ACTIONS
        if action.id != "pick"
    ]


def grouped() -> dict[str, list[Action]]:
    """Actions by group, in the order of the table."""
    groups: dict[str, list[Action]] = {}
    for action in ACTIONS:
        groups.setdefault(action.group, []).append(action)
    return groups


def runner(run: Callable[[str], object], target: str) -> Callable[[], object]:
    """A callback that runs one action."""
    return lambda: run(target)


def _binding(action: Action, *, show: bool) -> Binding:
    return Binding(action.keys, action.target, action.label, show=show, tooltip=action.help, id=action.target)


def _shown(key: str) -> str:
    names = {
        "question_mark": "?",
        "slash": "/",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "up": "↑",
        "escape": "Esc",
    }
    return names.get(key) or (key.upper() if key.startswith("f") and key[1:].isdigit() else key.replace("ctrl+", "^"))
