"""The app on a small real workspace, driven as a person would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from regbot.model import AsOf
from regbot.paths import resolve
from regbot.tui.app import RegbotApp
from regbot.tui.history import History
from regbot.workspace import Workspace
from tests.conftest import NOW

MakeApp = Callable[..., RegbotApp]


@pytest.fixture
def make_app(tiny_home: Path, tmp_path: Path) -> MakeApp:
    """An app on a workspace (default: the shared one), nothing moving by itself, nothing built unless asked for.

    On the shared one the history is a file of the test's own.
    """

    def make(home: Path = tiny_home, *, builds: bool = False) -> RegbotApp:
        workspace = Workspace(resolve(home), AsOf(datetime.fromisoformat(NOW)))
        app = RegbotApp(workspace, builds=builds)
        app.animation_level = "none"
        if home == tiny_home:
            app.session.history = History(tmp_path / "history.jsonl")
        return app

    return make
