"""The tree of a legal text: nodes that cover it without a gap, and what was odd about its numbering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Kind(StrEnum):
    """What a node is. The value is its word in an eid; the names follow Akoma Ntoso."""

    PREFACE = "preface"
    RECITALS = "recs"
    RECITAL = "rec"
    FORMULA = "formula"
    PART = "part"
    SUBPART = "subpart"
    TITLE = "title"
    SUBTITLE = "subtitle"
    CHAPTER = "chp"
    SUBCHAPTER = "subchp"
    SECTION = "sec"
    ARTICLE = "art"
    REGULATION = "reg"
    RULE = "rule"
    ANNEX = "annex"
    SCHEDULE = "sched"
    APPENDIX = "app"
    EXPLANATION = "explanation"
    PARAGRAPH = "para"
    SUBPARAGRAPH = "subpara"
    ITEM = "item"


ATTACHMENTS = frozenset({Kind.ANNEX, Kind.SCHEDULE, Kind.APPENDIX})
PROVISIONS = frozenset({Kind.ARTICLE, Kind.SECTION, Kind.REGULATION, Kind.RULE})
UNDIVIDED = frozenset({Kind.PREFACE, Kind.RECITALS, Kind.RECITAL, Kind.FORMULA, Kind.EXPLANATION})


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch `[start, end)` of the input, in code points: marker, heading, own text, then the children.

    The marker is `[start, heading_start)`, the heading `[heading_start, text_start)`, the node's own text
    `[text_start, text_end)`; the children cover `[text_end, end)`. `number` is the number as in the eid, `label` and
    `heading` are as written, stripped of white space and Markdown.
    """

    eid: str
    kind: Kind
    number: str
    label: str
    heading: str
    start: int
    heading_start: int
    text_start: int
    text_end: int
    end: int
    children: tuple[Node, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The spans of marker, heading and own text."""
        bounds = (self.start, self.heading_start, self.text_start, self.text_end)
        return tuple(pairwise(bounds))

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


class IssueKind(StrEnum):
    """What can be odd about numbering."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    OUT_OF_SEQUENCE = "out_of_sequence"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something odd at code point `position`, in the line where `label` is written.

    GAP: `expected` is the first number missing in front of it. DUPLICATE: it repeats the number in front of it, and its
    eid ends in `-dup2`, `-dup3` …. OUT_OF_SEQUENCE: it looks like a heading, and is left as text.
    """

    kind: IssueKind
    unit: Kind
    position: int
    label: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionTree:
    """A text and the nodes that cover it, in reading order."""

    source: str
    nodes: tuple[Node, ...]
    issues: tuple[Issue, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every node, in reading order."""
        for node in self.nodes:
            yield from node.walk()

    def find(self, eid: str) -> Node | None:
        """The node with this eid."""
        return next((node for node in self.walk() if node.eid == eid), None)

    def provisions(self) -> tuple[Node, ...]:
        """The articles, sections, regulations and rules that are not themselves divided into such."""
        return tuple(
            node
            for node in self.walk()
            if node.kind in PROVISIONS and not any(child.kind in PROVISIONS for child in node.children)
        )

    def body(self, node: Node) -> str:
        """A node's words without its marker and heading, stripped of white space at both ends."""
        return self.source[node.text_start : node.end].strip()

    def text(self) -> str:
        """The spans of all nodes joined: exactly `source`."""
        return "".join(self.source[start:end] for node in self.walk() for start, end in node.spans)


def unique(eid: str, taken: dict[str, int]) -> str:
    """`eid`, or `eid-dup2`, `eid-dup3` … if it was handed out before; `taken` keeps the count and is updated."""
    taken[eid] = taken.get(eid, 0) + 1
    return eid if taken[eid] == 1 else f"{eid}-dup{taken[eid]}"
