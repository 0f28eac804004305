"""What stands beside a question: the provision with the words quoted, the wording proposed, what to think of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from regbot.compare.redline import Op, Span
from regbot.draft.questions import Choice, Question
from regbot.draft.suggest import Suggestion
from regbot.tui import text
from regbot.tui.widgets.prose import Prose
from regbot.tui.widgets.redline import marked

if TYPE_CHECKING:
    from regbot.model import Provision

MOST = 5


class Beside(VerticalScroll):
    """A provision, and below it what there is to say of it."""

    def __init__(self) -> None:
        super().__init__(id="beside-provision")
        self.provision: Provision | None = None

    def compose(self) -> ComposeResult:
        """Four stretches of text; those without a word take no room."""
        yield Prose(Content(), id="beside-head")
        yield Prose(Content(), id="beside-text")
        yield Prose(Content(), id="beside-redline")
        yield Prose(Content(), hang=2, id="beside-more")

    def show_question(self, question: Question, quote: str) -> None:
        """Show what a question is about."""
        if question.about or question.choices or question.background:
            self.show_provision(question.about, quote)
        self._update("more", _more(question.suggestions, question.background))

    def show_provision(self, provision: Provision | None, quote: str) -> None:
        """Show a provision with the words quoted marked."""
        self.provision = provision
        self.show_redline(())
        if provision is None:
            self._update("head", Content())
            self._update("text", Content.styled("The provision you stand on is shown here.", "$quiet"))
            return
        name = " ".join(filter(None, (provision.label, provision.heading)))
        facts = f"{text.kind(provision.kind, provision.lang)}; text of {text.day(provision.version)}"
        self._update(
            "head", Content("\n").join([text.line(name, "bold $primary", 300), text.line(facts, "$quiet"), Content()])
        )
        at = provision.text.find(quote) if quote else -1
        words = text.with_quote(provision.text, at, at + len(quote)) if at >= 0 else text.say(provision.text)
        self._update("text", words)
        self.scroll_home(animate=False)

    def show_redline(self, spans: Sequence[Span]) -> None:
        """Show the wording proposed."""
        if all(span.op is Op.EQUAL for span in spans):
            self._update("redline", Content())
            self.query_one("#beside-text").display = True
            return
        head = Content.styled("As you would have it", "bold $primary")
        self._update("redline", Content("\n").join([head, marked(spans)]))
        self.query_one("#beside-text").display = False

    def _update(self, part: str, content: Content) -> None:
        prose = self.query_one(f"#beside-{part}", Prose)
        prose.display = bool(content)
        prose.update(content)


def _more(suggestions: Sequence[Suggestion], background: Sequence[Choice]) -> Content:
    lines: list[Content] = []
    if suggestions:
        lines += [Content(), Content.styled("Questions its words raise", "bold $primary")]
        for item in suggestions[:MOST]:
            lines.append(text.line(f"· “{item.words}”", "$accent", 160))
            lines.append(Content("  ") + text.line(item.question, "", 400))
    if background:
        lines += [Content(), Content.styled("What other rules say", "bold $primary")]
        for other in background:
            lines.append(text.join(Content.styled(other.note, "bold $in-force"), text.line(other.label, "bold", 200)))
            lines += [text.line(f"“{other.text}”", "italic", 600), Content()]
    return Content("\n").join(lines)
