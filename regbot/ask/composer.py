"""Puts an answer together: numbered quotes with what introduces them, and proves each before it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from regbot.ask.citations import Evidence, cite, is_exact
from regbot.ask.phrases import KINDS, change_told, confidence_note, lead_of, name_of, say, status_of
from regbot.index.catalogue import Catalogue
from regbot.model import Answer, AsOf, Citation, Document, DocumentKind, LegalStatus, Outcome, Provision, TextKind
from regbot.parse.sentences import split_sentences

ORDER = {"rule": 0, "draft": 1, "law": 2, "interpretation": 3, "notice": 4, "passages": 5, "timeline": 8, "news": 9}
"""Reading order of sources: the rule in force, what the draft said, the law beneath, and news last."""
BRACKETED = re.compile(r"\[(\d+)\]")
"""A number in brackets, as in "Fa Shi [2021] No. 15": only markers may look so outside quotes."""
UNOFFICIAL = (TextKind.TRANSLATION, TextKind.RESTATEMENT, TextKind.SUMMARY)


@dataclass(slots=True)
class Composer:
    """Collects the lines, citations and notes of one answer in `lang`."""

    question: str
    lang: str
    as_of: AsOf
    catalogue: Catalogue
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    used: list[Evidence] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day the answer speaks for."""
        return self.as_of.date

    def state(self, sentence: str, *evidence: Evidence) -> None:
        """Add a sentence of regbot's own, resting on `evidence`; a sentence whose evidence fails is left out."""
        marks = [self._cited(item) for item in evidence]
        if all(marks):
            self.lines.append(" ".join([BRACKETED.sub(r"(\1)", sentence), *(f"[{n}]" for n in marks)]))

    def quote(self, evidence: Evidence, lead: str | None = None) -> bool:
        """Add the evidence word for word, each of its sentences marked; behind an earlier part of one provision on the same
        line, unless it has a `lead` of its own. False when the quote is not exact.
        """
        before = self.used[-1:]
        n = self._cited(evidence)
        if not n:
            return False
        quote = evidence.quote
        sentences = [quote[item.start : item.end] for item in split_sentences(quote)]
        marked = " ".join(f"“{sentence}” [{n}]" for sentence in sentences)
        if lead is None and before and evidence.follows(before[0]) and self.lines[-1].endswith(f"” [{n - 1}]"):
            self.lines[-1] += f" {marked}"
            return True
        if lead is None:
            lead = lead_of(evidence.document, evidence.provision, self.status_day(evidence.document), self.lang)
        self.lines.append(BRACKETED.sub(r"(\1)", lead) + marked)
        return True

    def note(self, text: str) -> None:
        """Add a note once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def relate(self, *refs: str) -> None:
        """List provisions worth reading, each once."""
        self.related += [ref for ref in dict.fromkeys(refs) if ref not in self.related]

    def status_day(self, document: Document) -> date:
        """The day the answer speaks for, in the issuer's zone."""
        return self.as_of.date_in(document.timezone)

    def texts(self, document: Document, lang: str = "") -> list[Provision]:
        """The document's provisions that have words, on the day the answer speaks for: in `lang`, else the answer's own."""
        held = self.catalogue.provisions(document.id, lang or self.lang, as_of=self.as_of)
        return [item for item in held if item.text]

    def answered(self, confidence: float) -> Answer:
        """The finished answer."""
        self._caution()
        cited = {citation.ref for citation in self.citations}
        return Answer(
            question=self.question,
            as_of=self.day,
            outcome=Outcome.ANSWERED,
            answer="\n".join(self.lines),
            confidence=round(confidence, 3),
            citations=tuple(self.citations),
            notes=tuple(self.notes),
            related=tuple(ref for ref in self.related if ref not in cited),
        )

    def abstained(self, reason: str, confidence: float = 0.0) -> Answer:
        """An abstention with its reason; what was related stays listed."""
        return Answer(
            question=self.question,
            as_of=self.day,
            outcome=Outcome.ABSTAINED,
            answer="",
            reason=reason,
            confidence=round(confidence, 3),
            notes=tuple(self.notes),
            related=tuple(self.related),
        )

    def _cited(self, evidence: Evidence) -> int:
        if evidence in self.used:
            return self.used.index(evidence) + 1
        citation = cite(evidence, len(self.citations) + 1, self.as_of)
        if not is_exact(citation, self.catalogue):
            return 0
        self.citations.append(citation)
        self.used.append(evidence)
        return citation.n

    def _caution(self) -> None:
        documents = {item.document.id: item.document for item in self.used}
        for document in documents.values():
            self._caution_of_status(document)
        for item in self.used:
            self.note(confidence_note(item.document, item.provision, self.lang))
        kinds = {
            item.provision.kind
            for item in self.used
            if item.provision.kind in UNOFFICIAL and not _is_news(item.document)
        }
        if kinds:
            self.note(say(self.lang, "unofficial", kinds=" / ".join(sorted(KINDS[self.lang][kind] for kind in kinds))))
        if any(item.provision.kind is TextKind.COPY for item in self.used):
            self.note(say(self.lang, "copied"))

    def _caution_of_status(self, document: Document) -> None:
        day = self.status_day(document)
        gone = document.withdrawal_on(day)
        for change in (gone, document.delay_on(day), document.extension_on(day)):
            if change and change.by not in {item.document.id for item in self.used}:
                self.note(change_told(document, change, self.catalogue.document(change.by), day, self.lang))
        if _is_news(document):
            self.note(say(self.lang, "news_note"))
        elif gone:
            return
        elif document.status_on(day) is LegalStatus.DRAFT and document.kind is not DocumentKind.NOTICE:
            finals = [
                self.catalogue.document(item)
                for item in sorted(document.related("finalised_by"))
                if self.catalogue.holds(item, self.as_of)
            ]
            name = name_of(document, self.lang)
            if finals:
                status = status_of(finals[0], day, self.lang)
                self.note(say(self.lang, "draft_note", draft=name, final=name_of(finals[0], self.lang), status=status))
            else:
                self.note(say(self.lang, "draft_open_note", draft=name))


def _is_news(document: Document) -> bool:
    return document.legal_status is LegalStatus.NEWS


def reading_order(evidence: Evidence) -> int:
    """Sort key: what a person wants to read first."""
    return ORDER[evidence.document.kind]
