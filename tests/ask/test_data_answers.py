"""Answers from data: deadlines, channels, issuers, effective dates, what is in force, what there is."""

from __future__ import annotations

import pytest

from regbot.model import Outcome

DRAFT, RULE, LAW, COURT = "frt-draft-2023", "frt-measures-2025", "pipl-2021", "spc-frt-2021"


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-08-08", "close on 7 September 2023 (end of the day, Asia/Shanghai): 30 days left."),
        ("2023-08-20", "close on 7 September 2023 (end of the day, Asia/Shanghai): 18 days left."),
        ("2023-09-06", "close on 7 September 2023 (end of the day, Asia/Shanghai): 1 day left."),
        ("2023-09-07", "close on 7 September 2023 (end of the day, Asia/Shanghai): 0 days left."),
        ("2023-09-08", "closed on 7 September 2023 (end of the day, Asia/Shanghai), 1 day ago."),
        (None, "closed on 7 September 2023 (end of the day, Asia/Shanghai), 1,172 days ago."),
    ],
)
def test_when_comments_close(ask, faults, day, told):
    answer = ask("When do comments on the 2023 draft close?", day)
    assert answer.answer.startswith(f"Comments on the 2023 draft {told} [1]\n")
    assert [item.quote for item in answer.citations] == [
        "The deadline for comments on the draft Provisions is 7 September 2023."
    ]
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["Can I still comment on the 2023 draft?", "Is the 2023 draft open for comment?"])
def test_whether_one_can_still_comment(ask, question):
    assert "18 days left" in ask(question, "2023-08-20").answer
    assert "1,172 days ago" in ask(question).answer


def test_a_deadline_in_chinese(ask, faults):
    open_then = ask("2023年征求意见稿什么时候截止？", "2023-08-20")
    assert "将于2023年9月7日24时（Asia/Shanghai）截止，还剩18天" in open_then.answer
    closed_now = ask("人脸识别征求意见稿什么时候截止？")
    assert "已于2023年9月7日24时（Asia/Shanghai）截止，已过1,172天" in closed_now.answer
    assert [(item.lang, "2023年9月7日" in item.quote) for item in closed_now.citations] == [("zh", True)]
    assert [faults(open_then), faults(closed_now)] == [[], []]


def test_a_deadline_that_rules_set_is_not_one_for_comments(ask):
    answer = ask("What is the deadline for filing under the Measures?")
    assert f"{RULE}#art_15" in refs(answer)
    assert "30 working days" in answer.answer


def test_without_a_name_every_deadline_is_told_the_open_one_first(ask):
    answer = ask("When do comments close?")
    assert [item.document for item in answer.citations] == [
        "internet-services-draft-2026",
        "digital-human-draft-2026",
        DRAFT,
    ]


def test_every_channel_with_what_must_stand_on_the_envelope(ask, faults):
    answer = ask("How can I comment on the 2023 draft?", "2023-08-20")
    assert "18 days left" in answer.answer
    for words in (
        "www.moj.gov.cn",
        "shujuju@cac.gov.cn",
        "15 Fucheng Road",
        "人脸识别技术应用安全管理规定（试行）征求意见",
    ):
        assert words in answer.answer
    assert set(refs(answer)) == {f"{DRAFT}#notice"}
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "there", "absent"),
    [
        ("Which e-mail address do comments on the 2023 draft go to?", "shujuju@cac.gov.cn", "Fucheng"),
        ("What is the postal address for comments on the 2023 draft?", "Fucheng Road", "shujuju"),
        (
            "What must stand on the envelope with comments on the 2023 draft?",
            "人脸识别技术应用安全管理规定（试行）征求意见",
            "shujuju",
        ),
        ("On which website can one submit comments on the 2023 draft?", "www.moj.gov.cn", "shujuju"),
        ("Where do comments on the digital human draft go by e-mail?", "shuziren@cac.gov.cn", "shujuju"),
    ],
)
def test_only_the_channel_asked_for(ask, question, there, absent):
    lines = [line for line in ask(question).answer.split("\n") if "“" not in line]
    assert any(there in line for line in lines)
    assert not any(absent in line for line in lines)


