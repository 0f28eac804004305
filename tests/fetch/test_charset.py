"""Bytes to text: what publishers declare and what they send are two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.fetch.charset import decode_body

SIMPLIFIED = "国家互联网信息办公室关于《人脸识别技术应用安全管理规定（试行）》公开征求意见的通知，请于九月七日前反馈。"
TRADITIONAL = "個人資料保護法修正草案預告，任何人得於公告之日起六十日內陳述意見，並應以書面向主管機關為之。"


def test_valid_utf8_beats_the_declaration():
    page = f'<meta charset="gb2312"><p>{SIMPLIFIED}</p>'
    assert SIMPLIFIED in decode_body(page.encode(), "text/html; charset=gb2312")


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030"])
def test_declared_chinese(encoding: str):
    assert decode_body(SIMPLIFIED.encode("gb18030"), f"text/html; charset={encoding}") == SIMPLIFIED


def test_declared_in_the_page():
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"></head>{SIMPLIFIED}'
    assert SIMPLIFIED in decode_body(page.encode("gbk"), "text/html")


def test_undeclared_chinese_is_told_apart():
    assert decode_body(SIMPLIFIED.encode("gb18030")) == SIMPLIFIED
    assert decode_body(TRADITIONAL.encode("big5")) == TRADITIONAL


def test_western_text():
    assert decode_body("Café – “quoted”".encode("cp1252"), "text/html; charset=iso-8859-1") == "Café – “quoted”"
    assert decode_body("Café – “quoted”".encode("cp1252")) == "Café – “quoted”"


def test_a_cut_off_character_does_not_change_the_encoding():
    assert decode_body(SIMPLIFIED.encode()[:-1], "text/html; charset=gbk").startswith(SIMPLIFIED[:-1])


def test_byte_order_marks():
    assert decode_body(b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le")) == SIMPLIFIED
    assert decode_body(b"\xef\xbb\xbfx") == "x"


@pytest.mark.parametrize("name", ["nonsense", "hex", "rot13", "utf-8", "idna", "", "base64"])
def test_declarations_that_are_no_encoding(name: str):
    assert decode_body(SIMPLIFIED.encode("gb18030"), f"text/html; charset={name}") == SIMPLIFIED


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_give_text(body: bytes, declared: str):
    assert isinstance(decode_body(body, f"text/html; charset={declared}"), str)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_encodings_with_and_without_a_mark(encoding: str, marked: bool):
    text = "<?xml version='1.0'?><rss>征求意见</rss>"
    assert decode_body((("\ufeff" if marked else "") + text).encode(encoding)) == text
