"""The Draft screen's jobs, run in thread workers; every result is a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from regbot.draft.store import DraftChangedError
from regbot.errors import RegbotError
from regbot.tui.desk import Checked, Desk
from regbot.tui.jobs import Jobs

if TYPE_CHECKING:
    from regbot.draft.checks.finding import Finding
    from regbot.draft.questions import Question
    from regbot.model import Document, Provision
    from regbot.track.deadlines import Deadline
    from regbot.workflows.closed import Closed
    from regbot.workflows.drafts import Entry


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list; `document` is None where it cannot be read or the corpus lacks it."""

    entry: Entry
    document: Document | None


class DraftsReady(Message):
    """The drafts are known."""

    def __init__(self, lines: Sequence[DraftLine]) -> None:
        super().__init__()
        self.lines = tuple(lines)


class DraftsChanged(Message):
    """A draft was deleted or brought back, as `said` tells: the list has to be read anew."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


class DeskReady(Message):
    """A draft was opened at a question; `begun` says that it is new, `closed` that comments are no longer taken."""

    def __init__(
        self, desk: Desk, deadline: Deadline | None, at: str = "", *, begun: bool = False, over: Closed | None = None
    ) -> None:
        super().__init__()
        self.desk = desk
        self.deadline = deadline
        self.at = at
        self.begun = begun
        self.over = over


class QuestionReady(Message):
    """A question can be shown."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question


class ProvisionReady(Message):
    """A provision to look at beside a choice, with the words to mark."""

    def __init__(self, provision: Provision | None, words: str) -> None:
        super().__init__()
        self.provision = provision
        self.words = words


class ChecksReady(Message):
    """The checks have been run on what stands there."""

    def __init__(self, checked: Checked) -> None:
        super().__init__()
        self.checked = checked


class Saved(Message):
    """What was typed is saved."""


class SavedElsewhere(Message):
    """Another window saved the draft; `error` is None where nothing typed here was at stake, and theirs is shown."""

    def __init__(self, error: RegbotError | None) -> None:
        super().__init__()
        self.error = error


class DeskChanged(Message):
    """The draft was changed other than by typing; `at` is the question to go to, empty for the present one."""

    def __init__(self, at: str = "", said: str = "") -> None:
        super().__init__()
        self.at = at
        self.said = said


