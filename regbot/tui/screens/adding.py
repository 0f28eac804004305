"""The dialog that adds a source by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static

from regbot.sanitise import plain
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.upkeep import AddingFailed, SourceAdded, UpkeepJobs
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.tui.session import Session

ASKS = "The address of a consultation, a page or PDF, or a feed. regbot looks at it once, and adds it to sources.toml."


class AddingScreen(Dialog["str | None"]):
    """Gives the name of the source added, where the person wants it refreshed at once."""

    AUTO_FOCUS = "#adding-url"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.jobs = UpkeepJobs(self, session)
        self.added = ""

    def compose(self) -> ComposeResult:
        """Address and name; what was found; what to do next."""
        with VerticalScroll(classes="dialog -form"):
            yield Static(Content.styled("Add a source", "bold $primary"), classes="title")
            yield Prose(Content.styled(ASKS, "$quiet"))
            yield Input(placeholder="https://…", id="adding-url")
            yield Input(placeholder="what to call it (by default after the address)", id="adding-name")
            yield Checkbox("It is on this computer or on my own network", id="adding-local")
            yield Button("Look at it", id="adding-go", variant="primary")
            yield Prose(Content(), id="adding-told")

    def on_input_submitted(self) -> None:
        """Look at the address."""
        self._go()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Look at the address; once it is added, refresh it."""
        event.stop()
        if self.added:
            self.dismiss(self.added)
        else:
            self._go()

    def on_source_added(self, message: SourceAdded) -> None:
        """Say what was found and written."""
        added = message.added
        self.added = added.name
        lines = [
            text.join(Content.styled("✓", "bold $in-force"), text.line(f"Found {added.found}", "bold", 400)),
            Content.styled("Added to corpus/sources.toml:", "$quiet"),
            *(text.line(line, "", 300) for line in plain(added.table).splitlines()),
        ]
        self._tell(Content("\n").join(lines))
        button = self.query_one(Button)
        button.label = Content("Refresh it now")
        button.disabled = False
        button.focus()

    def on_adding_failed(self, message: AddingFailed) -> None:
        """Say why nothing was added."""
        error = message.error
        self.query_one(Button).disabled = False
        self._tell(
            Content("\n").join(
                [text.line(error.message, "$error", 600), text.remedy(error.hint, actions.own_keys(self.app))]
            )
        )

    def _go(self) -> None:
        address, name = (self.query_one(f"#adding-{part}", Input).value.strip() for part in ("url", "name"))
        if not address:
            self._tell(Content.styled("Type or paste an address first.", "$draft"))
        elif not self.query_one(Button).disabled and not self.added:
            self.query_one(Button).disabled = True
            self._tell(Content.styled("Looking at it…", "$quiet"))
            self.jobs.add(address, name=name, allow_local=self.query_one(Checkbox).value)

    def _tell(self, content: Content) -> None:
        self.query_one("#adding-told", Prose).update(content)
