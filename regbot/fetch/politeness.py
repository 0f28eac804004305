"""One request at a time to each host, with a pause in between; and what robots.txt allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from regbot.errors import SourceError
from regbot.fetch.errors import AddressError, RobotsError

AGENT = "regbot"
LARGEST_ROBOTS = 500_000
LONGEST_DELAY = 30.0

if TYPE_CHECKING:
    from protego import Protego

Ask = Callable[[str], tuple[int, str]]
"""GET an address: its status and text. Raises SourceError."""


@dataclass(slots=True)
class _Host:
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0


class Pace:
    """Turns at hosts, for all sources and threads of one process. `sleep` waits; it may raise to stop everything."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self.sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Hold `host` alone; the next turn there begins at least `delay` seconds after this one ends."""
        with self._lock:
            place = self._hosts.setdefault(host, _Host())
        with place.lock:
            wait = place.free_at - time.monotonic()
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                place.free_at = time.monotonic() + delay


class Robots:
    """robots.txt of each origin, asked for once. Missing (4xx) allows all; an answer of 5xx or none forbids for now."""

    def __init__(self) -> None:
        self._parsers: dict[str, Protego] = {}
        self._refusals: dict[str, tuple[str, str]] = {}
        self._lock = Lock()

    def check(self, origin: str, url: str, ask: Ask) -> float:
        """The pause in seconds that robots.txt asks for (0 if none). Raises RobotsError when `url` is closed to programs."""
        with self._lock:
            known = origin in self._parsers or origin in self._refusals
        if not known:
            self._learn(origin, ask)
        refusal = self._refusals.get(origin)
        if refusal:
            raise RobotsError(*refusal)
        parser = self._parsers[origin]
        if not parser.can_fetch(url, AGENT):
            raise RobotsError(f"{origin}/robots.txt asks programs not to read {url}")
        return min(float(parser.crawl_delay(AGENT) or 0), LONGEST_DELAY)

    def _learn(self, origin: str, ask: Ask) -> None:
        from protego import Protego

        refusal: tuple[str, str] | None = None
        text = ""
        try:
            status, text = ask(f"{origin}/robots.txt")
            if status >= 500 or status == 429:
                message = f"{origin}/robots.txt answers with {status}, so nothing may be asked there for now"
                refusal = (message, "run the same command again later")
            elif status >= 300:
                text = ""
        except AddressError:
            raise
        except SourceError as error:
            refusal = (error.message, error.hint)
        with self._lock:
            if refusal:
                self._refusals[origin] = refusal
            else:
                self._parsers[origin] = Protego.parse(text[:LARGEST_ROBOTS])
