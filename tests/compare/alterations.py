"""A text altered by rule, with the true map from old to new, so that an alignment can be measured."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from regbot.model import Provision

FIGURES = (
    {"三年": "五年", "五十万": "一百万", "百分之五": "百分之十", "十五": "三十"},
    {"three": "five", "30": "60", "50": "70"},
)
REWORDED = (
    {"应当": "须", "采取": "实施", "或者": "或", "公开": "公布", "有权": "可以"},
    {
        "shall": "must",
        "personal information processor": "controller",
        "measures": "steps",
        "obtain": "seek",
        "ensure": "see to it",
    },
)


@dataclass(frozen=True)
class Altered:
    """The new provisions, renumbered, and the true pairs of (old eid, new eid)."""

    provisions: tuple[Provision, ...]
    truth: frozenset[tuple[str, str]]


def altered(old: Sequence[Provision], added: Sequence[Provision], seed: int, lang: str = "zh") -> Altered:
    """`old` with provisions moved, split, merged, dropped and reworded, figures changed, and `added` put in."""
    dice = random.Random(seed)
    pieces: list[tuple[set[str], str]] = []
    for item in old:
        fate = dice.random()
        text = item.text
        if fate < 0.08:
            continue
        paragraphs = re.split(r"\n\n+", text)
        if fate < 0.2 and len(paragraphs) > 1:
            at = dice.randrange(1, len(paragraphs))
            pieces.append(({item.eid}, "\n\n".join(paragraphs[:at])))
            pieces.append(({item.eid}, "\n\n".join(paragraphs[at:])))
            continue
        if fate < 0.28 and len(paragraphs) > 2:
            paragraphs.pop(dice.randrange(len(paragraphs)))
            text = "\n\n".join(paragraphs)
        if fate < 0.6:
            for words in (FIGURES[lang == "en"], REWORDED[lang == "en"]):
                for word, other in words.items():
                    text = text.replace(word, other)
        if 0.6 < fate < 0.7 and pieces:
            eids, before = pieces.pop()
            pieces.append((eids | {item.eid}, f"{before}\n\n{text}"))
            continue
        pieces.append(({item.eid}, text))
    for _ in range(len(old) // 8):
        pieces.insert(dice.randrange(len(pieces)), pieces.pop(dice.randrange(len(pieces))))
    for item in added:
        pieces.insert(dice.randrange(len(pieces)), (set(), item.text))
    first = old[0]
    provisions = tuple(
        replace(first, eid=f"art_{number}", label=f"Article {number}", heading="", text=text, topics=(), breadcrumb=())
        for number, (_, text) in enumerate(pieces, 1)
    )
    truth = {(eid, f"art_{number}") for number, (eids, _) in enumerate(pieces, 1) for eid in eids}
    return Altered(provisions, frozenset(truth))
