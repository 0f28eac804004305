"""What a letter is laid out as, whatever the format: plain text in blocks, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regbot.compare.redline import Span


class Align(StrEnum):
    """How a paragraph stands on the page."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the letter's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with its line breaks; `lead` says before it what it is.

    `flush` keeps a Chinese paragraph from being set in; `keep` keeps one on the page of the next.
    """

    text: str
    lead: str = ""
    align: Align = Align.LEFT
    flush: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a provision, as they are; `open` and `close` are the language's quotation marks."""

    text: str
    lead: str
    open: str
    close: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` counts from 1."""

    items: tuple[str, ...]
    lead: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Redline:
    """Changes to a text: `spans` where a format can strike out and underline, `sentences` where it cannot."""

    spans: tuple[Span, ...]
    sentences: tuple[str, ...]
    lead: str


Block = Heading | Paragraph | Quotation | Items | Redline


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on the envelope, line by line; `marking` is required there and may be empty."""

    address: tuple[str, ...]
    marking: str
    note: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A comment laid out. `sources` is a page of its own; `paper` is `A4` or `Letter`."""

    lang: str
    title: str
    body: tuple[Block, ...]
    sources: tuple[Block, ...]
    envelope: Envelope | None = None
    paper: str = "A4"
