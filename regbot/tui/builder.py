"""Builds the index in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from regbot.errors import RegbotError, SearchIndexError
from regbot.model import AsOf
from regbot.paths import Paths
from regbot.tui.child import Child, fail, stand_back, tell

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
        self._child: Child | None = None
        self._lock = Lock()
        self._closed = False

    def build(self) -> Iterator[Step]:
        """Build and say how far it is. Where there is no index yet, one for words alone is published first.

        Raises SearchIndexError.
        """
        paths, now = self.workspace.paths, self.workspace.as_of.now.isoformat()
        with self._lock:
            if self._closed:
                return
            child = self._child = Child("regbot.tui.builder", str(paths.home), str(paths.cache), now)
        try:
            for message in child.heard():
                yield Step(**message)
        except RegbotError as error:
            raise SearchIndexError(error.message, error.hint) from error
        if child.end() != 0 and not self._closed:
            raise SearchIndexError(STOPPED)

    def close(self) -> None:
        """Stop a running build; what was published stays as it was."""
        with self._lock:
            self._closed = True
            if self._child:
                self._child.terminate()


def main(home: str, cache: str, now: str) -> int:
    """The child: builds the workspace at `home`."""
    from regbot.workflows.indexing import build_index, index_status
    from regbot.workspace import Workspace

    stand_back()
    workspace = Workspace(Paths(Path(home), Path(cache)), AsOf(datetime.fromisoformat(now)))
    try:
        if index_status(workspace).manifest is None:
            build_index(workspace, _step, lexical_only=True)
            tell(stage="words", done=1, total=1, published=True)
        build_index(workspace, _step)
    except RegbotError as error:
        return fail(error)
    return 0


def _step(stage: str, done: int, total: int) -> None:
    tell(stage=stage, done=done, total=total)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
