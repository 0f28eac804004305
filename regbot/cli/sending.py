"""`draft export`, `draft sent`, `draft outcome`, and the interview of `draft new --interview`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.prompts import Prompts
from regbot.cli.session import Session, of
from regbot.errors import ConfigError, DraftError, UnknownRefError

if TYPE_CHECKING:
    from regbot.draft.comment import Comment

FORMS = ("eml", "docx", "md", "html", "txt")
Draft = Annotated[str, typer.Argument(metavar="DRAFT", help="The draft's id: `regbot draft list` shows them.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the group of drafts."""
    app.command(cls=PlainCommand)(export)
    app.command(cls=PlainCommand)(sent)
    app.command(cls=PlainCommand)(outcome)


def export(
    context: typer.Context,
    draft: Draft,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORM",
            help="eml, docx, md, html or txt. [default: by FILE's ending, else as the channel asks]",
        ),
    ] = None,
    channel: Annotated[
        str,
        typer.Option(
            metavar="CHANNEL",
            help="email, portal, post or fax, or its number in the notice. [default: the one the format is made for, else"
            " the draft's own]",
        ),
    ] = "",
    file: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here. [default: in drafts/exports/]")
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also while a check blocks it.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is not as regbot wrote it.")] = False,
) -> None:
    """Make a comment ready to send, and say how to send it. Nothing is sent.

    eml opens in a mail program, docx is a letter with the text for its envelope, txt is what to paste into a form; md and
    html are to read, print or publish. A text too long for its channel becomes a short one with the whole comment as an
    attachment, where the channel takes attachments. Steps come in the order in which to take them.
    """
    from regbot.cli.views.sending import exported_record, exported_view
    from regbot.workflows.exporting import Form, export_draft

    session = of(context)
    if form is not None and form not in FORMS:
        raise ConfigError(f"--format: {form!r} is no format", f"one of {', '.join(FORMS)}")
    made = export_draft(
        session.workspace,
        draft,
        form=Form(form) if form else None,
        channel=channel,
        path=file,
        anyway=anyway,
        force=force,
    )
    if session.output.json:
        session.output.data(exported_record(made))
    else:
        session.output.view(*exported_view(made))


def sent(
    context: typer.Context,
    draft: Draft,
    at: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME",
            formats=[
                "%Y-%m-%dT%H:%M:%S%z",
                "%Y-%m-%dT%H:%M%z",
                "%Y-%m-%dT%H:%M:%S",
                "%Y-%m-%dT%H:%M",
                "%Y-%m-%d %H:%M",
                "%Y-%m-%d",
            ],
            help="When you sent it. [default: now]",
        ),
    ] = None,
    channel: Annotated[
        str, typer.Option(metavar="CHANNEL", help="How you sent it. [default: as it was last exported]")
    ] = "",
    tracking: Annotated[str, typer.Option(metavar="NUMBER", help="The tracking or receipt number you got.")] = "",
) -> None:
    """Note that you sent a comment: when, how, its tracking number, and the text with its hash.

    The text kept is that of the last export for the channel.
    """
    from regbot.cli.views.sending import noted_record, noted_view
    from regbot.workflows.sending import record_sent

    session = of(context)
    noted = record_sent(session.workspace, draft, at=at, channel=channel, tracking=tracking)
    if session.output.json:
        session.output.data(noted_record(noted))
    else:
        session.output.view(*noted_view(noted))


def outcome(
    context: typer.Context,
    draft: Draft,
    final: Annotated[
        str, typer.Option(metavar="ID", help="The final text. [default: as the corpus relates them]")
    ] = "",
) -> None:
    """Show for each point, in the order of the draft, what became of its provision: both texts side by side.

    Texts are compared; why they differ is not told.
    """
    from regbot.cli.views.sending import outcome_record, outcome_view
    from regbot.workflows.sending import draft_outcome

    session = of(context)
    found = draft_outcome(session.workspace, draft, final=final)
    if session.output.json:
        session.output.data(outcome_record(found, session.as_of))
    else:
        colour = session.output.console.color_system is not None
        session.output.view(*outcome_view(found, session.as_of, colour=colour))


def interview(session: Session, draft_id: str) -> Comment:
    """Ask the draft's questions one after the other on the terminal, or of what is piped in; gives the draft at the end.

    It begins after the last question answered before. An empty line goes on to the next question; the end of input or
    Ctrl-C ends it, with every answer so far saved.
    """
    from regbot.cli.views.interview import answered_view, question_view
    from regbot.workflows.drafts import load_draft
    from regbot.workflows.interview import answer, following, question, resumed

    workspace, prompts = session.workspace, Prompts(session.output)
    comment = load_draft(workspace, draft_id)
    prompts.tell("An empty line goes on to the next question. Ctrl-D ends; what you answered stays saved.")
    at, shown = resumed(comment), ""
    try:
        while at:
            asked = question(workspace, comment, at)
            if at != shown:
                prompts.show(*question_view(asked))
            shown, reply = at, prompts.ask(asked.ask)
            if reply is None:
                break
            session.keep_time()
            try:
                comment = answer(workspace, draft_id, at, reply)
            except (DraftError, UnknownRefError, ConfigError) as error:
                prompts.tell(f"{error.message}. Try again, or leave it empty: {error.hint}")
                continue
            prompts.show(*answered_view(workspace, comment, at, reply))
            at = following(comment, at)
    except KeyboardInterrupt:
        pass
    goes_on = f" `regbot draft edit {draft_id} --interview` goes on with the questions." if at else ""
    prompts.tell(f"Everything you answered is saved.{goes_on} Next: `regbot draft check {draft_id}`.")
    return comment
