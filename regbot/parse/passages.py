"""JSONL passages: one JSON object a line with `id`, `document`, `label` and `text`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from regbot.errors import CorpusError
from regbot.parse.text import clean

EID = re.compile(r"[^\s{}#]{1,200}")
HINT = 'one passage a line: {"id": "…", "document": "…", "label": "…", "text": "…"}'


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage; `document` is empty where the line names none. `removed` counts control characters taken out."""

    id: str
    document: str
    label: str
    text: str
    removed: int


def read_passages(text: str, where: str) -> Iterator[Passage]:
    """Every passage, in order. `where` names the file in errors. Raises CorpusError with the line."""
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        passage = _passage(line, f"{where}: line {number}")
        if (passage.document, passage.id) in seen:
            raise CorpusError(f"{where}: line {number}: the id {passage.id!r} stands twice in its document", HINT)
        seen.add((passage.document, passage.id))
        yield passage


def _passage(line: str, where: str) -> Passage:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{where}: not JSON: {error}", HINT) from error
    if not isinstance(record, dict):
        raise CorpusError(f"{where}: not a JSON object", HINT)
    values = {name: record.get(name, "") for name in ("id", "document", "label", "text")}
    if isinstance(values["id"], int):
        values["id"] = str(values["id"])
    for name, value in values.items():
        if not isinstance(value, str):
            raise CorpusError(f"{where}: {name!r} is no string", HINT)
    if not EID.fullmatch(values["id"]):
        raise CorpusError(f"{where}: {values['id']!r} cannot be an id", "ids hold no spaces, no # and no braces")
    text, label = clean(values["text"]), clean(values["label"])
    return Passage(
        values["id"], values["document"], " ".join(label.text.split()), text.text, text.removed + label.removed
    )
