"""What a person does with the reader."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget

from regbot.tui import messages
from regbot.tui.jobs import Jobs
from regbot.tui.session import Session
from regbot.tui.widgets.reader import Reader

NARROW = 100
ON_A_PROVISION = {"previous", "next", "language", "outline", "copy"}


class ReadingScreen(Screen[None]):
    """A screen that has a reader."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.jobs = Jobs(self, session)
        self.reader = Reader()
        self._came_from: Widget | None = None

    @property
    def narrow(self) -> bool:
        """Whether there is room for one side only."""
        return self.size.width < NARROW

    @property
    def reading(self) -> bool:
        """Whether the focus is in the reader."""
        return self.focused is not None and self.reader in self.focused.ancestors

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what makes sense for what is open in the reader."""
        if action in ON_A_PROVISION:
            return self.reader.page is not None
        return bool(self.reader.document) if action == "link" else True

    def action_read(self) -> None:
        """Go to the reader."""
        self._remember()
        self.add_class("-reading")
        self.call_after_refresh(self.reader.take_focus)

    def action_previous(self) -> None:
        """The provision before this one."""
        self._step(-1)

    def action_next(self) -> None:
        """The provision after this one."""
        self._step(1)

    def action_language(self) -> None:
        """The next text of this provision."""
        self.reader.next_text()

    def action_outline(self) -> None:
        """The outline of this document."""
        page = self.reader.page
        if page:
            self._remember()
            self.jobs.outline(page.listed.document.id, page.provision.eid)

    def action_copy(self) -> None:
        """Copy the quote, or the provision, with its source."""
        words = self.reader.quotation()
        if words:
            self.app.copy_to_clipboard(words)
            self.notify("Copied with its source.", markup=False)

    def action_link(self) -> None:
        """Open the publisher's page."""
        self.post_message(messages.OpenLink(self.reader.link()))

    def _step(self, by: int) -> None:
        page = self.reader.page
        to = (page.previous if by < 0 else page.next) if page else None
        if to:
            self.jobs.page(to.ref, None, take_focus=self.narrow)
        elif page:
            self.notify("This is the first provision." if by < 0 else "This is the last provision.", markup=False)

    def _remember(self) -> None:
        if self.focused and not self.reading:
            self._came_from = self.focused
