"""Rows that lead to a provision: the citations of an answer, the nearest provisions of an abstention."""

from __future__ import annotations

from textual.content import Content

from regbot.model import Citation
from regbot.tui import text
from regbot.tui.messages import OpenProvision
from regbot.tui.views import Mark, Place
from regbot.tui.widgets.row import Row


class SourceRow(Row):
    """Two lines that lead to `ref`; the reader highlights `mark`."""

    def __init__(self, content: Content, ref: str, mark: Mark | None = None, number: int = 0) -> None:
        super().__init__(content, lambda: OpenProvision(ref, mark), number)
        self.ref = ref
        self.mark = mark


RECOGNISED = 40
"""So many characters of a quote tell whether an answer has it."""


def citation_row(citation: Citation, place: Place | None, answer: str) -> SourceRow:
    """The row of one citation: number, status, document and label; whose words; the quote, unless `answer` has it."""
    document = place.document if place else citation.title
    doubt = "" if citation.confidence == "verified" else text.CONFIDENCE_WORDS[citation.confidence]
    told = citation.quote[:RECOGNISED] in answer
    first = text.join(
        Content.styled(f"{citation.n:>2}", "bold $accent"),
        text.badge(citation.legal_status),
        text.line(f"{document}, {citation.label}" if citation.label else document, limit=300),
        text.line(place.heading if place and told else "", "$quiet", 300),
    )
    second = text.join(
        Content.styled(text.kind(citation.kind, citation.lang), "$quiet"),
        Content.styled(doubt, "$draft"),
        text.line("" if told else f"“{citation.quote}”", "italic", 400),
        by=" · ",
    )
    return SourceRow(Content("\n").join([first, Content("    ") + second]), citation.ref, mark_of(citation), citation.n)


def mark_of(citation: Citation) -> Mark:
    """What the reader is to highlight for a citation."""
    return Mark(citation.quote, citation.start, citation.end, citation.lang, citation.kind)


def related_row(ref: str, place: Place | None) -> SourceRow:
    """The row of a provision that may be worth reading."""
    if place is None:
        return SourceRow(text.line(f"  ›  {ref}"), ref)
    first = text.join(
        Content.styled(" ›", "bold $accent"),
        text.badge(place.status),
        text.line(f"{place.document}, {place.label}", limit=300),
    )
    heading = [Content("    ") + text.line(place.heading, "$quiet", 300)] if place.heading else []
    return SourceRow(Content("\n").join([first, *heading]), ref)
