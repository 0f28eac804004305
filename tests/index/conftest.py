"""Indexes with vectors, made once with the real model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.index import exact
from regbot.index.generation import build
from regbot.index.retrieve import Index
from regbot.model import AsOf, Filters
from tests.index.small_index import NOW, paths_of


@pytest.fixture(scope="session")
def embedded_home(tmp_path_factory: pytest.TempPathFactory, tiny_home: Path) -> Path:
    """The three small documents with an index that has vectors. Shared: only read it."""
    home = tmp_path_factory.mktemp("embedded") / "home"
    shutil.copytree(tiny_home / "corpus", home / "corpus")
    build(paths_of(home), Settings(), now=NOW)
    return home


@pytest.fixture
def own_embedded_home(embedded_home: Path, tmp_path: Path) -> Path:
    """A copy of `embedded_home` to change."""
    return Path(shutil.copytree(embedded_home, tmp_path / "embedded"))


@pytest.fixture(params=["compared", "chroma"])
def index(embedded_home: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """The shared index, its vectors compared one by one as small ones are, and asked of Chroma as large ones are."""
    if request.param == "chroma":
        monkeypatch.setattr(exact, "MOST_OF_ALL", 0)
        monkeypatch.setattr(exact, "MOST", 0)
    opened = Index.open(paths_of(embedded_home), Settings())
    yield opened
    opened.close()


@pytest.fixture
def now_filters() -> Filters:
    return Filters(AsOf(NOW))
