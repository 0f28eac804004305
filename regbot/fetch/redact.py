"""Keeps secrets out of messages, logs and file names."""

from __future__ import annotations

import re

SECRET = re.compile(r"(?i)([?&;](?:api[_-]?key|key|token|access[_-]?token|secret|password|signature|auth)=)[^&#\s]*")
USER = re.compile(r"(?i)(\w+://)[^/@\s]*@")


def redacted(url: str) -> str:
    """`url` without the values of parameters that hold secrets, and without a name and password."""
    return USER.sub(r"\1", SECRET.sub(r"\1***", url))
