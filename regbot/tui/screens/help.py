"""The help screen: how to read an answer, and every key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from regbot.model import LegalStatus
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose

READING = (
    (text.badge(LegalStatus.IN_FORCE), "binds today"),
    (text.badge(LegalStatus.DRAFT), "was proposed; binds nobody"),
    (text.badge(LegalStatus.NEWS), "a report about a rule, never the rule itself"),
    (
        Content.styled("unofficial restatement", "bold $quiet"),
        "the maintainers' own words, to be checked against the official page",
    ),
    (Content.styled("unofficial translation", "bold $quiet"), "a translation without legal force"),
    (Content.styled("imported copy", "bold $quiet"), "a file of your own, as it is; nobody checked it"),
    (Content.styled("official text", "bold $quiet"), "the publisher's own words"),
)
KEY, SIGN = 14, 25
ALWAYS = "Letters work while no question is being typed; F-keys and the palette (^p) always do. Esc closes this."


class HelpScreen(Dialog[None]):
    """Closed with Escape. `keys` are the person's own, by action."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,question_mark,q", "dismiss", "Close")]

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        """Badges first, keys below, in groups."""
        with VerticalScroll(classes="dialog"):
            yield Static(Content.styled("How to read an answer", "bold $primary"))
            for sign, words in READING:
                yield Prose(sign.pad_right(SIGN - sign.cell_length) + words, hang=SIGN)
            for group, members in actions.grouped().items():
                yield Static(Content.styled(group, "bold $primary"), classes="group")
                for action in members:
                    key = Content.styled(f"{actions.keys_of(action, self.keys):<{KEY}}", "bold $accent")
                    told = Content.styled(f"  {action.help}", "$quiet")
                    yield Prose(key + action.label + told, hang=KEY)
            yield Static(Content.styled(ALWAYS, "$quiet"), classes="group")
