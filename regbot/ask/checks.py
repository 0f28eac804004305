"""What may be asked at all."""

from __future__ import annotations

import re

from regbot.errors import ConfigError
from regbot.sanitise import one_line

LONGEST_QUESTION = 5_000
HELD_BYTES = re.compile("[\udc80-\udcff]+")
"""How Python holds bytes that the locale's encoding has no character for."""


def checked(question: str) -> str:
    """The question on one line, without control characters, and read as UTF-8 where the locale could not read it.

    Raises ConfigError when it is empty or too long.
    """
    question = HELD_BYTES.sub(
        lambda held: held.group().encode("ascii", "surrogateescape").decode("utf-8", "replace"), question
    )
    if len(question) > LONGEST_QUESTION:
        raise ConfigError(
            f"the question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read",
            "shorten it, or split it into several questions",
        )
    text = one_line(question)
    if not text:
        raise ConfigError("the question is empty", 'write one, for example: regbot ask "When do comments close?"')
    return text
