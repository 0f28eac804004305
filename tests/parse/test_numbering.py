from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.numbering import (
    arabic_number,
    chinese_number,
    follows,
    letter_number,
    links,
    longest_rising,
    missing,
    roman_number,
    word_number,
)


def numbers(*written):
    return [arabic_number(item) for item in written]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("5", "5"),
        ("５", "5"),
        ("5A", "5a"),
        ("12 bis", "12bis"),
        ("12-1", "12-1"),
        ("23.105", "23-105"),
        ("1.61–21", "1-61-21"),
    ],
)
def test_of_punctuation_a_hyphen_between_digits_is_kept(written, text):
    assert arabic_number(written).text == text


def test_an_added_number_comes_right_after_what_it_adds_to():
    rising = ["4", "5", "5a", "5b", "6", "6 bis", "6 ter", "7", "7-1", "8"]
    assert all(follows(before, after) for before, after in pairwise(numbers(*rising)))
    assert chinese_number("十二", "一") == arabic_number("12-1")
    assert roman_number("IVa").key == (4, 1)


@pytest.mark.parametrize(
    ("before", "after"), [("5", "7"), ("5", "5"), ("5", "4"), ("5a", "5"), ("5", "5b"), ("5", "6a")]
)
def test_what_does_not_follow(before, after):
    assert not follows(*numbers(before, after))


def test_words_and_letters():
    assert word_number("One").text == "1"
    assert word_number("First") is None
    assert letter_number("B").text == "b"
    assert chinese_number("百") is None


def test_missing_numbers():
    four, seven = numbers("4", "7")
    assert missing(four, seven) == "5"
    assert missing(None, four, counted=True) == "1"
    assert missing(None, four) == ""
    assert missing(letter_number("b"), letter_number("d")) == "c"
    assert missing(*numbers("23.105", "23.107")) == ""


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("1 2 3 47 4 5", [0, 1, 2, 4, 5]),
        ("9 1 2 3", [1, 2, 3]),
        ("1 2 3 2 4", [0, 1, 2, 4]),
        ("1 2 3 1 2 3", [0, 1, 2]),
        ("1 2 47 3", [0, 1, 3]),
        ("", []),
    ],
)
def test_what_breaks_a_rise_falls_out(written, chosen):
    assert longest_rising(numbers(*written.split())) == chosen


@given(st.lists(st.integers(1, 30), max_size=40))
def test_the_longest_rise_is_as_long_as_any(values):
    chosen = longest_rising(numbers(*map(str, values)))
    picked = [values[place] for place in chosen]
    lengths: list[int] = []
    for place, value in enumerate(values):
        lengths.append(1 + max((lengths[before] for before in range(place) if values[before] < value), default=0))
    assert picked == sorted(set(picked))
    assert len(picked) == max(lengths, default=0)


def test_links():
    assert links(numbers("1", "2", "4"), None) == 2
    assert links(numbers("6", "7"), arabic_number("5")) == 2
