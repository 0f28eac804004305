"""Cyberspace Administration of China: listings, notices with a draft and its explanation, orders, attachments."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from regbot.fetch.errors import BotWallError, EmptyListingError, ParseError, PermanentError
from regbot.model import AsOf, Document, DocumentKind, LegalStatus, TextKind
from regbot.parse.assemble import provisions_of, version_of
from regbot.sources.base import Listed, Parsed, Skipped, Unchanged
from regbot.sources.cac_cn.source import CacCn, CacCnSettings
from regbot.workflows.refresh import refresh
from regbot.workspace import Workspace
from tests.replaying import NOW, Replay, context_for, golden, run_source
from tests.sources.chinese_samples import docx_of, page_of

DATA = Path(__file__).parent / "data" / "cac_cn"
GOLDEN = Path(__file__).parent / "golden"
WXAN = "/hdfw/wxan/A093802index_1.htm"
DRAFT, CLOCKS, COMMITTEE = (
    "/2026-11/12/c_1800000000000001.htm",
    "/2026-11/03/c_1800000000000002.htm",
    "/2026-10/20/c_1800000000000003.htm",
)
ORDER, OLD = "/2026-11/20/c_1800000000000004.htm", "/2016-11/07/c_1119999999.htm"
DOWNLOAD = "/cms/pub/interact/downloadfile.jsp"


def only(outcome: list[Any]) -> Parsed:
    ((_, parsed),) = outcome
    if isinstance(parsed, Exception):
        raise parsed
    return parsed


def one(replay: Replay, folder: Path, path: str, body: str | bytes | Path, **more: Any) -> Parsed:
    """The only page that is watched."""
    replay.serve(path, body, **more)
    return only(run_source(CacCn, replay, folder, lists=(), urls=(f"https://www.cac.gov.cn{path}",)))


def test_notice_draft_and_explanation_are_told_apart(replay: Replay, tmp_path: Path):
    parsed = one(replay, tmp_path, DRAFT, DATA / "draft.html", content_type="text/html; charset=gb2312")
    golden(parsed, GOLDEN / "cac_draft.json")
    provisions = parsed.versions[0].provisions
    assert [item.eid for item in provisions] == ["notice", *(f"art_{n}" for n in range(1, 26)), "explanation"]
    consultation = parsed.document.consultation
    assert consultation
    assert consultation.closes == date(2026, 12, 12)
    assert {item.kind: item.address for item in consultation.channels} == {
        "portal": "www.moj.gov.cn、www.chinalaw.gov.cn",
        "email": "menling@cac.gov.cn",
        "post": "北京市西城区车公庄大街11号国家互联网信息办公室网络法治局，邮编：100044",
        "fax": "010-55550123",
    }
    assert all(item.quote in provisions[0].text for item in consultation.channels)
    assert consultation.stated_as in provisions[0].text
    assert {item.required_marking for item in consultation.channels if item.kind == "post"} == {"智能门铃规定征求意见"}
    assert parsed.document.effective is None


def test_nothing_of_the_body_is_lost(replay: Replay, tmp_path: Path):
    from bs4 import BeautifulSoup

    parsed = one(replay, tmp_path, DRAFT, DATA / "draft.html")
    body = BeautifulSoup((DATA / "draft.html").read_text(), "lxml").select_one("#BodyLabel")
    assert body
    for tag in body.select("script"):
        tag.decompose()
    kept = "".join(
        part
        for item in parsed.versions[0].provisions
        for part in (*item.breadcrumb, item.label, item.heading, item.text)
    )
    missing = [word for word in body.stripped_strings if "".join(word.split()) not in "".join(kept.split())]
    assert missing == ["智能门铃信息安全管理规定"] or not missing


def test_an_order_is_a_rule_not_yet_in_force(replay: Replay, tmp_path: Path):
    parsed = one(replay, tmp_path, ORDER, DATA / "order.html")
    golden(parsed, GOLDEN / "cac_order.json")
    document = parsed.document
    assert (document.kind, document.legal_status) == (DocumentKind.RULE, LegalStatus.NOT_YET_IN_FORCE)
    assert (document.adopted, document.signed, document.published, document.effective) == (
        date(2026, 10, 30),
        date(2026, 11, 13),
        date(2026, 11, 20),
        date(2027, 6, 1),
    )
    assert document.consultation is None
    assert [item.eid for item in parsed.versions[0].provisions] == [
        "order",
        "art_1",
        "art_2",
        "art_2-1",
        "art_3",
        "art_4",
    ]


def test_the_template_of_2016_with_wrapped_lines(replay: Replay, tmp_path: Path):
    parsed = one(replay, tmp_path, OLD, DATA / "old.html")
    golden(parsed, GOLDEN / "cac_old.json")
    assert (parsed.document.published, parsed.document.effective) == (date(2016, 11, 7), date(2016, 12, 1))
    assert parsed.document.legal_status is LegalStatus.IN_FORCE
    assert [item.eid for item in parsed.versions[0].provisions] == [f"art_{number}" for number in range(1, 6)]


def test_attachments_are_read_when_the_page_has_no_articles(replay: Replay, tmp_path: Path):
    from tests.parse.test_pages_and_feeds import pdf_of

    replay.serve(CLOCKS, DATA / "attached.html")
    replay.serve(
        DOWNLOAD,
        docx_of(
            ["网络时钟校准要求", "（征求意见稿）", "第一条　时钟应当准确。", "第二条　误差不得超过第一条规定的范围。"]
        ),
        query={"fText": "网络时钟校准要求（征求意见稿）"},
    )
    replay.serve(DOWNLOAD, pdf_of("Explanation of the clocks"), query={"fText": "编制说明"})
    parsed = only(run_source(CacCn, replay, tmp_path, lists=(), urls=(f"https://www.cac.gov.cn{CLOCKS}",)))
    golden(parsed, GOLDEN / "cac_attached.json")
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice", "art_1", "art_2", "explanation"]
    assert parsed.document.incomplete == ""
    assert [item.query.get("fText") for item in replay.asked if item.path == DOWNLOAD] == [
        ["网络时钟校准要求（征求意见稿）"],
        ["编制说明"],
    ]


def test_a_draft_on_a_page_of_its_own(replay: Replay, tmp_path: Path):
    body = (
        "<p>现向社会公开征求意见。意见反馈截止时间为2026年12月1日。</p><p>相关链接：</p>"
        '<p><a href="//www.cac.gov.cn/2026-11/12/c_1800000000000009.htm">甲规定（征求意见稿）</a></p>'
        '<p><a href="//www.cac.gov.cn/2026-11/10/c_1800000000000010.htm">昨日要闻</a></p>'
    )
    replay.serve(
        "/2026-11/12/c_1800000000000009.htm",
        page_of("甲规定（征求意见稿）", "<p>第一条　甲应当安静。</p><p>第二条　乙依照第一条的规定办理。</p>"),
    )
    parsed = one(replay, tmp_path, DRAFT, page_of("关于《甲规定（征求意见稿）》公开征求意见的通知", body))
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice", "art_1", "art_2"]
    assert parsed.document.incomplete == ""


def test_an_attachment_that_cannot_be_read_is_missed_aloud(replay: Replay, tmp_path: Path):
    replay.serve(DOWNLOAD, b"\xd0\xcf\x11\xe0 old Word", query={"fText": "网络时钟校准要求（征求意见稿）"})
    parsed = one(replay, tmp_path, CLOCKS, DATA / "attached.html")
    assert [item.eid for item in parsed.versions[0].provisions] == ["notice"]
    assert "网络时钟校准要求（征求意见稿）" in parsed.document.incomplete
    assert "编制说明" in parsed.document.incomplete
    assert len(parsed.notes) == 2
    assert parsed.document.consultation
    assert parsed.document.consultation.closes == date(2027, 1, 3)


def test_a_listing_with_other_notices_in_it(replay: Replay, tmp_path: Path):
    replay.serve(WXAN, DATA / "list.html")
    replay.serve(DRAFT, DATA / "draft.html")
    replay.serve(CLOCKS, DATA / "attached.html")
    replay.serve(
        COMMITTEE,
        page_of(
            "关于全国门铃标准化技术委员会换届及征集委员的通知",
            "<p>现征集委员，请于2026年11月30日前报名，欢迎各界参加。</p>",
        ),
    )
    outcome = run_source(CacCn, replay, tmp_path, lists=(WXAN,))
    assert [(listed.key, type(result)) for listed, result in outcome] == [
        (DRAFT, Parsed),
        (CLOCKS, Parsed),
        (COMMITTEE, Skipped),
    ]
    assert outcome[0][0].title.endswith("公开征求意见的通知")
    assert outcome[0][0].url == f"{replay.url}{DRAFT}"
    assert [bool(listed.stamp) for listed, _ in outcome] == [False, False, True]


def test_further_pages_come_from_html_or_json(replay: Replay, tmp_path: Path):
    def row(number: int, day: str) -> str:
        return f'<li><h5><a href="/{day[:7]}/{day[8:]}/c_{number}.htm" title="甲办法">甲…</a></h5><div class="times">{day}</div></li>'

    replay.serve(WXAN, f'<div id="loadingInfoPage">{row(100001, "2026-11-20")}{row(100002, "2026-11-10")}</div>')
    replay.serve(WXAN.replace("_1.", "_2."), f'<div id="loadingInfoPage">{row(100003, "2026-11-05")}</div>')
    third = {
        "totalRec": 4,
        "list": [
            {
                "topic": "<b>乙</b>办法",
                "infourl": "//www.cac.gov.cn/2026-10/01/c_100004.htm",
                "pubtime": "2026-10-01 10:00:00.0",
            },
            {
                "topic": "丙办法",
                "infourl": "//www.cac.gov.cn/2020-10/01/c_100005.htm",
                "pubtime": "2020-10-01 10:00:00.0",
            },
        ],
    }
    replay.serve("/cms/JsonList", third, method="POST")
    found = [listed for listed, _ in run_source(CacCn, replay, tmp_path, lists=(WXAN,))]
    assert [listed.key.rpartition("_")[2] for listed in found] == [
        "100001.htm",
        "100002.htm",
        "100003.htm",
        "100004.htm",
    ]
    assert found[-1].title == "乙办法"
    asked = [item for item in replay.asked if item.path == "/cms/JsonList"]
    assert b"channelCode=A093802" in asked[0].body
    assert b"pageno=3" in asked[0].body


def test_since_ends_the_listing(replay: Replay, tmp_path: Path):
    replay.serve(WXAN, DATA / "list.html")
    found = run_source(CacCn, replay, tmp_path, lists=(WXAN,), since=datetime(2026, 11, 10, tzinfo=UTC))
    assert [listed.key for listed, _ in found] == [DRAFT]


def test_a_list_that_a_script_fills_is_asked_for_as_json(replay: Replay, tmp_path: Path):
    replay.serve(WXAN, '<html><body><ul id="loadingInfoPage"></ul><script>load()</script></body></html>')
    rows = [{"topic": "甲办法", "infourl": "//www.cac.gov.cn/2026-11/01/c_1.htm", "pubtime": "2026-11-01 10:00:00"}]
    replay.serve("/cms/JsonList", {"list": rows}, method="POST")
    source = CacCn(
        CacCnSettings(name="c", type="cac_cn", terms="t", base_url=replay.url, allow_local=True, lists=(WXAN,))
    )
    assert [listed.key for listed in source.probe(context_for(tmp_path))] == ["/2026-11/01/c_1.htm"]
    replay.serve("/cms/JsonList", {"list": []}, method="POST")
    with pytest.raises(EmptyListingError):
        list(source.discover(context_for(tmp_path), None))


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("cookie loop", BotWallError, "bot check"),
        ("bot wall", BotWallError, "challenge"),
        ("html for json", ParseError, "loadingInfoPage"),
    ],
)
def test_what_the_site_may_answer_instead_of_a_listing(
    replay: Replay, tmp_path: Path, fault: str, error: type[Exception], words: str
):
    replay.serve("/cookie", "", respond=lambda _: _cookie())
    replay.serve(WXAN, DATA / "list.html")
    replay.fault(WXAN, fault)
    with pytest.raises(error, match=words):
        run_source(CacCn, replay, tmp_path, lists=(WXAN,))


def _cookie() -> Any:
    from werkzeug import Response

    return Response("", 302, headers={"Location": "/cookie", "Set-Cookie": "CT6T=1"})


def test_a_broken_listing_does_not_stop_the_next(replay: Replay, tmp_path: Path):
    other = "/wxzw/zcfg/bmgz/A09370303index_1.htm"
    replay.serve(WXAN, "<html><body><p>moved</p></body></html>")
    replay.serve(other, DATA / "list.html")
    source = CacCn(
        CacCnSettings(name="c", type="cac_cn", terms="t", base_url=replay.url, allow_local=True, lists=(WXAN, other))
    )
    found: list[Listed] = []
    with pytest.raises(ParseError, match="loadingInfoPage"):
        deque(map(found.append, source.discover(context_for(tmp_path), None)), maxlen=0)
    assert [listed.key for listed in found] == [DRAFT, CLOCKS, COMMITTEE]


def space_with_restatement(home: Path, url: str, lists: str = "[]") -> Workspace:
    """A workspace that holds the draft as a restatement in English."""
    (home / "corpus" / "documents").mkdir(parents=True)
    (home / "corpus" / "sources.toml").write_text(
        'contact = "tests@example.org"\n[known]\n"智能门铃信息安全管理办法（2026-11-20）" = "doorbell-measures"\n'
        f'[sources.cac_cn]\nterms = "t"\nbase_url = "{url}"\nallow_local = true\ndelay_seconds = 0\nlists = {lists}\n'
        f'urls = ["http://www.cac.gov.cn{DRAFT}", "https://www.cac.gov.cn{ORDER}"]\n',
        encoding="utf-8",
    )
    space = Workspace.open(home, AsOf(NOW))
    for name, address in (("doorbell-draft", f"http://www.cac.gov.cn{DRAFT}"), ("doorbell-measures", "")):
        document = Document(
            id=name,
            kind=DocumentKind.DRAFT,
            jurisdiction="cn",
            title={"en": name},
            legal_status=LegalStatus.DRAFT,
            url=address,
        )
        pieces = provisions_of("Article 1 Purpose\n\nIn our words.\n\nArticle 4 Need\n\nOnly when needed.", "en")
        version = version_of(pieces, document=name, date=date(2026, 11, 12), lang="en", kind=TextKind.RESTATEMENT)
        tagged = tuple(replace(item, topics=("necessity",)) for item in version.provisions)
        space.corpus.save(document, (replace(version, provisions=tagged),))
    return space


def test_the_official_text_of_a_known_document_stands_beside_its_restatement(replay: Replay, tmp_path: Path):
    replay.serve(DRAFT, DATA / "draft.html")
    replay.serve(ORDER, DATA / "order.html")
    space = space_with_restatement(tmp_path / "home", replay.url)
    report = refresh(space)
    assert report.sources[0].ok, report.sources[0].failures
    assert report.indexed
    assert [(change.document, change.effect) for change in report.sources[0].changes] == [
        ("doorbell-draft", "changed"),
        ("doorbell-measures", "changed"),
    ]
    for name in ("doorbell-draft", "doorbell-measures"):
        versions = {version.lang: version for version in space.corpus.versions(name)}
        assert (versions["zh"].kind, versions["en"].kind) == (TextKind.OFFICIAL, TextKind.RESTATEMENT)
    official = next(item for item in space.corpus.versions("doorbell-draft") if item.lang == "zh")
    assert official.source == f"https://www.cac.gov.cn{DRAFT}"
    assert next(item for item in official.provisions if item.eid == "art_4").topics == ("necessity",)
    assert space.corpus.ids() == ["doorbell-draft", "doorbell-measures"]
    space.reopen_index()
    best, beside = space.index.catalogue.variants("doorbell-draft#art_4")
    assert (best.kind, best.lang) == (TextKind.OFFICIAL, "zh")
    assert (beside.kind, beside.text) == (TextKind.RESTATEMENT, "Only when needed.")
    answer = space.conversation().ask("智能门铃信息安全管理规定（征求意见稿）第四条规定了什么？", space.filters())
    assert "doorbell-draft#art_4" in [item.ref for item in answer.citations]
    assert {(item.lang, item.kind) for item in answer.citations} == {("zh", TextKind.OFFICIAL)}
    replay.forget()
    again = refresh(space, index=False)
    assert again.sources[0].unchanged == 2
    assert all(item.conditional for item in replay.asked)


def test_an_unchanged_page_is_not_parsed_again(replay: Replay, tmp_path: Path):
    replay.serve(DRAFT, DATA / "draft.html")
    source = CacCn(CacCnSettings(name="c", type="cac_cn", terms="t", base_url=replay.url, allow_local=True))
    context = context_for(tmp_path)
    seen: list[str] = []
    listed = Listed(DRAFT, f"{replay.url}{DRAFT}")
    source.fetch(replace(context, seen=seen.append), listed)
    with pytest.raises(Unchanged):
        source.fetch(replace(context, known=seen.__contains__), listed)


def test_an_address_given_by_a_user_is_watched_alone(tmp_path: Path):
    from regbot.sources import registry
    from regbot.workflows.add_source import add_source
    from regbot.workflows.publishers import load_registry

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sources.toml").write_text("", encoding="utf-8")
    space = Workspace.open(tmp_path, AsOf(NOW))
    added = add_source(space, f"https://www.cac.gov.cn{DRAFT}")
    assert added.type == "cac_cn"
    (chosen,) = load_registry(space).chosen([added.name])
    source = registry.make(chosen)
    listed = list(source.discover(context_for(tmp_path), None))
    assert [item.url for item in listed] == [f"https://www.cac.gov.cn{DRAFT}"]


def test_an_attachment_that_was_missing_is_asked_for_again(replay: Replay, tmp_path: Path):
    replay.serve(CLOCKS, DATA / "attached.html")
    source = CacCn(CacCnSettings(name="c", type="cac_cn", terms="t", base_url=replay.url, allow_local=True))
    seen: list[str] = []
    source.fetch(replace(context_for(tmp_path), seen=seen.append), Listed(CLOCKS, f"{replay.url}{CLOCKS}"))
    assert len(seen) == 3


def test_a_listing_that_is_gone_is_named(replay: Replay, tmp_path: Path):
    with pytest.raises(PermanentError, match="A093802index_1"):
        run_source(CacCn, replay, tmp_path, lists=(WXAN,))


@pytest.mark.parametrize(
    ("url", "keys"),
    [
        (
            "https://www.cac.gov.cn/2023-08/08/c_1693064670537413.htm",
            {"lists": [], "urls": ["https://www.cac.gov.cn/2023-08/08/c_1693064670537413.htm"]},
        ),
        ("http://cac.gov.cn/hdfw/wxan/A093802index_1.htm", {"lists": ["/hdfw/wxan/A093802index_1.htm"], "urls": []}),
        ("https://www.cac.gov.cn/", None),
        ("https://cac.gov.cn.example.org/2023-08/08/c_1.htm", None),
    ],
)
def test_addresses_of_this_publisher(url: str, keys: dict[str, Any] | None):
    assert CacCn.settings_for(url) == keys
    if keys:
        CacCnSettings(name="c", type="cac_cn", terms="t", **keys)
