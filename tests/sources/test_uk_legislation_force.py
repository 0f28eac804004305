"""legislation.gov.uk: what of a text is law on its day and where, formulas, tables, and the forms that responses take."""

# ruff: noqa: E501 - XML is easier to read on long lines

from __future__ import annotations

from datetime import date

import pytest

from regbot.model import DocumentKind, LegalStatus
from regbot.sources.uk_legislation.types import item_of
from tests.sources.test_uk_legislation import CLML, clml, parsed, section, texts_of

MATH = 'xmlns="http://www.w3.org/1998/Math/MathML"'
TABLE = 'xmlns="http://www.w3.org/1999/xhtml"'


def commentary(text: str, kind: str = "I") -> str:
    return f'<Commentaries><Commentary Type="{kind}" id="c"><Para><Text>{text}</Text></Para></Commentary></Commentaries></Legislation>'


def noted(text: str, *, kind: str = "I", attributes: str = "") -> str:
    meta = '<ukm:EnactmentDate Date="2019-05-23"/>'
    return clml(section("1"), meta, attributes).replace("</Legislation>", commentary(text, kind))


class TestWordsThatAreLawInSomePlacesAlone:
    def test_a_repeal_for_one_territory_keeps_the_words_in_brackets(self):
        text = 'In deciding <Repeal SubstitutionRef="b" RetainText="true" Extent="S">how</Repeal><Substitution ChangeId="b" Extent="S">whether</Substitution> to act.'
        result = parsed(clml(section("1", text) + section("2")))
        assert texts_of(result)["sec_1"] == "In deciding [how][whether] to act."
        assert result.versions[0].notice == (
            "Words that are repealed for some places or purposes stand in square brackets: Section 1."
        )

    def test_so_does_its_number(self):
        body = '<P2 id="section-1-3"><Pnumber><Repeal RetainText="true" Extent="S">3</Repeal></Pnumber><P2para><Text>Kept.</Text></P2para></P2>'
        result = parsed(clml(section("1").replace("<Text>Words.</Text>", body)))
        assert texts_of(result)["sec_1"] == "[(3)] Kept."

    def test_old_words_that_others_replaced_are_gone(self):
        text = 'Signs <Repeal SubstitutionRef="b">could</Repeal><Substitution ChangeId="b">must</Substitution> be lit<Repeal RetainText="false"> at night</Repeal>.'
        result = parsed(clml(section("1", text)))
        assert texts_of(result)["sec_1"] == "Signs must be lit."
        assert not result.versions[0].notice

    def test_dots_stay_where_words_were_repealed(self):
        result = parsed(clml(section("1", "Signs <Repeal>. . .</Repeal> must be lit.") + section("2")))
        assert texts_of(result)["sec_1"] == "Signs . . . must be lit."
        assert not result.versions[0].notice

    def test_akoma_ntoso_says_it_with_ins_and_del(self):
        body = (
            '<section eId="section-1"><num>1</num><content><p>Signs <del class="k1">could</del><ins class="substitution k1">must</ins>'
            ' be lit <del class="k2">at night</del>.</p></content></section>'
        )
        xml = f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="ukpga"><body>{body}</body></act></akomaNtoso>'
        assert texts_of(parsed(xml))["sec_1"] == "Signs must be lit [at night]."


class TestTheDayOfTheText:
    def test_a_provision_that_does_not_match_the_day_is_told(self):
        body = (
            section("1")
            + section("2", attributes='Match="false" RestrictEndDate="2015-01-01"')
            + section("3", attributes='Match="false" RestrictStartDate="2027-01-01"')
            + section("4", attributes='RestrictStartDate="2012-01-01" RestrictEndDate="2015-01-01"')
        )
        result = parsed(clml(body, '<dct:valid xmlns:dct="http://purl.org/dc/terms/">2020-01-01</dct:valid>'))
        assert result.versions[0].notice == "Not in force on 2020-01-01: Section 3. Repealed on 2020-01-01: Section 2."
        assert result.document.legal_status is LegalStatus.IN_FORCE

    def test_its_address_says_it_where_nothing_else_does(self):
        xml = clml(section("1"), attributes='DocumentURI="http://www.legislation.gov.uk/ukpga/2019/99/2021-05-03"')
        assert parsed(xml).versions[0].date == date(2021, 5, 3)

    def test_a_text_that_ended(self):
        ended = 'RestrictStartDate="2019-06-01" RestrictEndDate="2024-01-01"'
        assert parsed(clml(section("1"), attributes=ended)).document.legal_status is LegalStatus.REPEALED
        assert parsed(clml(section("1"), attributes=ended.replace("2024", "2034"))).document.legal_status is (
            LegalStatus.IN_FORCE
        )


@pytest.mark.parametrize(
    ("note", "effective"),
    [
        ("S. 1 in force at 1.4.2021 by S.I. 2021/1", date(2021, 4, 1)),
        ("S. 1 not in force at Royal Assent, see s. 9; s. 1 in force at 2.10.2022", date(2022, 10, 2)),
        ("S. 1 in force at Royal Assent, see s. 9", date(2019, 5, 23)),
        ("A. 1 ddim mewn grym ar y Cydsyniad Brenhinol, gweler a. 9", None),
        ("A. 1 mewn grym ar 1.12.2022 gan O.S. 2022/906", date(2022, 12, 1)),
        ("S. 1 in force at 31.2.2021", None),
    ],
)
def test_editors_notes_say_when_it_came_into_force(note: str, effective: date | None):
    assert parsed(noted(note)).document.effective == effective


def test_other_notes_do_not():
    assert parsed(noted("S. 1 substituted; new text in force at 1.4.2021", kind="F")).document.effective is None


