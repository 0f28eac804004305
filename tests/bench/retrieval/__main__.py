"""Every figure about finding: `python -m tests.bench.retrieval [--obliqa FOLDER] [--chinese FOLDER] [--questions FILE]`.

Each set is searched by words alone, by meaning alone and by both. The last is what users get. The model reads no
Chinese, so that Chinese questions go by words.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from regbot.cli.main import main
from regbot.index.retrieve import Mode
from regbot.workflows.ask import Question
from regbot.workflows.search import search_all
from regbot.workspace import Workspace
from tests.bench.retrieval.scoring import DEPTH, means
from tests.bench.retrieval.workspaces import bundled, imported

OWN = [
    Path(__file__).parents[2] / "ask" / name
    for name in ("questions.jsonl", "later_questions.jsonl", "newest_questions.jsonl")
]
CHINESE = Path(__file__).with_name("chinese.jsonl")
MODES = {Mode.LEXICAL: "words only", Mode.SEMANTIC: "vectors only", Mode.HYBRID: "fused"}

Gold = Mapping[str, Sequence[str]]
"""What answers each question, by the question's id."""


def own_corpus(files: Sequence[Path]) -> None:
    """Search the bundled corpus for each file's questions, and have `regbot eval` answer them."""
    with bundled() as workspace:
        for path in (*files, CHINESE):
            report(path.name, workspace, *read(path), "ref", (Mode.LEXICAL,) if path == CHINESE else tuple(MODES))
        for path in files:
            print(f"\nregbot eval {path.name}", flush=True)
            main(["--quiet", "--home", str(workspace.paths.home), "eval", str(path)])


def obliqa(folder: Path) -> None:
    """Import `folder/passages.jsonl` and search for `folder/dev.jsonl`."""
    with imported("obliqa", [folder / "passages.jsonl"]) as workspace:
        report("ObliQA dev", workspace, *read(folder / "dev.jsonl"), "eid", tuple(MODES))


def chinese(folder: Path) -> None:
    """Import a folder of official Chinese texts and search for the questions whose gold lies in one of them."""
    with bundled() as workspace:
        known = {item.id: item.title.get("zh", "") for item in workspace.corpus.documents()}
    with imported("chinese", sorted(folder.glob("*.md"))) as workspace:
        held = [(item.id, title) for item in workspace.corpus.documents() for title in item.title.values()]
        names = {ours: theirs for ours, name in known.items() for theirs, title in held if name.startswith(title)}
        questions, gold = read(CHINESE)
        there = {
            name: [f"{names[ref.split('#')[0]]}#{ref.split('#')[1]}" for ref in refs if ref.split("#")[0] in names]
            for name, refs in gold.items()
        }
        report(f"{CHINESE.name} over {folder.name}", workspace, questions, there, "ref", (Mode.LEXICAL,))


def read(path: Path) -> tuple[list[Question], Gold]:
    """Questions and their gold; those without gold, which cannot be answered, are left out."""
    records = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    records = [record for record in records if record["gold"]]
    return [Question(record["id"], record["question"]) for record in records], {
        record["id"]: record["gold"] for record in records
    }


def report(
    name: str, workspace: Workspace, questions: Sequence[Question], gold: Gold, field: str, modes: Sequence[Mode]
) -> None:
    """Print a row for each of `modes`; `field` of a provision is what its gold names it by."""
    asked = [question for question in questions if gold[question.id]]
    print(f"\n{name}: {len(asked)} questions\n{'':16}{f'R@{DEPTH}':>8}{f'MAP@{DEPTH}':>8}", flush=True)
    for mode in modes:
        found = search_all(workspace, asked, workspace.filters(), mode=mode, limit=DEPTH)
        scored = means(
            ([getattr(item.hit.provision, field) for item in items], gold[question.id]) for question, items in found
        )
        print(f"{MODES[mode]:16}{scored.recall:>8.4f}{scored.precision:>8.4f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval")
    parser.add_argument("--obliqa", type=Path, metavar="FOLDER", help="holds passages.jsonl and dev.jsonl")
    parser.add_argument("--chinese", type=Path, metavar="FOLDER", help="official Chinese texts, *.md")
    parser.add_argument("--questions", type=Path, nargs="*", default=[], metavar="FILE", help="more about our corpus")
    given = parser.parse_args()
    own_corpus([*OWN, *given.questions])
    if given.chinese:
        chinese(given.chinese)
    if given.obliqa:
        obliqa(given.obliqa)
