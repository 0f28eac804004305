"""Acts and instruments to pieces: sections, regulations, articles, rules, schedules and their paragraphs, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from regbot.parse.assemble import Piece
from regbot.parse.numbering import roman_number
from regbot.sources.uk_legislation.lines import number_of, text_of, text_of_all, title_of
from regbot.sources.uk_legislation.words import (
    REPEALS,
    child,
    children,
    descendants,
    is_blank,
    is_retained,
    name,
    words,
)

_SKIPPED = """
    Metadata meta Contents ContentsSchedules coverPage toc Footnotes Commentaries Commentary Resources MarginNotes
    components FragmentNumber FragmentTitle UnappliedEffects CommentaryRef
"""
_FRONT = "PrimaryPrelims SecondaryPrelims EUPrelims preface preamble"
_WRAPPERS = """
    Legislation Primary Secondary EURetained Body EUBody Schedules ScheduleBody AppendixBody Appendices Versions Version
    akomaNtoso act bill doc portion portionBody body mainBody attachments attachment
"""
_QUOTING = "BlockAmendment BlockExtract quotedStructure embeddedStructure table Tabular"
SKIPPED, FRONT, WRAPPERS, QUOTING = (frozenset(text.split()) for text in (_SKIPPED, _FRONT, _WRAPPERS, _QUOTING))
TAILS = {
    "SignedSection": ("signature", "Signature"),
    "ExplanatoryNotes": ("explanation", "Explanatory note"),
    "EarlierOrders": ("earlier_orders", "Earlier commencement orders"),
    "conclusions": ("explanation", "Explanatory note"),
}
GROUPS = {
    "Part": "part",
    "EUPart": "part",
    "part": "part",
    "Chapter": "chp",
    "EUChapter": "chp",
    "chapter": "chp",
    "EUTitle": "title",
    "title": "title",
    "subtitle": "subtitle",
    "subpart": "subpart",
    "SubPart": "subpart",
    "subchapter": "subchp",
    "Group": "group",
    "EUSection": "sect",
    "EUSubsection": "subsect",
    "Pblock": "hdg",
    "PsubBlock": "subhdg",
    "P1group": "",
    "Division": "",
    "hcontainer": "",
    "container": "",
}
UNITS = {
    "section": ("sec", "Section"),
    "regulation": ("reg", "Regulation"),
    "article": ("art", "Article"),
    "rule": ("rule", "Rule"),
    "paragraph": ("para", "Paragraph"),
    "clause": ("clause", "Clause"),
    "measure": ("measure", "Measure"),
    "direction": ("direction", "Direction"),
    "order": ("order", "Order"),
    "scheme": ("scheme", "Scheme"),
}
ATTACHED = {
    "schedule": ("sched", "Schedule"),
    "annex": ("annex", "Annex"),
    "appendix": ("app", "Appendix"),
}
_STATED = re.compile(rf"(?:{'|'.join(UNITS)})", re.IGNORECASE)
_ID = re.compile(rf"(?:^|[-_])({'|'.join(UNITS)})[-_]([0-9A-Za-z.–-]+)$")
_SCHEDULE_ID = re.compile(r"^(?:.*[-_])?(schedule|annex|appendix)(?:[-_]([0-9A-Za-z.]+))?$")
_COUNTED = re.compile(
    r"(?i:\b(?:schedule|annex|appendix|atodlen)\b)[\s.]*([0-9]+(?:[A-Z]{1,3}(?![a-z]))?|[IVXLC]+(?![A-Za-z])|[A-Z]{1,2}[0-9]{0,2}(?![A-Za-z]))"
)
"""The number of a schedule, with what may follow it in the same element: "SCHEDULE 1Section 15(1)"."""
_PART_ID = re.compile(r"[-_]part[-_]([0-9A-Za-z]+)[-_]")
_UNFIT = re.compile(r"[^0-9A-Za-z.]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document the reader is."""

    unit: str
    """What a provision is called when the XML does not say: a key of UNITS."""
    prefix: str = ""
    label: str = ""
    group: str = ""
    heading: str = ""
    status: str = ""
    extent: str = ""
    """Set inside a version of a provision for another territory."""
    day: str = ""
    """The day of the text, YYYY-MM-DD."""


@dataclass(slots=True)
class Reading:
    """What was read. `statuses` has the labels of provisions by status (repealed, prospective, partly repealed)."""

    pieces: list[Piece] = field(default_factory=list)
    statuses: dict[str, list[str]] = field(default_factory=dict)
    units: int = 0


def read_structure(root: Any, unit: str, day: date) -> Reading:
    """The pieces below `root`, a whole document or a part of one, as of `day`. `unit` is a key of UNITS."""
    reading = Reading()
    role = _role(root)
    if role or name(root) in GROUPS:
        _walk_into(root, Place(unit, day=day.isoformat()), reading)
    else:
        _fragment(root, reading)
    return reading


