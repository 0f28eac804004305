"""The app in a terminal: first paint, opening a long document, keys while a refresh and an index build run.

`python -m tests.bench.app` measures these alone.
"""

from __future__ import annotations

import random
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from regbot.paths import resolve
from tests.bench import first_paint
from tests.bench.publisher import follow, publishing, terms_of
from tests.bench.synthetic import make
from tests.bench.terminal import Terminal

LONG = 3_000
OPENINGS = 5
KEYS = 150
PAUSES = 0.05, 0.25
"""Shortest and longest time between two keys, in seconds."""

SOURCES, PAGES, ARTICLES = 8, 800, 120
WORDS_AT_ONCE = 40
TEXTS_TO_EMBED = 6_000


def measure() -> None:
    """Print first paint, the opening of a document of 3,000 provisions, and the lateness of keys."""
    first_paint.measure()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make(resolve(home), LONG, a_document=LONG)
        _build(home)
        _measure_opening(home)
        with publishing(home / "publisher", PAGES, ARTICLES) as address:
            follow(home, address, SOURCES, PAGES)
            _measure_keys(home)


def _measure_opening(home: Path) -> None:
    """From Enter on `/doc` to the outline on the screen; each time in an app just started, so that nothing is kept."""
    taken = []
    for _ in range(OPENINGS):
        app = _open(home)
        app.send("/doc synthetic-00000")
        app.wait("synthetic-00000")
        app.settle(0.5)
        began = app.send("\r")
        taken.append(app.wait("Article 12") - began)
        app.kill()
    print(f"\na document of {LONG:,} provisions opens in {statistics.median(taken):.2f} s (most {max(taken):.2f} s)")


def _measure_keys(home: Path) -> None:
    """Seconds from a key to what it changes on the screen, at rest and while a refresh and a build run."""
    print(f"\nkeys, ms until the screen shows them ({KEYS} each){'p50':>10}{'p95':>10}{'max':>10}")
    app = _open(home)
    _row("typing a question, at rest", _type(app))
    _to_maintain(app)
    _row("going through sources, at rest", _walk(app))
    app.kill()
    paths = resolve(home)
    paths.embeddings.unlink()
    make(paths, TEXTS_TO_EMBED, seed=8)
    paths.embeddings.unlink()
    app = _open(home, "building")
    _to_maintain(app)
    app.send("u")
    app.wait("fetching")
    _row("going through sources, both running", _walk(app))
    app.send("\x1bOQ")
    app.wait("sk a question")
    _row("typing a question, both running", _type(app))
    _to_maintain(app)
    if not ("Refreshing" in app.written and "embedding" in app.written):
        print("(the refresh or the build ended before the keys did: make them longer)")
    app.kill()


def _type(app: Terminal) -> list[float]:
    def press(number: int) -> float:
        nonlocal typed
        if number % WORDS_AT_ONCE == 0:
            app.send("\x15")
            app.settle(0.3)
            typed = ""
        typed += dice.choice(string.ascii_lowercase)
        began = app.send(typed[-1])
        return app.wait(typed) - began

    typed, dice = "", random.Random(1)
    return _each(press)


def _walk(app: Terminal) -> list[float]:
    """Down and up the list of sources; the particulars beside it show each one's terms."""

    def press(number: int) -> float:
        place = number % (2 * (SOURCES - 1))
        down = place < SOURCES - 1
        at = place + 1 if down else 2 * (SOURCES - 1) - place - 1
        began = app.send("\x1b[B" if down else "\x1b[A")
        return app.wait(terms_of(at)) - began

    return _each(press)


def _each(press: Callable[[int], float]) -> list[float]:
    dice = random.Random(2)
    found = []
    for number in range(KEYS):
        time.sleep(dice.uniform(*PAUSES))
        found.append(press(number))
    return found


def _row(name: str, times: list[float]) -> None:
    middle, high, most = statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)
    print(f"{name:45}{1000 * middle:>10.0f}{1000 * high:>10.0f}{1000 * most:>10.0f}", flush=True)


def _open(home: Path, until: str = "● ready") -> Terminal:
    environment = {"REGBOT_HOME": str(home), "HF_HUB_OFFLINE": "1"}
    app = Terminal([sys.executable, "-m", "regbot"], columns=160, lines=45, env=environment)
    app.wait(until)
    return app


def _to_maintain(app: Terminal) -> None:
    app.send("\x1b[21~")
    app.wait("Doctor")
    app.settle(1.0)


def _build(home: Path) -> None:
    command = [sys.executable, "-m", "regbot", "--quiet", "--home", str(home), "index", "build"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    measure()
