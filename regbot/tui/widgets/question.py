"""The box a question is typed in."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from regbot.sanitise import one_line
from regbot.tui import actions
from regbot.tui.messages import QuestionAsked


class QuestionBox(Input):
    """Enter asks; what could not be asked stays in the box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ask"),
        Binding("up", "screen.sources", "Sources", tooltip="Go to the citations or the examples above"),
        Binding("pageup", "screen.scroll_talk(-1)", "Page up", show=False),
        Binding("pagedown", "screen.scroll_talk(1)", "Page down", show=False),
        *actions.bindings("question"),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="Ask a question", id="question")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask what was typed, and empty the box."""
        event.stop()
        question = one_line(event.value)
        if question:
            self.clear()
            self.post_message(QuestionAsked(question))

    def give_back(self, question: str) -> None:
        """Put a question back that was not answered, unless another one is being typed."""
        if not self.value:
            self.value = question
            self.cursor_position = len(question)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(one_line(event.text))