class DraftJobs(Jobs):
    """Jobs of the Draft screen and its dialogs."""

    def entries(self) -> None:
        """List the drafts."""
        self._run("drafts", self._listed)

    def open(self, draft_id: str, at: str = "") -> None:
        """Open a draft."""
        self._run("open", lambda: self._opened(draft_id, at))

    def begin(self, consultation: str) -> None:
        """Begin a draft on a consultation."""
        self._run("open", lambda: self._begun(consultation))

    def comment_on(self, ref: str) -> None:
        """Go on with the unsent draft on the consultation of `ref`, or begin one, with a point about that provision."""
        from regbot.workflows.drafts import PointEdit, list_drafts, set_point

        def work() -> Message:
            workspace, document = self.session.workspace, ref.partition("#")[0]
            mine = [
                entry.id
                for entry in list_drafts(workspace)
                if entry.comment and entry.comment.consultation == document and not entry.comment.sent
            ]
            opened = self._opened(mine[0]) if mine else self._begun(document)
            made = []
            opened.desk.change(lambda: made.append(set_point(workspace, opened.desk.id, ref, PointEdit())))
            opened.at = f"{made[0].id}.position"
            return opened

        self._run("open", work)

    def question(self, desk: Desk, question_id: str) -> None:
        """Look up what there is to choose from."""
        self._run("question", lambda: QuestionReady(desk.question(question_id)))

    def provision(self, desk: Desk, ref: str, words: str) -> None:
        """Look up a provision to show beside a choice."""
        self._run("beside", lambda: ProvisionReady(desk.provision(ref), words))

    def save(self, desk: Desk) -> None:
        """Save what was typed."""

        def work() -> Message:
            try:
                desk.save()
            except DraftChangedError as error:
                return SavedElsewhere(error)
            return Saved()

        self._run("save", work)

    def look(self, desk: Desk) -> None:
        """Look whether another window saved the draft."""

        def work() -> Message:
            if not desk.unsaved and desk.changed_elsewhere():
                return SavedElsewhere(None)
            return Saved()

        self._run("save", work)

    def settle(self, desk: Desk, *, mine: bool) -> None:
        """Go on with this window's text, or with the other's."""

        def work() -> Message:
            if mine:
                desk.keep_mine()
            else:
                desk.take_theirs()
            return DeskChanged(said="Yours is the draft." if mine else "Theirs is the draft.")

        self._run("save", work)

    def check(self, desk: Desk, question_id: str) -> None:
        """Run the checks."""
        self._run("check", lambda: ChecksReady(desk.check(question_id)))

    def mend(self, desk: Desk, finding: Finding) -> None:
        """Take out the place that a finding names."""
        from regbot.draft.checks.personal import redacted
        from regbot.workflows.drafts import read_draft, save_draft

        def change() -> None:
            stored = read_draft(desk.workspace, desk.id)
            save_draft(desk.workspace, redacted(stored.comment, finding), stored.sha256)

        self.change(desk, change, said="Taken out. The state before is in the history.")

    def add_points(self, desk: Desk, refs: Sequence[tuple[str, str]]) -> None:
        """Add a point for each provision, quoting these words."""
        from regbot.workflows.drafts import PointEdit, set_point

        def change() -> None:
            for ref, words in refs:
                set_point(desk.workspace, desk.id, ref, PointEdit(quote=words or None))

        self.change(desk, change)

    def quote(self, desk: Desk, point: str, words: str) -> None:
        """Quote these words in a point."""
        from regbot.workflows.drafts import PointEdit, set_point

        self.change(desk, lambda: set_point(desk.workspace, desk.id, point, PointEdit(quote=words)))

    def remove_point(self, desk: Desk, point: str) -> None:
        """Take a point out."""
        from regbot.workflows.drafts import remove_point

        said = "The point is out. It stays in the history."
        self.change(desk, lambda: remove_point(desk.workspace, desk.id, point), said=said)

    def restore(self, desk: Desk, when: str) -> None:
        """Bring back an earlier state."""
        from regbot.workflows.draft_states import restore_draft

        self.change(desk, lambda: restore_draft(desk.workspace, desk.id, when), said="That state is the draft again.")

    def delete(self, draft_id: str, said: str) -> None:
        """Delete a draft."""
        from regbot.workflows.draft_states import delete_draft

        self._keep(lambda: delete_draft(self.session.workspace, draft_id), said)

    def bring_back(self, draft_id: str) -> None:
        """Bring back a draft that was deleted."""
        from regbot.workflows.draft_states import restore_draft

        self._keep(lambda: restore_draft(self.session.workspace, draft_id), "It is back.")

    def change(self, desk: Desk, call: Callable[[], object], at: str = "", said: str = "") -> None:
        """Change the draft other than by typing."""

        def work() -> Message:
            try:
                desk.change(call)
            except DraftChangedError as error:
                return SavedElsewhere(error)
            return DeskChanged(at, said)

        self._run("change", work)

    def _keep(self, call: Callable[[], object], said: str) -> None:
        def work() -> Message:
            call()
            return DraftsChanged(said)

        self._run("keep", work)

    def _listed(self) -> DraftsReady:
        from regbot.workflows.drafts import list_drafts

        entries = list_drafts(self.session.workspace)
        return DraftsReady([DraftLine(entry, entry.deadline.document if entry.deadline else None) for entry in entries])

    def _opened(self, draft_id: str, at: str = "") -> DeskReady:
        from regbot.workflows.drafts import show_draft

        desk = Desk(self.session.workspace, draft_id)
        return DeskReady(desk, show_draft(self.session.workspace, draft_id).deadline, at)

    def _begun(self, consultation: str) -> DeskReady:
        from regbot.workflows.drafts import new_draft

        begun = new_draft(self.session.workspace, consultation)
        desk = Desk(self.session.workspace, begun.comment.id)
        return DeskReady(desk, begun.deadline, begun=True, over=begun.closed)
