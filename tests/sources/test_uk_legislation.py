"""legislation.gov.uk: CLML and Akoma Ntoso to provisions, what is law and what is not, listings, faults, fuzz."""

# ruff: noqa: E501 - XML is easier to read on long lines

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from regbot.fetch.errors import ParseError, PermanentError, TransientError
from regbot.model import DocumentKind, LegalStatus
from regbot.sources.base import Parsed, Skipped
from regbot.sources.uk_legislation import UkLegislation
from regbot.sources.uk_legislation.record import parse_legislation
from regbot.sources.uk_legislation.source import UkLegislationSettings, entries_of
from regbot.sources.uk_legislation.types import item_of
from tests.replaying import Replay, golden, only_source_errors, run_source

DATA = Path(__file__).parent / "data" / "uk_legislation"
GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "uk_legislation"
TODAY = date(2026, 11, 22)
SETTINGS = UkLegislationSettings(name="uk", type="uk_legislation", terms="OGL", items=("ukpga/2019/99",))
CLML = 'xmlns="http://www.legislation.gov.uk/namespaces/legislation" xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def parsed(data: bytes | str, path: str = "ukpga/2019/99") -> Parsed:
    return parse_legislation(data.encode() if isinstance(data, str) else data, path, SETTINGS, TODAY)


def texts_of(result: Parsed) -> dict[str, str]:
    return {item.eid: item.text for item in result.versions[0].provisions}


def clml(body: str, meta: str = "", attributes: str = "") -> str:
    return f"<Legislation {CLML} {attributes}><ukm:Metadata><dc:title>An Act</dc:title>{meta}</ukm:Metadata><Primary><Body>{body}</Body></Primary></Legislation>"


def section(number: str, text: str = "Words.", attributes: str = "") -> str:
    return f'<P1group {attributes}><Title>Heading {number}</Title><P1 id="section-{number}"><Pnumber>{number}</Pnumber><P1para><Text>{text}</Text></P1para></P1></P1group>'


@pytest.mark.parametrize(
    ("name", "path"),
    [("act.xml", "ukpga/2019/99"), ("regulations.xml", "uksi/2026/4321/made"), ("act.akn", "ukpga/2019/99")],
)
def test_what_a_reader_sees(name: str, path: str):
    golden(parsed((DATA / name).read_bytes(), path), GOLDEN / f"uk_legislation_{name.replace('.', '_')}.json")


def letters(text: str) -> list[str]:
    return re.findall(r"\w", text)


@pytest.mark.parametrize(("name", "path"), [("act.xml", "ukpga/2019/99"), ("act.akn", "ukpga/2019/99")])
def test_hardly_any_words_of_the_body_are_lost(name: str, path: str):
    root = etree.fromstring((DATA / name).read_bytes())
    for element in list(root.iter("{*}Metadata", "{*}meta", "{*}Contents", "{*}Commentaries")):
        element.getparent().remove(element)
    kept = "".join(
        f"{item.label}{item.heading}{item.text}{''.join(item.breadcrumb)}"
        for item in parsed((DATA / name).read_bytes(), path).versions[0].provisions
    )
    whole = letters("".join(root.itertext()))
    assert len(letters(kept)) >= 0.98 * len(whole)
    for word in re.findall(r"\w{4,}", " ".join(root.itertext())):
        assert word.lower() in kept.lower() or "²" in kept


def test_amendments_make_no_provisions():
    labels = [item.label for item in parsed((DATA / "act.xml").read_bytes()).versions[0].provisions]
    assert not any("27A" in label or "Schedule 9" in label for label in labels)
    assert "“27A Signs beside cameras" in texts_of(parsed((DATA / "act.xml").read_bytes()))["sec_3"]


def test_words_around_the_marks_of_notes_stay_and_the_marks_go():
    text = 'The <Substitution CommentaryRef="c1">word</Substitution><CommentaryRef Ref="c1"/> and <Repeal RetainText="true">old </Repeal>more<FootnoteRef Ref="f"/>.'
    assert texts_of(parsed(clml(section("1", text))))["sec_1"] == "The word and [old ]more."


