"""Compare: what became of a draft, change by change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.tui import text
from regbot.tui.messages import ComparisonReady, MomentChanged, OpenProvision, Trouble
from regbot.tui.screens.place import PlaceScreen, place_bindings
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.compare.align import Change
    from regbot.compare.compare import Comparison

UNCHANGED = ("kept", "not_available")
ASK_FOR_TEXTS = "o chooses two texts. /compare OLD NEW in the question box compares any two documents."


class CompareScreen(PlaceScreen):
    """The changes on the left, one of them on the right: in two columns where there is room, else as one redline."""

    place = "compare"
    BINDINGS: ClassVar[list[BindingType]] = place_bindings("compare")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-widest")]  # noqa: RUF012
    AUTO_FOCUS = "#changes"

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None
        self.changes: list[Change] = []
        self.at, self.chosen_topic, self.everything = 0, "", False
        self._wanted: tuple[str, str, str] | None = None

    def body(self) -> list[Widget]:
        """Which texts, then the list beside the change."""
        columns = Horizontal(Prose(Content(), id="old-text"), Prose(Content(), id="new-text"), id="columns")
        scroll = VerticalScroll(Prose(Content(), id="one-text"), columns, id="change-body", can_focus=True)
        change = Vertical(Static(id="change-head", classes="head"), scroll, id="change")
        return [Static(id="compared"), Horizontal(OptionList(id="changes"), change, id="compare-sides")]

    def compare(self, old: str, new: str, ref: str = "") -> None:
        """Compare two texts, standing on the change of `ref`."""
        self._wanted = (old, new, ref)
        if self.is_mounted and self.app.screen is self:
            self.begin()

    def begin(self) -> None:
        """Compare what was asked for; at first the draft and final text that belong together."""
        if self._wanted is None and self.comparison is not None:
            return
        old, new, ref = self._wanted or ("", "", "")
        self._wanted = None
        self.query_one("#compared", Static).update(Content.styled("Comparing…", "$quiet"))
        self.jobs.compare(old, new, ref)

    def on_comparison_ready(self, message: ComparisonReady) -> None:
        """Show it."""
        self.comparison, self.chosen_topic = message.comparison, ""
        self.everything = any(_has(change, message.ref) and _same(change) for change in message.comparison.changes)
        self._show(message.ref)

    def on_moment_changed(self, message: MomentChanged) -> None:  # noqa: ARG002
        """What was compared is of another day."""
        self.comparison = None

    def on_trouble(self, message: Trouble) -> None:  # noqa: ARG002
        """Say what to do instead."""
        if self.comparison is None:
            self.query_one("#compared", Static).update(Content.styled(ASK_FOR_TEXTS, "$quiet"))
        else:
            self._show_head()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show that change."""
        event.stop()
        self.at = event.option_index
        self._show_change()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to its text, so that arrows scroll it."""
        event.stop()
        self.query_one("#change-body").focus()

    def action_next_change(self) -> None:
        """The next change."""
        self._step(1)

    def action_previous_change(self) -> None:
        """The change before."""
        self._step(-1)

    def action_topic(self) -> None:
        """The next topic, or all."""
        if self.comparison:
            topics = ["", *sorted({topic for change in self.comparison.changes for topic in change.topics})]
            self.chosen_topic = topics[(topics.index(self.chosen_topic) + 1) % len(topics)]
            self._show()

    def action_kinds(self) -> None:
        """Changes alone, or every provision."""
        self.everything = not self.everything
        self._show()

    def action_choose(self) -> None:
        """Choose which texts."""
        from regbot.tui.screens.texts import TextsScreen

        def chosen(pair: tuple[str, str] | None) -> None:
            if pair:
                self.compare(*pair)

        self.app.push_screen(TextsScreen(self.jobs.session), chosen)

    def action_summary(self) -> None:
        """How much changed, and what to keep in mind."""
        from regbot.tui.screens.telling import TellingScreen

        if self.comparison:
            counts = [
                text.join(Content.styled(f"{count:>5,}", "bold $accent"), kind.replace("_", " "))
                for kind, count in self.comparison.summary.items()
            ]
            notes = [text.line(f"· {note}", "", 1_000) for note in self.comparison.notes]
            self.app.push_screen(TellingScreen("What changed", [*counts, Content(), *notes]))

    def action_read_new(self) -> None:
        """Open this provision in the reader."""
        change = self.change
        provision = (change.new or change.old) if change else None
        if provision:
            self.post_message(OpenProvision(provision.ref))

    def action_back(self) -> None:
        """From the text to the list, from the list to where one came from."""
        if self.focused and self.focused.id == "change-body" and not self.narrow:
            self.query_one("#changes").focus()
        else:
            super().action_back()

    @property
    def change(self) -> Change | None:
        """The change that shows."""
        return self.changes[self.at] if self.at < len(self.changes) else None

    def _step(self, by: int) -> None:
        to = self.at + by
        if 0 <= to < len(self.changes):
            self.query_one("#changes", OptionList).highlighted = to
        else:
            self.notify("That was the last change." if by > 0 else "This is the first change.", markup=False)

    def _show(self, ref: str = "") -> None:
        from regbot.tui.widgets.redline import entry

        if self.comparison is None:
            return
        self.changes = [
            change
            for change in self.comparison.changes
            if (self.everything or not _same(change)) and (not self.chosen_topic or self.chosen_topic in change.topics)
        ]
        listed = self.query_one("#changes", OptionList)
        listed.set_options(Option(Lines(entry(change))) for change in self.changes)
        at = next((place for place, change in enumerate(self.changes) if _has(change, ref)), 0)
        self.at = at
        listed.highlighted = at if self.changes else None
        self._show_head()
        self._show_change()
        if self.narrow:
            self.query_one("#change-body").focus()

    def _show_head(self) -> None:
        assert self.comparison
        sides = []
        for side in (self.comparison.old, self.comparison.new):
            day = Content.styled(text.day(side.version.date), "$quiet")
            sides.append(
                text.join(text.badge(side.document.legal_status), text.line(side.document.name, "bold", 100), day)
            )
        summary = self.comparison.summary
        counts = [
            f"{summary[name]} {name}" for name in ("amended", "added", "dropped", "moved", "kept") if summary[name]
        ]
        shown = "every provision" if self.everything else "changes only"
        facts = [*counts, f"topic {self.chosen_topic}" if self.chosen_topic else "all topics", shown]
        head = [text.join(*sides, by="  →  "), text.line(" · ".join(facts), "$quiet")]
        self.query_one("#compared", Static).update(Content("\n").join(head))

    def _show_change(self) -> None:
        from regbot.tui.widgets import redline

        change = self.change
        head = self.query_one("#change-head", Static)
        one, old, new = (self.query_one(name, Prose) for name in ("#one-text", "#old-text", "#new-text"))
        if change is None:
            head.update(Content.styled("Nothing fits. f goes on to another topic, k shows every provision.", "$quiet"))
            one.update(Content())
            old.update(Content())
            new.update(Content())
            return
        head.update(redline.header(change, self.at + 1, len(self.changes)))
        one.update(redline.unified(change))
        old.update(redline.before(change))
        new.update(redline.after(change))
        self.query_one("#change-body", VerticalScroll).scroll_home(animate=False)


def _same(change: Change) -> bool:
    return change.kind.value in UNCHANGED


def _has(change: Change, ref: str) -> bool:
    return bool(ref) and ref in (change.old_ref, change.new_ref)
