"""The embedding stage of a build: every passage of the catalogue to a vector in Chroma, in batches of bounded size."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from regbot.corpus.metadata import document_from
from regbot.errors import ModelError
from regbot.index.cache import EmbeddingCache, text_key
from regbot.index.catalogue import COLUMNS, FROM, provision_from
from regbot.index.closeness import parts_of, store
from regbot.index.collection import sync_threshold
from regbot.index.embed import SentenceTransformerEncoder, model_folder, model_hash
from regbot.index.encoder import Encoder, OnnxEncoder, read_card
from regbot.index.exact import WindowWriter
from regbot.index.manifest import EncoderKind, Manifest
from regbot.index.passages import passages_of
from regbot.index.progress import Listener, Progress
from regbot.index.schema import CATALOGUE, VECTORS, WINDOWS
from regbot.index.server import marks
from regbot.index.vector_server import ServerWriter
from regbot.index.vectors import VectorWriter, compact
from regbot.model import Document, Provision
from regbot.paths import Paths

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

TEXTS_AT_ONCE = 64
VECTORS_AT_ONCE = 2000
SAMPLE = 40

Text = tuple[int, Document, Provision]
"""A text with its id in the catalogue."""


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model on disk: the original's folder, its hash, and where its ONNX export lies or will lie."""

    folder: Path
    hash: str
    export_folder: Path

    @classmethod
    def locate(cls, paths: Paths, setting: str) -> Model:
        """The model that `settings.index.model` names. Raises ModelError."""
        folder = model_folder(setting)
        digest = model_hash(folder)
        return cls(folder, digest, paths.models / digest)

    @property
    def exported(self) -> bool:
        """Whether a whole export lies there."""
        try:
            return read_card(self.export_folder).cosine is not None
        except ModelError:
            return False

    def open(self, sample: list[str]) -> tuple[Encoder, str]:
        """The export, made now if there is none; or the original, with the reason why there is no export."""
        from filelock import FileLock

        self.export_folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.export_folder.with_suffix(".lock")):
            if self.exported:
                return OnnxEncoder(self.export_folder, threads=os.cpu_count() or 1), ""
            from regbot.index.export import export

            original = SentenceTransformerEncoder(self.folder, self.hash)
            try:
                return export(original, self.export_folder, sample), ""
            except ModelError as error:
                return original, error.message


def embed_catalogue(paths: Paths, model: Model, folder: Path, manifest: Manifest, report: Listener) -> Manifest:
    """Embed what the catalogue in `folder` holds and write its vectors; gives the manifest with what came of it.

    The vectors go to the manifest's server, else into `folder`. Texts that the model's vocabulary does not cover get
    none. Raises ModelError, VectorServerError, sqlite3.Error.
    """
    with (
        closing(sqlite3.connect(folder / CATALOGUE)) as catalogue,
        closing(EmbeddingCache(paths.embeddings, model.hash)) as cache,
    ):
        report(Progress("model", 0, 1))
        encoder, note = model.open(_sample(catalogue, manifest.texts))
        report(Progress("model", 1, 1))
        with WindowWriter(folder / WINDOWS) as windows:
            for done, batch in _texts(catalogue):
                report(Progress("embedding", done, manifest.texts))
                _embed(catalogue, cache, windows, encoder, batch)
            windows.finish(catalogue)
        catalogue.commit()
        report(Progress("embedding", manifest.texts, manifest.texts))
        (total,) = catalogue.execute("SELECT count(*) FROM passages").fetchone()
        if manifest.server:
            writer = ServerWriter(manifest.server, manifest.collection, total, marks(paths, manifest))
            stored = _store(catalogue, cache, writer, total, report)
        else:
            stored = _store(catalogue, cache, VectorWriter(folder / VECTORS, total), total, report)
            compact(folder / VECTORS)
    kind = EncoderKind.ORIGINAL if note else EncoderKind.ONNX
    return replace(manifest, vectors=stored, encoder=kind, encoder_note=note, cosine=encoder.card.cosine)


def _embed(
    catalogue: sqlite3.Connection, cache: EmbeddingCache, windows: WindowWriter, encoder: Encoder, batch: list[Text]
) -> None:
    import numpy as np

    passages = {text: passages_of(document, item) for text, document, item in batch}
    parts = {text: parts_of(document, item) for text, document, item in batch if encoder.reads(item.text)}
    vectors = _vectors(cache, encoder, [text for own in (*passages.values(), *parts.values()) for text in own])
    for text, own in passages.items():
        held = [(number, passage) for number, passage in enumerate(own) if passage in vectors]
        windows.add([vectors[passage] for _, passage in held])
        catalogue.executemany(
            "INSERT INTO passages VALUES (?, ?, ?)", [(text, number, text_key(passage)) for number, passage in held]
        )
    for text, own in parts.items():
        if own and all(part in vectors for part in own):
            store(catalogue, text, np.stack([vectors[part] for part in own]))


def _vectors(cache: EmbeddingCache, encoder: Encoder, texts: Iterable[str]) -> dict[str, Vectors]:
    """The vector of each text that the model can read, from the cache where it is held."""
    keys = {text: text_key(text) for text in texts}
    held = cache.get(list(keys.values()))
    fresh = [text for text, key in keys.items() if key not in held and encoder.reads(text)]
    if fresh:
        made = {keys[text]: vector for text, vector in zip(fresh, encoder.documents(fresh), strict=True)}
        cache.put(made)
        held |= made
    return {text: held[key] for text, key in keys.items() if key in held}


def _store(
    catalogue: sqlite3.Connection,
    cache: EmbeddingCache,
    writer: VectorWriter | ServerWriter,
    total: int,
    report: Listener,
) -> int:
    import numpy as np

    rows = catalogue.execute(
        "SELECT p.text, p.window, p.key, d.id, t.lang FROM passages p JOIN texts t ON t.id = p.text "
        "JOIN documents d ON d.number = t.document ORDER BY p.text, p.window"
    )
    done, sync = 0, sync_threshold(total)
    with closing(writer):
        while batch := rows.fetchmany(min(VECTORS_AT_ONCE, sync - done % sync)):
            report(Progress("vectors", done, total))
            texts, windows, keys, documents, langs = zip(*batch, strict=True)
            held = cache.get(keys)
            writer.add(texts, windows, list(zip(documents, langs, strict=True)), np.stack([held[key] for key in keys]))
            done += len(batch)
        stored = writer.count
    report(Progress("vectors", total, total))
    return stored


def _texts(catalogue: sqlite3.Connection) -> Iterator[tuple[int, list[Text]]]:
    documents = {
        key: document_from(json.loads(data)) for key, data in catalogue.execute("SELECT id, data FROM documents")
    }
    rows = catalogue.execute(f"SELECT {COLUMNS} {FROM} ORDER BY t.id")
    done = 0
    while batch := rows.fetchmany(TEXTS_AT_ONCE):
        yield done, [(row[0], documents[row[1]], provision_from(row)) for row in batch]
        done += len(batch)


def _sample(catalogue: sqlite3.Connection, texts: int) -> list[str]:
    step = max(1, texts // SAMPLE)
    rows = catalogue.execute("SELECT text FROM bodies WHERE id % ? = 0 AND text <> '' LIMIT ?", (step, SAMPLE))
    return [text for (text,) in rows]
