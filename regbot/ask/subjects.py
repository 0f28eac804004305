"""What a question says that the draft or rule it means is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from regbot.ask.abstain import Refusal
from regbot.ask.phrases import name_of
from regbot.ask.support import single_tokens, spaced_matter
from regbot.ask.understand import Question
from regbot.index.tokens import stem
from regbot.index.wordsets import among
from regbot.model import Document

TEXT = r"(?:drafts?|rules?|regulations?|consultations?|proposals?|measures|bills?|laws?|guidelines?|standards?)"
WORD = r"(?!(?:is|was|are|were|that|which|to|and|or|by|on|in|at|from|of|the|a|an|it|this|close[sd]?|ends?)\b)[A-Za-z][\w-]*"
ABOUT = re.compile(
    rf"\b(?:(?:{TEXT})\s+(?:on|about|regarding|concerning)|(?:drafts?|proposals?|consultations?|period)\s+for)\s+"
    rf"(?:the\s+|a\s+|an\s+)?(?=(?P<after>{WORD}(?:\s+{WORD}){{0,3}}))|"
    rf"\b(?:the|a|on|about|for)\s+(?P<before>{WORD}(?:\s+{WORD}){{0,3}}?)\s+{TEXT}\b|"
    r"关于(?P<zh>[\u4e00-\u9fff]{2,16}?)的?(?:征求意见|草案|意见稿)|"
    r"^(?P<first>[\u4e00-\u9fff]{2,16}?)的?(?:草案|征求意见稿|意见稿)",
    re.IGNORECASE,
)
GENERAL_WORDS = (
    "comment public consultation draft drafts rule rules regulation proposal measures law period deadline final new "
    "old proposed latest current recent open closed first last next other same whole entire official chinese china "
    "second third revised original earlier later previous interim trial provisional commenting feedback"
)
GENERAL = frozenset(map(stem, GENERAL_WORDS.split()))
"""Said of any draft or rule: tells none from another."""
GENERAL_ZH = re.compile(r"[这那该此本上下]|新|哪|什么|公开|征求|意见|正式|管理|规定|办法|法律|法规")


def not_held(question: Question, documents: Sequence[Document]) -> Refusal | None:
    """The refusal of a question about a text on something that is in no name of `documents`, those it may mean."""
    for match in ABOUT.finditer(question.text):
        words = next(filter(None, match.groups()))
        wanted = _telling(words)
        if wanted and documents and not any(among(wanted, spaced_matter(item)) for item in documents):
            return _refused(words, question, documents)
    return None


def _telling(words: str) -> set[str]:
    if not words.isascii():
        return set(single_tokens(GENERAL_ZH.sub(" ", words)))
    return {token for token in single_tokens(words) if token not in GENERAL and not token.isdigit()}


def _refused(words: str, question: Question, documents: Sequence[Document]) -> Refusal:
    held = [name_of(item, question.lang) for item in documents[:4]]
    if question.lang == "zh":
        names = "、".join(f"《{name}》" for name in held)
        return Refusal(f"从标题和主题看，语料库没有关于“{words}”的文件，只有{names}。")
    return Refusal(f"By its titles and topics the corpus holds nothing on “{words}”, only the {', the '.join(held)}.")
