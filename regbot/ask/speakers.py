"""Who is asked about as a speaker: "What did the press report about the draft?" wants reports, not the draft."""

from __future__ import annotations

import re
from collections.abc import Sequence

from regbot.ask.mentions import NEWS_WORDS, Mention, without_mentions
from regbot.ask.support import single_tokens
from regbot.model import Document, DocumentKind

SPEECH = (
    r"(?:says?|said|saying|reports?|reported|reporting|writes?|wrote|written|write|tells?|told|claims?|claimed|states?|"
    r"stated|describes?|described|mentions?|mentioned|covers?|covered|quotes?|quoted|publish(?:es|ed)?|announced?)"
)
PEOPLE = re.compile(r"journalists?|reporters?", re.IGNORECASE)
ASKED = re.compile(r"\b(?:do|does|did|has|have|had)\s+(?:the\s+|any\s+)?(?:[\w-]+,?\s+){0,3}$", re.IGNORECASE)
SPEAKING = re.compile(rf"^(?:['’]s)?\s*,?\s*(?:[\w-]+,?\s+){{0,4}}?{SPEECH}\b", re.IGNORECASE)
ASCRIBED = re.compile(
    rf"\b(?:according to|per|in the words of)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+)?$|"
    rf"\b{SPEECH}\b[^?.]{{0,30}}\b(?:by|in)\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+and\s+)?$|[据照][^，。？]{{0,4}}$",
    re.IGNORECASE,
)
SPEAKING_ZH = re.compile(
    r"^[^，。？?]{0,20}?(?:怎么|如何|怎样|都)(?:报道|说|写|称|讲|描述)|^[^，。？?]{0,20}?(?:报道|说|写)了?(?:什么|哪些)"
)
SAID = re.compile(rf"\b{SPEECH}\b|\b(?:anything|something|rules?|texts?)\b|报道|怎么|说|写|称|讲", re.IGNORECASE)
"""What a question about a report says beside its subject."""


def speakers(text: str, mentions: Sequence[Mention], documents: Sequence[Document]) -> tuple[Mention, ...]:
    """The mentions of reports that `text` asks for the words of; empty when it asks for no report's words.

    An outlet named counts before the press in general; the press in general means the reports on what else is named.
    """
    if not mentions:
        return ()
    news = {item.id: item for item in documents if item.kind is DocumentKind.NEWS}
    asked = [item for item in mentions if set(item.documents) <= news.keys() and _speaks(text, item)]
    named = [item for item in mentions if set(item.documents) <= news.keys()] if asked else []
    outlets = [item for item in named if not NEWS_WORDS.fullmatch(text[item.start : item.end])]
    if outlets or not asked:
        return tuple(outlets)
    subjects = {document for item in mentions if item not in asked for document in item.documents}
    on = [document for document in asked[0].documents if subjects & set(news[document].related("reports_on"))]
    return (Mention(asked[0].start, asked[0].end, tuple(on) or asked[0].documents),)


def is_bystander(text: str, mention: Mention) -> bool:
    """Whether a mention of people who report is about what they do rather than about what they write."""
    return PEOPLE.fullmatch(text[mention.start : mention.end]) is not None and not _speaks(text, mention)


def is_at_large(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a question about a report leaves open what of it is wanted."""
    return not single_tokens(SAID.sub(" ", without_mentions(text, mentions)))


def _speaks(text: str, mention: Mention) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    return bool(
        (ASKED.search(before) and SPEAKING.search(after)) or ASCRIBED.search(before) or SPEAKING_ZH.search(after)
    )
