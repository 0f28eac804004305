"""Acts in the (X)HTML of EUR-Lex: recent Official Journal pages, older ones with and without classes, consolidated texts, proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from regbot.parse.moments import find_days
from regbot.sources.eurlex.lines import MASTHEAD, Page, Raw, read_lines
from regbot.sources.eurlex.parts import OPENING, Act, Assembler, Line, Mark, number_of, title_of
from regbot.sources.eurlex.words import (
    ANNEX_HEADING,
    ARTICLE_HEADING,
    CITATION,
    CLOSING,
    DIVISION_HEADING,
    INSTITUTION,
    WHEREAS,
    is_formula,
)

ARTICLE = frozenset(("oj-ti-art", "ti-art", "title-article-norm", "titrearticle"))
ARTICLE_TITLE = frozenset(("oj-sti-art", "sti-art", "stitle-article-norm", "articletitle"))
DIVISION = frozenset(
    ("oj-ti-section-1", "ti-section-1", "title-division-1", "sectiontitle", "chaptertitle", "parttitle", "titletitle")
)
DIVISION_TITLE = frozenset(("oj-ti-section-2", "ti-section-2", "title-division-2"))
TITLE = frozenset(
    ("oj-doc-ti", "doc-ti", "title-doc-first", "title-doc-last", "title-doc-oj-reference", "eli-main-title")
)
PROPOSAL_TITLE = frozenset(("statut", "typedudocument", "titreobjet", "sous-titreobjet"))
RECITAL = frozenset(("manualconsidrant", "considrant"))
ANNEX = frozenset(("annexetitre", "title-annex-1", "oj-ti-annex", "ti-annex"))
ANNEX_TITLE = frozenset(("title-annex-2", "oj-sti-annex", "annexetitreacte"))
FINAL = frozenset(
    ("oj-final", "final", "oj-signatory", "signatory", "oj-doc-end", "fait", "languesfaisantfoi", "personnequisigne")
)
ATTACHMENT = frozenset(("fichefinanciretitre", "fichefinanciretitretable", "fichefinancirestandardtitre"))
LEFT_OUT = frozenset(("modref", "arrow", "oj-doc-sep", "hd-modifiers", "toc", "oj-doc-end"))
LONGEST_QUOTATION = 3_000
"""Lines after which a quotation that nothing closes is taken for a single line."""

SHORT_HEADING = 40

_NUMBERED = re.compile(r"^\(\s?(\d{1,4}[a-z]?)\s?\)\s*(?=\S)")
_CLOSES = re.compile(r"[’”\"'»“]\s?[.;,)]?\s?(?:and|or)?$")
_OJ_DATE = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_AVIS = re.compile(
    r"avis juridique|important legal notice|official journal|^\d{5}[A-Z]{1,2}\d{4}|journal officiel|amtsblatt",
    re.IGNORECASE,
)


_BASIC_ACT = re.compile(r"^►B\s?\|\s?(?P<title>\S.{20,2000}?)(?:\s?\([^()\d]{0,60}\d[^()]{0,80}\)){0,4}$", re.DOTALL)
"""The row of a consolidated text's first table that names the act itself, and where it was published."""


def parse_xhtml(page: str) -> Act:
    """An act from a page. Raises ParseError when there is no text."""
    return acts_of([read_lines(page)])


def acts_of(pages: Sequence[Page]) -> Act:
    """One act from its pages, in their order: the act, then the streams with its annexes. Raises ParseError."""
    lines: list[Line] = []
    notes: dict[str, tuple[str, str]] = {}
    titles: list[str] = []
    published = None
    for at, page in enumerate(pages):
        key = f"{at}:" if at else ""
        notes |= {f"{key}{name}": note for name, note in page.notes.items()}
        marker = _Marker(page.lines, started=at > 0)
        lines += [replace(line, notes=tuple(f"{key}{name}" for name in line.notes)) for line in marker.lines()]
        titles += marker.titles
        published = published or _published(page.lines)
    notes = _each_once(notes, {key for line in lines for key in line.notes})
    pieces = Assembler(notes).pieces(lines)
    title = title_of(titles or _title_lines(lines))
    days = find_days(title, chinese=False)
    dated = days[0].value if days and days[0].year_given else None
    return Act(title, pieces, dated, published, next((page.lang for page in pages if page.lang), ""))


