"""Which documents a question names, from their own metadata: titles, short titles, aliases, kind, year, relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regbot.model import Document, DocumentKind, LegalStatus

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NEAR = 12
BEGINNING = 8
"""Names are told apart by so many first characters."""
SHORT_ZH = 4
"""A Chinese name of more characters is shortened to its first two and its last two."""
DRAFT_WORDS = re.compile(
    r"\b(?:consultation |discussion |public |first |proposed )?drafts?\b|\bproposed (?:rules?|regulations?)\b|"
    r"征求意见稿|意见稿|草案|草稿",
    re.IGNORECASE,
)
FINAL_WORDS = re.compile(
    r"\bfinal(?:ised|ized)? (?:text|version|rules?|measures|regulations?|document|act|law|one)\b|\badopted (?:text|"
    r"version|rules?|measures)\b|"
    r"\b(?:the|or|and|v\.?|vs\.?|versus|against) final\b(?=\s*(?:[?,.;]|$))|\bin the end\b|"
    r"正式(?:办法|稿|文本|规定|版)|最终(?:办法|稿|文本|规定|版)?|定稿|"
    r"最后(?:定下来|通过|公布|出台)?的(?:版本|文本|办法|规定)",
    re.IGNORECASE,
)
NEWS_WORDS = re.compile(
    r"\b(?:news|newspapers?|press|media|journalists?|reporters?|(?:news )?(?:article|report|story) (?:by|from|based on|in))\b|"
    r"新闻|媒体|报道",
    re.IGNORECASE,
)
INSTRUMENT_WORDS = re.compile(
    r"\b(?:measures|interpretation|directive|ordinance|statute|provisions|regulations|act)\b|办法|司法解释",
    re.IGNORECASE,
)
OF_A_YEAR = re.compile(
    r"\b(?P<year>(?:19|20)\d\d) (?:rules?|instruments?|regulations?|order|texts?|version|documents?|one)\b",
    re.IGNORECASE,
)
"""An instrument named by its year alone."""
INSTRUMENT_ZH = {"办法": "办法", "司法解释": "解释"}
INTERPRETATIONS = frozenset(("interpretation", "Interpretation", "司法解释"))


@dataclass(frozen=True, slots=True)
class Mention:
    """`question[start:end]` means one of `documents` (ids)."""

    start: int
    end: int
    documents: tuple[str, ...]


class Names:
    """The names of documents, to be found in a question at once, however many there are.

    `jurisdictions` are the codes of those whose law is among the documents, without their parts: `us` for `us-ca`.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.jurisdictions = frozenset(
            document.jurisdiction.partition("-")[0] for document in documents if _is_instrument(document)
        )
        self._named: dict[str, list[Document]] = {}
        for document in documents:
            for name in {document.id, document.short_title, *document.title.values(), *document.aliases}:
                if len(name) > 1:
                    self._named.setdefault(name.casefold(), []).append(document)
            for name in issuer_names(document):
                self._named.setdefault(name.casefold(), []).append(document)
        self._beginning: dict[str, list[str]] = {}
        for name in self._named:
            self._beginning.setdefault(name[:BEGINNING], []).append(name)
        self._lengths = sorted({len(beginning) for beginning in self._beginning})

    def within(self, question: str) -> dict[str, list[Document]]:
        """Every name, case-folded, that stands in the question, with the documents it fits."""
        folded = question.casefold()
        return {
            name: self._named[name]
            for start in range(len(folded))
            for length in self._lengths
            for name in self._beginning.get(folded[start : start + length], ())
            if len(name[:BEGINNING]) == length and folded.startswith(name, start)
        }


