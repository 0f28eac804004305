from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from regbot.compare.align import align
from tests.compare.texts import bundled

MAP = Path(__file__).parent / "data" / "draft_to_final.tsv"
WANTED = 24


def rows() -> list[tuple[str, str, frozenset[str]]]:
    lines = [line.split("\t") for line in MAP.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(draft, final, frozenset(more.split()) - {"-"}) for draft, final, more in lines]


def disagreements() -> list[tuple[str, str]]:
    """Rows of the map that the algorithm does not find, or for whose draft provision it finds more than the map has."""
    draft, final = (bundled(document).version.provisions for document in ("frt-draft-2023", "frt-measures-2025"))
    found: dict[str, set[str]] = defaultdict(set)
    for change in align(draft, final):
        found[change.old.eid if change.old else "-"].add(change.new.eid if change.new else "-")
    allowed: dict[str, set[str]] = defaultdict(set)
    for old, new, more in rows():
        allowed[old] |= {new, *more}
    return [
        (old, new) for old, new, _ in rows() if new not in found[old] or (old != "-" and not found[old] <= allowed[old])
    ]


def test_agrees_with_the_map_of_the_bundled_pair() -> None:
    assert len(rows()) == 28
    wrong = disagreements()
    assert len(rows()) - len(wrong) >= WANTED, wrong
