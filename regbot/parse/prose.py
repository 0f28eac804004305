"""How running text differs from headings: sentences that run on over a line's end, references, titles."""

from __future__ import annotations

import re

BLANKS = " \t\u00a0\u2002\u2003\u2009\u3000"

_BEFORE_REFERENCES = """
    a an the this that these those such each any every in of to and or with under by from per for on at as than see both
    either neither nor pursuant between within into through article articles section sections paragraph paragraphs point
    points item items subsection subsections regulation chapter part title annex rule
"""
_AFTER_REFERENCES = """
    of and or to shall is are was were applies apply may must in which does do on as has have requires provides above
    below thereof also not would will can that for with by from under
"""
_FINITE_VERBS = """
    shall must may is are was were has have had will would means mean can cannot applies apply does do should includes
    include
"""
_RUN_ON_WORDS = frozenset(_BEFORE_REFERENCES.split())
_RUN_ON_CHINESE = re.compile(
    r"(?:[,(（，、《〈“和与或及至到的第]|依照|按照|根据|依据|违反|符合|适用|本法|本办法|本条例|(?<!基)本规定)$"
)
_LABELLED = re.compile(
    r"(?:\b(?:articles?|(?:sub-?)?paragraphs?|(?:sub-?)?sections?|points?|items?|clauses?)|[、《第]|[依按]照|根据|违反)$",
    re.IGNORECASE,
)
_REFERENCE_ENGLISH = frozenset(_AFTER_REFERENCES.split())
_FINITE = frozenset(_FINITE_VERBS.split())
_REFERENCE_CHINESE = re.compile(
    r"的|中的|中规定|之规定|所[称列指]|所规定|规定(?:的|了|情形|事项|条件|义务|范围|程序)|[、，。；）]"
    r"|[款项項](?:第|[（(]|规定|的)|(?:[和或及与至]|以及)?第[〇零一二三四五六七八九十百0-9０-９]{1,6}[条款项]"
)
_SENTENCE_PUNCTUATION = re.compile(r"[。；;，：:？?！!]|,$|[.．](?=\s|$)")
_WORD = re.compile(r"[A-Za-z]+")


def runs_on(line: str) -> bool:
    """Whether the sentence in `line` (stripped) plainly goes on below: it ends in "of the", "and", "，", "依照" …."""
    words = line[-40:].rsplit(None, 1)
    return bool(_RUN_ON_CHINESE.search(line[-4:])) or (len(words) == 2 and words[1] in _RUN_ON_WORDS)


def expects_label(line: str) -> bool:
    """Whether what follows `line` (stripped) is a label it refers to, and no list item: it ends in "paragraph" …."""
    return bool(_LABELLED.search(line[-14:]))


def continues_reference(words: str) -> bool:
    """Whether `words` (stripped) make the number in front of them a cross-reference: "of the Law", "规定的情形"."""
    if _REFERENCE_CHINESE.match(words):
        return True
    first = _WORD.match(words)
    return first is not None and first[0] in _REFERENCE_ENGLISH


def has_finite_verb(words: str) -> bool:
    """Whether an English sentence seems to stand in `words`, to go by its commonest verbs."""
    return any(word.lower() in _FINITE for word in _WORD.findall(words))


def is_title(words: str, longest: int) -> bool:
    """Whether `words` may be a title: not empty, `longest` code points at most, and no punctuation of a sentence."""
    return 0 < len(words) <= longest and not _SENTENCE_PUNCTUATION.search(words)
