"""One draft being worked on: what is typed, what is saved, what the checks say. Saving and checking block; typing does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any

from regbot.compare.redline import Span, redline
from regbot.draft.comment import Comment, Point, Position, Sender
from regbot.errors import DraftError
from regbot.workflows.draft_checks import Checker, Report
from regbot.workflows.drafts import drafts_of, read_draft, save_draft
from regbot.workflows.letters import provision_of

if TYPE_CHECKING:
    from regbot.draft.questions import Question
    from regbot.model import Provision
    from regbot.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, and the wording proposed for a point as a redline on its provision."""

    report: Report
    point: str = ""
    redline: tuple[Span, ...] = ()


class Desk:
    """The draft `draft_id`. One thread saves at a time; what is typed meanwhile waits for the next save.

    Raises DraftError, UnknownRefError.
    """

    def __init__(self, workspace: Workspace, draft_id: str) -> None:
        self.workspace = workspace
        self.id = draft_id
        self._writing = RLock()
        self._typing = Lock()
        self._typed: dict[str, str] = {}
        self._checker: Checker | None = None
        stored = read_draft(workspace, draft_id)
        self._saved, self._sha256, self.path = stored.comment, stored.sha256, stored.path

    @property
    def comment(self) -> Comment:
        """The draft as it is on the screen, saved or not."""
        with self._typing:
            return applied(self._saved, self._typed)

    @property
    def unsaved(self) -> bool:
        """Whether something typed waits to be saved."""
        with self._typing:
            return bool(self._typed)

    def type(self, where: str, value: str) -> bool:
        """Take what stands in a field now; gives whether that is new. Does not block."""
        with self._typing:
            before = applied(self._saved, self._typed)
            if applied(before, {where: value}) == before:
                return False
            self._typed[where] = value
            return True

    def save(self) -> bool:
        """Save what was typed; gives whether there was something. Raises DraftChangedError, DraftError."""
        with self._writing:
            with self._typing:
                typed, comment = dict(self._typed), applied(self._saved, self._typed)
            if not typed:
                return False
            sha256 = save_draft(self.workspace, comment, self._sha256)
            with self._typing:
                self._saved, self._sha256 = comment, sha256
                self._typed = {where: value for where, value in self._typed.items() if typed.get(where) != value}
            return True

    def change(self, call: Callable[[], object]) -> None:
        """Save, let `call` change the draft's file, read it again."""
        with self._writing:
            self.save()
            call()
            self._read()

    def changed_elsewhere(self) -> bool:
        """Whether the file is another than the one read here; if nothing typed waits, it is read."""
        with self._writing:
            try:
                stored = drafts_of(self.workspace).read(self.id)
            except DraftError:
                return False
            if stored.sha256 == self._sha256:
                return False
            if not self.unsaved:
                self._read()
            return True

    def take_theirs(self) -> None:
        """Go on with what another window saved; what was typed here is in the history."""
        with self._writing, self._typing:
            self._typed = {}
            self._read()

    def keep_mine(self) -> None:
        """Save what stands here over what another window saved, which stays in the history."""
        with self._writing:
            with self._typing:
                typed, comment = dict(self._typed), applied(self._saved, self._typed)
            sha256 = save_draft(self.workspace, comment)
            with self._typing:
                self._saved, self._sha256 = comment, sha256
                self._typed = {where: value for where, value in self._typed.items() if typed.get(where) != value}

    def point(self, question_id: str) -> Point | None:
        """The point that a question is about."""
        name = question_id.rpartition(".")[0]
        return next((point for point in self.comment.points if point.id == name), None)

    def provision(self, ref: str) -> Provision | None:
        """A provision in the draft's language, where it is held in it."""
        return provision_of(self.workspace, ref, self.comment.lang)

    def question(self, question_id: str) -> Question:
        """A question with what to choose from. Raises DraftError."""
        from regbot.workflows.interview import question

        return question(self.workspace, self.comment, question_id)

    def check(self, question_id: str) -> Checked:
        """Check what stands here now, saved or not. Raises UnknownRefError."""
        comment = self.comment
        if self._checker is None:
            self._checker = Checker(self.workspace, comment.consultation)
        report = self._checker.check(comment)
        point = self.point(question_id)
        if point is None or not point.anchor or not point.wording.strip():
            return Checked(report)
        held = provision_of(self.workspace, point.anchor.ref, point.anchor.lang or comment.lang)
        return Checked(report, point.id, redline(held.text, point.wording) if held else ())

    def forget_facts(self) -> None:
        """What the corpus says may be another by now."""
        self._checker = None

    def _read(self) -> None:
        stored = read_draft(self.workspace, self.id)
        self._saved, self._sha256, self.path = stored.comment, stored.sha256, stored.path


def applied(comment: Comment, typed: Mapping[str, str]) -> Comment:
    """`comment` with the fields of these names as typed: `worry`, `point-1.reason`; of a field it lacks, nothing."""
    for where, value in typed.items():
        point_id, _, part = where.rpartition(".")
        if not point_id:
            comment = replace(comment, **{part: _value(part, value)})
        else:
            points = tuple(
                replace(point, **{part: _value(part, value)}) if point.id == point_id else point
                for point in comment.points
            )
            comment = replace(comment, points=points)
    return comment


def _value(part: str, value: str) -> Any:
    if part == "sender":
        return Sender(value) if value else None
    if part == "position":
        return Position(value) if value else None
    if part == "own_views":
        return value == "yes"
    if part == "evidence":
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    return value
