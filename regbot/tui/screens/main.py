"""The main screen: conversation or documents on the left, the reader on the right; one of them below 100 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Footer

from regbot.tui import actions, messages, text
from regbot.tui.screens.reading import NARROW, ReadingScreen
from regbot.tui.session import Session
from regbot.tui.widgets.sources import mark_of
from regbot.tui.widgets.talk import Talk
from regbot.tui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from regbot.tui.widgets.documents import Documents


class MainScreen(ReadingScreen):
    """Routes what its parts say to one another, and to the jobs."""

    BINDINGS: ClassVar[list[BindingType]] = actions.all_bindings("screen")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#question"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.talk, self.bar = Talk(self.jobs), TopBar()
        self.documents: Documents | None = None

    def compose(self) -> ComposeResult:
        """Top bar, two sides, footer."""
        self.add_class("-narrow" if self.app.size.width < NARROW else "-wide")
        yield self.bar
        with Horizontal(id="sides"):
            with ContentSwitcher(id="left", initial="ask"):
                yield self.talk
            yield self.reader
        yield Footer()

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

    async def on_library_ready(self, message: messages.LibraryReady) -> None:
        """Show the documents and the example questions."""
        from regbot.tui.widgets.documents import Documents

        if self.documents is None:
            self.documents = Documents(id="documents")
            await self.left.add_content(self.documents)
        self.documents.show_library(message.library)
        self.talk.show_library(message.library)

    def on_answer_ready(self, message: messages.AnswerReady) -> None:
        """Show an answer, and its first citation where there is room beside it."""
        turn = self.talk.show_answer(message)
        if turn and message.reply.answer.citations:
            first = message.reply.answer.citations[0]
            if not self.narrow and not self.reading:
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

    async def on_page_ready(self, message: messages.PageReady) -> None:
        """Show the provision."""
        await self.reader.show_page(message.page, message.mark)
        self.refresh_bindings()
        if message.take_focus:
            self.action_read()

    async def on_outline_ready(self, message: messages.OutlineReady) -> None:
        """Show the outline."""
        await self.reader.show_outline(message.outline, message.eid)
        self.refresh_bindings()
        self.action_read()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Below 100 columns the side with the focus is the one that shows."""
        self.set_class(self.reader in event.widget.ancestors, "-reading")
        self.bar.show_place("read" if self.has_class("-reading") else self.left.current or "ask")

    # what a person does

    @property
    def left(self) -> ContentSwitcher:
        """The left side."""
        return self.query_one("#left", ContentSwitcher)

    def action_ask(self) -> None:
        """Go to the question box."""
        self._show_left("ask", self.talk.box)

    def action_documents(self) -> None:
        """Go to the documents, once they are known."""
        if self.documents:
            self._show_left("documents", self.documents)

    def action_back(self) -> None:
        """From the reader to where one came from, from a row to the box; in the box stop what is being answered."""
        if self.reading:
            to = self._came_from if self._came_from and self._came_from.is_attached else self.talk.box
            self._show_left(self.left.current or "ask", to)
        elif self.focused is self.talk.box:
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

    def action_build(self) -> None:
        """Build the index again."""
        if self.talk.stage is messages.Stage.BUILDING:
            self.notify("The index is being built already.", markup=False)
        else:
            self.jobs.rebuild()

    def _show_left(self, name: str, to: Widget) -> None:
        self.left.current = name
        self.remove_class("-reading")
        self.call_after_refresh(to.focus)
