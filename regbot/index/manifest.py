"""The manifest: which generation is published, from what it was made, and with which model."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from regbot.errors import IndexCorruptError, IndexMissingError, IndexStaleError
from regbot.index.schema import FORMAT
from regbot.paths import Paths


class EncoderKind(StrEnum):
    """What turns questions into vectors."""

    ONNX = "onnx"
    ORIGINAL = "sentence-transformers"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Former:
    """A collection on a server that a newer generation took the place of, and when."""

    server: str
    collection: str
    generation: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is published. `model` is the setting it was built with, `model_hash` empty when there are no vectors.

    `fingerprints` and `stamps` are those of `Corpus`, by document id; `encoder_note` says why there is no ONNX export.
    The vectors lie in `collection` of the Chroma server at `server`, or in the generation's folder if that is empty.
    `owner` is drawn once per workspace; `former` are collections still to be removed.
    """

    format: int
    generation: str
    built_at: datetime
    fingerprints: Mapping[str, str]
    stamps: Mapping[str, str]
    documents: int
    texts: int
    vectors: int
    model: str
    model_hash: str
    encoder: EncoderKind
    encoder_note: str = ""
    cosine: float | None = None
    server: str = ""
    collection: str = ""
    owner: str = ""
    former: tuple[Former, ...] = ()


def read_manifest(paths: Paths) -> Manifest:
    """The published manifest. Raises IndexMissingError, IndexStaleError (other format), IndexCorruptError."""
    try:
        data = json.loads(paths.manifest.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexMissingError("no index has been built yet") from error
    except (OSError, ValueError) as error:
        raise IndexCorruptError(f"{paths.manifest} cannot be read: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        raise IndexCorruptError(f"{paths.manifest} is not a manifest")
    if data["format"] != FORMAT:
        raise IndexStaleError("the index was built by another version of regbot")
    try:
        known = {
            field.name: data[field.name] for field in fields(Manifest) if field.default is MISSING or field.name in data
        }
        built_at, encoder = datetime.fromisoformat(known["built_at"]), EncoderKind(known["encoder"])
        former = tuple(
            Former(**{**item, "since": datetime.fromisoformat(item["since"])}) for item in known.get("former", ())
        )
        return Manifest(**{**known, "built_at": built_at, "encoder": encoder, "former": former})
    except (KeyError, ValueError, TypeError) as error:
        raise IndexCorruptError(f"{paths.manifest} is not a manifest: {error}") from error


def owner(paths: Paths) -> str:
    """Whose collections this workspace's are, as last published in any format; empty if nothing was."""
    try:
        return str(json.loads(paths.manifest.read_text(encoding="utf-8"))["owner"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def publish(paths: Paths, manifest: Manifest) -> None:
    """Make `manifest` the published one: readers see the old one or the new one, whole."""
    partial = paths.manifest.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as stream:
        json.dump(asdict(manifest), stream, ensure_ascii=False, indent=1, default=datetime.isoformat)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(paths.manifest)
    sync_folder(paths.indexes)


def generation_folder(paths: Paths, generation: str) -> Path:
    """Where a generation lies."""
    return paths.indexes / "generations" / generation


def sync_folder(folder: Path) -> None:
    """Have the folder's entries reach the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
