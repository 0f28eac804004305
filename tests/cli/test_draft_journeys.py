"""From a worry to a file ready to send, as a person would do it at a terminal: China by mail and post, a US form, GOV.UK."""

from __future__ import annotations

import email
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime
from email import policy
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.index.generation import build
from regbot.model import Channel, Consultation, Document, DocumentKind, LegalStatus, Provision, TextKind, Version
from regbot.paths import Paths, bundled_corpus
from tests.conftest import NOW, Ran

OPENED = date(2026, 11, 2)
MARKING = "人脸识别技术应用安全管理规定（试行）征求意见"
ANSWERS = {
    "sender": "individual",
    "name": "Ada Roe",
    "standing": "I live in a block of flats whose only gate opens by a face scan.",
    "worry": "I cannot get home without a face scan.\n",
    "provisions": "",
    "quote": "1",
    "position": "amend",
    "reason": "Consent is not free where the door stays shut without it, because nobody can choose to sleep outside.\n",
    "evidence": "In March 2023 the 212 flats of our block lost their card readers.\n",
    "wording": "",
    "opening": "I write about doors that only open to faces.\n",
    "closing": "Thank you for reading this.",
    "channel": "",
    "own_views": "y",
    "disclosure": "",
}


def replies(**given: str) -> str:
    return "\n".join((ANSWERS | given).values()) + "\n"


def version(document: Document, *provisions: tuple[str, str, str], kind: TextKind = TextKind.OFFICIAL) -> Version:
    made = (
        Provision(document.id, document.published, "en", kind, eid, label, "", text) for eid, label, text in provisions
    )
    return Version(document.id, document.published, "en", kind, tuple(made), by="tests")


def american() -> tuple[Document, Version]:
    notice = (
        "Comments are due by December 18, 2026. Submit comments, identified by Docket ID XYZ-2026-0042, at "
        "https://www.regulations.gov. Follow the online instructions."
    )
    document = Document(
        id="us-door-rule-2026",
        kind=DocumentKind.DRAFT,
        jurisdiction="us",
        title={"en": "Access to Dwellings by Biometric Means; Proposed Rule"},
        legal_status=LegalStatus.DRAFT,
        issuer="Office of Doors",
        url="https://www.federalregister.gov/d/2026-00001",
        published=OPENED,
        timezone="America/New_York",
        consultation=Consultation(
            opens=OPENED,
            closes=date(2026, 12, 18),
            stated_as="Comments are due by December 18, 2026.",
            evidence="notice",
            channels=(
                Channel(
                    "portal",
                    "https://www.regulations.gov",
                    "Follow the online instructions.",
                    "Submit comments, identified by Docket ID XYZ-2026-0042, at https://www.regulations.gov.",
                    "Docket ID XYZ-2026-0042",
                ),
            ),
        ),
    )
    text = "No operator of a dwelling may require a face scan where a resident asks for a key.\n\nThe operator shall provide the key."
    return document, version(document, ("notice", "Notice", notice), ("sec_12.3", "§ 12.3", text))


def british() -> tuple[Document, Version]:
    notice = (
        "This consultation closes at 11:45pm on 11 December 2026. Respond online at https://consult.doors.gov.uk/faces or "
        "email your response to faces@doors.gov.uk with the subject line “Faces at doors consultation”. You can also write to: "
        "Faces Team, Department for Doors, 2 Gate Street, London SW1A 2XX."
    )
    document = Document(
        id="uk-doors-2026",
        kind=DocumentKind.DRAFT,
        jurisdiction="uk",
        title={"en": "Faces at doors: open consultation"},
        legal_status=LegalStatus.DRAFT,
        issuer="Department for Doors",
        url="https://www.gov.uk/government/consultations/faces-at-doors",
        published=OPENED,
        timezone="Europe/London",
        consultation=Consultation(
            opens=OPENED,
            closes=datetime.fromisoformat("2026-12-11T23:45:00+00:00"),
            stated_as="This consultation closes at 11:45pm on 11 December 2026.",
            evidence="notice",
            channels=(
                Channel(
                    "portal",
                    "https://consult.doors.gov.uk/faces",
                    quote="Respond online at https://consult.doors.gov.uk/faces",
                ),
                Channel(
                    "email",
                    "faces@doors.gov.uk",
                    quote="email your response to faces@doors.gov.uk with the subject line “Faces at doors consultation”",
                    required_marking="Faces at doors consultation",
                ),
                Channel(
                    "post",
                    "Faces Team, Department for Doors, 2 Gate Street, London SW1A 2XX",
                    quote="Faces Team, Department for Doors, 2 Gate Street, London SW1A 2XX",
                ),
            ),
        ),
    )
    text = "A landlord must keep another way in.\n\nIt must be open at all reasonable times."
    return document, version(document, ("notice", "Notice", notice), ("reg_4", "Regulation 4", text))


