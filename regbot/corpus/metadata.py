"""document.toml, both ways: the metadata of one document. Keys are described in corpus/README.md."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regbot.errors import CorpusError
from regbot.model import Channel, ClosingDate, Consultation, Document, DocumentKind, LegalStatus, Relation

Kind = TypeVar("Kind", bound=StrEnum)
WANTED = {"str": "a text", "tuple[str, ...]": "a list of texts", "int | None": "a whole number"}
DERIVED = "force_changes"
"""Of a document's fields the one that other documents tell."""
HINT = "compare the file with corpus/README.md and correct it"


def read_document(text: str, where: str) -> Document:
    """Parse the text of a document.toml; `where` names the file in errors. Raises CorpusError."""
    try:
        return document_from(tomllib.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        detail = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise CorpusError(f"{where}: {detail}", HINT) from error


def document_from(data: Mapping[str, Any]) -> Document:
    """A Document from TOML or JSON values. Raises KeyError, TypeError, ValueError or AttributeError on bad ones."""
    plain = _known(Document, data)
    _check_zone(data.get("timezone", "UTC"))
    return Document(
        **{
            **plain,
            "id": str(data["id"]),
            "kind": _one_of(DocumentKind, data, "kind"),
            "jurisdiction": str(data["jurisdiction"]),
            "title": {str(lang): str(title) for lang, title in dict(data["title"]).items()},
            "legal_status": _one_of(LegalStatus, data, "legal_status"),
            "published": _day(data, "published"),
            "adopted": _day(data, "adopted"),
            "signed": _day(data, "signed"),
            "effective": _day(data, "effective"),
            "expires": _day(data, "expires"),
            "topics": tuple(data.get("topics", ())),
            "aliases": tuple(data.get("aliases", ())),
            "consultation": _consultation(data["consultation"]) if data.get("consultation") else None,
            "relations": tuple(_relation(item) for item in data.get("relations", ())),
            "links": tuple((str(item["title"]), str(item["url"])) for item in data.get("links", ())),
        }
    )


def document_data(document: Document) -> dict[str, Any]:
    """The document as plain values that `document_from` reads back; dates stay dates."""
    data: dict[str, Any] = {}
    for item in fields(Document):
        value = getattr(document, item.name)
        if value in (None, "", ()) or item.name == DERIVED:
            continue
        data[item.name] = value
    data["title"] = dict(document.title)
    for name in ("topics", "aliases"):
        if name in data:
            data[name] = list(data[name])
    if document.consultation:
        data["consultation"] = _slots(document.consultation) | {
            "channels": [_slots(channel) for channel in document.consultation.channels],
            "dates": [_slots(item) for item in document.consultation.dates],
        }
    data["relations"] = [_slots(relation) for relation in document.relations]
    data["links"] = [{"title": title, "url": url} for title, url in document.links]
    return {key: value for key, value in data.items() if value != []}


def write_document(document: Document) -> str:
    """The document.toml that `read_document` turns back into `document`."""
    import tomli_w

    return tomli_w.dumps(document_data(document), multiline_strings=False)


def _consultation(data: Mapping[str, Any]) -> Consultation:
    return Consultation(
        opens=_day(data, "opens"),
        closes=_moment(data, "closes") if data.get("closes") else None,
        stated_as=str(data.get("stated_as", "")),
        evidence=str(data.get("evidence", "")),
        channels=tuple(Channel(**_known(Channel, item)) for item in data.get("channels", ())),
        conflicts=tuple(data.get("conflicts", ())),
        dates=tuple(_closing_date(item) for item in data.get("dates", ())),
        outcome=_day(data, "outcome"),
    )


def _relation(data: Mapping[str, Any]) -> Relation:
    return Relation(**_known(Relation, data) | {"day": _day(data, "day")})


def _closing_date(data: Mapping[str, Any]) -> ClosingDate:
    values = _known(ClosingDate, data)
    return ClosingDate(str(values["basis"]), _moment(values, "closes"), str(values["quote"]))


def _known(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = [item.name for item in fields(kind) if item.name != DERIVED]
    for key in data:
        if key not in names:
            nearest = difflib.get_close_matches(key, names, n=1)
            raise ValueError(f"unknown key {key!r}" + (f"; did you mean {nearest[0]!r}?" if nearest else ""))
    for item in fields(kind):
        value = data.get(item.name)
        if value is not None and not _fits(str(item.type), value):
            raise ValueError(f"{item.name} = {value!r} is not {WANTED[str(item.type)]}")
    return dict(data)


def _fits(wanted: str, value: object) -> bool:
    if wanted == "str":
        return isinstance(value, str)
    if wanted == "tuple[str, ...]":
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    return wanted != "int | None" or isinstance(value, int)


def _check_zone(name: object) -> None:
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"timezone = {name!r} is no IANA time zone") from error


def _slots(item: Any) -> dict[str, Any]:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return {key: value for key, value in plain.items() if value not in (None, "", [])}


def _one_of(kind: type[Kind], data: Mapping[str, Any], key: str) -> Kind:
    try:
        return kind(data[key])
    except ValueError as error:
        raise ValueError(f"{key} = {data[key]!r} is not one of {', '.join(kind)}") from error


def _moment(data: Mapping[str, Any], key: str) -> date | datetime:
    value = data[key]
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{key} = {value!r} is not a date like 2023-08-08") from error


def _day(data: Mapping[str, Any], key: str) -> date | None:
    if not data.get(key):
        return None
    moment = _moment(data, key)
    return moment.date() if isinstance(moment, datetime) else moment
