"""Quotes: where they stand, and the proof that they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from regbot.index.catalogue import Catalogue
from regbot.model import AsOf, Citation, Document, Provision
from regbot.parse.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a provision that answers: `provision.text[start:end]`, in code points."""

    document: Document
    provision: Provision
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.provision.text[self.start : self.end]

    def follows(self, other: Evidence) -> bool:
        """Whether it stands behind `other` in the same text of one provision."""
        mine, theirs = self.provision, other.provision
        same = (mine.ref, mine.version, mine.lang) == (theirs.ref, theirs.version, theirs.lang)
        return same and other.end <= self.start


def whole(document: Document, provision: Provision) -> Evidence:
    """All of a provision's text as evidence."""
    return Evidence(document, provision, 0, len(provision.text))


def telling(document: Document, texts: Iterable[Provision], tells: Callable[[str], bool]) -> Iterator[Evidence]:
    """The sentences of `texts` for which `tells` holds, in order."""
    for provision in texts:
        for sentence in split_sentences(provision.text):
            if tells(provision.text[sentence.start : sentence.end]):
                yield Evidence(document, provision, sentence.start, sentence.end)


def cite(evidence: Evidence, n: int, as_of: AsOf) -> Citation:
    """Evidence as citation number `n`."""
    document, provision = evidence.document, evidence.provision
    return Citation(
        n=n,
        ref=provision.ref,
        document=document.id,
        eid=provision.eid,
        label=provision.label,
        title=document.title_in(provision.lang),
        legal_status=document.status_on(as_of.date_in(document.timezone)),
        lang=provision.lang,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        url=provision.url or document.url,
        version=provision.version.isoformat(),
        sha256=provision.sha256,
        kind=provision.kind,
        confidence=provision.confidence,
    )


RECORDED = """
SELECT t.sha256 FROM texts t JOIN documents d ON d.number = t.document
WHERE d.id = ? AND t.eid = ? AND t.version = ? AND t.lang = ? AND t.kind = ?
"""


def is_exact(citation: Citation, catalogue: Catalogue) -> bool:
    """Whether the catalogue, read afresh, has these very words at this very place, in the text that was indexed."""
    place = (citation.document, citation.eid, citation.version, citation.lang, citation.kind)
    if (citation.sha256,) not in catalogue.fetch(RECORDED, place):
        return False
    held = catalogue.variants(citation.ref, version=date.fromisoformat(citation.version))
    return bool(citation.quote) and any(
        (text.lang, text.kind, text.sha256) == (citation.lang, citation.kind, citation.sha256)
        and text.text[citation.start : citation.end] == citation.quote
        for text in held
    )
