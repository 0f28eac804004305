"""Every action of the app, once: keys, footer, command palette and help are made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual.binding import Binding, BindingType

from regbot.tui.places import BY_ID, PLACES, Place

if TYPE_CHECKING:
    from textual.app import App

    from regbot.tui.app import RegbotApp


class Action(NamedTuple):
    """One thing a person can do.

    `id` names the method `action_<id>` of the app or of the screen `on`: `main`, or a place of its own. `keys` is
    Textual's list by commas: a letter works while no text is being typed, a function key always. `footer` names the
    parts of the main screen in whose focus the footer shows it: `question`, `rows` (citations and lists), `reader`;
    `place` stands for every other screen. `does` is what Textual runs where it is not the id.
    """

    id: str
    keys: str
    label: str
    group: str
    help: str
    on: str = "main"
    footer: tuple[str, ...] = ()
    does: str = ""

    @property
    def target(self) -> str:
        """What Textual runs: `app.quit`, `screen.outline`."""
        return f"{'app' if self.on == 'app' else 'screen'}.{self.does or self.id}"

    @property
    def key_names(self) -> str:
        """The keys as a person reads them: `F5, e`."""
        return spoken(self.keys)


NUMBERS = "123456789"
ANYWHERE = ("question", "rows", "reader", "place")


def _go(place: Place) -> Action:
    return Action(place.id, place.keys, place.label, "Go to", place.help, "app", place.footer, does=f"go('{place.id}')")


ACTIONS: tuple[Action, ...] = (
    *(_go(place) for place in PLACES),
    Action("back", "escape", "Back", "Go to", "To where you came from; stops an answer", footer=("reader", "place")),
    Action("new", "ctrl+n,n", "New conversation", "Ask", "Forget the conversation and start afresh"),
    Action("sources", "up", "Sources", "Ask", "From the question box to what stands above it; Enter opens it"),
    Action("pick", ",".join(NUMBERS), "Open by number", "Ask", "The citation, or the example, of that number"),
    Action("history", "ctrl+r", "History", "Ask", "What you asked before; type to search"),
    Action("copy_answer", "y", "Copy answer", "Ask", "Copy the newest answer with its sources, as Markdown"),
    Action("previous", "left_square_bracket,p", "Previous", "Read", "The provision before this one", footer=("reader",)),
    Action("next", "right_square_bracket,f8", "Next", "Read", "The provision after this one", footer=("reader",)),
    Action("language", "l", "Language", "Read", "Another language or text of this provision", footer=("reader",)),
    Action("beside", "b", "Side by side", "Read", "Two texts beside each other: official and restatement, 中文 and English"),
    Action("outline", "o", "Outline", "Read", "All provisions of this document", footer=("reader",)),
    Action("find", "f,ctrl+f", "Find", "Read", "Find words in this document", footer=("reader",)),
    Action("versions", "v", "Versions", "Read", "The texts held of this document, by date"),
    Action("became", "g", "What became of it", "Read", "What the final rule made of this provision"),
    Action("ask_about", "k", "Ask about this", "Read", "Start a question about this provision"),
    Action("comment", "i", "Comment on this", "Read", "Write a point about this provision"),
    Action("copy", "c", "Copy", "Read", "Copy the quote, or the provision, with its source"),
    Action("copy_markdown", "m", "Copy as Markdown", "Read", "The same as a Markdown quotation"),
    Action("link", "w", "Open official page", "Read", "Open the publisher's page in a web browser"),
    Action("open", "enter", "Open", "Deadlines", "Read the document", "deadlines", ("deadlines",)),
    Action("state", "f", "Filter", "Deadlines", "All, open, closing within a week, closed", "deadlines", ("deadlines",)),
    Action("only_watched", "o", "Watched only", "Deadlines", "Only what you watch, or everything", "deadlines"),
    Action("place", "j", "Jurisdiction", "Deadlines", "One jurisdiction, or all", "deadlines"),
    Action("watch", "w,space", "Watch", "Deadlines", "Watch this consultation, or no longer", "deadlines", ("deadlines",)),
    Action("comment", "n", "Comment on it", "Deadlines", "Begin a comment on this consultation", "deadlines", ("deadlines",)),
    Action("calendar", "c", "Calendar", "Deadlines", "The month, where there is no room beside the list", "deadlines", ("deadlines",)),
    Action("month_before", "left_square_bracket", "Month before", "Deadlines", "The calendar's month before", "deadlines"),
    Action("month_after", "right_square_bracket", "Month after", "Deadlines", "The calendar's month after", "deadlines"),
    Action("export", "i", "Export ICS", "Deadlines", "Write what is listed to deadlines.ics, for a calendar", "deadlines", ("deadlines",)),
    Action("next_change", "right_square_bracket,n", "Next change", "Compare", "The next provision that changed", "compare", ("compare",)),
    Action("previous_change", "left_square_bracket,p", "Previous", "Compare", "The change before this one", "compare"),
    Action("topic", "f", "Topic", "Compare", "One topic, or all", "compare", ("compare",)),
    Action("kinds", "k", "Unchanged too", "Compare", "Changes alone, or every provision", "compare"),
    Action("choose", "o", "Other texts", "Compare", "Choose which two texts are compared", "compare", ("compare",)),
    Action("summary", "u", "Summary", "Compare", "How much changed, and what to keep in mind", "compare", ("compare",)),
    Action("read_new", "w", "Read it", "Compare", "Open this provision in the reader", "compare"),
    Action("open", "enter", "Open", "Draft", "Work on this draft", "draft", ("draft",)),
    Action("begin", "n", "New comment", "Draft", "Choose a consultation and begin", "draft", ("draft",)),
    Action("next", "f8,right_square_bracket", "Next", "Draft", "The next question, also while typing", "draft", ("draft",)),
    Action("previous", "left_square_bracket", "Question before", "Draft", "The question before this one", "draft"),
    Action("other", "ctrl+o,v", "Pane", "Draft", "Steps, question, provision, checks; also while typing", "draft", ("draft",)),
    Action("mend", "ctrl+g,f", "Take out", "Draft", "Take out what a check found, such as personal data", "draft", ("draft",)),
    Action("export", "w", "To send", "Draft", "Make the file to send, and say what to do with it", "draft", ("draft",)),
    Action("sent", "m", "Sent", "Draft", "Note that you sent it", "draft"),
    Action("states", "y", "Earlier states", "Draft", "What the draft was, or which were deleted; Enter brings one back", "draft"),
    Action("outcome", "g", "Outcome", "Draft", "What became of each point in the final text", "draft"),
    Action("remove", "delete", "Remove", "Draft", "Take the point you stand on out; on the list delete the draft", "draft"),
    Action("refresh", "u", "Refresh", "Maintain", "Ask the marked sources, or all that are on", "maintain", ("maintain",)),
    Action("refresh_this", "o", "Refresh this one", "Maintain", "Ask the source you stand on alone", "maintain"),
    Action("cancel", "c", "Cancel", "Maintain", "Stop the whole refresh; what was stored stays", "maintain", ("maintain",)),
    Action("cancel_this", "delete,j", "Cancel this", "Maintain", "Stop the source you stand on; the others go on", "maintain"),
    Action("choose", "space", "Mark", "Maintain", "Mark this source for refresh and check, or no longer", "maintain", ("maintain",)),
    Action("check", "k", "Check", "Maintain", "Ask each publisher once whether it answers; nothing is stored", "maintain", ("maintain",)),
    Action("add", "n", "Add", "Maintain", "Watch what is at an address from now on", "maintain", ("maintain",)),
    Action("rebuild", "b", "Rebuild index", "Maintain", "Make the search index match the corpus", "maintain"),
    Action("other", "ctrl+o,v", "Pane", "Maintain", "Sources, what happened, health", "maintain", ("maintain",)),
    Action("link", "w", "Open its page", "Maintain", "Open the source's address in a web browser", "maintain"),
    Action("build", "f12", "Rebuild the index", "App", "Make the search index match the corpus"),
    Action("theme", "t", "Light or dark", "App", "Switch between the light and the dark theme", on="app"),
    Action("help", "f1,question_mark", "Help", "App", "Every key, and how to read an answer", "app", ANYWHERE),
    Action("suspend", "ctrl+z", "Suspend", "App", "To the shell; fg comes back. In a text of several lines: undo", on="app"),
    Action("quit", "ctrl+q,q", "Quit", "App", "Leave regbot", on="app"),
)  # fmt: skip
UNBOUND = ("sources", "pick")
"""Bound where they make sense, not on a whole screen."""

COMMANDS = {
    "deadlines": "app.deadlines",
    "doctor": "app.maintain",
    "draft check": "app.draft",
    "draft delete": "draft.remove",
    "draft export": "draft.export",
    "draft history": "draft.states",
    "draft list": "app.draft",
    "draft new": "draft.begin",
    "draft point": "main.comment",
    "draft restore": "draft.states",
    "draft sent": "draft.sent",
    "index build": "maintain.rebuild",
    "list": "app.documents",
    "outcome": "draft.outcome",
    "refresh": "maintain.refresh",
    "show": "app.documents",
    "sources add": "maintain.add",
    "sources check": "maintain.check",
}
"""What to do here where the command line has `regbot refresh`: its place and the action's id."""


