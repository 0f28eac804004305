"""A publisher's web page: title, date, language and the part that holds the text, by CSS selector or found by itself."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from regbot.parse.claims import structured_claim
from regbot.parse.errors import ParseError
from regbot.parse.html import UNREAD, text_of
from regbot.parse.moments import find_days, plain_digits
from regbot.parse.text import clean, language

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

SHARE = 0.85
"""A part of the page with this share of all its text that is no link holds the text."""

MOST_LINKS, LINKED, LONGEST_MENU = 5, 0.6, 5_000
LONGEST_HEAD = 400_000
UNDIVIDED = ("p", "table", "ul", "ol", "pre")

_PASSING = re.compile(
    r"^[|\s【\[(（]*(?:(?:浏览|阅读|点击|访问|查看)(?:次数|人数|量|数)?|views?|hits|page views|visits|read(?:ing)? count)"
    r"\s*[:：]?\s*\d[\d,.]*\s*[次万k]?[】\])）|\s]*$"
    r"|^(?:request|session|trace|ray|transaction|correlation|csrf)[\s_-]?(?:id|token)\s*[:：#=]?\s*[\w-]{4,120}$"
    r"|^(?:page\s+)?(?:generated|rendered|served|printed|accessed|retrieved)\s+(?:at|on|in)\b[^;]{0,60}\d[:.]\d\d[^;]{0,30}$"
    r"|^(?:current|server|local)\s+time\b[^;]{0,30}\d[:.]\d\d[^;]{0,30}$|^(?:今天是|当前时间|现在时间|服务器时间)\D{0,4}\d.{0,50}$"
    r"|^(?:【?(?:打印|关闭|收藏|分享|大|中|小|返回顶部|字号|关闭窗口|打印本页|扫一扫在手机打开当前页)】?[\s|｜]*){1,8}$",
    re.IGNORECASE,
)
"""Lines that differ from request to request, or only help to read the page."""

_DATED_PLACE = re.compile(
    r"pub(?:lish)?(?:ed)?[-_]?(?:time|date|on)|article[-_]?(?:time|date)|post(?:ed)?[-_]?(?:time|date|on)|release[-_]?(?:time|date)"
    r"|fbsj|fbrq|fabu",
    re.IGNORECASE,
)
_DATED_WORDS = re.compile(
    r"(?:发布(?:时间|日期|于)?|发文日期|成文日期|生成日期|公布日期|印发日期|信息时间|(?<![\u4e00-\u9fff])(?:日\s*期|时\s*间))\s*[:：]?\s*(?P<zh>[12]\d{3}[^\n]{4,14})"
    r"|(?P<before>[12]\d{3}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*来源\s*[:：]"
    r"|来源\s*[:：]\s*[^\s:：]{2,30}\s+(?P<after>[12]\d{3}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}))"
    r"|(?:^|\n)\W{0,4}(?:first\s+)?(?:published|publication date|posted|issued|released|date published|date of publication)"
    r"(?:\s+on)?\s*:?\s+(?P<en>[^\n]{6,40})",
    re.IGNORECASE,
)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+")
_SHORTEST_TITLE = 8

_DATE_NAMES = re.compile(
    r"^(?:pubdate|publishdate|dcterms\.(?:issued|date|created)|dc\.date(?:\.issued)?|date|article:published_time"
    r"|og:published_time|datepublished)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Web:
    """A page. `text` is in lines, `#` before headings; `lang` is ISO 639-1; `published` is None if the page does not say."""

    title: str
    text: str
    lang: str
    published: date | None = None


def read_web(page: str, *, selector: str = "", title_selector: str = "", drop: str = "") -> Web:
    """Read a page. `selector` (CSS) names the parts that hold the text, all that match; `drop` what to leave out of them.

    Raises ParseError when a selector is wrong or matches nothing, or when there is no text.
    """
    soup = soup_of(page)
    published = _published(soup, page)
    stated = str(soup.html.get("lang") or "")[:2].lower() if soup.html else ""
    title = _title(soup, title_selector)
    for tag in soup.select(UNREAD):
        tag.decompose()
    for tag in _matching(soup, drop) if drop else ():
        tag.decompose()
    parts = _matching(soup, selector) if selector else [_main(soup)]
    if not parts:
        raise ParseError(f"the page has nothing that matches the selector {selector!r}")
    lines = "\n\n".join(text_of(part) for part in parts).split("\n")
    text = clean("\n".join(line for line in lines if not _PASSING.match(line.strip()))).text.strip()
    if not text:
        raise ParseError("the page holds no text; it may be filled in by a script")
    told = language(text)
    return Web(
        title or _first_line(text),
        text,
        stated if told == "en" and stated.isalpha() and stated != "zh" else told,
        published,
    )


def soup_of(page: str) -> BeautifulSoup:
    """The parsed page. Never raises: what is not HTML is one text."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(_without_declaration(page), "lxml")


def _without_declaration(page: str) -> str:
    """`page` without an XML declaration, whose encoding is not that of the decoded text, and without NUL."""
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page).replace("\x00", "")


