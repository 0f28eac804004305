"""The invitation to comment among the pieces of a document: which one it is, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from regbot.model import Channel, Consultation
from regbot.parse.assemble import Piece
from regbot.parse.channels import find_channels
from regbot.parse.deadlines import Basis, DatedClaim, consultation_of, find_deadlines

_INVITES = re.compile(r"(?:公开|向社会|现就?|广泛)(?:征求|征集)[^。；\n]{0,60}?(?:意见|建议)")
"""A Chinese notice may invite without a day, or for a period counted from a day of publication that nothing names."""


def invitation(
    pieces: Sequence[Piece],
    *,
    lang: str,
    timezone: str,
    published: date | None = None,
    structured: Sequence[DatedClaim | None] = (),
) -> Consultation | None:
    """The consultation that `pieces` invite to; its evidence is the piece that states a deadline, else names channels.

    Every quote is an exact substring of that piece: what other pieces name counts without a quote. `structured` are
    claims of fields beside the text. None when nothing invites to comment, or there is neither a day nor, in an explicit
    Chinese invitation, a way to send.
    """
    read = [
        (piece, find_deadlines(piece.text, lang, published=published), find_channels(piece.text, lang))
        for piece in pieces
    ]
    stating = [entry for entry in read if entry[1]] or [entry for entry in read if entry[2]]
    evidence = max(stating, key=lambda entry: (len(entry[1]) > 0, len(entry[2])))[0] if stating else None
    found = next((entry[1] for entry in read if entry[0] is evidence), ())
    own = [claim for claim in found if not published or _after(claim, published)]
    if not own and not any(structured) and not (evidence and _INVITES.search(evidence.text)):
        return None
    channels = _channels(read, evidence)
    found_in = evidence.eid if evidence else ""
    consultation = consultation_of([*own, *structured], timezone=timezone, evidence=found_in, channels=channels)
    quoted = any(channel.quote for channel in channels)
    return replace(consultation, evidence=found_in) if consultation and quoted else consultation


def _channels(
    read: Sequence[tuple[Piece, Sequence[DatedClaim], Sequence[Channel]]], evidence: Piece | None
) -> list[Channel]:
    found: dict[tuple[str, str], Channel] = {}
    ordered = sorted(read, key=lambda entry: entry[0] is not evidence)
    for piece, _, channels in ordered:
        for channel in channels:
            kept = channel if piece is evidence else replace(channel, quote="")
            found.setdefault((channel.kind, channel.address.lower()), kept)
    return list(found.values())


def _after(claim: DatedClaim, published: date) -> bool:
    return claim.basis is Basis.COMPUTED or (claim.closes.year, claim.closes.month, claim.closes.day) >= (
        published.year,
        published.month,
        published.day,
    )
