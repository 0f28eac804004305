"""How a comment may be sent, as a notice's own words say it: portal, e-mail, post, fax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from regbot.model import Channel
from regbot.parse.channels_chinese import chinese_channels
from regbot.parse.notice_sentences import sentence_spans
from regbot.parse.text import language

LONGEST_TEXT = 400_000
LONGEST_QUOTE = 600
LONGEST_LABEL = 60
MOST_ADDRESS_LINES = 8

EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w@])")
URL = re.compile(
    r"\bhttps?://[^\s<>\"“”，。；、（）()\]]{4,300}|\bwww\.[^\s<>\"“”，。；、（）()\]]{4,300}"
    r"|(?<![\w@.])[a-z0-9-]{2,40}\.(?:gov|europa\.eu|gov\.uk)(?:/[^\s<>\"“”]{0,200})?(?![\w@])",
    re.IGNORECASE,
)
_FAX = re.compile(r"\bfax(?:ed)?\b[^.;:\d+(]{0,60}[:\s]*(\+?\(?\d[\d\s().–-]{6,22}\d)", re.IGNORECASE)
_POST = re.compile(
    r"(?:^|[•\s(])(?:regular |express |u\.?s\.? |postal |by |via |standard |overnight |written )*(?:mail|post|in writing|write to us at"
    r"|postal address)(?:ing)?(?: address)?(?:\s+for\s+[\w\s]{3,30}?)?(?:\s+is)?"
    r"(?:\s*[/(][^:]{0,60}\)?|\s+(?:and|or)\s+[\w\s/-]{3,40}|\s+to)?\s*:\s*(?P<label>\S.{9,400})"
    r"|\b(?:submit(?:ted)?|forward(?:ed)?|mail|post|send|writ(?:e|ing)|address(?:ed)?|deliver(?:ed)?|mailed|sent|posted)\b(?:[^.;:@]|U\.S\.){0,60}\s(?:to|at)\s*:?\s+"
    r"(?P<to>(?=[^@]{0,200}\b(?:[A-Z]{2},? +\d{5}|[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|P\.?\s?O\.? Box|B-1049)\b)[^@]{10,300}[\w)])",
    re.IGNORECASE | re.DOTALL,
)
_INVITES = re.compile(
    r"\b(?:comments?|responses?|feedback|submissions?|views|representations|contributions?)\b|\brespond\b|\bcommenters?\b|consultation"
    r"|\b(?:have your say|(?:tell|let) us (?:know )?what you think)\b"
    r"|\b(?:completed (?:form|survey|questionnaire)s?|(?:online )?(?:survey|questionnaire) at)\b"
    r"|\bevidence\s+(?:should|must|may|can)\b|\b(?:submit|send|provide|e-?mail|give)\s+(?:us\s+)?(?:your\s+|written\s+|any\s+)*evidence\b",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\b(?:submit(?:ted|ting)?|send|sent|e-?mail(?:ed)?|mail(?:ed)?|post(?:ed)?|fax(?:ed)?|respond|repl(?:y|ies)|address(?:ed)?|file[d]?|forward(?:ed)?|"
    r"online|portal|use|using|via|visit|go to|write|comment on|complet(?:e|ing)|e-?mailing|return(?:ed)?)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(r"(?:please )?(?:write|e-?mail|send|post|mail|reply|fax|submit)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^[\s•·*–—-]*(?:\(?\w{1,3}[.)]\s*)?(?:(?:by|via|respond|reply|preferred|electronic(?:ally)?|federal|online|the|primary)\s+)*"
    r"(?P<name>e-?mail|fax|regular mail|express mail|u\.?s\.? mail|mail|post|in writing|write to(?: us)?|web ?site|internet|web|"
    r"agency web ?site|(?:e-?)?rulemaking portal|"
    r"decision-making portal|portal|electronic comments|electronic submissions?|online|online survey)\b[^:.]{0,90}:",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:following|these)\s+(?:\w+\s+)?(?:methods?|ways|means|addresses)|\bby any of\b|\bone of the\b|how to respond|ways to respond",
    re.IGNORECASE,
)
_GUIDANCE = r"(?:comment(?:ing)? polic(?:y|ies)|guidance (?:on|about|for)|tips (?:on|for))\b[^.;]{0,120}\b(?:visit|see|go to|refer to)\b"
_ELSEWHERE = re.compile(
    r"for (?:further|more|additional|general) information|for (?:material|information|questions|access|legal|technical)"
    r"|questions? (?:about|concerning|regarding|on|should)|\bcontact\b|accessible|accommodation|alternative format"
    r"|\bto (?:view|read|obtain|request|get|access|examine|inspect|download|review|learn|unsubscribe)\b"
    r"|\bcopy of\b|copies of|may (?:examine|view|inspect|find|obtain|review)|docket:|background documents|enquir|inquir"
    rf"|{_GUIDANCE}|posted (?:to|at|on|without)|privacy|available (?:at|on|in|from|for)|confidential|\bCBI\b|you may find|hearing|webinar"
    r"|meeting|complain",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"for (?:further|more|additional) information|questions|\bto (?:view|read|obtain|request a copy|inspect)\b"
    r"|may (?:examine|view|inspect|review)|will be (?:posted|available|made)|received (?:will|may)|hearing|complain"
    rf"|{_GUIDANCE}",
    re.IGNORECASE,
)
"""Of sentences that speak of comments, those whose address is still for something else."""

_SECRETS = r"(?:CBI|confidential|proprietary|trade secrets?|sensitive)"
_CONFIDENTIAL = re.compile(
    rf"\b(?:contain(?:s|ing)?|claim(?:ed|ing)?|consider(?:ed)?|includ(?:e|es|ing)|submit(?:ting)?|send(?:ing)?|with|of)\s+(?:[\w“\"']+[\s-]+){{0,4}}?{_SECRETS}\b"
    rf"|^{_SECRETS}\b",
    re.IGNORECASE,
)
_NOT_CONFIDENTIAL = re.compile(
    rf"\b(?:not|never|excluding|excludes|without|other than|except|omit|no)\b[^.;]{{0,80}}\b{_SECRETS}\b", re.IGNORECASE
)

_QUOTED_MARK = re.compile(
    r"[“\"‘]([^”\"’\n]{3,150})[”\"’](?=[^.;]{0,80}\b(?:subject|envelope|cover))"
    r"|\b(?:subject(?:\s+line)?|envelope|subject heading)\b[^.;“\"]{0,80}[“\"]([^”\"\n]{3,150})[”\"]",
    re.IGNORECASE,
)
_NUMBER_MARK = re.compile(
    r"(?:include|insert|put|use|with|cite|mark(?:ed)?(?: with)?|reference|refer to|write|state|specify|indicate)\s+(?:the\s+)?"
    r"((?:docket|rin\b|file|fdms|case|project|reference|agency|attn|omb control)[^;:\n]{3,100}?)\s+(?:in|on|as|at)\s+(?:the\s+)?"
    r"(?:e-?mail\s+)?(?:subject|envelope|cover|heading|message|top|first page|all|your)",
    re.IGNORECASE,
)
_IDENTIFIED = re.compile(
    r"identified\s+by\s+(?:the\s+)?((?:docket|rin|regulatory information|fdms|case|file|project|agency)[^,;:\n“\"]{0,60}?"
    r"[A-Z0-9][\w–—-]*\d[\w–—-]*)(?=[\s,;:.])"
    r"|\b(?:submissions|comments|responses|correspondence)\s+(?:received\s+)?(?:should|must)\s+"
    r"(?:refer to|reference|include|cite)\s+(?:the\s+)?"
    r"((?:docket|file|rin|case|project|reference)\s+(?:number|no\.?|id)\s+[A-Z0-9][\w–—-]*\d[\w–—-]*)"
    r"|identified\s+by\s+(?:the\s+)?(?:[\w/]+\s+){0,4}[“\"]([^”\"\n]{2,80}?\d[^”\"\n]{0,40}?)[.,;]?[”\"]",
    re.IGNORECASE,
)
_ELSEWHERE_NAMED = re.compile(r"^(?:the\s+)?(?:following\s+)?address(?:es)?\b[^:]{0,80}:\s*", re.IGNORECASE)
_SENT_TO = re.compile(
    r"^(?:please\s+)?(?:mail|send|submit|address|deliver)\s+(?:[\w-]+\s+){0,6}?to:?\s+(?=\S)", re.IGNORECASE
)
"""An instruction before an address: "Send your comment to"."""

_NEXT_WAY = re.compile(r";\s+(?:(?:or|and)\s+)?(?:by|via|e-?mail|fax)\b", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:not (?:to )?exceed(?:ing)?|no (?:more|longer) than|maximum (?:length )?(?:of|is)|limited to|limit of|up to|fewer than"
    r"|less than|within)\s+(\d{1,3}(?:[, ]\d{3})+|\d{2,6})[\s-]*(characters?|bytes?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line or bullet of the text, and its sentences as places in it."""

    text: str
    sentences: tuple[str, ...]


