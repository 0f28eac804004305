"""The Federal Register: its search, its XML, deadlines and channels."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from werkzeug import Request, Response

from regbot.errors import SourceError
from regbot.fetch.errors import BotWallError, ParseError, PermanentError, TransientError
from regbot.model import DocumentKind, LegalStatus
from regbot.parse.assemble import Piece
from regbot.sources.base import Parsed
from regbot.sources.federal_register.pieces import pieces_of, section_slug
from regbot.sources.federal_register.record import parse_document
from regbot.sources.federal_register.source import WINDOW, FederalRegister, FederalRegisterSettings, read_page_of_rows
from regbot.sources.federal_register.xml import read_xml
from tests.replaying import Replay, golden, run_source
from tests.sources.federal_register_rows import (
    DATA,
    GOLDEN,
    NOW,
    SEARCH,
    SETTINGS,
    SHARED,
    made,
    only,
    page,
    row,
    xml,
)


class TestXml:
    def test_a_proposed_rule_is_what_a_reader_sees(self) -> None:
        parsed = parse_document(row(), pieces_of(read_xml(xml("2024-02703.xml"))), SETTINGS, date(2024, 2, 13))
        golden(parsed, GOLDEN / "federal_register_2024-02703.json")

    def test_everything_the_format_has(self) -> None:
        """Interim rule with footnotes, spanned column heads, raised figures, a table of contents, a subpart, an appendix."""
        golden(pieces_of(read_xml(xml("lookalike.xml"))), GOLDEN / "federal_register_lookalike.json")

    @pytest.mark.parametrize("path", [DATA / "2024-02703.xml", SHARED / "federal_register_xml" / "PRORULE_0.xml"])
    def test_keeps_the_words_and_invents_none(self, path: Path) -> None:
        if not path.exists():
            pytest.skip("the shared samples are not here")
        root = etree.fromstring(path.read_bytes())
        given_text = Counter(re.findall(r"\w", " ".join(root.itertext())))
        pieces = pieces_of(read_xml(path.read_bytes()))
        found = Counter(re.findall(r"\w", " ".join(f"{item.heading} {item.text}" for item in pieces)))
        assert (given_text - found).total() < 0.02 * given_text.total()
        assert (found - given_text).total() == 0
        sections = [section_slug("".join(item.itertext())) for item in root.iter("SECTNO")]
        assert [item.eid for item in pieces if item.eid.startswith("sec_")] == [f"sec_{item}" for item in sections]

    def test_a_contents_list_holds_no_sections(self) -> None:
        pieces = pieces_of(read_xml(xml("lookalike.xml")))
        assert [item.eid for item in pieces if item.eid.startswith("sec_")] == ["sec_9001-1", "sec_9001-2-3"]
        contents = next(item for item in pieces if item.eid == "amdpar-2")
        assert "9001.1 Scope.\n9001.2 Terms." in contents.text

    def test_footnotes_stay_with_what_they_are_to(self) -> None:
        piece = next(item for item in pieces_of(read_xml(xml("lookalike.xml"))) if item.eid == "si-i-a")
        assert piece.text.startswith("Something happened.[1] Then CO2 fell by 10⁻⁶ kg/m³.")
        assert piece.text.endswith("[1] See 12 U.S.C. 1.\n\nMore of it.")

    def test_a_bare_section_heading_takes_the_instruction_after_it(self) -> None:
        blocks = read_xml(
            b"<PRORULE><SUPLINF><SECTION><SECTNO>\xc2\xa7 39.13 </SECTNO><SUBJECT>[Amended]</SUBJECT></SECTION>"
            b"<AMDPAR>2. Amend \xc2\xa7 39.13 by adding:</AMDPAR><EXTRACT><HD SOURCE='HD1'>(a) Effective Date</HD><P>None.</P></EXTRACT>"
            b"<AMDPAR>3. Remove Appendix B.</AMDPAR></SUPLINF></PRORULE>"
        )
        section, other = pieces_of(blocks)
        assert (section.eid, section.heading) == ("sec_39-13", "[Amended]")
        assert section.text == "2. Amend § 39.13 by adding:\n\n(a) Effective Date\n\nNone."
        assert other.eid == "amdpar-3"

    def test_page_breaks_and_emphasis_leave_no_trace(self) -> None:
        blocks = read_xml(
            b"<NOTICE><PREAMB>\n  <P>\n    Write to \n    <E T='03'>non-</E>"
            b"\n    <PRTPAGE P='5'/>\n    conformity, at \n    <E T='03'>a.gov</E>\n    . Then stop.\n  </P></PREAMB></NOTICE>"
        )
        assert [block.text for block in blocks] == ["Write to non-conformity, at a.gov. Then stop."]

    def test_one_document_of_an_issue_is_found_by_its_number(self) -> None:
        issue = (
            "<FEDREG><NOTICES>"
            + "".join(
                f"<NOTICE><PREAMB><SUBJECT>N{n}</SUBJECT></PREAMB><FRDOC>[FR Doc. 2024–0{n} Filed]</FRDOC></NOTICE>"
                for n in (1, 2)
            )
            + "</NOTICES></FEDREG>"
        ).encode()
        assert read_xml(issue, "2024-02")[0].text == "N2"
        with pytest.raises(ParseError, match="2 documents"):
            read_xml(issue)

    @pytest.mark.parametrize("data", [b"", b"<PRORULE><P>cut", b"<html><body/></html>", b"\xff\xfe", b"<a>" * 3000])
    def test_what_is_no_document_is_refused(self, data: bytes) -> None:
        with pytest.raises(ParseError):
            read_xml(data)

    def test_entities_are_not_expanded(self) -> None:
        bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
        text = " ".join(block.text for block in read_xml(bomb + b"<NOTICE><P>x &b; &f; y</P></NOTICE>"))
        assert "haha" not in text
        assert "root:" not in text


class TestConsultation:
    def test_the_recorded_row_has_one_deadline_and_no_conflict(self) -> None:
        """regulations.gov's copy says the day after: known, and not a conflict."""
        record = json.loads((DATA / "2023-28384.json").read_text())
        pieces = [Piece("notice", "", "", f"DATES:\n\n{record['dates']}")]
        document = parse_document(record, pieces, SETTINGS, date(2024, 1, 20)).document
        consultation = document.consultation
        assert consultation
        assert (consultation.opens, consultation.closes) == (date(2024, 1, 2), date(2024, 2, 1))
        assert consultation.stated_as == "Comments must be received on or before February 1, 2024."
        assert (consultation.evidence, consultation.conflicts) == ("notice", ())
        assert [(item.basis, item.closes.day) for item in consultation.dates] == [
            ("stated", 1),
            ("structured", 1),
            ("structured", 2),
        ]
        portal = consultation.channels[0]
        assert portal.address == "https://www.regulations.gov/commenton/EPA-R07-OAR-2023-0582-0001"
        assert (portal.max_characters, portal.max_bytes, portal.required_marking) == (
            5000,
            5000,
            "EPA-R07-OAR-2023-0582",
        )
        assert document.issuer == "Environmental Protection Agency"
        assert "89 FR 178" in document.aliases

    def test_a_real_disagreement_is_told(self) -> None:
        notice = Piece("notice", "", "", "Comments must be received by March 13, 2024.")
        consultation = made([notice], comments_close_on="2024-05-31").document.consultation
        assert consultation
        assert consultation.closes == date(2024, 3, 13)
        assert len(consultation.conflicts) == 1

    def test_a_copy_alone_closes_nothing(self) -> None:
        dockets = [{"documents": [{"id": "X-1", "comment_end_date": "2024-03-14"}]}]
        consultation = made(
            [Piece("summary", "", "", "Words.")], comments_close_on=None, dockets=dockets
        ).document.consultation
        assert consultation
        assert consultation.closes is None
        assert consultation.conflicts

    def test_days_after_publication_are_counted_and_a_placeholder_is_no_date(self) -> None:
        notice = Piece(
            "notice",
            "",
            "",
            "Comments are due within 60 days after publication: [insert date 60 days after publication].",
        )
        consultation = made([notice], comments_close_on=None).document.consultation
        assert consultation
        assert consultation.closes == date(2024, 2, 12) + timedelta(days=60)
        assert {item.basis for item in consultation.dates} == {"computed"}
        lone = Piece("notice", "", "", "Comments must be received by [insert date of publication].")
        assert made([lone], comments_close_on=None).document.consultation is None

    def test_a_final_rule_with_request_for_comments_has_the_date_of_its_text(self) -> None:
        pieces = list(pieces_of(read_xml(xml("lookalike.xml"))))
        document = made(pieces, type="Rule", comments_close_on=None, effective_on="2024-02-20").document
        assert (document.kind, document.legal_status) == (DocumentKind.RULE, LegalStatus.NOT_YET_IN_FORCE)
        assert document.consultation
        assert document.consultation.closes == date(2024, 3, 5)
        email = next(item for item in document.consultation.channels if item.kind == "email")
        assert (email.address, email.required_marking) == ("c@sample.gov", "Docket No. SMP-2024-0007")
        notice = next(item for item in pieces if item.eid == "notice")
        assert email.quote in notice.text

    def test_a_final_rule_is_open_to_nobody(self) -> None:
        notice = Piece("notice", "", "", "This rule is effective January 1, 2024.")
        said = Piece("si-comments", "", "Comments", "The comment period closed on March 20, 2024.")
        rule = made(
            [notice, said], type="Rule", action="Final rule.", comments_close_on=None, effective_on="2024-01-01"
        )
        assert rule.document.consultation is None
        assert rule.document.legal_status is LegalStatus.IN_FORCE

    def test_an_extension_alone_is_a_notice(self) -> None:
        notice = Piece("notice", "", "", "The comment period is extended from March 1, 2024, to March 15, 2024.")
        document = made([notice], action="Proposed rule; extension of comment period.").document
        assert document.kind is DocumentKind.NOTICE
        assert document.consultation
        assert document.consultation.closes == date(2024, 3, 15)


