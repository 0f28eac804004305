"""Searching the published generation: words and meaning, fused, one hit per provision."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from regbot.config import Settings
from regbot.errors import IndexCorruptError, RegbotError, SearchIndexError, VectorServerError
from regbot.index import lexical
from regbot.index.catalogue import Catalogue, Choice, Selection
from regbot.index.closeness import MOST_SENTENCES, Near, measure, sentences_of
from regbot.index.exact import Windows
from regbot.index.manifest import EncoderKind, Manifest, generation_folder, read_manifest
from regbot.index.readers import hold, release
from regbot.index.schema import CATALOGUE, VECTORS, WINDOWS
from regbot.index.tokens import is_asian
from regbot.model import Filters, Hit, Provision
from regbot.paths import Paths

if TYPE_CHECKING:
    from regbot.index.encoder import Encoder, Vectors
    from regbot.index.vector_server import ServerReader
    from regbot.index.vectors import VectorReader

POOL = 100
PASSAGES = 300
SIFTED = 4 * PASSAGES
LEAST_SHARE = 8
"""Where at least one document in so many is admitted, what is nearest of all is asked for and then sifted: Chroma's own
filters are several times slower."""
MOST_NAMED = 64
"""So many documents are named to Chroma at most."""
SEARCHES = 4
"""So many searches at a time may ask for what is near in meaning."""
SCALED_WORDS, SCALED_MEANING = 100, 50
LEXICAL_WEIGHT = 0.6
RETRY_AFTER, RETRY_SHARE = 5.0, 10
"""A server that did not answer is left alone for so many seconds, and for so many times what its silence took."""

Ranking = dict[int, float]
"""Provisions, each by the id of its first text, with their scores, best first."""


class Mode(StrEnum):
    """What to rank by."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class Found:
    """A provision found, its text not yet read; scores and ranks as in `Hit`."""

    choice: Choice
    score: float
    lexical_rank: int | None = None
    vector_rank: int | None = None
    lexical_score: float = 0.0
    vector_score: float = 0.0


