"""Ranking by meaning: what the question and the passages say, as the model reads them.

A few vectors (`exact.MOST_OF_ALL` in the whole index, `exact.MOST` in what a filter leaves) are compared one by one;
where there are more, and on a server always, Chroma is asked. A small index never waits for Chroma to be imported, and
a single question (`Meaning.hurry`) never for a large one to be opened, which takes as long as a hundred comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from regbot.errors import IndexCorruptError, RegbotError, SearchIndexError, VectorServerError
from regbot.index import exact
from regbot.index.catalogue import Catalogue, Choice, Selection
from regbot.index.closeness import MOST_SENTENCES, Near, measure, sentences_of
from regbot.index.exact import Windows
from regbot.index.manifest import EncoderKind, Manifest
from regbot.index.schema import VECTORS, WINDOWS
from regbot.index.soundness import vectors_damage
from regbot.model import Provision
from regbot.paths import Paths

if TYPE_CHECKING:
    from regbot.index.encoder import Encoder, Vectors
    from regbot.index.vector_server import ServerReader
    from regbot.index.vectors import VectorReader

POOL = 100
"""So many provisions a ranking names at most."""
PASSAGES = 300
SIFTED = 4 * PASSAGES
LEAST_SHARE = 8
"""Where at least one document in so many is admitted, what is nearest of all is asked for and then sifted: Chroma's own
filters are several times slower."""
MOST_NAMED = 64
"""So many documents are named to Chroma at most."""
ENOUGH = 50
"""So many provisions make a ranking whose scores can be scaled."""
RETRY_AFTER, RETRY_SHARE = 5.0, 10
"""A server that did not answer is left alone for so many seconds, and for so many times what its silence took."""

Ranking = dict[int, float]
"""Provisions, each by the id of its first text, with their scores, best first."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What Chroma was asked last, and its answer: the `amount` nearest passages, with their cosines."""

    vector: Vectors
    among: tuple[Sequence[str] | None, Sequence[str]]
    amount: int
    found: list[tuple[int, float]]


