"""Drafts on disk: `<id>.md` in one folder, earlier states whole in `.history/<id>/`. Reading never writes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from regbot.draft.comment import Comment
from regbot.draft.file import read_comment, write_comment
from regbot.draft.thinning import superfluous
from regbot.errors import DraftError
from regbot.parse.text import decode
from regbot.sanitise import one_line

SUFFIX = ".md"
HISTORY = ".history"
LARGEST = 16 * 1024 * 1024
"""Bytes that a draft may have."""

ID = re.compile(r"[^\W_](?:[\w .()-]{0,98}[\w)])?")
STATE = re.compile(r"(?P<at>\d{8}T\d{6}\.\d{6}Z)(?P<aside>-aside)?\.md")
STAMP = "%Y%m%dT%H%M%S.%fZ"
NEW = ""
"""What `write` is told instead of a hash when there must be no draft of that id yet."""


class DraftChangedError(DraftError):
    """Somebody else wrote the draft since it was read. Theirs stays the draft, `kept` is when yours was put aside."""

    def __init__(self, draft_id: str, kept: datetime) -> None:
        super().__init__(
            f"{draft_id} was changed by another window or editor since it was read here",
            f"nothing is lost: theirs is the draft now, yours is in its history: "
            f"`regbot draft restore {draft_id} {kept.astimezone(UTC).isoformat()}`",
        )
        self.draft = draft_id
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Stored:
    """A draft as it was read: `sha256` is that of the file's bytes (hex), to be given to `write`."""

    comment: Comment
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class State:
    """A state that a draft had at `at` (UTC). `aside`: it was not saved as the draft, since another had been meanwhile."""

    at: datetime
    sha256: str
    size: int
    aside: bool
    path: Path


