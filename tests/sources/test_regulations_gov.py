"""regulations.gov: stamps in Eastern time, the walk through its window, both error shapes, what stands in for a text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Request, Response

from regbot.errors import ConfigError, SourceError
from regbot.fetch.errors import ParseError, PermanentError, TransientError
from regbot.model import DocumentKind, TextKind
from regbot.sources.base import Parsed
from regbot.sources.regulations_gov.record import (
    data_of,
    files_of,
    modified_since,
    parse_record,
    pieces_of_file,
    refusal_words,
    rows_of,
    stamp_in_zone,
)
from regbot.sources.regulations_gov.source import RegulationsGov, RegulationsGovSettings
from tests.replaying import Replay, golden, only_source_errors, run_source

DATA = Path(__file__).parent / "data" / "regulations_gov"
GOLDEN = Path(__file__).parent / "golden"
KEY = {"REGULATIONS_GOV_API_KEY": "s3cret"}
NOW = datetime(2020, 10, 25, 12, tzinfo=UTC)
SETTINGS = RegulationsGovSettings(name="regs", type="regulations_gov", terms="public domain")
NUMBER = "FRTIB_FRDOC_0001-0319"
TEXT = """<html><head><title>Federal Register</title></head><body><pre>
[Federal Register Volume 85, Number 205 (Thursday, October 22, 2020)]
-----------------------------------------------------------------------

SUMMARY: The Board revises how records are made available.

DATES: Comments must be received on or before November 23, 2020.

ADDRESSES: You may submit comments identified by docket number FRTIB-1 at
https://www.regulations.gov, or by fax: 202-555-0100.

SUPPLEMENTARY INFORMATION:

    Why it is done.
