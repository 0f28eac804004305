"""The consultations a person watches, with notes: a TOML file that may be edited by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from regbot.errors import ConfigError

HEADER = """\
# Consultations you watch. Written by `regbot deadlines --watch ID --note TEXT` and `--unwatch ID`; edit it as you like.
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A document watched since a day, with the person's own note."""

    document: str
    since: date
    note: str = ""


def read_watched(text: str, where: str) -> tuple[Watched, ...]:
    """The list in a file's text, in its order; `where` names it in errors. Raises ConfigError."""
    try:
        items = tomllib.loads(text).get("watched", {}).items()
        return tuple(Watched(name, _day(item["since"]), _text(item.get("note", ""))) for name, item in items)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        detail = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise ConfigError(f"{where}: {detail}", "correct the file, or move it away") from error


def write_watched(items: Iterable[Watched]) -> str:
    """The text that `read_watched` turns back into `items`."""
    import tomli_w

    tables = {item.document: {"since": item.since} | ({"note": item.note} if item.note else {}) for item in items}
    return HEADER + (f"\n{tomli_w.dumps({'watched': tables})}" if tables else "")


def watching(items: Iterable[Watched], document: str, today: date, note: str | None) -> tuple[Watched, ...]:
    """`items` with `document` among them, by id; a note of None leaves the one there."""
    held = {item.document: item for item in items}
    old = held.get(document, Watched(document, today))
    held[document] = Watched(document, old.since, old.note if note is None else note)
    return tuple(held[name] for name in sorted(held))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date")
    return value
