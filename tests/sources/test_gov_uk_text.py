"""GOV.UK: what a reader sees of a body or an attached page: footnotes, asides, raised digits, lists, tables."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx

from regbot.parse.tables import WIDEST, rows_of_text, span
from regbot.sources.base import Parsed
from regbot.sources.gov_uk import GovUk
from regbot.sources.gov_uk.attachments import pieces_of
from regbot.sources.gov_uk.fields import lines_of
from tests.replaying import Replay, run_source
from tests.sources.test_gov_uk import DATA, PAGE, serve_all

NOTED = """<div class="govspeak"><h2><span class="number">1. </span>Signs</h2>
<p>Signs were lit in 2006<sup id="fnref:1"><a href="#fn:1" class="footnote" role="doc-noteref">1</a></sup>, on 10 m<sup>2</sup>
and with little CO<sub>2</sub>, since the 19<sup>th</sup> century.</p>
<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>Survey of signs.
<a href="#fnref:1" class="reversefootnote" role="doc-backlink">↩</a></p></li></ol></div></div>"""


def test_the_mark_of_a_footnote_is_no_digit_of_the_number_before_it():
    text = lines_of(NOTED)
    assert "Signs were lit in 2006, on 10 m² and with little CO₂, since the 19th century." in text
    assert text.endswith("## Footnotes\n\n1. Survey of signs.")


def test_footnotes_are_a_part_of_their_own():
    first, notes = pieces_of(lines_of(NOTED), "Paper", "doc_1")
    assert "Survey" not in first.text
    assert (notes.heading, notes.text) == ("Footnotes", "1. Survey of signs.")


def test_an_aside_of_a_body_is_text_and_what_serves_the_page_is_not():
    text = lines_of('<aside class="stat-headline"><p><em>£6bn</em>\nin 2015</p></aside><nav>Menu</nav><p>More.</p>')
    assert text == "£6bn in 2015\n\nMore."


def test_the_number_of_an_item_stands_with_its_first_paragraph():
    text = lines_of("<ol><li><p>First.</p><p>More of it.</p></li><li><p>Second.</p></li></ol>")
    assert text.split("\n") == ["1. First.", "More of it.", "", "2. Second."]


def test_the_columns_of_a_table_stay_in_line():
    html = (
        "<table><caption>Fees</caption><thead><tr><th> </th><th> </th><th>£ million</th></tr><tr><td></td><th>2015</th>"
        '<th>2016</th></tr></thead><tbody><tr><td rowspan="2">A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>'
        '<tr><td colspan="2">Both</td><td>5</td></tr><tr><td> </td></tr></tbody></table>'
    )
    assert [line for line in lines_of(html).split("\n") if line] == [
        "Fees",
        "| | £ million",
        "| 2015 | 2016",
        "A | 1 | 2",
        "| 3 | 4",
        "Both | | 5",
    ]


def test_spans_are_kept_within_reason():
    assert [span(value) for value in (None, "", "x", "-1", "0", "3", "9" * 30, "²")] == [1, 1, 1, 1, 1, 3, 1, 1]
    assert span("5000") == WIDEST
    assert span("1", 1) == 2
    assert list(rows_of_text([[("a", 2, 2), ("b", 1, 1)], [("c", 1, 1)], [], [("d", 1, 1)]])) == [
        "a |  | b",
        "|  | c",
        "d",
    ]


def attached(title: str, name: str, size: int = 1000) -> dict[str, object]:
    return {"title": title, "url": f"https://assets.publishing.service.gov.uk/media/9/{name}", "file_size": size}


def test_word_files_are_read_where_nothing_better_is_there(replay: Replay, tmp_path: Path):
    file = io.BytesIO()
    word = docx.Document()
    word.add_heading("Lit signs", 2)
    word.add_paragraph("Signs would be lit.")
    word.save(file)
    page = json.loads((DATA / "open.json").read_text(encoding="utf-8"))
    page["details"] |= {
        "featured_attachments": [],
        "attachments": [
            attached("Proposals for signs", "proposals.docx"),
            attached("Response form", "form.docx"),
            attached("Maps of signs", "maps.odt"),
            attached("Draft Order", "order.pdf", 9_000_000),
            attached("Draft Order (MS Word)", "order.docx"),
        ],
    }
    replay.serve(f"/api/content{PAGE}", page)
    replay.serve("/media/9/proposals.docx", file.getvalue(), content_type="application/octet-stream")
    ((_, result),) = run_source(GovUk, replay, tmp_path, pages=(PAGE,))
    assert isinstance(result, Parsed)
    assert [(item.heading, item.text) for item in result.versions[0].provisions if item.eid.startswith("doc")] == [
        ("Lit signs", "Signs would be lit.")
    ]
    assert [note.partition(" was not read")[0] for note in result.notes] == ["'Maps of signs'", "'Draft Order'"]


def test_a_withdrawn_page_beside_it_is_told_and_not_read(replay: Replay, tmp_path: Path):
    serve_all(replay)
    page = json.loads((DATA / "proposals.json").read_text(encoding="utf-8"))
    page["withdrawn_notice"] = {"explanation": "<p>Out of date.</p>", "withdrawn_at": "2026-11-19T10:20:03Z"}
    replay.serve(f"/api/content{PAGE}/camera-registers-proposals", page)
    ((_, result),) = run_source(GovUk, replay, tmp_path, pages=(PAGE,))
    assert isinstance(result, Parsed)
    assert any("it was withdrawn (2026-11-19T10:20:03Z)" in note for note in result.notes)
    assert not any("Camera registers: proposals" in item.breadcrumb for item in result.versions[0].provisions)
