"""Blocks of a Federal Register document to pieces: preamble parts, headed discussion, amended sections, signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from regbot.parse.assemble import Piece, unique_pieces
from regbot.sources.federal_register.xml import Block

LONGEST_SLUG = 48
LONGEST_EID = 90

_NAMED = (
    ("preface", "", re.compile(r"^(?:agency|agencies|action)\b", re.IGNORECASE)),
    ("summary", "Summary", re.compile(r"^(?:executive )?summary\b", re.IGNORECASE)),
    (
        "notice",
        "Dates and addresses",
        re.compile(
            r"^(?:effective|applicab\w+|compliance|comments?|hearing|due)?[\s,]*(?:and )?(?:\w+ )?(?:dates?|period|addresse?s?)\b"
            r"|^comments?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "contact",
        "For further information contact",
        re.compile(r"^(?:for )?(?:further|more) information", re.IGNORECASE),
    ),
    ("si", "Supplementary information", re.compile(r"^supplement(?:ary|al) information", re.IGNORECASE)),
)
"""The parts of a preamble: eid, label, how the publisher's heading begins."""

_NUMBERED = re.compile(
    r"^(?P<number>[IVXLC]{1,8}|[A-Z]{1,2}|\d{1,3}|[a-z]{1,5}|\([A-Za-z0-9]{1,5}\)|\d{1,2}(?:\.\d{1,2}){1,4})(?:\.|(?<=\)))[\s\u2002\u2003]+(?=\S)"
)
_AMENDMENT = re.compile(r"^\W{0,6}(?:Par(?:agraph)?\.?\s+)?(?P<number>\d{1,3})[a-z]?\.?(?=[\s\u2002\u2003]|$)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


@dataclass
class _Draft:
    """A piece in the making."""

    eid: str
    label: str = ""
    heading: str = ""
    group: str = ""
    kind: str = ""
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    amended: bool = False

    def piece(self) -> Piece:
        return Piece(self.eid, self.label, self.heading, "\n\n".join([*self.lines, *self.notes]).strip(), self.group)


def pieces_of(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """The pieces of a document, each eid once; no block's text is left out.

    `preface` holds agency, docket, subject and action; `summary`; `notice` dates and addresses; `contact`; `si` and
    `si-…` the supplementary information by its headings; `sec_…` the amended sections; `amdpar-…` the instructions;
    `app-…` appendices; `subjects`; `signature`.
    """
    builder = _Builder()
    for block in blocks:
        builder.take(block)
    return tuple(unique_pieces(builder.pieces()))


class _Builder:
    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.current: _Draft | None = None
        self.path: list[tuple[int, str, str, str]] = []
        self.part = ""
        self.amends = False
        self.supplementary = False

    def pieces(self) -> list[Piece]:
        """What was taken; headings without a text of their own stand in the group of the pieces below them."""
        kept = []
        for place, draft in enumerate(self.drafts):
            following = self.drafts[place + 1] if place + 1 < len(self.drafts) else None
            covered = following is not None and _shown(draft) in following.group.split(" › ")
            named = draft.heading or draft.kind == "section"
            if draft.lines or draft.notes or (named and not covered):
                kept.append(draft.piece())
        return kept

    def take(self, block: Block) -> None:
        """Put a block where it belongs."""
        if block.kind == "front":
            self._draft("preface").lines.append(block.text)
        elif block.kind == "head":
            self._head(block)
        elif block.kind == "section":
            self._section(block)
        elif block.kind == "amend":
            self._amend(block)
        elif block.kind == "part":
            self.part, self.amends, self.path = block.text, True, []
            self._open(_Draft("part-" + _slug(block.text), heading=block.text, kind="part"))
        elif block.kind == "appendix":
            self._open(_Draft("app-" + _slug(_without_word(block.text)), heading=block.text, group=self.part))
        elif block.kind == "subjects":
            self._open(_Draft("subjects", heading=block.text))
            self.path = []
        elif block.kind == "sign":
            self.current = self._draft("signature", "Signature")
        elif block.kind == "end":
            self.current = None
        else:
            self._text(block)

    def _text(self, block: Block) -> None:
        current = self.current or self._open(self._rest())
        if current.eid == "preface" and current.kind != "named":
            current = self._open(_Draft("body"))
        (current.notes if block.kind == "note" else current.lines).append(block.text)

    def _rest(self) -> _Draft:
        """A piece for what stands under no heading: after a list of subjects it says what is amended."""
        if any(draft.eid == "subjects" for draft in self.drafts):
            return _Draft("issuance", "Words of issuance")
        return _Draft("body")

    def _head(self, block: Block) -> None:
        named = next((item for item in _NAMED if item[2].match(block.text)), None)
        if block.level == 0 and not self.supplementary and named:
            self._named(named[0], named[1], block.text)
            return
        level = max(block.level, 1)
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        match = _NUMBERED.match(block.text)
        number = match["number"].strip("()") if match else ""
        heading = block.text[match.end() :] if match else block.text
        above = self.path[-1] if self.path else None
        own = number.lower() if number else _slug(heading)
        stem = above[1] if above else "app" if re.match(r"appendix\b", heading, re.IGNORECASE) else "si"
        eid = f"{stem}-{own}" if len(stem) + len(own) < LONGEST_EID else f"si-{own}"
        numbers = f"{above[2] if above else ''}{number}." if number else ""
        group = " › ".join(item[3] for item in self.path) or (self.part if self.amends else "")
        draft = self._open(_Draft(eid, numbers, heading, group, "head"))
        self.path.append((level, eid, numbers, _shown(draft)))

    def _named(self, eid: str, label: str, heading: str) -> None:
        self.path = []
        self.supplementary = eid == "si"
        self.current = self._draft(eid, label)
        self.current.kind = "named"
        if eid in ("preface", "notice"):
            self.current.lines.append(heading if heading.endswith(":") else f"{heading}:")

    def _section(self, block: Block) -> None:
        number = block.number.strip()
        self.amends = True
        self.path = []
        self._open(_Draft(f"sec_{section_slug(number or block.text)}", number, block.text, self.part, "section"))

    def _amend(self, block: Block) -> None:
        """An instruction stands for itself, or in the section whose bare heading came before it."""
        self.amends = True
        self.path = []
        current, match = self.current, _AMENDMENT.match(block.text)
        if current and current.kind == "section" and not current.lines:
            current.amended = True
        elif current and current.kind == "amend" and not match:
            pass
        elif not (current and current.amended and not match):
            number = match["number"] if match else ""
            eid = f"amdpar-{number or _slug(block.text)[:24]}"
            current = self._open(_Draft(eid, f"Amendment {number}".strip(), "", self.part, "amend"))
        assert current
        current.lines.append(block.text)

    def _draft(self, eid: str, label: str = "") -> _Draft:
        """The one piece of that eid, to be gone on with; not made the current one unless it is new."""
        known = next((draft for draft in self.drafts if draft.eid == eid), None)
        return known or self._open(_Draft(eid, label))

    def _open(self, draft: _Draft) -> _Draft:
        self.drafts.append(draft)
        self.current = draft
        return draft


def section_slug(number: str) -> str:
    """The end of a section's eid: `§ 165.715` is `165-715`, `§§ 1.48–9T and 1.50` is `1-48-9t-and-1-50`."""
    return _slug(re.sub(r"^\W*(?:sec(?:tion|s)?\.?s?\s+)?", "", number, flags=re.IGNORECASE)) or "unnumbered"


def _slug(words: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", _DASHES.sub("-", words).lower().replace("'", "").replace("’", "")).strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug or "untitled"
    return slug[:LONGEST_SLUG].rpartition("-")[0] or slug[:LONGEST_SLUG]


def _without_word(heading: str) -> str:
    return re.sub(r"^appendix(?=es\b|\s)(?:es)?\s+", "", heading, flags=re.IGNORECASE)


def _shown(draft: _Draft) -> str:
    return " ".join(filter(None, (draft.label, draft.heading))).replace(" › ", " > ")
