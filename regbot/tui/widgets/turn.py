"""One question and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from regbot.errors import RegbotError
from regbot.model import Outcome
from regbot.sanitise import plain
from regbot.tui import actions, text
from regbot.tui.messages import QuestionAsked
from regbot.tui.views import Reply
from regbot.tui.widgets.prose import ITEM, Prose
from regbot.tui.widgets.row import Row
from regbot.tui.widgets.sources import SourceRow, citation_row, related_row

LONGEST_QUESTION = 600
BETWEEN_BLOCKS = 0.05
REPHRASE = "· Try the rule's own words or an article's number; /doc opens a document; /as-of asks of another day."


class Turn(Vertical):
    """Question number `number`; its answer is mounted block by block when it comes."""

    def __init__(self, number: int, question: str) -> None:
        super().__init__(classes="turn")
        self.number = number
        self.question = question
        self.done = False
        self.reply: Reply | None = None

    def compose(self) -> ComposeResult:
        """The question, and a line for what is being done about it."""
        shown = self.question[:LONGEST_QUESTION]
        more = f" … ({len(self.question):,} characters)" if len(self.question) > LONGEST_QUESTION else ""
        yield Prose(text.line(shown, "bold") + Content.styled(more, "$quiet"), classes="question")
        yield Static("Looking…", classes="waiting", markup=False)

    @property
    def sources(self) -> list[SourceRow]:
        """The rows that lead to provisions, in order."""
        return list(self.query(SourceRow))

    @property
    def rows(self) -> list[Row]:
        """Everything that can be picked: the sources, then what to ask next."""
        return list(self.query(Row))

    def wait_for(self, words: str) -> None:
        """Say why there is no answer yet."""
        if not self.done:
            self.query_one(".waiting", Static).update(Content(words))

    def show_reply(self, reply: Reply) -> None:
        """Mount the answer, one block after another."""
        self.reply = reply
        self._finish(list(_blocks(reply)))

    def show_error(self, error: RegbotError) -> None:
        """Say that no answer will come, and why."""
        self.add_class("-failed")
        self._finish(
            [
                Prose(text.say(error.message)),
                Prose(Content.styled("Try: ", "$quiet") + text.remedy(error.hint, actions.own_keys(self.app))),
            ]
        )

    def show_stopped(self) -> None:
        """Say that the person stopped it."""
        self._finish([Static(Content.styled("Stopped.", "$quiet"))])

    def on_prose_marker_clicked(self, message: Prose.MarkerClicked) -> None:
        """Open the citation that a marker stands for."""
        message.stop()
        for row in self.sources:
            if row.number == message.n:
                row.call_later(row.action_pick)

    def _finish(self, blocks: list[Widget]) -> None:
        self.done = True
        self.query(".waiting").remove()
        if self.app.animation_level == "none":
            self._mount_next(iter([blocks]))
        else:
            self._mount_next(iter([[block] for block in blocks]))

    def _mount_next(self, groups: Iterator[list[Widget]]) -> None:
        group = next(groups, None)
        if group is None or not self.is_attached:
            return
        self.mount_all(group)
        self.call_after_refresh(self.scroll_visible, animate=False, top=True)
        self.set_timer(BETWEEN_BLOCKS, lambda: self._mount_next(groups))


def _blocks(reply: Reply) -> Iterator[Widget]:
    answer = reply.answer
    if answer.outcome is Outcome.ABSTAINED:
        yield Static(Content.styled("No answer in the corpus", "bold $draft"), classes="verdict")
        yield Prose(text.say(answer.reason or answer.answer), classes="answer")
    else:
        for paragraph in _paragraphs(plain(answer.answer)):
            yield Prose(text.with_markers(paragraph), classes="answer")
    if answer.citations:
        rows = [citation_row(citation, reply.places.get(citation.ref), answer.answer) for citation in answer.citations]
        yield Vertical(*rows, classes="rows")
    if answer.notes:
        notes = Content("\n").join([text.line(f"· {note}", "$quiet") for note in answer.notes])
        yield Prose(notes, classes="note")
    if answer.related:
        words = "Nearest provisions" if answer.outcome is Outcome.ABSTAINED else "See also"
        nearest = [related_row(ref, reply.places.get(ref)) for ref in answer.related]
        yield Vertical(Static(Content.styled(words, "$quiet")), *nearest, classes="rows")
    if answer.outcome is Outcome.ABSTAINED:
        yield Prose(Content.styled(REPHRASE, "$quiet"), classes="note")
    if reply.next:
        questions = [_next_row(question) for question in reply.next]
        yield Vertical(Static(Content.styled("Ask next", "$quiet")), *questions, classes="rows")
    if reply.words_only:
        yield Prose(text.line(f"· Found by words alone: {reply.words_only}.", "$quiet"), classes="note")


def _next_row(question: str) -> Row:
    return Row(text.join(Content.styled(" ›", "bold $accent"), text.line(question)), lambda: QuestionAsked(question))


def _paragraphs(answer: str) -> list[str]:
    """Its lines, list items together with the line they follow."""
    paragraphs: list[str] = []
    for line in filter(str.strip, answer.split("\n")):
        if paragraphs and ITEM.match(line):
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return paragraphs