def issuer_names(document: Document) -> set[str]:
    """Short names of the issuer of a document that is called by its issuer's name: "Supreme Court", 最高法院."""
    names = {name.casefold() for name in document.aliases}
    found = set()
    if document.issuer.casefold() in names:
        words = document.issuer.split()
        rest = [words[1:-1][:at] + words[1:-1][at + 1 :] for at in range(len(words) - 2)]
        found |= {" ".join([words[0], *some, words[-1]]) for some in rest}
        found.add("".join(word[0] for word in words if word[0].isupper()) if len(words) > 2 else "")
    zh = document.issuer_zh
    if zh in names and len(zh) > SHORT_ZH:
        found.add(zh[:2] + zh[-2:])
    return {name for name in found if len(name) > 2}


def find_mentions(question: str, documents: Sequence[Document], names: Names | None = None) -> tuple[Mention, ...]:
    """Mentions in reading order, none overlapping. A name that fits several documents lists them all.

    `names`, where given, are those of `documents`.
    """
    found = [*_by_name(question, names or Names(documents)), *_by_word(question, documents)]
    found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
    chosen: list[Mention] = []
    for mention in found:
        if not any(mention.start < other.end and other.start < mention.end for other in chosen):
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda mention: mention.start))


def without_mentions(question: str, mentions: Iterable[Mention]) -> str:
    """The question with the names of documents taken out: what is left is its topic."""
    kept, at = [], 0
    for mention in mentions:
        kept.append(question[at : mention.start])
        at = mention.end
    return " ".join("".join([*kept, question[at:]]).split())


def _by_name(question: str, names: Names) -> list[Mention]:
    found = []
    for name, named in names.within(question).items():
        boundary = r"\b" if name.isascii() else ""
        for match in re.finditer(boundary + re.escape(name) + boundary, question, re.IGNORECASE):
            ids = _narrowed(question, match.start(), match.end(), named)
            found.append(Mention(match.start(), match.end(), ids))
    return found


def _by_word(question: str, documents: Sequence[Document]) -> list[Mention]:
    groups = ((DRAFT_WORDS, _drafts), (FINAL_WORDS, _finals), (NEWS_WORDS, _news))
    found = []
    for pattern, members in groups:
        group = members(documents) if pattern.search(question) else []
        for match in pattern.finditer(question):
            found.append(Mention(match.start(), match.end(), _narrowed(question, match.start(), match.end(), group)))
    for match in OF_A_YEAR.finditer(question):
        year = int(match["year"])
        dated = [item for item in documents if item.published and item.published.year == year]
        found.append(Mention(match.start(), match.end(), tuple(item.id for item in dated if _is_instrument(item))))
    for match in INSTRUMENT_WORDS.finditer(question):
        word = match.group()
        if word.isascii() and word[0].islower() and f"the {word}" not in question:
            continue
        titled = [
            item
            for item in documents
            if item.legal_status is not LegalStatus.DRAFT
            and (
                re.search(rf"\b{word}\b", item.title_in("en"), re.IGNORECASE)
                or INSTRUMENT_ZH.get(word, "\0") in item.title_in("zh")
                or (word in INTERPRETATIONS and item.kind is DocumentKind.INTERPRETATION)
            )
        ]
        found.append(Mention(match.start(), match.end(), _narrowed(question, match.start(), match.end(), titled)))
    return [mention for mention in found if mention.documents]


def _is_instrument(document: Document) -> bool:
    return document.legal_status is not LegalStatus.NEWS


def _drafts(documents: Sequence[Document]) -> list[Document]:
    return [item for item in documents if item.kind is DocumentKind.DRAFT]


def _finals(documents: Sequence[Document]) -> list[Document]:
    finals = {target for document in documents for target in document.related("finalised_by")}
    return [item for item in documents if item.id in finals or item.related("finalises")]


def _news(documents: Sequence[Document]) -> list[Document]:
    return [item for item in documents if item.kind is DocumentKind.NEWS]


def _narrowed(question: str, start: int, end: int, documents: Sequence[Document]) -> tuple[str, ...]:
    nearby = question[max(0, start - NEAR) : end + NEAR]
    years = {int(year) for year in YEAR.findall(nearby)}
    dated = [item for item in documents if item.published and item.published.year in years]
    return tuple(item.id for item in dated or documents)
