"""The editor that a person has set up."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from regbot.errors import ConfigError

USUAL = ("sensible-editor", "nano", "vi", "notepad")


def open_editor(path: Path) -> None:
    """Open `path` in $VISUAL, else $EDITOR, else a usual one, and wait until it is closed. Raises ConfigError."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, USUAL), "")
    if not chosen:
        raise ConfigError("no editor is set up", f"set EDITOR, or open {path} yourself")
    try:
        command = [*shlex.split(chosen, posix=os.name == "posix"), str(path)]
        code = subprocess.run(command, check=False).returncode
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"cannot start the editor {chosen!r}: {error}", f"set EDITOR, or open {path} yourself"
        ) from error
    if code:
        raise ConfigError(f"the editor {chosen!r} ended with code {code}", f"what it saved is in {path}")
