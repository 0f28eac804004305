"""`list` and `show`: read the corpus folder directly, with or without an index."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import of
from regbot.model import DocumentKind


class StatusFilter(StrEnum):
    """The values are those of `regbot.workflows.documents.Status`."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    IN_FORCE = "in-force"
    ALL = "all"


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("list", cls=PlainCommand)(list_documents)
    app.command(cls=PlainCommand)(show)


def list_documents(
    context: typer.Context,
    status: Annotated[
        StatusFilter,
        typer.Option(help="open, closing (within 7 days) and closed are about comments; in-force about law."),
    ] = StatusFilter.ALL,
    kind: Annotated[list[DocumentKind] | None, typer.Option(help="Only this kind. May be repeated.")] = None,
) -> None:
    """List documents and consultations, newest publication first.

    Documents without a publication date come last; equal dates go by id.
    """
    from regbot.cli.records import listed_record
    from regbot.cli.views.documents import list_view
    from regbot.cli.views.moment import day_asked
    from regbot.workflows.documents import Status, list_documents

    session = of(context)
    listed = list_documents(session.workspace, Status(status.value), kind or ())
    if session.output.json:
        session.output.data([listed_record(item) for item in listed])
    else:
        session.output.view(*day_asked(session.as_of), *list_view(listed))


def show(
    context: typer.Context,
    ref: Annotated[
        list[str],
        typer.Argument(metavar="REF", help="frt-draft-2023, frt-draft-2023#art_5, or: frt-draft-2023 article 5"),
    ],
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Read this language: en, zh …")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="Older versions too, newest first.")] = False,
) -> None:
    """Show a document's outline, or one provision in every language held.

    Provisions come in reading order; texts English first, then by language, then older versions, then
    summaries; versions of a document oldest first. A gap is told as a gap.
    """
    from regbot.cli.records import outline_record, shown_record
    from regbot.cli.views.documents import outline_view, shown_view
    from regbot.workflows.show import Outline, show

    session = of(context)
    shown = show(session.workspace, " ".join(ref), lang=lang, history=versions)
    if isinstance(shown, Outline):
        if session.output.json:
            session.output.data(outline_record(shown))
        else:
            session.output.view(*outline_view(shown, history=versions))
    elif session.output.json:
        session.output.data(shown_record(shown))
    else:
        session.output.view(*shown_view(shown, lang))
