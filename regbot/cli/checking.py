"""`eval`, `doctor`, `paths` and `config`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import of


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("eval", cls=PlainCommand)(evaluate)
    app.command(cls=PlainCommand)(doctor)
    app.command("paths", cls=PlainCommand)(show_paths)
    config = typer.Typer(no_args_is_help=False, rich_markup_mode=None, suggest_commands=False)
    config.callback(invoke_without_command=True)(show_unless_told)
    config.command("show", cls=PlainCommand)(show_config)
    app.add_typer(config, name="config", help="Show the settings.")


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="Questions with gold answers, one JSON object a line.")
    ],
    limit: Annotated[
        int, typer.Option("-k", metavar="N", min=1, max=100, help="Weigh at most N provisions per question.")
    ] = 8,
) -> None:
    """Run questions with gold answers and print the rates, each with its 95 % interval.

    A line holds "id", "lang", "question", "type", "gold" (refs; empty, or left out, when the corpus cannot answer), "need" (any or
    all of them), "must_mention" ("a|b": one of these). recall and any_gold are about `search`, the other rates about
    `ask`. Types come in alphabetical order, failures in the file's.
    """
    from regbot.cli.records import evaluation_record
    from regbot.cli.views.checking import evaluation_view
    from regbot.workflows.evaluate import evaluate

    session = of(context)
    with session.output.progress("Asking") as report:
        evaluation = evaluate(session.workspace, file, report, limit=limit)
    if session.output.json:
        session.output.data(evaluation_record(evaluation))
    else:
        session.output.view(*evaluation_view(evaluation))


def doctor(context: typer.Context) -> None:
    """Check this installation and workspace; nothing is changed.

    Checks come in the order in which things depend on each other: settings, workspace, corpus, sources, index,
    model, disk, versions. The exit code is 0 unless something is broken; it is then that of the first broken thing.
    """
    from regbot.cli.records import plain_fields
    from regbot.cli.views.checking import doctor_view
    from regbot.workflows.doctor import Level, examine

    session = of(context)
    checks = examine(session.workspace)
    if session.output.json:
        session.output.data({"checks": [plain_fields(check) for check in checks]})
    else:
        session.output.view(*doctor_view(checks))
    broken = [check for check in checks if check.level is Level.BROKEN]
    if broken:
        raise typer.Exit(broken[0].exit_code)


def show_paths(context: typer.Context) -> None:
    """Show where things are."""
    from regbot.cli.views.checking import pairs_view
    from regbot.workflows.settings import where

    session = of(context)
    found = where(session.workspace)
    if session.output.json:
        session.output.data(found)
    else:
        session.output.view(*pairs_view(found))


def show_unless_told(context: typer.Context) -> None:
    """Show the settings when no command follows."""
    if context.invoked_subcommand is None:
        show_config(context)


def show_config(context: typer.Context) -> None:
    """Show every setting in effect, by section; secrets are redacted."""
    from regbot.cli.views.checking import pairs_view
    from regbot.workflows.settings import in_effect

    session = of(context)
    found = in_effect(session.workspace)
    if session.output.json:
        session.output.data(found)
    else:
        flat = {f"{section}.{key}": value for section, values in found.items() for key, value in values.items()}
        session.output.view(*pairs_view(flat))
