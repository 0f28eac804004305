from __future__ import annotations

from dataclasses import replace

import pytest

from regbot.compare.redline import redline
from regbot.draft.comment import Position, Sender
from regbot.draft.export.amendments import amendments
from regbot.draft.export.letter import address_lines, letter
from regbot.draft.export.phrases import CHINESE, ENGLISH
from regbot.draft.export.places import place
from regbot.draft.export.steps import Ready, steps
from regbot.draft.export.text import as_text
from regbot.model import Channel, TextKind
from tests.draft.making import FORM, MAIL, POST, TEXT, anchor, comment, material, provision


def text_of(made) -> str:
    return as_text(letter(made))


def test_an_english_letter_says_all_that_it_has_to_in_order():
    text = text_of(material())
    parts = [
        "Comment on Rules on Faces",
        "2 November 2026",
        "Consultation: Rules on Faces",
        "From: Ada Roe",
        "To the Office of Rules,",
        "I train at a gym",
        "1. Article 12",
        "The text says: “A processor may keep a face only for as long as necessary.”",
        "Position: I ask for this provision to be changed.",
        "Reason: Nobody can tell",
        "Evidence:\n- https://example.org/study\n- My gym",
        "Proposed wording: “A processor may keep a face only for at most 30 days.",
        "Changes to the text: replace “as long as necessary” with “at most 30 days”.",
        "Thank you for reading this.",
        "The views in this comment are mine",
        "Yours faithfully,\nAda Roe\nada@example.org",
        "Sources",
        "Article 12, Rules on Faces (faces-2026#art_12). Text of 2026-10-01, English, official text.",
        provision().sha256,
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_chinese_letter_is_laid_out_as_one():
    lines = text_of(material(provision("zh"))).split("\n")
    assert lines[0] == "关于《人脸规定（征求意见稿）》的意见"
    assert "规则办公室：" in lines
    assert "一、关于第十二条" in lines
    assert "　　条文原文：“处理者保存人脸信息应当具有充分的必要性。”" in lines
    assert "　　意见：本人建议修改该规定。" in lines
    assert "　　修改之处：将“充分”修改为“书面说明”。" in lines
    assert lines.index("　　此致") < lines.index("敬礼！")
    signature, day = ([line for line in lines if line.endswith(words)][-1] for words in ("Ada Roe", "2026年11月2日"))
    assert signature.startswith(" " * 40)
    assert day.startswith(" " * 40)


def test_a_restatement_is_never_passed_off_as_the_text():
    assert "The text, in an unofficial restatement, says: “" in text_of(material(provision(kind=TextKind.RESTATEMENT)))
    assert "条文内容（非官方转述）：“" in text_of(material(provision("zh", kind=TextKind.RESTATEMENT)))


def test_an_anonymous_letter_names_nobody():
    text = text_of(material(said=comment(provision(), sender=Sender.ANONYMOUS)))
    assert "Ada" not in text
    assert "ada@" not in text
    assert "anonymously" in text


def test_an_organisation_speaks_as_we():
    text = text_of(material(said=comment(provision(), sender=Sender.ORGANISATION, name="Gym Friends")))
    assert "We ask for this provision" in text
    assert "The views in this comment are ours" in text


def test_nothing_is_said_that_the_person_did_not_say():
    bare = replace(
        comment(provision()), sender=None, name="", contact="", standing="", own_views=False, closing="", points=()
    )
    text = text_of(material(said=bare))
    assert "views" not in text
    assert "From:" not in text
    assert "Sources" not in text
    unsaid = replace(comment(provision()).points[0], position=None, reason="", evidence=(), wording="")
    text = text_of(material(said=replace(bare, points=(unsaid,))))
    assert not any(f"{lead}:" in text for lead in ("Position", "Reason", "Evidence", "Proposed wording"))


def test_the_worry_and_the_template_stay_with_the_person():
    text = text_of(material(said=comment(provision(), worry="PRIVATE WORRY", template="HANDED ROUND")))
    assert "PRIVATE" not in text
    assert "HANDED" not in text


def test_points_are_summed_up_when_there_are_several():
    said = comment(provision())
    second = replace(said.points[0], id="point-2", anchor=None, quote="", position=Position.ASK)
    text = text_of(material(said=replace(said, points=(*said.points, second))))
    assert (
        "This comment makes 2 points:\n1. Article 12: a change is asked for\n2. The consultation as a whole: an expl"
        in text
    )
    assert "2. On the whole" in text


def test_a_text_that_changed_since_is_told_from_what_was_kept():
    made = material()
    text = as_text(letter(replace(made, texts={})))
    assert "that text is no longer at hand" in text
    assert "Changes to the text" not in text
    assert anchor(provision()).sha256 in text


def test_the_docket_stands_in_the_heading_and_the_marking_where_it_belongs():
    docket = Channel("portal", "https://www.regulations.gov", required_marking="Docket ID XYZ-2026-0007")
    assert "Reference: XYZ-2026-0007\nFrom" in text_of(material(None, docket))
    subject = Channel("email", "a@example.gov", required_marking="Faces answer")
    assert "Re: Faces answer" in text_of(material(None, subject))
    assert "Re: " not in text_of(material(None, POST))


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "Office, 1 Long Street, Beijing (北京市长街1号，规则办公室，邮编100000)",
            ("北京市长街1号", "规则办公室", "邮编100000"),
        ),
        ("Office (Room 4)\n1 Long Street", ("Office (Room 4)", "1 Long Street")),
        ("北京市长街1号（规则办公室）", ("北京市长街1号（规则办公室）",)),
    ],
)
def test_a_chinese_address_goes_onto_the_envelope_without_its_translation(address, lines):
    assert address_lines(address) == lines


