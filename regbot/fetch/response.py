"""What a publisher sent back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from regbot.fetch.charset import decode_body
from regbot.fetch.errors import ParseError


@dataclass(frozen=True)
class Response:
    """A whole response with status 200 to 299 (or the stored one that a 304 confirmed).

    `url` is the address after redirects, `asked` the one asked for. `headers` have lower-case names. `fresh` is False when
    the publisher confirmed the stored bytes. `fetched_at` is aware.
    """

    asked: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sha256: str
    fetched_at: datetime
    fresh: bool = True

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body decoded: valid UTF-8 first, then what the response declares, then what it looks like."""
        return decode_body(self.body, self.headers.get("content-type", ""))

    def json(self) -> Any:
        """The body as JSON. Raises ParseError."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"{self.url} sent no valid JSON: {error}") from error
