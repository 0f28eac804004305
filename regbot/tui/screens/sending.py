"""The dialog that makes the file to send, and tells exactly what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from regbot.draft.channels import Route, described, route_for, routes
from regbot.errors import RegbotError
from regbot.sanitise import plain
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.hanging import Hanging
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.tui.desk import Desk
    from regbot.tui.session import Session
    from regbot.workflows.exporting import Exported

FILES = {
    "email": "a mail, to open in a mail program (.eml)",
    "portal": "a text to paste (.txt)",
    "post": "a letter (.docx)",
}
COPIES = (
    ("docx", "a letter to read or sign (.docx)"),
    ("html", "a page to read or print (.html)"),
    ("md", "Markdown (.md)"),
)


class ExportScreen(Dialog[bool]):
    """Channels with their rules; Enter makes the file. Gives whether the person wants to note that it was sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Close"),
        Binding("c", "copy", "Copy the text"),
        Binding("m", "dismiss(True)", "I have sent it"),
        Binding("a", "anyway", "All the same"),
        Binding("o", "other", "Another way"),
    ]

    class Known(Message):
        """The channels are known."""

        def __init__(self, routes: tuple[Route, ...], preferred: str) -> None:
            super().__init__()
            self.routes = routes
            self.preferred = preferred

    class Made(Message):
        """The file is made."""

        def __init__(self, exported: Exported) -> None:
            super().__init__()
            self.exported = exported

    class Refused(Message):
        """No file was made, for a reason."""

        def __init__(self, error: RegbotError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self.session, self.desk = session, desk
        self.exported: Exported | None = None
        self._offers: list[tuple[str, str]] = []
        self._last: tuple[str, str] | None = None
        self._refused = False

    def compose(self) -> ComposeResult:
        """Title, ways, what was made."""
        with VerticalScroll(classes="dialog -export"):
            yield Prose(Content.styled("Make it ready to send", "bold $primary"))
            yield Prose(
                Content.styled("regbot makes the file; you send it. Enter makes it for the way you stand on.", "$quiet")
            )
            yield OptionList(id="ways")
            yield Prose(Content(), id="made")

    def on_mount(self) -> None:
        """Look up the channels."""

        def work() -> Message:
            from regbot.workflows.show import known_document

            self.desk.save()
            document = known_document(self.desk.workspace, self.desk.comment.consultation)
            offered = routes(document)
            return self.Known(offered, route_for(document).kind if offered else "")

        self._run(work)

    def on_export_screen_known(self, message: Known) -> None:
        """Show the channels with their rules, then copies to keep."""
        options, chosen = [], self.desk.comment.channel
        for route in message.routes:
            self._offers.append((route.kind, ""))
            mark = Content.styled("✓", "bold $in-force") if route.kind == chosen else Content()
            head = text.join(Content.styled(route.kind, "bold"), Content(FILES.get(route.kind, "a file")), mark)
            address = Content("  ") + text.line(route.channel.address, "$accent", 200)
            rules = (Content("  ") + text.line(rule, "$quiet", 300) for rule in described(route))
            options.append(Option(Hanging(Content("\n").join([head, address, *rules, Content()]))))
        for form, words in COPIES:
            self._offers.append(("", form))
            options.append(Option(Content.styled("a copy: ", "$quiet") + Content(words)))
        listed = self.query_one("#ways", OptionList)
        listed.set_options(options)
        kinds = [route.kind for route in message.routes]
        wanted = chosen or message.preferred
        listed.highlighted = kinds.index(wanted) if wanted in kinds else 0
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make the file."""
        event.stop()
        self._make(self._offers[event.option_index])

    def on_export_screen_made(self, message: Made) -> None:
        """Tell what was made, and each step."""
        made = self.exported = message.exported
        files = [
            text.join(Content.styled("✓", "bold $in-force"), text.line(str(path), "bold", 400)) for path in made.files
        ]
        steps = [text.line(f"{number}. {step}", "", 800) for number, step in enumerate(made.steps, 1)]
        notes = [text.line(f"· {note}", "$quiet", 600) for note in made.notes]
        head = Content.styled("What to do now", "bold $primary")
        self._tell([*files, Content(), head, *steps, Content(), *notes])

    def on_export_screen_refused(self, message: Refused) -> None:
        """Tell why not, and what to do."""
        error = message.error
        self._refused = True
        self._tell(
            [
                text.line(error.message, "$error", 1_500),
                text.remedy(error.hint.replace("`--anyway`", "a"), actions.own_keys(self.app), "$quiet"),
            ]
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key is offered while there is something for it to do."""
        idle = {"copy": not self.exported, "anyway": not (self._last and self._refused), "other": not self._last}
        return not idle.get(action, False)

    def action_other(self) -> None:
        """Choose another way."""
        self._last = None
        self._tell([])
        listed = self.query_one("#ways", OptionList)
        listed.display = True
        listed.focus()

    def action_copy(self) -> None:
        """Copy the text that is sent."""
        assert self.exported
        self.app.copy_to_clipboard(plain(self.exported.ready.body))
        self.notify("The text is copied.", markup=False)

    def action_anyway(self) -> None:
        """Make the file although a check blocks it."""
        assert self._last
        self._make(self._last, anyway=True)

    def _make(self, offer: tuple[str, str], *, anyway: bool = False) -> None:
        self._last, self._refused, self.exported = offer, False, None
        channel, form = offer
        self._tell([Content.styled("Making it…", "$quiet")])

        def work() -> Message:
            from regbot.workflows.exporting import Form, export_draft

            self.desk.save()
            wanted = Form(form) if form else None
            return self.Made(
                export_draft(self.desk.workspace, self.desk.id, form=wanted, channel=channel, anyway=anyway)
            )

        self._run(work)

    def _run(self, work: object) -> None:
        def safely() -> None:
            try:
                message = work()  # type: ignore[operator]
            except RegbotError as error:
                message = self.Refused(error)
            if not get_current_worker().is_cancelled:
                self.post_message(message)

        self.run_worker(safely, thread=True, exclusive=True, exit_on_error=False)

    def _tell(self, lines: list[Content]) -> None:
        told = self.query_one("#made", Prose)
        told.update(Content("\n").join(lines))
        self.refresh_bindings()
        if lines:
            self.query_one("#ways").display = False
            self.query_one(".dialog").focus()
