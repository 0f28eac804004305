"""The words of one paragraph of the Federal Register's XML: indentation out, footnote marks and raised figures readable."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING

from regbot.parse.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_RAISABLE = re.compile(r"[0-9+\-−–=()ni]+")
_RAISED_TYPES = ("51", "53", "8051", "8153")
_LOWERED_TYPES = ("52", "54", "8052", "8154")
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
LONGEST_TAIL, KEPT_TAIL = 8_000, 1_000
"""Of a paragraph in the making only the end is looked at."""

_INDENT = re.compile(r"\n[ \t]*$")


class Words:
    """The words of a paragraph, put together from text and inline elements.

    The publisher indents its XML: before and after an element stand a line feed and the element's indentation, which are not
    in the text. They are taken out exactly, so that `non-` and `conformity` on two pages are one word again.
    """

    def __init__(self, notes: Set[str]) -> None:
        self.notes = notes
        self._done: list[str] = []
        self._text = ""
        self._indent = ""
        self._between = ""

    def add(self, text: str | None) -> None:
        """Words as they stand."""
        self._text += text or ""

    def inline(self, element: _Element) -> None:
        """An inline element, without the indentation before it."""
        if len(self._text) > LONGEST_TAIL:
            self._done.append(self._text[:-KEPT_TAIL])
            self._text = self._text[-KEPT_TAIL:]
        indent = _INDENT.search(self._text)
        self._indent = indent[0] if indent else self._between
        self._between = ""
        if indent:
            self._text = self._text[: indent.start()]
        written, glued = self._written(element)
        if not glued and indent:
            self._space(written)
        self._text += written

    def tail(self, element: _Element) -> None:
        """What follows a child, without the indentation that the publisher put before it."""
        text = element.tail or ""
        if self._indent and text.startswith(self._indent):
            text = text[len(self._indent) :]
            self._between = "" if text else self._indent
            if element.tag not in ("SU", "E", "AC", "FTREF") or text[:1].isalnum():
                self._space(text)
        self._indent = ""
        self._text += text

    def line(self) -> str:
        """The words so far on one line; begins anew."""
        text = clean("".join([*self._done, self._text])).text
        self._done, self._text = [], ""
        return _SPACES.sub(" ", text).strip()

    def _space(self, following: str) -> None:
        if self._text[-1:].isalnum() and following[:1].isalnum():
            self._text += " "

    def _written(self, element: _Element) -> tuple[str, bool]:
        """An inline element as text, and whether it clings to the word before it."""
        tag, kind = element.tag, str(element.get("T") or "")
        if tag in ("PRTPAGE", "FTREF"):
            return "", False
        inner = Words(self.notes)
        inner.add(element.text)
        for child in element:
            inner.inline(child)
            inner.tail(child)
        text = inner.line()
        if tag == "SU":
            return self._raised(element, text)
        if tag == "E" and kind in _RAISED_TYPES:
            return raised(text), True
        if tag == "AC" or (tag == "E" and kind in _LOWERED_TYPES):
            return text, True
        if tag in ("LI", "BR", "FR"):
            apart = self._text[-1:].isalnum() or tag == "LI"
            return f"{' ' if apart else ''}{text}", False
        lead = " " if (element.text or "")[:1] == " " else ""
        return f"{lead}{text}{' ' if _ends_in_space(element) else ''}", False

    def _raised(self, element: _Element, text: str) -> tuple[str, bool]:
        following = element.getnext()
        refers = following is not None and following.tag == "FTREF" and not (element.tail or "").strip()
        before = self._text.rstrip()[-1:]
        begins = not before and not self._done
        in_table = next(element.iterancestors("GPOTABLE"), None) is not None
        known = set(re.split(r"[,\s]+", text)) <= self.notes and not (
            before.isdigit() if in_table else before.isalnum()
        )
        if text and (refers or begins or known):
            return (f"[{text}] " if begins else f"[{text}]"), True
        return raised(text), True


def _ends_in_space(element: _Element) -> bool:
    last = element[-1].tail if len(element) else element.text
    return (last or "")[-1:] == " "


def raised(text: str) -> str:
    """Superscript as plain text: `m` and raised `3` are `m³`, `21` and raised `st` are `21st`."""
    if _RAISABLE.fullmatch(text):
        return text.translate(_RAISED)
    return text if text.isalpha() else f"^{text}" if text else ""
