"""Writes a theme into config.toml and leaves everything else in it as it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from regbot.corpus.store import replace_file
from regbot.errors import ConfigError

TABLE = re.compile(r"\s*\[")
APP = re.compile(r"\s*\[\s*app\s*\]\s*(#.*)?$")
THEME = re.compile(r"\s*theme\s*=")


def keep_theme(path: Path, name: str) -> None:
    """Set `[app] theme` in the file at `path`, made if it is not there. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        changed = with_theme(text, name)
        if tomllib.loads(changed).get("app", {}).get("theme") != name:
            raise ValueError("its [app] is written in a way that regbot cannot change")
        replace_file(path, changed)
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigError(f"{path}: {error}", f'write it yourself: `[app]` and `theme = "{name}"`') from error


def with_theme(text: str, name: str) -> str:
    """The text of a config.toml with the theme set to `name`; every other line stays."""
    lines = text.splitlines()
    line = f'theme = "{name}"'
    head = next((place for place, each in enumerate(lines) if APP.match(each)), None)
    if head is None:
        return "\n".join([*lines, *([""] if lines else []), "[app]", line]) + "\n"
    end = next((place for place in range(head + 1, len(lines)) if TABLE.match(lines[place])), len(lines))
    at = next((place for place in range(head + 1, end) if THEME.match(lines[place])), None)
    if at is None:
        lines.insert(head + 1, line)
    else:
        lines[at] = line
    return "\n".join(lines) + "\n"
