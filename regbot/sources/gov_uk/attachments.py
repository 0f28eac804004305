"""What is attached to a consultation: which files there are, what they are for, and their text as pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from regbot.parse.assemble import Piece, provisions_of
from regbot.parse.web import soup_of
from regbot.sources.base import document_id
from regbot.sources.gov_uk.fields import mapping, mappings, texts, words
from regbot.sources.gov_uk.sections import at_headings

HOME = "https://www.gov.uk"
ENOUGH = 3
"""So many articles, regulations or sections make a text one with provisions; fewer may be mentions."""

FILES = ("docx", "odt")
_FORMS = ("html", "pdf", *FILES, "other")
"""The kinds of attachments, best to read first."""
_IS_FORM = re.compile(
    r"\b(?:respon[sd]\w*|reply|consultation|submission|feedback) (?:form|pro-?forma|template|sheet)|questionnaire|\bform\b",
    re.IGNORECASE,
)
_PROVISION = re.compile(r"(?:art|sec|reg|rule)_[0-9]")
_WELSH = re.compile(r"\b(?:welsh|cymraeg|cymru|fersiwn)\b", re.IGNORECASE)
_ROLES = (
    ("outcome", "final_outcome_attachments", "final_outcome_documents"),
    ("feedback", "public_feedback_attachments", "public_feedback_documents"),
    ("doc", "featured_attachments", "documents"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or further page. `role` is doc, feedback or outcome; `size` in bytes, 0 where it is not told.

    `kind` is html (a page of GOV.UK, to be had from the content API), pdf, docx, odt or other.
    """

    title: str
    url: str
    kind: str
    role: str
    size: int = 0
    reference: str = ""
    welsh: bool = False

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path


def attachments_of(details: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """What the item's details name, each address once: the consultation's own files, then feedback, then the outcome."""
    roles = {identifier: role for role, field, _ in _ROLES for identifier in map(str, texts(details.get(field)))}
    found = [_of_record(item, roles) for item in mappings(details.get("attachments"))]
    if not any(found):
        found = [
            item for role, _, field in _ROLES for html in texts(details.get(field)) for item in _of_html(html, role)
        ]
    kept: dict[str, Attachment] = {}
    for item in found:
        if item:
            kept.setdefault(item.url, item)
    order = ("doc", "feedback", "outcome")
    return tuple(sorted(kept.values(), key=lambda item: order.index(item.role)))


def readable(attachments: Iterable[Attachment], largest: int) -> tuple[list[Attachment], list[str]]:
    """The attachments whose text is worth fetching, and sentences about those that are not.

    A file beside a page or PDF of the same title is left out silently, and so are forms and spreadsheets. `largest` is in
    bytes.
    """
    given = list(attachments)
    kept, notes = [], []
    for item in given:
        better = {_plain(other.title) for other in given if _FORMS.index(other.kind) < _FORMS.index(item.kind)}
        if item.kind == "other" or _plain(item.title) in better or (item.kind in FILES and _IS_FORM.search(item.title)):
            continue
        if item.welsh:
            notes.append(f"The Welsh text {item.title!r} was left out: {item.url}.")
        elif item.kind == "odt":
            notes.append(f"{item.title!r} was not read: it is an OpenDocument text, see {item.url}.")
        elif item.size > largest:
            notes.append(f"{item.title!r} was not read: it has {item.size / 1e6:.1f} MB, see {item.url}.")
        else:
            kept.append(item)
    return kept, notes


def pieces_of(text: str, title: str, prefix: str) -> tuple[Piece, ...]:
    """The text of an attachment as pieces named `<prefix>__…`: at its provisions if it has some, else at its headings."""
    pieces = provisions_of(text, "en")
    if sum(_PROVISION.match(piece.eid) is not None for piece in pieces) < ENOUGH:
        parts = tuple(replace(part, text=part.text or part.heading) for part in at_headings(text))
        pieces = parts if any(part.heading for part in parts) else pieces
    return tuple(
        replace(
            piece, eid=f"{prefix}__{piece.eid}", heading=piece.heading or ("" if piece.label else title), group=title
        )
        for piece in pieces
    )


def _of_record(item: Mapping[str, Any], roles: Mapping[str, str]) -> Attachment | None:
    url = _address(item.get("url"))
    if not url:
        return None
    size = item.get("file_size")
    title = words(item.get("title")) or words(item.get("filename")) or unquote(urlsplit(url).path.rpartition("/")[2])
    kinds = f"{words(item.get('attachment_type'))} {words(item.get('content_type'))}".lower()
    return Attachment(
        title,
        url,
        _kind(url, kinds),
        roles.get(words(item.get("id")), "doc"),
        size if isinstance(size, int) and size > 0 else 0,
        words(item.get("command_paper_number")) or words(item.get("unique_reference")) or words(item.get("isbn")),
        words(item.get("locale")) == "cy" or _WELSH.search(title) is not None,
    )


def _of_html(html: str, role: str) -> Iterator[Attachment]:
    """The attachments that older items hold as rendered HTML: each section's title links to its file.

    Some hold it escaped twice, with a backslash before every quotation mark.
    """
    soup = soup_of(html.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t"))
    for section in soup.select("section.attachment, .gem-c-attachment, .attachment") or [soup]:
        links = section.select(".title a[href], h2 a[href], h3 a[href], .gem-c-attachment__title a[href]")
        for link in links[:1] or section.select("a[href]:not([aria-hidden])")[:1]:
            url = _address(str(link.get("href") or ""))
            title = words(link.get_text(" "))
            reference = " ".join(words(tag.get_text(" ")) for tag in section.select(".unique_reference")[:1])
            kinds = " ".join(words(tag.get_text(" ")) for tag in section.select(".type")).lower()
            if url and title:
                yield Attachment(title, url, _kind(url, kinds), role, 0, reference, _WELSH.search(title) is not None)


def _kind(url: str, told: str) -> str:
    parts = urlsplit(url)
    path = parts.path.lower()
    if path.endswith(".pdf") or "pdf" in told:
        return "pdf"
    if path.endswith(".docx") or "wordprocessingml" in told:
        return "docx"
    if path.endswith(".odt") or "opendocument.text" in told:
        return "odt"
    own = parts.hostname in ("www.gov.uk", "gov.uk")
    if own and told.split()[:1] == ["html"]:
        return "html"
    if (
        own
        and path.startswith("/government/")
        and "/uploads/" not in path
        and not re.search(r"\.[a-z]{3,4}$", path)
        and "external" not in told
    ):
        return "html"
    return "other"


def _address(value: object) -> str:
    """An http address made absolute, else empty."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        url = urljoin(f"{HOME}/", value.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _plain(title: str) -> str:
    return re.sub(
        r"\W+",
        " ",
        re.sub(r"\((?:pdf|html|docx?|ms word|word|odt)\b[^)]*\)|\b(?:pdf|html|docx|odt)\b", " ", title.lower()),
    ).strip()


def name_of(path: str) -> str:
    """The document id for a path of GOV.UK."""
    steps = [step for step in path.split("/") if step]
    if steps[:2] == ["government", "consultations"]:
        return document_id("uk-consult", "-".join(steps[2:]))
    if steps[:2] == ["government", "calls-for-evidence"]:
        return document_id("uk-evidence", "-".join(steps[2:]))
    return document_id("uk-gov", "-".join(steps[1:] if steps[:1] == ["government"] else steps))


def details_of(item: object) -> Mapping[str, Any]:
    """The details of a content item."""
    return mapping(mapping(item).get("details"))
