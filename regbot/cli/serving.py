"""`serve`: the app in a browser on this computer."""

from __future__ import annotations

from typing import Annotated

import typer

from regbot.cli.help import PlainCommand
from regbot.cli.session import of


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command(cls=PlainCommand)(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(metavar="N", min=1024, max=65535, help="Where to listen.")] = 8000,
) -> None:
    """Open the app in a browser on this computer; nobody else can reach it. Ctrl+C ends it."""
    from regbot.tui.serving import HOST, serve

    session = of(context)
    session.output.note(f"regbot is at http://{HOST}:{port} (Ctrl+C ends it)")
    named = {"--home": session.home, "--as-of": session.as_of.day}
    serve([part for option, value in named.items() if value for part in (option, str(value))], port)