class Index:
    """One published generation, open for reading; safe to share between threads. `open` makes one."""

    def __init__(self, paths: Paths, manifest: Manifest, folder: Path) -> None:
        self.manifest = manifest
        self._paths = paths
        self.folder = folder
        """Where the generation lies."""
        self._held = hold(folder)
        self._loading = Lock()
        self._beside = ThreadPoolExecutor(SEARCHES, thread_name_prefix="meaning")
        self._semantics: tuple[VectorReader | ServerReader, Encoder] | None = None
        self._windows: Windows | None = None
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
        self._beside.shutdown()
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
                self._missing = told(error)

    def semantics(self) -> tuple[VectorReader | ServerReader, Encoder]:
        """The stored vectors and their model. Raises IndexCorruptError with the sentence of `missing`."""
        self.load()
        if self._semantics is None:
            raise IndexCorruptError(self._missing)
        return self._semantics

    @property
    def windows(self) -> Windows:
        """The vectors compared one by one. Raises IndexCorruptError."""
        self.semantics()
        if self._windows is None:
            raise IndexCorruptError(self._missing)
        return self._windows

    def search(self, query: str, filters: Filters, *, mode: Mode = Mode.HYBRID, limit: int = 10) -> list[Hit]:
        """The best `limit` provisions, best first; each in the question's language where it is held in it.

        `Hit.lexical_score` is BM25, `Hit.vector_score` the cosine; `Hit.score` (0..1) only orders this list. Without
        vectors, `hybrid` and `semantic` go by words, and `missing` says why. Raises IndexCorruptError.
        """
        return self.read(self.find(query, filters, mode=mode, limit=limit))

    def find(self, query: str, filters: Filters, *, mode: Mode = Mode.HYBRID, limit: int = 10) -> list[Found]:
        """What `search` gives, without reading the texts. Raises IndexCorruptError."""
        selection = self.catalogue.select(filters)
        words, meaning = self._rankings(query, selection, mode)
        fused = fuse({} if mode is Mode.SEMANTIC and meaning else words, meaning)[:limit]
        lang = "zh" if is_asian(query) else "en"
        choices = self.catalogue.choose([provision for provision, _ in fused], lang, selection)
        by_words, by_meaning = ({item: rank for rank, item in enumerate(ranking, 1)} for ranking in (words, meaning))
        return [
            Found(
                choice=choices[provision],
                score=score,
                lexical_rank=by_words.get(provision),
                vector_rank=by_meaning.get(provision),
                lexical_score=words.get(provision, 0.0),
                vector_score=meaning.get(provision, 0.0),
            )
            for provision, score in fused
        ]

    def read(self, found: Sequence[Found]) -> list[Hit]:
        """What was found with its texts, in the same order. Raises IndexCorruptError."""
        texts = self.catalogue.texts([item.choice.text for item in found])
        return [
            Hit(
                provision=texts[item.choice.text],
                score=item.score,
                lexical_rank=item.lexical_rank,
                vector_rank=item.vector_rank,
                lexical_score=item.lexical_score,
                vector_score=item.vector_score,
            )
            for item in found
        ]

    def _rankings(self, query: str, selection: Selection, mode: Mode) -> tuple[Ranking, Ranking]:
        if mode is Mode.LEXICAL:
            return self._by_words(query, selection), {}
        meaning = self._beside.submit(self._loaded_meaning, query, selection)
        return self._by_words(query, selection), meaning.result()

    def _loaded_meaning(self, query: str, selection: Selection) -> Ranking:
        self.load()
        return self._by_meaning(query, selection)

    def is_word(self, word: str) -> bool:
        """Whether the model's own vocabulary has `word`; True while no model is loaded that could say."""
        return not self._semantics or self._semantics[1].has(word)

    def similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the question with each text; zeros while no model is loaded or it cannot read the question."""
        if not texts or not self._semantics or not self._semantics[1].reads(question):
            return [0.0] * len(texts)
        encoder = self._semantics[1]
        return [float(cosine) for cosine in encoder.documents(texts) @ self._vector(question)]

    def likeness(self, provision: Provision, question: str, sentences: Sequence[str]) -> list[float]:
        """As `similarity`, of all the sentences of a provision, by the vectors kept of them where they are kept.

        Zeros too where the model cannot read the provision.
        """
        if not self._semantics or not self._semantics[1].reads(question):
            return [0.0] * len(sentences)
        vector = self._vector(question)
        kept = sentences_of(self.catalogue, provision, len(vector))
        if kept is None or len(kept) != min(len(sentences), MOST_SENTENCES):
            return (
                self.similarity(question, sentences)
                if self._semantics[1].reads(provision.text)
                else [0.0] * len(sentences)
            )
        near = [float(cosine) for cosine in kept @ vector]
        return near + self.similarity(question, sentences[len(near) :])

    def closeness(self, question: str, choices: Sequence[Choice]) -> list[Near | None]:
        """How near the question comes to each provision's sentences and subject; None where that cannot be said."""
        if not self._semantics or not self._semantics[1].reads(question):
            return [None] * len(choices)
        return measure(self.catalogue, self._vector(question), [choice.texts for choice in choices])

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
        if self._windows and not selection.everything and self._windows.are_few(selection):
            return self.catalogue.columns.provisions(*self._windows.nearest(vector, selection), POOL)
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
        self._missing = told(error)
        now = monotonic()
        server = isinstance(error, VectorServerError)
        self._retry_at = now + max(RETRY_AFTER, RETRY_SHARE * (now - asked)) if server else inf

    def _nearest(self, vectors: VectorReader | ServerReader, vector: Vectors, selection: Selection) -> Ranking:
        share = len(selection.days) / self.manifest.documents
        documents = None
        if share * LEAST_SHARE < 1 and len(selection.days) <= MOST_NAMED:
            documents = self.catalogue.named(selection.days)
        asked = PASSAGES if documents else min(SIFTED, round(PASSAGES * max(1.0, 0.5 / share)))
        while True:
            langs = selection.langs if documents or asked > SIFTED else ()
            nearest = vectors.nearest(vector, asked, documents, langs)
            found = self._grouped(nearest, selection)
            if len(found) >= SCALED_MEANING or len(nearest) < asked:
                return found
            asked *= 4

    def _grouped(self, nearest: list[tuple[int, float]], selection: Selection) -> Ranking:
        import numpy as np

        columns = self.catalogue.columns
        texts = np.array([text for text, _ in nearest], dtype=np.int64)
        scores = np.array([cosine for _, cosine in nearest])
        admitted = columns.admitted(selection)[texts]
        return columns.provisions(texts[admitted], scores[admitted], POOL)

    def _open(self) -> tuple[VectorReader | ServerReader, Encoder]:
        with ThreadPoolExecutor(1) as beside:
            encoder = beside.submit(self._open_encoder)
            vectors = self._open_vectors()
            model = encoder.result()
            self._windows = Windows(self.folder / WINDOWS, self.catalogue, model.card.dimension)
            return vectors, model

    def _open_vectors(self) -> VectorReader | ServerReader:
        from regbot.index.vector_server import ServerReader
        from regbot.index.vectors import VectorReader

        if not self.manifest.server:
            return VectorReader(self.folder / VECTORS)
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


def told(error: RegbotError) -> str:
    """What is wrong and what mends it, in one line."""
    return f"{error.message} ({error.hint})"


def fuse(words: Ranking, meaning: Ranking) -> list[tuple[int, float]]:
    """Weighted sum of both rankings, each scaled to 0..1 over its own list; best first, ties in reading order."""
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
