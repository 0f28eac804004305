"""One cold `regbot ask` and `search`, process start to printed answer, beside plain scripts; in turn, as whole processes."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from regbot.index.embed import model_folder, model_hash
from regbot.paths import bundled_corpus, resolve
from tests.bench.process import Run, regbot_at, run

RUNS = 5
QUESTION = "Can my landlord make face scan the only way in?"


def measure() -> None:
    """Print the table for the bundled corpus."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(bundled_corpus(), home / "corpus", ignore=shutil.ignore_patterns("snapshots"))
        run([*regbot_at(home), "index", "build"])
        report(home)


def report(home: Path, runs: int = RUNS) -> None:
    """Print the medians of all and their ratios to the script that loads the ONNX model, for the built workspace."""
    (generation,) = (home / "indexes" / "generations").iterdir()
    shutil.copytree(generation / "vectors", home / "plain")
    model = model_folder("")
    commands = _commands(home, model, resolve(home).models / model_hash(model))
    rounds = [{name: run(command) for name, command in commands.items()} for _ in range(runs + 1)][1:]
    print(f"\ncold, {runs} runs each after one warm-up, in turn; medians, and ratios to Chroma with the ONNX model\n")
    print(f"{'':30}{'wall s':>9}{'cpu s':>9}{'MB':>9}{'ratio wall':>12}{'ratio cpu':>12}")
    for name in rounds[0]:
        print(f"{name:30}" + _row([(done[name], done["Chroma + ONNX model"]) for done in rounds]))


def _commands(home: Path, model: Path, exported: Path) -> dict[str, list[str]]:
    here, vectors = Path(__file__).parent, str(home / "plain")
    return {
        "regbot ask": [*regbot_at(home), "ask", QUESTION],
        "regbot search": [*regbot_at(home), "search", QUESTION],
        "Chroma + ONNX model": [sys.executable, str(here / "plain_onnx.py"), str(exported), vectors, QUESTION],
        "Chroma + SentenceTransformer": [sys.executable, str(here / "plain_script.py"), str(model), vectors, QUESTION],
    }


def _row(pairs: list[tuple[Run, Run]]) -> str:
    middle = statistics.median
    wall, cpu, memory = (middle(getattr(own, name) for own, _ in pairs) for name in ("wall", "cpu", "memory"))
    by_wall, by_cpu = (middle(getattr(a, name) / getattr(b, name) for a, b in pairs) for name in ("wall", "cpu"))
    return f"{wall:>9.2f}{cpu:>9.2f}{memory:>9.0f}{by_wall:>12.2f}{by_cpu:>12.2f}"


if __name__ == "__main__":
    measure()
