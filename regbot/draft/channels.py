"""The ways to send a comment on a consultation: which to take, what each allows and asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from regbot.errors import DraftError
from regbot.model import Channel, Document

PREFERENCE = ("email", "portal", "post", "fax")
"""Kinds of channels, that which a file can be made ready for most completely first."""

MEGABYTE = 1024 * 1024
POSTAL_DAYS = 7
"""Days that a letter may be on its way."""

EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9_@-])")
HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}", re.IGNORECASE)
CODE = re.compile(
    r"\b(?:[A-Z][A-Z0-9]{1,11}(?:[-–—_][A-Z0-9]{1,12}){0,3}[-–—]\d{4}[-–—]\d{1,6}"  # FDMS docket: EPA-HQ-OAR-2021-0317
    r"|[A-Z]{2,8}[-–—]\d{4}[-–—][A-Z][-–—]\d{4}"  # FDA-2023-N-0119
    r"|\d{4}[-–—][A-Z]{2}\d{2}"  # RIN: 3084-AB69
    r"|(?:COM|SWD|C)\(\d{4}\)\s?\d{1,5}|20\d\d/\d{4}\((?:COD|NLE|INI)\)"  # EU
    r"|(?:CP|FS|PS|GC|DP)\d{2}/\d{1,3}"  # UK regulators
    r"|(?:Docket|File|Release|Case|Project|Reference)\s(?:No\.?|Number|ID:?)\s?[A-Z0-9][\w./–—-]{2,40}\d)"
)
BARE_CODE = re.compile(
    r"^(?:Docket|File|Release|Case|Project|Reference|RIN)\s*(?:No\.?|Number|ID:?)?\s*", re.IGNORECASE
)
NO_ATTACHMENTS = re.compile(
    r"\b(?:do not (?:send|attach|include)|no|without|not (?:be )?accept(?:ed|s)?)\b[^.;]{0,40}\battachments?\b"
    r"|\battachments?\b[^.;]{0,40}\b(?:not (?:be )?(?:accepted|opened|considered|possible))|不(?:接受|接收|得添加|要添加)[^。；]{0,6}附件",
    re.IGNORECASE,
)


class Place(StrEnum):
    """Where a required marking has to stand."""

    SUBJECT = "subject"
    ENVELOPE = "envelope"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is: code points, and bytes in UTF-8."""

    characters: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Attachments:
    """What may go along with a comment; None where it is not known. `each` is bytes a file."""

    most: int | None = None
    each: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A channel with its rules.

    `limit_from` says whose limit it is, empty where none is known. `attachments` is None where none may be sent, or
    nothing is known of them. `lead_days` is how long before the closing a comment must leave.
    """

    channel: Channel
    place: Place
    max_characters: int | None = None
    max_bytes: int | None = None
    limit_from: str = ""
    attachments: Attachments | None = None
    lead_days: int = 0

    @property
    def kind(self) -> str:
        """`email`, `portal`, `post` or `fax`."""
        return self.channel.kind

    @property
    def marking(self) -> str:
        """The words required on the subject, the envelope or in the text; may be empty."""
        return self.channel.required_marking.strip()

    @property
    def email(self) -> str:
        """The one e-mail address of this channel. Raises DraftError where there is none."""
        found = EMAIL.search(self.channel.address)
        if not found:
            raise DraftError(
                f"the channel's address {self.channel.address!r} is no e-mail address",
                "choose another channel: `--channel`, or correct the consultation's document.toml",
            )
        return found[0]

    def over(self, length: Length) -> tuple[int, int]:
        """By how many characters and bytes a text is too long; zeros where it is not, or no limit is known."""
        characters = max(0, length.characters - self.max_characters) if self.max_characters is not None else 0
        return characters, max(0, length.bytes - self.max_bytes) if self.max_bytes is not None else 0

    def fits(self, length: Length) -> bool:
        """Whether no known limit is exceeded."""
        return self.over(length) == (0, 0)


@dataclass(frozen=True, slots=True)
class _Portal:
    """What is known of a portal whatever the notice says."""

    host: str
    max_characters: int
    max_bytes: int
    attachments: Attachments


PORTALS = (_Portal("regulations.gov", 5_000, 5_000, Attachments(20, 10 * MEGABYTE)),)
"""Portals that state their own limits on the form: what a notice says goes before it."""


def measure(text: str) -> Length:
    """The length of `text`; a lone surrogate counts as the replacement character that it would be sent as."""
    return Length(len(text), len(text.encode(errors="replace")))


def routes(document: Document) -> tuple[Route, ...]:
    """Every channel of the document's consultation with its rules, in the notice's order."""
    consultation = document.consultation
    return tuple(_route(channel) for channel in consultation.channels) if consultation else ()


def route_for(document: Document, kind: str = "") -> Route:
    """The channel of `kind`, or named by its address or number (1 is the first); without it the one to prefer.

    Raises DraftError when the consultation names no such channel.
    """
    held = routes(document)
    if not held:
        raise DraftError(
            f"{document.id} names no channel for comments", "read its notice; add the channel to its document.toml"
        )
    wanted = kind.strip().casefold()
    if not wanted:
        return min(held, key=_preference)
    named = [
        route for at, route in enumerate(held, 1) if wanted in (route.kind, route.channel.address.casefold(), str(at))
    ]
    if not named:
        kinds = ", ".join(dict.fromkeys(route.kind for route in held))
        raise DraftError(f"{document.id} takes no comments by {kind!r}", f"its channels: {kinds}")
    return named[0]


def file_codes(document: Document) -> tuple[str, ...]:
    """Docket numbers, RINs and reference numbers that the metadata gives for the consultation, each once."""
    consultation = document.consultation
    texts = [
        *(route.marking for route in routes(document)),
        *document.aliases,
        *document.title.values(),
        *(f"{title} {url}" for title, url in document.links),
        *(channel.instructions for channel in (consultation.channels if consultation else ())),
        *(channel.address for channel in (consultation.channels if consultation else ())),
        document.url,
    ]
    found = (BARE_CODE.sub("", match[0]) for text in texts for match in CODE.finditer(text))
    by_spelling: dict[str, str] = {}
    for code in found:
        by_spelling.setdefault(re.sub(r"\W", "", code).casefold(), code)
    return tuple(by_spelling.values())


def described(route: Route) -> Iterator[str]:
    """The channel's rules, one sentence each."""
    if route.marking:
        where = {Place.SUBJECT: "in the subject", Place.ENVELOPE: "on the envelope", Place.TEXT: "in the comment"}
        yield f"“{route.marking}” must stand {where[route.place]}."
    limits = [
        f"{limit:,} {unit}"
        for limit, unit in ((route.max_characters, "characters"), (route.max_bytes, "bytes in UTF-8"))
        if limit is not None
    ]
    yield f"At most {' and '.join(limits)}, says {route.limit_from}." if limits else "No limit of length is known."
    if route.attachments is None:
        yield "Nothing is known of attachments, so regbot makes none."
    elif route.attachments.most is not None and route.attachments.each is not None:
        yield f"Up to {route.attachments.most} attachments of {route.attachments.each // MEGABYTE} MB each."
    if route.lead_days:
        yield f"It must arrive by the closing date: send it {route.lead_days} days before."


