"""Acts of the Union: every generation of their markup."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from regbot.parse.assemble import Piece
from regbot.sources.eurlex.formex import parse_formex
from regbot.sources.eurlex.lines import read_lines
from regbot.sources.eurlex.parts import Act
from regbot.sources.eurlex.source import stated_dates
from regbot.sources.eurlex.xhtml import acts_of, parse_xhtml
from tests.replaying import golden

DATA = Path(__file__).parent / "data" / "eurlex"
GOLDEN = Path(__file__).parent / "golden"
CELEX = "32016R0999"
PATH = f"/resource/celex/{CELEX}"
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "eurlex"
PAGES = ("convex.xhtml", "classes.html", "texteonly.html", "consolidated.xhtml", "corrigendum.xhtml")
LABELS = {
    "Recital",
    "Note",
    "Preamble",
    "Explanatory",
    "memorandum",
    "Title",
    "Text",
    "Enacting",
    "formula",
    "Conclusions",
}


def read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def by_eid(act: Act) -> dict[str, Piece]:
    return {piece.eid: piece for piece in act.pieces}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_parses_to_what_a_reader_sees(name: str) -> None:
    golden(parse_xhtml(read(name)), GOLDEN / f"eurlex-{name.partition('.')[0]}.json")


def test_formex_parses_to_what_a_reader_sees() -> None:
    golden(parse_formex((DATA / "act.fmx.xml").read_bytes()), GOLDEN / "eurlex-formex.json")


def test_a_proposal_and_its_annexes_are_one_act() -> None:
    act = acts_of([read_lines(read("proposal.xhtml")), read_lines(read("proposal-annexes.xhtml"))])
    golden(act, GOLDEN / "eurlex-proposal.json")


@pytest.mark.parametrize("name", [*PAGES, "proposal.xhtml"])
def test_no_text_is_lost_and_none_is_added(name: str) -> None:
    page = html.document_fromstring(read(name).encode(), parser=html.HTMLParser(encoding="utf-8"))
    for part in page.xpath(
        "//head | //*[starts-with(@class, 'oj-hd-') or starts-with(@class, 'hd-') or @class='modref']"
    ):
        part.drop_tree()
    seen = words(" ".join(page.itertext()))
    pieces = parse_xhtml(read(name)).pieces
    divisions = dict.fromkeys(piece.group for piece in pieces)
    kept = words(" ".join([*divisions, *(f"{piece.label} {piece.heading} {piece.text}" for piece in pieces)]))
    missing = Counter(seen) - Counter(kept)
    assert missing.total() <= len(seen) * 0.02, missing
    added = {word for word in kept if word not in seen} - LABELS
    assert not {word for word in added if not word.isdigit()}


def test_an_article_quoted_in_an_amending_article_is_no_article_of_the_act() -> None:
    for act in (
        parse_xhtml(read("convex.xhtml")),
        parse_xhtml(read("classes.html")),
        parse_formex((DATA / "act.fmx.xml").read_bytes()),
    ):
        articles = [piece.eid for piece in act.pieces if piece.eid.startswith("art_")]
        assert articles == ["art_1", "art_2", "art_3"]
        assert re.search(r"‘Article (?:6a|7)", by_eid(act)["art_2"].text)


def test_an_article_within_an_annex_is_no_article_of_the_act() -> None:
    annex = by_eid(parse_xhtml(read("convex.xhtml")))["annex_3"]
    assert "Article 1" in annex.text
    assert annex.heading == "List of tests"


def test_tables_are_readable_and_footnotes_stand_where_they_are_referred_to() -> None:
    convex, formex = (
        by_eid(parse_xhtml(read("convex.xhtml"))),
        by_eid(parse_formex((DATA / "act.fmx.xml").read_bytes())),
    )
    assert "Code | Rate\n1 | 7 %" in convex["annex_3"].text
    assert "Code | Rate\n1 | 7 % (3)" in formex["annex_2"].text
    assert convex["rec_1"].text.endswith("Note 2: Position of the Parliament.")
    assert "notes" not in convex


def test_a_package_of_formex_is_read_in_the_order_of_its_manifest() -> None:
    act = (DATA / "act.fmx.xml").read_bytes()
    annex = b"<ANNEX><TITLE><TI><P>ANNEX IX</P></TI></TITLE><CONTENTS><P>Later.</P></CONTENTS></ANNEX>"
    manifest = b'<DOC><FMX><REF.PHYS FILE="z.xml" TYPE="DOC.XML"/><REF.PHYS FILE="a.xml" TYPE="DOC.XML"/></FMX></DOC>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, body in (("a.xml", annex), ("m.doc.xml", manifest), ("z.xml", act)):
            package.writestr(name, body)
    found = parse_formex(packed.getvalue())
    assert [piece.eid for piece in found.pieces][-2:] == ["annex_2", "annex_9"]
    assert found.title.startswith("Regulation (EU) 2016/679")


def test_a_file_that_is_only_quoted_is_no_annex_of_the_act() -> None:
    article = b"<ARTICLE IDENTIFIER='001'><TI.ART>Article 1</TI.ART><ALINEA>See the Annex.</ALINEA></ARTICLE>"
    act = b"<ACT><ENACTING.TERMS>" + article + b"</ENACTING.TERMS></ACT>"
    frame = b"<ANNEX><TITLE><TI><P>ANNEX</P></TI></TITLE><CONTENTS><QUOT.S><INCL.ELEMENT FILEREF='b.xml'/></QUOT.S></CONTENTS></ANNEX>"
    inner = b"<ANNEX><TITLE><TI><P><QUOT.START CODE='2018'/>ANNEX I</P></TI></TITLE><CONTENTS><P>Prices.</P></CONTENTS></ANNEX>"
    pieces = by_eid(parse_formex([act, frame, inner]))
    assert list(pieces) == ["art_1", "annex_1"]
    assert pieces["annex_1"].text == "‘ANNEX I\nPrices."


def test_articles_in_a_corrigendum_are_other_acts() -> None:
    article = b"<ARTICLE IDENTIFIER='003'><TI.ART>Article 3</TI.ART><ALINEA>New.</ALINEA></ARTICLE>"
    title = b"<TITLE><TI><P>Corrigendum to X</P></TI></TITLE>"
    body = b"<CORR>" + title + b"<CONTENTS.CORR>" + article + b"</CONTENTS.CORR></CORR>"
    assert [piece.eid for piece in parse_formex(body).pieces] == ["preface", "body"]


def test_titles_of_tables_and_groups_are_no_titles_of_the_act() -> None:
    group = "<GR.SEQ LEVEL='1'><TITLE><TI><P>Group</P></TI></TITLE><P>Its text.</P></GR.SEQ>"
    body = f"<CONS.ACT><CONS.DOC><TITLE><TI><P>Decision X</P></TI></TITLE><ENACTING.TERMS>{group}</ENACTING.TERMS></CONS.DOC></CONS.ACT>"
    act = parse_formex(body.encode())
    assert act.title == "Decision X"
    assert "Group\n\nIts text." in act.pieces[-1].text


def test_recitals_of_proposals_are_not_the_points_of_the_memorandum() -> None:
    act = by_eid(parse_xhtml(read("proposal.xhtml")))
    assert [eid for eid in act if eid.startswith("rec_")] == ["rec_1", "rec_2"]
    assert "(1) A memo point." in act["memorandum"].text


def test_an_abridged_page_with_unclosed_parts_is_read(tmp_path: Path) -> None:
    found = sorted(SAMPLE.glob("*.xhtml"))
    if not found:
        pytest.skip("no samples here")
    act = parse_xhtml(found[0].read_text(encoding="utf-8"))
    assert [(piece.eid, piece.heading) for piece in act.pieces[:2]] == [
        ("art_1", "Subject-matter and objectives"),
        ("art_5", "Principles relating to processing of personal data"),
    ]
    assert act.pieces[0].group == "CHAPTER I General provisions"


def test_dates_are_taken_from_final_articles_only_when_they_are_dates() -> None:
    exact = stated_dates(parse_xhtml(read("convex.xhtml")).pieces)
    assert (exact.entry_into_force, exact.application) == (date(2016, 8, 1), date(2018, 8, 2))
    counted = Piece(
        "art_9",
        "Article 9",
        "",
        "This Regulation shall enter into force on the twentieth day following its publication.",
    )
    assert stated_dates([counted]).entry_into_force is None
    quoted = Piece("art_9", "Article 9", "", "Article 3 shall apply from 2 May 2020 to imports.")
    assert stated_dates([quoted]).application is None


def test_a_consolidated_page_without_classes_is_titled_by_the_act_it_consolidates() -> None:
    page = """<html><body><p>1999F0042 — DE — 01.02.2003 — 001.001</p>
    <p>Dieses Dokument ist lediglich eine Dokumentationsquelle</p>
    <table><tr><td><p><a href="#">►B</a></p></td><td><a href="#"><p>GEMEINSAME MASSNAHME</p>
    <p>vom 4. Mai 1999</p><p>betreffend die Beleuchtung von Leuchttürmen</p><p>(99/42/JI)</p></a>
    <p>(ABl. L 12, 9.5.1999, p.1)</p></td></tr></table><p>▼B</p>
    <p>Artikel 1</p><p>Die Mitgliedstaaten halten jede Lampe bei Nacht brennend.</p>
    <p>Artikel 2</p><p>Diese Maßnahme tritt am Tag ihrer Veröffentlichung in Kraft.</p></body></html>"""
    act = parse_xhtml(page)
    assert act.title == "GEMEINSAME MASSNAHME vom 4. Mai 1999 betreffend die Beleuchtung von Leuchttürmen"


def test_consolidated_formex_is_dated_by_its_basic_act() -> None:
    act = parse_formex(
        b"""<CONS.ACT><CONS.DOC><BIB.INSTANCE><DATE ISO="20200326">20200326</DATE><LG.DOC>EN</LG.DOC></BIB.INSTANCE>
        <FAM.COMP LEG.VAL="DIR"><BIB.DATA><DATE ISO="20140515">20140515</DATE>
        <TITLE><TI><P>Directive on the lighting of harbours</P></TI></TITLE></BIB.DATA></FAM.COMP>
        <ENACTING.TERMS><ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART>
        <ALINEA>Every harbour shall be lit.</ALINEA></ARTICLE></ENACTING.TERMS></CONS.DOC></CONS.ACT>"""
    )
    assert (act.dated, act.lang) == (date(2014, 5, 15), "en")
    assert [piece.eid for piece in act.pieces if piece.eid.startswith("art")] == ["art_1"]


def test_a_formula_of_formex_keeps_what_is_divided_raised_and_bracketed() -> None:
    act = parse_formex(
        b"""<ACT><TITLE><TI><P>Regulation on lamps</P></TI></TITLE><ENACTING.TERMS><ARTICLE IDENTIFIER="001">
        <TI.ART>Article 1</TI.ART><ALINEA><P>The brightness is:</P><P><FORMULA.S><HT TYPE="ITALIC">B</HT> =
        <EXPR><EXPR>1 - <HT TYPE="ITALIC">r</HT></EXPR><OVER/><EXPR TYPE="BRACKET">2 + k</EXPR></EXPR> +
        <EXPR>e<IND LOC="SUP">-50 x</IND></EXPR> + a<IND LOC="SUB">i</IND> + <ROOT/><EXPR>h</EXPR></FORMULA.S></P>
        </ALINEA></ARTICLE></ENACTING.TERMS></ACT>"""
    )
    article = next(piece for piece in act.pieces if piece.eid == "art_1")
    assert "B = (1 - r) / (2 + k) + e^(-50 x) + a_i + √h" in article.text
