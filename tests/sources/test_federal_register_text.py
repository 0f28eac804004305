"""The Federal Register's documents without XML, and every form of them mangled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from regbot.fetch.errors import ParseError, TransientError
from regbot.parse.assemble import Piece
from regbot.sources.base import Parsed
from regbot.sources.federal_register.pieces import pieces_of
from regbot.sources.federal_register.record import parse_document
from regbot.sources.federal_register.source import FederalRegister
from regbot.sources.federal_register.text import read_html, read_plain
from regbot.sources.federal_register.xml import read_xml
from tests.replaying import Replay, only_source_errors, run_source
from tests.sources.federal_register_rows import (
    NOW,
    SEARCH,
    SETTINGS,
    only,
    page,
    row,
    xml,
)


class TestWithoutXml:
    HTML = (
        "<div id='fulltext_content_area'><span class='unprinted-element'>Start Preamble</span><h1>SUMMARY:</h1><p>What it does.</p>"
        "<h1>DATES:</h1><p>Comments are due by March 13, 2024.</p><h1>SUPPLEMENTARY INFORMATION:</h1><h2>I. Background</h2>"
        "<p>Long ago.<sup>[<a>1</a>] </sup></p><p class='amendment-part'>2. Add § 165.715 to read as follows:</p>"
        "<div class='section'><div class='sectno sectno-reference'>§ 165.715</div><div class='section-subject'>Safety Zone.</div>"
        "<p>(a) Location.</p></div><h1 id='footnotes'>Footnotes</h1><div class='footnote'><p>1. See it.</p>"
        "<a class='back'> Back to Citation </a></div></div>"
    )
    PLAIN = """<html><body><pre>
[Federal Register Volume 89, Number 29 (Monday, February 12, 2024)]
[Proposed Rules]
[Pages 9800-9803]
-----------------------------------------------------------------------

DEPARTMENT OF HOMELAND SECURITY

SUMMARY: The Coast Guard proposes
a zone.\\1\\

DATES: Comments must be received on or before March 13,
2024.

SUPPLEMENTARY INFORMATION:

I. Background

    Long ago and far
away.

[[Page 9801]]

    2. Add Sec.  165.715 to read as follows:

Sec.  165.715  Safety Zone; Biscayne Bay.

    (a) Location. Here.
</pre></body></html>"""

    def test_html(self) -> None:
        pieces = pieces_of(read_html(self.HTML))
        assert [item.eid for item in pieces] == ["summary", "notice", "si-i", "amdpar-2", "sec_165-715", "si-footnotes"]
        assert pieces[4].heading == "Safety Zone."
        words = " ".join(item.text for item in pieces)
        assert "Start Preamble" not in words
        assert "Back to Citation" not in words
        assert "■" not in words

    def test_plain_text(self) -> None:
        pieces = {item.eid: item for item in pieces_of(read_plain(self.PLAIN.encode()))}
        assert pieces["summary"].text == "The Coast Guard proposes a zone.[1]"
        assert pieces["notice"].text.endswith("Comments must be received on or before March 13, 2024.")
        assert pieces["si-i"].text.startswith("Long ago and far away.")
        assert pieces["sec_165-715"].heading == "Safety Zone; Biscayne Bay."
        assert pieces["sec_165-715"].text == "(a) Location. Here."
        assert "Page 9801" not in " ".join(item.text for item in pieces.values())

    def test_the_next_best_form_is_read(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve(SEARCH, page([row()]))
        replay.serve(
            "/documents/full_text/xml/2024/02/12/2024-02703.xml", b"<PRORULE><PREAMB>", content_type="text/xml"
        )
        replay.serve("/documents/full_text/text/2024/02/12/2024-02703.txt", self.PLAIN, content_type="text/plain")
        parsed = only(run_source(FederalRegister, replay, tmp_path, now=NOW))
        assert parsed.versions[0].source.endswith(".txt")
        assert [note[:30] for note in parsed.notes] == [
            "The XML could not be used: the",
            "The HTML could not be used: ht",
        ]

    def test_without_any_text_the_abstract_is_called_that(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve(SEARCH, page([row(abstract="In short.", dates="Comments are due by March 13, 2024.")]))
        late = datetime(2024, 2, 20, tzinfo=UTC)
        parsed = only(run_source(FederalRegister, replay, tmp_path, now=late))
        assert parsed.document.incomplete
        assert parsed.document.consultation.closes == date(2024, 3, 13)
        early = only(run_source(FederalRegister, replay, tmp_path, now=NOW))
        assert isinstance(early, ParseError)
        assert "yet" in str(early)

    def test_a_busy_publisher_is_no_reason_for_worse_text(self, replay: Replay, tmp_path: Path) -> None:
        replay.serve(SEARCH, page([row()]))
        replay.serve("/documents/full_text/xml/2024/02/12/2024-02703.xml", b"", status=503)
        replay.serve("/documents/full_text/text/2024/02/12/2024-02703.txt", self.PLAIN, content_type="text/plain")
        assert isinstance(only(run_source(FederalRegister, replay, tmp_path, now=NOW)), TransientError)


_TAGS = """
    P HD E SU FTNT GPOTABLE BOXHD CHED ROW ENT SECTION SECTNO SUBJECT AMDPAR PART SUBPART APPENDIX LSTSUB CONTENTS SIG
    EXTRACT AUTH REGTEXT PREAMB SUPLINF DATES GPH MATH UNKNOWN
