"""A comment as a Markdown file that a person may edit in any editor, both ways.

`key: value` lines between two `---`, then a section for each part, then one for each point. The order is free and any part
may be missing. Text under a heading that regbot does not know is kept in the notes. A line of text that begins with `#`
is written with a backslash before it, as Markdown has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from regbot.draft.comment import Anchor, Comment, Point, Position, Sent
from regbot.draft.file_reader import Part, Reader, items
from regbot.draft.headings import (
    ALWAYS,
    BEFORE_POINTS,
    IN_POINT,
    NO,
    POSITIONS,
    SECTIONS,
    SENDERS,
    YES,
    point_title,
)
from regbot.errors import DraftError
from regbot.sanitise import one_line, plain

UNPINNED = date.min
"""The version of an anchor that a person wrote by hand, without saying which version they quote."""

TEXTS = ("worry", "standing", "opening", "closing", "contact", "disclosure", "template", "notes")
FRONT = ("consultation", "lang", "title", "sender", "name", "channel", "own_views", "practice", "created")
LINES = ("consultation", "lang", "title", "name", "channel")
LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
REF = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}#[^\s#{}]{1,200}")
SHA256 = re.compile(r"[0-9a-f]{64}")
QUOTED = re.compile(
    r"(?P<version>\d{4}-\d{2}-\d{2})[\s,]+(?P<lang>[A-Za-z-][\w-]{1,30})(?:[\s,]+(?P<sha256>[0-9a-f]{64}))?"
)
SENT = re.compile(
    r"(?P<at>\S+) by (?P<channel>.*?); sha256 (?P<sha256>[0-9a-f]{64}|-)(?:; tracking (?P<tracking>.*))?",
)
HEADING_LIKE = re.compile(r"^([ \t]*)(\\*#)", re.MULTILINE)


def write_comment(comment: Comment) -> str:
    """The file's text, which `read_comment` turns back into `cleaned(comment)`."""
    comment = cleaned(comment)
    values = {name: getattr(comment, name) for name in FRONT}
    lines = ["---", *(f"{name}: {_written(value)}".rstrip() for name, value in values.items()), "---", ""]
    names = {heading.part: heading.in_language(comment.lang) for heading in (*SECTIONS, *IN_POINT)}
    for part in BEFORE_POINTS:
        lines += _section("##", names[part], _listed_or_text(getattr(comment, part)))
    for number, point in enumerate(comment.points, 1):
        lines += _point(point, point_title(point.id, number, comment.lang), names)
    for heading in SECTIONS:
        text = _listed_or_text(getattr(comment, heading.part)) if heading.part != "sent" else _sendings(comment.sent)
        if heading.part not in BEFORE_POINTS and (text or heading.part in ALWAYS):
            lines += _section("##", names[heading.part], text)
    return "\n".join(lines).rstrip("\n") + "\n"


def read_comment(text: str, draft_id: str, where: str) -> Comment:
    """The comment in a file's text; `where` names the file in errors.

    Raises DraftError, with the line, for a value that cannot be understood.
    """
    reader = Reader(plain(text), where)
    front, unknown = reader.front(FRONT)
    if "consultation" not in front or not front["consultation"][1]:
        raise DraftError(
            f"{where}: line 1: it does not say which consultation it is about",
            "begin the file with a line `---`, a line `consultation: ID`, and a line `---`",
        )
    comment = _with_front(Comment(draft_id, "", "en"), front, reader)
    kept = [*unknown]
    texts: dict[str, list[str]] = {}
    points: list[Point] = []
    for part in reader.parts():
        if part.name == "point":
            points.append(_read_point(part, reader, {point.id for point in points}))
        elif part.name == "sent":
            comment = replace(comment, sent=(*comment.sent, *_read_sent(part, reader)))
        elif part.name == "attachments":
            comment = replace(comment, attachments=(*comment.attachments, *items(part.lines)))
        elif part.name in TEXTS:
            texts.setdefault(part.name, []).append(part.text)
        else:
            kept.append("\n\n".join((part.title, part.text)).strip())
    values: dict[str, Any] = {name: "\n\n".join(text for text in given if text) for name, given in texts.items()}
    notes = "\n\n".join(text for text in (values.pop("notes", ""), *kept) if text)
    comment = replace(comment, **values, notes=notes, points=_with_ids(points))
    return cleaned(comment)


