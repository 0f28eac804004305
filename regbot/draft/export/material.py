"""All that a letter is made of, gathered: the comment, the consultation, the texts it quotes, the way it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regbot.draft.channels import Route
from regbot.draft.comment import Anchor, Comment, Sender
from regbot.draft.export.cleaning import clean_line
from regbot.draft.export.phrases import Phrases, phrases
from regbot.draft.export.places import place
from regbot.model import Document, Provision


@dataclass(frozen=True, slots=True)
class Material:
    """`texts` holds the anchored provisions that are still at hand, as they were quoted, `cited` the provisions that
    evidence names by ref, `documents` every document these lie in. `day` is the letter's date.
    """

    comment: Comment
    document: Document
    texts: Mapping[Anchor, Provision]
    cited: Mapping[str, Provision]
    documents: Mapping[str, Document]
    day: date
    route: Route | None = None

    @property
    def words(self) -> Phrases:
        """The fixed words in the comment's language."""
        return phrases(self.comment.lang)

    @property
    def several(self) -> int:
        """1 where an organisation speaks, else 0: which of a pair of phrases to take."""
        return int(self.comment.sender is Sender.ORGANISATION)

    @property
    def name(self) -> str:
        """The consultation's title in the comment's language, or the one that there is."""
        return clean_line(self.document.title_in(self.comment.lang[:2]))

    @property
    def other_names(self) -> tuple[str, ...]:
        """The consultation's titles in its other languages."""
        return tuple(name for name in map(clean_line, self.document.title.values()) if name and name != self.name)

    @property
    def signature(self) -> tuple[str, ...]:
        """Name and contact as the person gave them; nothing for an anonymous comment."""
        comment = self.comment
        if comment.sender is Sender.ANONYMOUS:
            return ()
        return tuple(
            line for line in (clean_line(comment.name), *map(clean_line, comment.contact.splitlines())) if line
        )

    def named(self, anchor: Anchor) -> str:
        """The provision anchored, with its document unless that is the one in consultation."""
        document_id, _, eid = anchor.ref.partition("#")
        held = self.texts.get(anchor)
        words = place(eid, held.label if held else "", self.comment.lang, anchor.lang)
        return words if document_id == self.document.id else self._of_other(words, document_id)

    def cited_as(self, item: str) -> str:
        """An item of evidence: a ref as the provision it names, anything else as it is."""
        held = self.cited.get(item.strip())
        if held is None:
            return item
        return self.words.cited.format(place=self._of_other(self.place_of(held), held.document), ref=held.ref)

    def place_of(self, held: Provision) -> str:
        """A provision without its document."""
        return place(held.eid, held.label, self.comment.lang, held.lang)

    def _of_other(self, words: str, document_id: str) -> str:
        other = self.documents.get(document_id)
        title = clean_line(other.title_in(self.comment.lang[:2])) if other else document_id
        return f"《{title}》{words}" if self.comment.lang.startswith("zh") else f"{words}, {title}"
