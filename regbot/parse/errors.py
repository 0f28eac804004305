"""What a parser raises when a publisher's bytes are not what they should be."""

from __future__ import annotations

from regbot.errors import SourceError


class ParseError(SourceError):
    """The response is not in the form that its publisher documents."""

    default_hint = "the publisher may have changed its pages; report it with the address, or use `regbot import`"
