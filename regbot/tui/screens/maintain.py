"""Maintain: where documents come from and how each source fares; refresh, log, index, health."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.tui import text
from regbot.tui.messages import MomentChanged, OpenDocument, OpenLink
from regbot.tui.refresher import Step
from regbot.tui.screens.place import PlaceScreen, place_bindings
from regbot.tui.upkeep import (
    ChecksEnded,
    HealthReady,
    Progressed,
    RefreshEnded,
    RefreshFailed,
    SourceChecked,
    SourcesReady,
    UpkeepJobs,
)
from regbot.tui.widgets import sourcerows, upkeeptext
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.panes import PaneNames
from regbot.tui.widgets.prose import Prose
from regbot.wording import counted

if TYPE_CHECKING:
    from regbot.tui.refresher import Refresher
    from regbot.workflows.check import Check
    from regbot.workflows.refresh import SourceReport
    from regbot.workflows.sources import SourceStatus

PANES = {"sources": "Sources", "log": "What happened", "health": "Health"}
HOLDS = {"sources": "sources-list", "log": "log-list", "health": "health-side"}
BEAT = 0.15
TEACH = "No source yet. n adds one by its address: a consultation, a page or PDF, a feed."
QUIET_LOG = "u asks the chosen sources, or all that are on; what changed then stands here, and Enter opens it."
PULSE = ("listing", "fetching")


class MaintainScreen(PlaceScreen):
    """Sources on the left, what happened below them, health on the right; below 100 columns one of the three."""

    place = "maintain"
    BINDINGS: ClassVar[list[BindingType]] = place_bindings("maintain")
    AUTO_FOCUS = "#sources-list"

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[SourceStatus] = []
        self.chosen: set[str] = set()
        self.steps: dict[str, Step] = {}
        self.reports: dict[str, SourceReport] = {}
        self.targets: list[str] = []
        self.checks: tuple[Check, ...] = ()
        self.running: Refresher | None = None
        self.pane = "sources"
        self._beat = 0
        self._timer: Timer | None = None
        self._said = Content()

    def body(self) -> list[Widget]:
        """A line that sums up, the panes."""
        sources = Vertical(OptionList(id="sources-list"), Static(id="sources-empty"), id="pane-sources")
        log = Vertical(Static(id="log-head"), OptionList(id="log-list"), id="pane-log")
        health = VerticalScroll(
            Prose(Content(), id="source-particulars"),
            Prose(Content(), hang=3, id="health"),
            id="health-side",
            can_focus=True,
        )
        panes = Horizontal(
            Vertical(sources, log, id="upkeep-left"), Vertical(health, id="pane-health"), id="upkeep-sides"
        )
        return [Static(id="upkeep-head"), PaneNames(id="upkeep-panes"), panes]

    def on_mount(self) -> None:
        """Its own jobs."""
        self.upkeep = UpkeepJobs(self, self.regbot.session)
        self._timer = self.set_interval(BEAT, self._pulse, pause=True)
        self.action_pane("sources")
        self._show_log([], Content.styled(QUIET_LOG, "$quiet"))

    def on_unmount(self) -> None:
        """Leave nothing running: what was stored stays."""
        if self.running:
            self.running.close()

    def begin(self) -> None:
        """List anew, examine anew."""
        self.upkeep.sources()
        self.upkeep.health()

    # what workers say

    def on_sources_ready(self, message: SourcesReady) -> None:
        """Show the list."""
        known = {status.name: status for status in self.statuses}
        self.statuses = list(message.statuses)
        self.chosen &= {status.name for status in self.statuses}
        listed = self.query_one("#sources-list", OptionList)
        if [status.name for status in self.statuses] != list(known) or not listed.option_count:
            before = self.here.name if listed.highlighted is not None and self.here else ""
            listed.set_options(Option(Lines(self._entry(status))) for status in self.statuses)
            names = [status.name for status in self.statuses]
            listed.highlighted = (names.index(before) if before in names else 0) if names else None
        else:
            self._show_rows(range(len(self.statuses)))
        empty = self.query_one("#sources-empty", Static)
        listed.display, empty.display = bool(self.statuses), not self.statuses
        empty.update(Content.styled(TEACH, "$quiet"))
        self._show_head()
        self._show_particulars()

    def on_source_checked(self, message: SourceChecked) -> None:
        """Show how it answered."""
        self.reports.pop(message.status.name, None)
        for place, status in enumerate(self.statuses):
            if status.name == message.status.name:
                self.statuses[place] = message.status
                self._show_rows([place])
        self._show_particulars()

    def on_checks_ended(self, message: ChecksEnded) -> None:  # noqa: ARG002
        """Say how many answered."""
        asked = [status for status in self.statuses if status.reachable is not None]
        failed = sum(bool(status.error) for status in asked)
        self._said = Content.styled(
            f"{counted(len(asked), 'source')} asked, {failed} failed", "$error" if failed else "$in-force"
        )
        self._show_head()

    def on_health_ready(self, message: HealthReady) -> None:
        """Show index and findings."""
        self.checks = message.checks
        self.query_one("#health", Prose).update(upkeeptext.health(message.index, message.checks, self.regbot.keys))

    def on_progressed(self, message: Progressed) -> None:
        """Move the bars."""
        if self.running:
            self.steps = {name: self._step(name, step) for name, step in message.steps.items()}
            self._show_rows(place for place, status in enumerate(self.statuses) if status.name in self.steps)
            self._show_head()

    def on_refresh_ended(self, message: RefreshEnded) -> None:
        """Show what changed; then make the index match."""
        self._stop_bars()
        report = message.report
        if report is None:
            self._said = Content.styled("Stopped. What had been stored stays; the next refresh goes on.", "$draft")
            self._show_log([], self._said)
        else:
            self.reports = {source.source: source for source in report.sources}
            self._said = sourcerows.summed(report)
            lines = sourcerows.told(report)
            changed = any(source.changes for source in report.sources)
            opens = Content.styled("Enter opens a document", "$quiet") if changed else Content()
            self._show_log(lines, text.join(self._said, opens))
            if changed:
                self.regbot.main.jobs.library()
                self.regbot.main.jobs.rebuild()
                self.action_pane("log")
        self.begin()

    def on_refresh_failed(self, message: RefreshFailed) -> None:
        """Say why."""
        self._stop_bars()
        self._said = text.line(message.error.message, "$error", 300)
        self._show_head()
        self.regbot.report(message.error)

    def on_moment_changed(self, message: MomentChanged) -> None:
        """Nothing here depends on the day looked at."""

    # what a person does

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell more about it."""
        event.stop()
        if event.option_list.id == "sources-list":
            self._show_particulars()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what changed; choose a source."""
        event.stop()
        self.action_open()

    def on_pane_names_chosen(self, message: PaneNames.Chosen) -> None:
        """Show that pane."""
        self.action_pane(message.name)

    @property
    def here(self) -> SourceStatus | None:
        """The source one stands on."""
        place = self.query_one("#sources-list", OptionList).highlighted
        return self.statuses[place] if place is not None and place < len(self.statuses) else None

    def action_open(self) -> None:
        """Open the document one stands on; choose the source one stands on."""
        log = self.query_one("#log-list", OptionList)
        if self.focused is not log:
            self.action_choose()
        elif log.highlighted is not None and log.highlighted < len(self.targets) and self.targets[log.highlighted]:
            self.post_message(OpenDocument(self.targets[log.highlighted]))

    def action_choose(self) -> None:
        """Choose this source, or no longer."""
        if self.here:
            self.chosen ^= {self.here.name}
            self._show_rows([self.query_one("#sources-list", OptionList).highlighted or 0])
            self._show_head()

    def action_refresh(self) -> None:
        """Refresh the chosen sources, or all that are on."""
        self._refresh([status.name for status in self.statuses if status.name in self.chosen])

    def action_refresh_this(self) -> None:
        """Refresh the source one stands on alone."""
        if self.here:
            self._refresh([self.here.name])

    def action_cancel(self) -> None:
        """Stop the refresh; what was stored stays."""
        if self.running:
            self.running.stop()
            self._show_head()
        else:
            self.notify("No refresh is running.", markup=False)

    def action_cancel_this(self) -> None:
        """Stop the refresh of the source one stands on; the others go on."""
        step = self.steps.get(self.here.name) if self.here else None
        if self.running and self.here and step and step.stage not in upkeeptext.ENDED:
            self.running.cancel(self.here.name)
            self.steps[self.here.name] = self._step(self.here.name, step)
            self._show_rows([self.statuses.index(self.here)])
        else:
            self.notify("This source is not being refreshed.", markup=False)

    def action_check(self) -> None:
        """Ask the publishers, each once."""
        names = [status.name for status in self.statuses if status.name in self.chosen]
        self._said = Content.styled("Asking…", "$quiet")
        self._show_head()
        self.upkeep.check(names)

    def action_add(self) -> None:
        """Add a source by its address."""
        from regbot.tui.screens.adding import AddingScreen

        def closed(name: str | None) -> None:
            self.upkeep.sources()
            if name:
                self._refresh([name])

        self.app.push_screen(AddingScreen(self.regbot.session), closed)

    def action_rebuild(self) -> None:
        """Make the index match the corpus; the top bar tells how far it is."""
        self.regbot.main.jobs.rebuild()
        self.notify("Building beside; the top line tells how far it is.", markup=False)

    def action_link(self) -> None:
        """Open the source's address."""
        self.post_message(OpenLink(self.here.address if self.here else ""))

    def action_other(self) -> None:
        """The next pane."""
        names = list(PANES)
        self.action_pane(names[(names.index(self.pane) + 1) % len(names)])

    def action_pane(self, name: str) -> None:
        """Show a pane and go to it."""
        self.pane = name
        for other in PANES:
            self.query_one("#upkeep-sides").set_class(other == name, f"-pane-{other}")
        self.query_one(PaneNames).show(PANES, name)
        self.call_after_refresh(self.query_one(f"#{HOLDS[name]}").focus)

    # how it looks

    def _refresh(self, names: Sequence[str]) -> None:
        if self.running:
            self.notify("A refresh is running; c cancels it.", markup=False)
            return
        wanted = list(names) or [status.name for status in self.statuses if status.enabled]
        if not wanted:
            self.notify("No source is switched on. Stand on one and press Space to choose it.", markup=False)
            return
        self.reports, self._said = {}, Content()
        self.steps = {name: Step("waiting") for name in wanted}
        self.running = self.upkeep.refresh(wanted)
        self._show_rows(range(len(self.statuses)))
        self._show_head()
        self.refresh_bindings()
        assert self._timer
        self._timer.resume()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Cancel only what runs; meanwhile no publisher is asked a second time."""
        if action in ("cancel", "cancel_this"):
            return self.running is not None
        return self.running is None or action != "check"

    def _stop_bars(self) -> None:
        assert self._timer
        self._timer.pause()
        self.running, self.steps = None, {}
        self._show_rows(range(len(self.statuses)))
        self._show_head()
        self.refresh_bindings()

    def _pulse(self) -> None:
        self._beat += 1
        moving = [
            place
            for place, status in enumerate(self.statuses)
            if (step := self.steps.get(status.name)) and step.stage in PULSE
        ]
        self._show_rows(moving)

    def _step(self, name: str, step: Step) -> Step:
        """How far a source is, seen from here: one that was told to stop goes on to its next item."""
        told = self.running is not None and name in self.running.cancelled
        return replace(step, stage="stopping") if told and step.stage not in upkeeptext.ENDED else step

    def _entry(self, status: SourceStatus) -> Content:
        return sourcerows.entry(
            status,
            chosen=status.name in self.chosen,
            step=self.steps.get(status.name),
            report=self.reports.get(status.name),
            beat=self._beat,
        )

    def _show_rows(self, places: Iterable[int]) -> None:
        listed = self.query_one("#sources-list", OptionList)
        for place in places:
            if place < listed.option_count:
                listed.replace_option_prompt_at_index(place, Lines(self._entry(self.statuses[place])))

    def _show_head(self) -> None:
        if self.running:
            line = upkeeptext.running(self.steps, stopping=self.running.stopping)
        else:
            line = upkeeptext.resting(self.statuses, self._said, len(self.chosen))
        self.query_one("#upkeep-head", Static).update(line)

    def _show_particulars(self) -> None:
        here = self.here
        self.query_one("#source-particulars", Prose).update(
            sourcerows.particulars(here, self.regbot.keys) if here else Content()
        )

    def _show_log(self, lines: Sequence[tuple[Content, str]], head: Content) -> None:
        self.targets = [target for _, target in lines]
        log = self.query_one("#log-list", OptionList)
        log.set_options(Option(Lines(line)) for line, _ in lines)
        log.highlighted = 0 if lines else None
        self.query_one("#log-head", Static).update(head)
        self.query_one("#pane-log").set_class(not lines, "-quiet")
