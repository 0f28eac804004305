"""What a person asked, session after session: `history.jsonl` in the workspace, one question a line; never in the corpus."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LONGEST = 2_000
"""Characters of a question that are kept."""
READ = 1_000_000
"""Bytes at the end of the file that are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: when, in what words, whether it was answered."""

    at: datetime
    question: str
    answered: bool


class History:
    """Reads and appends; a line that does not parse is passed over, a file that cannot be written is left."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[Asked]:
        """Newest first, each question once."""
        found: dict[str, Asked] = {}
        for line in reversed(self._tail()):
            entry = _parsed(line)
            if entry:
                found.setdefault(entry.question.casefold(), entry)
        return list(found.values())

    def add(self, entry: Asked) -> bool:
        """Append one question in one write, so that two apps do not mix their lines. False where that failed."""
        words = {"at": entry.at.isoformat(), "question": entry.question[:LONGEST], "answered": entry.answered}
        line = f"{json.dumps(words, ensure_ascii=False)}\n".encode("utf-8", "replace")
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError:
            return False
        return True

    def _tail(self) -> list[str]:
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - READ))
                return file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return []


def _parsed(line: str) -> Asked | None:
    try:
        data = json.loads(line)
        at = datetime.fromisoformat(data["at"])
        question = data["question"]
        if at.tzinfo is None or not isinstance(question, str) or not question.strip():
            return None
        return Asked(at, question, bool(data.get("answered", True)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
