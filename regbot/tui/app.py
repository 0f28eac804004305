"""The app: themes, errors, places; everything else is in screens and widgets."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.theme import Theme

from regbot.sanitise import one_line, plain
from regbot.tui import actions, themes
from regbot.tui.places import BY_ID
from regbot.tui.screens.main import MainScreen

if TYPE_CHECKING:
    from regbot.errors import RegbotError
    from regbot.tui.drafting import DraftJobs
    from regbot.tui.messages import (
        OpenDocument,
        OpenDraft,
        OpenLink,
        OpenProvision,
        QuestionAsked,
        StageChanged,
        Trouble,
    )
    from regbot.tui.screens.place import PlaceScreen
    from regbot.tui.session import Session
    from regbot.workspace import Workspace


class RegbotApp(App[None]):
    """One workspace, on a full screen. With `builds` an index that is missing or stale is built beside.

    `workspace` may be a function that opens it: it is called once the first frame is on the screen.
    """

    TITLE = "regbot"
    CSS_PATH = "regbot.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.all_bindings("app")
    COMMAND_PALETTE_DISPLAY: ClassVar = "^p"

    def __init__(
        self, workspace: Workspace | Callable[[], Workspace], *, builds: bool = True, colour: bool = True
    ) -> None:
        if not colour:
            os.environ["NO_COLOR"] = "1"
        super().__init__()
        self.failure: Exception | None = None
        self.stage: StageChanged | None = None
        self.keys: dict[str, str] = {}
        self._workspace = workspace
        self._builds = builds
        self._places: dict[str, PlaceScreen] = {}
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DARK

    def on_mount(self) -> None:
        """Paint anew after a stop: the shell has written on the terminal meanwhile."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))

    @cached_property
    def session(self) -> Session:
        """The core, opened when first needed. Raises ConfigError."""
        from regbot.tui.session import Session

        opened = self._workspace() if callable(self._workspace) else self._workspace
        return Session(opened, builds=self._builds)

    @property
    def main(self) -> MainScreen:
        """The main screen, which lies below all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return MainScreen()

    def get_key_display(self, binding: Binding) -> str:
        """`F3` and `Esc` rather than `f3` and `esc`."""
        shown = super().get_key_display(binding)
        return shown.capitalize() if binding.key == "escape" or binding.key[1:].isdigit() else shown

    def get_theme(self, theme_name: str) -> Theme | None:
        """As Textual, but quick for regbot's own: every style of every widget asks for the theme."""
        return themes.BY_NAME.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """regbot's own colours, for themes that lack them."""
        return themes.own_colours(self.current_theme)

    def apply_settings(self) -> None:
        """Theme and keys of the settings, where there are any; a mistake is told, and does not keep anyone out."""
        from regbot.errors import RegbotError

        where = self.session.workspace.paths
        if not where.config.is_file() and not any(name.startswith("REGBOT_APP") for name in os.environ):
            return
        try:
            self._apply_settings()
        except RegbotError as error:
            self.report(error)

    def _apply_settings(self) -> None:
        from regbot.errors import ConfigError

        wanted = self.session.workspace.settings.app
        self.keys, wrong = actions.keymap(wanted.keys)
        self.set_keymap(self.keys)
        if wrong:
            raise ConfigError(f"config.toml: [app] keys: {wrong[0]}", "press F9: the settings list the names")
        for path in sorted((self.session.workspace.paths.home / "themes").glob("*.toml")):
            self.register_theme(themes.read_theme(path))
        if "theme" in wanted.model_fields_set:
            if wanted.theme not in self.available_themes:
                hint = f"in config.toml choose one of: {', '.join(sorted(self.available_themes))}"
                raise ConfigError(f"there is no theme {wanted.theme!r}", hint)
            self.theme = wanted.theme

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: what can be done here, and Textual's choice of themes."""
        for title, words, target in actions.palette(getattr(screen, "place", "main")):
            holder, _, action = target.partition(".")
            if (self if holder == "app" else screen).check_action(action.partition("(")[0], ()):
                yield SystemCommand(title, words, lambda target=target: self.run_action(target))
        yield SystemCommand("Choose a theme", "Any of Textual's themes", self.action_change_theme)

    def go(self, name: str) -> Screen[Any]:
        """Go to a place; dialogs in the way are closed. Gives its screen."""
        place = BY_ID[name]
        while isinstance(self.screen, ModalScreen):
            self.pop_screen()
        if not place.screen:
            if self.screen is not self.main:
                self.pop_screen()
            self.main.show_place(name)
            return self.main
        if name not in self._places:
            self._places[name] = place.make()
            self.install_screen(self._places[name], name)
        screen = self._places[name]
        if self.screen is self.main:
            self.push_screen(screen)
        elif self.screen is not screen:
            self.switch_screen(screen)
        return screen

    def action_go(self, name: str) -> None:
        """Go to a place."""
        self.go(name)

    def compare(self, old: str, new: str, ref: str = "") -> None:
        """Compare two texts, standing on the change of provision `ref`."""
        from regbot.tui.screens.compare import CompareScreen

        screen = self.go("compare")
        assert isinstance(screen, CompareScreen)
        screen.compare(old, new, ref)

    def comment_on(self, ref: str) -> None:
        """Write a point about provision `ref`: in the unsent draft on its document, else in a new one."""
        self._draft(lambda jobs: jobs.comment_on(ref))

    def open_draft(self, draft_id: str) -> None:
        """Work on a draft."""
        self._draft(lambda jobs: jobs.open(draft_id))

    def begin_draft(self, consultation: str) -> None:
        """Begin a comment on a consultation."""
        self._draft(lambda jobs: jobs.begin(consultation))

    def _draft(self, call: Callable[[DraftJobs], None]) -> None:
        from regbot.tui.screens.draft import DraftScreen

        screen = self.go("draft")
        assert isinstance(screen, DraftScreen)
        screen.come(call)

    def moment_changed(self) -> None:
        """Tell every place that was come to that the corpus is looked at as of another day."""
        from regbot.tui.messages import MomentChanged

        for screen in self._places.values():
            if screen.is_attached:
                screen.post_message(MomentChanged())

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

    def on_open_provision(self, message: OpenProvision) -> None:
        """From a place of its own to the reader."""
        self.go("read")
        self.main.on_open_provision(message)

    def on_open_document(self, message: OpenDocument) -> None:
        """From a place of its own to the reader."""
        self.go("read")
        self.main.on_open_document(message)

    async def on_question_asked(self, message: QuestionAsked) -> None:
        """From a place of its own to the conversation."""
        self.go("ask")
        await self.main.on_question_asked(message)

    def on_open_draft(self, message: OpenDraft) -> None:
        """To the desk."""
        self.open_draft(message.draft)

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
        """Light or dark, of the same family."""
        self.theme = themes.other(self.current_theme)

    def action_help(self) -> None:
        """Every key."""
        from regbot.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.keys))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Suspend only where there is a shell to go to: not in a browser, nor as the first process of a terminal."""
        if action != "suspend":
            return super().check_action(action, parameters)
        return self._driver is not None and self._driver.can_suspend and _has_shell()

    def action_suspend(self) -> None:
        """Stop here until the shell says `fg`, as ctrl+z does to any program: with all processes of its job."""
        self.app_suspend_signal.publish(self)
        os.killpg(0, signal.SIGTSTP)

    def _handle_exception(self, error: Exception) -> None:
        super()._handle_exception(error)
        self.failure = error
        if not os.environ.get("REGBOT_DEBUG"):
            self._exit_renderables.clear()


def _has_shell() -> bool:
    """Whether a shell that can bring a stopped job back started this one: it gives every job a group of its own."""
    return sys.platform != "win32" and os.getpgrp() != os.getsid(0)


def run(workspace: Workspace | Callable[[], Workspace], *, colour: bool = True) -> None:
    """Open the app on a workspace and return when the person leaves. Raises whatever stopped it."""
    app = RegbotApp(workspace, colour=colour)
    app.run()
    if app.failure:
        raise app.failure