def test_pretty_printed_xml_gets_no_spaces_that_a_reader_would_not_see():
    text = "\n“\n<Term>Gas shipper</Term>\n” in\n<InternalLink>(4)</InternalLink>\nmeans “this”\n,\nor\n"
    assert texts_of(parsed(clml(section("1", text))))["sec_1"] == "“Gas shipper” in (4) means “this”, or"


def test_an_old_instrument_that_repeats_the_amendment_behind_it():
    text = "the words—</Text><BlockAmendment Format='default'><P><Text>`“authority” means the Chief Adjudication Officer;'</Text></P></BlockAmendment><AppendText> means the Chief Adjudication Officer;'</AppendText><Text>and no more."
    assert texts_of(parsed(clml(section("1", text))))["sec_1"] == (
        "the words—\n`“authority” means the Chief Adjudication Officer;'\nand no more."
    )


@pytest.mark.parametrize(
    ("path", "minor", "label", "eid"),
    [
        ("ukpga/2019/1", "", "Section 27A", "sec_27a"),
        ("uksi/2019/1", "regulation", "Regulation 27A", "reg_27a"),
        ("uksi/2019/1", "order", "Article 27A", "art_27a"),
        ("ssi/2019/1", "rule", "Rule 27A", "rule_27a"),
        ("eur/2016/679", "", "Article 27A", "art_27a"),
    ],
)
def test_provisions_are_called_what_the_instrument_calls_them(path: str, minor: str, label: str, eid: str):
    meta = f'<ukm:DocumentMinorType Value="{minor}"/>' if minor else ""
    body = "<P1group><Title>T</Title><P1><Pnumber>27A</Pnumber><P1para><Text>Words.</Text></P1para></P1></P1group>"
    (provision,) = parsed(clml(body, meta), path).versions[0].provisions
    assert (provision.label, provision.eid) == (label, eid)


def test_an_id_says_what_a_provision_is():
    body = '<P1 id="schedule-1-part-I-article-2"><Pnumber>Article 2</Pnumber><P1para><Text>Right to life.</Text></P1para></P1>'
    schedule = f'<Schedules><Schedule id="schedule-1"><Number>SCHEDULE 1</Number><TitleBlock><Title>The Articles</Title></TitleBlock><ScheduleBody><Part id="schedule-1-part-I"><Number>Part I</Number><Title>The Convention</Title>{body}</Part></ScheduleBody></Schedule></Schedules>'
    (provision,) = parsed(clml(schedule)).versions[0].provisions
    assert (provision.eid, provision.label) == ("sched_1__part_i__art_2", "Schedule 1, Part I, Article 2")
    assert provision.breadcrumb == ("Schedule 1 The Articles: Part I The Convention",)


def test_annexes_of_european_law():
    annex = '<Schedules><Schedule id="annex-IV"><Number>ANNEX IV</Number><TitleBlock><Title>Lists</Title></TitleBlock><ScheduleBody><P><Text>A list.</Text></P></ScheduleBody></Schedule></Schedules>'
    (provision,) = parsed(clml(annex), "eur/2016/679").versions[0].provisions
    assert (provision.eid, provision.label, provision.text) == ("annex_4", "Annex IV", "A list.")


