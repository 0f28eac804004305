from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.compare.align import Change, Kind, align
from regbot.compare.redline import Op
from regbot.model import Provision
from tests.compare.alterations import altered
from tests.compare.texts import bundled, provision, provisions

RULES = {
    "art_1": "A processor must obtain separate consent before it scans a face.",
    "art_2": "The impact assessment report must be kept for at least 3 years.",
    "art_3": "Hotel rooms, bath houses and toilets may not hold any camera.",
    "art_4": "A complaint about unlawful scanning goes to the cyberspace office, which must answer.",
}
ANY_TEXT = st.one_of(st.sampled_from(["", " ", "(Repealed.)", "—", "同上。", *RULES.values()]), st.text(max_size=40))


def kinds(changes: tuple[Change, ...]) -> dict[tuple[str | None, str | None], str]:
    return {
        (item.old.eid if item.old else None, item.new.eid if item.new else None): item.kind.value for item in changes
    }


@given(st.lists(ANY_TEXT, max_size=8))
def test_a_text_compared_with_itself_is_all_kept(texts: list[str]) -> None:
    items = provisions({f"art_{number}": text for number, text in enumerate(texts, 1)})
    assert [change.kind for change in align(items, items)] == [Kind.KEPT] * len(items)


@given(st.lists(ANY_TEXT, max_size=6), st.lists(ANY_TEXT, max_size=6))
def test_every_provision_has_a_row_and_every_row_both_texts(olds: list[str], news: list[str]) -> None:
    old = provisions({f"art_{number}": text for number, text in enumerate(olds, 1)})
    new = provisions({f"art_{number}": text for number, text in enumerate(news, 1)}, "new")
    changes = align(old, new)
    assert {item.eid for item in old} == {change.old.eid for change in changes if change.old}
    assert {item.eid for item in new} == {change.new.eid for change in changes if change.new}
    for change in changes:
        assert "".join(span.text for span in change.redline if span.op is not Op.INSERT) == _text(change.old)
        assert "".join(span.text for span in change.redline if span.op is not Op.DELETE) == _text(change.new)


def _text(item: Provision | None) -> str:
    return item.text if item else ""


def test_tells_kept_amended_moved_added_and_dropped() -> None:
    new = {
        "art_1": RULES["art_1"],
        "art_2": "The impact assessment report must be kept for at least 5 years.",
        "art_3": RULES["art_4"],
        "art_4": "Encryption, audit logs and access control protect every store.",
    }
    changes = align(provisions(RULES), provisions(new, "new"))
    assert kinds(changes) == {
        ("art_1", "art_1"): "kept",
        ("art_2", "art_2"): "amended",
        ("art_3", None): "dropped",
        ("art_4", "art_3"): "moved",
        (None, "art_4"): "added",
    }
    assert [(item.old.figure.text, item.new.figure.text) for item in changes[1].figures if item.old and item.new] == [
        ("3 years", "5 years")
    ]


def test_added_provisions_stand_behind_the_one_before_them() -> None:
    new = {
        "art_1": "Robots water the gardens of the palace.",
        "art_2": RULES["art_1"],
        "art_3": "Boats need a bell.",
        "art_4": RULES["art_2"],
    }
    order = list(kinds(align(provisions({"art_1": RULES["art_1"], "art_2": RULES["art_2"]}), provisions(new, "new"))))
    assert order == [(None, "art_1"), ("art_1", "art_2"), (None, "art_3"), ("art_2", "art_4")]


def test_a_small_change_of_figure_under_another_number_is_no_mere_move() -> None:
    long = (
        "A processor that stores the faces of {} people must file with the office within 30 working days and explain."
    )
    changes = align((provision("art_1", long.format("10,000")),), (provision("art_9", long.format("100,000"), "new"),))
    assert [change.kind for change in changes] == [Kind.AMENDED]


def test_a_split_provision_has_a_row_for_each_part() -> None:
    both = f"{RULES['art_1']}\n\n{RULES['art_2']}"
    new = {"art_1": RULES["art_1"], "art_2": RULES["art_2"], "art_3": RULES["art_3"]}
    changes = align(provisions({"art_1": both, "art_2": RULES["art_3"]}), provisions(new, "new"))
    assert kinds(changes) == {("art_1", "art_1"): "amended", ("art_1", "art_2"): "moved", ("art_2", "art_3"): "moved"}
    assert [change.texts for change in changes[:2]] == [(RULES["art_1"],) * 2, (RULES["art_2"],) * 2]


def test_a_merged_provision_has_a_row_for_each_source() -> None:
    both = f"{RULES['art_1']}\n\n{RULES['art_2']}"
    changes = align(provisions(RULES), provisions({"art_1": both, "art_2": RULES["art_3"]}, "new"))
    assert [(change.old_ref, change.new_ref) for change in changes[:2]] == [
        ("old#art_1", "new#art_1"),
        ("old#art_2", "new#art_1"),
    ]
    assert changes[1].texts == (RULES["art_2"], RULES["art_2"])


def test_numbers_alone_align_nothing() -> None:
    swapped = {"art_1": RULES["art_3"], "art_2": RULES["art_4"], "art_3": RULES["art_1"], "art_4": RULES["art_2"]}
    assert list(kinds(align(provisions(RULES), provisions(swapped, "new")))) == [
        ("art_1", "art_3"),
        ("art_2", "art_4"),
        ("art_3", "art_1"),
        ("art_4", "art_2"),
    ]


def test_a_declared_gap_is_not_available_and_never_dropped_or_added() -> None:
    old = (provision("art_1", RULES["art_1"]), replace(provision("art_2", ""), gap="not recovered"))
    new = (provision("art_1", RULES["art_1"]), provision("art_2", RULES["art_2"]))
    assert kinds(align(old, new)) == {("art_1", "art_1"): "kept", ("art_2", "art_2"): "not_available"}
    assert kinds(align(new, old)) == {("art_1", "art_1"): "kept", ("art_2", "art_2"): "not_available"}
    assert "not recovered" in align(old, new[:1])[1].note


def test_against_a_partly_held_text_nothing_is_dropped_or_added() -> None:
    one = provisions({"art_1": RULES["art_1"]}, "new")
    assert set(kinds(align(provisions(RULES), one, new_partial=True)).values()) == {"kept", "not_available"}
    assert set(kinds(align(one, provisions(RULES), old_partial=True)).values()) == {"kept", "not_available"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_finds_its_way_in_an_altered_law(lang: str) -> None:
    law, other = (bundled(document, lang).version.provisions for document in ("pipl-2021", "spc-frt-2021"))
    hits = found = true = 0
    for seed in range(5):
        copy = altered(law, other[3:9], seed, lang)
        pairs = {
            (change.old.eid, change.new.eid) for change in align(law, copy.provisions) if change.old and change.new
        }
        hits, found, true = hits + len(pairs & copy.truth), found + len(pairs), true + len(copy.truth)
    assert hits / found >= 0.97
    assert hits / true >= 0.97
