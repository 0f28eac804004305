"""An outcome as a file to read or print: Markdown or HTML; outside text never becomes markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import groupby

from regbot.compare.compare import Side
from regbot.compare.outcome import Outcome, Quote, Row

NOTHING = "—"
MARKUP = re.compile(r"([\\`*_{}\[\]<>~&$|@]|(?<=www)\.|:(?=//))")
WEB = re.compile(r"https?://[^\s<>\\|\"`]+")
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:2rem}"
    "th,td{border:1px solid #999;padding:.5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "blockquote{margin:0;white-space:pre-wrap}.verdict{width:9rem}.why{width:22%}small{color:#555}"
)


def outcome_markdown(outcome: Outcome) -> str:
    """The table in Markdown, one table a topic; every character of the quotes is escaped where it might be markup."""
    old, new = outcome.comparison.old, outcome.comparison.new
    lines = [
        f"# {_md(_title(old))} → {_md(_title(new))}",
        "",
        *(f"- {label}: {_md(_described(side))}{_md_address(side)}" for label, side in (("Draft", old), ("Final", new))),
        "",
        *(f"> {_md(note)}  " for note in outcome.comparison.notes),
        "",
        _md(_counted(outcome)),
    ]
    for topic, rows in groupby(outcome.rows, key=lambda row: row.topic):
        lines += ["", f"## {_md(topic)}", "", "| Draft | Final | Verdict | Why |", "| --- | --- | --- | --- |"]
        lines += [f"| {' | '.join(_md_cells(row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def outcome_html(outcome: Outcome) -> str:
    """The table as one HTML page without scripts or outside resources; everything from outside is escaped."""
    old, new = outcome.comparison.old, outcome.comparison.new
    title = f"{_title(old)} → {_title(new)}"
    lang = html.escape(old.version.lang, quote=True)
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
        f"<title>{_h(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{_h(title)}</h1>",
        "<ul>",
        *(
            f"<li>{label}: {_h(_described(side) + _address(side))}</li>"
            for label, side in (("Draft", old), ("Final", new))
        ),
        "</ul>",
        *(f"<p>{_h(note)}</p>" for note in outcome.comparison.notes),
        f"<p>{_h(_counted(outcome))}</p>",
    ]
    for topic, rows in groupby(outcome.rows, key=lambda row: row.topic):
        parts.append(f"<h2>{_h(topic)}</h2>\n<table>\n<thead><tr><th>Draft</th><th>Final</th>")
        parts.append('<th class="verdict">Verdict</th><th class="why">Why</th></tr></thead>\n<tbody>')
        parts += [_html_row(row) for row in rows]
        parts.append("</tbody>\n</table>")
    return "\n".join([*parts, "</body>\n</html>\n"])


def _title(side: Side) -> str:
    return side.document.title_in(side.version.lang)


def _described(side: Side) -> str:
    return f"{side.document.id}, version of {side.version.date}, {side.version.kind}"


def _address(side: Side) -> str:
    return f", {side.document.url}" if side.document.url else ""


def _md_address(side: Side) -> str:
    """The address as a link if it is a web address and nothing else."""
    if WEB.fullmatch(side.document.url):
        return f", <{side.document.url}>"
    return _md(_address(side))


def _counted(outcome: Outcome) -> str:
    return ", ".join(f"{_words(name)}: {count}" for name, count in outcome.summary.items() if count)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _why(row: Row) -> Iterable[str]:
    return (*row.reasons, *row.cautions)


def _md_cells(row: Row) -> list[str]:
    return [
        *("<br><br>".join(map(_md_quote, side)) or NOTHING for side in (row.draft, row.final)),
        _md(_words(row.verdict)),
        "<br>".join(map(_md, _why(row))),
    ]


def _md_quote(quote: Quote) -> str:
    return f"**{_md(quote.provision.label or quote.provision.eid)}**<br>{_md(quote.text)}"


def _md(text: str) -> str:
    return MARKUP.sub(r"\\\1", text).replace("\r", "").replace("\n", "<br>")


def _html_row(row: Row) -> str:
    quotes = "".join(f"<td>{''.join(map(_html_quote, side)) or NOTHING}</td>" for side in (row.draft, row.final))
    why = "<br>".join(map(_h, _why(row)))
    return (
        f'<tr>{quotes}<td class="verdict">{_h(_words(row.verdict))}</td><td class="why"><small>{why}</small></td></tr>'
    )


def _html_quote(quote: Quote) -> str:
    return (
        f"<strong>{_h(quote.provision.label or quote.provision.eid)}</strong><blockquote>{_h(quote.text)}</blockquote>"
    )


def _h(text: str) -> str:
    return html.escape(text, quote=True)
