"""Usage errors of the argument parser as one message and one hint that names the nearest right word."""

from __future__ import annotations

import difflib
import re
from typing import Any

from regbot.errors import ConfigError

FORMATS = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "HH", "%M": "MM", "%S": "SS"}
UNKNOWN_COMMAND = re.compile(r"No such command ['\"](.*?)['\"]")


class UsageError(ConfigError):
    """The command line cannot be understood."""


def explain(error: Exception) -> UsageError | None:
    """The usage error behind a parser's exception, or None when `error` is something else."""
    if not (hasattr(error, "format_message") and hasattr(error, "exit_code")):
        return None
    context: Any = getattr(error, "ctx", None)
    message = str(error.format_message()).rstrip(".")
    message = message[:1].lower() + message[1:]
    message = _plain(message)
    command = context.command if context else None
    path = context.command_path if context else "regbot"
    wrong = getattr(error, "option_name", None)
    unknown = UNKNOWN_COMMAND.search(str(error.format_message()))
    if wrong and "no such option" in message:
        return UsageError(f"no such option: {wrong}", _nearest(wrong, _options(context), path))
    if unknown:
        return UsageError(
            f"no such command: {unknown[1]}", _nearest(unknown[1], getattr(command, "commands", {}), path)
        )
    return UsageError(message, f"run `{path} --help`")


def _plain(message: str) -> str:
    """The parser's message in words that need no knowledge of the program it is written in."""
    for written, meant in FORMATS.items():
        message = message.replace(written, meant)
    return message.replace("Value error, ", "")


def _options(context: Any) -> list[str]:
    own = [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]
    above = context.find_root().command.params
    return [*own, *(name for parameter in above for name in parameter.opts if name.startswith("--"))]


def _nearest(word: str, known: Any, path: str) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"did you mean `{near[0]}`?" if near else f"run `{path} --help`"
