"""What an imported text, and the person who imports it, say about a period for comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from regbot.errors import ConfigError
from regbot.model import Channel, Consultation, Provision
from regbot.parse.assemble import Piece
from regbot.parse.channels import EMAIL
from regbot.parse.claims import structured_claim
from regbot.parse.invitation import invitation

CHANNELS = ("portal", "email", "post", "fax")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the person says. A date is the end of that day, a moment without zone is in the document's."""

    closes: date | datetime | None = None
    channels: tuple[Channel, ...] = ()


def channel_of(words: str) -> Channel:
    """A channel as it is written on the command line: an address of mail or web, or `KIND:ADDRESS`. Raises ConfigError."""
    kind, _, address = words.partition(":")
    if kind.strip().lower() in CHANNELS and address.strip():
        return Channel(kind.strip().lower(), address.strip())
    if EMAIL.fullmatch(words.strip()):
        return Channel("email", words.strip())
    if words.strip().lower().startswith(("https://", "http://")):
        return Channel("portal", words.strip())
    raise ConfigError(
        f"{words!r} names no way to send a comment",
        f"write an e-mail address, a web address, or KIND:ADDRESS with one of {', '.join(CHANNELS)}",
    )


def period(
    provisions: Sequence[Provision], stated: Stated, *, lang: str, zone: str, published: date | None
) -> Consultation | None:
    """The period for comments that the text tells of, with what the person says put first; None when neither tells of one.

    A day of the text that differs from the person's is a conflict.
    """
    pieces = [Piece(item.eid, item.label, item.heading, item.text) for item in provisions]
    given = stated.closes
    if isinstance(given, datetime) and not given.tzinfo:
        given = given.replace(tzinfo=ZoneInfo(zone))
    claims = [structured_claim("--closes", given.isoformat(), zone)] if given else []
    found = invitation(pieces, lang=lang, timezone=zone, published=published, structured=claims)
    if found is None and not stated.channels:
        return None
    told = found or Consultation()
    named = {(item.kind, item.address.lower()): item for item in told.channels}
    first = {key: named.get(key, item) for item in stated.channels for key in [(item.kind, item.address.lower())]}
    return replace(
        told,
        opens=told.opens or published,
        closes=given or told.closes,
        stated_as="" if given and told.conflicts else told.stated_as,
        channels=tuple({**first, **named}.values()),
    )
