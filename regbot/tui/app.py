"""The app: themes, errors, and the screens; everything else is in screens and widgets."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from regbot.errors import ConfigError, RegbotError
from regbot.sanitise import one_line, plain
from regbot.tui import actions, themes
from regbot.tui.messages import OpenLink, Trouble
from regbot.tui.screens.main import MainScreen
from regbot.tui.session import Session

if TYPE_CHECKING:
    from regbot.workspace import Workspace


class RegbotApp(App[None]):
    """One workspace, on a full screen. With `builds` an index that is missing or stale is built beside."""

    TITLE = "regbot"
    CSS_PATH = "regbot.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.all_bindings("app")
    COMMAND_PALETTE_DISPLAY: ClassVar = "^p"

    def __init__(self, workspace: Workspace, *, builds: bool = True) -> None:
        super().__init__()
        self.failure: Exception | None = None
        self.session = Session(workspace, builds=builds)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DARK

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return MainScreen(self.session)

    def get_key_display(self, binding: Binding) -> str:
        """`F3` and `Esc` rather than `f3` and `esc`."""
        shown = super().get_key_display(binding)
        return shown.capitalize() if binding.key == "escape" or binding.key[1:].isdigit() else shown

    def get_theme(self, theme_name: str) -> Theme | None:
        """As Textual, but quick for regbot's own: every style of every widget asks for the theme."""
        return themes.BY_NAME.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """regbot's own colours, for themes that lack them."""
        return themes.own_colours(dark=self.current_theme.dark)

    def on_mount(self) -> None:
        """Apply the settings, where there are any; a mistake in them is told, and does not keep anyone out."""
        given = self.session.workspace.paths.config.is_file() or any(
            name.startswith("REGBOT_APP") for name in os.environ
        )
        if given:
            try:
                self._apply_settings()
            except RegbotError as error:
                self.report(error)

    def _apply_settings(self) -> None:
        wanted = self.session.workspace.settings.app
        if "theme" not in wanted.model_fields_set:
            return
        if wanted.theme not in self.available_themes:
            hint = f"in config.toml choose one of: {', '.join(sorted(self.available_themes))}"
            raise ConfigError(f"there is no theme {wanted.theme!r}", hint)
        self.theme = wanted.theme

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The command palette: every action of the table, and Textual's choice of themes."""
        yield SystemCommand("Choose a theme", "Any of Textual's themes", self.action_change_theme)
        for title, words, target in actions.palette():
            yield SystemCommand(title, words, lambda target=target: self.run_action(target))

    def report(self, error: RegbotError) -> None:
        """A toast for the message, a dialog for the hint."""
        from regbot.tui.screens.problem import ProblemScreen

        if not isinstance(self.screen, ProblemScreen):
            self.push_screen(ProblemScreen(error))
        message = one_line(error.message)[:300]
        self.call_after_refresh(self.notify, message, severity="error", markup=False)

    def on_trouble(self, message: Trouble) -> None:
        """Tell the person."""
        self.report(message.error)

    def on_open_link(self, message: OpenLink) -> None:
        """Open a publisher's page in a browser; where there is none, as over ssh, copy its address."""
        url = message.url
        if not url.startswith(("http://", "https://")):
            self.notify("No official page is known.", markup=False)
        elif sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            self.copy_to_clipboard(plain(url))
            self.notify(f"No browser here; copied: {one_line(url)}", markup=False)
        else:
            self.open_url(url)

    def action_theme(self) -> None:
        """Light or dark."""
        self.theme = themes.LIGHT if self.current_theme.dark else themes.DARK

    def action_help(self) -> None:
        """Every key."""
        from regbot.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen())

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self.failure = error
        if not os.environ.get("REGBOT_DEBUG"):
            self._exit_renderables.clear()


def run(workspace: Workspace) -> None:
    """Open the app on a workspace and return when the person leaves. Raises whatever stopped it."""
    app = RegbotApp(workspace)
    app.run()
    if app.failure:
        raise app.failure