@pytest.fixture(scope="session")
def journeys_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled corpus with two more consultations, indexed by words. Shared: only copy it."""
    home = tmp_path_factory.mktemp("journeys") / "home"
    shutil.copytree(bundled_corpus(), home / "corpus", ignore=shutil.ignore_patterns("snapshots"))
    for document, text in (american(), british()):
        Corpus(home / "corpus" / "documents").save(document, (text,))
    build(Paths(home, home / "cache"), Settings(), now=datetime.fromisoformat(NOW), lexical_only=True)
    return home


@pytest.fixture
def regbot(
    journeys_home: Path, tmp_path: Path, regbot_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """regbot in a workspace of its own, by default as of the FRT draft's time."""
    home = Path(shutil.copytree(journeys_home, tmp_path / "home"))

    def run(*arguments: str, day: str = "2023-08-20", given: str = "", fails: bool = False) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        ran = regbot_here("--home", str(home), *(["--as-of", day] if day else []), *arguments)
        assert (ran.code != 0) == fails, ran.err
        return ran

    return run


def data(ran: Ran):
    return json.loads(ran.out)


def drafted(regbot: Callable[..., Ran], consultation: str, given: str, *arguments: str, day: str = "2023-08-20") -> str:
    regbot("draft", "new", consultation, "--interview", *arguments, day=day, given=given)
    return data(regbot("draft", "list", "--json", day=day))[0]["draft"]


def blocks(regbot: Callable[..., Ran], draft: str, *arguments: str, day: str = "2023-08-20") -> list[str]:
    checked = data(regbot("draft", "check", draft, "--json", *arguments, day=day))
    assert checked["ready"] == (not [item for item in checked["findings"] if item["level"] == "block"])
    return [item["id"] for item in checked["findings"] if item["level"] == "block"]


FRT = {"provisions": "Article 14", "quote": "2", "wording": "must offer => must, free of charge, offer\n"}


def test_the_frt_draft_from_a_worry_to_a_mail_and_a_letter(regbot, tmp_path):
    draft = drafted(regbot, "frt-draft-2023", replies(**FRT, channel="email"))
    assert blocks(regbot, draft) == []
    made = data(regbot("draft", "export", draft, "--format", "eml", "-o", str(tmp_path / "c.eml"), "--json"))
    message = email.message_from_bytes((tmp_path / "c.eml").read_bytes(), policy=policy.default)
    body = message.get_body().get_content()
    assert message["To"] == "shujuju@cac.gov.cn"
    assert message["From"] is None
    assert "Facial Recognition Technology" in message["Subject"]
    held = data(regbot("show", "frt-draft-2023#art_14", "--json"))
    quote = "Where a person declines verification by facial recognition, the property management company"
    assert quote in body
    assert quote in held["text"]
    assert held["sha256"] in body
    assert "free of charge" in body
    assert made["sha256"] == hashlib.sha256(body.replace("\r\n", "\n").encode()).hexdigest()
    assert any("7 September 2023, 23:59 (Asia/Shanghai)" in step for step in made["steps"])

    regbot("draft", "export", draft, "--format", "docx", "-o", str(tmp_path / "c.docx"))
    lines = [paragraph.text for paragraph in docx.Document(str(tmp_path / "c.docx")).paragraphs]
    assert MARKING in lines[:5]
    assert any("北京市海淀区阜成路15号" in line for line in lines[:5])

    sent = data(regbot("draft", "sent", draft, "--tracking", "no number", "--json"))
    assert (sent["channel"], sent["sha256"]) == ("email", made["sha256"])
    assert data(regbot("draft", "outcome", draft, "--json"))["final"] is None
    became = data(regbot("draft", "outcome", draft, "--json", day=""))
    assert became["final"] == "frt-measures-2025"
    (change, *_) = became["points"][0]["changes"]
    assert change["draft"][0]["ref"] == "frt-draft-2023#art_14"
    assert change["final"][0]["text"] in data(regbot("show", change["final"][0]["ref"], "--json", day=""))["text"]


