"""sources.toml: which sources there are, what is set for each, and the class that asks it."""

from __future__ import annotations

import difflib
import importlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from regbot.errors import ConfigError
from regbot.sources.base import Source
from regbot.sources.settings import SourceSettings

TYPES = {
    "cac_cn": "CacCn",
    "eu_have_your_say": "EuHaveYourSay",
    "eurlex": "Eurlex",
    "federal_register": "FederalRegister",
    "feed": "Feed",
    "flk_cn": "FlkCn",
    "folder": "Folder",
    "gov_uk": "GovUk",
    "npc_cn": "NpcCn",
    "page": "Page",
    "regulations_gov": "RegulationsGov",
    "uk_legislation": "UkLegislation",
}
"""Each type is a module of this package; the value is its class."""

TOP_LEVEL = ("contact", "known", "sources")

AnySource = Source[Any]


@dataclass(frozen=True, slots=True)
class Registry:
    """What sources.toml says. `known` maps addresses to ids of documents that the corpus holds from elsewhere."""

    contact: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[SourceSettings, ...] = ()

    def chosen(self, names: Iterable[str] = ()) -> tuple[SourceSettings, ...]:
        """The sources of these names, also disabled ones; without names all enabled ones. Raises ConfigError."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return tuple(item for item in self.sources if item.enabled)
        by_name = {item.name: item for item in self.sources}
        for name in wanted:
            if name not in by_name:
                raise ConfigError(f"there is no source {name!r}", _nearest(name, by_name))
        return tuple(by_name[name] for name in wanted)


def load(path: Path, overrides: Mapping[str, Mapping[str, object]] | None = None) -> Registry:
    """Read sources.toml; `overrides` replace keys of sources by name. Raises ConfigError naming file, source and key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}", "correct the file, or copy the one that comes with regbot") from error
    return read(data, str(path), overrides)


def read(data: Mapping[str, Any], where: str, overrides: Mapping[str, Mapping[str, object]] | None = None) -> Registry:
    """A registry from TOML values; `where` names the file in errors. Raises ConfigError."""
    for key in data:
        if key not in TOP_LEVEL:
            raise ConfigError(f"{where}: unknown key {key!r}", _nearest(key, TOP_LEVEL))
    contact, known, tables = data.get("contact", ""), data.get("known", {}), data.get("sources", {})
    if not isinstance(contact, str) or not isinstance(known, dict) or not isinstance(tables, dict):
        raise ConfigError(f"{where}: contact is a text, known and sources are tables", "correct the file")
    changed = overrides or {}
    for name in changed:
        if name not in tables:
            raise ConfigError(f"there is no source {name!r}", _nearest(name, tables))
    sources = tuple(_settings(name, table, changed.get(name, {}), where) for name, table in tables.items())
    return Registry(contact, {str(address): str(name) for address, name in known.items()}, sources)


def make(settings: SourceSettings) -> AnySource:
    """The source that these settings describe."""
    return type_of(settings.type)(settings)


def _settings(name: str, table: object, overrides: Mapping[str, object], where: str) -> SourceSettings:
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: sources.{name} is no table", f"write [sources.{name}]")
    kind = str(table.get("type", name))
    if kind not in TYPES:
        hint = _nearest(kind, TYPES)
        raise ConfigError(f"{where}: sources.{name}: there is no type {kind!r}", hint)
    settings_type = type_of(kind).settings_type
    try:
        return settings_type(**{**table, **overrides, "name": name, "type": kind})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        unknown = first["type"] == "extra_forbidden"
        hint = _nearest(str(first["loc"][-1]), settings_type.model_fields) if unknown else "correct that value"
        message = f"unknown key {key!r}" if unknown else f"{key}: {first['msg'].lower()}"
        raise ConfigError(f"{where}: sources.{name}: {message}", hint) from error


def types() -> Iterator[type[AnySource]]:
    """Every class that can be loaded."""
    for kind in TYPES:
        with suppress(ConfigError):
            yield type_of(kind)


def type_of(kind: str) -> type[AnySource]:
    """The class of a type. Raises ConfigError when it cannot be loaded."""
    try:
        found: type[AnySource] = getattr(importlib.import_module(f"regbot.sources.{kind}"), TYPES[kind])
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"the source type {kind!r} cannot be loaded: {error}", "reinstall regbot") from error
    return found


def _nearest(key: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.4)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"
