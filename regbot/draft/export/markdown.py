"""A letter as Markdown. What a person or a publisher wrote is escaped: it never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regbot.compare.redline import Op, Span
from regbot.draft.export.blocks import Block, Heading, Items, Letter, Paragraph, Quotation, Redline
from regbot.draft.export.phrases import phrases

SIGNS = re.compile(r"[\\`*_\[\]<>~&|^$]")
AT_START = re.compile(r"(?m)^(\s*)(\d{0,9})([-+=#:.)])")
ESCAPED = r"\\\g<0>"
HARD_BREAK = "\\\n"
CHANGED = {Op.DELETE: "~~", Op.INSERT: "**"}


def as_markdown(letter: Letter) -> str:
    """The letter, the envelope before it and the sources behind a rule."""
    parts: list[str] = []
    if letter.envelope:
        lines = [*letter.envelope.address, *([letter.envelope.marking] if letter.envelope.marking else [])]
        parts += [_broken([letter.envelope.note, *lines]), "---"]
    parts += [_block(block, letter.lang) for block in letter.body]
    if letter.sources:
        parts += ["---", *(_block(block, letter.lang) for block in letter.sources)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """`text` such that Markdown shows it as it is."""
    return AT_START.sub(r"\1\2\\\3", SIGNS.sub(ESCAPED, text))


def _block(block: Block, lang: str) -> str:
    colon = phrases(lang).colon
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text) if level == 1 else SIGNS.sub(ESCAPED, text)}"
        case Paragraph(text, lead):
            return _led(lead, colon) + _broken(text.split("\n"))
        case Quotation(text, lead):
            paragraphs = (_broken(part.split("\n")) for part in re.split(r"\n\s*\n", text))
            quoted = "\n".join(f"> {line}".rstrip() for line in "\n\n".join(paragraphs).split("\n"))
            return f"{_led(lead, colon).rstrip()}\n\n{quoted}"
        case Items(items, lead, numbered):
            marks = (f"{at}." if numbered else "-" for at in range(1, len(items) + 1))
            lines = "\n".join(f"{mark} {_item(item)}" for mark, item in zip(marks, items, strict=True))
            return f"{_led(lead, colon).rstrip()}\n\n{lines}".lstrip()
        case Redline(spans, _, lead):
            return f"{_led(lead, colon)}{''.join(_spans(spans))}"


def _led(lead: str, colon: str) -> str:
    return f"**{escape(lead.rstrip(colon.strip()))}{colon.rstrip()}** " if lead else ""


def _item(text: str) -> str:
    return "\n   ".join(_broken(text.split("\n")).split("\n"))


def _broken(lines: Sequence[str]) -> str:
    return HARD_BREAK.join(escape(line) for line in lines if line.strip())


def _spans(spans: Sequence[Span]) -> Iterator[str]:
    """Each span on one line; the marks stand close to its words, its blanks outside them."""
    for span in spans:
        mark, core = CHANGED.get(span.op, ""), escape(" ".join(span.text.split()))
        before, after = (" " if blank.isspace() else "" for blank in (span.text[:1], span.text[-1:]))
        yield f"{before}{mark}{core}{mark}{after}" if core else " "
