"""A question, understood: what it wants, of which documents, about what, and how it hangs on the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from regbot.ask.expects import Expected, expected_in
from regbot.ask.intents import CHANGE_WORDS, Intent, intent_of
from regbot.ask.mentions import Mention, Names, find_mentions, without_mentions
from regbot.ask.places import law_asked, without_places
from regbot.ask.speakers import is_at_large, is_bystander, speakers
from regbot.ask.support import single_tokens
from regbot.model import IMPORTED, Document
from regbot.parse.provisions import parse_reference
from regbot.parse.sentences import language_of, split_sentences

FOLLOWS = re.compile(
    r"^\W*(?:and|but|so|then|ok(?:ay)?,?|what about|how about|what of|same for|is that|are those|does (?:it|that|"
    r"this)|do they|who|why|since when|in the|under the|for)\b|^(?:那么?|还有|而|但|然后|这|它|那个)|呢[？?]?$",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|there|the same)\b|它|这(?:个|条|些|项)?|那(?:个|条|些)?|其",
    re.IGNORECASE,
)
REFERS_BACK = re.compile(r"\b(?:it|its|they|them|their)\b|它|其", re.IGNORECASE)
"""Stands for something in the part of the question before."""
QUOTED = re.compile(r"[‘“\"「『](.{4,80}?)[’”\"」』]|(?<!\w)'(.{4,80}?)'(?!\w)")
A_TEXT = re.compile(
    r"\b(?:drafts?|rules?|laws?|regulations?|texts?|documents?|notices?|it|this|that|these|those|them)\b|"
    r"办法|规定|稿|法|草案|文件|解释|通知|公告|这|它|该",
    re.IGNORECASE,
)
"""Whoever asks who issued something that is no text asks about content."""
CHECKS_A_REPORT = re.compile(
    r"\b(?:right|wrong|correct(?:ly)?|incorrect|accurate(?:ly)?|inaccurate|true|false|overstat\w*|exaggerat\w*|mistaken|"
    r"mislead\w*|fact.?check)\b|准确|属实|夸大|有误|说得对|对不对|正确",
    re.IGNORECASE,
)
"""Asks whether a report tells it as it is."""
COMMENTING = (Intent.DEADLINE, Intent.CHANNELS, Intent.CONSULTATIONS)
OF_ONE = (Intent.ISSUER, Intent.DATED, Intent.EFFECTIVE)
"""What is asked of the data of one document, so that several of it can be answered one after the other."""
FEW = 6
RULES_READ = 300
TWO_TOPICS = (
    re.compile(
        r"\b(?:do|does|did|are|is)\s+(?P<one>.{8,}?)\s+(?:match|mirror|equal|contradict|conflict with|correspond to|"
        r"differ from|the same as|different from|stricter than|looser than)\s+(?P<two>.{8,})",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:between|compare)\s+(?P<one>.{4,}?)\s+(?:and|with)\s+(?P<two>.{4,})", re.IGNORECASE),
    re.compile(
        r"(?P<one>[^，,]{4,}?)(?:和|与|跟)(?P<two>[^，,]{4,}?)(?:一样|相同|一致|相符|有什么不同|有何区别|的区别)"
    ),
)
JOINED = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:what|who|how|when|where|which|why|do|does|did|is|are|must|can|may|should)\b)|[；;]\s*|"
    r"，(?=(?:谁|怎么|如何|什么|多久|多少|哪))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be answered.

    `topic` is the question without the names of documents, `topics` its parts to be looked up one by one; `documents`
    holds one group of ids for each document named, several where the name fits several; `eids` the provisions named;
    `scope` the documents that a question keeps to when it names none: of the place it asks about, or of the answer before.
    `of_reports`: it asks what the news documents it
    names say of a matter; `at_large`: and leaves open what of it is wanted. `also`: what its further parts want of the same
    documents' data.
    """

    text: str
    lang: str
    intent: Intent
    topic: str
    topics: tuple[str, ...]
    mentions: tuple[Mention, ...]
    documents: tuple[tuple[str, ...], ...]
    eids: tuple[str, ...]
    expected: Expected | None
    scope: tuple[str, ...] = ()
    of_reports: bool = False
    at_large: bool = False
    also: tuple[Intent, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Every document the question may mean by name; empty when it names none."""
        return frozenset(document for group in self.documents for document in group)


@dataclass(slots=True)
class Thread:
    """What a conversation has been about so far."""

    topic: str = ""
    intent: Intent = Intent.CONTENT
    documents: tuple[tuple[str, ...], ...] = ()
    scope: tuple[str, ...] = ()
    eids: tuple[str, ...] = ()
    turns: list[str] = field(default_factory=list)


def understand(text: str, documents: Sequence[Document], thread: Thread, names: Names | None = None) -> Question:
    """The question `text` read against the documents there are (and their `names`) and the conversation so far."""
    names = names or Names(documents)
    lang = language_of(text)
    text = _condensed(text)
    mentions = find_mentions(text, documents, names)
    references = parse_reference(text, lang)
    eids = tuple(dict.fromkeys(reference.eid for reference in references))
    mentions = tuple(item for item in mentions if not is_bystander(text, item))
    told = () if CHECKS_A_REPORT.search(text) else speakers(text, mentions, documents)
    if told:
        question = _of_reports(text, lang, mentions, told)
        return _continued(question, thread) if thread.turns else question
    topic = without_mentions(text, mentions)
    if mentions:
        topic = _quoted(topic) or topic
    topic, places = without_places(topic, names.jurisdictions)
    intent = _intent(text, mentions, eids)
    question = Question(
        text=text,
        lang=lang,
        intent=intent,
        topic=topic,
        topics=tuple(without_places(part, places)[0] for part in _parts(text, topic, mentions)),
        mentions=mentions,
        documents=tuple(dict.fromkeys(mention.documents for mention in mentions)),
        eids=eids,
        expected=expected_in(topic),
        scope=_documents_of((places | law_asked(text)) & names.jurisdictions, documents, names),
        also=_also(text, intent),
    )
    return _continued(question, thread) if thread.turns else question


def _documents_of(places: frozenset[str], documents: Sequence[Document], names: Names) -> tuple[str, ...]:
    """The documents of the places named, and those imported, of which nothing says whose they are; none where that is all."""
    known = {*places, IMPORTED}
    if not places or names.jurisdictions <= known:
        return ()
    return tuple(item.id for item in documents if item.jurisdiction.partition("-")[0] in known)


def _of_reports(text: str, lang: str, mentions: tuple[Mention, ...], told: tuple[Mention, ...]) -> Question:
    topic = without_mentions(text, told)
    return Question(
        text=text,
        lang=lang,
        intent=Intent.CONTENT,
        topic=topic,
        topics=(topic,),
        mentions=mentions,
        documents=tuple(dict.fromkeys(mention.documents for mention in told)),
        eids=(),
        expected=expected_in(topic),
        of_reports=True,
        at_large=is_at_large(text, mentions),
    )


def _intent(text: str, mentions: Sequence[Mention], eids: Sequence[str]) -> Intent:
    parts = JOINED.split(text)
    asked = {intent_of(part, names_provision=bool(eids)) for part in parts}
    if asked == {Intent.DEADLINE, Intent.CHANNELS}:
        return Intent.CHANNELS
    intent = asked.pop() if len(parts) == 1 else intent_of(text, names_provision=bool(eids))
    if intent is Intent.ISSUER and not mentions and not A_TEXT.search(text):
        return Intent.CONTENT
    return intent


def _also(text: str, first: Intent) -> tuple[Intent, ...]:
    asked = [intent_of(part, names_provision=False) for part in JOINED.split(text)] if first in OF_ONE else []
    return tuple(intent for intent in dict.fromkeys(asked) if intent in OF_ONE and intent is not first)


def _condensed(text: str) -> str:
    """Beginning and end of a long text: people tell their story first and ask at the end, and rules read no more."""
    return text if len(text) <= 2 * RULES_READ else f"{text[:RULES_READ]} {text[-RULES_READ:]}"


def _quoted(topic: str) -> str:
    """The phrases in quotation marks: where documents are named, the question turns on their words."""
    quoted = (match[1] or match[2] for match in QUOTED.finditer(topic))
    return " ".join(phrase for phrase in quoted if len(single_tokens(phrase)) > 1)


def _continued(question: Question, thread: Thread) -> Question:
    of_that = question.intent is Intent.CHANGES and POINTS_BACK.search(question.text) is not None
    telling = single_tokens(CHANGE_WORDS.sub(" ", question.topic) if of_that else question.topic)
    short = len(telling) <= FEW
    follows = short and (
        FOLLOWS.search(question.text) is not None
        or POINTS_BACK.search(question.text) is not None
        or (not telling and not question.eids)
    )
    if not follows:
        return question
    shown = thread.intent is Intent.PROVISION and not telling
    if shown and question.documents and not question.eids:
        return _elsewhere(question, thread)
    intent = question.intent
    if intent is Intent.CONTENT and thread.intent in COMMENTING:
        intent = intent_of(POINTS_BACK.sub("comments", question.text), names_provision=bool(question.eids))
    if intent is Intent.CONTENT and not telling and thread.intent is not Intent.PROVISION:
        intent = thread.intent
    topic = question.topic if telling else thread.topic or question.topic
    return replace(
        question,
        intent=intent,
        topic=topic,
        topics=(topic,),
        documents=question.documents if question.documents or intent is Intent.CONTENT else thread.documents,
        eids=question.eids or (thread.eids if intent is Intent.PROVISION or (of_that and shown) else ()),
        scope=question.scope or thread.scope,
    )


def _elsewhere(question: Question, thread: Thread) -> Question:
    """Another document's answer to the provisions shown last: what became of them there, or where they came from."""
    documents = tuple(dict.fromkeys((*thread.documents, *question.documents)))
    return replace(question, intent=Intent.CHANGES, documents=documents, eids=thread.eids, scope=thread.scope)


def _parts(text: str, topic: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    for pattern in TWO_TOPICS:
        match = pattern.search(topic)
        if match and all(len(single_tokens(part)) > 1 for part in match.groups()):
            return match["one"], match["two"]
    if len(mentions) > 1:
        return (topic,)
    sentences = [text[item.start : item.end] for item in split_sentences(text)]
    asked = [
        part for sentence in sentences if sentence.rstrip().endswith(("?", "？")) for part in JOINED.split(sentence)
    ]
    told = " ".join(sentence for sentence in sentences if not sentence.rstrip().endswith(("?", "？")))
    telling = [" ".join(part.split()) for part in asked if len(single_tokens(part)) > 1]
    if told or len(telling) < 2:
        return (topic,)
    return tuple(
        f"{telling[at - 1]} {part}" if at and REFERS_BACK.search(part) else part for at, part in enumerate(telling)
    )
