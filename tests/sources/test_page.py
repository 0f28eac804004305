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


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500), st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04", b"<html><body>"]))
def test_any_bytes(data: bytes, start: bytes):
    given = PageSettings(name="p", type="page", terms="t", urls=("https://x.example/y",))
    response = Response("u", "u", 200, {}, start + data, "0", NOW)
    only_source_errors(lambda: parse_page(web_of(response, given), "https://x.example/y", given, date(2026, 1, 1)))
