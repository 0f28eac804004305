"""Whose law a question asks about: the countries, and the Union, that it names."""

from __future__ import annotations

import re
from collections.abc import Collection

PLACES = {
    "cn": r"(?<!of )(?:Chinese|China|PRC)|People['’]s Republic of China|中国|我国",
    "us": r"\b(?-i:US|USA)\b|\b(?-i:U\.S\.)(?:A\.)?|(?<=the )us\b|United States(?: of America)?|Americans?|America|美国",
    "uk": r"\bUK\b|U\.K\.|United Kingdom|(?:Great )?Britain|British|英国",
    "eu": r"\bEU\b|European Union|European|Europe|欧盟|欧洲",
}
"""By the codes that documents carry as their jurisdiction; a place within another name is none: Bank of China."""
CALLED = {
    "en": {"cn": "China", "us": "the United States", "uk": "the United Kingdom", "eu": "the European Union"},
    "zh": {"cn": "中国", "us": "美国", "uk": "英国", "eu": "欧盟"},
}
PLACE = rf"(?:{'|'.join(PLACES.values())})"
LAW = r"(?:laws?(?!\s+(?:firms?|enforcement|schools?|students?)\b)|rules?|regulations?|legislation|regulators?)"
LAWFUL = r"(?:(?:il|un)?(?:legal|lawful)|allowed|permitted|banned|prohibited|forbidden|outlawed|regulated|restricted|required)"
RULES = r"(?:allow|permit|ban|prohibit|forbid|outlaw|regulate|restrict|require|limit|protect|have|say)"
SET_IN = re.compile(
    rf",?\s*\b(?:in|within|inside|across|throughout|under)\s+(?:the\s+)?{PLACE}(?:['’]s)?(?![\w-])(?:\s+{LAW}\b,?)?|"
    rf"(?<![\w-]){PLACE}(?:['’]s)?(?=\s+{LAW}\b)|(?:在|按照?|根据){PLACE}(?:境内)?(?:的?法律)?",
    re.IGNORECASE,
)
"""Where a question is set: `in China`, `under Chinese law`, `China's rules`."""
LAW_OF = re.compile(
    rf"\b{LAWFUL}\s+(?:\w+\s+)?(?:in|across|throughout)\s+(?:the\s+)?{PLACE}(?![\w-])|"
    rf"(?<![\w-]){PLACE}(?:['’]s)?\s+(?:\w+\s+)?{LAW}\b|"
    rf"^\W*(?:what\s+)?(?:do|does|did|has|have|will)\s+(?:the\s+)?{PLACE}\s+{RULES}\b|"
    rf"{PLACE}的?(?:法律|法规|规定|条例|规则)",
    re.IGNORECASE,
)
"""Asks for the law of a place."""
ABROAD = re.compile(
    r"\b(?:abroad|overseas|foreign|offshore|cross-border|outside|export\w*|transfer\w*|international\w*|stay\w*|remain\w*|leav(?:e|es|ing)|"
    r"stor(?:e|es|ed|age|ing)|kept|servers?|host(?:ed|ing)|locali[sz]\w+)\b|境外|跨境|出境|国外|海外|存储|服务器",
    re.IGNORECASE,
)
"""Sets one place against others: what lies or goes where is the matter then."""


def without_places(topic: str, held: Collection[str]) -> tuple[str, frozenset[str]]:
    """`topic` without the places that it is set in, where their law is `held`, and the codes of those.

    A place stays where the question turns on it: beside another one, or beside what lies abroad.
    """
    set_in = {_code(match[0]) for match in SET_IN.finditer(topic)}
    named = {code for code, names in PLACES.items() if re.search(names, topic, re.IGNORECASE)}
    if not set_in or ABROAD.search(topic) or len(named) > 1 or not set_in <= set(held):
        return topic, frozenset()
    left = " ".join(SET_IN.sub(" ", topic).split())
    return re.sub(r"\s+(?=[?.,!;])", "", left), frozenset(set_in)


def law_asked(text: str) -> frozenset[str]:
    """The codes of the places whose law `text` asks for."""
    return frozenset(_code(match[0]) for match in LAW_OF.finditer(text))


def is_place(name: str, held: Collection[str]) -> bool:
    """Whether `name` is that of a place whose law is `held`."""
    return any(code in held and re.fullmatch(names, name, re.IGNORECASE) for code, names in PLACES.items())


def _code(words: str) -> str:
    return next(code for code, names in PLACES.items() if re.search(names, words, re.IGNORECASE))
