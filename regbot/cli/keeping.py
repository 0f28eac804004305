"""`import` and `index`: what goes into the corpus and what is made from it."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError, ExitCode
from regbot.model import DocumentKind, LegalStatus

if TYPE_CHECKING:
    from regbot.index.manifest import Manifest

MOST_TOLD = 10


class Wording(StrEnum):
    """Whose words an imported text is in."""

    COPY = "copy"
    OFFICIAL = "official"
    TRANSLATION = "translation"
    RESTATEMENT = "restatement"


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("import", cls=PlainCommand)(import_paths)
    index = typer.Typer(no_args_is_help=False, rich_markup_mode=None, suggest_commands=False)
    index.command(cls=PlainCommand)(build)
    index.command(cls=PlainCommand)(status)
    index.command(cls=PlainCommand)(verify)
    app.add_typer(index, name="index", help="Build, inspect or verify the index.")


def import_paths(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Markdown, text, HTML, PDF, DOCX or JSONL files, or folders of them."),
    ],
    document_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The document's id. [default: the file's name]")
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TITLE", help="The document's title. [default: the text's own]")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="The text's language: en, zh … [default: seen from the text]")
    ] = None,
    status: Annotated[
        LegalStatus,
        typer.Option(help="What force the document has; nothing counts as law in force unless it is said here."),
    ] = LegalStatus.DRAFT,
    kind: Annotated[
        DocumentKind | None, typer.Option(help="What sort of document it is. [default: from --status]")
    ] = None,
    wording: Annotated[
        Wording, typer.Option("--text", help="Whose words it is in; copy: as the file has it, unchecked.")
    ] = Wording.COPY,
    published: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="When it was published.")
    ] = None,
    url: Annotated[str, typer.Option(metavar="URL", help="Where its official page is; its zone holds then.")] = "",
    closes: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            help="When comments close, a day or a moment. [default: what the text says]",
        ),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="WAY", help="How to comment: an address of mail or web, or post:ADDRESS; several times."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of a document imported before.")] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help="Leave the index as it is.")] = False,
) -> None:
    """Add your own documents to the corpus, and to the index.

    A text is divided at its numbered headings (Article 5, § 12, 第五条 …). JSONL holds one passage a line,
    {"id", "document", "label", "text"}; ids are kept, so the ref is document#id. All files are read before anything
    is written. Documents are reported in the order of the files. What a draft says of when and how to comment is read
    from it; --closes and --channel come first.
    """
    from regbot.cli.records import plain_fields
    from regbot.cli.views.keeping import imported_view
    from regbot.workflows.importing import About, import_files
    from regbot.workflows.indexing import is_lexical
    from regbot.workflows.invited import Stated, channel_of

    session = of(context)
    if (closes or channel) and status is not LegalStatus.DRAFT:
        raise ConfigError("--closes and --channel belong to a draft", "leave out --status, or these")
    about = About(
        id=document_id,
        title=title,
        lang=lang,
        status=status,
        kind=kind,
        text_kind=wording.value,
        published=published.date() if published else None,
        url=url,
        stated=Stated(_day_or_moment(closes), tuple(channel_of(words) for words in channel or ())),
    )
    made = import_files(session.workspace, paths, about, replace=replace)
    if not session.output.json:
        session.output.view(*imported_view(made.imported))
    for file in made.passed_over[:MOST_TOLD]:
        session.output.note(f"passed over: {file}")
    if len(made.passed_over) > MOST_TOLD:
        session.output.note(f"passed over: {len(made.passed_over) - MOST_TOLD} more; --json names them all")
    if no_index:
        session.output.note("The index does not know them yet: run `regbot index build`.")
    else:
        _build(session, force=False, lexical=is_lexical(session.workspace))
    if session.output.json:
        imported = [plain_fields(item) for item in made.imported]
        session.output.data({"imported": imported, "passed_over": list(made.passed_over), "indexed": not no_index})


def build(
    context: typer.Context,
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing changed.")] = False,
    lexical: Annotated[bool, typer.Option("--lexical", help="Without a model: search by words only.")] = False,
) -> None:
    """Make the index match the corpus; only texts never seen before are embedded."""
    from regbot.cli.records import manifest_record
    from regbot.cli.views.keeping import manifest_view
    from regbot.workflows.indexing import emptiness

    session = of(context)
    manifest = _build(session, force=force, lexical=lexical)
    if empty := emptiness(session.workspace):
        session.output.note(f"note: {empty}")
    if session.output.json:
        session.output.data(manifest_record(manifest))
    else:
        session.output.view(*manifest_view(manifest))


def status(context: typer.Context) -> None:
    """Tell whether the index matches the corpus. Changed documents are listed by id."""
    from regbot.cli.records import status_record
    from regbot.cli.views.keeping import status_view
    from regbot.workflows.indexing import index_status

    session = of(context)
    found = index_status(session.workspace)
    if session.output.json:
        session.output.data(status_record(found))
    else:
        session.output.view(*status_view(found))


def verify(
    context: typer.Context,
    sample: Annotated[int, typer.Option(metavar="N", min=1, help="How many stored vectors to check.")] = 200,
) -> None:
    """Check stored texts and a sample of stored vectors against the corpus.

    Problems come in corpus order; with any, the exit code is 5.
    """
    from regbot.cli.records import report_record
    from regbot.cli.views.keeping import report_view
    from regbot.workflows.indexing import verify_index

    session = of(context)
    report = verify_index(session.workspace, sample)
    if session.output.json:
        session.output.data(report_record(report))
    else:
        session.output.view(*report_view(report))
    if report.problems:
        raise typer.Exit(ExitCode.INDEX)


def _day_or_moment(closes: datetime | None) -> date | datetime | None:
    """A moment at midnight is what a day is read as: the day was meant."""
    return closes.date() if closes and closes.time() == time() else closes


def _build(session: Session, *, force: bool, lexical: bool) -> Manifest:
    from regbot.workflows.indexing import build_index

    with session.output.progress("Building the index") as report:
        return build_index(session.workspace, report, force=force, lexical_only=lexical)
