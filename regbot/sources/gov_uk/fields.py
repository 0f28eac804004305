"""The fields of GOV.UK's content items, read with distrust: anything may be missing, null or of another type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from regbot.parse.deadlines import DatedClaim, structured_claim
from regbot.parse.html import text_of
from regbot.parse.tables import rows_of_text, span
from regbot.parse.text import clean
from regbot.parse.web import soup_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

ZONE = "Europe/London"
_UNREAD = (
    "script, style, noscript, template, iframe, svg, nav, form, button, [hidden], [aria-hidden=true], .accessibility-warning, "
    ".gem-c-attachment, section.attachment, a.footnote, a[role=doc-noteref], a.reversefootnote, a[role=doc-backlink]"
)
"""What is no text of a body: files beside it, and the marks of footnotes, since `2006¹` is not 20061. An aside is text."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DEEPEST = 400


def mapping(value: object) -> Mapping[str, Any]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects in a list; a single object counts as a list of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def words(value: object) -> str:
    """A text field on one line; empty for what is no text."""
    return " ".join(clean(value).text.split()) if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    """The texts in a list; a single text counts as a list of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


def html_of(value: object) -> str:
    """The HTML of a field, which is a text or a list of `{content_type, content}`."""
    if isinstance(value, str):
        return value
    forms = {words(item.get("content_type")): item.get("content") for item in mappings(value)}
    found = forms.get("text/html") or forms.get("text/govspeak") or ""
    return found if isinstance(found, str) else ""


def lines_of(value: object) -> str:
    """What a reader sees of a field with HTML, in lines, `#` before headings, list items numbered as on the page."""
    html = html_of(value)
    if not html.strip():
        return ""
    soup = soup_of(html)
    for tag in soup.select(_UNREAD):
        tag.decompose()
    for tag in soup.select("sup, sub"):
        tag.replace_with(_shifted(tag.get_text(), tag.name == "sup"))
    for notes in soup.select("div.footnotes"):
        heading = soup.new_tag("h2")
        heading.string = "Footnotes"
        notes.insert(0, heading)
    for paragraph in soup.select("li > p:first-child"):
        paragraph.name = "span"
    for table in soup.select("table"):
        _straighten(soup, table)
    return clean(text_of(soup)).text.strip()


def _shifted(text: str, up: bool) -> str:
    """Raised or lowered digits as characters of their own, so that 10 m² is not 10 m2; other text as it is."""
    plain = text.strip()
    return plain.translate(_RAISED if up else _LOWERED) if plain.isascii() and plain.isdigit() else text


def _straighten(soup: BeautifulSoup, table: Tag) -> None:
    """Makes each row of `table` one cell, with the text of its cells between bars and columns in line."""
    rows = [] if table.find("table") else table.find_all("tr")
    cells = (
        [
            (words(cell.get_text(" ")), span(cell.get("colspan")), span(cell.get("rowspan")))
            for cell in row.find_all(["td", "th"])
        ]
        for row in rows
    )
    for line in list(rows_of_text(cells)):
        row, cell = soup.new_tag("tr"), soup.new_tag("td")
        cell.string = line
        row.append(cell)
        table.append(row)
    for row in rows:
        row.decompose()


def moment_of(value: object) -> datetime | None:
    """A stamp in London's time; None for what is none.

    GOV.UK's publishing tools have stored British Summer Time's +01:00 for dates in winter. Its own pages convert the stamp
    as it stands (16:00+01:00 in December is shown as 3pm), and so does this: the earlier hour is the safe one.
    """
    if not isinstance(value, str):
        return None
    try:
        stamp = datetime.fromisoformat(value.strip())
        london = ZoneInfo(ZONE)
        return stamp.astimezone(london) if stamp.tzinfo else stamp.replace(tzinfo=london)
    except (ValueError, OverflowError):
        return None


def day_of(value: object) -> date | None:
    """The day of a stamp in London; None for what is none, and for placeholders."""
    claim = closing_claim("", value)
    moment = moment_of(value)
    return moment.date() if claim and moment else None


def closing_claim(field: str, value: object) -> DatedClaim | None:
    """What a closing stamp claims; None for placeholders. Midnight closes the day before, as GOV.UK's own pages say."""
    moment = moment_of(value)
    if moment is None:
        return None
    if moment.time() == time():
        return _quoted(structured_claim(field, (moment - timedelta(minutes=1)).date(), ZONE), field, value)
    return _quoted(structured_claim(field, moment.astimezone(UTC), ZONE), field, value)


def _quoted(claim: DatedClaim | None, field: str, value: object) -> DatedClaim | None:
    if claim is None:
        return None
    return DatedClaim(claim.basis, claim.closes, f"{field}: {value}")


def latest(values: Sequence[date | None]) -> date | None:
    """The latest day of those that are known."""
    return max((value for value in values if value), default=None)
