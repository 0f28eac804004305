"""A draft at work: steps, question, provision, checks; what is typed is saved and checked by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from regbot.errors import RegbotError
from regbot.tui import actions, text
from regbot.tui.widgets import draftrows
from regbot.tui.widgets.answering import Answering
from regbot.tui.widgets.beside import Beside
from regbot.tui.widgets.lines import Lines
from regbot.tui.widgets.panes import PaneNames
from regbot.workflows.interview import following, plan

if TYPE_CHECKING:
    from regbot.draft.checks.finding import Finding
    from regbot.draft.comment import Point
    from regbot.draft.questions import Question
    from regbot.model import Provision
    from regbot.track.deadlines import Deadline
    from regbot.tui.desk import Checked, Desk
    from regbot.tui.drafting import DeskReady, DraftJobs
    from regbot.workflows.draft_checks import Report

PANES = {"steps": "Steps", "question": "Question", "beside": "Provision", "checks": "Checks"}
HOLDS = {"steps": "steps", "beside": "beside-provision", "checks": "findings"}
SAVE_AFTER, CHECK_AFTER = 0.4, 0.6
"""Seconds from a key to the save, and from the last key to the checks."""
OF_THE_SENDER = ("name", "standing")
"""Left empty on purpose, if what comes after them has an answer."""

ABOUT = {
    "C01": "channel",
    "C05": "provisions",
    "C20": "own_views",
}


class DeskView(Vertical):
    """Below 100 columns one pane shows at a time, else steps, question and provision beside each other above the checks."""

    class Changed(Message):
        """What the head line tells may be another."""

    def __init__(self) -> None:
        super().__init__(id="desk")
        self.desk: Desk | None = None
        self.jobs: DraftJobs | None = None
        self.deadline: Deadline | None = None
        self.at = ""
        self.report: Report | None = None
        self.findings: tuple[Finding, ...] = ()
        self.pane = "question"
        self.answering, self.beside = Answering(), Beside()
        self._steps: list[str] = []
        self._going = False
        self._saving: Timer | None = None
        self._checking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Names of the panes where there is room for one only; the panes."""
        yield PaneNames(id="desk-panes")
        yield Horizontal(
            Vertical(OptionList(id="steps"), id="pane-steps"),
            Vertical(self.answering, id="pane-question"),
            Vertical(self.beside, id="pane-beside"),
            id="desk-sides",
        )
        yield Vertical(Static(id="checks-head"), OptionList(id="findings"), id="pane-checks")

    def on_mount(self) -> None:
        """Nor does being stopped: nobody knows whether the shell brings it back."""
        self.app.app_suspend_signal.subscribe(self, lambda _: self._keep(self.desk), immediate=True)

    def on_unmount(self) -> None:
        """Leaving never loses text."""
        self.close()

    # what the screen says

    def open(self, message: DeskReady, jobs: DraftJobs) -> None:
        """Work on a draft: at the question named, else where one left off, at the first without an answer."""
        self.close()
        self.jobs, self.desk, self.deadline, self.report, self.findings = jobs, message.desk, message.deadline, None, ()
        comment = message.desk.comment
        names = plan(comment)
        passed = OF_THE_SENDER if comment.worry or comment.points else ()
        unanswered = (name for name in names if name not in passed and not draftrows.value_of(comment, name))
        self.at = message.at or next(unanswered, names[0])
        self.query_one("#findings", OptionList).set_options([])
        self.show(go=True)

    def close(self) -> None:
        """Save what is not saved yet, and put the draft away."""
        desk, self.desk = self.desk, None
        for timer in (self._saving, self._checking):
            if timer:
                timer.stop()
        self._saving = self._checking = None
        self._keep(desk)

    def show(self, at: str = "", *, go: bool = False) -> None:
        """Show the draft as it is by now; `go` to the question `at`."""
        self.at = at or self.at
        self._show_steps()
        self._ask(go=go or bool(at))
        self.check_soon()
        self.post_message(self.Changed())

    def show_question(self, question: Question) -> None:
        """Ask it."""
        if self.desk is None or question.id != self.at:
            return
        value = draftrows.value_of(self.desk.comment, question.id)
        point = self.desk.point(question.id)
        if question.id.endswith(".wording"):
            value = value or (question.about.text if question.about else "")
        self.answering.show(question, value)
        self.beside.show_question(question, point.quote if point else "")
        if self._going:
            self._going = False
            self.show_pane("question")
        self.check_soon()

    def show_provision(self, provision: Provision | None, words: str) -> None:
        """Show the provision of the choice one stands on."""
        self.beside.show_provision(provision, words)

    def show_checks(self, checked: Checked) -> None:
        """Show what was found, and the wording as a redline."""
        self.report, self.findings = checked.report, checked.report.findings
        listed = self.query_one("#findings", OptionList)
        before = listed.highlighted or 0
        keys = actions.own_keys(self.app)
        listed.set_options(Option(Lines(draftrows.finding(item, "^g", keys))) for item in self.findings)
        listed.highlighted = min(before, len(self.findings) - 1) if self.findings else None
        if self.at.endswith(".wording"):
            self.beside.show_redline(checked.redline if self.at.startswith(f"{checked.point}.") else ())
        head = text.join(Content.styled("Checks", "bold $primary"), draftrows.counts(self.report))
        self.query_one("#checks-head", Static).update(head)
        self.post_message(self.Changed())

    def show_pane(self, name: str) -> None:
        """Show a pane and go to it."""
        self.pane = name
        for other in PANES:
            self.set_class(other == name, f"-pane-{other}")
        self.query_one(PaneNames).show(PANES, name)
        if name == "question":
            self.call_after_refresh(self.answering.take_focus)
        else:
            self.call_after_refresh(self.query_one(f"#{HOLDS[name]}").focus)

    def next_pane(self) -> None:
        """The next pane."""
        names = list(PANES)
        self.show_pane(names[(names.index(self.pane) + 1) % len(names)])

    def go_to(self, question_id: str) -> None:
        """Ask that question."""
        self.show(question_id, go=True)

    def step(self, by: int) -> bool:
        """The next question, or the one before; gives whether there is one."""
        if self.desk is None:
            return False
        names = plan(self.desk.comment)
        if by > 0:
            to = following(self.desk.comment, self.at)
        else:
            place = names.index(self.at) if self.at in names else 0
            to = names[place - 1] if place else ""
        if to:
            self.go_to(to)
        return bool(to)

    @property
    def removable(self) -> Finding | None:
        """The finding one stands on if it can be taken out, else the first that can."""
        listed = self.query_one("#findings", OptionList)
        place = listed.highlighted
        here = self.findings[place] if listed.has_focus and place is not None and place < len(self.findings) else None
        return here if here and here.removable else next((item for item in self.findings if item.removable), None)

    @property
    def point(self) -> Point | None:
        """The point one stands on in the steps, else that of the question."""
        listed = self.query_one("#steps", OptionList)
        place = listed.highlighted if listed.has_focus else None
        name = self._steps[place] if place is not None and place < len(self._steps) else self.at
        return self.desk.point(name) if self.desk else None

    def go_to_finding(self, item: Finding) -> bool:
        """Go to the question that a finding is about; gives whether there is one."""
        names = plan(self.desk.comment) if self.desk else ()
        wanted = ".".join(item.where.split(".")[:2])
        about = (wanted, ABOUT.get(item.id, ""), f"{wanted}.reason")
        found = next((name for name in about if name in names), "")
        if found:
            self.go_to(found)
        return bool(found)

    # what a person answers

    def on_answering_typed(self, message: Answering.Typed) -> None:
        """Take it; save and check soon."""
        message.stop()
        value, about = message.value, message.question.about
        if message.question.id.endswith(".wording") and about and value.strip() == about.text.strip():
            value = ""
        if self.desk and self.desk.type(message.question.id, value):
            self.save_soon()
            self.check_soon()
            self.post_message(self.Changed())

    def on_answering_standing(self, message: Answering.Standing) -> None:
        """Show the provision that the choice is about."""
        message.stop()
        if self.desk and self.jobs and message.choice.ref:
            self.jobs.provision(self.desk, message.choice.ref, message.choice.text)

    def on_answering_chose(self, message: Answering.Chose) -> None:
        """Take it."""
        message.stop()
        desk, jobs, name = self.desk, self.jobs, message.question.id
        if desk is None or jobs is None:
            return
        if name == "provisions":
            self._choose_provision(desk, jobs, message)
        elif name.endswith(".quote"):
            self._choose_quote(desk, jobs, message)
        elif desk.type(name, message.choice.value) or message.question.current:
            self.save_soon()
            self.step(1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to a question, or to what a check found."""
        event.stop()
        place = event.option_index
        if event.option_list.id == "steps":
            self.go_to(self._steps[place])
        elif event.option_list.id == "findings" and not self.go_to_finding(self.findings[place]):
            self.app.notify(text.remedy(self.findings[place].fix, actions.own_keys(self.app)).plain, markup=False)

    def on_pane_names_chosen(self, message: PaneNames.Chosen) -> None:
        """Show that pane."""
        message.stop()
        self.show_pane(message.name)

    def save_soon(self) -> None:
        """Save within half a second."""
        if self._saving is None:
            self._saving = self.set_timer(SAVE_AFTER, self._save)

    def check_soon(self) -> None:
        """Check once nothing has been typed for a moment."""
        if self._checking:
            self._checking.stop()
        self._checking = self.set_timer(CHECK_AFTER, self._check)

    @property
    def idle(self) -> bool:
        """Whether nothing waits to be saved."""
        return self.desk is not None and self._saving is None and not self.desk.unsaved

    def _choose_provision(self, desk: Desk, jobs: DraftJobs, message: Answering.Chose) -> None:
        ref = message.choice.ref
        mine = [point for point in desk.comment.points if point.anchor and point.anchor.ref == ref]
        if message.choice in message.chosen:
            jobs.add_points(desk, [(ref, message.choice.text)])
        elif any(point.reason or point.wording or point.evidence for point in mine):
            self.app.notify("That point has words of yours. In the steps, Delete takes it out.", markup=False)
            self._ask()
        elif mine:
            jobs.remove_point(desk, mine[0].id)

    def _choose_quote(self, desk: Desk, jobs: DraftJobs, message: Answering.Chose) -> None:
        """The stretch of the provision from the first to the last sentence chosen."""
        about, words = message.question.about, [item.text for item in message.chosen]
        if about is None:
            return
        start = about.text.find(words[0]) if words else 0
        end = about.text.find(words[-1], start) + len(words[-1]) if words else 0
        jobs.quote(desk, message.question.id.rpartition(".")[0], about.text[start:end])

    def _ask(self, *, go: bool = False) -> None:
        if self.desk and self.jobs:
            names = plan(self.desk.comment)
            self.at = self.at if self.at in names else names[0]
            self._going = self._going or go
            self.jobs.question(self.desk, self.at)

    def _keep(self, desk: Desk | None) -> None:
        if desk:
            try:
                desk.save()
            except RegbotError as error:
                self.app.notify(
                    text.remedy(error.hint, actions.own_keys(self.app)).plain,
                    severity="warning",
                    markup=False,
                    timeout=30,
                )

    def _save(self) -> None:
        self._saving = None
        if self.desk and self.jobs:
            self.jobs.save(self.desk)

    def _check(self) -> None:
        self._checking = None
        if self.desk and self.jobs:
            self.jobs.check(self.desk, self.at)

    def _show_steps(self) -> None:
        if self.desk is None:
            return
        steps = list(draftrows.steps(self.desk.comment))
        listed = self.query_one("#steps", OptionList)
        listed.set_options(Option(Lines(words), disabled=not name) for name, words in steps)
        self._steps = [name for name, _ in steps]
        listed.highlighted = self._steps.index(self.at) if self.at in self._steps else None
