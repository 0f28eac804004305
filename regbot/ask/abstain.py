"""When not to answer, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from regbot.ask.candidates import Candidate, Retrieval
from regbot.ask.expects import MONTHS, Expected, holds
from regbot.ask.phrases import label_of, name_of
from regbot.ask.places import CALLED, is_place, law_asked
from regbot.ask.support import is_short, searched_text, single_tokens
from regbot.ask.understand import Question
from regbot.index.frequencies import weights
from regbot.index.tokens import distinct_tokens, stem
from regbot.parse.sentences import split_sentences

CHECKED = 4
"""So many of the best provisions may hold the thing asked for."""
NEAR = 0.75
"""A provision, or a sentence in it, this near to the best one may hold the thing asked for."""
PROPER_NAME = re.compile(r"\b(?:[A-Z][a-z]+(?:[A-Z][a-z]+)*|[A-Z]{3,}|EU|UK)\b")
PLACES_ZH = re.compile(
    r"欧盟|欧洲|美国|加州|英国|法国|德国|日本|韩国|印度|印尼|俄罗斯|加拿大|澳大利亚|澳洲|新西兰|新加坡|马来西亚|泰国|越南|巴西|墨西哥|"
    r"意大利|西班牙|荷兰|瑞典|瑞士|乌克兰|土耳其|以色列|南非|香港|澳门|台湾"
)
"""Countries and regions with a law of their own: Chinese writing does not set names apart."""
INSTRUMENT = re.compile(
    r"\b(?:[A-Z][\w&'-]*\s+(?:(?:of|on|and|the|for)\s+)*){1,6}(?:Act|Law|Code|Directive|Convention|Constitution|"
    r"Ordinance|Treaty)\b|"
    r"《[^》]{2,40}》|[\u4e00-\u9fff]{2,8}?(?:法典|安全法|保护法|竞争法|处罚法)|\bGB(?:/T)?\s?[\d.-]+"
)
FORECAST = re.compile(
    r"\bdo you (?:personally )?(?:think|believe|feel|recommend|prefer)\b|\b(?:in )?your (?:personal )?opinion\b|"
    r"\bis it likely\b|\bhow likely\b|\bpredict\b|"
    r"\bwill\b[^?]{0,80}\b(?:be (?:finalised|finalized|adopted|passed|amended|changed|raised|lowered|repealed|"
    r"scrapped|approved)|become law|change)\b|"
    r"你(?:觉得|认为|怎么看)|会不会再|将来会|预计|有没有可能|是否会再",
    re.IGNORECASE,
)
ASKS_IF_LAWFUL = re.compile(
    r"^\W*(?:is|are)\s+(?:the\s+use\s+of\s+|using\s+)?(?P<thing>[\w'’ -]{4,60}?)\s+(?:still |now |ever |explicitly |actually )?"
    r"(?:allowed|legal|permitted|banned|prohibited|lawful|forbidden|regulated|illegal|unlawful|outlawed|restricted)\b|"
    r"^(?P<tag>[\u4e00-\u9fff]{2,10}?)(?:是否|是不是|算不算|被)?(?:合法|允许|违法|禁止|受限)(?:吗|么|的吗)?[？?]?$",
    re.IGNORECASE,
)
INDEFINITE = frozenset(
    ["anything", "something", "everything", "nothing", "anyone", "someone", "everyone", "anybody", "somebody"]
)
THINGS = {
    Expected.COUNT: ("no such number", "这一数量"),
    Expected.MONEY: ("no such sum", "这一金额"),
    Expected.DURATION: ("no such length of time", "这一期限"),
    Expected.DATE: ("no such date", "这一日期"),
    Expected.PERCENT: ("no such percentage or rate", "这一比例"),
    Expected.NAME: ("no such name", "这一名称"),
    Expected.PHONE: ("no telephone number", "电话号码"),
    Expected.CONTACT: ("no such address", "这一联系方式"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered, and which provisions come nearest."""

    reason: str
    related: tuple[str, ...] = ()
    confidence: float = 0.0