def test_channels_in_chinese(ask, faults):
    answer = ask("人脸识别征求意见稿的意见怎么提交？")
    assert "- 电子邮件: shujuju@cac.gov.cn" in answer.answer
    assert {item.lang for item in answer.citations} == {"zh"}
    assert faults(answer) == []


def test_whoever_asks_how_to_comment_is_told_that_it_is_too_late(ask):
    assert "closed on 6 May 2026" in ask("How do I send comments on the digital human draft?").answer


@pytest.mark.parametrize(
    ("question", "issuer", "proof"),
    [
        ("Who issued the 2025 Measures?", "Ministry of Public Security", [f"{RULE}#order"]),
        ("Which authorities issued the final Measures?", "Cyberspace Administration of China", [f"{RULE}#order"]),
        ("Who published the 2023 draft?", "Cyberspace Administration of China", [f"{DRAFT}#notice"]),
        ("Who issued the PIPL?", "Standing Committee of the National People's Congress", []),
        ("Who issued the Supreme People's Court interpretation?", "Supreme People's Court", []),
        ("人脸识别办法是谁发布的？", "国家互联网信息办公室、公安部", [f"{RULE}#order"]),
        ("个人信息保护法是谁制定的？", "全国人民代表大会常务委员会", []),
    ],
)
def test_who_issued_it(ask, faults, question, issuer, proof):
    answer = ask(question)
    assert issuer in answer.answer.split("\n")[0]
    assert refs(answer) == proof
    assert faults(answer) == []


def test_an_issuer_without_a_name_is_asked_of_rules_not_of_news(ask):
    answer = ask("Who issued this?")
    assert "2025 Measures" in answer.answer
    assert "AFP" not in answer.answer


@pytest.mark.parametrize(
    ("question", "day", "told", "proof"),
    [
        ("When did the Measures take effect?", None, "The 2025 Measures took effect on 1 June 2025.", f"{RULE}#art_20"),
        (
            "When do the Measures take effect?",
            "2025-04-01",
            "The 2025 Measures will take effect on 1 June 2025.",
            f"{RULE}#art_20",
        ),
        ("Is the PIPL in force?", None, "The PIPL took effect on 1 November 2021.", f"{LAW}#art_74"),
        (
            "Did the 2023 draft ever take effect?",
            None,
            "The 2023 draft is only a draft: it has no effective date and has not taken effect.",
            f"{DRAFT}#art_25",
        ),
        ("正式办法什么时候施行？", None, "《人脸识别技术应用安全管理办法》自2025年6月1日起施行。", f"{RULE}#art_20"),
        ("个人信息保护法何时生效？", None, "《中华人民共和国个人信息保护法》自2021年11月1日起施行。", f"{LAW}#art_74"),
    ],
)
def test_since_when_it_is_in_force(ask, faults, question, day, told, proof):
    answer = ask(question, day)
    assert answer.answer.startswith(f"{told} [1]")
    assert refs(answer) == [proof]
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "day", "held"),
    [
        ("Which rules are in force?", None, [COURT, LAW, RULE]),
        ("Which rules are in force?", "2025-05-31", [COURT, LAW]),
        ("Which rules are in force?", "2025-06-01", [COURT, LAW, RULE]),
        ("Which rules were in force on 1 September 2021?", None, [COURT]),
        ("Which rules were in force on 1 January 2022?", None, [COURT, LAW]),
        ("What laws were in force on 2025-07-01?", None, [COURT, LAW, RULE]),
        ("2022年1月1日有哪些法律有效？", None, [COURT, LAW]),
    ],
)
def test_what_was_in_force_on_a_day(ask, faults, question, day, held):
    answer = ask(question, day)
    assert [item.document for item in answer.citations] == held
    assert faults(answer) == []


