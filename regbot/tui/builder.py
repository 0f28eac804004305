"""Builds the index in a process of its own: the screen stays quick, and nothing a library prints lands on it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from regbot.errors import RegbotError, SearchIndexError
from regbot.model import AsOf
from regbot.paths import Paths

if TYPE_CHECKING:
    from regbot.workspace import Workspace

STOPPED = "the index build stopped before its end"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: `done` of `total` in `stage`. `published`: there is an index to open, if more is to come."""

    stage: str
    done: int
    total: int
    published: bool = False


class Builder:
    """One build at a time, in a child process."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._child: subprocess.Popen[str] | None = None
        self._lock = Lock()
        self._closed = False

    def build(self) -> Iterator[Step]:
        """Build and say how far it is. Where there is no index yet, one for words alone is published first.

        Raises SearchIndexError.
        """
        paths, now = self.workspace.paths, self.workspace.as_of.now.isoformat()
        command = [sys.executable, "-m", "regbot.tui.builder", str(paths.home), str(paths.cache), now]
        with self._lock:
            if self._closed:
                return
            null, pipe = subprocess.DEVNULL, subprocess.PIPE
            child = subprocess.Popen(command, stdin=null, stdout=pipe, stderr=null, text=True, encoding="utf-8")
            self._child = child
        last: dict[str, Any] = {}
        for line in child.stdout or ():
            last = json.loads(line)
            if "stage" in last:
                yield Step(**last)
        if "error" in last:
            raise SearchIndexError(last["error"], last["hint"])
        if child.wait() != 0 and not self._closed:
            raise SearchIndexError(STOPPED)

    def close(self) -> None:
        """Stop a running build; what was published stays as it was."""
        with self._lock:
            self._closed = True
            if self._child and self._child.poll() is None:
                self._child.terminate()


def main(home: str, cache: str, now: str) -> int:
    """The child: builds the workspace at `home`, telling each step as a line of JSON on standard output."""
    from regbot.workflows.indexing import build_index, index_status
    from regbot.workspace import Workspace

    workspace = Workspace(Paths(Path(home), Path(cache)), AsOf(datetime.fromisoformat(now)))
    try:
        if index_status(workspace).manifest is None:
            build_index(workspace, _tell, lexical_only=True)
            _say({"stage": "words", "done": 1, "total": 1, "published": True})
        build_index(workspace, _tell)
    except RegbotError as error:
        _say({"error": error.message, "hint": error.hint})
        return int(error.exit_code)
    return 0


def _tell(stage: str, done: int, total: int) -> None:
    _say({"stage": stage, "done": done, "total": total})


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
