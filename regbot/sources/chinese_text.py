"""What Chinese publishers put on one page: notice or order, the instrument's articles, and its explanation, told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regbot.parse.assemble import Piece, provisions_of
from regbot.parse.numerals import parse_number
from regbot.parse.prose import continues_reference

_NUMERAL = "〇零一二三四五六七八九十百千万0-9０-９"
_DIVISION = re.compile(rf"(第\s*[{_NUMERAL}]{{1,6}}\s*(?:分编|[编篇章节]))\s*(.{{0,40}})$")
_ARTICLE = re.compile(rf"第\s*(?P<number>[{_NUMERAL}]{{1,9}})\s*条(?P<inner>之[{_NUMERAL}]{{1,4}})?(?P<rest>.*)")
_REFERS = re.compile(r"中[，、的规]|之(?:规定|[一二三四五六七八九十])|至第|以[及上下]|[款项：)]")
_BETWEEN = re.compile(r"、(?![\s\u3000]*第)")
_STARTS = re.compile(
    rf"第\s*[{_NUMERAL}]{{1,9}}\s*[编篇章节条]|[（(][{_NUMERAL}a-z]{{1,3}}[）)]|[{_NUMERAL}]{{1,3}}\s*[.．、]|附\s*[件录表]|[（(〔【《“]|目\s*录$"
)
_ENDS = tuple("。；：！？.;:!?”’」』）)】》…")
_UNFINISHED = re.compile(rf"第\s*[{_NUMERAL}\s]{{0,10}}$|[，、]$")
_FIRST = re.compile(r"第\s*[一1１]\s*(?:分编|[编篇章条])")
_CONTENTS = re.compile(r"目\s*[录次]$")
DATE_LINE = re.compile(r"[（(]?(?:[12]\d{3}|[〇○零一二三四五六七八九]{4})\s*年[^，。；]{2,12}日[）)]?$")
_LISTED = re.compile(rf"附\s*件|[{_NUMERAL}]{{1,2}}\s*[.．、]")
_EXPLANATION = re.compile(
    r"(?:附\s*件?\s*[：:]?\s*)?(?:关于)?[^。；，！？]{0,90}?(?:起草|编制|修订|修改|制定|立法|有关情况的|的|情况)\s*(?:情况的?)?说\s*明(?:[（(].{0,10}[）)])?$"
    r"|说\s*明$|(?:关于)?《[^。；，]{2,80}》[^。；，]{0,12}(?:说明|汇报)$"
)
_SURELY = re.compile(r"^(?:附\s*件?\s*[：:]?\s*)?关于|《|(?:起草|编制|修订|制定)\s*(?:情况的?)?说\s*明")
_STAGE = re.compile(
    r"[（(][^（）()]{0,24}(?:征求意见|公开征求意见|草案|审议稿|送审稿|修订稿)[^（）()]{0,12}[）)]|征求意见稿$"
)
_INDENTED = re.compile(r"[ \t\u00a0]*\u3000")
_BLANKS = re.compile(r"[\s\u3000\u00a0]+")
_MARKS = re.compile(r"[《》〈〉“”\"']")
_PUNCTUATION = re.compile(r"[。；，：:！？]")
_LONGEST_NAME, _MOST_TITLE_LINES = 300, 5
_LONGEST_TITLE, _WRAPPED, _WIDENED = 60, 20, 4
"""Characters: a title has at most, a wrapped line at least, a heading that blanks widen at most."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A page's text in its parts, any of them empty. `heading` is what stands between the opening and the articles."""

    opening: str = ""
    heading: str = ""
    articles: str = ""
    explanation_title: str = ""
    explanation: str = ""


def divide(text: str, name: str = "") -> Parts:
    """Tell the parts of `text` apart: an opening (notice or order), the instrument called `name`, its explanation.

    A first article, chapter or part at the start of a line begins an instrument. One without articles begins where its name
    stands alone below the day on which the notice was signed; else all but an explanation is opening.
    """
    lines = tidy(text)
    first = next((place for place, line in enumerate(lines) if _is_first(line)), len(lines))
    explained = _explanation_at(lines, first, name)
    if first == len(lines):
        end = explained if explained is not None else first
        title = _signed_title(lines[:end], name)
        return Parts(
            _joined(lines[:title]),
            _joined(lines[title : title + 1]),
            _joined(lines[title + 1 : end]),
            *_explanation(lines[end:]),
        )
    if explained is not None and explained < first:
        begin = _title_at(lines, first, name, explained + 1)
        return Parts(
            _joined(lines[:explained]),
            _joined(lines[begin:first]),
            _joined(lines[first:]),
            *_explanation(lines[explained:begin]),
        )
    begin = _title_at(lines, first, name, 0)
    end = explained if explained is not None else len(lines)
    return Parts(
        _joined(lines[:begin]),
        _joined(lines[begin:first]),
        _joined(lines[first:end]),
        *_explanation(lines[end:]),
    )


