"""Long work in a process of its own, behind the app in everything: the screen stays quick, and nothing a library prints
lands on it. Child and app speak in lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from regbot.errors import RegbotError

BEHIND = 15
"""How far a child stands back for the app, in the steps of `nice`."""


class Child:
    """`python -m MODULE ARGUMENTS`, run once."""

    def __init__(self, module: str, *arguments: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )

    def heard(self) -> Iterator[dict[str, Any]]:
        """What the child tells, until its end. Raises RegbotError as the child did."""
        for line in self._process.stdout or ():
            message = json.loads(line)
            if "error" in message:
                raise RegbotError(message["error"], message["hint"])
            yield message

    def say(self, words: str) -> None:
        """Tell the child one line; nothing where it has ended."""
        with suppress(OSError, ValueError):
            assert self._process.stdin
            self._process.stdin.write(f"{words}\n")
            self._process.stdin.flush()

    def hang_up(self) -> None:
        """Say nothing more: the child hears the end of its input."""
        with suppress(OSError):
            assert self._process.stdin
            self._process.stdin.close()

    def end(self) -> int:
        """Wait for its end; gives the exit code."""
        return self._process.wait()

    def terminate(self) -> None:
        """Have it end now."""
        if self._process.poll() is None:
            self._process.terminate()


def stand_back() -> None:
    """In the child: leave the processor to whoever else wants it."""
    if hasattr(os, "nice"):
        os.nice(BEHIND)


def tell(**message: object) -> None:
    """In the child: tell the app."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def fail(error: RegbotError) -> int:
    """In the child: tell the app what went wrong; gives the exit code."""
    tell(error=error.message, hint=error.hint)
    return int(error.exit_code)
