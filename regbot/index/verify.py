"""Checking a published index against the corpus: texts one by one, vectors by embedding them again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.errors import RegbotError
from regbot.index.catalogue import Catalogue
from regbot.index.closeness import kept, parts_of
from regbot.index.encoder import Encoder
from regbot.index.passages import passages_of
from regbot.index.retrieve import Index
from regbot.index.schema import variants
from regbot.index.vector_server import ServerReader
from regbot.index.vectors import VectorReader
from regbot.model import Provision
from regbot.paths import Paths

LOWEST_COSINE = 0.999
SAMPLE = 200
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How much was checked, the lowest cosine met (1.0 if none), and every problem as a sentence."""

    texts: int
    vectors: int
    lowest_cosine: float
    problems: tuple[str, ...]


def verify(paths: Paths, settings: Settings, *, sample: int | None = SAMPLE, seed: int = 0) -> VerifyReport:
    """Compare every text and `sample` vectors (None: all) with the corpus. Writes nothing.

    Raises IndexMissingError, IndexStaleError, IndexCorruptError, CorpusError.
    """
    index = Index.open(paths, settings)
    try:
        problems = [*_text_problems(index.catalogue, Corpus(paths.documents)), *_count_problems(index)]
        passages = index.catalogue.passages()
        if sample is not None and sample < len(passages):
            passages = sorted(random.Random(seed).sample(passages, sample))
        lowest = 1.0
        if passages:
            try:
                vectors, encoder = index.meaning.chroma, index.meaning.encoder
                if vectors.count != index.manifest.vectors:
                    problems.append(f"{vectors.count} vectors are stored, not {index.manifest.vectors}")
                texts = sorted({text for text, _ in passages})
                for key, cosine in chain(
                    _cosines(index.catalogue, vectors, encoder, passages),
                    _cosines_of_parts(index.catalogue, encoder, texts),
                    _cosines_of_windows(index, encoder, texts),
                ):
                    lowest = min(lowest, cosine)
                    if not cosine >= LOWEST_COSINE:
                        problems.append(f"the vector of {key} has cosine {cosine:.4f} with its text")
            except RegbotError as error:
                problems.append(error.message)
                passages = []
        return VerifyReport(index.manifest.texts, len(passages), lowest, tuple(problems))
    finally:
        index.close()


def _text_problems(catalogue: Catalogue, corpus: Corpus) -> Iterator[str]:
    ids = corpus.ids()
    for gone in sorted({document.id for document in catalogue.documents()} - set(ids)):
        yield f"{gone} is no longer in the corpus"
    for document_id in ids:
        try:
            held = {_identity(item): item for item in catalogue.everything(document_id)}
            same = catalogue.document(document_id) == corpus.document(document_id)
        except RegbotError:
            yield f"{document_id} is not in the index"
            continue
        if not same:
            yield f"the metadata of {document_id} differ from the corpus"
        wanted = {_identity(item): item for item in variants(corpus.versions(document_id))}
        for key in sorted(wanted.keys() | held.keys()):
            if wanted.get(key) != held.get(key):
                yield f"{document_id}#{' '.join(key)} differs from the corpus"


def _count_problems(index: Index) -> Iterator[str]:
    manifest = index.manifest
    tables = {"documents": manifest.documents, "texts": manifest.texts, "wordsets": manifest.texts}
    for table, expected in tables.items():
        (found,) = index.catalogue.fetch(f"SELECT count(*) FROM {table}")[0]
        if found != expected:
            yield f"the catalogue has {found} rows of {table}, not {expected}"
    if index.catalogue.columns.texts != manifest.texts:
        yield f"the catalogue has columns of {index.catalogue.columns.texts} texts, not {manifest.texts}"
    if len(index.catalogue.passages()) != manifest.vectors:
        yield f"the catalogue has {len(index.catalogue.passages())} passages, not {manifest.vectors}"


def _cosines(
    catalogue: Catalogue, vectors: VectorReader | ServerReader, encoder: Encoder, passages: list[tuple[int, int]]
) -> Iterator[tuple[str, float]]:
    for start in range(0, len(passages), AT_ONCE):
        batch = passages[start : start + AT_ONCE]
        items = catalogue.texts({text for text, _ in batch})
        known = [(text, window) for text, window in batch if text in items]
        again = encoder.documents([_passage(catalogue, items[text], window) for text, window in known])
        stored = vectors.stored([f"{text}:{window}" for text, window in known])
        for (text, window), vector in zip(known, again, strict=True):
            found = stored.get(f"{text}:{window}")
            yield f"{items[text].ref} ({items[text].lang})", float(vector @ found) if found is not None else 0.0


def _cosines_of_windows(index: Index, encoder: Encoder, texts: list[int]) -> Iterator[tuple[str, float]]:
    for text, item in index.catalogue.texts(texts).items():
        own = passages_of(index.catalogue.document(item.document), item)
        again = encoder.documents([passage for passage in own if encoder.reads(passage)])
        held = index.meaning.windows.of(text)
        same = held.shape == again.shape
        yield f"{item.ref} ({item.lang})", float((held * again).sum(axis=1).min()) if same else 0.0


def _cosines_of_parts(catalogue: Catalogue, encoder: Encoder, texts: list[int]) -> Iterator[tuple[str, float]]:
    for text, item in catalogue.texts(texts).items():
        matrix = kept(catalogue, text, encoder.card.dimension)
        if matrix is not None:
            again = encoder.documents(parts_of(catalogue.document(item.document), item))
            same = matrix.shape == again.shape
            yield f"{item.ref} ({item.lang})", float((matrix * again).sum(axis=1).min()) if same else 0.0


def _passage(catalogue: Catalogue, item: Provision, window: int) -> str:
    return passages_of(catalogue.document(item.document), item)[window]


def _identity(item: Provision) -> tuple[str, str, str]:
    return item.eid, item.lang, item.version.isoformat()