class Meaning:
    """The model and the vectors of one generation in `folder`; safe to share between threads."""

    def __init__(self, paths: Paths, manifest: Manifest, folder: Path, catalogue: Catalogue) -> None:
        self._manifest = manifest
        self._models = paths.models
        self._folder = folder
        self._catalogue = catalogue
        self._loading = Lock()
        self._opening = Lock()
        self._encoder: Encoder | None = None
        self._windows: Windows | None = None
        self._chroma: VectorReader | ServerReader | None = None
        self._asked: _Asked | None = None
        self._hurried = False
        self._retry_at = 0.0
        self._missing = "the index was built without vectors" if manifest.encoder is EncoderKind.NONE else ""
        self._read = lru_cache(maxsize=1)(self._reading)
        """One question is searched for and then measured against what was found."""

    def close(self) -> None:
        """Release every file."""
        if self._chroma:
            self._chroma.close()

    @property
    def missing(self) -> str:
        """Why a search goes by words alone, in one sentence; empty while nothing is known to be missing."""
        return self._missing

    @property
    def warm(self) -> bool:
        """Whether vectors and model are loaded, or known to be missing."""
        return bool(self._windows or self._missing)

    def load(self) -> None:
        """Load vectors and model now (a second at most); never raises for them, see `missing`."""
        with self._loading:
            if self.warm:
                return
            import numpy as np  # noqa: F401 - before the threads: its first import must not be shared between two

            try:
                self._open()
            except RegbotError as error:
                self._missing = told(error)

    def hurry(self) -> None:
        """Have every vector compared, however many, if Chroma is not open yet: one question is answered sooner than that."""
        self._hurried = self._chroma is None

    @property
    def encoder(self) -> Encoder:
        """The model that reads questions. Raises IndexCorruptError with the sentence of `missing`."""
        self.load()
        if self._encoder is None:
            raise IndexCorruptError(self._missing)
        return self._encoder

    @property
    def windows(self) -> Windows:
        """The vectors compared one by one. Raises IndexCorruptError with the sentence of `missing`."""
        self.load()
        if self._windows is None:
            raise IndexCorruptError(self._missing)
        return self._windows

    @property
    def chroma(self) -> VectorReader | ServerReader:
        """The vectors in Chroma, opened now if no search needed them. Raises IndexCorruptError."""
        with self._opening:
            if self._chroma is None:
                self._chroma = self._open_chroma()
            return self._chroma

    def vector(self, question: str) -> Vectors | None:
        """The question as the model reads it; None while no model is loaded, or where it cannot read the question."""
        return self._read(question) if self._encoder else None

    def has(self, word: str) -> bool:
        """Whether the model's own vocabulary has `word`; True while no model is loaded that could say."""
        return not self._encoder or self._encoder.has(word)

    def similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the question with each text; zeros while no model is loaded or it cannot read the question."""
        vector = self.vector(question) if texts else None
        if vector is None:
            return [0.0] * len(texts)
        return [float(cosine) for cosine in self.encoder.documents(texts) @ vector]

    def likeness(self, provision: Provision, question: str, sentences: Sequence[str]) -> list[float]:
        """As `similarity`, of all the sentences of a provision, by the vectors kept of them where they are kept.

        Zeros too where the model cannot read the provision.
        """
        vector = self.vector(question)
        if vector is None:
            return [0.0] * len(sentences)
        kept = sentences_of(self._catalogue, provision, len(vector))
        if kept is None or len(kept) != min(len(sentences), MOST_SENTENCES):
            readable = self.encoder.reads(provision.text)
            return self.similarity(question, sentences) if readable else [0.0] * len(sentences)
        near = [float(cosine) for cosine in kept @ vector]
        return near + self.similarity(question, sentences[len(near) :])

    def closeness(self, question: str, choices: Sequence[Choice]) -> list[Near | None]:
        """How near the question comes to each provision's sentences and subject; None where that cannot be said."""
        vector = self.vector(question)
        if vector is None:
            return [None] * len(choices)
        return measure(self._catalogue, vector, [choice.texts for choice in choices])

    def ranked(self, vector: Vectors | None, selection: Selection) -> Ranking:
        """Provisions with the cosine of their nearest passage, at most `POOL`; none where `missing` says why."""
        if vector is None or not self._windows or not selection.days:
            return {}
        if self._compares(self._windows, selection):
            return self._catalogue.columns.best(*self._windows.near(vector, selection), POOL)
        asked = monotonic()
        if self._missing and asked < self._retry_at:
            return {}
        try:
            found = self._nearest(vector, selection)
        except SearchIndexError as error:
            self._lose(error, asked)
            return {}
        self._missing = ""
        return found

    def _compares(self, windows: Windows, selection: Selection) -> bool:
        return not self._asks_chroma or (not selection.everything and windows.are_few(selection))

    @property
    def _asks_chroma(self) -> bool:
        """Whether Chroma is asked where the selection leaves many."""
        if self._manifest.server:
            return True
        return self._manifest.vectors > exact.MOST_OF_ALL and not self._hurried

    def _reading(self, question: str) -> Vectors | None:
        return self.encoder.query(question) if self.encoder.reads(question) else None

    def _lose(self, error: RegbotError, asked: float) -> None:
        """Go by words until the server answers again; what is wrong with a folder stays wrong."""
        self._missing = told(error)
        now = monotonic()
        server = isinstance(error, VectorServerError)
        self._retry_at = now + max(RETRY_AFTER, RETRY_SHARE * (now - asked)) if server else inf

    def _nearest(self, vector: Vectors, selection: Selection) -> Ranking:
        share = len(selection.days) / self._manifest.documents
        documents = None
        if share * LEAST_SHARE < 1 and len(selection.days) <= MOST_NAMED:
            documents = self._catalogue.named(selection.days)
        asked = PASSAGES if documents else min(SIFTED, round(PASSAGES * max(1.0, 0.5 / share)))
        while True:
            langs = selection.langs if documents or asked > SIFTED else ()
            nearest = self._passages(vector, asked, documents, langs)
            found = self._grouped(nearest, selection)
            if len(found) >= ENOUGH or len(nearest) < asked:
                return found
            asked *= 4

    def _passages(
        self, vector: Vectors, amount: int, documents: Sequence[str] | None, langs: Sequence[str]
    ) -> list[tuple[int, float]]:
        """The nearest passages; of a folder, which never changes, without asking again for one question's vector."""
        last = self._asked
        if last and last.vector is vector and last.among == (documents, langs) and last.amount >= amount:
            return last.found[:amount]
        found = self.chroma.nearest(vector, amount, documents, langs)
        if not self._manifest.server:
            self._asked = _Asked(vector, (documents, langs), amount, found)
        return found

    def _grouped(self, nearest: list[tuple[int, float]], selection: Selection) -> Ranking:
        import numpy as np

        columns = self._catalogue.columns
        texts = np.array([text for text, _ in nearest], dtype=np.int64)
        scores = np.array([cosine for _, cosine in nearest])
        admitted = columns.admitted(selection)[texts]
        return columns.provisions(texts[admitted], scores[admitted], POOL)

    def _open(self) -> None:
        with ThreadPoolExecutor(1) as beside:
            vectors = beside.submit(self._open_vectors)
            self._encoder = self._open_encoder()
            vectors.result()
        self._windows = Windows(self._folder / WINDOWS, self._catalogue, self._encoder.card.dimension)

    def _open_vectors(self) -> None:
        """Open Chroma, if searches will ask it; otherwise only make sure that what it holds is there."""
        if self._asks_chroma:
            _ = self.chroma
        elif damaged := vectors_damage(self._folder / VECTORS, self._manifest.vectors):
            raise IndexCorruptError(damaged)

    def _open_chroma(self) -> VectorReader | ServerReader:
        from regbot.index.vector_server import ServerReader
        from regbot.index.vectors import VectorReader

        if not self._manifest.server:
            return VectorReader(self._folder / VECTORS)
        reader = ServerReader(self._manifest.server, self._manifest.collection)
        asked = monotonic()
        try:
            reader.connect()
        except VectorServerError as error:
            self._lose(error, asked)
        return reader

    def _open_encoder(self) -> Encoder:
        from regbot.index.encoder import OnnxEncoder

        if self._manifest.encoder is EncoderKind.ONNX:
            return OnnxEncoder(self._models / self._manifest.model_hash)
        from regbot.index.embed import SentenceTransformerEncoder, model_folder

        return SentenceTransformerEncoder(model_folder(self._manifest.model), self._manifest.model_hash)


def told(error: RegbotError) -> str:
    """What is wrong and what mends it, in one line."""
    return f"{error.message} ({error.hint})"
