"""Putting new documents into the corpus folder: prepared aside, then moved in whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from regbot.corpus.store import Corpus
from regbot.errors import CorpusError
from regbot.model import Document, Version

STAGING = ".incoming-"


def put_in_place(root: Path, documents: Sequence[tuple[Document, Sequence[Version]]]) -> None:
    """Write documents below `root`; one that is there already is replaced, all its versions included.

    Each appears whole or not at all; when one cannot be moved in, those before it are taken back. Raises CorpusError.
    """
    for document, _ in documents:
        target = root / document.jurisdiction / document.id
        if target.exists() and not (target / "document.toml").is_file():
            raise CorpusError(f"{target} is in the way and holds no document", "move it away")
    staging = root.parent / f"{STAGING}{os.getpid()}"
    try:
        _write(staging / "new", documents)
        _move_in(root, staging, [document for document, _ in documents])
    except OSError as error:
        hint = "free some space or make the workspace writable"
        raise CorpusError(f"cannot write to {root}: {error.strerror}", hint) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(folder: Path, documents: Sequence[tuple[Document, Sequence[Version]]]) -> None:
    corpus = Corpus(folder)
    for document, versions in documents:
        corpus.save(document, versions)
        read_back = corpus.versions(document.id)
        texts = [[(item.eid, item.text) for item in version.provisions] for version in versions]
        if [[(item.eid, item.text) for item in version.provisions] for version in read_back] != texts:
            raise CorpusError(f"{document.id} cannot be stored without loss", "report this, with the file")


def _move_in(root: Path, staging: Path, documents: Sequence[Document]) -> None:
    moved: list[tuple[Path, Path]] = []
    try:
        for document in documents:
            place = Path(document.jurisdiction) / document.id
            target, old = root / place, staging / "old" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            old.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.rename(old)
                moved.append((old, target))
            (staging / "new" / place).rename(target)
            moved.append((target, staging / "new" / place))
    except OSError:
        for source, destination in reversed(moved):
            source.rename(destination)
        raise
