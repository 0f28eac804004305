"""What a history says of each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from regbot.draft.comment import Anchor, Comment, Point, Position, Sender, Sent
from regbot.draft.differences import difference

FIRST = Point("point-1", Anchor("x#art_5", "0" * 64, "en", "2023-08-08"))
SECOND = Point("point-2")
PLAIN = Comment("x", "x", "en", points=(FIRST, SECOND))
NOTED = Sent(datetime(2023, 8, 20, tzinfo=UTC), "email", "0" * 64)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (PLAIN, "nothing"),
        (replace(PLAIN, name="Ada", sender=Sender.INDIVIDUAL), "as what; name"),
        (
            replace(PLAIN, points=(replace(FIRST, reason="Why.", position=Position.AMEND), SECOND)),
            "point-1 (art_5): position, reason",
        ),
        (replace(PLAIN, points=(FIRST,)), "point-2 taken out"),
        (replace(PLAIN, points=(FIRST, SECOND, Point("point-3"))), "point-3 added"),
        (replace(PLAIN, points=(SECOND, FIRST)), "points in another order"),
        (replace(PLAIN, opening="Sir,", sent=(NOTED,)), "opening; noted as sent"),
    ],
)
def test_what_changed_is_named(after, told):
    assert difference(PLAIN, after) == told


def test_the_first_state_is_the_beginning():
    assert difference(None, PLAIN) == "begun"
