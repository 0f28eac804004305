"""A workspace of any size, made of the bundled corpus's own sentences, its vectors put into the embedding cache.

`python -m tests.bench.synthetic HOME PROVISIONS` makes one; with `--sentences 1 1` a million provisions, each of one
sentence, are made in a quarter of an hour.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np

from regbot.corpus.store import Corpus
from regbot.index.cache import EmbeddingCache, text_key
from regbot.index.closeness import parts_of
from regbot.index.embed import model_folder, model_hash
from regbot.index.passages import passages_of
from regbot.model import Document, DocumentKind, LegalStatus, Provision, TextKind, Version
from regbot.parse.sentences import split_sentences
from regbot.paths import Paths, bundled_corpus, resolve

DIMENSION = 384
TOPICS = 400
NOISE = 0.6
"""Length of what is added to a topic's unit vector: passages of one topic then have a cosine of about 0.7."""
PROVISIONS_A_DOCUMENT = 50
SENTENCES = (2, 7)
POOL = 5_000
STATUSES = (LegalStatus.IN_FORCE, LegalStatus.DRAFT, LegalStatus.SUPERSEDED, LegalStatus.IN_FORCE)


def make(
    paths: Paths,
    provisions: int,
    seed: int = 7,
    a_document: int = PROVISIONS_A_DOCUMENT,
    sentences: Sequence[int] = SENTENCES,
) -> None:
    """Write `provisions` provisions (200 or more) and the vector of every text that a build will embed.

    Every document has `a_document` of them, every provision from the first to the second of `sentences`. Every tenth
    document is in Chinese; dates spread over 2000 to 2025; one document in five has a second version.
    """
    dice = random.Random(seed)
    vectors = _Vectors(seed)
    paths.embeddings.parent.mkdir(parents=True, exist_ok=True)
    pools = {lang: _pool(dice, lang) for lang in ("en", "zh")}
    corpus = Corpus(paths.documents)
    with closing(EmbeddingCache(paths.embeddings, model_hash(model_folder("")))) as cache:
        made = 0
        while made < provisions:
            number = made // a_document
            document, versions = _document(
                dice, number, pools["zh" if number % 10 == 9 else "en"], a_document, sentences
            )
            corpus.save(document, versions)
            cache.put(_embedded(document, versions, vectors))
            made += sum(len(version.provisions) for version in versions)


class _Vectors:
    """Unit vectors around a fixed number of topics, as real passages lie in clumps."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._topics = self._unit(self._random.standard_normal((TOPICS, DIMENSION)))

    def some(self, amount: int) -> np.ndarray:
        noise = self._unit(self._random.standard_normal((amount, DIMENSION)))
        topics = self._topics[self._random.integers(TOPICS, size=amount)]
        return self._unit(topics + NOISE * noise).astype(np.float32)

    @staticmethod
    def _unit(rows: np.ndarray) -> np.ndarray:
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _embedded(document: Document, versions: list[Version], vectors: _Vectors) -> dict[str, np.ndarray]:
    keys = [
        text_key(text)
        for version in versions
        for item in version.provisions
        for text in (*passages_of(document, item), *parts_of(document, item))
    ]
    return dict(zip(keys, vectors.some(len(keys)), strict=True))


def _document(
    dice: random.Random, number: int, pool: list[str], size: int, sentences: Sequence[int]
) -> tuple[Document, list[Version]]:
    lang = "zh" if number % 10 == 9 else "en"
    name = f"synthetic-{number:05}"
    first = date(2000 + dice.randrange(25), dice.randrange(1, 13), dice.randrange(1, 29))
    dates = [first, first.replace(year=first.year + 1)] if number % 5 == 0 else [first]
    document = Document(
        id=name,
        kind=DocumentKind.RULE,
        jurisdiction="xx",
        title={lang: f"{_heading(dice, pool, lang)} {number}"},
        legal_status=STATUSES[number % len(STATUSES)],
        published=first,
        timezone="UTC",
    )
    return document, [
        Version(
            name,
            day,
            lang,
            TextKind.OFFICIAL,
            tuple(_provisions(dice, name, day, lang, pool, size, sentences)),
            by="tests",
        )
        for day in dates
    ]


def _provisions(
    dice: random.Random, document: str, day: date, lang: str, pool: list[str], size: int, sentences: Sequence[int]
) -> Iterator[Provision]:
    for number in range(1, size + 1):
        yield Provision(
            document=document,
            version=day,
            lang=lang,
            kind=TextKind.OFFICIAL,
            eid=f"art_{number}",
            label=f"Article {number}",
            heading=_heading(dice, pool, lang),
            text=("" if lang == "zh" else " ").join(dice.choices(pool, k=dice.randint(*sentences))),
        )


def _heading(dice: random.Random, pool: list[str], lang: str) -> str:
    sentence = dice.choice(pool)
    return sentence[:12] if lang == "zh" else " ".join(sentence.rstrip(".").split()[:5])


def _pool(dice: random.Random, lang: str) -> list[str]:
    """New sentences, the first half of a real one joined to the second half of another."""
    real = _sentences(lang)
    return [_head(dice.choice(real), lang) + _tail(dice.choice(real), lang) for _ in range(POOL)]


def _head(sentence: str, lang: str) -> str:
    words = sentence.split(" ")
    return sentence[: len(sentence) // 2] if lang == "zh" else " ".join(words[: len(words) // 2]) + " "


def _tail(sentence: str, lang: str) -> str:
    words = sentence.split(" ")
    return sentence[len(sentence) // 2 :] if lang == "zh" else " ".join(words[len(words) // 2 :])


def _sentences(lang: str) -> list[str]:
    corpus = Corpus(Path(bundled_corpus()) / "documents")
    texts = [
        item.text
        for name in corpus.ids()
        for version in corpus.versions(name)
        if version.lang == lang
        for item in version.provisions
    ]
    cut = (" ".join(text[span.start : span.end].split()) for text in texts for span in split_sentences(text))
    return [sentence for sentence in cut if 30 <= len(sentence) <= 400 or (lang == "zh" and len(sentence) >= 12)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.synthetic")
    parser.add_argument("home", type=Path)
    parser.add_argument("provisions", type=int)
    parser.add_argument("--a-document", type=int, default=PROVISIONS_A_DOCUMENT, help="provisions of one document")
    parser.add_argument(
        "--sentences", type=int, nargs=2, default=SENTENCES, help="the fewest and the most of a provision"
    )
    given = parser.parse_args()
    make(resolve(given.home), given.provisions, a_document=given.a_document, sentences=given.sentences)
