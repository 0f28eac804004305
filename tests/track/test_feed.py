"""The Atom feed, read back by a feed reader."""

from __future__ import annotations

from datetime import UTC, date, datetime

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from regbot.track.changes import Change, ChangeKind
from regbot.track.deadlines import deadline
from regbot.track.feed import FeedEntry, feed_entry, write_feed
from tests.track.consultations import consultation, on

NOW = datetime(2023, 8, 20, 4, 0, tzinfo=UTC)
AWARE = st.datetimes(datetime(1990, 1, 1), datetime(2216, 1, 1), timezones=st.just(UTC))


@given(st.lists(st.builds(FeedEntry, st.uuids().map(lambda name: name.urn), st.text(), AWARE, st.text()), max_size=3))
def test_any_text_is_well_formed_and_stays_text(entries):
    parsed = feedparser.parse(write_feed(entries, NOW))
    assert not parsed.bozo
    assert [item.id for item in parsed.entries] == [item.id for item in entries]


def test_markup_in_a_title_is_shown_and_not_run():
    hostile = "<script>alert(1)</script> & ]]> \x1b[31m"
    draft = consultation(date(2023, 9, 7), title={"en": hostile}, url="https://example.org/?a=1&b=2")
    data = write_feed([feed_entry(deadline(draft, on("2023-08-20")), (), "open")], NOW)
    assert b"<script>" not in data
    assert b"&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;" in data
    assert feedparser.parse(data).entries[0].link == "https://example.org/?a=1&b=2"


def test_only_web_addresses_become_links():
    draft = consultation(date(2023, 9, 7), url="javascript:alert(1)")
    assert b"javascript" not in write_feed([feed_entry(deadline(draft, on("2023-08-20")), (), "open")], NOW)


def test_an_entry_keeps_its_id_and_is_updated_when_something_happens():
    before = feed_entry(deadline(consultation(date(2023, 9, 7)), on("2023-08-20")), (), "open")
    moved = Change(ChangeKind.MOVED, date(2023, 8, 15), date(2023, 9, 7), date(2023, 9, 21))
    after = feed_entry(deadline(consultation(date(2023, 9, 21)), on("2023-08-20")), (moved,), "open")
    assert before.id == after.id
    assert after.updated.isoformat() == "2023-08-15T00:00:00+08:00"


def test_a_feed_in_which_nothing_happened_is_the_same_file():
    item = feed_entry(
        deadline(consultation(date(2023, 9, 7), published=date(2023, 8, 8)), on("2023-08-20")), (), "open"
    )
    later = datetime(2024, 1, 1, tzinfo=UTC)
    assert write_feed([item], NOW) == write_feed([item], later)
