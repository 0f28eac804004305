"""The letter: heading, who writes, summary, points with exact quotes, closing, confirmation, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.compare.redline import redline
from regbot.draft.channels import Place, file_codes
from regbot.draft.comment import Comment, Point
from regbot.draft.export.amendments import amendments
from regbot.draft.export.blocks import Align, Block, Envelope, Heading, Items, Letter, Paragraph, Quotation, Redline
from regbot.draft.export.cleaning import clean, clean_line
from regbot.draft.export.material import Material
from regbot.draft.export.phrases import spoken_date
from regbot.draft.export.sources import source_blocks
from regbot.model import TextKind
from regbot.parse.numerals import format_chinese
from regbot.parse.text import language

LONGEST_TITLE = 300
LONGEST_PRESENT = 1_500
"""Characters of a provision that are set out next to the wording proposed for it; a longer one is only named."""

NATIVE = re.compile(r"[^(（\u4e00-\u9fff]+[(（](?P<native>[^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")
AMERICAN_PAPER = ("us", "ca", "mx", "ph", "cl", "co", "ve")
"""Jurisdictions that print on Letter, by the corpus's folder names."""


def letter(material: Material, *, present: bool = True) -> Letter:
    """The whole comment, for a reader who has nothing else before them; `present` sets out what proposed wording replaces."""
    comment = material.comment
    return Letter(
        lang=comment.lang,
        title=title(material),
        body=tuple(_body(material, present=present)),
        sources=tuple(source_blocks(material)),
        envelope=envelope(material),
        paper="Letter" if material.document.jurisdiction.split("-")[0] in AMERICAN_PAPER else "A4",
    )


def title(material: Material) -> str:
    """The comment's own title, else one that names the consultation; one line of at most 300 characters."""
    words = clean_line(material.comment.title) or material.words.title.format(name=material.name)
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"


def envelope(material: Material) -> Envelope | None:
    """What to write on the envelope, for a comment that goes by post."""
    route = material.route
    if route is None or route.place is not Place.ENVELOPE:
        return None
    return Envelope(address_lines(route.channel.address), clean_line(route.marking), material.words.envelope)


def address_lines(address: str) -> tuple[str, ...]:
    """An address as it goes onto an envelope: where a Chinese one stands in brackets behind its translation, it alone."""
    native = NATIVE.fullmatch(address.strip())
    lines = re.split("[，,]", native["native"]) if native else address.splitlines()
    return tuple(line for line in map(clean_line, lines) if line)


def header_lines(material: Material) -> Iterator[str]:
    """What the comment is about and who writes, a line each."""
    words, comment, route = material.words, material.comment, material.route
    yield words.consultation.format(name=material.name)
    codes = file_codes(material.document)
    if codes:
        yield words.reference.format(codes=", ".join(codes))
    marking = clean_line(route.marking) if route and route.place is not Place.ENVELOPE else ""
    if marking and not any(code in marking for code in codes) and marking not in material.name:
        yield words.marking.format(marking=marking)
    if comment.sender:
        who = words.senders[comment.sender]
        yield words.sender.format(who=material.signature[0] if material.signature else who)


def summary_items(material: Material) -> Iterator[str]:
    """For each point its provision and what is asked."""
    words = material.words
    for point in material.comment.points:
        where = material.named(point.anchor) if point.anchor else words.whole
        asked = words.asked[point.position] if point.position else words.no_position
        yield words.summary_item.format(place=where, asked=asked)


def counted(material: Material) -> str:
    """How many points the comment makes."""
    count = len(material.comment.points)
    return material.words.counted[count != 1].format(count=_number(count, material.comment.lang, spelled=True))


def confirmation(comment: Comment, material: Material) -> Iterator[str]:
    """That the views are the person's own, if they said so, and what software helped, if they want it said."""
    if comment.own_views:
        yield material.words.confirmation[material.several]
    if comment.disclosure.strip():
        yield clean(comment.disclosure)


def _body(material: Material, *, present: bool) -> Iterator[Block]:
    comment, words = material.comment, material.words
    chinese = comment.lang.startswith("zh")
    yield Heading(title(material), 1)
    if not chinese:
        yield Paragraph(spoken_date(material.day, comment.lang), flush=True)
    yield Paragraph("\n".join(header_lines(material)), flush=True)
    yield Paragraph(_salutation(material), flush=True)
    if words.opening:
        yield Paragraph(words.opening.format(name=material.name))
    for text in (comment.standing, comment.opening):
        yield from _paragraphs(text)
    if len(comment.points) > 1:
        yield Heading(words.summary)
        yield Items(tuple(summary_items(material)), lead=counted(material), numbered=True)
    for number, point in enumerate(comment.points, 1):
        yield from _point(number, point, material, present=present)
    yield from _paragraphs(comment.closing)
    for text in confirmation(comment, material):
        yield Paragraph(text)
    yield from _farewell(material, chinese=chinese)


