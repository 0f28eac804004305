"""Workspaces made for one measurement: imported and indexed by the command itself, embeddings kept from run to run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from regbot.cli.main import main
from regbot.model import AsOf
from regbot.paths import bundled_corpus, resolve
from regbot.workspace import Workspace

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CACHE = Path(__file__).parents[3] / ".pytest_cache" / "retrieval"


@contextmanager
def imported(name: str, paths: Sequence[Path]) -> Iterator[Workspace]:
    """A workspace with what `regbot import` makes of `paths`. `name` tells its kept embeddings from others'.

    Raises SystemExit when the command fails.
    """
    with _folder(name) as home:
        _run(home, "import", "--no-index", *map(str, paths))
        yield _indexed(home)


@contextmanager
def bundled() -> Iterator[Workspace]:
    """A workspace with the corpus that comes with regbot."""
    with _folder("bundled") as home:
        shutil.copytree(bundled_corpus() / "documents", resolve(home).documents)
        yield _indexed(home)


def _indexed(home: Path) -> Workspace:
    _run(home, "index", "build")
    return Workspace(resolve(home), AsOf(NOW))


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    kept = CACHE / f"{name}.sqlite3"
    with tempfile.TemporaryDirectory() as folder:
        embeddings = resolve(Path(folder)).embeddings
        embeddings.parent.mkdir(parents=True)
        if kept.is_file():
            shutil.copy(kept, embeddings)
        yield Path(folder)
        if embeddings.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(embeddings, kept)


def _run(home: Path, *arguments: str) -> None:
    if code := main(["--quiet", "--home", str(home), *arguments]):
        raise SystemExit(code)
