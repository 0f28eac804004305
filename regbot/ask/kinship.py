"""Drafts and what they became, provision by provision, as the index was told when it was built."""

from __future__ import annotations

from dataclasses import dataclass

from regbot.index.catalogue import Catalogue
from regbot.model import AsOf


@dataclass(frozen=True, slots=True)
class Kinship:
    """Which provisions of drafts went into which of the final texts, as far as both may be seen on a day."""

    catalogue: Catalogue

    def heirs(self, draft: str, final: str, eid: str, as_of: AsOf) -> list[str]:
        """The provisions of `final` that provision `eid` of `draft` went into, in reading order."""
        found = [new for old, new in self.catalogue.kin(draft, final) if old == eid]
        return self._seen(final, found, as_of)

    def ancestors(self, draft: str, final: str, eid: str, as_of: AsOf) -> list[str]:
        """The provisions of `draft` that provision `eid` of `final` came from, in reading order."""
        found = [old for old, new in self.catalogue.kin(draft, final) if new == eid]
        return self._seen(draft, found, as_of)

    def _seen(self, document: str, eids: list[str], as_of: AsOf) -> list[str]:
        return [eid for eid in eids if self.catalogue.variants(f"{document}#{eid}", as_of=as_of)]
