"""Bring a user's own files into the corpus: everything is read first, then each document is put in place whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from regbot.corpus.incoming import put_in_place
from regbot.corpus.store import DOCUMENT_ID
from regbot.errors import ConfigError, CorpusError
from regbot.model import IMPORTED, Document, DocumentKind, LegalStatus, TextKind, Version
from regbot.parse.text import binary_kind
from regbot.sources.page import jurisdiction_of, zone_of
from regbot.workflows.invited import Stated, period
from regbot.workflows.reading import BINARY_READERS, Content, read_file
from regbot.workspace import Workspace

SUFFIXES = frozenset((".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".pdf", ".docx"))
KINDS = {LegalStatus.DRAFT: DocumentKind.DRAFT, LegalStatus.NEWS: DocumentKind.NEWS}
LAW = frozenset((LegalStatus.IN_FORCE, LegalStatus.NOT_YET_IN_FORCE, LegalStatus.SUPERSEDED, LegalStatus.REPEALED))
ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class About:
    """What the user says of the files; None and empty leave it to the file."""

    id: str | None = None
    title: str | None = None
    lang: str | None = None
    status: LegalStatus = LegalStatus.DRAFT
    kind: DocumentKind | None = None
    text_kind: str = TextKind.COPY
    published: date | None = None
    url: str = ""
    stated: Stated = field(default_factory=Stated)


@dataclass(frozen=True, slots=True)
class Imported:
    """One document put into the corpus. `removed` counts control characters taken out; `issues` are about numbering.

    `closes` (ISO 8601, or empty) and `channels` (kinds) are what it says of comments.
    """

    document: str
    title: str
    kind: str
    legal_status: str
    lang: str
    provisions: int
    removed: int
    replaced: bool
    closes: str = ""
    channels: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an import. `passed_over` are the files that gave nothing, each with the reason."""

    imported: tuple[Imported, ...]
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Incoming:
    document: Document
    version: Version
    content: Content


def import_files(workspace: Workspace, paths: Sequence[Path], about: About, *, replace: bool = False) -> Import:
    """Import files and folders of files; nothing is written unless all of them can be.

    Raises ConfigError (a path or an id that cannot be), CorpusError (a file that does not parse or cannot be stored).
    """
    files = dict(_files(paths))
    read = {path: read_file(path, _bytes(path), about.lang) for path, is_readable in files.items() if is_readable}
    contents = [content for found in read.values() for content in found]
    if not contents:
        raise ConfigError(
            "there is nothing to import", f"readable are {', '.join(sorted(SUFFIXES))} files that are not empty"
        )
    if about.id and len(contents) > 1:
        raise ConfigError(
            f"--id names one document, but there are {len(contents)}", "import them one by one, or leave out --id"
        )
    incoming = [_incoming(content, name, about, workspace) for content, name in _named(contents, about.id)]
    replaced = _check_ids(workspace, [item.document.id for item in incoming], replace)
    put_in_place(workspace.paths.documents, [(item.document, (item.version,)) for item in incoming])
    return Import(
        tuple(_imported(item, item.document.id in replaced) for item in incoming),
        tuple(
            f"{path} ({'no text' if is_readable else 'no kind of file that regbot reads'})"
            for path, is_readable in files.items()
            if not read.get(path)
        ),
    )


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file named, and each in the folders named with whether it is of a kind that is read."""
    for path in paths:
        if path.is_dir():
            yield from ((file, file.suffix.lower() in SUFFIXES) for file in _within(path))
        elif path.exists():
            yield _readable(path), True
        else:
            raise ConfigError(f"there is no file {path}", "check the path")


def _within(folder: Path) -> list[Path]:
    """The files in a folder that are not hidden, nor in a hidden folder, in order."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def _readable(path: Path) -> Path:
    """A file named by itself. Raises ConfigError when its name promises what is no text; a PDF or DOCX may have any name."""
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        with path.open("rb") as stream:
            if stream.read(4) not in BINARY_READERS:
                hint = f"readable are {', '.join(sorted(SUFFIXES))} files; save it as one of these"
                raise ConfigError(f"{path} is no kind of file that regbot reads", hint)
    return path


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}", "check its permissions") from error
    binary = binary_kind(data)
    if binary and data[:4] not in BINARY_READERS:
        raise ConfigError(f"{path} is {binary} file", "save it as text, Markdown, HTML, PDF or DOCX first")
    return data


