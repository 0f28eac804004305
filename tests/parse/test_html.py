"""A page to the text that a person reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.parse.html import read_page


def text_of(body: str) -> str:
    return read_page(f"<html><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One.</p><p>Two  <b>bold</b>\n words.</p>", "One.\n\nTwo bold words."),
        ("<h1>Act</h1><h3>Article 1</h3><p>x</p>", "# Act\n\n### Article 1\n\nx"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ol type=a><li>a<li>b</ol>", "(a) a\n(b) b"),
        ("<table><tr><th>Day</th><td>7</td></tr><tr><th>Fee</th><td>5</td></tr></table>", "Day | 7\nFee | 5"),
        ("<script>x()</script><style>p{}</style><nav>Home</nav><p hidden>no</p><p>yes</p><!-- c -->", "yes"),
        ("<nav>menu</nav><main><p>main</p></main><p>around</p>", "main"),
        ("标题<br>　　一段<br>接着<br>&nbsp;&nbsp;&nbsp;又一段", "标题\n\n一段\n接着\n\n又一段"),
        ("第一条&emsp;内容", "第一条\u2003内容"),
        ("", ""),
    ],
)
def test_readable_text(body, expected):
    assert text_of(body) == expected


def test_title_and_language():
    page = read_page("<html lang='zh-CN'><title> 关于\n办法 </title><p>内容</p></html>".encode())
    assert (page.title, page.lang, page.text) == ("关于 办法", "zh", "内容")


def test_the_pages_own_encoding():
    page = '<html><head><meta charset="gb2312"><title>办法</title></head><body>第一条</body></html>'.encode("gb2312")
    assert (read_page(page).title, read_page(page).text) == ("办法", "第一条")


def test_a_deep_page_does_no_harm():
    deep = "<div>" * 3000 + "deep" + "</div>" * 3000
    assert text_of(f"<p>top</p>{deep}").startswith("top")


@given(st.one_of(st.binary(max_size=300), st.text("<>/ab p\"'=!-&;#x0", max_size=200).map(str.encode)))
def test_any_bytes_are_read(data):
    page = read_page(data)
    assert page.text == page.text.strip("\n")
