"""The grammar of headings: which lines of a text look like "Article 5", "§ 23.105 Takeoff", "第十二条之一", "ANNEX II".

A marker stands at the start of a line, after indentation and Markdown at most, and is followed by a separator or the
end of the line. Whether it is in sequence is for `regbot.parse.outline` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regbot.parse.amendments import Quotations, states_wording
from regbot.parse.numbering import (
    ARABIC_NUMBER,
    UNNUMBERED,
    WORDS,
    Number,
    arabic_number,
    chinese_number,
    letter_number,
    roman_number,
    word_number,
)
from regbot.parse.numerals import ARABIC, CHINESE
from regbot.parse.prose import BLANKS, continues_reference, is_title, runs_on
from regbot.parse.tree import ATTACHMENTS, PROVISIONS, Kind

ENGLISH_UNITS = {
    "article": Kind.ARTICLE, "art": Kind.ARTICLE, "section": Kind.SECTION, "sec": Kind.SECTION,
    "regulation": Kind.REGULATION, "reg": Kind.REGULATION, "rule": Kind.RULE,
    "chapter": Kind.CHAPTER, "chap": Kind.CHAPTER, "ch": Kind.CHAPTER, "subchapter": Kind.SUBCHAPTER,
    "part": Kind.PART, "subpart": Kind.SUBPART, "title": Kind.TITLE, "subtitle": Kind.SUBTITLE,
    "annex": Kind.ANNEX, "schedule": Kind.SCHEDULE, "sched": Kind.SCHEDULE,
    "appendix": Kind.APPENDIX, "app": Kind.APPENDIX,
}  # fmt: skip
CHINESE_UNITS = {
    "条": Kind.ARTICLE, "條": Kind.ARTICLE, "章": Kind.CHAPTER, "节": Kind.SECTION, "節": Kind.SECTION,
    "编": Kind.PART, "編": Kind.PART, "篇": Kind.PART, "分编": Kind.SUBPART, "分編": Kind.SUBPART,
    "附件": Kind.ANNEX, "附录": Kind.APPENDIX, "附錄": Kind.APPENDIX, "附表": Kind.SCHEDULE,
}  # fmt: skip
LETTERED = ATTACHMENTS | {Kind.PART, Kind.SUBPART, Kind.SUBTITLE, Kind.SUBCHAPTER}

_OPENING = re.compile(rf"[{BLANKS}]*(?:#{{1,6}}|>{{1,3}})?[{BLANKS}]*[*_]{{0,3}}")
_ENGLISH = re.compile(
    rf"(?:(?P<unit>[A-Z][A-Za-z]{{1,9}})(?:\.[{BLANKS}]{{0,8}}|[{BLANKS}]{{1,8}})|(?P<sign>§)[{BLANKS}]{{0,8}})"
    rf"(?:(?P<arabic>{ARABIC_NUMBER})|(?P<roman>[IVXLCDM]{{1,12}}[a-z]?)|(?P<letter>[A-Z]{{1,2}})|(?P<word>(?i:{WORDS})))"
    rf"(?![A-Za-z{ARABIC}])"
)
_ATTACHMENT = re.compile(r"(?:THE |The )?(?P<unit>ANNEX|Annex|SCHEDULE|Schedule|APPENDIX|Appendix)(?![A-Za-z])")
_CHINESE = re.compile(
    rf"第(?P<number>[{CHINESE}{ARABIC}{BLANKS}]{{1,24}})(?:之(?P<inner>[{CHINESE}]{{1,4}}))?"
    rf"(?P<unit>[条條章节節编編篇]|分[编編])(?:之(?P<outer>[{CHINESE}{ARABIC}]{{1,4}}))?"
)
_CHINESE_ATTACHMENT = re.compile(
    rf"(?P<unit>附[件录錄表])[{BLANKS}]{{0,4}}(?:(?P<number>[{CHINESE}{ARABIC}]{{1,4}})|(?P<letter>[A-Z](?![A-Za-z])))?"
)
_RECITAL = re.compile(rf"[(（](?P<number>[{ARABIC}]{{1,4}})[)）](?=\s|$)")
_FORMULA = re.compile(r"(?:HAS|HAVE|Has|Have) (?:ADOPTED|DECIDED|AGREED|adopted|decided|agreed)\b")
_RECITALS = frozenset({"whereas", "recitals", "recital", "鉴于"})
_EXPLANATIONS = frozenset({"explanatory note", "explanatory notes", "explanatory memorandum"})
_EXPLANATION = re.compile(r"(?:的|情况|起草|编制|修订|修改)说明(?:[（(].{0,10}[）)])?$")
_LONGEST_UNNUMBERED = 60

_SEPARATOR = re.compile(
    rf"[*_]{{0,3}}(?P<space>[{BLANKS}]*)(?P<sign>(?:[.．][—–]?|[:：—–·|]|-(?![a-z0-9]))?)[{BLANKS}]*[*_]{{0,3}}[{BLANKS}]*"
)
_DECORATION = BLANKS + "*_#"
_OPENERS = "“\"‘'「『《〈[【〔(（"
_SUBREFERENCE = re.compile(rf"(?:[(（][0-9A-Za-z]{{1,4}}[)）][{BLANKS}]*){{1,6}}(?:[a-z,;.]|$)")
_ITEM_NUMBER = re.compile(rf"[（(][{CHINESE}{ARABIC}]{{1,4}}[）)]")
_INSTRUMENT = re.compile(r"(?:TFEU|TEU|GDPR|ECHR|PIPL)\b")


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that looks like a heading.

    `readings` are what its number can mean ("C": 100 or the third letter). `start` is where the line begins, `content`
    where the words after the marker begin, `stop` where the line ends, trailing white space apart.
    """

    kind: Kind
    readings: tuple[Number, ...]
    label: str
    start: int
    content: int
    stop: int
    signed: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to be judged: `text[at:stop]` without indentation and trailing white space, with its neighbours' words."""

    text: str
    start: int
    at: int
    stop: int
    before: str
    after: str

    def marker(
        self, kind: Kind, readings: tuple[Number, ...], label_end: int, content: int, signed: bool = False
    ) -> Marker:
        label = self.text[self.at : label_end].strip(_DECORATION)
        return Marker(kind, readings, label, self.start, content, self.stop, signed)


