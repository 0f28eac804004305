"""Warm `ask` and `search` beside the least that any such program does: encode the question, query Chroma.

`python -m tests.bench.warm HOME` reports on a synthetic workspace that is built already.
"""

from __future__ import annotations

import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from regbot.model import AsOf, Filters, LegalStatus
from regbot.paths import resolve
from regbot.workspace import Workspace
from tests.bench import cold
from tests.bench.process import regbot_at, run

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PASSAGES = 300
ROUNDS = 2
QUESTIONS = (
    "Can my landlord make face scan the only way in?",
    "How long may recordings of a camera be kept?",
    "Who has to be told before personal information goes abroad?",
    "What is the fine for selling customer data?",
    "May a school use biometric checks on children?",
    "When must a processor carry out an impact assessment?",
    "Is written consent needed for medical records?",
    "Which authority hears complaints about public cameras?",
    "May an employer watch staff by video?",
    "Does a shop need a sign at the entrance?",
)
FILTERS: dict[str, Filters] = {
    "no filter": Filters(AsOf(NOW)),
    "one document": Filters(AsOf(NOW), documents=("synthetic-00003",)),
    "one document in ten": Filters(AsOf(NOW), documents=("synthetic-*3",)),
    "status": Filters(AsOf(NOW), statuses=(LegalStatus.IN_FORCE,)),
    "language": Filters(AsOf(NOW), langs=("en",)),
    "as of 2005": Filters(AsOf(NOW, date(2005, 1, 1))),
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What one answer took: milliseconds on the clock and of processor time."""

    wall: float
    cpu: float


def measure(provisions: int) -> None:
    """Print a table for a synthetic workspace of `provisions`, its vectors taken from the embedding cache."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        run([sys.executable, "-m", "tests.bench.synthetic", folder, str(provisions)])
        built = run([*regbot_at(home), "index", "build"])
        print(f"\n{provisions} provisions built from cached vectors in {built.wall:.0f} s ({built.cpu:.0f} s of")
        print(f"processor time), {_embedded(home) / built.wall:.0f} texts a second, peak memory {built.memory:.0f} MB")
        report(home)
        cold.report(home)


def report(home: Path) -> None:
    """Print medians, 95th percentiles and ratios to encoding and one Chroma query, for the built workspace at `home`.

    After every question to regbot the same question goes to the encoder and Chroma alone, so that both share whatever
    else the machine does; a ratio is the median of those pairs.
    """
    workspace = Workspace(resolve(home), AsOf(NOW))
    index = workspace.index
    before = _resident()
    index.meaning.load()
    vectors, encoder = index.meaning.chroma, index.meaning.encoder
    manifest = index.manifest

    def least(question: str) -> object:
        return vectors.nearest(encoder.query(question), PASSAGES)

    print(f"{manifest.texts} provisions, {manifest.vectors} vectors, {manifest.documents} documents")
    print(f"{'':30}{'p50 ms':>9}{'p95 ms':>9}{'p95/p50':>9}{'cpu ms':>9}{'ratio':>8}{'ratio cpu':>11}")
    _row("encode + Chroma", [(spent, spent) for spent in (_spent(least, question) for question in QUESTIONS * ROUNDS)])
    for name, filters in FILTERS.items():
        _row(f"search, {name}", _pairs(partial(index.search, filters=filters), least))
    for name, filters in FILTERS.items():
        _row(f"ask, {name}", _pairs(partial(_ask, workspace, filters), least))
    held, stored = _resident() - before, _disk(index.folder)
    print(f"memory {held / manifest.texts:.2f} kB a provision beyond an open workspace, ", end="")
    print(f"disk {stored / manifest.texts:.1f} kB (index alone, without the embedding cache)")
    index.close()


def _embedded(home: Path) -> int:
    """How many texts the embedding cache holds: `tests.bench.indexing` says how fast they would be embedded."""
    with closing(sqlite3.connect(resolve(home).embeddings)) as cache:
        return int(cache.execute("SELECT count(*) FROM vectors").fetchone()[0])


def _ask(workspace: Workspace, filters: Filters, question: str) -> object:
    return workspace.conversation().ask(question, filters)


def _pairs(task: Callable[[str], object], least: Callable[[str], object]) -> list[tuple[Spent, Spent]]:
    for question in QUESTIONS:
        task(question)
    return [(_spent(task, question), _spent(least, question)) for question in QUESTIONS * ROUNDS]


def _spent(task: Callable[[str], object], question: str) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    task(question)
    return Spent(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu))


def _row(name: str, pairs: list[tuple[Spent, Spent]]) -> None:
    walls = [own.wall for own, _ in pairs]
    middle, high = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
    cpu = statistics.median(own.cpu for own, _ in pairs)
    ratio = statistics.median(own.wall / other.wall for own, other in pairs)
    by_cpu = statistics.median(own.cpu / other.cpu for own, other in pairs)
    print(f"{name:30}{middle:>9.1f}{high:>9.1f}{high / middle:>9.2f}{cpu:>9.1f}{ratio:>8.2f}{by_cpu:>11.2f}")


def _resident() -> float:
    """This process's memory in kB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024


def _disk(folder: Path) -> float:
    """What the files in a folder take, in kB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024


if __name__ == "__main__":
    for given in sys.argv[1:]:
        report(Path(given))
