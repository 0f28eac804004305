"""Warm `ask` and `search` beside the least that any such program does: encode the question, query Chroma."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from regbot.config import Settings
from regbot.index.generation import build
from regbot.model import AsOf, Filters, LegalStatus
from regbot.paths import resolve
from regbot.workspace import Workspace
from tests.bench.synthetic import make

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


def measure(provisions: int) -> None:
    """Print medians and 95th percentiles in milliseconds at a size, and ratios to encoding and one Chroma query."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make(resolve(home), provisions)
        report(home)


def report(home: Path) -> None:
    """Build the workspace at `home` and print its rows."""
    paths = resolve(home)
    began = time.perf_counter()
    manifest = build(paths, Settings(), now=NOW)
    print(f"\n{manifest.texts} provisions, {manifest.vectors} vectors; built in {time.perf_counter() - began:.0f} s")
    print(f"{'':24}{'p50 ms':>10}{'p95 ms':>10}{'p95/p50':>10}{'ratio':>10}")
    workspace = Workspace(paths, AsOf(NOW))
    index = workspace.index
    index.load()
    vectors, encoder = index.semantics()
    base = _times(lambda question: vectors.nearest(encoder.query(question), PASSAGES))
    _row("encode + Chroma", base, base)
    for name, filters in FILTERS.items():
        _row(f"search, {name}", _times(lambda question, f=filters: index.search(question, f)), base)
    for name, filters in FILTERS.items():
        _row(f"ask, {name}", _times(lambda question, f=filters: workspace.conversation().ask(question, f)), base)
    index.close()


def _times(task: Callable[[str], object]) -> list[float]:
    for question in QUESTIONS[:2]:
        task(question)
    found = []
    for question in QUESTIONS * ROUNDS:
        began = time.perf_counter()
        task(question)
        found.append(1000 * (time.perf_counter() - began))
    return found


def _row(name: str, times: list[float], base: list[float]) -> None:
    middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{name:34}{middle:>10.1f}{high:>10.1f}{high / middle:>10.2f}{middle / statistics.median(base):>10.2f}")
