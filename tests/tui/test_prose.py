"""Wrapping and marking."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from regbot.tui.text import QUOTE, with_markers, with_quote
from regbot.tui.widgets.prose import wrap

WORDS = st.text(st.sampled_from("ab c(1)第条、。é"), max_size=200)


@given(WORDS, st.integers(12, 90), st.integers(0, 15))
def test_wrapping_loses_no_character_and_fits(text, width, hang):
    rows = wrap(Content(text), width, hang)
    assert "".join("".join(row.plain.split()) for row in rows) == "".join(text.split())
    assert all(row.rstrip().cell_length <= width for row in rows)


def test_items_hang_below_their_words():
    rows = wrap(Content("(12) one two three four five"), 16)
    assert [row.plain.rstrip() for row in rows] == ["(12) one two", "     three four", "     five"]


def test_a_word_of_10_000_characters_is_cut():
    rows = wrap(Content("x" * 10_000), 50)
    assert len(rows) == 200


@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_the_mark_covers_the_quote_alone(before, quote, after):
    from regbot.sanitise import plain

    content = with_quote(before + quote + after, len(before), len(before) + len(quote))
    covered = "".join(content.plain[span.start : span.end] for span in content.spans if span.style == QUOTE)
    assert covered == plain(quote)


def test_markers_carry_their_number():
    content = with_markers("One [1], two [12]; not [x] or [1234].")
    assert content.plain == "One [1], two [12]; not [x] or [1234]."
    numbers = [span.style.meta["marker"] for span in content.spans if not isinstance(span.style, str)]
    assert numbers == [1, 12]