def cleaned(comment: Comment) -> Comment:
    """`comment` as a file can hold it: no control characters, single lines where a line is meant, no empty items."""
    ids: set[str] = set()
    points = tuple(_cleaned_point(point, ids) for point in comment.points)
    values: dict[str, Any] = {name: _text(getattr(comment, name)) for name in TEXTS}
    values |= {name: one_line(getattr(comment, name)) for name in LINES}
    return replace(
        comment,
        **values,
        points=points,
        attachments=_items(comment.attachments),
        sent=tuple(_cleaned_sent(sent) for sent in comment.sent),
        created=_aware(comment.created) if comment.created else None,
    )


def free_id(taken: set[str]) -> str:
    """An id for a new point: one more than the highest number there is."""
    numbers = [int(name.removeprefix("point-")) for name in taken if re.fullmatch(r"point-\d{1,6}", name)]
    return f"point-{max(numbers, default=0) + 1}"


def _cleaned_point(point: Point, taken: set[str]) -> Point:
    sound = re.fullmatch(r"[A-Za-z0-9][\w-]{0,63}", point.id, re.ASCII) and point.id not in taken
    name = point.id if sound else free_id(taken)
    taken.add(name)
    return replace(
        point,
        id=name,
        anchor=_cleaned_anchor(point.anchor) if point.anchor else None,
        quote=_text(point.quote),
        reason=_text(point.reason),
        wording=_text(point.wording),
        evidence=_items(point.evidence),
    )


def _cleaned_anchor(anchor: Anchor) -> Anchor | None:
    ref, lang = one_line(anchor.ref), anchor.lang
    if not ref:
        return None
    if anchor.version == UNPINNED or not LANG.fullmatch(lang):
        return Anchor(ref, UNPINNED, "", "")
    return Anchor(ref, anchor.version, lang, anchor.sha256 if SHA256.fullmatch(anchor.sha256) else "")


def _cleaned_sent(sent: Sent) -> Sent:
    channel = one_line(sent.channel.replace(";", " "))
    sha256 = sent.sha256 if SHA256.fullmatch(sent.sha256) else ""
    return replace(sent, at=_aware(sent.at), channel=channel, sha256=sha256, tracking=one_line(sent.tracking))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(text: str) -> str:
    return plain(text).strip()


def _items(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, values) if line)


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return f'"{text}"' if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _listed_or_text(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"- {item}" for item in value)
    return HEADING_LIKE.sub(r"\1\\\2", value)


def _section(marks: str, title: str, text: str) -> list[str]:
    return [f"{marks} {title}", "", *([text, ""] if text else [])]


def _point(point: Point, title: str, names: dict[str, str]) -> Iterator[str]:
    yield from (f"## {title}", "")
    anchor = point.anchor
    if anchor:
        yield f"- provision: {anchor.ref}"
        if anchor.version != UNPINNED:
            yield f"- quoted: {anchor.version.isoformat()} {anchor.lang} {anchor.sha256}".rstrip()
    yield f"- position: {point.position or ''}".rstrip()
    yield ""
    if point.quote:
        yield from (f"> {line}" if line else ">" for line in point.quote.split("\n"))
        yield ""
    for heading in IN_POINT:
        yield from _section("###", names[heading.part], _listed_or_text(getattr(point, heading.part)))


def _sendings(sent: tuple[Sent, ...]) -> str:
    return "\n".join(
        f"- {item.at.isoformat()} by {item.channel}; sha256 {item.sha256 or '-'}"
        + (f"; tracking {item.tracking}" if item.tracking else "")
        for item in sent
    )


