"""The types of legislation at legislation.gov.uk, and the addresses of items and their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from regbot.model import DocumentKind

PARLIAMENT, MINISTERS = "Parliament of the United Kingdom", "Government of the United Kingdom"
SCOTTISH, WELSH, NORTHERN = "Scottish Parliament", "Senedd Cymru", "Northern Ireland Assembly"

_ACTS = {
    "ukpga": PARLIAMENT,
    "ukla": PARLIAMENT,
    "ukppa": PARLIAMENT,
    "apgb": "Parliament of Great Britain",
    "gbla": "Parliament of Great Britain",
    "gbppa": "Parliament of Great Britain",
    "aep": "Parliament of England",
    "aosp": "Parliament of Scotland",
    "aip": "Parliament of Ireland",
    "asp": SCOTTISH,
    "asc": WELSH,
    "anaw": WELSH,
    "mwa": WELSH,
    "nia": NORTHERN,
    "apni": "Parliament of Northern Ireland",
    "mnia": NORTHERN,
    "ukcm": "General Synod of the Church of England",
    "ukmd": PARLIAMENT,
    "eur": "European Union",
    "eudr": "European Union",
    "eudn": "European Union",
    "eut": "European Union",
}
_INSTRUMENTS = {
    "uksi": MINISTERS,
    "uksro": MINISTERS,
    "ukmo": MINISTERS,
    "ukci": "Church of England",
    "ukdcm": "General Synod of the Church of England",
    "wsi": "Welsh Government",
    "ssi": "Scottish Government",
    "nisi": MINISTERS,
    "nisr": "Northern Ireland departments",
    "nisro": "Northern Ireland departments",
}
_DRAFTS = {
    "ukdsi": MINISTERS,
    "wdsi": "Welsh Government",
    "sdsi": "Scottish Government",
    "nidsr": "Northern Ireland departments",
    "ukdpb": PARLIAMENT,
}
ISSUERS = _ACTS | _INSTRUMENTS | _DRAFTS
EUROPEAN = ("eur", "eudr", "eudn", "eut")

_REGNAL = r"(?:[A-Z][A-Za-z0-9]{1,20}(?:and[A-Z][A-Za-z0-9]{1,20})?/)?\d{1,2}(?:-\d{1,2})?(?:-\d{1,2})?"
_ITEM = re.compile(
    rf"(?P<type>{'|'.join(sorted(ISSUERS, key=len, reverse=True))})/(?P<year>\d{{4}}|[A-Z][A-Za-z0-9/-]{{2,40}}?/{_REGNAL}|{_REGNAL})"
    r"/(?P<number>[A-Za-z]{0,2}\d{1,5}|\d{13}|[ivxlc]{1,8})(?=/|$)(?P<rest>.*)"
)
POINTS = re.compile(r"\d{4}-\d{2}-\d{2}|enacted|made|created|adopted|prospective")
_DATA = re.compile(r"/?(?:data\.[a-z]{2,6}|contents|body|introduction)$")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of legislation: `number` as in its address. `part` is the section or schedule, empty for the whole.

    `point` is a day, enacted, made, created, adopted or prospective; empty for the text as it is now. `welsh` asks for the
    Welsh text.
    """

    type: str
    year: str
    number: str
    part: str = ""
    point: str = ""
    welsh: bool = False

    @property
    def path(self) -> str:
        """The path of its page, without a slash at either end."""
        parts = (self.type, self.year, self.number, self.part, self.point, "welsh" if self.welsh else "")
        return "/".join(part for part in parts if part)

    @property
    def citation(self) -> str:
        """How it is cited without its title: `2018 c. 12`, `S.I. 2020/1`."""
        if self.type in _INSTRUMENTS or self.type in _DRAFTS:
            return f"{_SERIES.get(self.type, 'S.I.')} {self.year}/{self.number}"
        return f"{self.year} {_CHAPTERS.get(self.type, 'c.')} {self.number}"


_SERIES = {"ssi": "S.S.I.", "nisr": "S.R.", "nisro": "S.R. & O.", "uksro": "S.R. & O."}
_CHAPTERS = {
    "asp": "asp",
    "asc": "asc",
    "anaw": "anaw",
    "mwa": "nawm",
    "ukcm": "No.",
    "eur": "No.",
    "eudr": "No.",
    "eudn": "No.",
}


def item_of(address: str) -> Item | None:
    """The item that an address or path of legislation.gov.uk names; None if it names none."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return None
    found = _ITEM.fullmatch(path.strip("/").removeprefix("id/").removeprefix("cy/"))
    if not found:
        return None
    rest = _DATA.sub("", found["rest"]).strip("/")
    steps = [step for step in rest.split("/") if step and step != "contents" and not step.startswith("data.")]
    point = next((step for step in steps if POINTS.fullmatch(step)), "")
    part = "/".join(step for step in steps if not POINTS.fullmatch(step) and step not in ("welsh", "english"))
    return Item(found["type"], found["year"], found["number"], part, point, "welsh" in steps)


def kind_of(type_name: str) -> DocumentKind:
    """What sort of document a type of legislation is."""
    if type_name in _DRAFTS:
        return DocumentKind.DRAFT
    return DocumentKind.LAW if type_name in _ACTS and type_name not in EUROPEAN else DocumentKind.RULE


def is_act(type_name: str) -> bool:
    """Whether it is primary legislation."""
    return type_name in _ACTS and type_name not in EUROPEAN
