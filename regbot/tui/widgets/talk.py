"""The left side: home or the conversation above, the question box below, and the queue between them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from regbot.tui.content import join
from regbot.tui.widgets.question import QuestionBox

if TYPE_CHECKING:
    from textual.worker import Worker

    from regbot.tui.jobs import Jobs
    from regbot.tui.messages import AnswerReady, AskFailed, StageChanged
    from regbot.tui.views import HomeView, Library
    from regbot.tui.widgets.conversation import Conversation
    from regbot.tui.widgets.home import Home
    from regbot.tui.widgets.row import Row
    from regbot.tui.widgets.turn import Turn

UNUSABLE = {
    "opening": "Waiting for the index to open…",
    "building": "Waiting for the index, which is being built…",
}
USABLE = ("words", "ready", "no_model")


class Talk(Vertical):
    """Asks one question at a time, in order; while nothing can be asked, questions wait and say why.

    At first there is the box alone; `furnish` brings the rest.
    """

    jobs: Jobs
    conversation: Conversation
    home: Home

    def __init__(self) -> None:
        super().__init__(id="ask")
        self.furnished = False
        self.usable = False
        self.stage = "opening"
        self._why = ""
        self._asked = 0
        self._waiting: deque[Turn] = deque()
        self._current: tuple[Turn, Worker[None]] | None = None

    def compose(self) -> ComposeResult:
        """The box, and a line for commands; what stands above comes with `furnish`."""
        yield Vertical(id="above")
        yield Static(id="commands")
        yield QuestionBox()

    def furnish(self, jobs: Jobs) -> None:
        """Mount home and conversation; ask what was typed already."""
        from regbot.tui.commands import Completer
        from regbot.tui.widgets.conversation import Conversation
        from regbot.tui.widgets.home import Home

        self.jobs, self.conversation, self.home = jobs, Conversation(), Home()
        self.query_one("#above").mount(self.home, self.conversation)
        self.box.suggester = Completer()
        self.furnished = True

    @property
    def box(self) -> QuestionBox:
        """The question box."""
        return self.query_one(QuestionBox)

    @property
    def asked(self) -> bool:
        """Whether there is a conversation."""
        return self.furnished and self.conversation.begun

    @property
    def rows(self) -> list[Row]:
        """Everything that arrow keys go through."""
        if not self.furnished:
            return []
        return self.home.rows if self.home.display else self.conversation.rows

    def latest_rows(self) -> list[Row]:
        """The rows of the newest turn that has any, or those of home."""
        if not self.furnished:
            return []
        return self.home.rows if self.home.display else self.conversation.latest_rows()

    async def ask(self, question: str) -> None:
        """Put a question at the end of the queue."""
        from regbot.tui.widgets.turn import Turn

        self._asked += 1
        turn = Turn(self._asked, question)
        await self.conversation.add(turn)
        self._waiting.append(turn)
        self._go_on()

    def show_library(self, library: Library) -> None:
        """Offer the library's example questions, and its ids to commands."""
        self.home.show_examples(library.examples)
        suggester = self.box.suggester
        if suggester is not None:
            vars(suggester)["documents"] = tuple(item.document.id for item in library.listed)

    async def show_home(self, view: HomeView) -> None:
        """Show what is open, what changed, the drafts."""
        await self.home.show(view)

    def show_stage(self, message: StageChanged) -> None:
        """Ask what waited for the index, or say why it still waits."""
        self.stage = message.stage
        self.usable = self.usable or message.stage in USABLE
        self._why = message.detail
        self._go_on()

    def show_answer(self, message: AnswerReady) -> Turn | None:
        """Show an answer under its question. None if the conversation was begun anew since."""
        turn = self._finished(message.number)
        if turn:
            turn.show_reply(message.reply)
        self._go_on()
        return turn

    def show_failure(self, message: AskFailed) -> None:
        """Say why there is no answer; the question goes back into the box."""
        turn = self._finished(message.number)
        if turn:
            turn.show_error(message.error)
            self.box.give_back(turn.question)
        self._go_on()

    def stop(self) -> bool:
        """Stop the question being answered, or the last one that waits. False if there is none."""
        if self._current:
            turn, worker = self._current
            worker.cancel()
            self._current = None
        elif self._waiting:
            turn = self._waiting.pop()
        else:
            return False
        turn.show_stopped()
        self.box.give_back(turn.question)
        self._go_on()
        return True

    async def restart(self) -> None:
        """Forget the conversation."""
        while self.stop():
            pass
        self.box.clear()
        await self.conversation.restart()

    def newest_as_markdown(self) -> str:
        """The newest answer with its sources; empty for none."""
        return self.conversation.newest_as_markdown() if self.furnished else ""

    def scroll_pages(self, pages: int) -> None:
        """Scroll what stands above the box."""
        if self.furnished:
            shown = self.home if self.home.display else self.conversation
            shown.scroll_relative(y=pages * max(1, shown.size.height - 2), animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """While a command is typed, say which there are."""
        line = self.query_one("#commands", Static)
        line.display = event.value.startswith("/")
        if line.display:
            line.update(_offered(event.value))

    def on_click(self, event: events.Click) -> None:
        """A click beside everything else goes to the box."""
        if event.widget in (self, self.query_one("#above")):
            self.box.focus()

    def _go_on(self) -> None:
        if self.stage == "failed" and not self.usable:
            self._give_up()
        if self.usable and self._waiting and not self._current:
            turn = self._waiting.popleft()
            turn.wait_for("Looking…  (Esc stops)")
            self._current = turn, self.jobs.ask(turn.number, turn.question)
        for turn in self._waiting:
            turn.wait_for("Waiting for the question before it…" if self.usable else UNUSABLE[self.stage])

    def _finished(self, number: int) -> Turn | None:
        if self._current and self._current[0].number == number:
            self._current = None
        return self.conversation.turn(number)

    def _give_up(self) -> None:
        from regbot.errors import SearchIndexError

        while self._waiting:
            turn = self._waiting.popleft()
            turn.show_error(SearchIndexError(self._why, "press F12: it builds the index"))
            self.box.give_back(turn.question)


def _offered(value: str) -> Content:
    from regbot.tui.commands import matching

    found = matching(value)
    if not found:
        return Content.styled("No such command. /help lists the keys.", "$quiet")
    if len(found) > 3:
        return Content.styled("  ".join(f"/{command.name}" for command in found), "$accent")
    lines = [
        join(
            Content.styled(f"/{command.name} {command.takes}".strip(), "bold $accent"),
            Content.styled(command.help, "$quiet"),
        )
        for command in found
    ]
    return Content("\n").join(lines)
