"""A letter as one self-contained, printable page. Everything that was written by somebody is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from regbot.compare.redline import Op, Span
from regbot.draft.export.blocks import Align, Block, Envelope, Heading, Items, Letter, Paragraph, Quotation, Redline
from regbot.draft.export.phrases import phrases

STYLE = """\
@page { size: PAPER; margin: 25mm 22mm; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 11.5pt/1.6 Georgia, "Times New Roman", serif;
  color: #111; background: #fff; overflow-wrap: anywhere; }
:lang(zh) { font-family: "Songti SC", SimSun, "Noto Serif CJK SC", "Source Han Serif SC", serif; line-height: 1.8; }
h1 { font-size: 1.35em; line-height: 1.35; } h2 { font-size: 1.08em; margin: 1.6em 0 .4em; break-after: avoid; }
:lang(zh) h1 { text-align: center; } p, blockquote, li { white-space: pre-line; } p { margin: .6em 0; }
:lang(zh) p { text-indent: 2em; } :lang(zh) p.flush, :lang(zh) p.lead { text-indent: 0; }
p.right { text-align: right; }
p.keep, p.lead { break-after: avoid; } h1 { text-wrap: balance; }
blockquote { margin: .3em 0 .8em; padding: .1em 0 .1em 1em; border-left: 3px solid #888; }
del { color: #9b1c1c; } ins { color: #14532d; font-weight: bold; } b { font-weight: bold; }
.envelope { border: 1px solid #888; padding: 1.2em; margin-bottom: 2em; break-after: page; }
.sources { break-before: page; font-size: .9em; border-top: 1px solid #888; margin-top: 2em; }
@media print { body { max-width: none; margin: 0; padding: 0; } .sources { border: 0; margin: 0; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(letter: Letter) -> str:
    """The page; it holds no script, loads nothing, and its policy would let it load nothing."""
    body = "\n".join(_block(block, letter.lang) for block in letter.body)
    sources = "\n".join(_block(block, letter.lang) for block in letter.sources)
    return "\n".join(
        part
        for part in (
            "<!DOCTYPE html>",
            f'<html lang="{escape(letter.lang)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(letter.title)}</title>",
            f"<style>\n{STYLE.replace('PAPER', letter.paper)}</style>",
            "</head>",
            "<body>",
            _envelope(letter.envelope) if letter.envelope else "",
            f"<main>\n{body}\n</main>",
            f'<section class="sources">\n{sources}\n</section>' if sources else "",
            "</body>",
            "</html>",
            "",
        )
        if part or not part.strip(" ")
    )


def _block(block: Block, lang: str) -> str:
    colon = phrases(lang).colon
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, lead, align, flush, keep):
            kinds = {"right": align is Align.RIGHT, "flush": flush, "keep": keep}
            named = " ".join(name for name, is_so in kinds.items() if is_so)
            said = f' class="{named}"' if named else ""
            return f"<p{said}>{_led(lead, colon)}{escape(text)}</p>"
        case Quotation(text, lead):
            return f'<p class="lead">{_led(lead, colon)}</p>\n<blockquote>{escape(text)}</blockquote>'
        case Items(items, lead, numbered):
            tag = "ol" if numbered else "ul"
            listed = "\n".join(f"<li>{escape(item)}</li>" for item in items)
            first = f'<p class="lead">{_led(lead, colon)}</p>\n' if lead else ""
            return f"{first}<{tag}>\n{listed}\n</{tag}>"
        case Redline(spans, _, lead):
            return f'<p class="lead">{_led(lead, colon)}</p>\n<blockquote>{"".join(_spans(spans))}</blockquote>'


def _spans(spans: tuple[Span, ...]) -> Iterator[str]:
    tags = {Op.DELETE: "del", Op.INSERT: "ins"}
    for span in spans:
        tag = tags.get(span.op)
        yield f"<{tag}>{escape(span.text)}</{tag}>" if tag else escape(span.text)


def _led(lead: str, colon: str) -> str:
    return f"<b>{escape(lead.rstrip(colon.strip()))}{colon.rstrip()}</b> " if lead else ""


def _envelope(envelope: Envelope) -> str:
    lines = [*envelope.address, *([envelope.marking] if envelope.marking else [])]
    said = "\n".join(f'<p class="flush">{escape(line)}</p>' for line in lines)
    return f'<section class="envelope">\n<p class="flush"><b>{escape(envelope.note)}</b></p>\n{said}\n</section>'