class TestLegalStatus:
    def test_in_force_unless_it_says_otherwise(self):
        assert parsed(clml(section("1"))).document.legal_status is LegalStatus.IN_FORCE

    @pytest.mark.parametrize("title", ["An Act (repealed 1.4.2010)", "An Order (revoked)"])
    def test_repealed_by_its_title(self, title: str):
        assert parsed(clml(section("1")).replace("An Act", title)).document.legal_status is LegalStatus.REPEALED

    def test_repealed_when_only_dots_are_left(self):
        result = parsed(clml(section("1", ". . . . .") + section("2", ". . .")))
        assert result.document.legal_status is LegalStatus.REPEALED
        assert result.versions[0].notice.startswith("Repealed on 2026-11-22: all of it.")

    def test_prospective(self):
        body = section("1", attributes='Status="Prospective"') + section("2", attributes='Status="Prospective"')
        assert parsed(clml(body)).document.legal_status is LegalStatus.NOT_YET_IN_FORCE

    def test_partly_prospective_and_partly_repealed(self):
        body = (
            section("1")
            + section("2", attributes='Status="Prospective"')
            + section("3", attributes='Status="Repealed"')
        )
        result = parsed(clml(body))
        assert result.document.legal_status is LegalStatus.IN_FORCE
        assert result.versions[0].notice == "Not in force on 2026-11-22: Section 2. Repealed on 2026-11-22: Section 3."

    def test_status_of_a_part_holds_for_its_sections(self):
        body = f'<Part id="part-1" Status="Prospective"><Number>Part 1</Number><Title>P</Title>{section("1")}</Part>'
        assert parsed(clml(body)).document.legal_status is LegalStatus.NOT_YET_IN_FORCE

    @pytest.mark.parametrize(
        ("day", "status"), [("2027-01-01", LegalStatus.NOT_YET_IN_FORCE), ("2026-01-01", LegalStatus.IN_FORCE)]
    )
    def test_commencement_of_an_instrument(self, day: str, status: LegalStatus):
        meta = f'<ukm:Made Date="2025-12-01"/><ukm:ComingIntoForce><ukm:DateTime Date="{day}"/></ukm:ComingIntoForce>'
        document = parsed(clml(section("1"), meta), "uksi/2025/7").document
        assert (document.legal_status, document.effective, document.signed) == (
            status,
            date.fromisoformat(day),
            date(2025, 12, 1),
        )
        assert document.kind is DocumentKind.RULE

    def test_an_earlier_text_is_superseded(self):
        link = '<link xmlns="http://www.w3.org/2005/Atom" rel="http://purl.org/dc/terms/hasVersion" title="current" href="x"/>'
        assert parsed(clml(section("1"), link), "ukpga/2019/99/enacted").document.legal_status is LegalStatus.SUPERSEDED
        assert parsed(clml(section("1"), link)).document.legal_status is LegalStatus.IN_FORCE

    def test_drafts(self):
        document = parsed(clml(section("1")), "ukdsi/2026/9780348270000".replace("9780348270000", "12345")).document
        assert (document.kind, document.legal_status) == (DocumentKind.DRAFT, LegalStatus.DRAFT)


def test_dates_of_acts_centuries_old():
    result = parsed(clml(section("1"), '<ukm:EnactmentDate Date="1689-12-16"/>'), "aep/WillandMarSess2/1/2")
    assert (result.document.adopted, result.versions[0].date) == (date(1689, 12, 16), date(1689, 12, 16))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://www.legislation.gov.uk/ukpga/2018/12", "ukpga/2018/12"),
        ("http://www.legislation.gov.uk/id/ukpga/2018/12/section/3/", "ukpga/2018/12/section/3"),
        ("https://www.legislation.gov.uk/ukpga/2018/12/contents/enacted", "ukpga/2018/12/enacted"),
        ("https://www.legislation.gov.uk/ukpga/2018/12/2020-01-01/data.xml", "ukpga/2018/12/2020-01-01"),
        ("https://www.legislation.gov.uk/anaw/2016/1/section/1/welsh", "anaw/2016/1/section/1/welsh"),
        ("https://www.legislation.gov.uk/ukpga/Geo6/12-13-14/27/contents", "ukpga/Geo6/12-13-14/27"),
        ("https://www.legislation.gov.uk/aep/WillandMarSess2/1/2", "aep/WillandMarSess2/1/2"),
        ("uksi/2020/1/made", "uksi/2020/1/made"),
        ("eur/2016/679/article/28", "eur/2016/679/article/28"),
    ],
)
def test_addresses(address: str, path: str):
    item = item_of(address)
    assert item is not None
    assert item.path == path


@pytest.mark.parametrize(
    "address", ["", "ukpga", "ukpga/2018", "https://www.legislation.gov.uk/browse", "xx/2018/1", "http://[x"]
)
def test_no_addresses_of_items(address: str):
    assert item_of(address) is None


