"""Lists of documents, a document's outline, a provision: for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot import wording
from regbot.cli.views.parts import badge, block, doubt, heading, indented, joined, table, words
from regbot.model import Provision
from regbot.track.deadlines import State

if TYPE_CHECKING:
    from regbot.workflows.documents import Listed
    from regbot.workflows.show import Outline, Shown


def list_view(listed: Sequence[Listed]) -> Iterator[RenderableType]:
    """A table: document, legal status, publication, title and what is special about it."""
    if not listed:
        yield Text("No such document.")
        return
    grid = table("Document", "Status", "Published", "Title")
    for item in listed:
        document = item.document
        grid.add_row(
            words(document.id),
            badge(item.legal_status),
            str(document.published or "-"),
            joined(document.title_in("en"), _standing(item)),
        )
    yield grid


def outline_view(outline: Outline, *, history: bool) -> Iterator[RenderableType]:
    """What the document is, then its provisions in reading order."""
    document, version = outline.listed.document, outline.version
    yield joined(badge(outline.listed.legal_status), Text(document.id, "bold"), document.title_in(version.lang))
    yield from _about(outline)
    if history:
        yield heading("Versions")
        for held in outline.versions:
            for path in outline.replaced[held.date, held.lang]:
                yield joined(str(held.date), Text(f"an earlier text of that day, in {path.name}", "dim"))
            yield joined(str(held.date), wording.text_kind(held.kind, held.lang), held.by, held.source)
    yield heading(f"Provisions ({len(version.provisions)})")
    grid = table("Ref", "Provision")
    container: tuple[str, ...] = ()
    for item in version.provisions:
        if item.breadcrumb and item.breadcrumb != container:
            grid.add_row("", words(" › ".join(item.breadcrumb), "bold"))
        container = item.breadcrumb
        name = f"{item.label} {item.heading}".strip()
        missing = Text("gap: text not held", "red") if item.gap else ""
        grid.add_row(words(f"#{item.eid}"), joined(name, missing, doubt(item.confidence)))
    yield grid


def shown_view(shown: Shown, lang: str | None) -> Iterator[RenderableType]:
    """One provision in every language held, or only in `lang`; a gap is told as a gap."""
    listed, first = shown.listed, shown.provision
    name = f"{listed.document.name}, {first.label} {first.heading}".rstrip(", ")
    yield joined(badge(listed.legal_status), Text(one_line_ref(first), "bold"), name)
    if first.breadcrumb:
        yield words(" › ".join(first.breadcrumb), "dim")
    yield from _later(listed)
    for item in shown.texts:
        if lang and item.lang != lang:
            continue
        kind = wording.text_kind(item.kind, item.lang)
        yield Text.assemble("\n", joined(Text(kind, "bold"), f"version {item.version}", doubt(item.confidence)))
        if item.gap:
            yield indented(Text.assemble(("Gap: ", "bold red"), words(item.gap)))
        if item.text:
            yield indented(block(item.text))
    url = first.url or listed.document.url
    if url or first.source:
        yield Text.assemble("\n", joined(first.source, url))


def one_line_ref(provision: Provision) -> str:
    """The ref, safe to show."""
    return words(provision.ref).plain


def _standing(item: Listed) -> Text:
    text = joined(
        *_comments(item),
        f"in force {item.days_in_force}" if item.days_in_force else "",
        *item.told_of_force,
        *followed(item),
        Text("incomplete", "yellow") if item.document.incomplete else "",
    )
    text.stylize("dim")
    return text


def _comments(item: Listed) -> Iterator[str]:
    """The state of the consultation; of one that was withdrawn the withdrawal tells it."""
    if item.deadline and not (item.withdrawal and item.deadline.state is State.WITHDRAWN):
        yield wording.comments(item.deadline.state, item.deadline.days_left)


def followed(item: Listed) -> Iterator[str]:
    """What came in the document's place, unless it withdrew it, which is told with the withdrawal."""
    if item.superseded_by and not (item.withdrawal and item.withdrawal.by == item.superseded_by):
        yield f"followed by {item.superseded_by}"


def _later(item: Listed) -> Iterator[Text]:
    """What later documents made of the force of this one, each in its own words."""
    for told, change in zip(item.told_of_force, item.changes, strict=True):
        yield joined(told, f"“{change.quote}”" if change.quote else "")


def _about(outline: Outline) -> Iterator[RenderableType]:
    listed, document, version = outline.listed, outline.listed.document, outline.version
    rows = {
        "issuer": joined(document.issuer, document.issuer_zh),
        "published": Text(str(document.published or "")),
        "in force": Text(listed.days_in_force),
        "later": Text("\n").join(_later(listed)),
        "comments": joined(*_comments(listed), *followed(listed)),
        "text": joined(wording.text_kind(version.kind, version.lang), f"version {version.date}", version.notice),
        "held in": Text(", ".join(outline.languages)),
        "incomplete": words(document.incomplete, "yellow"),
        "relations": joined(*(f"{item.type.replace('_', ' ')} {item.target}" for item in document.relations)),
        "terms": words(document.terms),
        "link": words(document.url),
    }
    grid = table("", "")
    grid.show_header = False
    for name, value in rows.items():
        if value:
            grid.add_row(Text(name, "dim"), value)
    yield grid
