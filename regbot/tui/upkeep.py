"""What keeps a workspace up to date, run in thread workers for the Maintain screen; every result is a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from regbot.errors import RegbotError
from regbot.tui.jobs import Jobs
from regbot.tui.refresher import Refresher, Steps

if TYPE_CHECKING:
    from regbot.index.generation import IndexStatus
    from regbot.workflows.add_source import Added
    from regbot.workflows.check import Check
    from regbot.workflows.refresh import RefreshReport
    from regbot.workflows.sources import SourceStatus


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

    def __init__(self, steps: Steps) -> None:
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

    def refresh(self, names: Sequence[str]) -> Refresher:
        """Refresh the sources of these names; the index is left as it is."""
        refresher = Refresher(self.session.workspace, names)
        self._run(
            "refresh",
            lambda: RefreshEnded(refresher.run(lambda steps: self._tell(Progressed(steps)))),
            RefreshFailed,
        )
        return refresher

    def add(self, url: str, *, name: str, allow_local: bool) -> None:
        """Look at `url` and add a source for it."""
        from regbot.workflows.add_source import add_source

        def work() -> Message:
            return SourceAdded(add_source(self.session.workspace, url, name=name, allow_local=allow_local))

        self._run("add", work, AddingFailed)

    def _tell(self, message: Message) -> None:
        """From any thread: those of a check are no workers of the app."""
        if self.screen.is_attached:
            self.screen.post_message(message)
