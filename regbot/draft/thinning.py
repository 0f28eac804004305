"""Which earlier states of a draft to keep: all of the last minutes, then ever fewer, always the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

ALL = timedelta(minutes=2)
EVERY = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta.max, timedelta(days=7)),
)
"""Up to which age one state is kept in each stretch of that length."""

NEWEST = 20
"""This many of the newest are kept whatever their age."""


def superfluous(moments: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Those of `moments` (aware) that may go: in each stretch the last one stays, and of all of them the first."""
    ordered = sorted(moments, reverse=True)
    kept: set[tuple[timedelta, int]] = set()
    gone: set[datetime] = set()
    for place, moment in enumerate(ordered):
        age = now - moment
        if place < NEWEST or age <= ALL or place == len(ordered) - 1:
            continue
        length = next(length for oldest, length in EVERY if age <= oldest)
        stretch = length, int(moment.timestamp() // length.total_seconds())
        if stretch in kept:
            gone.add(moment)
        kept.add(stretch)
    return frozenset(gone)