def _route(channel: Channel) -> Route:
    portal = _known_portal(channel)
    stated = channel.max_characters is not None or channel.max_bytes is not None
    characters = channel.max_characters if channel.max_characters or not portal else portal.max_characters
    size = channel.max_bytes if channel.max_bytes or not portal else portal.max_bytes
    sources = (*(("the notice",) if stated else ()), *((portal.host,) if portal else ()))
    return Route(
        channel=channel,
        place={"email": Place.SUBJECT, "post": Place.ENVELOPE}.get(channel.kind, Place.TEXT),
        max_characters=characters,
        max_bytes=size,
        limit_from=" and ".join(sources),
        attachments=_attachments(channel, portal),
        lead_days=POSTAL_DAYS if channel.kind == "post" else 0,
    )


def _attachments(channel: Channel, portal: _Portal | None) -> Attachments | None:
    if NO_ATTACHMENTS.search(f"{channel.quote}\n{channel.instructions}"):
        return None
    if portal:
        return portal.attachments
    return Attachments() if channel.kind in ("email", "post") else None


def _known_portal(channel: Channel) -> _Portal | None:
    if channel.kind != "portal":
        return None
    hosts = [match[0].casefold() for match in HOST.finditer(_host(channel.address))]
    return next(
        (portal for portal in PORTALS for host in hosts if host == portal.host or host.endswith(f".{portal.host}")),
        None,
    )


def _host(address: str) -> str:
    """The host of a URL, else the address as it is, which may name several."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _preference(route: Route) -> int:
    return PREFERENCE.index(route.kind) if route.kind in PREFERENCE else len(PREFERENCE)
