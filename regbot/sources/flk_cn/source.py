"""National database of laws (国家法律法规数据库, flk.npc.gov.cn): laws, regulations and interpretations with their status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from pydantic import Field, model_validator

from regbot.errors import SourceError
from regbot.fetch.errors import ParseError, PermanentError
from regbot.model import LegalStatus
from regbot.sources.base import Context, Listed, Parsed, Source, stamp_of
from regbot.sources.chinese_facts import ZONE
from regbot.sources.flk_cn.answers import (
    HOME,
    Detail,
    Row,
    document_of,
    former_id,
    parse_detail,
    parse_link,
    parse_list,
    present_id,
    read_file,
    same_title,
)
from regbot.sources.settings import SourceSettings

T = TypeVar("T")

MOST_ROWS, PER_PAGE, FORMER_PER_PAGE = 10_000, 100, 10
FORMER_FILES = "https://wb.flk.npc.gov.cn"
IN_TITLES, EXACTLY, LOOSELY = 1, 1, 2


class FlkCnSettings(SourceSettings):
    """Which laws to hold."""

    titles: tuple[str, ...] = Field((), description="whole titles; 中华人民共和国 may be left out")
    words: tuple[str, ...] = Field((), description="words that a title has to contain")
    ids: tuple[str, ...] = Field((), description="ids (bbbs) of single laws")
    earlier: bool = Field(
        True, description="also what was repealed or amended; without it a law that is held never loses its status"
    )

    @model_validator(mode="after")
    def _chosen(self) -> FlkCnSettings:
        if not (self.titles or self.words or self.ids):
            raise ValueError("name titles, words or ids: the database is too large to be held whole")
        return self


class FlkCn(Source[FlkCnSettings]):
    """A search that is POSTed, one JSON object a law, and a signed address for its Word file; else the older pair."""

    type = "flk_cn"
    publisher = "National Database of Laws and Regulations of China"
    home = HOME
    settings_type = FlkCnSettings

    @classmethod
    def settings_for(cls, url: str) -> dict[str, Any] | None:
        """A law's page is watched alone."""
        parts = urlsplit(url)
        if parts.hostname != "flk.npc.gov.cn":
            return None
        query = parse_qs(parts.query)
        named = (query.get("id") or query.get("bbbs") or [""])[0]
        if not named and parts.path.startswith("/detail"):
            named = parts.query.partition("&")[0]
        found = present_id(named) if named else ""
        return {"ids": [found]} if found else None

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """All that the settings name: a law's status may change long after it was published, so `since` is no help."""
        del since
        for bbbs in self.settings.ids:
            yield Listed(bbbs, self._address(bbbs), data={"former": False})
        problems: list[SourceError] = []
        for words, whole in self._questions():
            try:
                yield from self._found(context, words, whole)
            except ParseError as error:
                problems.append(error)
        if problems:
            raise problems[0]

    def probe(self, context: Context) -> Iterator[Listed]:
        """The first page of the first search, else the first single law."""
        if not (self.settings.titles or self.settings.words):
            context.get(self._address(self.settings.ids[0]), expect="json")
            yield Listed(self.settings.ids[0], self._address(self.settings.ids[0]))
        for words, whole in self._questions()[:1]:
            yield from map(self._listed, self._page(context, words, whole, 1)[0])

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """A law's fields, and its text from the answer itself or from its file."""
        known = Row(listed.key, listed.title, **{name: listed.data.get(name, "") for name in _KEPT})
        detail = self._detail(context, replace(known, former=bool(listed.data.get("former"))))
        parsed = document_of(detail, detail.text or self._text(context, detail), context.today(ZONE))
        document = replace(parsed.document, terms=self.settings.terms, topics=self.settings.topics)
        return replace(parsed, document=document)

    def _questions(self) -> list[tuple[str, bool]]:
        """What to search for, each with whether it is a whole title."""
        return [(title, True) for title in self.settings.titles] + [(word, False) for word in self.settings.words]

    def _found(self, context: Context, words: str, whole: bool) -> Iterator[Listed]:
        """What one search finds. Raises ParseError for a title that there is not, and when there is more than is listed."""
        seen: set[str] = set()
        total, named = 0, False
        for number in range(1, MOST_ROWS // PER_PAGE + 1):
            rows, total, size = self._page(context, words, whole, number)
            new = [row for row in rows if row.bbbs not in seen]
            seen.update(row.bbbs for row in new)
            fitting = [row for row in new if not whole or same_title(row.title, words)]
            named = named or bool(fitting)
            yield from (self._listed(row) for row in fitting if self.settings.earlier or _holds(row))
            if not new or number * size >= min(total, MOST_ROWS) or (whole and named and not fitting):
                break
        if whole and not named:
            raise ParseError(f"the database has no law called “{words}”", "correct the title in corpus/sources.toml")
        if total > MOST_ROWS:
            raise ParseError(
                f"“{words}” finds {total:,} laws; the database lists no more than {MOST_ROWS:,}",
                "choose words that fewer titles contain",
            )

    def _page(self, context: Context, words: str, whole: bool, number: int) -> tuple[tuple[Row, ...], int, int]:
        """One page of a search: rows, how many there are in all, rows to a page."""

        def present() -> tuple[tuple[Row, ...], int, int]:
            question = {
                "searchContent": words,
                "searchRange": IN_TITLES,
                "searchType": EXACTLY if whole else LOOSELY,
                "sxx": [],
                "gbrq": [],
                "sxrq": [],
                "gbrqYear": [],
                "flfgCodeId": [],
                "zdjgCodeId": [],
                "xgzlSearch": False,
                "orderByParam": {"order": "gbrq", "sort": "DESC"},
                "pageNum": number,
                "pageSize": PER_PAGE,
            }
            answer = context.post(f"{self.base_url}/law-search/search/list", json=question, expect="json")
            return *parse_list(answer.json()), PER_PAGE

        def former() -> tuple[tuple[Row, ...], int, int]:
            question = {
                "type": "",
                "fgbt": words,
                "searchType": "title;accurate" if whole else "title;vague",
                "sortTr": "f_bbrq_s;desc",
                "sort": "true",
                "page": number,
                "size": FORMER_PER_PAGE,
            }
            answer = context.get(f"{self.base_url}/api/", params=question, expect="json")
            return *parse_list(answer.json()), FORMER_PER_PAGE

        return _either(present, former)

    def _detail(self, context: Context, known: Row) -> Detail:
        def present() -> Detail:
            return parse_detail(context.get(self._address(known.bbbs), expect="json").json(), known)

        def former() -> Detail:
            question = {"id": former_id(known.bbbs)}
            return parse_detail(context.post(f"{self.base_url}/api/detail", data=question, expect="json").json(), known)

        return _either(former, present) if known.former else _either(present, former)

    def _text(self, context: Context, detail: Detail) -> str:
        """The text of the first file that can be read. Raises the error of the first that cannot."""
        formats = detail.files or (() if detail.row.former else (("docx", ""),))
        problem: SourceError = ParseError(
            f"{detail.row.title} has no file that can be read; OFD files cannot", "open it in a browser and import it"
        )
        for place, (ending, path) in enumerate(formats):
            try:
                address = self._file_address(context, detail.row, ending, path)
                return read_file(context.get(address).body, page=ending == "html")
            except (ParseError, PermanentError) as error:
                problem = problem if place else error
        raise problem

    def _file_address(self, context: Context, row: Row, ending: str, path: str) -> str:
        """Where a file is. The present interface signs an address for an hour."""
        if row.former:
            return self.moved(urljoin(f"{self.settings.base_url or FORMER_FILES}/", path))
        if urlsplit(path).scheme in ("http", "https"):
            return self.moved(path)
        question = {"format": ending, "bbbs": row.bbbs, "fileId": ""}
        answer = context.get(f"{self.base_url}/law-search/download/pc", params=question, expect="json")
        return self.moved(parse_link(answer.json()))

    def _listed(self, row: Row) -> Listed:
        kept = {name: getattr(row, name) for name in _KEPT}
        stamp = stamp_of([row.bbbs, row.title, row.published, row.effective, row.status])
        return Listed(row.bbbs, self._address(row.bbbs), row.title, stamp, {**kept, "former": row.former})

    def _address(self, bbbs: str) -> str:
        return f"{self.base_url}/law-search/search/flfgDetails?bbbs={quote(bbbs, safe='')}"


_KEPT = ("published", "effective", "status", "issuer", "nature")


def _holds(row: Row) -> bool:
    return row.legal_status not in (LegalStatus.REPEALED, LegalStatus.SUPERSEDED)


def _either(first: Callable[[], T], second: Callable[[], T]) -> T:
    """What the first interface answers, else the second. Raises the first one's error when neither does."""
    try:
        return first()
    except (ParseError, PermanentError) as error:
        try:
            return second()
        except SourceError:
            raise error from None