class Drafts:
    """The drafts in `folder`, which may not lie inside `outside` (the corpus)."""

    def __init__(self, folder: Path, outside: Path | None = None) -> None:
        self.folder = folder
        self._outside = outside

    def ids(self) -> list[str]:
        """Every draft's id, sorted; files with names that cannot be an id are left out."""
        found = self.folder.glob(f"*{SUFFIX}") if self.folder.is_dir() else ()
        return sorted(path.stem for path in found if ID.fullmatch(path.stem) and path.is_file())

    def path(self, draft_id: str) -> Path:
        """Where the draft lies, or would. Raises DraftError for an id that could lead elsewhere."""
        if not ID.fullmatch(draft_id) or ".." in draft_id:
            raise DraftError(
                f"{one_line(draft_id)[:80]!r} cannot be a draft's id", "run `regbot draft list` for the ids"
            )
        return self.folder / f"{draft_id}{SUFFIX}"

    def free_id(self, wanted: str) -> str:
        """An id that is not taken, not even by what is left in the history: `wanted` made a plain name, with a number."""
        slug = re.sub(r"[^a-z0-9._-]+", "-", one_line(wanted).casefold()).strip("-._")[:80].rstrip("-._")
        slug = re.sub(r"\.{2,}", ".", slug) or "comment"
        number, name = 1, slug
        while self.path(name).exists() or (self.folder / HISTORY / name).exists():
            number += 1
            name = f"{slug}-{number}"
        return name

    def read(self, draft_id: str) -> Stored:
        """The draft as its file has it. Raises DraftError: there is none, or, with the line, it does not parse."""
        path = self.path(draft_id)
        data = self._bytes(path)
        if data is None:
            raise self._no_draft(draft_id)
        return Stored(read_comment(decode(data), draft_id, path.name), _digest(data), path)

    def write(self, comment: Comment, *, now: datetime, read_as: str | None = None) -> str:
        """Save the draft and give the hash of its file; the state before it stays in the history.

        `read_as` is the hash it was read with, NEW for a draft that must not be there, None to write over whatever is
        there. Raises DraftChangedError when the file is another by now: this state is then put aside. Raises DraftError.
        """
        text = write_comment(comment)
        data = text.encode()
        if len(data) > LARGEST:
            raise DraftError(
                f"{comment.id} would have {len(data):,} bytes", "shorten it, or attach what is long as a file"
            )
        path = self.path(comment.id)
        with self._writing() as folder:
            before = self._bytes(path)
            if read_as is not None and (_digest(before) if before is not None else NEW) != read_as and before != data:
                kept = self._keep(folder, comment.id, data, now, aside=True)
                raise DraftChangedError(comment.id, kept)
            if before is not None and before != data:
                self._keep(folder, comment.id, before, now - timedelta(microseconds=1))
            self._keep(folder, comment.id, data, now)
            if before != data:
                _replace(path, data)
            self._thin(comment.id, now)
        return _digest(data)

    def delete(self, draft_id: str, *, now: datetime) -> bool:
        """Take the draft's file away; its last state stays in the history, where `restore` finds it.

        Gives whether it does: of a draft in which nothing was ever written nothing is kept. Raises DraftError.
        """
        path = self.path(draft_id)
        with self._writing() as folder:
            data = self._bytes(path)
            if data is None:
                raise self._no_draft(draft_id)
            self._keep(folder, draft_id, data, now)
            path.unlink()
            blank = all(self._is_blank(draft_id, state) for state in self._states(draft_id))
            if blank:
                shutil.rmtree(folder / HISTORY / draft_id)
        return not blank

    def deleted(self) -> list[str]:
        """The ids of drafts of which only the history is there, sorted."""
        kept = (self.folder / HISTORY).iterdir() if (self.folder / HISTORY).is_dir() else ()
        names = {path.name for path in kept if ID.fullmatch(path.name)} - set(self.ids())
        return sorted(name for name in names if any(not state.aside for state in self._states(name)))

    def remember(self, draft_id: str, *, now: datetime) -> None:
        """Put the draft's file as it is, also one edited by hand, into the history. Raises DraftError."""
        path = self.path(draft_id)
        with self._writing() as folder:
            data = self._bytes(path)
            if data is not None:
                self._keep(folder, draft_id, data, now)

    def history(self, draft_id: str) -> tuple[State, ...]:
        """The states kept of a draft, the newest first. Raises DraftError for an id that could lead elsewhere."""
        self.path(draft_id)
        found = sorted(self._states(draft_id), key=lambda state: (state.at, state.aside), reverse=True)
        return tuple(found)

    def state(self, draft_id: str, when: datetime | None = None) -> Stored:
        """The draft as it was at `when`: the newest state that is not later, without `when` the one before the present.

        A state put aside is only found by its very moment. Raises DraftError when none is kept, or it does not parse.
        """
        states = self.history(draft_id)
        present = self._bytes(self.path(draft_id))
        if when is None:
            now = _digest(present) if present is not None else ""
            fitting = [state for state in states if state.sha256 != now and not state.aside]
        else:
            exact = [state for state in states if state.at == when]
            fitting = exact or [state for state in states if state.at <= when and not state.aside]
        if not fitting:
            raise DraftError(
                f"no {'earlier state' if when is None else f'state from {when.isoformat()} or before'} of "
                f"{draft_id} is kept",
                f"`regbot draft history {draft_id}` lists those that are",
            )
        chosen = fitting[0]
        return Stored(self.comment_at(draft_id, chosen), chosen.sha256, chosen.path)

    def comment_at(self, draft_id: str, state: State) -> Comment:
        """The comment as a state has it. Raises DraftError, with the line, where it does not parse."""
        return read_comment(decode(self._bytes(state.path) or b""), draft_id, state.path.name)

    def restore(self, draft_id: str, when: datetime | None, *, now: datetime) -> Comment:
        """Make an earlier state, as `state` finds it, the draft again; what it is now stays in the history."""
        earlier = self.state(draft_id, when).comment
        self.write(earlier, now=now)
        return earlier

    def _is_blank(self, draft_id: str, state: State) -> bool:
        try:
            return self.comment_at(draft_id, state).is_blank
        except DraftError:
            return False

    def _no_draft(self, draft_id: str) -> DraftError:
        held = ", ".join(self.ids()[:8])
        return DraftError(
            f"there is no draft {draft_id!r}",
            f"your drafts: {held}" if held else "begin one: `regbot draft new CONSULTATION`",
        )

    def _states(self, draft_id: str) -> Iterator[State]:
        folder = self.folder / HISTORY / draft_id
        for path in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
            found = STATE.fullmatch(path.name)
            data = self._bytes(path) if found else None
            if found and data is not None:
                at = datetime.strptime(found["at"], STAMP).replace(tzinfo=UTC)
                yield State(at, _digest(data), len(data), bool(found["aside"]), path)

    def _keep(self, folder: Path, draft_id: str, data: bytes, at: datetime, *, aside: bool = False) -> datetime:
        """Put a state into the history unless it is the newest there; gives the moment it is kept under."""
        own = folder / HISTORY / draft_id
        own.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in own.glob(f"*{SUFFIX}") if STATE.fullmatch(path.name))
        saved = [name for name in names if "-aside" not in name]
        if saved and not aside and self._bytes(own / saved[-1]) == data:
            return at
        at = at.astimezone(UTC)
        while any(name.startswith(at.strftime(STAMP)) for name in names):
            at += timedelta(microseconds=1)
        _replace(own / f"{at.strftime(STAMP)}{'-aside' if aside else ''}{SUFFIX}", data)
        return at

    def _thin(self, draft_id: str, now: datetime) -> None:
        own = self.folder / HISTORY / draft_id
        found = ((STATE.fullmatch(path.name), path) for path in own.glob(f"*{SUFFIX}"))
        times = {
            datetime.strptime(name["at"], STAMP).replace(tzinfo=UTC): path
            for name, path in found
            if name and not name["aside"]
        }
        for at in superfluous(times, now):
            times[at].unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """The folder, for one writer at a time."""
        from filelock import FileLock

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._stay_outside()
            with FileLock(self.folder / ".lock", timeout=30):
                yield self.folder
        except (OSError, TimeoutError) as error:
            raise DraftError(
                f"cannot write to {self.folder}: {error}", "free some space or make the folder writable"
            ) from error

    def _stay_outside(self) -> None:
        if self._outside and self.folder.resolve().is_relative_to(self._outside.resolve()):
            raise DraftError(f"{self.folder} lies inside the corpus", "keep your drafts in a folder of their own")

    def _bytes(self, path: Path) -> bytes | None:
        try:
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DraftError(f"cannot read {path}: {error.strerror}", "make the file readable") from error
        if len(data) > LARGEST:
            raise DraftError(f"{path} has more than {LARGEST:,} bytes", "shorten it, or attach what is long as a file")
        return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that a reader, kill -9 or a power cut leaves the old one or the new one whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
