"""GOV.UK: consultations, ways to respond, attachments, outcomes, withdrawn pages, dates, the search, faults, fuzz."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import BotWallError, ParseError, PermanentError, TransientError
from regbot.model import AsOf, DocumentKind
from regbot.sources.base import Parsed, Skipped
from regbot.sources.gov_uk import GovUk
from regbot.sources.gov_uk.attachments import attachments_of, pieces_of, readable
from regbot.sources.gov_uk.fields import lines_of
from regbot.sources.gov_uk.record import parse_item
from regbot.sources.gov_uk.source import GovUkSettings, listed_of, path_of, rows_of
from regbot.track.deadlines import State, deadline
from tests.parse.test_pages_and_feeds import pdf_of
from tests.replaying import Replay, golden, only_source_errors, run_source

DATA = Path(__file__).parent / "data" / "gov_uk"
GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "govuk"
TODAY = date(2026, 11, 22)
SETTINGS = GovUkSettings(name="gov_uk", type="gov_uk", terms="OGL")
LONDON = ZoneInfo("Europe/London")
PAGE = "/government/consultations/camera-registers"


def item(name: str = "open", **details: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    record["details"] |= details
    return record


def parsed(record: object) -> Parsed:
    return parse_item(record, SETTINGS, TODAY)


def consultation_of(record: object) -> Any:
    found = parsed(record).document.consultation
    assert found is not None
    return found


def state_of(record: object) -> State:
    found = deadline(parsed(record).document, AsOf(datetime(2026, 11, 22, tzinfo=UTC)))
    assert found is not None
    return found.state


def serve_all(replay: Replay) -> None:
    replay.serve(f"/api/content{PAGE}", DATA / "open.json", content_type="application/json")
    replay.serve(
        f"/api/content{PAGE}/camera-registers-proposals", DATA / "proposals.json", content_type="application/json"
    )
    replay.serve(
        "/media/3/draft-regulations.pdf", pdf_of("Regulation 1", "Signs must be lit."), content_type="application/pdf"
    )


def test_an_open_consultation_with_its_attachments(replay: Replay, tmp_path: Path):
    serve_all(replay)
    ((_, result),) = run_source(GovUk, replay, tmp_path, pages=(PAGE,))
    golden(result, GOLDEN / "gov_uk_open.json")


def test_an_outcome():
    golden(parsed(item("outcome")), GOLDEN / "gov_uk_outcome.json")


def test_each_way_to_respond_is_a_channel_with_the_line_that_says_so():
    found = consultation_of(item())
    kinds = {channel.kind: channel for channel in found.channels}
    assert [channel.kind for channel in found.channels] == ["portal", "email", "post"]
    assert kinds["email"].address == "cameras@homeoffice.gov.uk"
    assert kinds["post"].address == "Camera Registers Team, Home Office, 2 Marsham Street, London, SW1P 4DF"
    assert "response-form.odt" in kinds["email"].instructions
    notice = parsed(item()).versions[0].provisions[0]
    assert notice.eid == "notice" == found.evidence
    assert all(channel.quote in notice.text for channel in found.channels)
    assert found.stated_as in notice.text


def test_a_contact_for_queries_is_no_channel():
    assert not any("queries" in channel.address for channel in consultation_of(item()).channels)


def test_a_form_alone_is_a_channel_and_so_is_another_website():
    form = consultation_of(item(ways_to_respond={"attachment_url": "https://assets.example/form.docx"}))
    assert [(channel.kind, channel.address) for channel in form.channels] == [
        ("portal", "https://assets.example/form.docx")
    ]
    elsewhere = consultation_of(
        item(ways_to_respond=None, held_on_another_website_url="https://consult.example.gov.uk/x/")
    )
    assert [channel.address for channel in elsewhere.channels] == ["https://consult.example.gov.uk/x/"]


def test_an_address_behind_words_of_the_text_is_a_channel():
    body = (
        '<p>Use our <a href="https://consult.example.gov.uk/x/">online survey</a> to respond or'
        ' <a href="mailto:signs@example.gov.uk?subject=Signs">email us</a> your response.</p>'
        '<p>Read the <a href="https://example.org/report">report</a> before you respond,'
        ' and ask <a href="mailto:help@example.gov.uk">our team</a> your questions.</p>'
    )
    found = consultation_of(item(body=body, ways_to_respond=None))
    quote = "Use our online survey to respond or email us your response."
    assert {(channel.kind, channel.address, channel.quote) for channel in found.channels} == {
        ("portal", "https://consult.example.gov.uk/x/", quote),
        ("email", "signs@example.gov.uk", quote),
    }


@pytest.mark.parametrize(
    "record",
    [
        {"schema_name": "redirect", "redirects": [{"path": "/old", "destination": "/new"}]},
        {"schema_name": "gone", "details": {"alternative_path": "/new", "explanation": "<p>Published in error.</p>"}},
        {"schema_name": "unpublishing", "title": "x", "details": {"alternative_url": "https://www.gov.uk/new"}},
        {"schema_name": "placeholder", "document_type": "vanish", "title": "see /new", "details": {"body": "/new"}},
    ],
)
def test_a_page_that_is_no_longer_there(record: dict[str, Any]):
    with pytest.raises(Skipped, match="/old is no longer there"):
        parsed(record | {"base_path": "/old"})


def test_a_page_that_has_moved_or_is_no_content_item():
    with pytest.raises(Skipped, match="/new"):
        parsed({"schema_name": "redirect", "base_path": "/old", "redirects": [{"path": "/old", "destination": "/new"}]})
    for record in ({}, [], None, {"title": "x"}, {"title": "x", "details": {}}):
        with pytest.raises(ParseError):
            parsed(record)


def test_a_call_for_evidence_is_a_notice_and_its_outcome_is_kept():
    result = parsed(item("outcome"))
    texts = {entry.eid: entry.text for entry in result.versions[0].provisions}
    assert result.document.kind is DocumentKind.NOTICE
    assert result.document.id == "uk-evidence-drones"
    assert texts["outcome"] == "The government will bring forward rules for drones."
    assert texts["feedback"] == "We received 41 responses."
    assert (
        "Government response",
        "https://www.gov.uk/government/calls-for-evidence/drones/response",
    ) in result.document.links


def test_lists_of_questions_stay_readable():
    questions = next(
        entry for entry in parsed(item()).versions[0].provisions if entry.heading == "Consultation questions"
    )
    assert questions.eid == "part_1"
    assert questions.text.startswith(
        "1. Do you agree that a register is needed?\n2. Which particulars should it hold?\n(a) the place\n(b) the purpose"
    )


class TestAttachments:
    def test_which_are_worth_reading(self):
        chosen, notes = readable(attachments_of(item()["details"]), 5_000_000)
        assert [entry.title for entry in chosen] == ["Camera registers: proposals", "Draft regulations"]
        assert [note.split(" was ")[0] for note in notes] == [
            "'Maps'",
            "The Welsh text 'Cofrestrau camerâu: cynigion (Welsh)'",
        ]

    def test_older_items_hold_them_as_html(self):
        found = attachments_of(item("outcome")["details"])
        assert [(entry.title, entry.kind, entry.role, entry.reference) for entry in found] == [
            ("Evidence wanted", "pdf", "doc", "HO/24/1"),
            ("Government response", "html", "outcome", ""),
        ]

    @pytest.mark.parametrize("fault", ["500", "404", "html for json", "empty", "bot wall", "truncated"])
    def test_one_that_fails_is_a_note_and_not_the_end(self, replay: Replay, tmp_path: Path, fault: str):
        serve_all(replay)
        for path in (f"/api/content{PAGE}/camera-registers-proposals", "/media/3/draft-regulations.pdf"):
            replay.fault(path, fault)
        ((_, result),) = run_source(GovUk, replay, tmp_path, pages=(PAGE,))
        assert isinstance(result, Parsed)
        assert sum("could not be read" in note for note in result.notes) == 2
        assert {entry.eid for entry in result.versions[0].provisions} == {"notice", "part_1", "updates"}

    def test_they_can_be_left_out(self, replay: Replay, tmp_path: Path):
        serve_all(replay)
        run_source(GovUk, replay, tmp_path, pages=(PAGE,), attachments=False)
        assert [entry.path for entry in replay.asked] == [f"/api/content{PAGE}"]

    def test_html_that_was_escaped_twice(self):
        html = (
            r"<section class=\"attachment\">\n<h3 class=\"title\"><a class=\"govuk-link\""
            r" href=\"/government/calls-for-evidence/signs/paper\">The paper</a></h3>\n"
            r"<span class=\"type\">HTML</span>\n</section>"
        )
        ((title, kind, path),) = [(e.title, e.kind, e.path) for e in attachments_of({"documents": [html]})]
        assert (title, kind, path) == ("The paper", "html", "/government/calls-for-evidence/signs/paper")

    def test_a_draft_regulation_is_cut_at_its_regulations(self):
        text = "Regulation 1\nCitation\nThese Regulations.\nRegulation 2\nSigns\nLit.\nRegulation 3\nEnd\nDone."
        eids = [piece.eid for piece in pieces_of(text, "Draft", "doc_1")]
        assert eids == ["doc_1__reg_1", "doc_1__reg_2", "doc_1__reg_3"]


def row(link: str, day: str, kind: str = "open_consultation") -> dict[str, Any]:
    return {
        "title": f"About {link}",
        "link": link,
        "public_timestamp": f"{day}T09:00:00.000+00:00",
        "content_store_document_type": kind,
        "_id": link,
        "es_score": None,
    }


class TestListing:
    SEARCH = "/api/search.json"

    def test_open_ones_whatever_their_age_and_others_since(self, replay: Replay, tmp_path: Path):
        replay.serve(
            self.SEARCH,
            {"results": [row(PAGE, "2025-01-01"), row("https://elsewhere.example/x", "2025-01-01")], "total": 2},
            query={"filter_content_store_document_type": "open_consultation"},
        )
        replay.serve(
            self.SEARCH,
            {
                "results": [row("/government/calls-for-evidence/drones", "2026-11-01", "call_for_evidence_outcome")],
                "total": 1,
            },
            query={"filter_content_store_document_type": "call_for_evidence_outcome"},
        )
        serve_all(replay)
        replay.serve(
            "/api/content/government/calls-for-evidence/drones", DATA / "outcome.json", content_type="application/json"
        )
        outcome = run_source(GovUk, replay, tmp_path, attachments=False, since=datetime(2026, 10, 20, 12, tzinfo=UTC))
        assert [listed.key for listed, _ in outcome] == [PAGE, "/government/calls-for-evidence/drones"]
        assert all(isinstance(result, Parsed) for _, result in outcome)
        first, second = (entry.query for entry in replay.asked if entry.path == self.SEARCH)
        assert "filter_public_timestamp" not in first
        assert second["filter_public_timestamp"] == ["from:2026-10-20"]
        assert set(first) <= {"filter_content_store_document_type", "order", "fields", "count", "start"}

    def test_page_by_page(self, replay: Replay, tmp_path: Path):
        for start in (0, 2):
            rows = [row(f"/government/consultations/c{start + place}", "2026-11-01") for place in range(2)]
            replay.serve(self.SEARCH, {"results": rows, "total": 4}, query={"start": str(start)})
        listed = [entry.key for entry, _ in run_source(GovUk, replay, tmp_path, document_types=("open_consultation",))]
        assert listed == [f"/government/consultations/c{place}" for place in range(4)]

    def test_phrases_organisations_and_topics(self, replay: Replay, tmp_path: Path):
        replay.serve(self.SEARCH, {"results": [], "total": 0})
        run_source(
            GovUk,
            replay,
            tmp_path,
            keywords=("facial recognition", "CCTV"),
            organisations=("home-office",),
            taxons=("abc",),
            document_types=("open_consultation",),
        )
        assert [entry.query["q"] for entry in replay.asked] == [['"facial recognition"'], ["CCTV"]]
        assert replay.asked[0].query["filter_organisations"] == ["home-office"]
        assert replay.asked[0].query["filter_part_of_taxonomy_tree"] == ["abc"]

    def test_the_stamp_moves_with_what_matters(self):
        stamps = {
            listed.stamp
            for entry in (row("/a", "2026-01-01"), row("/a", "2026-01-02"), row("/a", "2026-01-01") | {"es_score": 3})
            if (listed := listed_of(entry))
        }
        assert len(stamps) == 2

    def test_an_unknown_parameter_names_what_the_api_says(self, replay: Replay, tmp_path: Path):
        replay.serve(self.SEARCH, {"error": "Unexpected parameters: filter_organisation"}, status=422)
        with pytest.raises(PermanentError, match="Unexpected parameters"):
            run_source(GovUk, replay, tmp_path)

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("500", TransientError),
            ("html for json", ParseError),
            ("bot wall", BotWallError),
            ("empty", ParseError),
            ("403", PermanentError),
        ],
    )
    def test_faults(self, replay: Replay, tmp_path: Path, fault: str, error: type[Exception]):
        replay.serve(self.SEARCH, {"results": [], "total": 0})
        replay.fault(self.SEARCH, fault)
        with pytest.raises(error):
            run_source(GovUk, replay, tmp_path)

    def test_a_frame_without_results(self):
        for answer in ({}, [], None, {"results": {}}, {"results": None}):
            with pytest.raises(ParseError):
                rows_of(answer)


@pytest.mark.parametrize(
    ("url", "values"),
    [
        ("https://www.gov.uk/government/consultations/camera-registers", {"pages": [PAGE]}),
        (
            "https://www.gov.uk/government/consultations/camera-registers/camera-registers-proposals#two",
            {"pages": [PAGE]},
        ),
        ("gov.uk/government/calls-for-evidence/drones", {"pages": ["/government/calls-for-evidence/drones"]}),
        ("https://www.gov.uk/api/content/government/consultations/x", {"pages": ["/government/consultations/x"]}),
        ("https://www.gov.uk/government/organisations/home-office.atom", {"organisations": ["home-office"]}),
        (
            "https://www.gov.uk/search/policy-papers-and-consultations?organisations[]=home-office&keywords=cctv",
            {"organisations": ["home-office"], "keywords": ["cctv"]},
        ),
        ("https://www.gov.uk/vat-rates", None),
        ("https://www.legislation.gov.uk/ukpga/2018/12", None),
    ],
)
def test_settings_for_an_address(url: str, values: dict[str, Any] | None):
    assert GovUk.settings_for(url) == values
    if values:
        GovUkSettings(name="x", terms="OGL", **values)


def test_pages_are_of_gov_uk():
    assert path_of(f"https://www.gov.uk{PAGE}/") == PAGE
    for page in ("https://example.org/x", "ftp://x", "x", "//example.org/x", "http://[x"):
        assert path_of(page) == ""
    with pytest.raises(ValueError, match=r"www\.gov\.uk"):
        GovUkSettings(name="x", terms="OGL", pages=("https://example.org/x",))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_any_json(value: object):
    only_source_errors(parsed, value)
    only_source_errors(parsed, {"title": "x", "details": value})
    only_source_errors(rows_of, value)
    lines_of(value)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["open", "outcome"]), st.data())
def test_mangled_items(name: str, data: st.DataObject):
    record = copy.deepcopy(item(name))
    for _ in range(data.draw(st.integers(1, 4))):
        details = record.get("details")
        part = details if isinstance(details, dict) and details and data.draw(st.booleans()) else record
        key = data.draw(st.sampled_from(sorted(part)))
        part[key] = data.draw(json_values)
    only_source_errors(parsed, record)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_as_html(data: bytes):
    text = data.decode("latin-1")
    only_source_errors(
        parsed, item(body=text, final_outcome_detail=text, documents=[text], attachments=None, closing_date=text)
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_recorded_examples():
    museums = parsed(json.loads((SAMPLES / "closed_consultation.json").read_text(encoding="utf-8"))).document
    assert museums.consultation is not None
    assert museums.consultation.closes == datetime(2016, 10, 31, 16, tzinfo=LONDON)
    assert museums.consultation.stated_as == "The Calls for Evidence are open until 31 October 2016."
    assert not museums.consultation.conflicts
    loans = parsed(json.loads((SAMPLES / "open_consultation.json").read_text(encoding="utf-8"))).document
    assert loans.consultation is not None
    assert loans.consultation.closes is None
    assert loans.consultation.channels[0].address.startswith("https://consult.education.gov.uk/")
