"""Have your say: both envelopes, odd numbers and dates, attached documents, and an interface that changes without notice."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regbot.errors import SourceError
from regbot.fetch.errors import ParseError
from regbot.model import DocumentKind, LegalStatus
from regbot.sources.base import Listed, Parsed
from regbot.sources.eu_have_your_say.fields import Period, day_of, prose, rows_of, whole
from regbot.sources.eu_have_your_say.initiative import attachments_of, parse_initiative
from regbot.sources.eu_have_your_say.settings import EuHaveYourSaySettings
from regbot.sources.eu_have_your_say.source import EuHaveYourSay
from tests.replaying import NOW, Replay, golden, only_source_errors, run_source

GOLDEN = Path(__file__).parent / "golden"
BASE = "/info/law/better-regulation"
SEARCH = f"{BASE}/brpapi/searchInitiatives"
SETTINGS = EuHaveYourSaySettings(terms="-")
LISTED = Listed("19293", "https://ec.europa.eu/x")


def row(number: float = 19293.0, status: str = "OPEN", end: str = "2026/12/14 23:59:59", **more: Any) -> dict[str, Any]:
    period = {
        "frontEndStage": "OPC_LAUNCHED",
        "receivingFeedbackStatus": status,
        "feedbackStartDate": "2026/09/21 12:14:46",
        "feedbackEndDate": end,
        "isCurrent": True,
    }
    return {
        "id": number,
        "reference": "Ares(2026)7020001",
        "foreseenActType": "PROP_REG",
        "shortTitle": "Energy use of test centres",
        "topics": [{"code": "ENER", "label": "Energy"}],
        "currentStatuses": [{"frontEndStage": "ISC_WORKFLOW", "receivingFeedbackStatus": "DISABLED"}, period],
        **more,
    }


def page(*rows: dict[str, Any], total: int = 404) -> dict[str, Any]:
    return {"initiativeResultDtoPage": {"content": list(rows), "totalPages": total, "totalElements": 4097}}


def publication(number: float = 555.0, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "PROP_REG",
        "frontEndStage": "OPC_LAUNCHED",
        "publishedDate": "2026/09/21 12:14:46",
        "endDate": "2026/12/14 23:59:59",
        "receivingFeedbackStatus": "OPEN",
        "totalFeedback": 7,
        "title": "Questions on energy use",
        "consultationObjective": "<p>To hear who runs test centres &amp; who lives beside them.</p>",
        "questionnaires": [{"language": "EN", "link": "https://ec.europa.eu/eusurvey/runner/TestCentres2026"}],
        "attachments": [
            {"documentId": "090166e5aa", "language": "EN", "title": "Draft regulation", "pages": 3},
            {"documentId": 77.0, "language": "EN", "title": "Scanned annex"},
            {"documentId": "090166e5bb", "language": "FR", "title": "Projet de règlement"},
        ],
        **more,
    }


EARLIER = {
    "id": 444,
    "frontEndStage": "PLANNING_WORKFLOW",
    "publishedDate": "2026/01/05 10:00:00",
    "endDate": "2026/02/02 23:59:59",
    "receivingFeedbackStatus": "CLOSED",
    "attachments": None,
}


def detail(*publications: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 19293,
        "reference": "Ares(2026)7020001",
        "shortTitle": "Energy use of test centres",
        "foreseenActType": "PROP_REG",
        "dg": "ENER",
        "stage": "ISC_WORKFLOW",
        "dossierSummary": "<p>Test centres use <b>much</b> power.</p><p>This initiative sets limits.</p>",
        "topics": [{"code": "ENER", "label": "Energy"}],
        "publications": list(publications or (publication(), EARLIER)),
        "somethingNew": {"deep": [1, None]},
        **more,
    }


DRAFT = """<html><body><h1>Draft regulation</h1><p>Article 1</p><p>Test centres report their use.</p>
<p>Article 2</p><p>This applies from 2028.</p></body></html>"""


def serve(replay: Replay, *rows: dict[str, Any]) -> None:
    replay.serve(SEARCH, page(*(rows or (row(),))), query={"page": "0"})
    replay.serve(SEARCH, page(), query={"page": "1"})
    replay.serve(f"{BASE}/brpapi/groupInitiatives/19293", detail())
    replay.serve(f"{BASE}/api/download/090166e5aa", DRAFT)
    replay.serve(f"{BASE}/api/download/77", b"\x89PNG picture", content_type="image/png")


def only(outcome: list[tuple[Listed, Parsed | Exception]]) -> Parsed:
    assert len(outcome) == 1
    parsed = outcome[0][1]
    assert isinstance(parsed, Parsed), parsed
    return parsed


def test_an_initiative_is_listed_and_read(replay: Replay, tmp_path: Path) -> None:
    serve(replay)
    parsed = only(run_source(EuHaveYourSay, replay, tmp_path))
    golden(parsed, GOLDEN / "eu-have-your-say.json")
    asked = [(item.path.removeprefix(BASE), item.query.get("page")) for item in replay.asked]
    assert asked[:3] == [
        ("/brpapi/searchInitiatives", ["0"]),
        ("/brpapi/groupInitiatives/19293", None),
        ("/api/download/090166e5aa", None),
    ]
    assert replay.asked[0].query["size"] == ["100"]
    assert replay.asked[0].query["feedbackStatus"] == ["OPEN"]


def test_what_the_document_says(replay: Replay, tmp_path: Path) -> None:
    serve(replay)
    parsed = only(run_source(EuHaveYourSay, replay, tmp_path, now=NOW))
    document = parsed.document
    assert (document.id, document.kind, document.legal_status) == ("eu-19293", DocumentKind.DRAFT, LegalStatus.DRAFT)
    assert document.url.endswith("/have-your-say/initiatives/19293_en")
    consultation = document.consultation
    assert consultation
    assert (consultation.opens, consultation.closes) == (date(2026, 9, 21), date(2026, 12, 14))
    assert [channel.address.rpartition("/")[2] for channel in consultation.channels] == ["19293_en", "TestCentres2026"]
    assert all(channel.max_characters is None for channel in consultation.channels)
    assert {item.eid for item in parsed.versions[0].provisions} >= {
        "notice",
        "publication_555",
        "publication_444",
        "art_1",
        "art_2",
    }
    assert [note for note in parsed.notes if "Scanned annex could not be read" in note]
    assert "totalFeedback" not in json.dumps(str(parsed))


@pytest.mark.parametrize(
    "envelope",
    [
        page(row()),
        {"_embedded": {"initiativeResultDtoes": [row()]}, "page": {"totalPages": 1}},
        {"initiativeResultDtoPage": {"initiativeResultDtoList": [row(), None, "x", {"id": None}]}},
        {"initiativeResultDtoPage": {"_embedded": {"initiativeResultDtoes": [row()]}}},
        {"content": [row(id="19293")]},
    ],
)
def test_every_envelope_is_opened(envelope: dict[str, Any]) -> None:
    assert [item.number for item in rows_of(envelope)] == ["19293"]


def test_an_envelope_of_another_kind_is_an_error_and_an_empty_page_is_none() -> None:
    with pytest.raises(ParseError, match="does not know"):
        rows_of({"error": "moved"})
    assert rows_of({"initiativeResultDtoPage": {"totalElements": 0}}) == []


def test_numbers_come_as_they_like() -> None:
    assert [whole(value) for value in (14488.0, "14488.0", 14488, "14488")] == ["14488"] * 4
    assert [whole(value) for value in (None, True, "x", 1.5, -3, [], float("nan"))] == [""] * 7


def test_counts_of_feedback_do_not_move_the_stamp() -> None:
    still = rows_of(page(row()))[0].stamp
    assert rows_of(page(row(totalFeedback=9, daysLeft=3, score=0.4)))[0].stamp == still
    assert rows_of(page(row(end="2026/12/21 23:59:59")))[0].stamp != still


def test_the_filter_is_applied_again_here(replay: Replay, tmp_path: Path) -> None:
    closed, past = row(1.0, status="CLOSED"), row(2.0, end="2026/11/01 23:59:59")
    serve(replay, closed, past, row())
    assert [listed.key for listed, _ in run_source(EuHaveYourSay, replay, tmp_path)] == ["19293"]


def test_feedback_ends_with_the_day_in_brussels() -> None:
    period = Period("OPEN", "", "2026/12/14 23:59:59", "")
    assert period.is_open(datetime(2026, 12, 14, 22, 59, tzinfo=UTC))
    assert not period.is_open(datetime(2026, 12, 14, 23, 1, tzinfo=UTC))
    assert day_of("2026/07/01 00:30:00") == date(2026, 7, 1)


def test_pages_are_read_until_one_is_empty_whatever_the_total_says(replay: Replay, tmp_path: Path) -> None:
    replay.serve(SEARCH, page(row(1.0), total=1), query={"page": "0"})
    replay.serve(SEARCH, page(row(2.0), total=1), query={"page": "1"})
    replay.serve(SEARCH, page(total=1), query={"page": "2"})
    found = [listed.key for listed, _ in run_source(EuHaveYourSay, replay, tmp_path)]
    assert found == ["1", "2"]
    assert [item.query["page"] for item in replay.asked if item.path == SEARCH] == [["0"], ["1"], ["2"]]


def test_a_server_that_ignores_the_page_is_asked_twice(replay: Replay, tmp_path: Path) -> None:
    replay.serve(SEARCH, page(row()))
    run_source(EuHaveYourSay, replay, tmp_path)
    assert len([item for item in replay.asked if item.path == SEARCH]) == 2


def test_topic_text_and_language_are_passed_on(replay: Replay, tmp_path: Path) -> None:
    serve(replay)
    run_source(EuHaveYourSay, replay, tmp_path, topic="ENER", text="test centres", language="fr")
    query = replay.asked[0].query
    assert (query["topic"], query["text"], query["language"]) == (["ENER"], ["test centres"], ["FR"])


def test_a_named_initiative_needs_no_listing(replay: Replay, tmp_path: Path) -> None:
    serve(replay)
    parsed = only(run_source(EuHaveYourSay, replay, tmp_path, initiatives=(19293,)))
    assert parsed.document.consultation
    assert SEARCH not in [item.path for item in replay.asked]


def test_two_periods_that_end_apart_are_a_conflict() -> None:
    second = publication(556.0, frontEndStage="PLANNING_WORKFLOW", endDate="2026/12/01 23:59:59")
    consultation = parse_initiative(detail(publication(), second), LISTED, SETTINGS, NOW).document.consultation
    assert consultation
    assert consultation.closes == date(2026, 12, 1)
    assert "Public consultation" in consultation.conflicts[0]


def test_the_listing_fills_what_the_description_leaves_open() -> None:
    listed = Listed("19293", "u", data=rows_of(page(row()))[0].data)
    bare = publication(endDate=None, receivingFeedbackStatus=None)
    consultation = parse_initiative(detail(bare), listed, SETTINGS, NOW).document.consultation
    assert consultation
    assert consultation.closes == date(2026, 12, 14)


def test_without_any_period_there_is_no_consultation() -> None:
    quiet = publication(endDate=None, receivingFeedbackStatus="DISABLED", publishedDate=None)
    assert parse_initiative(detail(quiet), LISTED, SETTINGS, NOW).document.consultation is None


def test_missing_fields_do_no_harm() -> None:
    parsed = parse_initiative({"id": 5.0, "shortTitle": "Bare"}, Listed("5", "u"), SETTINGS, NOW)
    assert (parsed.document.id, parsed.document.title) == ("eu-5", {"en": "Bare"})
    assert [item.text for item in parsed.versions[0].provisions] == ["Bare"]


def test_what_is_no_initiative_is_an_error() -> None:
    for answer in ({}, [], None, {"status": 404, "message": "gone"}, {"id": 3}):
        with pytest.raises(ParseError):
            parse_initiative(answer, Listed("", "u"), SETTINGS, NOW)


def test_documents_of_the_language_come_first_from_the_newest_publication() -> None:
    older = {**EARLIER, "attachments": [{"documentId": "old1", "title": "Roadmap"}, {"documentId": "../../etc"}, "x"]}
    chosen, other = attachments_of(detail(older, publication()), "EN")
    assert [item.number for item in chosen] == ["090166e5aa", "77", "old1"]
    assert other == 1


def test_a_summary_in_html_is_read_as_text() -> None:
    assert prose("<p>One &amp; two</p><ul><li>three</li></ul>") == "One & two\n\nthree"


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        (
            "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/14488-Some-title_en",
            {"initiatives": [14488]},
        ),
        (
            "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/14488_en",
            {"initiatives": [14488]},
        ),
        (
            "https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives/14488-Titre/public-consultation_fr",
            {"initiatives": [14488], "language": "FR"},
        ),
        ("https://ec.europa.eu/info/law/better-regulation/have-your-say/initiatives_en?topic=ENV", {"topic": "ENV"}),
        ("https://ec.europa.eu/info/index_en", None),
        ("https://example.org/have-your-say/initiatives/14488_en", None),
    ],
)
def test_an_address_names_what_to_watch(url: str, keys: dict[str, Any] | None) -> None:
    assert EuHaveYourSay.settings_for(url) == keys


@pytest.mark.parametrize("fault", ["500", "html for json", "bot wall", "truncated", "empty", "gzip bomb"])
def test_a_listing_that_fails_is_a_source_error(replay: Replay, tmp_path: Path, fault: str) -> None:
    serve(replay)
    replay.serve(SEARCH, page(row()))
    replay.answers[SEARCH] = [item for item in replay.answers[SEARCH] if not item.query]
    replay.fault(SEARCH, fault)
    with pytest.raises(SourceError):
        run_source(EuHaveYourSay, replay, tmp_path)


@pytest.mark.parametrize("fault", ["404", "html for json", "truncated"])
def test_one_initiative_that_fails_leaves_the_others(replay: Replay, tmp_path: Path, fault: str) -> None:
    serve(replay, row(7.0), row())
    replay.serve(f"{BASE}/brpapi/groupInitiatives/7", detail())
    replay.fault(f"{BASE}/brpapi/groupInitiatives/7", fault)
    outcome = run_source(EuHaveYourSay, replay, tmp_path)
    assert isinstance(outcome[0][1], Exception)
    assert isinstance(outcome[1][1], Parsed)


KEYS = """
    id shortTitle publications attachments documentId endDate receivingFeedbackStatus currentStatuses content
    topics dossierSummary  initiativeResultDtoPage _embedded initiativeResultDtoes publishedDate feedbackEndDate
    initiativeTranslations language
"""
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["OPEN", "2026/12/14 23:59:59", "<p>x</p>"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_any_json_is_refused_or_read(value: Any) -> None:
    only_source_errors(rows_of, value)
    only_source_errors(attachments_of, value, "EN")
    only_source_errors(parse_initiative, value, LISTED, SETTINGS, NOW)
