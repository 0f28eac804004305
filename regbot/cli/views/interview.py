"""The interview's questions for people: text alone, read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot.cli.views.comparing import redline_text
from regbot.cli.views.parts import block, indented, joined, words
from regbot.draft.questions import Ask, Choice, Question

if TYPE_CHECKING:
    from regbot.draft.comment import Comment
    from regbot.workspace import Workspace

REPLIES = {
    Ask.CHOICE: "One number, or empty.",
    Ask.CHOICES: "Numbers, or empty.",
    Ask.YES: "y, n, or empty.",
    Ask.TEXT: "As many lines as you like; an empty line ends.",
    Ask.LINES: "One a line; an empty line ends.",
}
LONGEST_CURRENT = 400


def question_view(question: Question) -> Iterator[RenderableType]:
    """The question, what to choose from, what the text leaves to ask (once for each point), what is there already."""
    wording = question.id.endswith(".wording")
    yield Text.assemble("\n", (question.text, "bold"))
    if question.help:
        yield indented(words(question.help), 2)
    for number, choice in enumerate(question.choices, 1):
        yield from _choice(f"{number}.", choice)
    if question.background:
        yield indented(Text("What the law in force and comparable rules say:", "dim"), 2)
        for choice in question.background:
            yield from _choice("-", choice)
    if question.suggestions and not wording:
        yield indented(Text("Questions that its words raise; the answers are yours:", "dim"), 2)
        for item in question.suggestions:
            yield indented(Text.assemble("- “", words(item.words), "”: ", words(item.question)))
    if wording:
        yield indented(Text("The text to change:", "dim"), 2)
        yield from (
            indented(line) if line else Text() for line in block(question.current).split("\n", allow_blank=True)
        )
    elif question.current:
        shown = question.current[:LONGEST_CURRENT] + ("…" if len(question.current) > LONGEST_CURRENT else "")
        yield indented(Text.assemble(("now: ", "dim"), words(shown)), 2)
    if question.ask in REPLIES:
        yield indented(Text(REPLIES[question.ask], "dim"), 2)


def answered_view(workspace: Workspace, comment: Comment, question_id: str, reply: str) -> Iterator[RenderableType]:
    """What a reply led to, where that is more than the reply: the redline of a proposed wording."""
    from regbot.workflows.interview import redline_of

    point_id, _, part = question_id.rpartition(".")
    if part != "wording" or not reply.strip():
        return
    point = next(item for item in comment.points if item.id == point_id)
    yield indented(Text("Your changes, taken out [-so-], put in {+so+}:", "dim"), 2)
    yield from lines(redline_text(redline_of(workspace, point, comment.lang), colour=False))


def lines(text: Text) -> Iterator[RenderableType]:
    """Each line set in on its own, so that none is filled up with blanks."""
    yield from (indented(line) if line else Text() for line in text.split("\n", allow_blank=True))


def _choice(mark: str, choice: Choice) -> Iterator[RenderableType]:
    quote = Text.assemble("“", words(choice.text), "”") if choice.text else Text()
    if choice.label == choice.text:
        yield indented(Text.assemble(f"{mark} ", quote), 2)
        return
    yield indented(Text.assemble(f"{mark} ", joined(choice.label, words(choice.note, "dim"))), 2)
    if quote:
        yield indented(quote)