def unit_of(type_name: str, minor: str) -> str:
    """What the provisions of an instrument are called; `minor` is its minor type: order, regulation, rule …"""
    if type_name in ("eur", "eudr", "eudn", "eut", "uksro", "nisi", "nisro") or minor.lower() in (
        "order",
        "orderincouncil",
    ):
        return "article"
    if type_name in ("uksi", "ukdsi", "ssi", "sdsi", "wsi", "wdsi", "nisr", "nidsr"):
        return minor.lower() if minor.lower() in ("rule", "article") else "regulation"
    return "section"


def _role(element: Any) -> str:
    """unit, schedule, front, tail, wrap, skip; empty for a group and for content."""
    kind = name(element)
    if kind in SKIPPED:
        return "skip"
    if kind in FRONT:
        return "front"
    if kind in TAILS:
        return "tail"
    if kind in WRAPPERS:
        return "wrap"
    if kind in ("Schedule", "Appendix"):
        return "schedule"
    if kind == "P1" or (kind in UNITS and child(element, "num") is not None):
        return "unit"
    if kind == "hcontainer":
        told = (element.get("name") or "").lower()
        if told in UNITS:
            return "unit"
        return {
            "schedule": "schedule",
            "annex": "schedule",
            "appendix": "schedule",
            "schedules": "wrap",
            "signatures": "tail",
        }.get(told, "")
    return ""


def _walk_into(element: Any, place: Place, reading: Reading) -> None:
    """One element in its role."""
    role = _role(element)
    place = replace(place, status=_status(element, place.day) or place.status)
    if role == "unit":
        _unit(element, place, reading)
    elif role == "schedule":
        _schedule(element, place, reading)
    elif role == "front":
        _front(element, reading)
    elif role == "tail":
        eid, label = TAILS.get(name(element), TAILS["SignedSection"])
        _add(reading, Piece(eid, label, "", text_of(element)))
    elif role == "wrap":
        extent = words_of_extent(element) if name(element) == "Version" else place.extent
        _content(element, replace(place, extent=extent), reading, place.prefix.removesuffix("__") or "body", "")
    elif role != "skip":
        _group(element, place, reading)


def _content(element: Any, place: Place, reading: Reading, eid: str, label: str) -> None:
    """What a wrapper, group or schedule holds: its loose text as one piece, then everything in it that has provisions."""
    loose = [item for item in children(element) if not _is_structural(item) and name(item) not in _OWN]
    text = text_of_all(loose)
    if text:
        _add(reading, Piece(eid, label, place.heading, text, place.group))
    for item in children(element):
        if _is_structural(item):
            _walk_into(item, place, reading)


_OWN = ("Number", "Title", "TitleBlock", "num", "heading", "subheading", *SKIPPED)


def _is_structural(element: Any) -> bool:
    """Whether an element is, or holds, a provision, a schedule or a front or tail of its own."""
    if _role(element):
        return True
    if name(element) not in GROUPS or name(element) in QUOTING:
        return False
    if GROUPS[name(element)] in ("part", "chp", "title"):
        return True
    return any(
        _role(item) in ("unit", "schedule", "front", "tail") for item in descendants(element, *_NAMES, outside=QUOTING)
    )


_NAMES = ("P1", "Schedule", "Appendix", "hcontainer", *UNITS, *GROUPS, *FRONT, *TAILS)


def _group(element: Any, place: Place, reading: Reading) -> None:
    kind = GROUPS.get(name(element), "")
    number, title = words(child(element, "Number", "num")), title_of(element)
    if name(element) == "P1group" or element.get("name") == "P1group":
        heading = title or place.heading
        slug = _slug(element.get("id") or element.get("eId") or title or "group")
        _content(element, replace(place, heading=heading), reading, f"{place.prefix}{slug}", "")
        return
    group = " ".join(filter(None, (number, title)))
    if group and place.prefix and place.group.startswith(place.label):
        group = f"{place.group}: {group}"
    inner = replace(place, group=group or place.group, heading="")
    short = _slug(
        re.sub(r"^\W*(?:part|chapter|title|section|pennod|rhan)\b", "", number, flags=re.IGNORECASE)
    ) or _slug(title)
    eid = f"{place.prefix}{kind or 'group'}_{(short or '1').lower()}"
    _content(element, inner, reading, eid, "")


def _unit(element: Any, place: Place, reading: Reading) -> None:
    kind, number = _named(element, place)
    short, word = UNITS[kind]
    identifier = element.get("id") or element.get("eId") or ""
    prefix, outer = place.prefix, place.label
    part = _PART_ID.search(identifier) if prefix else None
    if part and f"part_{part[1].lower()}__" not in prefix:
        prefix, outer = f"{prefix}part_{part[1].lower()}__", f"{outer}, Part {part[1]}"
    label = f"{outer}, {word.lower() if kind == 'paragraph' else word} {number}" if outer else f"{word} {number}"
    if place.extent:
        label = f"{label} ({place.extent})"
    heading = title_of(element) or place.heading
    text = text_of(element, ("Pnumber", "num", "Title", "heading", "subheading", "TitleBlock"))
    reading.units += 1
    status = "repealed" if place.status != "prospective" and text and is_blank(text) else place.status
    if not status and any(is_retained(item) for item in descendants(element, *REPEALS)):
        status = "partly repealed"
    if status:
        reading.statuses.setdefault(status, []).append(label)
    _add(reading, Piece(f"{prefix}{short}_{number.lower()}", label, heading, text, place.group), always=True)


