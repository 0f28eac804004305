"""Building: a new generation beside the old one, published whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.errors import RegbotError, SearchIndexError
from regbot.index.embedding import Model, embed_catalogue
from regbot.index.manifest import EncoderKind, Manifest, generation_folder, owner, publish, read_manifest, sync_folder
from regbot.index.progress import Listener, Progress
from regbot.index.readers import in_use
from regbot.index.schema import CATALOGUE, FORMAT, CatalogueWriter
from regbot.index.server import discard, examine, placed, succession, sweep
from regbot.index.soundness import damage
from regbot.model import Provision
from regbot.paths import Paths

PARTIAL = ".partial"
Linker = Callable[[Sequence[Provision], Sequence[Provision]], Iterable[tuple[str, str]]]
"""Pairs of eids, from the provisions of a draft and of what it became."""


class State(StrEnum):
    """How the index stands to the corpus."""

    MISSING = "missing"
    STALE = "stale"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`changed` are ids of documents added, altered or gone since; `reason` is a sentence, empty when current."""

    state: State
    manifest: Manifest | None = None
    changed: tuple[str, ...] = ()
    reason: str = ""


def build(
    paths: Paths,
    settings: Settings,
    *,
    now: datetime,
    progress: Listener | None = None,
    force: bool = False,
    lexical_only: bool = False,
    linker: Linker | None = None,
) -> Manifest:
    """Make the index match the corpus and publish it; at once when it already does and `force` is not set.

    Embeds only texts never embedded before. `linker` says which provisions of a draft went into which of its final
    text. On any failure the published index stays as it was. Raises SearchIndexError (another build runs, disk full),
    VectorServerError, CorpusError, ModelError.
    """
    report = progress or (lambda _: None)
    with _write_lock(paths):
        _remove_partials(paths)
        corpus = Corpus(paths.documents)
        stamps, fingerprints = corpus.stamps(), corpus.fingerprints()
        model = None if lexical_only else Model.locate(paths, settings.index.model)
        model_hash = model.hash if model else ""
        published = _published(paths)
        if (
            published
            and not force
            and published.fingerprints == fingerprints
            and _serves(published, model, settings)
            and not damage(paths, published)
        ):
            if published.stamps != stamps:
                published = replace(published, stamps=stamps)
                publish(paths, published)
            return published
        manifest = Manifest(
            format=FORMAT,
            generation=f"{now:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}",
            built_at=now,
            fingerprints=fingerprints,
            stamps=stamps,
            documents=len(fingerprints),
            texts=0,
            vectors=0,
            model=settings.index.model,
            model_hash=model_hash,
            encoder=EncoderKind.NONE,
            owner=owner(paths) or uuid.uuid4().hex,
        )
        if model:
            manifest = placed(manifest, settings.index.vectors)
            published = published and sweep(paths, published, now)
        manifest = replace(manifest, former=succession(published, manifest))
        with _disk_errors():
            manifest = _write_generation(paths, corpus, manifest, model, report, linker)
            publish(paths, manifest)
        _prune(paths, manifest.generation, published.generation if published else "")
        return manifest


def status(paths: Paths, settings: Settings) -> IndexStatus:
    """How the index stands to the corpus and the settings, from file sizes and times unless those differ."""
    try:
        manifest = read_manifest(paths)
    except RegbotError as error:
        return IndexStatus(State.MISSING, reason=error.message)
    if not generation_folder(paths, manifest.generation).is_dir():
        return IndexStatus(State.MISSING, reason="the published generation is gone")
    corpus = Corpus(paths.documents)
    changed: tuple[str, ...] = ()
    if corpus.stamps() != manifest.stamps:
        changed = tuple(sorted(key for key, _ in corpus.fingerprints().items() ^ manifest.fingerprints.items()))
    if changed:
        return IndexStatus(
            State.STALE, manifest, tuple(dict.fromkeys(changed)), "the corpus has changed since the build"
        )
    if manifest.model_hash and manifest.model != settings.index.model:
        return IndexStatus(State.STALE, manifest, (), "the settings name another model")
    if manifest.model_hash and manifest.server != settings.index.vectors:
        return IndexStatus(State.STALE, manifest, (), "the settings name another place for the vectors")
    return IndexStatus(State.CURRENT, manifest)


def _serves(published: Manifest, model: Model | None, settings: Settings) -> bool:
    if published.model_hash != (model.hash if model else ""):
        return False
    if model is None:
        return True
    if published.server != settings.index.vectors or (published.encoder is EncoderKind.ONNX and not model.exported):
        return False
    held = examine(published)
    return held is None or held.whole


def _write_generation(
    paths: Paths, corpus: Corpus, manifest: Manifest, model: Model | None, report: Listener, linker: Linker | None
) -> Manifest:
    final = generation_folder(paths, manifest.generation)
    partial = final.with_name(final.name + PARTIAL)
    partial.mkdir(parents=True)
    try:
        texts = _write_catalogue(corpus, partial / CATALOGUE, manifest.documents, report, linker)
        manifest = replace(manifest, texts=texts)
        if model:
            manifest = embed_catalogue(paths, model, partial, manifest, report)
        _sync_tree(partial)
        partial.rename(final)
        sync_folder(final.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        discard(manifest)
        raise
    return manifest


def _write_catalogue(corpus: Corpus, path: Path, total: int, report: Listener, linker: Linker | None) -> int:
    texts = 0
    became: list[tuple[str, str]] = []
    with closing(CatalogueWriter(path)) as writer:
        for done, document_id in enumerate(corpus.ids()):
            report(Progress("reading", done, total))
            document = corpus.document(document_id)
            became += [(document_id, final) for final in document.related("finalised_by")]
            texts += writer.add(document, corpus.versions(document_id))
        held = corpus.ids() if linker and became else []
        for draft, final in became:
            if linker and final in held:
                writer.relate(draft, final, linker(_newest(corpus, draft), _newest(corpus, final)))
        writer.finish()
    report(Progress("reading", total, total))
    return texts


def _newest(corpus: Corpus, document_id: str) -> tuple[Provision, ...]:
    """The newest text of a document, in English where there is one."""
    versions = corpus.versions(document_id)
    return max(versions, key=lambda item: (item.lang == "en", item.date)).provisions if versions else ()


def _published(paths: Paths) -> Manifest | None:
    try:
        manifest = read_manifest(paths)
    except RegbotError:
        return None
    return manifest if (generation_folder(paths, manifest.generation) / CATALOGUE).is_file() else None


@contextmanager
def _write_lock(paths: Paths) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(paths.lock)
    try:
        paths.indexes.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SearchIndexError("another process is building the index", "wait until it has finished") from error
    except OSError as error:
        hint = "make the workspace writable, or choose another with --home"
        raise SearchIndexError(f"cannot write to {paths.indexes}: {error.strerror}", hint) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _disk_errors() -> Iterator[None]:
    hint = "free some space, then run `regbot index build` again; the old index is untouched"
    try:
        yield
    except RegbotError:
        raise
    except (OSError, sqlite3.Error) as error:
        full = any(words in str(error).lower() for words in ("disk is full", "no space left"))
        raise SearchIndexError("the disk is full" if full else f"the index cannot be written: {error}", hint) from error


def _remove_partials(paths: Paths) -> None:
    for folder in generation_folder(paths, "").glob(f"*{PARTIAL}"):
        shutil.rmtree(folder, ignore_errors=True)


def _prune(paths: Paths, current: str, previous: str) -> None:
    for folder in generation_folder(paths, "").iterdir():
        if folder.name not in (current, previous) and not in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
    sync_folder(folder)
