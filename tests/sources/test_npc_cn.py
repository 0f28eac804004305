"""National People's Congress: the listing of consultations, their notices, and the drafts' files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import BotWallError, ParseError
from regbot.model import DocumentKind, LegalStatus, TextKind
from regbot.sources.base import Parsed
from regbot.sources.npc_cn import NpcCn, NpcCnSettings, Row, document_of, parse_attachment, parse_detail, parse_list
from tests.replaying import Replay, context_for, golden, only_source_errors, run_source
from tests.sources.chinese_samples import docx_of

DATA = Path(__file__).parent / "data" / "npc_cn"
GOLDEN = Path(__file__).parent / "golden"
LIST = "/flcaw/flca-list"
FIRST, SECOND = "ff8081819ff541ea01a03d7b00000001", "ff8081819ff541ea01a03d7b00000002"
DRAFT = [
    "门铃法",
    "（草案二次审议稿）",
    "目　　录",
    "第一章　总　　则",
    "第二章　附　　则",
    "第一章　总　　则",
    "第一条　为了规范门铃，制定本法。",
    "第二条　门铃应当安静。",
    "违反前款规定，依照第一条处理。",
    "第二章　附　　则",
    "第三条　本法自　年　月　日起施行。",
]


def info(lid: str) -> str:
    return f"/flcaw/flca/{lid}/info/"


def serve(replay: Replay, lid: str = FIRST, **changed: Any) -> None:
    replay.serve(LIST, DATA / "list.json", query={"flag": "0"}, content_type="application/json")
    replay.serve(info(lid), {**json.loads((DATA / "info.json").read_text()), "flxxId": lid, **changed})


def test_a_draft_with_its_file(replay: Replay, tmp_path: Path):
    serve(replay)
    replay.serve(f"/flcaw/flca/{FIRST}/fjxx/", DATA / "fjxx.json", content_type="application/json")
    replay.serve(f"/flcaw/flca/{FIRST}/attachment.pdf", docx_of(DRAFT))
    (listed, parsed), _ = run_source(NpcCn, replay, tmp_path)
    assert isinstance(parsed, Parsed), parsed
    golden(parsed, GOLDEN / "npc_draft.json")
    assert listed.key == FIRST
    document, (version,) = parsed.document, parsed.versions
    assert (document.kind, document.legal_status, document.published) == (
        DocumentKind.DRAFT,
        LegalStatus.DRAFT,
        date(2026, 11, 2),
    )
    assert document.url == f"http://www.npc.gov.cn/flcaw/userIndex.html?lid={FIRST}"
    assert [item.eid for item in version.provisions] == ["notice", "art_1", "art_2", "art_3"]
    consultation = document.consultation
    assert consultation
    assert (consultation.opens, consultation.closes, consultation.stated_as) == (
        date(2026, 11, 2),
        date(2026, 12, 1),
        "",
    )
    post = next(item for item in consultation.channels if item.kind == "post")
    assert post.required_marking == "门铃法草案二次审议稿征求意见"
    assert all(item.quote in version.provisions[0].text for item in consultation.channels)
    assert document.incomplete == ""


def test_without_a_readable_file_the_notice_alone_is_held_and_says_so(replay: Replay, tmp_path: Path):
    serve(replay)
    parsed = run_source(NpcCn, replay, tmp_path)[0][1]
    assert isinstance(parsed, Parsed)
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice"]
    assert "notice alone" in parsed.document.incomplete
    assert parsed.versions[0].kind is TextKind.OFFICIAL


def test_a_file_that_is_too_large_is_not_fetched(replay: Replay, tmp_path: Path):
    serve(replay)
    replay.serve(f"/flcaw/flca/{FIRST}/fjxx/", {"fileName": "门铃法.PDF", "size": "43254307"})
    parsed = run_source(NpcCn, replay, tmp_path)[0][1]
    assert isinstance(parsed, Parsed)
    assert parsed.notes == ("“门铃法.PDF” has 43,254,307 bytes, more than max_bytes",)
    assert not [item for item in replay.asked if "attachment" in item.path]


def test_attachments_can_be_left_alone(replay: Replay, tmp_path: Path):
    serve(replay)
    run_source(NpcCn, replay, tmp_path, attachments=False)
    assert not [item for item in replay.asked if "fjxx" in item.path]


def test_without_details_there_are_title_and_dates_and_no_claim_to_be_official(replay: Replay, tmp_path: Path):
    serve(replay)
    parsed = run_source(NpcCn, replay, tmp_path)[1][1]
    assert isinstance(parsed, Parsed)
    golden(parsed, GOLDEN / "npc_metadata.json")
    version = parsed.versions[0]
    assert (version.kind, version.by) == (TextKind.SUMMARY, "regbot, from the fields of the publisher's listing")
    assert "Only title and dates" in parsed.document.incomplete
    assert parsed.document.consultation
    assert (parsed.document.consultation.closes, parsed.document.consultation.evidence) == (date(2026, 12, 1), "")


def test_a_draft_in_the_details_themselves(replay: Replay, tmp_path: Path):
    text = "".join(f"<p>{line}</p>" for line in [*DRAFT, "第四条　" + "门铃声音不得超过规定的分贝。" * 20])
    serve(replay, canr=text)
    parsed = run_source(NpcCn, replay, tmp_path)[0][1]
    assert isinstance(parsed, Parsed)
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice", "art_1", "art_2", "art_3", "art_4"]
    assert not [item for item in replay.asked if item.path == f"/flcaw/flca/{FIRST}/fjxx/"]


def test_the_number_of_participants_is_no_change(replay: Replay, tmp_path: Path):
    serve(replay)
    before = [listed.stamp for listed, _ in run_source(NpcCn, replay, tmp_path)]
    rows = json.loads((DATA / "list.json").read_text())
    for row in rows["rows"]:
        row["gzrs"], row["gzyj"] = "99999", "99999"
    replay.serve(LIST, rows, query={"flag": "0"})
    assert [listed.stamp for listed, _ in run_source(NpcCn, replay, tmp_path)] == before
    rows["rows"][0]["jsrq"] = "2026-12-31 23:59:59"
    replay.serve(LIST, rows, query={"flag": "0"})
    assert run_source(NpcCn, replay, tmp_path)[0][0].stamp != before[0]


def test_pages_and_ended_consultations(replay: Replay, tmp_path: Path):
    def rows(first: int, count: int, closes: str) -> dict[str, Any]:
        held = [
            {"flxxId": f"id{number:06d}", "flxxmc": "甲法", "ksrq": "2026-01-01 00:00:00", "jsrq": closes}
            for number in range(first, first + count)
        ]
        return {"total": 101, "rows": held}

    replay.serve(LIST, rows(0, 100, "2026-12-01 23:59:59"), query={"flag": "0", "page": "1"})
    replay.serve(LIST, rows(100, 1, "2026-12-01 23:59:59"), query={"flag": "0", "page": "2"})
    replay.serve(
        LIST,
        {"total": 2, "rows": rows(500, 1, "2026-11-01 23:59:59")["rows"] + rows(501, 1, "2020-01-01 23:59:59")["rows"]},
        query={"flag": "1"},
    )
    source = NpcCn(NpcCnSettings(name="n", type="npc_cn", terms="t", base_url=replay.url, allow_local=True, ended=True))
    keys = [listed.key for listed in source.discover(context_for(tmp_path), None)]
    assert len(keys) == 102
    assert keys[-1] == "id000500"


def test_no_open_consultation_is_no_error(replay: Replay, tmp_path: Path):
    replay.serve(LIST, {"total": 0, "rows": []})
    assert run_source(NpcCn, replay, tmp_path) == []
    assert NpcCn.may_be_empty


@pytest.mark.parametrize(
    ("fault", "error"), [("html for json", ParseError), ("bot wall", BotWallError), ("empty", ParseError)]
)
def test_faults(replay: Replay, tmp_path: Path, fault: str, error: type[Exception]):
    serve(replay)
    replay.fault(LIST, fault)
    with pytest.raises(error):
        run_source(NpcCn, replay, tmp_path)
    replay.serve(LIST, {"rows": None}, query={"flag": "0"})
    with pytest.raises(ParseError, match="rows"):
        run_source(NpcCn, replay, tmp_path)


def test_html_instead_of_details_is_an_error(replay: Replay, tmp_path: Path):
    serve(replay)
    replay.fault(info(FIRST), "html for json")
    assert isinstance(run_source(NpcCn, replay, tmp_path)[0][1], ParseError)


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        (f"http://www.npc.gov.cn/flcaw/userIndex.html?lid={FIRST}", {"ids": [FIRST]}),
        (f"http://www.npc.gov.cn/flcaw/flca/{FIRST}/info/", {"ids": [FIRST]}),
        ("http://www.npc.gov.cn/flcaw/", {}),
        ("http://www.npc.gov.cn/npc/c2/index.html", None),
        ("https://flk.npc.gov.cn/detail?id=x", None),
    ],
)
def test_addresses_of_this_publisher(url: str, keys: dict[str, Any] | None):
    assert NpcCn.settings_for(url) == keys


def test_a_single_consultation(replay: Replay, tmp_path: Path):
    serve(replay)
    ((listed, parsed),) = run_source(NpcCn, replay, tmp_path, ids=(FIRST,))
    assert isinstance(parsed, Parsed)
    assert (listed.key, parsed.document.title) == (FIRST, {"zh": "门铃法（草案二次审议稿）"})
    assert LIST not in [item.path for item in replay.asked]


KEYS = st.sampled_from(["rows", "data", "total", "flxxId", "flxxmc", "ksrq", "jsrq", "tsy", "fileName", "size"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=30)
    | st.sampled_from(["<p>第一条　甲</p>", "2026-13-45 99:99:99", "2026-11-02 00:00:00", FIRST])
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json(answer: Any):
    only_source_errors(parse_list, answer)
    only_source_errors(parse_attachment, answer)
    only_source_errors(lambda: document_of(parse_detail(answer, Row(FIRST, "", "", "")), date(2026, 1, 1)))