def test_a_chinese_letter_on_the_frt_draft(regbot, tmp_path):
    given = replies(
        provisions="第十四条",
        quote="",
        name="张三",
        standing="本人居住的小区只能刷脸进门。",
        reason="不刷脸就不能回家，因为没有其他方式，同意不是自愿的。\n",
        evidence="2023年3月起，本小区212户停用门禁卡。\n",
        wording="",
        opening="本人就小区门禁问题提出意见。\n",
        closing="谢谢。",
        channel="post",
    )
    draft = drafted(regbot, "frt-draft-2023", given, "--lang", "zh")
    assert blocks(regbot, draft, "--channel", "post") == []
    regbot("draft", "export", draft, "--channel", "post", "-o", str(tmp_path / "c.docx"))
    lines = [paragraph.text for paragraph in docx.Document(str(tmp_path / "c.docx")).paragraphs]
    assert MARKING in lines[:5]
    assert "国家互联网信息办公室：" in lines
    assert "一、关于第十四条" in lines
    assert lines.index("此致") + 1 == lines.index("敬礼！")
    assert "张三\n" in next(line for line in lines if "2023年8月20日" in line)


def test_a_us_form_with_five_thousand_bytes(regbot, tmp_path):
    long = "Keys matter to people who work at night, because a camera does not see them well. " * 80
    draft = drafted(
        regbot, "us-door-rule-2026", replies(provisions="§ 12.3", reason=f"{long}\n", wording="", channel="1"), day=""
    )
    assert blocks(regbot, draft, day="") == []
    made = data(regbot("draft", "export", draft, "-o", str(tmp_path / "c.txt"), "--json", day=""))
    assert (made["format"], made["split"], made["channel"]["max_bytes"]) == ("txt", True, 5_000)
    text = (tmp_path / "c.txt").read_bytes()
    assert len(text) == made["bytes"] <= 5_000
    assert b"XYZ-2026-0042" in text
    assert "§ 12.3: a change is asked for".encode() in text
    assert [Path(path).name for path in made["files"]] == ["c.txt", "c-comment.docx"]
    whole = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "c-comment.docx")).paragraphs)
    assert long.strip() in whole
    steps = "\n".join(made["steps"])
    assert "https://www.regulations.gov" in steps
    assert "18 December 2026, 23:59 (America/New_York)" in steps
    sent = data(regbot("draft", "sent", draft, "--tracking", "mff-1abc", "--json", day=""))
    assert (sent["tracking"], sent["sha256"]) == ("mff-1abc", hashlib.sha256(text).hexdigest())


def test_a_us_form_takes_a_short_comment_whole(regbot, tmp_path):
    draft = drafted(regbot, "us-door-rule-2026", replies(provisions="§ 12.3", wording="", channel="portal"), day="")
    made = data(regbot("draft", "export", draft, "-o", str(tmp_path / "c.txt"), "--json", day=""))
    assert not made["split"]
    assert made["files"] == [str(tmp_path / "c.txt")]
    assert "No operator of a dwelling may require a face scan" in (tmp_path / "c.txt").read_text()


def test_a_gov_uk_consultation_by_mail_with_its_subject_and_by_post(regbot, tmp_path):
    given = replies(provisions="Regulation 4", wording="all reasonable times => all times\n", channel="email")
    draft = drafted(regbot, "uk-doors-2026", given, day="")
    assert blocks(regbot, draft, day="") == []
    regbot("draft", "export", draft, "-o", str(tmp_path / "c.eml"), day="")
    message = email.message_from_bytes((tmp_path / "c.eml").read_bytes(), policy=policy.default)
    assert (message["To"], message["Subject"]) == ("faces@doors.gov.uk", "Faces at doors consultation")
    assert "delete “reasonable”" in message.get_body().get_content()
    made = data(regbot("draft", "export", draft, "--channel", "post", "-o", str(tmp_path / "c.docx"), "--json", day=""))
    assert any("2 Gate Street, London SW1A 2XX" in step for step in made["steps"])
    assert any("Post it by 4 December 2026" in step for step in made["steps"])
    regbot("draft", "export", draft, "-o", str(tmp_path / "c.html"), day="")
    page = BeautifulSoup((tmp_path / "c.html").read_text(), "lxml")
    assert page.find("del").text.strip() == "reasonable"


