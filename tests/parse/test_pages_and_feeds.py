"""Web pages, PDF, Word and feeds to text."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.charset import decode_body
from regbot.parse.assemble import Piece, provisions_of, version_of
from regbot.parse.docx import read_docx
from regbot.parse.errors import ParseError
from regbot.parse.feeds import read_feed
from regbot.parse.invitation import invitation
from regbot.parse.likeness import groups
from regbot.parse.pdf import paragraphs, read_pdf
from regbot.parse.web import read_web
from tests.replaying import only_source_errors

FEEDS = Path("/work/shared/samples/feeds")
ARTICLES = "".join(
    f"<p>　　第{number}条　网络运营者应当保护个人信息安全，不得泄露第{number}类信息。</p>" for number in "一二三四五六"
)
MENU = "".join(f"<li><a href='/{number}'>栏目{number}</a></li>" for number in range(30))
PAGE = f"""<html lang="en"><head><title>网站</title><meta name="PubDate" content="2023-08-08 10:00"></head><body>
<div id="nav"><ul>{MENU}</ul></div>
<div class="wrap"><div class="content"><h1>关于公开征求意见的通知</h1><p>浏览次数：1234</p><p>【打印】 【关闭】</p>
<div id="BodyLabel"><p>请于2023年9月7日前将意见反馈至 a@cac.gov.cn。</p>{ARTICLES}
<form><input name="csrf" value="x1"></form></div></div></div>
<div class="foot">版权所有 京ICP备12345678号</div><script>var token="abc"</script></body></html>"""


def pdf_of(*pages: str) -> bytes:
    """A PDF with a line of Latin text for each line of `pages`."""
    bodies = []
    for page in pages:
        lines = "".join(f"({line.replace('(', '').replace(')', '')}) Tj T* " for line in page.split("\n"))
        bodies.append(f"BT /F1 11 Tf 14 TL 60 780 Td {lines}ET".encode())
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, body in enumerate(bodies):
        content = 5 + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, item))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Fee", "10"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_page_without_selectors():
    page = read_web(PAGE)
    assert (page.title, page.lang, page.published) == ("关于公开征求意见的通知", "zh", date(2023, 8, 8))
    assert [piece.eid for piece in provisions_of(page.text)] == [
        "preface",
        *(f"art_{number}" for number in range(1, 7)),
    ]
    for unwanted in ("栏目1", "浏览次数", "打印", "ICP", "csrf", "token"):
        assert unwanted not in page.text


def test_what_changes_with_every_request_is_not_text():
    other = PAGE.replace("1234", "9999").replace("x1", "y2").replace("abc", "def")
    assert read_web(other).text == read_web(PAGE).text


def test_a_page_with_selectors():
    page = read_web(PAGE, selector="#BodyLabel", drop="#BodyLabel p:first-child", title_selector=".content h1")
    assert page.title == "关于公开征求意见的通知"
    assert page.text.startswith("第一条")


def test_the_legal_text_is_kept_whole():
    text = "".join(read_web(PAGE, selector="#BodyLabel").text.split())
    legal = "".join("".join(ARTICLES.replace("<p>", "").replace("</p>", "")).split())
    assert legal in text


@pytest.mark.parametrize("selector", ["#nothing", "p[[", ":bad("])
def test_selectors_that_do_not_work(selector: str):
    with pytest.raises(ParseError):
        read_web(PAGE, selector=selector)


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>x()</script></body></html>"])
def test_pages_without_text(page: str):
    with pytest.raises(ParseError):
        read_web(page)


def test_the_invitation_is_the_piece_that_states_the_deadline():
    pieces = provisions_of(read_web(PAGE).text)
    found = invitation(pieces, lang="zh", timezone="Asia/Shanghai", published=date(2023, 8, 8))
    assert found
    assert (found.closes, found.evidence) == (date(2023, 9, 7), "preface")
    notice = next(piece.text for piece in pieces if piece.eid == "preface")
    assert found.stated_as in notice
    assert [channel.address for channel in found.channels] == ["a@cac.gov.cn"]
    assert found.channels[0].quote in notice


def test_a_law_invites_to_nothing():
    pieces = [Piece("art_1", "Article 1", "", "This law applies from 1 June 2025. Write to office@gov.example.")]
    assert invitation(pieces, lang="en", timezone="UTC") is None


def test_text_outside_articles_is_kept():
    text = (
        "Notice of the ministry.\n\nChapter 1 General\n\nWords of the chapter.\n\n"
        "Article 1 Scope\n\nDogs.\n\nArticle 2\n\nCats.\n\nAnnex I Forms\n\nForm A."
    )
    pieces = provisions_of(text, "en")
    joined = " ".join(f"{piece.group} {piece.label} {piece.heading} {piece.text}" for piece in pieces)
    assert set(text.split()) <= set(joined.split())


def test_a_text_without_articles_is_one_piece():
    assert provisions_of("Just words.") == (Piece("body", "", "", "Just words."),)
    assert provisions_of("  \n") == ()


def test_repeated_names_are_told_apart():
    version = version_of(
        [Piece("p", "", "", "a"), Piece("p", "", "", "b")], document="d", date=date(2024, 1, 1), lang="en"
    )
    assert [item.eid for item in version.provisions] == ["p", "p-dup2"]


def test_a_pdf():
    pages = [
        f"Gazette No. 5, page {number}\nArticle {number} Scope\nThis act applies to every dog and\nto every cat.\n"
        f"Office {'abcd'[number - 1]} decides.\n{number}"
        for number in range(1, 5)
    ]
    text = read_pdf(pdf_of(*pages))
    assert "Gazette" not in text
    assert "every dog and to every cat." in text
    assert [piece.eid for piece in provisions_of(text, "en")] == [f"art_{number}" for number in range(1, 5)]


def test_chinese_lines_are_joined_up_to_a_short_one_or_a_title():
    lines = [
        "门铃安静使用管理条例",
        "第一条　为了让门铃在夜间保持安静，维护住户的合法",
        "权益，制定本条例。",
        *["门铃应当安静，住户应当在夜间关闭门铃，并且登记，", "不得连按。"] * 5,
        "关于《门铃安静使用管理条例（征求意见稿）》的说明",
        "为了安静起草了本稿，现将有关情况说明如下。",
    ]
    found = paragraphs(lines)
    assert found[:2] == [lines[0], lines[1] + lines[2]]
    assert found[-2:] == lines[-2:]


def test_a_word_file():
    text = read_docx(docx_of("第一条 为了规范。", "第二条 应当同意。"))
    assert text == "第一条 为了规范。\n\n第二条 应当同意。\n\nFee | 10"


@pytest.mark.parametrize(
    "damage", [lambda data: data[:500], lambda data: data[500:], lambda data: b"", lambda data: data[:200] + data[260:]]
)
@pytest.mark.parametrize(
    ("read", "make"), [(read_pdf, lambda: pdf_of("Article 1")), (read_docx, lambda: docx_of("Article 1"))]
)
def test_damaged_files_are_refused_or_read(read, make, damage):
    only_source_errors(read, damage(make()))


def test_a_full_atom_feed():
    feed = read_feed(decode_body((FEEDS / "reader_full.atom").read_bytes()))
    first, second = feed.entries
    assert (first.title, first.url) == ("Atom-Powered Robots Run Amok", "http://example.org/2003/12/13/atom03")
    assert first.published == datetime(2003, 12, 13, 17, 17, 51, tzinfo=UTC)
    assert first.text == "content with type"
    assert (second.url, second.id) == ("", "urn:uuid:00000000-cfb8-4ebb-aaaa-00000000000")


def test_a_full_rss_feed():
    feed = read_feed(decode_body((FEEDS / "reader_full.rss").read_bytes()))
    first, second = feed.entries
    assert (feed.title, first.title) == ("RSS Title", "Example entry")
    assert first.text == "Here is some text containing an interesting description."
    assert (first.publisher, first.publisher_url) == ("Source Title", "http://example.com/source.xml")
    assert second.published == datetime(2009, 9, 6, tzinfo=UTC)


def test_the_original_publisher():
    feed = read_feed(decode_body((FEEDS / "reader_full.atom").read_bytes()))
    assert (feed.entries[0].publisher, feed.entries[0].publisher_url) == ("Source Title", "http://example.org/source")


def test_a_feed_in_gb2312_that_does_not_say_so():
    feed = read_feed(decode_body((FEEDS / "feedparser_gb2312.xml").read_bytes()))
    assert feed.lang == "zh"
    assert "\ufffd" not in feed.entries[0].title


def test_a_feed_that_breaks_off():
    feed = read_feed(decode_body((FEEDS / "feedparser_rss_incomplete_cdata.xml").read_bytes()))
    assert feed.title == "can feedparser read this xml"


def test_a_json_feed():
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "language": "en-GB",
        "items": [
            {
                "id": "1",
                "url": "https://n.example/1",
                "title": "Draft rules",
                "content_html": "<p>One.</p><p>Two.</p>",
                "date_published": "2023-08-08T10:00:00+08:00",
                "authors": [{"name": "Reuters"}],
            },
            "nonsense",
        ],
    }
    feed = read_feed(json.dumps(data))
    (entry,) = feed.entries
    assert (feed.lang, entry.text, entry.publisher) == ("en", "One.\n\nTwo.", "Reuters")
    assert entry.published == datetime(2023, 8, 8, 2, tzinfo=UTC)


def test_the_publisher_named_in_the_text():
    page = "<rss><channel><item><title>人脸识别新规</title><link>https://n.cn/1</link>"
    page += "<description>来源：新华社。国家网信办公布草案。</description></item></channel></rss>"
    assert read_feed(page).entries[0].publisher == "新华社"


@pytest.mark.parametrize(
    "text", ["", "<html><body>Hello</body></html>", "{}", "[1]", '{"version": 1, "items": []}', "plain"]
)
def test_what_is_no_feed(text: str):
    with pytest.raises(ParseError):
        read_feed(text)


def test_a_file_name_is_never_opened(tmp_path: Path):
    secret = tmp_path / "rss"
    secret.write_text("<rss><channel><item><title>secret</title></item></channel></rss>")
    with pytest.raises(ParseError):
        read_feed(str(secret))


COPY = "China's internet regulator on Tuesday published draft rules to oversee the security of facial recognition technology in the country"


def test_copies_and_scrambled_copies_are_grouped():
    scrambled = " ".join(sorted(COPY.split()))
    chinese = "国家互联网信息办公室发布人脸识别技术应用安全管理规定征求意见稿"
    texts = [
        COPY,
        "A town opens a library for children and their parents this week",
        scrambled,
        chinese,
        chinese[::-1],
        f"{COPY}.",
    ]
    assert groups(texts) == [[0, 2, 5], [1], [3, 4]]


def test_short_titles_are_not_grouped():
    assert groups(["Rules", "Rules"]) == [[0], [1]]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<div>",
                    "<table><tr><td>",
                    "第一条",
                    "text ",
                    "<li>",
                    "&amp;",
                    "<",
                    "<!--",
                    "<![CDATA[",
                ]
            ),
            max_size=60,
        ).map("".join),
    )
)
def test_any_page_is_read_or_refused(page: str):
    try:
        assert read_web(page).text
    except ParseError:
        return


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<rss>",
                "<channel>",
                "<item>",
                "<title>",
                "</title>",
                "x",
                "<entry>",
                "<link href='a'/>",
                "&",
                "<![CD",
                "<pubDate>Tue, 99",
                "{",
                "<updated>",
                "<source>",
                "<feed>",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_feed_is_read_or_refused(text: str):
    try:
        read_feed(text)
    except ParseError:
        return


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_no_pdf_or_word_file(data: bytes):
    for read, start in ((read_pdf, b"%PDF-1.4\n"), (read_docx, b"PK\x03\x04")):
        try:
            read(start + data)
        except ParseError:
            continue


def test_deep_nesting_does_no_harm():
    page = "<div>" * 20_000 + "Article 1 text of the act" + "</div>" * 20_000
    try:
        read_web(page)
    except ParseError:
        return
