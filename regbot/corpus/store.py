"""The corpus folder as a collection of documents and versions. Reading never writes."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from operator import attrgetter
from pathlib import Path

from regbot.corpus.markdown import read_version, write_version
from regbot.corpus.metadata import read_document, write_document
from regbot.errors import CorpusError, UnknownRefError
from regbot.model import Document, Version

DOCUMENT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
VERSION_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.[a-z]{2}\.md")


class Corpus:
    """Documents below `root` (`<jurisdiction>/<document-id>/…`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def ids(self) -> list[str]:
        """Every document id, sorted."""
        return sorted(self._folders())

    def documents(self) -> Iterator[Document]:
        """Every document's metadata, by id. Raises CorpusError at the first that does not parse."""
        for folder in self._sorted_folders():
            yield self._read_metadata(folder)

    def document(self, document_id: str) -> Document:
        """One document's metadata. Raises UnknownRefError, CorpusError."""
        return self._read_metadata(self._folder(document_id))

    def around(self, document: Document) -> Iterator[Document]:
        """The documents that `document` relates to and those in whose metadata it is named, itself among them, by id.

        Only those are parsed; what does not parse is passed over: `doctor` tells of it.
        """
        targets = {relation.target for relation in document.relations}
        for folder in self._sorted_folders():
            with suppress(CorpusError):
                if folder.name in targets or document.id in _read(folder / "document.toml"):
                    yield self._read_metadata(folder)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """All versions of a document, oldest first, then by language. Raises UnknownRefError, CorpusError."""
        folder = self._folder(document_id)
        files = sorted(path for path in folder.iterdir() if VERSION_FILE.fullmatch(path.name))
        return tuple(read_version(document_id, _read(path), self._name(path)) for path in files)

    def oldest(self, document_id: str) -> date | None:
        """The day of a document's first version, by the names of its files; None where none has one. Raises UnknownRefError."""
        names = (path.name for path in self._folder(document_id).iterdir() if VERSION_FILE.fullmatch(path.name))
        with suppress(ValueError):
            return date.fromisoformat(min(names)[:10])
        return None

    def fingerprints(self) -> dict[str, str]:
        """For each document a hash of its files' names and bytes."""
        return {folder.name: _fingerprint(folder, _content) for folder in self._sorted_folders()}

    def fingerprint(self, document_id: str) -> str:
        """That of one document; empty where there is none that can be read."""
        try:
            return _fingerprint(self._folder(document_id), _content)
        except (UnknownRefError, OSError):
            return ""

    def stamps(self) -> dict[str, str]:
        """Like `fingerprints`, from sizes and modification times only: cheap, and never wrongly 'unchanged'."""
        return {folder.name: _fingerprint(folder, _stamp) for folder in self._sorted_folders()}

    def save(self, document: Document, versions: Sequence[Version]) -> None:
        """Write a document and these versions; versions already there under other dates are kept.

        Each file is replaced whole or not at all. Raises CorpusError on an id that is not a plain name.
        """
        for name in (document.id, document.jurisdiction):
            if not DOCUMENT_ID.fullmatch(name):
                raise CorpusError(f"{name!r} cannot be a document id", "use lower case letters, digits and hyphens")
        folder = self.root / document.jurisdiction / document.id
        folder.mkdir(parents=True, exist_ok=True)
        for version in versions:
            replace_file(folder / f"{version.date.isoformat()}.{version.lang}.md", write_version(version))
        replace_file(folder / "document.toml", write_document(document))

    def keep_replaced(self, version: Version) -> Path | None:
        """Keep the text on disk of that document, date and language, which `version` is to replace, as it is.

        It lies beside its successor as `<date>.<n>.<lang>.md`, n counting from 1, and is no version of the document: only
        the last text of a day is. Gives that file, or None when it was kept already. Raises CorpusError.
        """
        folder = self._folder(version.document)
        text = _read(folder / f"{version.date.isoformat()}.{version.lang}.md")
        kept = self.replaced(version.document, version.date, version.lang)
        if any(_read(path) == text for path in kept):
            return None
        path = folder / f"{version.date.isoformat()}.{len(kept) + 1}.{version.lang}.md"
        replace_file(path, text)
        return path

    def replaced(self, document_id: str, day: date, lang: str) -> tuple[Path, ...]:
        """The earlier texts of a day, first to last, that `keep_replaced` kept. Raises UnknownRefError."""
        folder = self._folder(document_id)
        numbered = (
            (int(path.name.split(".")[1]), path)
            for path in folder.glob(f"{day.isoformat()}.*.{lang}.md")
            if path.name.split(".")[1].isdecimal()
        )
        return tuple(path for _, path in sorted(numbered))

    def _folders(self) -> dict[str, Path]:
        return {path.parent.name: path.parent for path in self.root.glob("*/*/document.toml")}

    def _sorted_folders(self) -> list[Path]:
        return [folder for _, folder in sorted(self._folders().items())]

    def _folder(self, document_id: str) -> Path:
        if DOCUMENT_ID.fullmatch(document_id):
            for path in self.root.glob(f"*/{document_id}/document.toml"):
                return path.parent
        raise UnknownRefError(f"the corpus has no document {document_id!r}")

    def _read_metadata(self, folder: Path) -> Document:
        path = folder / "document.toml"
        document = read_document(_read(path), self._name(path))
        if document.id != folder.name:
            raise CorpusError(f"{self._name(path)}: id {document.id!r} differs from the folder's name")
        return document

    def _name(self, path: Path) -> str:
        return f"corpus/documents/{path.relative_to(self.root).as_posix()}"


def replace_file(path: Path, text: str) -> None:
    """Write `text` to `path` so that a reader, or a power cut, sees the old file or the new one whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CorpusError(
            f"cannot write {path}: {error.strerror}", "free some space or make the folder writable"
        ) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"cannot read {path}: {error}", "restore the file, or correct its encoding to UTF-8"
        ) from error


def _fingerprint(folder: Path, describe: Callable[[os.DirEntry[str]], bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with os.scandir(folder) as files:
        for file in sorted(files, key=attrgetter("name")):
            if file.name == "document.toml" or VERSION_FILE.fullmatch(file.name):
                digest.update(file.name.encode() + b"\0")
                digest.update(describe(file))
    return digest.hexdigest()


def _content(file: os.DirEntry[str]) -> bytes:
    return hashlib.blake2b(Path(file).read_bytes()).digest()


def _stamp(file: os.DirEntry[str]) -> bytes:
    status = file.stat()
    return f"{status.st_size}:{status.st_mtime_ns}".encode()
