"""A publisher's text beside our own of the same document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regbot.model import Document, DocumentKind, LegalStatus, TextKind, Version
from regbot.parse.assemble import provisions_of, version_of
from regbot.workspace import Workspace
from tests.replaying import Replay
from tests.workflows.gazette import act, gazette_toml, install, publish, workspace
from tests.workflows.test_refresh import run

install()


@pytest.fixture
def space(replay: Replay, tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "home", gazette_toml(replay.url))


def restatement(space: Workspace, url: str, lang: str = "en") -> Version:
    name = "dog-act"
    document = Document(
        id=name,
        kind=DocumentKind.DRAFT,
        jurisdiction="test",
        title={"en": "Dog act"},
        legal_status=LegalStatus.DRAFT,
        url=url,
    )
    pieces = provisions_of("Article 1 Scope\n\nIn our words: dogs.\n\nArticle 2 Duty\n\nIn our words: tell.", "en")
    version = version_of(pieces, document=name, date=date(2024, 3, 1), lang=lang, kind=TextKind.RESTATEMENT)
    version = replace(version, provisions=tuple(replace(item, topics=("dogs",)) for item in version.provisions))
    space.corpus.save(document, (version,))
    path = space.paths.documents / "test" / name / "document.toml"
    path.write_text(path.read_text() + "# a maintainer's remark\n")
    return version


def test_official_text_stands_beside_the_restatement(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, lang="zh", url="https://gazette.example/dogs/"))
    restatement(space, "http://www.gazette.example/dogs")
    report = run(space)
    assert [(change.document, change.effect) for change in report.changes] == [("dog-act", "changed")]
    english, chinese = space.corpus.versions("dog-act")
    assert (english.kind, english.lang, chinese.kind, chinese.lang) == (
        TextKind.RESTATEMENT,
        "en",
        TextKind.OFFICIAL,
        "zh",
    )
    assert chinese.date == date(2024, 3, 1)
    assert chinese.provisions[0].topics == ("dogs",)
    assert "a maintainer's remark" in (space.paths.documents / "test" / "dog-act" / "document.toml").read_text()
    assert space.corpus.ids() == ["dog-act"]
    assert run(space).unchanged == 1


def test_official_text_in_the_language_of_the_restatement_takes_its_day(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, url="https://gazette.example/dogs"))
    restatement(space, "https://gazette.example/dogs")
    run(space)
    (version,) = space.corpus.versions("dog-act")
    assert (version.kind, version.date) == (TextKind.OFFICIAL, date(2024, 3, 1))
    (kept,) = space.corpus.replaced("dog-act", date(2024, 3, 1), "en")
    assert "kind: restatement" in kept.read_text("utf-8")


def test_a_curated_official_text_is_kept_and_the_difference_told(space: Workspace, replay: Replay):
    publish(replay, 1, act_1=act(1, url="https://gazette.example/dogs"))
    curated = restatement(space, "https://gazette.example/dogs")
    space.corpus.save(space.corpus.document("dog-act"), (replace(curated, kind=TextKind.OFFICIAL),))
    report = run(space)
    assert report.changed == 0
    assert "differs in art_1, art_2" in report.notes[0]


def test_addresses_named_in_the_settings_are_matched(replay: Replay, tmp_path: Path):
    publish(replay, 1, act_1=act(1, lang="zh"))
    toml = f'known = {{ "{replay.url}/acts/1" = "dog-act" }}\n' + gazette_toml(replay.url)
    space = workspace(tmp_path / "home", toml)
    restatement(space, "")
    run(space)
    assert [version.lang for version in space.corpus.versions("dog-act")] == ["en", "zh"]
