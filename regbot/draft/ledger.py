"""What regbot wrote for a comment: which files, and the text in them, so that nothing of a person's is ever overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from regbot.draft.comment import Comment
from regbot.errors import DraftError


@dataclass(frozen=True, slots=True)
class Entry:
    """One export. `files` are pairs of absolute path and SHA-256 (hex) of the bytes; `text` is what was to be sent.

    `comment` is the `state` of the comment that was exported.
    """

    at: datetime
    channel: str
    form: str
    files: tuple[tuple[str, str], ...]
    text: str
    comment: str


def state(comment: Comment) -> str:
    """A hash of all that a comment says; how and whether it was sent is left out."""
    return digest(repr(replace(comment, sent=(), channel="")).encode(errors="replace"))


def digest(data: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()


def read_ledger(text: str, where: str) -> tuple[Entry, ...]:
    """The entries of a ledger, oldest first; `where` names the file in errors. Raises DraftError."""
    try:
        return tuple(_entry(json.loads(line)) for line in text.splitlines() if line.strip())
    except (ValueError, KeyError, TypeError) as error:
        raise DraftError(f"{where}: {error}", "move the file away: regbot then asks before it overwrites") from error


def write_ledger(entries: Iterable[Entry]) -> str:
    """The text that `read_ledger` reads, one entry a line."""
    return "".join(
        json.dumps(asdict(entry) | {"at": entry.at.isoformat()}, ensure_ascii=False) + "\n" for entry in entries
    )


def wrote(entries: Iterable[Entry], path: str, data: bytes) -> bool:
    """Whether regbot wrote these bytes to `path` (absolute)."""
    return (path, digest(data)) in {item for entry in entries for item in entry.files}


def latest(entries: Iterable[Entry], channel: str) -> Entry | None:
    """The last export for `channel`; for any channel where that is empty."""
    fitting = [entry for entry in entries if not channel or entry.channel == channel]
    return fitting[-1] if fitting else None


def _entry(data: dict[str, object]) -> Entry:
    files = data["files"]
    if not isinstance(files, list):
        raise TypeError("files is no list")
    return Entry(
        at=datetime.fromisoformat(str(data["at"])),
        channel=str(data["channel"]),
        form=str(data["form"]),
        files=tuple((str(path), str(sha256)) for path, sha256 in files),
        text=str(data["text"]),
        comment=str(data["comment"]),
    )
