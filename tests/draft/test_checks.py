"""Every check C01 to C24 with what it finds and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from regbot.draft.channels import measure, route_for
from regbot.draft.checks import CHECKS, run_checks
from regbot.draft.checks.finding import AgencyQuestion, Level
from regbot.draft.comment import Position, Sender, Sent
from regbot.draft.export.sendable import Sendable
from regbot.model import Channel, ClosingDate
from tests.draft import making
from tests.draft.checking import NOW, facts, found, said, with_point


def consultation(**changes):
    document = making.document()
    return replace(document, consultation=replace(document.consultation, **changes))


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


class TestC13:
    @pytest.mark.parametrize("sign", ["\x07", "\x1b[31m", "\u202e", "\ue000", "\ud800"])
    def test_what_no_channel_takes(self, sign):
        comment = with_point(said(), reason=f"Because {sign} of this.")
        finding = found("C13", comment)[0]
        assert finding.level is Level.BLOCK
        assert comment.points[0].reason[finding.start : finding.end] in sign

    def test_emoji_block_on_a_form_and_warn_elsewhere(self):
        comment = with_point(said(), reason="Because 👩‍👧 and ☹️ suffer.")
        form = consultation(channels=(TestC12.FORM,))
        assert [item.level for item in found("C13", comment, facts(comment, document=form))] == [Level.BLOCK] * 2
        assert {item.level for item in found("C13", comment)} == {Level.WARN}

    def test_letters_of_any_language_and_marks_pass(self):
        reason = "Because “naïve” – § 5 – 人脸、识别；㎡ é \u0645\u06cc\u200c\u062e ✓ ①\n\tdone…"
        assert not found("C13", with_point(said(), reason=reason))


class TestC14:
    def test_no_such_channel(self):
        (finding,) = found("C14", said(), facts(said(), route=None, route_problem="takes no comments by 'fax'"))
        assert finding.level is Level.BLOCK

    def test_words_that_the_notice_does_not_have(self):
        assert found("C14", said(), facts(said(), public="A notice about something else."))[0].level is Level.WARN
        bare = consultation(channels=(replace(making.MAIL, quote=""),))
        assert found("C14", said(), facts(said(), document=bare))[0].level is Level.WARN

    def test_a_required_marking_that_is_missing(self):
        marked = replace(making.MAIL, required_marking="Faces 2026")
        document = consultation(channels=(marked,))
        known = facts(said(), document=document, ready=Sendable("My comment", "Faces 2026", measure("x")))
        assert found("C14", said(), known)[0].level is Level.BLOCK

    @pytest.mark.parametrize("channel", [making.POST, replace(making.MAIL, required_marking="Faces 2026"), making.FORM])
    def test_stated_and_marked(self, channel):
        assert not found("C14", said(), facts(said(), document=consultation(channels=(channel,))))


class TestC15:
    def test_too_late_for_a_letter(self):
        document = consultation(channels=(making.POST,), closes=date(2026, 11, 6))
        assert found("C15", said(), facts(said(), document=document))[0].level is Level.WARN

    def test_time_enough_or_no_letter(self):
        assert not found("C15", said(), facts(said(), document=consultation(channels=(making.POST,))))
        assert not found("C15", said(), facts(said(), document=consultation(closes=date(2026, 11, 3))))


class TestC16:
    def check(self, paths, sizes, channel=making.FORM, **changes):
        comment = with_point(said(attachments=tuple(paths)), **changes)
        known = facts(comment, document=consultation(channels=(channel,)), files=dict(zip(paths, sizes, strict=True)))
        return [item.message for item in found("C16", comment, known)]

    def test_too_many_too_large_of_odd_type_or_not_there(self):
        names = [f"{number}.pdf" for number in range(21)]
        assert "21 attachments are more than the 20" in self.check(names, [1] * 21)[0]
        assert "11.0 MB, more than 10 MB" in self.check(["a.pdf"], [11 * 1024**2])[0]
        assert "type" in self.check(["a.exe"], [1])[0]
        assert "not there" in self.check(["a.pdf"], [None])[0]

    def test_where_none_are_taken(self):
        bare = Channel("portal", "https://forms.example.gov", quote="use the form")
        assert "takes attachments" in self.check(["a.pdf"], [1], bare)[0]

    def test_a_body_that_only_points_to_them(self):
        assert self.check(["a.pdf"], [1], reason="Please see attached.")
        assert self.check(["a.pdf"], [1], reason="详见附件。")

    def test_good_attachments(self):
        assert not self.check(["study.pdf", "Table.XLSX"], [1, 10 * 1024**2])
        assert not self.check(["a.pdf"], [1], reason="Because nobody can tell. " * 20 + "See attached study.")


class TestC18:
    @pytest.mark.parametrize(
        "words", ["our trade secrets", "STRICTLY CONFIDENTIAL", "This is CBI.", "本公司商业秘密", "内部资料，不得外传"]
    )
    def test_words_that_mark_a_secret(self, words):
        assert found("C18", with_point(said(), reason=f"Because {words}"))[0].level is Level.WARN

    @pytest.mark.parametrize("words", ["people want confidentiality", "应当保密", "the notice names trade secrets"])
    def test_talk_about_secrecy(self, words):
        comment = with_point(said(), reason=f"Because {words}.")
        assert not found("C18", comment, facts(comment, public="It covers trade secrets. write to rules@example.gov"))


class TestC19:
    TEMPLATE = (
        "Nobody should have to show their face to buy bread, and no shop should be allowed to ask for it at the door."
    )

    def test_a_template_in_the_persons_name(self):
        comment = with_point(
            said(template=self.TEMPLATE, standing="", closing=""), reason=f"I agree: {self.TEMPLATE}", evidence=()
        )
        assert found("C19", comment)[0].level is Level.WARN

    def test_chinese_by_characters(self):
        text = "买面包不应当刷脸，任何商店都不得在门口要求刷脸，因为顾客没有真正的选择。"
        comment = replace(
            with_point(said(making.provision("zh"), standing="", closing=""), reason=text, evidence=()), template=text
        )
        assert found("C19", comment)

    def test_the_same_as_another_draft(self):
        comment = said()
        assert "draft old" in found("C19", comment, facts(comment, other_drafts=(("old", own(comment)),)))[0].message

    def test_ones_own_words_pass(self):
        comment = replace(said(), template=self.TEMPLATE)
        assert not found(
            "C19", comment, facts(comment, other_drafts=(("old", "Something else about cars and the roads."),))
        )


def own(comment):
    from regbot.draft.checks.similarity import own_text

    return own_text(comment)


class TestC20:
    @pytest.mark.parametrize(
        "words",
        [
            "You idiots.",
            "We know where you live.",
            "I will burn you all down",
            "狗官，走着瞧",
            "On behalf of all tenants.",
        ],
    )
    def test_abuse_threats_and_speaking_for_others(self, words):
        findings = found("C20", with_point(said(), reason=f"Because. {words}"))
        assert findings
        assert {item.level for item in findings} <= {Level.WARN, Level.NOTE}

    def test_sharp_words_pass_and_an_organisation_may_speak_for_its_members(self):
        assert not found(
            "C20",
            with_point(said(), reason="This is a bad, badly written and harmful rule, because nobody can obey it."),
        )
        organisation = said(sender=Sender.ORGANISATION)
        assert not found("C20", with_point(organisation, reason="Because, on behalf of our members, it fails."))


class TestC21:
    def test_another_language(self):
        assert found("C21", said(), facts(said(), languages=("zh",)))[0].level is Level.NOTE

    def test_the_language_of_the_consultation_or_an_unknown_one(self):
        assert not found("C21", said(), facts(said(), languages=("en",)))
        assert not found("C21", said(), facts(said(), languages=()))


class TestC22:
    def test_not_confirmed(self):
        assert found("C22", said(own_views=False))[0].level is Level.WARN

    def test_confirmed(self):
        assert not found("C22", said())


class TestC23:
    def test_a_comment_that_says_nothing_is_not_ready(self):
        nothing = replace(said(), points=(), opening="", closing="")
        assert [finding.level for finding in found("C23", nothing)] == [Level.BLOCK]
        assert not found("C23", replace(nothing, opening="Please keep the rule on consent."))

    def test_a_provision_alone_says_nothing(self):
        bare = with_point(replace(said(), opening="", closing=""), position=None, reason="", evidence=(), wording="")
        assert found("C23", bare)
        assert not found("C23", with_point(bare, position=Position.SUPPORT))

    @pytest.mark.parametrize(
        "words",
        [
            "[…]",
            "[...]",
            "[Your Name]",
            "[INSERT EXAMPLE]",
            "TODO",
            "XXX",
            "{{name}}",
            "<insert date>",
            "____",
            "【请填写】",
            "待补充",
            "???",
        ],
    )
    def test_something_left_to_fill_in(self, words):
        comment = with_point(said(), reason=f"Because of {words} here.")
        finding = found("C23", comment)[0]
        assert (finding.level, finding.where) == (Level.BLOCK, "point-1.reason")
        assert comment.points[0].reason[finding.start : finding.end] in words

    @pytest.mark.parametrize(
        "words", ["[sic]", "Article 5[1]", "Why??", "{a}", "XXL shirts", "a to-do list", "[2023]", "todo el mundo"]
    )
    def test_brackets_with_a_meaning(self, words):
        assert not found("C23", with_point(said(), reason=f"Because {words} matters."))

    def test_a_placeholder_of_the_published_text_is_its_own(self):
        comment = with_point(said(), quote="by [date]", wording="Delete by [date].")
        assert not found("C23", comment, facts(comment, public="Keep it by [date]. write to rules@example.gov"))


class TestC24:
    def test_a_sending_without_its_number_or_hash(self):
        sent = Sent(NOW, "portal", "")
        (finding,) = found("C24", said(sent=(sent,)))
        assert finding.level is Level.NOTE
        assert "the hash of the text, the tracking number" in finding.message

    def test_a_sending_recorded_whole(self):
        assert not found("C24", said(sent=(Sent(NOW, "portal", "ab" * 32, "abc-123"), Sent(NOW, "email", "ab" * 32))))


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
