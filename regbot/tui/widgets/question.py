"""The box a question is typed in."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from regbot.sanitise import one_line
from regbot.tui import actions


class QuestionBox(Input):
    """Enter asks; what could not be asked stays in the box. What begins with a slash is a command."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ask"),
        Binding("up", "screen.sources", "Up", tooltip="Go to the citations or the examples above"),
        Binding("tab", "complete", "Complete", show=False),
        Binding("pageup", "screen.scroll_talk(-1)", "Page up", show=False),
        Binding("pagedown", "screen.scroll_talk(1)", "Page down", show=False),
        *actions.bindings("question"),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="Ask a question, or type / for commands", id="question")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask what was typed, and empty the box."""
        from regbot.tui.messages import CommandGiven, QuestionAsked

        event.stop()
        question = one_line(event.value)
        if not question:
            return
        self.clear()
        if question.startswith("/"):
            name, _, rest = question[1:].partition(" ")
            self.post_message(CommandGiven(name, rest))
        else:
            self.post_message(QuestionAsked(question))

    def give_back(self, question: str) -> None:
        """Put a question back that was not answered, unless another one is being typed."""
        if not self.value:
            self.take(question)

    def take(self, words: str, *, at_start: bool = False) -> None:
        """Put `words` in the box, with the cursor behind or before them."""
        self.value = words
        self.cursor_position = 0 if at_start else len(words)

    def action_complete(self) -> None:
        """Take what the box suggests; without that, on to the next part of the screen."""
        if self._suggestion:
            self.take(self._suggestion)
        else:
            self.screen.focus_next()

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(one_line(event.text))