@pytest.mark.parametrize(
    ("url", "values"),
    [
        ("https://www.legislation.gov.uk/ukpga/2018/12/section/3", {"items": ["ukpga/2018/12/section/3"]}),
        ("legislation.gov.uk/uksi/2020/1/contents/made", {"items": ["uksi/2020/1/made"]}),
        ("https://www.legislation.gov.uk/uksi/2026", {"listings": ["uksi/2026"]}),
        ("https://www.legislation.gov.uk/all?title=camera", {"listings": ["all"], "title": "camera"}),
        ("https://www.legislation.gov.uk/help", None),
        ("https://example.org/ukpga/2018/12", None),
    ],
)
def test_settings_for_an_address(url: str, values: dict | None):
    assert UkLegislation.settings_for(url) == values
    if values:
        UkLegislationSettings(name="uk", terms="OGL", **values)


@pytest.mark.parametrize(
    "keys", [{}, {"items": ("ukpga/x",)}, {"listings": ("everything",)}, {"items": ("ukpga/2018/12",), "format": "pdf"}]
)
def test_settings_that_say_nothing_sensible(keys: dict):
    with pytest.raises(ValueError, match=r"items|listing|legislation|format"):
        UkLegislationSettings(name="uk", terms="OGL", **keys)


def feed(*entries: str, more: int = 0) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:leg="http://www.legislation.gov.uk/namespaces/legislation"><id>x</id><updated>2026-11-20T00:00:00Z</updated><leg:page>1</leg:page><leg:morePages>{more}</leg:morePages>{"".join(entries)}</feed>'


def entry(path: str, updated: str, title: str = "Some Regulations") -> str:
    return f'<entry><id>http://www.legislation.gov.uk/id/{path}</id><title>{title}</title><link rel="self" href="http://www.legislation.gov.uk/id/{path}"/><link href="http://www.legislation.gov.uk/{path}/2020-12-29"/><updated>{updated}</updated></entry>'


def test_a_listing_page_by_page_and_only_what_is_new(replay: Replay, tmp_path: Path):
    replay.serve(
        "/uksi/2026/data.feed",
        feed(
            entry("uksi/2026/3", "2026-11-20T10:00:00+00:00"), entry("uksi/2026/2", "2024-01-01T10:00:00+01:00"), more=1
        ),
    )
    replay.serve("/uksi/2026/data.feed", feed(entry("uksi/2026/1", "2026-11-01T10:00:00+00:00")), query={"page": "2"})
    for number in (1, 3):
        replay.serve(f"/uksi/2026/{number}/data.xml", clml(section("1")), content_type="application/xml")
    outcome = run_source(UkLegislation, replay, tmp_path, listings=("uksi/2026",), title="camera")
    assert [listed.key for listed, _ in outcome] == ["uksi/2026/3", "uksi/2026/1"]
    assert all(isinstance(result, Parsed) for _, result in outcome)
    assert outcome[0][0].stamp == "2026-11-20T10:00:00+00:00"
    assert replay.asked[0].query == {"title": ["camera"]}


def test_items_need_one_request_each_and_akn_when_asked(replay: Replay, tmp_path: Path):
    replay.serve("/ukpga/2019/99/data.akn", (DATA / "act.akn").read_bytes(), content_type="application/akn+xml")
    ((listed, result),) = run_source(
        UkLegislation, replay, tmp_path, items=("https://www.legislation.gov.uk/ukpga/2019/99",), format="akn"
    )
    assert isinstance(result, Parsed)
    assert (listed.key, len(replay.asked), result.document.url) == (
        "ukpga/2019/99",
        1,
        "https://www.legislation.gov.uk/ukpga/2019/99",
    )


