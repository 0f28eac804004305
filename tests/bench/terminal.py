"""A program in a terminal (a pty) of its own: what it shows, and when."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
from collections.abc import Callable, Mapping
from fcntl import ioctl
from resource import struct_rusage
from termios import TIOCSWINSZ
from time import perf_counter

CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
PATIENCE = 120.0


class Terminal:
    """A command in a terminal of `columns` by `lines`; `env` is added to the environment."""

    def __init__(
        self, command: list[str], *, columns: int = 80, lines: int = 24, env: Mapping[str, str] | None = None
    ) -> None:
        self.began = perf_counter()
        self.child, self._handle = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **(env or {}))
            os.execvp(command[0], command)
        ioctl(self._handle, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._raw = b""

    def send(self, keys: str) -> float:
        """Type; gives the moment. What was written before no longer counts for `wait`."""
        self._raw = b""
        os.write(self._handle, keys.encode())
        return perf_counter()

    def wait(self, happened: str | Callable[[str], object], patience: float = PATIENCE) -> float:
        """Read until what was written since the last `send` holds these words, or is as wanted; gives the moment.

        Raises TimeoutError.
        """
        wanted = (lambda text: happened in text) if isinstance(happened, str) else happened
        end = perf_counter() + patience
        while not wanted(self.written):
            if not self._read(end - perf_counter()):
                raise TimeoutError(
                    f"waited in vain for {happened!r}; the end of what was written: {self.written[-500:]}"
                )
        return perf_counter()

    def settle(self, quiet: float, most: float = 5.0) -> None:
        """Read until nothing has been written for `quiet` seconds, for `most` seconds at most."""
        end = perf_counter() + most
        while perf_counter() < end and self._read(quiet):
            pass

    @property
    def written(self) -> str:
        """What was written since the last `send`, without control sequences."""
        return CONTROL.sub(b"", self._raw).decode(errors="replace")

    def kill(self) -> struct_rusage:
        """End it at once; gives what it used."""
        os.kill(self.child, signal.SIGKILL)
        _, _, used = os.wait4(self.child, 0)
        os.close(self._handle)
        return used

    def _read(self, patience: float) -> bool:
        if not select.select([self._handle], [], [], max(0.0, patience))[0]:
            return False
        try:
            self._raw += os.read(self._handle, 65536)
        except OSError:
            return False
        return True
