"""The `regbot` program: global options, commands, and how a failure ends."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import regbot
from regbot.cli import asking, checking, comparing, drafting, keeping, reading, refreshing, serving, tracking
from regbot.cli.arguments import hoist
from regbot.cli.help import SectionedGroup
from regbot.cli.session import Session, moment, of
from regbot.cli.usage import explain
from regbot.errors import ExitCode, InterruptedByUserError, RegbotError
from regbot.output import Output, abandon_stdout, report_error, stand_in_for_closed_streams

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

app = typer.Typer(
    name="regbot",
    cls=SectionedGroup,
    add_completion=False,
    rich_markup_mode=None,
    suggest_commands=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
asking.register(app)
reading.register(app)
tracking.register(app)
comparing.register(app)
drafting.register(app)
refreshing.register(app)
keeping.register(app)
checking.register(app)
serving.register(app)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(metavar="DIR", help="Workspace to use. [env: REGBOT_HOME]")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Look at the corpus as it stood on that day.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no notes on stderr.")] = False,
    no_colour: Annotated[bool, typer.Option("--no-colour", "--no-color", help="No colour. [env: NO_COLOR]")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Read, quote and track draft regulations; every answer cites its source.

    Without a command, regbot opens the app. Global options may stand before or after the command.
    """
    output = Output(json=json, quiet=quiet, colour=not no_colour)
    if version:
        output.data({"version": regbot.__version__}) if json else output.view(f"regbot {regbot.__version__}")
        raise typer.Exit
    context.obj = Session(output=output, home=home, as_of=moment(as_of))
    if context.invoked_subcommand is None:
        _open_app(context)


def main(argv: Sequence[str] | None = None) -> int:
    """Run regbot with `argv` (default: the process's own) and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    stand_in_for_closed_streams()
    output = Output(json="--json" in arguments)
    try:
        code = _run(arguments, output)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_stdout()
        code = int(ExitCode.OK)
    except OSError as error:
        abandon_stdout()
        output.complain(f"cannot write the result: {error.strerror}", "make room, or send the result elsewhere")
        code = int(ExitCode.UNEXPECTED)
    return code


def _run(arguments: list[str], output: Output) -> int:
    command = typer.main.get_command(app)
    try:
        hoisted = hoist(arguments, command)
        output.json = hoisted.json
        with command.make_context("regbot", [*hoisted.options, *hoisted.rest]) as context:
            command.invoke(context)
    except typer.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None and error.errno in UNWRITABLE:
            raise
        return conclude(error, output)
    except (KeyboardInterrupt, Exception) as error:
        return conclude(error, output)
    return int(ExitCode.OK)


def conclude(error: BaseException, output: Output | None = None) -> int:
    """Tell a person what stopped regbot; gives the exit code."""
    output = output or Output()
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return report_error(output, InterruptedByUserError("interrupted"))
    if not isinstance(error, Exception):
        raise error
    _trace()
    told = error if isinstance(error, RegbotError) else explain(error)
    if told:
        return report_error(output, told)
    output.error(*_unexpected(error), "unexpected")
    return int(ExitCode.UNEXPECTED)


def _open_app(context: typer.Context) -> None:
    if not (sys.stdout.isatty() and sys.stdin.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        of(context).output.view(context.get_help())
        return
    from regbot.tui.app import run

    run(of(context).workspace, colour=of(context).output.colour)


def _unexpected(error: Exception) -> tuple[str, str]:
    if isinstance(error, OSError) and error.filename:
        return (
            f"{error.filename}: {error.strerror}",
            "check that the file is there, readable, and that the disk has room",
        )
    return f"unexpected {type(error).__name__}: {error}", "run again with REGBOT_DEBUG=1 and report what it prints"


def _trace() -> None:
    if os.environ.get("REGBOT_DEBUG"):
        traceback.print_exc()
