"""What `doctor` finds out: one line with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regbot.errors import ExitCode, RegbotError


class Level(StrEnum):
    """`warn` works but deserves a look; `broken` does not work."""

    OK = "ok"
    WARN = "warn"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is empty when nothing has to be done; `exit_code` counts only for a broken one."""

    name: str
    level: Level
    message: str
    remedy: str = ""
    exit_code: int = int(ExitCode.OK)


def ok(name: str, message: str) -> Check:
    """All is well."""
    return Check(name, Level.OK, message)


def warn(name: str, message: str, remedy: str) -> Check:
    """It works, but."""
    return Check(name, Level.WARN, message, remedy)


def broken(name: str, error: RegbotError) -> Check:
    """It does not work."""
    return Check(name, Level.BROKEN, error.message, error.hint, int(error.exit_code))
