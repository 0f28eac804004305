"""Checks C01 to C12 with what each finds and what it lets pass, and all of them together; C13 to C24 are in test_further_checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from regbot.draft.channels import measure, route_for
from regbot.draft.checks import CHECKS, run_checks
from regbot.draft.checks.finding import AgencyQuestion, Level
from regbot.draft.comment import Position
from regbot.draft.export.sendable import Sendable
from regbot.model import Channel, ClosingDate, Confidence
from tests.draft import making
from tests.draft.checking import NOW, consultation, facts, found, said, with_point


def test_there_are_twenty_four_checks_and_a_good_comment_passes_all():
    assert len(CHECKS) == 24
    comment = said()
    assert [(item.id, item.message) for item in run_checks(comment, facts(comment)) if item.level != "note"] == []


def test_what_blocks_comes_first_then_warnings_then_notes():
    comment = with_point(said(standing="", own_views=False), quote="It says nothing of the kind.")
    levels = [item.level for item in run_checks(comment, facts(comment))]
    assert levels == sorted(levels, key=list(Level).index)
    assert set(levels) == set(Level)


class TestC01:
    def test_the_consultation_and_its_number_are_missing(self):
        comment = said()
        document = replace(making.document(), aliases=("EPA-HQ-2026-0007",))
        known = facts(comment, document=document, ready=Sendable("Hello", "Please think again.", measure("x")))
        first, second = found("C01", comment, known)
        assert first.level is second.level is Level.BLOCK
        assert "Rules on Faces" in first.message
        assert "EPA-HQ-2026-0007" in second.message

    def test_both_are_named_in_whatever_spelling(self):
        comment = said()
        document = replace(making.document(), aliases=("EPA-HQ-2026-0007",))
        body = "On the rules on  faces, docket EPA–HQ–2026–0007: …"
        assert not found("C01", comment, facts(comment, document=document, ready=Sendable("", body, measure(body))))
        assert not found("C01", comment, facts(comment, document=document))


class TestC02:
    @pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
    def test_the_issuers_zone_decides(self, zone):
        document = replace(consultation(closes=date(2026, 11, 2)), timezone=zone)
        late = datetime(2026, 11, 2, 20, tzinfo=UTC)
        (finding,) = found("C02", said(), facts(said(), document=document, now=late))
        assert finding.level is (Level.BLOCK if zone == "Asia/Shanghai" else Level.NOTE)
        assert zone in finding.message
        assert "your time" in finding.message

    def test_an_unknown_closing_blocks(self):
        (finding,) = found("C02", said(), facts(said(), document=consultation(closes=None)))
        assert finding.level is Level.BLOCK
        assert "No closing date is known" in finding.message

    def test_what_never_was_open_or_is_not_yet_blocks(self):
        never = replace(making.document(), consultation=None)
        assert found("C02", said(), replace(facts(said()), document=never, deadline=None))[0].level is Level.BLOCK
        (soon,) = found("C02", said(), facts(said(), document=consultation(opens=date(2026, 11, 20))))
        assert soon.level is Level.BLOCK
        assert "opens for comments on 2026-11-20" in soon.message

    def test_closed_says_what_came_and_what_is_left(self):
        known = facts(said(), now=NOW + timedelta(days=90), sequel="The Faces Act took its place.", remedies="complain")
        (finding,) = found("C02", said(), known)
        assert "took its place" in finding.message
        assert finding.fix == "complain"

    def test_open_is_only_a_note_with_the_days_left(self):
        (finding,) = found("C02", said())
        assert finding.level is Level.NOTE
        assert "29 days left" in finding.message


class TestC03:
    def test_sources_that_disagree(self):
        claims = (
            ClosingDate("stated", date(2026, 12, 1), "by 1 December"),
            ClosingDate("structured", date(2026, 11, 28), "x"),
        )
        (finding,) = found("C03", said(), facts(said(), document=consultation(dates=claims)))
        assert finding.level is Level.WARN
        assert "2026-11-28" in finding.fix
        assert found("C03", said(), facts(said(), document=consultation(conflicts=("Two dates are named.",))))

    def test_sources_that_agree(self):
        claims = tuple(ClosingDate(basis, date(2026, 12, 1), "x") for basis in ("stated", "structured"))
        assert not found("C03", said(), facts(said(), document=consultation(dates=claims)))


class TestC04:
    def test_a_provision_that_is_not_in_this_version(self):
        comment = said()
        (finding,) = found("C04", comment, facts(comment, present={}))
        assert (finding.level, finding.where) == (Level.BLOCK, "point-1.provision")

    def test_evidence_that_names_a_provision_which_is_not_there(self):
        comment = with_point(said(), evidence=("other-act#art_9",))
        (finding,) = found("C04", comment)
        assert (finding.level, finding.where) == (Level.BLOCK, "point-1.evidence.1")

    @pytest.mark.parametrize(
        ("confidence", "level", "words"),
        [
            (Confidence.UNVERIFIED, Level.WARN, "restated from memory"),
            (Confidence.NUMBER_UNVERIFIED, Level.NOTE, "number it otherwise"),
        ],
    )
    def test_what_is_from_memory_is_told(self, confidence, level, words):
        comment, held = said(), replace(making.provision(), confidence=confidence)
        (finding,) = found("C04", comment, facts(comment, held=held))
        assert (finding.level, words in finding.message) == (level, True)

    def test_a_wrong_number_in_the_text_is_warned_of(self):
        comment = with_point(said(), reason="Because Article 99 says otherwise.")
        (finding,) = found("C04", comment)
        assert finding.level is Level.WARN
        assert comment.points[0].reason[finding.start : finding.end] == "Article 99"

    @pytest.mark.parametrize(
        "reason",
        [
            "Because Article 12 is vague.",
            "Because Article 9 of the GDPR asks for more.",
            "《民法典》第一千零三十四条规定了，因此不必。",
        ],
    )
    def test_right_numbers_and_those_of_other_laws_pass(self, reason):
        assert not found("C04", with_point(said(), reason=reason))


class TestC05:
    def test_a_quote_that_is_not_there_word_for_word(self):
        comment = with_point(said(), quote="A processor may keep a face for as long as it likes.")
        (finding,) = found("C05", comment)
        assert finding.level is Level.BLOCK
        assert "A processor may keep a face only for as long as necessary." in finding.fix

    def test_a_quote_of_no_provision(self):
        assert found("C05", with_point(said(), anchor=None))[0].level is Level.BLOCK

    @pytest.mark.parametrize(
        "quote",
        [
            "may keep a face\nonly for  as long as necessary",
            "It must delete the face when asked.",
            "necessary. It must",
        ],
    )
    def test_white_space_does_not_matter(self, quote):
        assert not found("C05", with_point(said(), quote=quote))

    @pytest.mark.parametrize("quote", ["个人要求删除的,应当删除。", "应当具有 充分的 必要性"])
    def test_nor_does_the_width_of_chinese_marks(self, quote):
        comment = with_point(said(making.provision("zh")), quote=quote)
        assert not found("C05", comment, facts(comment))

    @pytest.mark.parametrize("quote", ["may keep aface", "a processor may", "as long as necessary!"])
    def test_letters_words_and_marks_do(self, quote):
        assert found("C05", with_point(said(), quote=quote))

    def test_a_provision_that_changed_is_shown_with_its_redline(self):
        comment = said()
        held = making.provision(text=making.TEXT.replace("as necessary", "as a law asks"))
        (finding,) = found("C05", comment, facts(comment, held=held))
        assert finding.level is Level.BLOCK
        assert "changed since you quoted it" in finding.message
        assert "".join(span.text for span in finding.redline if span.op != "insert") == making.TEXT
        assert "".join(span.text for span in finding.redline if span.op != "delete") == held.text

    def test_a_change_elsewhere_in_it_only_warns(self):
        comment = said()
        held = making.provision(text=making.TEXT.replace("when asked", "within a day"))
        (finding,) = found("C05", comment, facts(comment, held=held))
        assert finding.level is Level.WARN
        assert "still stands" in finding.message


class TestC06:
    def test_no_position_and_no_point(self):
        assert found("C06", with_point(said(), position=None))[0].where == "point-1.position"
        assert found("C06", said(points=()))[0].where == "points"

    def test_a_position_for_each(self):
        assert not found("C06", said())


class TestC07:
    @pytest.mark.parametrize("reason", ["", "  ", "I do not like it at all.", "我不同意。", "社会很不满意。"])
    def test_nothing_or_only_a_preference(self, reason):
        (finding,) = found("C07", with_point(said(), reason=reason))
        assert (finding.level, finding.where) == (Level.WARN, "point-1.reason")

    @pytest.mark.parametrize(
        "reason", ["Nobody can tell, so people keep everything.", "因为没有期限，企业会一直保存。", "否则无法执行。"]
    )
    def test_what_follows_from_what(self, reason):
        assert not found("C07", with_point(said(), reason=reason))


class TestC08:
    def test_nothing_to_show_for_it(self):
        comment = with_point(said(), reason="Because it is vague.", evidence=())
        assert found("C08", comment)[0].where == "point-1.evidence"

    @pytest.mark.parametrize("address", ["https:/example.org/x", "http//example.org", "https://localhos", "https:"])
    def test_an_address_that_is_none(self, address):
        assert found("C08", with_point(said(), evidence=(f"see {address}",)))

    @pytest.mark.parametrize("evidence", ["https://example.org/a?b=1", "My gym kept mine.", "faces-2026#art_12"])
    def test_evidence(self, evidence):
        assert not found("C08", with_point(said(), evidence=(evidence,)))

    @pytest.mark.parametrize(
        "reason", ["Because 4 in 10 cannot.", "Because I have seen it myself.", "因为我家小区就这样。"]
    )
    def test_a_fact_in_the_reason(self, reason):
        assert not found("C08", with_point(said(), reason=reason, evidence=()))


class TestC09:
    def test_an_amendment_without_words_or_without_a_change(self):
        assert found("C09", with_point(said(), wording=""))
        assert found("C09", with_point(said(), wording=making.TEXT.replace("\n\n", "\n")))

    def test_words_that_differ_or_are_not_needed(self):
        assert not found("C09", said())
        assert not found("C09", with_point(said(), position=Position.OPPOSE, wording=""))


class TestC10:
    ASKED = (
        AgencyQuestion("1", "Should retention of faces be limited to thirty days?", "faces-2026#notice"),
        AgencyQuestion("2", "What would alternatives cost small shops?", "faces-2026#notice"),
    )

    def test_questions_left_open_are_listed(self):
        (finding,) = found("C10", said(), facts(said(), questions=self.ASKED))
        assert finding.level is Level.NOTE
        assert "does not speak to 2: 1, 2" in finding.message
        named = with_point(said(), reason="Question 2: because a card reader is cheap.")
        assert "to 1: 1." in found("C10", named, facts(named, questions=self.ASKED))[0].message

    def test_answered_by_number_or_in_its_words(self):
        comment = with_point(
            said(), reason="Limit retention of faces to thirty days, because more is not needed. On Q1 and 2: so."
        )
        assert not found("C10", comment, facts(comment, questions=self.ASKED))
        assert not found("C10", said())


class TestC11:
    def test_nobody_or_at_length(self):
        assert found("C11", said(standing=""))[0].level is Level.NOTE
        assert found("C11", said(standing="I run a gym. It is large. It is old."))

    def test_two_sentences(self):
        assert not found("C11", said(standing="I run a gym. It has 400 members."))


class TestC12:
    FORM = Channel("portal", "https://www.regulations.gov/x", quote="go to regulations.gov", max_characters=None)
    SMALL = Channel(
        "portal", "https://forms.example.gov", quote="on the form, no attachments", max_characters=300, max_bytes=300
    )

    def test_too_long_blocks_and_gives_both_counts(self):
        document = consultation(channels=(self.SMALL,))
        (finding,) = found("C12", said(), facts(said(), document=document))
        assert finding.level is Level.BLOCK
        assert "characters" in finding.message
        assert "bytes in UTF-8" in finding.message

    def test_bytes_count_for_themselves(self):
        comment = with_point(said(making.provision("zh")), reason="因为没有期限，" * 300)
        document = consultation(channels=(replace(self.SMALL, max_characters=5_000, max_bytes=5_000),))
        (finding,) = found("C12", comment, facts(comment, document=document))
        assert finding.level is Level.BLOCK
        assert "characters," in finding.message
        assert "more than the 5,000 characters and 5,000 bytes" in finding.message

    def test_within_the_limit_nothing_and_unknown_a_note(self):
        assert not found("C12", said(), facts(said(), document=consultation(channels=(self.FORM,))))
        assert found("C12", said())[0].level is Level.NOTE
        assert "no limit of length is known" in found("C12", said())[0].message


def test_the_channel_chosen_is_the_one_checked():
    document = consultation(channels=(making.MAIL, making.POST))
    assert route_for(document, "post").lead_days
    assert found(
        "C15",
        said(),
        facts(
            said(),
            kind="post",
            document=replace(document, consultation=replace(document.consultation, closes=date(2026, 11, 5))),
        ),
    )