def test_nothing_was_in_force_before_the_first_rule(ask):
    answer = ask("Which rules were in force on 1 January 2020?")
    assert answer.answer == "Nothing in the corpus was in force on 1 January 2020."


def test_open_consultations(ask):
    then, now = ask("Which consultations are open?", "2026-04-10"), ask("Which consultations are open?")
    assert "2026 digital-human draft close on 6 May 2026" in then.answer
    assert "2023 draft" not in then.answer
    assert now.answer.startswith("No consultation in the corpus is open for comment on 22 November 2026.")
    assert "2026 internet-services draft closed on 2 August 2026" in now.answer


def test_the_documents_there_are(ask, documents):
    answer = ask("What documents do you have?").answer
    assert answer.startswith(f"The corpus holds {len(documents)} documents:")
    assert all(document.id in answer for document in documents)


def test_numbers_in_titles_do_not_look_like_markers(ask, faults):
    answer = ask("Which rules are in force?")
    assert "Fa Shi (2021) No. 15" in answer.answer
    assert faults(answer) == []


def test_answers_from_data_are_sure(ask):
    answer = ask("When do comments on the 2023 draft close?")
    assert (answer.outcome, answer.confidence, answer.reason) == (Outcome.ANSWERED, 1.0, None)
    assert answer.timings_ms.keys() == {"load", "retrieve", "compose"}


@pytest.mark.parametrize(
    ("question", "told", "proof"),
    [
        ("How many articles do the Measures have?", "There are 20 articles in the 2025 Measures", [f"{RULE}#art_20"]),
        ("How many articles are in the PIPL?", "There are 74 articles in the PIPL", [f"{LAW}#art_74"]),
        ("How many articles does the 2023 draft have?", "There are 25 articles in the 2023 draft", [f"{DRAFT}#art_25"]),
        ("人脸识别办法一共多少条？", "共20条", [f"{RULE}#art_20"]),
    ],
)
def test_how_many_articles(ask, faults, question, told, proof):
    answer = ask(question)
    assert told in answer.answer
    assert refs(answer) == proof
    assert faults(answer) == []


def test_articles_are_counted_with_a_word_on_what_is_missing(ask):
    assert any("Article 24 is missing" in note for note in ask("How many articles does the 2023 draft have?").notes)


def test_who_signed_it(ask, faults):
    answer = ask("Who signed the Measures?")
    assert "signed on 13 March 2025 by Zhuang Rongwen and Wang Xiaohong" in answer.answer
    assert faults(answer) == []


@pytest.mark.parametrize(
    "question", ["Is the consultation on the 2023 draft open today?", "Are comments on the 2023 draft closed?"]
)
def test_whether_a_consultation_is_open(ask, question):
    assert "Comments on the 2023 draft closed on 7 September 2023" in ask(question).answer


@pytest.mark.parametrize("question", ["is the 2023 draft law now", "Is the 2023 draft already binding?"])
def test_whether_a_draft_is_law(ask, question):
    assert "The 2023 draft is only a draft" in ask(question).answer


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened in March 2021?", "15 March 2021", "15 March 2021"),
        ("What happened on 20 November 2020?", "20 November 2020", "20 November 2020"),
        ("What happened after 2023?", "30 September 2024", "1 June 2025"),
        ("What happened before 2019?", "March 2017", "March 2017"),
        ("What happened since April 2025?", "April 2025", "1 June 2025"),
        ("2019年10月发生了什么？", "2019", "28 October 2019"),
    ],
)
def test_what_happened_in_a_time(ask, faults, question, first, last):
    answer = ask(question)
    lines = answer.answer.split("\n")
    assert first in lines[0]
    assert last in lines[-1]
    assert all(ref.startswith("timeline-frt#") for ref in refs(answer))
    assert faults(answer) == []


def test_nothing_known_of_a_time_is_not_made_up(ask):
    assert not any(ref.startswith("timeline-frt#") for ref in refs(ask("What happened in 1999?")))
