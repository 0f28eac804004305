from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.compare.redline import Op, Span, redline, similarity

WORDS = st.sampled_from(
    ["shall", "must", "not", " ", "  ", "\n", "\n\n", ",", "。", "不", "得", "应当", "10,000", "三十", "a", "é", "1"]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map("".join))


def old_of(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans if span.op is not Op.INSERT)


def new_of(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans if span.op is not Op.DELETE)


def marked(old: str, new: str) -> str:
    form = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}
    return "".join(form[span.op].format(span.text) for span in redline(old, new))


@given(TEXTS, TEXTS)
def test_gives_back_both_texts(old: str, new: str) -> None:
    spans = redline(old, new)
    assert (old_of(spans), new_of(spans)) == (old, new)
    assert all(span.text for span in spans)
    assert all(here.op is not there.op for here, there in pairwise(spans))
    assert 0.0 <= similarity(spans) <= 1.0


@given(TEXTS)
def test_a_text_is_equal_to_itself(text: str) -> None:
    assert all(span.op is Op.EQUAL for span in redline(text, text))
    assert similarity(redline(text, text)) == 1.0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("keep it for 3 years", "keep it for 5 years", "keep it for [-3-][+5+] years"),
        ("more than 10,000 people", "more than 100,000 people", "more than [-10,000-][+100,000+] people"),
        ("red, green, blue", "red, blue", "red, [-green, -]blue"),
        ("One. Two two. Three.", "One. Three.", "One. [-Two two. -]Three."),
        ("a\n\nb", "a b", "a[-\n\n-][+ +]b"),
        (" ", "\x00", "[- -][+\x00+]"),
        ("the quick brown fox", "some slow red dog", "[-the quick brown fox-][+some slow red dog+]"),
        ("keep the data, and delete it", "keep the data; and delete it", "keep the data[-,-][+;+] and delete it"),
        ("record and keep the data", "record, and keep the data", "record[+,+] and keep the data"),
        ("the colour of the e-mail", "the tone of the letter", "the [-colour-][+tone+] of the [-e-mail-][+letter+]"),
        (
            "must delete the face when asked.",
            "must delete the face within 30 days when asked, and say so.",
            "must delete the face [+within 30 days +]when asked[+, and say so+].",
        ),
        (
            "It may be used, stored or sold.",
            "It must be used and stored, but not sold.",
            "It [-may-][+must+] be used[-,-][+ and+] stored[- or-][+, but not+] sold.",
        ),
        (
            "(a) the name; (b) the face; and (c) the address.",
            "(a) the name; and (b) the address.",
            "(a) the name; [+and +](b) [-the face; and (c) -]the address.",
        ),
    ],
)
def test_reads_well_in_english(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("保存期限至少三年。", "保存期限至少五年。", "保存期限至少[-三-][+五+]年。"),
        ("三十个工作日内备案", "六十个工作日内备案", "[-三十-][+六十+]个工作日内备案"),
        (
            "应当取得个人的单独同意，法律另有规定的除外。",
            "应当取得个人的书面同意，法律另有规定的除外。",
            "应当取得个人的[-单独-][+书面+]同意，法律另有规定的除外。",
        ),
        (
            "使用人脸识别技术处理人脸信息，应当取得个人的单独同意。",
            "使用人脸识别技术处理不满十四周岁未成年人人脸信息的，应当取得其监护人的单独同意。",
            "使用人脸识别技术处理[+不满十四周岁未成年人+]人脸信息[+的+]，应当取得[-个-][+其监护+]人的单独同意。",
        ),
        ("车站、机场不得强制个人刷脸", "车站不得强迫个人刷脸", "车站[-、机场-]不得强[-制-][+迫+]个人刷脸"),
    ],
)
def test_reads_well_in_chinese(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@given(st.lists(st.sampled_from(["a ", "b ", "c ", " ", "\n", ",", "(", "不", "得", "，"])), st.data())
def test_an_insertion_strikes_nothing(rest: list[str], data: st.DataObject) -> None:
    old = ["a ", *rest]
    new = list(old)
    for place in data.draw(st.lists(st.integers(0, len(old)))):
        new.insert(place, data.draw(st.sampled_from(["x ", "a ", ", ", ";", "的"])))
    spans = redline("".join(old), "".join(new))
    assert not any(span.text.strip() for span in spans if span.op is Op.DELETE)


def test_leaves_no_confetti_between_unrelated_sentences() -> None:
    old = "A person who declines the scan of the face must be offered a card by the manager of the estate."
    new = "The report of the assessment is kept by the processor for the period of a decade in the archive."
    assert sum(span.op is Op.EQUAL and bool(span.text.strip(" .")) for span in redline(old, new)) <= 2


@pytest.mark.parametrize("shape", ["edited", "unrelated", "one word over and over", "no spaces"])
def test_long_texts_stay_fast(shape: str) -> None:
    dice = random.Random(4)
    words = [f"w{dice.randrange(3000)}" for _ in range(30_000)]
    other = [word if dice.random() < 0.95 else "x" for word in words]
    if shape == "unrelated":
        other = [f"w{dice.randrange(3000)}" for _ in range(30_000)]
    elif shape == "one word over and over":
        words, other = ["的"] * 30_000, ["的", "是"] * 15_000
    old, new = ("".join(side) if shape == "no spaces" else " ".join(side) for side in (words, other))
    started = time.process_time()
    spans = redline(old, new)
    assert time.process_time() - started < 15
    assert (old_of(spans), new_of(spans)) == (old, new)


def test_a_long_text_with_small_edits_keeps_what_stayed() -> None:
    dice = random.Random(9)
    words = [f"w{dice.randrange(3000)}" for _ in range(30_000)]
    other = [word if dice.random() < 0.95 else "x" for word in words]
    assert similarity(redline(" ".join(words), " ".join(other))) > 0.9
