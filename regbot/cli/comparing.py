"""`compare` and `outcome`: what became of a text, provision by provision or topic by topic."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError

if TYPE_CHECKING:
    from regbot.compare.outcome import Outcome
    from regbot.workflows.documents import Listed


class Format(StrEnum):
    """What an outcome is printed as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


Lang = Annotated[
    str, typer.Option(metavar="LANG", help="Compare the texts of this language. [default: en if both have it]")
]
Topic = Annotated[str, typer.Option(metavar="TOPIC", help="Only provisions with this topic.")]
Shape = Annotated[Format, typer.Option("--format", help="What to print; markdown and html can be published.")]
Destination = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file instead of printing.")]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(cls=PlainCommand)(compare)
    app.command(cls=PlainCommand)(outcome)


def compare(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A document, or one on a day: frt-draft-2023@2023-08-08")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later document, or the same on a later day.")],
    topic: Topic = "",
    refs: Annotated[
        list[str] | None,
        typer.Option(metavar="REF", help="Only provisions that REF names, holds or lies in. May be repeated."),
    ] = None,
    lang: Lang = "",
    outcome: Annotated[
        bool, typer.Option("--outcome", help="The table by topic: NEW is the final text of OLD.")
    ] = False,
    shape: Shape = Format.TEXT,
    output: Destination = None,
) -> None:
    """Compare two documents, or two versions of one, provision by provision.

    Changes come in the order of OLD; what was added follows the provision of NEW that stands before it. What is missing
    on one side is not_available, never dropped. Texts are compared; why they differ is not told.
    """
    from regbot.cli.views.comparing import comparison_view
    from regbot.compare.records import comparison_data
    from regbot.workflows.comparing import compare_documents, outcome_of

    session = of(context)
    if outcome:
        if refs:
            raise ConfigError("--refs does not go with --outcome", "narrow it by `--topic`")
        found = outcome_of(session.workspace, old, final=new, lang=lang, topic=topic)
        _tell(session, found, shape, output)
        return
    if shape is not Format.TEXT or output:
        raise ConfigError("--format and --output go with --outcome", "for scripts: `--json`")
    comparison = compare_documents(session.workspace, old, new, lang=lang, topic=topic, refs=refs or ())
    if session.output.json:
        session.output.data(comparison_data(comparison) | {"as_of": session.as_of.date.isoformat()})
    else:
        colour = session.output.console.color_system is not None
        session.output.view(*comparison_view(comparison, session.as_of, colour=colour))


def outcome(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A draft with a final text, or that text.")],
    final: Annotated[
        str, typer.Option(metavar="ID", help="The final text. [default: as the corpus relates them]")
    ] = "",
    topic: Topic = "",
    lang: Lang = "",
    shape: Shape = Format.TEXT,
    output: Destination = None,
) -> None:
    """Tell by topic what a consultation came to: draft, final text, verdict, both quotes, and why.

    Topics come in the order in which the draft, then the final text, first has them. Verdicts: kept, reworded,
    tightened, weakened, generalised, changed (the rules cannot tell), dropped, new, not_available. Of a draft that was
    withdrawn it tells by what, and when.
    """
    from regbot.workflows.comparing import outcome_of, withdrawn

    session = of(context)
    gone = None if final else withdrawn(session.workspace, document)
    if gone:
        _tell_withdrawal(session, gone, shape, output)
        return
    found = outcome_of(session.workspace, document, final=final, lang=lang, topic=topic)
    _tell(session, found, shape, output)


def _tell_withdrawal(session: Session, gone: Listed, shape: Format, path: Path | None) -> None:
    """Print that no text came of the draft because it was withdrawn. A file is for a table, and there is none."""
    from regbot.cli.records import listed_record
    from regbot.cli.views.comparing import withdrawn_view
    from regbot.workflows.comparing import notes_of_force

    if path:
        raise ConfigError(f"{gone.document.id} was withdrawn: there is no table to write", "leave out `--output`")
    if session.output.json or shape is Format.JSON:
        record = listed_record(gone)
        draft = {"id": gone.document.id, "title": record["title"], "legal_status": record["legal_status"]}
        session.output.data(
            {
                "draft": draft | {"url": gone.document.url},
                "final": None,
                "withdrawn": record["withdrawn"],
                "rows": [],
                "summary": {},
                "notes": list(notes_of_force(gone)),
                "as_of": session.as_of.date.isoformat(),
            }
        )
    else:
        session.output.view(*withdrawn_view(gone, session.as_of))


def _tell(session: Session, found: Outcome, shape: Format, path: Path | None) -> None:
    """Print the outcome, or write it to `path`."""
    from regbot.cli.views.comparing import outcome_view
    from regbot.compare.records import outcome_data
    from regbot.workflows.comparing import outcome_as_html, outcome_as_markdown
    from regbot.workflows.files import write_file

    data = outcome_data(found) | {"as_of": session.as_of.date.isoformat()}
    if path:
        if shape is Format.TEXT:
            shape = {".html": Format.HTML, ".htm": Format.HTML, ".json": Format.JSON}.get(path.suffix, Format.MARKDOWN)
        texts = {
            Format.MARKDOWN: lambda: outcome_as_markdown(found, session.as_of),
            Format.HTML: lambda: outcome_as_html(found, session.as_of),
            Format.JSON: lambda: json.dumps(data, ensure_ascii=False, indent=2) + "\n",
        }
        write_file(path, texts[shape]().encode())
        session.output.note(f"wrote {len(found.rows)} rows to {path}")
    if session.output.json or (shape is Format.JSON and not path):
        session.output.data(data)
    elif not path:
        if shape is Format.TEXT:
            session.output.view(*outcome_view(found, session.as_of))
        else:
            text = outcome_as_markdown if shape is Format.MARKDOWN else outcome_as_html
            session.output.text(text(found, session.as_of))
