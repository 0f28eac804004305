"""News from RSS, Atom and JSON feeds: hosts that may be quoted, copies grouped, the original publisher named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from pydantic import Field

from regbot.errors import SourceError
from regbot.model import Document, DocumentKind, LegalStatus, Relation
from regbot.parse.assemble import Piece, version_of
from regbot.parse.errors import ParseError
from regbot.parse.feeds import Entry, FeedText, newest_first, read_feed
from regbot.parse.likeness import groups
from regbot.parse.text import language
from regbot.sources.base import Context, Listed, Parsed, Source, document_id, stamp_of
from regbot.sources.settings import SourceSettings

SHORTEST = 20


class FeedSettings(SourceSettings):
    """One or more feeds whose reports are compared with each other."""

    urls: tuple[str, ...] = Field(min_length=1, description="addresses of the feeds")
    hosts: tuple[str, ...] = Field(min_length=1, description="hosts (with their subdomains) whose reports are taken")
    keywords: tuple[str, ...] = Field((), description="at least one must be in the title or text; empty takes all")
    jurisdiction: str = Field("news", pattern=r"^[a-z][a-z0-9-]{0,20}$")
    lang: str = Field("", pattern=r"^([a-z]{2})?$")
    reports_on: str = Field("", description="id of the document that the reports are about")


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its copies elsewhere, and the feed it came from."""

    entry: Entry
    feed: str
    lang: str
    copies: tuple[Entry, ...] = ()


class Feed(Source[FeedSettings]):
    """Reports of news feeds. News never supports what the law says."""

    type = "feed"
    publisher = "any RSS, Atom or JSON feed"
    home = ""
    settings_type = FeedSettings

    def discover(self, context: Context, since: datetime | None) -> Iterator[Listed]:
        """The reports of all feeds, newest first; a feed that cannot be read stops nothing unless it is the only one."""
        del since
        feeds: list[FeedText] = []
        problems: list[SourceError] = []
        for url in self.settings.urls:
            try:
                feeds.append(read_feed(context.get(self.moved(url) if self.settings.base_url else url).text))
            except SourceError as error:
                problems.append(error)
        for report in reports_of(feeds, self.settings):
            yield listed_of(report)
        if problems:
            raise problems[0]

    def fetch(self, context: Context, listed: Listed) -> Parsed:
        """A report is whole in its feed: nothing more is asked."""
        report = listed.data["report"]
        assert isinstance(report, Report)
        return parse_report(report, self.settings, context.today("UTC"))


def reports_of(feeds: Sequence[FeedText], settings: FeedSettings) -> list[Report]:
    """Reports from permitted hosts about the keywords, copies grouped under the first published of them."""
    taken = [
        (entry, feed.title, settings.lang or feed.lang)
        for feed in feeds
        for entry in feed.entries
        if is_permitted(entry.url, settings.hosts) and _is_wanted(entry, settings.keywords)
    ]
    oldest_first = sorted(taken, key=lambda item: item[0].published.timestamp() if item[0].published else float("inf"))
    found = []
    for places in groups([f"{entry.title}\n{entry.text}" for entry, _, _ in oldest_first]):
        entry, feed, lang = oldest_first[places[0]]
        copies = [oldest_first[place][0] for place in places[1:]]
        found.append(Report(entry, feed, lang, tuple(copy for copy in copies if copy.url != entry.url)))
    order = {id(entry): place for place, entry in enumerate(newest_first(report.entry for report in found))}
    return sorted(found, key=lambda report: order[id(report.entry)])


def listed_of(report: Report) -> Listed:
    """The line of the listing for a report; it changes with the report's words and with its copies."""
    entry = report.entry
    stamp = stamp_of([entry.title, entry.text, entry.url, [copy.url for copy in report.copies]])
    return Listed(key=entry.url or entry.id, url=entry.url, title=entry.title, stamp=stamp, data={"report": report})


def parse_report(report: Report, settings: FeedSettings, today: date) -> Parsed:
    """A report as a document of kind news. Raises ParseError when it has no words."""
    entry = report.entry
    text = entry.text if len(entry.text) >= SHORTEST else f"{entry.title}\n\n{entry.text}".strip()
    if not text:
        raise ParseError(f"the report {entry.url} has no text")
    host = (urlsplit(entry.url).hostname or "feed").removeprefix("www.")
    name = document_id("news", f"{host}-{stamp_of(entry.url or entry.id)[:8]}")
    lang = report.lang or language(f"{entry.title} {text}")
    day = entry.published.date() if entry.published else None
    publisher = entry.publisher or host
    document = Document(
        id=name,
        kind=DocumentKind.NEWS,
        jurisdiction=settings.jurisdiction,
        title={lang: entry.title or text[:100]},
        legal_status=LegalStatus.NEWS,
        issuer=publisher,
        url=entry.url,
        published=day,
        terms=settings.terms,
        topics=settings.topics,
        relations=(Relation("reports_on", settings.reports_on),) if settings.reports_on else (),
        links=tuple((f"The same report at {_host(copy.url)}", copy.url) for copy in report.copies),
    )
    notice = f"As carried by the feed {report.feed!r}." if report.feed else ""
    piece = Piece("body", "", "", text)
    version = version_of(
        [piece], document=name, date=day or today, lang=lang, source=entry.url, by=publisher, notice=notice
    )
    return Parsed(document, (version,))


def is_permitted(url: str, hosts: Sequence[str]) -> bool:
    """Whether `url` is a web address at one of `hosts` or below it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    allowed = any(host == name.lower() or host.endswith(f".{name.lower()}") for name in hosts)
    return allowed and parts.scheme in ("http", "https")


def _is_wanted(entry: Entry, keywords: Sequence[str]) -> bool:
    words = f"{entry.title}\n{entry.text}".casefold()
    return not keywords or any(keyword.casefold() in words for keyword in keywords)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
