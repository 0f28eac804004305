"""What can go wrong between regbot and a publisher, each with what to do about it."""

from __future__ import annotations

from regbot.errors import SourceError
from regbot.parse.errors import ParseError

__all__ = [
    "AddressError",
    "BotWallError",
    "EmptyListingError",
    "OversizeError",
    "ParseError",
    "PermanentError",
    "RobotsError",
    "TransientError",
]


class TransientError(SourceError):
    """The publisher is busy, slow or out of order; asking again later may help. The only error that is retried.

    `retry_after` is the pause in seconds that the publisher asked for, if it named one.
    """

    default_hint = "run the same command again later"

    def __init__(self, message: str, hint: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class PermanentError(SourceError):
    """The publisher refused or does not have it; asking again would not help. `status` and `body` are its answer."""

    default_hint = "check the source's address in corpus/sources.toml"

    def __init__(self, message: str, hint: str | None = None, status: int = 0, body: bytes = b"") -> None:
        super().__init__(message, hint)
        self.status = status
        self.body = body


class RobotsError(SourceError):
    """The publisher's robots.txt asks programs to stay away from this address."""

    default_hint = (
        "open the page in a browser, save it and use `regbot import`; or ask the publisher for an API or feed"
    )


class BotWallError(SourceError):
    """The publisher shows programs a challenge instead of the page. regbot does not get around it."""

    default_hint = (
        "open the page in a browser, save it and use `regbot import FILE`; or use the publisher's API or feed"
    )


class AddressError(SourceError):
    """The address leads to a private network, or is not http(s)."""

    default_hint = "if the server is meant to be local: `--allow-local`, or allow_local = true for this source in corpus/sources.toml"


class OversizeError(SourceError):
    """The response is larger, or unpacks to more, than the source may send."""

    default_hint = "raise max_bytes for this source in corpus/sources.toml if the document is really that large"


class EmptyListingError(SourceError):
    """A listing that always had items now has none."""

    default_hint = (
        "open the listing in a browser; if it is not empty there, the publisher has changed its pages: report it"
    )
