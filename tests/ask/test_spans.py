"""Which stretches of a long provision are quoted."""

from __future__ import annotations

from datetime import date

import pytest

from regbot.ask.support import Wanted, best_spans
from regbot.model import Provision, TextKind

PADDING = (
    "The keeper of the lamp sees to it that every wick is trimmed before dusk and after the watch has changed. " * 5
)
LEAD_IN = "The keeper must tell the harbour the following:"
ITEMS = "(1) the name of the lamp;\n(2) the colour of the glass."
CHANGE = "Where any of it changes, the keeper must tell the harbour again."
RULE = "The keeper must carry out an inspection of the lamp before winter."
AGAIN = "After a storm the keeper must carry out the inspection again."


def quoted(text: str, near: dict[str, float]) -> list[str]:
    """What is quoted of `text` when the sentences that begin so come so near to the question in meaning."""
    provision = Provision("lamps", date(2026, 1, 1), "en", TextKind.OFFICIAL, "art_1", "Article 1", "", text)

    def similarity(_question: str, sentences: object) -> list[float]:
        return [next((value for start, value in near.items() if item.startswith(start)), 0.0) for item in sentences]

    spans = best_spans(provision, Wanted("Which ship?", {"ship": 1.0}), similarity)
    return [text[start:end] for start, end in spans]


def test_an_item_comes_with_its_lead_in():
    text = f"{LEAD_IN}\n{ITEMS}\n\n{CHANGE}\n\n{PADDING}"
    assert quoted(text, {"Where": 1.0, "(2)": 0.8}) == [f"{LEAD_IN}\n{ITEMS}\n\n{CHANGE}"]


def test_an_item_whose_lead_in_is_too_long_is_left_out():
    lead_in = f"Before the {'long ' * 160}winter {LEAD_IN.lower()}"
    assert quoted(f"{lead_in}\n{ITEMS}\n\n{CHANGE}", {"Where": 1.0, "(2)": 0.8}) == [CHANGE]


@pytest.mark.parametrize(("near", "expected"), [(0.85, [RULE, AGAIN]), (0.7, [AGAIN])])
def test_the_opening_is_quoted_too_where_it_speaks_as_much(near, expected):
    assert quoted(f"{RULE}\n\n{PADDING}\n\n{AGAIN}", {"After": 1.0, "The keeper must": near}) == expected


def test_both_stand_on_one_line_of_the_answer(ask, faults):
    answer = ask("Who must carry out an impact assessment?")
    lines = [line for line in answer.answer.splitlines() if line.startswith("2025 Measures, Article 9 ")]
    assert len(lines) == 1
    assert "” [1] “" in lines[0]
    assert faults(answer) == []
