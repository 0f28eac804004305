"""Consultations as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from regbot.sanitise import one_line, plain
from regbot.track.calendar import WEB
from regbot.track.changes import Change, latest_moment
from regbot.track.deadlines import Deadline

ATOM = "http://www.w3.org/2005/Atom"
NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://regbot.invalid/consultations")
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One consultation in the feed. `updated` is aware: when something last happened to it; `id` never changes."""

    id: str
    title: str
    updated: datetime
    summary: str
    url: str = ""


def feed_entry(item: Deadline, found: Iterable[Change], status: str) -> FeedEntry:
    """The entry of a deadline. `found` is everything that happened to it so far, `status` a sentence about it."""
    document, consultation = item.document, item.document.consultation
    last = latest_moment(item, found)
    lines = [
        status,
        f"Issuer: {document.issuer} ({document.jurisdiction})" if document.issuer else "",
        f"Stated as: “{consultation.stated_as}”" if consultation and consultation.stated_as else "",
        *item.cautions,
        *(consultation.conflicts if consultation else ()),
    ]
    return FeedEntry(
        id=uuid.uuid5(NAMES, document.id).urn,
        title=one_line(document.title_in("en")),
        updated=_begin(last, document.timezone),
        summary="\n".join(one_line(line) for line in lines if line),
        url=document.url if WEB.fullmatch(document.url) else "",
    )


def write_feed(entries: Iterable[FeedEntry], now: datetime) -> bytes:
    """An Atom document with an entry for each of `entries`, in order. Texts are escaped; they are never markup.

    Its own `updated` is that of the newest entry, so that a feed in which nothing happened stays the same file.
    """
    entries = list(entries)
    root = ET.Element("feed", {"xmlns": ATOM})
    _add(root, "id", NAMES.urn)
    _add(root, "title", "Consultations")
    _add(root, "updated", _stamp(max((item.updated for item in entries), default=now)))
    _add(ET.SubElement(root, "author"), "name", "regbot")
    for item in entries:
        element = ET.SubElement(root, "entry")
        _add(element, "id", item.id)
        _add(element, "title", item.title)
        _add(element, "updated", _stamp(item.updated))
        if item.url:
            ET.SubElement(element, "link", {"rel": "alternate", "href": _text(item.url)})
        _add(element, "summary", item.summary).set("type", "text")
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _text(text)
    return element


def _text(text: str) -> str:
    return NOT_XML.sub("", plain(text))


def _begin(day: date | datetime | None, timezone: str) -> datetime:
    if day is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return day if isinstance(day, datetime) else datetime.combine(day, time(0), ZoneInfo(timezone))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
