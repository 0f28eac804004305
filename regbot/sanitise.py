"""Outside text made safe to show: it can neither steer a terminal nor reorder what a person reads."""

from __future__ import annotations

import re

ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    r"|\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)"  # OSC, DCS: titles, links, clipboard
    r"|\x1b[ -/]*[0-~]?"
)
UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab, line feed, carriage return
    r"\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, invisible
    r"\U000e0000-\U000e007f]"
)
BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` without control, escape, bidirectional and invisible characters; line breaks and tabs stay.

    The result may still look like rich or Textual markup: show it with markup off.
    """
    text = BREAKS.sub("\n", ESCAPES.sub("", text))
    return SURROGATES.sub("\ufffd", UNSAFE.sub("", text))


def one_line(text: str) -> str:
    """`plain(text)` with every run of white space made one space."""
    return " ".join(plain(text).split())
