"""Bring the corpus up to date with its publishers, and the index with the corpus."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from zoneinfo import ZoneInfo

from regbot.corpus.ledger import Ledger
from regbot.corpus.snapshots import Snapshots
from regbot.errors import ExitCode, RegbotError, SourceError
from regbot.fetch.client import Client, Shared
from regbot.index.generation import State
from regbot.sources import registry
from regbot.sources.base import Context
from regbot.sources.secrets import secret
from regbot.sources.settings import SourceSettings
from regbot.workflows.indexing import build_index, index_status
from regbot.workflows.intake import Change, Failure, Holdings, Intake, Order, SourceReport, Stopped
from regbot.workflows.publishers import SNAPSHOTS, load_registry, policy_of, shared_of
from regbot.workflows.tracking import record
from regbot.workspace import Workspace

__all__ = ["Change", "Failure", "Progress", "RefreshReport", "SourceReport", "Stopped", "refresh"]

AT_ONCE = 4
PATIENCE = 3.0
"""Seconds that an interrupted refresh waits for sources to notice."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a source is. Stages: `listing`, `fetching`, then `done` or `stopped` (it was cancelled by itself).

    `indexing` with an empty `source` comes last.
    """

    source: str
    stage: str
    done: int = 0
    total: int = 0
    title: str = ""


Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did. `indexed` says whether an index was built, `embedded` how many texts had to be embedded for it.

    `index_error` and `index_hint` are set when the corpus is up to date and the index could not be built.
    """

    sources: tuple[SourceReport, ...]
    dry_run: bool = False
    indexed: bool = False
    embedded: int = 0
    index_error: str = ""
    index_hint: str = ""
    index_exit_code: int = int(ExitCode.OK)
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """OK, SOURCE when any source or item failed, else the index's own."""
        if not all(report.ok for report in self.sources):
            return ExitCode.SOURCE
        return ExitCode(self.index_exit_code)

    @property
    def problem(self) -> tuple[str, str]:
        """What to tell of a refresh whose exit code is not OK, and what to do about it; empty when all is well."""
        failed = [report for report in self.sources if not report.ok]
        if not failed:
            return self.index_error, self.index_hint
        first = failed[0]
        what, hint = first.error, first.hint
        if not what:
            item = first.failures[0]
            what, hint = f"{item.key}: {item.error}", item.hint
        return f"{len(failed)} of {len(self.sources)} sources failed; {first.source}: {what}", hint


@dataclass(slots=True)
class _Run:
    """What the sources of one refresh share."""

    workspace: Workspace
    shared: Shared
    holdings: Holdings
    ledger: Ledger
    order: Order
    listener: Listener
    finished: Queue[SourceReport | BaseException] = field(default_factory=Queue)

    def work(self, waiting: Queue[SourceSettings]) -> None:
        """Refresh waiting sources until there are none."""
        while not self.order.stop.is_set():
            try:
                settings = waiting.get_nowait()
            except Empty:
                return
            try:
                self.finished.put(self._refresh(settings))
            except Stopped:
                return
            except BaseException as problem:
                self.finished.put(problem)

    def _refresh(self, settings: SourceSettings) -> SourceReport:
        with Client(self.shared, policy_of(settings)) as client:
            context = Context(client, self.workspace.as_of.now, self.workspace.paths.home, secret=secret)
            name = settings.name

            def tell(stage: str, done: int, total: int, title: str) -> None:
                self.listener(Progress(name, stage, done, total, title))

            source = registry.make(settings)
            report = Intake(source, context, self.holdings, self.ledger, self.order, tell).run()
        self.listener(Progress(name, "stopped" if report.cancelled else "done", report.seen, report.seen))
        return report


def refresh(  # noqa: PLR0913
    workspace: Workspace,
    names: Sequence[str] = (),
    *,
    since: date | datetime | None = None,
    dry_run: bool = False,
    force: bool = False,
    index: bool = True,
    overrides: Mapping[str, Mapping[str, object]] | None = None,
    listener: Listener | None = None,
    stop: Event | None = None,
    cancelled: Container[str] = (),
) -> RefreshReport:
    """Refresh the sources of these names, else all enabled ones; then build the index if the corpus is ahead of it.

    Each item is stored whole before the next: whatever interrupts a refresh, the next one goes on. `since` looks at what
    changed from then on; `force` parses everything again and believes texts that shrank; `overrides` replace settings by
    source name. `listener` is called from several threads. With `dry_run` publishers are asked and nothing is written.
    A source whose name comes into `cancelled` meanwhile stops at its next item, the others go on.

    A source or item that fails is in the report. Raises ConfigError (sources.toml, an unknown name), CorpusError,
    SourceError when another refresh is running, KeyboardInterrupt, and Stopped when `stop` is set meanwhile.
    """
    started = time.monotonic()
    listed = load_registry(workspace, overrides)
    chosen = listed.chosen(names)
    order = Order(_moment(since), dry_run, force, stop or Event(), cancelled)
    folder = workspace.paths.corpus / SNAPSHOTS
    with _alone(folder, dry_run), _ledger(folder, dry_run) as ledger:
        if not dry_run:
            _sweep(workspace.paths.documents, folder)
        reports = _refresh_all(workspace, listed, chosen, order, ledger, listener or _silent)
    if not dry_run and any(report.changes for report in reports):
        record(workspace)
    report = RefreshReport(reports, dry_run=dry_run, notes=_notes(listed))
    return _indexed(workspace, report, started, listener or _silent, wanted=index and not dry_run)


