"""What every command gets: where it speaks, the moment it looks from, the workspace it works on."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from regbot.cli.clock import local_zone
from regbot.errors import ConfigError
from regbot.model import AsOf
from regbot.output import Output

if TYPE_CHECKING:
    import typer

    from regbot.workspace import Workspace


@dataclass
class Session:
    """One run of the command line."""

    output: Output
    home: Path | None
    as_of: AsOf

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, opened when first needed. Raises ConfigError."""
        from regbot.workspace import Workspace

        return Workspace.open(self.home, self.as_of)

    def keep_time(self) -> None:
        """Go on from the present moment, for a command that waits for a person; the day of `--as-of` stays."""
        self.as_of = replace(self.as_of, now=_now())
        self.workspace.as_of = self.as_of


def of(context: typer.Context) -> Session:
    """The session of a running command."""
    session = context.find_root().obj
    assert isinstance(session, Session)
    return session


def moment(day: str | None) -> AsOf:
    """The moment asked from: `--as-of DAY` on top of REGBOT_NOW or the clock. Raises ConfigError."""
    return AsOf(now=_now(), day=_day(day) if day is not None else None)


def _now() -> datetime:
    stated = os.environ.get("REGBOT_NOW")
    if not stated:
        return datetime.now(local_zone())
    try:
        now = datetime.fromisoformat(stated)
    except ValueError as error:
        raise ConfigError(
            f"REGBOT_NOW: {stated!r} is no ISO timestamp", "for example 2026-11-22T09:00:00+08:00"
        ) from error
    if now.tzinfo is None:
        raise ConfigError(f"REGBOT_NOW: {stated!r} has no time zone", "for example 2026-11-22T09:00:00+08:00")
    return now


def _day(stated: str) -> date:
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        raise ConfigError(
            f"--as-of: {stated!r} is no date", "write it as YYYY-MM-DD, for example 2023-08-20"
        ) from error