def _named(element: Any, place: Place) -> tuple[str, str]:
    """The kind of a provision (a key of UNITS) and its number."""
    identifier = element.get("id") or element.get("eId") or ""
    address = (element.get("IdURI") or element.get("DocumentURI") or "").rstrip("/")
    found = _ID.search(identifier) or _ID.search("-".join(address.split("/")[-2:]))
    printed = number_of(element)
    stated = _STATED.match(printed)
    given = (element.get("name") or name(element)).lower()
    if stated:
        kind = stated[0].lower()
        printed = printed[stated.end() :]
    elif found:
        kind = found[1]
    elif given in UNITS:
        kind = given
    else:
        kind = "paragraph" if place.prefix else place.unit
    number = _UNFIT.sub("", printed).strip(".") or (_UNFIT.sub("", found[2]) if found else "")
    return kind, number or "0"


def _schedule(element: Any, place: Place, reading: Reading) -> None:
    printed = words(child(element, "Number", "num"))
    identifier = element.get("id") or element.get("eId") or ""
    found = _SCHEDULE_ID.match(identifier)
    told = re.search(r"schedule|annex|appendix", printed, re.IGNORECASE)
    kind = told[0].lower() if told else found[1] if found else "appendix" if name(element) == "Appendix" else "schedule"
    short, word = ATTACHED[kind]
    counted = _COUNTED.search(printed)
    number = counted[1] if counted else re.sub(r"(?i)\b(?:the|schedules?|annex|appendix|atodlen)\b", " ", printed)
    plain = _UNFIT.sub("", number) or (found[2] if found and found[2] else "")
    roman = roman_number(plain) if kind == "annex" and plain else None
    title = title_of(element)
    label = f"{place.label}, {word}" if place.label else word
    label = f"{label} {plain}" if plain else label
    eid = f"{place.prefix}{short}_{(roman.text if roman else plain or '1').lower()}"
    group = " ".join(filter(None, (label, title)))
    inner = replace(place, prefix=f"{eid}__", label=label, group=group, heading=title, status=place.status)
    reference = words(child(element, "Reference")) or (printed[counted.end() :].strip(" .") if counted else "")
    body = [item for item in children(element) if name(item) not in (*_OWN, "Reference")]
    loose = text_of_all([item for item in body if not _is_structural(item)])
    bodies = [item for item in body if _role(item) == "wrap"]
    for wrapped in bodies:
        more = text_of_all([item for item in children(wrapped) if not _is_structural(item) and name(item) not in _OWN])
        loose = "\n".join(filter(None, (loose, more)))
    text = "\n".join(filter(None, (reference, loose)))
    if text or not any(_is_structural(item) for item in descendants(element, *_NAMES, outside=QUOTING)):
        _add(reading, Piece(eid, label, title, text, place.group), always=True)
    inner = replace(inner, heading="")
    for item in body:
        for below in children(item) if item in bodies else [item]:
            if _is_structural(below):
                _walk_into(below, inner, reading)


def _front(element: Any, reading: Reading) -> None:
    text = text_of(element)
    if text and reading.pieces and reading.pieces[-1].eid == "preface":
        text = f"{reading.pieces.pop().text}\n{text}"
    _add(reading, Piece("preface", "", "", text))


def _fragment(root: Any, reading: Reading) -> None:
    """A part smaller than a provision, such as one paragraph of a section."""
    identifier = root.get("id") or root.get("eId") or ""
    found = re.match(rf"^({'|'.join(UNITS)})[-_]([0-9A-Za-z.]+)((?:[-_][0-9A-Za-z]+)*)$", identifier)
    text = text_of_all([root])
    if found:
        below = "".join(f"({step})" for step in re.split(r"[-_]", found[3]) if step)
        short, word = UNITS[found[1]]
        _add(reading, Piece(f"{short}_{found[2].lower()}", f"{word} {found[2]}{below}", "", text))
        reading.units += 1
    else:
        _add(reading, Piece("body", "", "", text))


def _add(reading: Reading, piece: Piece, always: bool = False) -> None:
    if piece.text or (always and (piece.heading or piece.label)):
        reading.pieces.append(piece)


def _status(element: Any, day: str) -> str:
    """What an element says of its force, or what its days say where it is marked as not matching the day asked for."""
    told = f"{element.get('Status') or ''} {element.get('class') or ''}".lower().split()
    if "repealed" in told or "discarded" in told or "dead" in told:
        return "repealed"
    if "prospective" in told:
        return "prospective"
    if element.get("Match") != "false":
        return ""
    start, end = element.get("RestrictStartDate") or "", element.get("RestrictEndDate") or ""
    return "repealed" if end and end <= day else "prospective" if start > day else ""


def words_of_extent(element: Any) -> str:
    """The territories of a version: `E+W`; empty if it does not say."""
    below = next(iter(children(element)), element)
    return str(element.get("RestrictExtent") or below.get("RestrictExtent") or "another version")


def _slug(text: str) -> str:
    return _UNFIT.sub("-", text).strip("-.")[:50]
