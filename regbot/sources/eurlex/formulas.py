"""Formulas of Formex in one line of words: what stands above a line, under a root, raised or in brackets is told apart."""

from __future__ import annotations

from typing import Any

_BRACKETS = {"BRACKET": "()", "BRACE": "{}", "SQBRACKET": "[]", "BAR": "||"}


def in_line(element: Any, words: str) -> str:
    """The `words` of an element of a formula, with the signs that its place in the formula stands for."""
    match element.tag:
        case "OVER":
            return " / "
        case "ROOT":
            return f"√{_grouped(words)}" if words.strip() else "√"
        case "IND":
            return f"{'^' if element.get('LOC') == 'SUP' else '_'}{_grouped(words)}"
        case "DIVIDEND":
            return _grouped(words)
        case "DIVISOR":
            return f" / {_grouped(words)}"
        case "EXPR":
            pair = _BRACKETS.get(element.get("TYPE") or "")
            if pair:
                return f"{pair[0]}{words.strip()}{pair[1]}"
            return _grouped(words) if _is_operand(element) else words
    return words


def _is_operand(element: Any) -> bool:
    before, after = element.getprevious(), element.getnext()
    return (before is not None and before.tag in ("OVER", "ROOT") and not (before.tail or "").strip()) or (
        after is not None and after.tag == "OVER" and not (element.tail or "").strip()
    )


def _grouped(words: str) -> str:
    words = words.strip()
    return f"({words})" if len(words.split()) > 1 else words
