"""Text to search tokens: the one function used when indexing and when asking."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from regbot.parse.numerals import parse_chinese

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
SEGMENT = re.compile(
    rf"(?P<cjk>[{CJK}]+)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)"
    rf"|(?P<word>(?:(?![{CJK}\d_])\w)+(?:'(?:(?![{CJK}\d_])\w)+)*)"
)
PLAIN_SEGMENT = re.compile(
    r"(?P<cjk>(?!))|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)|(?P<word>[a-z]+(?:'[a-z]+)*)"
)
"""What `SEGMENT` finds in case-folded ASCII, without looking ahead at every letter."""
ASIAN = re.compile(rf"[{CJK}]")
QUANTITY = re.compile(
    r"(?P<digits>\d{1,9})(?P<unit>[万萬亿億])|(?P<signs>[〇零一二三四五六七八九十百千两兩]+)(?P<of>[万萬亿億]?)"
)
UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "": 1}
LONGEST = 64
LONGEST_QUESTION = 8_000

_STOP = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could did do does doing don't down during each few for from further had has have having he her here hers
him his how i i'm if in into is isn't it it's its itself just may me might more most must my no nor not of off
on once only or other our out over own same shall she should so some such than that that's the their theirs them
then there there's these they this those through to too under until up us very was we were what when where which
while who whom why will with would you your yours
can't won't shouldn't couldn't wouldn't mustn't doesn't didn't aren't wasn't weren't haven't hasn't hadn't
you're we're they're i've we've you've they've they'd you'd it'll they'll you'll he's she's what's who's where's how's let's
"""
STOP_WORDS = frozenset(_STOP.split())
"""Words a query does without, unless it holds nothing else."""
ASKING = re.compile(
    r"怎么办|怎么样|怎样|如何|为什么|为何|能不能|能否|可不可以|可以吗|可否|是不是|是否|有没有|应不应该|要不要|请问|我想知道"
)
"""What makes a Chinese sentence a question and says nothing of its subject."""

_stemming = Lock()


def tokens(text: str) -> list[str]:
    """Search tokens of `text`, in order, repeats kept; never raises.

    Case and Unicode compatibility forms are folded. A word gives its English stem and, joined by `_`, the pair with the
    word before it; a number stands whole, without thousands separators; a run of Chinese, Japanese or Korean gives
    each character and each two neighbours; 10万 and 十万 also give 100000. No token holds a space or a quotation mark.
    """
    folded = _folded(text)
    found: list[str] = []
    before = ""
    for match in _segment(folded).finditer(folded):
        kind, value = match.lastgroup, match.group()
        if kind == "cjk":
            found += value
            found += (value[index : index + 2] for index in range(len(value) - 1))
            before = ""
            continue
        token = value.replace(",", "") if kind == "number" else stem(value)
        found.append(token)
        if before:
            found.append(f"{before}_{token}")
        before = token
    return found + _quantities(folded)


def distinct_tokens(text: str) -> frozenset[str]:
    """The tokens of `text` without pairs of words, each once."""
    folded = _folded(text)
    words: set[str] = set()
    found: set[str] = set(_quantities(folded))
    for run, number, word in _segment(folded).findall(folded):
        if word:
            words.add(word)
        elif number:
            found.add(number.replace(",", ""))
        else:
            found.update(run)
            found.update(run[index : index + 2] for index in range(len(run) - 1))
    return frozenset(found.union(map(stem, words)))


def query_tokens(text: str, most: int) -> list[str]:
    """The distinct tokens of a question, at most `most`, without English stop words and pairs that hold one, and without
    what makes a Chinese sentence a question; with all of that where nothing else is left.

    A question is read up to 8,000 characters.
    """
    asked = text[:LONGEST_QUESTION]
    everything = list(dict.fromkeys(tokens(ASKING.sub(" ", asked)) or tokens(asked)))
    telling = [token for token in everything if _stop_stems().isdisjoint(token.split("_"))]
    return (telling or everything)[:most]


def is_minor(token: str) -> bool:
    """Whether a token only adds to others that stand for the same words: a pair, or a single Asian character."""
    return "_" in token or (len(token) == 1 and is_asian(token))


def is_asian(text: str) -> bool:
    """Whether `text` holds Chinese, Japanese or Korean characters."""
    return ASIAN.search(text) is not None


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The English stem of a case-folded word."""
    with _stemming:
        stemmed: str = _stemmer().stemWord(word[:LONGEST])
    return stemmed.replace("'", "") or word[:LONGEST].replace("'", "")


def _segment(folded: str) -> re.Pattern[str]:
    return PLAIN_SEGMENT if folded.isascii() else SEGMENT


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("’", "'")


def _quantities(folded: str) -> list[str]:
    if folded.isascii():
        return []
    found = []
    for match in QUANTITY.finditer(folded):
        if match["digits"]:
            found.append(str(int(match["digits"]) * UNITS[match["unit"]]))
        elif len(match.group()) > 1 and (count := parse_chinese(match["signs"])) is not None:
            found.append(str(count * UNITS[match["of"]]))
    return found


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in STOP_WORDS)
