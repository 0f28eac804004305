"""Local files, watched by their hash: Markdown, text, HTML, PDF, DOCX, JSONL."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pydantic import Field

from regbot.errors import CorpusError
from regbot.fetch.charset import decode_body
from regbot.model import Document, DocumentKind, LegalStatus, TextKind
from regbot.parse.assemble import Piece, provisions_of, version_of
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.invitation import invitation
from regbot.parse.passages import read_passages
from regbot.parse.pdf import read_pdf
from regbot.parse.text import clean, front_matter, language
from regbot.parse.web import Web, read_web
from regbot.sources.base import Context, Listed, Parsed, Source, document_id
from regbot.sources.page import ZONES, plain_web
from regbot.sources.settings import SourceSettings

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".jsonl")


class FolderSettings(SourceSettings):
    """A folder and how its documents are to be filed."""

    path: str = Field(min_length=1, description="the folder; a relative path begins at the workspace")
    pattern: str = Field("**/*", description="which files, as a glob below the folder")
    jurisdiction: str = Field("user", pattern=r"^[a-z][a-z0-9-]{0,20}$")
    kind: DocumentKind | None = None
    legal_status: LegalStatus = LegalStatus.DRAFT
    text_kind: TextKind = TextKind.OFFICIAL
    issuer: str = ""
    lang: str = Field("", pattern=r"^([a-z]{2})?$")


class Folder(Source[FolderSettings]):
    """Files of a folder; one document for each, of a JSONL file one for each document that it names."""

    type = "folder"
    publisher = "this computer"
    home = ""
    settings_type = FolderSettings
    may_be_empty = True

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """Every file, by its path; the stamp is the hash of its bytes. Raises ParseError when the folder is gone."""
        del since
        root = context.home / self.settings.path
        if not root.is_dir():
            raise ParseError(f"there is no folder {root}", "correct `path` of this source in corpus/sources.toml")
        for path in sorted(root.glob(self.settings.pattern)):
            name = path.relative_to(root).as_posix()
            hidden = any(part.startswith(".") for part in Path(name).parts)
            if hidden or path.is_symlink() or not path.is_file() or path.suffix.lower() not in SUFFIXES:
                continue
            data = self._bytes(path)
            stamp = hashlib.sha256(data).hexdigest()
            for part in parts_of(name, data):
                key = f"{name}#{part}" if part else name
                yield Listed(key, path.as_uri(), key, stamp, data={"path": str(path), "part": part, "name": name})

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """Read one file."""
        data = self._bytes(Path(str(listed.data["path"])))
        today = context.today(self.settings.timezone or "UTC")
        return parse_file(str(listed.data["name"]), data, self.settings, today, str(listed.data["part"]))

    def _bytes(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > self.settings.max_bytes:
                raise ParseError(
                    f"{path} is larger than {self.settings.max_bytes:,} bytes", "raise max_bytes for this source"
                )
            return path.read_bytes()
        except OSError as error:
            raise ParseError(f"cannot read {path}: {error.strerror}", "check its permissions") from error


def parts_of(name: str, data: bytes) -> list[str]:
    """The documents in a file: of a JSONL file those its passages name, else one without a name."""
    if not name.lower().endswith(".jsonl"):
        return [""]
    try:
        return list(dict.fromkeys(passage.document for passage in read_passages(decode_body(data), name)))
    except CorpusError:
        return [""]


def parse_file(name: str, data: bytes, settings: FolderSettings, today: date, part: str = "") -> Parsed:
    """A file as a document; `part` chooses one of a JSONL file. Raises ParseError."""
    if name.lower().endswith(".jsonl"):
        return _passages(name, data, settings, today, part)
    web = _web(name, data)
    about, body = front_matter(web.text)
    if not body.strip():
        raise ParseError(f"{name} holds no text")
    lang = settings.lang or about.get("lang", "")[:2].lower() or web.lang
    pieces = provisions_of(body, lang if lang in ("en", "zh") else None)
    zone = settings.timezone or ZONES.get(settings.jurisdiction, "UTC")
    consultation = invitation(pieces, lang=lang, timezone=zone)
    document = _document(
        about.get("id") or document_id("file", Path(name).with_suffix("").as_posix()),
        about.get("title") or (web.title if body == web.text else _title(body)) or name,
        lang,
        settings,
    )
    version = version_of(pieces, document=document.id, date=today, lang=lang, kind=settings.text_kind, source=name)
    return Parsed(replace(document, consultation=consultation, url=about.get("url", "")), (version,))


def _web(name: str, data: bytes) -> Web:
    if data.startswith(b"%PDF") or name.lower().endswith(".pdf"):
        return plain_web(read_pdf(data))
    if name.lower().endswith(".docx"):
        return plain_web(read_docx(data))
    text = decode_body(data)
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return read_web(text)
    return plain_web(clean(text).text)


def _passages(name: str, data: bytes, settings: FolderSettings, today: date, part: str) -> Parsed:
    try:
        passages = [item for item in read_passages(decode_body(data), name) if item.document == part]
    except CorpusError as error:
        raise ParseError(error.message, error.hint) from error
    if not passages:
        raise ParseError(f"{name} holds no passages")
    pieces = [Piece(item.id, item.label, "", item.text) for item in passages]
    lang = settings.lang or language(" ".join(item.text for item in passages[:200]))
    title = part or Path(name).stem
    document = _document(document_id("file", title), title, lang, settings, DocumentKind.PASSAGES)
    version = version_of(pieces, document=document.id, date=today, lang=lang, kind=settings.text_kind, source=name)
    return Parsed(document, (version,))


def _document(
    name: str, title: str, lang: str, settings: FolderSettings, kind: DocumentKind = DocumentKind.DRAFT
) -> Document:
    return Document(
        id=name if re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", name) else document_id("file", name),
        kind=settings.kind or kind,
        jurisdiction=settings.jurisdiction,
        title={lang: title},
        legal_status=settings.legal_status,
        issuer=settings.issuer,
        timezone=settings.timezone or ZONES.get(settings.jurisdiction, "UTC"),
        terms=settings.terms,
        topics=settings.topics,
    )


def _title(body: str) -> str:
    return next((line.strip("# *") for line in body.split("\n") if line.strip("# *")), "")[:300]
