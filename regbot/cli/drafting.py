"""`draft`: a comment from its first point to the checks before it is sent; sending has its own module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli import sending
from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError

if TYPE_CHECKING:
    from regbot.draft.comment import Position

POSITIONS = ("support", "oppose", "amend", "ask")
LONGEST_FILE = 4 * 1024 * 1024

Draft = Annotated[str, typer.Argument(metavar="DRAFT", help="The draft's id: `regbot draft list` shows them.")]
drafts = typer.Typer(no_args_is_help=True, rich_markup_mode=None, suggest_commands=False)


def register(app: typer.Typer) -> None:
    """Add the group of drafts to `app`."""
    sending.register(drafts)
    app.add_typer(drafts, name="draft", help="Write a comment: points, checks, files to send. regbot never sends it.")


@drafts.command(cls=PlainCommand)
def new(
    context: typer.Context,
    consultation: Annotated[str, typer.Argument(metavar="CONSULTATION", help="A document open for comment: its id.")],
    lang: Annotated[
        str, typer.Option(metavar="LANG", help="Language of the comment, such as en or zh. [default: the text's own]")
    ] = "",
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="The comment's title. [default: from the consultation]")
    ] = "",
    interview: Annotated[
        bool, typer.Option("--interview", help="Ask the questions that lead from a worry to points.")
    ] = False,
) -> None:
    """Begin a comment on a consultation.

    The draft is a Markdown file in drafts/ of the workspace, to be edited here, in the app, or in any editor. A closed
    consultation is said to be closed, with what took its place and what can still be done; the draft is one for practice.
    """
    from regbot.cli.drafting_records import begun_record
    from regbot.cli.views.drafting import begun_view
    from regbot.workflows.drafts import new_draft

    session = of(context)
    begun = new_draft(session.workspace, consultation, lang=_lang(lang), title=title)
    if interview:
        if not session.output.json:
            session.output.view(*begun_view(begun))
        comment = sending.interview(session, begun.comment.id)
        if session.output.json:
            session.output.data(begun_record(begun) | {"points": len(comment.points)})
    elif session.output.json:
        session.output.data(begun_record(begun))
    else:
        session.output.view(*begun_view(begun))


@drafts.command("list", cls=PlainCommand)
def list_drafts(context: typer.Context) -> None:
    """List your drafts, the last changed first, then by id; one that cannot be read is listed with the reason."""
    from regbot.cli.drafting_records import entry_record
    from regbot.cli.views.drafting import list_view
    from regbot.workflows.draft_states import deleted_drafts
    from regbot.workflows.drafts import list_drafts as entries_of

    session = of(context)
    entries = entries_of(session.workspace)
    if session.output.json:
        session.output.data([entry_record(entry) for entry in entries])
    else:
        session.output.view(*list_view(entries, deleted_drafts(session.workspace)))


@drafts.command(cls=PlainCommand)
def show(context: typer.Context, draft: Draft) -> None:
    """Show a draft: who speaks, its points in their order, each proposed wording as a redline on the provision."""
    _show(of(context), draft)


@drafts.command(cls=PlainCommand)
def point(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    draft: Draft,
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="A provision (art_5, 'Article 5', 第五条, doc#art_5), or a point's id.")
    ],
    position: Annotated[str | None, typer.Option(metavar="POSITION", help="support, oppose, amend or ask.")] = None,
    quote: Annotated[str | None, typer.Option(metavar="TEXT", help="Words of the provision, exactly.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why, in your own words.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="A fact of your own, a source, or a ref. Repeat it for several; it replaces those there.",
        ),
    ] = None,
    wording: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The provision's text as you would have it.")
    ] = None,
    wording_file: Annotated[
        Path | None, typer.Option("--wording-file", metavar="FILE", help="The same from a file; - reads stdin.")
    ] = None,
    another: Annotated[
        bool, typer.Option("--another", help="A further point on a provision that has one already.")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the point out; it stays in the history.")] = False,
) -> None:
    """Add a point on a provision, or change the one that is there. What is not named stays as it is."""
    from regbot.workflows.drafts import PointEdit, remove_point, set_point

    session = of(context)
    texts = (position, quote, reason, evidence, wording, wording_file)
    if wording is not None and wording_file is not None:
        raise ConfigError("--wording and --wording-file are two ways to say the same", "give one of them")
    if remove:
        if another or any(value is not None for value in texts):
            raise ConfigError("--remove stands alone", f"write `regbot draft point {draft} {ref} --remove`")
        gone = remove_point(session.workspace, draft, ref)
        session.output.note(f"{gone.id} is taken out; `regbot draft restore {draft}` brings it back")
    else:
        edit = PointEdit(
            position=_position(position),
            quote=quote,
            reason=reason,
            evidence=tuple(evidence) if evidence is not None else None,
            wording=_text_of(wording_file) if wording_file else wording,
        )
        set_point(session.workspace, draft, ref, edit, another=another)
    _show(session, draft)


@drafts.command(cls=PlainCommand)
def check(
    context: typer.Context,
    draft: Draft,
    channel: Annotated[
        str,
        typer.Option(
            metavar="CHANNEL",
            help="email, portal, post or fax, or its number in the notice. [default: the draft's own]",
        ),
    ] = "",
    redact: Annotated[
        bool, typer.Option("--redact", help="Take out the personal data found, and what may not be sent; then check.")
    ] = False,
) -> None:
    """Check a draft before it is sent: deadline, quotes, length, personal data, and more (C01 to C24).

    What blocks comes first, then warnings, then notes; within each by number. The exit code is 0 also when something was
    found: `ready` in --json says whether anything blocks. --redact writes the draft; its earlier state stays in the history.
    """
    from regbot.workflows.draft_checks import check_draft, redact_draft

    session = of(context)
    if redact:
        gone = redact_draft(session.workspace, draft, channel)
        session.output.note(f"taken out: {gone} {'place' if gone == 1 else 'places'}")
    _report(session, check_draft(session.workspace, draft, channel))


@drafts.command(cls=PlainCommand)
def history(context: typer.Context, draft: Draft) -> None:
    """List the states kept of a draft, the newest first: all of the last minutes, then ever fewer, always the first."""
    from regbot.cli.drafting_records import state_record
    from regbot.cli.views.drafting import history_view
    from regbot.workflows.draft_states import draft_history

    session = of(context)
    kept = draft_history(session.workspace, draft)
    if session.output.json:
        session.output.data([state_record(item) for item in kept])
    else:
        session.output.view(*history_view(kept))


@drafts.command(cls=PlainCommand)
def restore(
    context: typer.Context,
    draft: Draft,
    when: Annotated[
        str, typer.Argument(metavar="TIME", help="As `draft history` prints it. [default: the state before this one]")
    ] = "",
) -> None:
    """Bring an earlier state back, or a draft that was deleted. The present state stays in the history."""
    from regbot.workflows.draft_states import restore_draft

    session = of(context)
    restore_draft(session.workspace, draft, when)
    _show(session, draft)


@drafts.command(cls=PlainCommand)
def delete(
    context: typer.Context,
    draft: Draft,
    yes: Annotated[bool, typer.Option("--yes", help="Also a draft that was noted as sent.")] = False,
) -> None:
    """Delete a draft. `draft restore` brings it back; files made for sending stay where they are."""
    from regbot.workflows.draft_states import delete_draft

    session = of(context)
    kept = delete_draft(session.workspace, draft, sent_too=yes)
    again = f"; `regbot draft restore {draft}` brings it back" if kept else ": nothing was written in it"
    session.output.note(f"{draft} is deleted{again}")


@drafts.command(cls=PlainCommand)
def edit(
    context: typer.Context,
    draft: Draft,
    interview: Annotated[
        bool, typer.Option("--interview", help="Go on with the questions instead, after the last one answered.")
    ] = False,
) -> None:
    """Open a draft in your editor ($VISUAL, else $EDITOR), and check it afterwards."""
    from regbot.cli.editor import open_editor
    from regbot.workflows.draft_checks import Checker
    from regbot.workflows.drafts import drafts_of, remember_edit

    session = of(context)
    store = drafts_of(session.workspace)
    if draft not in store.ids():
        store.read(draft)
    if interview:
        comment = sending.interview(session, draft)
    else:
        open_editor(store.path(draft))
        session.keep_time()
        comment = remember_edit(session.workspace, draft).comment
    _report(session, Checker(session.workspace, comment.consultation).check(comment))


def _show(session: Session, draft_id: str) -> None:
    from regbot.cli.drafting_records import draft_record
    from regbot.cli.views.drafting import draft_view
    from regbot.workflows.drafts import show_draft

    shown = show_draft(session.workspace, draft_id)
    if session.output.json:
        session.output.data(draft_record(shown))
    else:
        session.output.view(*draft_view(shown, colour=session.output.console.color_system is not None))


def _report(session: Session, report: object) -> None:
    from regbot.cli.drafting_records import report_record
    from regbot.cli.views.drafting import report_view
    from regbot.workflows.draft_checks import Report

    assert isinstance(report, Report)
    if session.output.json:
        session.output.data(report_record(report))
    else:
        session.output.view(*report_view(report, colour=session.output.console.color_system is not None))


def _position(value: str | None) -> Position | None:
    from regbot.draft.headings import POSITIONS as KNOWN

    if value is None:
        return None
    if value.strip().casefold() not in KNOWN:
        raise ConfigError(f"--position: {value!r} is no position", f"one of {', '.join(POSITIONS)}")
    return KNOWN[value.strip().casefold()]


def _lang(value: str) -> str:
    from regbot.draft.file import LANG

    if value and not LANG.fullmatch(value):
        raise ConfigError(f"--lang: {value!r} is no code of a language", "for example en or zh")
    return value


def _text_of(path: Path) -> str:
    import sys

    from regbot.parse.text import decode

    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(LONGEST_FILE + 1)
        else:
            with path.open("rb") as stream:
                data = stream.read(LONGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise ConfigError(f"cannot read {path}: {error}", "name a text file that is there") from error
    if len(data) > LONGEST_FILE:
        raise ConfigError(
            f"{path} is larger than {LONGEST_FILE // 1024**2} MB", "name a file with the provision's text"
        )
    return decode(data)