"""
TAGS = _TAGS.split()


def mangled(source: bytes) -> st.SearchStrategy[bytes]:
    cut = st.tuples(st.integers(0, len(source)), st.integers(0, 400), st.binary(max_size=40))
    return st.lists(cut, max_size=4).map(lambda cuts: _mangle(source, cuts))


def _mangle(source: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, put in cuts:
        source = source[:start] + put + source[start + length :]
    return source


def from_xml(data: bytes) -> Parsed:
    return parse_document(row(), pieces_of(read_xml(data)), SETTINGS, date(2024, 2, 13))


class TestAnything:
    @given(st.binary(max_size=2000) | mangled(xml("lookalike.xml")))
    def test_xml(self, data: bytes) -> None:
        only_source_errors(from_xml, data)

    @given(
        st.recursive(
            st.sampled_from(["text ", "<SU>1</SU>", "<FTREF/>", "<STARS/>", "\n  <PRTPAGE P='1'/>\n  "]),
            lambda inner: st.tuples(
                st.sampled_from(TAGS),
                st.lists(inner, max_size=5),
            ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
            max_leaves=30,
        )
    )
    def test_any_order_of_elements_keeps_its_words(self, body: str) -> None:
        pieces = pieces_of(read_xml(f"<RULE>{body}</RULE>".encode()))
        kept = " ".join(f"{item.label} {item.heading} {item.text} {item.group}" for item in pieces)
        assert kept.count("text") >= body.count("text")
        assert len({item.eid for item in pieces}) == len(pieces)

    @given(
        st.text(max_size=1500) | mangled(TestWithoutXml.HTML.encode()).map(lambda data: data.decode("utf-8", "replace"))
    )
    def test_html(self, text: str) -> None:
        only_source_errors(lambda: pieces_of(read_html(text)))

    @given(st.binary(max_size=1500) | mangled(TestWithoutXml.PLAIN.encode()))
    def test_plain(self, data: bytes) -> None:
        only_source_errors(lambda: pieces_of(read_plain(data)))

    @given(
        st.dictionaries(
            st.sampled_from(
                [*row(), "dockets", "regulations_dot_gov_info", "correction_of", "corrections", "agencies", "dates"]
            ),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates().map(str),
                lambda inner: (
                    st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "documents", "name"]), inner)
                ),
                max_leaves=6,
            ),
        )
    )
    def test_rows(self, changed: dict[str, Any]) -> None:
        pieces = [Piece("notice", "", "", "Comments are due by March 13, 2024.")]
        only_source_errors(parse_document, row() | changed, pieces, SETTINGS, date(2024, 2, 13))
