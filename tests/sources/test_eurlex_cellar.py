"""Acts of the Union as Cellar answers for them: notices, forms, languages, faults, addresses to watch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from werkzeug import Request, Response

from regbot.fetch.errors import ParseError, PermanentError, TransientError
from regbot.model import DocumentKind, LegalStatus
from regbot.sources.base import Parsed
from regbot.sources.eurlex.notice import read_notice
from regbot.sources.eurlex.source import Eurlex, EurlexSettings, part_addresses
from regbot.sources.eurlex.xhtml import parse_xhtml
from tests.replaying import Replay, run_source
from tests.sources.test_eurlex import CELEX, DATA, PATH, read


def test_a_notice_tells_entry_into_force_and_application_apart() -> None:
    notice = read_notice((DATA / "notice.xml").read_bytes())
    assert (notice.entry_into_force, notice.application) == (date(2016, 5, 24), date(2018, 5, 25))
    assert notice.end_of_validity is None
    assert notice.in_force is True
    assert notice.document == date(2016, 4, 27)


class Cellar:
    """Answers by Accept and Accept-Language, as Cellar does."""

    def __init__(self, replay: Replay, path: str = PATH) -> None:
        self.given: dict[tuple[str, str], tuple[bytes, int, dict[str, str]]] = {}
        self.asked: list[tuple[str, str]] = []
        replay.serve(path, respond=self.respond)

    def offer(self, accept: str, body: str | bytes, lang: str = "", status: int = 200, **headers: str) -> None:
        self.given[accept, lang] = (body.encode() if isinstance(body, str) else body, status, headers)

    def respond(self, request: Request) -> Response:
        wanted = request.headers.get("Accept", ""), request.headers.get("Accept-Language", "")
        self.asked.append(wanted)
        body, status, headers = self.given.get(wanted, (b"no such form", 404, {}))
        return Response(body, status, headers=headers, content_type="application/xhtml+xml")


NOTICE = "application/xml;notice=object"
XHTML = "application/xhtml+xml"


def only(outcome: list[tuple[object, Parsed | Exception]]) -> Parsed:
    parsed = outcome[0][1]
    assert isinstance(parsed, Parsed), parsed
    return parsed


def test_an_act_is_asked_for_in_each_language(replay: Replay, tmp_path: Path) -> None:
    cellar = Cellar(replay)
    cellar.offer(NOTICE, read("notice.xml"))
    cellar.offer(XHTML, read("convex.xhtml"), "en")
    cellar.offer(XHTML, read("convex.xhtml").replace("First recital", "Premier considérant"), "fr")
    parsed = only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,), languages=("en", "fr", "de")))
    document = parsed.document
    assert (document.id, document.kind, document.legal_status) == (
        "celex-32016r0999",
        DocumentKind.LAW,
        LegalStatus.IN_FORCE,
    )
    assert (document.adopted, document.published, document.effective) == (
        date(2016, 4, 27),
        date(2016, 5, 4),
        date(2016, 5, 24),
    )
    assert (document.short_title, document.aliases) == ("Testing Act", ("Regulation (EU) 2016/999", "2016/999", CELEX))
    assert document.issuer == "European Parliament and Council of the European Union"
    assert [version.lang for version in parsed.versions] == ["en", "fr"]
    assert parsed.versions[0].date == date(2016, 4, 27)
    assert parsed.same_as == (CELEX, "http://data.europa.eu/eli/reg/2016/999/oj")
    assert "Cellar has no text in de" in parsed.notes
    assert parsed.versions[0].notice == "The act applies from 2018-05-25, in force from 2016-05-24."


def test_status_follows_the_end_of_validity(replay: Replay, tmp_path: Path) -> None:
    cellar = Cellar(replay)
    cellar.offer(NOTICE, read("notice.xml").replace("9999-12-31", "2020-01-01"))
    cellar.offer(XHTML, read("convex.xhtml"), "en")
    assert only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,))).document.legal_status is LegalStatus.REPEALED


def test_a_page_in_place_of_the_notice_is_no_notice(replay: Replay, tmp_path: Path) -> None:
    replay.serve(PATH, read("convex.xhtml"), content_type=XHTML)
    parsed = only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,)))
    assert len(parsed.versions[0].provisions) == 10
    assert any("not checked" in note for note in parsed.notes)


def test_a_page_of_the_site_is_read_without_its_frame() -> None:
    body = read("convex.xhtml").partition("<body>")[2].partition("</body>")[0]
    framed = (
        f"<html><body><nav>Menu</nav><p>Skip to main content</p><div id='docHtml'>{body}</div><p>Help</p></body></html>"
    )
    assert parse_xhtml(framed).pieces == parse_xhtml(read("convex.xhtml")).pieces


def test_without_a_notice_the_text_is_kept_and_the_doubt_told(replay: Replay, tmp_path: Path) -> None:
    Cellar(replay).offer(XHTML, read("convex.xhtml"), "en")
    parsed = only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,)))
    assert parsed.document.effective == date(2016, 8, 1)
    assert any("not checked" in note for note in parsed.notes)


def test_formex_is_taken_where_there_is_no_page(replay: Replay, tmp_path: Path) -> None:
    cellar = Cellar(replay)
    cellar.offer("application/zip;mtype=fmx4", (DATA / "act.fmx.xml").read_bytes(), "en")
    parsed = only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,)))
    assert "art_3" in {item.eid for item in parsed.versions[0].provisions}
    assert [accept for accept, _ in cellar.asked] == [NOTICE, XHTML, "text/html", "application/zip;mtype=fmx4"]


def test_a_300_leads_to_all_parts_in_their_order(replay: Replay, tmp_path: Path) -> None:
    cellar = Cellar(replay, "/resource/celex/52021PC0999")
    base = "http://publications.europa.eu/resource/cellar/aaaa.0001.03"
    index = "".join(f'<li><a href="{base}/DOC_{number}">x</a></li>' for number in (10, 2, 1))
    cellar.offer(XHTML, f"<html><body><ul>{index}</ul></body></html>", "en", status=300)
    replay.serve("/resource/cellar/aaaa.0001.03/DOC_1", read("proposal.xhtml"), content_type=XHTML)
    replay.serve("/resource/cellar/aaaa.0001.03/DOC_2", read("proposal-annexes.xhtml"), content_type=XHTML)
    replay.serve("/resource/cellar/aaaa.0001.03/DOC_10", b"%PDF-1.4 not read", content_type="application/pdf")
    parsed = only(run_source(Eurlex, replay, tmp_path, celex=("52021PC0999",)))
    assert (parsed.document.kind, parsed.document.legal_status) == (DocumentKind.DRAFT, LegalStatus.DRAFT)
    assert [item.eid for item in parsed.versions[0].provisions][-2:] == ["annex_1", "annex_3"]


def test_a_303_is_followed(replay: Replay, tmp_path: Path) -> None:
    cellar = Cellar(replay)
    cellar.offer(XHTML, "", "en", status=303, Location="/resource/cellar/bbbb/DOC_1")
    replay.serve("/resource/cellar/bbbb/DOC_1", read("convex.xhtml"), content_type=XHTML)
    assert only(run_source(Eurlex, replay, tmp_path, celex=(CELEX,))).versions[0].source.endswith("/bbbb/DOC_1")


@pytest.mark.parametrize("status", [202, 500, 503])
def test_a_text_that_is_not_ready_is_asked_for_again_later(replay: Replay, tmp_path: Path, status: int) -> None:
    cellar = Cellar(replay)
    cellar.offer(NOTICE, read("notice.xml"))
    cellar.offer(XHTML, "", "en", status=status)
    assert isinstance(run_source(Eurlex, replay, tmp_path, celex=(CELEX,))[0][1], TransientError)


def test_an_act_that_cellar_does_not_have_as_text_says_so(replay: Replay, tmp_path: Path) -> None:
    Cellar(replay)
    problem = run_source(Eurlex, replay, tmp_path, celex=(CELEX,))[0][1]
    assert isinstance(problem, PermanentError)
    assert "no text" in problem.message


@pytest.mark.parametrize("fault", ["truncated", "bot wall", "empty", "gzip bomb", "redirect loop"])
def test_faults_end_in_source_errors(replay: Replay, tmp_path: Path, fault: str) -> None:
    replay.serve(PATH, read("convex.xhtml"), content_type=XHTML)
    replay.fault(PATH, fault)
    assert isinstance(run_source(Eurlex, replay, tmp_path, celex=(CELEX,))[0][1], Exception)


@pytest.mark.parametrize(
    ("url", "celex"),
    [
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679", "32016R0679"),
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX%3A02016R0679-20160504&qid=1",
            "02016R0679-20160504",
        ),
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=celex:32016R0679R(02)", "32016R0679R(02)"),
        ("https://eur-lex.europa.eu/eli/reg/2024/1689/oj", "32024R1689"),
        ("http://data.europa.eu/eli/dec_impl/2021/914/oj/eng", "32021D0914"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/2016-05-04", "02016R0679-20160504"),
        ("https://publications.europa.eu/resource/celex/52021PC0206", "52021PC0206"),
    ],
)
def test_an_address_names_the_act_to_watch(url: str, celex: str) -> None:
    found = Eurlex.settings_for(url)
    assert found == {"celex": [celex]}
    assert EurlexSettings(terms="-", **found).celex == (celex,)


def test_other_addresses_are_not_watched() -> None:
    assert Eurlex.settings_for("https://eur-lex.europa.eu/homepage.html") is None
    assert Eurlex.settings_for("https://example.org/?uri=CELEX:32016R0679") is None
    german = Eurlex.settings_for("https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32016R0679")
    assert german == {"celex": ["32016R0679"], "languages": ["de"]}


def test_what_is_no_celex_number_is_refused() -> None:
    with pytest.raises(ValidationError, match="no CELEX number"):
        EurlexSettings(terms="-", celex=("2016/679",))


def test_a_list_of_parts_without_parts_is_an_error() -> None:
    with pytest.raises(ParseError, match="names none"):
        part_addresses("<html><body>300</body></html>")