def _point(number: int, point: Point, material: Material, *, present: bool) -> Iterator[Block]:
    words, lang = material.words, material.comment.lang
    written = _number(number, lang)
    if point.anchor:
        yield Heading(words.point.format(number=written, place=material.named(point.anchor)))
    else:
        yield Heading(words.no_point.format(number=written))
    quote = clean(point.quote)
    if quote:
        yield Quotation(quote, _quoting(point, material), *words.marks)
    if point.position:
        yield Paragraph(words.positions[point.position][material.several], words.position)
    yield from _paragraphs(point.reason, words.reason)
    evidence = tuple(clean(material.cited_as(item)) for item in point.evidence if item.strip())
    if evidence:
        yield Items(evidence, lead=words.evidence)
    if present and not quote and clean(point.wording):
        yield from _present(point, material)
    yield from _wording(point, material)


def _quoting(point: Point, material: Material) -> str:
    """Whose words are quoted: a restatement or a translation is never passed off as the text itself."""
    held = material.texts.get(point.anchor) if point.anchor else None
    words = material.words
    if held is None or held.kind is TextKind.OFFICIAL:
        return words.quoted
    return words.quoted_from.format(kind=words.kinds[held.kind])


def _present(point: Point, material: Material) -> Iterator[Block]:
    """The provision as it stands, or, where it is long or in another language than the comment, where it is to be read;
    nothing for a text that is no longer at hand.
    """
    held = material.texts.get(point.anchor) if point.anchor else None
    if held is None or not point.anchor:
        return
    words, text = material.words, clean(held.text)
    is_read = held.lang[:2] == material.comment.lang[:2] and held.kind is not TextKind.SUMMARY
    if is_read and 0 < len(text) <= LONGEST_PRESENT:
        official = held.kind is TextKind.OFFICIAL
        lead = words.present if official else words.present_in.format(kind=words.kinds[held.kind])
        yield Quotation(text, lead, *words.marks)
    else:
        day = spoken_date(held.version, material.comment.lang)
        yield Paragraph(words.present_at.format(place=material.named(point.anchor), day=day), words.present)


def _wording(point: Point, material: Material) -> Iterator[Block]:
    words, wording = material.words, clean(point.wording)
    if not wording:
        return
    yield Quotation(wording, words.wording, *words.marks)
    held = material.texts.get(point.anchor) if point.anchor else None
    if held and held.text.strip() and language(held.text) == language(wording):
        spans = redline(clean(held.text), wording)
        yield Redline(spans, amendments(spans, words), words.changes)


def _paragraphs(text: str, lead: str = "") -> Iterator[Paragraph]:
    for part in re.split(r"\n[ \t]*\n", clean(text)):
        if part.strip():
            yield Paragraph(part.strip("\n"), lead)
            lead = ""


def _salutation(material: Material) -> str:
    document, words = material.document, material.words
    chinese = material.comment.lang.startswith("zh")
    issuer = clean_line((document.issuer_zh or document.issuer) if chinese else document.issuer)
    if not issuer:
        return words.salutation_unnamed
    said = words.salutation.format(issuer=issuer)
    return said.replace("To the the ", "To the ").replace("To the The ", "To the ")


def _farewell(material: Material, *, chinese: bool) -> Iterator[Block]:
    words = material.words
    signature = "\n".join(material.signature)
    if not chinese:
        yield Paragraph("\n".join([*words.sign_off, *([signature] if signature else [])]), flush=True)
        return
    regards, bow = words.sign_off
    yield Paragraph(regards, keep=True)
    yield Paragraph(bow, flush=True, keep=True)
    ending = [signature, spoken_date(material.day, material.comment.lang)]
    yield Paragraph("\n".join(line for line in ending if line), align=Align.RIGHT, flush=True)


def _number(number: int, lang: str, *, spelled: bool = False) -> str:
    if lang.startswith("zh") and number < 10_000:
        return "两" if spelled and number == 2 else format_chinese(number)
    return str(number)
