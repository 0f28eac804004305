"""The first paint waits for nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    *("chromadb", "onnxruntime", "torch", "sentence_transformers", "tokenizers", "numpy", "pydantic"),
    *("regbot.index", "regbot.ask", "regbot.parse"),
}
PROBE = """
import sys
import regbot.tui.app
print(" ".join(sorted(sys.modules)))
"""
FIRST_PAINT = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from regbot.model import AsOf
from regbot.paths import Paths
from regbot.tui.app import RegbotApp
from regbot.tui.screens.main import MainScreen

class Workspace:
    paths = Paths(Path("/nowhere"), Path("/nowhere"))
    as_of = AsOf(datetime.now().astimezone())

painted = []
begin = MainScreen._begin
MainScreen._begin = lambda self: painted.append(" ".join(sorted(sys.modules)))

async def main():
    app = RegbotApp(Workspace())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "sk&#160;a&#160;question" in app.export_screenshot()

asyncio.run(main())
print(painted[0])
"""


def modules(script: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


def test_importing_the_app_loads_nothing_heavy():
    assert not modules(PROBE) & HEAVY


def test_the_first_paint_loads_nothing_heavy():
    assert not modules(FIRST_PAINT) & HEAVY
