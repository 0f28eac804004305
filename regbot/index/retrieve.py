"""Searching the published generation: words and meaning, fused, one hit per provision."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import lru_cache
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from regbot.config import Settings
from regbot.errors import IndexCorruptError, RegbotError, SearchIndexError, VectorServerError
from regbot.index import exact, lexical
from regbot.index.catalogue import Catalogue, Key, Selection
from regbot.index.closeness import Near, measure, sentences_of
from regbot.index.manifest import EncoderKind, Manifest, generation_folder, read_manifest
from regbot.index.readers import hold, release
from regbot.index.schema import CATALOGUE, VECTORS
from regbot.index.tokens import is_asian
from regbot.model import Filters, Hit, Provision
from regbot.paths import Paths

if TYPE_CHECKING:
    from regbot.index.encoder import Encoder, Vectors
    from regbot.index.vectors import ServerReader, VectorReader

POOL = 100
PASSAGES = 300
SIFTED = 4 * PASSAGES
LEAST_SHARE = 8
"""Where at least one document in so many is admitted, what is nearest of all is asked for and then sifted: Chroma's own
filters are several times slower."""
MOST_EXACT, TEXTS_A_DOCUMENT = 3_000, 8
"""Up to so many texts are compared with one by one; fewer than eight a document are not worth the counting."""
SCALED_WORDS, SCALED_MEANING = 100, 50
LEXICAL_WEIGHT = 0.6
RETRY_AFTER, RETRY_SHARE = 5.0, 10
"""A server that did not answer is left alone for so many seconds, and for so many times what its silence took."""

Ranking = dict[Key, float]
"""Provisions with their scores, best first."""


class Mode(StrEnum):
    """What to rank by."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