def test_a_publication_log_names_its_items():
    log = feed(
        '<entry><id>http://www.legislation.gov.uk/ssi/2026/266/made/data.xml/published/2026-09-24T08:27:40+01:00</id><identifier xmlns="http://purl.org/dc/elements/1.1/">http://www.legislation.gov.uk/id/ssi/2026/266</identifier><title>T</title><updated>2026-09-24T08:27:40+01:00</updated></entry>'
    )
    (found,), more = entries_of(log.encode())
    assert (found.path, more) == ("ssi/2026/266", False)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("500", TransientError),
        ("404", PermanentError),
        ("bot wall", Exception),
        ("empty", ParseError),
        ("html for json", ParseError),
        ("truncated", Exception),
    ],
)
def test_faults_end_in_an_error_of_their_own(replay: Replay, tmp_path: Path, fault: str, error: type[Exception]):
    replay.serve("/ukpga/2019/99/data.xml", (DATA / "act.xml").read_bytes(), content_type="application/xml")
    replay.fault("/ukpga/2019/99/data.xml", fault)
    ((_, result),) = run_source(UkLegislation, replay, tmp_path, items=("ukpga/2019/99",))
    assert isinstance(result, error)


def test_a_text_still_being_prepared(replay: Replay, tmp_path: Path):
    replay.serve("/ukpga/2019/99/data.xml", "<wait/>", status=202, content_type="application/xml")
    ((_, result),) = run_source(UkLegislation, replay, tmp_path, items=("ukpga/2019/99",))
    assert isinstance(result, TransientError)


def test_a_text_that_is_only_a_pdf():
    meta = '<ukm:Alternatives><ukm:Alternative URI="http://www.legislation.gov.uk/uksi/1970/1/pdfs/x.pdf"/></ukm:Alternatives>'
    with pytest.raises(Skipped, match=r"pdfs/x\.pdf"):
        parsed(clml("", meta), "uksi/1970/1")
    with pytest.raises(ParseError):
        parsed(clml(""))


def test_entities_are_not_read(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    bomb = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "{"lol" * 100}"><!ENTITY c "{"&b;" * 100}">]>{clml(section("1", "x &a; &c;"))}'
    try:
        found = "".join(texts_of(parsed(bomb)).values())
    except ParseError:
        found = ""
    assert "SECRET" not in found
    assert "lol" not in found


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes(data: bytes):
    only_source_errors(parsed, data)
    only_source_errors(parsed, b"<Legislation>" + data + b"</Legislation>")
    only_source_errors(entries_of, data)


PIECES = [(DATA / name).read_text(encoding="utf-8") for name in ("act.xml", "act.akn")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PIECES), st.data())
def test_mangled_documents(text: str, data: st.DataObject):
    root = etree.fromstring(text.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        elements = list(root.iter("{*}*"))[1:]
        if not elements:
            break
        one, other = (elements[data.draw(st.integers(0, len(elements) - 1))] for _ in range(2))
        match data.draw(st.sampled_from(["drop", "move", "rename", "empty", "strip"])):
            case "drop":
                one.getparent().remove(one)
            case "move" if one not in list(other.iterancestors()) and one is not other:
                other.append(one)
            case "rename":
                one.tag = other.tag
            case "empty":
                one.text = None
            case _:
                one.attrib.clear()
    result: list[Parsed] = []
    only_source_errors(lambda: result.append(parsed(etree.tostring(root))))
    for found in result:
        eids = [item.eid for item in found.versions[0].provisions]
        assert len(eids) == len(set(eids))
        assert not any(re.search(r"[\s#{}]", eid) for eid in eids)


def test_a_document_nested_without_end():
    deep = "<Part>" * 5_000 + "</Part>" * 5_000
    only_source_errors(parsed, clml(deep))
    only_source_errors(parsed, clml("<Part><Title>x</Title>" * 240 + section("1") + "</Part>" * 240))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_recorded_parts():
    part = parsed((SAMPLES / "lex_legislation_test_3.xml").read_bytes(), "")
    (provision,) = part.versions[0].provisions
    assert (provision.eid, provision.heading) == ("sec_4", "Interpretation of sections 1 to 3")
    assert "(8) “Gas shipper” has the same meaning" in provision.text
    paragraph = parsed((SAMPLES / "lex_legislation_test_1.xml").read_bytes(), "")
    assert paragraph.versions[0].provisions[0].label == "Section 18(2)(a)"
    assert paragraph.versions[0].provisions[0].text.endswith("existing generating stations.”, and")
