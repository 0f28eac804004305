"""Whether a published generation is still as it was written: at a glance, and by opening its vectors."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from regbot.errors import IndexCorruptError
from regbot.index.catalogue import Catalogue
from regbot.index.collection import SYNC_LEAST
from regbot.index.manifest import EncoderKind, Manifest, generation_folder
from regbot.index.schema import CATALOGUE, VECTORS, WINDOWS
from regbot.index.vectors import DATABASE, VectorReader
from regbot.paths import Paths

SEGMENT = ("header.bin", "data_level0.bin")


def damage(paths: Paths, manifest: Manifest) -> str:
    """What is wrong with the files of a generation, as a sentence; empty when nothing is to be seen.

    Looks at sizes and counts, a few milliseconds' work; `verify` reads everything.
    """
    folder = generation_folder(paths, manifest.generation)
    try:
        with closing(Catalogue(folder / CATALOGUE)) as catalogue:
            (documents,) = catalogue.fetch("SELECT count(*) FROM documents")[0]
            if (documents, catalogue.size) != (manifest.documents, manifest.texts):
                return f"{folder / CATALOGUE} does not hold what was written to it"
    except IndexCorruptError as error:
        return error.message
    if manifest.encoder is EncoderKind.NONE:
        return ""
    if manifest.vectors and not _holds_bytes(folder / WINDOWS):
        return f"{folder / WINDOWS} is gone"
    return "" if manifest.server else vectors_damage(folder / VECTORS, manifest.vectors)


def probe(paths: Paths, manifest: Manifest) -> None:
    """Open the vectors on disk and ask for the one nearest to one of them. Raises IndexCorruptError."""
    if manifest.encoder is EncoderKind.NONE or manifest.server or not manifest.vectors:
        return
    folder = generation_folder(paths, manifest.generation)
    with (
        closing(Catalogue(folder / CATALOGUE)) as catalogue,
        closing(VectorReader(folder / VECTORS)) as vectors,
    ):
        text, window = catalogue.fetch("SELECT text, window FROM passages LIMIT 1")[0]
        key = f"{text}:{window}"
        stored = vectors.stored([key])
        if key not in stored or not vectors.nearest(stored[key], 1):
            raise IndexCorruptError(f"the vectors in {folder / VECTORS} are damaged")


def vectors_damage(folder: Path, expected: int) -> str:
    """As `damage`, of the folder that Chroma's vectors should be in; a millisecond's work."""
    if not (folder / DATABASE).is_file():
        return f"the vectors in {folder} are gone"
    try:
        uri = f"file:{quote(str(folder / DATABASE))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            (held,) = database.execute("SELECT count(*) FROM embeddings").fetchone()
    except sqlite3.Error:
        return f"{folder / DATABASE} is damaged"
    if held != expected:
        return f"{folder / DATABASE} holds {held:,} vectors, not {expected:,}"
    segments = [path for path in folder.iterdir() if path.is_dir()]
    if expected >= SYNC_LEAST and not any(all(_holds_bytes(path / name) for name in SEGMENT) for path in segments):
        return f"the vectors in {folder} are gone"
    return ""


def _holds_bytes(path: Path) -> bool:
    with suppress(OSError):
        return path.stat().st_size > 0
    return False
