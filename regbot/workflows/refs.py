"""What a person may write for a ref: `doc#art_5`, `doc art 5`, `doc "Article 5(2)"`, `doc 第五条`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from regbot.errors import UnknownRefError
from regbot.model import Version
from regbot.parse.items import subdivide
from regbot.parse.numerals import parse_number
from regbot.parse.references import parse_reference, resolve
from regbot.sanitise import one_line

BEHIND_DOCUMENT = (" ", "/", ":")


def split_ref(ref: str, ids: Iterable[str]) -> tuple[str, str]:
    """The document id and what is wanted of it (empty for the whole document).

    Without `#` the longest known id that `ref` begins with is the document; else the first word is.
    """
    text = one_line(ref)
    if "#" in text:
        document, _, wanted = text.partition("#")
        return document.strip(), wanted.strip()
    for document in sorted(ids, key=len, reverse=True):
        if text == document or text.startswith(tuple(f"{document}{sign}" for sign in BEHIND_DOCUMENT)):
            return document, text[len(document) :].lstrip(" /:")
    document, _, wanted = text.partition(" ")
    return document, wanted.strip()


def find_eid(document: str, wanted: str, versions: Sequence[Version]) -> str:
    """The eid of what `wanted` means in `versions`: an eid, also of a part, a label, or a reference in words.

    Raises UnknownRefError with the nearest.
    """
    provisions = [item for version in versions for item in version.provisions]
    labels = {item.eid: item.label for item in provisions}
    by_label = {_folded(item.label): item.eid for item in provisions if item.label}
    for candidate in (wanted, wanted.lower()):
        if candidate in labels or candidate in _parts(candidate, versions):
            return candidate
    if _folded(wanted) in by_label:
        return by_label[_folded(wanted)]
    spelled = parse_reference(wanted)
    for reference in spelled:
        found = resolve(reference, {*labels, *_parts(reference.eid, versions)})
        if found:
            return found
    numbered = [eid for eid in labels if eid.partition("_")[2] == str(parse_number(wanted))]
    if len(numbered) == 1:
        return numbered[0]
    hint = _nearest(document, spelled[0].eid if spelled else wanted, labels)
    raise UnknownRefError(f"{document} has no provision {wanted!r}", hint)


def _parts(eid: str, versions: Iterable[Version]) -> set[str]:
    """The eids of the paragraphs and items in the provision that `eid` could be a part of."""
    return {
        node.eid
        for version in versions
        for item in version.provisions
        if eid.startswith(f"{item.eid}__")
        for paragraph in subdivide(item.text, item.eid)
        for node in paragraph.walk()
    }


def _folded(label: str) -> str:
    return "".join(label.casefold().split())


def _nearest(document: str, eid: str, labels: dict[str, str]) -> str:
    above = next((held for held in labels if eid.startswith(f"{held}__")), "")
    near = [above] if above else difflib.get_close_matches(eid, list(labels), n=1, cutoff=0.3)
    if near:
        return f"did you mean {document}#{near[0]} ({labels[near[0]]})? `regbot show {document}` lists all"
    return f"run `regbot show {document}` for its provisions"
