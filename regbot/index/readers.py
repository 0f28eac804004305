"""Who reads which generation: a shared lock on the generation's folder, which writes nothing."""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows refuses to delete open files by itself
    fcntl = None  # type: ignore[assignment]


def hold(folder: Path) -> int | None:
    """Mark `folder` as being read until `release`; None where the system has no such lock."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def release(descriptor: int | None) -> None:
    """End what `hold` began."""
    if descriptor is not None:
        os.close(descriptor)


def in_use(folder: Path) -> bool:
    """Whether some process reads `folder`, as far as can be known."""
    if fcntl is None:
        return False
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
