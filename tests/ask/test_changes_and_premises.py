"""What became of rules from draft to final text, and questions that take for granted what is not so."""

from __future__ import annotations

import pytest

DRAFT, RULE = "frt-draft-2023", "frt-measures-2025"
DROPPED = [f"{DRAFT}#art_{number}" for number in (8, 10, 11, 12, 18, 19, 20)]
ADDED = [f"{RULE}#art_{number}" for number in (5, 19)]


def refs(answer) -> list[str]:
    return [item.ref for item in answer.citations]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("What became of the property managers' rule?", [f"{DRAFT}#art_14", f"{RULE}#art_10"]),
        ("What changed between the draft and the Measures on filing?", [f"{DRAFT}#art_16", f"{RULE}#art_15"]),
        ("Was the rule on children kept in the final text?", [f"{DRAFT}#art_13", f"{RULE}#art_7"]),
        ("备案门槛改成了多少？", [f"{DRAFT}#art_16", f"{RULE}#art_15"]),
    ],
)
def test_old_and_new_side_by_side(ask, faults, question, cited):
    answer = ask(question)
    assert refs(answer) == cited
    assert "side by side" in answer.answer or "对照" in answer.answer
    assert faults(answer) == []


def test_a_dropped_rule_is_quoted_from_the_draft_and_said_to_be_gone(ask, faults):
    answer = ask("Was the confidence threshold rule kept?")
    assert refs(answer) == [f"{DRAFT}#art_19"]
    assert "regbot finds no provision on this in the 2025 Measures." in answer.answer
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Was anything dropped from the draft in the final text?", DROPPED),
        ("Which provisions were removed?", DROPPED),
        ("删掉了哪些规定？", DROPPED),
        ("What was added in the final text?", ADDED),
        ("What is new in the Measures?", ADDED),
    ],
)
def test_all_that_has_no_counterpart(ask, faults, question, cited):
    answer = ask(question)
    assert refs(answer) == cited
    assert faults(answer) == []


@pytest.mark.parametrize(
    "question",
    [
        "What changed from the draft to the final Measures?",
        "What changed?",
        "征求意见稿和正式办法有什么不同？",
        "征求意见稿和正式办法一样吗？",
    ],
)
def test_all_changes_in_short_figures_first(ask, faults, question):
    answer = ask(question)
    cited = refs(answer)
    assert cited[:2] == [f"{DRAFT}#art_16", f"{RULE}#art_15"]
    assert [ref for ref in DROPPED if ref in cited] == DROPPED[:4]
    assert cited[-2:] == ADDED
    assert f"regbot outcome {DRAFT}" in answer.answer.split("\n")[-1]
    assert faults(answer) == []


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("What did the final text drop about hotels?", f"{DRAFT}#art_9"),
        ("What did the final Measures leave out on identification from afar?", f"{DRAFT}#art_10"),
        ("What did the Measures remove on race analysis?", f"{DRAFT}#art_11"),
    ],
)
def test_what_was_dropped_on_a_topic_starts_from_the_draft(ask, faults, question, cited):
    answer = ask(question)
    assert refs(answer)[0] == cited
    assert faults(answer) == []


def test_a_gap_is_not_called_dropped(ask):
    assert "Article 24" not in ask("Was anything dropped from the draft?").answer


@pytest.mark.parametrize(
    "question",
    [
        "Which article of the 2025 Measures bans analysing race?",
        "Where in the final Measures is the ban on race analysis?",
        "Why do the Measures forbid to analyse race and religion?",
        "Is the ban on race analysis in the 2025 Measures still there?",
        "正式办法第几条禁止分析种族？",
        "正式办法禁止分析种族吗？",
    ],
)
def test_a_ban_that_only_the_draft_had(ask, faults, question):
    answer = ask(question)
    assert answer.answer.startswith(
        ("regbot finds no provision on this in the 2025 Measures.", "在《人脸识别技术应用安全管理办法》中没有找到")
    )
    assert refs(answer) == [f"{DRAFT}#art_11"]
    assert any("never took effect" in note or "从未生效" in note for note in answer.notes)
    assert faults(answer) == []


def test_what_the_rule_does_say_is_not_denied(ask):
    answer = ask("Which article of the 2025 Measures deals with children under 14?")
    assert refs(answer) == [f"{RULE}#art_7"]
    assert "finds no provision" not in answer.answer


def test_before_the_rule_was_published_nothing_is_compared(ask):
    answer = ask("What became of the property managers' rule?", "2023-08-20")
    assert {item.document for item in answer.citations} <= {DRAFT, "pipl-2021", "spc-frt-2021"}
    assert "side by side" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Does the 2025 instrument contain a prohibition on profiling by ethnicity?",
        "Why did the Measures keep the draft's ban on analysing race?",
    ],
)
def test_a_text_named_that_does_not_speak_to_it_is_said_not_to(ask, faults, question):
    answer = ask(question)
    assert refs(answer) == [f"{DRAFT}#art_11"]
    assert "regbot finds no provision on this in the 2025 Measures." in answer.answer
    assert faults(answer) == []


def test_a_draft_is_compared_with_the_law_that_is_named_and_not_with_its_final_text(ask):
    assert refs(ask("Compare the draft and the PIPL on children")) == [f"{DRAFT}#art_13", "pipl-2021#art_31"]


def test_which_is_stricter_gets_both(ask):
    assert refs(ask("Which is stricter on storage, draft or final?")) == [f"{DRAFT}#art_17", f"{RULE}#art_8"]


def test_what_happened_to_a_person_is_no_question_about_a_draft(ask):
    cited = refs(ask("what happened to the man who sued the zoo"))
    assert cited
    assert all(ref.startswith("timeline-frt#") for ref in cited)