def test_an_interview_that_breaks_off_keeps_every_answer(regbot):
    regbot("draft", "new", "frt-draft-2023", "--interview", given="anonymous\nI rent a flat.\nA worry of mine")
    draft = data(regbot("draft", "list", "--json"))[0]["draft"]
    shown = data(regbot("draft", "show", draft, "--json"))
    said = json.dumps(shown, ensure_ascii=False)
    assert "anonymous" in said
    assert "I rent a flat." in said
    assert "A worry of mine" in said


def test_a_broken_off_interview_goes_on_where_it_stopped(regbot):
    broken = regbot("draft", "new", "frt-draft-2023", "--interview", given="anonymous\nI rent a flat.\n")
    draft = data(regbot("draft", "list", "--json"))[0]["draft"]
    assert f"`regbot draft edit {draft} --interview` goes on" in broken.err
    ran = regbot("draft", "edit", draft, "--interview", given="Doors that open by face alone.\n\n")
    assert "What worries you" in ran.out
    assert "Who are you in this" not in ran.out
    assert "Doors that open by face alone." in json.dumps(data(regbot("draft", "show", draft, "--json")))
    assert len(data(regbot("draft", "list", "--json"))) == 1


def test_a_reply_that_does_not_fit_is_asked_again(regbot):
    ran = regbot("draft", "new", "frt-draft-2023", "--interview", given="king\n2\n")
    assert "'king' is none of the choices" in ran.err
    draft = data(regbot("draft", "list", "--json"))[0]["draft"]
    assert "organisation" in json.dumps(data(regbot("draft", "show", draft, "--json")))


def test_a_blocked_export_says_what_blocks_it_and_writes_nothing(regbot, tmp_path):
    draft = drafted(regbot, "frt-draft-2023", replies(**FRT | {"closing": "I ask for [TODO]."}, channel="email"))
    ran = regbot("draft", "export", draft, "-o", str(tmp_path / "c.eml"), fails=True)
    assert ran.code == 7
    assert "C23" in ran.err
    assert "To mend it: " in ran.err
    assert not (tmp_path / "c.eml").exists()
    regbot("draft", "export", draft, "-o", str(tmp_path / "c.eml"), "--anyway")


def test_errors_are_json_for_scripts(regbot):
    ran = regbot("draft", "export", "no-such-draft", "--json", fails=True)
    assert ran.code == 7
    assert data(ran)["error"]["code"] == "draft"
    ran = regbot("draft", "export", "no-such-draft", "--format", "pdf", fails=True)
    assert ran.code == 2


HOSTILE = (
    "<script>alert(1)</script> [/foo] [@click=app.quit]x[/] \x1b]0;owned\x07\x1b[2J \u202e ../../../etc/passwd {{x}}"
)


@pytest.mark.parametrize("form", ["eml", "docx", "md", "html", "txt"])
def test_a_hostile_draft_is_harmless_in_every_export(regbot, tmp_path, form):
    folder = tmp_path / "home" / "drafts"
    folder.mkdir()
    body = f"{HOSTILE}\n\n{'words about doors ' * 60_000}"
    (folder / "hostile.md").write_text(
        f"---\nconsultation: frt-draft-2023\nlang: en\ntitle: {HOSTILE}\nname: {HOSTILE}\nsender: individual\n---\n\n"
        f"## Opening\n\n{body}\n\n## Point 1\n\n- provision: frt-draft-2023#art_5\n- position: amend\n\n> {HOSTILE}\n\n"
        f"### Reason\n\n{HOSTILE}\n\n### Proposed wording\n\n{HOSTILE}\n"
    )
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    ran = regbot("draft", "export", "hostile", "--format", form, "--anyway")
    assert "\x1b" not in ran.out + ran.err
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.parent for path in written} == {folder / "exports"}
    (made,) = (path for path in written if path.suffix == f".{form}")
    assert made.name == f"hostile.{form}"
    if form == "html":
        assert not BeautifulSoup(made.read_text(), "lxml").find_all(["script", "a", "img"])
    if form == "eml":
        message = email.message_from_bytes(made.read_bytes(), policy=policy.default)
        assert (message["To"], message["Bcc"], message["From"]) == ("shujuju@cac.gov.cn", None, None)
    if form not in ("docx", "eml"):
        assert not [sign for sign in made.read_text() if ord(sign) < 32 and sign not in "\n\t"]
