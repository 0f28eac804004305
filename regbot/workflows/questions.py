"""Files of questions, one JSON object a line: for batches and for `eval`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regbot.ask.checks import checked
from regbot.errors import ConfigError
from regbot.workflows.ask import Question

HINT = 'one JSON object a line, for example {"id": "q1", "question": "When do comments close?"}'


def read_questions(path: Path) -> list[Question]:
    """The questions of a batch, `id` and `question` (or `query`) each. `-` reads standard input.

    Raises ConfigError, with the line, before any is answered.
    """
    questions: list[Question] = []
    for where, record in read_records(path):
        text = question_in(where, record)
        questions.append(Question(id=str(record.get("id", len(questions) + 1)), text=text))
    return questions


def question_in(where: str, record: dict[str, Any]) -> str:
    """The record's `question` (or `query`). Raises ConfigError, with the place, when it has none that can be asked."""
    text = record.get("question", record.get("query"))
    if not isinstance(text, str):
        raise ConfigError(f"{where}: no question", HINT)
    try:
        return checked(text)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error.message}", error.hint) from error


def read_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's JSON object with the place it stands at, for errors. Empty lines are skipped. Raises ConfigError."""
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{where}: not JSON: {error}", HINT) from error
        if not isinstance(record, dict):
            raise ConfigError(f"{where}: not a JSON object", HINT)
        yield where, record


def _read(path: Path) -> str:
    import sys

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}", "check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8: {error.reason} at byte {error.start}", "save it as UTF-8") from error
