"""Text to the provisions of a version, with nothing left out: articles, and whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from regbot.model import Confidence, Provision, TextKind, Version
from regbot.parse.provisions import Node, ProvisionTree, parse_provisions

UNLABELLED = {
    "en": {"notice": "Notice", "preface": "Preamble", "body": "Text", "order": "Order", "explanation": "Explanation"},
    "zh": {"notice": "公告", "preface": "序言", "body": "正文", "order": "令", "explanation": "说明"},
}
"""What to call the parts of a text that carry neither number nor heading, by language and eid."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A provision that does not know its document yet. `group` names the innermost chapter or part around it."""

    eid: str
    label: str
    heading: str
    text: str
    group: str = ""


def provisions_of(text: str, lang: str | None = None) -> tuple[Piece, ...]:
    """`text` cut at its articles and sections. What stands outside them becomes pieces of its own; blank ones are left out.

    A text without any such heading is one piece, `body`.
    """
    tree = parse_provisions(text, lang)
    if not tree.provisions():
        return (Piece("body", "", "", text.strip()),) if text.strip() else ()
    return tuple(_below(tree, tree.nodes, ""))


def version_of(  # noqa: PLR0913
    pieces: Iterable[Piece],
    *,
    document: str,
    date: date,
    lang: str,
    kind: TextKind = TextKind.OFFICIAL,
    source: str = "",
    by: str = "",
    notice: str = "",
    confidence: Confidence = Confidence.VERIFIED,
) -> Version:
    """The version made of `pieces`, in their order. A repeated eid gets `-dup2`, `-dup3` …; `UNLABELLED` names what has none."""
    names = UNLABELLED.get(lang, UNLABELLED["en"])
    provisions = tuple(
        Provision(
            document=document,
            version=date,
            lang=lang,
            kind=kind,
            eid=piece.eid,
            label=piece.label or ("" if piece.heading else names.get(piece.eid, "")),
            heading=piece.heading,
            text=piece.text,
            breadcrumb=(piece.group,) if piece.group else (),
            confidence=confidence,
        )
        for piece in unique_pieces(pieces)
    )
    return Version(document, date, lang, kind, provisions, by=by, notice=notice, source=source)


def unique_pieces(pieces: Iterable[Piece]) -> Sequence[Piece]:
    """`pieces` with each eid once."""
    from dataclasses import replace

    from regbot.parse.tree import unique

    taken: dict[str, int] = {}
    return [replace(piece, eid=unique(piece.eid, taken)) for piece in pieces]


def _below(tree: ProvisionTree, nodes: Iterable[Node], group: str) -> Iterator[Piece]:
    leaves = set(tree.provisions())
    for node in nodes:
        if node in leaves or not any(below in leaves for below in node.walk()):
            body = tree.body(node)
            if body or node.heading or node.label:
                yield Piece(node.eid, node.label, node.heading, body, group)
            continue
        own = tree.source[node.text_start : node.text_end].strip()
        name = " ".join(filter(None, (node.label, node.heading)))
        if own:
            yield Piece(node.eid, node.label, node.heading, own, group)
        yield from _below(tree, node.children, name)
