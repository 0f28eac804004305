"""National database of laws: searches, fields, texts from Word files, and the interface before."""

from __future__ import annotations

from collections import deque
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from regbot.fetch.errors import BotWallError, ParseError, RobotsError
from regbot.model import DocumentKind, LegalStatus
from regbot.sources.base import Listed, Parsed
from regbot.sources.flk_cn.answers import former_id
from regbot.sources.flk_cn.source import FlkCn, FlkCnSettings
from tests.replaying import Replay, context_for, golden, run_source
from tests.sources.chinese_samples import BBBS, LAW, docx_of, law_detail, law_row

GOLDEN = Path(__file__).parent / "golden"
SEARCH, DETAIL, LINK = "/law-search/search/list", "/law-search/search/flfgDetails", "/law-search/download/pc"
EARLIER = "ff8081817b6472a3017b656cc2048888"


def serve(replay: Replay, **changed: Any) -> None:
    replay.serve(SEARCH, {"code": 200, "total": 1, "rows": [law_row()]}, method="POST")
    replay.serve(DETAIL, law_detail(**changed), query={"bbbs": BBBS})
    replay.serve(
        LINK,
        {"code": 200, "data": {"url": "https://flkoss.example.cn/prod/x.docx?X-Amz-Signature=1"}},
        query={"format": "docx"},
    )
    replay.serve("/prod/x.docx", docx_of(LAW))


def first(outcome: list[Any]) -> Parsed:
    parsed = outcome[0][1]
    if isinstance(parsed, Exception):
        raise parsed
    assert isinstance(parsed, Parsed)
    return parsed


def test_a_law_from_its_word_file(replay: Replay, tmp_path: Path):
    serve(replay)
    parsed = first(run_source(FlkCn, replay, tmp_path, titles=("门铃法",)))
    golden(parsed, GOLDEN / "flk_law.json")
    document, (version,) = parsed.document, parsed.versions
    assert (document.kind, document.legal_status) == (DocumentKind.LAW, LegalStatus.IN_FORCE)
    assert (document.published, document.effective, document.adopted) == (
        date(2025, 10, 28),
        date(2026, 1, 1),
        date(2021, 8, 20),
    )
    assert [item.eid for item in version.provisions] == ["preface", "art_1", "art_2", "art_3", "art_3-1", "art_4"]
    assert [item.breadcrumb for item in version.provisions[1:5]] == [
        ("第一章 总则",),
        ("第一章 总则",),
        ("第一节 一般规定",),
        ("第一节 一般规定",),
    ]
    question = replay.asked[0]
    assert (question.method, question.path) == ("POST", SEARCH)
    assert b'"searchRange":1' in question.body.replace(b" ", b"")


def test_earlier_texts_are_held_with_their_status_or_left_out(replay: Replay, tmp_path: Path):
    serve(replay)
    rows = [
        law_row(),
        law_row(EARLIER, sxx=2, gbrq="2021-08-20"),
        law_row("ff8081817b6472a3017b656cc2047777", title="门铃法实施细则"),
    ]
    replay.serve(SEARCH, {"code": 200, "total": 3, "rows": rows}, method="POST")
    found = {"titles": ("中华人民共和国门铃法",)}
    assert [listed.key for listed, _ in run_source(FlkCn, replay, tmp_path, **found)] == [BBBS, EARLIER]
    assert [listed.key for listed, _ in run_source(FlkCn, replay, tmp_path, earlier=False, **found)] == [BBBS]


def test_a_title_that_there_is_not(replay: Replay, tmp_path: Path):
    serve(replay)
    with pytest.raises(ParseError, match="喇叭法"):
        run_source(FlkCn, replay, tmp_path, titles=("喇叭法",))


def test_pages_end_at_ten_thousand_rows(replay: Replay, tmp_path: Path):
    import json

    from werkzeug import Request, Response

    def respond(request: Request) -> Response:
        number = json.loads(request.get_data())["pageNum"]
        rows = [law_row(f"id{number:04d}{place:04d}") for place in range(100)]
        return Response(json.dumps({"code": 200, "total": 31_000, "rows": rows}), content_type="application/json")

    replay.serve(SEARCH, b"", respond=respond, method="POST")
    source = FlkCn(
        FlkCnSettings(name="f", type="flk_cn", terms="t", base_url=replay.url, allow_local=True, words=("规定",))
    )
    found: list[Listed] = []
    with pytest.raises(ParseError, match="31,000"):
        deque(map(found.append, source.discover(context_for(tmp_path), None)), maxlen=0)
    assert len({listed.key for listed in found}) == 10_000
    assert len(replay.asked) == 100


def test_a_pdf_when_the_word_file_cannot_be_read(replay: Replay, tmp_path: Path):
    serve(replay)
    replay.serve("/prod/x.docx", b"\xd0\xcf\x11\xe0 an old Word file")
    with pytest.raises(ParseError, match="old Word"):
        first(run_source(FlkCn, replay, tmp_path, titles=("门铃法",)))
    replay.serve(LINK, {"code": 200, "data": {"url": "https://flkoss.example.cn/prod/x.pdf"}}, query={"format": "pdf"})
    replay.serve("/prod/x.pdf", docx_of(LAW))
    assert len(first(run_source(FlkCn, replay, tmp_path, titles=("门铃法",))).versions[0].provisions) == 6


