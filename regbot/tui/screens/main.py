"""The main screen: conversation or documents on the left, the reader on the right; one of them below 100 columns."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Footer

from regbot.tui import actions, messages, text
from regbot.tui.jobs import Jobs
from regbot.tui.session import Session
from regbot.tui.widgets.documents import Documents
from regbot.tui.widgets.reader import Reader
from regbot.tui.widgets.sources import mark_of
from regbot.tui.widgets.talk import Talk
from regbot.tui.widgets.topbar import TopBar

NARROW = 100
ON_A_PROVISION = {"previous", "next", "language", "outline", "copy"}


class MainScreen(Screen[None]):
    """Routes what its parts say to one another, and to the jobs."""

    BINDINGS: ClassVar[list[BindingType]] = actions.all_bindings("screen")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#question"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.jobs = Jobs(self, session)
        self.talk, self.reader, self.bar = Talk(self.jobs), Reader(), TopBar()
        self._came_from: Widget | None = None

    def compose(self) -> ComposeResult:
        """Top bar, two sides, footer."""
        self.add_class("-narrow" if self.app.size.width < NARROW else "-wide")
        yield self.bar
        with Horizontal(id="sides"):
            with ContentSwitcher(id="left", initial="ask"):
                yield self.talk
                yield Documents(id="documents")
            yield self.reader
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Paint first; open, list and load after that."""
        self.on_stage_changed(messages.StageChanged(messages.Stage.OPENING))
        self.bar.show_place("ask")
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.jobs.close()

    def _begin(self) -> None:
        self.jobs.library()
        self.jobs.prepare()

    # what parts and workers say

    async def on_question_asked(self, message: messages.QuestionAsked) -> None:
        """Ask it; the box is ready for the next."""
        self.action_ask()
        await self.talk.ask(message.text)

    def on_library_ready(self, message: messages.LibraryReady) -> None:
        """Show the documents and the example questions."""
        self.talk.show_library(message.library)
        self.query_one(Documents).show_library(message.library)

    def on_answer_ready(self, message: messages.AnswerReady) -> None:
        """Show an answer, and its first citation where there is room beside it."""
        turn = self.talk.show_answer(message)
        if turn and message.reply.answer.citations:
            first = message.reply.answer.citations[0]
            if not self.narrow:
                self.jobs.page(first.ref, mark_of(first), take_focus=False)

    def on_ask_failed(self, message: messages.AskFailed) -> None:
        """Say so under the question and to the person."""
        self.talk.show_failure(message)
        self.post_message(messages.Trouble(message.error))

    def on_stage_changed(self, message: messages.StageChanged) -> None:
        """Say how far the search is ready."""
        self.talk.show_stage(message)
        day = self.jobs.session.workspace.as_of.day
        self.bar.show_stage(message, text.day(day))

    def on_open_provision(self, message: messages.OpenProvision) -> None:
        """Read it; remember where the person came from."""
        self._remember()
        self.jobs.page(message.ref, message.mark, take_focus=True)

    def on_open_document(self, message: messages.OpenDocument) -> None:
        """Read its outline."""
        self._remember()
        self.jobs.outline(message.document, message.eid)

    def on_page_ready(self, message: messages.PageReady) -> None:
        """Show the provision."""
        self.reader.show_page(message.page, message.mark)
        self.refresh_bindings()
        if message.take_focus:
            self.action_read()

    def on_outline_ready(self, message: messages.OutlineReady) -> None:
        """Show the outline."""
        self.reader.show_outline(message.outline, message.eid)
        self.refresh_bindings()
        self.action_read()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Below 100 columns the side with the focus is the one that shows."""
        reading = self.reader in event.widget.ancestors_with_self
        self.set_class(reading, "-reading")
        self.bar.show_place("read" if reading else self.left.current or "ask")

    # what a person does

    @property
    def narrow(self) -> bool:
        """Whether there is room for one side only."""
        return self.size.width < NARROW

    @property
    def left(self) -> ContentSwitcher:
        """The left side."""
        return self.query_one("#left", ContentSwitcher)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer what makes sense for what is open in the reader."""
        if action in ON_A_PROVISION:
            return self.reader.page is not None
        return bool(self.reader.document) if action == "link" else True

    def action_ask(self) -> None:
        """Go to the question box."""
        self._show_left("ask", self.talk.box)

    def action_documents(self) -> None:
        """Go to the documents."""
        self._show_left("documents", self.query_one(Documents))

    def action_read(self) -> None:
        """Go to the reader."""
        self._remember()
        self.add_class("-reading")
        self.call_after_refresh(self.reader.take_focus)

    def action_back(self) -> None:
        """From the reader to where one came from, from a row to the box; in the box stop what is being answered."""
        focused = self.focused
        if focused and self.reader in focused.ancestors:
            to = self._came_from if self._came_from and self._came_from.is_attached else self.talk.box
            self._show_left(self.left.current or "ask", to)
        elif focused is self.talk.box:
            self.talk.stop()
        else:
            self.action_ask()

    async def action_new(self) -> None:
        """Begin a new conversation."""
        await self.talk.restart()
        self.jobs.forget()
        self.action_ask()

    def action_sources(self) -> None:
        """From the box to the newest citations, or to the examples."""
        rows = self.talk.conversation.latest_rows()
        if rows:
            rows[0].focus()

    def action_row(self, by: int) -> None:
        """To the row above or below; below the last one is the box."""
        rows = self.talk.conversation.rows
        place = next((place for place, row in enumerate(rows) if row is self.focused), -by) + by
        if place < len(rows):
            rows[max(0, place)].focus()
        else:
            self.talk.box.focus()

    def action_pick(self, number: int) -> None:
        """Open citation `number` of the newest answer; on the first page ask example `number`."""
        for row in self.talk.conversation.latest_rows():
            if row.number == number:
                row.call_later(row.action_pick)

    def action_scroll_talk(self, pages: int) -> None:
        """Scroll the conversation while the box keeps the focus."""
        talk = self.talk.conversation
        talk.scroll_relative(y=pages * max(1, talk.size.height - 2), animate=False)

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

    def action_build(self) -> None:
        """Build the index again."""
        if self.talk.stage is messages.Stage.BUILDING:
            self.notify("The index is being built already.", markup=False)
        else:
            self.jobs.rebuild()

    def _step(self, by: int) -> None:
        page = self.reader.page
        to = (page.previous if by < 0 else page.next) if page else None
        if to:
            self.jobs.page(to.ref, None, take_focus=self.narrow)
        elif page:
            self.notify("This is the first provision." if by < 0 else "This is the last provision.", markup=False)

    def _show_left(self, name: str, to: Widget) -> None:
        self.left.current = name
        self.remove_class("-reading")
        self.call_after_refresh(to.focus)

    def _remember(self) -> None:
        if self.focused and self.reader not in self.focused.ancestors:
            self._came_from = self.focused
