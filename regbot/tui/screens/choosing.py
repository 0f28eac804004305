"""A dialog with a box to type in and a list that follows it: the shape of finding, of history, of choosing texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from regbot.errors import RegbotError
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.lines import Lines

Choice = TypeVar("Choice")
MOST = 200
"""So many entries are listed."""


class ChoosingScreen(Dialog["Choice | None"], Generic[Choice]):
    """`entries` is called in a worker with the words typed; Enter gives the value of the entry chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close"),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]
    TITLE: ClassVar[str]
    HINT: ClassVar[str]
    NOTHING: ClassVar[str]

    class Found(Message):
        """The entries for what was typed are known."""

        def __init__(self, words: str, entries: Sequence[tuple[Content, Any]], told: str = "") -> None:
            super().__init__()
            self.words = words
            self.entries = entries
            self.told = told

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._values: list[Choice] = []

    def entries(self, words: str) -> list[tuple[Content, Choice]]:
        """What to list for `words`, each with the value it stands for. Called in a worker; may raise RegbotError."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, box, list."""
        with Vertical(classes="dialog -list"):
            yield Static(Content.styled(self.TITLE, "bold $primary"), classes="title")
            yield Input(placeholder=self.HINT, id="choosing")
            yield Static(id="choosing-told")
            yield OptionList(id="choices")

    def on_mount(self) -> None:
        """List what there is before anything is typed."""
        self._look("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        self._look(event.value.strip())

    def on_input_submitted(self) -> None:
        """Take what stands out in the list."""
        self._choose(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self._choose(event.option_index)

    def on_choosing_screen_found(self, message: Found) -> None:
        """Show the list, unless something else was typed since."""
        if message.words != self.words:
            return
        self._values = [value for _, value in message.entries]
        listed = self.query_one(OptionList)
        listed.set_options(Option(Lines(content)) for content, _ in message.entries)
        listed.highlighted = 0 if message.entries else None
        told = message.told or ("" if message.entries else self.NOTHING)
        self.query_one("#choosing-told", Static).update(Content.styled(told, "$quiet"))

    def action_step(self, by: int) -> None:
        """Move in the list while the box keeps the focus."""
        listed = self.query_one(OptionList)
        if listed.option_count:
            listed.highlighted = max(0, min(listed.option_count - 1, (listed.highlighted or 0) + by))

    def _look(self, words: str) -> None:
        self.words = words

        def work() -> None:
            try:
                found = self.Found(words, self.entries(words)[:MOST])
            except RegbotError as error:
                found = self.Found(words, [], error.message)
            if not get_current_worker().is_cancelled:
                self.post_message(found)

        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)

    def _choose(self, place: int | None) -> None:
        if place is not None and place < len(self._values):
            self.dismiss(self._values[place])