def find_channels(text: str, lang: str | None = None) -> tuple[Channel, ...]:
    """Every channel that `text` names, each once, in order; `quote` and `required_marking` are exact substrings.

    `kind` is portal, email, post or fax. Only addresses that the text offers for comments count, not contacts for
    questions.
    """
    text = text[:LONGEST_TEXT]
    if (lang or language(text)) == "zh":
        return chinese_channels(text)
    found: dict[tuple[str, str], Channel] = {}
    for channel in _english(text):
        found.setdefault((channel.kind, channel.address.lower().rstrip("/")), channel)
    return tuple(_marked(list(found.values()), text))


def _english(text: str) -> Iterator[Channel]:
    """Follows the text line by line: labels such as "Fax:" count once a sentence has invited comments."""
    invited = False
    for line in _lines(text):
        label = _LABEL.search(line.text)
        elsewhere = _ELSEWHERE.search(line.sentences[0]) is not None and not _INVITES.search(line.sentences[0])
        if elsewhere:
            invited = False
        before = ""
        for sentence in line.sentences:
            goes_on = _IMPERATIVE.match(sentence) is not None and _INVITES.search(before) is not None
            before = sentence
            sends = goes_on or (_INVITES.search(sentence) is not None and _SENDS.search(sentence) is not None)
            if _ELSEWHERE.search(sentence) and not (sends and not _BEYOND.search(sentence)):
                continue
            if _CONFIDENTIAL.search(sentence) and not _NOT_CONFIDENTIAL.search(sentence):
                continue
            if sends or (invited and label and sentence is line.sentences[0]):
                yield from _channels(sentence, line)
            invited = invited or (sends and (_OPENS.search(sentence) is not None or sentence.endswith(":")))


