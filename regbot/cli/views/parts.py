"""Pieces that several views are made of."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from regbot import wording
from regbot.model import Confidence, LegalStatus
from regbot.sanitise import one_line, plain

UNBROKEN = frozenset(("Document", "Ref", "Rate", "Type"))
STATUS_STYLES = {
    LegalStatus.DRAFT: "bold yellow",
    LegalStatus.IN_FORCE: "bold green",
    LegalStatus.NOT_YET_IN_FORCE: "bold cyan",
    LegalStatus.SUPERSEDED: "bold dim",
    LegalStatus.REPEALED: "bold dim",
    LegalStatus.NEWS: "bold magenta",
}


def badge(status: LegalStatus) -> Text:
    """The legal status in words, coloured."""
    return Text(wording.STATUS[status], STATUS_STYLES[status])


def words(text: str, style: str = "") -> Text:
    """Outside text on one line."""
    return Text(one_line(text), style)


def block(text: str, style: str = "") -> Text:
    """Outside text with its line breaks."""
    return Text(plain(text), style)


def joined(*parts: Text | str, by: str = " · ") -> Text:
    """The parts that are not empty, on one line."""
    return Text(by).join(part if isinstance(part, Text) else words(part) for part in parts if part)


def indented(content: Text | Table, columns: int = 4) -> Padding:
    """Content set in from the left; lines that wrap are set in as well."""
    return Padding(content, (0, 0, 0, columns), expand=False)


def heading(text: str) -> Text:
    """The title of a part of the output."""
    return Text.assemble("\n", (text, "bold"))


def doubt(confidence: Confidence) -> Text:
    """What is not sure about a provision; empty for a verified one."""
    return Text(wording.CONFIDENCE[confidence], "yellow")


def table(*columns: str) -> Table:
    """A table without lines, so that it reads well when piped or spoken."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold", no_wrap=column in UNBROKEN)
    return grid
