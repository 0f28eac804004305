"""Bytes of a text file to clean text: encoding, line breaks, control characters, front matter, language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
HAN = re.compile(r"[\u3400-\u9fff]")
LETTER = re.compile(r"[^\W\d_]")
FENCE = "---"
MARKS = (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")
BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word or ZIP",
    b"\xd0\xcf\x11\xe0": "an old Word",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text fit for the corpus; `removed` counts the control characters that are gone."""

    text: str
    removed: int


def binary_kind(data: bytes) -> str:
    """What sort of file `data` is when it is not text (`a PDF`), else empty."""
    return next((name for start, name in BINARY.items() if data.startswith(start)), "")


def is_json(text: str) -> bool:
    """Whether `text` is a JSON object or list: data for a program, not words for a reader."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def decode(data: bytes) -> str:
    """The text of a file: by byte order mark, else UTF-8, else GB 18030 if that gives Chinese, else Windows-1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    chinese = data.decode("gb18030", errors="replace")
    if "\ufffd" not in chinese and len(HAN.findall(chinese)) * 4 > len(chinese):
        return chinese
    return data.decode("cp1252", errors="replace")


def clean(text: str) -> CleanText:
    """`text` with line feeds for line breaks and without control and bidirectional characters."""
    cleaned, removed = CONTROL.subn("", BREAKS.sub("\n", text))
    return CleanText(cleaned, removed)


def language(text: str) -> str:
    """`zh` when a fifth of the letters are Chinese characters, else `en`."""
    return "zh" if len(HAN.findall(text)) * 5 > len(LETTER.findall(text)) else "en"


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between `---` at the beginning, keys in lower case, and the text after them."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE:
        return {}, text
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == FENCE:
            pairs = (item.partition(":") for item in lines[1:number] if ":" in item)
            values = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}
            return values, "\n".join(lines[number + 1 :]).lstrip("\n")
    return {}, text


def title_of(text: str) -> str:
    """The first line that says something, without Markdown's heading marks; empty for an empty text.

    A line that only leads to the next one ("Write on the envelope:") is passed over where another follows.
    """
    lines = [line.strip().lstrip("#").strip("*_ ") for line in text.split("\n") if line.strip("#*_ \t")]
    return next((line for line in lines if not line.endswith((":", "："))), lines[0] if lines else "")
