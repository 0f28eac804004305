"""The sources of a workspace: how each fares, whether it can be reached, and adding one by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from threading import Event

from regbot.corpus.ledger import Ledger, Run
from regbot.corpus.snapshots import Snapshots
from regbot.errors import RegbotError
from regbot.fetch.client import Client, Shared
from regbot.sources import registry
from regbot.sources.base import Context
from regbot.sources.secrets import secret
from regbot.sources.settings import Cadence, SourceSettings
from regbot.workflows.check import Check, ok, warn
from regbot.workflows.publishers import SNAPSHOTS, load_registry, policy_of, shared_of
from regbot.workspace import Workspace

PATIENCE = {
    Cadence.HOURLY: timedelta(days=1),
    Cadence.DAILY: timedelta(days=4),
    Cadence.WEEKLY: timedelta(days=21),
    Cadence.MONTHLY: timedelta(days=70),
}
"""A source that has not worked for so long is silent too long."""

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source and how it last fared. `age` is the time since its last success, None if it never worked.

    `items` is how many its listing last had. `reachable` is None unless it was just asked. `error` and `hint` are the
    last problem, empty when all is well.
    """

    name: str
    type: str
    publisher: str
    address: str
    enabled: bool
    cadence: str
    terms: str
    last_success: datetime | None = None
    last_attempt: datetime | None = None
    age: timedelta | None = None
    items: int = 0
    overdue: bool = False
    reachable: bool | None = None
    error: str = ""
    hint: str = ""


def list_sources(workspace: Workspace, names: Sequence[str] = ()) -> list[SourceStatus]:
    """Every source in the order of sources.toml, or those of these names; asks no publisher. Raises ConfigError."""
    listed = load_registry(workspace)
    chosen = listed.chosen(names) if names else listed.sources
    ledger = Ledger(workspace.paths.corpus / SNAPSHOTS, read_only=True)
    try:
        return [_status(item, ledger.run(item.name), workspace.as_of.now) for item in chosen]
    finally:
        ledger.close()


def check_sources(
    workspace: Workspace,
    names: Sequence[str] = (),
    *,
    overrides: Mapping[str, Mapping[str, object]] | None = None,
    heard: Callable[[SourceStatus], None] | None = None,
) -> list[SourceStatus]:
    """Ask each enabled source, or those of these names, for the beginning of its listing; nothing is stored.

    `heard` gets each result as it arrives, from several threads. Raises ConfigError.
    """
    listed = load_registry(workspace, overrides)
    chosen = listed.chosen(names)
    ledger = Ledger(workspace.paths.corpus / SNAPSHOTS, read_only=True)
    snapshots = Snapshots(workspace.paths.corpus / SNAPSHOTS, ledger, read_only=True)
    shared = shared_of(workspace, listed, snapshots, Event())

    def check(settings: SourceSettings) -> SourceStatus:
        status = _asked(_status(settings, ledger.run(settings.name), workspace.as_of.now), settings, workspace, shared)
        if heard:
            heard(status)
        return status

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(check, chosen))
    finally:
        ledger.close()


def source_health(workspace: Workspace) -> Iterator[Check]:
    """For `doctor`: sources that failed last time, and those silent too long. Raises ConfigError."""
    statuses = [status for status in list_sources(workspace) if status.enabled]
    for status in statuses:
        if status.overdue and status.age:
            message = f"{status.name} has not worked for {status.age.days} days"
            yield warn("sources", message, status.hint or f"regbot sources check {status.name}")
        elif status.error:
            yield warn("sources", f"{status.name}: {status.error}", status.hint)
    worked = sum(status.last_success is not None for status in statuses)
    yield ok("sources", f"{len(statuses)} enabled, {worked} of them refreshed before")


def _status(settings: SourceSettings, run: Run, now: datetime) -> SourceStatus:
    source = registry.make(settings)
    age = now - run.succeeded if run.succeeded else None
    return SourceStatus(
        name=settings.name,
        type=settings.type,
        publisher=source.publisher,
        address=source.base_url or next(iter(getattr(settings, "urls", ())), "") or getattr(settings, "path", ""),
        enabled=settings.enabled,
        cadence=settings.cadence.value,
        terms=settings.terms,
        last_success=run.succeeded,
        last_attempt=run.attempted,
        age=age,
        items=run.listed,
        overdue=settings.enabled and age is not None and age > PATIENCE[settings.cadence],
        error=run.error,
        hint=run.hint,
    )


def _asked(status: SourceStatus, settings: SourceSettings, workspace: Workspace, shared: Shared) -> SourceStatus:
    try:
        with Client(shared, policy_of(settings)) as client:
            context = Context(client, workspace.as_of.now, workspace.paths.home, secret=secret)
            first = list(islice(registry.make(settings).probe(context), 1))
    except RegbotError as error:
        return replace(status, reachable=False, error=error.message, hint=error.hint)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        hint = "the publisher may have changed its pages; report it"
        return replace(status, reachable=True, error=f"the listing cannot be read: {problem}", hint=hint)
    if not first and not registry.make(settings).may_be_empty:
        return replace(status, reachable=True, error="the listing is empty", hint="open it in a browser")
    return replace(status, reachable=True, error="", hint="")
