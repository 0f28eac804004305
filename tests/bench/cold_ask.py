"""One cold `regbot ask`, process start to printed answer, beside the plain script; in turn, as whole processes."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from regbot.index.embed import model_folder
from regbot.paths import bundled_corpus

RUNS = 5
QUESTION = "Can my landlord make face scan the only way in?"


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds on the clock and of processor time, and its peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def measure() -> None:
    """Print the medians of both and their ratios.

    This process stays small and builds in another one: Linux counts the parent's memory into a child's peak.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(bundled_corpus(), home / "corpus", ignore=shutil.ignore_patterns("snapshots"))
        _run([*regbot_at(home), "index", "build"])
        vectors = home / "plain"
        (generation,) = (home / "indexes" / "generations").iterdir()
        shutil.copytree(generation / "vectors", vectors)
        script = Path(__file__).with_name("plain_script.py")
        plain = [sys.executable, str(script), str(model_folder("")), str(vectors), QUESTION]
        regbot = [*regbot_at(home), "ask", QUESTION]
        pairs = [(_run(regbot), _run(plain)) for _ in range(RUNS + 1)][1:]
    print(f"{RUNS} runs each after one warm-up, in turn; medians\n")
    print(f"{'':24}{'regbot ask':>12}{'plain script':>14}{'ratio':>8}")
    for name, unit in (("wall", "s"), ("cpu", "s"), ("memory", "MB")):
        ours, theirs = (statistics.median(getattr(run, name) for run in side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(getattr(a, name) / getattr(b, name) for a, b in pairs)
        print(f"{name + ' (' + unit + ')':24}{ours:>12.2f}{theirs:>14.2f}{ratio:>8.2f}")


def regbot_at(home: Path) -> list[str]:
    """The command that starts regbot on the workspace at `home`."""
    return [sys.executable, "-m", "regbot", "--quiet", "--home", str(home)]


def _run(command: list[str]) -> Run:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(Path.cwd())}
    began = time.perf_counter()
    process = os.posix_spawn(
        command[0], command, environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(time.perf_counter() - began, _seconds(used), used.ru_maxrss / 1024)


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime
