"""Where a Federal Register document has no XML: its HTML body or plain text to the same blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regbot.parse.errors import ParseError
from regbot.parse.html import text_of
from regbot.parse.text import clean, decode
from regbot.parse.web import soup_of
from regbot.sources.federal_register.xml import Block

UNPRINTED = ".unprinted-element, .unprinted-element-wrapper, .printed-page, .printed-page-inline, a.back, script, style, svg, nav"
MARK = "■"
"""Stands before every instruction in the printed edition."""

LONGEST_HEADING = 200

_NAMED = re.compile(
    r"^(?P<name>AGENC(?:Y|IES)|ACTION|SUMMARY|DATES?|EFFECTIVE DATES?|COMMENT DATES?|ADDRESSES|FOR FURTHER INFORMATION(?: CONTACT)?"
    r"|SUPPLEMENTARY INFORMATION)\s*:\s*",
)
_SECTION = re.compile(r"^(?P<number>(?:§+|Secs?\. )\s*\d[\w.–—()/-]*)\s*(?P<subject>.*)$")
_AMENDMENT = re.compile(
    r"^(?:[■●]|(?:Par\. )?\d{1,3}\. "
    r"(?:The authority citation|(?:Amend|Revis|Add|Remov|Section|Subpart|Part|In (?:§|Sec)|Appendix)\w*\b))"
)
_PART = re.compile(r"^(?:PART \d+[A-Z]?|Subpart [A-Z]{1,3})\s*(?:[-–—]|$)")
_RAW_HEAD = re.compile(
    r"^\[(?:Federal Register|Proposed Rules|Rules and Regulations|Notices|Pages?|FR Doc No|Presidential)[^\n]*$"
    r"|^From the Federal Register Online[^\n]*$|^\[\[Page [^\]]+\]\]$"
)
_RULER = re.compile(r"^\s*[-=_]{5,}\s*$")
_COLUMNS = re.compile(r"\S {3,}\S|\.{6,}")


def read_html(page: str) -> list[Block]:
    """The blocks of a document's HTML body. Raises ParseError when it holds no text."""
    soup = soup_of(page)
    for tag in soup.select(UNPRINTED):
        tag.decompose()
    for tag in soup.select("p.amendment-part"):
        tag.insert(0, MARK)
    for tag in soup.select(".section .sectno, .cfr_section"):
        subject = tag.find_next_sibling()
        if subject is not None and any("subject" in name for name in subject.get_attribute_list("class") if name):
            tag.append(f" {subject.get_text(' ', strip=True)}")
            subject.decompose()
        tag.name = "h6"
    lines = clean(text_of(soup)).text.split("\n")
    return _some(block for line in lines for block in _of_line(line.strip()))


def read_plain(data: bytes) -> list[Block]:
    """The blocks of a document's plain text in lines of 72 characters. Raises ParseError when it holds no text."""
    text = decode(data)
    if text[:500].lstrip()[:1] == "<":
        page = soup_of(text)
        text = (page.find("pre") or page.body or page).get_text()
    text = re.sub(r"\\(\d{1,3})\\", r"[\1]", text.replace("<bullet>", "•"))
    return _some(block for paragraph in _paragraphs(clean(text).text) for block in _of_line(paragraph))


def _some(blocks: Iterator[Block]) -> list[Block]:
    found = list(blocks)
    if not any(block.text.strip() for block in found):
        raise ParseError("the Federal Register's text of the document is empty")
    return found


def _of_line(line: str) -> Iterator[Block]:
    marks = len(line) - len(line.lstrip("#"))
    text = line[marks:].strip()
    if not text:
        return
    named = _NAMED.match(text)
    if named:
        yield Block("head", f"{named['name']}:", 0)
        if rest := text[named.end() :]:
            yield Block("para", rest)
        return
    section = _SECTION.match(text) if marks and len(text) <= LONGEST_HEADING else None
    if section:
        yield Block("section", section["subject"].strip(), number=section["number"].strip())
    elif _AMENDMENT.match(text):
        yield Block("amend", text.lstrip(f"{MARK}● "))
    elif marks and _PART.match(text):
        yield Block("part", text)
    elif marks:
        yield Block("head", text, marks)
    else:
        yield Block("para", text)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines put together to paragraphs; headings get a `#` for each level, table rows stay lines."""
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        bare = line.strip()
        if _RAW_HEAD.match(bare) or _RULER.match(line):
            continue
        begins = line.startswith("    ") or _COLUMNS.search(bare) is not None or _is_section(line)
        if lines and (not bare or begins or _COLUMNS.search(lines[-1].strip())):
            yield _joined(lines)
            lines = []
        if bare:
            lines.append(line)


def _is_section(line: str) -> bool:
    return re.match(r"^Secs?\.  ?\d", line) is not None


def _joined(lines: list[str]) -> str:
    first = lines[0]
    words = " ".join(line.strip() for line in lines)
    text = re.sub(r"(?<=\w)- (?=[a-z])", "-", words)
    if _is_section(first):
        return f"# {text}"
    if first.startswith(" ") or len(text) > LONGEST_HEADING or text[-1:] in ".,;:" or not text[:1].isupper():
        return text
    if _COLUMNS.search(text) or len(lines) > 3:
        return text
    level = 1 if re.match(r"[IVXLC]+\. ", text) else 2 if re.match(r"[A-Z]\. ", text) else 1
    return f"{'#' * level} {text}"