def _refresh_all(
    workspace: Workspace,
    listed: registry.Registry,
    chosen: Sequence[SourceSettings],
    order: Order,
    ledger: Ledger,
    listener: Listener,
) -> tuple[SourceReport, ...]:
    """Several sources at once, as they are mostly waiting; their reports in the order of `chosen`."""
    snapshots = Snapshots(workspace.paths.corpus / SNAPSHOTS, ledger, read_only=order.dry_run)
    owners = {
        document: source
        for document, source in ledger.owners().items()
        if source in {item.name for item in listed.sources}
    }
    before = (lambda: None) if order.dry_run else (lambda: record(workspace))
    holdings = Holdings.of(workspace.corpus, listed.known, owners, before)
    run = _Run(workspace, shared_of(workspace, listed, snapshots, order.stop), holdings, ledger, order, listener)
    waiting: Queue[SourceSettings] = Queue()
    for settings in chosen:
        waiting.put(settings)
    threads = [Thread(target=run.work, args=(waiting,), daemon=True) for _ in range(min(AT_ONCE, len(chosen)))]
    reports: dict[str, SourceReport] = {}
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) or not run.finished.empty():
            try:
                outcome = run.finished.get(timeout=0.05)
            except Empty:
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            reports[outcome.source] = outcome
        if order.stop.is_set():
            raise Stopped
    finally:
        if len(reports) < len(chosen):
            order.stop.set()
        for thread in threads:
            thread.join(PATIENCE)
    return tuple(reports[settings.name] for settings in chosen)


def _indexed(
    workspace: Workspace, report: RefreshReport, started: float, listener: Listener, *, wanted: bool
) -> RefreshReport:
    if wanted and index_status(workspace).state is not State.CURRENT:
        before = _texts_embedded(workspace)
        try:
            build_index(workspace, lambda stage, done, total: listener(Progress("", "indexing", done, total, stage)))
        except RegbotError as error:
            code = int(error.exit_code)
            report = replace(report, index_error=error.message, index_hint=error.hint, index_exit_code=code)
        else:
            report = replace(report, indexed=True, embedded=_texts_embedded(workspace) - before)
    return replace(report, seconds=time.monotonic() - started)


def _texts_embedded(workspace: Workspace) -> int:
    """How many texts the cache of embeddings holds."""
    import sqlite3
    from contextlib import closing

    path = workspace.paths.embeddings
    if not path.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT count(*) FROM vectors").fetchone()
    except sqlite3.Error:
        return 0
    return int(row[0])


@contextmanager
def _alone(folder: Path, dry_run: bool) -> Iterator[None]:
    """Hold the lock of the one refresh that may write. Raises SourceError when another does."""
    from filelock import FileLock, Timeout

    if dry_run:
        yield
        return
    lock = FileLock(folder / "refresh.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SourceError("another refresh is running", "wait until it has finished") from error
    except OSError as error:
        hint = "make the workspace writable, or choose another with --home"
        raise SourceError(f"cannot write to {folder}: {error.strerror}", hint) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _ledger(folder: Path, dry_run: bool) -> Iterator[Ledger]:
    ledger = Ledger(folder, read_only=dry_run)
    try:
        yield ledger
    finally:
        ledger.close()


def _sweep(documents: Path, folder: Path) -> None:
    """Remove half-written files of a refresh that was killed."""
    for path in (*documents.glob("*/*/.*.partial"), *folder.glob("??/.*.partial")):
        path.unlink(missing_ok=True)
    for empty in documents.glob("*/*/"):
        if not any(empty.iterdir()):
            empty.rmdir()


def _moment(since: date | datetime | None) -> datetime | None:
    if since is None or (isinstance(since, datetime) and since.tzinfo):
        return since
    if isinstance(since, datetime):
        return since.replace(tzinfo=UTC)
    return datetime(since.year, since.month, since.day, tzinfo=ZoneInfo("UTC"))


def _notes(listed: registry.Registry) -> tuple[str, ...]:
    if listed.contact:
        return ()
    return ("publishers cannot reach you: set `contact` in corpus/sources.toml to an e-mail address or web page",)


def _silent(_progress: Progress) -> None:
    return
