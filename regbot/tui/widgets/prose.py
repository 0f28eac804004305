"""Running text, wrapped with hanging indents for list items, that knows on which row its marked quote begins."""

from __future__ import annotations

import re

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from regbot.tui.text import QUOTE

ITEM = re.compile(r"(?:\([0-9A-Za-z]{1,5}\)|[（(][一二三四五六七八九十百]{1,4}[）)]|\d{1,3}[.)、]|[-•·–])\s*")
WIDEST = 92


class Prose(Widget):
    """Shows `content`, which may hold line breaks; lines are at most 92 cells wide.

    Rows after the first of a line start `hang` cells in; of a list item, below its words.
    """

    DEFAULT_CSS = """
    Prose { height: auto; width: 1fr; text-wrap: nowrap; }
    """

    class MarkerClicked(Message):
        """A `[n]` marker was clicked."""

        def __init__(self, n: int) -> None:
            super().__init__()
            self.n = n

    def __init__(
        self,
        content: Content,
        *,
        hang: int = 0,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.content = content
        self.hang = hang
        self._wrapped: tuple[int, list[Content]] | None = None

    def update(self, content: Content) -> None:
        """Show other content."""
        self.content = content
        self._wrapped = None
        self.refresh(layout=True)

    def quote_row(self) -> int:
        """The row on which the marked quote begins, 0 where nothing is marked."""
        rows = self._rows(self.content_size.width)
        return next((row for row, text in enumerate(rows) if any(span.style == QUOTE for span in text.spans)), 0)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as there is room for."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One row for each wrapped line."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The wrapped lines."""
        return Content("\n").join(self._rows(self.content_size.width))

    def on_click(self, event: events.Click) -> None:
        """Tell which marker was clicked."""
        n = event.style.meta.get("marker")
        if n is not None:
            event.stop()
            self.post_message(self.MarkerClicked(n))

    def _rows(self, width: int) -> list[Content]:
        width = max(8, min(width, WIDEST))
        if self._wrapped is None or self._wrapped[0] != width:
            self._wrapped = (
                width,
                [row for line in self.content.split("\n", allow_blank=True) for row in wrap(line, width, self.hang)],
            )
        return self._wrapped[1]


def wrap(line: Content, width: int, hang: int = 0) -> list[Content]:
    """One line of text as rows of at most `width` cells; rows after the first start `hang` cells in.

    Without `hang` those of a list item start below its words.
    """
    line = line.expand_tabs(4)
    if line.cell_length <= width:
        return [line]
    item = ITEM.match(line.plain)
    cut = hang or (item.end() if item else 0)
    head, rest = line[:cut], line[cut:]
    if not cut or head.cell_length > width // 2:
        return line.wrap(width)
    first, *others = rest.wrap(width - head.cell_length)
    return [head + first, *(other.pad_left(head.cell_length) for other in others)]
