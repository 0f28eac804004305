"""Answers of the national database of laws by themselves: status, kinds, ids, real texts, arbitrary answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.model import DocumentKind, LegalStatus
from regbot.sources.flk_cn.answers import (
    Row,
    document_of,
    former_id,
    parse_detail,
    parse_link,
    parse_list,
    present_id,
    read_file,
)
from tests.replaying import only_source_errors
from tests.sources.chinese_samples import BBBS, LAW, docx_of, law_detail

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "flk_npc"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (1, LegalStatus.REPEALED),
        ("2", LegalStatus.SUPERSEDED),
        (3, LegalStatus.IN_FORCE),
        ("4", LegalStatus.NOT_YET_IN_FORCE),
        ("已废止", LegalStatus.REPEALED),
        ("尚未生效", LegalStatus.NOT_YET_IN_FORCE),
        ("现行有效", LegalStatus.IN_FORCE),
    ],
)
def test_status_codes(code: object, status: LegalStatus):
    read = parse_detail(law_detail(sxx=code), Row(BBBS))
    assert document_of(read, "\n\n".join(LAW), date(2026, 11, 22)).document.legal_status is status


def test_a_status_that_is_not_known_is_told():
    parsed = document_of(
        parse_detail(law_detail(sxx=77, sxrq="2027-01-01"), Row(BBBS)), "\n\n".join(LAW), date(2026, 11, 22)
    )
    assert parsed.document.legal_status is LegalStatus.NOT_YET_IN_FORCE
    assert "'77'" in parsed.notes[0]


@pytest.mark.parametrize(
    ("nature", "title", "kind"),
    [
        ("法律", "中华人民共和国门铃法", DocumentKind.LAW),
        ("行政法规", "门铃条例", DocumentKind.RULE),
        ("司法解释", "最高人民法院关于门铃案件适用法律若干问题的规定", DocumentKind.INTERPRETATION),
    ],
)
def test_kinds(nature: str, title: str, kind: DocumentKind):
    read = parse_detail(law_detail(flxz=nature, title=title), Row(BBBS))
    assert document_of(read, "第一条　甲。", date(2026, 11, 22)).document.kind is kind


def test_codes_of_the_interface_before_mean_something_else():
    old, new = Row(BBBS, status="3", former=True), Row(BBBS, status="3")
    assert (old.legal_status, new.legal_status) == (LegalStatus.NOT_YET_IN_FORCE, LegalStatus.IN_FORCE)
    assert replace(old, status="9").legal_status is LegalStatus.REPEALED


def test_ids_of_both_interfaces_are_the_same():
    assert present_id(former_id(BBBS)) == BBBS
    assert present_id(BBBS) == BBBS
    assert present_id("Ä") == ""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples")
@pytest.mark.parametrize(
    ("name", "title", "articles"),
    [
        ("lawrefbook_PIPL_2021.md", "中华人民共和国个人信息保护法", 74),
        (
            "lawrefbook_SPC_face_recognition_2021.md",
            "最高人民法院关于审理使用人脸识别技术处理个人信息相关民事案件适用法律若干问题的规定",
            16,
        ),
    ],
)
def test_real_texts_in_a_word_file(name: str, title: str, articles: int):
    text = (SAMPLES / name).read_text(encoding="utf-8").replace("<!-- INFO END -->", "")
    lines = [line.lstrip("# ") for line in text.split("\n") if line.strip()]
    read = read_file(docx_of(lines))
    parsed = document_of(parse_detail(law_detail(title=title), Row(BBBS)), read, date(2026, 11, 22))
    provisions = parsed.versions[0].provisions
    assert [item.eid for item in provisions if item.eid.startswith("art_")] == [
        f"art_{n}" for n in range(1, articles + 1)
    ]
    assert {item.eid for item in provisions} - {f"art_{n}" for n in range(1, articles + 1)} == {"preface"}
    kept = sum(len("".join(f"{item.label}{item.text}".split())) for item in provisions)
    assert kept >= 0.98 * len("".join("".join(lines[1:]).split()))


KEYS = st.sampled_from(
    [
        "rows",
        "data",
        "total",
        "result",
        "bbbs",
        "id",
        "title",
        "gbrq",
        "sxx",
        "content",
        "children",
        "ossFile",
        "body",
        "url",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["第一条", "<p>第一条　甲</p>", "2026-13-45", BBBS, "prod/x.docx"])
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.text(max_size=60))
def test_any_json(answer: Any, text: str):
    only_source_errors(parse_list, answer)
    only_source_errors(parse_link, answer)
    only_source_errors(lambda: document_of(parse_detail(answer, Row(BBBS)), text, date(2026, 1, 1)))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7", b"<html>", b"\xd0\xcf\x11\xe0"]))
def test_any_file(data: bytes, start: bytes):
    only_source_errors(read_file, start + data, True)
