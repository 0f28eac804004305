"""Settings: the theme, chosen by looking; where things are; the person's own keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.tui import actions, text, themes
from regbot.tui.messages import Told
from regbot.tui.screens.place import PlaceScreen, place_bindings
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.prose import Prose

OWN_KEYS = """\
[app.keys]
deadlines = "f5,e"
"deadlines.watch" = "w"
"""


NAME = 12
"""Cells that the names of places take."""


class SettingsScreen(PlaceScreen):
    """Moving in the list tries a theme on; Enter keeps it in config.toml, Escape goes back to the one before."""

    place = "settings"
    BINDINGS: ClassVar[list[BindingType]] = place_bindings("settings")
    AUTO_FOCUS = "#themes"

    def __init__(self) -> None:
        super().__init__()
        self.before = ""
        self.names: list[str] = []

    def body(self) -> list[Widget]:
        """Themes on the left; paths and keys on the right."""
        about = VerticalScroll(
            Prose(Content(), hang=NAME, id="settings-paths"),
            Prose(Content(), id="settings-about"),
            id="settings-side",
            can_focus=False,
        )
        head = Static(Content.styled("Theme", "bold $primary") + Content.styled("   Enter keeps it", "$quiet"))
        left = VerticalScroll(head, OptionList(id="themes"), id="themes-side", can_focus=False)
        return [Horizontal(left, about, id="settings-sides")]

    def begin(self) -> None:
        """List themes, the offered ones first, standing on the present one."""
        self.before = self.app.theme
        others = sorted(name for name in self.app.available_themes if name not in themes.OFFERED)
        self.names = [*themes.OFFERED, *others]
        listed = self.query_one("#themes", OptionList)
        listed.set_options(Option(Lines(_entry(name))) for name in self.names)
        listed.highlighted = self.names.index(self.before) if self.before in self.names else 0
        self.query_one("#settings-paths", Prose).update(self._paths())
        self.query_one("#settings-about", Prose).update(self._about())

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Try it on."""
        event.stop()
        if event.option_index < len(self.names) and self.names[event.option_index] != self.app.theme:
            self.app.theme = self.names[event.option_index]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Keep it."""
        event.stop()
        self.before = self.names[event.option_index]
        self.jobs.keep_theme(self.before)

    def on_told(self, message: Told) -> None:
        """Say what was done."""
        self.notify(message.words, markup=False)

    def action_back(self) -> None:
        """Back, in the theme that was kept."""
        if self.before:
            self.app.theme = self.before
        super().action_back()

    def _paths(self) -> Content:
        paths = self.jobs.session.workspace.paths
        places = [
            ("Workspace", str(paths.home)),
            ("Settings", str(paths.config)),
            ("Corpus", str(paths.corpus)),
            ("Drafts", str(paths.drafts)),
            ("Questions", str(self.jobs.session.history.path)),
            ("Own themes", str(paths.home / "themes" / "*.toml")),
        ]
        lines = [Content.styled("Where things are", "bold $primary")]
        lines += [Content.styled(f"{name:<{NAME}}", "$quiet") + text.line(path, "", 300) for name, path in places]
        return Content("\n").join([*lines, Content()])

    def _about(self) -> Content:
        own = len(self.regbot.keys)
        told = f"{own} of your own" if own else "none of your own yet"
        lines = [Content.styled("Keys", "bold $primary") + Content.styled(f"   {told}", "$quiet")]
        lines += [Content("In config.toml name an action and its keys, then start regbot again:"), Content()]
        lines += [Content.styled(f"  {line}", "$accent") for line in OWN_KEYS.splitlines()]
        lines += [Content(), Content.styled("Actions: ", "$quiet") + Content(", ".join(_names()))]
        return Content("\n").join(lines)


def _names() -> list[str]:
    return [
        action.id if action.on in ("app", "main") else f"{action.on}.{action.id}"
        for action in actions.ACTIONS
        if action.id not in actions.UNBOUND
    ]


def _entry(name: str) -> Content:
    return text.join(text.line(name), Content.styled(themes.OFFERED.get(name, ""), "$quiet"))
