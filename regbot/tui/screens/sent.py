"""The dialog that notes that a comment was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input
from textual.worker import get_current_worker

from regbot.errors import RegbotError
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.tui.desk import Desk
    from regbot.tui.session import Session
    from regbot.workflows.sending import Noted

ASKS = "regbot cannot see whether you sent it. Note it here: when, how, and the text with its hash are kept."


class SentScreen(Dialog[bool]):
    """Gives whether a sending was noted."""

    AUTO_FOCUS = "#sent-number"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]

    class Kept(Message):
        """It is noted, or could not be."""

        def __init__(self, noted: Noted | None, error: RegbotError | None = None) -> None:
            super().__init__()
            self.noted = noted
            self.error = error

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self.session, self.desk = session, desk
        self.noted = False

    def compose(self) -> ComposeResult:
        """What is noted; the number one got; what came of it."""
        with VerticalScroll(classes="dialog -small -form"):
            yield Prose(Content.styled("I have sent it", "bold $primary"))
            yield Prose(Content.styled(ASKS, "$quiet"))
            yield Input(placeholder="tracking or receipt number, if you got one", id="sent-number")
            yield Button("Note it", variant="primary")
            yield Prose(Content(), id="sent-told")

    def on_input_submitted(self) -> None:
        """Note it."""
        self._note()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Note it; then close."""
        event.stop()
        if self.noted:
            self.dismiss(True)
        else:
            self._note()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(self.noted)

    def on_sent_screen_kept(self, message: Kept) -> None:
        """Say what was noted."""
        button = self.query_one(Button)
        button.disabled = False
        if message.noted is None:
            assert message.error
            lines = [
                text.line(message.error.message, "$error", 400),
                text.remedy(message.error.hint, actions.own_keys(self.app)),
            ]
        else:
            sent = message.noted.sent
            self.noted = True
            button.label = Content("Done")
            button.focus()
            when = f"✓ {text.day(sent.at.date())}, {sent.at:%H:%M}, by {sent.channel}"
            lines = [
                text.line(when, "bold $in-force", 200),
                text.line(f"The text sent is kept in {message.noted.kept}", "", 400),
                text.line(f"sha256 {sent.sha256}", "$quiet"),
                *(text.line(f"· {note}", "$draft", 400) for note in message.noted.notes),
            ]
        self.query_one("#sent-told", Prose).update(Content("\n").join(lines))

    def _note(self) -> None:
        if self.noted or self.query_one(Button).disabled:
            return
        self.query_one(Button).disabled = True
        number = self.query_one("#sent-number", Input).value

        def work() -> None:
            from regbot.workflows.sending import record_sent

            noted: list[Noted] = []
            try:
                workspace = self.desk.workspace
                self.desk.change(lambda: noted.append(record_sent(workspace, self.desk.id, tracking=number)))
                message = self.Kept(noted[0])
            except RegbotError as error:
                message = self.Kept(None, error)
            if not get_current_worker().is_cancelled:
                self.post_message(message)

        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)
