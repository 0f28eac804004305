"""Local files as sources."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.fetch.errors import ParseError
from regbot.model import DocumentKind
from regbot.sources.base import Listed, Parsed
from regbot.sources.folder import SUFFIXES, Folder, FolderSettings, parse_file
from tests.replaying import context_for, only_source_errors

TEXT = "Rules on dogs\n\nArticle 1 Scope\n\nAll dogs.\n\nArticle 2 Duty\n\nLeads."


def run(home: Path, **more: object) -> list[tuple[Listed, Parsed]]:
    source = Folder(FolderSettings(name="mine", type="folder", terms="my own", path="laws", **more))
    context = replace(context_for(home / "snapshots"), home=home)
    return [(listed, source.fetch(context, listed)) for listed in source.discover(context, None)]


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    folder = tmp_path / "laws"
    (folder / "sub").mkdir(parents=True)
    return folder


def test_every_kind_of_file(laws: Path, tmp_path: Path):
    from tests.parse.test_pages_and_feeds import docx_of, pdf_of

    (laws / "a.md").write_text(f"---\ntitle: Dog rules\nid: dog-rules\n---\n\n{TEXT}")
    (laws / "b.txt").write_bytes("第一条 为了规范。\n\n第二条 应当同意。".encode("gb18030"))
    (laws / "sub" / "c.html").write_text(
        f"<html><body><h1>Rules</h1>{''.join(f'<p>{line}</p>' for line in TEXT.split(chr(10) * 2))}</body></html>"
    )
    (laws / "d.pdf").write_bytes(pdf_of(TEXT.replace("\n\n", "\n")))
    (laws / "e.docx").write_bytes(docx_of(*TEXT.split("\n\n")))
    rows = [
        {"id": f"p{number}", "document": name, "label": f"§ {number}", "text": f"Text {number}"}
        for name in ("one", "two")
        for number in (1, 2)
    ]
    (laws / "f.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (laws / ".hidden.md").write_text(TEXT)
    (laws / "g.exe").write_text("x")
    found = {listed.key: parsed for listed, parsed in run(tmp_path)}
    assert list(found) == ["a.md", "b.txt", "d.pdf", "e.docx", "f.jsonl#one", "f.jsonl#two", "sub/c.html"]
    assert found["a.md"].document.id == "dog-rules"
    assert found["a.md"].document.title == {"en": "Dog rules"}
    assert found["b.txt"].versions[0].lang == "zh"
    assert [item.eid for item in found["f.jsonl#two"].versions[0].provisions] == ["p1", "p2"]
    assert found["f.jsonl#two"].document.kind is DocumentKind.PASSAGES
    for key in ("a.md", "d.pdf", "e.docx", "sub/c.html"):
        assert [item.eid for item in found[key].versions[0].provisions if item.eid.startswith("art")] == [
            "art_1",
            "art_2",
        ], key


def test_the_stamp_is_the_hash_of_the_bytes(laws: Path, tmp_path: Path):
    path = laws / "a.md"
    path.write_text(TEXT)
    ((first, _),) = run(tmp_path)
    path.touch()
    ((same, _),) = run(tmp_path)
    path.write_text(TEXT + "!")
    ((other, _),) = run(tmp_path)
    assert first.stamp == same.stamp != other.stamp


def test_links_out_of_the_folder_are_not_followed(laws: Path, tmp_path: Path):
    (tmp_path / "secret.md").write_text(TEXT)
    (laws / "link.md").symlink_to(tmp_path / "secret.md")
    assert run(tmp_path) == []


def test_a_folder_that_is_gone(tmp_path: Path):
    with pytest.raises(ParseError, match="there is no folder"):
        run(tmp_path)


def test_an_empty_file_is_refused(laws: Path, tmp_path: Path):
    (laws / "a.md").write_text(" \n")
    with pytest.raises(ParseError):
        run(tmp_path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_any_file(data: bytes, suffix: str):
    given = FolderSettings(name="mine", type="folder", terms="t", path="x")
    only_source_errors(parse_file, f"file{suffix}", data, given, date(2026, 1, 1))
