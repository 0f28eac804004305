"""Checks C13 to C24 with what each finds and what it lets pass; the others are in test_checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regbot.draft.channels import measure
from regbot.draft.checks.finding import Level
from regbot.draft.comment import Position, Sender, Sent
from regbot.draft.export.sendable import Sendable
from regbot.model import Channel
from tests.draft import making
from tests.draft.checking import NOW, consultation, facts, found, said, with_point


class TestC13:
    @pytest.mark.parametrize("sign", ["\x07", "\x1b[31m", "\u202e", "\ue000", "\ud800"])
    def test_what_no_channel_takes(self, sign):
        comment = with_point(said(), reason=f"Because {sign} of this.")
        finding = found("C13", comment)[0]
        assert finding.level is Level.BLOCK
        assert comment.points[0].reason[finding.start : finding.end] in sign

    def test_emoji_block_on_a_form_and_warn_elsewhere(self):
        comment = with_point(said(), reason="Because 👩‍👧 and ☹️ suffer.")
        form = consultation(channels=(making.FORM,))
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
