"""Refreshes sources in a process of its own: reading long pages would hold up the keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any

from regbot.errors import RegbotError, SourceError
from regbot.model import AsOf
from regbot.paths import Paths
from regbot.tui.child import Child, fail, stand_back, tell

if TYPE_CHECKING:
    from regbot.workflows.refresh import Progress, RefreshReport
    from regbot.workspace import Workspace

OFTEN = 0.1
"""Seconds between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far one source is: a stage of `workflows.refresh.Progress`, `waiting`, or `stopping`."""

    stage: str
    done: int = 0
    total: int = 0
    title: str = ""


Steps = dict[str, Step]
"""How far each source of a refresh is, by name."""


class Refresher:
    """One refresh, begun when made. Without `names` every source that is on is asked; the index is left as it is."""

    def __init__(self, workspace: Workspace, names: Sequence[str]) -> None:
        self.cancelled: set[str] = set()
        self.stopping = False
        paths, now = workspace.paths, workspace.as_of.now.isoformat()
        self._child = Child("regbot.tui.refresher", str(paths.home), str(paths.cache), now, *names)

    def run(self, listener: Callable[[Steps], None]) -> RefreshReport | None:
        """Wait for its end, telling how far each source is; gives None where it was stopped. Raises RegbotError."""
        report = None
        for message in self._child.heard():
            if "steps" in message:
                listener({name: Step(**step) for name, step in message["steps"].items()})
            elif message["report"]:
                report = _report(message["report"])
        if self._child.end() != 0 and not self.stopping:
            raise SourceError("the refresh stopped before its end", "what was stored stays; refresh again")
        return report

    def cancel(self, name: str) -> None:
        """Stop one source at its next item; the others go on."""
        self.cancelled.add(name)
        self._child.say(name)

    def stop(self) -> None:
        """Stop them all; what was stored stays."""
        self.stopping = True
        self._child.hang_up()

    def close(self) -> None:
        """Leave: nobody waits for what is under way."""
        self.stopping = True
        self._child.terminate()


def main(home: str, cache: str, now: str, *names: str) -> int:
    """The child: refreshes until the end, or until the app hangs up; what it hears till then are sources to cancel."""
    from regbot.workflows.refresh import Stopped, refresh
    from regbot.workspace import Workspace

    stand_back()
    stop, cancelled = Event(), set[str]()

    def hear() -> None:
        for line in sys.stdin:
            cancelled.add(line.rstrip("\n"))
        stop.set()

    Thread(target=hear, daemon=True).start()
    workspace = Workspace(Paths(Path(home), Path(cache)), AsOf(datetime.fromisoformat(now)))
    try:
        with closing(_Heard(names)) as heard:
            report = refresh(workspace, names, index=False, listener=heard, stop=stop, cancelled=cancelled)
    except Stopped:
        tell(report=None)
    except RegbotError as error:
        return fail(error)
    else:
        tell(report=asdict(report))
    return 0


class _Heard:
    """Gathers what the threads of a refresh say, and passes it on in one message now and then, the last one too."""

    def __init__(self, names: Sequence[str]) -> None:
        self._steps = {name: Step("waiting") for name in names}
        self._lock = Lock()
        self._told = 0.0
        self._later: Timer | None = None
        self._closed = False

    def __call__(self, progress: Progress) -> None:
        with self._lock:
            self._steps[progress.source] = Step(progress.stage, progress.done, progress.total, progress.title)
            wait = self._told + OFTEN - monotonic()
            if wait <= 0 or progress.stage in ("done", "stopped"):
                self._tell()
            elif self._later is None:
                self._later = Timer(wait, self._tell_later)
                self._later.daemon = True
                self._later.start()

    def close(self) -> None:
        """Say nothing more."""
        with self._lock:
            if self._later:
                self._later.cancel()
            self._closed = True

    def _tell_later(self) -> None:
        with self._lock:
            self._later = None
            if not self._closed:
                self._tell()

    def _tell(self) -> None:
        self._told = monotonic()
        tell(steps={name: asdict(step) for name, step in self._steps.items()})


def _report(found: Mapping[str, Any]) -> RefreshReport:
    from regbot.workflows.refresh import Change, Failure, RefreshReport, SourceReport

    def source(values: Mapping[str, Any]) -> SourceReport:
        changes = tuple(Change(**{**item, "versions": tuple(item["versions"])}) for item in values["changes"])
        failures = tuple(Failure(**item) for item in values["failures"])
        return SourceReport(**{**values, "changes": changes, "failures": failures, "notes": tuple(values["notes"])})

    return RefreshReport(
        **{**found, "sources": tuple(source(item) for item in found["sources"]), "notes": tuple(found["notes"])}
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
