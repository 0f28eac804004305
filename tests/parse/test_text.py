"""Files to clean text: encodings, control characters, front matter, language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.text import binary_kind, clean, decode, front_matter, language, title_of

CHINESE = "第一条 为了保护个人信息权益，制定本办法。"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (CHINESE.encode(), CHINESE),
        (b"\xef\xbb\xbf" + CHINESE.encode(), CHINESE),
        (CHINESE.encode("utf-16"), CHINESE),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), CHINESE),
        (CHINESE.encode("gb18030"), CHINESE),
        ("Café § 5 – “quoted”".encode("cp1252"), "Café § 5 – “quoted”"),
        (b"", ""),
    ],
)
def test_decode(data, expected):
    assert decode(data) == expected


@given(st.binary(max_size=500))
def test_any_bytes_become_clean_text(data):
    cleaned = clean(decode(data))
    cleaned.text.encode()
    assert "\r" not in cleaned.text
    assert "\0" not in cleaned.text
    assert clean(cleaned.text).removed == 0


def test_what_was_removed_is_counted():
    assert clean("a\0b\x1bc\r\nd").removed == 2
    assert clean("a\r\nb\rc\u2028d").text == "a\nb\nc\nd"


def test_binary_files_are_told_by_their_first_bytes():
    assert binary_kind(b"%PDF-1.7 ...") == "a PDF"
    assert binary_kind(b"PK\x03\x04...") == "a Word or ZIP"
    assert binary_kind(b"Plain text") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [(CHINESE, "zh"), ("Article 1 Purpose", "en"), ("", "en"), ("PIPL 规定：单独同意 (consent)", "zh")],
)
def test_language(text, expected):
    assert language(text) == expected


def test_front_matter():
    assert front_matter('---\nTitle: "A: b"\nlang: en\n---\n\nText') == ({"title": "A: b", "lang": "en"}, "Text")
    assert front_matter("No front matter\n---\n") == ({}, "No front matter\n---\n")
    assert front_matter("---\nnever: closed") == ({}, "---\nnever: closed")


def test_the_title_is_the_first_line_that_says_something():
    assert title_of("\n\n---\n# **Drone Act**\n\nText") == "---"
    assert title_of("\n# **Drone Act**\n\nText") == "Drone Act"
    assert title_of("") == ""