def _with_front(comment: Comment, front: dict[str, tuple[int, str]], reader: Reader) -> Comment:
    values: dict[str, Any] = {}
    for name, (number, value) in front.items():
        folded = value.casefold()
        if name in ("own_views", "practice"):
            if folded not in YES | NO:
                raise reader.error(number, f"{name}: {one_line(value)!r} is neither yes nor no")
            values[name] = folded in YES
        elif name == "sender":
            if folded and folded not in SENDERS:
                raise reader.error(
                    number, f"sender: {one_line(value)!r} is none of individual, organisation, anonymous"
                )
            values[name] = SENDERS.get(folded)
        elif name == "created":
            values[name] = _moment(value, number, reader) if value else None
        elif name == "lang":
            if value and not LANG.fullmatch(value):
                raise reader.error(number, f"lang: {one_line(value)!r} is no code of a language, such as en or zh")
            values[name] = value or "en"
        else:
            values[name] = value
    return replace(comment, **values)


def _moment(value: str, number: int, reader: Reader) -> datetime:
    try:
        return _aware(datetime.fromisoformat(value))
    except ValueError as error:
        raise reader.error(number, f"{one_line(value)!r} is no time, such as 2023-08-20T10:00:00+08:00") from error


def _read_point(part: Part, reader: Reader, taken: set[str]) -> Point:
    ref, rest = "", part.title
    found = REF.search(rest)
    if found:
        ref, rest = found[0], (rest[: found.start()] + rest[found.end() :]).strip(" ·:–—-()")
    lead = reader.lead(part)
    position, pinned = None, None
    for number, key, value in lead.pairs:
        if key == "provision":
            ref = one_line(value)
        elif key == "position":
            position = _position(value, number, reader)
        else:
            pinned = _pinned(value, number, reader)
    version, lang, sha256 = pinned or (UNPINNED, "", "")
    reason = [text for text in (rest, lead.text, part.inner.get("reason", "")) if text]
    return Point(
        id=part.id if part.id not in taken else "",
        anchor=Anchor(ref, version, lang, sha256) if ref else None,
        quote=lead.quote,
        position=position,
        reason="\n\n".join(reason),
        evidence=items(part.inner.get("evidence", "").split("\n")),
        wording=part.inner.get("wording", ""),
    )


def _position(value: str, number: int, reader: Reader) -> Position | None:
    folded = one_line(value).casefold()
    if folded and folded not in POSITIONS:
        kinds = ", ".join(Position)
        raise reader.error(number, f"position: {one_line(value)!r} is none of {kinds}")
    return POSITIONS.get(folded)


def _pinned(value: str, number: int, reader: Reader) -> tuple[date, str, str] | None:
    if not value.strip():
        return None
    found = QUOTED.fullmatch(one_line(value))
    try:
        version = date.fromisoformat(found["version"]) if found else None
    except ValueError:
        version = None
    if not found or version is None:
        raise reader.error(number, f"quoted: {one_line(value)[:80]!r} is no date, language and hash; delete the line")
    return version, found["lang"], found["sha256"] or ""


def _read_sent(part: Part, reader: Reader) -> Iterator[Sent]:
    for number, line in enumerate(part.lines, part.first):
        item = next(iter(items([line])), "")
        if not item:
            continue
        found = SENT.fullmatch(item)
        if not found:
            raise reader.error(number, f"{item[:80]!r} does not say when, how and with which hash it was sent")
        sha256 = "" if found["sha256"] == "-" else found["sha256"]
        yield Sent(_moment(found["at"], number, reader), found["channel"], sha256, found["tracking"] or "")


def _with_ids(points: list[Point]) -> tuple[Point, ...]:
    taken = {point.id for point in points if point.id}
    made: list[Point] = []
    for point in points:
        name = point.id or free_id(taken)
        taken.add(name)
        made.append(replace(point, id=name))
    return tuple(made)
