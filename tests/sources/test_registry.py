"""sources.toml: what it may say, and how it says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from regbot.errors import ConfigError
from regbot.sources import registry
from regbot.sources.base import document_id, stamp_of
from regbot.sources.folder import Folder, FolderSettings

FOLDER = {"type": "folder", "path": "laws", "terms": "my own"}


def read(**sources: object) -> registry.Registry:
    return registry.read({"sources": sources}, "sources.toml")


def test_a_source_is_made_from_its_table():
    listed = read(mine=FOLDER)
    (settings,) = listed.sources
    assert isinstance(settings, FolderSettings)
    assert (settings.name, settings.path, settings.enabled) == ("mine", "laws", True)
    assert isinstance(registry.make(settings), Folder)


def test_the_type_may_be_the_name():
    assert read(folder={"path": "laws", "terms": "my own"}).sources[0].type == "folder"


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ({**FOLDER, "delay_second": 2}, "unknown key 'delay_second'", "did you mean 'delay_seconds'?"),
        ({**FOLDER, "type": "foldr"}, "there is no type 'foldr'", "did you mean 'folder'?"),
        ({"type": "folder", "path": "laws"}, "terms: field required", "correct that value"),
        ({**FOLDER, "terms": ""}, "terms: string should have at least 1 character", "correct that value"),
        ({**FOLDER, "cadence": "often"}, "cadence", "correct that value"),
        ({**FOLDER, "timezone": "Mars/Base"}, "no time zone", "correct that value"),
        ({**FOLDER, "ignore_robots": True}, "ignore_robots is only for local servers", "correct that value"),
        ({**FOLDER, "delay_seconds": -1}, "delay_seconds", "correct that value"),
    ],
)
def test_a_wrong_table_names_source_and_key(table: dict[str, object], message: str, hint: str):
    with pytest.raises(ConfigError) as caught:
        read(mine=table)
    assert "sources.mine" in caught.value.message
    assert message in caught.value.message
    assert caught.value.hint == hint


def test_unknown_keys_at_the_top():
    with pytest.raises(ConfigError) as caught:
        registry.read({"source": {}}, "sources.toml")
    assert caught.value.hint == "did you mean 'sources'?"


def test_choosing_sources():
    listed = read(one=FOLDER, two={**FOLDER, "enabled": False})
    assert [item.name for item in listed.chosen()] == ["one"]
    assert [item.name for item in listed.chosen(["two", "one", "two"])] == ["two", "one"]
    with pytest.raises(ConfigError) as caught:
        listed.chosen(["tow"])
    assert caught.value.hint == "did you mean 'two'?"


def test_overrides_replace_keys():
    listed = registry.read({"sources": {"one": FOLDER}}, "x", {"one": {"path": "other"}})
    assert getattr(listed.sources[0], "path") == "other"  # noqa: B009
    with pytest.raises(ConfigError, match="there is no source"):
        registry.read({"sources": {"one": FOLDER}}, "x", {"two": {}})


def test_a_file_that_is_no_toml(tmp_path: Path):
    path = tmp_path / "sources.toml"
    path.write_text("[sources")
    with pytest.raises(ConfigError, match=r"sources\.toml"):
        registry.load(path)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("2023-28384", "fr-2023-28384"),
        ("2023–28384", "fr-2023-28384"),
        ("C1-2023-27758", "fr-c1-2023-27758"),
        ("EPA_HQ 2023", "fr-epa-hq-2023"),
    ],
)
def test_document_ids(number: str, name: str):
    assert document_id("fr", number) == name


def test_document_ids_are_safe_and_apart():
    names = [document_id("p", text) for text in ("人脸识别", "数据安全", "", "..", "a" * 300, "a" * 301)]
    assert len(set(names)) == 6
    for name in names:
        assert name.replace("-", "").replace(".", "").isalnum()
        assert name.isascii()
        assert len(name) <= 80


def test_stamps_do_not_depend_on_order():
    assert stamp_of({"a": 1, "b": [2]}) == stamp_of({"b": [2], "a": 1}) != stamp_of({"a": 1, "b": [3]})
