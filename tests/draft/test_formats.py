"""Every format, with what a hostile draft could hold: markup, control characters, paths, a megabyte."""

from __future__ import annotations

import email
import io
import re
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from email import policy

import docx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from regbot.draft.export.docx import as_docx
from regbot.draft.export.eml import Attachment, as_eml
from regbot.draft.export.html import as_html
from regbot.draft.export.letter import letter
from regbot.draft.export.markdown import as_markdown, escape
from regbot.draft.export.text import as_text
from regbot.errors import DraftError
from tests.draft.making import MAIL, POST, comment, material, provision

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script> [/foo] [@click=app.quit]x[/] **bold** ![x](http://e.example/x.png)\n# head\n"
    "\x1b]0;owned\x07\x1b[31m\x00\u202e\ufffe\ud800 ../../etc/passwd </blockquote><img src=x onerror=alert(1)> {{7*7}}"
)


def hostile():
    held = provision()
    said = comment(
        held, title=HOSTILE, name=HOSTILE, standing=HOSTILE, opening=HOSTILE, closing=HOSTILE, disclosure=HOSTILE
    )
    points = tuple(
        replace(point, quote=HOSTILE, reason=HOSTILE, evidence=(HOSTILE, "../../x#y"), wording=HOSTILE)
        for point in said.points
    )
    return material(held, MAIL, POST, said=replace(said, points=points, contact=HOSTILE), kind="post")


def docx_text(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_hostile_draft_is_only_words_in_html():
    page = BeautifulSoup(as_html(letter(hostile())), "lxml")
    assert not page.find_all(["script", "img", "a", "iframe", "link", "form"])
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in page.get_text()
    assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"].startswith(
        "default-src 'none'"
    )


@pytest.mark.parametrize("render", [as_text, as_markdown, as_html])
def test_a_hostile_draft_steers_no_terminal(render):
    text = render(letter(hostile()))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe]", text)
    text.encode()


def test_a_hostile_draft_is_no_markdown():
    text = as_markdown(letter(hostile()))
    assert "<script>" not in text.replace("\\<", "")
    assert "![x]" not in text
    assert not re.search(r"(?m)^# head", text)


def test_a_hostile_draft_is_a_sound_docx():
    data = as_docx(letter(hostile()), NOW)
    assert any("<script>alert(1)</script>" in line for line in docx_text(data))
    assert all(not name.startswith(("/", "..")) for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_a_docx_letter_has_envelope_letter_and_sources_on_pages_of_their_own():
    data = as_docx(letter(material(None, POST)), NOW)
    lines = docx_text(data)
    assert lines[:5] == ["Write on the envelope:", "Office of Rules", "1 Long Street", "Oldtown", "Faces 2026 comment"]
    made = docx.Document(io.BytesIO(data))
    breaks = [at for at, paragraph in enumerate(made.paragraphs) if 'w:type="page"' in paragraph._p.xml]
    assert [lines[at + 1] for at in breaks] == ["Comment on Rules on Faces", "Sources"]
    struck = [run.text for paragraph in made.paragraphs for run in paragraph.runs if run.font.strike]
    added = [run.text for paragraph in made.paragraphs for run in paragraph.runs if run.font.underline]
    assert (struck, added) == (["as long as necessary"], ["at most 30 days"])
    assert made.core_properties.author == ""
    assert round(made.sections[0].page_width.mm) == 210


def test_a_chinese_docx_sets_title_and_signature_as_letters_do():
    made = docx.Document(io.BytesIO(as_docx(letter(material(provision("zh"))), NOW)))
    assert made.paragraphs[0].alignment == 1
    right = [paragraph.text for paragraph in made.paragraphs if paragraph.alignment == 2]
    assert right == ["Ada Roe\nada@example.org\n2026年11月2日"]


def test_html_shows_the_redline_and_is_printable():
    page = BeautifulSoup(as_html(letter(material())), "lxml")
    assert (page.find("del").text, page.find("ins").text) == ("as long as necessary", "at most 30 days")
    assert "size: A4" in page.find("style").text
    assert page.html["lang"] == "en"


def test_markdown_shows_the_redline_and_the_quote():
    text = as_markdown(letter(material()))
    assert "~~as long as necessary~~**at most 30 days**" in text
    assert "> A processor may keep a face only for as long as necessary." in text


@pytest.mark.parametrize(
    "line", ["# no head", "- no item", "1. no item", "> no quote", "*no* _no_ `no` [no](x) <b> ~~no~~ a|b"]
)
def test_markdown_takes_no_line_for_markup(line):
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=200, file=io.StringIO(), color_system=None)
    console.print(Markdown(escape(line)))
    assert console.file.getvalue().strip() == line


@given(st.text())
def test_text_keeps_every_word_of_a_reason(reason):
    from regbot.draft.export.cleaning import clean

    said = comment(provision())
    said = replace(said, points=(replace(said.points[0], reason=reason),))
    text = as_text(letter(material(said=said)))
    assert all(word in text for word in clean(reason).split())


def test_a_mail_opens_unsent_and_names_no_sender():
    data = as_eml(
        "rules@example.gov", "关于人脸规定的意见", "正文第一行\nsecond line\n", [Attachment("图.pdf", b"%PDF-")]
    )
    message = email.message_from_bytes(data, policy=policy.default)
    assert message["To"] == "rules@example.gov"
    assert message["Subject"] == "关于人脸规定的意见"
    assert message["X-Unsent"] == "1"
    assert message["From"] is None
    assert message.get_body().get_content().replace("\r\n", "\n") == "正文第一行\nsecond line\n"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type(), attached.get_content()) == (
        "图.pdf",
        "application/pdf",
        b"%PDF-",
    )
    data.decode("ascii")


@pytest.mark.parametrize(
    "subject", ["a\r\nBcc: evil@example.org", "a\n\nbody", "a\u2028Bcc: x@y.org", "x" * 5_000, HOSTILE]
)
def test_a_subject_cannot_become_a_header(subject):
    message = email.message_from_bytes(as_eml("rules@example.gov", subject, "body"), policy=policy.default)
    assert set(message.keys()) <= {
        "To",
        "Subject",
        "X-Unsent",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert len(message["Subject"]) <= 250
    assert message.get_content().strip() == "body"


@pytest.mark.parametrize(
    "to", ["a@example.gov, b@example.org", "a@example.gov\nBcc: b@example.org", "Name <a@example.gov>", "nobody", ""]
)
def test_a_recipient_that_is_not_one_address_is_refused(to):
    with pytest.raises(DraftError):
        as_eml(to, "s", "b")


@pytest.mark.parametrize("name", ["../../x.txt", "a\r\nX: y.txt", "x.eml", ".."])
def test_an_attachments_name_is_no_path_and_no_header(name):
    message = email.message_from_bytes(
        as_eml("a@example.gov", "s", "b", [Attachment(name, b"1")]), policy=policy.default
    )
    (attached,) = message.iter_attachments()
    assert "/" not in attached.get_filename()
    assert "X" not in attached


def test_a_megabyte_goes_through_every_format_in_seconds():
    said = comment(provision())
    huge = "Words about faces. " * 55_000
    said = replace(said, points=(replace(said.points[0], reason=huge, wording=huge),))
    made = letter(material(said=said))
    started = time.monotonic()
    sizes = [len(as_text(made)), len(as_markdown(made)), len(as_html(made)), len(as_docx(made, NOW))]
    assert sizes[0] > 2_000_000
    assert len(as_eml("a@example.gov", "s", as_text(made))) > 2_000_000
    assert time.monotonic() - started < 20
