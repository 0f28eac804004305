"""Misspelt words of a question, read as words of the corpus: only those that neither it nor ordinary English has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rapidfuzz.distance import OSA

from regbot.index.catalogue import Catalogue
from regbot.index.postings import fetch, occurrences
from regbot.index.retrieve import Index
from regbot.index.tokens import STOP_WORDS, stem

WORD = re.compile(r"(?<![\w@./-])[A-Za-z]{3,24}(?![\w@./-])")
QUESTION_WORDS = ("what", "when", "where", "which", "who", "whom", "why", "how")
INTENT_WORDS = frozenset(
    (
        *QUESTION_WORDS,
        "the",
        "deadline",
        "comment",
        "comments",
        "consultation",
        "draft",
        "measures",
        "force",
        "effect",
        "changed",
        "changes",
        "between",
        "published",
        "issued",
        "article",
        "articles",
        "does",
        "did",
        "say",
        "about",
    )
)
"""What the rules that read questions look for, beside the corpus's own words."""
LONG = 10
SHORT = 4
"""Words of so many letters may be two slips away from what was meant; of fewer than the second, only question words."""
REPLACED = 5
"""In words of at most so many letters none is taken to stand for another: "gait" is not "gain"."""
ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "'s")
PREFIXES = ("re", "un", "non", "pre", "mis", "over", "sub", "out")
CONTRACTED = "nt"
"""How a negation ends that is written without its apostrophe: "shouldnt"."""
SURFACE = re.compile(r"[A-Za-z]+")
READ = 24
"""So many texts are read to see how a word of the corpus is written."""
APOSTROPHE = re.compile(r"(?<=[A-Za-z])[’ʼ＇](?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read: `slips` are pairs of a word as written and as read."""

    text: str
    slips: tuple[tuple[str, str], ...] = ()


def spelt(text: str, index: Index) -> Reading:
    """`text` with its misspelt words put right, and apostrophes as keyboards have them.

    A word is misspelt when neither the corpus nor the model's English has it, and a word of the corpus is a slip or, if
    it is long, two away. What is written like a name is left alone.
    """
    text = APOSTROPHE.sub("'", text)
    slips: dict[str, str] = {}
    for match in WORD.finditer(text):
        word = match.group()
        if _is_written_as_name(text, match) or word in slips:
            continue
        meant = _meant(word.casefold(), index, opens=not text[: match.start()].strip())
        if meant:
            slips[word] = meant
    if not slips:
        return Reading(text)
    return Reading(WORD.sub(lambda match: slips.get(match.group(), match.group()), text), tuple(slips.items()))


def _is_written_as_name(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    begins = not re.search(r"\w", text[: match.start()]) or re.search(r"[.?!:]\s+$", text[: match.start()]) is not None
    return word[1:] != word[1:].lower() or (word[0].isupper() and not begins)


def _meant(word: str, index: Index, *, opens: bool) -> str:
    if word.removesuffix(CONTRACTED) in STOP_WORDS or f"{word[:-1]}'t" in STOP_WORDS:
        return ""
    if word in INTENT_WORDS or occurrences(index.catalogue, [stem(word)]):
        return ""
    if opens and (close := _nearest(word, QUESTION_WORDS, 1)):
        return close
    if _is_english(word, index):
        return ""
    function = _nearest(word, sorted(STOP_WORDS | INTENT_WORDS), 1)
    if len(word) < SHORT or function:
        return function
    return _of_corpus(word, index.catalogue)


def _is_english(word: str, index: Index) -> bool:
    stems = (word[: -len(ending)] for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= SHORT)
    roots = (word[len(start) :] for start in PREFIXES if word.startswith(start) and len(word) - len(start) >= SHORT)
    return any(index.meaning.has(form) for form in (word, *stems, *roots))


def _of_corpus(word: str, catalogue: Catalogue) -> str:
    """The word of the corpus that was meant, as it is written there; empty when none is near."""
    slips = 2 if len(word) >= LONG else 1
    tokens = _tokens(catalogue, word[0])
    near = [token for token in tokens if OSA.distance(stem(word), token, score_cutoff=slips + 1) <= slips + 1]
    written = {form: tokens[token] for token in near for form in _forms(catalogue, token)}
    ranked = sorted(
        (OSA.distance(word, form), not _is_within(word, form), -amount, form)
        for form, amount in written.items()
        if len(word) > REPLACED or _is_within(word, form) or _is_within(form, word)
    )
    return ranked[0][3] if ranked and ranked[0][0] <= slips else ""


def _nearest(word: str, words: Iterable[str], slips: int) -> str:
    """Of `words` the one at most `slips` away that keeps the first letter and every letter written."""
    near = [item for item in words if item[0] == word[0] and OSA.distance(word, item, score_cutoff=slips) <= slips]
    return min((item for item in near if _is_within(word, item)), key=len, default="")


def _is_within(word: str, form: str) -> bool:
    """Whether `form` has every letter of `word`: letters are dropped and swapped more often than replaced."""
    left = list(form)
    for letter in word:
        if letter not in left:
            return False
        left.remove(letter)
    return True


def _tokens(catalogue: Catalogue, letter: str) -> dict[str, int]:
    """The single words of the corpus, as stems, that begin with `letter`, and in how many texts each stands."""
    known = _stems.setdefault(catalogue, {})
    if letter not in known:
        sql = "SELECT token, amount FROM postings WHERE token >= ? AND token < ? AND instr(token, '_') = 0"
        known[letter] = dict(catalogue.fetch(sql, (letter, chr(ord(letter) + 1))))
    return known[letter]


def _forms(catalogue: Catalogue, token: str) -> tuple[str, ...]:
    known = _surfaces.setdefault(catalogue, {})
    if token not in known:
        known[token] = tuple(dict.fromkeys(_written(catalogue, token)))
    return known[token]


def _written(catalogue: Catalogue, token: str) -> Iterator[str]:
    for texts, _ in fetch(catalogue, [token]).values():
        for provision in catalogue.texts([int(text) for text in texts[:READ]]).values():
            terms = " ".join(term for some in provision.terms.values() for term in some)
            words = SURFACE.findall(f"{provision.text} {provision.heading} {terms}")
            yield from (word.casefold() for word in words if stem(word.casefold()) == token)


_stems: WeakKeyDictionary[Catalogue, dict[str, dict[str, int]]] = WeakKeyDictionary()
_surfaces: WeakKeyDictionary[Catalogue, dict[str, tuple[str, ...]]] = WeakKeyDictionary()
"""What was read of each catalogue in use, once."""
