"""What a question takes for granted of a document's status, and what a day it names changes about the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regbot.ask.composer import Composer
from regbot.ask.mentions import Names, find_mentions
from regbot.ask.phrases import day_of, name_of, say, status_of
from regbot.model import AsOf, Document, LegalStatus
from regbot.parse.dates import find_dates

INTO_FORCE = (
    r"(?:became (?:binding )?law|(?:had |has )?become law|took effect|ha[sd] taken effect|came into (?:force|effect)|"
    r"(?:had|has) come into (?:force|effect)|entered into (?:force|effect)|(?:was|were) (?:enacted|passed into law)|"
    r"(?:is|are|was|were) (?:now |already )?(?:law|in force|binding))"
)
PREMISES = (
    re.compile(rf"\b(?:since|after|now that|because|given that)\s+(?P<claim>[^,?]*?\b{INTO_FORCE}\b[^,?]*),?\s*", re.I),
    re.compile(r"(?P<claim>[^，。？?]*?(?:生效|施行|成为法律|实施)[^，。？?]{0,8}?)(?:之后|以后|以来|后)[，,]?"),
)
UNTIL = re.compile(
    r"\b(?:before|prior to|until|up to)\s+(?P<day>[\w ,]*?(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?)|"
    r"(?P<tag>(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?)(?:之前|以前|前)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Premise:
    """A claim about when `document` took force that its data do not bear out; `rest` is the question without it."""

    document: Document
    rest: str

    def correct(self, composer: Composer, finals: Sequence[Document]) -> None:
        """Say what is true instead: that a draft never took effect and what it became, or since when a rule is in force."""
        lang, name = composer.lang, name_of(self.document, composer.lang)
        day = composer.status_day(self.document)
        begins = self.document.effective_on(day)
        if begins:
            phrase = "effective" if begins <= day else "effective_future"
            composer.state(say(lang, phrase, name=name, day=day_of(begins, lang)))
            return
        composer.state(say(lang, "never_effective", name=name))
        for final in finals:
            status = status_of(final, day, lang)
            composer.state(say(lang, "finalised", draft=name, final=name_of(final, lang), status=status))


def false_premise(text: str, documents: Sequence[Document], names: Names, as_of: AsOf) -> Premise | None:
    """The claim in `text` that a draft took force, or a rule on another day than it did, as far as was known at `as_of`.

    None when there is none.
    """
    match = next(filter(None, (pattern.search(text) for pattern in PREMISES)), None)
    if not match:
        return None
    held = {document.id: document for document in documents}
    named = find_mentions(match["claim"], documents, names) or find_mentions(text, documents, names)
    group = [held[item] for mention in named[:1] for item in mention.documents]
    group = [item for item in group if item.related("finalised_by")] or group
    stated = find_dates(match["claim"])
    wrong = [item for item in group if _is_wrong(item, match["claim"], stated, as_of)]
    if not wrong or len(wrong) < len(group):
        return None
    rest = f"{text[: match.start()]}{text[match.end() :]}".strip(" ,，")
    return Premise(wrong[0], rest) if rest else None


def last_day(text: str) -> date | None:
    """The last day of "before 1 June 2025" or "before June 2025"; None when the question names no such time."""
    match = UNTIL.search(text)
    stated = find_dates(match["day"] or match["tag"]) if match else []
    if match and not stated:
        year = re.search(r"(?:19|20)\d\d", match.group())
        stated = [date(int(year.group()), 1, 1)] if year else []
    return date.fromordinal(stated[0].toordinal() - 1) if stated else None


def note_of_time(composer: Composer, text: str) -> None:
    """Say which of the rules quoted were not in force on the last day that the question asks about."""
    day = last_day(text)
    for document in {item.document.id: item.document for item in composer.used}.values() if day else ():
        begins = document.effective_on(composer.status_day(document))
        if begins and day and begins > day:
            values = {"name": name_of(document, composer.lang), "day": day_of(begins, composer.lang)}
            composer.note(say(composer.lang, "not_before", **values))


def _is_wrong(document: Document, claim: str, stated: Sequence[date], as_of: AsOf) -> bool:
    begins = document.effective_on(as_of.date_in(document.timezone))
    if document.legal_status is LegalStatus.DRAFT and not document.effective:
        return True
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", claim)}
    if not begins or not years:
        return False
    if begins.year not in years:
        return True
    return bool(stated) and all((day.year, day.month) != (begins.year, begins.month) for day in stated)
