"""The list of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from regbot.track.deadlines import Deadline, State
from regbot.tui import actions, text
from regbot.tui.messages import OpenDocument
from regbot.tui.views import Library
from regbot.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from regbot.workflows.documents import Listed


class Documents(OptionList):
    """Every document with status, dates and days left; Enter opens its outline."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("rows")]

    def show_library(self, library: Library) -> None:
        """List these documents."""
        names = {item.document.id: item.document.name for item in library.listed}
        self.set_options(Option(Lines(entry(item, names)), id=item.document.id) for item in library.listed)
        if library.listed:
            self.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the outline of the chosen document."""
        event.stop()
        if event.option.id:
            self.post_message(OpenDocument(event.option.id))


def entry(item: Listed, names: dict[str, str]) -> Content:
    """Three lines: status and name; the title in full; kind, dates, and what became of it."""
    document = item.document
    first = text.join(text.badge(item.legal_status), text.line(document.name, "bold"))
    title = document.title_in("en")
    lines = [first, *([text.line(title, "$quiet", 300)] if title != document.name else [])]
    dates = [
        when(item.deadline),
        Content.styled(document.kind.value if document.kind.value != document.legal_status.value else "", "$quiet"),
        Content.styled(f"published {text.day(document.published)}" if document.published else "", "$quiet"),
        Content.styled(text.in_force(item.effective, item.expires), "$quiet"),
        *(text.line(told, "$quiet", 300) for told in item.told_of_force),
        text.line(f"became {names.get(item.superseded_by, item.superseded_by)}" if _became(item) else "", "$quiet"),
    ]
    return Content("\n").join([*lines, text.join(*dates, by=" · "), Content("")])


def _became(item: Listed) -> bool:
    return bool(item.superseded_by) and not (item.withdrawal and item.withdrawal.by == item.superseded_by)


def when(deadline: Deadline | None) -> Content:
    """The state of a consultation in a few words: `12 days left to comment`."""
    if deadline is None:
        return Content("")
    until = text.day(deadline.closes_at.date() if deadline.closes_at else None)
    if deadline.state is State.WITHDRAWN:
        return Content.styled("withdrawn", "$quiet")
    if deadline.state.is_over:
        return Content.styled(f"comments closed {until}", "$quiet")
    if deadline.state is State.UPCOMING:
        return Content.styled(f"opens for comment, closes {until}", "$draft")
    if deadline.days_left is None:
        return Content.styled("open for comment, no closing date known", "$draft")
    left = "last day to comment" if deadline.days_left == 0 else f"{text.days(deadline.days_left)} left to comment"
    return Content.styled(f"{left} (until {until})", "bold $draft")