def bindings(part: str) -> list[BindingType]:
    """Bindings that the footer shows while the focus is in `part`; the keys themselves come from `all_bindings`."""
    return [_binding(action, show=True) for action in ACTIONS if part in action.footer]


def all_bindings(on: str) -> list[BindingType]:
    """Bindings of every action of the `app` or of the screen `on`, in the footer where the screen is a place of its own."""
    found: list[BindingType] = [
        _binding(action, show=on in action.footer) for action in ACTIONS if action.on == on and action.id not in UNBOUND
    ]
    return found + [Binding(key, f"screen.pick({key})", show=False) for key in NUMBERS if on == "main"]


def palette(on: str) -> list[tuple[str, str, str]]:
    """Title, help and target of what can be done on the screen `on`, for the command palette."""
    return [
        (action.label, f"{action.help}  ({action.key_names})", action.target)
        for action in ACTIONS
        if action.on in ("app", on) and action.id != "pick"
    ]


def grouped() -> dict[str, list[Action]]:
    """Actions by group, in the order of the table."""
    groups: dict[str, list[Action]] = {}
    for action in ACTIONS:
        groups.setdefault(action.group, []).append(action)
    return groups


def keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A person's keys by action (`deadlines.watch` or `outline`) as Textual's keymap, and sentences about what is wrong."""
    known = {name: action for action in ACTIONS for name in (action.id, f"{action.on}.{action.id}")}
    made: dict[str, str] = {}
    wrong: list[str] = []
    for name, keys in wanted.items():
        action = known.get(name)
        if action is None or action.id in UNBOUND:
            wrong.append(f"there is no action {name!r}")
        elif not keys.strip(" ,"):
            wrong.append(f"no key is given for {name!r}")
        else:
            made[_name(action)] = ",".join(key.strip() for key in keys.split(","))
    return made, wrong


def keys_of(action: Action, keymap: Mapping[str, str]) -> str:
    """The keys of an action as a person reads them, with the person's own in the place of the table's."""
    if action.id == "pick":
        return "1–9"
    return spoken(keymap.get(_name(action), action.keys))


def own_keys(app: App[Any]) -> Mapping[str, str]:
    """The person's own key map."""
    return cast("RegbotApp", app).keys


