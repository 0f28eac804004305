"""Days of effect, rules made for a time, what concerns another document, markup in fields, and where comments go."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from regbot.model import DocumentKind, LegalStatus
from regbot.parse.assemble import Piece
from regbot.sources.base import Parsed
from regbot.sources.federal_register.cited import cited_by, relation_to
from regbot.sources.federal_register.force import concerns_another, force_of
from regbot.sources.federal_register.record import abstract_pieces, parse_document
from regbot.sources.federal_register.source import FederalRegister, FederalRegisterSettings
from tests.replaying import Replay, run_source

SETTINGS = FederalRegisterSettings(name="fr", type="federal_register", terms="public domain")
TODAY = date(2025, 6, 10)
SEARCH = "/api/v1/documents.json"


def row(number: str = "2025-10001", **more: Any) -> dict[str, Any]:
    return {
        "document_number": number,
        "type": "Rule",
        "action": "Final rule.",
        "title": "Lamps on Unlit Ferries",
        "publication_date": "2025-06-02",
        "docket_ids": ["Docket No. ABC-2024-0007"],
        "regulation_id_numbers": ["1234-AB56"],
        **more,
    }


def made(dates: str, **more: Any) -> Parsed:
    return parse_document(row(**more), [Piece("notice", "", "", f"DATES:\n\n{dates}")], SETTINGS, TODAY)


PUT_OFF = (
    "As of June 2, 2025, the effective date of the rule published January 6, 2025, at 90 FR 612, delayed until March 3, 2025 "
    "(90 FR 7001) is further delayed until September 15, 2025."
)


class TestForce:
    @pytest.mark.parametrize(
        ("dates", "field", "begins"),
        [
            ("This rule is effective July 1, 2025.", "2025-07-01", date(2025, 7, 1)),
            (PUT_OFF, "2025-01-06", date(2025, 9, 15)),
            ("The effective date of the rule is extended to August 4, 2025.", None, date(2025, 8, 4)),
            ("We are delaying the effective date to August 4, 2025.", "2025-06-02", date(2025, 8, 4)),
            ("Effective date: These regulations are effective on July 9, 2025.", None, date(2025, 7, 9)),
            ("The effective date of this rule is July 9, 2025.", "2025-01-06", date(2025, 7, 9)),
            ("This rule takes effect on July 9, 2025.", None, date(2025, 7, 9)),
            ("Effective as of May 1, 2025.", "2025-05-01", date(2025, 5, 1)),
            ("This rule is effective July 1, 2025, except for § 9.4, which is effective May 1, 2026.", "2025-07-01", date(2025, 7, 1)),
            ("Comments are due by July 1, 2025.", None, None),
        ],
    )  # fmt: skip
    def test_the_day_of_effect(self, dates: str, field: str | None, begins: date | None) -> None:
        assert made(dates, effective_on=field).document.effective == begins

    def test_a_delayed_rule_is_not_in_force(self) -> None:
        assert made(PUT_OFF, effective_on="2025-01-06").document.legal_status is LegalStatus.NOT_YET_IN_FORCE

    def test_a_rule_delayed_without_a_day_has_none(self) -> None:
        parsed = made("The effective date of the rule is delayed indefinitely.", effective_on="2025-06-02")
        assert parsed.document.effective is None
        assert parsed.document.legal_status is LegalStatus.NOT_YET_IN_FORCE

    @pytest.mark.parametrize(
        ("dates", "status"),
        [
            ("This rule is effective from 8 a.m. until 2 p.m. on June 5, 2025.", LegalStatus.REPEALED),
            ("This rule is effective from June 3, 2025 through 11:59 p.m. on June 9, 2025.", LegalStatus.REPEALED),
            ("This rule is effective from June 3, 2025 through 11:59 p.m. on June 10, 2025.", LegalStatus.IN_FORCE),
            ("This rule is effective June 3, 2025. It will be enforced from June 4, 2025, until June 5, 2025.", LegalStatus.IN_FORCE),
            ("Effective June 3, 2025, except § 9.4, which is effective until June 5, 2025.", LegalStatus.IN_FORCE),
        ],
    )  # fmt: skip
    def test_a_rule_made_for_a_time_ends(self, dates: str, status: LegalStatus) -> None:
        assert made(dates, action="Temporary final rule.", effective_on="2025-06-03").document.legal_status is status

    @pytest.mark.parametrize(
        ("dates", "ends"),
        [
            (
                "This rule is effective without actual notice from June 3, 2025 through July 9, 2025. For enforcement, actual "
                "notice will be used from May 30, 2025, until June 3, 2025.",
                date(2025, 7, 9),
            ),
            (
                "Effective 0001 hours, local time, June 3, 2025, until 2400 hours, local time, July 9, 2025.",
                date(2025, 7, 9),
            ),
            ("Effective date: June 3, 2025. Expiration date: July 9, 2025.", date(2025, 7, 9)),
            ("This rule is effective June 3, 2025. This temporary rule will expire on July 9, 2025.", date(2025, 7, 9)),
            ("The temporary rule remains in effect through July 9, 2025.", date(2025, 7, 9)),
            ("The effective period of the temporary rule is extended through July 9, 2025.", date(2025, 7, 9)),
            ("This interim rule is effective June 3, 2025, and comments are accepted through July 9, 2025.", None),
            ("This rule is effective June 3, 2025 and will be enforced each night until July 9, 2025.", None),
            ("This rule is effective June 3, 2025. The fees are effective June 3, 2025, through July 9, 2025.", None),
            ("This rule is effective June 3, 2025. Section 9.4 is effective until July 9, 2025.", None),
        ],
    )
    def test_its_last_day(self, dates: str, ends: date | None) -> None:
        assert made(dates, action="Temporary final rule.", effective_on="2025-06-03").document.expires == ends

    def test_a_proposal_has_no_day_of_effect(self) -> None:
        parsed = made(
            "The comment period for the proposal published on May 1, 2025, is extended to July 1, 2025.",
            type="Proposed Rule",
            action="Proposed rule; extension of comment period.",
            effective_on="2025-05-01",
        )
        assert parsed.document.effective is None
        assert parsed.document.kind is DocumentKind.NOTICE
        assert parsed.document.consultation
        assert parsed.document.consultation.closes == date(2025, 7, 1)

    def test_no_words_leave_the_field(self) -> None:
        assert force_of("", date(2025, 1, 1), date(2025, 2, 1)).begins == date(2025, 1, 1)

    @pytest.mark.parametrize(
        ("action", "expected"),
        [
            ("Intent to establish a negotiated rulemaking committee.", True),
            ("Proposed rule; reopening of comment period.", True),
            ("Notification of public meeting.", True),
            ("Proposed rule; notification of public hearing.", True),
            ("Notification of proposed rulemaking and announcement of public meeting.", False),
            ("Proposed rule and notice of public hearing.", False),
            ("Proposed rule.", False),
            ("Advance notice of proposed rulemaking.", False),
            ("Supplemental notice of proposed rulemaking.", False),
        ],
    )
    def test_what_concerns_another(self, action: str, expected: bool) -> None:
        assert concerns_another(action) is expected


def test_markup_in_fields_becomes_text() -> None:
    fields = {
        "title": "Limits for NO<INF>X</INF> &amp; Soot",
        "abstract": "At most 10<SUP>-6</SUP> kg of SO<INF>2</INF>, <E T='03'>i.e.</E> if x < 3.",
    }
    assert abstract_pieces(row(**fields))[0].text == "At most 10⁻⁶ kg of SO2, i.e. if x < 3."
    assert made("Words.", **fields).document.title["en"] == "Limits for NOX & Soot"


class TestCited:
    WITHDRAWAL = "The proposed rule published on January 6, 2025 (90 FR 612) is withdrawn as of June 2, 2025."
    EARLIER = "2025-00042"

    def cited(self, action: str, text: str = WITHDRAWAL, **more: Any) -> Any:
        given = row(**{"type": "Proposed Rule", "action": action, **more})
        found = cited_by(given, [Piece("notice", "", "", text)])
        earlier = row(self.EARLIER, publication_date="2025-01-06")
        return relation_to(found, [given, earlier], action) if found else None

    def test_a_withdrawal_withdraws(self) -> None:
        relation = self.cited("Withdrawal of proposed rule.")
        assert (relation.type, relation.target) == ("withdraws", "fr-2025-00042")
        assert relation.note == "Withdrawal of proposed rule: document 2025-00042, published on 2025-01-06."

    @pytest.mark.parametrize(
        "action",
        ["Partial withdrawal of proposed rule.", "Proposed rule; extension of comment period.", "Final rule; delay of effective date."],
    )  # fmt: skip
    def test_anything_else_amends(self, action: str) -> None:
        assert self.cited(action).type == "amends"

    @pytest.mark.parametrize(
        ("action", "text", "day"),
        [
            ("Final rule; delay of effective date.", PUT_OFF, date(2025, 9, 15)),
            (
                "Final rule; delay of effective date.",
                "The effective date of the final rule published at 90 FR 612 on January 6, 2025, is delayed 60 days, until "
                "March 21, 2025.",
                date(2025, 3, 21),
            ),
            (
                "Final rule; extension of effective date.",
                "The rule on lamps, 90 FR 612 (January 6, 2025), has a new date. The new effective date is May 1, 2025.",
                date(2025, 5, 1),
            ),
            (
                "Postponement of effectiveness.",
                "The final rule published January 6, 2025, is postponed pending judicial review.",
                None,
            ),
            (
                "Final rule; stay.",
                "The effective date of the rule published January 6, 2025, is stayed indefinitely.",
                None,
            ),
        ],
    )
    def test_a_delay_delays_to_the_day_it_names(self, action: str, text: str, day: date | None) -> None:
        relation = self.cited(action, text, type="Rule")
        assert (relation.type, relation.target, relation.day) == ("delays", "fr-2025-00042", day)
        assert relation.quote in text
        assert str(day.year if day else "") in relation.quote

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("Proposed Rule", PUT_OFF),
            ("Rule", "The effective date of § 9.4 in the rule published January 6, 2025, is delayed until May 5, 2025."),
            ("Rule", "The effective date of 46 CFR 9.4, published January 6, 2025, is delayed until May 5, 2025."),
            ("Rule", "The compliance date for the rule published January 6, 2025, under which lamps are carried, is delayed "
             "until May 5, 2025."),
            ("Rule", "The effective date of the rule published January 6, 2025, is delayed."),
        ],
    )  # fmt: skip
    def test_what_is_proposed_or_about_a_part_or_another_date_delays_nothing(self, kind: str, text: str) -> None:
        assert self.cited("Final rule; delay of effective date.", text, type=kind).type == "amends"

    @pytest.mark.parametrize(
        ("action", "text"),
        [
            (
                "Temporary final rule; extension of effective period.",
                "The effective period of the temporary rule published January 6, 2025, is extended through July 9, 2025.",
            ),
            (
                "Interim final rule; change of expiration date.",
                "The expiration date of the interim final rule published January 6, 2025, is extended until July 9, 2025.",
            ),
        ],
    )
    def test_an_extension_extends_to_the_day_it_names(self, action: str, text: str) -> None:
        relation = self.cited(action, text, type="Rule")
        assert (relation.type, relation.day, relation.quote) == ("extends", date(2025, 7, 9), text)
        period = "The comment period of the rule published January 6, 2025, is extended through July 9, 2025."
        assert self.cited(action, period, type="Rule").type == "amends"

    def test_a_withdrawal_has_its_day_and_its_words(self) -> None:
        relation = self.cited("Withdrawal of proposed rule.")
        assert (relation.day, relation.quote) == (date(2025, 6, 2), self.WITHDRAWAL)
        later = "Effective July 1, 2025, the direct final rule published at 90 FR 612 on January 6, 2025, is withdrawn."
        assert self.cited("Direct final rule; withdrawal.", later).day == date(2025, 7, 1)

    def test_a_withdrawal_of_something_else_withdraws_no_document(self) -> None:
        text = "Approval of the application is withdrawn. A notice of hearing was published on January 6, 2025."
        assert self.cited("Withdrawal of approval of an application.", text).type == "amends"

    def test_a_docket_is_enough(self) -> None:
        assert self.cited("Withdrawal.", regulation_id_numbers=[]).target == "fr-2025-00042"

    @pytest.mark.parametrize(
        ("action", "text", "more"),
        [
            ("Proposed rule.", WITHDRAWAL, {}),
            ("Withdrawal.", "The proposed rule is withdrawn.", {}),
            ("Withdrawal.", "The rule of January 6, 2025, is withdrawn.", {}),
            ("Withdrawal.", WITHDRAWAL, {"regulation_id_numbers": [], "docket_ids": []}),
            ("Withdrawal.", WITHDRAWAL, {"regulation_id_numbers": ["9999-ZZ99"], "docket_ids": []}),
        ],
    )
    def test_else_nothing_is_related(self, action: str, text: str, more: dict[str, Any]) -> None:
        assert self.cited(action, text, **more) is None

    def test_two_of_one_day_are_too_many(self) -> None:
        found = cited_by(row(action="Withdrawal."), [Piece("notice", "", "", self.WITHDRAWAL)])
        assert found
        earlier = [row(number, publication_date="2025-01-06") for number in ("2025-00042", "2025-00043")]
        assert relation_to(found, earlier, "Withdrawal.") is None

    def test_the_api_is_asked(self, replay: Replay, tmp_path: Path) -> None:
        late = row(type="Proposed Rule", action="Withdrawal of proposed rule.", dates=self.WITHDRAWAL, abstract="Gone.")
        replay.serve(f"/api/v1/documents/{late['document_number']}.json", late)
        earlier = row(self.EARLIER, publication_date="2025-01-06")
        replay.serve(SEARCH, {"count": 1, "total_pages": 1, "results": [earlier]})
        now = datetime(2025, 6, 20, tzinfo=UTC)
        [(_, parsed)] = run_source(FederalRegister, replay, tmp_path, now=now, documents=["2025-10001"])
        assert isinstance(parsed, Parsed)
        assert parsed.document.related("withdraws") == ("fr-2025-00042",)
        asked = next(item for item in replay.asked if item.path == SEARCH)
        assert asked.query["conditions[publication_date][is]"] == ["2025-01-06"]
        assert asked.query["conditions[regulation_id_number]"] == ["1234-AB56"]

    def test_without_an_answer_the_document_is_kept(self, replay: Replay, tmp_path: Path) -> None:
        late = row(type="Proposed Rule", action="Withdrawal of proposed rule.", dates=self.WITHDRAWAL, abstract="Gone.")
        replay.serve(f"/api/v1/documents/{late['document_number']}.json", late)
        now = datetime(2025, 6, 20, tzinfo=UTC)
        [(_, parsed)] = run_source(FederalRegister, replay, tmp_path, now=now, documents=["2025-10001"])
        assert isinstance(parsed, Parsed)
        assert parsed.document.relations == ()


class TestWhereToSend:
    NOTICE = "Comments must be submitted by July 14, 2025 to the Lantern Committee, Room 3, Harbour, MD 20852."

    def channels(self, *pieces: Piece) -> list[tuple[str, str]]:
        proposal = row(type="Proposed Rule", action="Proposed rule.")
        consultation = parse_document(proposal, list(pieces), SETTINGS, TODAY).document.consultation
        assert consultation
        return [(channel.kind, channel.address) for channel in consultation.channels]

    def test_the_page_of_the_docket_that_an_old_address_names(self) -> None:
        text = (
            "Comments are due by July 14, 2025. You may submit comments by either method:\n\n"
            "• Federal eRulemaking Portal: Go to http://www.regulations.gov/#!docketDetail;D=ABC-2024-0007."
        )
        assert self.channels(Piece("notice", "", "", text)) == [
            ("portal", "https://www.regulations.gov/docket/ABC-2024-0007")
        ]

    def test_an_address_in_the_discussion_is_added_to_a_postal_one(self) -> None:
        invited = "Interested persons are invited to submit such comments electronically to lamps@ferry.gov."
        notice, discussion = Piece("notice", "", "", self.NOTICE), Piece("si", "", "", invited)
        post = ("post", "the Lantern Committee, Room 3, Harbour, MD 20852")
        assert self.channels(notice, discussion) == [post, ("email", "lamps@ferry.gov")]
        electronic = Piece("notice", "", "", f"{self.NOTICE} Comments may also be sent to office@ferry.gov.")
        assert ("email", "lamps@ferry.gov") not in self.channels(electronic, discussion)