def find_markers(text: str, lang: str | None = None) -> Iterator[Marker]:
    """The lines that look like headings, in order. `lang` "en…" or "zh…" leaves the other language's forms aside."""
    english, chinese = not (lang or "").startswith("zh"), not (lang or "").startswith("en")
    in_recitals, below_division = False, False
    quoted = Quotations(text) if chinese else ()
    above = ""
    for line in _lines(text):
        last, above = above, line.text[line.at : line.stop]
        if chinese and (line.at in quoted or states_wording(last)):
            continue
        marker = None
        if english:
            marker = _english(line)
        if chinese and not marker:
            marker = _chinese(line)
        marker = marker or _unnumbered(line, in_recitals)
        if marker and ((below_division and line.before) or not runs_on(line.before)):
            in_recitals = marker.kind in (Kind.RECITALS, Kind.RECITAL)
            yield marker
        below_division = marker is not None and marker.kind not in PROVISIONS


def _lines(text: str) -> Iterator[_Line]:
    lines = text.splitlines(keepends=True)
    start, before = 0, ""
    for place, line in enumerate(lines):
        stripped = line.strip()
        if stripped:
            opening = _OPENING.match(line)
            at = start + (opening.end() if opening else 0)
            after = lines[place + 1].strip() if place + 1 < len(lines) else ""
            yield _Line(text, start, at, start + len(line.rstrip()), before, after)
        start, before = start + len(line), stripped


def _english(line: _Line) -> Marker | None:
    match = _ENGLISH.match(line.text, line.at, line.stop)
    if not match:
        return None
    kind = Kind.SECTION if match["sign"] else ENGLISH_UNITS.get(match["unit"].lower())
    readings = _english_readings(kind, match) if kind else ()
    content = _english_content(line, match.end()) if readings else None
    if kind is None or content is None:
        return None
    return line.marker(kind, readings, match.end(), content, signed=bool(match["sign"]))