def instead(words: str, keymap: Mapping[str, str]) -> str:
    """The keys for the commands that `words` name: `F10, then u`; empty where they name none that the app has."""
    found = (_way(COMMANDS[command], keymap) for command in COMMANDS if f"regbot {command}" in words)
    return "; ".join(dict.fromkeys(found))


def spoken(keys: str) -> str:
    """Textual's list of keys as a person reads it: `F5, e`."""
    return ", ".join(_shown(key) for key in keys.split(",")) if keys != ",".join(NUMBERS) else "1–9"


def _way(name: str, keymap: Mapping[str, str]) -> str:
    """The keys from anywhere to an action: to its place first, the reader for those of the main screen."""
    action = next(action for action in ACTIONS if _name(action) == name)
    place = BY_ID["read" if action.on == "main" else action.on] if action.on != "app" else None
    way = [_go(place), action] if place else [action]
    return ", then ".join(keys_of(step, keymap).partition(",")[0] for step in way)


def _name(action: Action) -> str:
    return f"{action.on}.{action.id}"


def _binding(action: Action, *, show: bool) -> Binding:
    return Binding(action.keys, action.target, action.label, show=show, tooltip=action.help, id=_name(action))


def _shown(key: str) -> str:
    names = {
        "question_mark": "?",
        "slash": "/",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "up": "↑",
        "escape": "Esc",
        "enter": "Enter",
        "space": "Space",
        "delete": "Delete",
    }
    return names.get(key) or (key.upper() if key.startswith("f") and key[1:].isdigit() else key.replace("ctrl+", "^"))