class TestRelations:
    @pytest.mark.parametrize(
        ("number", "of", "expected"),
        [
            (
                "C1-2023-27758",
                "https://www.federalregister.gov/api/v1/documents/2023-27758",
                ("amends", "fr-2023-27758"),
            ),
            ("C1–2023–27758", None, ("amends", "fr-2023-27758")),
            ("R2-2023-28853", None, ("supersedes", "fr-2023-28853")),
        ],
    )
    def test_corrections_and_republications(self, number: str, of: str | None, expected: tuple[str, str]) -> None:
        relation = made([Piece("body", "", "", "Words.")], number=number, correction_of=of).document.relations[0]
        assert (relation.type, relation.target) == expected

    def test_a_dash_in_the_number_is_a_hyphen(self) -> None:
        assert made([Piece("body", "", "", "Words.")], number="2023–28384").document.id == "fr-2023-28384"


class TestSearch:
    def test_first_to_last_page_once_each(self, replay: Replay, tmp_path: Path) -> None:
        for number in (1, 2, 3):
            replay.serve(SEARCH, page([row(f"2024-0000{number}")], 3, 3), query={"page": str(number)})
            replay.serve(f"/documents/full_text/xml/2024/02/12/2024-0000{number}.xml", xml("2024-02703.xml"))
        outcome = run_source(FederalRegister, replay, tmp_path, now=NOW, agencies=["coast-guard"], term="zone")
        assert [listed.key for listed, _ in outcome] == ["2024-00001", "2024-00002", "2024-00003"]
        assert all(isinstance(item, Parsed) for _, item in outcome)
        query = replay.asked[0].query
        assert query["conditions[type][]"] == ["PRORULE", "RULE", "NOTICE"]
        assert query["conditions[agencies][]"] == ["coast-guard"]
        assert query["conditions[term]"] == ["zone"]
        assert query["order"] == ["newest"]
        assert "full_text_xml_url" in query["fields[]"]

    def test_a_server_that_repeats_its_page_is_left(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve(SEARCH, page([row()], 40, 40_000 // 1000))
        replay.serve("/documents/full_text/xml/2024/02/12/2024-02703.xml", xml("2024-02703.xml"))
        assert len(run_source(FederalRegister, replay, tmp_path, now=NOW)) == 1

    def test_the_window_is_never_hit(self, replay: Replay, tmp_path: Path) -> None:
        """Each day has 3,000 documents: no answer that is paged through counts more than the API shows."""
        spans: list[int] = []

        def respond(request: Request) -> Response:
            start, end = (
                date.fromisoformat(request.args[f"conditions[publication_date][{key}]"]) for key in ("gte", "lte")
            )
            days = (end - start).days + 1
            if days * 3000 <= WINDOW:
                spans.append(days)
            found = [row(f"{end:%Y}-{end:%m%d}0", publication_date=f"{end}", full_text_xml_url=None, abstract="Words.")]
            return Response(json.dumps(page(found, 1, days * 3000)), content_type="application/json")

        replay.serve(SEARCH, b"", respond=respond)
        outcome = run_source(FederalRegister, replay, tmp_path, now=NOW, lookback_days=20)
        keys = [listed.key for listed, _ in outcome]
        assert keys == sorted(keys, reverse=True)
        assert sum(spans) == 31 + 29
        assert max(spans) <= 3

    def test_since_is_asked_for(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve(SEARCH, page([]))
        since = datetime(2024, 2, 1, 2, tzinfo=UTC)
        assert run_source(FederalRegister, replay, tmp_path, now=NOW, since=since) == []
        assert replay.asked[0].query["conditions[publication_date][gte]"] == ["2024-02-01"]
        assert [asked.query["conditions[publication_date][gte]"][0] for asked in replay.asked] == [
            "2024-02-01",
            "2024-01-01",
        ]

    def test_a_later_refresh_asks_the_same_addresses_conditionally(self, replay: Replay, tmp_path: Path) -> None:
        """The window moves from day to day; the addresses of its months do not."""
        replay.serve(SEARCH, page([row(full_text_xml_url=None)]))
        run_source(FederalRegister, replay, tmp_path, now=NOW)
        replay.forget()
        later = NOW + timedelta(days=2)
        run_source(FederalRegister, replay, tmp_path, now=later, since=NOW - timedelta(days=30))
        searches = [asked for asked in replay.asked if asked.path == SEARCH]
        assert [asked.status for asked in searches] == [304, 304]

    def test_only_what_asks_for_comments(self, replay: Replay, tmp_path: Path) -> None:
        quiet = {
            "comments_close_on": None,
            "full_text_xml_url": None,
            "abstract": "Words.",
            "publication_date": "2024-01-02",
        }
        rows = [
            row("2024-00001", type="Notice", action="Notice of funding.", **quiet),
            row("2024-00002", type="Rule", action="Final rule; request for comments.", **quiet),
            row("2024-00003", type="Rule", action="Final rule.", **quiet),
        ]
        replay.serve(SEARCH, page(rows))
        assert [item.key for item, _ in run_source(FederalRegister, replay, tmp_path, now=NOW)] == ["2024-00002"]
        everything = run_source(FederalRegister, replay, tmp_path, now=NOW, without_comments=True)
        assert len(everything) == 3

    def test_counters_do_not_make_news(self, replay: Replay, tmp_path: Path) -> None:
        stamps = []
        for views in (1, 2):
            info = {"comments_count": views, "document_id": "X-1"}
            replay.serve(SEARCH, page([row(page_views={"count": views}, regulations_dot_gov_info=info)]))
            stamps.append(run_source(FederalRegister, replay, tmp_path, now=NOW)[0][0].stamp)
        replay.serve(SEARCH, page([row(comments_close_on="2024-04-13")]))
        stamps.append(run_source(FederalRegister, replay, tmp_path, now=NOW)[0][0].stamp)
        assert stamps[0] == stamps[1] != stamps[2]

    def test_named_documents(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve("/api/v1/documents/2024-02703.json", row())
        replay.serve("/documents/full_text/xml/2024/02/12/2024-02703.xml", xml("2024-02703.xml"))
        parsed = only(run_source(FederalRegister, replay, tmp_path, now=NOW, documents=["2024–02703"]))
        assert parsed.document.id == "fr-2024-02703"

    def test_a_refused_question_is_told_in_the_apis_words(self, replay: Replay, tmp_path: Path) -> None:
        errors = {"errors": {"conditions": {"agencies": ["face-office is not a valid value"]}}}
        replay.serve(SEARCH, errors, status=400)
        with pytest.raises(PermanentError, match=r"conditions\.agencies: face-office is not a valid value"):
            run_source(FederalRegister, replay, tmp_path, now=NOW)

    @pytest.mark.parametrize(
        ("fault", "error"),
        [("500", TransientError), ("html for json", ParseError), ("bot wall", BotWallError), ("empty", ParseError)],
    )
    def test_faults_of_the_search(self, replay: Replay, tmp_path: Path, fault: str, error: type[SourceError]) -> None:
        replay.serve(SEARCH, page([row()]))
        replay.fault(SEARCH, fault)
        with pytest.raises(error):
            run_source(FederalRegister, replay, tmp_path, now=NOW)

    def test_an_answer_without_results_is_an_error_unless_it_counts_none(self) -> None:
        assert read_page_of_rows({"count": 0}).rows == []
        with pytest.raises(ParseError):
            read_page_of_rows({"count": 5})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.federalregister.gov/documents/2023/12/27/2023-28384/air-plan", {"documents": ["2023-28384"]}),
        ("federalregister.gov/d/C1-2023-27758", {"documents": ["C1-2023-27758"]}),
        ("https://www.federalregister.gov/documents/2009/01/29/E9-1777/x", {"documents": ["E9-1777"]}),
        ("https://www.federalregister.gov/agencies/coast-guard", {"agencies": ["coast-guard"]}),
        (
            "https://www.federalregister.gov/documents/search?conditions[term]=face+recognition&conditions[type][]=RULE",
            {"term": "face recognition", "types": ["RULE"]},
        ),
        ("https://www.federalregister.gov/reader-aids", None),
        ("https://example.org/documents/2023/12/27/2023-28384/x", None),
    ],
)
def test_an_address_says_what_to_watch(url: str, expected: dict[str, Any] | None) -> None:
    found = FederalRegister.settings_for(url)
    assert found == ({"type": "federal_register", **expected} if expected else None)
    if found:
        FederalRegisterSettings(name="x", terms="t", **found)
