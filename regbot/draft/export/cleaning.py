"""Words that somebody wrote, made safe for every format: they steer no program and fit into XML."""

from __future__ import annotations

import re

from regbot.sanitise import one_line, plain

ILLEGAL = re.compile(r"[\ufffe\uffff]")
"""Code points that no XML, so no DOCX, may hold."""


def clean(text: str) -> str:
    """`text` without what could steer a program; paragraphs stay."""
    return ILLEGAL.sub("", plain(text)).strip()


def clean_line(text: str) -> str:
    """`clean(text)` on one line."""
    return one_line(ILLEGAL.sub("", text))
