"""A small workspace, and regbot run as a real process or in this one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from regbot.corpus.store import Corpus
from regbot.model import (
    Channel,
    Confidence,
    Consultation,
    Document,
    DocumentKind,
    LegalStatus,
    Provision,
    Relation,
    TextKind,
    Version,
)

settings.register_profile("regbot", deadline=None)
settings.load_profile("regbot")

LONGEST_TEST_ID = 120

NOW = "2026-11-22T09:00:00+08:00"
DRAFT_DAY, RULE_DAY = date(2023, 8, 8), date(2025, 3, 21)
STATED = "Comments must arrive by 7 September 2023."


def pytest_configure() -> None:
    """A job in the background of a script ignores ctrl+c, and so would every process that a test starts and stops."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes may hold the minute they were made and a long text fills the screen: they are told apart by number."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > LONGEST_TEST_ID) else None


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def provision(document: str, version: date, eid: str, label: str, heading: str, text: str, **more) -> Provision:
    values = {"lang": "en", "kind": TextKind.RESTATEMENT} | more
    return Provision(document=document, version=version, eid=eid, label=label, heading=heading, text=text, **values)


def draft() -> tuple[Document, Version]:
    name = "faces-draft-2023"
    document = Document(
        id=name,
        kind=DocumentKind.DRAFT,
        jurisdiction="cn",
        title={"en": "Draft rules on face recognition", "zh": "人脸识别规定（征求意见稿）"},
        short_title="2023 draft",
        legal_status=LegalStatus.DRAFT,
        issuer="Cyberspace Administration",
        url="https://example.org/draft",
        published=DRAFT_DAY,
        timezone="Asia/Shanghai",
        consultation=Consultation(
            opens=DRAFT_DAY,
            closes=date(2023, 9, 7),
            stated_as=STATED,
            evidence="notice",
            channels=(Channel("email", "comments@example.org", quote="comments@example.org"),),
        ),
        relations=(Relation("finalised_by", "faces-rules-2025"),),
    )
    chapter = {"breadcrumb": ("Chapter I General",)}
    provisions = (
        provision(name, DRAFT_DAY, "notice", "Notice", "", f"{STATED} Write to comments@example.org."),
        provision(
            name, DRAFT_DAY, "art_1", "Article 1", "Purpose", "These rules protect personal information.", **chapter
        ),
        provision(
            name,
            DRAFT_DAY,
            "art_2",
            "Article 2",
            "Consent",
            "Processing a face needs the separate consent of the person.\n\n"
            "This does not apply where:\n(1) a law says so;\n(2) the person is in danger.",
            topics=("consent",),
            confidence=Confidence.NUMBER_UNVERIFIED,
            summaries={"zh": "处理人脸信息应当取得个人的单独同意。"},
            terms={"zh": ("单独同意",)},
            **chapter,
        ),
        provision(name, DRAFT_DAY, "art_3", "Article 3", "", "", gap="Not recovered from any source.", **chapter),
    )
    return document, Version(name, DRAFT_DAY, "en", TextKind.RESTATEMENT, provisions, by="tests", notice="Unofficial.")


def rule() -> tuple[Document, Version, Version]:
    name = "faces-rules-2025"
    document = Document(
        id=name,
        kind=DocumentKind.RULE,
        jurisdiction="cn",
        title={"en": "Rules on face recognition", "zh": "人脸识别办法"},
        short_title="2025 Rules",
        legal_status=LegalStatus.IN_FORCE,
        issuer="Cyberspace Administration",
        url="https://example.org/rules",
        published=RULE_DAY,
        effective=date(2025, 6, 1),
        timezone="Asia/Shanghai",
        relations=(Relation("finalises", "faces-draft-2023"),),
    )
    english = (
        provision(
            name,
            RULE_DAY,
            "art_1",
            "Article 1",
            "Consent",
            "A face may be processed only with separate consent, which can be withdrawn.",
        ),
        provision(
            name,
            RULE_DAY,
            "art_2",
            "Article 2",
            "Filing",
            "A processor that stores the faces of 100,000 people files with the provincial office.",
        ),
    )
    chinese = (
        provision(
            name,
            RULE_DAY,
            "art_1",
            "第一条",
            "",
            "处理人脸信息应当取得单独同意，个人有权撤回同意。",
            lang="zh",
            kind=TextKind.OFFICIAL,
        ),
        provision(
            name,
            RULE_DAY,
            "art_2",
            "第二条",
            "",
            "存储人脸信息数量达到10万人的，应当备案。",
            lang="zh",
            kind=TextKind.OFFICIAL,
        ),
    )
    return (
        document,
        Version(name, RULE_DAY, "en", TextKind.RESTATEMENT, english, by="tests"),
        Version(name, RULE_DAY, "zh", TextKind.OFFICIAL, chinese, by="publisher"),
    )


def news() -> tuple[Document, Version]:
    name = "news-2023-08-08"
    document = Document(
        id=name,
        kind=DocumentKind.NEWS,
        jurisdiction="cn",
        title={"en": "China drafts face rules"},
        legal_status=LegalStatus.NEWS,
        published=DRAFT_DAY,
    )
    body = provision(
        name,
        DRAFT_DAY,
        "body",
        "Report",
        "",
        "Hotels and apartment gates use face scans; SenseTime makes such software.",
    )
    return document, Version(name, DRAFT_DAY, "en", TextKind.RESTATEMENT, (body,), by="tests")


def write_corpus(home: Path) -> Path:
    """The three small documents in a workspace at `home`."""
    corpus = Corpus(home / "corpus" / "documents")
    for document, *versions in (draft(), rule(), news()):
        corpus.save(document, versions)
    return home


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the developer's own settings, a fixed clock, an own cache that all tests share."""
    for name in os.environ:
        if name.startswith("REGBOT_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("REGBOT_NOW", NOW)
    monkeypatch.setenv("REGBOT_CACHE", str(_shared_cache()))
    monkeypatch.setenv("REGBOT_HOME", str(tmp_path_factory.getbasetemp() / "no-workspace"))


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three small documents and a lexical index. Shared: only read it."""
    from regbot.config import Settings
    from regbot.index.generation import build
    from regbot.paths import Paths

    home = write_corpus(tmp_path_factory.mktemp("tiny") / "home")
    build(Paths(home, _shared_cache()), Settings(), now=datetime.fromisoformat(NOW), lexical_only=True)
    return home


@pytest.fixture
def own_home(tiny_home: Path, tmp_path: Path) -> Path:
    """A copy of `tiny_home` to change."""
    return Path(shutil.copytree(tiny_home, tmp_path / "own"))


@pytest.fixture
def bare_home(tmp_path: Path) -> Path:
    """The three small documents without an index."""
    return write_corpus(tmp_path / "bare")


@pytest.fixture
def regbot_process() -> Callable[..., Ran]:
    """Run `regbot ARGUMENTS` as a process of its own."""

    def run(*arguments: str, given: str | bytes = "", **environment: str) -> Ran:
        data = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            [sys.executable, "-m", "regbot", *arguments],
            input=data,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(_repository()), **environment},
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def regbot_here(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `regbot ARGUMENTS` in this process: quicker, but without a start of its own."""
    from regbot.cli.main import main

    def run(*arguments: str, **environment: str) -> Ran:
        capsys.readouterr()
        with pytest.MonkeyPatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def _repository() -> Path:
    return Path(__file__).resolve().parent.parent


def _shared_cache() -> Path:
    """Where exported models lie between runs of the tests, so that one export serves them all."""
    return _repository() / ".pytest_cache" / "regbot"
