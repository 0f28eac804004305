"""Comments to test with."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from regbot.draft.comment import Anchor, Comment, Point, Position, Sender, Sent

SHA = "ab" * 32
MOMENT = datetime(2023, 8, 20, 10, 0, tzinfo=UTC)

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "# Reason",
                "## Point 1",
                "### Evidence",
                "\\# Notes",
                "---",
                "> quoted",
                "- position: oppose",
                "- item",
                "{#point-9}",
                "1. one",
                "position: amend",
                "",
                "  ",
                "    # set in",
                "意见 3",
                "## 理由",
                "<!-- note -->",
                "```",
                "\x1b[31mred\x1b[0m",
                "a\r\nb",
                "\u202eevil",
                "[/bold]",
                "“words”",
            ]
        ),
        max_size=5,
    ).map("\n".join),
)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))
ANCHORS = st.builds(
    Anchor,
    ref=st.sampled_from(["faces-draft-2023#art_2", "x#art_5__para_2", ""]),
    version=st.dates(min_value=date(1990, 1, 1)),
    lang=st.sampled_from(["en", "zh", "zh-CN"]),
    sha256=st.sampled_from([SHA, ""]),
)
POINTS = st.builds(
    Point,
    id=st.sampled_from(["point-1", "point-2", "point-12", "own-id", "", "x/../y"]),
    anchor=st.none() | ANCHORS,
    quote=HOSTILE,
    position=st.none() | st.sampled_from(Position),
    reason=HOSTILE,
    evidence=st.lists(HOSTILE, max_size=3).map(tuple),
    wording=HOSTILE,
)
SENDINGS = st.builds(Sent, at=MOMENTS, channel=HOSTILE, sha256=st.sampled_from([SHA, "", "no hash"]), tracking=HOSTILE)
COMMENTS = st.builds(
    Comment,
    id=st.just("mine"),
    consultation=st.just("faces-draft-2023"),
    lang=st.sampled_from(["en", "zh", "zh-CN"]),
    title=HOSTILE,
    sender=st.none() | st.sampled_from(Sender),
    name=HOSTILE,
    contact=HOSTILE,
    standing=HOSTILE,
    worry=HOSTILE,
    opening=HOSTILE,
    points=st.lists(POINTS, max_size=3).map(tuple),
    closing=HOSTILE,
    channel=st.sampled_from(["", "email", "post"]),
    attachments=st.lists(HOSTILE, max_size=2).map(tuple),
    template=HOSTILE,
    own_views=st.booleans(),
    disclosure=HOSTILE,
    practice=st.booleans(),
    created=st.none() | MOMENTS,
    sent=st.lists(SENDINGS, max_size=2).map(tuple),
    notes=HOSTILE,
)
