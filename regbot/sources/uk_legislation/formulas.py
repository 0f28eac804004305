"""Formulas in MathML as one line of text that says the same: fractions with a stroke, powers raised, roots in brackets."""

from __future__ import annotations

import re
from typing import Any

from regbot.parse.text import clean

_OPERATORS = frozenset("=<>≤≥≠≈+−×÷±∙·*/")
_COMPOUND = re.compile(r"[\s+−×÷±∙·*/=-]")
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_UNREAD = ("annotation", "annotation-xml", "mphantom")


def formula_text(element: Any) -> str:
    """What `element`, `math` or an element within it, says; an unknown element says what its children say."""
    kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if not kind or kind in _UNREAD:
        return ""
    if kind in ("mi", "mn", "mtext", "ms", "mo"):
        return _token(element, kind)
    parts = [part for part in (formula_text(child) for child in element) if part]
    shape = _SHAPES.get(kind)
    if shape and len(parts) == shape.count("{"):
        return shape.format(*(_argument(kind, place, part) for place, part in enumerate(parts)))
    if kind in ("msup", "msub") and len(parts) == 2:
        return _grouped(parts[0]) + shifted(parts[1], kind == "msup")
    if kind in ("msubsup", "munderover") and len(parts) == 3:
        return _grouped(parts[0]) + shifted(parts[1], False) + shifted(parts[2], True)
    if kind in ("munder", "mover") and len(parts) == 2:
        return _grouped(parts[0]) + (shifted(parts[1], kind == "mover") if parts[1].isalnum() else "")
    if kind == "mfenced":
        between = (element.get("separators") or ",").strip()[:1] or " "
        return f"{element.get('open') or '('}{f'{between} '.join(parts)}{element.get('close') or ')'}"
    joint = {"mtable": "; ", "mtr": ", "}.get(kind, "")
    own = clean(element.text or "").text.strip() if kind != "math" else ""
    return re.sub(r" {2,}", " ", joint.join([*([own] if own else []), *parts])).strip(" " if kind == "math" else "")


def shifted(text: str, up: bool) -> str:
    """`text` raised or lowered: in such digits where there are some for all of it, else behind `^` or `_`."""
    small = text.translate(RAISED if up else LOWERED)
    if not any(char.isascii() or char.isalpha() for char in small.replace("ⁿ", "")):
        return small
    return f"{'^' if up else '_'}{_grouped(text)}"


_SHAPES = {"mfrac": "{}/{}", "msqrt": "√{}", "mroot": "{1}√{0}"}


def _argument(kind: str, place: int, part: str) -> str:
    return shifted(part, True) if kind == "mroot" and place == 1 else _grouped(part)


def _grouped(text: str) -> str:
    """`text` in brackets if it is more than one term."""
    enclosed = text.startswith("(") and text.find(")") == len(text) - 1
    return f"({text.strip()})" if _COMPOUND.search(text.strip()) and not enclosed else text


def _token(element: Any, kind: str) -> str:
    text = " ".join(clean("".join(element.itertext())).text.split())
    if kind == "mo" and text in _OPERATORS:
        return f" {text} "
    return f" {text} " if kind == "mtext" and " " in text else text