</pre></body></html>"""


def recorded(name: str) -> Any:
    return json.loads((DATA / name).read_text())


def detail(**changed: Any) -> dict[str, Any]:
    answer = recorded("cassette_v4_detailed_document_0_200.json")
    answer["data"]["attributes"] |= changed
    return answer


def record(number: str, modified: datetime, **more: Any) -> dict[str, Any]:
    attributes = {
        "title": number,
        "documentType": "Notice",
        "lastModifiedDate": f"{modified:%Y-%m-%dT%H:%M:%SZ}",
        **more,
    }
    return {"id": number, "type": "documents", "attributes": attributes}


def page(rows: list[dict[str, Any]], more: bool = False) -> dict[str, Any]:
    return {"data": rows, "meta": {"hasNextPage": more, "totalElements": len(rows)}}


def serve_document(replay: Replay, **changed: Any) -> None:
    replay.serve("/v4/documents", DATA / "cassette_v4_basic_document_0_200.json")
    replay.serve(f"/v4/documents/{NUMBER}", detail(**changed))
    replay.serve("/v4/dockets/FRTIB_FRDOC_0001", DATA / "cassette_v4_dockets_0_200.json")


def run(replay: Replay, folder: Path, **more: Any) -> list[tuple[Any, Any]]:
    return run_source(RegulationsGov, replay, folder, **({"now": NOW, "secrets": KEY} | more))


class TestDocument:
    def test_the_recorded_document_with_its_text(self, replay: Replay, tmp_path: Path) -> None:
        serve_document(replay)
        replay.serve(f"/{NUMBER}/content.htm", TEXT)
        ((listed, parsed),) = run(replay, tmp_path)
        assert listed.key == NUMBER
        golden(parsed.document, GOLDEN / "regulations_gov_document.json")
        assert [item.eid for item in parsed.versions[0].provisions] == ["summary", "notice", "si"]
        assert parsed.versions[0].kind is TextKind.OFFICIAL
        assert "https://www.federalregister.gov/d/2020-22330" in parsed.same_as

    def test_the_key_goes_to_the_api_and_nowhere_else(self, replay: Replay, tmp_path: Path) -> None:
        serve_document(replay)
        replay.serve(f"/{NUMBER}/content.htm", TEXT)
        run(replay, tmp_path)
        keys = {asked.path.startswith("/v4/"): asked.headers.get("x-api-key") for asked in replay.asked}
        assert keys == {True: "s3cret", False: None}
        assert all("s3cret" not in str(asked.query) for asked in replay.asked)

    def test_without_a_file_the_record_is_called_a_summary(self, replay: Replay, tmp_path: Path) -> None:
        serve_document(replay, docAbstract="In short.")
        ((_, parsed),) = run(replay, tmp_path)
        version = parsed.versions[0]
        assert version.kind is TextKind.SUMMARY
        assert [item.eid for item in version.provisions] == ["record", "summary", "docket"]
        assert parsed.document.incomplete
        assert len(parsed.notes) == 2

    def test_a_document_without_docket_and_files(self) -> None:
        parsed = parse_record({"id": "A-1", "attributes": {"title": "T"}}, {}, (), SETTINGS, date(2024, 1, 1))
        assert parsed.versions[0].provisions[0].text == "Title: T"
        with pytest.raises(ParseError, match="neither text nor description"):
            parse_record({"id": "A-1"}, {}, (), SETTINGS, date(2024, 1, 1))

    @pytest.mark.parametrize(
        ("end", "closes"),
        [
            ("2020-11-24T04:59:59Z", date(2020, 11, 23)),
            ("2020-07-24T03:59:59Z", date(2020, 7, 23)),
            ("2020-11-23T22:00:00Z", datetime(2020, 11, 23, 17)),
        ],
    )
    def test_the_comment_period_ends_in_eastern_time(self, end: str, closes: date) -> None:
        answer = detail(commentEndDate=end, commentStartDate="2020-06-22T04:00:00Z")
        consultation = parse_record(answer["data"], {}, (), SETTINGS, date(2020, 7, 1)).document.consultation
        assert consultation
        found = consultation.closes
        assert (found.replace(tzinfo=None) if isinstance(found, datetime) else found) == closes
        assert consultation.opens == date(2020, 6, 22)
        portal = consultation.channels[0]
        assert portal.address == f"https://www.regulations.gov/commenton/{NUMBER}"
        assert (portal.max_characters, portal.max_bytes, portal.required_marking) == (5000, 5000, "FRTIB_FRDOC_0001")

    def test_no_period_for_what_is_closed_or_withdrawn(self) -> None:
        for changed in ({"commentEndDate": None, "openForComment": False}, {"withdrawn": True}):
            parsed = parse_record(detail(**changed)["data"], {}, (), SETTINGS, date(2020, 11, 1))
            assert parsed.document.consultation is None

    def test_kinds(self) -> None:
        kinds = {
            sort: parse_record(detail(documentType=sort)["data"], {}, (), SETTINGS, date(2020, 11, 1)).document.kind
            for sort in ("Rule", "Proposed Rule", "Notice", "Other")
        }
        assert kinds == {
            "Rule": DocumentKind.RULE,
            "Proposed Rule": DocumentKind.DRAFT,
            "Notice": DocumentKind.NOTICE,
            "Other": DocumentKind.NOTICE,
        }

    @pytest.mark.parametrize(
        ("subtype", "kind"),
        [
            ("Extension of Comment Period", DocumentKind.NOTICE),
            ("Withdrawal", DocumentKind.NOTICE),
            ("Notice of Proposed Rulemaking (NPRM)", DocumentKind.DRAFT),
            ("Supplemental Notice of Proposed Rulemaking (SNPRM)", DocumentKind.DRAFT),
            (None, DocumentKind.DRAFT),
        ],
    )
    def test_a_proposed_rule_that_only_extends_another_is_a_notice(
        self, subtype: str | None, kind: DocumentKind
    ) -> None:
        data = detail(documentType="Proposed Rule", subtype=subtype)["data"]
        assert parse_record(data, {}, (), SETTINGS, date(2020, 11, 1)).document.kind is kind

    def test_the_best_file_first(self) -> None:
        files = files_of(data_of(detail()))
        assert [name for name, _ in files] == ["htm", "pdf"]

    def test_files_are_what_they_are(self) -> None:
        assert pieces_of_file(b"<p>One.</p>", "htm")[0].text == "One."
        for data, name in ((b"not one", "pdf"), (b"%PDF-1.4 broken", "pdf"), (b"PK\x03\x04 broken", "docx")):
            with pytest.raises(ParseError):
                pieces_of_file(data, name)


class TestListing:
    def test_it_needs_a_key(self, replay: Replay, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="needs an API key"):
            run(replay, tmp_path, secrets={})
        assert not replay.asked

    def test_what_is_asked(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve("/v4/documents", page([]))
        since = datetime(2020, 7, 1, 3, 30, tzinfo=UTC)
        run(replay, tmp_path, since=since, agencies=["EPA", "FAA"], term="face")
        query = {name: values[0] for name, values in replay.asked[0].query.items()}
        assert query == {
            "filter[agencyId]": "EPA,FAA",
            "filter[documentType]": "Proposed Rule,Rule,Notice",
            "filter[lastModifiedDate][ge]": "2020-06-30 23:30:00",
            "filter[searchTerm]": "face",
            "filter[withinCommentPeriod]": "true",
            "page[number]": "1",
            "page[size]": "250",
            "sort": "lastModifiedDate,documentId",
        }

    def test_the_window_is_walked_by_modification_time(self, replay: Replay, tmp_path: Path) -> None:
        """6,200 documents, one a minute: the API shows 5,000 of a question."""
        first = datetime(2020, 10, 20, tzinfo=UTC)
        everything = [record(f"D-{place:04}", first + timedelta(minutes=place)) for place in range(6_200)]

        def respond(request: Request) -> Response:
            number, size = int(request.args["page[number]"]), int(request.args["page[size]"])
            assert number <= 20
            start = stamp_in_zone(request.args["filter[lastModifiedDate][ge]"])
            rows = [row for row in everything if stamp_in_zone(row["attributes"]["lastModifiedDate"]) >= start]
            shown = rows[(number - 1) * size : number * size]
            return Response(json.dumps(page(shown, len(rows) > number * size)), content_type="application/json")

        replay.serve("/v4/documents", b"", respond=respond)
        source_rows = run_listing(replay, tmp_path)
        assert source_rows == [f"D-{place:04}" for place in reversed(range(6_200))]
        assert [asked.query["page[number]"] for asked in replay.asked[:20]][-1] == ["20"]
        assert replay.asked[20].query["filter[lastModifiedDate][ge]"] == ["2020-10-23 07:19:00"]

    def test_more_at_one_moment_than_can_be_shown_is_told(self, replay: Replay, tmp_path: Path) -> None:
        row = record("D-1", datetime(2020, 10, 20, tzinfo=UTC))
        replay.serve("/v4/documents", page([row], True))
        with pytest.raises(ParseError, match="same time"):
            run_listing(replay, tmp_path)

    def test_named_documents_and_dockets(self, replay: Replay, tmp_path: Path) -> None:
        serve_document(replay)
        replay.serve("/v4/documents", page([]))
        outcome = run(replay, tmp_path, documents=[NUMBER])
        assert [listed.key for listed, _ in outcome] == [NUMBER]
        replay.forget()
        run(replay, tmp_path, dockets=["EPA-1"])
        assert replay.asked[0].query["filter[docketId]"] == ["EPA-1"]
        assert "filter[withinCommentPeriod]" not in replay.asked[0].query

    @pytest.mark.parametrize(
        ("name", "status", "words"),
        [
            ("cassette_v4_comments_1_400.json", 400, "Invalid filter field name: SearchTerm"),
            ("refused_403.json", 403, "API_KEY_INVALID: An invalid api_key was supplied"),
        ],
    )
    def test_both_shapes_of_refusal(self, replay: Replay, tmp_path: Path, name: str, status: int, words: str) -> None:
        replay.serve("/v4/documents", DATA / name, status=status)
        with pytest.raises(PermanentError, match=words):
            run(replay, tmp_path)

    def test_500_for_an_unknown_id_is_said_to_be_that(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve("/v4/documents/X-1", {"errors": [{"status": "500", "title": "INTERNAL_SERVER_ERROR"}]}, status=500)
        with pytest.raises(PermanentError, match="does not know X-1, or is out of order"):
            run(replay, tmp_path, documents=["X-1"])
        assert len(replay.asked) == 1

    @pytest.mark.parametrize(
        ("fault", "error"), [("500", TransientError), ("429 long", TransientError), ("html for json", ParseError)]
    )
    def test_faults(self, replay: Replay, tmp_path: Path, fault: str, error: type[SourceError]) -> None:
        replay.serve("/v4/documents", page([]))
        replay.fault("/v4/documents", fault)
        with pytest.raises(error):
            run(replay, tmp_path)

    def test_an_unreadable_docket_costs_nothing_but_its_words(self, replay: Replay, tmp_path: Path) -> None:
        serve_document(replay)
        replay.serve(f"/{NUMBER}/content.htm", TEXT)
        replay.serve("/v4/dockets/FRTIB_FRDOC_0001", {"errors": [{"status": "500"}]}, status=500)
        ((_, parsed),) = run(replay, tmp_path)
        assert isinstance(parsed, Parsed)
        assert "docket" in parsed.notes[0]


def run_listing(replay: Replay, folder: Path) -> list[str]:
    from tests.replaying import context_for

    settings = RegulationsGovSettings(
        name="r", type="regulations_gov", terms="t", base_url=replay.url, allow_local=True
    )
    context = context_for(folder, now=NOW, secrets=KEY)
    keys = [listed.key for listed in RegulationsGov(settings).discover(context, datetime(2020, 10, 19, tzinfo=UTC))]
    context.client.close()
    return keys


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2024, 1, 2, 4, 30, tzinfo=UTC), "2024-01-01 23:30:00"),
        (datetime(2024, 7, 2, 3, 30, tzinfo=UTC), "2024-07-01 23:30:00"),
        (datetime(2024, 11, 3, 5, 30, tzinfo=UTC), "2024-11-03 00:30:00"),
        (datetime(2024, 11, 3, 6, 30, tzinfo=UTC), "2024-11-03 00:30:00"),
        (datetime(2024, 11, 3, 7, 30, tzinfo=UTC), "2024-11-03 02:30:00"),
    ],
)
def test_modification_times_are_asked_for_in_eastern_time(moment: datetime, expected: str) -> None:
    assert modified_since(moment) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.regulations.gov/docket/EPA-R07-OAR-2023-0582", {"dockets": ["EPA-R07-OAR-2023-0582"]}),
        ("https://www.regulations.gov/docket/EPA-1/document", {"dockets": ["EPA-1"]}),
        ("regulations.gov/document/FTC-2023-0077-0001", {"documents": ["FTC-2023-0077-0001"]}),
        ("http://www.regulations.gov/commenton/IRS_FRDOC_0001-2170", {"documents": ["IRS_FRDOC_0001-2170"]}),
        ("https://api.regulations.gov/v4/documents/FTC-2023-0077-0001", {"documents": ["FTC-2023-0077-0001"]}),
        ("https://www.regulations.gov/", None),
        ("https://example.org/docket/EPA-1", None),
    ],
)
def test_an_address_says_what_to_watch(url: str, expected: dict[str, Any] | None) -> None:
    found = RegulationsGov.settings_for(url)
    assert found == ({"type": "regulations_gov", **expected} if expected else None)
    if found:
        RegulationsGovSettings(name="x", terms="t", **found)


class TestAnything:
    @given(st.binary(max_size=500))
    def test_files(self, data: bytes) -> None:
        for name in ("htm", "pdf", "txt", "docx"):
            only_source_errors(pieces_of_file, data, name)
            only_source_errors(pieces_of_file, b"%PDF-1.7" + data, name)

    @given(st.binary(max_size=200))
    def test_error_bodies(self, data: bytes) -> None:
        assert isinstance(refusal_words(data), str)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.datetimes().map(str),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "data",
                            "attributes",
                            "id",
                            "meta",
                            "title",
                            "postedDate",
                            "commentEndDate",
                            "fileFormats",
                            "error",
                        ]
                    ),
                    inner,
                )
            ),
            max_leaves=12,
        )
    )
    def test_answers(self, answer: Any) -> None:
        only_source_errors(rows_of, answer)
        assert isinstance(refusal_words(json.dumps(answer).encode()), str)
        only_source_errors(lambda: parse_record(data_of(answer), {}, (), SETTINGS, date(2024, 1, 1)))
        holder = answer if isinstance(answer, dict) else {}
        only_source_errors(files_of, holder, holder)

    @given(
        st.dictionaries(
            st.sampled_from(sorted(detail()["data"]["attributes"])),
            st.none() | st.integers() | st.text() | st.dates().map(str),
        )
    )
    def test_records(self, changed: dict[str, Any]) -> None:
        only_source_errors(parse_record, detail(**changed)["data"], {}, (), SETTINGS, date(2024, 1, 1))