def nothing_found(question: Question, retrieval: Retrieval, found: Sequence[Sequence[Candidate]]) -> Refusal:
    """No provision speaks to the question."""
    best = max((item.strength for candidates in found for item in candidates), default=0.0)
    if not retrieval.index.manifest.documents:
        return Refusal("语料库中没有任何文件。" if question.lang == "zh" else "The corpus holds no document.")
    if question.lang == "zh":
        return Refusal("语料库中没有条文谈到这个问题。", _nearest(found), best)
    named = [retrieval.index.catalogue.document(item) for item in sorted(question.named)]
    where = f"the {name_of(named[0], 'en')}" if len(named) == 1 else "the corpus"
    return Refusal(
        f"No provision in {where} speaks to this question{words_missing(question, retrieval)}.", _nearest(found), best
    )


def words_missing(question: Question, retrieval: Retrieval) -> str:
    """`: nothing in the corpus has the word 'drone'`, for the end of a sentence; empty where it has every English word."""
    missing = _unknown_words(question, retrieval)[:3]
    words = "words" if len(missing) > 1 else "word"
    return f": nothing in the corpus has the {words} {', '.join(map(repr, missing))}" if missing else ""


def unproven(question: Question) -> Refusal:
    """Every quote failed its check against the corpus."""
    zh = "引文与语料库不符，未予采用。"
    return Refusal(zh if question.lang == "zh" else "The quotes found do not match the corpus, so none is shown.")


def refusal_of(question: Question, found: Sequence[Sequence[Candidate]], retrieval: Retrieval) -> Refusal | None:
    """Why `question` cannot be answered from the candidates of its topics, or None when nothing speaks against it."""
    return (
        _opinion(question)
        or _not_held(question, found)
        or _unknown_name(question, found, retrieval)
        or _nothing_of_the_kind(question, found, retrieval)
    )


def of_another_place(question: Question, retrieval: Retrieval) -> Refusal | None:
    """The refusal of a question for the law of a place that no document held is from; reports may tell of that as well."""
    if question.of_reports:
        return None
    held = retrieval.names().jurisdictions
    absent = [CALLED[question.lang][code] for code in sorted(law_asked(question.text) - held)]
    if not absent:
        return None
    if question.lang == "zh":
        return Refusal(f"语料库没有收录{'、'.join(absent)}的法律。")
    return Refusal(f"The corpus holds no law of {' or '.join(absent)}.")


def unnamed(question: Question, found: Iterable[Candidate]) -> str:
    """The thing that `question` asks the lawfulness of, where no rule among those `found` has the words; else nothing."""
    match = ASKS_IF_LAWFUL.search(question.topic)
    thing = (match["thing"] or match["tag"]) if match else ""
    wanted = set(single_tokens(thing))
    if not wanted:
        return ""
    for item in found:
        text = searched_text(item.document, item.provision)
        named = thing in text if question.lang == "zh" else wanted <= distinct_tokens(text)
        if named and not item.is_news:
            return ""
    return thing


def _opinion(question: Question) -> Refusal | None:
    if not FORECAST.search(question.text):
        return None
    if question.lang == "zh":
        return Refusal("这个问题要的是看法或预测；本工具只引用文本。")
    return Refusal("This asks for an opinion or a forecast; regbot only quotes what texts say.")


def _not_held(question: Question, found: Sequence[Sequence[Candidate]]) -> Refusal | None:
    """The question is about an instrument that the corpus does not hold, even if texts mention it."""
    if question.documents:
        return None
    absent = [match.group() for match in INSTRUMENT.finditer(question.text)]
    if not absent:
        return None
    name = re.sub(r"^(?:What|Which|Does|Do|Is|How|Under|The|In)\s+(?:the\s+)?", "", absent[0])
    if question.lang == "zh":
        return Refusal(f"语料库没有收录{name}的文本。", _nearest(found))
    return Refusal(f"The corpus does not hold the text of the {name}.", _nearest(found))