def pieces_of(parts: Parts, name: str = "", opening: str = "notice", title: str = "") -> tuple[Piece, ...]:
    """Provisions: the opening (eid `opening`, with `title` as its heading), a preface, articles, `explanation`.

    Of the heading only what is not the title again becomes the preface; a table of contents is left out.
    """
    found: list[Piece] = []
    if parts.opening:
        found.append(Piece(opening, "", title, parts.opening))
    below = list(provisions_of(parts.articles, "zh")) if parts.articles else []
    inner = below.pop(0).text if below and below[0].eid == "preface" else ""
    preface = _without_contents(f"{parts.heading}\n\n{inner}", name)
    if preface:
        found.append(Piece("preface", "", "", preface))
    found += below
    if parts.explanation:
        found.append(Piece("explanation", "", parts.explanation_title, parts.explanation))
    return tuple(found)


def tidy(text: str) -> list[str]:
    """The lines of `text`, an empty one between paragraphs: wrapped lines joined, `第三条为了` with a space after the number.

    A line that begins with an article's number is given that space only if the number is the next one.
    """
    lines: list[list[str]] = []
    gap = False
    for raw in text.split("\n"):
        line = raw.replace("\u00a0", " ").strip(" \t\r\u3000").lstrip("#").strip(" \t\u3000")
        if not line:
            gap = True
            continue
        gap = gap or bool(_INDENTED.match(raw))
        division = _DIVISION.match(line)
        if division and not _PUNCTUATION.search(division[2]):
            line = f"{_BLANKS.sub('', division[1])} {_spaced(division[2])}".strip()
        elif lines and not gap and _runs_on(lines[-1], line):
            lines[-1].append(line)
            continue
        lines.append([line])
        gap = False
    return _numbered(["".join(parts) for parts in lines])


def bare(name: str) -> str:
    """A title without blanks, quotation marks, the country's name and the stage that it is in (征求意见稿, 草案)."""
    return _MARKS.sub("", _BLANKS.sub("", _STAGE.sub("", name))).removeprefix("中华人民共和国")


def _numbered(lines: Sequence[str]) -> list[str]:
    """`lines` with a space after each article's number that is in sequence: the next one, or one that the next confirms."""
    found = [(place, match, value) for place, line in enumerate(lines) for match, value in _articles(line)]
    spaced = list(lines)
    number = 0
    for index, (place, match, value) in enumerate(found):
        after = found[index + 1][2] if index + 1 < len(found) else 0
        confirmed = value > number + 1 and after in (value, value + 1)
        if value in (1, number + 1) or confirmed or (value == number and match["inner"]):
            rest = _BETWEEN.sub("", match["rest"], count=1) if match["rest"][:1] == "、" else match["rest"]
            if rest and not rest[0].isspace() and rest[0] not in "【〔（(":
                spaced[place] = f"{lines[place][: match.start('rest')]}\u3000{rest}"
            number = value
    return spaced


def _articles(line: str) -> Iterator[tuple[re.Match[str], int]]:
    """The article's number that `line` begins with, unless it is a reference to one."""
    match = _ARTICLE.match(line)
    value = parse_number(_BLANKS.sub("", match["number"])) if match else None
    if match and value is not None and not _refers(match["rest"]):
        yield match, value


def _refers(rest: str) -> bool:
    """Whether the words after an article's number make it a reference; a lone 、 between number and text does not."""
    return bool(_REFERS.match(rest)) or (continues_reference(rest) and not _BETWEEN.match(rest))


