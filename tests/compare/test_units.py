from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.compare.units import Part, joined, sentence_at, units


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One rule. Another rule.\n\nA third.", ["One rule.", "Another rule.", "A third."]),
        ("These are:\n(1) a. B;\n(2) c.\n\nEnd.", ["These are:\n(1) a. B;\n(2) c.", "End."]),
        ("第一句。“第二句。”第三句；还有。", ["第一句。", "“第二句。”", "第三句；还有。"]),
        ("  spaced  ", ["spaced"]),
        ("", []),
    ],
)
def test_cuts_where_a_rule_may_part(text: str, parts: list[str]) -> None:
    assert [text[part.start : part.end] for part in units(text)] == parts


@given(st.text(alphabet="ab. \n。A(1)", max_size=60))
def test_parts_hold_everything_but_blanks(text: str) -> None:
    parts = units(text)
    kept = "".join(text[part.start : part.end] for part in parts)
    assert "".join(kept.split()) == "".join(text.split())
    assert "".join(text[part.start : part.end] for part in joined(parts, text)).split() == text.split()


def test_finds_the_sentence_or_list_item_around_a_place() -> None:
    text = "First. Second one.\n(1) third;\n(2) fourth."
    assert [text[part.start : part.end] for part in (sentence_at(text, at) for at in (0, 8, 20, 33))] == [
        "First.",
        "Second one.",
        "(1) third;",
        "(2) fourth.",
    ]


def test_joins_only_neighbours() -> None:
    assert joined([Part(8, 9), Part(0, 2), Part(3, 5)], "ab cd X f") == (Part(0, 5), Part(8, 9))
