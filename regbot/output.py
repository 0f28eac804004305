"""The only place that prints: results to stdout, talk to stderr, errors as one line and one hint."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from regbot.errors import RegbotError
from regbot.sanitise import one_line, plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress, TaskID

Report = Callable[[str, int, int], None]
"""Told about long work: what is being done, how many are done, how many there are (0 when unknown)."""

TaskReport = Callable[[str, str, int, int], None]
"""The same about several pieces of work at once: the first argument names the piece."""

UNWRAPPED = 4000
BLANK_ENDS = re.compile(r"[ ]+((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)
PATIENCE = 1.0
LINE_EVERY = 10.0


class Output:
    """Where one run of a command speaks. `json` chooses between people and scripts for results and errors."""

    def __init__(self, *, json: bool = False, quiet: bool = False, colour: bool = True) -> None:
        self.json = json
        self.quiet = quiet
        self.colour = colour and not os.environ.get("NO_COLOR")
        for stream in (sys.stdout, sys.stderr):
            _speak_unicode(stream, json)

    @cached_property
    def console(self) -> Console:
        """Stdout for people. Piped text is not wrapped, so that a quote stays on one line, unless COLUMNS is set."""
        return self._console(sys.stdout)

    @cached_property
    def talk(self) -> Console:
        """Stderr for people."""
        return self._console(sys.stderr)

    def data(self, value: Any) -> None:
        """One JSON document on stdout."""
        print(json.dumps(value, ensure_ascii=False, indent=2))

    def line(self, value: Any) -> None:
        """One JSON document on one line of stdout, at once."""
        print(json.dumps(value, ensure_ascii=False), flush=True)

    def text(self, text: str) -> None:
        """The text of a whole file on stdout, its lines as they are."""
        print(text, end="")

    def view(self, *parts: RenderableType) -> None:
        """What a person reads on stdout. Strings are shown as they are, never as markup.

        No line ends in blanks, so that what is copied or piped carries none.
        """
        for part in parts:
            with self.console.capture() as shown:
                self.console.print(part)
            sys.stdout.write(BLANK_ENDS.sub(r"\1", shown.get()))

    def note(self, message: str) -> None:
        """One line of talk on stderr, unless --quiet."""
        if not self.quiet:
            print(one_line(message), file=sys.stderr)

    def note_block(self, text: str) -> None:
        """Several lines of talk on stderr, unless --quiet."""
        if not self.quiet:
            print(plain(text), file=sys.stderr)

    def flush(self) -> None:
        """Let what was printed be read now."""
        sys.stdout.flush()

    def error(self, message: str, hint: str, code: str) -> None:
        """`error: …` and `hint: …` on stderr, and with --json the same as JSON on stdout."""
        if self.json:
            self.line({"error": {"code": code, "message": one_line(message), "hint": one_line(hint)}})
        self.complain(message, hint)

    def complain(self, message: str, hint: str) -> None:
        """`error: …` and `hint: …` on stderr, after a result that tells the same in its own way."""
        sys.stdout.flush()
        print(f"error: {one_line(message)}\nhint: {one_line(hint)}", file=sys.stderr, flush=True)

    @contextmanager
    def progress(self, title: str) -> Iterator[Report]:
        """Shows on stderr how long work gets on, once it has taken a second; silent with --quiet."""
        with self.progress_of_many(title) as report:
            yield lambda message, done, total: report("", message or title, done, total)

    @contextmanager
    def progress_of_many(self, title: str = "") -> Iterator[TaskReport]:
        """As `progress`, with a bar for each piece of work; may be told from several threads.

        `title` stands for work that has not told anything yet.
        """
        if self.quiet:
            yield lambda _name, _message, _done, _total: None
            return
        shown = _Bars(self.talk, title) if sys.stderr.isatty() else _Lines(self.note)
        try:
            yield shown.report
        finally:
            shown.stop()

    def _console(self, stream: IO[str]) -> Console:
        from rich.console import Console

        width = None if stream.isatty() or os.environ.get("COLUMNS") else UNWRAPPED
        colours: Any = "auto" if self.colour else None
        return Console(
            file=stream, width=width, color_system=colours, markup=False, emoji=False, highlight=False, soft_wrap=False
        )


class _Bars:
    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._latest = {"": (title, 0, 0)} if title else {}
        self._tasks: dict[str, TaskID] = {}
        self._stopped = False
        self._timer = threading.Timer(PATIENCE, self._start)
        self._timer.daemon = True
        self._timer.start()

    def report(self, name: str, message: str, done: int, total: int) -> None:
        with self._lock:
            self._latest[name] = (one_line(message), done, total)
            self._update(name)

    def stop(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._stopped = True
            if self._progress:
                self._progress.stop()

    def _start(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=24)
        with self._lock:
            if self._stopped:
                return
            self._progress = Progress(
                *columns, MofNCompleteColumn(), TimeElapsedColumn(), console=self._console, transient=True
            )
            for name in self._latest:
                self._update(name)
            self._progress.start()

    def _update(self, name: str) -> None:
        if not self._progress:
            return
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task("", total=None)
        message, done, total = self._latest[name]
        described = f"{one_line(name)}: {message}" if name else message
        self._progress.update(self._tasks[name], description=described, completed=done, total=total or None)


class _Lines:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._began = time.monotonic()
        self._next: dict[str, float] = {}

    def report(self, name: str, message: str, done: int, total: int) -> None:
        if time.monotonic() >= self._next.setdefault(name, self._began + PATIENCE):
            self._next[name] = time.monotonic() + LINE_EVERY
            described = f"{name}: {message}" if name else message
            self._say(described + (f": {done:,} of {total:,}" if total else " …"))

    def stop(self) -> None:
        """Nothing stays open."""


def report_error(output: Output, error: RegbotError) -> int:
    """Print a RegbotError and return its exit code."""
    output.error(error.message, error.hint, error.code)
    return int(error.exit_code)


def abandon_stdout() -> None:
    """After stdout can no longer be written: let nothing, not even the interpreter's last flush, write to it."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())


def stand_in_for_closed_streams() -> None:
    """Give stdout or stderr that the caller closed somewhere to go."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  as long as the process
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def _speak_unicode(stream: Any, utf8: bool) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace", **({"encoding": "utf-8"} if utf8 else {}))
