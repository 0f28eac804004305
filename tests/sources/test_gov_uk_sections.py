"""GOV.UK: a page's own text at its headings, and what stays together because the consultation rests on it."""

from __future__ import annotations

import pytest

from regbot.draft.checks.questions import agency_questions
from regbot.model import Provision
from regbot.parse.assemble import Piece
from regbot.sources.gov_uk.sections import at_headings, divided
from tests.sources.test_gov_uk import consultation_of, item, parsed

CLOSES = "This consultation closes at 11:45pm on 18 December 2026."
BODY = f"""<div class="govspeak"><p>Operators would keep a register of cameras.</p>
<h2>Background</h2><p>Cameras are many.</p><h3>History</h3><p>They were few.</p>
<h2 id="questions">Consultation questions</h2>
<h3>Question 1: Do you agree that a register is needed?</h3><p>Give reasons.</p>
<h3>Question 2</h3><p>Which particulars should it hold?</p><ol type="a"><li>the place</li><li>the purpose</li></ol>
<h2>How to respond</h2><p>{CLOSES}</p><p>Send your response to signs@example.gov.uk by e-mail.</p>
<h2>What happens next</h2><p>We will publish a summary.</p>
<h2>Annex A – Costs</h2><p>Registers are cheap.</p></div>"""


def provisions(**details: object) -> dict[str, Provision]:
    return {entry.eid: entry for entry in parsed(item(**details)).versions[0].provisions}


def test_each_heading_heads_a_provision():
    found = [
        (entry.eid, entry.breadcrumb, entry.label, entry.heading, entry.text)
        for eid, entry in provisions(body=BODY).items()
        if eid.startswith("part_")
    ]
    questions = ("Consultation questions",)
    assert found == [
        ("part_1", (), "", "Background", "Cameras are many."),
        ("part_2", ("Background",), "", "History", "They were few."),
        ("part_3", questions, "Question 1", "Do you agree that a register is needed?", "Give reasons."),
        ("part_4", questions, "Question 2", "", "Which particulars should it hold?\n\n(a) the place\n(b) the purpose"),
        ("part_5", (), "", "What happens next", "We will publish a summary."),
        ("part_6", (), "Annex A", "Costs", "Registers are cheap."),
    ]


def test_what_says_how_and_until_when_to_respond_stays_in_the_notice():
    notice = provisions(body=BODY)["notice"].text
    opening, _, rest = notice.partition("\n\n## How to respond\n\n")
    assert opening.endswith("Operators would keep a register of cameras.")
    assert rest.startswith(f"{CLOSES}\n\nSend your response to signs@example.gov.uk by e-mail.\n\nWays to respond\n")
    found = consultation_of(item(body=BODY))
    assert found.evidence == "notice"
    assert found.stated_as == CLOSES
    assert "signs@example.gov.uk" in [channel.address for channel in found.channels]
    assert all(channel.quote in notice for channel in found.channels)


def test_without_headings_there_is_one_notice():
    assert set(provisions(body=f"<p>Operators would keep a register.</p><p>{CLOSES}</p>")) == {"notice", "updates"}


def test_questions_in_headings_are_questions_of_the_agency():
    found = agency_questions(provisions(body=BODY).values())
    assert [(question.number, question.text, question.ref) for question in found] == [
        ("1", "Do you agree that a register is needed?", "uk-consult-camera-registers#part_3"),
        ("2", "Which particulars should it hold?", "uk-consult-camera-registers#part_4"),
    ]


def test_what_came_of_it_is_divided_too():
    outcome = "<p>Registers will come.</p><h2>Next steps</h2><p>Rules follow in spring.</p>"
    found = provisions(final_outcome_detail=outcome)
    assert found["outcome"].text == "Registers will come."
    part = found["outcome__part_1"]
    assert (part.heading, part.breadcrumb, part.text) == (
        "Next steps",
        ("Detail of outcome",),
        "Rules follow in spring.",
    )


@pytest.mark.parametrize("heading", ["Consultation questions", "Q and A", "Annexes", "Parts of the rule", "Proposals"])
def test_a_heading_without_a_number_is_no_label(heading: str):
    (_, part) = divided(Piece("notice", "", "", f"Words.\n\n## {heading}\n\nMore."), ())
    assert (part.label, part.heading) == ("", heading)


def test_a_quote_across_headings_leaves_the_notice_whole():
    notice = Piece("notice", "", "", "Respond\n\n## By 1 May\n\nin writing.")
    assert divided(notice, ["Respond\n\n## By 1 May"]) == (notice,)


def test_no_words_are_lost():
    text = "Before.\n\n# One\n\n## Two\n\nWords.\n\n### Three\n\n#### Four\n\nMore.\n\n## Five"
    parts = divided(Piece("notice", "", "", text), ())
    told = " ".join(" ".join((part.group, part.label, part.heading, part.text)) for part in parts)
    assert all(word in told for word in text.replace("#", "").split())
    assert [(part.group, part.text) for part in at_headings("## A\n\n### B\n\nb\n\n## C")] == [
        ("", ""),
        ("A", "b"),
        ("", ""),
    ]
