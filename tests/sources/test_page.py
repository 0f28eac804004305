"""Pages and PDFs by their address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import ParseError
from regbot.fetch.response import Response
from regbot.model import DocumentKind, LegalStatus
from regbot.parse.web import read_web
from regbot.sources.base import Parsed
from regbot.sources.page import Page, PageSettings, jurisdiction_of, parse_page, web_of
from tests.replaying import NOW, Replay, only_source_errors, run_source

CONSULTATION = """<!DOCTYPE html><html lang="en"><head><title>Dogs in parks | Town</title></head><body><header>Menu</header><main>
<h1>Consultation on dogs in parks</h1><p>This consultation closes at 11:59pm on 4 January 2027.</p>
<h2>Ways to respond</h2><p>Email your response to: dogs@town.example</p>
<h2>Proposed rules</h2><h3>Article 1 Leads</h3><p>A dog must be on a lead.</p>
<h3>Article 2 Fines</h3><p>The fine is 10.</p></main></body></html>"""


def only(outcome: list) -> Parsed:
    ((_, parsed),) = outcome
    if isinstance(parsed, Exception):
        raise parsed
    return parsed


def test_a_consultation_nobody_foresaw(replay: Replay, tmp_path: Path):
    replay.serve("/dogs.html", CONSULTATION)
    url = f"{replay.url}/dogs.html"
    parsed = only(run_source(Page, replay, tmp_path, urls=(url,), timezone="Europe/London", jurisdiction="town"))
    document, (version,) = parsed.document, parsed.versions
    assert document.title == {"en": "Consultation on dogs in parks"}
    assert (document.kind, document.legal_status, document.jurisdiction) == (
        DocumentKind.DRAFT,
        LegalStatus.DRAFT,
        "town",
    )
    assert [item.eid for item in version.provisions] == ["notice", "art_1", "art_2"]
    assert version.date == date(2026, 11, 22)
    consultation = document.consultation
    assert consultation
    assert (consultation.closes, consultation.evidence) == (date(2027, 1, 4), "notice")
    assert consultation.stated_as in version.provisions[0].text
    assert [(item.kind, item.address) for item in consultation.channels] == [("email", "dogs@town.example")]
    assert document.terms == "test terms"


def test_a_pdf_page(replay: Replay, tmp_path: Path):
    from tests.parse.test_pages_and_feeds import pdf_of

    replay.serve("/act.pdf", pdf_of("Act on dogs\nArticle 1 Scope\nAll dogs.\nArticle 2 Duty\nLeads."))
    parsed = only(run_source(Page, replay, tmp_path, urls=(f"{replay.url}/act.pdf",)))
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice", "art_1", "art_2"]
    assert parsed.document.title == {"en": "Act on dogs"}


def test_an_unchanged_page_is_not_parsed_again(replay: Replay, tmp_path: Path):
    from dataclasses import replace

    from regbot.sources.base import Listed, Unchanged
    from tests.replaying import context_for

    replay.serve("/dogs", CONSULTATION)
    url = f"{replay.url}/dogs"
    source = Page(PageSettings(name="p", type="page", terms="t", urls=(url,)))
    context = context_for(tmp_path)
    seen: list[str] = []
    source.fetch(replace(context, seen=seen.append), Listed(url, url))
    with pytest.raises(Unchanged):
        source.fetch(replace(context, known=seen.__contains__), Listed(url, url))
    assert [item.status for item in replay.asked] == [200, 304]


@pytest.mark.parametrize(
    ("url", "jurisdiction"),
    [
        ("https://www.cac.gov.cn/x", "cn"),
        ("https://www.epa.gov/x", "us"),
        ("https://consult.defra.gov.uk/x", "uk"),
        ("https://ec.europa.eu/x", "eu"),
        ("https://town.example/x", "other"),
    ],
)
def test_jurisdictions(url: str, jurisdiction: str):
    assert jurisdiction_of(url) == jurisdiction


def test_settings_win_over_the_page(replay: Replay, tmp_path: Path):
    replay.serve("/law", CONSULTATION)
    more = {
        "kind": "law",
        "legal_status": "in_force",
        "document": "dog-law",
        "published": date(2020, 1, 1),
        "lang": "en",
    }
    parsed = only(run_source(Page, replay, tmp_path, urls=(f"{replay.url}/law",), **more))
    assert (parsed.document.id, parsed.document.kind, parsed.document.legal_status) == ("dog-law", "law", "in_force")
    assert parsed.versions[0].date == date(2020, 1, 1)


def test_a_missing_selector_is_an_error(replay: Replay, tmp_path: Path):
    replay.serve("/law", CONSULTATION)
    with pytest.raises(ParseError, match="#gone"):
        only(run_source(Page, replay, tmp_path, urls=(f"{replay.url}/law",), selector="#gone"))


def read(page: str, url: str = "https://www.bell.gov.cn/a") -> Parsed:
    given = PageSettings(name="p", type="page", terms="t", urls=(url,))
    return parse_page(read_web(page), url, given, date(2026, 12, 1))


def test_a_chinese_page_of_notice_draft_and_explanation():
    parsed = read(
        """<html><head><title>门铃局关于《门铃办法（征求意见稿）》公开征求意见的通知_门铃网</title></head><body>
        <div class="t"><span>来源：门铃司</span> <span>发布时间：2026-11-02 17:00</span></div><div class="text">
        <p>现公开征求意见，请于2026年12月2日前将意见发送至yj@bell.gov.cn。</p><p>门铃局</p><p>2026年11月1日</p>
        <p>门铃办法</p><p>（征求意见稿）</p><p>第一条门铃应当安静。</p><p>第二条本办法自　　年　月　日起施行。</p>
        <p>关于《门铃办法（征求意见稿）》的起草说明</p><p>第一条规定了目的。</p></div></body></html>"""
    )
    document, (version,) = parsed.document, parsed.versions
    assert document.title == {"zh": "门铃局关于《门铃办法（征求意见稿）》公开征求意见的通知"}
    assert (document.issuer_zh, document.published, document.effective) == ("门铃局", date(2026, 11, 2), None)
    assert [item.eid for item in version.provisions] == ["notice", "art_1", "art_2", "explanation"]
    assert document.consultation is not None
    assert document.consultation.closes == date(2026, 12, 2)
    assert [channel.address for channel in document.consultation.channels] == ["yj@bell.gov.cn"]


@pytest.mark.parametrize(
    ("inside", "published"),
    [
        ('<div class="article-meta"><span class="publish-date">2026-11-02 17:00</span></div>', date(2026, 11, 2)),
        ('<div class="info">2026-11-02　来源：门铃司</div>', date(2026, 11, 2)),
        ("<p>门铃局</p><p>2026年11月2日</p>", date(2026, 11, 2)),
        ("<p>征求意见截止时间：2026年12月2日。</p>", None),
        ('<script type="application/ld+json">{"datePublished": "2026-11-02T08:00:00Z"}</script>', date(2026, 11, 2)),
        ("<p>Published: 2 November 2026</p><p>Last updated: 9 November 2026</p>", date(2026, 11, 2)),
    ],
)
def test_the_day_of_publication_in_a_page_s_own_words(inside: str, published: date | None):
    page = f"<html><body><h1>门铃公告</h1>{inside}<p>门铃应当安静，住户应当在夜间关闭门铃。</p></body></html>"
    assert read(page).document.published == published


def test_a_chinese_invitation_without_a_day():
    consultation = read("<p>现公开征求意见，期限为30日。</p><p>邮箱：yj@bell.gov.cn</p>").document.consultation
    assert consultation is not None
    assert (consultation.closes, consultation.evidence) == (None, "body")
    assert [channel.kind for channel in consultation.channels] == ["email"]


def test_an_amending_decision_has_no_articles_of_its_own():
    page = "<p>一、将第五条修改为：</p><p>第五条　门铃应当安静。</p><p>第六条　门铃应当登记。</p>"
    assert [item.eid for item in read(page).versions[0].provisions] == ["body"]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500), st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04", b"<html><body>"]))
def test_any_bytes(data: bytes, start: bytes):
    given = PageSettings(name="p", type="page", terms="t", urls=("https://x.example/y",))
    response = Response("u", "u", 200, {}, start + data, "0", NOW)
    only_source_errors(lambda: parse_page(web_of(response, given), "https://x.example/y", given, date(2026, 1, 1)))