def _title_lines(lines: Sequence[Line]) -> list[str]:
    titles = [line.text for line in lines if line.mark is Mark.TITLE]
    basic = next((match for text in titles if (match := _BASIC_ACT.match(text))), None)
    if basic:
        return [basic["title"]]
    words = [text for text in titles if not _AVIS.search(text) and len(text.split()) > 3]
    return words[:1] or titles


def _each_once(notes: dict[str, tuple[str, str]], used: set[str]) -> dict[str, tuple[str, str]]:
    """A footnote has several ids: the ones that are referred to stay, and one of each that is not."""
    kept = {key: note for key, note in notes.items() if key in used}
    known = set(kept.values())
    for key, note in notes.items():
        if note not in known:
            known.add(note)
            kept[key] = note
    return kept


def _published(lines: Sequence[Raw]) -> date | None:
    for line in lines[:12]:
        match = _OJ_DATE.search(line.text) if _is_masthead(line) else None
        if match:
            try:
                return date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                return None
    return None


def _is_masthead(line: Raw) -> bool:
    return any(name.startswith(MASTHEAD) for name in line.classes)


class _Marker:
    """Says of every line of a page what it is. `started` is for streams that follow the act: annexes."""

    def __init__(self, raws: Sequence[Raw], *, started: bool) -> None:
        self._raws = [raw for raw in raws if not _is_masthead(raw) and not raw.classes & LEFT_OUT]
        self._eli = any(_root(raw.place).startswith("art_") for raw in self._raws)
        self._classed = self._eli or any(raw.classes & ARTICLE for raw in self._raws)
        self._proposal = any(raw.classes & RECITAL for raw in self._raws)
        self._started, self._covered = started, False
        self._phase = "closing" if started else "title"
        self._act_from = 0 if started else _act_from(self._raws)
        self._memorandum = self._act_from > 0
        self._place = ""
        self._opened: set[str] = set()
        self._quoted_to = -1
        self._ends = _quotation_ends(self._raws)
        self._quotes = False
        self._last = 0
        self._recital = 0
        self._in_recitals = False
        self._heading = False
        self._before = Mark.TEXT
        self.titles: list[str] = []

    def lines(self) -> Iterator[Line]:
        """The lines, marked."""
        for at, raw in enumerate(self._raws):
            self._memorandum = at < self._act_from
            line = self._line(at, raw)
            self._heading = line.mark in (Mark.ARTICLE, Mark.DIVISION, Mark.ANNEX) or (
                self._heading and line.mark in (Mark.ARTICLE_TITLE, Mark.ANNEX_TITLE, Mark.DIVISION_TITLE)
            )
            self._before = line.mark
            yield replace(line, tight=raw.tight and line.mark is Mark.TEXT, notes=raw.refs)

    def _line(self, at: int, raw: Raw) -> Line:
        if at > self._quoted_to and raw.text[0] in OPENING and self._phase == "body":
            self._note_quotation(at, raw)
        free = raw.depth == 0 and at > self._quoted_to
        structural = self._structure(at, raw) if free else None
        if structural:
            return structural
        return self._ordinary(raw)

    def _structure(self, at: int, raw: Raw) -> Line | None:
        """A heading of the act's own, or None. Headings within a quotation are text of the article that quotes them."""
        text, place = raw.text, _root(raw.place)
        if (annex := self._annex(raw)) is not None:
            return annex
        if self._phase == "annex":
            return self._annex_title(raw)
        if self._before is Mark.ARTICLE and raw.classes & ARTICLE and not ARTICLE_HEADING.match(text):
            return Line(text, Mark.ARTICLE_TITLE)
        if self._is_article(raw):
            self._phase, self._place = "body", place
            self._opened.add(place)
            number = self._number(raw)
            self._last = _figure(number)
            self._quotes, self._quoted_to = False, -1
            return Line(text, Mark.ARTICLE, number)
        if self._before is Mark.ARTICLE and (raw.classes & ARTICLE_TITLE or self._is_plain_title(at, raw)):
            return Line(text, Mark.ARTICLE_TITLE)
        if self._heading and raw.classes & ARTICLE_TITLE:
            return Line(text, Mark.ARTICLE_TITLE)
        below = self._heading and self._before in (Mark.DIVISION, Mark.DIVISION_TITLE)
        if below and self._is_division_title(raw):
            return Line(text, Mark.DIVISION_TITLE)
        if self._phase in ("title", "preamble", "body") and not self._memorandum and self._is_division(raw):
            self._phase = "body"
            return Line(text, Mark.DIVISION)
        if self._phase == "body" and self._is_closing(raw):
            self._phase = "closing"
            return Line(text, Mark.CLOSING)
        return None

    def _ordinary(self, raw: Raw) -> Line:
        text = raw.text
        if self._phase == "title":
            return self._in_title(raw)
        if self._phase == "preamble":
            return self._in_preamble(raw)
        if self._phase == "closing":
            if raw.classes & ATTACHMENT:
                self._phase = "annex"
                return Line(text, Mark.ATTACHMENT)
            if self._started:
                opening, self._covered = not self._covered, True
                return Line(text, Mark.ATTACHMENT if opening else Mark.TEXT)
            return Line(text, Mark.CLOSING)
        return Line(text)

    def _in_title(self, raw: Raw) -> Line:
        place = _root(raw.place)
        if self._memorandum:
            return Line(raw.text, Mark.MEMORANDUM)
        if place.startswith(("pbl_", "cit_", "rct_")):
            self._phase = "preamble"
        elif raw.classes & (TITLE | PROPOSAL_TITLE):
            self.titles.append(raw.text)
            return Line(raw.text, Mark.TITLE)
        elif INSTITUTION.match(raw.text) or CITATION.match(raw.text) or WHEREAS.match(raw.text):
            self._phase = "preamble"
        if self._phase == "preamble":
            return self._in_preamble(raw)
        return Line(raw.text, Mark.TITLE if self._classed or not self.titles else Mark.BODY)

    def _in_preamble(self, raw: Raw) -> Line:
        text, place = raw.text, _root(raw.place)
        numbered = _NUMBERED.match(text)
        if place.startswith("rct_"):
            new = place != self._place
            self._place = place
            if new:
                self._in_recitals = True
                number = numbered[1] if numbered else number_of(place.partition("_")[2], "")
                return Line(text[numbered.end() :] if numbered else text, Mark.RECITAL, number)
            return Line(text, tight=raw.tight)
        if is_formula(text) or "formuledadoption" in raw.classes:
            self._phase = "body"
            return Line(text, Mark.FORMULA)
        if not self._eli or place.startswith("pbl_"):
            if numbered and self._is_recital(raw, _figure(numbered[1])):
                self._recital, self._in_recitals = _figure(numbered[1]), True
                return Line(text[numbered.end() :], Mark.RECITAL, numbered[1])
            if WHEREAS.match(text) and len(text) > 40 and raw.depth == 0 and not self._recital:
                self._in_recitals = True
                return Line(text, Mark.RECITAL)
        return Line(text) if self._in_recitals else Line(text, Mark.PREAMBLE)

    def _is_recital(self, raw: Raw, number: int) -> bool:
        if self._proposal:
            return bool(raw.classes & RECITAL) and number > self._recital
        return raw.depth == 0 and (number == self._recital + 1 or (self._classed and number > self._recital))

    def _annex(self, raw: Raw) -> Line | None:
        text, place = raw.text, _root(raw.place)
        if place.startswith("anx_"):
            if place == self._place and self._phase == "annex":
                return None
            self._phase, self._place = "annex", place
            return Line(text, Mark.ANNEX, number_of(place.partition("_")[2], ""))
        if raw.classes & ANNEX and self._phase != "title" and not self._is_second_line(raw):
            self._phase = "annex"
            return Line(text, Mark.ANNEX)
        heading = ANNEX_HEADING.match(text) is not None
        if (
            self._phase in ("closing", "annex")
            and not self._eli
            and heading
            and (raw.classes & TITLE or not self._classed or self._phase == "closing")
        ):
            self._phase = "annex"
            return Line(text, Mark.ANNEX)
        if (
            self._phase in ("closing", "annex")
            and raw.classes & TITLE
            and self._before not in (Mark.ANNEX, Mark.ANNEX_TITLE, Mark.ATTACHMENT)
            and (heading or self._phase == "closing")
        ):
            self._phase = "annex"
            return Line(text, Mark.ANNEX if heading else Mark.ATTACHMENT)
        return None

    def _is_second_line(self, raw: Raw) -> bool:
        """Whether a heading goes on here, after a line break."""
        return self._before in (Mark.ANNEX, Mark.ANNEX_TITLE) and not ANNEX_HEADING.match(raw.text.upper())

    def _annex_title(self, raw: Raw) -> Line | None:
        after = self._before in (Mark.ANNEX, Mark.ANNEX_TITLE, Mark.ATTACHMENT)
        if after and raw.classes & (TITLE | ANNEX_TITLE | ANNEX):
            return Line(raw.text, Mark.ANNEX_TITLE)
        if raw.classes & ATTACHMENT and not after:
            return Line(raw.text, Mark.ATTACHMENT)
        return None

    def _is_article(self, raw: Raw) -> bool:
        place = _root(raw.place)
        if self._phase == "annex" or self._memorandum:
            return False
        if self._eli:
            return (
                place.startswith("art_")
                and place not in self._opened
                and bool(raw.classes & ARTICLE or ARTICLE_HEADING.match(raw.text))
            )
        if self._phase == "closing" and not raw.classes & ARTICLE:
            return False
        if self._classed and not raw.classes & ARTICLE:
            return False
        if not self._classed and not ARTICLE_HEADING.match(raw.text):
            return False
        if raw.text[0] in OPENING:
            return False
        return not self._quotes or _figure(self._number(raw)) == self._last + 1

    def _number(self, raw: Raw) -> str:
        place = _root(raw.place).partition("_")[2].lower()
        if self._eli and re.fullmatch(r"\d{1,4}[a-z_]{0,8}", place):
            return place
        return number_of(raw.text, "1")

    def _is_plain_title(self, at: int, raw: Raw) -> bool:
        """In pages without classes: whether the line below an article's number is its title."""
        following = self._raws[at + 1].text if at + 1 < len(self._raws) else ""
        return (
            not self._classed
            and _is_short(raw.text)
            and bool(following)
            and not ARTICLE_HEADING.match(following)
            and not CLOSING.match(raw.text)
        )

    def _is_division(self, raw: Raw) -> bool:
        if self._classed:
            return bool(raw.classes & DIVISION) and raw.text[0] not in OPENING
        return DIVISION_HEADING.match(raw.text) is not None

    def _is_division_title(self, raw: Raw) -> bool:
        if raw.classes & DIVISION_TITLE:
            return True
        numbered = DIVISION_HEADING.match(raw.text) or number_of(raw.text)
        if raw.classes & DIVISION:
            return not numbered
        return not self._classed and _is_short(raw.text) and not numbered and not ARTICLE_HEADING.match(raw.text)

    def _is_closing(self, raw: Raw) -> bool:
        place = _root(raw.place)
        if place.startswith("fnp_") or raw.classes & FINAL:
            return True
        if self._before in (Mark.ARTICLE, Mark.ARTICLE_TITLE):
            return False
        return self._last > 0 and CLOSING.match(raw.text) is not None

    def _note_quotation(self, at: int, raw: Raw) -> None:
        """A quotation that begins with this line: up to where it ends, no heading is the act's own."""
        heading = raw.text[1:].lstrip()
        is_heading = bool(raw.classes & (ARTICLE | DIVISION | TITLE)) or any(
            form.match(heading) for form in (ARTICLE_HEADING, DIVISION_HEADING, ANNEX_HEADING)
        )
        self._quotes = True
        if not is_heading or raw.depth:
            return
        end = self._ends[at if len(raw.text) > SHORT_HEADING else at + 1]
        within = end < len(self._raws) and (not self._eli or _root(self._raws[end].place) == _root(raw.place))
        self._quoted_to = end if within and end - at <= LONGEST_QUOTATION else at


def _act_from(raws: Sequence[Raw]) -> int:
    """Where the act of a proposal begins, below its cover and its explanatory memorandum; 0 without these."""
    if not any(raw.classes & {"exposdesmotifstitre", "typedudocument_cp"} for raw in raws):
        return 0
    for name in ("typedudocument", "institutionquiagit"):
        for at, raw in enumerate(raws):
            if name in raw.classes:
                return at - 1 if at and "statut" in raws[at - 1].classes else at
    return 0


def _quotation_ends(raws: Sequence[Raw]) -> list[int]:
    """For each line, the place of the first from it on that closes a quotation; their number if none does."""
    ends = [len(raws)] * (len(raws) + 1)
    for at in range(len(raws) - 1, -1, -1):
        ends[at] = at if _CLOSES.search(raws[at].text[-12:]) else ends[at + 1]
    return ends


def _root(place: str) -> str:
    return place.partition(".")[0]


def _figure(number: str) -> int:
    match = re.match(r"\d{1,4}", number)
    return int(match[0]) if match else 0


def _is_short(text: str) -> bool:
    return len(text) <= 160 and not re.search(r"[.;:,]$", text) and not re.match(r"[\d(—–-]|[‘“'\"]", text)
