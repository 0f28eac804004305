"""`make bench`: speed side by side with the plain script, the app in a terminal, and the rates of the own questions.

`python -m tests.bench --sizes 1000 100000` measures warm answers at other sizes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from regbot.cli.main import main
from tests.bench import app, cold, indexing, warm

SIZES = (1_000, 10_000)
QUESTIONS = Path(__file__).parents[1] / "ask" / "questions.jsonl"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="provisions")
    sizes = parser.parse_args().sizes
    cold.measure()
    indexing.measure()
    for size in sizes:
        warm.measure(size)
    app.measure()
    print(f"\n{QUESTIONS.name}")
    raise SystemExit(main(["--quiet", "eval", str(QUESTIONS)]))
