"""Taking a publisher's document into the corpus: a new version only where the text of a provision changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from regbot.corpus.markdown import read_version, write_version
from regbot.corpus.store import Corpus, replace_file
from regbot.errors import CorpusError, UnknownRefError
from regbot.model import Document, Provision, TextKind, Version
from regbot.parse.text import clean

LEAST_SHARE, LARGE = 0.3, 2_000
"""A text of at least LARGE characters that shrinks below LEAST_SHARE of what it was is not believed."""

_CJK_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")
_EID = re.compile(r"[\s{}#]+")


class Effect(StrEnum):
    """What taking in a document did. `updated` is metadata alone, `changed` a new version."""

    NEW = "new"
    CHANGED = "changed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Absorbed:
    """The effect on `document` of the corpus; `versions` are those written, `note` a sentence worth telling or empty."""

    effect: Effect
    document: str
    versions: tuple[Version, ...] = ()
    note: str = ""


class ShrunkError(CorpusError):
    """A text is suddenly much shorter than it was."""

    default_hint = "compare the page with `regbot show`; if it is right, run `regbot refresh SOURCE --force`"


def absorb(
    corpus: Corpus,
    document: Document,
    versions: Sequence[Version],
    *,
    today: date,
    target: str = "",
    force: bool = False,
    dry_run: bool = False,
) -> Absorbed:
    """Store `document` with `versions`, or, under the id `target`, only its texts beside those of the document there.

    Versions that the corpus holds with the same words stay as they are. A text that changed gets the publisher's date for
    it, or `today` when that date is taken. The corpus has one text a day: a later one of the same day takes its place, and
    the earlier is kept beside it (`Corpus.keep_replaced`). With `dry_run` nothing is written. Raises CorpusError,
    ShrunkError.
    """
    name = target or document.id
    try:
        held, present = corpus.versions(name), corpus.document(name)
    except UnknownRefError:
        held, present = (), None
    incoming = [_storable(version, name) for version in versions]
    planned, notes = _plan(held, incoming, today, curated=bool(target), force=force)
    if present is None:
        effect, merged = Effect.NEW, document
    else:
        merged = _completed(present, held, planned) if target else _merged(present, document)
        effect = Effect.CHANGED if planned else Effect.UPDATED if merged != present else Effect.UNCHANGED
    dates = {(version.date, version.lang) for version in held}
    replaced = [version for version in planned if (version.date, version.lang) in dates]
    notes += [
        f"A later text of {item.date} took the place of the earlier one, which was kept beside it." for item in replaced
    ]
    if effect is not Effect.UNCHANGED and not dry_run:
        for version in replaced:
            corpus.keep_replaced(version)
        _write(corpus, merged, planned, texts_alone=merged is present)
    return Absorbed(effect, name, tuple(planned), " ".join(notes))


def same_text(one: Version, other: Version) -> bool:
    """Whether two versions say the same, however lines and spaces are set."""
    return _signature(one) == _signature(other)


def _signature(version: Version) -> list[tuple[str, str, str]]:
    return [(item.eid, _words(item.heading), _words(item.text)) for item in version.provisions if not item.gap]


def _words(text: str) -> str:
    return _CJK_GAP.sub("", " ".join(text.split()))


def _plan(
    held: Sequence[Version], incoming: Sequence[Version], today: date, *, curated: bool, force: bool
) -> tuple[list[Version], list[str]]:
    """The versions to write, and what is worth telling about them."""
    planned: list[Version] = []
    notes: list[str] = []
    for lang in dict.fromkeys(version.lang for version in incoming):
        known = [version for version in held if version.lang == lang]
        *earlier, newest = sorted((version for version in incoming if version.lang == lang), key=lambda item: item.date)
        dates = {version.date for version in known}
        planned += [version for version in earlier if version.date not in dates]
        if not known:
            planned.append(_with_topics(newest, held))
            continue
        latest = known[-1]
        if same_text(latest, newest):
            continue
        if latest.kind is not TextKind.OFFICIAL and newest.kind is TextKind.OFFICIAL:
            official = _with_topics(newest, held)
            planned.append(official)
            continue
        if curated and latest.kind is TextKind.OFFICIAL and newest.date <= latest.date:
            notes.append(_difference(latest, newest))
            continue
        _check_length(latest, newest, force)
        planned.append(_dated(known, _with_topics(newest, held), today))
    return planned, notes


def _dated(known: Sequence[Version], newest: Version, today: date) -> Version:
    """`newest` under a date of its own where there is one; else under the date of the text whose place it takes."""
    latest = known[-1].date
    if newest.date > latest:
        return newest
    return _on(newest, max(today, latest))


def _on(version: Version, day: date) -> Version:
    provisions = tuple(replace(item, version=day) for item in version.provisions)
    return replace(version, date=day, provisions=provisions)


def _with_topics(version: Version, held: Sequence[Version]) -> Version:
    """`version` with the topics that another text of the document gives the same provisions."""
    topics = {item.eid: item.topics for item in chain.from_iterable(other.provisions for other in held) if item.topics}
    provisions = tuple(replace(item, topics=item.topics or topics.get(item.eid, ())) for item in version.provisions)
    return replace(version, provisions=provisions)


def _check_length(old: Version, new: Version, force: bool) -> None:
    before, after = (sum(len(item.text) for item in version.provisions) for version in (old, new))
    if not force and before >= LARGE and after < before * LEAST_SHARE:
        raise ShrunkError(f"{new.document}: the text shrank from {before:,} to {after:,} characters; it was not stored")


def _difference(held: Version, other: Version) -> str:
    ours, theirs = ({item.eid: _words(item.text) for item in version.provisions} for version in (held, other))
    eids = [eid for eid in {**ours, **theirs} if ours.get(eid) != theirs.get(eid)]
    shown = ", ".join(eids[:5]) + (" …" if len(eids) > 5 else "")
    return f"The official text of {held.date} that the corpus holds was kept; the publisher's differs in {shown}."


def _merged(present: Document, document: Document) -> Document:
    """`document` as its publisher has it now, with what maintainers added to the one in the corpus."""
    relations = {(item.type, item.target): item for item in (*present.relations, *document.relations)}
    return replace(
        document,
        jurisdiction=present.jurisdiction,
        title={**present.title, **document.title},
        short_title=document.short_title or present.short_title,
        topics=tuple(dict.fromkeys((*present.topics, *document.topics))),
        aliases=tuple(dict.fromkeys((*present.aliases, *document.aliases))),
        relations=tuple(relations.values()),
        links=tuple(dict.fromkeys((*present.links, *document.links))),
        consultation=document.consultation or present.consultation,
    )


def _storable(version: Version, document: str) -> Version:
    """`version` as it reads after being written: clean text, each eid once. Raises CorpusError when words would be lost."""
    taken: set[str] = set()
    provisions = []
    for item in version.provisions:
        text = clean(item.text).text.strip("\n")
        if not (text.strip() or item.label or item.heading):
            continue
        eid = _free(_EID.sub("-", item.eid) or "body", taken)
        provisions.append(replace(_one_line(item), document=document, version=version.date, eid=eid, text=text))
    stored = replace(version, document=document, provisions=tuple(provisions))
    read = read_version(document, write_version(stored), document)
    if [(item.eid, item.text) for item in read.provisions] != [(item.eid, item.text) for item in provisions]:
        raise CorpusError(f"{document} cannot be stored without loss", "report this, with the document's address")
    return stored


def _free(eid: str, taken: set[str]) -> str:
    name, count = eid, 1
    while name in taken:
        count += 1
        name = f"{eid}-dup{count}"
    taken.add(name)
    return name


def _one_line(item: Provision) -> Provision:
    label, heading = (" ".join(clean(words).text.replace("-->", "—>").split()) for words in (item.label, item.heading))
    return replace(item, label=label, heading=heading)


def _completed(present: Document, held: Sequence[Version], planned: Sequence[Version]) -> Document:
    """`present`, no longer called incomplete once an official text has every provision that it was known to lack."""
    missing = {item.eid for version in held for item in version.provisions if item.gap}
    for version in planned:
        if present.incomplete and missing and version.kind is TextKind.OFFICIAL:
            missing -= {item.eid for item in version.provisions if item.text}
            if not missing:
                return replace(present, incomplete="")
    return present


def _write(corpus: Corpus, document: Document, versions: Sequence[Version], *, texts_alone: bool) -> None:
    """Store `versions`, and the metadata too unless it is to stay as its maintainers wrote it."""
    if not texts_alone:
        corpus.save(document, versions)
        return
    folder = corpus.root / document.jurisdiction / document.id
    for version in versions:
        replace_file(folder / f"{version.date.isoformat()}.{version.lang}.md", write_version(version))
