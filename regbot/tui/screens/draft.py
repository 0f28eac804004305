"""Draft: comments as a list, and one of them at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.tui import text
from regbot.tui.drafting import (
    ChecksReady,
    DeskChanged,
    DeskReady,
    DraftJobs,
    DraftLine,
    DraftsChanged,
    DraftsReady,
    ProvisionReady,
    QuestionReady,
    Saved,
    SavedElsewhere,
)
from regbot.tui.messages import MomentChanged, Told
from regbot.tui.screens.place import PlaceScreen, place_bindings
from regbot.tui.widgets import draftrows
from regbot.tui.widgets.deskview import DeskView
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from regbot.draft.comment import Comment
    from regbot.workflows.draft_states import Kept
    from regbot.workflows.drafts import Entry

ON_THE_LIST = ("open", "begin")
ON_THE_DESK = ("next", "previous", "other", "mend", "export", "sent", "outcome")
LOOK_EVERY = 2.0
"""Seconds between two looks for another window."""


class DraftScreen(PlaceScreen):
    """The list, or the desk; Escape goes from the one to the other."""

    place = "draft"
    BINDINGS: ClassVar[list[BindingType]] = place_bindings("draft")
    AUTO_FOCUS = "#drafts"

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[DraftLine, ...] = ()
        self.view = DeskView()
        self._coming: Callable[[DraftJobs], None] | None = None
        self._blank: Comment | None = None
        """What a draft begun here was at first: left as it was, it is not kept."""

    def body(self) -> list[Widget]:
        """A line that sums up; the list with what it is for; the desk."""
        teach = VerticalScroll(Prose(draftrows.teaching()), id="drafts-teach", can_focus=False)
        listed = Horizontal(OptionList(id="drafts"), teach, id="drafts-sides")
        return [Static(id="draft-head"), listed, self.view]

    def on_mount(self) -> None:
        """Its own jobs; a look now and then for another window."""
        self.drafting = DraftJobs(self, self.regbot.session)
        self.set_interval(LOOK_EVERY, self._look)

    def begin(self) -> None:
        """Do what was asked for on the way here; else list anew, or go on."""
        coming, self._coming = self._coming, None
        if coming:
            coming(self.drafting)
        elif not self.view.desk:
            self._show_list()
            self.drafting.entries()
        self.refresh_bindings()

    def come(self, call: Callable[[DraftJobs], None]) -> None:
        """Do a job once the screen shows."""
        self.view.close()
        self._coming = call
        if self.is_mounted and self.app.screen is self:
            self.begin()

    # what workers say

    def on_drafts_ready(self, message: DraftsReady) -> None:
        """Show the list."""
        self.lines = message.lines
        if not self.view.desk:
            self._show_list()

    def on_drafts_changed(self, message: DraftsChanged) -> None:
        """Say what was done, and list anew: a list begun before, as when a dialog closes, may lack it."""
        self.notify(message.said, markup=False)
        self.drafting.entries()

    def on_desk_ready(self, message: DeskReady) -> None:
        """Work on a draft."""
        comment = message.desk.comment
        self._blank = comment if message.begun and not comment.points else None
        self.add_class("-desk")
        self.view.open(message, self.drafting)
        self.refresh_bindings()
        if message.over:
            from regbot.tui.screens.telling import TellingScreen

            self.app.push_screen(TellingScreen("This consultation is closed", draftrows.over(message.over)))

    def on_question_ready(self, message: QuestionReady) -> None:
        """Ask it."""
        self.view.show_question(message.question)

    def on_provision_ready(self, message: ProvisionReady) -> None:
        """Show the provision of the choice one stands on."""
        self.view.show_provision(message.provision, message.words)

    def on_checks_ready(self, message: ChecksReady) -> None:
        """Show what was found."""
        if self.view.desk:
            self.view.show_checks(message.checked)

    def on_saved(self, message: Saved) -> None:  # noqa: ARG002
        """Save what was typed meanwhile."""
        if self.view.desk and self.view.desk.unsaved:
            self.view.save_soon()
        self._show_head()

    def on_saved_elsewhere(self, message: SavedElsewhere) -> None:
        """Show what another window saved; where both have written, let the person choose."""
        desk = self.view.desk
        if desk is None:
            return
        if message.error is None:
            self.notify("Another window or editor saved this draft; here it is.", markup=False)
            self.view.show()
            return
        from regbot.tui.screens.conflict import ConflictScreen

        if not isinstance(self.app.screen, ConflictScreen):
            dialog = ConflictScreen(message.error)
            self.app.push_screen(dialog, lambda mine: self.drafting.settle(desk, mine=bool(mine)))

    def on_desk_changed(self, message: DeskChanged) -> None:
        """Show the draft as it is by now."""
        if message.said:
            self.notify(message.said, markup=False)
        if self.view.desk:
            self.view.show(message.at)

    def on_desk_view_changed(self, message: DeskView.Changed) -> None:  # noqa: ARG002
        """Tell how the draft stands."""
        self._show_head()

    def on_told(self, message: Told) -> None:
        """Say what was done."""
        self.notify(message.words, markup=False)

    def on_moment_changed(self, message: MomentChanged) -> None:  # noqa: ARG002
        """The days left, and what the provisions say, are of another day."""
        if self.view.desk:
            name, at = self.view.desk.id, self.view.at
            self.come(lambda jobs: jobs.open(name, at))

    # what a person does

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Work on a draft."""
        event.stop()
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """On the list what one does with drafts, on the desk what one does with one."""
        if action in ON_THE_LIST:
            return not self.view.desk
        return bool(self.view.desk) if action in ON_THE_DESK else True

    def action_open(self) -> None:
        """Work on the draft one stands on."""
        if entry := self._entry():
            self.drafting.open(entry.id)

    def action_begin(self) -> None:
        """Begin a comment on a consultation."""
        from regbot.tui.screens.consultations import ConsultationsScreen

        def chosen(consultation: str | None) -> None:
            if consultation:
                self.drafting.begin(consultation)

        self.app.push_screen(ConsultationsScreen(self.regbot.session), chosen)

    def action_next(self) -> None:
        """The next question."""
        desk, at = self.view.desk, self.view.at
        if not self.view.step(1):
            self.notify("That was the last question. Esc, then w: make the file to send.", markup=False)
        elif desk and at == "provisions" and not desk.comment.points:
            self.notify("Gone on without a provision: in the steps (Esc), Provisions asks again.", markup=False)

    def action_previous(self) -> None:
        """The question before."""
        if not self.view.step(-1):
            self.notify("This is the first question.", markup=False)

    def action_other(self) -> None:
        """The next pane."""
        self.view.next_pane()

    def action_mend(self) -> None:
        """Take out what a finding names."""
        found = self.view.removable
        if self.view.desk and found:
            self.drafting.mend(self.view.desk, found)
        else:
            self.notify("Nothing here can simply be taken out. Enter goes to where it stands.", markup=False)

    def action_remove(self) -> None:
        """Take out the point one stands on; on the list delete the draft."""
        point = self.view.point
        if not self.view.desk:
            if entry := self._entry():
                self.drafting.delete(entry.id, "Deleted. y brings it back.")
        elif point:
            self.drafting.remove_point(self.view.desk, point.id)
        else:
            self.notify("Stand on a question of a point, in the steps.", markup=False)

    def action_export(self) -> None:
        """Make the file to send."""
        from regbot.tui.screens.sending import ExportScreen

        if self.view.desk:
            self.app.push_screen(ExportScreen(self.regbot.session, self.view.desk), self._exported)

    def action_sent(self) -> None:
        """Note that it was sent."""
        from regbot.tui.screens.sent import SentScreen

        if self.view.desk:
            self.app.push_screen(SentScreen(self.regbot.session, self.view.desk), self._noted)

    def action_states(self) -> None:
        """Earlier states, or on the list the drafts that were deleted; one can be brought back."""
        from regbot.tui.screens.states import DeletedScreen, StatesScreen

        desk = self.view.desk

        def chosen(kept: Kept | None) -> None:
            if desk and kept:
                self.drafting.restore(desk, kept.state.at.isoformat())

        def named(draft_id: str | None) -> None:
            if draft_id:
                self.drafting.bring_back(draft_id)

        if desk:
            self.app.push_screen(StatesScreen(desk), chosen)
        else:
            self.app.push_screen(DeletedScreen(self.regbot.session.workspace), named)

    def action_outcome(self) -> None:
        """What became of each point."""
        from regbot.tui.screens.outcome import OutcomeScreen

        if self.view.desk:
            self.app.push_screen(OutcomeScreen(self.view.desk))

    def action_back(self) -> None:
        """From an answer to the steps, from there to the list, from there to where one came from."""
        if not self.view.desk:
            super().action_back()
        elif self.focused is None or self.focused.id != "steps":
            self.view.show_pane("steps")
        else:
            desk = self.view.desk
            self.view.close()
            self.remove_class("-desk")
            self._show_list()
            self.refresh_bindings()
            if desk.comment == self._blank:
                self.drafting.delete(desk.id, "Nothing was written: that draft is not kept.")
            else:
                self.drafting.entries()
            self.query_one("#drafts").focus()

    # how it looks

    def _entry(self) -> Entry | None:
        """The draft one stands on in the list."""
        place = self.query_one("#drafts", OptionList).highlighted
        return self.lines[place].entry if place is not None and place < len(self.lines) else None

    def _exported(self, send: bool | None) -> None:
        if send:
            self.action_sent()

    def _noted(self, noted: bool | None) -> None:
        if noted and self.view.desk:
            desk = self.view.desk
            self.drafting.change(desk, lambda: None, said="Noted. g tells later what became of each point.")

    def _look(self) -> None:
        if self.view.idle and self.view.desk and self.app.screen is self:
            self.drafting.look(self.view.desk)

    def _show_list(self) -> None:
        listed = self.query_one("#drafts", OptionList)
        before = listed.highlighted or 0
        listed.set_options(Option(Lines(draftrows.entry(line))) for line in self.lines)
        listed.highlighted = min(before, len(self.lines) - 1) if self.lines else None
        self.set_class(not self.lines, "-empty")
        self._show_head()

    def _show_head(self) -> None:
        head, desk, found = self.query_one("#draft-head", Static), self.view.desk, self.view.deadline
        if desk is None:
            head.update(text.join(Content.styled("Your comments", "bold"), Content.styled("n begins one", "$quiet")))
            return
        comment = desk.comment
        name = comment.title or (found.document.name if found else comment.consultation)
        own = desk.id if desk.id != comment.consultation else ""
        saved = Content.styled("writing…", "$draft") if desk.unsaved else Content.styled("saved", "$quiet")
        practice = Content.styled("practice", "bold $draft") if comment.practice else Content()
        sent = Content.styled("✓ sent", "bold $in-force") if comment.sent else Content()
        parts = (
            text.line(own if self.narrow and own else name, "bold", 40),
            Content() if self.narrow else text.line(own, "$quiet", 60),
            draftrows.deadline(found),
            practice,
            sent,
            saved,
            draftrows.counts(self.view.report, notes=not self.narrow),
        )
        head.update(text.join(*parts, by="   "))
