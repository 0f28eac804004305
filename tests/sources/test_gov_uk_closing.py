"""GOV.UK: when a consultation closes, what came of it, and pages that were withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from regbot.corpus.metadata import document_data, document_from
from regbot.model import AsOf, LegalStatus
from regbot.sources.gov_uk.fields import closing_claim, day_of, moment_of
from regbot.track.deadlines import State, deadline
from tests.sources.test_gov_uk import LONDON, consultation_of, item, parsed, state_of


class TestClosing:
    def test_the_stated_day_with_the_time_of_the_field(self):
        found = consultation_of(item())
        assert found.closes == datetime(2026, 12, 18, 23, 45)
        assert found.stated_as == "This consultation closes at 11:45pm on 18 December 2026."
        assert [claim.basis for claim in found.dates] == ["stated", "structured"]
        assert not found.conflicts
        assert state_of(item()) is State.OPEN

    def test_a_stated_day_takes_its_time_from_the_field(self):
        found = consultation_of(item(body="<p>Responses are due by 18 December 2026.</p>"))
        assert found.closes == datetime(2026, 12, 18, 23, 45, tzinfo=LONDON)

    def test_a_conflict_is_told(self):
        found = consultation_of(item(body="<p>The consultation closes on 4 December 2026.</p>", change_history=[]))
        assert found.closes == date(2026, 12, 4)
        (conflict,) = found.conflicts
        assert "2026-12-18" in conflict

    @pytest.mark.parametrize(
        "note", ["Closing date extended to 18 December 2026.", "Extended the deadline.", "Moved the closing date."]
    )
    def test_an_extension_that_the_text_does_not_know_of(self, note: str):
        history = [{"note": note, "public_timestamp": "2026-11-10T09:00:00Z"}]
        found = consultation_of(item(body="<p>The consultation closes on 4 December 2026.</p>", change_history=history))
        assert found.closes == datetime(2026, 12, 18, 23, 45, tzinfo=LONDON)
        (conflict,) = found.conflicts
        assert "extended" in conflict
        assert "2026-12-04" in conflict

    @pytest.mark.parametrize(
        ("closing", "body", "closes"),
        [
            (
                "2027-03-28T23:59:00+01:00",
                "The deadline for responses is 11:59pm on Sunday 28 March 2027.",
                "2027-03-28",
            ),
            ("2027-03-28T22:59:00Z", "Tell us what you think.", "2027-03-28"),
            ("2027-03-29T00:00:00+01:00", "It closes at midnight on 28 March 2027.", "2027-03-28"),
            ("2027-10-31T23:45:00+00:00", "It closes at 11:45pm on 31 October 2027.", "2027-10-31 23:45:00"),
        ],
    )
    def test_the_sundays_on_which_the_clocks_change(self, closing: str, body: str, closes: str):
        found = consultation_of(item(body=f"<p>{body}</p>", closing_date=closing))
        assert str(found.closes) == closes
        assert not found.conflicts

    def test_when_the_government_will_answer_is_no_deadline(self):
        body = "<p>The government response to this consultation will be published by 30 January 2027.</p>"
        found = consultation_of(item(body=body))
        assert found.closes == datetime(2026, 12, 18, 23, 45, tzinfo=LONDON)
        assert not found.conflicts

    @pytest.mark.parametrize("placeholder", ["2216-12-16T16:00:00+01:00", "9999-12-31", "", None, "soon", 7])
    def test_placeholders_are_no_dates(self, placeholder: object):
        assert closing_claim("closing_date", placeholder) is None
        found = consultation_of(item(body="<p>We want your views.</p>", closing_date=placeholder))
        assert found.closes is None

    def test_summer_time_that_persists_into_winter_is_read_as_on_the_publishers_page(self):
        assert moment_of("2016-10-31T17:00:00+01:00") == datetime(2016, 10, 31, 16, tzinfo=LONDON)
        assert moment_of("2016-07-31T17:00:00+01:00") == datetime(2016, 7, 31, 17, tzinfo=LONDON)
        assert moment_of("2016-07-31T17:00:00Z") == datetime(2016, 7, 31, 18, tzinfo=LONDON)
        assert day_of("2016-11-04T10:00:00+01:00") == date(2016, 11, 4)
        late = item(closing_date="2026-12-18T17:00:00+01:00", body="<p>Tell us what you think.</p>")
        assert consultation_of(late).closes == datetime(2026, 12, 18, 16, tzinfo=LONDON)
        assert any("page shows 16:00, which was taken" in note for note in parsed(late).notes)

    def test_midnight_ends_the_day_before(self):
        claim = closing_claim("closing_date", "2026-12-19T00:00:00+00:00")
        assert claim is not None
        assert (claim.closes, claim.quote) == (date(2026, 12, 18), "closing_date: 2026-12-19T00:00:00+00:00")

    def test_a_minute_before_midnight_is_the_day(self):
        claim = closing_claim("closing_date", "2026-07-01T22:59:00Z")
        assert claim is not None
        assert claim.closes == date(2026, 7, 1)


class TestOutcome:
    def test_its_page_is_over_from_the_day_of_the_outcome(self):
        document = parsed(item("outcome")).document
        assert document.consultation is not None
        day = document.consultation.outcome
        assert day is not None
        assert state_of(item("outcome")) is State.OUTCOME
        before = deadline(document, AsOf(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)))
        assert before is not None
        assert before.state is not State.OUTCOME

    def test_without_a_day_the_last_change_is_taken(self):
        record = item() | {"document_type": "consultation_outcome", "public_updated_at": "2026-11-20T10:00:00Z"}
        assert consultation_of(record).outcome == date(2026, 11, 20)

    def test_feedback_alone_is_no_outcome(self):
        record = item(public_feedback_detail="<p>40 answers.</p>") | {"document_type": "closed_consultation"}
        assert consultation_of(record).outcome is None

    def test_it_is_kept_in_the_corpus(self):
        document = parsed(item("outcome")).document
        assert document_from(document_data(document)).consultation == document.consultation

    def test_withdrawn_comes_first(self):
        record = item("outcome") | {"withdrawn_notice": TestWithdrawn.NOTICE}
        assert state_of(record) is State.WITHDRAWN


class TestWithdrawn:
    NOTICE = {"explanation": "<p>Superseded by a later consultation.</p>", "withdrawn_at": "2026-11-12T09:52:00Z"}  # noqa: RUF012

    def test_it_overrides_an_open_document_type(self):
        record = item() | {"withdrawn_notice": self.NOTICE}
        assert record["document_type"] == "open_consultation"
        assert state_of(record) is State.WITHDRAWN
        assert parsed(record).document.legal_status is LegalStatus.REPEALED
        texts = {entry.eid: entry.text for entry in parsed(record).versions[0].provisions}
        assert texts["withdrawal"] == "Superseded by a later consultation."

    def test_an_empty_notice_says_nothing(self):
        assert parsed(item() | {"withdrawn_notice": {}}).document.legal_status is LegalStatus.DRAFT


def test_a_call_for_evidence_without_any_date_is_still_one():
    record = item("outcome", opening_date="2201-10-05T14:00:00+01:00", closing_date="2211-10-31T17:00:00+01:00")
    record |= {"document_type": "call_for_evidence", "details": {**record["details"], "body": "<p>Views on signs.</p>"}}
    record["details"].pop("final_outcome_publication_date", None)
    assert state_of(record) is State.UNKNOWN
