"""How long until something can be read, against an empty Textual app: `python -m tests.tui.first_paint [RUNS]`.

Both start in a terminal (a pty) of 80x24; the clock runs from the start of the process to the first words on the screen.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import struct
import sys
from fcntl import ioctl
from termios import TIOCSWINSZ
from time import perf_counter

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("regbot")
Empty().run()
"""
STARTS = {
    "empty app": ["-c", EMPTY],
    "regbot": ["-m", "regbot"],
}


def first_words(arguments: list[str]) -> tuple[float, float]:
    """Seconds until the word `regbot` is on the screen, and seconds of processor time till then."""
    began = perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, *arguments])
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while b"regbot" not in seen and select.select([terminal], [], [], 60)[0]:
        seen += os.read(terminal, 65536)
    taken = perf_counter() - began
    os.kill(child, signal.SIGKILL)
    _, _, used = os.wait4(child, 0)
    os.close(terminal)
    if b"regbot" not in seen:
        raise TimeoutError(" ".join(arguments))
    return taken, used.ru_utime + used.ru_stime


def main(runs: int) -> None:
    """Run them in turn and print medians."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in STARTS}
    for _ in range(runs):
        for name, arguments in STARTS.items():
            times[name].append(first_words(arguments))
    empty = [statistics.median(column) for column in zip(*times["empty app"], strict=True)]
    for name, taken in times.items():
        wall, work = (statistics.median(column) for column in zip(*taken, strict=True))
        print(
            f"{name:<10} {wall * 1000:5.0f} ms ({wall / empty[0]:.2f}x)   processor {work * 1000:5.0f} ms ({work / empty[1]:.2f}x)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
