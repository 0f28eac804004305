"""How regbot presents itself to publishers: what sources.toml says, turned into clients."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Event

import regbot
from regbot.corpus.snapshots import Snapshots
from regbot.fetch.client import Policy, Shared
from regbot.fetch.politeness import Pace
from regbot.paths import bundled_corpus
from regbot.sources import registry
from regbot.sources.settings import SourceSettings
from regbot.workflows.intake import Stopped
from regbot.workspace import Workspace

SNAPSHOTS = "snapshots"
"""The folder of the corpus that holds snapshots and the ledger."""


def load_registry(
    workspace: Workspace, overrides: Mapping[str, Mapping[str, object]] | None = None
) -> registry.Registry:
    """What the workspace's sources.toml says, or the bundled one where it has none. Raises ConfigError."""
    own = workspace.paths.corpus / "sources.toml"
    return registry.load(own if own.is_file() else bundled_corpus() / "sources.toml", overrides)


def policy_of(settings: SourceSettings) -> Policy:
    """How a source may be asked. A local server needs no pauses unless the settings ask for them."""
    unhurried = not settings.allow_local or "delay_seconds" in settings.model_fields_set
    return Policy(
        delay=settings.delay_seconds if unhurried else 0.0,
        timeout=settings.timeout_seconds,
        max_bytes=settings.max_bytes,
        allow_local=settings.allow_local,
        ignore_robots=settings.ignore_robots,
        backoff=settings.retry_seconds,
    )


def agent_of(listed: registry.Registry) -> str:
    """The User-Agent: who asks, and how to reach them."""
    contact = f"; contact: {listed.contact}" if listed.contact else ""
    return f"regbot/{regbot.__version__} (follows draft regulations for public comment{contact})"


def shared_of(workspace: Workspace, listed: registry.Registry, snapshots: Snapshots, stop: Event) -> Shared:
    """What all clients of one run have in common; its clock goes on from the workspace's moment."""
    began, now = time.monotonic(), workspace.as_of.now

    def sleep(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    return Shared(snapshots, agent_of(listed), clock, Pace(sleep))
