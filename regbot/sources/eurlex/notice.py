"""The notice of a work in Cellar: the dates that decide whether an act is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

from regbot.parse.errors import ParseError
from regbot.parse.text import clean
from regbot.sources.eurlex.parts import plain

NEVER = 9000
"""Years from here on stand for `no end`."""


_CODES = """
    BUL:bg CES:cs DAN:da DEU:de ELL:el ENG:en EST:et FIN:fi FRA:fr GLE:ga HRV:hr HUN:hu ITA:it LAV:lv LIT:lt
    MLT:mt NLD:nl POL:pl POR:pt RON:ro SLK:sk SLV:sl SPA:es SWE:sv
"""
LANGUAGES = dict(pair.split(":") for pair in _CODES.split())


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says of an act; None where it says nothing. `titles` are by ISO 639-1 code."""

    document: date | None = None
    published: date | None = None
    entry_into_force: date | None = None
    application: date | None = None
    end_of_validity: date | None = None
    in_force: bool | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


def read_notice(data: bytes) -> Notice:
    """Read a notice of type object, tree or branch. Raises ParseError."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"Cellar's notice cannot be read: {error}") from error
    if root is None or _name(root) not in ("NOTICE", "WORK", "RDF"):
        raise ParseError("Cellar sent something else than a notice")
    work = next((item for item in root.iter() if _name(item) == "WORK"), root)
    entry, application = _force(work)
    flag = next((_value(item).lower() for item in _named(work, "RESOURCE_LEGAL_IN_FORCE")), "")
    return Notice(
        document=_day(work, "WORK_DATE_DOCUMENT") or _day(work, "RESOURCE_LEGAL_DATE_DOCUMENT"),
        published=_day(work, "RESOURCE_LEGAL_DATE_PUBLICATION") or _day(work, "DATE_PUBLICATION"),
        entry_into_force=entry,
        application=application,
        end_of_validity=_day(work, "RESOURCE_LEGAL_DATE_END_OF_VALIDITY"),
        in_force={"true": True, "1": True, "false": False, "0": False}.get(flag),
        titles=dict(_titles(root)),
    )


def _force(work: Any) -> tuple[date | None, date | None]:
    """Entry into force and application: both stand under one name, told apart by an annotation (EV, MA)."""
    entries: list[date] = []
    applications: list[date] = []
    for item in _named(work, "RESOURCE_LEGAL_DATE_ENTRY_INTO_FORCE"):
        day = _parsed(item)
        if day:
            kinds = " ".join("".join(part.itertext()) for part in item.iter() if _name(part) == "TYPE_OF_DATE")
            (applications if re.search(r"\bMA\b", kinds) and not re.search(r"\bEV\b", kinds) else entries).append(day)
    applications += [day for item in _named(work, "RESOURCE_LEGAL_DATE_APPLICATION") if (day := _parsed(item))]
    return min(entries, default=None), min(applications, default=None)


def _named(work: Any, name: str) -> Iterator[Any]:
    """Fields of the work itself: those of works that it is linked to stand in elements of other names, deeper."""
    return (item for item in work if _name(item) == name)


def _name(item: Any) -> str:
    return item.tag.rpartition("}")[2].replace("-", "_").replace(".", "_").upper() if isinstance(item.tag, str) else ""


def _value(item: Any) -> str:
    return next(
        ("".join(part.itertext()).strip() for part in item if _name(part) == "VALUE"), (item.text or "").strip()
    )


def _parsed(item: Any) -> date | None:
    try:
        day = date.fromisoformat(_value(item)[:10])
    except ValueError:
        return None
    return day if 1950 <= day.year < NEVER else None


def _day(work: Any, name: str) -> date | None:
    return min((day for item in _named(work, name) if (day := _parsed(item))), default=None)


def _titles(root: Any) -> Iterator[tuple[str, str]]:
    for expression in root.iter():
        if _name(expression) != "EXPRESSION":
            continue
        codes = [
            "".join(part.itertext()) for used in expression.iter() if _name(used) == "EXPRESSION_USES_LANGUAGE"
            for part in used.iter() if _name(part) in ("IDENTIFIER", "OP_CODE")
        ]  # fmt: skip
        title = next((_value(item) for item in expression if _name(item) == "EXPRESSION_TITLE"), "")
        code = next((LANGUAGES[item.strip().upper()] for item in codes if item.strip().upper() in LANGUAGES), "")
        if code and title:
            yield code, plain(clean(title).text)
