"""Outside text made safe, as Textual content that is never parsed as markup. No domain words here: they are in `text`."""

from __future__ import annotations

from textual.content import Content, Span
from textual.style import Style

from regbot.sanitise import one_line, plain


def say(text: str, style: str = "") -> Content:
    """`text`, possibly of several lines, as content in one style."""
    return Content.styled(plain(text), style)


def line(text: str, style: str = "", limit: int = 2_000) -> Content:
    """`text` as one line of at most `limit` characters."""
    return Content.styled(one_line(text[: limit * 2])[:limit], style)


def join(*parts: Content | str, by: str = "  ") -> Content:
    """The parts that are not empty, with `by` between them. Strings are regbot's own words."""
    return Content(by).join([Content(part) if isinstance(part, str) else part for part in parts if part])


def touchable(content: Content, **meta: object) -> Content:
    """Content that tells a click what it is: the click's style carries `meta`."""
    return content.add_spans([Span(0, len(content), Style.from_meta(meta))])
