"""`refresh` and `sources`: bring the corpus up to date with its publishers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import Session, of
from regbot.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from regbot.workflows.sources import SourceStatus

Names = Annotated[
    list[str] | None, typer.Argument(metavar="SOURCE", help="Names from sources.toml. [default: all switched on]")
]
Mirrors = Annotated[
    list[str] | None,
    typer.Option(
        "--base-url", metavar="SOURCE=URL", help="Ask this address instead of the publisher. May be repeated."
    ),
]
AllowLocal = Annotated[
    bool, typer.Option("--allow-local", help="The address may lead to this computer or a private network.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command(cls=PlainCommand)(refresh)
    sources = typer.Typer(no_args_is_help=False, rich_markup_mode=None, suggest_commands=False)
    sources.callback(invoke_without_command=True)(list_unless_told)
    sources.command("list", cls=PlainCommand)(list_sources)
    sources.command(cls=PlainCommand)(check)
    sources.command(cls=PlainCommand)(add)
    app.add_typer(sources, name="sources", help="List, check and add the sites and APIs that refresh asks.")


def refresh(  # noqa: PLR0913, PLR0917  one parameter an option
    context: typer.Context,
    names: Names = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask the publishers and tell what would change; write nothing.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Look at what changed from that day on. [default: since the last success, with an overlap]",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Parse everything again, and believe a text that shrank.")
    ] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help="Leave the index as it is.")] = False,
    base_url: Mirrors = None,
    allow_local: AllowLocal = False,
) -> None:
    """Fetch what publishers changed, store it, and index what is new.

    Each document is stored whole before the next is asked for: an interrupted refresh goes on where it stopped. Sources
    come in the order named, else in that of corpus/sources.toml, their documents in the order of the publisher's list.
    With a source or an item that failed the others go on, and the exit code is 4. With --quiet only what changed or
    failed is told: nothing at all when all is well and as it was.
    """
    from regbot.cli.records import refresh_record
    from regbot.cli.views.sources import refresh_view
    from regbot.workflows.refresh import Progress, refresh

    session = of(context)
    if since and since.date() > session.workspace.as_of.date:
        raise ConfigError(f"--since {since.date()} is in the future", "give a day up to today")
    with session.output.progress_of_many() as report:

        def heard(step: Progress) -> None:
            message = " ".join(filter(None, (step.stage, step.title)))
            report(step.source, message, step.done, step.total)

        done = refresh(
            session.workspace,
            names or (),
            since=since.date() if since else None,
            dry_run=dry_run,
            force=force,
            index=not no_index,
            overrides=_overrides(base_url or (), allow_local),
            listener=heard,
        )
    if session.output.json:
        session.output.data(refresh_record(done))
    else:
        session.output.view(*refresh_view(done, quiet=session.output.quiet))
    for note in done.notes:
        session.output.note(note)
    if done.exit_code:
        session.output.complain(*done.problem)
        raise typer.Exit(done.exit_code)


def list_unless_told(context: typer.Context) -> None:
    """List the sources when no command follows."""
    if context.invoked_subcommand is None:
        list_sources(context)


def list_sources(context: typer.Context) -> None:
    """List the sources in the order of corpus/sources.toml, and how each last fared; asks no publisher."""
    from regbot.workflows.sources import list_sources

    session = of(context)
    _tell(session, list_sources(session.workspace))


def check(
    context: typer.Context, names: Names = None, base_url: Mirrors = None, allow_local: AllowLocal = False
) -> None:
    """Ask each source for the beginning of its list, politely and once; nothing is stored.

    Sources come in the order named, else in that of corpus/sources.toml. The exit code is 4 if one of them failed.
    """
    from regbot.workflows.sources import check_sources

    session = of(context)
    asked = 0
    with session.output.progress("Asking") as report:

        def heard(status: SourceStatus) -> None:
            nonlocal asked
            asked += 1
            report(status.name, asked, 0)

        overrides = _overrides(base_url or (), allow_local)
        statuses = check_sources(session.workspace, names or (), overrides=overrides, heard=heard)
    _tell(session, statuses)
    failed = [status for status in statuses if status.error]
    if failed:
        session.output.complain(f"{failed[0].name}: {failed[0].error}", failed[0].hint)
        raise typer.Exit(ExitCode.SOURCE)


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A consultation, a page or PDF, a feed.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it. [default: from the address]")] = "",
    terms: Annotated[str, typer.Option(metavar="TEXT", help="The publisher's terms of reuse, in a sentence.")] = "",
    allow_local: AllowLocal = False,
) -> None:
    """Watch what is at an address from now on.

    regbot looks at it once and adds it to corpus/sources.toml: as a publisher it knows, as a feed, or as a page. The next
    `regbot refresh` takes its text in.
    """
    from regbot.cli.records import plain_fields
    from regbot.workflows.add_source import add_source

    session = of(context)
    added = add_source(session.workspace, url, name=name, terms=terms, allow_local=allow_local)
    if session.output.json:
        session.output.data(plain_fields(added))
        return
    from regbot.cli.views.sources import added_view

    session.output.view(*added_view(added))


def _tell(session: Session, statuses: Sequence[SourceStatus]) -> None:
    from regbot.cli.records import source_record
    from regbot.cli.views.sources import sources_view

    if session.output.json:
        session.output.data([source_record(status) for status in statuses])
    else:
        session.output.view(*sources_view(statuses))


def _overrides(mirrors: Sequence[str], allow_local: bool) -> dict[str, dict[str, object]]:
    """Settings by source from `SOURCE=URL` arguments. Raises ConfigError."""
    overrides: dict[str, dict[str, object]] = {}
    for mirror in mirrors:
        name, separator, url = mirror.partition("=")
        if not separator or not url.startswith(("http://", "https://")):
            hint = "write `--base-url SOURCE=URL`, for example gov_uk=http://127.0.0.1:8000"
            raise ConfigError(f"--base-url: {mirror!r} names no source and address", hint)
        overrides[name] = {"base_url": url, **({"allow_local": True} if allow_local else {})}
    if allow_local and not overrides:
        raise ConfigError("--allow-local belongs to --base-url", "write `--base-url SOURCE=URL --allow-local`")
    return overrides