def test_the_envelope_is_there_for_post_alone():
    made = letter(material(None, MAIL, POST, kind="post"))
    assert made.envelope
    assert made.envelope.address == ("Office of Rules", "1 Long Street", "Oldtown")
    assert made.envelope.marking == "Faces 2026 comment"
    assert letter(material(None, MAIL, POST, kind="email")).envelope is None


def test_paper_goes_by_where_it_is_sent():
    assert letter(material(jurisdiction="us")).paper == "Letter"
    assert letter(material(jurisdiction="uk")).paper == "A4"


def test_an_unheard_of_language_still_gets_a_letter():
    assert text_of(material(said=comment(provision(), lang="fi"))).startswith("Comment on Rules on Faces")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Keep it for 9 days.", "Keep it for 3 days.", ("replace “9” with “3”",)),
        ("Keep it well and safe for all.", "Keep it safe for all.", ("delete “well and”",)),
        ("Keep it for all of them.", "Keep it locked for all of them.", ("insert “locked” after “Keep it”",)),
        (
            "it is kept by the owner.",
            "At night it is kept by the owner.",
            ("insert “At night” before “it is kept by the”",),
        ),
        (
            "Keep the data, and delete it.",
            "Keep the data; and delete it.",
            ("after “Keep the data”, replace “,” with “;”",),
        ),
        ("One, two, three", "One, two three", ("after “One, two”, delete “,”",)),
        (
            "He may ask and she may go.",
            "He may ask and she must go.",
            ("after “He may ask and she”, replace “may” with “must”",),
        ),
        (
            "A face is kept. A card is not.",
            "The face is kept. A card is not.",
            ("replace “A face is kept. A card” with “The face is kept. A card”",),
        ),
        (
            "The face of the man. The face of a dog.",
            "A face of the man. The face of a dog.",
            ("replace “The face of the man. The” with “A face of the man. The”",),
        ),
        ("A 3 is no 30 and no 3%.", "A 4 is no 30 and no 3%.", ("replace “3” with “4”",)),
        (
            "by the owner of a flat, and by the owner of a house",
            "by the owner of a flat, and by the sole owner of a house",
            ("insert “sole” after “a flat, and by the”",),
        ),
        (
            "the man who keeps it in the house, and the man who keeps it in the flat",
            "the man who keeps it in the house, and the man who keeps it in the one flat",
            ("insert “one” after “and the man who keeps it in the”",),
        ),
        ("Something else entirely.", "No word here is the same as there!", ()),
        ("Same.", "Same.", ()),
    ],
)
def test_changes_are_told_in_clauses(old, new, told):
    assert amendments(redline(old, new), ENGLISH) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("保存不超过三十日，到期应当删除。", "保存不超过十日，到期应当删除。", "将“三十”修改为“十”"),
        ("取得个人同意，并告知个人。", "取得个人同意，并告知监护人。", "将“个人同意，并告知”后的“个”修改为“监护”"),
        ("取得个人同意，并告知个人。", "取得个人同意；并告知个人。", "将“取得个人同意”后的“，”修改为“；”"),
        ("个人可以拒绝，个人可以投诉。", "个人可以拒绝，可以投诉。", "删除“个人可以拒绝，”后的“个人”"),
    ],
)
def test_chinese_changes_are_told_as_chinese_letters_do(old, new, told):
    assert amendments(redline(old, new), CHINESE) == (told,)