def _english_readings(kind: Kind, match: re.Match[str]) -> tuple[Number, ...]:
    if match["arabic"]:
        return (arabic_number(match["arabic"]),)
    if match["word"]:
        number = None if kind in PROVISIONS else word_number(match["word"])
        return (number,) if number else ()
    written = match["roman"] or match["letter"]
    roman = roman_number(written)
    letter = letter_number(written) if kind in LETTERED and len(written) <= 2 else None
    return tuple(number for number in (roman, letter) if number)


def _english_content(line: _Line, end: int) -> int | None:
    """Where the words after a marker that ends at `end` begin; None if no separator or a cross-reference follows."""
    separator = _SEPARATOR.match(line.text, end, line.stop)
    content = separator.end() if separator else end
    if content >= line.stop:
        return None if continues_reference(line.after) else line.stop
    rest = line.text[content : min(content + 80, line.stop)]
    if separator and separator["sign"]:
        return None if separator["sign"] in (".", "．") and rest[0].islower() else content
    begins = rest[0].isupper() or rest[0] in _OPENERS or "一" <= rest[0] <= "鿿"
    refers = _SUBREFERENCE.match(rest) or _INSTRUMENT.match(rest)
    return content if begins and not refers and separator and separator["space"] else None


def _chinese(line: _Line) -> Marker | None:
    match = _CHINESE.match(line.text, line.at, line.stop)
    if match is None:
        return _chinese_attachment(line)
    kind = CHINESE_UNITS[match["unit"]]
    number = chinese_number(match["number"], match["outer"] or match["inner"] or "")
    content = _chinese_content(line, match.end(), kind) if number else None
    return line.marker(kind, (number,), match.end(), content) if number and content is not None else None


def _chinese_content(line: _Line, end: int, kind: Kind) -> int | None:
    separator = _SEPARATOR.match(line.text, end, line.stop)
    content = separator.end() if separator else end
    if content >= line.stop:
        return None if continues_reference(line.after) else line.stop
    rest = line.text[content : min(content + 80, line.stop)]
    separated = content > end or rest[0] in "【〔" or (rest[0] in "（(" and not _ITEM_NUMBER.match(rest))
    if continues_reference(rest):
        return None
    if separated or (kind is not Kind.ARTICLE and is_title(line.text[content : line.stop], 20)):
        return content
    return None


def _chinese_attachment(line: _Line) -> Marker | None:
    match = _CHINESE_ATTACHMENT.match(line.text, line.at, line.stop)
    if not match:
        return None
    number = chinese_number(match["number"]) if match["number"] else letter_number(match["letter"] or "") or UNNUMBERED
    separator = _SEPARATOR.match(line.text, match.end(), line.stop)
    content = separator.end() if separator and not separator["sign"] else match.end()
    rest = line.text[content : line.stop]
    titled = content > match.end() and not rest[:1].isdigit() and is_title(rest, 60)
    if number is None or not (titled or not rest):
        return None
    return line.marker(CHINESE_UNITS[match["unit"]], (number,), match.end(), content)


def _unnumbered(line: _Line, in_recitals: bool) -> Marker | None:
    """Headings without a number, and the recitals, whose number has no word."""
    if in_recitals and (recital := _RECITAL.match(line.text, line.at, line.stop)):
        number = arabic_number(recital["number"])
        content = line.stop - len(line.text[recital.end() : line.stop].lstrip())
        return line.marker(Kind.RECITAL, (number,), recital.end(), content)
    if line.stop - line.at > _LONGEST_UNNUMBERED:
        return None
    kind = _unnumbered_kind(line.text[line.at : line.stop].strip(_DECORATION + ":："), in_recitals)
    return line.marker(kind, (UNNUMBERED,), line.stop, line.stop) if kind else None


def _unnumbered_kind(words: str, in_recitals: bool) -> Kind | None:
    if words.lower() in _RECITALS:
        return Kind.RECITALS
    if in_recitals and _FORMULA.match(words):
        return Kind.FORMULA
    attachment = _ATTACHMENT.fullmatch(words)
    if attachment:
        return ENGLISH_UNITS[attachment["unit"].lower()]
    explains = words.lower() in _EXPLANATIONS or (_EXPLANATION.search(words) and is_title(words, _LONGEST_UNNUMBERED))
    return Kind.EXPLANATION if explains else None
