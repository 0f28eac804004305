"""RSS, Atom and JSON Feed to entries; ill-formed and wrongly declared ones survive."""

from __future__ import annotations

import calendar
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from regbot.parse.errors import ParseError
from regbot.parse.html import UNREAD, text_of
from regbot.parse.text import clean, language
from regbot.parse.web import soup_of

MOST_ENTRIES = 500
LONGEST_FEED = 5_000_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel|item|entry)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>|&(?:#\d+|\w{2,8});")
_SOURCE = re.compile(r"(?:来源|稿源|来自|Source|Via)\s*[:：]\s*([^\s，。；,;|)）<]{2,40}(?: [A-Z][\w&.]{1,20}){0,4})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One report. `publisher` is who wrote it if the feed says so, else empty; `published` is aware or None."""

    id: str
    title: str
    text: str
    url: str
    published: datetime | None = None
    publisher: str = ""
    publisher_url: str = ""


@dataclass(frozen=True, slots=True)
class FeedText:
    """A feed: its own title and language (ISO 639-1 or empty), and its entries in its order."""

    title: str
    lang: str
    entries: tuple[Entry, ...]


def read_feed(text: str) -> FeedText:
    """The feed that `text` holds. Entries without a title and text are left out. Raises ParseError for what is no feed."""
    if len(text) > LONGEST_FEED:
        raise ParseError(f"the feed has more than {LONGEST_FEED:,} characters")
    start = text.lstrip("\ufeff \t\r\n")
    feed = _json_feed(start) if start.startswith("{") else _xml_feed(start)
    entries = tuple(entry for entry in feed.entries if entry.title or entry.text)
    lang = feed.lang or language(" ".join(f"{entry.title} {entry.text}" for entry in entries))
    return FeedText(feed.title, lang, entries)


def _xml_feed(text: str) -> FeedText:
    import feedparser

    if not _FEED.search(text):
        raise ParseError("this is no RSS, Atom or JSON feed")
    data = _DECLARATION.sub("", text).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except Exception as error:
        raise ParseError(f"the feed cannot be read: {error}") from error
    entries = tuple(_entry(item) for item in parsed.entries[:MOST_ENTRIES])
    about = parsed.feed
    return FeedText(_words(about.get("title")), _lang(about.get("language")), entries)


def _entry(item: Mapping[str, Any]) -> Entry:
    contents = [str(part.get("value") or "") for part in item.get("content") or () if isinstance(part, Mapping)]
    body = max([*contents, str(item.get("summary") or "")], key=len)
    moment = item.get("published_parsed") or item.get("updated_parsed")
    source = item.get("source") or {}
    url = _web_address(item.get("link"))
    text = _text(body)
    stated = _SOURCE.search(text)
    return Entry(
        id=str(item.get("id") or "").strip() or url or _words(item.get("title")),
        title=_words(item.get("title")),
        text=text,
        url=url,
        published=_moment(moment),
        publisher=_words(source.get("title")) or _words(item.get("publisher")) or (stated[1] if stated else ""),
        publisher_url=_web_address(source.get("href") or source.get("link")),
    )


def _json_feed(text: str) -> FeedText:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"the feed is no valid JSON: {error}") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(data.get("version", "")):
        raise ParseError("this is no RSS, Atom or JSON feed")
    entries = tuple(_json_entry(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict))
    return FeedText(_words(data.get("title")), _lang(data.get("language")), entries)


def _json_entry(item: Mapping[str, Any]) -> Entry:
    body = item.get("content_html") or item.get("content_text") or item.get("summary") or ""
    url = _web_address(item.get("url") or item.get("external_url"))
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_words(author.get("name")) for author in authors or () if isinstance(author, dict)]
    return Entry(
        id=str(item.get("id") or url),
        title=_words(item.get("title")),
        text=_text(str(body)),
        url=url,
        published=_iso(item.get("date_published") or item.get("date_modified")),
        publisher=next(filter(None, names), ""),
    )


def _text(body: str) -> str:
    if not _MARKUP.search(body):
        return clean(body).text.strip()
    soup = soup_of(body)
    for tag in soup.select(UNREAD):
        tag.decompose()
    return clean(text_of(soup.body or soup)).text.strip()


def _web_address(value: object) -> str:
    address = str(value or "").strip()
    return address if address.startswith(("https://", "http://")) else ""


def _words(value: object) -> str:
    return " ".join(_text(str(value or "")[:2_000]).split())[:300]


def _lang(value: object) -> str:
    lang = str(value or "")[:2].lower()
    return lang if lang.isascii() and lang.isalpha() and len(lang) == 2 else ""


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC) if value else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _iso(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value)) if value else None
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by their day, those without one last, in the feed's order within a day."""
    return sorted(entries, key=lambda entry: -(entry.published.timestamp() if entry.published else 0.0))
