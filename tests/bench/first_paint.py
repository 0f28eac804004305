"""How long until something can be read, against an empty Textual app: `python -m tests.bench.first_paint [RUNS]`.

Both start in a terminal of 80x24; the clock runs from the start of the process to the first words on the screen.
"""

from __future__ import annotations

import statistics
import sys

from tests.bench.terminal import Terminal

RUNS = 7
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


def measure(runs: int = RUNS) -> None:
    """Run them in turn and print medians of the time on the clock and of processor time, and their ratios."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in STARTS}
    for _ in range(runs):
        for name, arguments in STARTS.items():
            times[name].append(_first_words(arguments))
    empty = [statistics.median(column) for column in zip(*times["empty app"], strict=True)]
    print(f"\nfirst paint, medians of {runs} starts")
    for name, taken in times.items():
        wall, work = (statistics.median(column) for column in zip(*taken, strict=True))
        print(
            f"{name:<10} {wall * 1000:5.0f} ms ({wall / empty[0]:.2f}x)   processor {work * 1000:5.0f} ms ({work / empty[1]:.2f}x)"
        )


def _first_words(arguments: list[str]) -> tuple[float, float]:
    terminal = Terminal([sys.executable, *arguments])
    taken = terminal.wait("regbot") - terminal.began
    used = terminal.kill()
    return taken, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
