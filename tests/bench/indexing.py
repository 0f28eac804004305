"""The build's embedder beside `SentenceTransformer.encode` with its defaults: passages a second, and whether they agree.

`python -m tests.bench.indexing` measures this alone. What a rebuild from the embedding cache takes, and how much memory
at two sizes, `tests.bench.warm` prints with its builds.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from regbot.corpus.store import Corpus
from regbot.index.embedding import Model
from regbot.index.passages import passages_of
from regbot.paths import bundled_corpus, resolve

MOST = 320
ROUNDS = 3


def measure() -> None:
    """Print the table, from a process of its own: the original model takes half a gigabyte."""
    if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "tests.bench.indexing"]):
        raise SystemExit("the embedders could not be measured")


def texts() -> list[str]:
    """English passages of the bundled corpus, as a build cuts them."""
    corpus = Corpus(Path(bundled_corpus()) / "documents")
    found = [
        passage
        for document in corpus.documents()
        for version in corpus.versions(document.id)
        if version.lang == "en"
        for item in version.provisions
        for passage in passages_of(document, item)
    ]
    return list(dict.fromkeys(found))[:MOST]


def compare() -> None:
    """Embed the same passages with both in turn, and print passages a second and the lowest cosine."""
    from sentence_transformers import SentenceTransformer

    passages = texts()
    with tempfile.TemporaryDirectory() as home:
        model = Model.locate(resolve(Path(home)), "")
        own, _ = model.open(passages[:40])
    original = SentenceTransformer(str(model.folder), device="cpu")
    own.documents(passages[:32])
    original.encode(passages[:32])
    seconds: dict[str, list[float]] = {"build": [], "SentenceTransformer.encode": []}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ours = own.documents(passages)
        between = time.perf_counter()
        theirs = original.encode(passages, normalize_embeddings=True)
        seconds["build"].append(between - began)
        seconds["SentenceTransformer.encode"].append(time.perf_counter() - between)
    print(f"\n{len(passages)} passages of the bundled corpus, {ROUNDS} rounds in turn; medians")
    for name, taken in seconds.items():
        print(f"{name:30}{len(passages) / statistics.median(taken):>9.0f} passages a second")
    ratio = statistics.median(b / a for a, b in zip(*seconds.values(), strict=True))
    print(f"ratio {ratio:.2f}, lowest cosine between them {float((ours * theirs).sum(axis=1).min()):.6f}")


if __name__ == "__main__":
    compare()
