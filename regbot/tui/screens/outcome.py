"""The dialog that shows for each point what became of its provision."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.worker import get_current_worker

from regbot.compare.redline import redline
from regbot.errors import RegbotError
from regbot.tui import actions, text
from regbot.tui.screens.dialog import Dialog
from regbot.tui.widgets.prose import Prose
from regbot.tui.widgets.redline import marked

if TYPE_CHECKING:
    from regbot.tui.desk import Desk
    from regbot.workflows.sending import DraftOutcome, PointOutcome


class OutcomeScreen(Dialog[None]):
    """Both texts as they stand; why they differ is not told."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss", "Close")]

    class Known(Message):
        """What became of the points, or why that cannot be told."""

        def __init__(self, lines: list[Content]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """Title, then the points."""
        with VerticalScroll(classes="dialog -list", id="outcome"):
            yield Prose(Content.styled("What became of your points", "bold $primary"))
            yield Prose(Content.styled("Comparing…", "$quiet"), id="outcome-told")

    def on_mount(self) -> None:
        """Compare, in a worker."""
        self.run_worker(self._work, thread=True, exit_on_error=False)

    def on_outcome_screen_known(self, message: Known) -> None:
        """Show it."""
        self.query_one("#outcome-told", Prose).update(Content("\n").join(message.lines))

    def _work(self) -> None:
        from regbot.workflows.sending import draft_outcome

        try:
            self.desk.save()
            lines = told(draft_outcome(self.desk.workspace, self.desk.id))
        except RegbotError as error:
            lines = [text.line(error.message, "$error", 600), text.remedy(error.hint, actions.own_keys(self.app))]
        if not get_current_worker().is_cancelled:
            self.post_message(self.Known(lines))


def told(found: DraftOutcome) -> list[Content]:
    """Each point with what was said of it, both texts, and how near the final one is to the wording proposed."""
    lines = [text.line(found.note, "$quiet", 600), Content()]
    for number, item in enumerate(found.points, 1):
        lines += _point(number, item)
    return lines


def _point(number: int, item: PointOutcome) -> list[Content]:
    point = item.point
    where = point.anchor.ref if point.anchor else "the whole"
    lines = [
        text.join(Content.styled(f"{number}", "bold $accent"), text.line(where, "bold", 200), point.position or "")
    ]
    if point.quote:
        lines.append(Content.styled("you quoted: ", "$quiet") + text.say(f"“{point.quote}”"))
    if item.note:
        lines.append(text.line(item.note, "$draft", 400))
    for row in item.rows:
        verdict = Content.styled(row.verdict.value.replace("_", " ").upper(), "bold $draft")
        refs = " → ".join(ref for ref in (row.change.old_ref, row.change.new_ref) if ref)
        lines.append(text.join(verdict, text.line(refs, "$quiet", 200)))
        lines += [text.line(f"· {reason}", "$quiet", 400) for reason in (*row.reasons, *row.cautions)]
        for mark, quotes in (("draft", row.draft), ("final", row.final)):
            for quote in quotes:
                where = f"{mark}, {quote.provision.label}: "
                lines.append(text.line(where, "bold", 120) + text.say(f"“{quote.text}”"))
    final = "\n\n".join(quote.text for row in item.rows for quote in row.final)
    if point.wording and final:
        lines += [
            Content.styled("From your wording to the final text", "bold $primary"),
            marked(redline(point.wording, final)),
        ]
    if item.nearer:
        lines.append(text.line(item.nearer, "", 400))
    return [*lines, Content()]
