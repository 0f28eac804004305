"""The files of Formex as Cellar sends them: one XML file, or a zip package of several."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from regbot.parse.errors import ParseError

MOST_MEMBERS, MOST_BYTES = 500, 60_000_000
PACKED = b"PK\x03\x04"
ROOTS = frozenset(
    (
        "ACT",
        "CONS.ACT",
        "ANNEX",
        "CONS.ANNEX",
        "CORR",
        "GENERAL",
        "AGR",
        "DECISION.ECSC",
        "LSEU",
        "ACT.GEN",
        "CORR.ACTION",
    )
)


def is_formex(data: bytes) -> bool:
    """Whether bytes look like Formex: a package, or XML with one of its roots."""
    if data.startswith(PACKED):
        return True
    match = re.search(rb"<([A-Z][A-Z.]{1,20})[\s>]", data[:4000])
    return (
        match is not None and (match[1].decode() in ROOTS or match[1] == b"DOC") and b"<html" not in data[:4000].lower()
    )


def members(data: bytes) -> list[bytes]:
    """The documents of a zip package in the order of its manifest, else of their names; other bytes are one document.

    Raises ParseError for a package that is broken or larger than any act.
    """
    if not data.startswith(PACKED):
        return [data]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if info.filename.lower().endswith((".xml", ".fmx4", ".fmx"))]
            if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise ParseError("the Formex package is larger than any act")
            files = {info.filename.rpartition("/")[2]: package.read(info) for info in infos}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise ParseError(f"the Formex package cannot be read: {error}") from error
    wanted = [name for body in files.values() for name in _manifest(body)]
    names = sorted(files, key=lambda name: (wanted.index(name) if name in wanted else len(wanted), name))
    return [files[name] for name in names]


def _manifest(body: bytes) -> list[str]:
    if b"<DOC" not in body[:2000]:
        return []
    return [
        name.decode("ascii", "replace")
        for name in re.findall(rb"<REF\.PHYS\s[^>]{0,300}?FILE=\"([^\"]{1,200})\"", body)
    ]


def root_of(data: bytes) -> Any:
    """The root of a file; None for manifests and tables of contents, which hold no text. Raises ParseError."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"this is no Formex: {error}") from error
    if root is None:
        raise ParseError("this is no Formex")
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = etree.QName(element).localname
    if root.tag in ("DOC", "PUBLICATION", "OJ.SUM"):
        return None
    if (
        root.tag not in ROOTS
        and root.find(".//ARTICLE") is None
        and root.find(".//CONTENTS") is None
        and root.find(".//P") is None
    ):
        raise ParseError(f"{root.tag} is no Formex document")
    return root


def is_included(root: Any) -> bool:
    """Whether a file holds what another act's text quotes: it begins with a quotation mark, or is numbered below an annex."""
    title = root.find("TITLE")
    first = next((item for item in title.iter("P", "TI") if item.tag == "P"), None) if title is not None else None
    opens = first is not None and not (first.text or "").strip() and len(first) > 0 and first[0].tag == "QUOT.START"
    return bool(opens or (root.findtext("BIB.INSTANCE/NO.SEQ") or "").count(".") > 1)
