"""Files that a person asked for by name."""

from __future__ import annotations

import os
from pathlib import Path

from regbot.errors import ConfigError


def write_file(path: Path, data: bytes) -> None:
    """Replace the file at `path` whole or not at all. Raises ConfigError when it cannot be written."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except (OSError, ValueError) as error:
        partial.unlink(missing_ok=True)
        detail = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"cannot write {path}: {detail}", "name a file in a folder that is there") from error