def _channels(sentence: str, line: _Line) -> Iterator[Channel]:
    quote = sentence[:LONGEST_QUOTE]
    rest = " ".join(line.text.partition(sentence)[2].split())[:400]
    base = Channel("", "", instructions=rest, quote=quote)
    for match in EMAIL.finditer(sentence):
        yield replace(base, kind="email", address=match[0])
    without_mail = EMAIL.sub(lambda match: " " * len(match[0]), sentence)
    for match in URL.finditer(without_mail):
        yield replace(base, kind="portal", address=match[0].rstrip(".,;:'’)"))
    fax = _FAX.search(sentence)
    if fax:
        yield replace(base, kind="fax", address=fax[1].strip(" .–-"))
    post = _POST.search(sentence)
    if post:
        written = _NEXT_WAY.split(post["label"] or post["to"], maxsplit=1)[0]
        end = post.start("label" if post["label"] else "to") + len(written)
    if post and not (fax and post.start() < fax.start() < end):
        address = _ELSEWHERE_NAMED.sub("", written.strip()).rstrip(".;")
        address = _SENT_TO.sub("", address)
        if (
            not EMAIL.search(address)
            and not URL.search(address[:60])
            and not re.match(r"(?:see|same|send|use)\b(?!.*\d{4})", address, re.IGNORECASE)
        ):
            yield replace(base, kind="post", address=" ".join(address.split()))


def _marked(channels: list[Channel], text: str) -> Iterator[Channel]:
    """`channels` with the wording and the length that the text asks of them."""
    identified = _IDENTIFIED.search(text)
    everywhere = next(filter(None, identified.groups()), "") if identified else ""
    for channel in channels:
        own = f"{channel.quote}\n{channel.instructions}"
        marks = _QUOTED_MARK.search(own) or _NUMBER_MARK.search(own)
        marking = next(filter(None, marks.groups()), "") if marks else everywhere
        limit = _LIMIT.search(own) or (_LIMIT.search(text) if channel.kind == "portal" else None)
        number = int(re.sub(r"\D", "", limit[1])) if limit else None
        counts_bytes = limit is not None and limit[2].lower().startswith("byte")
        yield replace(
            channel,
            required_marking=marking if marking in text else "",
            max_characters=None if counts_bytes else number,
            max_bytes=number if counts_bytes else None,
        )


def _lines(text: str) -> Iterator[_Line]:
    """Lines and bullets; a bare label such as "Write to:" is one with what stands below it."""
    places = [match for match in re.finditer(r"[^\n•]+", text) if match[0].strip() and len(match[0]) <= 20_000]
    index = 0
    while index < len(places):
        below = _below(text, places, index) if _is_bare(places[index][0]) else index + 1
        line = text[places[index].start() : places[below - 1].end()].strip()
        yield _Line(line, (line,) if below > index + 1 else tuple(line[a:b] for a, b in sentence_spans(line)))
        index = below


def _is_bare(line: str) -> bool:
    return line.rstrip().endswith(":") and len(line) < LONGEST_LABEL and _LABEL.search(line) is not None


def _below(text: str, places: list[re.Match[str]], index: int) -> int:
    """The index of the first line that no longer belongs to the label at `index`: one address, or the lines of one."""
    last = index + 1
    while last < len(places) and last - index <= MOST_ADDRESS_LINES:
        line = places[last][0]
        gap = text[places[last - 1].end() : places[last].start()]
        if (last > index + 1 and gap.count("\n") != 1) or _is_bare(line) or line.lstrip().startswith("#"):
            break
        last += 1
        if EMAIL.search(line) or URL.search(line):
            break
    return last
