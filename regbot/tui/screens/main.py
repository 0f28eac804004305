"""The main screen: home, conversation or documents on the left, the reader on the right; one of them below 100 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from regbot.tui import actions
from regbot.tui.screens.reading import NARROW, ReadingScreen
from regbot.tui.widgets.talk import Talk
from regbot.tui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from regbot.tui import messages
    from regbot.tui.widgets.documents import Documents


class MainScreen(ReadingScreen):
    """Routes what its parts say to one another, and to the jobs. The first frame is bar and question box alone."""

    BINDINGS: ClassVar[list[BindingType]] = actions.all_bindings("main")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#question"
    place = "main"

    def __init__(self) -> None:
        super().__init__()
        self.talk, self.bar = Talk(), TopBar("home")
        self.documents: Documents | None = None

    def compose(self) -> ComposeResult:
        """Top bar, two sides, a line for the footer."""
        self.add_class("-narrow" if self.app.size.width < NARROW else "-wide", "-home")
        yield self.bar
        with Horizontal(id="sides"), ContentSwitcher(id="left", initial="ask"):
            yield self.talk
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Paint first; everything else after that."""
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if self.furnished:
            self.jobs.close()

    def on_screen_resume(self) -> None:
        """What was done elsewhere may have changed what home tells."""
        if self.furnished and self.has_class("-home"):
            self.jobs.home()

    async def _begin(self) -> None:
        from textual.widgets import Footer

        from regbot.tui.messages import Stage, StageChanged

        self.regbot.apply_settings()
        self.furnish(self.regbot.session)
        self.talk.furnish(self.jobs)
        self.query_one("#sides").mount(self.reader)
        self.on_stage_changed(StageChanged(Stage.OPENING))
        await self.query_one("#foot").remove()
        await self.mount(Footer())
        self.refresh_bindings()
        self.jobs.library()
        self.jobs.home()
        self.jobs.prepare()

    # what parts and workers say

    async def on_question_asked(self, message: messages.QuestionAsked) -> None:
        """Ask it; the box is ready for the next."""
        message.stop()
        if not self.furnished:
            self.set_timer(0.05, lambda: self.talk.box.post_message(message))
            return
        self.remove_class("-home")
        self._show_left("ask", self.talk.box)
        await self.talk.ask(message.text)

    async def on_command_given(self, message: messages.CommandGiven) -> None:
        """Do what a `/` command says."""
        from regbot.tui.commands import run

        message.stop()
        await run(self.regbot, message.name, message.rest)

    async def on_library_ready(self, message: messages.LibraryReady) -> None:
        """Show the documents and the example questions."""
        from regbot.tui.widgets.documents import Documents

        if self.documents is None:
            self.documents = Documents(id="documents")
            await self.left.add_content(self.documents)
        self.documents.show_library(message.library)
        self.talk.show_library(message.library)

    async def on_home_ready(self, message: messages.HomeReady) -> None:
        """Show what is open, what changed, the drafts."""
        await self.talk.show_home(message.view)

    def on_answer_ready(self, message: messages.AnswerReady) -> None:
        """Show an answer, and its first citation where there is room beside it."""
        from regbot.tui.widgets.sources import mark_of

        turn = self.talk.show_answer(message)
        if turn and message.reply.answer.citations:
            first = message.reply.answer.citations[0]
            if not self.narrow and not self.reading:
                self.jobs.page(first.ref, mark_of(first), take_focus=False)

    def on_ask_failed(self, message: messages.AskFailed) -> None:
        """Say so under the question and to the person."""
        from regbot.tui.messages import Trouble

        self.talk.show_failure(message)
        self.post_message(Trouble(message.error))

    def on_stage_changed(self, message: messages.StageChanged) -> None:
        """Say how far the search is ready."""
        self.regbot.stage = message
        self.talk.show_stage(message)
        self.bar.show_stage(message, self.jobs.session.day)
        if self.app.screen is not self and hasattr(self.app.screen, "bar"):
            self.app.screen.bar.show_stage(message, self.jobs.session.day)

    async def on_moment_changed(self, message: messages.MomentChanged) -> None:  # noqa: ARG002
        """Begin anew on the other day; every other place hears of it when it is come to."""
        await self.talk.restart()
        self.regbot.moment_changed()
        if self.regbot.stage:
            self.on_stage_changed(self.regbot.stage)
        self.show_place("home")

    def on_pair_found(self, message: messages.PairFound) -> None:
        """Compare them."""
        self.regbot.compare(message.old, message.new, message.ref)

    def on_open_provision(self, message: messages.OpenProvision) -> None:
        """Read it; remember where the person came from."""
        message.stop()
        self._leave_home()
        self._remember()
        self.jobs.page(message.ref, message.mark, take_focus=True)

    def on_open_document(self, message: messages.OpenDocument) -> None:
        """Read its outline."""
        message.stop()
        self._leave_home()
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

    def on_descendant_focus(self) -> None:
        """Below 100 columns the side with the focus is the one that shows.

        The focus may have gone on since the event was sent: what counts is where it is now.
        """
        self._going_to_reader = self._going_to_reader and not self.reading
        if not self._going_to_reader:
            self.set_class(self.reading, "-reading")
        self._mark_place()

    # what a person does

    @property
    def left(self) -> ContentSwitcher:
        """The left side."""
        return self.query_one("#left", ContentSwitcher)

    def show_place(self, name: str) -> None:
        """Go to a part of this screen."""
        if not self.furnished:
            return
        if name == "documents" and self.documents:
            self._leave_home()
            self._show_left("documents", self.documents)
        elif name == "read":
            self._leave_home()
            self.action_read()
        elif name in ("ask", "home"):
            self.set_class(name == "home" or not self.talk.asked, "-home")
            self._show_left("ask", self.talk.box)
            if name == "home":
                self.jobs.home()

    def action_back(self) -> None:
        """From the reader to where one came from, from a row to the box; in the box stop what is being answered."""
        if self.reading:
            to = self._came_from if self._came_from and self._came_from.is_attached else self.talk.box
            if to is self.talk.box and not self.talk.asked:
                self.add_class("-home")
            self._show_left(self.left.current or "ask", to)
        elif self.focused is not self.talk.box:
            self.show_place("ask")
        elif not self.talk.stop():
            self.action_sources()

    async def action_new(self) -> None:
        """Begin a new conversation."""
        await self.talk.restart()
        self.jobs.forget()
        self.show_place("home")

    def action_sources(self) -> None:
        """From the box to the newest citations, or to what stands on the home page."""
        rows = self.talk.latest_rows()
        if rows:
            rows[0].focus()

    def action_row(self, by: int) -> None:
        """To the row above or below; below the last one is the box."""
        rows = self.talk.rows
        place = next((place for place, row in enumerate(rows) if row is self.focused), -by) + by
        if place < len(rows):
            rows[max(0, place)].focus()
        else:
            self.talk.box.focus()

    def action_pick(self, number: int) -> None:
        """Open citation `number` of the newest answer; on the home page ask example `number`."""
        for row in self.talk.latest_rows():
            if row.number == number:
                row.call_later(row.action_pick)

    def action_scroll_talk(self, pages: int) -> None:
        """Scroll what stands above the box while the box keeps the focus."""
        self.talk.scroll_pages(pages)

    def action_copy_answer(self) -> None:
        """Copy the newest answer with its sources."""
        words = self.talk.newest_as_markdown()
        if words:
            self.app.copy_to_clipboard(words)
            self.notify("Copied the answer as Markdown, with its sources.", markup=False)
        else:
            self.notify("There is no answer to copy yet.", markup=False)

    def action_history(self) -> None:
        """What was asked before."""
        from regbot.tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.jobs.session), self._ask_again)

    def action_build(self) -> None:
        """Build the index again."""
        if self.talk.stage == "building":
            self.notify("The index is being built already.", markup=False)
        else:
            self.jobs.rebuild()

    def _ask_again(self, question: str | None) -> None:
        if question:
            self.show_place("ask")
            self.talk.box.take(question)

    def _leave_home(self) -> None:
        """Beside what is read stands the conversation; where there is none, the documents."""
        if self.has_class("-home"):
            self.remove_class("-home")
            if not self.talk.asked and self.documents:
                self.left.current = "documents"

    def _mark_place(self) -> None:
        if self.has_class("-reading") and self.narrow:
            self.bar.show_place("read")
        else:
            left = self.left.current or "ask"
            self.bar.show_place("home" if left == "ask" and self.has_class("-home") else left)

    def _show_left(self, name: str, to: Widget) -> None:
        self.left.current = name
        self._going_to_reader = False
        self.remove_class("-reading")
        self._mark_place()
        self.call_after_refresh(to.focus)
