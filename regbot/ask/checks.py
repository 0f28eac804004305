"""What may be asked at all."""

from __future__ import annotations

from regbot.errors import ConfigError
from regbot.sanitise import one_line

LONGEST_QUESTION = 5_000


def checked(question: str) -> str:
    """The question on one line, without control characters. Raises ConfigError when it is empty or too long."""
    if len(question) > LONGEST_QUESTION:
        raise ConfigError(
            f"the question has {len(question):,} characters; at most {LONGEST_QUESTION:,} are read",
            "shorten it, or split it into several questions",
        )
    text = one_line(question)
    if not text:
        raise ConfigError("the question is empty", 'write one, for example: regbot ask "When do comments close?"')
    return text
