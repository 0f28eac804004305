"""Earlier states of a person's drafts: list them with what changed, bring one back, delete a draft so that it can come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regbot.draft.comment import Comment
from regbot.draft.differences import difference
from regbot.draft.store import State
from regbot.errors import DraftError
from regbot.workflows.drafts import drafts_of
from regbot.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that is kept, and what changed in it from the one before."""

    state: State
    changed: str


def draft_history(workspace: Workspace, draft_id: str) -> tuple[Kept, ...]:
    """The states kept of a draft, the newest first. Raises DraftError when there is neither a draft nor a state."""
    drafts = drafts_of(workspace)
    states = drafts.history(draft_id)
    if not states:
        drafts.read(draft_id)
    kept, before = [], None
    for state in reversed(states):
        try:
            comment = drafts.comment_at(draft_id, state)
        except DraftError as error:
            kept.append(Kept(state, f"cannot be read: {error.message}"))
            continue
        kept.append(Kept(state, difference(before, comment)))
        before = before if state.aside else comment
    return tuple(reversed(kept))


def restore_draft(workspace: Workspace, draft_id: str, when: str = "") -> Comment:
    """Bring back the state that the draft had at `when` (ISO, or the beginning of it as `history` prints it), by default
    the one before the present, or the last of a draft that was deleted; the present state stays in the history.

    Raises DraftError.
    """
    drafts = drafts_of(workspace)
    moment = _moment(workspace, drafts.history(draft_id), when.strip()) if when.strip() else None
    return drafts.restore(draft_id, moment, now=workspace.as_of.now)


def delete_draft(workspace: Workspace, draft_id: str, *, sent_too: bool = False) -> bool:
    """Take a draft's file away; gives whether `restore_draft` can bring it back.

    Raises DraftError, also for one that was noted as sent, the record of what was said to an authority, unless `sent_too`.
    """
    drafts = drafts_of(workspace)
    if not sent_too and _was_sent(workspace, draft_id):
        raise DraftError(
            f"{draft_id} is the record of what you sent",
            f"`regbot draft delete {draft_id} --yes` deletes it all the same",
        )
    return drafts.delete(draft_id, now=workspace.as_of.now)


def deleted_drafts(workspace: Workspace) -> list[str]:
    """The ids of drafts that were deleted and can be brought back, sorted."""
    return drafts_of(workspace).deleted()


def _was_sent(workspace: Workspace, draft_id: str) -> bool:
    try:
        return bool(drafts_of(workspace).read(draft_id).comment.sent)
    except DraftError:
        return False


def _moment(workspace: Workspace, states: Iterable[State], when: str) -> datetime:
    try:
        moment = datetime.fromisoformat(when)
    except ValueError as error:
        raise DraftError(f"{when!r} is no time", "write it as `regbot draft history` prints it") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=workspace.as_of.now.tzinfo)
    held = [state.at for state in states]
    if moment.microsecond or moment in held:
        return moment
    return next((at for at in held if at.replace(microsecond=0) == moment), moment)
