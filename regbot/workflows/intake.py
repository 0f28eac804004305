"""One source's refresh: list, fetch what may have changed, store each item whole, remember it."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from urllib.parse import urlsplit

from regbot.corpus.absorb import Absorbed, Effect, absorb
from regbot.corpus.ledger import Item, Ledger, Run
from regbot.corpus.store import Corpus
from regbot.errors import CorpusError, RegbotError, SourceError
from regbot.fetch.errors import BotWallError, EmptyListingError, ParseError, RobotsError, TransientError
from regbot.model import Document, DocumentKind
from regbot.sources.base import Context, Listed, Parsed, Skipped, Unchanged
from regbot.sources.registry import AnySource

MOST_LISTED = 50_000
GIVE_UP_AFTER = 5
"""So many failures in a row of the kind that concerns the whole publisher, and the rest is left for the next run."""


class Stopped(Exception):  # noqa: N818 - asked for, not an error
    """The refresh was asked to stop."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document that was (or with a dry run would be) written. `effect` is new, changed or updated."""

    document: str
    title: str
    effect: str
    versions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be taken in; it is tried again next time."""

    key: str
    title: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source's refresh did. `error` and `hint` are set when the source as a whole failed.

    `cancelled`: it was stopped by itself before its end; what it had stored stays.
    """

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    changes: tuple[Change, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    seconds: float = 0.0
    cancelled: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.error and not self.failed


@dataclass(slots=True)
class Holdings:
    """What the corpus holds, shared by all sources of a run; `lock` guards every write to it."""

    corpus: Corpus
    known: Mapping[str, str]
    before: Callable[[], None]
    ids: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    _by_address: dict[str, str] = field(default_factory=dict)
    _looked_through: bool = False

    @classmethod
    def of(
        cls, corpus: Corpus, known: Mapping[str, str], owners: Mapping[str, str], before: Callable[[], None]
    ) -> Holdings:
        """What is there by name; documents are read only when one is to be stored.

        `owners` gives the source that a document came from; `before` is called ahead of the first change.
        """
        by_address = {plain_address(address): name for address, name in known.items()}
        return cls(corpus, by_address, before, ids=set(corpus.ids()), owners=dict(owners))

    def add(self, document: Document) -> None:
        """Take note of a document."""
        self.ids.add(document.id)
        if document.url and document.kind is not DocumentKind.NEWS and urlsplit(document.url).path.strip("/"):
            self._by_address.setdefault(plain_address(document.url), document.id)

    def target(self, parsed: Parsed) -> str:
        """The id of the document that the corpus holds from elsewhere for what was parsed; empty if there is none."""
        if not self._looked_through:
            self.before()
            for document in self.corpus.documents():
                self.add(document)
            self._looked_through = True
        for address in (parsed.document.url, *parsed.same_as):
            plain = plain_address(address)
            name = self.known.get(plain, "")
            if not name and parsed.document.kind is not DocumentKind.NEWS:
                name = self._by_address.get(plain, "")
            if name and name in self.ids:
                return "" if name == parsed.document.id else name
        return ""


Tell = Callable[[str, int, int, str], None]
"""Hears the stage (`listing`, `fetching`), how much is done, of how much, and the title at hand."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a source is to be refreshed. `since` is what the user asked for; `stop` ends the work at the next item.

    So does `cancelled` for the sources whose names it comes to hold, and for them alone.
    """

    since: datetime | None = None
    dry_run: bool = False
    force: bool = False
    stop: Event = field(default_factory=Event)
    cancelled: Container[str] = ()


class Intake:
    """The refresh of one source. `run` may be called once."""

    def __init__(
        self, source: AnySource, context: Context, holdings: Holdings, ledger: Ledger, order: Order, tell: Tell
    ) -> None:
        self._source = source
        self._context = context
        self._holdings = holdings
        self._ledger = ledger
        self._order = order
        self._tell = tell
        self._name = source.settings.name
        self._items = ledger.items(self._name)
        self._digests: list[str] = []
        self._current: Item | None = None
        self._in_a_row = 0
        self._counts = dict.fromkeys((*Effect, "skipped", "failed"), 0)
        self._changes: list[Change] = []
        self._failures: list[Failure] = []
        self._notes: list[str] = []

    def run(self) -> SourceReport:
        """List and take in. Never raises SourceError or CorpusError: they are in the report.

        Raises Stopped when all sources are to stop.
        """
        started = time.monotonic()
        before = self._ledger.run(self._name)
        listed: list[Listed] = []
        try:
            listed, error = self._list(before)
            undone = bool(error)
            try:
                undone = self._take_in(listed) or undone
            except SourceError as problem:
                error, undone = error or problem, True
        except Stopped:
            if self._order.stop.is_set():
                raise
            return replace(self._report(len(listed), None, time.monotonic() - started), cancelled=True)
        report = self._report(len(listed), error, time.monotonic() - started)
        if not self._order.dry_run:
            self._ledger.put_run(self._name, self._after(before, len(listed), error, undone or bool(self._failures)))
        return report

    def _list(self, before: Run) -> tuple[list[Listed], RegbotError | None]:
        self._check_stop()
        self._tell("listing", 0, 0, "")
        listed: dict[str, Listed] = {}
        error: RegbotError | None = None
        try:
            for item in self._source.discover(self._watched(), self._since(before)):
                self._check_stop()
                listed.setdefault(item.key, item)
                if len(listed) >= MOST_LISTED:
                    self._notes.append(f"only the first {MOST_LISTED:,} items of the listing were looked at")
                    break
            if not listed and before.most_listed and not self._source.may_be_empty and not self._order.since:
                raise EmptyListingError(f"{self._name} listed {before.most_listed:,} items before and now lists none")
        except RegbotError as problem:
            error = problem
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as problem:
            error = _unreadable(f"the listing of {self._name}", problem)
        return list(listed.values()), error

    def _since(self, before: Run) -> datetime | None:
        """From when on changes matter: what the user asked, else the last complete run less the overlap."""
        if self._order.since or not before.complete:
            return self._order.since
        earliest = self._context.now - timedelta(days=self._source.settings.lookback_days)
        return max(before.complete - timedelta(days=self._source.overlap_days), earliest)

    def _take_in(self, listed: list[Listed]) -> bool:
        """Take in what may have changed; gives whether something was left for the next run. Raises SourceError."""
        asked = 0
        for done, item in enumerate(listed):
            self._check_stop()
            if self._is_settled(item):
                self._counts[Effect.UNCHANGED] += 1
                continue
            if asked >= self._source.settings.max_items:
                self._notes.append(f"{len(listed) - done:,} items are left for the next run (max_items)")
                return True
            asked += 1
            self._tell("fetching", done, len(listed), item.title or item.key)
            self._take(item)
        self._tell("fetching", len(listed), len(listed), "")
        return False

    def _is_settled(self, item: Listed) -> bool:
        known = self._items.get(item.key)
        if not known or self._order.force or known.parser != self._source.parser:
            return False
        held = not known.document or known.document in self._holdings.ids
        return bool(item.stamp) and known.stamp == item.stamp and held

    def _take(self, item: Listed) -> None:
        self._current = self._items.get(item.key)
        self._digests.clear()
        try:
            parsed = self._source.fetch(self._watched(), item)
            self._check_stop()
            self._store(item, parsed)
        except Unchanged:
            self._counts[Effect.UNCHANGED] += 1
            assert self._current
            self._remember(replace(self._current, stamp=item.stamp))
        except Skipped as reason:
            self._counts["skipped"] += 1
            self._remember(self._item(item, "", str(reason)))
        except (SourceError, CorpusError) as error:
            self._fail(item, error)
            return
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as problem:
            self._fail(item, _unreadable(item.url or item.key, problem))
            return
        self._in_a_row = 0

    def _store(self, item: Listed, parsed: Parsed) -> None:
        if not any(version.provisions for version in parsed.versions):
            raise ParseError(f"{item.url} holds no text that could be read")
        with self._holdings.lock:
            self._check_stop()
            target = self._holdings.target(parsed)
            owner = self._holdings.owners.setdefault(target or parsed.document.id, self._name)
            if owner != self._name:
                name = target or parsed.document.id
                self._counts["skipped"] += 1
                self._remember(self._item(item, "", f"held as {name}, from {owner}"))
                return
            absorbed = absorb(
                self._holdings.corpus,
                parsed.document,
                parsed.versions,
                today=self._context.today(parsed.document.timezone),
                target=target,
                force=self._order.force,
                dry_run=self._order.dry_run,
            )
            self._holdings.add(replace(parsed.document, id=absorbed.document))
            self._remember(self._item(item, absorbed.document, absorbed.note))
        self._note(parsed, absorbed)

    def _note(self, parsed: Parsed, absorbed: Absorbed) -> None:
        self._counts[absorbed.effect] += 1
        if absorbed.effect is not Effect.UNCHANGED:
            versions = tuple(f"{version.date}.{version.lang}" for version in absorbed.versions)
            title = parsed.document.title_in("en")
            self._changes.append(Change(absorbed.document, title, absorbed.effect.value, versions, absorbed.note))
        elif absorbed.note:
            self._notes.append(f"{absorbed.document}: {absorbed.note}")
        self._notes += [f"{absorbed.document}: {note}" for note in parsed.notes]

    def _item(self, item: Listed, document: str, note: str) -> Item:
        return Item(item.key, item.stamp, self._source.parser, document, tuple(self._digests), note)

    def _remember(self, item: Item) -> None:
        if not self._order.dry_run and item != self._items.get(item.key):
            self._ledger.put_item(self._name, item, self._context.now)

    def _fail(self, item: Listed, error: RegbotError) -> None:
        """Count a failure. Raises it when the publisher as a whole seems to be out of reach."""
        self._counts["failed"] += 1
        self._failures.append(Failure(item.key, item.title, error.message, error.hint))
        if isinstance(error, TransientError | BotWallError | RobotsError):
            self._in_a_row += 1
            if self._in_a_row >= GIVE_UP_AFTER:
                raise error

    def _watched(self) -> Context:
        """The context, noting which bytes an item is parsed from."""
        return replace(self._context, known=self._known, seen=self._digests.append)

    def _known(self, sha256: str) -> bool:
        item = self._current
        if not item or not item.document or self._order.force or item.parser != self._source.parser:
            return False
        return item.digests == (sha256,) and item.document in self._holdings.ids

    def _check_stop(self) -> None:
        if self._order.stop.is_set() or self._name in self._order.cancelled:
            raise Stopped

    def _report(self, seen: int, error: RegbotError | None, seconds: float) -> SourceReport:
        return SourceReport(
            source=self._name,
            seen=seen,
            new=self._counts[Effect.NEW],
            changed=self._counts[Effect.CHANGED],
            updated=self._counts[Effect.UPDATED],
            unchanged=self._counts[Effect.UNCHANGED],
            skipped=self._counts["skipped"],
            failed=self._counts["failed"],
            changes=tuple(self._changes),
            failures=tuple(self._failures),
            notes=tuple(self._notes),
            error=error.message if error else "",
            hint=error.hint if error else "",
            seconds=seconds,
        )

    def _after(self, before: Run, listed: int, error: RegbotError | None, undone: bool) -> Run:
        now = self._context.now
        complete = before.complete if undone or self._order.since else now
        if error:
            return replace(before, attempted=now, error=error.message, hint=error.hint, complete=complete)
        run = Run(now, now, complete, listed, max(listed, before.most_listed))
        if not self._failures:
            return run
        first = self._failures[0]
        told = f"{len(self._failures)} of {listed:,} items could not be taken in; {first.key}: {first.error}"
        worked = now if self._counts["failed"] < listed else before.succeeded
        return replace(run, succeeded=worked, error=told, hint=first.hint)


def plain_address(address: str) -> str:
    """An address without what does not matter for what it names: scheme, `www.`, fragment, closing slash."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address
    if not host:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _unreadable(what: str, problem: Exception) -> ParseError:
    return ParseError(f"{what} is not in the form that its publisher documents ({type(problem).__name__}: {problem})")
