"""Outside text cannot steer a terminal, and legible text stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.sanitise import one_line, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\text", "text"),
        ("\x1bPq#0;2;0\x1b\\after", "after"),
        ("\x1b", ""),
        ("\x1b]never ended", "never ended"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u2066isolate\u2069", "isolate"),
        ("tag\U000e0041", "tag"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\there\n", "tab\there\n"),
        ("nul\0bel\a", "nulbel"),
        ("half \ud800", "half \ufffd"),
        ("[red]markup[/] [@click=app.quit]stays[/]", "[red]markup[/] [@click=app.quit]stays[/]"),
        ("人脸识别 “单独同意” é 👩‍👩‍👧 فارسی‌ها", "人脸识别 “单独同意” é 👩‍👩‍👧 فارسی‌ها"),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


@given(st.text(st.characters(codec=None)))
def test_nothing_dangerous_is_left(text):
    cleaned = plain(text)
    assert plain(cleaned) == cleaned
    for char in cleaned:
        assert unicodedata.category(char) not in ("Cc", "Cs") or char in "\t\n"
        assert unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    cleaned.encode()


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\t")))
def test_legible_text_stays(text):
    assert plain(text) == text


@given(st.text())
def test_one_line_is_one_line(text):
    assert one_line(text) == " ".join(one_line(text).split())
    assert "\n" not in one_line(text)