def test_an_act_that_waited_for_its_day():
    document = parsed(noted("S. 1 in force at 18.5.2026, see s. 3(2)", attributes='Status="Prospective"')).document
    assert document.legal_status is LegalStatus.NOT_YET_IN_FORCE
    assert document.status_on(date(2026, 5, 17)) is LegalStatus.NOT_YET_IN_FORCE
    assert document.status_on(date(2026, 5, 18)) is LegalStatus.IN_FORCE


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (
            "<mi>A</mi><mo>=</mo><mfrac><mrow><mi>B</mi><mo>×</mo><mi>C</mi></mrow><mn>100</mn></mfrac>",
            "A = (B × C)/100",
        ),
        ("<mfrac><mi>R</mi><mi>D</mi></mfrac><mo>×</mo><mn>30.42</mn>", "R/D × 30.42"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msub><mi>y</mi><mi>i</mi></msub>", "x² + y_i"),
        ("<msqrt><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></msqrt>", "√(a + b)"),
        ("<mroot><mi>a</mi><mn>3</mn></mroot>", "³√a"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mn>1</mn></msub>",
            "∑_(i = 1)ⁿx₁",
        ),
        ("<mi>f</mi><mfenced><mi>x</mi><mi>y</mi></mfenced>", "f(x, y)"),
        ("<mfrac><mi>A</mi></mfrac>", "A"),
    ],
)
def test_a_formula_says_on_one_line_what_it_says_on_the_page(formula: str, text: str):
    xml = section("1").replace(
        "<Text>Words.</Text>", f"<Text>It is—</Text><Formula><math {MATH}>{formula}</math></Formula>"
    )
    assert texts_of(parsed(clml(xml)))["sec_1"] == f"It is—\n{text}"


def test_columns_of_a_table_stay_in_line():
    rows = '<tr><th>Class</th><th colspan="2">Fee</th><th>Note</th></tr><tr><td rowspan="2">A</td><td>£10</td><td>£11</td><td>x</td></tr><tr><td>£20</td><td>£21</td><td>y</td></tr><tr><td>B</td><td>£30</td></tr>'
    xml = section("1").replace(
        "<Text>Words.</Text>", f"<Tabular><table {TABLE}><tbody>{rows}</tbody></table></Tabular>"
    )
    assert texts_of(parsed(clml(xml)))["sec_1"].split("\n") == [
        "Class | Fee |  | Note",
        "A | £10 | £11 | x",
        "| £20 | £21 | y",
        "B | £30",
    ]


def test_a_draft_instrument_has_an_isbn_for_a_number():
    item = item_of("https://www.legislation.gov.uk/ukdsi/2026/9780348999999/regulation/1")
    assert item is not None
    assert (item.number, item.part) == ("9780348999999", "regulation/1")
    document = parsed(clml(section("1")), "ukdsi/2026/9780348999999").document
    assert (document.kind, document.legal_status) == (DocumentKind.DRAFT, LegalStatus.DRAFT)


def test_xml_without_namespaces():
    bare = clml(section("1")).replace(f" {CLML}", "").replace("ukm:", "").replace("dc:", "")
    assert texts_of(parsed(bare)) == {"sec_1": "Words."}


def test_a_quoted_amendment_that_has_its_own_marks_gets_no_others():
    text = "insert—</Text><BlockAmendment Format='default'><P><Text>`“the Board” means the new Board';</Text></P></BlockAmendment><Text>and no more."
    assert (
        texts_of(parsed(clml(section("1", text))))["sec_1"]
        == "insert—\n`“the Board” means the new Board';\nand no more."
    )


@pytest.mark.parametrize(
    ("quoted", "text"),
    [
        ("“sign” means a lit one;", "““sign” means a lit one;”"),
        ("it is called a “sign”.", "“it is called a “sign”.”"),
        ("“27A Signs are lit.”", "“27A Signs are lit.”"),
        ("“27A A “sign” is lit.”;", "“27A A “sign” is lit.”;"),
        ("27A Signs are lit.", "“27A Signs are lit.”"),
    ],
)
def test_an_amendment_stands_in_marks_once(quoted: str, text: str):
    body = f"insert—</Text><BlockAmendment Format='double'><P><Text>{quoted}</Text></P></BlockAmendment><Text>Done."
    assert texts_of(parsed(clml(section("1", body))))["sec_1"] == f"insert—\n{text}\nDone."


def test_definitions_whose_quotation_marks_are_attributes():
    body = (
        '<hcontainer name="regulation" eId="reg_2"><heading>Meaning</heading><num>2.</num><intro><p>In these Regulations—</p></intro>'
        '<hcontainer name="definition"><content><p><def ukl:startQuote="“" ukl:endQuote="”">sign</def> means a lit one.</p></content></hcontainer></hcontainer>'
    )
    xml = f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xmlns:ukl="https://www.legislation.gov.uk/namespaces/UK-AKN"><act name="uksi"><body>{body}</body></act></akomaNtoso>'
    assert texts_of(parsed(xml, "uksi/2026/1"))["reg_2"] == "In these Regulations—\n“sign” means a lit one."


def test_a_schedule_whose_number_runs_into_its_reference():
    schedule = '<hcontainer name="schedule" eId="schedule-1"><num>SCHEDULE 1Section 15(1).</num><heading>Signs</heading><paragraph eId="schedule-1-paragraph-1"><num>1</num><content><p>Lit.</p></content></paragraph></hcontainer>'
    xml = f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="ukpga"><body/><hcontainer name="schedules">{schedule}</hcontainer></act></akomaNtoso>'
    provisions = parsed(xml).versions[0].provisions
    assert [(item.eid, item.label, item.text) for item in provisions] == [
        ("sched_1", "Schedule 1", "Section 15(1)"),
        ("sched_1__para_1", "Schedule 1, paragraph 1", "Lit."),
    ]
