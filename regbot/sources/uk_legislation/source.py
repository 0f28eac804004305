"""Acts and instruments named one by one, and listings by type and year, from legislation.gov.uk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, field_validator, model_validator

from regbot.fetch.errors import ParseError, TransientError
from regbot.sources.base import Context, Listed, Parsed, Source
from regbot.sources.settings import SourceSettings
from regbot.sources.uk_legislation.record import ZONE, parse_legislation
from regbot.sources.uk_legislation.types import ISSUERS, item_of
from regbot.sources.uk_legislation.words import children, descendants, name, root_of, words

MOST_PAGES = 250
"""Of 20 items each."""

GROUPS = ("all", "primary", "secondary", "primary+secondary", "eu-origin")
_LISTING = re.compile(
    rf"(?:new/)?(?:{'|'.join(re.escape(item) for item in (*ISSUERS, *GROUPS))})(?:/\d{{4}}(?:-\d{{4}})?)?|new"
)


class UkLegislationSettings(SourceSettings):
    """Which legislation. `title` and `text` narrow the listings; `items` are watched in any case."""

    items: tuple[str, ...] = Field(
        (),
        description="addresses or paths: ukpga/2018/12, ukpga/2018/12/section/3, uksi/2020/1/made, ukpga/2018/12/2020-01-01",
    )
    listings: tuple[str, ...] = Field((), description="a type with or without a year: uksi/2026, new/ukpga, all")
    title: str = Field("", description="words that the title has to hold")
    text: str = Field("", description="words that the text has to hold")
    format: Literal["xml", "akn"] = Field("xml", description="xml (CLML) or akn (Akoma Ntoso)")

    @field_validator("items")
    @classmethod
    def _paths(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        found = [item_of(address) for address in value]
        wrong = [address for address, item in zip(value, found, strict=True) if item is None]
        if wrong:
            raise ValueError(f"{wrong[0]!r} names no legislation: write type/year/number, for example ukpga/2018/12")
        return tuple(dict.fromkeys(item.path for item in found if item))

    @field_validator("listings")
    @classmethod
    def _listings(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        paths = tuple(path.strip("/") for path in value)
        wrong = [path for path in paths if not _LISTING.fullmatch(path)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no listing: write a type and a year, for example uksi/2026")
        return paths

    @model_validator(mode="after")
    def _something(self) -> UkLegislationSettings:
        if not self.items and not self.listings:
            raise ValueError("name items (ukpga/2018/12) or listings (uksi/2026)")
        return self


class UkLegislation(Source[UkLegislationSettings]):
    """Acts of Parliament and the devolved legislatures, statutory instruments, and legislation from the European Union."""

    type = "uk_legislation"
    publisher = "The National Archives, legislation.gov.uk"
    home = "https://www.legislation.gov.uk"
    settings_type = UkLegislationSettings
    overlap_days = 14
    parser = 2

    def __init__(self, settings: UkLegislationSettings) -> None:
        super().__init__(settings)
        self.may_be_empty = not settings.items

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """Watches the act, instrument or section at `url`, or the listing by type and year."""
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        if host != "legislation.gov.uk":
            return None
        item = item_of(parts.path)
        if item:
            return {"items": [item.path]}
        listing = re.sub(r"/data\.(?:feed|xml)$", "", parts.path.rstrip("/")).strip("/")
        if not _LISTING.fullmatch(listing):
            return None
        asked = parse_qs(parts.query)
        return {"listings": [listing], **{key: asked[key][0] for key in ("title", "text") if asked.get(key)}}

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The named items, then what the listings say has changed since then, in the order of the listings."""
        told = set(self.settings.items)
        for path in self.settings.items:
            yield Listed(key=path, url=f"{self.home}/{path}")
        start = since or context.now - timedelta(days=self.settings.lookback_days)
        for listing in self.settings.listings:
            for entry in self._entries(context, listing):
                recent = entry.updated is None or entry.updated >= start
                if recent and entry.path not in told:
                    told.add(entry.path)
                    yield Listed(entry.path, f"{self.home}/{entry.path}", entry.title, entry.stamp)

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """One item's XML, its only request."""
        url = f"{self.base_url}/{listed.key}/data.{self.settings.format}"
        response = context.get(url, expect="xml", also=(202,), sole=True)
        if response.status == 202:
            raise TransientError(f"legislation.gov.uk is still preparing {listed.key}", retry_after=60.0)
        today = context.today(self.settings.timezone or ZONE)
        return parse_legislation(response.body, listed.key, self.settings, today)

    def _entries(self, context: Context, listing: str) -> Iterator[Entry]:
        for page in range(1, MOST_PAGES + 1):
            params = {
                "title": self.settings.title or None,
                "text": self.settings.text or None,
                "page": page if page > 1 else None,
            }
            response = context.get(f"{self.base_url}/{listing}/data.feed", params=params, expect="xml")
            entries, more = entries_of(response.body)
            yield from entries
            if not entries or not more:
                return


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a listing. `updated` is aware, None where it is not told."""

    path: str
    title: str
    updated: datetime | None
    stamp: str


def entries_of(data: bytes) -> tuple[list[Entry], bool]:
    """The items on a page of an Atom listing, and whether there is a further page. Raises ParseError."""
    root = root_of(data)
    if name(root) != "feed":
        raise ParseError("legislation.gov.uk sent no Atom feed")
    found = [entry for item in descendants(root, "entry", outside=("entry",)) if (entry := _entry(item))]
    links = [item for item in children(root) if name(item) == "link"]
    left = next((words(item) for item in children(root) if name(item) == "morePages"), "0")
    return found, any(item.get("rel") == "next" for item in links) or (
        left.isascii() and left.isdigit() and int(left) > 0
    )


def _entry(element: Any) -> Entry | None:
    told = {name(item): words(item) for item in reversed(children(element))}
    links = [item.get("href") or "" for item in children(element) if name(item) == "link" and not item.get("rel")]
    item = next(
        (
            found
            for address in (told.get("identifier"), told.get("id"), *links)
            if address and (found := item_of(address))
        ),
        None,
    )
    if item is None:
        return None
    stamp = told.get("updated", "")
    try:
        updated = datetime.fromisoformat(stamp)
    except ValueError:
        updated = None
    return Entry(item.path, told.get("title", ""), updated if updated and updated.tzinfo else None, stamp)
