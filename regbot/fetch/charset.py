"""Bytes of a web response to text. Valid UTF-8 beats every declaration; what is declared beats guessing."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How markup begins in encodings of two and four bytes that carry no byte order mark."""
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}charset|<\?xml[^>]{0,100}encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
HEAD = 4096
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
"""What publishers mean when they name the key: a superset that many pages need."""

COMMON = frozenset(
    "的是不了在人有我他这中大来上国和地到说时要就出会可也你对生能而子得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运的之其為於與會國這個來時對發學當經開現長實業關點問無產東員電報統區條處認規據設權達覽"
)
"""Characters that make up more than half of any Chinese prose, in simplified and traditional script."""


def decode_body(body: bytes, content_type: str = "") -> str:
    """The text of `body`; characters that cannot be decoded become U+FFFD. Never raises."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    for beginning, encoding in WIDE:
        if body.startswith(beginning):
            return body.decode(encoding, errors="replace")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        if _is_cut_short(body, error):
            return body.decode(errors="replace")
    candidates = _declared(body, content_type)
    for encoding in candidates:
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(body, candidates)


def _is_cut_short(body: bytes, error: UnicodeDecodeError) -> bool:
    """Whether `body` is UTF-8 but for an incomplete last character or a few broken ones: under one in a thousand."""
    if error.reason == "unexpected end of data" and error.start >= len(body) - 4:
        return True
    text = body.decode(errors="replace")
    foreign = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") * 50 < foreign


def _declared(body: bytes, content_type: str) -> list[str]:
    """Usable encodings that the response declares, in the order in which they bind."""
    header = HEADER.search(content_type)
    page = DECLARED.search(body[:HEAD])
    names = [header[1] if header else "", page[1].decode("ascii", "replace") if page else ""]
    found = []
    for name in names:
        try:
            known = codecs.lookup(name).name if name else ""
        except LookupError:
            continue
        if (
            known
            and not known.startswith(("utf-8", "utf_8"))
            and known not in ("idna", "punycode", "undefined")
            and _is_text(known)
        ):
            found.append(WIDER.get(known, known))
    return found


def _is_text(name: str) -> bool:
    return getattr(codecs.lookup(name), "_is_text_encoding", True) is True


def _guessed(body: bytes, declared: list[str]) -> str:
    """The reading of an undeclared or wrongly declared body that looks most like Chinese prose, else Windows-1252."""
    readings = [body.decode(encoding, errors="replace") for encoding in (*declared, "gb18030", "big5hkscs")]
    best = max(readings, key=_likeness)
    if _likeness(best) > 0.05:
        return best
    return body.decode("cp1252", errors="replace")


def _likeness(text: str) -> float:
    """How much of the non-ASCII part of `text` is common Chinese, less what could not be decoded."""
    foreign = [char for char in text[:20_000] if char > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(char in COMMON for char in foreign)
    broken = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in foreign)
    return (common - 5 * broken) / len(foreign)