def _matching(soup: BeautifulSoup, selector: str) -> list[Tag]:
    from soupsieve import SelectorSyntaxError

    try:
        found = soup.select(selector)
    except (SelectorSyntaxError, NotImplementedError, ValueError) as error:
        raise ParseError(f"{selector!r} is no CSS selector", "correct it in corpus/sources.toml") from error
    inner = {id(tag) for outer in found for tag in outer.find_all(True)}
    return [tag for tag in found if id(tag) not in inner]


@dataclass(frozen=True, slots=True)
class _Weight:
    """How much of a part is text, and how much of that stands in links."""

    words: int
    linked: int
    links: int

    @property
    def plain(self) -> int:
        return self.words - self.linked

    @property
    def is_navigation(self) -> bool:
        return self.links > MOST_LINKS and self.linked > self.words * LINKED and self.words < LONGEST_MENU


def _main(soup: BeautifulSoup) -> Tag:
    """The part that holds the text: as deep as one part still holds nearly all text that is no link."""
    weights = _weights(soup)
    for tag in soup.find_all(["ul", "ol", "div", "table", "section", "p"]):
        if weights[id(tag)].is_navigation and not tag.decomposed:
            tag.decompose()
    weights = _weights(soup)
    whole: Tag = soup.body or soup
    total = weights[id(whole)].plain
    for marked in (soup.find("main"), soup.find("article")):
        if marked is not None and weights[id(marked)].plain >= total * 0.5:
            return marked
    part = whole
    while True:
        heaviest = max(_children(part), key=lambda tag: weights[id(tag)].plain, default=None)
        if heaviest is None or heaviest.name in UNDIVIDED or weights[id(heaviest)].plain < total * SHARE:
            return part
        part = heaviest


def _weights(root: Tag) -> dict[int, _Weight]:
    """The weight of every tag below `root` by its id, in one walk without recursion."""
    from bs4.element import NavigableString, Tag

    order: list[Tag] = [root]
    for tag in order:
        order.extend(child for child in tag.children if isinstance(child, Tag))
    found: dict[int, _Weight] = {}
    for tag in reversed(order):
        words = linked = links = 0
        for child in tag.children:
            if isinstance(child, Tag):
                below = found[id(child)]
                words, linked, links = words + below.words, linked + below.linked, links + below.links
            elif isinstance(child, NavigableString):
                words += len(child.strip())
        found[id(tag)] = _Weight(words, words, 1) if tag.name == "a" else _Weight(words, linked, links)
    return found


def _children(tag: Tag) -> Iterator[Tag]:
    from bs4.element import Tag

    return (child for child in tag.children if isinstance(child, Tag))


def _title(soup: BeautifulSoup, selector: str) -> str:
    named = _matching(soup, selector)[:1] if selector else []
    page_title = " ".join(soup.title.get_text(" ").split()) if soup.title else ""
    headings = [" ".join(tag.get_text(" ").split()) for tag in soup.find_all("h1")]
    heading = next((words for words in headings if words and words in page_title), "") or next(
        filter(None, headings), ""
    )
    shared = soup.find("meta", property="og:title") or soup.find("meta", attrs={"name": "ArticleTitle"})
    candidates = [
        *(tag.get_text(" ") for tag in named),
        heading,
        str(shared.get("content") or "") if shared else "",
        _without_site(page_title),
    ]
    return next((title for words in candidates if (title := " ".join(clean(words).text.split()))), "")[:300]


def _without_site(title: str) -> str:
    """A page's title without the name of its site behind a bar or dash."""
    first = _SITE.split(title, maxsplit=1)[0]
    return first if len(first) >= _SHORTEST_TITLE else title


def _published(soup: BeautifulSoup, page: str) -> date | None:
    """The day of publication as fields of the page say it, else its words: a labelled day, or one in a place made for it."""
    named = (
        (tag, str(tag.get("name") or tag.get("property") or tag.get("itemprop") or "")) for tag in soup.find_all("meta")
    )
    values = [str(tag.get("content") or "") for tag, name in named if _DATE_NAMES.match(name)]
    values += [str(tag.get("datetime") or "") for tag in soup.find_all("time", limit=1)]
    values += _LINKED_DATA.findall(page[:LONGEST_HEAD])[:1]
    stated = next((day for value in values if (day := _day(value[:40]))), None)
    return stated or next((day for words in _dated_words(soup) if (day := _first_day(words))), None)


def _dated_words(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(("span", "div", "p", "em", "i", "font", "td", "li")):
        names = f"{tag.get('id') or ''} {' '.join(tag.get('class') or ())}"
        if _DATED_PLACE.search(names) and len(words := tag.get_text(" ", strip=True)) <= 80:
            yield words
    for tag in soup.select("script, style"):
        tag.decompose()
    for match in _DATED_WORDS.finditer((soup.body or soup).get_text("\n")[:LONGEST_HEAD]):
        yield next(filter(None, match.groups()))


def _day(value: str) -> date | None:
    claim = structured_claim("", value, "UTC")
    return date(claim.closes.year, claim.closes.month, claim.closes.day) if claim else None


def _first_day(words: str) -> date | None:
    plain = plain_digits(words)
    days = [*find_days(plain, chinese=True), *find_days(plain, chinese=False)]
    return next((day.value for day in days if day.year_given), None)


def _first_line(text: str) -> str:
    return next((line.strip("# ") for line in text.split("\n") if len(line.strip("# ")) > 3), "")[:300]
