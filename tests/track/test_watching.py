"""The list of what a person watches."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.errors import ConfigError
from regbot.track.watching import Watched, read_watched, watching, write_watched

TODAY = date(2026, 11, 22)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,30}", fullmatch=True)


@given(st.lists(st.builds(Watched, NAMES, st.dates(), st.text()), max_size=5, unique_by=lambda item: item.document))
def test_what_is_written_is_read_back(items):
    assert read_watched(write_watched(items), "watched.toml") == tuple(items)


def test_the_file_can_be_read_by_a_person():
    text = write_watched([Watched("a-draft", TODAY, "our gate")])
    assert "[watched.a-draft]" in text
    assert tomllib.loads(text) == {"watched": {"a-draft": {"since": TODAY, "note": "our gate"}}}


def test_a_note_is_replaced_only_by_a_note():
    items = watching((), "b", TODAY, "first")
    items = watching(items, "a", TODAY, None)
    assert items == (Watched("a", TODAY), Watched("b", TODAY, "first"))
    later = date(2027, 1, 1)
    assert watching(items, "b", later, None) == items
    assert watching(items, "b", later, "second")[1] == Watched("b", TODAY, "second")


@pytest.mark.parametrize(
    "text", ["watched", "watched = 1", "[watched]\na = 1", "[watched.a]", '[watched.a]\nsince = "x"']
)
def test_a_broken_file_is_named(text):
    with pytest.raises(ConfigError, match=r"watched\.toml"):
        read_watched(text, "watched.toml")
