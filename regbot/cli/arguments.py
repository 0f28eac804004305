"""Global options anywhere on the command line: moved to the front before it is parsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from regbot.errors import ConfigError

VALUED = ("--home", "--as-of")
FLAGS = ("--json", "--quiet", "--no-colour", "--no-color", "--version")


@dataclass(frozen=True, slots=True)
class Hoisted:
    """`options` are global, as given; `rest` is the command with its own options and arguments."""

    options: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def json(self) -> bool:
        """Whether even a usage error must be told as JSON."""
        return "--json" in self.options


def hoist(argv: Sequence[str], root: Any) -> Hoisted:
    """Split `argv` for the click group `root`: a global option counts wherever it stands, but not after `--` and not as
    another option's value. Raises ConfigError when one lacks its value.
    """
    options: list[str] = []
    rest: list[str] = []
    command = root
    tokens = iter(argv)
    for token in tokens:
        if token == "--":
            rest += [token, *tokens]
        elif token in FLAGS:
            options.append(token)
        elif token in VALUED:
            options += [token, _value(token, tokens)]
        elif token.startswith(tuple(f"{name}=" for name in VALUED)):
            options.append(token)
        else:
            rest.append(token)
            if _takes_value(command, token):
                rest += [value for value in [next(tokens, None)] if value is not None]
            elif not token.startswith("-"):
                command = getattr(command, "commands", {}).get(token, command)
    return Hoisted(tuple(options), tuple(rest))


def _value(option: str, tokens: Iterator[str]) -> str:
    value = next(tokens, None)
    if value is None or value.startswith("--"):
        raise ConfigError(f"option {option} needs a value", f"write `{option} VALUE`; `regbot --help` explains it")
    return value


def _takes_value(command: Any, token: str) -> bool:
    if not token.startswith("-"):
        return False
    return any(token in parameter.opts and not parameter.is_flag for parameter in _options(command))


def _options(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "option"]
