"""A letter as DOCX: envelope text on a page of its own, the letter, the sources; A4 or Letter, ready to print."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from regbot.compare.redline import Op, Span
from regbot.draft.export.blocks import Align, Block, Envelope, Heading, Items, Letter, Paragraph, Quotation, Redline
from regbot.draft.export.phrases import phrases

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph as DocxParagraph

PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Width and height in millimetres."""

LATIN, ASIAN = "Times New Roman", "SimSun"
SIZE, TITLE_SIZE = 11.5, 16


def as_docx(letter: Letter, now: datetime) -> bytes:
    """The file. Its properties name no author; `now` is when it was made."""
    import docx

    document = docx.Document()
    _set_up(document, letter, now)
    if letter.envelope:
        _envelope(document, letter.envelope)
        _new_page(document)
    for block in letter.body:
        _add(document, block, letter.lang)
    if letter.sources:
        _new_page(document)
        for block in letter.sources:
            _add(document, block, letter.lang)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Docx, letter: Letter, now: datetime) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.language = letter.title[:255], letter.lang
    properties.created = properties.modified = now.replace(tzinfo=None)
    section = document.sections[0]
    width, height = PAPERS[letter.paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), ASIAN)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.5 if letter.lang.startswith("zh") else 1.25


def _new_page(document: Docx) -> None:
    from docx.enum.text import WD_BREAK

    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add(document: Docx, block: Block, lang: str) -> None:
    colon = phrases(lang).colon
    chinese = lang.startswith("zh")
    match block:
        case Heading(text, level):
            _heading(document, text, level, centred=chinese and level == 1)
        case Paragraph(text, lead, align, flush, keep):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = keep or None
            _led(paragraph, lead, colon)
            _text(paragraph, text)
            _placed(paragraph, align, set_in=chinese and not flush)
        case Quotation(text, lead, opened, closed):
            paragraph = document.add_paragraph()
            _led(paragraph, lead, colon)
            paragraph.paragraph_format.keep_with_next = True
            quoted = document.add_paragraph()
            _text(quoted, f"{opened}{text}{closed}")
            _inset(quoted)
        case Items(items, lead, numbered):
            if lead:
                _led(document.add_paragraph(), lead, colon)
            for number, item in enumerate(items, 1):
                paragraph = document.add_paragraph()
                _text(paragraph, f"{number}. {item}" if numbered else f"• {item}")
                _inset(paragraph)
        case Redline(spans, _, lead):
            paragraph = document.add_paragraph()
            _led(paragraph, lead, colon)
            changed = document.add_paragraph()
            _spans(changed, spans)
            _inset(changed)


def _heading(document: Docx, text: str, level: int, *, centred: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = True
    if level == 1:
        run.font.size = Pt(TITLE_SIZE)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(0 if level == 1 else 10)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _led(paragraph: DocxParagraph, lead: str, colon: str) -> None:
    if lead:
        paragraph.add_run(f"{lead.rstrip(colon.strip())}{colon}").bold = True


def _text(paragraph: DocxParagraph, text: str) -> None:
    for at, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if at:
            run.add_break()
        run.add_text(line)


def _spans(paragraph: DocxParagraph, spans: Iterable[Span]) -> None:
    for span in spans:
        run = paragraph.add_run(span.text)
        run.font.strike = span.op is Op.DELETE or None
        run.font.underline = span.op is Op.INSERT or None
        run.bold = span.op is Op.INSERT or None


def _placed(paragraph: DocxParagraph, align: Align, *, set_in: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if align is Align.RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif set_in:
        paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE)


def _inset(paragraph: DocxParagraph) -> None:
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent = Mm(8)


def _envelope(document: Docx, envelope: Envelope) -> None:
    _heading(document, envelope.note, 2, centred=False)
    for line in envelope.address:
        _text(document.add_paragraph(), line)
    if envelope.marking:
        paragraph = document.add_paragraph()
        paragraph.add_run(envelope.marking).bold = True
