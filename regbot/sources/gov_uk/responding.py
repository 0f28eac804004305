"""How to respond to a consultation on GOV.UK: its fields as the lines its page shows, and the channels they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from regbot.model import Channel
from regbot.parse.channels import EMAIL, find_channels
from regbot.parse.text import clean
from regbot.parse.web import soup_of
from regbot.sources.gov_uk.fields import html_of, mapping, words

HEADING = "Ways to respond"
OWN_HOSTS = ("www.gov.uk", "gov.uk", "www.legislation.gov.uk")

_LEADS_TO_ANSWERING = re.compile(
    r"\b(?:respon[ds]\w*|survey|questionnaire|submit|have your say|online|here|forms?|hub|portal|platform|complete|share|tell|email)\b",
    re.IGNORECASE,
)


def ways_of(details: Mapping[str, Any]) -> list[Channel]:
    """The channels that the fields name. `quote` is the line for the notice, as on the consultation's page."""
    ways = mapping(details.get("ways_to_respond"))
    form = words(ways.get("attachment_url"))
    filled = f"Complete a response form: {form}" if form else ""
    found: list[Channel] = []
    elsewhere = words(details.get("held_on_another_website_url"))
    if elsewhere:
        found.append(Channel("portal", elsewhere, quote=f"This consultation is held on another website: {elsewhere}"))
    link = words(ways.get("link_url"))
    if link:
        found.append(Channel("portal", link, quote=f"Respond online: {link}"))
    for address in dict.fromkeys(EMAIL.findall(words(ways.get("email")))):
        found.append(Channel("email", address, instructions=filled, quote=f"Email to: {address}"))
    post = postal(ways.get("postal_address"))
    if post:
        found.append(Channel("post", post, instructions=filled, quote=f"Write to: {post}"))
    if form and not any(channel.kind in ("email", "post") for channel in found):
        found.append(Channel("portal", form, instructions="Download the form and send it as it says.", quote=filled))
    return found


def linked_ways(details: Mapping[str, Any], notice: str) -> Iterator[Channel]:
    """The channels whose address stands behind words of the body alone: "use our online survey", "email us".

    `quote` is the sentence of `notice` with these words.
    """
    for block in soup_of(html_of(details.get("body"))).select("p, li, td"):
        shown: dict[str, str] = {}
        for link in block.select("a[href]"):
            address, said = _address(str(link.get("href") or "")), link.get_text()
            if address and address not in said and _LEADS_TO_ANSWERING.search(said):
                shown[address] = f" ({address})"
                link.append(shown[address])
        for channel in find_channels(words(block.get_text()), "en") if shown else ():
            if channel.address in shown:
                quote = channel.quote
                for inserted in shown.values():
                    quote = quote.replace(inserted, "")
                if quote in notice:
                    yield replace(channel, quote=quote)


def _address(href: str) -> str:
    """What stands behind a link, as far as a comment may go there: a web or an e-mail address; else empty."""
    if href.lower().startswith("mailto:"):
        found = EMAIL.match(unquote(href[7:].partition("?")[0]).strip())
        return found[0] if found else ""
    try:
        parts = urlsplit(href.strip())
        return href.strip() if parts.scheme in ("http", "https") and (parts.hostname or "") not in OWN_HOSTS else ""
    except ValueError:
        return ""


def lines_of_ways(channels: list[Channel]) -> str:
    """The lines that the notice has about `channels`; empty without any."""
    forms = [channel.instructions for channel in channels if channel.instructions.startswith("Complete a ")]
    lines = list(dict.fromkeys([*(channel.quote for channel in channels), *forms]))
    return "\n".join([HEADING, *lines]) if lines else ""


def all_channels(notice: str, given: list[Channel], linked: Iterable[Channel] = ()) -> tuple[Channel, ...]:
    """The channels of the fields, then those that the sentences before the fields' lines name besides, then `linked`."""
    before = notice.rpartition(f"\n\n{HEADING}\n")[0] if given else notice
    found: dict[tuple[str, str], Channel] = {}
    for channel in [*given, *find_channels(before, "en"), *linked]:
        key = (channel.kind, channel.address.lower().rstrip("/").removeprefix("https://").removeprefix("http://"))
        found.setdefault(key, channel)
    return tuple(found.values())


def form_of(details: Mapping[str, Any]) -> str:
    """The address of the form to fill in; empty if there is none."""
    return words(mapping(details.get("ways_to_respond")).get("attachment_url"))


def postal(value: object) -> str:
    """A postal address on one line."""
    if not isinstance(value, str):
        return ""
    lines = [" ".join(line.split()).strip(" ,") for line in clean(value).text.replace("\\n", "\n").split("\n")]
    return ", ".join(line for line in lines if line)
