"""What is done with a Chroma collection of passages, wherever it lies: its index, adding, the nearest, those stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

SYNC_LEAST, SYNC_MOST = 2, 20_000


def sync_threshold(total: int) -> int:
    """After how many vectors Chroma writes its graph to disk, so that of `total` next to none are left at the end.

    It writes when an addition has brought at least so many; those left over are added to the graph at every opening.
    """
    rounds = -(-total // SYNC_MOST) or 1
    return max(SYNC_LEAST, total // rounds)


def configuration(total: int) -> dict[str, Any]:
    """The settings of a collection that will hold `total` vectors: cosine, and few writes of the graph to disk."""
    sync = sync_threshold(total)
    hnsw = {
        "space": "cosine",
        "ef_construction": 100,
        "max_neighbors": 16,
        "ef_search": 300,
        "batch_size": min(100, sync),
        "sync_threshold": sync,
    }
    return {"hnsw": hnsw}


def add(
    collection: Any, texts: Sequence[int], windows: Sequence[int], places: Sequence[tuple[str, str]], vectors: Vectors
) -> None:
    """Add one vector per passage: window `windows[i]` of text `texts[i]`; `places` are (document, lang)."""
    collection.add(
        ids=[f"{text}:{window}" for text, window in zip(texts, windows, strict=True)],
        embeddings=vectors,
        metadatas=[{"document": document, "lang": lang} for document, lang in places],
    )


def nearest(
    collection: Any, count: int, vector: Vectors, limit: int, only: tuple[Sequence[str] | None, Sequence[str]]
) -> list[tuple[int, float]]:
    """The nearest passages of a collection of `count`: text id and cosine; `only` these documents and languages."""
    documents, langs = only
    limit = min(limit, count)
    if limit == 0 or (documents is not None and not documents):
        return []
    wanted: list[Any] = [{"document": {"$in": list(documents)}}] if documents is not None else []
    wanted += [{"lang": {"$in": list(langs)}}] if langs else []
    answer = collection.query(
        query_embeddings=vector.reshape(1, -1),
        n_results=limit,
        where={"$and": wanted} if len(wanted) > 1 else (wanted or [None])[0],
        include=["distances"],
    )
    found = zip(answer["ids"][0], answer["distances"][0], strict=True)
    return [(int(key.partition(":")[0]), 1.0 - float(distance)) for key, distance in found]


def stored(collection: Any, keys: Sequence[str]) -> dict[str, Vectors]:
    """The vectors stored under `keys` (`text:window`), shape (dimension,) each."""
    import numpy as np

    if not keys:
        return {}
    answer = collection.get(ids=list(keys), include=["embeddings"])
    vectors = np.asarray(answer["embeddings"], dtype=np.float32)
    return dict(zip(answer["ids"], vectors, strict=True))
