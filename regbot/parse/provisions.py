"""Legal text to a tree of provisions with Akoma Ntoso eids, in English and Chinese. Nothing of the text is lost.

Eids: `art_9`, `sec_23-105` (§ 23.105), `art_12-1` (第十二条之一), `art_5a`, `art_12bis`: of a number's punctuation only
what stands between digits is kept, as a hyphen. A division inside a division takes its parent's eid in front
(`chp_2__sec_1`) unless its numbering continues from one parent to the next. A provision's eid is bare (`art_9`) unless
provisions are numbered anew, as in each chapter: `chp_2__art_1`. A number that comes twice in a row: `art_5-dup2`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regbot.parse.items import divide, subdivide
from regbot.parse.markers import find_markers
from regbot.parse.outline import Heading, Outline, read_outline
from regbot.parse.references import Reference, parse_reference, resolve
from regbot.parse.titles import find_title
from regbot.parse.tree import ATTACHMENTS, PROVISIONS, Issue, IssueKind, Kind, Node, ProvisionTree, unique

__all__ = [
    "Issue",
    "IssueKind",
    "Kind",
    "Node",
    "ProvisionTree",
    "Reference",
    "parse_provisions",
    "parse_reference",
    "resolve",
    "subdivide",
]


def parse_provisions(text: str, lang: str | None = None) -> ProvisionTree:
    """The tree of `text`. `lang`, an ISO 639-1 code, restricts headings to the forms of English or Chinese.

    What comes before the first heading is one `preface` node. Paragraphs must be separated by blank lines, or indented
    by an ideographic or em space. An explanation after the provisions ("…的说明", "Explanatory note") is one node.
    """
    outline = read_outline(text, find_markers(text, lang))
    builder = _Builder(text, outline)
    return ProvisionTree(text, builder.nodes(), tuple(sorted(builder.issues, key=lambda issue: issue.position)))


@dataclass(slots=True)
class _Branch:
    """A heading, what it heads, and where that ends."""

    heading: Heading
    eid: str
    end: int
    children: list[_Branch] = field(default_factory=list)


class _Builder:
    """Hangs headings below each other and turns them into nodes."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text = text
        self.outline = outline
        self.issues = list(outline.issues)
        self._taken: dict[str, int] = {}

    def nodes(self) -> tuple[Node, ...]:
        branches = self._branches()
        first = branches[0].heading.marker.start if branches else len(self.text)
        preface = (_preface(first),) if first else ()
        return preface + tuple(self._node(branch) for branch in branches)

    def _branches(self) -> list[_Branch]:
        roots: list[_Branch] = []
        stack: list[_Branch] = []
        for heading in self.outline.headings:
            while stack and stack[-1].heading.rank >= heading.rank:
                stack.pop().end = heading.marker.start
            branch = _Branch(heading, self._eid(heading, stack), len(self.text))
            (stack[-1].children if stack else roots).append(branch)
            stack.append(branch)
        return roots

    def _eid(self, heading: Heading, ancestors: Sequence[_Branch]) -> str:
        scopes = self.outline.scopes[heading.kind]
        scope = next((branch.eid for branch in reversed(ancestors) if branch.heading.kind in scopes), "")
        own = f"{heading.kind.value}_{heading.number.text}".rstrip("_")
        return unique(f"{scope}__{own}" if scope else own, self._taken)

    def _node(self, branch: _Branch) -> Node:
        marker = branch.heading.marker
        text_end = branch.children[0].heading.marker.start if branch.children else branch.end
        title = find_title(self.text, marker, text_end, division=branch.heading.is_division)
        paragraphs: tuple[Node, ...] = ()
        if marker.kind in PROVISIONS | ATTACHMENTS and not branch.children:
            paragraphs = divide(self.text, title.text_start, text_end, branch.eid, self.issues)
        return Node(
            eid=branch.eid,
            kind=marker.kind,
            number=branch.heading.number.text,
            label=marker.label,
            heading=title.words,
            start=marker.start,
            heading_start=title.start,
            text_start=title.text_start,
            text_end=paragraphs[0].start if paragraphs else text_end,
            end=branch.end,
            children=paragraphs + tuple(self._node(child) for child in branch.children),
        )


def _preface(end: int) -> Node:
    return Node(
        eid=Kind.PREFACE.value,
        kind=Kind.PREFACE,
        number="",
        label="",
        heading="",
        start=0,
        heading_start=0,
        text_start=0,
        text_end=end,
        end=end,
    )
