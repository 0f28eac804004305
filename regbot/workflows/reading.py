"""A user's file to the provisions of one document, or of several for JSONL passages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from textwrap import shorten

from regbot.corpus.markdown import read_version
from regbot.errors import CorpusError
from regbot.model import Provision, TextKind, Version
from regbot.parse.assemble import UNLABELLED
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.html import read_page
from regbot.parse.passages import Passage, read_passages
from regbot.parse.pdf import read_pdf
from regbot.parse.provisions import parse_provisions
from regbot.parse.text import clean, decode, front_matter, is_json, language, title_of
from regbot.parse.tree import Issue, IssueKind, Node, ProvisionTree

UNDATED = date(1, 1, 1)
BINARY_READERS = {b"%PDF": read_pdf, b"PK\x03\x04": read_docx}
"""By the bytes that such a file begins with."""
LONGEST_TITLE = 160
OWN_FORMAT = frozenset(("kind", "version", "lang"))


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says: provisions whose document, version, language and kind are still to be set.

    `where` names the file in errors, `source` is its bare name; `version` is set when the file is in the corpus's own
    format.
    """

    where: str
    source: str
    provisions: tuple[Provision, ...]
    lang: str
    id: str = ""
    title: str = ""
    url: str = ""
    removed: int = 0
    issues: tuple[str, ...] = ()
    is_passages: bool = False
    version: Version | None = None


def read_file(path: Path, data: bytes, lang: str | None) -> list[Content]:
    """The documents in a file: PDF and DOCX by what they begin with, else by suffix. Raises CorpusError."""
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return list(_from_passages(path, decode(data), lang))
    title, text, stated = "", "", ""
    reader = BINARY_READERS.get(data[:4])
    if not reader and suffix in (".pdf", ".docx") and data.strip():
        raise CorpusError(
            f"{path} is no {suffix[1:].upper()} file inside", "save it anew from the program that made it"
        )
    if reader:
        text = _binary_text(path, data, reader)
    elif suffix in (".html", ".htm", ".xhtml"):
        page = read_page(data)
        title, text, stated = page.title, page.text, page.lang
    else:
        text = decode(data)
        if is_json(text):
            hint = "save what it says as text; passages come one JSON object a line, in a .jsonl file"
            raise CorpusError(f"{path} holds JSON, data for programs", hint)
    cleaned = clean(text)
    if not cleaned.text.strip():
        return []
    about, body = front_matter(cleaned.text)
    if about.keys() >= OWN_FORMAT:
        return [_from_version(path, cleaned.text, cleaned.removed)]
    tree = parse_provisions(body)
    spoken = lang or about.get("lang", "") or stated or language(body)
    return [
        Content(
            where=str(path),
            source=path.name,
            provisions=tuple(_named(item, spoken) for item in _provisions(tree)),
            lang=spoken,
            id=about.get("id", ""),
            title=shorten(about.get("title", "") or title or _first_line(tree), LONGEST_TITLE, placeholder=" …"),
            url=about.get("url", "") or about.get("source", ""),
            removed=cleaned.removed,
            issues=tuple(_told(issue, body) for issue in tree.issues),
        )
    ]


def _first_line(tree: ProvisionTree) -> str:
    """The title that a text begins with; empty where its first line is the number of a provision already."""
    first = next((node for node in tree.nodes if node.label), None)
    return "" if first and not tree.source[: first.start].strip() else title_of(tree.source)


def _binary_text(path: Path, data: bytes, reader: Callable[[bytes], str]) -> str:
    try:
        text = reader(data)
    except ParseError as error:
        raise CorpusError(f"{path}: {error.message}", error.hint) from error
    if not text.strip():
        raise CorpusError(f"{path} holds no text; it may be a scan", "recognise its text (OCR), then import that")
    return text


def _from_version(path: Path, text: str, removed: int) -> Content:
    version = read_version(path.stem, text, str(path))
    return Content(
        where=str(path),
        source=path.name,
        provisions=version.provisions,
        lang=version.lang,
        removed=removed,
        version=version,
    )


def _from_passages(path: Path, text: str, lang: str | None) -> Iterator[Content]:
    grouped: dict[str, list[Passage]] = {}
    for passage in read_passages(text, str(path)):
        grouped.setdefault(passage.document, []).append(passage)
    for document, passages in grouped.items():
        yield Content(
            where=str(path),
            source=path.name,
            provisions=tuple(_blank(item.id, item.label, item.text) for item in passages),
            lang=lang or language(" ".join(item.text for item in passages[:200])),
            id=document,
            title=document,
            removed=sum(item.removed for item in passages),
            is_passages=True,
        )


def _provisions(tree: ProvisionTree) -> Iterator[Provision]:
    if not tree.nodes:
        yield _blank("body", "", tree.source)
    else:
        yield from _below(tree, tree.nodes, ())


def _named(item: Provision, lang: str) -> Provision:
    """A part that carries neither number nor heading gets the name of what it is."""
    names = UNLABELLED.get(lang, UNLABELLED["en"])
    return item if item.label or item.heading else replace(item, label=names.get(item.eid, ""))


def _below(tree: ProvisionTree, nodes: Iterable[Node], above: tuple[str, ...]) -> Iterator[Provision]:
    """Every provision as one, and what stands outside them as provisions of its own, so that no text is left out."""
    leaves = set(tree.provisions())
    for node in nodes:
        if node in leaves or not any(below in leaves for below in node.walk()):
            yield _blank(node.eid, node.label, tree.body(node), node.heading, above)
            continue
        own = tree.source[node.text_start : node.text_end]
        if own.strip():
            yield _blank(node.eid, node.label, own, node.heading, above)
        name = " ".join(filter(None, (node.label, node.heading)))
        yield from _below(tree, node.children, (*above, name))


def _blank(eid: str, label: str, text: str, heading: str = "", breadcrumb: tuple[str, ...] = ()) -> Provision:
    return Provision("", UNDATED, "", TextKind.COPY, eid, label, heading, text.strip("\n"), breadcrumb)


def _told(issue: Issue, body: str) -> str:
    line = body.count("\n", 0, issue.position) + 1
    what = {
        IssueKind.GAP: f"number {issue.expected} is missing before {issue.label}",
        IssueKind.DUPLICATE: f"{issue.label} stands twice",
        IssueKind.OUT_OF_SEQUENCE: f"{issue.label} is out of sequence and was left as text",
    }
    return f"line {line}: {what[issue.kind]}"