def test_text_in_the_tree_itself(replay: Replay, tmp_path: Path):
    tree = {
        "title": "中华人民共和国门铃法",
        "children": [
            {
                "title": "第一章　总　　则",
                "children": [
                    {"title": "第一条", "content": "<p>为了规范门铃，制定本法。</p><p>门铃应当安静。</p>"},
                    {"title": "第二条", "content": ["第二条　本法自2021年11月1日起施行。"]},
                ],
            }
        ],
    }
    serve(replay, content=tree, ossFile=None)
    parsed = first(run_source(FlkCn, replay, tmp_path, titles=("门铃法",)))
    assert [(item.eid, item.text) for item in parsed.versions[0].provisions] == [
        ("art_1", "为了规范门铃，制定本法。\n\n门铃应当安静。"),
        ("art_2", "本法自2021年11月1日起施行。"),
    ]
    assert LINK not in [item.path for item in replay.asked]


def test_a_law_with_nothing_but_ofd_is_an_error(replay: Replay, tmp_path: Path):
    serve(replay, ossFile={"ossWordOfdPath": "prod/x.ofd"})
    replay.serve(LINK, {"code": 500, "msg": "文件不存在"}, query={"format": "docx"})
    with pytest.raises(ParseError, match="文件不存在"):
        first(run_source(FlkCn, replay, tmp_path, titles=("门铃法",)))


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_the_interface_before(replay: Replay, tmp_path: Path, ending: str):
    former = {
        "id": former_id(BBBS),
        "title": "中华人民共和国门铃法",
        "office": "全国人民代表大会常务委员会",
        "publish": "2021-08-20 00:00:00",
        "expiry": "2021-11-01 00:00:00",
        "type": "法律",
        "status": "1",
    }
    replay.serve("/api/", {"success": True, "result": {"totalSizes": 1, "data": [former]}})
    paragraphs = "".join(f"<p>{line}</p>" for line in LAW)
    page = f"<html><head><title>x</title></head><body><div class='law-content'>{paragraphs}</div></body></html>"
    kind, body = ("WORD", docx_of(LAW)) if ending == "docx" else ("HTML", page.encode())
    path = f"/flfg/{kind}/x.{ending}"
    answer = {**former, "body": [{"type": "PDF", "path": "/flfg/PDF/x.pdf"}, {"type": kind, "path": path, "url": path}]}
    replay.serve("/api/detail", {"success": True, "result": answer}, method="POST")
    replay.serve(path, body)
    outcome = run_source(FlkCn, replay, tmp_path, titles=("门铃法",))
    parsed = first(outcome)
    assert outcome[0][0].key == BBBS
    assert (parsed.document.id, parsed.document.legal_status) == (f"flk-{BBBS}", LegalStatus.IN_FORCE)
    assert (parsed.document.published, parsed.document.effective) == (date(2021, 8, 20), date(2021, 11, 1))
    assert [item.eid for item in parsed.versions[0].provisions] == [
        "preface",
        "art_1",
        "art_2",
        "art_3",
        "art_3-1",
        "art_4",
    ]
    posted = next(item for item in replay.asked if item.path == "/api/detail")
    assert b"id=" in posted.body


def test_the_publishers_refusal_is_respected(replay: Replay, tmp_path: Path):
    serve(replay)
    replay.serve("/robots.txt", "#禁止使用任何自动化工具\nUser-agent: *\nDisallow: /\n", content_type="text/plain")
    with pytest.raises(RobotsError):
        run_source(FlkCn, replay, tmp_path, titles=("门铃法",))
    assert replay.asked == []


@pytest.mark.parametrize(
    ("fault", "error"), [("html for json", ParseError), ("bot wall", BotWallError), ("empty", ParseError)]
)
def test_faults(replay: Replay, tmp_path: Path, fault: str, error: type[Exception]):
    serve(replay)
    replay.fault(SEARCH, fault)
    with pytest.raises(error):
        run_source(FlkCn, replay, tmp_path, titles=("门铃法",))


def test_the_databases_own_error_is_told(replay: Replay, tmp_path: Path):
    replay.serve(SEARCH, {"code": 500, "msg": "系统异常"}, method="POST")
    with pytest.raises(ParseError, match=r"系统异常.*code 500"):
        run_source(FlkCn, replay, tmp_path, titles=("门铃法",))


def test_a_listing_row_decides_whether_a_law_is_asked_for_again(replay: Replay, tmp_path: Path):
    serve(replay)
    before = run_source(FlkCn, replay, tmp_path, titles=("门铃法",))[0][0].stamp
    replay.serve(
        SEARCH, {"code": 200, "total": 1, "rows": [law_row(score=99.9, title="中华人民共和国门铃法")]}, method="POST"
    )
    assert run_source(FlkCn, replay, tmp_path, titles=("门铃法",))[0][0].stamp == before
    replay.serve(SEARCH, {"code": 200, "total": 1, "rows": [law_row(sxx=2)]}, method="POST")
    assert run_source(FlkCn, replay, tmp_path, titles=("门铃法",))[0][0].stamp != before


def test_something_has_to_be_named():
    with pytest.raises(ValidationError, match="too large"):
        FlkCnSettings(name="f", type="flk_cn", terms="t")


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        (f"https://flk.npc.gov.cn/detail?id={BBBS}&title=x", {"ids": [BBBS]}),
        (f"https://flk.npc.gov.cn/detail2.html?{former_id(BBBS)}", {"ids": [BBBS]}),
        ("https://flk.npc.gov.cn/index", None),
        (f"https://example.org/detail?id={BBBS}", None),
    ],
)
def test_addresses_of_this_publisher(url: str, keys: dict[str, Any] | None):
    assert FlkCn.settings_for(url) == keys
