"""The moment that a view speaks for."""

from __future__ import annotations

from rich.text import Text

from regbot.model import AsOf


def spoken(as_of: AsOf) -> Text:
    """`As it stood on 20 August 2023.` for a day asked about, else the moment it was asked."""
    if as_of.day:
        return Text(f"As it stood on {as_of.day.day} {as_of.day:%B %Y}.", "italic")
    now = as_of.now
    return Text(f"As of {now:%A} {now.day} {now:%B %Y, %H:%M} (UTC{now.isoformat()[-6:]}).", "italic")


def day_asked(as_of: AsOf) -> tuple[Text, ...]:
    """What `spoken` says where a day was asked about, else nothing."""
    return (spoken(as_of),) if as_of.day else ()
