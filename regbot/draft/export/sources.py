"""The sources page: which provisions a comment quotes, in which text, provable by hash."""

from __future__ import annotations

from collections.abc import Iterator

from regbot.draft.comment import Anchor
from regbot.draft.export.blocks import Block, Heading, Items, Paragraph
from regbot.draft.export.cleaning import clean_line
from regbot.draft.export.material import Material
from regbot.draft.export.phrases import spoken_date
from regbot.draft.file import UNPINNED
from regbot.model import Provision

SHORT_HASH = 16


def source_blocks(material: Material) -> Iterator[Block]:
    """The page; nothing where no provision is quoted or cited."""
    words = material.words
    quoted = tuple(_source(anchor, material) for anchor in anchors(material))
    cited = tuple(_full(held, material) for held in material.cited.values())
    if not quoted and not cited:
        return
    yield Heading(words.sources)
    day = spoken_date(material.day, material.comment.lang)
    if quoted:
        yield Paragraph(words.sources_note.format(day=day), flush=True)
        yield Items(quoted, numbered=True)
    if cited:
        yield Items(cited, lead=words.also_quoted, numbered=True)


def short_sources(material: Material) -> Iterator[str]:
    """The provisions quoted, a line each, with the first 16 digits of their hashes."""
    words = material.words
    for anchor in anchors(material):
        held = material.texts.get(anchor)
        yield (
            words.short_source.format(
                place=material.named(anchor),
                title=_title(anchor.ref, material),
                version=held.version.isoformat(),
                kind=words.kinds[held.kind],
                sha256=held.sha256[:SHORT_HASH],
            )
            if held
            else _source(anchor, material)
        )


def anchors(material: Material) -> tuple[Anchor, ...]:
    """The texts that points are anchored to, each once, in the order of the points."""
    return tuple(dict.fromkeys(point.anchor for point in material.comment.points if point.anchor))


def _source(anchor: Anchor, material: Material) -> str:
    held = material.texts.get(anchor)
    if held:
        return _full(held, material)
    if anchor.version == UNPINNED:
        return material.words.unknown_source.format(place=material.named(anchor), ref=clean_line(anchor.ref))
    return material.words.missing_source.format(
        place=material.named(anchor),
        ref=clean_line(anchor.ref),
        version=anchor.version.isoformat(),
        language=_language(anchor.lang, material),
        sha256=clean_line(anchor.sha256),
    )


def _full(held: Provision, material: Material) -> str:
    document = material.documents.get(held.document)
    return material.words.source.format(
        place=material.place_of(held),
        title=_title(held.ref, material),
        ref=held.ref,
        version=held.version.isoformat(),
        language=_language(held.lang, material),
        kind=material.words.kinds[held.kind],
        sha256=held.sha256,
        url=clean_line(held.url or (document.url if document else "")),
    ).strip()


def _title(ref: str, material: Material) -> str:
    document = material.documents.get(ref.partition("#")[0])
    return clean_line(document.title_in(material.comment.lang[:2]) if document else ref)


def _language(lang: str, material: Material) -> str:
    return material.words.languages.get(lang[:2], lang)