@pytest.mark.parametrize(
    ("eid", "label", "lang", "label_lang", "said"),
    [
        ("art_5", "Article 5", "en", "en", "Article 5"),
        ("art_5", "Article 5", "zh", "en", "第五条"),
        ("art_15__para_2__item_3", "", "zh", "en", "第十五条第二款第（三）项"),
        ("art_15__para_2", "", "en", "zh", "Article 15, paragraph 2"),
        ("chp_2__art_9", "第九条", "en", "zh", "Article 9"),
        ("sec_1910.12", "§ 1910.12", "en", "en", "§ 1910.12"),
        ("body", "Report", "zh", "en", "Report"),
    ],
)
def test_provisions_are_named_as_the_letters_language_does(eid, label, lang, label_lang, said):
    assert place(eid, label, lang, label_lang) == said


def test_the_quote_stands_as_it_is():
    assert TEXT.partition("\n")[0] in text_of(material(None, FORM))


def test_a_portal_is_searched_by_the_title_in_every_language_held():
    made = material(None, FORM)
    found = next(step for step in steps(made, Ready("c.txt", (), "s", "txt"), None) if step.startswith("Find"))
    assert found.startswith("Find “Rules on Faces”, also called 《人脸规定（征求意见稿）》")


def unquoted(held, **more):
    said = comment(held, **more)
    return replace(said, points=(replace(said.points[0], quote=""),))


def test_wording_proposed_without_a_quote_stands_below_the_present_wording():
    text = text_of(material(said=unquoted(provision())))
    present = text.index(f"Present wording: “{TEXT}”")
    assert text.index("Evidence:") < present < text.index("Proposed wording: “")
    assert "Present wording" not in text_of(material())


def test_the_present_wording_says_whose_words_it_is_in():
    english, chinese = (provision(lang, kind=TextKind.TRANSLATION) for lang in ("en", "zh"))
    assert "Present wording, in an unofficial translation: “A processor may" in text_of(
        material(english, said=unquoted(english))
    )
    assert "现条文（非官方译文）：“处理者保存" in text_of(material(chinese, said=unquoted(chinese)))


@pytest.mark.parametrize(
    "held", [provision(text="A very long provision. " * 100), provision(kind=TextKind.SUMMARY)], ids=["long", "summary"]
)
def test_a_provision_that_cannot_be_set_out_is_named(held):
    text = text_of(material(held, said=unquoted(held)))
    assert "Present wording: see Article 12 in the text of 1 October 2026.\n" in text


def test_a_text_in_another_language_than_the_comment_is_named():
    held = provision("zh")
    said = replace(unquoted(held), lang="en")
    said = replace(said, points=(replace(said.points[0], wording="A processor keeps no face."),))
    text = text_of(material(held, said=said))
    assert "Present wording: see Article 12 in the text of 1 October 2026.\n" in text
    assert "处理者" not in text


def test_a_text_no_longer_at_hand_is_not_set_out():
    assert "Present wording" not in text_of(replace(material(said=unquoted(provision())), texts={}))
