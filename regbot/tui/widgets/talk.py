"""The left side: the conversation above, the question box below, and the queue between them."""

from __future__ import annotations

from collections import deque

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.worker import Worker

from regbot.errors import SearchIndexError
from regbot.tui.jobs import Jobs
from regbot.tui.messages import AnswerReady, AskFailed, Stage, StageChanged
from regbot.tui.views import Library
from regbot.tui.widgets.conversation import Conversation
from regbot.tui.widgets.question import QuestionBox
from regbot.tui.widgets.turn import Turn

UNUSABLE = {
    Stage.OPENING: "Waiting for the index to open…",
    Stage.BUILDING: "Waiting for the index, which is being built…",
}


class Talk(Vertical):
    """Asks one question at a time, in order; while nothing can be asked, questions wait and say why."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(id="ask")
        self.jobs = jobs
        self.usable = False
        self.stage = Stage.OPENING
        self._why = ""
        self._library: Library | None = None
        self._asked = 0
        self._waiting: deque[Turn] = deque()
        self._current: tuple[Turn, Worker[None]] | None = None

    def compose(self) -> ComposeResult:
        """Conversation above, box below."""
        yield Conversation()
        yield QuestionBox()

    @property
    def box(self) -> QuestionBox:
        """The question box."""
        return self.query_one(QuestionBox)

    @property
    def conversation(self) -> Conversation:
        """The turns."""
        return self.query_one(Conversation)

    async def ask(self, question: str) -> None:
        """Put a question at the end of the queue."""
        self._asked += 1
        turn = Turn(self._asked, question)
        await self.conversation.add(turn)
        self._waiting.append(turn)
        self._go_on()

    def show_library(self, library: Library) -> None:
        """Offer the library's example questions."""
        self._library = library
        self.conversation.show_library(library)

    def show_stage(self, message: StageChanged) -> None:
        """Ask what waited for the index, or say why it still waits."""
        self.stage = message.stage
        if message.stage in (Stage.WORDS, Stage.READY, Stage.NO_MODEL):
            self.usable = True
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
        await self.conversation.restart(self._library)

    def _go_on(self) -> None:
        if self.stage is Stage.FAILED and not self.usable:
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
        while self._waiting:
            turn = self._waiting.popleft()
            turn.show_error(SearchIndexError(self._why, "press F12: it builds the index"))
            self.box.give_back(turn.question)
