"""`make bench`: speed side by side with the plain script, and the rates of the own questions."""

from __future__ import annotations

from pathlib import Path

from regbot.cli.main import main
from tests.bench.cold_ask import measure

QUESTIONS = Path(__file__).parents[1] / "ask" / "questions.jsonl"

if __name__ == "__main__":
    measure()
    print(f"\n{QUESTIONS.name}")
    raise SystemExit(main(["--quiet", "eval", str(QUESTIONS)]))
