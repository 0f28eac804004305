"""How far a build is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a stage.

    Stages: `reading` (documents), `model` (0 or 1), `embedding` (texts), `vectors` (passages).
    """

    stage: str
    done: int
    total: int


Listener = Callable[[Progress], None]
