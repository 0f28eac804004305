"""`regbot` and `python -m regbot`: without arguments, in a terminal, straight to the app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regbot.workspace import Workspace


def main() -> int:
    """Run regbot and return the exit code. The app opens without loading the command line."""
    if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty():
        return _open_app()
    from regbot.cli.main import main as run

    return run()


def _open_app() -> int:
    from regbot.tui.app import run

    try:
        run(_workspace)
    except BaseException as error:
        from regbot.cli.main import conclude

        return conclude(error)
    return 0


def _workspace() -> Workspace:
    from regbot.cli.session import moment
    from regbot.workspace import Workspace

    return Workspace.open(None, moment(None))


if __name__ == "__main__":
    sys.exit(main())
