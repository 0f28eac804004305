"""News feeds: permitted hosts, copies, publishers, broken feeds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import ParseError, PermanentError
from regbot.model import DocumentKind, LegalStatus, Relation
from regbot.parse.feeds import Entry, read_feed
from regbot.sources.base import Parsed
from regbot.sources.feed import Feed, FeedSettings, Report, is_permitted, parse_report, reports_of
from tests.replaying import Replay, only_source_errors, run_source

FACES = "China's internet regulator on Tuesday published draft rules on facial recognition technology and asked for comments by September."


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>Daily</title>{"".join(items)}</channel></rss>'


def item(title: str, link: str, text: str, day: str = "Tue, 08 Aug 2023 10:00:00 GMT", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><description>{text}</description><pubDate>{day}</pubDate>{more}</item>"


def parsed_of(outcome: list) -> list[Parsed]:
    for _, result in outcome:
        if isinstance(result, Exception):
            raise result
    return [result for _, result in outcome]


def test_reports_become_news(replay: Replay, tmp_path: Path):
    source = '<source url="https://reuters.example/feed">Reuters</source>'
    replay.serve("/news.rss", rss(item("Draft rules", "https://daily.example/a", FACES, more=source)))
    (parsed,) = parsed_of(
        run_source(
            Feed,
            replay,
            tmp_path,
            urls=(f"{replay.url}/news.rss",),
            hosts=("daily.example",),
            reports_on="frt-draft-2023",
        )
    )
    document, (version,) = parsed.document, parsed.versions
    assert (document.kind, document.legal_status, document.issuer) == (DocumentKind.NEWS, LegalStatus.NEWS, "Reuters")
    assert (document.published, document.url) == (date(2023, 8, 8), "https://daily.example/a")
    assert document.relations == (Relation("reports_on", "frt-draft-2023"),)
    assert (version.by, version.provisions[0].text, version.date) == ("Reuters", FACES, date(2023, 8, 8))
    assert document.consultation is None


def test_only_permitted_hosts(replay: Replay, tmp_path: Path):
    links = [
        "https://daily.example/a",
        "https://sub.daily.example/b",
        "https://evildaily.example/c",
        "https://daily.example.spam.test/d",
        "javascript:x",
        "",
    ]
    replay.serve(
        "/news.rss",
        rss(
            *(item(f"Report number {place}", link, f"Text {place} about some town") for place, link in enumerate(links))
        ),
    )
    found = parsed_of(run_source(Feed, replay, tmp_path, urls=(f"{replay.url}/news.rss",), hosts=("daily.example",)))
    assert {parsed.document.url for parsed in found} == set(links[:2])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://daily.example/",
        "https://daily.example@evil.test/",
        "https://[bad",
        "//daily.example/x",
        "file:///daily.example",
    ],
)
def test_addresses_that_are_not_permitted(url: str):
    assert not is_permitted(url, ["daily.example"])


def test_copies_are_grouped_under_the_first(replay: Replay, tmp_path: Path):
    scrambled = " ".join(reversed(FACES.split()))
    replay.serve("/one.rss", rss(item("Draft rules", "https://a.example/copy", FACES, "Wed, 09 Aug 2023 10:00:00 GMT")))
    replay.serve(
        "/two.rss",
        rss(
            item("Draft rules", "https://b.example/first", FACES, "Tue, 08 Aug 2023 09:00:00 GMT"),
            item("rules Draft", "https://c.example/scrambled", scrambled, "Thu, 10 Aug 2023 10:00:00 GMT"),
        ),
    )
    urls = (f"{replay.url}/one.rss", f"{replay.url}/two.rss")
    (parsed,) = parsed_of(run_source(Feed, replay, tmp_path, urls=urls, hosts=("a.example", "b.example", "c.example")))
    assert parsed.document.url == "https://b.example/first"
    assert [url for _, url in parsed.document.links] == ["https://a.example/copy", "https://c.example/scrambled"]


def test_keywords(replay: Replay, tmp_path: Path):
    replay.serve(
        "/news.rss",
        rss(
            item("Sport", "https://d.example/a", "A match of two teams"),
            item("人脸识别新规", "https://d.example/b", "国家网信办公布人脸识别新规"),
        ),
    )
    found = parsed_of(
        run_source(
            Feed, replay, tmp_path, urls=(f"{replay.url}/news.rss",), hosts=("d.example",), keywords=("人脸识别",)
        )
    )
    assert [parsed.document.title for parsed in found] == [{"zh": "人脸识别新规"}] or found[
        0
    ].document.url == "https://d.example/b"
    assert len(found) == 1


def test_a_declared_encoding_that_is_wrong(replay: Replay, tmp_path: Path):
    replay.serve(
        "/news.rss",
        rss(item("人脸识别新规", "https://d.example/b", "国家网信办公布人脸识别新规征求意见稿")),
        content_type="text/xml; charset=gb2312",
    )
    (parsed,) = parsed_of(run_source(Feed, replay, tmp_path, urls=(f"{replay.url}/news.rss",), hosts=("d.example",)))
    assert "征求意见稿" in parsed.versions[0].provisions[0].text


def test_one_broken_feed_is_told_after_the_others(replay: Replay, tmp_path: Path):
    replay.serve("/good.rss", rss(item("Draft rules", "https://d.example/a", FACES)))
    outcome = []
    with pytest.raises(PermanentError, match="404"):
        outcome += run_source(
            Feed, replay, tmp_path, urls=(f"{replay.url}/gone.rss", f"{replay.url}/good.rss"), hosts=("d.example",)
        )


def test_a_page_is_no_feed(replay: Replay, tmp_path: Path):
    replay.serve("/feed", "<!DOCTYPE html><html><body><p>Not found, but politely said.</p></body></html>")
    with pytest.raises(ParseError, match="no RSS"):
        run_source(Feed, replay, tmp_path, urls=(f"{replay.url}/feed",), hosts=("d.example",))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=50))
def test_any_report(text: str, title: str, url: str):
    given = FeedSettings(name="f", type="feed", terms="t", urls=("https://x.example/f",), hosts=("x.example",))
    entry = Entry(id="1", title=title, text=text, url=url)
    only_source_errors(lambda: parse_report(Report(entry, "feed", ""), given, date(2026, 1, 1)))
    only_source_errors(lambda: reports_of([read_feed(f"<rss><channel><item>{text}</item></channel></rss>")], given))
