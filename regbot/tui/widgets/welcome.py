"""What an empty conversation shows: what this is, three questions to start with, the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from regbot.tui import text
from regbot.tui.messages import QuestionAsked
from regbot.tui.widgets.row import Row

KEYS = (
    ("Enter", "ask"),
    ("↑", "from the question box to examples and citations"),
    ("F3", "all documents"),
    ("F4", "the reader"),
    ("F1", "all keys, and how to read an answer"),
)
PROMISE = (
    "Ask in plain English or Chinese. Every answer quotes the words it rests on, and says whether they bind anyone."
)


class Example(Row):
    """A question to ask."""

    def __init__(self, number: int, question: str) -> None:
        content = text.join(Content.styled(str(number), "bold $accent"), text.line(question))
        super().__init__(content, lambda: QuestionAsked(question), number)


class Welcome(Vertical):
    """The empty conversation."""

    def compose(self) -> ComposeResult:
        """Everything but the examples, which come with the documents."""
        yield Static(Content.styled("What does the rule say?", "bold $primary") + f"\n\n{PROMISE}")
        yield Vertical(id="examples", classes="rows")
        keys = [Content.styled(f"{key:<7}", "bold $accent") + Content.styled(words, "$quiet") for key, words in KEYS]
        yield Static(Content("\n").join(keys))

    def show_examples(self, questions: tuple[str, ...]) -> None:
        """Offer these questions."""
        box = self.query_one("#examples", Vertical)
        box.remove_children()
        if questions:
            rows = [Example(number, question) for number, question in enumerate(questions, 1)]
            box.mount(Static(Content.styled("For example  (↑ and Enter)", "$quiet")), *rows)
