"""Words for the clipboard: a quote or an answer, always with where it is from."""

from __future__ import annotations

import re

from regbot.model import LegalStatus, Provision, TextKind
from regbot.sanitise import one_line, plain
from regbot.tui import text
from regbot.tui.views import Mark, Page, Reply

SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def quotation(page: Page, provision: Provision, mark: Mark | None) -> str:
    """The quote, or else the text, and below it where it is from."""
    words, source = _words(provision, mark), _source(page, provision)
    return plain("\n".join(filter(None, (f"“{words}”", source, provision.url or page.listed.document.url))))


def quotation_as_markdown(page: Page, provision: Provision, mark: Mark | None) -> str:
    """The same as a Markdown quotation."""
    words = "\n".join(f"> {escaped(line)}".rstrip() for line in plain(_words(provision, mark)).splitlines())
    return f"{words}\n>\n> — {_linked(_source(page, provision), provision.url or page.listed.document.url)}\n"


def answer_as_markdown(reply: Reply) -> str:
    """Question, answer, and its sources as footnotes."""
    answer = reply.answer
    said = plain(answer.reason or answer.answer) if not answer.citations else plain(answer.answer)
    lines = [f"**{escaped(one_line(answer.question))}**", "", re.sub(r"\\\[(\d+)\\\]", r"[^\1]", escaped(said)), ""]
    for citation in answer.citations:
        facts = _facts(citation.legal_status, citation.kind, citation.lang, citation.version)
        source = f"{', '.join(filter(None, (citation.title, citation.label)))} ({facts})"
        lines.append(f"[^{citation.n}]: “{escaped(one_line(citation.quote))}” — {_linked(source, citation.url)}")
    lines += ["", f"As of {answer.as_of}. Quotes taken by regbot from its corpus."]
    return "\n".join(lines) + "\n"


def escaped(words: str) -> str:
    """`words` so that Markdown shows them as they are."""
    return SPECIAL.sub(r"\\\1", words)


def _words(provision: Provision, mark: Mark | None) -> str:
    return mark.quote if mark and mark.quote in provision.text else provision.text


def _source(page: Page, provision: Provision) -> str:
    facts = _facts(page.listed.legal_status, provision.kind, provision.lang, text.day(provision.version))
    return f"{', '.join(filter(None, (page.listed.document.title_in('en'), provision.label)))} ({facts})"


def _facts(status: LegalStatus, kind: TextKind, lang: str, version: str) -> str:
    return f"{text.STATUS_WORDS[status].lower()}; {text.kind(kind, lang)}; text of {version}"


def _linked(source: str, url: str) -> str:
    words = escaped(one_line(source))
    address = one_line(url)
    return f"[{words}](<{address}>)" if address.startswith(("http://", "https://")) and ">" not in address else words
