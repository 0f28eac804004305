"""Deadlines: what is open for comment and until when, as a list and as a month; what one watches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot import wording
from regbot.tui import text
from regbot.tui.messages import MomentChanged, OpenDocument, Told, TrackerReady
from regbot.tui.screens.place import PlaceScreen, place_bindings
from regbot.tui.widgets.home import closing_words, days_bar, days_words
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.month import Month
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual import events

    from regbot.workflows.tracking import Tracked, Tracker

STATES = ("all", "open", "closing", "closed")
TEACH = {
    "all": "No consultation is held here yet. Maintain (F10), then u, looks for some.",
    "open": "Nothing takes comments today. f goes on to what closed; /as-of 2023-08-20 looks at another day.",
    "closing": "Nothing closes within a week. f goes on.",
    "closed": "Nothing has closed yet.",
}
UNWATCHED = "You watch nothing yet. Stand on a consultation and press w: home then tells what happens to it."


class DeadlinesScreen(PlaceScreen):
    """The list on the left, month and particulars on the right; below 100 columns `c` shows the month instead."""

    place = "deadlines"
    BINDINGS: ClassVar[list[BindingType]] = place_bindings("deadlines")
    AUTO_FOCUS = "#deadlines"

    def __init__(self) -> None:
        super().__init__()
        self.tracker: Tracker | None = None
        self.items: list[Tracked] = []
        self.state, self.jurisdiction, self.watched = "all", "", False
        self.month: date | None = None

    def body(self) -> list[Widget]:
        """Filters above; list, month and particulars below."""
        particulars = VerticalScroll(Prose(Content(), id="particulars"), id="particulars-side", can_focus=False)
        beside = Vertical(Month(id="month"), particulars, id="beside")
        listed = Vertical(OptionList(id="deadlines"), Static(id="deadlines-empty"), id="deadlines-side")
        return [Static(id="filters"), Horizontal(listed, beside, id="deadlines-sides")]

    def begin(self) -> None:
        """List anew: what one watches may have changed."""
        self.jobs.tracker()

    def on_tracker_ready(self, message: TrackerReady) -> None:
        """Show the list."""
        self.tracker = message.tracker
        self._show()
        if message.said:
            self.notify(message.said, markup=False)

    def on_told(self, message: Told) -> None:
        """Say what was done."""
        self.notify(message.words, markup=False)

    def on_moment_changed(self, message: MomentChanged) -> None:  # noqa: ARG002
        """List as of the other day."""
        self.begin()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell more about it, and turn to its month."""
        event.stop()
        self.month = None
        self._show_particulars()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read the document."""
        event.stop()
        self.action_open()

    def on_click(self, event: events.Click) -> None:
        """A click on a filter turns it."""
        turn = event.style.meta.get("filter")
        if turn:
            getattr(self, f"action_{turn}")()

    @property
    def here(self) -> Tracked | None:
        """The consultation one stands on."""
        place = self.query_one(OptionList).highlighted
        return self.items[place] if place is not None and place < len(self.items) else None

    def action_open(self) -> None:
        """Read the document."""
        if self.here:
            self.post_message(OpenDocument(self.here.listed.document.id))

    def action_state(self) -> None:
        """The next state: all, open, closing, closed."""
        self.state = STATES[(STATES.index(self.state) + 1) % len(STATES)]
        self._show()

    def action_only_watched(self) -> None:
        """Only what one watches, or everything."""
        self.watched = not self.watched
        self._show()

    def action_place(self) -> None:
        """The next jurisdiction, or all."""
        names = ["", *self._jurisdictions()]
        self.jurisdiction = (
            names[(names.index(self.jurisdiction) + 1) % len(names)] if self.jurisdiction in names else ""
        )
        self._show()

    def action_watch(self) -> None:
        """Watch it, or no longer."""
        if self.here:
            self.jobs.watch(self.here.listed.document.id, wanted=self.here.watched is None)

    def action_comment(self) -> None:
        """Begin a comment on it."""
        if self.here:
            self.regbot.begin_draft(self.here.listed.document.id)

    def action_calendar(self) -> None:
        """The month in the list's place; beside it where there is room, as ever."""
        self.toggle_class("-month")

    def action_month_before(self) -> None:
        """The month before."""
        self._turn(-1)

    def action_month_after(self) -> None:
        """The month after."""
        self._turn(1)

    def action_export(self) -> None:
        """Write what is listed as a calendar."""
        if self.tracker and self.items:
            from dataclasses import replace

            self.jobs.export(replace(self.tracker, items=tuple(self.items)))
        else:
            self.notify("There is nothing to export.", markup=False)

    def _show(self) -> None:
        if self.tracker is None:
            return
        before = self.here.listed.document.id if self.here else ""
        self.items = [item for item in self.tracker.items if self._wanted(item)]
        listed = self.query_one(OptionList)
        listed.set_options(Option(Lines(entry(item)), id=item.listed.document.id) for item in self.items)
        names = [item.listed.document.id for item in self.items]
        listed.highlighted = (names.index(before) if before in names else 0) if names else None
        empty = self.query_one("#deadlines-empty", Static)
        listed.display, empty.display = bool(names), not names
        empty.update(Content.styled(UNWATCHED if self.watched else TEACH[self.state], "$quiet"))
        self.query_one("#filters", Static).update(self._filters())
        self._show_particulars()

    def _wanted(self, item: Tracked) -> bool:
        state = item.deadline.state
        fits = {
            "all": True,
            "open": not state.is_over,
            "closing": state == "closing",
            "closed": state.is_over,
        }[self.state]
        here = not self.jurisdiction or item.listed.document.jurisdiction == self.jurisdiction
        return fits and here and (item.watched is not None or not self.watched)

    def _filters(self) -> Content:
        states = [
            text.touchable(Content.styled(name, "bold $accent" if name == self.state else "$quiet"), filter="state")
            for name in STATES
        ]
        watched = text.touchable(
            Content.styled("★ watched", "bold $accent" if self.watched else "$quiet"), filter="only_watched"
        )
        place = self.jurisdiction.upper() or "everywhere"
        where = text.touchable(text.line(place, "bold $accent" if self.jurisdiction else "$quiet", 40), filter="place")
        return text.join(Content("  ").join(states), watched, where, by="    ")

    def _show_particulars(self) -> None:
        item, tracker = self.here, self.tracker
        if tracker is None:
            return
        self.query_one("#particulars", Prose).update(particulars(item) if item else Content())
        today = tracker.as_of.date
        closings: dict[date, list[str]] = {}
        for each in self.items:
            if each.deadline.closes_at:
                closings.setdefault(each.deadline.closes_at.date(), []).append(each.listed.document.name)
        chosen = item.deadline.closes_at.date() if item and item.deadline.closes_at else None
        self.month = self.month or (chosen or today).replace(day=1)
        self.query_one(Month).show(self.month, closings, today, chosen)

    def _turn(self, by: int) -> None:
        if self.month:
            months = self.month.year * 12 + self.month.month - 1 + by
            if 12 <= months < 9999 * 12:
                self.month = date(months // 12, months % 12 + 1, 1)
                self._show_particulars()

    def _jurisdictions(self) -> list[str]:
        return sorted({item.listed.document.jurisdiction for item in self.tracker.items}) if self.tracker else []


def entry(item: Tracked) -> Content:
    """Two lines: star, name and state; days left as a bar, closing moment."""
    star = Content.styled("★ ", "$accent") if item.watched else Content("  ")
    document = item.listed.document
    over = item.deadline.state.is_over
    place = Content.styled(document.jurisdiction.upper()[:12], "$quiet")
    first = star + text.join(text.line(document.name, "" if over else "bold", 200), place)
    state = Content.styled(wording.COMMENTS[item.deadline.state], "$quiet") if over else days_words(item)
    closes = item.deadline.closes_at
    moment = text.day(closes.date()) if over and closes else closing_words(item)
    second = Content("  ") + text.join(days_bar(item), state, text.line(moment, "$quiet"))
    return Content("\n").join([first, second, Content()])


def particulars(item: Tracked) -> Content:
    """What the source says of the period, the ways to comment, the person's own note."""
    document, consultation = item.listed.document, item.listed.document.consultation
    lines = [
        text.join(text.badge(item.listed.legal_status), text.line(document.title_in("en"), "bold", 400)),
        text.line(document.issuer, "$quiet", 300),
        Content(),
        text.line(wording.comments(item.deadline.state, item.deadline.days_left).capitalize()),
        text.line(closing_words(item), "$quiet"),
    ]
    local = item.deadline.closes_at_local
    closes = item.deadline.closes_at
    if local and closes and local.utcoffset() != closes.utcoffset():
        lines.append(Content.styled(f"your time: {text.day(local.date())}, {local:%H:%M}", "$quiet"))
    if consultation:
        if consultation.stated_as:
            lines += [Content(), text.line(f"“{consultation.stated_as}”", "italic", 600)]
        lines += [text.line(conflict, "$draft", 600) for conflict in consultation.conflicts]
        if consultation.channels:
            lines += [Content(), Content.styled("How to comment", "bold $primary")]
            for channel in consultation.channels:
                lines.append(text.join(Content.styled(channel.kind, "$quiet"), text.line(channel.address, "", 300)))
    lines += [text.line(caution, "$draft", 600) for caution in item.deadline.cautions]
    if item.watched:
        note = text.join(text.line(f"★ watched since {text.day(item.watched.since)}", "$accent"))
        lines += [Content(), text.join(note, text.line(item.watched.note, "", 600))]
    return Content("\n").join(lines)
