"""What keeps a workspace up to date, run in thread workers for the Maintain screen; every result is a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from regbot.errors import RegbotError
from regbot.tui.jobs import Jobs

if TYPE_CHECKING:
    from regbot.index.generation import IndexStatus
    from regbot.workflows.add_source import Added
    from regbot.workflows.check import Check
    from regbot.workflows.refresh import Progress, RefreshReport
    from regbot.workflows.sources import SourceStatus

OFTEN = 0.1
"""Seconds between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far one source is: a stage of `workflows.refresh.Progress`, or `waiting`."""

    stage: str
    done: int = 0
    total: int = 0
    title: str = ""


class SourcesReady(Message):
    """The sources are known, each with how it last fared."""

    def __init__(self, statuses: Sequence[SourceStatus]) -> None:
        super().__init__()
        self.statuses = tuple(statuses)


class SourceChecked(Message):
    """A publisher was asked."""

    def __init__(self, status: SourceStatus) -> None:
        super().__init__()
        self.status = status


class ChecksEnded(Message):
    """Every publisher that was to be asked has been."""


class HealthReady(Message):
    """What the doctor found, and how the index stands to the corpus."""

    def __init__(self, checks: Sequence[Check], index: IndexStatus) -> None:
        super().__init__()
        self.checks = tuple(checks)
        self.index = index


class Progressed(Message):
    """How far each source of the refresh is, by name."""

    def __init__(self, steps: dict[str, Step]) -> None:
        super().__init__()
        self.steps = steps


class RefreshEnded(Message):
    """The refresh came to its end; `report` is None where it was stopped."""

    def __init__(self, report: RefreshReport | None) -> None:
        super().__init__()
        self.report = report


class RefreshFailed(Message):
    """The refresh could not be made at all."""

    def __init__(self, error: RegbotError) -> None:
        super().__init__()
        self.error = error


class SourceAdded(Message):
    """A source was put into sources.toml."""

    def __init__(self, added: Added) -> None:
        super().__init__()
        self.added = added


class AddingFailed(Message):
    """Nothing was put into sources.toml."""

    def __init__(self, error: RegbotError) -> None:
        super().__init__()
        self.error = error


class UpkeepJobs(Jobs):
    """Jobs of the Maintain screen and its dialogs."""

    def sources(self) -> None:
        """List the sources; asks no publisher."""
        from regbot.workflows.sources import list_sources

        self._run("sources", lambda: SourcesReady(list_sources(self.session.workspace)))

    def check(self, names: Sequence[str]) -> None:
        """Ask the publishers of these sources, each once."""
        from regbot.workflows.sources import check_sources

        def ask() -> Message:
            check_sources(self.session.workspace, names, heard=lambda status: self._tell(SourceChecked(status)))
            return ChecksEnded()

        self._run("check", ask)

    def health(self) -> None:
        """Examine the workspace."""
        from regbot.workflows.doctor import examine
        from regbot.workflows.indexing import index_status

        workspace = self.session.workspace
        self._run("health", lambda: HealthReady(examine(workspace), index_status(workspace)))

    def refresh(self, names: Sequence[str], stop: Event) -> Worker[None]:
        """Refresh the sources of these names until `stop` is set; the index is left as it is."""
        from regbot.workflows.refresh import Stopped, refresh

        heard = _Heard(self, names)

        def work() -> Message:
            try:
                report = refresh(self.session.workspace, names, index=False, listener=heard, stop=stop)
            except Stopped:
                return RefreshEnded(None)
            return RefreshEnded(report)

        return self._run("refresh", work, RefreshFailed)

    def add(self, url: str, *, name: str, allow_local: bool) -> None:
        """Look at `url` and add a source for it."""
        from regbot.workflows.add_source import add_source

        def work() -> Message:
            return SourceAdded(add_source(self.session.workspace, url, name=name, allow_local=allow_local))

        self._run("add", work, AddingFailed)

    def _tell(self, message: Message) -> None:
        """From any thread: those of a refresh are no workers of the app."""
        if self.screen.is_attached:
            self.screen.post_message(message)


class _Heard:
    """Gathers what the threads of a refresh say, and passes it on in one message now and then."""

    def __init__(self, jobs: UpkeepJobs, names: Sequence[str]) -> None:
        self._jobs = jobs
        self._steps = {name: Step("waiting") for name in names}
        self._lock = Lock()
        self._told = 0.0

    def __call__(self, progress: Progress) -> None:
        with self._lock:
            self._steps[progress.source] = Step(progress.stage, progress.done, progress.total, progress.title)
            now = monotonic()
            if now - self._told < OFTEN and progress.stage != "done":
                return
            self._told = now
            message = Progressed(dict(self._steps))
        self._jobs._tell(message)
