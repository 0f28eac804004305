"""Whole processes, measured from outside: seconds, processor time, peak memory."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds on the clock and of processor time, and its peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(command: list[str]) -> Run:
    """Run `command`, its output thrown away. Linux counts the parent's memory into the child's peak: stay small.

    Byte code is kept, as everywhere but in some containers: else each run would compile regbot again, but not Chroma.
    """
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(Path.cwd())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = os.posix_spawn(
        command[0], command, environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def regbot_at(home: Path) -> list[str]:
    """The command that starts regbot on the workspace at `home`."""
    return [sys.executable, "-m", "regbot", "--quiet", "--home", str(home)]
