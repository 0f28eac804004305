"""Searching the published generation: words and meaning, fused, one hit per provision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from regbot.config import Settings
from regbot.errors import IndexCorruptError
from regbot.index import lexical
from regbot.index.catalogue import Catalogue, Choice
from regbot.index.manifest import Manifest, generation_folder, read_manifest
from regbot.index.meaning import ENOUGH, POOL, Meaning, Ranking
from regbot.index.readers import hold, release
from regbot.index.schema import CATALOGUE
from regbot.index.tokens import is_asian
from regbot.model import Filters, Hit
from regbot.paths import Paths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from regbot.index.encoder import Vectors

SEARCHES = 4
"""So many searches at a time may ask for what is near in meaning."""
SCALED_WORDS, SCALED_MEANING = POOL, ENOUGH
LEXICAL_WEIGHT = 0.6
PAIRS_WEIGHT = 0.3
"""Chosen on ObliQA and our own questions, where anything from 0.1 to 0.4 helps about as much."""


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
        self.folder = folder
        """Where the generation lies."""
        self._held = hold(folder)
        self._beside = ThreadPoolExecutor(SEARCHES, thread_name_prefix="meaning")
        self.catalogue = Catalogue(folder / CATALOGUE)
        self.meaning = Meaning(paths, manifest, folder, self.catalogue)
        self._said = lru_cache(maxsize=1)(partial(lexical.find, self.catalogue))
        """One question may be asked of several selections, one after the other."""

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
        self.meaning.close()
        release(self._held)

    def search(self, query: str, filters: Filters, *, mode: Mode = Mode.HYBRID, limit: int = 10) -> list[Hit]:
        """The best `limit` provisions, best first; each in the question's language where it is held in it.

        `Hit.lexical_score` is BM25, `Hit.vector_score` the cosine; `Hit.score` (0..1) only orders this list. Without
        vectors, `hybrid` and `semantic` go by words, and `meaning.missing` says why. Raises IndexCorruptError.
        """
        return self.read(self.find(query, filters, mode=mode, limit=limit))

    def find(
        self,
        query: str,
        filters: Filters,
        *,
        mode: Mode = Mode.HYBRID,
        limit: int = 10,
        meanwhile: Callable[[Collection[Choice]], object] | None = None,
    ) -> list[Found]:
        """What `search` gives, without reading the texts.

        While vectors are searched, `meanwhile` is called with the best by words, most of which will be among what is
        found. Raises IndexCorruptError.
        """
        selection = self.catalogue.select(filters)
        lang = "zh" if is_asian(query) else "en"
        near = (
            None if mode is Mode.LEXICAL else self._beside.submit(self.meaning.ranked, self._vector(query), selection)
        )
        said = self._said(query)
        words = lexical.ranked(self.catalogue, said, selection, POOL)
        choices = self.catalogue.choose(list(words)[:limit], lang, selection)
        if near and meanwhile:
            meanwhile(choices.values())
        meaning = near.result() if near else {}
        by_meaning_alone = mode is Mode.SEMANTIC and bool(meaning)
        fused = fuse({}, meaning) if by_meaning_alone else fuse(words, meaning, said.pairs)
        fused = fused[:limit]
        choices |= self.catalogue.choose([item for item, _ in fused if item not in choices], lang, selection)
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

    def _vector(self, query: str) -> Vectors | None:
        """The question read by the model before anything else is done: it takes every core for a few milliseconds."""
        self.meaning.load()
        return self.meaning.vector(query)


def fuse(words: Ranking, meaning: Ranking, pairs: NDArray[np.float32] | None = None) -> list[tuple[int, float]]:
    """Both rankings, each scaled to 0..1 over its own list, as a weighted sum; best first, ties in reading order.

    `pairs` (as `lexical.Found` has them) lifts what holds the question's words beside each other.
    """
    by_words, by_meaning = scaled(words, SCALED_WORDS), scaled(meaning, SCALED_MEANING)
    share = LEXICAL_WEIGHT if words and meaning else 1.0 if words else 0.0
    scores = {
        key: share * by_words.get(key, 0.0) + (1 - share) * by_meaning.get(key, 0.0)
        for key in words.keys() | meaning.keys()
    }
    if pairs is not None:
        scores = {key: (score + PAIRS_WEIGHT * float(pairs[key])) / (1 + PAIRS_WEIGHT) for key, score in scores.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def scaled(ranking: Ranking, depth: int) -> Ranking:
    """Scores moved to 0..1: the best is 1, number `depth` (or the last) and all below it 0."""
    if not ranking:
        return {}
    ordered = sorted(ranking.values(), reverse=True)
    highest, lowest = ordered[0], ordered[min(depth, len(ordered)) - 1]
    spread = highest - lowest
    return {key: max(0.0, (score - lowest) / spread) if spread else 1.0 for key, score in ranking.items()}