def _unknown_name(question: Question, found: Sequence[Sequence[Candidate]], retrieval: Retrieval) -> Refusal | None:
    names = _names(question)
    held = retrieval.names().jurisdictions
    absent = [name for name in names if _stands_nowhere(stem(name.casefold()), retrieval) and not is_place(name, held)]
    absent += [place for place in PLACES_ZH.findall(question.topic) if _stands_nowhere(place, retrieval)]
    if absent:
        told = ", ".join(dict.fromkeys(absent))
        reason = f"语料库中没有提到 {told}。" if question.lang == "zh" else f"Nothing in the corpus mentions {told}."
        return Refusal(reason, _nearest(found))
    return None


def _names(question: Question) -> list[str]:
    begins = {match.end() for match in re.finditer(r"(?:^|[.?!:]\s+)[“\"'‘]?", question.topic)}
    found = [match for match in PROPER_NAME.finditer(question.topic) if match.start() not in begins]
    return [match.group() for match in found if match.group().casefold() not in MONTHS]


def _nothing_of_the_kind(
    question: Question, found: Sequence[Sequence[Candidate]], retrieval: Retrieval
) -> Refusal | None:
    expected = question.expected
    if expected is None or not any(found):
        return None
    told = [[item for item in candidates if not item.is_note] or candidates for candidates in found if candidates]
    near = [item for items in told for item in items[:CHECKED] if item.strength >= NEAR * items[0].strength]
    named = [
        item
        for item in near
        if all(name.casefold() in searched_text(item.document, item.provision).casefold() for name in _names(question))
    ]
    wanted = retrieval.wanted(question.topic)
    if any(
        holds(sentence, expected, question.text)
        for item in named or near
        for sentence in telling(item, wanted.coverage, expected)
    ):
        return None
    best = (named or near)[0]
    label, name = label_of(best.provision, question.lang), name_of(best.document, question.lang)
    thing = THINGS[expected][question.lang == "zh"]
    related = tuple(item.provision.ref for item in near)
    if question.lang == "zh":
        return Refusal(f"最接近的是《{name}》{label}，但其中没有给出{thing}。", related, best.strength)
    return Refusal(f"The nearest text is {label} of the {name}; it gives {thing}.", related, best.strength)


def telling(item: Candidate, coverage: Callable[[str], float], expected: Expected) -> list[str]:
    """The sentences of a provision that speak to the question, in every language held.

    For a length of time all of a provision that is quoted whole: unlike names and sums it seldom has several.
    """
    texts = [item.provision.text, *item.provision.summaries.values()]
    sentences = [text[part.start : part.end] for text in texts for part in split_sentences(text)]
    if expected is Expected.DURATION and is_short(item.provision):
        return sentences
    scores = [coverage(sentence) for sentence in sentences]
    least = NEAR * max(scores, default=0.0)
    return [sentence for sentence, score in zip(sentences, scores, strict=True) if score >= least]


def _nearest(found: Sequence[Sequence[Candidate]]) -> tuple[str, ...]:
    return tuple(item.provision.ref for candidates in found for item in candidates[:CHECKED])


def _stands_nowhere(token: str, retrieval: Retrieval) -> bool:
    rare = weights(retrieval.index.catalogue, [token, ""])
    return rare[token] >= rare[""]


def _unknown_words(question: Question, retrieval: Retrieval) -> list[str]:
    absent = {token for token in single_tokens(question.topic) if _stands_nowhere(token, retrieval)}
    words = re.findall(r"[A-Za-z][A-Za-z-]+", question.topic)
    return [
        word for word in dict.fromkeys(words) if stem(word.casefold()) in absent and word.casefold() not in INDEFINITE
    ]
