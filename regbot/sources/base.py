"""The protocol that every source follows: list cheaply, fetch one item, give back a document with its versions."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from regbot.model import Document, Version
from regbot.sources.settings import SourceSettings

if TYPE_CHECKING:
    from regbot.fetch.client import Client
    from regbot.fetch.response import Response

S = TypeVar("S", bound=SourceSettings)

SettingsType = type[SourceSettings]

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a publisher's listing.

    `key` names the item within its source for ever (a document number, never a position). `stamp` is whatever the
    listing says that changes when the item changes: a modification time, a version number, `stamp_of(row)`; while it
    stays the same the item is not fetched again. Empty means that the listing tells nothing and the item is asked for
    conditionally every time. `data` is for the source's own `fetch`.
    """

    key: str
    url: str
    title: str = ""
    stamp: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document as its publisher has it now, with one version for each language of its text.

    A version's `date` is the day its publisher gives this text, else `Context.today`. `notes` are sentences about what
    the parser could not read. `same_as` are further URLs or numbers under which the corpus may hold the document already.
    """

    document: Document
    versions: tuple[Version, ...]
    notes: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


class Skipped(Exception):  # noqa: N818 - a decision, not an error
    """Raised by `fetch` for an item that does not belong into the corpus; the sentence says why. Not an error."""


class Unchanged(Exception):  # noqa: N818 - a decision, not an error
    """Raised by `Context.get(…, sole=True)`: the publisher sent what was parsed and stored before."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a source may use while it runs: the client, the moment, secrets, and what was parsed before.

    `now` is timezone-aware. `home` is the workspace's folder, against which relative paths of settings are read.
    """

    client: Client
    now: datetime
    home: Path
    known: Callable[[str], bool] = lambda _: False
    """Whether the bytes with this SHA-256 are those that the item now being fetched was last parsed from."""
    seen: Callable[[str], None] = lambda _: None
    """Hears the SHA-256 of every response."""
    secret: Callable[[str], str] = lambda _: ""
    """A secret by its name (`REGULATIONS_GOV_API_KEY`), from the environment or the keyring; empty when unset."""

    def today(self, timezone: str) -> date:
        """The calendar day in `timezone` (an IANA name)."""
        return self.now.astimezone(ZoneInfo(timezone)).date()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: str = "",
        also: tuple[int, ...] = (),
        sole: bool = False,
    ) -> Response:
        """GET through the client: see `Client.get`.

        `sole` says that an item needs nothing but this one response: raises Unchanged if it was parsed before. Raises
        SourceError.
        """
        response = self.client.get(url, params=params, headers=headers, expect=expect, also=also)
        self.seen(response.sha256)
        if sole and self.known(response.sha256):
            raise Unchanged
        return response

    def post(
        self,
        url: str,
        *,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        expect: str = "",
        also: tuple[int, ...] = (),
    ) -> Response:
        """POST a question (never a change) through the client: see `Client.post`. Raises SourceError."""
        response = self.client.post(url, json=json, data=data, headers=headers, expect=expect, also=also)
        self.seen(response.sha256)
        return response


class Source(ABC, Generic[S]):
    """One publisher (or one folder, page, feed). Subclasses are small: parsing is in pure functions of their module.

    `type` is the name in sources.toml; `jurisdiction` the folder below corpus/documents; `home` the publisher's address
    to which `settings.base_url` defaults. `overlap_days` is how far before the last success a listing is read again.
    `may_be_empty` is for sources whose listing is rightly empty at times; others raise EmptyListingError then.
    """

    type: ClassVar[str]
    publisher: ClassVar[str]
    home: ClassVar[str]
    settings_type: ClassVar[SettingsType] = SourceSettings
    overlap_days: ClassVar[int] = 30
    may_be_empty: bool = False
    parser: ClassVar[int] = 1
    """Raised whenever the parser gives more or better provisions for the same bytes: everything is parsed again."""

    def __init__(self, settings: S) -> None:
        self.settings = settings

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """Keys of sources.toml that make this source watch what is at `url`; None if it is not this publisher's."""
        del url
        return None

    @property
    def base_url(self) -> str:
        """Where requests go: `settings.base_url`, else `home`; never ends in a slash."""
        return (self.settings.base_url or self.home).rstrip("/")

    def moved(self, url: str) -> str:
        """`url` as it stands in a response, made absolute, and moved to `base_url` if the settings name one."""
        absolute = urljoin(f"{self.base_url}/", url)
        if not self.settings.base_url:
            return absolute
        here, parts = urlsplit(self.base_url), urlsplit(absolute)
        return urlunsplit((here.scheme, here.netloc, parts.path, parts.query, parts.fragment))

    @abstractmethod
    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """What there is, cheaply, newest first, without fetching the items.

        `since` (aware) is the moment after which changes matter: last success less `overlap_days`, or what the user
        asked; None on the first run, when `settings.lookback_days` says how far back. A source that cannot narrow its listing
        ignores it. Raises SourceError.
        """

    @abstractmethod
    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One item, asked for and parsed. Raises Skipped, Unchanged, SourceError."""

    def probe(self, context: Context) -> Iterator[Listed]:
        """What `regbot sources check` lists: one polite request's worth. Defaults to the beginning of `discover`."""
        return self.discover(context, context.now)


def document_id(prefix: str, number: str) -> str:
    """A document id from a publisher's number: `document_id("fr", "2023–28384")` is `fr-2023-28384`.

    Never longer than 80 characters; whatever had to be cut or replaced by nothing is kept apart by a hash.
    """
    plain = unicodedata.normalize("NFKD", number).lower()
    slug = re.sub(r"[^a-z0-9.]+", "-", re.sub(r"[\u2010-\u2015\u2212]", "-", plain)).strip("-.")
    lost = len(slug) > LONGEST_SLUG or not slug or any(char.isalpha() and not char.isascii() for char in plain)
    if lost:
        slug = f"{slug[:LONGEST_SLUG].rstrip('-.')}-{hashlib.sha256(number.encode()).hexdigest()[:8]}".lstrip("-")
    return f"{prefix}-{slug}"


def stamp_of(row: object) -> str:
    """A stamp from the JSON-able values of a listing's row that matter; the order of keys does not."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