class Index:
    """One published generation, open for reading; safe to share between threads. `open` makes one."""

    def __init__(self, paths: Paths, manifest: Manifest, folder: Path) -> None:
        self.manifest = manifest
        self._paths = paths
        self._folder = folder
        self._held = hold(folder)
        self._loading = Lock()
        self._semantics: tuple[VectorReader | ServerReader, Encoder] | None = None
        self._retry_at = 0.0
        self._missing = "the index was built without vectors" if manifest.encoder is EncoderKind.NONE else ""
        self.catalogue = Catalogue(folder / CATALOGUE)
        self._vector = lru_cache(maxsize=1)(self._encoded)
        """One question is searched for and then measured against what was found."""

    @classmethod
    def open(cls, paths: Paths, settings: Settings) -> Index:  # noqa: ARG003
        """Open what is published. Raises IndexMissingError, IndexStaleError, IndexCorruptError."""
        manifest = read_manifest(paths)
        folder = generation_folder(paths, manifest.generation)
        if not (folder / CATALOGUE).is_file():
            raise IndexCorruptError(f"the published generation {manifest.generation} is gone")
        return cls(paths, manifest, folder)

    def close(self) -> None:
        """Release every file."""
        self.catalogue.close()
        if self._semantics:
            self._semantics[0].close()
        release(self._held)

    @property
    def missing(self) -> str:
        """Why a search goes by words alone, in one sentence; empty while nothing is known to be missing."""
        return self._missing

    @property
    def warm(self) -> bool:
        """Whether vectors and model are loaded, or known to be missing."""
        return bool(self._semantics or self._missing)

    def load(self) -> None:
        """Load vectors and model now (a second or two); never raises for them, see `missing`."""
        with self._loading:
            if self.warm:
                return
            import numpy as np  # noqa: F401 - before the threads: its first import must not be shared between two

            try:
                self._semantics = self._open()
            except RegbotError as error:
                self._missing = error.message

    def semantics(self) -> tuple[VectorReader | ServerReader, Encoder]:
        """The stored vectors and their model. Raises IndexCorruptError with the sentence of `missing`."""
        self.load()
        if self._semantics is None:
            raise IndexCorruptError(self._missing)
        return self._semantics

    def search(self, query: str, filters: Filters, *, mode: Mode = Mode.HYBRID, limit: int = 10) -> list[Hit]:
        """The best `limit` provisions, best first; each in the question's language where it is held in it.

        `Hit.lexical_score` is BM25, `Hit.vector_score` the cosine; `Hit.score` (0..1) only orders this list. Without
        vectors, `hybrid` and `semantic` go by words, and `missing` says why. Raises IndexCorruptError.
        """
        selection = self.catalogue.select(filters)
        words, meaning = self._rankings(query, selection, mode)
        fused = fuse({} if mode is Mode.SEMANTIC and meaning else words, meaning)
        return self._hits(query, selection, fused[:limit], (words, meaning))

    def _rankings(self, query: str, selection: Selection, mode: Mode) -> tuple[Ranking, Ranking]:
        if mode is Mode.LEXICAL:
            return self._by_words(query, selection), {}
        with ThreadPoolExecutor(1) as beside:
            meaning = beside.submit(self._loaded_meaning, query, selection)
            return self._by_words(query, selection), meaning.result()

    def _loaded_meaning(self, query: str, selection: Selection) -> Ranking:
        self.load()
        return self._by_meaning(query, selection)

    def similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the question with each text; zeros while no model is loaded or it cannot read the question."""
        if not texts or not self._semantics or not self._semantics[1].reads(question):
            return [0.0] * len(texts)
        encoder = self._semantics[1]
        return [float(cosine) for cosine in encoder.documents(texts) @ self._vector(question)]

    def likeness(self, provision: Provision, question: str, sentences: Sequence[str]) -> list[float]:
        """As `similarity`, of all the sentences of a provision, by the vectors kept of them where they are kept."""
        if not self._semantics or not self._semantics[1].reads(question):
            return [0.0] * len(sentences)
        vector = self._vector(question)
        kept = sentences_of(self.catalogue, provision, len(vector))
        if kept is None or len(kept) != len(sentences):
            return self.similarity(question, sentences)
        return [float(cosine) for cosine in kept @ vector]

    def closeness(self, question: str, provisions: Sequence[Provision]) -> list[Near | None]:
        """How near the question comes to each provision's sentences and subject; None where that cannot be said."""
        if not self._semantics or not self._semantics[1].reads(question):
            return [None] * len(provisions)
        return measure(self.catalogue, self._vector(question), provisions)

    def _encoded(self, question: str) -> Vectors:
        return self.semantics()[1].query(question)

    def _by_words(self, query: str, selection: Selection) -> Ranking:
        return lexical.ranked(self.catalogue, query, selection, POOL)

    def _by_meaning(self, query: str, selection: Selection) -> Ranking:
        if not self._semantics or not selection.days:
            return {}
        vectors, encoder = self._semantics
        if not encoder.reads(query):
            return {}
        vector = self._vector(query)
        if self._is_small(selection):
            return self._grouped(exact.nearest(self.catalogue, vector, selection.days), selection)
        asked = monotonic()
        if self._missing and asked < self._retry_at:
            return {}
        try:
            found = self._nearest(vectors, vector, selection)
        except SearchIndexError as error:
            self._lose(error, asked)
            return {}
        self._missing = ""
        return found

    def _lose(self, error: RegbotError, asked: float) -> None:
        """Go by words until the server answers again; what is wrong with a folder stays wrong."""
        self._missing = error.message
        now = monotonic()
        server = isinstance(error, VectorServerError)
        self._retry_at = now + max(RETRY_AFTER, RETRY_SHARE * (now - asked)) if server else inf

    def _nearest(self, vectors: VectorReader | ServerReader, vector: Vectors, selection: Selection) -> Ranking:
        share = len(selection.days) / self.manifest.documents
        documents = None
        if share * LEAST_SHARE < 1 and len(selection.days) <= lexical.MOST_DOCUMENTS:
            documents = self.catalogue.named(selection.days)
        asked = PASSAGES if documents else min(SIFTED, round(PASSAGES * max(1.0, 0.5 / share)))
        while True:
            langs = selection.langs if documents or asked > SIFTED else ()
            nearest = vectors.nearest(vector, asked, documents, langs)
            found = self._grouped(nearest, selection)
            if len(found) >= SCALED_MEANING or len(nearest) < asked:
                return found
            asked *= 4

    def _is_small(self, selection: Selection) -> bool:
        if selection.everything or len(selection.days) * TEXTS_A_DOCUMENT > MOST_EXACT:
            return False
        return self.catalogue.amount(selection.days) <= MOST_EXACT

    def _grouped(self, nearest: list[tuple[int, float]], selection: Selection) -> Ranking:
        found: Ranking = {}
        for start in range(0, len(nearest), PASSAGES):
            batch = nearest[start : start + PASSAGES]
            places = self.catalogue.places([text for text, _ in batch])
            for text, cosine in batch:
                if selection.admits(places[text]):
                    found.setdefault(places[text].key, cosine)
                if len(found) == POOL:
                    return found
        return found

    def _hits(
        self, query: str, selection: Selection, fused: list[tuple[Key, float]], ranked: Sequence[Ranking]
    ) -> list[Hit]:
        lang = "zh" if is_asian(query) else "en"
        texts = self.catalogue.best([key for key, _ in fused], lang, selection)
        words, meaning = ({key: rank for rank, key in enumerate(ranking, 1)} for ranking in ranked)
        return [
            Hit(
                provision=texts[key],
                score=score,
                lexical_rank=words.get(key),
                vector_rank=meaning.get(key),
                lexical_score=ranked[0].get(key, 0.0),
                vector_score=ranked[1].get(key, 0.0),
            )
            for key, score in fused
        ]

    def _open(self) -> tuple[VectorReader | ServerReader, Encoder]:
        with ThreadPoolExecutor(1) as beside:
            encoder = beside.submit(self._open_encoder)
            vectors = self._open_vectors()
            return vectors, encoder.result()

    def _open_vectors(self) -> VectorReader | ServerReader:
        from regbot.index.vectors import ServerReader, VectorReader

        if not self.manifest.server:
            return VectorReader(self._folder / VECTORS)
        reader = ServerReader(self.manifest.server, self.manifest.collection)
        asked = monotonic()
        try:
            reader.connect()
        except VectorServerError as error:
            self._lose(error, asked)
        return reader

    def _open_encoder(self) -> Encoder:
        from regbot.index.encoder import OnnxEncoder

        if self.manifest.encoder is EncoderKind.ONNX:
            return OnnxEncoder(self._paths.models / self.manifest.model_hash)
        from regbot.index.embed import SentenceTransformerEncoder, model_folder

        return SentenceTransformerEncoder(model_folder(self.manifest.model), self.manifest.model_hash)


def fuse(words: Ranking, meaning: Ranking) -> list[tuple[Key, float]]:
    """Weighted sum of both rankings, each scaled to 0..1 over its own list; best first, ties by key."""
    by_words, by_meaning = scaled(words, SCALED_WORDS), scaled(meaning, SCALED_MEANING)
    if not meaning:
        scores = by_words
    elif not words:
        scores = by_meaning
    else:
        scores = {
            key: LEXICAL_WEIGHT * by_words.get(key, 0.0) + (1 - LEXICAL_WEIGHT) * by_meaning.get(key, 0.0)
            for key in words.keys() | meaning.keys()
        }
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def scaled(ranking: Ranking, depth: int) -> Ranking:
    """Scores moved to 0..1: the best is 1, number `depth` (or the last) and all below it 0."""
    if not ranking:
        return {}
    ordered = sorted(ranking.values(), reverse=True)
    highest, lowest = ordered[0], ordered[min(depth, len(ordered)) - 1]
    spread = highest - lowest
    return {key: max(0.0, (score - lowest) / spread) if spread else 1.0 for key, score in ranking.items()}
