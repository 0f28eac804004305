"""How a letter names a provision: `Article 5(2)`, 第五条第二款."""

from __future__ import annotations

import re

from regbot.draft.export.cleaning import clean_line
from regbot.parse.numerals import format_chinese

ENGLISH = {
    "art": "Article {0}", "chp": "Chapter {0}", "sec": "Section {0}", "part": "Part {0}", "para": "paragraph {0}",
    "item": "item ({0})", "point": "point ({0})", "sub": "point ({0})", "annex": "Annex {0}", "rec": "Recital {0}",
    "title": "Title {0}", "reg": "regulation {0}", "sched": "Schedule {0}", "question": "Question {0}",
}  # fmt: skip
CHINESE = {
    "art": "第{0}条", "chp": "第{0}章", "sec": "第{0}节", "part": "第{0}编", "para": "第{0}款", "item": "第（{0}）项",
    "point": "第{0}目", "annex": "附件{0}", "rec": "序言第{0}段", "title": "第{0}编", "question": "问题{0}",
}  # fmt: skip
STEP = re.compile(r"(?P<kind>[a-z]+)_(?P<number>[\w.-]+)")


def place(eid: str, label: str, lang: str, label_lang: str) -> str:
    """The provision `eid` as a reader of `lang` says it; `label` is what its text in `label_lang` calls it.

    The label goes before all else where it is in the letter's language; without words for a step it is used too.
    """
    chinese = lang.startswith("zh")
    if label and label_lang[:2] == lang[:2]:
        return clean_line(label)
    words = CHINESE if chinese else ENGLISH
    steps = [STEP.fullmatch(step) for step in eid.split("__")]
    named = [_step(match, words, chinese) for match in steps if match]
    if not named or len(named) < len(steps) or not all(named):
        return clean_line(label or eid)
    while len(named) > 1 and eid.startswith(("chp_", "part_", "title_")):
        named, eid = named[1:], eid.partition("__")[2]
    return "".join(named) if chinese else ", ".join(named)


def _step(match: re.Match[str], words: dict[str, str], chinese: bool) -> str:
    form, number = words.get(match["kind"], ""), match["number"]
    if chinese and number.isdecimal() and int(number) < 10_000 and match["kind"] not in ("annex", "question"):
        number = format_chinese(int(number))
    return form.format(number)
