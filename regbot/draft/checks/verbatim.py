"""Whether a text has certain words, exactly but for white space and the width of characters, and where."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from regbot.sanitise import UNSAFE

LIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-"}
)
"""Marks that programs change on their own while a person types or pastes."""

SENTENCE_ENDS = "。！？；.!?;\n"


def exactly(quote: str, text: str) -> str | None:
    """The stretch of `text` that says what `quote` says, in the text's own spelling; None where it does not say it."""
    stripped = quote.strip()
    if stripped in text:
        return stripped
    wanted, _ = _folded(stripped)
    folded, places = _folded(text)
    start = folded.find(wanted) if wanted else -1
    if start < 0:
        return None
    return text[places[start] : places[start + len(wanted) - 1] + 1]


def nearest(quote: str, text: str) -> str:
    """The sentence of `text` that has most of the quote's words; empty where none has any."""
    from rapidfuzz import fuzz

    sentences = list(_sentences(text))
    wanted = " ".join(quote.split())
    scored = [(fuzz.partial_ratio(wanted, sentence), sentence) for sentence in sentences]
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] > 50 else ""


def _sentences(text: str) -> list[str]:
    cut = text
    for sign in SENTENCE_ENDS:
        cut = cut.replace(sign, f"{sign}\0")
    return [part.strip() for part in cut.split("\0") if part.strip()]


@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` in one width, with single blanks and none beside Chinese; and where in it each character comes from."""
    signs: list[str] = []
    places: list[int] = []
    blank = -1
    for place, sign in enumerate(text):
        if sign.isspace():
            blank = place if blank < 0 else blank
            continue
        if UNSAFE.match(sign):
            continue
        folded = unicodedata.normalize("NFKC", sign).translate(LIKE)
        if blank >= 0 and signs and not (_is_wide(signs[-1]) or _is_wide(folded)):
            signs.append(" ")
            places.append(blank)
        blank = -1
        for part in folded.replace(" ", ""):
            signs.append(part)
            places.append(place)
    return "".join(signs), tuple(places)


def _is_wide(sign: str) -> bool:
    return any("\u2e80" <= part <= "\u9fff" or "\uac00" <= part <= "\ud7af" or part >= "\U00020000" for part in sign)
