"""One question of the interview with a place for its answer: a line, a sheet, or things to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from regbot.draft.questions import Ask, Choice, Question
from regbot.sanitise import one_line
from regbot.tui import text
from regbot.tui.widgets import draftrows
from regbot.tui.widgets.hanging import Hanging
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.tui.widgets.sheet import Sheet

YES = (Choice("yes", "yes, they are"), Choice("no", "not yet, or not all"))
LISTED = (Ask.CHOICE, Ask.CHOICES, Ask.YES)


class Choices(OptionList):
    """Things to choose from, where a sentence typed by mistake is no row of commands: letters do nothing."""

    _is_told = False

    def on_focus(self) -> None:
        """Say it again the next time."""
        self._is_told = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is kept from the screen is not offered in the footer either."""
        return key != "space" and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Keep letters from the screen's commands."""
        if not self.check_consume_key(event.key, event.character):
            return
        event.stop()
        event.prevent_default()
        if not self._is_told:
            self._is_told = True
            self.notify("Here one chooses: Enter takes it, F8 goes on. After Esc letters are commands.", markup=False)


class Answering(Vertical):
    """Shows a question; tells what is typed and chosen."""

    class Typed(Message):
        """`value` stands in the field now."""

        def __init__(self, question: Question, value: str) -> None:
            super().__init__()
            self.question = question
            self.value = value

    class Chose(Message):
        """One of the choices was taken; `chosen` are all that are now marked."""

        def __init__(self, question: Question, choice: Choice, chosen: tuple[Choice, ...]) -> None:
            super().__init__()
            self.question = question
            self.choice = choice
            self.chosen = chosen

    class Standing(Message):
        """One stands on a choice."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self) -> None:
        super().__init__(id="answering")
        self.question: Question | None = None
        self.choices: tuple[Choice, ...] = ()
        self.chosen: list[Choice] = []
        self._shown: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """Question, help, the places for answers, of which those that fit show."""
        from regbot.tui.widgets.sheet import Sheet

        yield Prose(Content(), id="question-asked")
        yield Prose(Content(), id="question-help")
        yield Input(id="answer-line")
        yield Sheet(id="answer-sheet")
        yield Static(id="answer-list-head")
        yield Choices(id="answer-list")

    def show(self, question: Question, value: str) -> None:
        """Ask it, with `value` as the answer so far."""
        self.question = question
        self.query_one("#question-asked", Prose).update(text.line(question.text, "bold", 600))
        self.query_one("#question-help", Prose).update(text.line(draftrows.help_of(question), "$quiet", 600))
        line, sheet, listed = self.line, self.sheet, self.listed
        line.display = question.ask is Ask.LINE and question.id == "name"
        sheet.display = question.ask in (Ask.TEXT, Ask.LINES) or (question.ask is Ask.LINE and not line.display)
        sheet.set_class(question.ask in LISTED or bool(question.choices), "-short")
        self._shown = (question.id, value)
        if line.display:
            line.value = one_line(value)
        if sheet.display:
            sheet.show(value)
        self.choices = YES if question.ask is Ask.YES else question.choices
        self.chosen = [item for item in self.choices if self._is_chosen(item, question, value)]
        listed.display = bool(self.choices)
        head = self.query_one("#answer-list-head", Static)
        head.display = question.ask is Ask.LINES and bool(self.choices)
        head.update(Content.styled("What other rules say; Enter adds one", "bold $primary"))
        self._list()

    @property
    def line(self) -> Input:
        """The place for a line."""
        return self.query_one("#answer-line", Input)

    @property
    def sheet(self) -> Sheet:
        """The place for a text."""
        from regbot.tui.widgets.sheet import Sheet

        return self.query_one("#answer-sheet", Sheet)

    @property
    def listed(self) -> OptionList:
        """The choices."""
        return self.query_one("#answer-list", OptionList)

    def take_focus(self) -> None:
        """Go to where the answer goes."""
        shown: list[Widget] = [widget for widget in (self.line, self.sheet, self.listed) if widget.display]
        if shown:
            shown[0].focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what stands there."""
        event.stop()
        if event.input.display:
            self._tell(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next question."""
        event.stop()
        self.screen.run_worker(self.run_action("screen.next"))

    def on_text_area_changed(self, event: Sheet.Changed) -> None:
        """Tell what stands there."""
        event.stop()
        if event.text_area.display:
            self._tell(event.text_area.text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell on what one stands."""
        event.stop()
        if event.option_index < len(self.choices) and self.listed.has_focus:
            self.post_message(self.Standing(self.choices[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it, or take it back."""
        event.stop()
        self.toggle(event.option_index)

    def toggle(self, place: int | None) -> None:
        """Take the choice at `place`, or of several take it back."""
        question = self.question
        if question is None or place is None or place >= len(self.choices):
            return
        item = self.choices[place]
        if question.ask is Ask.LINES:
            self.sheet.insert_line(item.ref)
            return
        if question.ask is Ask.CHOICES and item in self.chosen:
            self.chosen.remove(item)
        elif question.ask is Ask.CHOICES:
            self.chosen.append(item)
        else:
            self.chosen = [item]
        self._list()
        self.post_message(self.Chose(question, item, tuple(each for each in self.choices if each in self.chosen)))

    def _list(self) -> None:
        listed, question = self.listed, self.question
        before = listed.highlighted
        several = question is not None and question.ask is Ask.CHOICES
        listed.set_options(
            Option(Hanging(draftrows.choice(item, chosen=item in self.chosen, several=several)))
            for item in self.choices
        )
        first = next((place for place, item in enumerate(self.choices) if item in self.chosen), 0)
        listed.highlighted = (
            (before if before is not None and before < len(self.choices) else first) if self.choices else None
        )

    def _is_chosen(self, item: Choice, question: Question, value: str) -> bool:
        if question.id == "provisions":
            return item.ref in question.current.split(" ")
        if question.ask is Ask.CHOICES:
            return bool(item.text) and item.text in value
        return item.value == value

    def _tell(self, value: str) -> None:
        if self.question and self._shown != (self.question.id, value):
            self._shown = (self.question.id, value)
            self.post_message(self.Typed(self.question, value))
