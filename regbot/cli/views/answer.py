"""An answer, and hits of a search, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from regbot import wording
from regbot.cli.views.parts import badge, block, doubt, heading, indented, joined, words
from regbot.model import Answer, Citation, Outcome

if TYPE_CHECKING:
    from regbot.workflows.ask import Nearby
    from regbot.workflows.search import Found

SNIPPET = 300


def answer_view(answer: Answer, nearby: Sequence[Nearby] = ()) -> Iterator[RenderableType]:
    """The answer, its numbered sources, notes; for an abstention the reason and the nearest provisions."""
    if answer.outcome is Outcome.ABSTAINED:
        yield joined(Text("No answer in the corpus.", "bold"), answer.reason or "", by=" ")
        if answer.answer:
            yield block(answer.answer)
    else:
        yield block(answer.answer)
    if answer.citations:
        yield heading("Sources")
        for citation in answer.citations:
            yield from _source(citation)
    if answer.notes:
        yield heading("Notes")
        for note in answer.notes:
            yield joined(Text("-"), note, by=" ")
    if nearby:
        yield heading("Nearest provisions" if answer.outcome is Outcome.ABSTAINED else "See also")
        for item in nearby:
            name = f"{item.label} {item.heading}".strip()
            yield joined(item.ref, badge(item.legal_status), item.name, name)


def hits_view(query: str, found: Sequence[Found]) -> Iterator[RenderableType]:
    """Numbered provisions by falling score, each with the beginning of its text."""
    if not found:
        yield words(f"Nothing found for: {query}")
    for number, item in enumerate(found, 1):
        provision = item.hit.provision
        title = f"{item.document.name}, {provision.label} {provision.heading}".rstrip(", ")
        yield joined(Text.assemble((f"{number}. ", "bold"), badge(item.legal_status)), title)
        text = provision.text[:SNIPPET] + ("…" if len(provision.text) > SNIPPET else "")
        if text:
            yield indented(words(text))
        rank = f"lexical {item.hit.lexical_rank or '-'}, semantic {item.hit.vector_rank or '-'}"
        about = joined(
            provision.ref, wording.text_kind(provision.kind, provision.lang), f"score {item.hit.score:.3f} ({rank})"
        )
        about.stylize("dim")
        yield indented(about)


def _source(citation: Citation) -> Iterator[RenderableType]:
    name = f"{citation.title}, {citation.label}" if citation.label else citation.title
    number = Text(f"[{citation.n}] ", "bold cyan")
    kind = wording.text_kind(citation.kind, citation.lang)
    yield joined(Text.assemble(number, badge(citation.legal_status)), name, kind, doubt(citation.confidence))
    yield indented(Text.assemble("“", block(citation.quote), "”", style="italic"))
    about = joined(citation.ref, f"version {citation.version}", citation.url)
    about.stylize("dim")
    yield indented(about)
