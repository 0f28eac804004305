"""Have your say: what the European Commission asks the public about, by the interface behind its portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from regbot.fetch.errors import BotWallError, OversizeError, ParseError, PermanentError, RobotsError
from regbot.fetch.response import Response
from regbot.parse.assemble import Piece, provisions_of
from regbot.parse.docx import read_docx
from regbot.parse.pdf import read_pdf
from regbot.parse.text import binary_kind, decode
from regbot.parse.web import read_web
from regbot.sources.base import Context, Listed, Parsed, Source
from regbot.sources.eu_have_your_say.fields import Row, rows_of
from regbot.sources.eu_have_your_say.initiative import (
    Attachment,
    attachments_of,
    parse_initiative,
)
from regbot.sources.eu_have_your_say.settings import EuHaveYourSaySettings

PAGE_SIZE = 100
"""The server gives no more, whatever is asked for."""

MOST_PAGES = 200
_PORTAL = "/info/law/better-regulation"
_PREFIXED = 40


class EuHaveYourSay(Source[EuHaveYourSaySettings]):
    """The portal's own interface. It is undocumented: whatever is missing or new in a response does no harm."""

    type = "eu_have_your_say"
    publisher = "European Commission"
    home = "https://ec.europa.eu"
    settings_type = EuHaveYourSaySettings

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """The initiative, or the search, that an address of the portal shows."""
        parts = urlsplit(url)
        if not (parts.hostname or "").endswith("europa.eu") or "have-your-say" not in f"{parts.hostname}{parts.path}":
            return None
        match = re.search(r"/initiatives/(\d{1,9})(?:[-_/]|$)", parts.path)
        lang = re.search(r"_([a-z]{2})$", parts.path.rstrip("/"))
        spoken = {"language": lang[1].upper()} if lang and lang[1] != "en" else {}
        if match:
            return {"initiatives": [int(match[1])], **spoken}
        asked = parse_qs(parts.query)
        terms = {name: asked[name][0] for name in ("topic", "text") if asked.get(name)}
        return (
            {**terms, **spoken} if re.search(r"/(?:have-your-say|initiatives)(?:_[a-z]{2})?/?$", parts.path) else None
        )

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The initiatives of the settings, else all that are open for feedback now, in the portal's order."""
        del since
        if self.settings.initiatives:
            for number in dict.fromkeys(self.settings.initiatives):
                yield Listed(key=str(number), url=self._detail(str(number)))
            return
        seen: set[str] = set()
        for page in range(MOST_PAGES):
            rows = self._page(context, page)
            new = [row for row in rows if row.number not in seen]
            if not new:
                return
            seen.update(row.number for row in new)
            for row in new:
                if row.is_open(context.now):
                    yield Listed(row.number, self._detail(row.number), row.title, row.stamp, row.data)

    def probe(self, context: Context) -> Iterator[Listed]:
        """One request: the named initiatives are asked for only when they are refreshed."""
        return self.discover(context, context.now)

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """Read an initiative, and the documents it is about."""
        answer = context.get(listed.url, params={"language": self.settings.language}, expect="json").json()
        pieces: list[Piece] = []
        notes: list[str] = []
        chosen, other = attachments_of(answer, self.settings.language)
        if len(chosen) > self.settings.documents:
            notes.append(f"{len(chosen) - self.settings.documents} of {len(chosen)} attached documents were not read")
        if other and not chosen:
            notes.append(f"none of the {other} attached documents is in {self.settings.language}")
        for attachment in chosen[: self.settings.documents]:
            try:
                pieces += self._document(context, attachment, first=not pieces)
            except (PermanentError, ParseError, OversizeError, RobotsError, BotWallError) as error:
                notes.append(f"{attachment.name} could not be read: {error.message}")
        return parse_initiative(answer, listed, self.settings, context.now, pieces, notes)

    def _page(self, context: Context, page: int) -> list[Row]:
        params = {
            "text": self.settings.text or None,
            "topic": self.settings.topic or None,
            "feedbackStatus": "OPEN",
            "language": self.settings.language,
            "page": page,
            "size": PAGE_SIZE,
        }
        also = (404,) if page else ()
        url = f"{self.base_url}{_PORTAL}/brpapi/searchInitiatives"
        answer = context.get(url, params=params, expect="json" if not page else "", also=also)
        return rows_of(answer.json()) if answer.status == 200 else []

    def _detail(self, number: str) -> str:
        return f"{self.base_url}{_PORTAL}/brpapi/groupInitiatives/{number}"

    def _document(self, context: Context, attachment: Attachment, *, first: bool) -> list[Piece]:
        """The provisions of an attached document; those of all but the first carry its number in their eids."""
        answer = context.get(f"{self.base_url}{_PORTAL}/api/download/{attachment.number}")
        text = document_text(answer)
        lang = attachment.lang if attachment.lang in ("en", "zh") else None
        pieces = provisions_of(text, lang)
        if not pieces:
            raise ParseError("there is no text in it")
        short = re.sub(r"[^A-Za-z0-9]+", "-", attachment.number).strip("-").lower()[-_PREFIXED:]
        prefix = "" if first else f"doc-{short}__"
        return [
            Piece(f"{prefix}{piece.eid}", piece.label, piece.heading, piece.text, piece.group or attachment.name)
            for piece in pieces
        ]


def document_text(answer: Response) -> str:
    """The text of a PDF, a Word file, a page or plain text. Raises ParseError."""
    body = answer.body
    if body[:1024].lstrip().startswith(b"%PDF"):
        return read_pdf(body)
    if body.startswith(b"PK\x03\x04"):
        return read_docx(body)
    kind = binary_kind(body)
    if kind or b"\x00" in body[:1000]:
        raise ParseError(f"it is {kind or 'a file'}, which regbot cannot read")
    if body[:1000].lstrip().startswith(b"<"):
        return read_web(answer.text).text
    return decode(body)
