"""Read-only health checks of settings, workspace, corpus, index, model, disk and versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import regbot
from regbot.errors import ConfigError, IndexMissingError, RegbotError
from regbot.index.generation import State
from regbot.index.manifest import EncoderKind
from regbot.paths import ways_to_fill
from regbot.workflows.check import Check, Level, broken, ok, warn
from regbot.workflows.corpus_health import check_corpus
from regbot.workflows.indexing import check_vectors, index_status, vector_server
from regbot.workflows.sources import source_health
from regbot.workspace import Workspace

__all__ = ["Check", "Level", "examine"]

LITTLE_SPACE = 500 * 2**20
VARIABLES = frozenset(("REGBOT_HOME", "REGBOT_NOW", "REGBOT_CACHE", "REGBOT_DEBUG"))
PACKAGES = ("chromadb", "onnxruntime", "tokenizers", "sentence-transformers", "torch", "textual", "rich", "typer")


def examine(workspace: Workspace) -> list[Check]:
    """Every check, in the order in which things depend on each other; one cause is told once. Raises no RegbotError."""
    parts: tuple[tuple[str, Callable[[Workspace], Iterator[Check]]], ...] = (
        ("settings", _settings),
        ("workspace", _workspace),
        ("corpus", check_corpus),
        ("sources", source_health),
        ("index", _index),
        ("vectors", _vectors),
        ("model", _model),
        ("disk", _disk),
        ("versions", _versions),
    )
    found: list[Check] = []
    for name, part in parts:
        try:
            found += part(workspace)
        except RegbotError as error:
            if error.message not in (check.message for check in found):
                found.append(broken(name, error))
    return found


def _settings(workspace: Workspace) -> Iterator[Check]:
    path = workspace.paths.config
    settings = workspace.settings
    sections = [f"REGBOT_{name.upper()}__" for name in type(settings).model_fields]
    for name in sorted(os.environ):
        if name.startswith("REGBOT_") and name not in VARIABLES and not name.startswith(tuple(sections)):
            known = ", ".join((*sorted(VARIABLES), *(f"{section}…" for section in sections)))
            yield warn("settings", f"the environment variable {name} means nothing to regbot", f"known: {known}")
    yield ok("settings", str(path) if path.is_file() else f"defaults; {path} does not exist")


def _workspace(workspace: Workspace) -> Iterator[Check]:
    home = workspace.paths.home
    if not workspace.paths.documents.is_dir():
        raise ConfigError(f"{home} holds no corpus/documents", ways_to_fill(home))
    paths = workspace.paths
    written = (home, paths.corpus, paths.documents, *sorted(paths.documents.iterdir()), paths.indexes, paths.drafts)
    locked = next((folder for folder in (*written, paths.indexes / "generations") if _is_read_only(folder)), None)
    if locked:
        yield warn("workspace", f"{locked} is read-only", "asking works; to import, build or draft, make it writable")
    else:
        yield ok("workspace", str(home))


def _is_read_only(folder: Path) -> bool:
    return folder.is_dir() and not os.access(folder, os.W_OK)


def _index(workspace: Workspace) -> Iterator[Check]:
    found = index_status(workspace)
    if found.state is State.MISSING or not found.manifest:
        raise IndexMissingError(found.reason)
    manifest = found.manifest
    if found.state is State.STALE:
        changed = f": {', '.join(found.changed[:5])}" if found.changed else ""
        yield warn("index", f"{found.reason}{changed}", "regbot index build")
    workspace.index.catalogue.documents()
    yield ok(
        "index", f"{manifest.texts:,} texts, {manifest.vectors:,} vectors, built {manifest.built_at:%Y-%m-%d %H:%M}"
    )


def _vectors(workspace: Workspace) -> Iterator[Check]:
    check_vectors(workspace)
    held = vector_server(workspace)
    if held is None:
        return
    where = f"the Chroma server at {held.url}"
    if held.vectors is None:
        yield warn("vectors", f"{where} does not hold generation {held.generation}", "regbot index build")
    elif not held.whole:
        counted = f"{held.vectors:,} vectors of generation {held.generation}, not {held.expected:,}"
        yield warn("vectors", f"{where} holds {counted}", "regbot index build")
    else:
        yield ok("vectors", f"{where} holds all {held.expected:,} vectors of generation {held.generation}")


def _model(workspace: Workspace) -> Iterator[Check]:
    from regbot.index.embed import model_folder, model_hash

    folder = model_folder(workspace.settings.index.model)
    digest = model_hash(folder)
    try:
        manifest = workspace.index.manifest
    except RegbotError:
        yield ok("model", f"{folder} (no index to compare with)")
        return
    if manifest.encoder is EncoderKind.NONE:
        yield warn("model", "the index was built without vectors: search goes by words alone", "regbot index build")
    elif manifest.model_hash != digest:
        yield warn("model", "the index was built with another model", "regbot index build")
    elif manifest.encoder is EncoderKind.ORIGINAL:
        yield warn(
            "model",
            f"asking loads sentence-transformers, which is slow: {manifest.encoder_note}",
            "regbot index build --force",
        )
    elif not (workspace.paths.models / digest).is_dir():
        yield warn("model", f"the ONNX export is gone from {workspace.paths.models}", "regbot index build")
    else:
        agreement = f", cosine {manifest.cosine:.5f} with the original" if manifest.cosine else ""
        yield ok("model", f"{folder.parent.name}, exported to ONNX{agreement}")


def _disk(workspace: Workspace) -> Iterator[Check]:
    existing = next(folder for folder in (workspace.paths.home, *workspace.paths.home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    told = f"{free / 2**30:.1f} GB free at {existing}"
    yield (
        ok("disk", told) if free >= LITTLE_SPACE else warn("disk", told, "free some space before building or importing")
    )


def _versions(_workspace: Workspace) -> Iterator[Check]:
    installed = {name: _version(name) for name in PACKAGES}
    missing = [name for name, version in installed.items() if not version]
    if missing:
        raise ConfigError(
            f"not installed: {', '.join(missing)}", "install regbot again: `make setup` or `pip install .`"
        )
    python = ".".join(str(part) for part in sys.version_info[:3])
    told = ", ".join(f"{name} {version}" for name, version in installed.items())
    yield ok("versions", f"regbot {regbot.__version__}, Python {python}, SQLite {sqlite3.sqlite_version}, {told}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
