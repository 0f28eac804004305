"""Drafts and what they became, provision by provision."""

from __future__ import annotations

from dataclasses import dataclass, field

from regbot.compare.links import link
from regbot.index.catalogue import Catalogue
from regbot.model import AsOf

LARGEST = 400
"""Documents with more provisions than this are not aligned while a person waits."""


@dataclass(slots=True)
class Kinship:
    """Drafts and what they became, provision by provision; each pair of documents is aligned once."""

    catalogue: Catalogue
    _links: dict[tuple[str, str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def heirs(self, draft: str, final: str, eid: str, as_of: AsOf) -> list[str]:
        """The provisions of `final` that provision `eid` of `draft` went into, in reading order."""
        return [new for old, new in self._pairs(draft, final, as_of) if old == eid]

    def ancestors(self, draft: str, final: str, eid: str, as_of: AsOf) -> list[str]:
        """The provisions of `draft` that provision `eid` of `final` came from, in reading order."""
        return [old for old, new in self._pairs(draft, final, as_of) if new == eid]

    def _pairs(self, draft: str, final: str, as_of: AsOf) -> list[tuple[str, str]]:
        key = draft, final, as_of.date.isoformat()
        if key not in self._links:
            olds, news = (self.catalogue.provisions(document, "en", as_of=as_of) for document in (draft, final))
            small = max(len(olds), len(news)) <= LARGEST
            found = link(olds, news) if small else ()
            self._links[key] = [(olds[item.old].eid, news[item.new].eid) for item in found]
        return self._links[key]