def _runs_on(before: Sequence[str], line: str) -> bool:
    """Whether a single line break between `before`, a line in the pieces found so far, and `line` only wraps a sentence."""
    last = before[-1]
    if _UNFINISHED.search(last[-_WRAPPED:]) or line.startswith(("的", "》", "）")):
        return True
    if last.count("《") > last.count("》") and len(last) < _LONGEST_NAME:
        return True
    if last.endswith(_ENDS) or _STARTS.match(line) or DATE_LINE.match(line) or _DIVISION.match(last):
        return False
    return (len(before) > 1 or len(last) >= _WRAPPED) and len(line) > 1


def _is_first(line: str) -> bool:
    if _CONTENTS.match(line):
        return True
    match = _FIRST.match(line)
    if not match:
        return False
    rest = line[match.end() :]
    return not _refers(rest.strip()) and (not rest or rest[0].isspace() or rest[0] in "【〔（(")


def _title_at(lines: Sequence[str], first: int, name: str, lowest: int) -> int:
    """Where the title above the first article begins: the lines that are `name`, else the short lines right above."""
    wanted = bare(name)
    for place in range(first - 1, lowest - 1, -1) if wanted else ():
        below = lines[place : min(place + _MOST_TITLE_LINES, first)]
        if len(lines[place]) <= _LONGEST_NAME and any(
            bare("".join(below[:count])[:_LONGEST_NAME]) == wanted for count in range(1, len(below) + 1)
        ):
            return place
    begin = first
    while begin > lowest and first - begin <= _MOST_TITLE_LINES and _is_heading(lines[begin - 1]):
        begin -= 1
    return begin


def _signed_title(lines: Sequence[str], name: str) -> int:
    """Where the title of an instrument without articles stands; behind the last line if there is none."""
    signed = next((place for place, line in enumerate(lines) if DATE_LINE.match(line)), len(lines))
    wanted = bare(name)
    titles = (place for place in range(signed + 1, len(lines) - 1) if wanted and bare(lines[place]) == wanted)
    return next(titles, len(lines))


def _is_heading(line: str) -> bool:
    if DATE_LINE.match(line) or _LISTED.match(line) or line.endswith(("主任", "部长", "局长", "令")):
        return False
    return line[:1] in "（(" or (len(line) <= _LONGEST_TITLE and not _PUNCTUATION.search(line))


def _explanation_at(lines: Sequence[str], first: int, name: str) -> int | None:
    """Where the explanation begins: below the articles, or above them where a page gives it first."""
    after = [place for place in range(first + 1, len(lines)) if _explains(lines[place])]
    last = max((place for place in range(first, len(lines)) if _is_article(lines[place])), default=first)
    sure = [place for place in after if place > last or _SURELY.search(lines[place])]
    if sure:
        return sure[0]
    signed = next((place for place, line in enumerate(lines[:first]) if DATE_LINE.match(line)), first)
    before = (place for place in range(signed + 1, first - 2) if _explains(lines[place]))
    return next(
        (place for place in before if not _LISTED.match(lines[place]) and bare(lines[place]) != bare(name)), None
    )


def _is_article(line: str) -> bool:
    match = _ARTICLE.match(line)
    return match is not None and match["rest"][:1] in ("", " ", "\u3000")


def _explains(line: str) -> bool:
    return len(line) <= 110 and line[:1] not in "（(第" and not line.endswith("。") and bool(_EXPLANATION.match(line))


def _explanation(lines: Sequence[str]) -> tuple[str, str]:
    return (lines[0], _joined(lines[1:])) if lines else ("", "")


def _without_contents(text: str, name: str) -> str:
    """`text` without the title called `name`, its stage, and a table of contents."""
    wanted, kept, listing = bare(name), [], False
    for line in (part.strip() for part in text.split("\n")):
        if not line or _STAGE.fullmatch(line) or (bare(line) and bare(line) in wanted):
            continue
        listing = listing or bool(_CONTENTS.match(line))
        if listing and (_CONTENTS.match(line) or _DIVISION.match(line) or len(line) <= 12):
            continue
        kept.append(line)
    return _joined(kept)


def _spaced(heading: str) -> str:
    """A heading without the blanks that only widen it: 总　　则 is 总则."""
    short = _BLANKS.sub("", heading)
    return short if len(short) <= _WIDENED else _BLANKS.sub(" ", heading.strip())


def _joined(lines: Iterable[str]) -> str:
    return "\n\n".join(lines)