def _named(contents: Iterable[Content], chosen: str | None) -> Iterator[tuple[Content, str]]:
    """Each document with its id: the one chosen or stated, else the file's name, with -2, -3 … where it comes again."""
    taken: dict[str, int] = {}
    for content in contents:
        name = chosen or content.id
        if not name:
            slug = _slug(content)
            taken[slug] = taken.get(slug, 0) + 1
            name = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
        yield content, name


def _incoming(content: Content, document_id: str, about: About, workspace: Workspace) -> _Incoming:
    if not DOCUMENT_ID.fullmatch(document_id):
        hint = "use lower case letters, digits and hyphens: `--id NAME`"
        raise ConfigError(f"{content.where}: {document_id!r} cannot be a document id", hint)
    today = workspace.as_of.date_in(ZONE)
    lang = about.lang or content.lang
    day = about.published or (content.version.date if content.version else None) or today
    version = content.version or Version(
        document=document_id,
        date=day,
        lang=lang,
        kind=TextKind(about.text_kind),
        provisions=(),
        by="imported by the user",
        notice=f"Imported from {content.source} on {today}; not checked against the publisher.",
    )
    belonging = _belonging(version, content, document_id, day)
    zone = zone_of(jurisdiction_of(about.url or content.url))
    is_draft = about.status is LegalStatus.DRAFT and not content.is_passages
    told = period(belonging.provisions, about.stated, lang=lang, zone=zone, published=about.published)
    kind = DocumentKind.PASSAGES if content.is_passages else KINDS.get(about.status, DocumentKind.RULE)
    document = Document(
        id=document_id,
        kind=about.kind or kind,
        jurisdiction=IMPORTED,
        title={version.lang: about.title or content.title or document_id},
        legal_status=about.status,
        url=about.url or content.url,
        published=about.published,
        timezone=zone,
        consultation=told if is_draft else None,
    )
    return _Incoming(document, belonging, content)


def _belonging(version: Version, content: Content, document_id: str, day: date) -> Version:
    provisions = tuple(
        replace(item, document=document_id, version=day, lang=version.lang, kind=version.kind)
        for item in content.provisions
    )
    return replace(version, document=document_id, date=day, provisions=provisions)


def _slug(content: Content) -> str:
    import hashlib

    name = re.sub(r"[^a-z0-9]+", "-", Path(content.source).stem.lower()).strip("-")[:80]
    return name or f"text-{hashlib.sha256(content.source.encode()).hexdigest()[:8]}"


def _check_ids(workspace: Workspace, ids: Sequence[str], replacing: bool) -> set[str]:
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise ConfigError(f"two of the files would become {twice}", "import them one by one with --id")
    existing = set(workspace.corpus.ids()) & set(ids)
    for name in sorted(existing):
        if not (workspace.paths.documents / IMPORTED / name).is_dir():
            raise CorpusError(
                f"{name} is a document of the corpus that was not imported", "choose another id with --id"
            )
        if not replacing:
            raise CorpusError(
                f"{name} is in the corpus already",
                "add --replace to put the new text in its place, or choose another --id",
            )
    return existing


def _imported(item: _Incoming, replaced: bool) -> Imported:
    document, content = item.document, item.content
    consultation = document.consultation
    return Imported(
        document=document.id,
        title=document.title_in("en"),
        kind=document.kind.value,
        legal_status=document.legal_status.value,
        lang=item.version.lang,
        provisions=len(item.version.provisions),
        removed=content.removed,
        replaced=replaced,
        closes=consultation.closes.isoformat() if consultation and consultation.closes else "",
        channels=tuple(dict.fromkeys(item.kind for item in consultation.channels)) if consultation else (),
        issues=content.issues,
    )
