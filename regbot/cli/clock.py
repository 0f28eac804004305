"""The zone of the person's own clock, with its daylight saving, so that a date months away gets the right hour."""

from __future__ import annotations

import os
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")
DATABASE = "zoneinfo/"


def local_zone() -> tzinfo | None:
    """The IANA zone that TZ or the system names; else the offset of now, fixed."""
    return _named(os.environ.get("TZ", "")) or _named(_system_zone()) or datetime.now().astimezone().tzinfo


def _system_zone() -> str:
    try:
        return str(LOCALTIME.resolve(strict=True)).rpartition(DATABASE)[2]
    except OSError:
        return ""


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name.removeprefix(":")) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
